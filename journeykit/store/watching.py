"""Has anybody changed the store? A question cheap enough to ask several times a second."""

from __future__ import annotations

import sqlite3
from typing import Any, Protocol

from sqlalchemy.exc import DBAPIError

from journeykit.errors import StoreError
from journeykit.store.database import CHANNEL, Database
from journeykit.store.troubles import trouble


class Watch(Protocol):
    """Tells whether something was committed, by whomever, since it was last asked."""

    def changed(self) -> bool:
        """Say whether something was committed since the last call (or since the start)."""

    def close(self) -> None:
        """Let go of the connection."""


def watch(database: Database) -> Watch:
    """Return a watch over a database."""
    return _FileWatch(database) if database.is_sqlite else _ServerWatch(database)


class _FileWatch:
    """SQLite counts the commits of other connections; the count holds for one connection."""

    def __init__(self, database: Database) -> None:
        self._where = database.where
        path = str(database.engine.url.database)
        try:
            self._connection = sqlite3.connect(path, timeout=5, check_same_thread=False)
            self._version = self._read()
        except sqlite3.Error as error:
            raise trouble(error, self._where) from error

    def _read(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def changed(self) -> bool:
        try:
            version = self._read()
        except sqlite3.Error as error:
            raise trouble(error, self._where) from error
        moved, self._version = version != self._version, version
        return moved

    def close(self) -> None:
        self._connection.close()


class _ServerWatch:
    """PostgreSQL sends a notification with every commit of the log."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pooled: Any = None
        self._listen()

    def _listen(self) -> None:
        try:
            # one connection of its own, outside the pool: it listens as long as it lives
            self._pooled = self._database.engine.raw_connection()
            self._pooled.detach()
            self._connection = self._pooled.dbapi_connection
            self._connection.autocommit = True
            self._ask(f"LISTEN {CHANNEL}")
        except (DBAPIError, OSError) as error:
            raise trouble(error, self._database.where) from error
        except Exception as error:
            if not _of_driver(error):
                raise
            raise trouble(error, self._database.where) from error

    def _ask(self, statement: str) -> None:
        cursor = self._connection.cursor()
        cursor.execute(statement)
        cursor.close()

    def changed(self) -> bool:
        try:
            self._ask("SELECT 1")  # notifications come with an answer
        except Exception as error:
            if not _of_driver(error):
                raise
            return self._again()
        heard = bool(self._connection.notifications)
        self._connection.notifications.clear()
        return heard

    def _again(self) -> bool:
        """Listen on a new connection; what was missed meanwhile counts as a change."""
        self.close()
        try:
            self._listen()
        except StoreError:
            return False  # the server is away; the next call tries again
        return True

    def close(self) -> None:
        try:
            self._pooled.close()
        except Exception as error:
            if not _of_driver(error):
                raise


def _of_driver(error: BaseException) -> bool:
    """Say whether an error is the driver's: its own, or of the socket under it."""
    import struct

    return isinstance(error, OSError | struct.error) or type(error).__module__.startswith("pg8000")
