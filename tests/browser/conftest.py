"""What the tests of real pages start from."""

from __future__ import annotations

import pytest

from journeykit.model import Workshop
from journeykit.store import open_store


@pytest.fixture
def store(server):
    """The store behind the pages."""
    with open_store(str(server.store)) as opened:
        yield opened


@pytest.fixture
def empty(store) -> str:
    """A new workshop with nothing in it."""
    return store.create(Workshop.new("Empty workshop"))


@pytest.fixture
def example(store) -> str:
    """The finished clothing example."""
    from journeykit import examples

    return examples.load(store, "clothing")
