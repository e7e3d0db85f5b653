"""Trends: the latest period against the one before, and against all earlier ones (R123).

Against the period before: a share by Newcombe's interval, a mean by Welch's. Against the earlier
ones: whether the latest lies where one more period was to be expected (Student's prediction
interval, mean ± t·s·√(1 + 1/k) over k ≥ 3 periods), which also works for plain counts. All
tests that are shown together are one family (Holm).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from journeykit.insight.series import Kind, Point, Series, in_words

#: So many earlier periods are needed to say what was to be expected.
ENOUGH = 3
_LEVEL = 0.05


@dataclass(frozen=True)
class Shift:
    """A change with its interval and p (plain, and within its family); None where untested."""

    value: float
    low: float | None = None
    high: float | None = None
    p: float | None = None
    adjusted: float | None = None
    method: str = ""

    @property
    def sure(self) -> bool:
        """Whether chance alone hardly explains it."""
        return self.adjusted is not None and self.adjusted <= _LEVEL


@dataclass(frozen=True)
class Trend:
    """The latest period of a series, its change, and what was expected of it.

    ``expected`` is the mean of the ``earlier`` periods with ``low`` and ``high`` of one more.
    """

    series: Series
    last: Point
    before: Point | None = None
    step: Shift | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    earlier: int = 0
    off: Shift | None = None

    @property
    def flag(self) -> Literal["rises", "falls", ""]:
        """Whether the metric surely changed, and to where."""
        sure = next((each for each in (self.step, self.off) if each and each.sure), None)
        if sure is None:
            return ""
        return "rises" if sure.value > 0 else "falls"


def trends(found: Sequence[Series]) -> list[Trend]:
    """Return a trend for each series that has a value; p adjusted over all of them."""
    from journeykit.measures.comparing import holm

    made = [_trend(one) for one in found if one.known]
    ps = [each.p for one in made for each in (one.step, one.off) if each and each.p is not None]
    adjusted = iter(holm(ps))

    def within(shift: Shift | None) -> Shift | None:
        if shift is None or shift.p is None:
            return shift
        return replace(shift, adjusted=next(adjusted))

    return [replace(one, step=within(one.step), off=within(one.off)) for one in made]


def _trend(series: Series) -> Trend:
    *earlier, last = series.known
    if not earlier:
        return Trend(series, last)
    expected, low, high, off = _expected(earlier, last)
    return Trend(
        series, last, earlier[-1], shift(series.kind, earlier[-1], last), expected, low, high,
        len(earlier), off,
    )  # fmt: skip


def shift(kind: Kind, before: Point, after: Point) -> Shift:
    """Return the change from one period to the next; both have a value."""
    first, second = before.value or 0.0, after.value or 0.0
    if kind == "share" and before.low is not None and after.low is not None:
        return _shares(before, after)
    known = before.variance is not None and after.variance is not None
    if kind == "mean" and known and before.n and after.n:
        return _means(before, after)
    return Shift(second - first)


def _shares(before: Point, after: Point) -> Shift:
    from journeykit.measures.differences import share_difference

    found = share_difference(_tally(before), _tally(after), 1, 1)
    value = (after.value or 0.0) - (before.value or 0.0)
    return Shift(value, found.low, found.high, found.p, found.p, found.method)


def _tally(point: Point):  # type: ignore[no-untyped-def]
    import numpy as np

    from journeykit.measures.counts import Tally

    n = point.n or 0
    hits = round((point.value or 0.0) * n)
    counts = np.array([n - hits, hits], dtype=float)
    return Tally(np.array([0.0, 1.0]), counts, counts, counts)


def _means(before: Point, after: Point) -> Shift:
    """Welch's interval and test from means, variances and n."""
    from journeykit.measures.differences import quantile, student_p

    parts = [(each.variance or 0.0) / (each.n or 1) for each in (before, after)]
    value, error = (after.value or 0.0) - (before.value or 0.0), math.sqrt(sum(parts))
    if error == 0:
        return Shift(value)
    df = sum(parts) ** 2 / sum(
        part**2 / ((each.n or 2) - 1) for part, each in zip(parts, (before, after), strict=True)
    )
    half, p = quantile(df) * error, student_p(value / error, df)
    return Shift(value, value - half, value + half, p, p, "Welch, 95 %")


def _expected(
    earlier: Sequence[Point], last: Point
) -> tuple[float | None, float | None, float | None, Shift | None]:
    from journeykit.measures.differences import quantile, student_p

    values = [each.value for each in earlier if each.value is not None]
    k = len(values)
    if k < ENOUGH or last.value is None:
        return None, None, None, None
    mean = sum(values) / k
    spread = math.sqrt(sum((each - mean) ** 2 for each in values) / (k - 1))
    off = last.value - mean
    if spread <= 1e-12 * max(1.0, abs(mean)):  # it never varied: nothing to measure against
        return mean, None, None, Shift(off)
    error = spread * math.sqrt(1 + 1 / k)
    half, p = quantile(k - 1) * error, student_p(off / error, k - 1)
    method = f"prediction interval from {k} earlier periods, 95 %"
    return mean, mean - half, mean + half, Shift(off, off - half, off + half, p, p, method)


def sentence(trend: Trend, place: str) -> str:
    """Return what a trend says in one sentence.

    >>> one = Series("Orders", "", "count", (Point("Mar 2026", None, 120.0),))
    >>> sentence(trends([one])[0], "The whole")
    'Orders, the whole: 120 in Mar 2026; there is no earlier period.'
    """
    series, last = trend.series, trend.last
    lead = f"{series.metric}, {place[:1].lower()}{place[1:]}" if place == "The whole" else (
        f"{series.metric}, {place}")  # fmt: skip
    now = f"{lead}: {in_words(series.kind, last.value)} in {last.label}"
    if trend.before is None:
        return f"{now}; there is no earlier period."
    then = f"{in_words(series.kind, trend.before.value)} in {trend.before.label}"
    if trend.flag:
        word = "more than" if trend.flag == "rises" else "less than"
        return f"{now}, surely {word} before ({then})."
    tested = any(each and each.p is not None for each in (trend.step, trend.off))
    why = "the difference may be chance" if tested else "too little is known to test it"
    return f"{now}, after {then}; {why}."


__all__ = ["ENOUGH", "Shift", "Trend", "sentence", "shift", "trends"]
