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
from journeykit.exchange.files import LARGEST, read, write
from journeykit.exchange.losses import Loss
from journeykit.exchange.own import answers_stay
from journeykit.exchange.sound import sound
from journeykit.model import COLLECTIONS, Workshop, new_id
from journeykit.tables import columns, map_rows, records, workshop_of

_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_GUARDED = re.compile(r"^'+[=+\-@\t\r]")


def export(workshop: Workshop, path: Path) -> list[Loss]:
    """Write the tables into a folder or a zip, or the map into one CSV."""
    if path.suffix.lower() == ".csv" and not path.is_dir():
        rows = map_rows(workshop)
        write(path, _csv(list(rows[0]) if rows else ["stage", "touchpoint"], rows))
        return _beside_the_map(workshop)
    tables = {
        f"{name}.csv": _csv(columns(name), records(workshop, name))
        for name in COLLECTIONS
        if workshop.entities(name)
    }
    if path.suffix.lower() == ".zip":
        write(path, _zip(tables))
    else:
        _folder(path, tables)
    return [
        *answers_stay(workshop),
        Loss("workshop", "the id of the workshop", "tables hold what is in it; it gets a new id"),
    ]


def load(path: Path) -> tuple[Workshop, list[Loss]]:
    """Read the tables of a folder or a zip; files that are no CSV are left alone and said."""
    files = _from_folder(path) if path.is_dir() else _from_zip(path)
    tables = {
        name.removesuffix(".csv"): _rows(name, data)
        for name, data in files.items()
        if name.endswith(".csv")
    }
    if "info" not in tables:
        raise Refused(f"'{path.name}' holds no info.csv, so it is not a workshop.")
    losses = [
        Loss(name, "this file", "it is not one of the workshop's tables")
        for name in files
        if not name.endswith(".csv")
    ]
    workshop = sound(workshop_of(tables, new_id()))
    return workshop, [*losses, *answers_stay(workshop)]


def guard(text: str) -> str:
    """Return the text with an apostrophe before it where a spreadsheet would run it.

    >>> guard("=1+1"), guard("warm")
    ("'=1+1", 'warm')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return the text that `guard` was given."""
    return text[1:] if _GUARDED.match(text) else text


def _csv(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_text(row[name]) for name in names] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


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
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"'{name}' is not UTF-8 text (byte {error.start}).") from None
    csv.field_size_limit(1_000_000)
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
    for name in COLLECTIONS:  # a table of an earlier export would come back to life
        (path / f"{name}.csv").unlink(missing_ok=True)
    for name, data in tables.items():
        write(path / name, data)


def _from_folder(path: Path) -> dict[str, bytes]:
    return {file.name: read(file) for file in sorted(path.iterdir()) if file.is_file()}


def _from_zip(path: Path) -> dict[str, bytes]:
    if not path.exists():
        raise Missing(f"There is no file '{path}'.")
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if sum(member.file_size for member in members) > LARGEST:
                raise Refused(f"'{path.name}' holds more than {LARGEST // 1_000_000} MB.")
            return {Path(member.filename).name: archive.read(member) for member in members}
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise Refused(f"'{path.name}' cannot be read as a zip: {error}.") from None


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
