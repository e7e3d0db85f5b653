"""What is wrong with a questionnaire, before anybody has to answer it.

The limits are rules of thumb and are named in each message: five minutes, five touchpoints,
25 words. The length is counted with 200 words a minute for reading, 4 seconds for each choice
and 30 seconds for each open answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from journeykit.asking.questionnaire import Asked, Questionnaire
from journeykit.survey.question import NOT_APPLICABLE

READING, CHOOSING, WRITING = 200 / 60, 4.0, 30.0
MOST_MINUTES = 5.0
MOST_LINES = 5
MOST_OPEN = 3
MOST_WORDS = 25

_DOUBLE = re.compile(r"\s(?:and|or|as well as)\s|\s&\s|\w/\w", re.I)
#: What stands for one thing although it has an "and" in it.
_ONE_THING = re.compile(
    r"friends? (?:or|and) (?:colleagues?|family)|terms and conditions|pros and cons|"
    r"well or badly|more or less|trial and error|health and safety|bed and breakfast|"
    r"agree or disagree|research and development|click (?:and|&) collect|q&a|24/7|b&b",
    re.I,
)
_LEADING = re.compile(
    r"\b(amazing|awesome|excellent|exceptional|fantastic|great|wonderful|outstanding|superb|"
    r"perfect|delightful|world-class|award-winning|innovative|loved?|enjoy(?:ed|able)?|best|"
    r"terrible|awful|horrible|poor|annoying|frustrating|disappointing|obviously|clearly|"
    r"of course|surely|naturally|everyone knows|most people|experts|"
    r"(?:don['’]t|do not|wouldn['’]t|isn['’]t|aren['’]t|didn['’]t) (?:you|it|we)|"
    r"how much did you (?:like|love|enjoy)|how (?:good|bad|easy|great) (?:was|were|is|are))\b",
    re.I,
)


@dataclass(frozen=True)
class Problem:
    """One thing to look at: a code that stays, words for a person, the question's place."""

    code: str
    message: str
    at: int | None = None


def minutes(questionnaire: Questionnaire) -> float:
    """Return how long the survey takes, in minutes.

    >>> minutes(Questionnaire(asked=(Asked("o", "text", "What was it like?"),)))
    0.52
    """
    seconds = _words(questionnaire.welcome + " " + questionnaire.consent) / READING
    for asked in questionnaire.asked:
        lines = max(1, len(asked.rows)) if asked.grid else 1
        read = asked.text + " " + " ".join(row.label for row in asked.rows if asked.grid)
        read += " " + " ".join(asked.options)
        seconds += _words(read) / READING
        seconds += WRITING if asked.kind == "text" else CHOOSING * lines
    return round(seconds / 60, 2)


def lint(questionnaire: Questionnaire) -> list[Problem]:
    """Return what should be looked at, the survey as a whole first.

    >>> lint(Questionnaire(consent="ok", company="Us", asked=(
    ...     Asked("o", "text", "What should we change?"),
    ...     Asked("s", "csat", "How satisfied are you with price and speed?", low=1, high=5))))
    [Problem(code='double', message='Two things in one question ("and"): an answer cannot \
say which is meant. Ask about one, or make two questions.', at=1)]
    """
    found = list(_whole(questionnaire))
    for at, asked in enumerate(questionnaire.asked):
        text = questionnaire.said(asked.text)
        # a company may be called "Salt & Pepper"
        bare = text.replace(questionnaire.company.strip() or "the company", "us")
        found += [Problem(code, words, at) for code, words in _one(asked, text, bare)]
    return [*found, *_twice(questionnaire)]


def _whole(survey: Questionnaire) -> Iterator[Problem]:
    if not survey.asked:
        yield Problem("empty", "There is no question yet.")
        return
    long = minutes(survey)
    if long > MOST_MINUTES:
        yield Problem(
            "long",
            f"It takes about {long:.0f} minutes; people leave after {MOST_MINUTES:.0f}. "
            "Ask about fewer touchpoints, or take a question out.",
        )
    written = sum(asked.kind == "text" for asked in survey.asked)
    if not written:
        yield Problem("no-open", "No open question: numbers say how much, words say why. Add one.")
    if written > MOST_OPEN:
        yield Problem("many-open", f"{written} open questions: few people write so much.")
    if not any(asked.scaled for asked in survey.asked):
        yield Problem("no-scale", "No question with a scale: nothing here can be compared.")
    if not survey.consent.strip():
        yield Problem("no-consent", "No consent line: say what the answers are used for.")
    if survey.company.strip().casefold() in ("", "the company"):
        yield Problem("company", "Say whom it is about: the questions name only “the company”.")


def _one(asked: Asked, text: str, bare: str) -> Iterator[tuple[str, str]]:
    if not text.strip(" .:?"):
        yield "no-text", "This question has no words."
        return
    if slot := re.search(r"\{\w+\}", text):
        yield "slot", f"'{slot[0]}' was never filled in."
    if (words := _words(text)) > MOST_WORDS:
        yield "too-long", f"{words} words: a question of more than {MOST_WORDS} is read twice."
    if asked.kind != "text":
        yield from _double(asked, bare)
    if leading := _LEADING.search(bare):
        yield "leading", f"“{leading[0]}” leads to an answer. Ask in neutral words."
    if asked.grid and len(asked.rows) > MOST_LINES:
        yield (
            "many-lines",
            f"{len(asked.rows)} lines: after about {MOST_LINES} people tick without reading.",
        )
    if asked.grid and not asked.not_applicable:
        yield "no-na", "No way to say “not used”: who has not used it will guess."
    elif asked.not_applicable and asked.not_applicable.casefold() not in NOT_APPLICABLE:
        yield (
            "na-words",
            f"“{asked.not_applicable}” is not known as an answer that does not count; "
            "write “Not used” or “Not applicable”.",
        )


def _double(asked: Asked, text: str) -> Iterator[tuple[str, str]]:
    if match := _DOUBLE.search(_ONE_THING.sub("one thing", text)):
        sign = match[0].strip()
        yield (
            "double",
            f'Two things in one question ("{sign if sign.isalpha() else "and"}"): an answer '
            "cannot say which is meant. Ask about one, or make two questions.",
        )
    lines = [row.label for row in asked.rows if asked.grid]
    two = [line for line in lines if _DOUBLE.search(_ONE_THING.sub("one thing", line))]
    if two:
        names = ", ".join(f"“{line}”" for line in two[:3])
        yield "double-line", f"Two things in one line: {names}. Which of them is meant?"


def _twice(survey: Questionnaire) -> Iterator[Problem]:
    seen: dict[tuple[str, frozenset[str]], int] = {}
    for at, asked in enumerate(survey.asked):
        key = " ".join(re.findall(r"\w+", survey.said(asked.text).casefold()))
        rows = frozenset(row.id for row in asked.rows)
        for (text, others), first in seen.items():
            if text == key and (not rows or rows & others):
                yield Problem("duplicate", f"This is asked twice; see question {first + 1}.", at)
                break
        seen.setdefault((key, rows), at)
        labels = [row.label.casefold() for row in asked.rows]
        if len(set(labels)) < len(labels):
            yield Problem("same-line", "Two lines have the same words; nobody can tell them apart.",
                          at)  # fmt: skip


def _words(text: str) -> int:
    return len(re.findall(r"\w[\w'’-]*", text))
