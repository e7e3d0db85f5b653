"""The log of edits: append, read, take back; state is the fold of it.

A snapshot of the state is kept every `SNAPSHOT_EVERY` edits, so opening reads the newest
one and the few edits after it. A snapshot is only a shortcut: one that cannot be read is
passed over, and the log is folded from the one before it or from the start.
"""

from __future__ import annotations

import logging
import re
import secrets
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError
from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from journeykit.edits import Batch, Edit, fold, from_json, to_json
from journeykit.errors import Missing, Refused, StoreError
from journeykit.model import Workshop
from journeykit.store import schema
from journeykit.store.database import Database
from journeykit.store.records import Entry

SNAPSHOT_EVERY = 200
_SNAPSHOTS_KEPT = 2
_HELD_AT_MOST = 64
_AUTHOR_LIMIT = 300

_ID = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_log = logging.getLogger(__name__)
_EDIT = schema.edit.c
_WORK = schema.workshop.c

# What every append runs is built once: building a statement takes longer than running it.
_HEAD = select(schema.workshop).where(_WORK.id == bindparam("id_"))
_HEAD_LOCKED = _HEAD.with_for_update()
_TAIL = (
    select(_EDIT.seq, _EDIT.edit)
    .where(_EDIT.workshop == bindparam("id_"), _EDIT.seq > bindparam("after"))
    .order_by(_EDIT.seq)
)
_ADD = insert(schema.edit)
_HEAD_ON = (
    update(schema.workshop)
    .where(_WORK.id == bindparam("id_"))
    .values({name: bindparam(name) for name in ("title", "changed", "changed_by", "seq")})
)


@dataclass(frozen=True)
class _Held:
    """A state of a workshop; ``token`` tells it from another workshop of the same id."""

    token: str
    seq: int
    workshop: Workshop


@dataclass(frozen=True)
class Step:
    """An edit to append, and the entry that it takes back."""

    edit: Edit
    undoes: int | None = None
    restores: int | None = None


