"""Intervals: how far a number from so many answers may be from the truth.

Each function says where its formula is from; the test vectors are in METHOD.md's sources.
Nothing here needs scipy.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from journeykit.measures.counts import Floats, Tally

_NORMAL = NormalDist()
#: The same answers give the same interval, whoever asks and when.
_SEED = 20_261_121
_RESAMPLES = 9_999
_CHUNK = 4_000_000
#: More different values than this are drawn one by one: faster than their counts.
_POINTS = 60


def z(level: float = 0.95) -> float:
    """Return the normal quantile of a two-sided level.

    >>> round(z(), 4)
    1.96
    """
    return _NORMAL.inv_cdf(0.5 + level / 2)


def t(df: float, level: float = 0.95) -> float:
    """Return Student's quantile of a two-sided level.

    Abramowitz and Stegun 26.7.5: right to two decimals from 3 degrees of freedom on.

    >>> round(t(10), 2)
    2.23
    """
    x = z(level)
    g1 = (x**3 + x) / 4
    g2 = (5 * x**5 + 16 * x**3 + 3 * x) / 96
    g3 = (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384
    g4 = (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160
    return x + g1 / df + g2 / df**2 + g3 / df**3 + g4 / df**4


def wilson(hits: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval of a proportion (Wilson 1927). ``n`` may be effective.

    >>> [round(end, 2) for end in wilson(8, 10)]
    [0.49, 0.94]
    """
    if not 0 <= hits <= n or n <= 0:
        raise ValueError(f"{hits:g} of {n:g} is not a proportion")
    p, q = hits / n, z(level)
    middle = (p + q**2 / (2 * n)) / (1 + q**2 / n)
    half = q / (1 + q**2 / n) * math.sqrt(p * (1 - p) / n + q**2 / (4 * n**2))
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    return low, (1.0 if hits == n else min(1.0, middle + half))


def adjusted_wald(
    promoters: float, detractors: float, n: float, level: float = 0.95
) -> tuple[float, float]:
    """Return the adjusted Wald interval of a net promoter score, -1 to 1 (Rocks 2016).

    >>> [round(100 * end, 1) for end in adjusted_wald(19, 3, 36)]
    [20.3, 61.7]
    """
    p, d = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    half = z(level) * math.sqrt((p + d - (p - d) ** 2) / (n + 3))
    return max(-1.0, p - d - half), min(1.0, p - d + half)


def normal(tally: Tally, level: float = 0.95) -> tuple[float, float]:
    """Return the normal interval of a mean: mean ± z·s/√n."""
    half = z(level) * math.sqrt(tally.variance / tally.effective)
    return tally.mean - half, tally.mean + half


def student(tally: Tally, level: float = 0.95) -> tuple[float, float]:
    """Return Student's interval of a weighted mean with Kish's effective sample size."""
    half = t(tally.effective - 1, level) * math.sqrt(tally.variance / tally.effective)
    return tally.mean - half, tally.mean + half


def bca(tally: Tally, level: float = 0.95, resamples: int = _RESAMPLES) -> tuple[float, float]:
    """Return the bias-corrected accelerated bootstrap interval of a mean (Efron 1987).

    Answers on a scale are counts, so that a resample of the respondents is a multinomial draw
    of counts. Raises ValueError where all answers are equal.
    """
    first, wide = float(tally.values[0]), float(np.ptp(tally.values))
    if wide == 0:
        raise ValueError("all answers are equal: there is nothing to resample")
    # on 0 to 1, since the same answers are often asked for on their own scale and on another
    places = (tally.values - first) / wide
    low, high = _bca(places.tobytes(), tally.n.tobytes(), level, resamples)
    return first + low * wide, first + high * wide


@lru_cache(maxsize=512)
def _bca(points: bytes, counts: bytes, level: float, resamples: int) -> tuple[float, float]:
    """The interval of equal answers is kept: a page is drawn often between two answers."""
    values, times = np.frombuffer(points), np.frombuffer(counts)
    n = int(times.sum())
    theta = float(values @ times / n)
    apart = (values - theta) / max(n - 1, 1)
    squares = float(times @ apart**2)
    skew = float(times @ apart**3) / (6 * squares**1.5)
    return corrected(_drawn(values, times, resamples), theta, skew, level)


def corrected(drawn: Floats, theta: float, skew: float, level: float = 0.95) -> tuple[float, float]:
    """Return the BCa ends of means that were drawn again (Efron 1987).

    ``theta`` is the mean itself, ``skew`` the acceleration: Σu³ / (6 (Σu²)^1.5) of how far each
    respondent moves the mean.
    """
    below = float(np.count_nonzero(drawn < theta - 1e-12))
    ties = float(np.count_nonzero(np.abs(drawn - theta) <= 1e-12))
    n = len(drawn)
    share = min(max((below + ties / 2) / n, 0.5 / n), 1 - 0.5 / n)
    bias = _NORMAL.inv_cdf(share)
    ends = (_moved(_NORMAL.inv_cdf(at), bias, skew) for at in ((1 - level) / 2, (1 + level) / 2))
    low, high = np.quantile(drawn, list(ends))
    return float(low), float(high)


def _drawn(values: Floats, times: Floats, resamples: int) -> Floats:
    """The means of resampled respondents, in chunks that fit into memory."""
    random = np.random.default_rng(_SEED)
    n = int(times.sum())
    scale = len(values) <= _POINTS
    answers = values if scale else np.repeat(values, times.astype(int))
    size = max(1, _CHUNK // len(answers))
    parts = []
    for start in range(0, resamples, size):
        many = min(size, resamples - start)
        if scale:
            parts.append(random.multinomial(n, times / n, size=many) @ values / n)
        else:
            parts.append(answers[random.integers(0, n, size=(many, n))].mean(axis=1))
    return np.concatenate(parts)


def _moved(quantile: float, bias: float, skew: float) -> float:
    shifted = bias + quantile
    return _NORMAL.cdf(bias + shifted / (1 - skew * shifted))


def unseen(
    value: float, low: float, high: float, n: float, level: float = 0.95
) -> tuple[float, float]:
    """Return how far a mean may be from the one value that all ``n`` gave.

    Wilson's upper bound for 0 of n is the largest share of other answers that fits; at worst
    they all lie at an end of the scale.

    >>> [round(end, 2) for end in unseen(5, 1, 5, 10)]
    [3.89, 5.0]
    """
    other = wilson(0, n, level)[1]
    low, high = sorted((low, high))
    return value - other * (value - low), value + other * (high - value)
