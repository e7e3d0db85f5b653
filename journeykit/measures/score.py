"""Scores: NPS, CSAT, CES, mean and shares, each with its n, interval and method."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from journeykit.errors import Refused
from journeykit.few import FEWEST
from journeykit.measures import intervals
from journeykit.measures.counts import Tally

MEASURES = ("nps", "csat", "ces", "mean")
#: Up to so many respondents a mean is bootstrapped; beyond, the normal interval is the same.
BOOTSTRAPPED = 2_000


@dataclass(frozen=True)
class Score:
    """One number and where it comes from.

    ``value``, ``low`` and ``high`` are None where fewer than five answered (``suppressed``) or
    where there is nothing to compute; ``method`` then says why.
    """

    measure: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    method: str
    suppressed: bool = False
    option: str | None = None
    effective: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the score as in the contract, without the question."""
        data = {
            "measure": self.measure,
            "value": _rounded(self.value),
            "low": _rounded(self.low),
            "high": _rounded(self.high),
            "n": self.n,
            "method": self.method,
            "suppressed": self.suppressed,
        }
        return data if self.option is None else data | {"option": self.option}


def _rounded(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, 6)


def _percent(level: float) -> str:
    return f"{100 * level:g} %"


def _hidden(measure: str, tally: Tally, fewest: int) -> Score | None:
    if tally.total == 0:
        return Score(measure, None, None, None, 0, "no answers", suppressed=True)
    if tally.total < fewest:
        why = f"not shown: fewer than {fewest} answers"
        return Score(measure, None, None, None, tally.total, why, suppressed=True)
    return None


def _method(name: str, tally: Tally, level: float) -> str:
    kish = f", n_eff {tally.effective:.0f} (Kish)" if tally.weighted else ""
    return f"{name}, {_percent(level)}{kish}"


def nps(tally: Tally, level: float = 0.95, fewest: int = FEWEST) -> Score:
    """Return the net promoter score, -100 to 100, of answers on 0-10.

    Promoters say 9 or 10, detractors 0 to 6. Interval: adjusted Wald (Rocks 2016). Answers
    outside 0-10 are not counted.

    >>> score = nps(Tally.of([10] * 19 + [8] * 14 + [3] * 3))
    >>> round(score.value, 1), round(score.low, 1), round(score.high, 1), score.n
    (44.4, 20.3, 61.7, 36)
    """
    tally = within(tally, 0, 10)
    if hidden := _hidden("nps", tally, fewest):
        return hidden
    promoters, detractors = tally.share(9, 10), tally.share(0, 6)
    n = tally.effective
    low, high = intervals.adjusted_wald(promoters * n, detractors * n, n, level)
    return Score(
        "nps", 100 * (promoters - detractors), 100 * low, 100 * high, tally.total,
        _method("adjusted Wald", tally, level), effective=n,
    )  # fmt: skip


def csat(
    tally: Tally, low: float = 1, high: float = 5, top: int = 2, level: float = 0.95,
    fewest: int = FEWEST,
) -> Score:  # fmt: skip
    """Return the share, 0 to 1, of answers in the ``top`` boxes of a scale from low to high.

    The usual definition is the two best of five points. With ``low`` above ``high`` the
    smallest numbers are the best. Interval: Wilson.

    >>> score = csat(Tally.of([5, 5, 4, 4, 4, 4, 4, 4, 2, 1]))
    >>> score.value, round(score.low, 2), round(score.high, 2)
    (0.8, 0.49, 0.94)
    """
    return _top("csat", f"top-{top} share", tally, low, high, top, level, fewest)


def ces(
    tally: Tally, low: float = 1, high: float = 7, level: float = 0.95, fewest: int = FEWEST
) -> Score:
    """Return the customer effort score, 0 to 1: the share who found it easy.

    On 1-7 ("made it easy for me", CES 2.0) these are 5 to 7; on a shorter scale the two best
    points. ``low`` above ``high`` reads the original, reversed question. Interval: Wilson.

    >>> ces(Tally.of([7, 6, 5, 4, 1])).value
    0.6
    """
    top = easy(low, high)
    return _top("ces", f"top-{top} share", tally, low, high, top, level, fewest)


def easy(low: float, high: float) -> int:
    """Return how many points of an effort scale say "easy": 3 of seven, else 2."""
    return 3 if abs(high - low) == 6 else 2


