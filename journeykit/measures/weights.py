"""Weights: what they cost, and how to make them from known margins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journeykit.errors import Missing, Refused

_ROUNDS = 200
_CLOSE = 1e-9


@dataclass(frozen=True)
class Weighting:
    """What weights cost: Kish's effective n, the design effect, the spread of the weights.

    ``left_out`` had no weight above 0.
    """

    n: int
    effective: float
    smallest: float
    largest: float
    left_out: int = 0

    @property
    def design_effect(self) -> float:
        """How many answers one effective answer takes, n / n_eff; 1 without weights."""
        return self.n / self.effective if self.effective else float("nan")

    @property
    def ratio(self) -> float:
        """The largest weight over the smallest."""
        return self.largest / self.smallest if self.smallest else float("nan")

    def __str__(self) -> str:
        out = f"; {self.left_out} without a weight are left out" if self.left_out else ""
        return (
            f"{self.n} weighted answers count like {self.effective:.0f} (Kish), design effect "
            f"{self.design_effect:.2f}, weights {self.smallest:.2g} to {self.largest:.2g} "
            f"(1 : {self.ratio:.1f}){out}"
        )


def weighting(frame: Any, weight: str = "weight") -> Weighting:
    """Return what the weights of a frame cost; the engine does the sums.

    >>> import pandas as pd
    >>> print(weighting(pd.DataFrame({"weight": [1.0, 3.0] * 50})))
    100 weighted answers count like 80 (Kish), design effect 1.25, weights 1 to 3 (1 : 3.0)
    """
    import narwhals as nw

    native: Any = nw.from_native(frame)
    if weight not in native.collect_schema().names():
        raise Missing(f"There is no column '{weight}' with weights.")
    w = nw.col(weight).cast(nw.Float64)
    kept = native.select(w.alias("w")).filter(nw.col("w") > 0)
    sums = kept.with_columns((nw.col("w") * nw.col("w")).alias("w2")).select(
        nw.len().alias("n"), nw.col("w").sum(), nw.col("w2").sum(),
        nw.col("w").min().alias("low"), nw.col("w").max().alias("high"),
    )  # fmt: skip
    every = int(_row(native.select(nw.len().alias("n")))["n"])
    row = _row(sums)
    n = int(row["n"])
    if n == 0:
        raise Refused(f"The column '{weight}' has no weight above 0.")
    return Weighting(
        n, float(row["w"]) ** 2 / float(row["w2"]), float(row["low"]), float(row["high"]), every - n
    )


def _row(frame: Any) -> dict[str, Any]:
    import narwhals as nw

    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    found: dict[str, Any] = frame.rows(named=True)[0]
    return found


def rake(
    frame: Any, targets: Mapping[str, Mapping[Any, float]], trim: float | None = 5.0,
    weight: str = "weight",
) -> Any:  # fmt: skip
    """Return the frame with a column of weights (mean about 1) that meet known margins.

    ``targets``: column → value → share of the population. Iterative proportional fitting
    (Deming and Stephan 1940); the weight of a person is a product of one factor a column, so
    the engine writes it. ``trim`` caps a weight at so many times the mean and its inverse; the
    margins are then met nearly. `Refused`: a value without people or without a target.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"region": ["north"] * 75 + ["south"] * 25})
    >>> rake(frame, {"region": {"north": 0.5, "south": 0.5}}).groupby("region").weight.max()
    region
    north    0.666667
    south    2.000000
    Name: weight, dtype: float64
    """
    import narwhals as nw

    native: Any = nw.from_native(frame)
    names = list(targets)
    counted: Any = native.group_by(*names).agg(nw.len().alias("n"))
    if isinstance(counted, nw.LazyFrame):
        counted = counted.collect()
    rows = counted.rows(named=True)
    factors = _factors(names, rows, targets)
    made: Any = nw.lit(1.0)
    for name in names:
        factor: Any = nw.lit(1.0)
        for value, by in factors[name].items():
            factor = nw.when(nw.col(name) == value).then(nw.lit(by)).otherwise(factor)
        made = made * factor
    framed = native.with_columns(made.alias(weight))
    if trim is not None:
        w = nw.col(weight)
        for out, end in ((w > trim, float(trim)), (w < 1 / trim, 1 / trim)):
            framed = framed.with_columns(nw.when(out).then(nw.lit(end)).otherwise(w).alias(weight))
    return framed.to_native()


def _factors(
    names: list[str], rows: list[dict[str, Any]], targets: Mapping[str, Mapping[Any, float]]
) -> dict[str, dict[Any, float]]:
    n = np.array([row["n"] for row in rows], dtype=float)
    at: dict[str, NDArray[np.int64]] = {}
    wanted: dict[str, NDArray[np.float64]] = {}
    for name in names:
        values = list(targets[name])
        _covered(name, {row[name] for row in rows}, targets[name])
        at[name] = np.array([values.index(row[name]) for row in rows])
        shares = np.array([targets[name][value] for value in values], dtype=float)
        wanted[name] = shares / shares.sum() * n.sum()
    factors = {name: np.ones(len(targets[name])) for name in names}
    for _ in range(_ROUNDS):
        worst = 0.0
        for name in names:
            w = n.copy()
            for other in names:
                w *= factors[other][at[other]]
            now = np.bincount(at[name], w, minlength=len(wanted[name]))
            step = wanted[name] / now
            worst = max(worst, float(np.abs(step - 1).max()))
            factors[name] *= step
        if worst < _CLOSE:
            return {
                name: dict(zip(targets[name], factors[name].tolist(), strict=True))
                for name in names
            }
    raise Refused("The margins contradict each other: no weights meet all of them.")


def _covered(name: str, found: set[Any], targets: Mapping[Any, float]) -> None:
    for value in found:
        if value not in targets:
            raise Refused(f"'{name}' has the answer '{value}', which has no target share.")
    for value, share in targets.items():
        if not share > 0:
            raise Refused(f"The target of {name} '{value}' is {share:g}; it has to be above 0.")
        if value not in found:
            raise Refused(f"Nobody has {name} '{value}', so no weight can make it {share:g}.")


__all__ = ["Weighting", "rake", "weighting"]
