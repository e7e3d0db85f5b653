"""What the facilitator can do with the agenda and with the cards that people wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from journeykit import library, room
from journeykit.edits import Change, Edit, Put, next_rank, place, removal
from journeykit.errors import Refused
from journeykit.model import Activity, ActivityKind, Finding, Note
from journeykit.widgets import parts
from journeykit.widgets.view import Toast, View, action

SETTABLE = (
    "title", "minutes", "kind", "step", "instruction", "lane", "dots", "question", "options",
    "anonymous",
)  # fmt: skip


class Planning(View):
    """The part of the Room page that plans, and that turns cards into parts of the map."""

    # ---- the agenda ---------------------------------------------------------------------------

    @action
    def choose_agenda(self, name: str) -> Toast:
        """Take a ready agenda; its activities replace those that are there."""
        self.dispatch(room.choose_agenda(self.workshop, name))
        chosen = library.agenda(name)
        return Toast(f"{chosen.title}: {len(chosen.activities)} activities are ready.",
                     "Undo", "@undo")  # fmt: skip

    @action
    def add_activity(self, title: str, kind: ActivityKind = "talk") -> None:
        """Add an activity at the end of the agenda."""
        if not title.strip():
            raise Refused("Title: name the activity.")
        rank = next_rank(room.agenda(self.workshop))
        self.dispatch(Put.of(Activity(title=title.strip()[:300], kind=kind, rank=rank)))

    @action
    def set(self, id: str, field: str, value: Any) -> None:
        """Change one field of an activity."""
        if field not in SETTABLE:
            raise Refused("This cannot be changed here.")
        self._set(id, {field: _fitting(field, value)})

    @action
    def item(self, id: str, item: str, value: bool) -> None:
        """Take an item into a vote or out of it."""
        activity = self.workshop.get("activities", id)
        items = [one for one in activity.items if one != item]
        self._set(id, {"items": [*items, item] if value else items})

    @action
    def shift(self, id: str, by: Literal[-1, 1]) -> None:
        """Move an activity up or down."""
        order = [one.id for one in room.agenda(self.workshop)]
        if id not in order:
            raise Refused("This activity is not there any more.")
        siblings = room.agenda(self.workshop)
        self.dispatch(place(self.workshop, "activities", id, siblings, order.index(id) + by))

    @action
    def duplicate(self, id: str) -> None:
        """Put a fresh copy of an activity after it."""
        self.dispatch(room.duplicate(self.workshop, id))

    @action
    def remove_activity(self, id: str) -> None:
        """Take an activity out of the agenda."""
        self.dispatch(removal(self.workshop, "activities", id))

    # ---- cards ----------------------------------------------------------------------------------

    @action
    def to_touchpoint(self, id: str, value: str) -> Toast:
        """Make a card a touchpoint of a stage."""
        if not value:
            raise Refused("Choose the stage in which the touchpoint belongs.")
        self.dispatch(room.into_touchpoint(self.workshop, id, value))
        return Toast("It is a touchpoint of the map now.", "Undo", "@undo")

    @action
    def to_action(self, id: str) -> Toast:
        """Give a finding an action."""
        self.dispatch(room.into_action(self.workshop, id))
        return Toast("It is an action now; owner and day are set on Improve.", "Undo", "@undo")

    @action
    def to_persona(self, id: str, persona: str) -> Toast:
        """Take a card into a persona's empathy map."""
        self.dispatch(room.into_persona(self.workshop, id, persona))
        return Toast("It stands in the empathy map now.", "Undo", "@undo")

    @action
    def park(self, text: str) -> None:
        """Park a thought."""
        if not text.strip():
            raise Refused("Park a thought: write it down first.")
        rank = next_rank(self.workshop.ordered("notes"))
        self.dispatch(Put.of(Note(lane="parking", text=text.strip(), rank=rank)))

    @action
    def unpark(self, id: str) -> None:
        """Turn a parked thought into a finding."""
        note: Note = self.workshop.get("notes", id)
        rank = next_rank(self.workshop.ordered("findings"))
        lines = note.text.strip().splitlines()
        finding = Finding(title=lines[0][:300], detail="\n".join(lines[1:]), by=note.by, rank=rank)
        edits: tuple[Edit, ...] = (Put.of(finding), removal(self.workshop, "notes", id))
        self.dispatch(*edits, words="made a finding of a parked thought")

    @action
    def drop_note(self, id: str) -> None:
        """Take a parked thought away."""
        self.dispatch(removal(self.workshop, "notes", id))

    def _set(self, id: str, fields: dict[str, Any]) -> None:
        self.dispatch(Change(collection="activities", id=id, fields=fields))


def _fitting(field: str, value: Any) -> Any:
    """What a browser sent, as the field takes it."""
    fit: dict[str, Callable[[Any], Any]] = {
        "minutes": _whole, "dots": _whole, "options": parts.lines,
        "lane": lambda text: text or None,
    }  # fmt: skip
    return fit.get(field, lambda same: same)(value)


def _whole(value: Any) -> int:
    try:
        return int(str(value).strip())
    except ValueError:
        raise Refused(f"A whole number is needed (got '{value}').") from None


__all__ = ["Planning"]
