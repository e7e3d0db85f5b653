"""Starts the server, waits until pages answer, and says where they are."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeykit.errors import JourneykitError, StoreError
from journeykit.serving.address import is_local, lan_address, page_address, qr_in_terminal

if TYPE_CHECKING:
    from journeykit.serving.door import Door
    from journeykit.serving.server import Server
    from journeykit.store import Store

FIRST_EXAMPLE = "clothing"
#: the page with the map and both curves
FULL_MAP = "04_emotions.ipynb"
WAIT_FOR_FIRST_PAGE = 120


def _to_terminal(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def serve(
    host: str = "127.0.0.1",
    port: int = 8866,
    *,
    lan: bool = False,
    open_browser: bool = True,
    ready_file: Path | None = None,
    store: str | None = None,
    notebooks: Path | None = None,
    people: int | None = None,
    behind_proxy: bool = False,
    say: Callable[[str], Any] = _to_terminal,
) -> None:
    """Serve the notebooks as pages until the process is asked to stop.

    Port 0 takes a free port; ``lan`` listens on every network. ``people`` lets in fewer than the
    machine holds; ``behind_proxy`` believes a proxy's word on who asks. Raises `Refused` when the
    port is busy and `StoreError` when the store cannot be opened or no page answers; in
    each case nothing is left running.
    """
    from journeykit import library
    from journeykit.charts.lean import without_grammar

    without_grammar()
    from journeykit.serving.door import Door
    from journeykit.serving.notice import Notice, server_name
    from journeykit.serving.server import Server, settings_for, take_port
    from journeykit.store import open_store

    host = "0.0.0.0" if lan else host
    sockets = take_port(host, port)
    opened = open_store(store)
    example = _first_example(opened, say)
    taken = sockets[0].getsockname()[1]
    os.environ.update(JOURNEYKIT_STORE=opened.url, JOURNEYKIT_HOST=host, JOURNEYKIT_PORT=str(taken))
    url = page_address(host, taken)
    facilitator_url = f"{url}?key={opened.facilitator_key()}"

    async def once_up() -> None:
        await _first_page(url)
        if ready_file:
            _write(ready_file, {"url": url, "facilitator_url": facilitator_url})
        _announce(facilitator_url, opened.where, _join_link(opened, taken) if lan else None, say)
        say(_how_many(server.door))
        if open_browser:
            _open(_first_sight(url, facilitator_url, example))

    folder = notebooks or library.folder("notebooks")
    server = Server(config=settings_for(folder, local=is_local(host)))
    server.sockets, server.once_up, server.behind_proxy = sockets, once_up, behind_proxy
    notice = Notice(opened, server_name(taken))
    server.door = Door(people, opened.check_key, turned_away=notice)
    server.template = library.folder("voila") / "journeykit"
    _run(server, ready_file)
    if server.failure:
        raise _as_ours(server.failure)
    say("Stopped. Everything that was acknowledged is in the store.")


def _run(server: Server, ready_file: Path | None) -> None:
    # Tornado warns of each 404 and of Jupyter's way to keep sockets open: nothing to do there
    for name in ("tornado.access", "tornado.general"):
        logging.getLogger(name).setLevel(logging.ERROR)
    server.initialize(argv=[])
    try:
        server.start()
    finally:
        if ready_file:
            _remove(ready_file)


async def _first_page(url: str) -> None:
    """Open the home page and leave: then pages answer, and Python's files are in memory."""
    from tornado.httpclient import AsyncHTTPClient

    client = AsyncHTTPClient(force_instance=True)
    try:
        answer = await client.fetch(
            f"{url}voila/render/home.ipynb",
            request_timeout=WAIT_FOR_FIRST_PAGE,
            raise_error=False,
        )
        if its_python := re.search(rb'"kernelId": "([\w-]+)"', answer.body or b""):
            await client.fetch(
                f"{url}voila/api/shutdown/{its_python[1].decode()}", method="POST", body=""
            )
    finally:
        client.close()
    if answer.code != 200 or b"application/vnd.voila.cell-output+json" not in (answer.body or b""):
        raise StoreError(
            f"The home page did not open (answer {answer.code}). The lines above say why; "
            "'journeykit doctor' looks at the installation."
        )


def _write(path: Path, links: dict[str, str]) -> None:
    """Write the ready file in one step: whoever waits for it never reads half of it."""
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps({**links, "pid": os.getpid()}) + "\n", encoding="utf-8")
    part.replace(path)


def _remove(path: Path) -> None:
    """Take the ready file away, unless another server has written its own there."""
    with suppress(OSError, ValueError):
        if json.loads(path.read_text(encoding="utf-8")).get("pid") == os.getpid():
            path.unlink()


def _join_link(store: Store, port: int) -> str:
    """Return the participants' link: with the code of the room that is open, else to type one."""
    address = lan_address()
    if address is None:
        return ""
    opened = (card.id for card in store.workshops() if store.open(card.id)[0].about.room == "open")
    room = next(opened, None)
    return f"http://{address}:{port}/join{f'?code={store.room_code(room)}' if room else ''}"


def _announce(
    facilitator_url: str, where: str, join: str | None, say: Callable[[str], Any]
) -> None:
    """Say where the pages are; ``join`` is None without ``--lan``, "" without a network."""
    say(f"\njourneykit is ready; the store is {where}.")
    say(f"\n  The facilitator's link, keep it to yourself:\n  {facilitator_url}")
    if join:
        say(f"\n  Participants join with their phones, in the same network:\n  {join}\n")
        say(qr_in_terminal(join))
        if "?code=" not in join:
            say("  They need the code of a room: open one on the page Room of a workshop.")
    elif join == "":
        say("\n  This machine is in no network now, so nobody else can join yet.")
    else:
        say("\n  Only this machine can open it; with --lan, others can join by phone.")
    say("\nNext: open the link, pick a workshop and go through the steps from the left.")
    say("Ctrl-C stops the server.")


def _how_many(door: Door) -> str:
    """Say how many people may come."""
    holds = f"This machine holds {door.capacity().words()}."
    if door.people is None:
        return f"{holds} Whoever comes after them is asked to wait."
    return f"{holds} You let in {door.people}."


def _first_sight(url: str, facilitator_url: str, example: str | None) -> str:
    """A newcomer sees the example's whole map at once; everybody else sees Home."""
    if example is None:
        return facilitator_url
    key = facilitator_url.partition("?")[2]
    return f"{url}voila/render/{FULL_MAP}?{key}&workshop={example}"


def _open(address: str) -> None:
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _first_example(store: Store, say: Callable[[str], Any]) -> str | None:
    """Put the finished example into an empty store and return its id."""
    if store.workshops() or store.workshops(archived=True):
        return None
    from journeykit import examples

    try:
        id = examples.load(store, FIRST_EXAMPLE, once=True)
    except JourneykitError as error:
        say(f"The finished example could not be opened: {error}")
        return None
    say("The store was empty; the finished example is in it now.")
    return id


def _as_ours(error: BaseException) -> JourneykitError:
    if isinstance(error, JourneykitError):
        return error
    return StoreError(f"The pages could not be served: {error}")
