"""Paths: from where to where cases go, their commonest ways, their channels, their loops.

A *walk* is a case without standing still: the same place twice in a row is one visit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from journeykit.few import FEWEST
from journeykit.insight.events import Cases, Log, starts
from journeykit.insight.shares import Share, share

if TYPE_CHECKING:
    import numpy as np

#: Before the first place, after the last one, and the places that are too rare for a row.
START, END, REST = "(start)", "(end)", "(other places)"
#: Places that a matrix shows.
MOST = 14
#: Steps of a path that are told; a longer one is cut.
LONGEST = 12


@dataclass(frozen=True, eq=False)
class Walk(Cases):
    """The visits of all cases: of which case and at which place, in order."""

    at: np.ndarray
    names: tuple[str, ...]

    @cached_property
    def again(self) -> np.ndarray:
        """Which visits are to a place where the case has been before."""
        import numpy as np

        key = self.cases.astype(np.int64) * len(self.names) + self.at
        _, first = np.unique(key, return_index=True)
        found = np.ones(len(key), dtype=bool)
        found[first] = False
        return found

    @property
    def visitors(self) -> np.ndarray:
        """How many cases were at each place."""
        import numpy as np

        return np.bincount(self.at[~self.again], minlength=len(self.names))

    @property
    def returned(self) -> np.ndarray:
        """How many cases came back to each place."""
        import numpy as np

        key = self.cases[self.again] * len(self.names) + self.at[self.again]
        return np.bincount(np.unique(key) % len(self.names), minlength=len(self.names))

    def ways(self) -> Counter[bytes]:
        """Return how many cases took each way; a way is its places as bytes (int16)."""
        import numpy as np

        at = np.ascontiguousarray(self.at, dtype=np.int16)
        edges = [*(2 * np.flatnonzero(self.begins)).tolist(), 2 * len(at)]
        data = at.tobytes()
        return Counter(data[a:b] for a, b in pairwise(edges))


def walk(log: Log, of: np.ndarray, names: Sequence[str]) -> Walk:
    """Return the visits of a log; ``of`` gives the place of each activity."""
    return _walk(log.cases, of[log.what], names)


def channel_walk(log: Log) -> Walk:
    """Return how cases change their channel; an event without a channel changes nothing."""
    import numpy as np

    named = np.array([bool(name) for name in log.channels], dtype=bool)[log.channel]
    kept = log.kept(named)
    return _walk(kept.cases, kept.channel, log.channels)


def _walk(cases: np.ndarray, at: np.ndarray, names: Sequence[str]) -> Walk:
    import numpy as np

    moved = starts(cases)
    moved[1:] |= at[1:] != at[:-1]
    rare = at[moved].astype(np.int64)
    if len(names) <= 32_000:
        return Walk(cases[moved], rare, tuple(names))
    # more different activities than a way can tell apart: those beyond are one place
    order = np.argsort(-np.bincount(rare, minlength=len(names)), kind="stable")
    new = np.full(len(names), 31_999, dtype=np.int64)
    new[order[:31_999]] = np.arange(31_999)
    kept = [*(names[code] for code in order[:31_999]), REST]
    return Walk(cases[moved], new[rare], tuple(kept))


@dataclass(frozen=True)
class Matrix:
    """How often cases went from one place (row) to the next (column).

    ``counts[i][j]`` is None for fewer than five moves or none, which are told alike, so that
    a total does not give a small number away. ``covered`` are larger cells that are left out
    since a single small one beside them would follow. ``totals`` are the moves from each row.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]
    covered: frozenset[tuple[int, int]]
    totals: tuple[int, ...]
    moves: int

    def share(self, row: int, column: int) -> float | None:
        """The share, 0 to 1, of the moves from a row that go to a column."""
        n = self.counts[row][column]
        return None if n is None or not self.totals[row] else n / self.totals[row]


def transitions(walk: Walk, most: int = MOST) -> Matrix:
    """Return the moves between the ``most`` visited places, the others put together."""
    import numpy as np

    codes, names = _commonest(walk, most)
    k = len(names)
    here = codes[walk.at]
    # start is row 0, end is the last column: k + 1 rows by k + 1 columns
    before = np.zeros(len(here), dtype=np.int64)
    before[1:] = here[:-1] + 1
    before[walk.begins] = 0
    ends = np.ones(len(here), dtype=bool)
    ends[:-1] = walk.begins[1:]
    size = k + 1
    table = np.bincount(before * size + here, minlength=size * size)
    table += np.bincount((here[ends] + 1) * size + k, minlength=size * size)
    table = table.reshape(size, size)
    covered = _covered(table)
    counts = tuple(
        tuple(int(n) if n >= FEWEST and (i, j) not in covered else None
              for j, n in enumerate(row))
        for i, row in enumerate(table)
    )  # fmt: skip
    totals = tuple(int(n) for n in table.sum(axis=1))
    return Matrix((START, *names), (*names, END), counts, covered, totals, int(table.sum()))


