"""What goes wrong is said in one sentence, and nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from small_workshop import jacket

from journeykit.edits import Change, Put
from journeykit.errors import StoreError
from journeykit.store import Store, open_store, schema


def titled(title: str) -> Change:
    return Change(collection="info", id="info", fields={"title": title})


def said(*address: object) -> str:
    """Return what the error says when a store is opened."""
    with pytest.raises(StoreError) as error:
        open_store(*address)  # type: ignore[arg-type]
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """A typing error in a path does not make folders."""
    path = tmp_path / "nope" / "kit.sqlite"
    expected = f"The folder '{path.parent}' is not there; make it, or name another file."
    assert said(path) == expected
    assert said(f"sqlite:///{path}") == expected
    assert not path.parent.exists()


def test_a_folder_is_not_a_store(tmp_path: Path) -> None:
    """The message says what a store is."""
    assert said(tmp_path) == f"'{tmp_path}' is a folder; a store is a file, name one in it."


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    """Somebody's photo is not turned into a store."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff" * 1000)
    assert said(path) == f"The file '{path}' is not a store; name another file."
    assert path.read_bytes() == b"\xff\xd8\xff" * 1000


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    """Its tables stay as they are."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE song (title TEXT)")
    connection.close()
    before = path.read_bytes()
    expected = f"The file '{path}' is the database of another program; name another file."
    assert said(path) == expected
    assert path.read_bytes() == before


def test_a_store_of_a_newer_version_is_left_alone(url: str) -> None:
    """An older program does not touch what it does not know."""
    with open_store(url) as store, store._database.writing() as connection:
        store_where = store.where
        connection.execute(schema.text("UPDATE jk_schema SET version = 99"))
    assert said(url) == (
        f"The store '{store_where}' was made by a newer journeykit (version 99 of the tables; "
        f"this one knows {schema.VERSION}); nothing was touched. Update journeykit."
    )


@pytest.mark.parametrize("address", ["mysql://root@h/db", "http://example.org/x"])
def test_another_engine_is_refused(address: str) -> None:
    """The message names those that there are."""
    assert said(address).endswith("; write a path, sqlite:///… or postgresql://….")


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_a_store_in_memory_is_refused(address: str) -> None:
    """It would lose everything."""
    assert said(address) == "A store needs a file: write sqlite:///path/to/file."


@pytest.mark.parametrize(
    "address", ["postgresql://", "postgresql://host", "://", "postgresql://h:x/d"]
)
def test_an_address_that_cannot_be_read_is_said_so(address: str) -> None:
    """Neither a traceback nor a guess."""
    assert said(address).startswith("The address of the store")


def test_a_server_that_is_not_there_is_said_so_without_the_password() -> None:
    """The address is shown, the password is not."""
    message = said("postgresql://ann:secret-7@127.0.0.1:9/kit")
    assert message == (
        "The store 'postgresql://ann:***@127.0.0.1:9/kit' cannot be reached; see whether the "
        "server runs and the address is right."
    )


@pytest.mark.postgres
def test_a_database_that_is_not_there_is_said_so(new_database: Callable[[], str]) -> None:
    """The server answers, but knows no such database."""
    url = new_database().replace("/kit", "/nokit")
    assert said(url).startswith("The server has no database of that name (")


def test_without_its_driver_postgresql_says_what_to_install() -> None:
    """One line, with the command."""
    code = (
        "import sys; sys.modules['pg8000'] = None\n"
        "from journeykit.store import open_store\n"
        "try: open_store('postgresql://ann:secret-7@localhost/kit')\n"
        "except OSError as error: print(error)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.stdout.strip() == (
        "A store on PostgreSQL needs the package pg8000: pip install 'journeykit[postgres]'."
    )


def test_the_password_is_nowhere_to_be_seen() -> None:
    """Not in what the store shows of itself, nor in its representation."""
    from journeykit.store.addresses import resolve

    address = resolve("postgresql://ann:secret-7@db:5433/kit?sslmode=require")
    assert address.where == "postgresql://ann:***@db:5433/kit"
    assert "secret-7" in address.url  # this one opens the store again


@pytest.fixture
def file_store(tmp_path: Path) -> Store:
    """Keep the small workshop in a SQLite file."""
    store = open_store(tmp_path / "kit.sqlite")
    store.create(jacket())
    return store


def test_a_full_disk_is_said_and_loses_nothing(file_store: Store, tmp_path: Path) -> None:
    """What was acknowledged before is there; when there is room again, work goes on."""
    with file_store._database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    file_store._database.engine.dispose()
    limit_pages(file_store, pages + 4)
    number = 1
    with pytest.raises(StoreError) as error:  # noqa: PT012  which one fails is not known
        for number in range(2, 100):
            note = {"id": f"n{number}", "text": "x" * 2000}
            file_store.append("w", Put(collection="notes", entity=note))
    path = tmp_path / "kit.sqlite"
    assert str(error.value) == (
        f"The disk of the store '{path}' is full; nothing was changed. "
        "Free some space and try again."
    )
    assert file_store.open("w")[1] == number - 1
    file_store.close()
    with open_store(path) as again:
        workshop, seq = again.open("w")
        assert (len(workshop.notes), seq) == (number - 2, number - 1)
        assert again.append("w", titled("Coat"))[1].seq == number


def limit_pages(store: Store, pages: int) -> None:
    """Let the file of a store grow to some pages and no further, as a full disk does."""
    from sqlalchemy import event

    @event.listens_for(store._database.engine, "connect")
    def _connected(connection: sqlite3.Connection, record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")


FULL = """
import resource, sys
from journeykit.edits import Put
from journeykit.store import open_store
store = open_store(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
for number in range(2, 1000):
    try:
        put = Put(collection="notes", entity={"id": f"n{number}", "text": "x" * 5000})
        store.append("w", put)
    except OSError as error:
        print("said:", error)
        break
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the system sets no limit on files")
def test_a_write_that_the_system_refuses_loses_nothing(file_store: Store) -> None:
    """A real write error half-way leaves the log as it was acknowledged."""
    file_store.close()
    result = subprocess.run(
        [sys.executable, "-c", FULL, file_store.url], capture_output=True, text=True, timeout=60
    )
    *numbers, last = result.stdout.splitlines()
    assert last.startswith("said: The ")
    assert "nothing was changed" in last
    with open_store(file_store.url) as again:
        assert again.open("w")[1] == int(numbers[-1])


READ_ONLY = """
import os, sys
import sqlalchemy.dialects.sqlite.pysqlite
from journeykit.edits import Change
from journeykit.store import open_store
if os.getuid() == 0:
    os.setgid(65534), os.setuid(65534)  # root may write everywhere
try:
    store = open_store(sys.argv[1])
    print(store.open("w")[0].title)
    store.append("w", Change(collection="info", id="info", fields={"title": "Coat"}))
except OSError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept in another way")
def test_a_read_only_file_is_said_so(
    file_store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The message says what to do, and nothing is half written."""
    import tempfile

    file_store.close()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "kit.sqlite")
        shutil.copy(file_store.where, path)
        os.chmod(path, 0o444)
        os.chmod(folder, 0o555)
        try:
            result = subprocess.run(
                [sys.executable, "-c", READ_ONLY, str(path)], capture_output=True, text=True
            )
        finally:
            os.chmod(folder, 0o755)
        last = result.stdout.splitlines()[-1]
        assert last.startswith("StoreError The store '"), result.stderr
        assert "nothing was changed" in last or "can be read and written" in last
        os.chmod(path, 0o644)
        with open_store(path) as again:
            assert again.open("w")[1] == 1


