"""Workbooks: XLSX, XLS and ODS as records of text, through calamine.

calamine reads the cells themselves. openpyxl's read-only mode trusts the recorded size of a
sheet, which Microsoft Forms writes wrongly.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from journeykit.errors import Refused
from journeykit.survey.cells import blank, plain
from journeykit.survey.files import File


def records(file: File) -> tuple[list[list[str]], tuple[str, ...]]:
    """Return the rows of the sheet that holds the answers, as text, and what is to be said."""
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
    said: tuple[str, ...] = (f"The answers were read from the sheet '{name}'.",)
    if n := _unsaved(file):
        said += (
            f"{n} cells hold a formula without its result and are blank here; open the workbook, "
            "save it, and choose it again.",
        )
    return _square(rows), said


_STEP = 1 << 20
#: A cell whose formula is followed by no value.
_UNSAVED = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^<>]*/>)\s*</(?:\w+:)?c>")


def _unsaved(file: File) -> int:
    """How many cells of an XLSX workbook hold a formula of which nobody stored the result."""
    if file.format != "xlsx":
        return 0
    n = 0
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        for part in archive.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", part):
                continue
            rest = b""
            with archive.open(part) as sheet:
                while piece := sheet.read(_STEP):
                    text = rest + piece
                    ends = [found.end() for found in _UNSAVED.finditer(text)]
                    n += len(ends)
                    rest = text[max(ends[-1] if ends else 0, len(text) - 500) :]
    return n


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
