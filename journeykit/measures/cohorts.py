"""Retention by cohort: who came first in which period, and who came back when.

Rows in: one a customer and period in which the customer was active (bought, logged in). Table
out: for each cohort and each period since its first, how many came back, of how many, with
Wilson's interval; and over all cohorts how long customers stay (Kaplan and Meier 1958).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from journeykit.errors import Refused
from journeykit.few import FEWEST

Row = tuple[str, str]
#: More rows than this are no paste any more.
MOST = 500_000
_SPLIT = re.compile(r"\t|;|,")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}).*)?$")
_NUMBER = re.compile(r"\d{1,6}$")


@dataclass(frozen=True)
class Cell:
    """How many of a cohort came back in a period; ``low`` and ``high`` are shares, 0 to 1.

    ``share`` is None for a cohort of fewer than five, ``back`` then too.
    """

    back: int | None
    n: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Cohort:
    """Customers who came first in one period; ``cells[0]`` is that period itself."""

    label: str
    n: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Stay:
    """The share of customers who are still there after ``at`` periods, 0 to 1."""

    at: int
    share: float
    low: float | None
    high: float | None
    at_risk: int


@dataclass(frozen=True)
class Cohorts:
    """The cohorts, oldest first; the pooled share that came back; how long customers stay."""

    cohorts: tuple[Cohort, ...]
    pooled: tuple[Cell, ...]
    staying: tuple[Stay, ...]
    customers: int
    every: str


def read_rows(text: str) -> list[Row]:
    """Return customer and period of each line; columns are parted by tab, semicolon or comma.

    A first line without a period is a heading. Periods are days, months (2026-03) or numbers.

    >>> read_rows("customer,month\\nk1,2026-01\\nk1,2026-02-14\\n")
    [('k1', '2026-01'), ('k1', '2026-02-14')]
    """
    rows: list[Row] = []
    for at, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        cells = [cell.strip().strip('"').strip() for cell in _SPLIT.split(line)]
        if not any(cells):
            continue
        known = len(cells) >= 2 and cells[0] and _index(cells[1]) is not None
        if not known and not rows and at == 1:
            continue
        if not known:
            raise Refused(
                f"Rows: line {at} ('{line.strip()[:40]}') is not a customer and a period; write it "
                "like: K17, 2026-03."
            )
        rows.append((cells[0], cells[1]))
        if len(rows) > MOST:
            raise Refused(f"Rows: more than {MOST:,} lines; keep one line a customer and period.")
    if not rows:
        raise Refused("Rows: there is no customer yet; paste lines like: K17, 2026-03.")
    return rows


def cohorts(rows: Iterable[Row]) -> Cohorts:
    """Return the cohorts of customers; all periods must be of one kind (months, or numbers).

    >>> rows = [(f"k{i}", "1") for i in range(10)] + [(f"k{i}", "2") for i in range(8)]
    >>> found = cohorts(rows)
    >>> cell = found.cohorts[0].cells[1]
    >>> cell.back, cell.n, round(cell.low, 2), round(cell.high, 2)
    (8, 10, 0.49, 0.94)
    """
    seen: dict[str, set[int]] = {}
    kinds = set()
    for customer, period in rows:
        at = _index(period)
        if at is None:
            raise Refused(f"Rows: '{period[:40]}' is no period; write 2026-03 or a number.")
        kinds.add(bool(_MONTH.match(period)))
        seen.setdefault(customer, set()).add(at)
    if len(kinds) > 1:
        raise Refused("Rows: some periods are months and some are numbers; write all one way.")
    dated = kinds == {True}
    final = max(max(each) for each in seen.values())
    by: dict[int, list[set[int]]] = {}
    for active in seen.values():
        by.setdefault(min(active), []).append(active)
    made = tuple(_cohort(start, by[start], final, dated) for start in sorted(by))
    return Cohorts(
        made, _pooled(made), _staying(by, final), len(seen), "month" if dated else "period"
    )


def is_period(text: str) -> bool:
    """Whether a text is a day, a month or a number.

    >>> is_period("2026-03"), is_period("2026-03-01 10:00:00"), is_period("spring")
    (True, True, False)
    """
    return _index(text) is not None


def _index(period: str) -> int | None:
    if found := _MONTH.match(period):
        year, month = int(found[1]), int(found[2])
        try:
            date(year, month, int(found[3] or 1))
        except ValueError:
            return None
        return 12 * year + month - 1
    return int(period) if _NUMBER.match(period) else None


def _cohort(start: int, members: Sequence[set[int]], final: int, dated: bool) -> Cohort:
    label = f"{start // 12}-{start % 12 + 1:02d}" if dated else str(start)
    n = len(members)
    cells = tuple(
        cell(sum(start + at in active for active in members), n) for at in range(final - start + 1)
    )
    return Cohort(label, n, cells)


def cell(back: int, n: int) -> Cell:
    """Return how many came back, with Wilson's interval; nothing of fewer than five."""
    from journeykit.measures.intervals import wilson

    if n < FEWEST:
        return Cell(None, n, None, None, None)
    low, high = wilson(back, n)
    return Cell(back, n, back / n, low, high)


def _pooled(made: Sequence[Cohort]) -> tuple[Cell, ...]:
    """The cohorts that are large enough together; only those that had the time count."""
    told = [cohort for cohort in made if cohort.n >= FEWEST]
    longest = max((len(cohort.cells) for cohort in told), default=0)
    found = []
    for at in range(longest):
        there = [cohort.cells[at] for cohort in told if at < len(cohort.cells)]
        found.append(cell(sum(each.back or 0 for each in there), sum(each.n for each in there)))
    return tuple(found)


def _staying(by: dict[int, list[set[int]]], final: int) -> tuple[Stay, ...]:
    """Kaplan–Meier: somebody leaves after the last period seen; the last period censors.

    Interval: Greenwood's, on the scale log(−log S), so that it stays within 0 to 1.
    """
    from journeykit.measures.intervals import z

    lasted = [(max(active) - start, final - start) for start, all_ in by.items() for active in all_]
    found, share, spread = [Stay(0, 1.0, None, None, len(lasted))], 1.0, 0.0
    for at in range(1, max((limit for _, limit in lasted), default=0) + 1):
        risk = sum(1 for last, limit in lasted if limit >= at and last >= at - 1)
        left = sum(1 for last, limit in lasted if limit >= at and last == at - 1)
        if risk < FEWEST:
            break
        share *= 1 - left / risk
        spread += left / (risk * (risk - left)) if risk > left else 0.0
        low = high = None
        if 0 < share < 1:
            half = z() * math.sqrt(spread) / abs(math.log(share))
            low, high = share ** math.exp(half), share ** math.exp(-half)
        found.append(Stay(at, share, low, high, risk))
    return tuple(found)


__all__ = ["Cell", "Cohort", "Cohorts", "Stay", "cell", "cohorts", "is_period", "read_rows"]
