"""The funnel: how many cases reach each step of the journey, and where the others are left.

Two ways to count, since both are in use and differ: *in order* (a case reaches a step when it
was at all steps before it first, in this order) and *ever* (it was there at some time).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeykit.few import FEWEST
from journeykit.insight.events import NO_TIME, Log, starts
from journeykit.insight.shares import Share, share

if TYPE_CHECKING:
    import numpy as np

WAYS = {"order": "Only in the planned order", "ever": "Ever reached, in any order"}


@dataclass(frozen=True)
class Step:
    """A step of a funnel.

    ``of_all`` is the share of all cases that reached it, ``of_before`` the share of those at
    risk, who reached the step before; ``left`` of them did not come. ``seconds`` is the lower
    quartile, the median and the upper quartile of the time from the step before, of ``timed``
    cases. ``observed`` is False where no activity of the log belongs to the step.
    """

    name: str
    observed: bool
    of_all: Share
    of_before: Share | None = None
    left: int = 0
    seconds: tuple[float, float, float] | None = None
    timed: int = 0


def funnel(log: Log, step: np.ndarray, names: Sequence[str], how: str = "order") -> list[Step]:
    """Return the steps of a funnel; ``step`` gives for each activity its step, -1 for none.

    Steps that the log does not know are passed over, not counted as a loss.
    """
    import numpy as np

    at = step[log.what]
    before: np.ndarray | None = None
    found = []
    for number, name in enumerate(names):
        if not (step == number).any():
            found.append(Step(name, False, share(0, 0)))
            continue
        first = _first(log, at == number, before if how == "order" else None)
        here = first >= 0
        reached = int(here.sum())
        if before is None:
            found.append(Step(name, True, share(reached, log.people)))
        else:
            risk = int((before >= 0).sum())
            came = int((here & (before >= 0)).sum())
            found.append(Step(name, True, share(reached, log.people), share(came, risk),
                              risk - came, *_between(log, before, first)))  # fmt: skip
        before = first if how == "order" else np.where(here, first, -1)
    return found


def _first(log: Log, hit: np.ndarray, after: np.ndarray | None) -> np.ndarray:
    """For each case its first event that is a hit, -1 for none; where told, after an event."""
    import numpy as np

    if after is not None:
        limit = after[log.cases]
        hit = hit & (limit >= 0) & (np.arange(len(log)) > limit)
    rows = np.flatnonzero(hit)
    rows = rows[starts(log.cases[rows])]
    found = np.full(log.people, -1, dtype=np.int64)
    found[log.cases[rows]] = rows
    return found


def _between(
    log: Log, before: np.ndarray, first: np.ndarray
) -> tuple[tuple[float, float, float] | None, int]:
    """Quartiles of the seconds from one step to the next, of those who came there later."""
    import numpy as np

    both = (before >= 0) & (first > before)
    start, end = log.when[before[both]], log.when[first[both]]
    known = (start != NO_TIME) & (end != NO_TIME)
    seconds = (end[known] - start[known]) / 1e6
    if len(seconds) < FEWEST:
        return None, len(seconds)
    low, middle, high = (float(each) for each in np.quantile(seconds, (0.25, 0.5, 0.75)))
    return (low, middle, high), len(seconds)


def lasted(seconds: float) -> str:
    """Return a time in words, in the unit that fits.

    >>> lasted(40), lasted(5400), lasted(3 * 86400), lasted(0)
    ('40 s', '1.5 h', '3 d', '0 s')
    """
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.2g} {unit}" if seconds < 100 * size else (
                f"{seconds / size:,.0f} {unit}")  # fmt: skip
    return f"{seconds:.2g} s" if seconds else "0 s"


def groups(log: Log) -> list[tuple[str, int]]:
    """Return the channels by which cases begin, with their cases; small ones are left out.

    A channel is also left out where the rest could be worked out from it.
    """
    import numpy as np

    from journeykit.measures.suppression import hide_groups

    n = np.bincount(log.channel[log.begins], minlength=len(log.channels)).tolist()
    sizes = {name: size for name, size in zip(log.channels, n, strict=True) if name and size}
    hidden = hide_groups(sizes, FEWEST, log.people - sum(sizes.values()))
    kept = [(name, size) for name, size in sizes.items() if name not in hidden]
    return sorted(kept, key=lambda each: -each[1]) if len(sizes) > 1 else []


__all__ = ["WAYS", "Step", "funnel", "groups", "lasted"]
