"""How far a number has moved between two measurements, from what was reported of each."""

from __future__ import annotations

import math
from typing import NamedTuple

#: value, low, high
Reported = tuple[float, float | None, float | None]


class Change(NamedTuple):
    """A difference with its interval, where both ends had one."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def sure(self) -> bool | None:
        """Whether the interval leaves out "no change"; None where there is no interval."""
        if self.low is None or self.high is None:
            return None
        return self.low > 0 or self.high < 0


def change(before: Reported, after: Reported) -> Change:
    """Return after minus before; its interval from theirs, for two independent samples.

    The interval is the one of MOVER, the method of variance estimates recovery (Zou and
    Donner 2008, Statistics in Medicine 27, 1693–1702): of the level that the two intervals
    have. It needs both, and each value within its own.

    >>> found = change((71.2, 68.1, 74.1), (64.0, 60.8, 67.1))
    >>> [round(each, 1) for each in found], found.sure
    ([-7.2, -11.5, -2.8], True)
    >>> change((22, None, None), (25, 20, 30))
    Change(value=3, low=None, high=None)
    """
    value = after[0] - before[0]
    if not (_whole(before) and _whole(after)):
        return Change(value)
    down = math.hypot(after[0] - _or(after[1]), _or(before[2]) - before[0])
    up = math.hypot(_or(after[2]) - after[0], before[0] - _or(before[1]))
    return Change(value, value - down, value + up)


def _whole(reported: Reported) -> bool:
    value, low, high = reported
    return low is not None and high is not None and low <= value <= high


def _or(end: float | None) -> float:
    assert end is not None, "an interval was looked at before it was used"
    return end


__all__ = ["Change", "Reported", "change"]
