"""Taking back: which edit an undo or a redo answers, and the edit that it appends.

Nothing is ever taken out of the log. An undo appends the stored inverse of an edit, a redo
the stored inverse of that undo; afterwards the edit stands again and can be undone again.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, exists, select

from journeykit.edits import Batch, Edit, describe, from_json
from journeykit.errors import Missing, Refused
from journeykit.store import schema
from journeykit.store.log import Step, parts

_EDIT = schema.edit.c


def undo_step(connection: Connection, id: str, seq: int | None, author: str | None) -> Step:
    """Return the step that takes back edit `seq`, or the newest that stands (by `author`)."""
    row = _numbered(connection, id, seq) if seq is not None else _newest(connection, id, author)
    if row is None or (row.seq == 1 and seq is None):
        raise Refused("There is nothing to undo.")
    if row.seq == 1:
        raise Refused("The first entry made the workshop; delete the workshop instead.")
    if row.undoes is not None:
        raise Refused(f"Entry {row.seq} is itself an undo or a redo; redo or undo the edit.")
    if row.undone_by is not None:
        raise Refused(f"Entry {row.seq} was taken back already, by entry {row.undone_by}.")
    return Step(_wrapped(row.inverse, f"took back: {_words(row)}"), undoes=row.seq)


def redo_step(connection: Connection, id: str, author: str | None) -> Step:
    """Return the step that takes back the newest undo that stands (by `author`).

    Who has edited anew after an undo has gone another way: that undo is not taken back.
    """
    undo, redone, anew = schema.edit.alias(), schema.edit, schema.edit.alias()
    went_on = exists().where(
        anew.c.workshop == id,
        anew.c.author == undo.c.author,
        anew.c.seq > undo.c.seq,
        anew.c.undoes.is_(None),
    )
    asked = (
        select(undo.c.seq, undo.c.inverse, redone.c.edit, redone.c.seq.label("restores"))
        .join(redone, (redone.c.workshop == undo.c.workshop) & (redone.c.undone_by == undo.c.seq))
        .where(redone.c.workshop == id, redone.c.undone_by.is_not(None))
        .where(redone.c.undoes.is_(None), undo.c.undone_by.is_(None), ~went_on)
        .order_by(undo.c.seq.desc())
    )
    if author is not None:
        asked = asked.where(undo.c.author == author)
    row = connection.execute(asked.limit(1)).one_or_none()
    if row is None:
        raise Refused("There is nothing to redo.")
    words = f"did again: {_words(row)}"
    return Step(_wrapped(row.inverse, words), undoes=row.seq, restores=row.restores)


def _words(row: Any) -> str:
    return describe(from_json(row.edit))


def _wrapped(inverse: str, words: str) -> Edit:
    return Batch(edits=tuple(parts(from_json(inverse))), words=words)


def _one(id: str) -> Select[Any]:
    return select(schema.edit).where(_EDIT.workshop == id)


def _numbered(connection: Connection, id: str, seq: int) -> Row[Any]:
    row = connection.execute(_one(id).where(_EDIT.seq == seq)).one_or_none()
    if row is None:
        raise Missing(f"The history has no entry {seq}.")
    return row


def _newest(connection: Connection, id: str, author: str | None) -> Row[Any] | None:
    asked = _one(id).where(_EDIT.undoes.is_(None), _EDIT.undone_by.is_(None))
    if author is not None:
        asked = asked.where(_EDIT.author == author)
    return connection.execute(asked.order_by(_EDIT.seq.desc()).limit(1)).one_or_none()
