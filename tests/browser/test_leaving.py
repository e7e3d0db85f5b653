"""Files that leave the kit from a page, by keys alone, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from visiting import Serving, check_accessible, wait_ready

from journeykit import examples
from journeykit.store import open_store

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def clothing(server: Serving) -> str:
    """The clothing example in the store of the server."""
    with open_store(str(server.store)) as store:
        return examples.load(store, "clothing")


@pytest.mark.parametrize("width", [1280, 360])
def test_paper_is_chosen_and_saved_by_keys(
    server: Serving, page: Callable[..., Any], clothing: str, width: int, tmp_path: Path
) -> None:
    """Enter opens the menu, letters choose A3 and a page a stage, Enter saves; it stays open."""
    opened = page(width=width)
    opened.goto(server.link("02_touchpoints", workshop=clothing, view="map", form="table"))
    wait_ready(opened)
    opened.focus("#map-download > summary")
    opened.keyboard.press("Enter")
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.id") == "print-size"
    opened.keyboard.type("A3")
    opened.focus("#print-cut")
    opened.keyboard.type("A page")
    opened.focus("#get-pdf")
    check_accessible(opened, within="#map-download")
    with opened.expect_download() as saving:
        opened.keyboard.press("Enter")
    assert saving.value.suggested_filename.endswith(".a3.pdf")
    saved = tmp_path / "map.pdf"
    saving.value.save_as(saved)
    assert len(re.findall(rb"/Type\s*/Page\b", saved.read_bytes())) == 5
    assert opened.evaluate("document.querySelector('#map-download').open")
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_campaign_plan_is_saved_from_improve(
    server: Serving, page: Callable[..., Any], clothing: str
) -> None:
    """The button saves a CSV, and what is not in it can be read on a phone."""
    opened = page(width=360, height=740)
    opened.goto(server.link("05_improve", workshop=clothing, view="content"))
    wait_ready(opened)
    opened.focus("#campaign")
    with opened.expect_download() as saving:
        opened.keyboard.press("Enter")
    assert saving.value.suggested_filename.endswith(".campaign.csv")
    opened.click("#campaign-taken summary")
    check_accessible(opened, within="#campaigns")
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
