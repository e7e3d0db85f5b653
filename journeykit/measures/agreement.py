"""Agreement: how far people who rated the same things say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Level = Literal["nominal", "ordinal", "interval"]
Ratings = Sequence[Sequence[float | None]]


#: Fewer raters or things than this and alpha moves with every single rating.
FEW_RATERS, FEW_ITEMS = 3, 5


@dataclass(frozen=True)
class Agreement:
    """Krippendorff's alpha, or None where it is not defined, and what it means in words.

    ``low`` and ``high`` are its 95 % jackknife interval over the items, which holds better than
    the bootstrap where there are few (Hughes 2022); None below `FEW_ITEMS`.
    """

    alpha: float | None
    words: str
    raters: int
    items: int
    low: float | None = None
    high: float | None = None


def krippendorff(ratings: Ratings, level: Level = "ordinal") -> Agreement:
    """Return Krippendorff's alpha of ratings: one row a rater, one column an item, None missing.

    Items that fewer than two people rated say nothing about agreement and are left out. Where
    everybody gave the same rating to everything alpha is not defined. Computed from the
    coincidence matrix (Krippendorff, Content Analysis, ch. 12).

    >>> krippendorff([[1, 2, 3], [1, 2, 3]]).alpha
    1.0
    """
    cells = [[_nan(cell) for cell in row] for row in ratings]
    if len({len(row) for row in cells}) > 1:
        raise ValueError("every rater needs a cell for each item; None where there is no rating")
    data = np.array(cells, dtype=float).reshape(len(cells), len(cells[0]) if cells else 0)
    paired = data[:, np.sum(~np.isnan(data), axis=0) >= 2]
    raters = int(np.sum(~np.all(np.isnan(paired), axis=1))) if paired.size else 0
    if not paired.size:
        return Agreement(None, "no item was rated by two people", raters, 0)
    values = np.unique(paired[~np.isnan(paired)])
    items = paired.shape[1]
    if len(values) == 1:
        words = "full agreement: all ratings are equal, so alpha is not defined"
        return Agreement(None, words, raters, items)
    counts = (paired[None, :, :] == values[:, None, None]).sum(axis=1).astype(float)
    alpha = _alpha(counts, values, level)
    low, high = _jackknife(counts, values, level, alpha)
    return Agreement(alpha, _words(alpha, raters, items), raters, items, low, high)


def _alpha(counts: NDArray[np.float64], values: NDArray[np.float64], level: Level) -> float:
    """What differs over what would by chance, from 1; ``counts`` is values × items."""
    together = _coincidences(counts)
    totals = together.sum(axis=0)
    apart = _distances(values, totals, level)
    expected = (np.outer(totals, totals) - np.diag(totals)) / (totals.sum() - 1)
    chance = float((expected * apart).sum())
    return 1 - float((together * apart).sum()) / chance if chance else float("nan")


def _jackknife(
    counts: NDArray[np.float64], values: NDArray[np.float64], level: Level, alpha: float
) -> tuple[float | None, float | None]:
    from journeykit.measures.intervals import t

    items = counts.shape[1]
    if items < FEW_ITEMS:
        return None, None
    without = np.array([_alpha(np.delete(counts, at, 1), values, level) for at in range(items)])
    pseudo = items * alpha - (items - 1) * without
    if not np.isfinite(pseudo).all():
        return None, None
    half = t(items - 1) * float(pseudo.std(ddof=1)) / items**0.5
    return max(-1.0, alpha - half), min(1.0, alpha + half)


def _nan(cell: float | None) -> float:
    return float("nan") if cell is None else float(cell)


def _coincidences(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """How often each pair of values met in an item, an item of m ratings weighing 1/(m-1)."""
    m = counts.sum(axis=0)
    pairs = np.einsum("iu,ju,u->ij", counts, counts, 1 / (m - 1))
    return pairs - np.diag((counts / (m - 1)).sum(axis=1))


def _distances(
    values: NDArray[np.float64], totals: NDArray[np.float64], level: Level
) -> NDArray[np.float64]:
    if level == "nominal":
        return 1 - np.eye(len(values))
    if level == "interval":
        return (values[:, None] - values[None, :]) ** 2
    # the ratings between two ranks, those on the ranks themselves counted half
    place = np.cumsum(totals) - totals / 2
    return (place[:, None] - place[None, :]) ** 2


def _words(alpha: float, raters: int, items: int) -> str:
    few = ""
    if raters < FEW_RATERS or items < FEW_ITEMS:
        people = f"{raters} raters and {items} {'thing' if items == 1 else 'things'}"
        few = f"; with only {people} this is a hint, look at the dots"
    return f"{_meaning(alpha)}{few}"


def _meaning(alpha: float) -> str:
    if alpha >= 0.8:
        return "high agreement, it can be relied on"
    if alpha >= 0.667:
        return "fair agreement, enough for a first conclusion"
    if alpha > 0.2:
        return "low agreement: talk about the widest differences"
    if alpha >= 0:
        return "hardly any agreement: people saw different things"
    return "people differ more than by chance: perhaps they thought of different customers"
