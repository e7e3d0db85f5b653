"""A store in a temporary file and a workshop from a template, for the tests of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from journeykit import library
from journeykit.edits import Edit
from journeykit.model import Workshop
from journeykit.store import Store
from journeykit.widgets import open_view
from journeykit.widgets.view import View


@pytest.fixture
def workshop(store: Store) -> Workshop:
    """A workshop in the store, made from the template b2c: a persona, five stages, touchpoints."""
    made = library.start("b2c", "Buying a kettle")
    store.create(made, author="Test")
    return made


@pytest.fixture
def view(store: Store, workshop: Workshop) -> Callable[..., View]:
    """Open a page on that workshop: ``view("improve", view="actions")``."""

    def opened(page: str, **at: str) -> View:
        return open_view(page, store, workshop.id, **at)

    return opened


@pytest.fixture
def dispatch(store: Store, workshop: Workshop) -> Callable[..., Workshop]:
    """Change the workshop behind the page's back, as somebody else does."""

    def changed(*edits: Edit) -> Workshop:
        state: Any = workshop
        for edit in edits:
            state, _ = store.append(workshop.id, edit, author="Somebody")
        return state

    return changed
