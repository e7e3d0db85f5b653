"""The interval of a mean feeling: respondents are drawn again, and again.

Answers on a scale are counts, so that a resample of the respondents is one multinomial draw of
counts, whether there are a hundred of them or a hundred thousand. Where answers are weighted,
up to `EACH` respondents are drawn one by one; beyond, the sum of the weights behind each drawn
count is normal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from journeykit.measures.counts import Floats, Tally

#: How often weighted answers are drawn again.
DRAWS = 1_000
#: Up to so many weighted respondents are drawn one by one.
EACH = 2_000
_SEED = 20_261_122

Interval = tuple[float | None, float | None, str]


def interval(values: Floats, weights: Floats, low: float, high: float) -> Interval:
    """Return low, high and method of the 95 % interval of a weighted mean on a scale.

    One value and weight a respondent. BCa (Efron 1987). Where all answers are equal there is
    nothing to draw: Wilson's bound on the share of other answers takes its place.

    >>> import numpy as np
    >>> interval(np.array([2.0] * 10), np.ones(10), -2, 2)[2]
    'no variation, Wilson bound on other answers, 95 %'
    """
    from journeykit.measures import intervals
    from journeykit.measures.counts import Tally

    tally = Tally.of(values, weights)
    if len(tally.values) == 1:
        bottom, top = intervals.unseen(tally.mean, low, high, tally.effective)
        return bottom, top, "no variation, Wilson bound on other answers, 95 %"
    if not tally.weighted:
        ends = intervals.bca(tally)
        return *_within(ends, low, high), "BCa bootstrap of respondents, 95 %"
    kish = f"n_eff {tally.effective:.0f} (Kish)"
    if tally.effective < 3:
        return None, None, f"no interval: a few answers carry all the weight, {kish}"
    ends = _weighted(tally, values, weights)
    return *_within(ends, low, high), f"BCa bootstrap of weighted respondents, 95 %, {kish}"


def _within(ends: tuple[float, float], low: float, high: float) -> tuple[float, float]:
    return max(low, ends[0]), min(high, ends[1])


def _weighted(tally: Tally, values: Floats, weights: Floats) -> tuple[float, float]:
    import numpy as np

    from journeykit.measures import intervals

    random = np.random.default_rng(_SEED)
    if tally.total <= EACH:
        drawn = _one_by_one(random, values, weights)
    else:
        drawn = _by_counts(random, tally)
    influence = weights * (values - tally.mean)
    skew = float((influence**3).sum() / (6 * (influence**2).sum() ** 1.5))
    return intervals.corrected(drawn, tally.mean, skew)


def _one_by_one(random: np.random.Generator, values: Floats, weights: Floats) -> Floats:
    chosen = random.integers(0, len(values), size=(DRAWS, len(values)))
    means: Floats = (weights * values)[chosen].sum(axis=1) / weights[chosen].sum(axis=1)
    return means


def _by_counts(random: np.random.Generator, tally: Tally) -> Floats:
    """Draw how often each value comes, and the sum of the weights that come with it."""
    import numpy as np

    counts = random.multinomial(tally.total, tally.n / tally.total, size=DRAWS)
    middle = tally.w / tally.n
    spread = np.sqrt(np.maximum(tally.w2 / tally.n - middle**2, 0))
    noise = random.standard_normal(counts.shape) * np.sqrt(counts) * spread
    sums = np.maximum(counts * middle + noise, 0)
    means: Floats = sums @ tally.values / sums.sum(axis=1)
    return means
