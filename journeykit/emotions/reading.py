"""Reading the curve: its peak and trough, where team and customers part, and the curve in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from journeykit.emotions.curve import Point, PointSource

#: A difference of more than one step is a blind spot to talk about (METHOD 4).
BLIND = 1.0


@dataclass(frozen=True)
class Shape:
    """What stays of a journey: peak, trough, first, last, and the plain mean of its points.

    Peak and end predict how a journey is remembered about as well as the plain average does
    (Alaybek 2022), so all of them are given and none is left out.
    """

    peak: Point
    trough: Point
    first: Point
    last: Point
    mean: float
    shown: int
    hidden: int


@dataclass(frozen=True)
class Gap:
    """Team and customers at one touchpoint; ``difference`` is team minus customers."""

    touchpoint: str
    team: float
    customers: float
    difference: float
    n_team: int
    n_customers: int

    @property
    def blind_spot(self) -> bool:
        """Whether they are more than one step apart."""
        return abs(self.difference) > BLIND + 1e-9


def _shown(points: Iterable[Point], source: PointSource) -> list[Point]:
    return [p for p in points if p.source == source and p.shown and p.value is not None]


def _value(point: Point) -> float:
    return 0.0 if point.value is None else point.value


def shape(points: Sequence[Point], source: PointSource = "survey") -> Shape | None:
    """Return peak, trough, first, last and mean of one series; None where nothing is shown."""
    shown = _shown(points, source)
    if not shown:
        return None
    hidden = sum(point.source == source and not point.shown for point in points)
    return Shape(
        peak=max(shown, key=_value),
        trough=min(shown, key=_value),
        first=shown[0],
        last=shown[-1],
        mean=sum(map(_value, shown)) / len(shown),
        shown=len(shown),
        hidden=hidden,
    )


def gaps(points: Sequence[Point]) -> list[Gap]:
    """Return where both the team and customers have a point, the farthest apart first."""
    customers = {point.touchpoint: point for point in _shown(points, "survey")}
    found = [
        Gap(
            team.touchpoint,
            _value(team),
            _value(customers[team.touchpoint]),
            _value(team) - _value(customers[team.touchpoint]),
            team.n,
            customers[team.touchpoint].n,
        )
        for team in _shown(points, "team")
        if team.touchpoint in customers
    ]
    return sorted(found, key=lambda gap: -abs(gap.difference))


def describe(points: Sequence[Point], names: Mapping[str, str]) -> str:
    """Return the curve in plain sentences, for those who hear it instead of seeing it."""
    sentences = _customers(points, names) + _team(points, names) + _apart(points, names)
    return " ".join(sentences) or "There is no curve yet: nobody has answered or rated."


def _customers(points: Sequence[Point], names: Mapping[str, str]) -> list[str]:
    found = shape(points)
    if found is None:
        return []
    sentences = [
        f"Customers at {_counted(found.shown, 'touchpoint')}, from {_signed(-2)} to {_signed(2)}."
    ]
    if found.shown > 1:
        sentences.append(f"Highest at {_told(found.peak, names)}.")
        sentences.append(f"Lowest at {_told(found.trough, names)}.")
        sentences.append(
            f"It starts with {_told(found.first, names)} and ends with {_told(found.last, names)}; "
            f"the mean is {_signed(found.mean)}."
        )
    else:
        sentences.append(f"{_told(found.first, names)}.")
    return sentences + _missing(points, names)


def _missing(points: Sequence[Point], names: Mapping[str, str]) -> list[str]:
    hidden = [p for p in points if p.source == "survey" and not p.shown]
    if not hidden:
        return []
    listed = ", ".join(f"{_name(p, names)} ({p.reason})" for p in hidden)
    return [f"Not shown: {listed}."]


def _team(points: Sequence[Point], names: Mapping[str, str]) -> list[str]:
    found = shape(points, "team")
    if found is None:
        return []
    people = max(point.n for point in _shown(points, "team"))
    return [
        f"The team, up to {_counted(people, 'rating')} a touchpoint, believes the highest is "
        f"{_name(found.peak, names)} at {_signed(_value(found.peak))} and the lowest is "
        f"{_name(found.trough, names)} at {_signed(_value(found.trough))}."
    ]


def _apart(points: Sequence[Point], names: Mapping[str, str]) -> list[str]:
    blind = [gap for gap in gaps(points) if gap.blind_spot]
    if not blind:
        return []
    listed = "; ".join(
        f"{names.get(gap.touchpoint, gap.touchpoint)}, team {_signed(gap.team)}, customers "
        f"{_signed(gap.customers)}"
        for gap in blind[:3]
    )
    return [f"{_counted(len(blind), 'blind spot')}: {listed}."]


def _told(point: Point, names: Mapping[str, str]) -> str:
    interval = ""
    if point.low is not None and point.high is not None:
        # many answers make an interval that one decimal would close
        digits = 1 if point.high - point.low >= 0.2 else 2
        ends = f"{_signed(point.low, digits)} to {_signed(point.high, digits)}"
        interval = f", 95 % interval {ends}"
    return f"{_name(point, names)} at {_signed(_value(point))} ({point.n} people{interval})"


def _name(point: Point, names: Mapping[str, str]) -> str:
    return names.get(point.touchpoint, point.touchpoint)


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _signed(value: float, digits: int = 1) -> str:
    rounded = round(value, digits)
    if rounded == 0:
        return "0"
    text = f"{abs(rounded):.{digits}f}".rstrip("0").rstrip(".")
    return f"+{text}" if rounded > 0 else f"−{text}"
