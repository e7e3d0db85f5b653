"""A room: one facilitator, five people, a whole agenda, and everything that can go wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from dropping import Network
from visiting import check_accessible, kernels, start_server, wait_ready, wait_saved

from journeykit import library
from journeykit.edits import Batch, Put
from journeykit.model import Workshop
from journeykit.store import Store, open_store

pytestmark = pytest.mark.browser

PEOPLE = ("Ann", "Ben", "Cleo", "Dai", "Eva")
PHONES = ("Ann", "Ben")
#: the words of the report's part on the room, and the rows of its tables
ROOM = """() => {
  const heads = [...document.querySelectorAll("h2")];
  const at = heads.findIndex(head => head.textContent === "What the room did");
  const range = document.createRange();
  range.setStartBefore(heads[at]);
  range.setEndBefore(heads[at + 1]);
  const part = range.cloneContents();
  const rows = [...part.querySelectorAll("tr")];
  return [part.textContent, rows.map(row => [...row.cells].map(cell => cell.textContent))];
}"""


def ninety_minutes(store: Store) -> str:
    """A workshop from a template with the agenda of ninety minutes, and nobody in it yet."""
    workshop = library.start("online-shop", "Ninety minutes")
    id = store.create(workshop)
    activities = [
        Put(collection="activities", entity={**one.model_dump(mode="json"), "rank": rank})
        for rank, one in enumerate(library.activities("ninety-minutes"), start=1)
        if not workshop.activities
    ]
    last = max(one.rank for one in workshop.activities.values()) if not activities else 8
    more = [
        {"title": "What comes first?", "kind": "rank", "step": "improve"},
        {"title": "Would it help?", "kind": "check", "step": "improve", "options": ["Yes", "No"],
         "question": "Would a message about the delay help?"},
        {"title": "Last words", "kind": "check", "step": "improve",
         "question": "What should we not forget?"},
    ]  # fmt: skip
    activities += [
        Put(collection="activities", entity={**one, "rank": last - 0.9 + at / 10})
        for at, one in enumerate(more)
    ]
    store.append(id, Batch(edits=tuple(activities)))
    return id


def see(opened, words: str) -> None:
    """Wait until the page's title says this."""
    opened.wait_for_function(
        "words => document.querySelector('h1')?.textContent.trim() === words", arg=words
    )


def next_activity(room) -> str:
    """Go on; return what is open now."""
    button = room.locator("#next-activity")
    title = button.inner_text().partition(": ")[2]
    button.click()
    room.wait_for_function(
        "title => document.querySelector('#now h2')?.textContent.trim() === title", arg=title
    )
    return title


def join(opened, link: str, name: str) -> None:
    """Scan, agree, come in."""
    opened.goto(link)
    wait_ready(opened)
    opened.fill("#join-name", name)
    opened.check("#join-agree")
    opened.click("#join-go")
    opened.get_by_role("heading", name="You are in").wait_for()


def card(opened, text: str) -> None:
    """Add a card."""
    opened.fill("#card-text", text)
    opened.click("#card-add")
    opened.locator(".mine textarea", has_text=text).wait_for()


def rate_first(opened, face: str) -> None:
    """Rate the first touchpoint."""
    opened.get_by_role("button", name=face).first.click()
    opened.get_by_text("1 of ", exact=False).first.wait_for()
    wait_saved(opened)


