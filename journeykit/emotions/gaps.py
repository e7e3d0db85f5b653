"""Where the team and the customers part (R300)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from journeykit.emotions.point import Point, PointSource

#: A difference of more than one step is a blind spot to talk about (METHOD 4).
BLIND = 1.0
#: What the interval of a gap is, and what it is not.
COVERS = (
    "The interval of a gap is the customers': the team is all the people in the room, and its "
    "median stands as it is."
)


@dataclass(frozen=True)
class Gap:
    """Team and customers at one touchpoint; ``difference`` is team minus customers.

    ``low`` and ``high`` are the ends of the difference for the customers' 95 % interval; the
    team's median is taken as it is. None where the customers have no interval.
    """

    touchpoint: str
    team: float
    customers: float
    difference: float
    n_team: int
    n_customers: int
    low: float | None = None
    high: float | None = None
    source: PointSource = "survey"

    @property
    def blind_spot(self) -> bool:
        """Whether they are more than one step apart."""
        return abs(self.difference) > BLIND + 1e-9

    @property
    def sure(self) -> bool:
        """Whether they are, whatever value of the customers' interval is the true one."""
        if self.low is None or self.high is None or not self.blind_spot:
            return False
        return min(abs(self.low), abs(self.high)) > BLIND + 1e-9 and self.low * self.high > 0


def gaps(points: Sequence[Point]) -> list[Gap]:
    """Return where both the team and customers have a point, the farthest apart first.

    Customers are those of the survey; where it has no point, those who wrote comments.
    """
    customers = {point.touchpoint: point for point in _shown(points, "text")}
    customers |= {point.touchpoint: point for point in _shown(points, "survey")}
    found = [
        _gap(team, customers[team.touchpoint])
        for team in _shown(points, "team")
        if team.touchpoint in customers
    ]
    return sorted(found, key=lambda gap: -abs(gap.difference))


def _gap(team: Point, said: Point) -> Gap:
    believed, felt = team.value or 0.0, said.value or 0.0
    return Gap(
        team.touchpoint, believed, felt, believed - felt, team.n, said.n,
        None if said.high is None else believed - said.high,
        None if said.low is None else believed - said.low,
        said.source,
    )  # fmt: skip


def _shown(points: Iterable[Point], source: PointSource) -> list[Point]:
    return [p for p in points if p.source == source and p.shown and p.value is not None]
