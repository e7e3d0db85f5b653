"""The tables, and the ordered steps that bring an older store up to them."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    LargeBinary,
    MetaData,
    Table,
    Text,
    inspect,
    text,
)

from journeykit.errors import StoreError
from journeykit.store.database import Database

metadata = MetaData()

# Times are microseconds since 1970, UTC; JSON is text. `token` is drawn anew for every row
# ever made, so a cache notices when a workshop was replaced by another with the same id.
workshop = Table(
    "jk_workshop",
    metadata,
    Column("id", Text, primary_key=True),
    Column("token", Text),
    Column("title", Text),
    Column("created", BigInteger),
    Column("changed", BigInteger),
    Column("changed_by", Text),
    Column("seq", BigInteger),
    Column("archived", Boolean),
    Column("deleted", Boolean),
)
edit = Table(
    "jk_edit",
    metadata,
    Column("workshop", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("at", BigInteger),
    Column("author", Text),
    Column("edit", Text),
    Column("inverse", Text),
    Column("undoes", BigInteger),
    Column("undone_by", BigInteger),
)
snapshot = Table(
    "jk_snapshot",
    metadata,
    Column("workshop", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("state", LargeBinary),
)
dataset = Table(
    "jk_dataset",
    metadata,
    Column("address", Text, primary_key=True),
    Column("data", LargeBinary),
    Column("added", BigInteger),
)
setting = Table(
    "jk_setting", metadata, Column("name", Text, primary_key=True), Column("value", Text)
)
presence = Table(
    "jk_presence",
    metadata,
    Column("workshop", Text, primary_key=True),
    Column("visitor", Text, primary_key=True),
    Column("name", Text),
    Column("page", Text),
    Column("seen", BigInteger),
)


def _first(connection: Connection, database: Database) -> None:
    """Make the tables of version 1."""
    binary = "BLOB" if database.is_sqlite else "BYTEA"
    for statement in (
        """CREATE TABLE jk_workshop (id TEXT PRIMARY KEY, token TEXT NOT NULL,
           title TEXT NOT NULL, created BIGINT NOT NULL, changed BIGINT NOT NULL,
           changed_by TEXT NOT NULL, seq BIGINT NOT NULL, archived BOOLEAN NOT NULL,
           deleted BOOLEAN NOT NULL)""",
        """CREATE TABLE jk_edit (workshop TEXT NOT NULL REFERENCES jk_workshop (id)
           ON DELETE CASCADE, seq BIGINT NOT NULL, at BIGINT NOT NULL, author TEXT NOT NULL,
           edit TEXT NOT NULL, inverse TEXT NOT NULL, undoes BIGINT, undone_by BIGINT,
           PRIMARY KEY (workshop, seq))""",
        f"""CREATE TABLE jk_snapshot (workshop TEXT NOT NULL REFERENCES jk_workshop (id)
           ON DELETE CASCADE, seq BIGINT NOT NULL, state {binary} NOT NULL,
           PRIMARY KEY (workshop, seq))""",
        f"""CREATE TABLE jk_dataset (address TEXT PRIMARY KEY, data {binary} NOT NULL,
           added BIGINT NOT NULL)""",
        "CREATE TABLE jk_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
        "CREATE TABLE jk_schema (version BIGINT NOT NULL)",
        "INSERT INTO jk_schema (version) VALUES (0)",
    ):
        connection.execute(text(statement))
    if not database.is_sqlite:  # on SQLite presence lives in a file beside the store
        connection.execute(text(PRESENCE.replace("CREATE TABLE", "CREATE UNLOGGED TABLE")))


def _second(connection: Connection, database: Database) -> None:
    """Find the newest edit of one author, and the newest undo, without reading the log."""
    connection.execute(text("CREATE INDEX jk_edit_author ON jk_edit (workshop, author, seq)"))
    connection.execute(
        text(
            "CREATE INDEX jk_edit_undone ON jk_edit (workshop, undone_by) "
            "WHERE undone_by IS NOT NULL"
        )
    )


PRESENCE = """CREATE TABLE IF NOT EXISTS jk_presence (workshop TEXT NOT NULL,
    visitor TEXT NOT NULL, name TEXT NOT NULL, page TEXT NOT NULL, seen BIGINT NOT NULL,
    PRIMARY KEY (workshop, visitor))"""

#: The steps, oldest first; a store of version n has had the first n of them.
MIGRATIONS: tuple[Callable[[Connection, Database], None], ...] = (_first, _second)
VERSION = len(MIGRATIONS)


def version_of(connection: Connection) -> int:
    """Return the version of the store that a connection leads to; 0 for an empty database."""
    if not inspect(connection).has_table("jk_schema"):
        return 0
    return int(connection.execute(text("SELECT version FROM jk_schema")).scalar_one())


def upgrade(database: Database) -> None:
    """Bring a database to the current version; refuse one that is newer or not a store."""
    with database.reading() as connection:
        found = version_of(connection)
        _refuse_stranger(connection, database, found)
    if found == VERSION:
        return
    with database.writing() as connection:
        if not database.is_sqlite:  # one at a time, also before there is a table to lock
            connection.execute(text("SELECT pg_advisory_xact_lock(7355608)"))
        found = version_of(connection)
        _refuse_stranger(connection, database, found)
        for step in MIGRATIONS[found:]:
            step(connection, database)
        connection.execute(text("UPDATE jk_schema SET version = :now"), {"now": VERSION})


def _refuse_stranger(connection: Connection, database: Database, found: int) -> None:
    if found > VERSION:
        raise StoreError(
            f"The store '{database.where}' was made by a newer journeykit (version {found} of "
            f"the tables; this one knows {VERSION}); nothing was touched. Update journeykit."
        )
    if found == 0 and database.is_sqlite and inspect(connection).get_table_names():
        raise StoreError(
            f"The file '{database.where}' is the database of another program; name another file."
        )
