"""Improve in a real browser: every part fits a phone, and matrix, votes and board work by hand."""

from __future__ import annotations

import pytest
from visiting import check_accessible, wait_ready, wait_saved

pytestmark = pytest.mark.browser

PARTS = ("findings", "votes", "actions", "priorities", "roadmap", "content", "ideal")


@pytest.mark.parametrize("width", [1280, 360])
def test_every_part_is_accessible_and_fits(server, example, page, witness, width):
    """No serious finding of axe, nothing wider than the screen, no error in the console."""
    opened = page(width, 780)
    opened.goto(server.link("05_improve", workshop=example))
    wait_ready(opened)
    for part in PARTS:
        opened.locator(f"#tab-{part}").click()
        opened.wait_for_selector(f'#tab-{part}[aria-current="page"]')
        wait_saved(opened)
        check_accessible(opened)
        assert opened.evaluate("document.documentElement.scrollWidth") <= width, part
    assert witness.errors == []


def test_the_matrix_moves_by_keys_and_by_drag(server, example, page, store):
    """Alt with an arrow moves a number and keeps the focus; so does the mouse."""
    opened = page()
    opened.goto(server.link("05_improve", workshop=example, view="priorities"))
    wait_ready(opened)
    chip = opened.locator("#chip-chatnight")
    chip.focus()
    opened.keyboard.press("Alt+ArrowUp")
    opened.wait_for_selector('#chip-chatnight[aria-label*="impact 2, effort 0.5"]')
    assert opened.evaluate("document.activeElement.id") == "chip-chatnight"
    chip.drag_to(opened.locator(".imp-grid tbody tr").nth(0).locator("td").nth(2))
    opened.wait_for_selector('#chip-chatnight[aria-label*="impact 3, effort 1"]')
    wait_saved(opened)
    moved = store.open(example)[0].actions["chatnight"]
    assert (moved.impact, moved.effort) == (3, 1)


def test_a_vote_survives_a_reload_and_stays_hidden(server, example, page):
    """What was placed is there after a reload; the tally is not, until it is revealed."""
    opened = page()
    opened.goto(server.link("05_improve", workshop=example, view="votes"))
    wait_ready(opened)
    opened.locator("#add-vote").click()
    opened.locator("#dot-more-opp-guest").click()
    opened.get_by_text("Your dots: 2 of 3 left").wait_for()
    wait_saved(opened)
    opened.reload()
    wait_ready(opened)
    opened.get_by_text("Your dots: 2 of 3 left").wait_for()
    assert opened.locator("#vote table").count() == 0
    opened.locator("#vote-reveal").focus()
    opened.keyboard.press("Enter")
    opened.get_by_text("One person has voted").wait_for()
    wait_saved(opened)
    # the button is gone, the focus is not: Tab goes on from where it was
    assert opened.evaluate("document.activeElement !== document.body")
