"""A workshop with an open room, for clients that mean no good."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from visiting import Serving, start_server

from journeykit import room
from journeykit.edits import Change, Put
from journeykit.model import Activity, Finding, Participant, Workshop
from journeykit.store import Store, open_store


@dataclass
class Room:
    """A server, a room in it, another workshop nobody has a code for."""

    server: Serving
    store: Store
    id: str
    other: str
    code: str

    def link(self, page: str = "join", **more: str) -> str:
        """The address that a participant's phone scans, or one made up from it."""
        query = "&".join(f"{name}={value}" for name, value in {"code": self.code, **more}.items())
        return f"{self.server.url}voila/render/{page}.ipynb?{query}"

    def workshop(self, id: str = "") -> Workshop:
        """The workshop as it is stored."""
        return self.store.open(id or self.id)[0]


def open_room(folder: Path) -> Room:
    """Start a server with a room in which pains are collected."""
    store = open_store(folder / "kit.sqlite")
    id = store.create(Workshop.new("Zebrafink GmbH"))
    other = store.create(Workshop.new("Another workshop"))
    store.append(id, Put.of(Activity(id="collect", title="Pains", kind="notes", lane="obstacles")))
    store.append(id, Put.of(Participant(id="pother", name="Somebody else")))
    store.append(id, Put.of(Finding(id="theirs", kind="pain", title="Queues", by="pother")))
    store.append(id, Change(collection="info", id="info", fields={"room": "open"}))
    store.append(id, room.begin(store.open(id)[0], "collect"))
    server = start_server(folder, store=folder / "kit.sqlite")
    return Room(server, store, id, other, store.room_code(id))
