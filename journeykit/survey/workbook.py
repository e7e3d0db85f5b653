"""Workbooks: XLSX, XLS and ODS as records of text, through calamine.

calamine reads the cells themselves. openpyxl's read-only mode trusts the recorded size of a
sheet, which Microsoft Forms writes wrongly.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from journeykit.errors import Refused
from journeykit.survey.cells import blank, plain
from journeykit.survey.files import File


def records(file: File) -> tuple[list[list[str]], str]:
    """Return the rows of the sheet that holds the answers, as text, and its name."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.data))
        sheets = [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
    except (CalamineError, ValueError, OSError) as error:
        raise Refused(_reason(file, str(error))) from None
    if not sheets:
        raise Refused(f"'{file.name}' has no sheet.")
    # cells that hold something, so that a cover sheet does not win
    name, rows = max(sheets, key=lambda sheet: _filled(sheet[1]))
    if not _filled(rows):
        raise Refused(f"'{file.name}' is empty: none of its sheets holds a cell.")
    return _square(rows), name


def _reason(file: File, error: str) -> str:
    if "password" in error.lower() or "encrypt" in error.lower():
        return f"'{file.name}' is protected by a password; open it, save it without, and try again."
    return f"'{file.name}' is not a workbook that can be read ({error.splitlines()[0][:120]})."


def _filled(rows: list[list[Any]]) -> int:
    return sum(cell != "" for row in rows for cell in row)


def _square(rows: list[list[Any]]) -> list[list[str]]:
    texts = [[_text(cell) for cell in row] for row in rows]
    while texts and not any(texts[-1]):
        texts.pop()
    width = max(
        (at + 1 for row in texts for at, cell in enumerate(row) if not blank(cell)), default=0
    )
    return [(row + [""] * width)[:width] for row in texts]


def _text(cell: Any) -> str:
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return str(plain(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)
