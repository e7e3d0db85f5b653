"""The Room page by keys, and what the projector and a phone show of it, in a real browser."""

from __future__ import annotations

import pytest
from visiting import check_accessible, wait_ready, wait_saved

from journeykit import library
from journeykit import room as room_of
from journeykit.edits import Batch, Change, Put, Rate
from journeykit.store import open_store

pytestmark = pytest.mark.browser

ACTIVITIES = (
    {"id": "one", "title": "Touchpoints", "kind": "notes", "step": "touchpoints", "rank": 1},
    {"id": "two", "title": "Feelings", "kind": "rate", "rank": 2},
)


@pytest.fixture
def made(server):
    """A workshop with an open room and two activities; its id and its code."""
    with open_store(server.store) as store:
        workshop = library.start("b2c", "Keys and wall")
        edits = [Put(collection="activities", entity=dict(one)) for one in ACTIVITIES]
        opened = Change(collection="info", id="info", fields={"room": "open"})
        store.create(workshop)
        store.append(workshop.id, Batch(edits=(*edits, opened)))
        return workshop.id, store.room_code(workshop.id)


def at(page, title: str) -> None:
    """Wait until the open activity has this title."""
    page.wait_for_function(
        "title => document.querySelector('#now h2').textContent.trim() === title", arg=title
    )


def test_the_room_is_led_by_keys_and_the_wall_follows(server, page, made):
    """Keys act while nobody types; cards, map and spreads reach the wall at once."""
    id, code = made
    room, wall, phone = page(), page(1024, 768), page(360, 740)
    room.goto(server.link("room", workshop=id))
    wall.goto(server.link("wall", workshop=id))
    phone.goto(f"{server.url}join?code={code}")
    for opened in (room, wall, phone):
        wait_ready(opened)
    phone.check("#join-agree")
    phone.click("#join-go")
    phone.get_by_role("heading", name="You are in").wait_for()

    room.locator("#park-text").press_sequentially("no new plan, please")
    at(room, "Nothing is open")  # the letters n, p and r were written, not obeyed
    room.keyboard.press("Escape")
    room.locator("#park-text").evaluate("field => { field.value = ''; field.blur(); }")
    room.keyboard.press("n")
    at(room, "Touchpoints")
    phone.fill("#card-text", "Asks the neighbor")
    phone.click("#card-add")
    wall.get_by_text("Asks the neighbor").wait_for()
    room.get_by_text("Asks the neighbor").first.wait_for()
    room.keyboard.press("p")
    room.locator("#resume").wait_for()
    wall.get_by_text("paused").wait_for()
    check_accessible(wall)

    room.select_option("#wall-shows", "map")
    wall.locator("#wall-map").wait_for()
    check_accessible(wall)
    room.locator("#wall-shows").evaluate("field => field.blur()")
    room.keyboard.press("n")
    at(room, "Feelings")
    phone.get_by_role("button", name="delighted").first.click()
    wait_saved(phone)
    assert not wall.locator(".spreads").count()
    room.keyboard.press("r")
    wall.locator(".spreads").wait_for()
    phone.locator(".spreads").wait_for()
    for opened in (room, wall, phone):
        check_accessible(opened)
        width = opened.evaluate("document.documentElement.scrollWidth")
        assert width <= opened.viewport_size["width"]


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1024, 768)])
def test_nothing_of_the_wall_is_cut(server, page, size):
    """Fifteen touchpoints rated by six people need no scrolling, and before the reveal no dot."""
    with open_store(server.store) as store:
        workshop = library.start("online-shop", "A wide wall")
        store.create(workshop)
        edits = [Put(collection="activities", entity=dict(ACTIVITIES[1]))]
        edits += [Put(collection="participants", entity={"id": f"p{n}"}) for n in range(6)]
        edits += [
            Rate(participant=f"p{n}", touchpoint=id, valence=(n + at) % 5 - 2)
            for n in range(6)
            for at, id in enumerate(workshop.touchpoints)
        ]
        fields = {"room": "open"}
        edits.append(Change(collection="info", id="info", fields=fields))
        state, _ = store.append(workshop.id, Batch(edits=tuple(edits)))
        store.append(workshop.id, room_of.begin(state, "two"))
        wall = page(*size)
        wall.goto(server.link("wall", workshop=workshop.id))
        wait_ready(wall)
        wall.get_by_text("6 of 6 have finished").wait_for()
        assert not wall.locator(".dots").count()
        revealed = Change(collection="activities", id="two", fields={"revealed": True})
        store.append(workshop.id, revealed)
    wall.locator(".dots").first.wait_for()
    assert wall.locator(".dots").count() == len(workshop.touchpoints) == 15
    left = wall.evaluate(
        "() => [document.scrollingElement.scrollHeight - innerHeight, "
        "document.scrollingElement.scrollWidth - innerWidth]"
    )
    assert max(left) <= 0
    smallest = wall.evaluate(
        "() => Math.min(...[...document.querySelectorAll('.spreads li > :first-child')].map("
        "one => parseFloat(getComputedStyle(one).fontSize) * one.currentCSSZoom))"
    )
    assert smallest >= 14
