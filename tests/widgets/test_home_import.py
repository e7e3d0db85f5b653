"""Home: a map of another tool becomes a workshop, with what had no place in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from journeykit import library
from journeykit.errors import Refused, StoreError
from journeykit.exchange import readable
from journeykit.store import Store
from journeykit.widgets import open_view
from journeykit.widgets.view import Go, Toast, View


@pytest.fixture
def home(store: Store) -> View:
    return open_view("home", store)


def bring(page: View, path: Path) -> Any:
    steps = page.call("bring", {"name": path.name, "file": path})
    while True:
        try:
            next(steps)
        except StopIteration as done:
            return done.value


def test_home_takes_every_format_that_is_read(home: View) -> None:
    """The file chooser offers all of them."""
    accepted = ",".join(format.suffix for format in readable())
    assert f'accept="{accepted}"' in str(home.render())


def test_what_had_no_place_is_shown_before_it_opens(
    home: View, store: Store, tmp_path: Path
) -> None:
    """An OJF file with a field that pages do not show: it is in the store, and it is said."""
    document = {
        "persona": "Jane", "stages": [{"id": "s", "name": "Buy"}],
        "nodes": [{"stageId": "s", "title": "Pay", "icon": "card"}],
    }  # fmt: skip
    path = tmp_path / "map.ojf"
    path.write_text(json.dumps(document))
    assert isinstance(bring(home, path), Toast)
    drawn = str(home.render())
    (card,) = store.workshops()
    assert f'href="00_start.ipynb?workshop={card.id}"' in drawn
    assert "1 thing had no place or changed:" in drawn
    assert ">icon</td>" in drawn


def test_a_whole_workshop_opens_at_once(
    home: View, tmp_path: Path, workshop: Any, store: Store
) -> None:
    """Nothing was lost, so there is nothing to read first."""
    from journeykit.exchange import export

    export(workshop, tmp_path / "w.json")
    assert isinstance(bring(home, tmp_path / "w.json"), Go)
    assert len(store.workshops()) == 2


@pytest.mark.parametrize("name", ["map.ojf", "map.cjml", "map.mmd", "map.xlsx", "map.zip", "m.doc"])
def test_a_broken_file_changes_nothing(
    home: View, store: Store, tmp_path: Path, name: str, workshop: Callable[..., Any]
) -> None:
    """It is refused in a line, and the store holds what it held."""
    (tmp_path / name).write_bytes(b"\x00 noise")
    with pytest.raises(Refused):
        bring(home, tmp_path / name)
    assert len(store.workshops()) == 1


def test_a_workshop_that_cannot_be_read_leaves_the_others_in_sight(
    home: View, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that a newer kit has written says so at its place; the rest of Home works."""
    store.create(library.start("b2c", "Fine"), author="Test")
    odd = library.start("b2c", "From the future")
    store.create(odd, author="Test")
    opened = store.open

    def unreadable(id: str) -> Any:
        if id == odd.id:
            raise StoreError("Edit 1 cannot be read by this version of journeykit.")
        return opened(id)

    monkeypatch.setattr(store, "open", unreadable)
    shown = str(home.render())
    assert "Edit 1 cannot be read by this version of journeykit." in shown
    assert "Fine" in shown
    assert "of 8 steps ready" in shown