def test_a_store_that_another_program_holds_is_said_so(file_store: Store) -> None:
    """After some patience; then, when it lets go, work goes on."""
    holder = sqlite3.connect(file_store.where, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    impatient(file_store)
    with pytest.raises(StoreError, match="is in use by another program that does not let go"):
        file_store.append("w", titled("Coat"))
    assert file_store.open("w")[1] == 1, "readers do not wait for a writer"
    holder.execute("ROLLBACK")
    holder.close()
    assert file_store.append("w", titled("Coat"))[1].seq == 2


def impatient(store: Store) -> None:
    """Make the connections of a store wait for a fiftieth of a second only."""
    from sqlalchemy import event

    store._database.engine.dispose()

    @event.listens_for(store._database.engine, "connect")
    def _connected(connection: sqlite3.Connection, record: object) -> None:
        connection.execute("PRAGMA busy_timeout=20")


def test_a_damaged_file_is_said_so(file_store: Store) -> None:
    """With the way out: the last backup."""
    file_store.close()
    path = Path(file_store.where)
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreError, match="is damaged; restore your last backup"):
        open_store(path).open("w")


def test_an_edit_that_this_version_cannot_read_is_said_so(file_store: Store) -> None:
    """The message names the edit; nothing is skipped in silence."""
    file_store.append("w", titled("Coat"))
    with file_store._database.writing() as connection:
        odd = schema.edit.update().where(schema.edit.c.seq == 2).values(edit='{"kind":"fly"}')
        connection.execute(odd)
    with (
        open_store(file_store.where) as again,
        pytest.raises(
            StoreError, match="Edit 2 of the workshop 'w' cannot be read by this version"
        ),
    ):
        again.open("w")


def test_a_snapshot_that_fails_does_not_fail_the_edit(
    file_store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The edit is committed before; it is acknowledged, and the trouble is logged."""
    from journeykit.store import log

    def full(*given: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(log, "SNAPSHOT_EVERY", 2)
    monkeypatch.setattr(log, "freeze", full)
    assert file_store.append("w", titled("Coat"))[1].seq == 2
    assert caplog.messages == ["No snapshot was kept: The disk is full."]


@pytest.mark.postgres
def test_a_server_that_was_away_for_a_moment_is_found_again(
    new_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Connections that died while nobody used them are replaced without a word."""
    from sqlalchemy import text

    from journeykit.store import database

    url = new_database()
    with open_store(url) as store, open_store(url) as other:
        store.create(jacket())
        with other._database.writing() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                    "datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        monkeypatch.setattr(database, "_RESTED", -1)
        assert store.append("w", titled("Coat"))[1].seq == 2
