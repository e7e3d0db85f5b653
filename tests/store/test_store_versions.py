"""A store made by an older version opens, with everything in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from small_workshop import jacket

from journeykit.edits import Change, Put, fold, to_json
from journeykit.model import Workshop
from journeykit.store import open_store, schema
from journeykit.store.copying import as_batch

#: The tables as version 1 made them. They are history: never change this text.
VERSION_1 = """
CREATE TABLE jk_workshop (id TEXT PRIMARY KEY, token TEXT NOT NULL, title TEXT NOT NULL,
  created BIGINT NOT NULL, changed BIGINT NOT NULL, changed_by TEXT NOT NULL, seq BIGINT NOT NULL,
  archived BOOLEAN NOT NULL, deleted BOOLEAN NOT NULL);
CREATE TABLE jk_edit (workshop TEXT NOT NULL REFERENCES jk_workshop (id) ON DELETE CASCADE,
  seq BIGINT NOT NULL, at BIGINT NOT NULL, author TEXT NOT NULL, edit TEXT NOT NULL,
  inverse TEXT NOT NULL, undoes BIGINT, undone_by BIGINT, PRIMARY KEY (workshop, seq));
CREATE TABLE jk_snapshot (workshop TEXT NOT NULL REFERENCES jk_workshop (id) ON DELETE CASCADE,
  seq BIGINT NOT NULL, state BLOB NOT NULL, PRIMARY KEY (workshop, seq));
CREATE TABLE jk_dataset (address TEXT PRIMARY KEY, data BLOB NOT NULL, added BIGINT NOT NULL);
CREATE TABLE jk_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE jk_schema (version BIGINT NOT NULL);
INSERT INTO jk_schema VALUES (1);
INSERT INTO jk_setting VALUES ('facilitator_key', 'old-key');
INSERT INTO jk_workshop VALUES ('w', 'abc', 'Coat', 1700000000000000, 1700000060000000, 'Bo', 2,
  FALSE, FALSE);
"""
LATER = Change(collection="info", id="info", fields={"title": "Coat"})


def rows() -> list[tuple[object, ...]]:
    """Return the log of a small workshop as version 1 kept it."""
    found = []
    workshop = Workshop(id="w")
    for seq, (author, edit) in enumerate([("Ann", as_batch(jacket())), ("Bo", LATER)], start=1):
        workshop, inverse = fold(workshop, edit)
        at = 1_700_000_000_000_000 + (seq - 1) * 60_000_000
        found.append(("w", seq, at, author, to_json(edit), to_json(inverse)))
    return found


def test_a_file_of_version_1_is_upgraded(tmp_path: Path) -> None:
    """State, history, undo and the key are as they were; the file has the new version."""
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(VERSION_1)
        insert = "INSERT INTO jk_edit VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)"
        connection.executemany(insert, rows())
    connection.close()
    with open_store(path) as store:
        assert store.schema_version == schema.VERSION
        workshop, seq = store.open("w")
        assert (workshop.title, seq) == ("Coat", 2)
        assert [entry.author for entry in store.history("w")] == ["Bo", "Ann"]
        assert store.history("w")[0].at.isoformat() == "2023-11-14T22:14:20+00:00"
        assert store.facilitator_key() == "old-key"
        store.undo("w")
        assert store.open("w")[0] == jacket()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT version FROM jk_schema").fetchall() == [(schema.VERSION,)]
        indexes = {row[1] for row in connection.execute("PRAGMA index_list(jk_edit)")}
        assert {"jk_edit_author", "jk_edit_undone"} <= indexes
    connection.close()


@pytest.mark.parametrize("steps", range(1, schema.VERSION + 1))
def test_every_version_on_the_way_opens(
    url: str, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    """A store that stopped at any version is brought to the last one."""
    with monkeypatch.context() as older:
        older.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:steps])
        older.setattr(schema, "VERSION", steps)
        with open_store(url) as store:
            store.create(jacket())
    with open_store(url) as store:
        store.append("w", Put(collection="notes", entity={"id": "n"}))
        assert store.open("w")[1] == 2
        with store._database.reading() as connection:
            assert schema.version_of(connection) == schema.VERSION


def test_a_step_that_fails_leaves_the_store_as_it_was(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgrade is one transaction."""
    with open_store(url) as store:
        store.create(jacket())

    def half(connection: schema.Connection, database: object) -> None:
        connection.execute(schema.text("CREATE TABLE jk_new (id TEXT)"))
        raise RuntimeError("stopped half-way")

    with monkeypatch.context() as newer:
        steps: tuple[Callable[..., None], ...] = (*schema.MIGRATIONS, half)
        newer.setattr(schema, "MIGRATIONS", steps)
        newer.setattr(schema, "VERSION", len(steps))
        with pytest.raises(RuntimeError):
            open_store(url)
    with open_store(url) as store, store._database.reading() as connection:
        assert schema.version_of(connection) == schema.VERSION
        assert not schema.inspect(connection).has_table("jk_new")
