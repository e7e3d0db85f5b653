"""Differences of two independent samples: the effect and its interval first, then a p-value.

The samples are tallies of the same question: two waves of different people, or two groups.
Where the same people answered twice see `journeykit.measures.paired`. Weighted answers count
with Kish's effective sample size.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from journeykit.errors import Refused
from journeykit.few import FEWEST
from journeykit.measures import intervals
from journeykit.measures.counts import Floats, Tally
from journeykit.measures.score import easy, top_box, within

MEASURES = ("nps", "csat", "ces", "share", "mean", "ordinal")
#: the columns of a table of differences
COLUMNS = (
    "measure", "before", "after", "value", "low", "high", "n_before", "n_after", "effect",
    "effect_name", "p", "p_adjusted", "method", "suppressed",
)  # fmt: skip
_SMALL = 5
_EXACT = 100


@dataclass(frozen=True)
class Difference:
    """What the second sample has more than the first, with an interval.

    ``value``, ``low``, ``high`` are in NPS points, shares (0…1), points of the scale, or for
    ``ordinal`` the probability that someone of the second sample answered higher (0.5 is no
    difference). ``effect`` is the same without a unit, named by ``effect_name``. ``p`` tests
    "no difference"; ``adjusted`` is p within its family. None where n is below five.
    """

    measure: str
    value: float | None
    low: float | None
    high: float | None
    before: float | None
    after: float | None
    n_before: int
    n_after: int
    method: str
    p: float | None = None
    effect: float | None = None
    effect_name: str = ""
    adjusted: float | None = None
    suppressed: bool = False
    level: float = 0.95

    @property
    def none(self) -> float:
        """The value that says "no difference"."""
        return 0.5 if self.measure == "ordinal" else 0.0

    @property
    def sure(self) -> bool | None:
        """Whether chance alone hardly explains it, in its family; None where untested."""
        p = self.p if self.adjusted is None else self.adjusted
        return None if p is None else p <= 1 - self.level + 1e-12

    def to_json(self) -> dict[str, Any]:
        """Return the difference as a row of a table."""
        return {
            name: getattr(self, "adjusted" if name == "p_adjusted" else name) for name in COLUMNS
        }


def difference(
    before: Tally, after: Tally, measure: str, low: float = 1, high: float = 5,
    level: float = 0.95, fewest: int = FEWEST,
) -> Difference:  # fmt: skip
    """Return the difference of two samples by one measure of `MEASURES`.

    ``low`` and ``high`` are the ends of the scale; ``share`` counts the answers 1 against 0.
    """
    if measure == "nps":
        return nps_difference(before, after, level, fewest)
    if measure == "share":
        return share_difference(before, after, 1, 1, level=level, fewest=fewest)
    if measure not in MEASURES:
        raise Refused(f"The measure '{measure}' is unknown; it is one of {', '.join(MEASURES)}.")
    before, after = within(before, low, high), within(after, low, high)
    if measure in ("csat", "ces"):
        box = top_box(low, high, easy(low, high) if measure == "ces" else 2)
        return share_difference(before, after, *box, level=level, fewest=fewest, measure=measure)
    find = mean_difference if measure == "mean" else superiority
    return find(before, after, level, fewest)


def nps_difference(
    before: Tally, after: Tally, level: float = 0.95, fewest: int = FEWEST
) -> Difference:
    """Return the difference of two net promoter scores in points, −200 to 200.

    The value is plain, interval and p are of the adjusted scores: ¾ added to promoters and
    detractors, 3 to n, SE = √(V₁'/(n₁+3) + V₂'/(n₂+3)) (Rocks 2016; MeasuringU).

    >>> wave = lambda p, d: Tally.of([10] * p + [8] * (100 - p - d) + [3] * d)
    >>> found = nps_difference(wave(45, 25), wave(60, 15))
    >>> [round(each, 1) for each in (found.value, found.low, found.high)]
    [25.0, 3.0, 45.5]
    """
    pair = within(before, 0, 10), within(after, 0, 10)
    if hidden := _hidden("nps", *pair, fewest, level):
        return hidden
    plain, moved, spread = [], [], 0.0
    for tally in pair:
        n, p, d = tally.effective, tally.share(9, 10), tally.share(0, 6)
        up, down = (p * n + 0.75) / (n + 3), (d * n + 0.75) / (n + 3)
        plain.append(100 * (p - d))
        moved.append(100 * (up - down))
        spread += 1e4 * (up + down - (up - down) ** 2) / (n + 3)
    error, value = math.sqrt(spread), moved[1] - moved[0]
    half = intervals.z(level) * error
    return Difference(
        "nps", plain[1] - plain[0], max(-200.0, value - half), min(200.0, value + half),
        plain[0], plain[1], pair[0].total, pair[1].total, _method("adjusted Wald", pair, level),
        p=two_sided(value / error), effect=(plain[1] - plain[0]) / 100,
        effect_name="net share", level=level,
    )  # fmt: skip


def share_difference(
    before: Tally, after: Tally, low: float, high: float, *, level: float = 0.95,
    fewest: int = FEWEST, measure: str = "share",
) -> Difference:  # fmt: skip
    """Return the difference of the shares who answered from ``low`` to ``high``, −1 to 1.

    Interval: Newcombe's of two Wilson intervals (1998, method 10). p: pooled z test; Barnard's
    exact test where a cell is expected to hold fewer than five, Fisher's beyond 100 answers.
    Effect: Cohen's h.
    """
    if hidden := _hidden(measure, before, after, fewest, level):
        return hidden
    (p1, n1), (p2, n2) = ((each.share(low, high), each.effective) for each in (before, after))
    low1, high1 = intervals.wilson(min(p1 * n1, n1), n1, level)
    low2, high2 = intervals.wilson(min(p2 * n2, n2), n2, level)
    value = p2 - p1
    p, test = _proportions(p1, n1, p2, n2, before.weighted or after.weighted)
    return Difference(
        measure, value, value - math.hypot(p2 - low2, high1 - p1),
        value + math.hypot(high2 - p2, p1 - low1), p1, p2, before.total, after.total,
        _method(f"Newcombe, {test}", (before, after), level), p=p,
        effect=2 * (math.asin(math.sqrt(p2)) - math.asin(math.sqrt(p1))),
        effect_name="Cohen's h", level=level,
    )  # fmt: skip


def _proportions(p1: float, n1: float, p2: float, n2: float, weighted: bool) -> tuple[float, str]:
    pooled = (p1 * n1 + p2 * n2) / (n1 + n2)
    if pooled in (0.0, 1.0):
        return 1.0, "no variation"
    if not weighted and min(pooled, 1 - pooled) * min(n1, n2) < _SMALL:
        from scipy import stats

        hits = round(p1 * n1), round(p2 * n2)
        cells = [list(hits), [round(n1) - hits[0], round(n2) - hits[1]]]
        if n1 + n2 <= _EXACT:
            return float(stats.barnard_exact(cells).pvalue), "Barnard exact test"
        return float(stats.fisher_exact(cells).pvalue), "Fisher exact test"
    error = math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return two_sided((p2 - p1) / error), "pooled z test"


def mean_difference(
    before: Tally, after: Tally, level: float = 0.95, fewest: int = FEWEST
) -> Difference:
    """Return the difference of two means: Welch's interval and test; effect Hedges' g."""
    if hidden := _hidden("mean", before, after, fewest, level):
        return hidden
    n1, n2 = before.effective, after.effective
    first, second = before.variance / n1, after.variance / n2
    value, error = after.mean - before.mean, math.sqrt(first + second)
    base: dict[str, Any] = {
        "measure": "mean", "value": value, "before": before.mean, "after": after.mean,
        "n_before": before.total, "n_after": after.total, "level": level,
    }  # fmt: skip
    if not error > 0:
        why = "no interval: neither sample varies"
        return Difference(low=None, high=None, method=why, **base)
    df = (first + second) ** 2 / (first**2 / (n1 - 1) + second**2 / (n2 - 1))
    half = quantile(df, level) * error
    freedom = n1 + n2 - 2
    pooled = math.sqrt(((n1 - 1) * before.variance + (n2 - 1) * after.variance) / freedom)
    return Difference(
        low=value - half, high=value + half, method=_method("Welch", (before, after), level),
        p=student_p(value / error, df), effect=value / pooled * (1 - 3 / (4 * freedom - 1)),
        effect_name="Hedges' g", **base,
    )  # fmt: skip


def superiority(
    before: Tally, after: Tally, level: float = 0.95, fewest: int = FEWEST
) -> Difference:
    """Return how likely someone of the second sample answered higher, 0 to 1.

    Equal answers count half: P(after > before) + ½ P(equal); 0.5 is no difference. Error and p
    of Brunner and Munzel (2000); the interval is made on the logit, so it stays within 0 to 1.
    Where no answers overlap: Wilson's bound of the smaller sample, and Mann and Whitney's p.
    Effect: rank-biserial correlation, −1 to 1.

    >>> found = superiority(Tally.of([1, 2, 3, 4, 5]), Tally.of([2, 3, 4, 5, 5]))
    >>> round(found.value, 2), round(found.effect, 2)
    (0.66, 0.32)
    """
    if hidden := _hidden("ordinal", before, after, fewest, level):
        return hidden
    n1, n2 = before.effective, after.effective
    below = _placed(after, before)
    above = _placed(before, after)
    p = float(below @ after.w / after.w.sum())
    spread1, spread2 = _spread(above, before) / n1, _spread(below, after) / n2
    error = math.sqrt(spread1 + spread2)
    if error > 0 and 0 < p < 1:
        df = (spread1 + spread2) ** 2 / (spread1**2 / (n1 - 1) + spread2**2 / (n2 - 1))
        middle, half = math.log(p / (1 - p)), quantile(df, level) * error / (p * (1 - p))
        ends = _logistic(middle - half), _logistic(middle + half)
        tested, name = student_p((p - 0.5) / error, df), "Brunner–Munzel, logit interval"
    elif p == 0.5:
        ends, tested, name = (0.5, 0.5), 1.0, "no variation"
    else:
        few = min(n1, n2)
        ends, tested = intervals.wilson(p * few, few, level), mann_whitney(before, after)
        name = "no overlap: Wilson bound, Mann–Whitney"
    return Difference(
        "ordinal", p, ends[0], ends[1], before.mean, after.mean, before.total, after.total,
        _method(name, (before, after), level), p=tested, effect=2 * p - 1,
        effect_name="rank-biserial", level=level,
    )  # fmt: skip


def mann_whitney(before: Tally, after: Tally) -> float:
    """Return Mann and Whitney's p, normal with ties and continuity corrected."""
    n1, n2 = before.effective, after.effective
    u = float(_placed(after, before) @ after.w / after.w.sum()) * n1 * n2
    n = n1 + n2
    ties = sum(
        (_at(before, v) * n1 + _at(after, v) * n2) ** 3 - (_at(before, v) * n1 + _at(after, v) * n2)
        for v in {*before.values.tolist(), *after.values.tolist()}
    )
    error = math.sqrt(n1 * n2 / 12 * (n + 1 - ties / (n * (n - 1))))
    if not error > 0:
        return 1.0
    return two_sided(max(0.0, abs(u - n1 * n2 / 2) - 0.5) / error)