class Log:
    """The edits of every workshop in a database, and the states that they fold to."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: dict[str, _Held] = {}
        self._lock = threading.RLock()

    def open(self, id: str) -> tuple[Workshop, int]:
        """Return the state of a workshop and the number of its last edit."""
        with self._database.reading() as connection:
            held = self._state(connection, head(connection, id))
        self._hold(held)
        return held.workshop, held.seq

    def start(self, workshop: Workshop, batch: Edit, author: str) -> None:
        """Make a workshop out of the edit that puts everything in, as its first edit."""
        with self._database.writing() as connection:
            if head_or_none(connection, workshop.id) is not None:
                raise Refused(f"A workshop with the id '{workshop.id}' is in the store already.")
            at = now()
            empty = Workshop(id=workshop.id)
            connection.execute(insert(schema.workshop).values(first_row(workshop, at, author)))
            held = _Held("", 0, empty)
            held, _ = self._add(connection, held, Step(batch), at, author)
            self._freeze(connection, held)

    def append(
        self, id: str, author: str, choose: Callable[[Connection, Workshop], Step]
    ) -> tuple[Workshop, Entry]:
        """Commit the edit that `choose` makes of the latest state; return when it is safe."""
        with self._lock:
            with self._database.writing() as connection:
                row = head(connection, id, lock=not self._database.is_sqlite)
                held = self._state(connection, row)
                step = choose(connection, held.workshop)
                at = max(now(), row.changed)  # clocks of machines differ; a log goes forward
                held, entry = self._add(connection, held, step, at, author)
            self._hold(held)
        if held.seq % SNAPSHOT_EVERY == 0 or _weight(step.edit) >= SNAPSHOT_EVERY:
            self._snapshot(held)
        return held.workshop, entry

    def entries(
        self,
        id: str,
        *,
        after: int = 0,
        before: int | None = None,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Entry]:
        """Return entries of the log of a workshop, `after` and `before` not included."""
        asked = select(schema.edit).where(_EDIT.workshop == id, _EDIT.seq > after)
        if before is not None:
            asked = asked.where(_EDIT.seq < before)
        asked = asked.order_by(_EDIT.seq.desc() if newest_first else _EDIT.seq).limit(limit)
        with self._database.reading() as connection:
            head(connection, id)
            return [entry_of(row) for row in connection.execute(asked)]

    def forget(self) -> None:
        """Drop the states held in memory."""
        with self._lock:
            self._held.clear()

    def _state(self, connection: Connection, row: Row[Any]) -> _Held:
        with self._lock:
            held = self._held.get(row.id)
        if held is None or held.token != row.token or held.seq > row.seq:
            held = self._thaw(connection, row)
        if held.seq == row.seq:
            return held
        workshop, seq = held.workshop, held.seq
        for seq, text in connection.execute(_TAIL, {"id_": row.id, "after": held.seq}):
            workshop = refold(workshop, seq, text)[0]
        return _Held(row.token, seq, workshop)

    def _thaw(self, connection: Connection, row: Row[Any]) -> _Held:
        kept = schema.snapshot.c
        asked = select(kept.seq, kept.state).where(kept.workshop == row.id)
        for seq, state in connection.execute(asked.order_by(kept.seq.desc())):
            try:
                workshop = Workshop.model_validate_json(zlib.decompress(state))
            except (zlib.error, ValidationError):
                _log.warning("Snapshot %s of the workshop %s was passed over.", seq, row.id)
                continue
            return _Held(row.token, seq, workshop)
        return _Held(row.token, 0, Workshop(id=row.id))

    def _add(
        self, connection: Connection, held: _Held, step: Step, at: int, author: str
    ) -> tuple[_Held, Entry]:
        text = written(step.edit)
        edit = from_json(text)  # what is folded now is what will be read again
        after, inverse = fold(held.workshop, edit)
        seq = held.seq + 1
        row = {
            "workshop": after.id,
            "seq": seq,
            "at": at,
            "author": clean(author),
            "edit": text,
            "inverse": written(inverse),
            "undoes": step.undoes,
            "undone_by": None,
        }
        connection.execute(_ADD, row)
        if step.undoes is not None:
            _mark(connection, after.id, step.undoes, seq)
        if step.restores is not None:
            _mark(connection, after.id, step.restores, None)
        card = {"title": clean(after.title), "changed": at, "changed_by": row["author"]}
        connection.execute(_HEAD_ON, {"id_": after.id, "seq": seq, **card})
        entry = Entry(seq, moment(at), str(row["author"]), edit, step.undoes)
        return _Held(held.token, seq, after), entry

    def _hold(self, held: _Held) -> None:
        id = held.workshop.id
        with self._lock:
            known = self._held.pop(id, None)
            if known is not None and known.token == held.token and known.seq > held.seq:
                held = known
            self._held[id] = held
            while len(self._held) > _HELD_AT_MOST:
                del self._held[next(iter(self._held))]

    def _snapshot(self, held: _Held) -> None:
        # The edit is committed already: a snapshot that fails costs time, never an edit.
        try:
            with self._database.writing() as connection:
                row = head_or_none(connection, held.workshop.id)
                if row is not None and row.token == held.token:
                    self._freeze(connection, held)
        except StoreError as error:
            _log.warning("No snapshot was kept: %s", error)

    def _freeze(self, connection: Connection, held: _Held) -> None:
        freeze(self._database, connection, held.workshop, held.seq)


def freeze(database: Database, connection: Connection, workshop: Workshop, seq: int) -> None:
    """Keep a snapshot of a state, and of the older ones only the newest."""
    kept = schema.snapshot.c
    state = zlib.compress(workshop.model_dump_json().encode(), 1)
    row = {"workshop": workshop.id, "seq": seq, "state": state}
    connection.execute(database.insert(schema.snapshot).values(row).on_conflict_do_nothing())
    newest = (
        select(kept.seq)
        .where(kept.workshop == workshop.id)
        .order_by(kept.seq.desc())
        .limit(_SNAPSHOTS_KEPT)
    )
    old = [seq for (seq,) in connection.execute(newest)]
    connection.execute(
        delete(schema.snapshot).where(kept.workshop == workshop.id, kept.seq < min(old))
    )


def refold(workshop: Workshop, seq: int, text: str) -> tuple[Workshop, Edit]:
    """Fold an edit of the log again; one that was accepted once and is not now is a fault."""
    try:
        return fold(workshop, from_json(text))
    except Refused as error:
        raise StoreError(
            f"Edit {seq} of the workshop '{workshop.id}' cannot be read by this version of "
            f"journeykit: {error} Nothing was changed."
        ) from error


def head_or_none(connection: Connection, id: str, lock: bool = False) -> Row[Any] | None:
    """Return the row of a workshop, locked for this transaction where asked for."""
    if not _ID.fullmatch(id):  # what an address of a page holds may be anything
        return None
    return connection.execute(_HEAD_LOCKED if lock else _HEAD, {"id_": id}).one_or_none()


def head(connection: Connection, id: str, lock: bool = False) -> Row[Any]:
    """Return the row of a workshop that is there and not deleted; else raise `Missing`."""
    row = head_or_none(connection, id, lock)
    if row is None:
        raise no_workshop(id)
    if row.deleted:
        raise Missing(f"The workshop '{row.title}' was deleted; it can be brought back.")
    return row


def no_workshop(id: str) -> Missing:
    """Return the error for a workshop that is not there."""
    return Missing(f"There is no workshop '{id[:80]}' in this store.")


def first_row(workshop: Workshop, at: int, author: str) -> dict[str, Any]:
    """Return the row of a workshop that has no edit yet."""
    return {
        "id": workshop.id,
        "token": secrets.token_hex(8),
        "title": clean(workshop.title),
        "created": at,
        "changed": at,
        "changed_by": clean(author),
        "seq": 0,
        "archived": False,
        "deleted": False,
    }


def _mark(connection: Connection, id: str, seq: int, undone_by: int | None) -> None:
    one = update(schema.edit).where(_EDIT.workshop == id, _EDIT.seq == seq)
    connection.execute(one.values(undone_by=undone_by))


def entry_of(row: Row[Any]) -> Entry:
    """Return the entry that a row of the log holds."""
    edit = from_json(row.edit)
    return Entry(row.seq, moment(row.at), row.author, edit, row.undoes, row.undone_by)


def written(edit: Edit) -> str:
    """Return an edit as JSON; refuse text that is no text."""
    try:
        return to_json(edit)
    except (PydanticSerializationError, UnicodeEncodeError):
        raise Refused("The text holds signs that are no Unicode characters.") from None


def clean(text: str) -> str:
    """Return a line that either engine keeps in a column (PostgreSQL takes no NUL)."""
    return text.replace("\0", "")[:_AUTHOR_LIMIT].encode("utf-8", "replace").decode()


def now() -> int:
    """Return the time in microseconds since 1970."""
    return time.time_ns() // 1000


def moment(at: int) -> datetime:
    """Return microseconds since 1970 as a time in UTC.

    >>> moment(1_500_000).isoformat()
    '1970-01-01T00:00:01.500000+00:00'
    """
    return datetime.fromtimestamp(at / 1_000_000, UTC)


def _weight(edit: Edit) -> int:
    return sum(map(_weight, edit.edits)) if isinstance(edit, Batch) else 1


def parts(edit: Edit) -> Sequence[Edit]:
    """Return the edits that a batch holds, or the edit alone."""
    return edit.edits if isinstance(edit, Batch) else (edit,)
