"""A client that speaks the protocol and means no good changes nothing it may not."""

from __future__ import annotations

import asyncio
import json
import socket
import time
import uuid
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
import wire
from hostile import Room
from tornado.websocket import WebSocketClosedError
from visiting import kernels

from journeykit.widgets.address import PAGES
from journeykit.widgets.frame import view_class

NAME = "Quirinalia Zwetschgenstein"


async def joined(place: Room, visitor: str = "") -> wire.Wire:
    """Open the join page and come in."""
    page = await wire.open_page(place.link(), visitor)
    assert await page.ask("join", name=NAME, agree=True) is None
    return page


async def answers(place: Room) -> None:
    """Another participant comes, writes a card, and it is stored."""
    words = f"card {uuid.uuid4().hex}"
    page = await joined(place)
    assert await page.ask("add", text=words) is None
    assert words in {one.title for one in place.workshop().findings.values()}
    await page.close()


def mine(place: Room) -> dict[str, Any]:
    """What nobody but the facilitator may change, as plain values."""
    told = place.workshop().model_dump(mode="json")
    told["findings"] = {id: one for id, one in told["findings"].items() if id == "theirs"}
    return {name: told[name] for name in told if name not in ("participants", "notes")}


def actions() -> list[str]:
    """The names of all actions of all pages."""
    found = set()
    for page in PAGES:
        kind = view_class(page)
        found |= {n for n in dir(kind) if getattr(getattr(kind, n), "__jk_action__", False)}
    return sorted(found)


def test_actions_of_other_pages_and_other_peoples_cards(place: Room) -> None:
    """Every action of every page, fired from a phone, leaves the facilitator's things alone."""

    async def attack() -> None:
        page = await joined(place)
        before, other = mine(place), place.workshop(place.other)
        skip = {"join", "leave", "rename", "add", "park"}
        for name in (*(n for n in actions() if n not in skip), "@undo", "@redo", "__init__"):
            args = {"id": "theirs", "value": "forged", "text": "forged", "item": "theirs"}
            await page.send(name, args | {"dots": 3, "lane": "obstacles", "to": "room"})
        await page.ask("write", id="theirs", value="forged")
        await page.ask("take", id="theirs")
        for to in (f"report?workshop={place.other}", "home", f"join?workshop={place.other}"):
            await page.ask("@goto", to=to)
            assert "Another workshop" not in page.html
        assert place.workshop(place.other) == other
        assert mine(place) == before
        await page.close()
        await answers(place)

    wire.run(attack())


def test_wrong_types_and_rubbish(place: Room) -> None:
    """Whatever shape a message has, it is refused or dropped, and the page goes on."""

    async def attack() -> None:
        page = await joined(place)
        before = mine(place)
        for args in ({"text": 7}, {"text": ["x"]}, {"text": None}, {"where": {}}, [], "x", 3):
            n = await page.send("add", args if isinstance(args, dict) else None)
            await page.until(lambda n=n: n in page.acks)
            assert page.acks[n]
        for content in ([], "x", 3, None, {"do": "add"}, {"do": {}, "n": [], "args": 3}):
            data = {"method": "custom", "content": content}
            await page.raw("comm_msg", {"comm_id": page.model, "data": data})
        for raw in (b"", b"\xff" * 40, b"\x02" + b"\0" * 30, json.dumps({"a": 1})):
            await page.socket.write_message(raw, binary=isinstance(raw, bytes))
        upload = {"id": "1", "name": "../../x", "offset": 0, "last": True}
        said = await page.send("add_file", {}, upload=upload)
        await page.until(lambda: said in page.acks)
        assert page.acks[said] == "Files are added by the facilitator."
        assert mine(place) == before
        assert await page.ask("park", text="still here") is None
        await page.close()

    wire.run(attack())


def test_traits_code_and_other_channels(place: Room) -> None:
    """Written traits, code, new widgets and foreign channels do nothing in Python."""

    async def attack() -> None:
        page = await joined(place)
        html = page.html
        state = {"html": "<b>mine</b>", "framed": False, "address": {}, "_esm": "x", "_css": "x"}
        await page.raw(
            "comm_msg",
            {"comm_id": page.model, "data": {"method": "update", "state": state}},
        )
        await page.raw("execute_request", {"code": "import os; os._exit(1)", "silent": False})
        for kind in ("shutdown_request", "interrupt_request", "debug_request", "inspect_request"):
            await page.raw(kind, {"restart": False}, channel="control")
        widget = {"state": {"_model_name": "TextModel", "_model_module": "@jupyter-widgets/base"}}
        for target in ("jupyter.widget", "anything"):
            said = {"comm_id": uuid.uuid4().hex, "target_name": target, "data": widget}
            await page.raw("comm_open", said)
        page.state.clear()
        await page.raw("comm_msg", {"comm_id": page.model, "data": {"method": "request_state"}})
        await page.until(lambda: bool(page.state))
        kept = {name: page.state.get(name) for name in state}
        assert kept["html"] == html
        assert kept["framed"] is True
        assert kept["_esm"] != "x"
        assert kept["_css"] != "x"
        assert await page.ask("park", text="alive") is None
        await page.close()

    wire.run(attack())


