"""Comments in a real browser: confirmed by keyboard alone, themes named, at both widths."""

from __future__ import annotations

import csv

import pytest
from visiting import check_accessible, wait_ready, wait_saved

from journeykit import library
from journeykit.attach import attach

pytestmark = pytest.mark.browser

SAID = [f"{what} {how}" for how in ("late", "not good", "so so") for what in (
    "Delivery came", "The courier was", "Delivery took ages,", "Great app but", "The desk was",
)]  # fmt: skip


@pytest.fixture
def commented(store, tmp_path) -> str:
    """A workshop with a survey of fifteen comments."""
    made = library.start("b2c", "Kettle")
    store.create(made)
    path = tmp_path / "survey.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["Rating", "What else?"], *((3, text) for text in SAID)])
    attach(store, made.id, path, "questions: [{match: 'What*', kind: text}]", {})
    return made.id


def focused(page) -> str:
    """The id of what has the focus."""
    return page.evaluate("document.activeElement.id")


@pytest.mark.parametrize("width", [1280, 360])
def test_comments_by_keyboard_alone(server, commented, store, page, width):
    """A key says the feeling and moves on; Enter takes the suggestion; a theme is taken."""
    opened = page(width, 800)
    opened.goto(server.link("03_survey", workshop=commented, view="comments", c_order="first"))
    wait_ready(opened)
    check_accessible(opened)
    opened.focus("ol.comments li.now .faces button")
    for key in ("2", "Enter", "ArrowDown", "5"):
        before = focused(opened)
        opened.keyboard.press(key)
        opened.wait_for_function("id => document.activeElement.id !== id", arg=before)
        wait_saved(opened)
    said = {one.row: one.valence for one in store.open(commented)[0].codings.values()}
    assert sorted(said) == [0, 1, 3] and (said[0], said[3]) == (-1, 2)
    assert "3 of 15 confirmed" in opened.inner_text("#comments-summary")

    opened.click("#tab-themes")
    opened.click("#take-theme-0")
    opened.wait_for_selector("ul.themes li[id^=theme-]")
    wait_saved(opened)
    check_accessible(opened)
    assert len(store.open(commented)[0].themes) == 1
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
