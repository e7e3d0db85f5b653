"""Links: which question speaks about which touchpoint, proposed from their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from journeykit.survey.cells import words
from journeykit.survey.question import Question

#: Below this, of 100, a pair is not worth a look.
WORTH = 62.0
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "at",
        "by",
        "did",
        "do",
        "does",
        "for",
        "from",
        "have",
        "how",
        "i",
        "in",
        "is",
        "it",
        "like",
        "long",
        "of",
        "on",
        "or",
        "our",
        "please",
        "rate",
        "rating",
        "satisfied",
        "satisfaction",
        "scale",
        "that",
        "the",
        "this",
        "to",
        "was",
        "we",
        "were",
        "what",
        "when",
        "which",
        "with",
        "would",
        "you",
        "your",
        "experience",
        "overall",
        "very",
        "q",
    ]
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Proposal:
    """A question, a touchpoint, how well their words fit (0 to 100), and the reason in words."""

    question: str
    touchpoint: str
    score: float
    reason: str


def propose(
    questions: Iterable[Question],
    touchpoints: Sequence[tuple[str, str]],
    least: float = WORTH,
) -> list[Proposal]:
    """Return for each question with a scale the touchpoint that it most likely speaks about.

    ``touchpoints`` are pairs of id and name. Questions that fit none are left out. Several
    questions may speak about one touchpoint. The best fit comes first.

    >>> asked = Question("Q7AIRTRAIN", "Q7AIRTRAIN", ("Q7AIRTRAIN",), "rating")
    >>> [(p.question, p.touchpoint) for p in propose([asked], [("t1", "AirTrain"), ("t2", "Gate")])]
    [('Q7AIRTRAIN', 't1')]
    """
    found = []
    for question in questions:
        if not question.scaled:
            continue
        best = max((_pair(question, id, name) for id, name in touchpoints), default=None,
                   key=lambda proposal: proposal.score)  # fmt: skip
        if best is not None and best.score >= least:
            found.append(best)
    return sorted(found, key=lambda proposal: (-proposal.score, proposal.question))


def _pair(question: Question, id: str, name: str) -> Proposal:
    if question.touchpoint and words(question.touchpoint) == words(name):
        return Proposal(question.id, id, 100.0, f"the recipe names '{name}'")
    texts = {question.text, question.id, *question.columns}
    score, reason = max((_fit(text, name) for text in texts), key=lambda fit: fit[0])
    return Proposal(question.id, id, score, reason)


def _fit(text: str, name: str) -> tuple[float, str]:
    from rapidfuzz import fuzz

    asked, named = _content(text), _content(name)
    if not asked or not named:
        return 0.0, ""
    together = fuzz.token_set_ratio(" ".join(asked), " ".join(named))
    # codes run words together: Q9RESTROOM, "Boarding area"
    run = fuzz.partial_ratio("".join(asked), "".join(named)) if len("".join(asked)) >= 4 else 0
    pairs = [(fuzz.ratio(_root(a), _root(b)), a, b) for a in asked for b in named]
    closest, a, b = max(pairs)
    if len(asked) == 1 and len(a) >= 3 and any(name.startswith(asked[0]) for name in named):
        # a code shortens the name: ART, "Artwork"
        closest, a = max(closest, 90.0), asked[0]
    score = 0.45 * together + 0.2 * run + 0.35 * closest
    if closest >= 88 and min(len(a), len(b)) >= 3:
        score = max(score, 66.0 + 34.0 * (closest / 100) * _share(asked, named))
        return round(score, 1), f"'{a}' is in both" if a == b else f"'{a}' is like '{b}'"
    return round(score, 1), "the names are alike"


def _share(asked: Sequence[str], named: Sequence[str]) -> float:
    """How much of the touchpoint's name the question says."""
    from rapidfuzz import fuzz

    said = [max(fuzz.ratio(_root(a), _root(b)) for a in asked) >= 85 for b in named]
    return sum(said) / len(said)


def _content(text: str) -> list[str]:
    """The words that carry meaning, a leading code taken off: Q7AIRTRAIN is about airtrain."""
    bare = re.sub(r"^[A-Za-z]{1,3}\d+[a-z]?(?=[A-Z_ .:-])", "", text.strip())
    found = [word for word in _WORD.findall(words(bare)) if word not in _STOP]
    return found or _WORD.findall(words(bare))


def _root(word: str) -> str:
    return re.sub(r"(?<=\w{4})(ies|es|s|ing|ed|en|er)$", "", word)
