"""Tables of text: records of a file, columns by their headings, numbers and days in cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from journeykit.errors import Refused
from journeykit.survey.dialect import CELL_LIMIT

#: Rows that are read of one file; more is for a database.
MOST_ROWS = 1_000_000
MOST_COLUMNS = 500
#: Bytes of a text file that is read as other evidence.
MOST_BYTES = 100_000_000
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{2})(?:\.\d+)?")
_NAMED = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d. %B %Y")
_DAY = re.compile(r"^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?!\d)")


def text_of(data: bytes, name: str) -> str:
    """Return the text of a file; raise `Refused` for one that is none."""
    from journeykit.survey import encoding, files

    file = files.load(data, name)
    if file.format not in ("csv", "tsv"):
        raise Refused(f"'{name}' is a {file.format.upper()} file; save it as plain text or CSV.")
    if len(file.data) > MOST_BYTES:
        raise Refused(f"'{name}' is larger than {MOST_BYTES // 1_000_000} MB.")
    return encoding.decode(file.data)[0].replace("\0", "").lstrip("\ufeff")


def records(data: bytes, name: str) -> list[list[str]]:
    """Return the records of a table of any format, the header first, without blank ones.

    Raises `Refused` for an empty file, one without rows, or one that is no table.
    """
    from journeykit.survey import files, parquet, spss, workbook
    from journeykit.survey.cells import clean

    file = files.load(data, name)
    if file.format in ("xlsx", "xls", "ods"):
        found = workbook.records(file)[0]
    elif file.format == "parquet":
        found = parquet.table(file).records
    elif file.format == "sav" or file.format == "por":
        found = spss.table(file).records
    else:
        found = parsed(text_of(data, name))
    found = [cells for record in found if any(cells := [clean(cell) for cell in record])]
    if not found:
        raise Refused(f"'{name}' is empty.")
    if len(found) < 2:
        raise Refused(f"'{name}' has a header but no rows below it.")
    if len(found) > MOST_ROWS + 1:
        raise Refused(f"'{name}' has {len(found) - 1:,} rows; at most {MOST_ROWS:,} are read.")
    width = len(found[0])
    if width > MOST_COLUMNS:
        raise Refused(f"'{name}' has {width} columns; at most {MOST_COLUMNS} are read.")
    return [found[0], *((row + [""] * width)[:width] for row in found[1:])]


def parsed(text: str) -> list[list[str]]:
    """Return the records of a text; the delimiter is the one that parts the first lines best."""
    head = [line for line in text.splitlines()[:20] if line.strip()]
    mark = max("\t;,|", key=lambda mark: min((line.count(mark) for line in head[:2]), default=0))
    csv.field_size_limit(CELL_LIMIT)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise Refused(f"This is no table: {error}.") from None


def column(header: Sequence[str], *names: str) -> int | None:
    """Return the first column whose heading is one of `names`, else one that holds a name.

    >>> column(["Review date", "Stars"], "date"), column(["Review date"], "stars")
    (0, None)
    """
    plain = [re.sub(r"[^\w]+", " ", cell).strip().casefold() for cell in header]
    for name in names:
        if name in plain:
            return plain.index(name)
    for name in names:
        for at, cell in enumerate(plain):
            if re.search(rf"\b{re.escape(name)}\b", cell):
                return at
    return None


def number(cell: str, decimal: str = ".") -> float | None:
    """Return the number in a cell with a currency, a percent sign or a clock's colons.

    >>> number("12.5 %"), number("€1,234.50"), number("00:01:30"), number("1.234,5", ",")
    (0.125, 1234.5, 90.0, 1234.5)
    """
    from journeykit.survey.cells import number as plain

    text = cell.strip().replace("\u00a0", " ").replace("−", "-")
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return float(hours * 3600 + minutes * 60 + seconds)
    share = text.endswith("%")
    text = re.sub(r"^[^\d.,+-]{1,4}(?=[\d.+-])|\s*[^\d.,\s]{1,4}$", "", text).strip()
    value = plain(text, decimal)
    return value if value is None or not share else round(value / 100, 10)


def decimal_of(cells: Iterable[str]) -> str:
    """Return the decimal sign of a column: a comma where one cell has it for certain.

    >>> decimal_of(["1,5", "2"]), decimal_of(["1,500", "2.5"])
    (',', '.')
    """
    sure = re.compile(r"\D*\d*(?:\.\d{3})*,(?:\d{1,2}|\d{4,})\D*")
    return "," if any(sure.fullmatch(cell.strip()) for cell in cells) else "."


def days(cells: Sequence[str]) -> list[date | None]:
    """Return the day in each cell; None where there is none, or day and month may be swapped.

    >>> days(["2026-03-01", "20260302", "x"])
    [datetime.date(2026, 3, 1), datetime.date(2026, 3, 2), None]
    >>> days(["3/1/2026", "3/25/2026"])[0], days(["3/1/2026"])
    (datetime.date(2026, 3, 1), [None])
    """
    order = _order([found.groups() for cell in cells if (found := _DAY.match(cell.strip()))])
    known = {cell: _day(cell.strip(), order) for cell in set(cells)}
    return [known[cell] for cell in cells]


def _order(groups: Sequence[tuple[str, ...]]) -> tuple[int, int, int] | None:
    parts = [[int(each) for each in group] for group in groups if len(group[0]) < 3]
    if any(first > 12 for first, _, _ in parts):
        return 2, 1, 0
    return (2, 0, 1) if any(second > 12 for _, second, _ in parts) else None


def _day(cell: str, order: tuple[int, int, int] | None) -> date | None:
    if re.fullmatch(r"(19|20)\d{6}", cell):
        cell = f"{cell[:4]}-{cell[4:6]}-{cell[6:]}"
    if found := _DAY.match(cell):
        parts = [int(each) for each in found.groups()]
        if len(found[1]) == 4:
            order = (0, 1, 2)
        elif "." in found[0]:
            order = (2, 1, 0)
        if order is None:
            return None
        year, month, day = (parts[at] for at in order)
        try:
            return date(year if year > 99 else 2000 + year, month, day)
        except ValueError:
            return None
    for pattern in _NAMED if len(cell) <= 30 and re.search(r"[^\W\d]{3}", cell) else ():
        try:
            return datetime.strptime(cell, pattern).date()
        except ValueError:
            continue
    return None


def last(found: Iterable[date | None]) -> date | None:
    """Return the latest day that is not still to come."""
    tomorrow = date.today() + timedelta(days=1)
    return max((day for day in found if day and day <= tomorrow), default=None)


def span(found: Iterable[date | None]) -> str:
    """Return the first and the last day in words, "" where there is none."""
    known = sorted(day for day in found if day)
    if not known:
        return ""
    first, final = f"{known[0]:%d %b %Y}", f"{known[-1]:%d %b %Y}"
    return first if first == final else f"{first} to {final}"


def title_of(name: str, otherwise: str) -> str:
    """Return a title from a file's name."""
    stem = re.sub(r"(\.\w{1,8})+$", "", name).replace("_", " ").strip()
    return stem[:300] or otherwise
