"""Many at once, and killed at any moment: no acknowledged edit is lost."""

from __future__ import annotations

import multiprocessing
import random
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from small_workshop import jacket

from journeykit.edits import Change, Put
from journeykit.store import Store, open_store


@pytest.fixture(scope="session")
def processes() -> Any:
    """Return what starts fresh processes quickly: forks of one that has only the store."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["journeykit.store", "pg8000", "sqlite3"])
    return context


def started(processes: Any, work: Any, *given: Any) -> tuple[Any, Connection]:
    """Start a process that reports through a pipe; it waits for a word before it works."""
    here, there = processes.Pipe()
    process = processes.Process(target=work, args=(there, *given), daemon=True)
    process.start()
    there.close()
    assert here.recv() == "ready"
    return process, here


def reports(pipe: Connection) -> Iterator[Any]:
    """Yield what a process said until it ended or was killed."""
    while True:
        try:
            yield pipe.recv()
        except (EOFError, OSError):
            return


def write_notes(pipe: Connection, url: str, name: str, count: int) -> None:
    """Append notes, and say after each which was acknowledged."""
    with open_store(url) as store:
        pipe.send("ready")
        pipe.recv()
        for number in range(count):
            id = f"{name}-{number}"
            put = Put(collection="notes", entity={"id": id})
            _, entry = store.append("w", put, author=name)
            pipe.send((entry.seq, id))


def type_in_field(pipe: Connection, url: str, field: str) -> None:
    """Type in one field of a stage, letter by letter."""
    with open_store(url) as store:
        pipe.send("ready")
        pipe.recv()
        for number in range(40):
            fields = {field: str(number)}
            store.append("w", Change(collection="stages", id="s1", fields=fields))


def open_and_tell_key(pipe: Connection, url: str) -> None:
    """Open a store for the first time and say its key."""
    pipe.send("ready")
    pipe.recv()
    with open_store(url) as store:
        pipe.send(store.facilitator_key())


def test_eight_processes_writing_at_once_lose_nothing(
    store: Store, kept: str, processes: Any
) -> None:
    """Every edit has its own number, and all are in the state."""
    writers = [started(processes, write_notes, store.url, f"p{n}", 25) for n in range(8)]
    for _, pipe in writers:
        pipe.send("go")
    acknowledged = [said for _, pipe in writers for said in reports(pipe)]
    assert sorted(seq for seq, _ in acknowledged) == list(range(2, 202))
    workshop, seq = store.open(kept)
    assert seq == 201
    assert set(workshop.notes) == {id for _, id in acknowledged}
    log = {entry.seq: entry.author for entry in store.since(kept, 1)}
    assert log == {seq: id.partition("-")[0] for seq, id in acknowledged}
    with open_store(store.url) as other:
        assert other.open(kept) == (workshop, seq)


def test_a_writer_killed_at_any_moment_loses_no_acknowledged_edit(
    store: Store, kept: str, processes: Any
) -> None:
    """Again and again; the store opens, and what was said to be safe is there."""
    random.seed(20261121)
    acknowledged: set[str] = set()
    for number in range(20):
        process, pipe = started(processes, write_notes, store.url, f"round{number}", 100_000)
        pipe.send("go")
        time.sleep(random.uniform(0.0, 0.15))
        process.kill()
        acknowledged |= {id for _, id in reports(pipe)}
        process.join()
        with open_store(store.url) as other:
            workshop, seq = other.open(kept)
        assert acknowledged <= set(workshop.notes)
        assert seq == len(workshop.notes) + 1
    assert len(acknowledged) > 20
    # on a server the killed writer's last words may still be on their way
    assert store.append(kept, Put(collection="notes", entity={"id": "after"}))[1].seq > seq
    if store._database.is_sqlite:
        with store._database.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"


def test_people_who_type_in_different_fields_lose_nothing(
    store: Store, kept: str, processes: Any
) -> None:
    """Each has their own field of one stage; all last values stand."""
    fields = ("name", "goal", "check_question")
    typing = [started(processes, type_in_field, store.url, name) for name in fields]
    for _, pipe in typing:
        pipe.send("go")
    for process, _ in typing:
        process.join(60)
        assert process.exitcode == 0
    stage = store.open(kept)[0].stages["s1"]
    assert (stage.name, stage.goal, stage.check_question) == ("39", "39", "39")
    assert store.open(kept)[1] == 121


def test_threads_of_one_process_share_a_store(store: Store, kept: str) -> None:
    """Several pages in one process write through one store."""
    errors: list[BaseException] = []

    def write(name: str) -> None:
        try:
            for number in range(15):
                store.append(kept, Put(collection="notes", entity={"id": f"{name}-{number}"}))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(f"t{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    workshop, seq = store.open(kept)
    assert (len(workshop.notes), seq) == (60, 61)


def test_eight_processes_open_a_new_store_at_once(url: str, processes: Any) -> None:
    """The tables are made once, and the key is the same for all."""
    opening = [started(processes, open_and_tell_key, url) for _ in range(8)]
    for _, pipe in opening:
        pipe.send("go")
    keys = [key for _, pipe in opening for key in reports(pipe)]
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_a_reader_is_not_stopped_by_a_writer(store: Store, kept: str) -> None:
    """A long write does not keep pages from opening."""
    with store._database.writing():
        assert store.open(kept)[0].title == "Jacket"
        assert len(store.workshops()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="files of a killed process")
def test_a_store_moved_with_its_log_opens(tmp_path: Path) -> None:
    """A file copied after the store was closed holds everything."""
    with open_store(tmp_path / "a.sqlite") as store:
        store.create(jacket())
        edit = Change(collection="info", id="info", fields={"title": "Coat"})
        store.append("w", edit)
    (tmp_path / "a.sqlite").rename(tmp_path / "b.sqlite")
    with open_store(tmp_path / "b.sqlite") as store:
        assert store.open("w")[0].title == "Coat"


def test_servers_of_one_store_tell_each_other_whom_they_let_wait(store: Store, kept: str) -> None:
    """Each server's newest counts are there; they are no visitor of any workshop."""
    store.here(kept, "v1", "Ann", "start", "card", "text-card")
    store.tell_turned_away("one:8866", 1, 0, 30)
    store.tell_turned_away("two:8867", 0, 4, 40)
    store.tell_turned_away("one:8866", 5, 0, 30)
    told = [(one.server, one.full, one.hasty, one.limit) for one in store.turned_away()]
    assert told == [("two:8867", 0, 4, 40), ("one:8866", 5, 0, 30)]
    assert [(one.visitor, one.page, one.at, one.field) for one in store.present(kept)] == [
        ("v1", "start", "card", "text-card")
    ]
    assert store.turned_away(within=0) == []
