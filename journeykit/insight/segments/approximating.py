"""A rule that people can read, which finds about the same people as a segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeykit.insight.segments.rules import LISTED, gave, occurring
from journeykit.insight.segments.variables import Offer, banded
from journeykit.measures.bands import Band, band
from journeykit.survey.question import NUMERIC

if TYPE_CHECKING:
    import numpy as np

    from journeykit.survey import Survey

#: More conditions than this nobody keeps in mind.
MOST = 3
_GAIN = 0.01


@dataclass(frozen=True)
class Approximation:
    """A rule, the share of its people who are in the segment, and of the segment that it finds."""

    rule: dict[str, tuple[str, ...]]
    n: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall (van Rijsbergen 1979)."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def approximate(survey: Survey, chosen: Sequence[Offer], members: np.ndarray) -> Approximation:
    """Return the rule of up to three conditions over the chosen questions that fits best.

    Answers of a question are joined from the most typical on, conditions are added one by one,
    each as long as precision and recall together (F1) gain from it.
    """
    import numpy as np

    candidates = {offer.key: _candidates(survey, offer, members) for offer in chosen
                  if offer.role != "refused"}  # fmt: skip
    rule: dict[str, tuple[str, ...]] = {}
    mask = np.ones(survey.responses, dtype=bool)
    best = _scored(rule, mask, members)
    for _ in range(MOST):
        found = best
        for key, conditions in candidates.items():
            for answers, fits in conditions if key not in rule else ():
                one = _scored({**rule, key: answers}, mask & fits, members)
                if one.f1 > found.f1 + 1e-9:
                    found, better = one, mask & fits
        if found is best or (rule and found.f1 < best.f1 + _GAIN):
            break
        best, rule, mask = found, found.rule, better
    return best


def _scored(
    rule: dict[str, tuple[str, ...]], mask: np.ndarray, members: np.ndarray
) -> Approximation:
    n, hits, all_of = int(mask.sum()), int((mask & members).sum()), int(members.sum())
    return Approximation(rule, n, hits / n if n else 0.0, hits / all_of if all_of else 0.0)


def _candidates(
    survey: Survey, offer: Offer, members: np.ndarray
) -> list[tuple[tuple[str, ...], np.ndarray]]:
    """The conditions on one question: its most typical answer, the two most typical, and so on.

    Of a number with many values they are ranges.
    """
    answers = list(occurring(survey, offer.question))
    if offer.question.kind in NUMERIC and len(answers) > LISTED:
        return _ranges(survey, offer)
    masks = {answer: gave(survey, offer.key, [answer]) for answer in answers}
    order = sorted(answers, key=lambda a: -_lift(masks[a], members))
    found: list[tuple[tuple[str, ...], np.ndarray]] = []
    taken = None
    for at, answer in enumerate(order[:-1] or order, 1):
        taken = masks[answer] if taken is None else taken | masks[answer]
        found.append((tuple(a for a in answers if a in order[:at]), taken))
    return found


def _ranges(survey: Survey, offer: Offer) -> list[tuple[tuple[str, ...], np.ndarray]]:
    """Every range from one of eight bands to another."""
    from journeykit.survey.answers import points

    names, codes = banded(points(survey, offer.question), most=8)
    bands = [band(name) or Band() for name in names]
    found: list[tuple[tuple[str, ...], np.ndarray]] = []
    for first in range(len(bands)):
        for last in range(first, len(bands)):
            whole = Band(bands[first].low, bands[last].high)
            if whole != Band():
                found.append(((str(whole),), (codes >= first) & (codes <= last)))
    return found


def _lift(mask: np.ndarray, members: np.ndarray) -> float:
    n = int(mask.sum())
    return int((mask & members).sum()) / n if n else 0.0


__all__ = ["MOST", "Approximation", "approximate"]
