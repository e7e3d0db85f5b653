"""One file that holds a whole store, the same for both engines.

A backup is a ZIP with ``journeykit.json`` (what it is), ``workshops.jsonl``,
``edits.jsonl``, ``settings.jsonl`` and ``datasets/<SHA-256>``. It holds the log, not the
states: a restore folds every edit again, so nothing comes in that the rules would refuse.
The facilitator's key and private settings (the salt of hashes) stay where they are: a backup
travels, and a key should not.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Table, delete, insert, select

from journeykit.errors import JourneykitError, Refused, StoreError
from journeykit.model import Workshop
from journeykit.store import schema
from journeykit.store.database import Database
from journeykit.store.keeping import KEY, PRIVATE
from journeykit.store.log import clean, freeze, now, refold, written

FORMAT = 1
_ABOUT = "journeykit.json"
_DATASETS = "datasets/"
_AT_ONCE = 500


def write_backup(database: Database, path: str | os.PathLike[str]) -> None:
    """Write everything in a store into one file; the file appears when it is whole."""
    target = Path(path).expanduser().absolute()
    if database.address.path is not None and target == database.address.path:
        raise StoreError("A backup goes into another file than the store itself.")
    if not target.parent.is_dir():
        raise StoreError(f"The folder '{target.parent}' is not there; make it first.")
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with (
            database.reading(still=True) as connection,
            zipfile.ZipFile(draft, "x", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        ):
            _write(connection, archive)
        os.replace(draft, target)
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(f"The backup '{target}' cannot be written ({error.strerror}).") from error
    finally:
        draft.unlink(missing_ok=True)


def _write(connection: Connection, archive: zipfile.ZipFile) -> None:
    about = {"journeykit": "backup", "format": FORMAT}
    archive.writestr(_ABOUT, json.dumps(about))
    work, log, kept = schema.workshop.c, schema.edit.c, schema.setting
    columns = [column for column in work if column.name != "token"]
    _lines(connection, archive, "workshops.jsonl", select(*columns).order_by(work.id))
    columns = [column for column in log if column.name != "inverse"]
    _lines(connection, archive, "edits.jsonl", select(*columns).order_by(log.workshop, log.seq))
    shown = select(kept).where(kept.c.name != KEY, kept.c.name.not_like(PRIVATE + "%"))
    _lines(connection, archive, "settings.jsonl", shown)
    addresses = connection.execute(select(schema.dataset.c.address)).scalars().all()
    for address in addresses:
        asked = select(schema.dataset.c.data).where(schema.dataset.c.address == address)
        archive.writestr(_DATASETS + address, bytes(connection.execute(asked).scalar_one()))


def _lines(connection: Connection, archive: zipfile.ZipFile, name: str, asked: Any) -> None:
    with archive.open(name, "w", force_zip64=True) as file:
        result = connection.execution_options(yield_per=_AT_ONCE).execute(asked)
        for row in result.mappings():
            file.write(json.dumps(dict(row), ensure_ascii=False).encode() + b"\n")


def read_backup(database: Database, path: str | os.PathLike[str], *, replace: bool) -> None:
    """Put a backup into a store, all of it or nothing."""
    source = Path(path).expanduser()
    try:
        with zipfile.ZipFile(source) as archive:
            _check(archive, source)
            with database.writing() as connection:
                _clear(connection, replace)
                _Restore(database, connection, archive).run()
    except FileNotFoundError:
        raise StoreError(f"There is no backup '{source}'.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise StoreError(f"'{source}' is not a backup, or only a part of one.") from None
    except (LookupError, ValueError, TypeError, AttributeError, OverflowError) as error:
        if isinstance(error, JourneykitError):
            raise
        raise StoreError(f"The backup '{source}' is damaged; nothing was restored.") from error


def _check(archive: zipfile.ZipFile, source: Path) -> None:
    try:
        about = json.loads(archive.read(_ABOUT))
        format = int(about["format"]) if about["journeykit"] == "backup" else 0
    except (KeyError, ValueError, TypeError):
        format = 0
    if format < 1:
        raise StoreError(f"'{source}' is not a backup of journeykit.")
    if format > FORMAT:
        raise StoreError(f"The backup '{source}' was made by a newer journeykit; update this one.")


def _clear(connection: Connection, replace: bool) -> None:
    if connection.execute(select(schema.workshop.c.id).limit(1)).first() is not None:
        if not replace:
            raise Refused(
                "This store holds workshops already; restore into a new store, or say that "
                "the backup shall replace everything in this one."
            )
        for table in (schema.snapshot, schema.edit, schema.workshop):
            connection.execute(delete(table))
    if replace:
        connection.execute(delete(schema.dataset))
        name = schema.setting.c.name
        ours = delete(schema.setting).where(name != KEY, name.not_like(PRIVATE + "%"))
        connection.execute(ours)


class _Restore:
    """The walk through a backup: names in it are never used as paths."""

    def __init__(self, database: Database, connection: Connection, archive: zipfile.ZipFile):
        self._database = database
        self._connection = connection
        self._archive = archive

    def run(self) -> None:
        """Put everything in."""
        heads = {str(row["id"]): row for row in self._rows("workshops.jsonl")}
        for row in heads.values():
            names = [column.name for column in schema.workshop.c if column.name != "token"]
            columns = {"token": secrets.token_hex(8), **{name: row[name] for name in names}}
            self._connection.execute(insert(schema.workshop).values(columns))
        self._fold(heads)
        for row in self._rows("settings.jsonl"):
            if row["name"] != KEY and not row["name"].startswith(PRIVATE):
                self._put(schema.setting, [{"name": row["name"], "value": row["value"]}])
        self._datasets()

    def _rows(self, name: str) -> Iterator[dict[str, Any]]:
        file: IO[bytes]
        with self._archive.open(name) as file:
            for line in file:
                yield json.loads(line)

    def _fold(self, heads: dict[str, dict[str, Any]]) -> None:
        state: Workshop | None = None
        seq = 0
        waiting: list[dict[str, Any]] = []
        for row in self._rows("edits.jsonl"):
            if state is None or state.id != row["workshop"]:
                self._finish(state, seq, heads)
                state, seq = Workshop(id=row["workshop"]), 0
            if row["seq"] != seq + 1:
                raise ValueError("an edit is missing")
            seq += 1
            state, inverse = refold(state, seq, row["edit"])
            waiting.append({**_edit_row(row), "inverse": written(inverse)})
            if len(waiting) >= _AT_ONCE:
                self._put(schema.edit, waiting)
                waiting = []
        self._put(schema.edit, waiting)
        self._finish(state, seq, heads)
        if heads:
            raise ValueError("a workshop has no edits")

    def _finish(self, state: Workshop | None, seq: int, heads: dict[str, Any]) -> None:
        if state is None:
            return
        if heads.pop(state.id)["seq"] != seq:
            raise ValueError("an edit is missing")
        freeze(self._database, self._connection, state, seq)

    def _datasets(self) -> None:
        for name in self._archive.namelist():
            if name.startswith(_DATASETS) and not name.endswith("/"):
                data = self._archive.read(name)
                address = hashlib.sha256(data).hexdigest()
                if name != _DATASETS + address:
                    raise ValueError("a dataset is not what its address says")
                self._put(schema.dataset, [{"address": address, "data": data, "added": now()}])

    def _put(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            put = self._database.insert(table)
            if table is schema.setting or table is schema.dataset:
                put = put.on_conflict_do_nothing()
            self._connection.execute(put, rows)


def _edit_row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "workshop": row["workshop"],
        "seq": int(row["seq"]),
        "at": int(row["at"]),
        "author": clean(row["author"]),
        "edit": row["edit"],
        "undoes": row["undoes"],
        "undone_by": row["undone_by"],
    }
