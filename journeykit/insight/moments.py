"""Moments of truth by evidence, not by vote alone (METHOD 2.4).

A touchpoint is proposed where answers about it go together strongly with the overall answer
and are low (importance × performance), or where customers' mean is the lowest or the highest of
the journey. First and last are always reported, since beginnings and endings are remembered
(peak–end); they are proposed only when they are extreme too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from journeykit.model import Workshop

Basis = Literal["driver", "trough", "peak", "first", "last", "vote"]

#: So many people for each driver are needed before their order means anything (METHOD 3.10).
PEOPLE_PER_DRIVER = 10
#: Extremes of fewer touchpoints than this are no extremes.
FEWEST_POINTS = 3


class Point(Protocol):
    """A point of the emotion curve, as `journeykit.emotions.Point` is."""

    @property
    def touchpoint(self) -> str:
        """The id of the touchpoint."""

    @property
    def source(self) -> str:
        """``survey`` for customers."""

    @property
    def value(self) -> float | None:
        """Valence, −2 to +2."""

    @property
    def low(self) -> float | None:
        """The lower end of the 95 % interval."""

    @property
    def high(self) -> float | None:
        """The upper end of the 95 % interval."""

    @property
    def n(self) -> int:
        """How many people."""

    @property
    def shown(self) -> bool:
        """Whether there are enough answers to show it."""


@dataclass(frozen=True)
class Strength:
    """How strongly the answers about a touchpoint go together with the overall answer.

    ``share`` is its share of R² (LMG), ``performance`` the mean answer as 0 to 100 of its scale,
    ``rank_low`` to ``rank_high`` where it stood in 95 % of the samples, ``source`` the survey.
    """

    touchpoint: str
    share: float
    performance: float
    n: int
    rank: int
    rank_low: int
    rank_high: int
    source: str = ""


@dataclass(frozen=True)
class Moment:
    """A touchpoint that is, or by the numbers should be, a moment of truth, and why.

    ``reason`` is one sentence with numbers, ``sources`` the ids of what supports it,
    ``proposed`` whether evidence asks for the flag and the team has not set it.
    """

    touchpoint: str
    basis: tuple[Basis, ...]
    reason: str
    sources: tuple[str, ...] = ()
    flagged: bool = False
    proposed: bool = False


def moments(
    workshop: Workshop,
    order: Sequence[str],
    points: Iterable[Point] = (),
    strengths: Sequence[Strength] = (),
) -> list[Moment]:
    """Return the moments of a journey in its order: proposed, flagged, first and last.

    ``order`` are the ids of its touchpoints. A flag of the team that no number supports has the
    basis ``vote`` alone.

    >>> moments(Workshop.new("Jacket"), [])
    []
    """
    told: dict[str, list[tuple[Basis, str]]] = {id: [] for id in order}
    said = _said(points, order)
    for found in (by_drivers(strengths), by_extremes(said), _ends(said, order)):
        for id, basis, words in found:
            if id in told:
                told[id].append((basis, words))
    cited = {each.touchpoint: each.source for each in strengths}
    return [
        moment
        for id in order
        if (moment := _moment(workshop, id, told[id], cited.get(id, ""))) is not None
    ]


def _moment(
    workshop: Workshop, id: str, told: list[tuple[Basis, str]], source: str
) -> Moment | None:
    touchpoint = workshop.touchpoints[id]
    flagged = touchpoint.moment_of_truth
    bases = [basis for basis, _ in told]
    strong = [basis for basis in bases if basis in ("driver", "trough", "peak")]
    if flagged and not strong:
        told = [*told, ("vote", "the team marked it, no number stands behind that yet")]
    if not told:
        return None
    linked = dict.fromkeys(
        link.source
        for link in workshop.links.values()
        if link.touchpoint == id and strong
    )  # fmt: skip
    sources = tuple(dict.fromkeys([*([source] if source and "driver" in bases else []), *linked]))
    words = "; ".join(words for _, words in told)
    return Moment(
        id, tuple(basis for basis, _ in told), f"{words[:1].upper()}{words[1:]}.", sources,
        flagged, bool(strong) and not flagged,
    )  # fmt: skip


def by_drivers(strengths: Sequence[Strength]) -> list[tuple[str, Basis, str]]:
    """Return the touchpoints whose answers matter more than the mean and are below the mean.

    Nothing where there are fewer than three drivers, or fewer than ten people for each.
    """
    enough = [each for each in strengths if each.n >= PEOPLE_PER_DRIVER * len(strengths)]
    if len(enough) < FEWEST_POINTS:
        return []
    usual = sum(each.share for each in enough) / len(enough)
    mean = sum(each.performance for each in enough) / len(enough)
    return [
        (
            each.touchpoint,
            "driver",
            f"its answers bring {100 * each.share:.0f} % of what goes together with the overall "
            f"answer (rank {_ranks(each)} of {len(enough)}, n {each.n:,}; association, not "
            f"effect) and stand at {each.performance:.0f} of 100, below the mean of {mean:.0f}",
        )
        for each in sorted(enough, key=lambda each: each.rank)
        if each.share >= usual and each.performance < mean
    ]


def _ranks(each: Strength) -> str:
    if each.rank_low == each.rank_high:
        return str(each.rank)
    return f"{each.rank}, between {each.rank_low} and {each.rank_high}"


def _said(points: Iterable[Point], order: Sequence[str]) -> dict[str, Point]:
    """The customers' points that are shown, one a touchpoint (the first: the headline)."""
    found: dict[str, Point] = {}
    for point in points:
        if point.source == "survey" and point.shown and point.value is not None:
            found.setdefault(point.touchpoint, point)
    return {id: found[id] for id in order if id in found}