def test_too_large_and_replayed(place: Room) -> None:
    """A message above a megabyte ends the connection; a replay adds what a person could add."""

    async def attack() -> None:
        page = await joined(place)
        assert "characters" in str(await page.ask("park", text="x" * 300_000))
        sent = page.message(
            "comm_msg",
            {
                "comm_id": page.model,
                "data": {
                    "method": "custom",
                    "content": {"n": 900, "do": "take", "args": {"id": "theirs"}},
                },
            },
        )
        for _ in range(20):
            await page.socket.write_message(sent, binary=True)
        await page.until(lambda: 900 in page.acks)
        assert "theirs" in place.workshop().findings
        with suppress(WebSocketClosedError):  # it may be closed before all of it was sent
            await page.send("park", {"text": "x" * 1_100_000})
        with pytest.raises(AssertionError, match="the connection was closed"):
            await page.until(lambda: False, 20)
        await answers(place)

    wire.run(attack())


def test_ten_thousand_messages_hold_nobody_up(place: Room) -> None:
    """One connection's flood waits where it is; another page is answered meanwhile."""

    async def attack() -> None:
        calm, loud = await joined(place), await joined(place)
        data = {"method": "custom", "content": {"n": 1, "do": "park", "args": {"text": "flood"}}}
        one = loud.message("comm_msg", {"comm_id": loud.model, "data": data})

        async def flood() -> None:
            for _ in range(10_000):
                await loud.socket.write_message(one, binary=True)

        before = loud.kinds["comm_msg"]
        flooding = asyncio.create_task(flood())
        begin = time.monotonic()
        for number in range(5):
            assert await calm.ask("park", text=f"calm {number}", patience=10) is None
        await asyncio.sleep(0.5)
        written = [n for n in place.workshop().notes.values() if n.text == "flood"]
        # as many as a burst and the seconds allow, far from ten thousand
        assert len(written) <= 80 + 15 * (time.monotonic() - begin + 2)
        assert loud.kinds["comm_msg"] > before
        flooding.cancel()
        await calm.close()
        await loud.close()

    wire.run(attack())


def test_hundreds_of_sockets(place: Room) -> None:
    """Six hundred connections that say nothing: the rest are closed, and others come in."""
    host, port = urlsplit(place.server.url).hostname, urlsplit(place.server.url).port
    held = []
    for _ in range(600):
        one = socket.socket()
        one.settimeout(5)
        try:
            one.bind(("127.0.0.9", 0))
        except OSError:
            one.close()
            break
        one.connect((host, port))
        held.append(one)

    wire.run(answers(place))
    closed = 0
    for one in held:
        one.setblocking(False)
        try:
            closed += one.recv(1) == b""
        except BlockingIOError:
            continue
        except OSError:
            closed += 1
    for one in held:
        one.close()
    assert not held or closed >= 150


def test_wrong_codes_get_slower(place: Room) -> None:
    """Guessing a code is refused each time, and each time takes longer."""

    async def attack() -> None:
        page = await wire.open_page(place.link().replace(place.code, "WRONG2"))
        took = []
        for guess in ("AAAAAA", "BBBBBB", "CCCCCC"):
            begin = time.monotonic()
            assert "No room has this code" in str(await page.ask("@code", value=guess))
            took.append(time.monotonic() - begin)
        assert "Zebrafink" not in page.html
        assert took[2] > 2 * took[0] > 0.9
        await page.close()

    wire.run(attack())


def test_one_page_cannot_be_many_people(place: Room) -> None:
    """A page that says it is somebody else each time stays who it was."""

    async def attack() -> None:
        page = await joined(place)
        people = len(place.workshop().participants)
        for number in range(5):
            await page.ask("@hello", visitor=f"other{number}")
            await page.ask("join", name="", agree=True)
        assert len(place.workshop().participants) == people
        await page.close()

    wire.run(attack())


def test_the_log_names_nobody(place: Room) -> None:
    """After all this the server's log holds no name, no code, no key and no card."""

    async def visit() -> None:
        page = await joined(place)
        await page.ask("add", text="Geheimnisvolles Kaleidoskop")
        await page.close()
        await wire.fetch(place.server.facilitator_url.replace("?", "voila/render/no.ipynb?"))

    wire.run(visit())
    said = place.server.log.read_text()
    after = said[said.index("Ctrl-C") :]
    key = place.server.facilitator_url.partition("key=")[2]
    for secret in (NAME, "Quirinalia", "Kaleidoskop", place.code, key, "Zebrafink"):
        assert secret not in after
    assert kernels(place.server) is not None
