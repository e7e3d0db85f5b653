"""People come into the room and leave it; what they added stays."""

from __future__ import annotations

from datetime import datetime

from journeykit.edits import Change, Edit, Put
from journeykit.model import Participant, Workshop
from journeykit.room.clock import now


def joined(workshop: Workshop, id: str, name: str = "", at: datetime | None = None) -> Edit:
    """Return the edit by which somebody joins, who has read the consent text.

    No name is anonymous. Where the facilitator asked to be asked, the person waits.
    """
    waits = workshop.about.admission == "asked"
    person = Participant(
        id=id, name=name.strip()[:60], admitted=not waits, consented=at or now(),
        rank=float(len(workshop.participants) + 1),
    )  # fmt: skip
    return Put.of(person)


def leave(id: str) -> Edit:
    """Return the edit by which somebody leaves."""
    return Change(collection="participants", id=id, fields={"left": True})


def rename(id: str, name: str) -> Edit:
    """Return the edit that changes a name; an empty one is anonymous."""
    return Change(collection="participants", id=id, fields={"name": name.strip()[:60]})


def admit(id: str) -> Edit:
    """Return the edit by which the facilitator lets somebody in (again)."""
    return Change(collection="participants", id=id, fields={"admitted": True, "left": False})


def remove(id: str) -> Edit:
    """Return the edit by which the facilitator takes somebody out of the room."""
    return Change(collection="participants", id=id, fields={"admitted": False})
