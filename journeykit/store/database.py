"""One database, two engines: connections, transactions and what differs between them."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError

from journeykit.errors import JourneykitError, StoreError
from journeykit.store.addresses import Address
from journeykit.store.troubles import trouble

CHANNEL = "journeykit"
_WRITES = "journeykit_writes"
_RESTED = 5.0  # seconds


class Database:
    """An engine with the transactions that the store needs.

    ``quiet`` writes wake no watcher; ``safe`` commits reach the disk before they return.
    """

    def __init__(self, address: Address, *, safe: bool = True, quiet: bool = False) -> None:
        self.address = address
        self.where = address.where
        self.quiet = quiet
        self.is_sqlite = address.path is not None
        try:
            self.engine = create_engine(
                address.engine_url,
                connect_args=address.connect_args,
            )
        except ModuleNotFoundError:
            raise StoreError(
                "A store on PostgreSQL needs the package pg8000: "
                "pip install 'journeykit[postgres]'."
            ) from None
        if self.is_sqlite:
            _prepare_sqlite(self.engine, "FULL" if safe else "OFF")
        else:
            _prepare_postgres(self.engine)

    @contextmanager
    def reading(self, *, still: bool = False) -> Iterator[Connection]:
        """Give a connection that reads; ``still``: all statements see one same moment."""
        with self._translated(), self.engine.connect() as connection:
            if still and not self.is_sqlite:  # SQLite's readers always do
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that writes; it is committed at the end, or nothing is changed.

        SQLite lets one writer in at a time, from the first statement on, so what is read
        here is still true at the commit; on PostgreSQL a writer locks the rows it needs.
        """
        with self._translated(), self.engine.connect() as connection:
            connection = connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection
                if not self.is_sqlite and not self.quiet:
                    connection.execute(text("SELECT pg_notify(:channel, '')"), {"channel": CHANNEL})

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise trouble(error, self.where) from error
        except OSError as error:
            if isinstance(error, JourneykitError):
                raise
            raise trouble(error, self.where) from error

    def insert(self, table: Table) -> Any:
        """Return an insert that knows ``on_conflict_do_…`` on either engine."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def now(self, connection: Connection) -> int:
        """Return the time in microseconds: the server's, where several machines share one."""
        if self.is_sqlite:
            return time.time_ns() // 1000
        clock = text("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        return int(connection.execute(clock).scalar_one())

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _prepare_sqlite(engine: Any, synchronous: str) -> None:
    path = engine.url.database
    if not os.path.exists(path):
        try:  # it holds the facilitator's key: for its owner only
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise StoreError(
                f"The file '{path}' for the store cannot be made ({error.strerror}); "
                "name another file."
            ) from None

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgres(engine: Any) -> None:
    """Try a connection that has rested before it is used: the server may have been away."""

    @event.listens_for(engine, "checkin")
    def _back(connection: object, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _out(connection: Any, record: Any, proxy: object) -> None:
        rested = time.monotonic() - record.info.get("used", time.monotonic())
        if rested > _RESTED:
            try:
                engine.dialect.do_ping(connection)
            except Exception as error:  # whatever it is, the pool makes a new connection
                raise DisconnectionError from error


def keep_log_ahead(database: Database) -> None:
    """Switch a SQLite file to write-ahead logging, so that readers and a writer never wait.

    SQLite answers "locked" at once, without its usual patience, when two processes do this
    to a new file at the same moment; so it is tried again.
    """
    if not database.is_sqlite:
        return
    for attempt in range(50):
        try:
            with database._translated():
                raw = database.engine.raw_connection()
                try:
                    if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                        raw.execute("PRAGMA journal_mode=WAL")
                    return
                finally:
                    raw.close()
        except StoreError as error:
            cause = error.__cause__
            locked = "locked" in str(cause)
            if not locked or attempt == 49:
                raise
            time.sleep(0.05)
