"""A workshop that evidence is attached to."""

from __future__ import annotations

import pytest

from journeykit import library
from journeykit.model import Workshop
from journeykit.store import Store


@pytest.fixture
def workshop(store: Store) -> Workshop:
    """A workshop in the store with a touchpoint called Checkout."""
    made = library.start("b2c", "Kettle")
    store.create(made)
    return made
