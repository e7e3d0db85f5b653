"""How many customers are unhappy at each touchpoint: what priorities are pre-filled from.

People are counted, not answers: somebody who answered two questions about a touchpoint counts
once, with the mean of both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from journeykit.few import FEWEST
from journeykit.measures.intervals import wilson


@dataclass(frozen=True)
class Felt:
    """Customers at one touchpoint: how many, how they feel, how many of them are (un)happy.

    ``valence`` is their mean, −2 to +2; ``sunk`` the mean of those who are unhappy.
    """

    touchpoint: str
    n: int
    unhappy: int
    happy: int
    valence: float
    sunk: float | None = None
    sources: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The share of customers who are unhappy here."""
        return self.unhappy / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of that share (Wilson)."""
        return wilson(self.unhappy, self.n)

    @property
    def frequency(self) -> int:
        """The mark that fits the share: 1 a few (below 10 %) … 5 nearly everybody (85 %).

        >>> Felt("t", 100, 50, 20, -0.2).frequency
        3
        """
        return 1 + sum(self.share >= edge for edge in (0.1, 0.35, 0.6, 0.85))

    @property
    def severity(self) -> int | None:
        """The mark that fits the feeling of the unhappy: −0.5 is 2, −1 is 3, −2 is 5.

        >>> Felt("t", 100, 50, 20, -0.2, sunk=-1.4).severity
        4
        """
        return None if self.sunk is None else max(1, min(5, math.floor(1.5 - 2 * self.sunk)))

    def counted(self, kind: str = "fix") -> int:
        """Return how many customers an action would reach: the unhappy, or those to amplify."""
        return self.happy if kind == "amplify" else self.unhappy


def by_touchpoint(answers: Any) -> dict[str, Felt]:
    """Return customers' feelings by touchpoint from tidy answers, nothing where n is below 5.

    `answers` has the columns respondent, source, touchpoint and valence (−2…+2), one row an
    answer, in any eager frame that narwhals knows.
    """
    import narwhals as nw

    frame: Any = nw.from_native(answers, eager_only=True)
    said = frame.filter(
        ~nw.col("valence").is_null() & ~nw.col("valence").is_nan() & ~nw.col("touchpoint").is_null()
    )
    people = said.group_by("touchpoint", "respondent").agg(nw.col("valence").mean())
    sources: dict[str, set[str]] = {}
    for row in said.select("touchpoint", "source").unique().iter_rows(named=True):
        sources.setdefault(row["touchpoint"], set()).add(row["source"])
    felt: dict[str, list[float]] = {}
    for row in people.iter_rows(named=True):
        if row["touchpoint"]:
            felt.setdefault(row["touchpoint"], []).append(float(row["valence"]))
    return {
        place: _felt(place, values, tuple(sorted(sources.get(place, ()))))
        for place, values in felt.items()
        if len(values) >= FEWEST
    }


def _felt(place: str, values: list[float], sources: tuple[str, ...]) -> Felt:
    low = [value for value in values if value < 0]
    return Felt(
        touchpoint=place,
        n=len(values),
        unhappy=len(low),
        happy=sum(value > 0 for value in values),
        valence=sum(values) / len(values),
        sunk=sum(low) / len(low) if low else None,
        sources=sources,
    )


__all__ = ["Felt", "by_touchpoint"]
