"""Tables of an organization's own: customers and periods, and columns of numbers.

Any format that answers are read from. What is read is counted and forgotten: nothing of it is
stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from journeykit.errors import Refused
from journeykit.evidence.tables import column, days, decimal_of, records
from journeykit.measures.cohorts import MOST, Row, is_period
from journeykit.survey.cells import number

_CUSTOMER = ("customer", "customer id", "client", "user", "member", "account", "buyer", "student",
             "case", "id", "email")  # fmt: skip
_PERIOD = ("period", "month", "date", "day", "order date", "week", "time", "timestamp", "cohort")


@dataclass(frozen=True)
class Numbers:
    """A column that holds numbers and blanks only."""

    heading: str
    values: tuple[float, ...]


def customers(data: bytes, name: str) -> list[Row]:
    """Return customer and period of each row of a table of any format.

    The columns are found by their headings ("Customer", "Order date"), else they are the first
    two; further columns are not looked at. A first row that holds a period is no heading.
    Raises `Refused` for a table without them, or for a cell that is no period.
    """
    found = records(data, name)
    if len(found[0]) < 2:
        raise Refused(f"'{name}' has one column; a customer and a period are needed.")
    who, when = _columns(found[0])
    body = found if is_period(found[0][when]) else found[1:]
    if len(body) > MOST:
        raise Refused(f"'{name}' has more than {MOST:,} rows; keep one a customer and period.")
    rows = []
    for row, period in zip(body, _periods([row[when] for row in body]), strict=True):
        if not row[who] and not row[when]:
            continue
        if not row[who] or not period:
            raise Refused(
                f"'{name}': '{row[who][:40]}', '{row[when][:40]}' is not a customer and a period; "
                "a period is a day, a month such as 2026-03, or a number."
            )
        rows.append((row[who], period))
    return rows


def _columns(header: list[str]) -> tuple[int, int]:
    header = [cell.replace("_", " ") for cell in header]
    when = column(header, *_PERIOD)
    others = [cell if at != when else "" for at, cell in enumerate(header)]
    who = column(others, *_CUSTOMER)
    if when is None:
        when = next(at for at in range(len(header)) if at != (who or 0))
    if who is None:
        who = next(at for at in range(len(header)) if at != when)
    return who, when


def _periods(cells: list[str]) -> list[str]:
    """Return periods as `measures.cohorts` reads them, "" for what is none."""
    if all(is_period(cell) for cell in cells if cell):
        return cells
    return [day.isoformat() if day else "" for day in days(cells)]


def number_columns(data: bytes, name: str) -> list[Numbers]:
    """Return the columns of a table that hold numbers; `Refused` where there is none."""
    header, *body = records(data, name)
    made = []
    for at, heading in enumerate(header):
        cells = [row[at] for row in body if row[at]]
        sign = decimal_of(cells)
        values = [number(cell, sign) for cell in cells]
        if values and all(value is not None for value in values):
            title = re.sub(r"\s+", " ", heading).strip() or f"column {at + 1}"
            made.append(Numbers(title, tuple(value for value in values if value is not None)))
    if not made:
        raise Refused(
            f"'{name}' has no column of numbers; a heading and numbers below it are needed."
        )
    return made


__all__ = ["Numbers", "customers", "number_columns"]
