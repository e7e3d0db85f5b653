"""Which question of a later survey is which of an earlier one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from journeykit.survey.cells import words
from journeykit.survey.link import content
from journeykit.survey.question import Question

#: Wordings at least so alike, of 100, are one question.
ALIKE = 84.0
_CODE = re.compile(r"^\W*[A-Za-z]{1,3}[ _]?\d+[a-z]?[_ .:-]*(?=[A-Za-z])")


@dataclass(frozen=True)
class Pair:
    """A question that both surveys ask; ``how`` is "same", "renumbered" or "reworded"."""

    before: Question
    after: Question
    how: str


def paired(before: Sequence[Question], after: Sequence[Question]) -> list[Pair]:
    """Return the questions that both surveys ask, in the order of the later one."""
    left, right = list(before), list(after)
    pairs: list[Pair] = []

    def match(key: Callable[[Question], str], how: Callable[[Question, Question], str]) -> None:
        there = _once(right, key)
        for text, question in _once(left, key).items():
            if text and text in there and (found := how(question, there[text])):
                pairs.append(Pair(question, there[text], found))
                left.remove(question)
                right.remove(there[text])

    match(lambda q: f"{flat(q.id)} {flat(q.text)}", lambda a, b: "same")
    match(lambda q: flat(q.text), lambda a, b: "renumbered" if _coded(a) or _coded(b) else "same")
    match(lambda q: flat(q.id), _under_one_code)
    match(lambda q: flat(_CODE.sub("", q.id)) if not _coded(q) else "", lambda a, b: "renumbered")
    pairs += _alike(left, right)
    order = {question.id: at for at, question in enumerate(after)}
    return sorted(pairs, key=lambda pair: order[pair.after.id])


def _coded(question: Question) -> bool:
    """Whether a question has a code beside its text."""
    return flat(question.id) != flat(question.text)


def flat(text: str) -> str:
    """Return a text without what is no letter or digit, to compare."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _once(questions: Iterable[Question], key: Callable[[Question], str]) -> dict[str, Question]:
    """Questions by a key that one of them alone has."""
    listed = list(questions)
    counted = Counter(map(key, listed))
    return {key(question): question for question in listed if counted[key(question)] == 1}


def _under_one_code(a: Question, b: Question) -> str:
    """One code is one question only where the words are alike; a number is used again."""
    from rapidfuzz import fuzz

    alike = fuzz.token_set_ratio(words(a.text), words(b.text))
    return "reworded" if alike >= ALIKE - 20 else ""


def _alike(left: list[Question], right: list[Question]) -> list[Pair]:
    """Pair what is left by how alike the words are, the best first."""
    from rapidfuzz import fuzz

    def bare(question: Question) -> str:
        return " ".join(content(_CODE.sub("", question.text or question.id)))

    def likeness(a: Question, b: Question) -> float:
        # words such as "how was the" are alike in all questions
        return float(fuzz.ratio(bare(a), bare(b)))

    found = sorted(
        (
            (score, i, j)
            for i, a in enumerate(left)
            for j, b in enumerate(right)
            if a.kind == b.kind or a.scaled == b.scaled
            if (score := likeness(a, b)) >= ALIKE and _numbers(a) == _numbers(b)
        ),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    pairs, used = [], (set[int](), set[int]())
    for _, i, j in found:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append(Pair(left[i], right[j], "reworded"))
    left[:] = [a for i, a in enumerate(left) if i not in used[0]]
    right[:] = [b for j, b in enumerate(right) if j not in used[1]]
    return pairs


def _numbers(question: Question) -> list[str]:
    """The numbers in a wording: "the first 3 days" is not "the first 30 days"."""
    return re.findall(r"\d+", _CODE.sub("", question.text or question.id))
