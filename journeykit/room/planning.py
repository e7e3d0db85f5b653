"""The agenda as a plan: a ready one is taken over, an activity is copied, lanes are told."""

from __future__ import annotations

from typing import Any

from journeykit import library
from journeykit.edits import Batch, Change, Edit, Put, removal
from journeykit.errors import Refused
from journeykit.model import Activity, Workshop, new_id
from journeykit.room.clock import agenda

#: what a card about a persona can say, so that the empathy map fills: lane -> field of a persona
EMPATHY = {"says": "says", "thoughts": "thinks", "actions": "does", "feelings": "feels"}


def lanes_of(activity: Activity) -> tuple[str, ...]:
    """Return the lanes that people may write in; about personas all four of the empathy map.

    >>> lanes_of(Activity(kind="notes", lane="thoughts", step="personas"))
    ('thoughts', 'says', 'actions', 'feelings')
    >>> lanes_of(Activity(kind="notes", lane="quotes"))
    ('quotes',)
    """
    own = activity.lane or "actions"
    if activity.step != "personas" or own not in EMPATHY:
        return (own,)
    return (own, *(lane for lane in EMPATHY if lane != own))


def choose_agenda(workshop: Workshop, name: str) -> Edit:
    """Return the edit by which a ready agenda takes the place of what was planned.

    Raises `Refused` while an activity is open. What people answered goes with its activity;
    undo brings both back.
    """
    if running := [one.title for one in workshop.activities.values() if one.open]:
        raise Refused(f"'{running[0]}' is running; close it before you change the agenda.")
    chosen = library.agenda(name)
    edits: list[Edit] = [Change(collection="info", id="info", fields={"agenda": name})]
    for id in workshop.activities:
        edits += removal(workshop, "activities", id).edits
    edits += [Put.of(one) for one in library.activities(name)]
    return Batch(edits=tuple(edits), words=f"chose the agenda '{chosen.title}'")


def duplicate(workshop: Workshop, id: str) -> Edit:
    """Return the edit that puts a fresh copy of an activity after it."""
    one: Activity = workshop.get("activities", id)
    fresh: dict[str, Any] = {
        "id": new_id(), "open": False, "closed": False, "revealed": False, "ends_at": None,
        "left_seconds": None,
    }  # fmt: skip
    order = agenda(workshop)
    at = [each.id for each in order].index(id)
    after = order[at + 1].rank if at + 1 < len(order) else one.rank + 2
    copy = one.model_copy(update={**fresh, "rank": (one.rank + after) / 2})
    return Batch(edits=(Put.of(copy),), words=f"copied '{one.title}'")


__all__ = ["EMPATHY", "choose_agenda", "duplicate", "lanes_of"]