def by_extremes(said: dict[str, Point]) -> list[tuple[str, Basis, str]]:
    """Return the lowest and the highest customers' mean, where the journey goes up and down.

    An extreme whose interval reaches to the mean of the journey is none: it may be chance.
    """
    if len(said) < FEWEST_POINTS:
        return []
    mean = sum(point.value or 0 for point in said.values()) / len(said)
    lowest = min(said.values(), key=lambda point: point.value or 0)
    highest = max(said.values(), key=lambda point: point.value or 0)
    found: list[tuple[str, Basis, str]] = []
    tail = f"of {len(said)} measured touchpoints; their mean is {_signed(mean)}"
    if lowest.high is not None and lowest.high < mean:
        found.append((lowest.touchpoint, "trough", f"{_felt(lowest)}, the lowest {tail}"))
    if highest.low is not None and highest.low > mean:
        found.append((highest.touchpoint, "peak", f"{_felt(highest)}, the highest {tail}"))
    return found


def _ends(said: dict[str, Point], order: Sequence[str]) -> list[tuple[str, Basis, str]]:
    ends: tuple[tuple[Basis, Sequence[str]], ...] = (("first", order[:1]), ("last", order[-1:]))
    found: list[tuple[str, Basis, str]] = []
    for basis, ids in ends:
        for id in ids:
            point = said.get(id)
            words = _felt(point) if point else "nobody was asked how it feels"
            found.append((id, basis, f"the {basis} touchpoint of the journey, {words}"))
    return found


def _felt(point: Point) -> str:
    interval = ""
    if point.low is not None and point.high is not None:
        interval = f"95 % interval {_signed(point.low)} to {_signed(point.high)}, "
    return f"customers' mean {_signed(point.value or 0)} ({interval}n {point.n:,})"


def _signed(value: float) -> str:
    text = f"{abs(value):.1f}"
    return text if text == "0.0" else f"{'−' if value < 0 else '+'}{text}"


__all__ = [
    "FEWEST_POINTS", "PEOPLE_PER_DRIVER", "Basis", "Moment", "Strength", "by_drivers",
    "by_extremes", "moments",
]  # fmt: skip
