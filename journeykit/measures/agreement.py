"""Agreement: how far people who rated the same things say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Level = Literal["nominal", "ordinal", "interval"]
Ratings = Sequence[Sequence[float | None]]


@dataclass(frozen=True)
class Agreement:
    """Krippendorff's alpha, or None where it is not defined, and what it means in words."""

    alpha: float | None
    words: str
    raters: int
    items: int


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
    together = _coincidences(paired, values)
    apart = _distances(values, together.sum(axis=0), level)
    totals = together.sum(axis=0)
    n = totals.sum()
    expected = (np.outer(totals, totals) - np.diag(totals)) / (n - 1)
    alpha = float(1 - (together * apart).sum() / (expected * apart).sum())
    return Agreement(alpha, _words(alpha), raters, items)


def _nan(cell: float | None) -> float:
    return float("nan") if cell is None else float(cell)


def _coincidences(data: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """How often each pair of values met in an item, an item of m ratings weighing 1/(m-1)."""
    counts = (data[None, :, :] == values[:, None, None]).sum(axis=1).astype(float)
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


def _words(alpha: float) -> str:
    if alpha >= 0.8:
        return "high agreement"
    if alpha >= 0.667:
        return "fair agreement, enough for a first conclusion"
    if alpha > 0.2:
        return "low agreement: talk about the biggest differences"
    return "hardly any agreement: people saw different things"
