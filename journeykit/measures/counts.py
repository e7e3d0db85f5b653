"""Counts: answers reduced to one row per question, group and value.

The engine that holds the answers (pandas, Polars, DuckDB, PySpark through narwhals) does the
reduction; what comes back has as many rows as there are different answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Tally:
    """How often each value was answered: n, the sum of the weights, the sum of their squares.

    >>> tally = Tally.of([1, 5, 5])
    >>> tally.values.tolist(), tally.n.tolist(), tally.total
    ([1.0, 5.0], [1.0, 2.0], 3)
    """

    values: Floats
    n: Floats
    w: Floats
    w2: Floats

    @classmethod
    def of(cls, values: ArrayLike, weights: ArrayLike | None = None) -> Tally:
        """Return the tally of answers; NaN values and weights that are not above 0 are left out."""
        v = np.asarray(values, dtype=float).ravel()
        w = np.ones_like(v) if weights is None else np.asarray(weights, dtype=float).ravel()
        if v.shape != w.shape:
            raise ValueError(f"{v.size} values have {w.size} weights")
        good = np.isfinite(v) & np.isfinite(w) & (w > 0)
        points, at = np.unique(v[good], return_inverse=True)
        k = len(points)
        return cls(
            points,
            np.bincount(at, minlength=k).astype(float),
            np.bincount(at, w[good], minlength=k).astype(float),
            np.bincount(at, w[good] ** 2, minlength=k).astype(float),
        )

    @classmethod
    def of_codes(
        cls, points: ArrayLike, codes: NDArray[Any], weights: ArrayLike | None = None
    ) -> Tally:
        """Return the tally of answers given as codes into the ``points`` that they stand for.

        Points that are NaN are no answers. Weights have to be above 0.

        >>> Tally.of_codes([5, 1, float("nan"), 5], np.array([0, 1, 1, 2, 3])).n.tolist()
        [2.0, 2.0]
        """
        v = np.asarray(points, dtype=float)
        w = None if weights is None else np.asarray(weights, dtype=float)
        n = np.bincount(codes, minlength=len(v)).astype(float)
        sums = n if w is None else np.bincount(codes, w, minlength=len(v))
        squares = n if w is None else np.bincount(codes, w**2, minlength=len(v))
        good = np.isfinite(v) & (n > 0)
        found, at = np.unique(v[good], return_inverse=True)
        parts = (np.bincount(at, part[good], minlength=len(found)) for part in (n, sums, squares))
        n, w, w2 = (part.astype(float) for part in parts)
        return cls(found, n, w, w2)

    @property
    def total(self) -> int:
        """How many answered."""
        return int(self.n.sum())

    @property
    def weighted(self) -> bool:
        """Whether the weights differ."""
        return self.effective < self.total * (1 - 1e-9)

    @property
    def effective(self) -> float:
        """Kish's effective sample size, (Σw)² / Σw²; n where the weights are equal."""
        squared = float(self.w2.sum())
        return float(self.w.sum()) ** 2 / squared if squared else 0.0

    @property
    def mean(self) -> float:
        """The weighted mean; NaN without answers."""
        return float(self.values @ self.w / self.w.sum()) if self.total else float("nan")

    @property
    def variance(self) -> float:
        """The weighted variance, corrected with the effective sample size."""
        if self.effective <= 1:
            return float("nan")
        spread = float((self.values - self.mean) ** 2 @ self.w / self.w.sum())
        return spread * self.effective / (self.effective - 1)

    def share(self, low: float, high: float) -> float:
        """Return the weighted share of answers from ``low`` to ``high``, 0 to 1."""
        inside = (self.values >= low) & (self.values <= high)
        return float(self.w[inside].sum() / self.w.sum()) if self.total else float("nan")


def count(frame: Any, by: Sequence[str] = ("question",), value: str = "value") -> Any:
    """Return one row per ``by`` and value with n, w (Σ weight) and w2 (Σ weight²).

    ``frame`` is any native frame that narwhals knows, eager or lazy; the answer is of the
    same kind. Without a column ``weight`` every answer weighs 1.
    """
    import narwhals as nw

    native: Any = nw.from_native(frame)
    names = native.collect_schema().names()
    weight = nw.col("weight").cast(nw.Float64) if "weight" in names else nw.lit(1.0)
    counted = (
        native.with_columns(weight.alias("w"), nw.col(value).cast(nw.Float64).alias("value"))
        .filter(~nw.col("value").is_null())
        .with_columns((nw.col("w") * nw.col("w")).alias("w2"))
        .group_by(*by, "value")
        .agg(nw.len().alias("n"), nw.col("w").sum(), nw.col("w2").sum())
        .sort(*by, "value")
    )
    return counted.to_native()


def tallies(counted: Any, by: Sequence[str] = ("question",)) -> dict[tuple[Any, ...], Tally]:
    """Return the tally of each group of what `count` returned."""
    import narwhals as nw

    frame: Any = nw.from_native(counted)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    rows: dict[tuple[Any, ...], list[tuple[float, ...]]] = {}
    for row in frame.select(*by, "value", "n", "w", "w2").iter_rows():
        rows.setdefault(tuple(row[: len(by)]), []).append(tuple(map(float, row[len(by) :])))
    return {key: Tally(*_columns(found)) for key, found in rows.items()}


def _columns(rows: Iterable[tuple[float, ...]]) -> tuple[Floats, Floats, Floats, Floats]:
    values, n, w, w2 = np.array(sorted(rows), dtype=float).T
    return values, n, w, w2
