"""Tidy CSV tables: a folder or a zip with one file a collection, or one table of the map.

UTF-8 with a byte order mark, since spreadsheets ask for it. A text that a spreadsheet would
run as a formula gets an apostrophe before it, and loses it again on the way back.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from journeykit.errors import Missing, Refused
from journeykit.exchange.archive import members
from journeykit.exchange.assumptions import marked, notice
from journeykit.exchange.files import read, text_of, write
from journeykit.exchange.losses import Loss
from journeykit.exchange.own import answers_stay
from journeykit.exchange.sound import sound
from journeykit.model import COLLECTIONS, Workshop, new_id
from journeykit.survey.dialect import CELL_LIMIT
from journeykit.tables import Row, columns, map_rows, records, workshop_of

#: a line for readers, beside the tables of a workshop that is mostly believed
NOTICE = "ASSUMPTIONS.txt"
_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_GUARDED = re.compile(r"^'+[=+\-@\t\r]")


def encode(workshop: Workshop, suffix: str) -> tuple[bytes, list[Loss]]:
    """Return the tables as a zip, or the map as one CSV."""
    if suffix == ".csv":
        rows = [
            {**row, "journey": marked(str(row["journey"]), workshop)} for row in map_rows(workshop)
        ]
        names = list(rows[0]) if rows else ["stage", "touchpoint"]
        return table(names, rows), _beside_the_map(workshop)
    return _zip(_tables(workshop)), lost(workshop)


def decode(data: bytes, name: str) -> tuple[Workshop, list[Loss]]:
    """Read the tables of a zip; files that are no table are left alone and said."""
    return _read(_of_zip(members(data, name), name), name)


def into_folder(workshop: Workshop, path: Path) -> list[Loss]:
    """Write the tables into a folder."""
    _folder(path, _tables(workshop))
    return lost(workshop)


def from_folder(path: Path) -> tuple[Workshop, list[Loss]]:
    """Read the tables of a folder, as `decode` does those of a zip."""
    if not path.is_dir():
        raise Missing(f"There is no folder '{path}'.")
    found = {file.name: read(file) for file in sorted(path.iterdir()) if file.is_file()}
    return _read(found, path.name)


def lost(workshop: Workshop) -> list[Loss]:
    """Return what tables of every collection leave out."""
    return [
        *answers_stay(workshop),
        Loss("workshop", "the id of the workshop", "tables hold what is in it; it gets a new id"),
    ]


def filled(workshop: Workshop, collection: str) -> tuple[list[str], list[Row]]:
    """Return the columns and the rows of a collection; what no file brought has no column."""
    rows = records(workshop, collection)
    brought = any(row.get("foreign") for row in rows)
    return [name for name in columns(collection) if name != "foreign" or brought], rows


def _tables(workshop: Workshop) -> dict[str, bytes]:
    tables = {
        f"{name}.csv": table(*filled(workshop, name))
        for name in COLLECTIONS
        if workshop.entities(name)
    }
    said = notice(workshop)
    return {NOTICE: f"{said}\n".encode(), **tables} if said else tables


def _read(files: Mapping[str, bytes], name: str) -> tuple[Workshop, list[Loss]]:
    tables = {
        each.removesuffix(".csv"): _rows(each, data)
        for each, data in files.items()
        if each.endswith(".csv")
    }
    if "info" not in tables:
        raise Refused(f"'{name}' holds no info.csv, so it is not a workshop.")
    losses = [
        Loss(each, "this file", "it is not one of the workshop's tables")
        for each in files
        if not each.endswith(".csv") and each != NOTICE
    ]
    workshop = sound(workshop_of(tables, new_id()))
    return workshop, [*losses, *answers_stay(workshop)]


def _of_zip(found: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """Return the files by their names alone: some tools zip the folder, not what is in it."""
    files: dict[str, bytes] = {}
    for path, data in found.items():
        folder, _, file = path.rpartition("/")
        if folder.startswith("__MACOSX"):
            continue
        if file in files:
            raise Refused(f"'{name}' holds '{file}' twice, in different folders.")
        files[file] = data
    return files


def guard(text: str) -> str:
    """Return the text with an apostrophe before it where a spreadsheet would run it.

    >>> guard("=1+1"), guard("warm")
    ("'=1+1", 'warm')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return the text that `guard` was given."""
    return text[1:] if _GUARDED.match(text) else text


def table(
    names: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    heads: Sequence[str] | None = None,
    mark: bool = True,
) -> bytes:
    """Return rows as the bytes of a CSV file, safe to open in a spreadsheet.

    `heads` stand above the columns instead of their names, for tools that want a heading twice.
    Without the byte order mark the first heading is read right by tools that do not expect one.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(heads or names)
    writer.writerows([_text(row[name]) for name in names] for row in rows)
    return stream.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, float):
        return repr(int(value) if value.is_integer() and abs(value) < 1e15 else value)
    return guard(value) if isinstance(value, str) else str(value)


def _rows(name: str, data: bytes) -> list[dict[str, str]]:
    text = text_of(data, name)
    csv.field_size_limit(CELL_LIMIT)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Refused(f"'{name}' is not a CSV table: {error}.") from None
    head, body = (lines[0], lines[1:]) if lines else ([], [])
    for number, line in enumerate(body, start=1):
        if line and len(line) != len(head):
            raise Refused(f"Row {number} of '{name}' has {len(line)} cells, not {len(head)}.")
    return [dict(zip(head, map(unguard, line), strict=True)) for line in body if line]


def _zip(tables: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in tables.items():
            # a fixed date: the same workshop makes the same bytes
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return stream.getvalue()


def _folder(path: Path, tables: Mapping[str, bytes]) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"'{path}' cannot be made: {error.strerror or error}.") from None
    # a table of an earlier export would come back to life
    for name in (*(f"{each}.csv" for each in COLLECTIONS), NOTICE):
        (path / name).unlink(missing_ok=True)
    for name, data in tables.items():
        write(path / name, data)


def _beside_the_map(workshop: Workshop) -> list[Loss]:
    """Name what one row a touchpoint has no place for."""
    kept = {"info", "journeys", "stages", "touchpoints"}
    losses = []
    for name, kind in COLLECTIONS.items():
        found: Iterable[Any] = workshop.entities(name).values()
        if name in ("notes", "findings"):
            found = [one for one in found if one.touchpoint is None]
        if name not in kept and (count := len(list(found))):
            losses.append(
                Loss(name, f"{count} of the kind {kind.noun}", "the table has one row a touchpoint")
            )
    return losses
