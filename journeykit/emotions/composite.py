"""One number from several sources, only where somebody asks for it, with its weights (METHOD 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from journeykit.emotions.point import TIERS, Point, PointSource

#: With so many customers in the survey the team's guess counts nothing unless it is told to.
ENOUGH = 10
Weights = Mapping[PointSource, float]


@dataclass(frozen=True)
class Composite:
    """A mixed value, -2 to +2, and what each source counts in it; the weights sum to 1.

    There is no interval: the sources are not samples of the same people.
    """

    touchpoint: str
    value: float
    weights: tuple[tuple[PointSource, float], ...]


def composite(points: Sequence[Point], weights: Weights | None = None) -> list[Composite]:
    """Return the weighted mean of the sources at each touchpoint that has any, in their order.

    Without weights every source counts the same, and the team nothing where ten customers or
    more answered. A source that counts nothing is left out.
    """
    places: dict[str, dict[PointSource, Point]] = {}
    for point in points:
        if point.shown and point.value is not None:
            places.setdefault(point.touchpoint, {})[point.source] = point
    found = (_mixed(place, there, weights) for place, there in places.items())
    return [each for each in found if each is not None]


def _mixed(
    touchpoint: str, there: Mapping[PointSource, Point], weights: Weights | None
) -> Composite | None:
    wanted = {s: max(0.0, _default(s, there) if weights is None else weights.get(s, 0.0))
              for s in TIERS if s in there}  # fmt: skip
    whole = sum(wanted.values())
    if not whole:
        return None
    shares = tuple((source, weight / whole) for source, weight in wanted.items() if weight)
    value = sum((there[source].value or 0.0) * share for source, share in shares)
    return Composite(touchpoint, value, shares)


def _default(source: PointSource, there: Mapping[PointSource, Point]) -> float:
    asked = there.get("survey")
    return 0.0 if source == "team" and asked is not None and asked.n >= ENOUGH else 1.0
