"""A workbook: one sheet a collection, tidy, with real dates, numbers and truth values.

Sheets have a frozen heading, filters and columns as wide as what is in them. Times with a
zone are text, since a workbook knows no zones; a text longer than a cell stands in parts on
a sheet of its own. Texts that a spreadsheet would run get an apostrophe, as in the CSV.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from journeykit.errors import Refused
from journeykit.exchange import campaigns
from journeykit.exchange.archive import members
from journeykit.exchange.assumptions import marked, notice
from journeykit.exchange.csvs import filled, guard, lost, unguard
from journeykit.exchange.losses import Loss
from journeykit.exchange.own import answers_stay
from journeykit.exchange.sound import sound
from journeykit.model import COLLECTIONS, Workshop, new_id
from journeykit.tables import Row, workshop_of

#: sheets that are no table: words for a reader, and texts that are longer than a cell
READ_ME, LONG = "read me", "long texts"
#: a sheet for readers: what the other sheets hold as a plan; it is not read back
CAMPAIGNS = "campaign plan"
_CELL = 32_767
_PART = 32_000
_LONG_HEAD = ("collection", "id", "column", "part", "text")
_NOWHERE = re.compile("[\ufffe\uffff\ud800-\udfff]")
_WIDEST = 60


def encode(workshop: Workshop, suffix: str) -> tuple[bytes, list[Loss]]:
    """Return the workbook; a workbook holds some 15 digits of a number."""
    import xlsxwriter

    stream = io.BytesIO()
    # a fixed date: the same workshop makes the same bytes
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    title = marked(workshop.title, workshop)
    book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
    made = _Writer(book)
    rows = campaigns.plan(workshop)
    made.read_me(title, notice(workshop), f"'{CAMPAIGNS}' is made from them." if rows else "")
    for name in COLLECTIONS:
        if workshop.entities(name):
            made.table(name, *filled(workshop, name))
    if rows:
        made.table(CAMPAIGNS, campaigns.COLUMNS, rows)
    made.long_texts()
    book.close()
    return stream.getvalue(), [*lost(workshop), *made.losses]


class _Writer:
    """The sheets of one workbook, and what they could not hold."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self.plain = book.add_format({"valign": "top"})
        self.losses: list[Loss] = []
        self.long: list[tuple[str, str, str, int, str]] = []

    def read_me(self, title: str, said: str, more: str) -> None:
        sheet = self.book.add_worksheet(READ_ME)
        sheet.set_column(0, 0, 100)
        words = "One sheet a collection; ids link them, and '…_label' columns are for readers."
        for at, text in enumerate(filter(None, (title, said, words, more))):
            sheet.write_string(at, 0, guard(_clean(text)), self.head if at == 0 else self.plain)

    def table(self, name: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        sheet = self.book.add_worksheet(name)
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column, self.head)
            widest = max((len(str(row[column] or "")) for row in rows), default=0)
            sheet.set_column(at, at, min(_WIDEST, max(len(column) + 4, widest + 2)))
        for line, row in enumerate(rows, start=1):
            for at, column in enumerate(columns):
                self.cell(sheet, line, at, (name, str(row["id"]), column), row[column])
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)

    def cell(self, sheet: Any, line: int, at: int, where: tuple[str, str, str], value: Any) -> None:
        if isinstance(value, bool):
            sheet.write_boolean(line, at, value, self.plain)
        elif isinstance(value, int | float):
            sheet.write_number(line, at, value, self.plain)
        elif isinstance(value, datetime):
            sheet.write_string(line, at, value.isoformat(), self.plain)
        elif isinstance(value, date) and value.year >= 1900:
            sheet.write_datetime(line, at, value, self.day)
        elif value not in (None, ""):
            sheet.write_string(line, at, self.text(where, str(value)), self.plain)

    def text(self, where: tuple[str, str, str], text: str) -> str:
        clean = _clean(text)
        if clean != text:
            self.losses.append(
                Loss("/".join(where[:2]), where[2], "signs that no workbook can hold are �")
            )
        if len(guard(clean)) <= _CELL:
            return guard(clean)
        parts = [clean[start : start + _PART] for start in range(0, len(clean), _PART)]
        self.long += [(*where, number, part) for number, part in enumerate(parts, start=1)]
        return f"see the sheet '{LONG}'"

    def long_texts(self) -> None:
        if not self.long:
            return
        sheet = self.book.add_worksheet(LONG)
        for at, name in enumerate(_LONG_HEAD):
            sheet.write_string(0, at, name, self.head)
        for line, (*where, number, part) in enumerate(self.long, start=1):
            for at, cell in enumerate(where):
                sheet.write_string(line, at, cell)
            sheet.write_number(line, 3, number)
            sheet.write_string(line, 4, guard(part))
        sheet.freeze_panes(1, 0)


def _clean(text: str) -> str:
    return _NOWHERE.sub("\ufffd", text)


def decode(data: bytes, name: str) -> tuple[Workshop, list[Loss]]:
    """Read the sheets; one that is no table of a workshop is left alone and said."""
    sheets = _sheets(data, name)
    if "info" not in sheets:
        raise Refused(f"'{name}' holds no sheet 'info', so it is not a workshop.")
    long = _long(sheets.pop(LONG, []), name)
    sheets.pop(READ_ME, None)
    sheets.pop(CAMPAIGNS, None)
    losses = [
        Loss(f"sheet {sheet}", "this sheet", "it is not one of the workshop's tables")
        for sheet in sheets
        if sheet not in COLLECTIONS
    ]
    tables = {
        sheet: _rows(sheet, cells, name, long)
        for sheet, cells in sheets.items()
        if sheet in COLLECTIONS
    }
    workshop = sound(workshop_of(tables, new_id()))
    return workshop, [*losses, *answers_stay(workshop)]


def _sheets(data: bytes, name: str) -> dict[str, list[list[Any]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    members(data, name)  # a bomb or a climbing path is found before anything is read of it
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {
            sheet: book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            for sheet in book.sheet_names
        }
    except (CalamineError, ValueError, OSError) as error:
        raise Refused(f"'{name}' is not a workbook that can be read ({error}).") from None


def _rows(
    sheet: str, cells: list[list[Any]], name: str, long: dict[tuple[str, str, str], str]
) -> list[dict[str, str]]:
    head = [str(cell).strip() for cell in cells[0]] if cells else []
    while head and not head[-1]:
        head.pop()
    if len(set(head)) < len(head) or "" in head:
        raise Refused(f"'{name}', sheet '{sheet}': its headings are not all there and different.")
    rows = []
    for line in cells[1:]:
        texts = [_text(cell) for cell in line[: len(head)]]
        if any(texts):
            row = dict(zip(head, texts, strict=True))
            rows.append(
                {column: long.get((sheet, row.get("id", ""), column), text)
                 for column, text in row.items()}
            )  # fmt: skip
    return rows


def _long(cells: Iterable[list[Any]], name: str) -> dict[tuple[str, str, str], str]:
    found: dict[tuple[str, str, str], str] = {}
    for line in list(cells)[1:]:
        if len(line) < len(_LONG_HEAD):
            raise Refused(f"'{name}', sheet '{LONG}': a row needs {', '.join(_LONG_HEAD)}.")
        where = (_text(line[0]), _text(line[1]), _text(line[2]))
        found[where] = found.get(where, "") + _text(line[4])
    return found


def _text(cell: Any) -> str:
    """Return a cell as the text that the CSV would hold."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return unguard(cell) if isinstance(cell, str) else str(cell)
