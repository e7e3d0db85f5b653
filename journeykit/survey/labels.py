"""The words of answer scales, in the order from the worst to the best.

One `Wording` is one ready-made scale; a label matches whatever its case. A new language or a
new wording is one more entry here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Points = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Wording:
    """A scale in words: what it measures and, point by point, the labels in use for it."""

    kind: str
    points: Points

    def values(self) -> dict[str, float]:
        """Return label, in lower case, to point."""
        return {label: at for at, labels in enumerate(self.points, 1) for label in labels}


def _five(kind: str, *points: str) -> Wording:
    return Wording(kind, tuple(tuple(point.split("|")) for point in points))


_NEITHER = "neither|neutral|undecided|unsure|no opinion either way"

WORDINGS: tuple[Wording, ...] = (
    _five(
        "likert",
        "strongly disagree|completely disagree|totally disagree|disagree strongly",
        "disagree|somewhat disagree|disagree somewhat|tend to disagree|rather disagree",
        f"{_NEITHER}|neither agree nor disagree|neither agree or disagree|not certain",
        "agree|somewhat agree|agree somewhat|tend to agree|rather agree",
        "strongly agree|completely agree|totally agree|agree strongly",
    ),
    _five(
        "likert",
        "strongly disagree",
        "disagree",
        "somewhat disagree|slightly disagree",
        f"{_NEITHER}|neither agree nor disagree|neither agree or disagree",
        "somewhat agree|slightly agree",
        "agree",
        "strongly agree",
    ),
    _five(
        "csat",
        "very dissatisfied|extremely dissatisfied|very unsatisfied|completely dissatisfied",
        "dissatisfied|somewhat dissatisfied|unsatisfied|not satisfied",
        f"{_NEITHER}|neither satisfied nor dissatisfied|neither satisfied or dissatisfied"
        "|okay|ok|indifferent",
        "satisfied|somewhat satisfied|rather satisfied",
        "very satisfied|extremely satisfied|completely satisfied",
    ),
    _five(
        "csat",
        "extremely dissatisfied|very dissatisfied",
        "moderately dissatisfied|dissatisfied",
        "slightly dissatisfied|somewhat dissatisfied",
        f"{_NEITHER}|neither satisfied nor dissatisfied",
        "slightly satisfied|somewhat satisfied",
        "moderately satisfied|satisfied",
        "extremely satisfied|very satisfied",
    ),
    _five("csat", "sehr unzufrieden", "eher unzufrieden|unzufrieden", "neutral|teils teils"
          "|teils/teils|weder noch", "eher zufrieden|zufrieden", "sehr zufrieden"),
    _five("csat", "très insatisfait|pas du tout satisfait", "insatisfait|peu satisfait",
          "neutre|ni satisfait ni insatisfait", "satisfait|plutôt satisfait",
          "très satisfait|tout à fait satisfait"),
    _five("csat", "muy insatisfecho", "insatisfecho", "neutral|ni satisfecho ni insatisfecho",
          "satisfecho", "muy satisfecho"),
    _five("likert", "stimme überhaupt nicht zu|trifft überhaupt nicht zu|trifft gar nicht zu",
          "stimme eher nicht zu|stimme nicht zu|trifft eher nicht zu|trifft nicht zu",
          "teils teils|teils/teils|weder noch|neutral|unentschieden",
          "stimme eher zu|stimme zu|trifft eher zu|trifft zu",
          "stimme voll zu|stimme voll und ganz zu|trifft voll zu|trifft voll und ganz zu"),
    _five("rating", "very poor|terrible|awful|unacceptable", "poor|bad", "fair|average|acceptable"
          "|okay|ok", "good", "very good|excellent|outstanding|great"),
    _five("rating", "poor|very poor", "fair", "good|average", "very good|good", "excellent"),
    _five("rating", "very bad", "bad", f"{_NEITHER}|average|fair", "good", "very good"),
    _five("rating", "very difficult|extremely difficult", "difficult|somewhat difficult",
          f"{_NEITHER}|neither easy nor difficult", "easy|somewhat easy",
          "very easy|extremely easy"),
    _five("rating", "much worse", "somewhat worse|worse", "about the same|the same|same",
          "somewhat better|better", "much better"),
    _five("likert", "very unlikely|extremely unlikely", "unlikely|somewhat unlikely",
          f"{_NEITHER}|neither likely nor unlikely", "likely|somewhat likely",
          "very likely|extremely likely"),
    _five("likert", "not at all likely", "slightly likely|not so likely",
          "moderately likely|somewhat likely", "very likely", "extremely likely|completely likely"),
    _five("likert", "not at all important|unimportant", "slightly important|not so important",
          "moderately important|somewhat important", "important|very important",
          "extremely important"),
    _five("csat", "not at all satisfied", "slightly satisfied|not so satisfied",
          "moderately satisfied|somewhat satisfied", "very satisfied",
          "extremely satisfied|completely satisfied"),
    _five("likert", "never", "rarely|seldom", "sometimes|occasionally", "often|frequently|usually",
          "always"),
)  # fmt: skip


def match(found: Iterable[str]) -> tuple[str, dict[str, float], int] | None:
    """Return the kind, the value of each label and the number of points, or None.

    Every label has to be in the wording, and at least two of its points; the wording with
    the most points named wins.

    >>> match(["Very satisfied", "Neutral"])
    ('csat', {'Very satisfied': 5, 'Neutral': 3}, 5)
    """
    labels = list(found)
    best: tuple[int, str, dict[str, float], int] | None = None
    for wording in WORDINGS:
        values = wording.values()
        folded = {label: " ".join(label.casefold().split()) for label in labels}
        if not all(label in values for label in folded.values()):
            continue
        points = {label: values[text] for label, text in folded.items()}
        reached = len(set(points.values()))
        # two labels on one point would lose a distinction that the form made
        if (
            reached >= 2
            and reached == len(set(folded.values()))
            and (best is None or reached > best[0])
        ):
            best = (reached, wording.kind, points, len(wording.points))
    return best[1:] if best else None
