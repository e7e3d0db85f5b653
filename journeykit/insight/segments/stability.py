"""How alike two ways to divide the same people are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

#: A segment that comes back this well is stable; below the second it is no pattern (Hennig 2007).
STABLE, PATTERN = 0.75, 0.6


def _table(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    import numpy as np

    both = (one >= 0) & (other >= 0)
    a, b = one[both], other[both]
    shape = (int(one.max(initial=-1)) + 1, int(other.max(initial=-1)) + 1)
    return np.bincount(a * shape[1] + b, minlength=shape[0] * shape[1]).reshape(shape)


def rand_index(one: np.ndarray, other: np.ndarray) -> float:
    """Return the adjusted Rand index (Hubert and Arabie 1985): 1 alike, about 0 by chance.

    Labels below 0 are nobody's segment and are left out. Two divisions into one are alike.

    >>> import numpy as np
    >>> round(rand_index(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2])), 2)
    0.57
    """
    counts = _table(one, other).astype(float)

    def pairs(n: np.ndarray) -> float:
        return float((n * (n - 1) / 2).sum())

    total = counts.sum() * (counts.sum() - 1) / 2
    rows, columns = pairs(counts.sum(axis=1)), pairs(counts.sum(axis=0))
    by_chance = rows * columns / total if total else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == by_chance else float((pairs(counts) - by_chance) / (most - by_chance))


def jaccard(one: np.ndarray, other: np.ndarray) -> list[float]:
    """Return for each segment of the first how well the best one of the second is the same.

    The share of people in both among those in either (Hennig 2007).

    >>> import numpy as np
    >>> jaccard(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 1]))
    [0.6666666666666666, 0.5]
    """
    import numpy as np

    counts = _table(one, other).astype(float)
    either = counts.sum(axis=1)[:, None] + counts.sum(axis=0)[None, :] - counts
    return [float(x) for x in (counts / np.maximum(either, 1)).max(axis=1)]


__all__ = ["PATTERN", "STABLE", "jaccard", "rand_index"]
