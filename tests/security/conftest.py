"""One server with an open room for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hostile import Room, open_room


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A running server with an open room."""
    opened = open_room(tmp_path_factory.mktemp("room"))
    yield opened
    opened.server.stop()
    opened.store.close()