def test_ninety_minutes_with_everything_that_goes_wrong(tmp_path, page):
    """Reloads, a killed kernel, a dead network and a new server cost no contribution."""
    path = tmp_path / "kit.sqlite"
    with open_store(path) as store:
        id = ninety_minutes(store)
        code = store.room_code(id)
    server = start_server(tmp_path, store=path, ready=0)
    network = Network(urlsplit(server.url).port)
    try:
        room = page()
        room.goto(server.link("room", workshop=id))
        wait_ready(room)
        room.click("#open-room")
        room.locator("#close-room").wait_for()
        phones = {}
        for name in PEOPLE:
            small = {"width": 360, "height": 740} if name in PHONES else {}
            phones[name] = page(**small)
            port = network.port if name == "Ann" else urlsplit(server.url).port
            join(phones[name], f"http://127.0.0.1:{port}/join?code={code}", name)
        wall = page(width=1024, height=768)
        wall.goto(server.link("wall", workshop=id))
        wait_ready(wall)
        wall.get_by_text("5 people are in the room.").wait_for()

        # talk, talk, then silent cards for touchpoints
        next_activity(room), next_activity(room)
        title = next_activity(room)
        for name, opened in phones.items():
            see(opened, title)
            card(opened, f"{name} meets us at the counter")
        wall.get_by_text("Eva meets us at the counter").wait_for()
        check_accessible(phones["Ben"])

        # in the middle of typing: a reload keeps the words
        ben = phones["Ben"]
        ben.fill("#card-text", "half a sent")
        ben.reload()
        wait_ready(ben)
        see(ben, title)
        assert ben.input_value("#card-text") == "half a sent"
        ben.locator("#card-text").press_sequentially("ence")
        ben.click("#card-add")
        ben.locator(".mine textarea", has_text="half a sentence").wait_for()

        # survey facts are talked about; then everybody rates, silently
        next_activity(room)
        title = next_activity(room)
        for at, opened in enumerate(phones.values()):
            see(opened, title)
            rate_first(opened, ("furious", "annoyed", "neutral", "content", "delighted")[at])
        assert "dots" not in wall.locator(".wall-main").inner_html()
        assert not room.locator(".dots").count()
        room.click("#reveal")
        wall.locator(".dots").first.wait_for()

        # the network of one phone is dead for a while; what is done meanwhile arrives later
        title = next_activity(room)
        for opened in phones.values():
            see(opened, title)
        ann = phones["Ann"]
        network.drop()
        ann.fill("#card-text", "written in the tunnel")
        ann.click("#card-add")
        ann.wait_for_timeout(3000)
        network.back()
        ann.locator(".mine textarea", has_text="written in the tunnel").wait_for()

        # somebody's Python is killed: one reload, and the same person is back
        cleo = phones["Cleo"]
        before = {one.pid for one in kernels(server)}
        cleo.reload()
        wait_ready(cleo)
        for one in kernels(server):
            if one.pid not in before:
                one.kill()
        cleo.fill("#card-text", "typed into the void")
        cleo.click("#card-add")
        cleo.reload()
        wait_ready(cleo)
        see(cleo, title)
        assert cleo.input_value("#card-text") == "typed into the void"
        cleo.click("#card-add")
        cleo.locator(".mine textarea", has_text="typed into the void").wait_for()
        for name in ("Ben", "Dai", "Eva"):
            card(phones[name], f"{name}: parcel is late")

        # the laptop is restarted in the middle
        port = urlsplit(server.url).port
        assert server.stop() == 0
        server = start_server(tmp_path, f"--port={port}", store=path, ready=0)
        for name, opened in phones.items():
            opened.reload()
            wait_ready(opened)
            see(opened, title)
            assert opened.locator("#me summary").inner_text() == name
        room.reload()
        wait_ready(room)

        # dots, hidden until they are revealed
        title = next_activity(room)
        for opened in phones.values():
            see(opened, title)
            opened.get_by_role("button", name="One dot more: Eva: parcel is late").click()
            wait_saved(opened)
            opened.get_by_text("2 of 3 dots left.").wait_for()
        room.get_by_text("0 of 5 have finished.").wait_for()
        wall.reload()
        wait_ready(wall)
        assert "5 of 5" not in wall.content()
        room.click("#reveal")
        wall.get_by_text("5 of 5", exact=True).wait_for()

        # the order of the room, a choice, and words of one's own
        title = next_activity(room)
        for at, opened in enumerate(phones.values()):
            see(opened, title)
            if at == 0:
                opened.get_by_role("button", name="Up: Eva: parcel is late").click()
            else:
                opened.click("#order-right")
            wait_saved(opened)
        room.click("#reveal")
        title = next_activity(room)
        for at, opened in enumerate(phones.values()):
            see(opened, title)
            opened.get_by_role("button", name="No" if at == 4 else "Yes", exact=True).click()
            opened.locator("#answers .on").wait_for()
            wait_saved(opened)
        room.click("#reveal")
        title = next_activity(room)
        for name, opened in phones.items():
            see(opened, title)
            opened.fill("#answer-text", f"{name} says: the first letter")
            wait_saved(opened)
        room.click("#reveal")
        next_activity(room)
        room.click("#close-room")
        room.get_by_role("dialog").get_by_role("button", name="Close").click()
        phones["Eva"].get_by_text("The room is closed").wait_for()

        # the report holds every contribution
        room.goto(server.link("07_report", workshop=id))
        wait_ready(room)
        room.click("#make")
        with room.expect_download(timeout=120_000) as saved:
            room.locator("#take-html").click(timeout=120_000)
        saved.value.save_as(tmp_path / "report.html")
        with open_store(path) as store:
            workshop = store.open(id)[0]
        contributions(workshop)
        reported(page(), tmp_path / "report.html", workshop)
    finally:
        network.close()
        server.stop()


def contributions(workshop: Workshop) -> None:
    """Fail unless everything that the five did is there, once."""
    cards = [note.text for note in workshop.notes.values() if note.by]
    assert sorted(cards) == sorted(
        [*(f"{name} meets us at the counter" for name in PEOPLE), "half a sentence"]
    )
    pains = [finding.title for finding in workshop.findings.values() if finding.by]
    assert sorted(pains) == sorted(
        ["written in the tunnel", "typed into the void",
         *(f"{name}: parcel is late" for name in ("Ben", "Dai", "Eva"))]
    )  # fmt: skip
    assert sorted(rating.valence for rating in workshop.ratings.values()) == [-2, -1, 0, 1, 2]
    assert [vote.dots for vote in workshop.votes.values()] == [1] * 5
    assert {one.name for one in workshop.participants.values()} == set(PEOPLE)
    said = [one for one in workshop.answers.values() if one.order or one.choice or one.text]
    assert len(said) == 15


def reported(opened: Any, path: Path, workshop: Workshop) -> None:
    """Fail unless the report, as a browser shows it, holds each contribution in its table."""
    opened.goto(path.as_uri())
    told, rows = opened.evaluate(ROOM)
    for words in (one.text for one in workshop.notes.values() if one.by):
        assert told.count(words) == 1, words
    for words in (one.title for one in workshop.findings.values() if one.by):
        assert words in told, words
    (rating,) = [row for row in rows if "−2, −1, 0, +1, +2" in row]
    assert rating[3] == "5"
    (voted,) = [row for row in rows if row[0] == "Eva: parcel is late" and "5 of 5" in row[1]]
    assert voted[2] == "5"
    asked = [one for one in workshop.activities.values() if one.kind == "rank"]
    orders = [one.order for one in workshop.answers.values() if one.activity == asked[0].id]
    assert len(orders) == 5
    for id in orders[0]:
        places = sorted(order.index(id) + 1 for order in orders)
        mean = f"{sum(places) / 5:.1f}"
        label = workshop.findings[id].title
        assert [label, mean, ", ".join(map(str, places)), "5"] in rows, label
    assert ["Yes", "4", "80 %"] in rows
    assert ["No", "1", "20 %"] in rows
    for name in PEOPLE:
        assert f"{name} says: the first letter" in told
