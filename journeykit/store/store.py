"""The store as its users see it; the parts behind it are one module each."""

from __future__ import annotations

import os
from collections.abc import Callable
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, select, update

from journeykit.edits import Change, Edit, fold
from journeykit.model import Workshop, new_id
from journeykit.store import access, schema
from journeykit.store.addresses import resolve
from journeykit.store.backup import read_backup, write_backup
from journeykit.store.copying import as_batch
from journeykit.store.database import Database, keep_log_ahead
from journeykit.store.keeping import Keeping
from journeykit.store.log import Log, Step, head_or_none, moment, no_workshop
from journeykit.store.presence import Presence
from journeykit.store.records import Card, Entry, Present, TurnedAway
from journeykit.store.undoing import redo_step, undo_step
from journeykit.store.watching import Watch, watch


def open_store(url: str | os.PathLike[str] | None = None) -> Store:
    """Open a store; make its tables where they are not there yet, upgrade older ones.

    `url` is a path, ``sqlite:///path`` or ``postgresql://user@host/database``; None is
    ``$JOURNEYKIT_STORE``, else a file in the user's data folder. `StoreError` says in one
    sentence why a store cannot be opened.
    """
    database = Database(resolve(url))
    try:
        schema.upgrade(database)
        keep_log_ahead(database)
    except BaseException:
        database.close()
        raise
    return Store(database)


