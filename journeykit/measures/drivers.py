"""Key drivers: which ratings go together with the overall one. Association, not effect.

The share of R² that each driver brings, averaged over all orders of entering (Lindeman,
Merenda and Gold 1980; the Shapley value of R², general dominance), exact for up to 12 drivers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from journeykit.errors import Missing, Refused
from journeykit.measures.counts import Floats

MOST = 12
NOTE = "association, not effect"
_RESAMPLES = 1_000
_SEED = 20_261_121
#: Up to so many different rows are resampled one by one; beyond, in random groups of people.
_ROWS = 5_000
_GROUPS = 1_000
_CHUNK = 2_000_000
COLUMNS = (
    "driver", "value", "low", "high", "share", "rank", "first", "rank_low", "rank_high",
    "spearman", "n", "left_out", "r2", "method", "note",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class _People:
    """Different rows of answers (drivers, outcome last), how many gave them, their weight."""

    answers: Floats
    n: Floats
    w: Floats
    everybody: int

    @property
    def total(self) -> int:
        return int(self.n.sum())


def key_drivers(
    frame: Any, outcome: str, drivers: Sequence[str], *, resamples: int = _RESAMPLES,
    level: float = 0.95,
) -> Any:  # fmt: skip
    """Return one row a driver, the strongest first, of the same engine as the frame.

    ``frame`` has one row a respondent: ``outcome``, ``drivers``, and where weighted ``weight``.
    Columns: driver; value, the part of R² it brings (they sum to ``r2``), with low and high of a
    bootstrap of respondents; share of R²; rank, with rank_low to rank_high, and ``first``, how
    often it came first; spearman, the correlation as a baseline; n with all answers, left_out
    without; method; note. `Refused` for more than 12 drivers or too few answers.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"all": [1, 2, 3, 4, 5] * 20, "desk": [1, 2, 3, 5, 4] * 20,
    ...                       "web": [3, 1, 2, 2, 3] * 20})
    >>> key_drivers(frame, "all", ["web", "desk"])["driver"].tolist()
    ['desk', 'web']
    """
    _asked(outcome, drivers)
    people, engine = _people(frame, [*drivers, outcome])
    k, n = len(drivers), people.total
    if n < k + 5:
        raise Refused(f"{n} people answered all of it: too few for {k} drivers of '{outcome}'.")
    times, moments = _moments(people)
    r2_parts = shapley(_covariance((times @ moments)[None]))[0]
    if not r2_parts.sum() > 0:
        raise Refused(f"'{outcome}' or all of its drivers do not vary: nothing goes together.")
    drawn = _resampled(times, moments, k, resamples)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    ranks = np.argsort(np.argsort(-drawn, axis=1), axis=1) + 1
    best, worst = np.quantile(
        ranks, [(1 - level) / 2, (1 + level) / 2], axis=0, method="inverted_cdf"
    )
    rhos = spearman(people.answers, people.n * people.w)
    r2 = float(r2_parts.sum())
    order = sorted(range(k), key=lambda at: (-r2_parts[at], drivers[at]))
    found = [
        (drivers[at], float(r2_parts[at]), float(low[at]), float(high[at]),
         float(r2_parts[at]) / r2, rank, float((ranks[:, at] == 1).mean()), int(best[at]),
         int(worst[at]), float(rhos[at]), n, people.everybody - n, r2,
         f"LMG (Shapley of R²), percentile bootstrap, {100 * level:g} %", _note(n, k))
        for rank, at in enumerate(order, start=1)
    ]  # fmt: skip
    import narwhals as nw

    data = dict(zip(COLUMNS, map(list, zip(*found, strict=True)), strict=True))
    return nw.from_dict(data, backend=engine).to_native()


def _asked(outcome: str, drivers: Sequence[str]) -> None:
    if not drivers:
        raise Refused("Key drivers need at least one driver.")
    if len(drivers) > MOST:
        raise Refused(f"{len(drivers)} drivers are too many; choose at most {MOST}.")
    if outcome in drivers or len(set(drivers)) < len(drivers):
        raise Refused("A driver is named twice, or is the outcome itself.")


def _note(n: int, k: int) -> str:
    if n < 10 * k:
        return f"{NOTE}; only {n} people for {k} drivers (fewer than 10 each): the order may change"
    if n < 20 * k:
        return f"{NOTE}; {n} people for {k} drivers (fewer than 20 each): indicative"
    return NOTE


def _people(frame: Any, columns: Sequence[str]) -> tuple[_People, Any]:
    """The engine counts equal rows; what has a blank is left out."""
    import narwhals as nw

    native: Any = nw.from_native(frame)
    known = native.collect_schema().names()
    for name in columns:
        if name not in known:
            raise Missing(f"There is no column '{name}'; there are: {', '.join(known[:12])}.")
    weight = nw.col("weight").cast(nw.Float64) if "weight" in known else nw.lit(1.0)
    cast = [nw.col(name).cast(nw.Float64).alias(f"x{at}") for at, name in enumerate(columns)]
    names = [f"x{at}" for at in range(len(columns))]
    rows = native.with_columns(weight.alias("w")).select(*cast, "w")
    counted = rows.group_by(*names, "w").agg(nw.len().alias("n"))
    if isinstance(counted, nw.LazyFrame):
        counted = counted.collect()
    data = np.column_stack([
        np.asarray(counted[name].to_numpy(), dtype=float) for name in (*names, "w", "n")
    ])  # fmt: skip
    everybody = int(data[:, -1].sum())
    data = data[np.isfinite(data).all(axis=1) & (data[:, -2] > 0)]
    data = data[np.lexsort(data.T)]
    return _People(data[:, :-2], data[:, -1], data[:, -2], everybody), counted.implementation


def _moments(people: _People) -> tuple[Floats, Floats]:
    """How often each part of the people is there, and its Σ w·zzᵀ of z = (1, answers).

    A part is everybody with the same answers; of more than 5,000 different ones, one of 1,000
    groups of people made at random: to resample these is as good, and small. Of the matrices
    the upper triangle, since sums of these are enough.
    """
    centered = people.answers - people.n @ people.answers / people.n.sum()
    z = np.column_stack([np.ones(len(centered)), centered])
    triangle = zip(*np.triu_indices(z.shape[1]), strict=True)
    if len(z) <= _ROWS:
        return people.n, np.column_stack([people.w * z[:, i] * z[:, j] for i, j in triangle])
    rows = np.repeat(np.arange(len(z)), people.n.astype(int))
    group = np.random.default_rng(_SEED).permutation(len(rows)) % _GROUPS
    z, w = z[rows], people.w[rows]
    sums = [np.bincount(group, w * z[:, i] * z[:, j], minlength=_GROUPS) for i, j in triangle]
    return np.ones(_GROUPS), np.column_stack(sums)


def _covariance(sums: Floats) -> Floats:
    """Covariance matrices, outcome last, of sums of moments (one row a resample)."""
    size = int((math.isqrt(8 * sums.shape[1] + 1) - 1) // 2)
    full = np.zeros((len(sums), size, size))
    i, j = np.triu_indices(size)
    full[:, i, j] = sums
    full[:, j, i] = sums
    full /= full[:, :1, :1]
    first = full[:, 0, 1:]
    return np.asarray(full[:, 1:, 1:] - first[:, :, None] * first[:, None, :], dtype=float)


def _resampled(times: Floats, moments: Floats, k: int, resamples: int) -> Floats:
    """The parts of R² in each resample of the people."""
    random = np.random.default_rng(_SEED)
    size = max(1, _CHUNK // max(len(moments), 2 ** (k + 2)))
    parts = []
    for start in range(0, resamples, size):
        many = min(size, resamples - start)
        drawn = random.multinomial(int(times.sum()), times / times.sum(), size=many)
        parts.append(shapley(_covariance(drawn @ moments)))
    return np.concatenate(parts)


def shapley(covariance: Floats) -> Floats:
    """Return what each driver brings to R²: (resamples, k) of matrices (resamples, k+1, k+1).

    The outcome is last. R² of every subset comes from one elimination a driver; a driver that
    others already determine brings nothing beyond them.
    """
    k = covariance.shape[1] - 1
    whole = covariance[:, -1, -1]
    left = covariance[None]
    for at in range(k):
        rest = left[..., 1:, 1:]
        pivot = left[..., 0, 0]
        usable = pivot > 1e-9 * np.abs(covariance[:, at, at])
        inverse = np.divide(1.0, pivot, out=np.zeros_like(pivot), where=usable)
        line = left[..., 0, 1:]
        entered = rest - inverse[..., None, None] * line[..., :, None] * line[..., None, :]
        left = np.concatenate([rest, entered])
    unexplained = np.divide(left[..., 0, 0], whole, out=np.ones(left.shape[:2]), where=whole > 0)
    r2 = 1 - unexplained
    subsets = np.arange(2**k)
    sizes = np.array([bin(subset).count("1") for subset in subsets])
    factor = [math.factorial(s) * math.factorial(k - s - 1) / math.factorial(k) for s in range(k)]
    parts = np.empty((len(covariance), k))
    for at in range(k):
        without = subsets[(subsets >> at) & 1 == 0]
        gain = r2[without | (1 << at)] - r2[without]
        parts[:, at] = np.array(factor)[sizes[without]] @ gain
    return parts


def spearman(answers: Floats, weights: Floats) -> Floats:
    """Return the rank correlation of each column with the last one, equal answers sharing ranks."""
    ranks = np.column_stack([_ranks(column, weights) for column in answers.T])
    ranks -= weights @ ranks / weights.sum()
    spread = np.sqrt(weights @ ranks**2)
    together = (weights * ranks[:, -1]) @ ranks[:, :-1]
    scale = spread[:-1] * spread[-1]
    return np.asarray(
        np.divide(together, scale, out=np.full_like(together, np.nan), where=scale > 0)
    )


def _ranks(column: Floats, weights: Floats) -> Floats:
    values, at = np.unique(column, return_inverse=True)
    mass = np.bincount(at, weights, minlength=len(values))
    return np.asarray((np.cumsum(mass) - mass / 2)[at], dtype=float)


__all__ = ["COLUMNS", "MOST", "NOTE", "key_drivers", "shapley", "spearman"]
