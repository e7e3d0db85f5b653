"""What the warm parent does once, so that no page has to: each would copy what it touches.

Memory is shared with the parent in pieces of 4 kB until a page writes to one, and Python writes
to whatever it looks at for the first time: it fills caches, counts calls and makes code faster.
After some practice it only counts references, which nobody can do ahead.
"""

from __future__ import annotations

import gc
import logging
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from journeykit.errors import JourneykitError
from journeykit.serving.kernel import lean_app

if TYPE_CHECKING:
    from journeykit.store import Store

#: how often Python runs a piece of code before it has made it as fast as it can
_OFTEN = 10


def practice() -> Iterator[str]:
    """Draw every page, take part in a room, ask the store; name what was done.

    The workshop is a small one without survey answers, since computing with Arrow would leave
    threads behind, which no fork survives.
    """
    from journeykit import library
    from journeykit.store import open_store
    from journeykit.widgets.frame import PAGES, Frame
    from journeykit.widgets.looks import script, style

    script(), style()
    for name in library.catalogues():
        library.catalogue(name)
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "practice") as store:
        id = store.create(library.start("b2c", "Practice"))
        for page in PAGES:
            # a page that cannot be drawn says so to whoever opens it
            with suppress(Exception):
                frame = Frame(store, page, {"workshop": id})
                frame.call("@hello", {"visitor": "practice", "name": ""})
                frame.html(framed=True)
            yield page
        with suppress(Exception):
            yield from take_part(store, id)
    with suppress(JourneykitError):  # said to whoever opens a page
        meet_the_store()
    settle_types()
    gc.collect()
    gc.freeze()
    yield "frozen"


def take_part(store: Store, id: str) -> Iterator[str]:
    """Come into a room and write cards, as most of the people do at the same time."""
    from journeykit import room
    from journeykit.edits import Change, Put
    from journeykit.model import Activity
    from journeykit.widgets.frame import Frame

    store.append(id, Put.of(Activity(id="notes", kind="notes", lane="obstacles")))
    store.append(id, Change(collection="info", id="info", fields={"room": "open"}))
    store.append(id, room.begin(store.open(id)[0], "notes"))
    for number in range(_OFTEN):
        frame = Frame(store, "join", {"code": store.room_code(id)}, needs_key=True)
        frame.call("@hello", {"visitor": f"visitor {number}", "name": ""})
        frame.call("join", {"name": "", "agree": True})
        frame.call("add", {"text": "a card"})
        frame.here()
        frame.refresh()
        frame.html(framed=True)
        yield f"visitor {number}"


def meet_the_store() -> None:
    """Ask the store what every page asks first; how to ask is then known (3 MB a page)."""
    from journeykit.widgets import shared_store

    store = shared_store()
    for _ in range(_OFTEN):
        store.check_key("")
        store.workshop_of_code("")
        store.present("", within=1)
        for card in store.workshops()[:1]:
            store.open(card.id)
    store.rest()


def settle_types() -> None:
    """Do once what changes a class or asks all its subclasses (4 MB a page).

    ZeroMQ's sockets look for annotations, which makes them in classes that had none and tells
    every subclass; a log line with a number asks whether that is a mapping.
    """
    import zmq

    lean_app()
    for each in zmq.Socket.__mro__:
        getattr(each, "__annotations__", None)
    logging.LogRecord("", 0, "", 0, "%i", (0,), None)
