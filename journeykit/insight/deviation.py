"""The planned journey against what happened: skipped, in another place, again, added (R313).

Each case is aligned to the plan with the fewest insertions and deletions, which for a plan
that names each touchpoint once is the longest run of visits that keeps the plan's order.
Fitness of a case is 1 − (insertions + deletions) / (planned + visited), as in alignments of
process mining (Adriansyah 2014) with every cost 1.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeykit.few import FEWEST
from journeykit.insight.paths import Walk
from journeykit.insight.shares import Share, share

if TYPE_CHECKING:
    from journeykit.insight.places import Places

#: How a case meets a planned touchpoint -> what the page calls it; they add up to all cases.
STATES = {
    "kept": "As planned", "moved": "In another place", "skipped": "Passed over",
    "ended": "Ended before",
}  # fmt: skip


@dataclass(frozen=True)
class Met:
    """How cases met one planned touchpoint; all shares are of all cases.

    ``moved``: they were there, earlier or later than planned. ``skipped``: never there, though
    they went on beyond it. ``ended``: never there nor beyond it. ``again``: there several times.
    """

    id: str
    name: str
    kept: Share
    moved: Share
    skipped: Share
    ended: Share
    again: Share


@dataclass(frozen=True)
class Added:
    """Something that happened and is not in the plan; ``after`` is where it comes mostly."""

    name: str
    came: Share
    after: str


@dataclass(frozen=True)
class Deviation:
    """The plan against all cases.

    ``exact`` is the share of cases that went as planned and no other way, ``whole`` of those
    that were at every planned touchpoint, ``fitness`` the mean of cases, 0 to 1.
    """

    met: tuple[Met, ...]
    added: tuple[Added, ...]
    exact: Share
    whole: Share
    fitness: float | None
    people: int
    unseen: tuple[str, ...]


class _Sums:
    """What adds up over the ways that cases took."""

    def __init__(self) -> None:
        self.state: dict[str, Counter[int]] = {name: Counter() for name in (*STATES, "again")}
        self.added: Counter[int] = Counter()
        self.after: Counter[tuple[int, int]] = Counter()
        self.exact = self.whole = 0
        self.fit = 0.0

    def take(self, way: Sequence[int], n: int, planned: list[int]) -> None:
        """Add ``n`` cases that went one way."""
        rank = {place: at for at, place in enumerate(planned)}
        on = [place for place in way if place in rank]
        kept = longest([rank[place] for place in on])
        there = Counter(on)
        furthest = max((rank[place] for place in on), default=-1)
        matched = {planned[at] for at in kept}
        for place in planned:
            if place in matched:
                state = "kept"
            elif place in there:
                state = "moved"
            else:
                state = "skipped" if rank[place] < furthest else "ended"
            self.state[state][place] += n
            if there[place] > 1:
                self.state["again"][place] += n
        self._beside(way, n, rank)
        self.whole += n * (len(there) == len(planned))
        self.exact += n * (list(way) == planned)
        self.fit += n * 2 * len(kept) / (len(planned) + len(way))

    def _beside(self, way: Sequence[int], n: int, rank: dict[int, int]) -> None:
        last, seen = -1, set()
        for place in way:
            if place in rank:
                last = place
            elif place not in seen:
                seen.add(place)
                self.added[place] += n
                self.after[place, last] += n


def deviation(walk: Walk, places: Places) -> Deviation:
    """Return how cases kept to the plan: the places' touchpoints that the log knows."""
    import numpy as np

    planned, sums = places.seen, _Sums()
    people = walk.people
    if not planned or not people:
        none = share(0, people)
        return Deviation((), (), none, none, None, people, tuple(places.unseen))
    for way, n in walk.ways().items():
        sums.take(np.frombuffer(way, dtype=np.int16).tolist(), n, planned)
    met = tuple(
        Met(places.ids[place], places.names[place],
            *(share(sums.state[name][place], people) for name in (*STATES, "again")))
        for place in planned
    )  # fmt: skip
    return Deviation(
        met, tuple(_added(sums, places, people)), share(sums.exact, people),
        share(sums.whole, people), sums.fit / people if people >= FEWEST else None, people,
        tuple(places.unseen),
    )  # fmt: skip


def _added(sums: _Sums, places: Places, people: int) -> list[Added]:
    found = []
    for place, n in sums.added.most_common():
        if n < FEWEST:
            break
        before = {last: k for (what, last), k in sums.after.items() if what == place}
        last = max(before, key=lambda at: (before[at], -at))
        name = places.names[last] if last >= 0 else ""
        found.append(Added(places.names[place], share(n, people), name))
    return found


def longest(ranks: Sequence[int]) -> list[int]:
    """Return the longest strictly rising run of numbers that can be picked in their order.

    Of equally long ones that with the smallest last numbers (patience sorting).

    >>> longest([1, 0, 2]), longest([0, 1, 0, 2]), longest([])
    ([0, 2], [0, 1, 2], [])
    """
    tails: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for at, rank in enumerate(ranks):
        pile = bisect_left(tails, rank)
        before.append(tops[pile - 1] if pile else -1)
        if pile == len(tails):
            tails.append(rank)
            tops.append(at)
        else:
            tails[pile], tops[pile] = rank, at
    found = []
    at = tops[-1] if tops else -1
    while at >= 0:
        found.append(ranks[at])
        at = before[at]
    return found[::-1]


#: From this share of cases on (the lower end of its interval) a deviation is called strong.
STRONG = 0.2


def strong(found: Deviation) -> list[tuple[Met | Added, str, Share]]:
    """Return the deviations that surely concern a fifth of the cases or more, largest first."""
    listed: list[tuple[Met | Added, str, Share]] = [
        (one, state, getattr(one, state))
        for one in found.met
        for state in ("skipped", "moved", "again")
    ]
    listed += [(one, "added", one.came) for one in found.added]
    sure = [each for each in listed if each[2].low is not None and each[2].low >= STRONG]
    return sorted(sure, key=lambda each: -(each[2].value or 0))


__all__ = [
    "STATES", "STRONG", "Added", "Deviation", "Met", "deviation", "longest", "strong",
]  # fmt: skip
