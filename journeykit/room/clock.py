"""The agenda: which activity is open, how long it still runs, and the edits that move it.

At most one activity is open. Times are in UTC; a paused activity keeps the seconds it has left.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from journeykit.edits import Batch, Change, Edit
from journeykit.errors import Refused
from journeykit.model import Activity, Workshop

#: The silent rating that the Emotions page starts by itself; it is no line of the agenda.
SILENT_ROUND = "silent-round"


def now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC).replace(microsecond=0)


def agenda(workshop: Workshop) -> list[Activity]:
    """Return the activities in the order of the agenda."""
    return [one for one in workshop.ordered("activities") if one.id != SILENT_ROUND]


def open_activity(workshop: Workshop) -> Activity | None:
    """Return the activity that the room is in; the agenda's before a round of its own."""
    found = [one for one in workshop.activities.values() if one.open and not one.closed]
    found.sort(key=lambda one: (one.id == SILENT_ROUND, one.rank, one.id))
    return found[0] if found else None


def hides(activity: Activity) -> bool:
    """Whether an activity keeps ratings hidden now: it has begun and nobody has revealed it."""
    begun = activity.open or activity.closed
    rates = activity.id == SILENT_ROUND or (activity.kind == "rate" and begun)
    return rates and not activity.revealed


def silent(workshop: Workshop) -> bool:
    """Whether the team's ratings are hidden now."""
    return any(hides(one) for one in workshop.activities.values())


def last_shown(workshop: Workshop) -> Activity | None:
    """Return what was closed and revealed last: it is looked at until the next one opens."""
    over = [one for one in agenda(workshop) if one.closed]
    last = over[-1] if over else None
    return last if last and last.revealed and last.kind not in ("talk", "break") else None


def following(workshop: Workshop) -> Activity | None:
    """Return the activity after the open one: the first that was not closed yet."""
    order = agenda(workshop)
    current = open_activity(workshop)
    start = next((i + 1 for i, one in enumerate(order) if current and one.id == current.id), 0)
    return next((one for one in order[start:] if not one.closed), None)


def seconds_left(activity: Activity, at: datetime | None = None) -> int | None:
    """Return the seconds that an activity still has; negative when it is over time.

    None for one that has not begun or has no time set.
    """
    if activity.left_seconds is not None:
        return activity.left_seconds
    if activity.ends_at is None:
        return None
    return int((activity.ends_at - (at or now())).total_seconds())


def begin(workshop: Workshop, id: str, at: datetime | None = None) -> Edit:
    """Return the edit that opens an activity and closes the one that was open."""
    activity: Activity = workshop.get("activities", id)
    edits: list[Edit] = [
        _set(one.id, open=False, closed=True) for one in _open(workshop) if one.id != id
    ]
    ends = (at or now()) + timedelta(minutes=activity.minutes) if activity.minutes else None
    hidden = activity.kind in ("rate", "vote", "rank", "check")
    fields = {"open": True, "closed": False, "left_seconds": None, "revealed": not hidden}
    edits.append(_set(id, ends_at=ends.isoformat() if ends else None, **fields))
    if workshop.about.wall:
        edits.append(show_on_wall(""))
    return Batch(edits=tuple(edits), words=f"opened '{activity.title}'")


def end(workshop: Workshop, *, reveal: bool = False) -> Edit:
    """Return the edit that closes the open activity; ``reveal`` shows what was hidden."""
    activity = _running(workshop)
    fields: dict[str, Any] = {"open": False, "closed": True, "left_seconds": None}
    if reveal:
        fields["revealed"] = True
    return Batch(edits=(_set(activity.id, **fields),), words=f"closed '{activity.title}'")


def pause(workshop: Workshop, at: datetime | None = None) -> Edit:
    """Return the edit that stops the clock."""
    activity = _running(workshop)
    left = seconds_left(activity, at)
    if left is None or activity.left_seconds is not None:
        raise Refused("There is no running clock to pause.")
    return _set(activity.id, left_seconds=max(0, left), ends_at=None)


def resume(workshop: Workshop, at: datetime | None = None) -> Edit:
    """Return the edit that lets the clock run again."""
    activity = _running(workshop)
    if activity.left_seconds is None:
        raise Refused("The clock is running.")
    ends = (at or now()) + timedelta(seconds=activity.left_seconds)
    return _set(activity.id, left_seconds=None, ends_at=ends.isoformat())


def add_minutes(workshop: Workshop, minutes: int, at: datetime | None = None) -> Edit:
    """Return the edit that gives the open activity more or less time, from now if it is over."""
    activity = _running(workshop)
    left = max(0, max(0, seconds_left(activity, at) or 0) + 60 * minutes)
    if activity.left_seconds is not None:
        return _set(activity.id, left_seconds=left)
    return _set(activity.id, ends_at=((at or now()) + timedelta(seconds=left)).isoformat())


def show_on_wall(what: str) -> Edit:
    """Return the edit that puts something on the wall; nothing stands for the open activity."""
    return Change(collection="info", id="info", fields={"wall": what})


def open_room(workshop: Workshop) -> Edit:
    """Return the edit that lets people join."""
    return Change(collection="info", id="info", fields={"room": "open"})


def close_room(workshop: Workshop) -> Edit:
    """Return the edit that closes the room and what is open in it."""
    edits: list[Edit] = [_set(one.id, open=False, closed=True) for one in _open(workshop)]
    edits.append(Change(collection="info", id="info", fields={"room": "closed"}))
    return Batch(edits=tuple(edits), words="closed the room")


def _open(workshop: Workshop) -> list[Activity]:
    return [one for one in agenda(workshop) if one.open]


def _running(workshop: Workshop) -> Activity:
    activity = open_activity(workshop)
    if activity is None:
        raise Refused("No activity is open; open one first.")
    return activity


def _set(id: str, **fields: Any) -> Change:
    return Change(collection="activities", id=id, fields=fields)
