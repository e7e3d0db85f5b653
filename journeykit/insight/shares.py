"""A share of cases with its interval; nothing about fewer than five of them."""

from __future__ import annotations

from dataclasses import dataclass

from journeykit.few import FEWEST
from journeykit.measures.intervals import wilson


@dataclass(frozen=True)
class Share:
    """``hits`` of ``n`` cases; ``value``, ``low``, ``high`` (0 to 1) are None below five cases."""

    hits: int
    n: int
    value: float | None
    low: float | None
    high: float | None


def share(hits: int, n: int) -> Share:
    """Return a share with Wilson's interval.

    >>> found = share(8, 10)
    >>> found.value, round(found.low, 2), round(found.high, 2), share(1, 3).value
    (0.8, 0.49, 0.94, None)
    """
    hits, n = int(hits), int(n)
    if n < FEWEST:
        return Share(hits, n, None, None, None)
    low, high = wilson(hits, n)
    return Share(hits, n, hits / n, low, high)


__all__ = ["Share", "share"]
