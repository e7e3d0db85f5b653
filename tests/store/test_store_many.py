"""Many at once, and killed at any moment: no acknowledged edit is lost."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import jacket

from journeykit.edits import Change, Put
from journeykit.store import Store, open_store

WRITER = """
import sys
from journeykit.edits import Put
from journeykit.store import open_store
store = open_store(sys.argv[1])
name, count = sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    id = f"{name}-{number}"
    _, entry = store.append("w", Put(collection="notes", entity={"id": id}), author=name)
    print(entry.seq, id, flush=True)
"""


def writer(url: str, name: str, count: int) -> subprocess.Popen[str]:
    """Start a process that appends notes and says what was acknowledged."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, url, name, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_eight_processes_writing_at_once_lose_nothing(store: Store, kept: str) -> None:
    """Every edit has its own number, and all are in the state."""
    writers = [writer(store.url, f"p{number}", 25) for number in range(8)]
    for process in writers:
        go(process)
    said = [process.communicate(timeout=60)[0].splitlines() for process in writers]
    acknowledged = [line.split() for lines in said for line in lines]
    numbers = [int(seq) for seq, _ in acknowledged]
    assert sorted(numbers) == list(range(2, 202))
    workshop, seq = store.open(kept)
    assert seq == 201
    assert set(workshop.notes) == {id for _, id in acknowledged}
    log = {entry.seq: entry.author for entry in store.since(kept, 1)}
    assert log == {int(seq): id.partition("-")[0] for seq, id in acknowledged}
    with open_store(store.url) as other:
        assert other.open(kept) == (workshop, seq)


def test_a_writer_killed_at_any_moment_loses_no_acknowledged_edit(store: Store, kept: str) -> None:
    """Again and again; the store opens, and what was said to be safe is there."""
    random.seed(20261121)
    acknowledged: set[str] = set()
    for number in range(10):
        process = writer(store.url, f"round{number}", 100_000)
        go(process)
        time.sleep(random.uniform(0.0, 0.15))
        process.kill()
        said, _ = process.communicate(timeout=30)
        acknowledged |= {line.split()[1] for line in said.splitlines() if line.count(" ") == 1}
        with open_store(store.url) as other:
            workshop, seq = other.open(kept)
            assert acknowledged <= set(workshop.notes)
            assert seq == len(workshop.notes) + 1
    assert len(acknowledged) > 100
    assert store.append(kept, Put(collection="notes", entity={"id": "after"}))[1].seq == seq + 1
    if store._database.is_sqlite:
        with store._database.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"


def test_two_processes_that_type_in_different_fields_lose_neither(store: Store, kept: str) -> None:
    """Each has its own field of one stage; both last values stand."""
    code = (
        "import sys\n"
        "from journeykit.edits import Change\n"
        "from journeykit.store import open_store\n"
        "store = open_store(sys.argv[1])\n"
        "for number in range(40):\n"
        "    fields = {sys.argv[2]: str(number)}\n"
        "    store.append('w', Change(collection='stages', id='s1', fields=fields))\n"
    )
    fields = ("name", "goal", "check_question")
    typing = [subprocess.Popen([sys.executable, "-c", code, store.url, name]) for name in fields]
    assert [process.wait(timeout=60) for process in typing] == [0, 0, 0]
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


def test_eight_processes_open_a_new_store_at_once(url: str) -> None:
    """The tables are made once, and the key is the same for all."""
    code = "import sys; from journeykit.store import open_store; "
    code += "print(open_store(sys.argv[1]).facilitator_key())"
    command = [sys.executable, "-c", code, url]
    opened = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(8)]
    keys = {process.communicate(timeout=60)[0] for process in opened}
    assert [process.returncode for process in opened] == [0] * 8
    assert len(keys) == 1


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
