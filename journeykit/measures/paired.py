"""Paired waves: the same people, asked twice.

Respondents link by an id (a salted hash, never a name). Whoever answered a wave twice is left
out, since nobody knows which answer counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from journeykit.few import FEWEST
from journeykit.measures import intervals
from journeykit.measures.differences import Difference, quantile, two_sided

#: Below so many who changed, McNemar's test is exact.
_EXACT = 25


@dataclass(frozen=True)
class Pairs:
    """How many gave which two answers: (before, after) → n. ``unlinked`` answered one wave."""

    counts: dict[tuple[float, float], int]
    unlinked: int = 0
    doubled: int = 0

    @property
    def n(self) -> int:
        """How many people answered both waves."""
        return sum(self.counts.values())


def link(
    frame: Any, first: Any, second: Any, id: str = "id", wave: str = "wave", value: str = "value"
) -> Pairs:
    """Return who answered what in two waves; the engine of the frame does the joining.

    ``frame`` has one row per answer of one question, with the columns named.
    """
    import narwhals as nw

    native: Any = nw.from_native(frame)
    answered = native.filter(~nw.col(value).is_null(), ~nw.col(id).is_null()).with_columns(
        nw.col(value).cast(nw.Float64).alias("value")
    )

    def one(name: Any) -> Any:
        mine = answered.filter(nw.col(wave) == name).group_by(id)
        return mine.agg(nw.len().alias("times"), nw.col("value").max())

    before, after = one(first), one(second)
    both = before.rename({"value": "before", "times": "once"}).join(
        after.rename({"value": "after"}), on=id, how="inner"
    )
    single = both.filter((nw.col("once") == 1) & (nw.col("times") == 1))
    counted = _rows(single.group_by("before", "after").agg(nw.len().alias("n")))
    people = [_size(each) for each in (before, after, both)]
    counts = {(row["before"], row["after"]): int(row["n"]) for row in counted}
    linked = sum(counts.values())
    return Pairs(
        dict(sorted(counts.items())), people[0] + people[1] - 2 * people[2], people[2] - linked
    )


def _rows(frame: Any) -> list[dict[str, Any]]:
    import narwhals as nw

    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    found: list[dict[str, Any]] = frame.rows(named=True)
    return found


def _size(frame: Any) -> int:
    import narwhals as nw

    return int(_rows(frame.select(nw.len().alias("n")))[0]["n"])


def paired_share(
    pairs: Pairs, low: float, high: float, level: float = 0.95, fewest: int = FEWEST
) -> Difference:
    """Return the change of the share who answered from ``low`` to ``high``: McNemar.

    Interval: adjusted Wald of paired proportions, one added to both kinds of change (Bonett and
    Price 2012). p: exact where fewer than 25 changed, else χ² without correction.
    Effect: the share who moved up among all who changed.
    """
    if hidden := _hidden("share", pairs, fewest, level):
        return hidden
    was = sum(n for (a, _), n in pairs.counts.items() if low <= a <= high)
    now = sum(n for (_, b), n in pairs.counts.items() if low <= b <= high)
    up = sum(n for (a, b), n in pairs.counts.items() if low <= b <= high and not low <= a <= high)
    down = was - (now - up)
    n, changed = pairs.n, up + down
    ends = _bonett_price(up, down, n, level)
    if changed == 0:
        p = 1.0
    elif changed < _EXACT:
        tail = sum(math.comb(changed, k) for k in range(min(up, down) + 1)) / 2**changed
        p = min(1.0, 2 * tail)
    else:
        p = two_sided((up - down) / math.sqrt(changed))
    test = "McNemar exact" if changed < _EXACT else "McNemar"
    return Difference(
        "share", (now - was) / n, *ends, was / n, now / n, n, n,
        f"paired, Bonett–Price, {test}, {100 * level:g} %", p=p,
        effect=up / changed if changed else None, effect_name="share of changes upward",
        level=level,
    )  # fmt: skip


def paired_mean(pairs: Pairs, level: float = 0.95, fewest: int = FEWEST) -> Difference:
    """Return the mean change of the same people with Student's interval; p: Wilcoxon.

    Effect: the share who answered higher minus the share who answered lower, −1 to 1.
    """
    if hidden := _hidden("mean", pairs, fewest, level):
        return hidden
    n = pairs.n
    moves = [(b - a, times) for (a, b), times in pairs.counts.items()]
    value = sum(move * times for move, times in moves) / n
    before = sum(a * times for (a, _), times in pairs.counts.items()) / n
    spread = sum((move - value) ** 2 * times for move, times in moves) / (n - 1)
    net = sum(math.copysign(times, move) for move, times in moves if move) / n
    ends: tuple[float | None, float | None] = (None, None)
    if spread > 0:
        half = quantile(n - 1, level) * math.sqrt(spread / n)
        ends = value - half, value + half
    p = wilcoxon(pairs)
    name = "paired Student interval, Wilcoxon" if spread > 0 else "paired, every change is equal"
    return Difference(
        "mean", value, *ends, before, before + value, n, n, f"{name}, {100 * level:g} %", p=p,
        effect=net, effect_name="share up minus share down", level=level,
    )  # fmt: skip


def wilcoxon(pairs: Pairs) -> float:
    """Return the p of Wilcoxon's signed ranks: exact up to 50 without ties, else normal.

    Zero changes are left out (Wilcoxon 1945), ties share their rank.
    """
    moves = [(b - a, n) for (a, b), n in pairs.counts.items() if a != b]
    if not moves:
        return 1.0
    from scipy import stats

    plain = [move for move, times in moves for _ in range(times)]
    ties = len({abs(move) for move in plain}) < len(plain)
    method = "approx" if ties or len(plain) > 50 else "exact"
    return float(stats.wilcoxon(plain, method=method).pvalue)


def _bonett_price(up: int, down: int, n: int, level: float) -> tuple[float, float]:
    p, q = (up + 1) / (n + 2), (down + 1) / (n + 2)
    half = intervals.z(level) * math.sqrt((p + q - (p - q) ** 2) / (n + 2))
    return max(-1.0, p - q - half), min(1.0, p - q + half)


def _hidden(measure: str, pairs: Pairs, fewest: int, level: float) -> Difference | None:
    if pairs.n >= fewest:
        return None
    why = f"not shown: fewer than {fewest} people answered both"
    return Difference(
        measure, None, None, None, None, None, pairs.n, pairs.n, why, suppressed=True, level=level
    )


__all__ = ["Pairs", "link", "paired_mean", "paired_share", "wilcoxon"]
