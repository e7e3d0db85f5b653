"""How much of the answers the personas stand for: their shares, overlaps, and who is left."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeykit.few import FEWEST

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Part:
    """A persona's people in one survey: n, share of all with its interval; None is under five.

    ``alone`` are those whom no other persona stands for.
    """

    name: str
    n: int | None
    share: float | None
    low: float | None
    high: float | None
    alone: int | None


@dataclass(frozen=True)
class Overlap:
    """How many people two personas share; ``share`` is of the smaller one. None is under five."""

    first: str
    second: str
    n: int | None
    share: float | None


@dataclass(frozen=True)
class Coverage:
    """The personas against the people of one survey.

    ``rest`` is the share of those whom no persona stands for, None where they are under five;
    ``unweighted`` counts the people whose weight cannot be used, who are in no share.
    """

    people: int
    parts: tuple[Part, ...]
    overlaps: tuple[Overlap, ...]
    unassigned: int | None
    several: int | None
    rest: float | None = None
    unweighted: int = 0


def told(n: int) -> int | None:
    """Return a number of people, None where it is 1 to 4."""
    return None if 0 < n < FEWEST else n


def share(mask: np.ndarray, weights: np.ndarray | None = None) -> tuple[float, float, float]:
    """Return the share of the people of a mask with its interval (Wilson's, 95 %).

    With weights it is their share of the weight, and the interval is that of Kish's effective
    n; who has no usable weight (NaN) is in neither.

    >>> import numpy as np
    >>> [round(end, 2) for end in share(np.arange(10) < 8)]
    [0.8, 0.49, 0.94]
    >>> round(share(np.arange(4) < 2, np.array([3.0, 3.0, 1.0, 1.0]))[0], 2)
    0.75
    """
    import numpy as np

    from journeykit.measures.intervals import wilson

    w = np.ones(len(mask)) if weights is None else np.asarray(weights, dtype=float)
    good = np.isfinite(w)
    total = float(w[good].sum())
    if total <= 0:
        return math.nan, 0.0, 1.0
    value = min(1.0, float(w[good & mask].sum()) / total)
    effective = total**2 / float((w[good] ** 2).sum())
    low, high = wilson(value * effective, effective)
    return value, low, high


def coverage(
    masks: Mapping[str, np.ndarray], people: int, weights: np.ndarray | None = None
) -> Coverage:
    """Return how much each persona stands for; ``masks`` say who its people are.

    People are counted one by one; shares are weighted where the survey has weights.

    >>> import numpy as np
    >>> found = coverage({"Sarah": np.arange(20) < 10}, 20)
    >>> found.parts[0].share, found.unassigned
    (0.5, 10)
    """
    import numpy as np

    every = np.array(list(masks.values())) if masks else np.zeros((0, people), dtype=bool)
    times = every.sum(axis=0)
    parts = []
    for name, mask in masks.items():
        n = int(mask.sum())
        alone = told(int((mask & (times == 1)).sum()))
        if told(n) is None or people == 0:
            parts.append(Part(name, told(n), None, None, None, None))
            continue
        value, low, high = share(mask, weights)
        shown = alone if alone is not None and told(n - alone) is not None else None
        parts.append(Part(name, n, value, low, high, shown))
    left = told(int((times == 0).sum()))
    return Coverage(
        people, tuple(parts), tuple(_overlaps(masks)), left, told(int((times > 1).sum())),
        share(times == 0, weights)[0] if left is not None and people else None,
        0 if weights is None else int((~np.isfinite(weights)).sum()),
    )  # fmt: skip


def _overlaps(masks: Mapping[str, np.ndarray]) -> list[Overlap]:
    names = list(masks)
    return [
        overlap(one, masks[one], other, masks[other])
        for at, one in enumerate(names)
        for other in names[at + 1 :]
    ]


def overlap(one: str, mine: np.ndarray, other: str, theirs: np.ndarray) -> Overlap:
    """Return how many people two groups share.

    Hidden where 1 to 4 people are in both, or tell the one from the other: their answers could
    be worked out from both.
    """
    both = int((mine & theirs).sum())
    apart = (int((mine & ~theirs).sum()), int((theirs & ~mine).sum()))
    smaller = min(int(mine.sum()), int(theirs.sum()))
    if told(both) is None or (both and None in map(told, apart)):
        return Overlap(one, other, None, None)
    return Overlap(one, other, both, both / smaller if smaller else 0.0)


__all__ = ["Coverage", "Overlap", "Part", "coverage", "overlap", "share", "told"]
