"""Every page, in a real browser: it comes up, is accessible, fits a phone, asks nobody else."""

from __future__ import annotations

import pytest
from visiting import check_accessible, wait_ready, wait_saved

from journeykit.widgets.address import NOTEBOOKS
from journeykit.widgets.frame import PAGES

pytestmark = pytest.mark.browser

SIZES = {"laptop": (1280, 900), "phone": (360, 740)}


def go(page, name):
    """Show another page inside the one that is open, as the links do."""
    page.evaluate(
        """name => { const link = Object.assign(document.createElement('a'), {href: '#'});
        link.dataset.go = name; document.querySelector('.jk').append(link); link.click();
        link.remove(); }""",
        name,
    )
    page.wait_for_selector(f"main.page-{name}")
    wait_saved(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_pages_are_accessible_and_fit(server, example, page, witness, size, scheme):
    """No serious finding of axe, nothing wider than the screen, no error in the console."""
    width, height = SIZES[size]
    opened = page(width, height, color_scheme=scheme)
    opened.goto(server.link("00_start", workshop=example))
    wait_ready(opened)
    wide = []
    for name in PAGES:
        go(opened, name)
        opened.wait_for_timeout(150)
        check_accessible(opened)
        if opened.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(name)
    assert wide == []
    assert witness.errors == []


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_by_its_own_address(server, example, page, witness, name):
    """A reload lands where one was: every page has an address of its own."""
    opened = page()
    opened.goto(server.link(NOTEBOOKS[name].removesuffix(".ipynb"), workshop=example))
    wait_ready(opened)
    told = {"home": "Workshops", "wall": "Online clothing: buying a winter jacket"}
    assert opened.locator("h1").inner_text() == told.get(name, PAGES[name])
    assert opened.title().endswith("journeykit")
    assert witness.errors == []


def test_the_tab_key_reaches_everything_in_order(server, example, page):
    """Without a mouse: from the header to Next, each stop visible and named."""
    opened = page()
    opened.goto(server.link("00_start", workshop=example))
    wait_ready(opened)
    opened.locator("body").focus()
    stops = []
    for _ in range(150):
        opened.keyboard.press("Tab")
        stop = opened.evaluate(
            """() => { const e = document.activeElement, r = e.getBoundingClientRect();
            return {id: e.id, seen: r.width > 0 && r.height > 0,
            outline: getComputedStyle(e).outlineStyle}; }"""
        )
        stops.append(stop)
        if stop["id"] == "next":
            break
    ids = [stop["id"] for stop in stops]
    assert ids[0] == "brand"
    assert ids[-1] == "next"
    assert {"undo", "rail-personas", "back"} <= set(ids)
    assert all(stop["outline"] != "none" for stop in stops if stop["seen"])
