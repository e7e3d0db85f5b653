"""What a browser may ask of a view, and what it may not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
from pydantic import Field

from journeykit.errors import Refused
from journeykit.widgets import parts
from journeykit.widgets.session import Session
from journeykit.widgets.view import View, action


class Page(View):
    """A page with one action."""

    def body(self):
        """Show the number."""
        return self.ui.get("n", 0)

    @action
    def add(self, n: Annotated[int, Field(ge=0, le=9)], note: str = "") -> None:
        """Keep a number."""
        self.ui["n"] = n

    @action
    def read(self, name: str, file: Path) -> None:
        """Read an uploaded file."""
        self.ui["read"] = file.read_text()

    def secret(self) -> None:
        """Not an action."""
        raise AssertionError("a browser must not get here")


@pytest.fixture
def page(store) -> Page:
    return Page(Session(store))


def test_an_action_is_done_with_checked_arguments(page):
    """Text that is a number is taken as one."""
    page.call("add", {"n": "7"})
    assert page.ui["n"] == 7


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("add", {"n": 12}, "N: Input should be less than or equal to 9."),
        ("add", {"n": "seven"}, "N: Input should be a valid integer"),
        ("add", {}, "'n' is missing"),
        ("read", {"name": "x.csv", "file": "/etc/hostname"}, "it did not arrive"),
        ("secret", {}, "no such action"),
        ("dispatch", {}, "no such action"),
        ("__init__", {}, "no such action"),
        ("add.__globals__", {}, "no such action"),
        ("add", {"n": 1, "note": "x" * 2_000_000}, "2,000,000 characters"),
        ("look", {"name": "key", "value": "x"}, "no such part"),
    ],
)
def test_anything_else_is_refused_with_one_sentence(page, name, args, words):
    """A hostile client can send any name and any value; nothing happens."""
    with pytest.raises(Refused, match=words.replace("(", r"\(")):
        page.call(name, args)
    assert page.ui == {}


def test_which_part_is_shown_stands_in_the_address(page):
    """A tab survives a reload, since the address carries it."""
    page.call("look", {"name": "view", "value": "map"})
    assert page.at == {"view": "map"}


def test_a_table_that_stacks_names_each_cell_by_its_column() -> None:
    """A phone shows the name above the cell; the first cell heads the block."""
    shown = str(parts.table(["Stage", "Felt"], [("Search", "+1")], stack=True))
    assert '<th scope="row">Search</th><td data-label="Felt">+1</td>' in shown
    assert "data-label" not in str(parts.table(["Stage", "Felt"], [("Search", "+1")]))
