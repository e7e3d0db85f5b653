"""A metric over time: periods with value, n and interval, whatever the number came from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Literal

from journeykit.few import FEWEST
from journeykit.measures.intervals import t, wilson

Kind = Literal["share", "mean", "count"]
EVERY = {"day": "day", "week": "week", "month": "month", "quarter": "quarter"}
#: Periods that are looked at; with more of them the next longer period is taken.
MOST = 36


@dataclass(frozen=True)
class Point:
    """A value in one period.

    ``n`` is of how many; ``low`` and ``high`` are None where the source does not say enough.
    ``variance`` is that of single answers, where they are known. ``whole`` is False for a
    period of which days are lacking: a sum of it is too small. ``value`` is None for n below
    five.
    """

    label: str
    start: date | None
    value: float | None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    sources: tuple[str, ...] = ()
    variance: float | None = None
    whole: bool = True


@dataclass(frozen=True)
class Series:
    """One metric of one touchpoint ("" for the whole), the oldest period first.

    ``place`` is how a source calls a place that is no touchpoint of the map.
    """

    metric: str
    touchpoint: str
    kind: Kind
    points: tuple[Point, ...]
    place: str = ""

    @property
    def known(self) -> tuple[Point, ...]:
        """The points that have a value, and of a count only those of whole periods."""
        told = tuple(point for point in self.points if point.value is not None)
        if self.kind != "count":
            return told
        return tuple(point for point in told if point.whole) or told[-1:]


def point(
    kind: Kind, label: str, start: date | None, value: float, n: float | None,
    sources: Iterable[str] = (), variance: float | None = None, whole: bool = True,
) -> Point:  # fmt: skip
    """Return a point with its interval: Wilson's of a share, Student's of a mean.

    >>> found = point("share", "2026-03", None, 0.8, 10)
    >>> round(found.low, 2), round(found.high, 2)
    (0.49, 0.94)
    """
    many = None if n is None else round(n)
    of = tuple(dict.fromkeys(sources))
    if many is not None and many < FEWEST and kind != "count":
        return Point(label, start, None, many, sources=of, whole=whole)
    low = high = None
    if kind == "share" and many and 0 <= value <= 1:
        low, high = wilson(value * many, many)
    elif kind == "mean" and variance is not None and many and many > 1:
        half = t(many - 1) * math.sqrt(variance / many)
        low, high = value - half, value + half
    return Point(label, start, value, many, low, high, of, variance, whole)


def period_of(days: Sequence[date]) -> str:
    """Return the period by which days are put together: as fine as they are, at most 36.

    >>> period_of([date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)])
    'month'
    """
    different = sorted(set(days))
    if len(different) < 2:
        return "month"
    gap = median((b - a).days for a, b in pairwise(different))
    span = (different[-1] - different[0]).days + 1
    lengths = {"day": 1, "week": 7, "month": 28, "quarter": 89}
    fits = [name for name, length in lengths.items() if length <= max(gap, 1) * 1.02]
    start = list(lengths).index(fits[-1])
    for name in list(lengths)[start:]:
        if span / lengths[name] <= MOST:
            return name
    return "quarter"


def begin(day: date, every: str) -> date:
    """Return the first day of the period of a day.

    >>> begin(date(2026, 5, 14), "week"), begin(date(2026, 5, 14), "quarter")
    (datetime.date(2026, 5, 11), datetime.date(2026, 4, 1))
    """
    if every == "week":
        return day - timedelta(days=day.weekday())
    if every == "month":
        return day.replace(day=1)
    if every == "quarter":
        return day.replace(day=1, month=3 * ((day.month - 1) // 3) + 1)
    return day


def end(start: date, every: str) -> date:
    """Return the last day of the period that begins on a day."""
    if every in ("day", "week"):
        return start + timedelta(days=0 if every == "day" else 6)
    months = 1 if every == "month" else 3
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def named(start: date, every: str) -> str:
    """Return how people call a period.

    >>> named(date(2026, 4, 1), "quarter"), named(date(2026, 4, 6), "week")
    ('Q2 2026', 'week of 6 Apr 2026')
    """
    if every == "quarter":
        return f"Q{(start.month + 2) // 3} {start.year}"
    if every == "month":
        return f"{start:%b %Y}"
    day = f"{start.day} {start:%b %Y}"
    return f"week of {day}" if every == "week" else day


def in_words(kind: Kind, value: float | None) -> str:
    """Return a value for a person.

    >>> in_words("share", .031), in_words("count", 12034), in_words("mean", 3.456)
    ('3.1\\xa0%', '12,034', '3.46')
    """
    if value is None:
        return "–"
    if kind == "share":
        text = f"{100 * value:.1f}\u00a0%"
    elif float(value).is_integer() or abs(value) >= (10 if kind == "count" else 1000):
        text = f"{value:,.0f}"
    else:
        text = f"{value:,.2f}" if abs(value) >= 0.01 else f"{value:.2g}"
    return text.replace("-", "−")


__all__ = [
    "EVERY", "MOST", "Kind", "Point", "Series", "begin", "end", "in_words", "named", "period_of",
    "point",
]  # fmt: skip