def _at(tally: Tally, value: float) -> float:
    return tally.share(value, value)


def _placed(tally: Tally, other: Tally) -> Floats:
    """For each value the share of the other sample below it, equal answers counted half."""
    import numpy as np

    share = other.w / other.w.sum()
    upto = np.concatenate([[0.0], np.cumsum(share)])
    left = np.searchsorted(other.values, tally.values, side="left")
    right = np.searchsorted(other.values, tally.values, side="right")
    placed: Floats = (upto[left] + upto[right]) / 2
    return placed


def _spread(placed: Floats, tally: Tally) -> float:
    middle = float(placed @ tally.w / tally.w.sum())
    spread = float((placed - middle) ** 2 @ tally.w / tally.w.sum())
    return spread * tally.effective / (tally.effective - 1)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0


def two_sided(score: float) -> float:
    """Return the two-sided p of a normal score.

    >>> round(two_sided(1.96), 3)
    0.05
    """
    return math.erfc(abs(score) / math.sqrt(2))


def student_p(score: float, df: float) -> float:
    """Return the two-sided p of Student's t."""
    from scipy.special import stdtr

    return float(2 * stdtr(df, -abs(score)))


def quantile(df: float, level: float = 0.95) -> float:
    """Return Student's quantile of a two-sided level, exact also for few degrees of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(df, 0.5 + level / 2))


def _hidden(
    measure: str, before: Tally, after: Tally, fewest: int, level: float
) -> Difference | None:
    n = before.total, after.total
    if min(n) >= fewest and min(before.effective, after.effective) > 1:
        return None
    why = f"not shown: fewer than {fewest} answers" if min(n) < fewest else (
        "not shown: one answer carries all the weight"
    )  # fmt: skip
    return Difference(measure, None, None, None, None, None, *n, why, suppressed=True, level=level)


def _method(name: str, pair: tuple[Tally, Tally], level: float) -> str:
    said = f"{name}, {100 * level:g} %"
    if any(tally.weighted for tally in pair):
        first, second = (f"{tally.effective:.0f}" for tally in pair)
        said += f", n_eff {first} and {second} (Kish)"
    return said


__all__ = [
    "MEASURES", "Difference", "difference", "mann_whitney", "mean_difference", "nps_difference",
    "quantile", "share_difference", "student_p", "superiority", "two_sided",
]  # fmt: skip