class Store:
    """Workshops and what belongs to them. Every method is one transaction.

    ``url`` opens the same store again (it may hold a password; do not show it); ``where``
    is for showing.
    """

    def __init__(self, database: Database) -> None:
        self.url = database.address.url
        self.where = database.where
        self.schema_version = schema.VERSION
        self._database = database
        self._log = Log(database)
        self._keeping = Keeping(database)
        self._presence = Presence(database.address)

    def __repr__(self) -> str:
        return f"Store({self.where!r})"

    # -- workshops

    def workshops(self, *, archived: bool = False, deleted: bool = False) -> list[Card]:
        """Return the cards of the workshops, the newest change first.

        Without arguments those in use; ``archived`` the archived ones, ``deleted`` the
        deleted ones, instead.
        """
        work = schema.workshop.c
        asked = select(schema.workshop).where(work.deleted.is_(deleted))
        if not deleted:
            asked = asked.where(work.archived.is_(archived))
        with self._database.reading() as connection:
            rows = connection.execute(asked.order_by(work.changed.desc(), work.id)).all()
        return [_card(row) for row in rows]

    def create(self, workshop: Workshop, *, author: str = "") -> str:
        """Keep a new workshop, as one edit with everything in it; return its id.

        Raises `Refused` for an id that is in the store, also that of a deleted workshop.
        """
        self._log.start(workshop, as_batch(workshop), author)
        return workshop.id

    def open(self, id: str) -> tuple[Workshop, int]:
        """Return the latest state of a workshop and the number of its last edit."""
        return self._log.open(id)

    def duplicate(self, id: str, title: str, *, author: str = "") -> str:
        """Copy the state of a workshop, not its history, under a new title; return its id."""
        workshop, _ = self.open(id)
        titled = Change(collection="info", id="info", fields={"title": title})
        copy = fold(workshop, titled)[0].model_copy(update={"id": new_id()})
        return self.create(copy, author=author)

    def archive(self, id: str, on: bool = True) -> None:
        """Put a workshop aside, or take it out again; nothing in it changes."""
        self._set(id, archived=on)

    def delete(self, id: str) -> None:
        """Delete a workshop so that `undelete` can bring it back."""
        self._set(id, deleted=True)

    def undelete(self, id: str) -> None:
        """Bring a deleted workshop back."""
        self._set(id, deleted=False)

    def _set(self, id: str, **values: bool) -> None:
        with self._database.writing() as connection:
            if head_or_none(connection, id) is None:
                raise no_workshop(id)
            one = update(schema.workshop).where(schema.workshop.c.id == id)
            connection.execute(one.values(values))

    # -- the log

    def append(
        self,
        id: str,
        edit: Edit,
        *,
        author: str = "",
        check: Callable[[Workshop], None] | None = None,
    ) -> tuple[Workshop, Entry]:
        """Fold an edit into the latest state and commit it; return when it is safe.

        ``check`` is asked with that state before anything is written, and may raise. Raises
        `Refused` when the edit breaks a rule; then nothing was changed.
        """

        def choose(connection: Connection, workshop: Workshop) -> Step:
            if check is not None:
                check(workshop)
            return Step(edit)

        return self._log.append(id, author, choose)

    def since(self, id: str, seq: int) -> list[Entry]:
        """Return the entries after number `seq`, oldest first."""
        return self._log.entries(id, after=seq)

    def history(self, id: str, *, limit: int = 200, before: int | None = None) -> list[Entry]:
        """Return the newest entries first, at most `limit`, those before number `before`."""
        return self._log.entries(id, before=before, limit=limit, newest_first=True)

    def undo(
        self, id: str, *, author: str = "", seq: int | None = None, only_author: bool = False
    ) -> Entry:
        """Take back the newest edit that stands, or the one with number `seq`.

        ``only_author``: the newest of this author. Raises `Refused` when there is none, or
        when somebody has changed the same thing since; then nothing was changed.
        """
        by = author if only_author else None

        def choose(connection: Connection, workshop: Workshop) -> Step:
            return undo_step(connection, id, seq, by)

        return self._log.append(id, author, choose)[1]

    def redo(self, id: str, *, author: str = "", only_author: bool = False) -> Entry:
        """Take back the newest undo that stands (of this author)."""
        by = author if only_author else None

        def choose(connection: Connection, workshop: Workshop) -> Step:
            return redo_step(connection, id, by)

        return self._log.append(id, author, choose)[1]

    # -- what is kept beside the log

    def put_dataset(self, data: bytes) -> str:
        """Keep bytes under their SHA-256 and return it; the same bytes are kept once."""
        return self._keeping.put_dataset(data)

    def dataset(self, address: str) -> bytes:
        """Return the bytes of a dataset; raise `Missing` when they are not here."""
        return self._keeping.dataset(address)

    def setting(self, name: str) -> str | None:
        """Return a setting of this store, or None."""
        return self._keeping.setting(name)

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting."""
        self._keeping.set_setting(name, value)

    def facilitator_key(self) -> str:
        """Return the facilitator's key of this store; it is made once."""
        return self._keeping.facilitator_key()

    def check_key(self, given: str) -> bool:
        """Say whether `given` is the facilitator's key, in constant time."""
        return self._keeping.check_key(given)

    def room_code(self, workshop: str) -> str:
        """Return the code with which people join the room of a workshop."""
        return access.room_code(self._keeping, workshop)

    def renew_room_code(self, workshop: str) -> str:
        """Make a new code for the room of a workshop and return it."""
        return access.renew_room_code(self._keeping, workshop)

    def workshop_of_code(self, code: str) -> str | None:
        """Return the workshop that a code opens, or None; compared in constant time."""
        return access.workshop_of_code(self._keeping, code)

    def person(self, workshop: str, visitor: str) -> str:
        """Return the participant's id of a visitor, the same one at every visit."""
        return access.person(self._keeping, workshop, visitor)

    # -- who is there, what has changed

    def here(
        self, workshop: str, visitor: str, name: str, page: str, at: str = "", field: str = ""
    ) -> int:
        """Note that a visitor has a page open, writing at something; wakes no watch.

        Returns when that was, for `gone`.
        """
        return self._presence.here(workshop, visitor, name, page, at, field)

    def present(self, workshop: str, *, within: float = 30.0) -> list[Present]:
        """Return who was seen in the last `within` seconds, by name."""
        return self._presence.present(workshop, within)

    def tell_turned_away(self, server: str, full: int, hasty: int, limit: int) -> None:
        """Note how many visitors a server let wait; wakes no watch, kept for an hour."""
        self._presence.turned_away(server, full, hasty, limit)

    def turned_away(self, *, within: float = 600.0) -> list[TurnedAway]:
        """Return what the servers of this store told in the last `within` seconds."""
        return self._presence.turned(within)

    def gone(self, visitor: str, seen: int | None = None) -> None:
        """Note that a visitor has left; with `seen`, unless another page of theirs came after.

        A reload is a new page that says it is here before the old one has said good-bye.
        """
        self._presence.gone(visitor, seen)

    def watch(self) -> Watch:
        """Return a watch that says whether anything was committed since it was last asked."""
        return watch(self._database)

    # -- the whole

    def backup(self, path: str | os.PathLike[str]) -> None:
        """Write the whole store into one file, which either engine can restore."""
        write_backup(self._database, path)

    def restore(self, path: str | os.PathLike[str], *, replace: bool = False) -> None:
        """Put a backup into this store, all of it or nothing.

        Raises `Refused` for a store that holds workshops, unless ``replace``.
        """
        read_backup(self._database, path, replace=replace)
        self._log.forget()

    def rest(self) -> None:
        """Let go of every connection until one is needed again.

        A process that is going to be forked rests its stores first: connections do not survive
        a fork, while what is known of the database does.
        """
        self._presence.rest()
        self._database.close()

    def close(self) -> None:
        """Let go of every connection and file."""
        self._presence.close()
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _card(row: Any) -> Card:
    return Card(
        id=row.id,
        title=row.title,
        created=moment(row.created),
        changed=moment(row.changed),
        changed_by=row.changed_by,
        seq=row.seq,
        archived=bool(row.archived),
        deleted=bool(row.deleted),
    )