def _commonest(walk: Walk, most: int) -> tuple[np.ndarray, list[str]]:
    """The number of each place in a matrix, and their names: the rare ones are one."""
    import numpy as np

    n = np.bincount(walk.at, minlength=len(walk.names))
    used = np.flatnonzero(n)
    kept = np.sort(used[np.argsort(-n[used], kind="stable")][:most])
    codes = np.full(len(walk.names), len(kept), dtype=np.int64)
    codes[kept] = np.arange(len(kept))
    names = [walk.names[at] for at in kept]
    return codes, [*names, REST] if len(used) > len(kept) else names


def _covered(table: np.ndarray) -> frozenset[tuple[int, int]]:
    """Cells beside the only small one of their row or column, from which it would follow.

    Where another cell of the line may hold the rest as well, nothing follows. Moves from a
    place to itself are none, and known to be none.
    """
    import numpy as np

    rows, columns = np.indices(table.shape)
    free = rows != columns + 1
    covered: set[tuple[int, int]] = set()
    for _ in range(table.size):
        hidden = (table < FEWEST) & free
        for cell in covered:
            hidden[cell] = True
        in_row = _lone(table, hidden, free)
        in_column = None if in_row else _lone(table.T, hidden.T, free.T)
        if in_row:
            covered.add(in_row)
        elif in_column:
            covered.add((in_column[1], in_column[0]))
        else:
            break
    return frozenset(covered)


def _lone(table: np.ndarray, hidden: np.ndarray, free: np.ndarray) -> tuple[int, int] | None:
    """The cell to leave out beside the only hidden cell of a line, the smallest one."""
    import numpy as np

    for at, line in enumerate(table):
        alone = np.flatnonzero(hidden[at])
        if len(alone) == 1 and 0 < line[alone[0]] < FEWEST:
            others = np.flatnonzero(free[at] & ~hidden[at])
            if len(others):
                return at, int(others[np.argmin(line[others])])
    return None


@dataclass(frozen=True)
class Way:
    """A way that cases took: its places, and the share of all cases."""

    places: tuple[str, ...]
    taken: Share
    cut: int = 0


@dataclass(frozen=True)
class Ways:
    """The commonest ways, and what is left: ``rare`` cases on ``kinds`` ways below five each."""

    common: tuple[Way, ...]
    rare: int
    kinds: int
    people: int


def ways(walk: Walk, most: int = 12) -> Ways:
    """Return the ways that at least five cases took, the commonest first."""
    import numpy as np

    counted = walk.ways().most_common()
    shown = [(way, n) for way, n in counted if n >= FEWEST]
    common = []
    for way, n in shown[:most]:
        codes = np.frombuffer(way, dtype=np.int16)
        names = tuple(walk.names[code] for code in codes[:LONGEST])
        common.append(Way(names, share(n, walk.people), max(0, len(codes) - LONGEST)))
    rest = counted[len(shown) :]
    return Ways(tuple(common), sum(n for _, n in rest), len(rest), walk.people)


@dataclass(frozen=True)
class Loop:
    """A place to which cases came back after they had left it.

    ``back`` of those who were there; ``via`` is where they came back from most often.
    """

    name: str
    at: int
    back: Share
    via: str


def loops(walk: Walk) -> list[Loop]:
    """Return the places to which at least five cases came back, the most of them first."""
    import numpy as np

    if not len(walk.at):
        return []
    again = walk.again
    there, back = walk.visitors, walk.returned
    rows = np.flatnonzero(again)
    found = []
    for place in np.flatnonzero(back >= FEWEST):
        before = walk.at[rows[walk.at[rows] == place] - 1]
        via = walk.names[int(np.bincount(before).argmax())]
        found.append(Loop(walk.names[place], int(place), share(back[place], there[place]), via))
    return sorted(found, key=lambda one: (-one.back.hits, one.at))


def several(walk: Walk) -> Share:
    """Return the share of cases that were at more than one place (of channels: used several)."""
    import numpy as np

    n = np.bincount(walk.cases, minlength=walk.people) if len(walk.at) else np.zeros(0)
    return share(int((n > 1).sum()), walk.people)


__all__ = [
    "END", "REST", "START", "Loop", "Matrix", "Walk", "Way", "Ways", "channel_walk", "loops",
    "several", "transitions", "walk", "ways",
]  # fmt: skip