def top_box(low: float, high: float, top: int = 2) -> tuple[float, float]:
    """Return the smallest and the largest number of the ``top`` boxes of a scale.

    >>> top_box(1, 5), top_box(5, 1)
    ((4, 5), (1, 2))
    """
    edge = high - (top - 1) if high > low else high + (top - 1)
    return min(edge, high), max(edge, high)


def _top(
    measure: str, name: str, tally: Tally, low: float, high: float, top: int, level: float,
    fewest: int,
) -> Score:  # fmt: skip
    tally = within(tally, low, high)
    if hidden := _hidden(measure, tally, fewest):
        return hidden
    share = tally.share(*top_box(low, high, top))
    score = _proportion(measure, share, tally, level)
    return replace(score, method=f"{name}, {score.method}")


def _proportion(measure: str, share: float, tally: Tally, level: float) -> Score:
    n = tally.effective
    low, high = intervals.wilson(min(share * n, n), n, level)
    return Score(
        measure, share, low, high, tally.total, _method("Wilson", tally, level), effective=n
    )


def mean(
    tally: Tally, low: float | None = None, high: float | None = None, level: float = 0.95,
    fewest: int = FEWEST,
) -> Score:  # fmt: skip
    """Return the mean; with ``low`` and ``high`` of answers on that scale alone.

    Interval: BCa bootstrap of the respondents up to 2,000 of them, normal beyond; Student with
    Kish's n_eff where answers are weighted. Where all answers are equal the bootstrap has
    nothing to say: on a scale, Wilson's bound on the share of other answers takes its place.

    >>> mean(Tally.of([5] * 10), 1, 5).method
    'no variation, Wilson bound on other answers, 95 %'
    """
    if low is not None and high is not None:
        tally = within(tally, low, high)
    if hidden := _hidden("mean", tally, fewest):
        return hidden
    ends, name = _mean_interval(tally, low, high, level)
    return Score(
        "mean", tally.mean, ends[0], ends[1], tally.total, _method(name, tally, level),
        effective=tally.effective,
    )  # fmt: skip


def _mean_interval(
    tally: Tally, low: float | None, high: float | None, level: float
) -> tuple[tuple[float | None, float | None], str]:
    ends: tuple[float, float]
    if len(tally.values) == 1:
        if low is None or high is None:
            return (None, None), "no variation: all answers are equal"
        ends = intervals.unseen(tally.mean, low, high, tally.effective, level)
        return ends, "no variation, Wilson bound on other answers"
    if tally.weighted:
        if tally.effective < 3:
            return (None, None), "no interval: a few answers carry all the weight"
        ends, name = intervals.student(tally, level), "Student"
    elif tally.total <= BOOTSTRAPPED:
        ends, name = intervals.bca(tally, level), "BCa bootstrap"
    else:
        ends, name = intervals.normal(tally, level), "normal"
    if low is not None and high is not None:
        bottom, top = sorted((low, high))
        ends = max(bottom, ends[0]), min(top, ends[1])
    return ends, name


def shares(options: Mapping[str, Tally], level: float = 0.95, fewest: int = FEWEST) -> list[Score]:
    """Return the share of each option, 0 to 1, among those who answered.

    ``options`` gives for each option a tally of 1 (chosen) and 0 (not chosen). Interval: Wilson.
    """
    found = []
    for option, tally in options.items():
        score = _hidden("share", tally, fewest) or _proportion(
            "share", tally.share(1, 1), tally, level
        )
        found.append(replace(score, option=option))
    return found


def one(tally: Tally, measure: str, low: float = 1, high: float = 5) -> Score:
    """Return one measure of a tally by its name."""
    if measure == "nps":
        return nps(tally)
    if measure not in MEASURES:
        raise Refused(f"The measure '{measure}' is unknown; it is one of {', '.join(MEASURES)}.")
    if measure == "csat":
        return csat(tally, low, high)
    return ces(tally, low, high) if measure == "ces" else mean(tally, low, high)


def unshown(score: Score, why: str) -> Score:
    """Return the score with its numbers taken away."""
    return replace(score, value=None, low=None, high=None, method=why, suppressed=True)


def within(tally: Tally, low: float, high: float) -> Tally:
    """Return the tally without the values that are no points of the scale."""
    bottom, top = sorted((low, high))
    good = (tally.values >= bottom) & (tally.values <= top)
    if bool(good.all()):
        return tally
    return Tally(tally.values[good], tally.n[good], tally.w[good], tally.w2[good])
