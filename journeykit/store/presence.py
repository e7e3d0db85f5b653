"""Who has which page open.

Presence is forgotten at once and written often, so it wakes no watcher of the log: on
SQLite it lives in a file of its own beside the store (``<store>.presence``, not flushed to
the disk), on PostgreSQL in an unlogged table that sends no notification. A page that
wants to see who came asks `present` at its own pace.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sqlalchemy import URL, delete, select, text

from journeykit.store import schema
from journeykit.store.addresses import Address
from journeykit.store.database import Database, keep_log_ahead
from journeykit.store.log import clean, moment
from journeykit.store.records import Present, TurnedAway

#: Seconds after which a visitor who has not been seen is taken off the list.
FORGOTTEN_AFTER = 3600
#: The place of what servers tell of themselves; no workshop has this id.
_DOORS = ""


def place_of(address: Address) -> Database:
    """Return the database that holds the presence of a store."""
    if address.path is None:
        return Database(address, quiet=True)
    path = address.path.with_name(address.path.name + ".presence")
    url = URL.create("sqlite", database=str(path))
    beside = replace(address, path=path, engine_url=url, where=str(path))
    return Database(beside, safe=False, quiet=True)


def _present(row: Any) -> Present:
    page, _, place = row.page.partition("#")
    at, _, field = place.partition(" ")
    return Present(row.visitor, row.name, page, moment(row.seen), at, field)


def _turned(row: Any) -> TurnedAway | None:
    with suppress(ValueError, KeyError, TypeError):
        told = json.loads(row.name)
        full, hasty, limit = (int(told[name]) for name in ("full", "hasty", "limit"))
        return TurnedAway(row.visitor, full, hasty, limit, moment(row.seen))
    return None


class Presence:
    """The visitors of the pages of a store; its file is opened when somebody comes."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._opened: Database | None = None

    @property
    def _database(self) -> Database:
        if self._opened is None:
            database = place_of(self._address)
            if database.is_sqlite:
                keep_log_ahead(database)
                with database.writing() as connection:
                    connection.execute(text(schema.PRESENCE))
            self._opened = database
        return self._opened

    def here(
        self, workshop: str, visitor: str, name: str, page: str, at: str = "", field: str = ""
    ) -> int:
        """Note that a visitor has a page of a workshop open, and writes at something on it.

        Returns when that was, for `gone`.
        """
        place = f"{page}#{at} {field}" if at or field else page
        return self._note(workshop, visitor, name, place)

    def turned_away(self, server: str, full: int, hasty: int, limit: int) -> None:
        """Note how many a server has let wait."""
        told = {"full": full, "hasty": hasty, "limit": limit}
        self._note(_DOORS, server, json.dumps(told), "door")

    def turned(self, within: float) -> list[TurnedAway]:
        """Return what servers told in the last `within` seconds."""
        found = (_turned(row) for row in self._rows(_DOORS, within))
        return [one for one in found if one is not None]

    def _note(self, workshop: str, visitor: str, name: str, page: str) -> int:
        seen = schema.presence.c.seen
        with self._database.writing() as connection:
            now = self._database.now(connection)
            said = {"name": clean(name), "page": clean(page), "seen": now}
            put = self._database.insert(schema.presence)
            put = put.values(workshop=clean(workshop), visitor=clean(visitor), **said)
            key = ["workshop", "visitor"]
            connection.execute(put.on_conflict_do_update(index_elements=key, set_=said))
            connection.execute(
                delete(schema.presence).where(seen < now - FORGOTTEN_AFTER * 1_000_000)
            )
        return now

    def present(self, workshop: str, within: float) -> list[Present]:
        """Return who was seen in the last `within` seconds, by name."""
        return [_present(row) for row in self._rows(workshop, within)]

    def _rows(self, workshop: str, within: float) -> list[Any]:
        known = schema.presence.c
        with self._database.reading() as connection:
            since = self._database.now(connection) - int(within * 1_000_000)
            asked = select(schema.presence).where(
                known.workshop == clean(workshop), known.seen >= since
            )
            return list(connection.execute(asked.order_by(known.name, known.visitor)).all())

    def gone(self, visitor: str, seen: int | None = None) -> None:
        """Note that a visitor has left, unless they were seen again after `seen`."""
        known = schema.presence.c
        left = delete(schema.presence).where(known.visitor == clean(visitor))
        with self._database.writing() as connection:
            connection.execute(left if seen is None else left.where(known.seen <= seen))

    def rest(self) -> None:
        """Let go of the connections until one is needed again."""
        if self._opened is not None:
            self._opened.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None
