"""Values of KPIs from counts that somebody has: shares, scores, ratings and times.

Every value is in the unit in which its KPI is shown (percent, points, stars, minutes), with its
interval, n and method. What is no count of people is refused in a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from journeykit.errors import Refused
from journeykit.few import FEWEST

#: Below so many an NPS is only indicative (METHOD 3.1).
INDICATIVE = 30


@dataclass(frozen=True)
class Result:
    """The value of a KPI, where it comes from, and what has to be said beside it.

    ``low`` and ``high`` are None where there is no sample to speak of; ``method`` says why.
    ``notes`` are sentences: assumptions, cautions, further numbers.
    """

    value: float
    low: float | None
    high: float | None
    n: int | None
    method: str
    notes: tuple[str, ...] = field(default=())


def rate(part: int, whole: int, part_name: str = "hits", whole_name: str = "cases") -> Result:
    """Return a share in percent with Wilson's interval (Wilson 1927).

    >>> found = rate(8, 10)
    >>> found.value, round(found.low, 1), round(found.high, 1), found.n
    (80.0, 49.0, 94.3, 10)
    >>> rate(12, 10, "actions", "visitors")
    Traceback (most recent call last):
    journeykit.errors.Refused: Actions: 12 are more than the 10 visitors; count each of them once.
    """
    from journeykit.measures.intervals import wilson

    _counted(part, part_name)
    _counted(whole, whole_name)
    if part > whole:
        raise Refused(
            f"{part_name.capitalize()}: {part:,} are more than the {whole:,} {whole_name}; "
            "count each of them once."
        )
    _enough(whole, whole_name)
    low, high = wilson(part, whole)
    notes = () if part * (whole - part) else (
        f"None of the {whole:,} differs: the interval says how far the truth may be from that.",
    )  # fmt: skip
    return Result(100 * part / whole, 100 * low, 100 * high, whole, "Wilson, 95 %", notes)


def nps(promoters: int, passives: int, detractors: int) -> Result:
    """Return the net promoter score in points, with the adjusted Wald interval (Rocks 2016).

    >>> found = nps(19, 14, 3)
    >>> round(found.value, 1), round(found.low, 1), round(found.high, 1), found.n
    (44.4, 20.3, 61.7, 36)
    """
    from journeykit.measures.intervals import adjusted_wald

    for many, name in (
        (promoters, "promoters"),
        (passives, "passives"),
        (detractors, "detractors"),
    ):
        _counted(many, name)
    n = promoters + passives + detractors
    _enough(n, "answers")
    low, high = adjusted_wald(promoters, detractors, n)
    notes = (f"With fewer than {INDICATIVE} answers it is indicative only.",)
    return Result(
        100 * (promoters - detractors) / n, 100 * low, 100 * high, n, "adjusted Wald, 95 %",
        notes if n < INDICATIVE else (),
    )  # fmt: skip


def stars(counts: Sequence[int]) -> Result:
    """Return the mean of reviews; ``counts`` says how many gave 1, 2, … stars.

    >>> found = stars([2, 1, 3, 10, 24])
    >>> round(found.value, 2), found.n, found.notes[0]
    (4.33, 40, '85 % gave 4 or 5 stars (71 % to 93 %); 5 % gave one star.')
    """
    import numpy as np

    from journeykit.measures.counts import Tally
    from journeykit.measures.score import mean

    for at, many in enumerate(counts, 1):
        _counted(many, f"reviews with {at} {'star' if at == 1 else 'stars'}")
    n = sum(counts)
    _enough(n, "reviews")
    found = np.array(counts, dtype=float)
    there = found > 0
    points = np.arange(1, len(counts) + 1, dtype=float)[there]
    score = mean(Tally(points, found[there], found[there], found[there]), 1, len(counts))
    best = rate(sum(counts[-2:]), n)
    said = (
        f"{best.value:.0f} % gave {len(counts) - 1} or {len(counts)} stars "
        f"({best.low:.0f} % to {best.high:.0f} %); {100 * counts[0] / n:.0f} % gave one star."
    )
    assert score.value is not None
    return Result(
        score.value, score.low, score.high, n, score.method,
        (said, "Who writes reviews is not who buys: extremes write more often."),
    )  # fmt: skip


def typical(times: Sequence[float], goal: float | None = None, unit: str = "minutes") -> Result:
    """Return the median of times with its interval, and the share within a goal.

    The interval is the distribution-free one of order statistics: ranks of the binomial with
    one half (Conover 1999, 3.2), so its level is at least 95 %. Below six values there is none.

    >>> found = typical([3, 5, 7, 8, 9, 12, 15, 22, 30, 90], goal=10)
    >>> found.value, found.low, found.high
    (10.5, 5, 30)
    >>> found.notes
    ('50 % within 10 minutes (24 % to 76 %).',)
    """
    from statistics import median

    found = sorted(times)
    if any(not each >= 0 for each in found):
        raise Refused(f"Times: {found[0]:g} is below 0; a time is never negative.")
    n = len(found)
    _enough(n, "times")
    rank = _rank(n)
    low, high = (found[rank - 1], found[n - rank]) if rank else (None, None)
    notes = []
    if goal is not None:
        if not goal > 0:
            raise Refused(f"Goal: {goal:g} {unit} is no goal; it must be more than 0.")
        within = rate(sum(each <= goal for each in found), n)
        notes = [f"{within.value:.0f} % within {goal:g} {unit} "
                 f"({within.low:.0f} % to {within.high:.0f} %)."]  # fmt: skip
    if low is not None and low == high:
        notes.append("All of the middle values are equal.")
    method = (
        "median, order statistics, at least 95 %" if rank else "median; too few for an interval"
    )
    return Result(float(median(found)), low, high, n, method, tuple(notes))


def _rank(n: int) -> int:
    """The rank from either end with at most 2.5 % of the binomial below it; 0 for none."""
    from math import comb

    below, rank = 0.0, 0
    for k in range(n // 2):
        below += comb(n, k) / 2**n
        if below > 0.025:
            break
        rank = k + 1
    return rank


def _counted(many: int, name: str) -> None:
    if many < 0:
        raise Refused(f"{name.capitalize()}: {many:,} is below 0; type a count of people or cases.")


def _enough(n: int, name: str) -> None:
    if n == 0:
        raise Refused(
            f"{name.capitalize()}: 0 of them give no number; measure again when there are some."
        )
    if n < FEWEST:
        raise Refused(
            f"{name.capitalize()}: {n} are too few; from {FEWEST} on a number is about a group, "
            "not about persons."
        )


__all__ = ["Result", "nps", "rate", "stars", "typical"]
