"""The facilitator's page: the door, the open activity, the agenda, the people, what was said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import htpy as h

from journeykit import room
from journeykit.edits import Change, Edit, Put, next_rank, place, removal
from journeykit.errors import Refused
from journeykit.model import Activity, ActivityKind, Finding, Note
from journeykit.room import results as said
from journeykit.widgets import parts
from journeykit.widgets.pages.room.agenda import agenda_card
from journeykit.widgets.pages.room.clock import clock
from journeykit.widgets.pages.room.door import door, people
from journeykit.widgets.pages.room.results import result
from journeykit.widgets.view import Download, Go, View, action

SETTABLE = (
    "title", "minutes", "kind", "instruction", "lane", "dots", "question", "options", "anonymous",
)  # fmt: skip


class Room(View):
    """Lead the room: open the door, go through the agenda, reveal, keep what is parked."""

    title = "Room"
    lead = "One activity after the other; people see on their phones what is asked for now."

    # ---- what is seen -----------------------------------------------------------------------

    def body(self) -> h.Node:
        """Return the open activity and the agenda, the door and the people."""
        workshop = self.workshop
        activity = room.open_activity(workshop)
        standings = room.standings(workshop, activity) if activity else []
        present = {one.visitor: one.page for one in self.store.present(workshop.id)}
        return h.div(".two.room")[
            h.div[self._now(activity, standings), agenda_card(workshop)],
            h.div[
                door(workshop, self.store.room_code(workshop.id)),
                people(workshop, {one.person.id: one for one in standings}, present),
                self._parking(),
                self._results(),
            ],
        ]

    def _now(self, activity: Activity | None, standings: list[room.Standing]) -> h.Element:
        following = room.following(self.workshop)
        onward = (
            parts.button(
                f"Next: {following.title}" if activity else f"Begin: {following.title}",
                "begin", {"id": following.id}, id="next-activity", kind="primary",
            )
            if following
            else None
        )  # fmt: skip
        if activity is None:
            return parts.card(
                "Nothing is open",
                h.p["People see that the next activity will come."],
                parts.row(onward) if onward else None,
                id="now",
            )
        done = sum(one.finished for one in standings)
        return parts.card(
            activity.title,
            h.p(".time-row")[clock(activity)],
            h.p[activity.instruction] if activity.instruction else None,
            h.p("#finished", role="status")[f"{done} of {len(standings)} have finished."]
            if standings and activity.kind not in ("talk", "break")
            else None,
            self._buttons(activity, onward),
            h.details("#result.fold", open=activity.revealed)[
                h.summary["What the room said"], result(self.workshop, activity)
            ]
            if activity.kind not in ("talk", "break")
            else None,
            id="now",
        )

    def _buttons(self, activity: Activity, onward: h.Node) -> h.Element:
        hidden = activity.kind in ("rate", "vote", "rank", "check") and not activity.revealed
        return parts.row(
            parts.button("Reveal", "reveal", {"id": activity.id}, id="reveal") if hidden else None,
            parts.button("Resume", "resume", id="resume")
            if activity.left_seconds is not None
            else parts.button("Pause", "pause", id="pause")
            if activity.ends_at
            else None,
            parts.button("+5 minutes", "more", {"minutes": 5}, id="more-time"),
            parts.button("Close", "end", id="end"),
            onward,
        )

    def _parking(self) -> h.Element:
        notes = self.workshop.ordered("notes", lane="parking")
        return parts.card(
            f"Parking lot ({len(notes)})" if notes else "Parking lot",
            h.ul(".parking")[
                (
                    h.li(id=f"parked-{note.id}")[
                        h.span[note.text],
                        parts.row(
                            parts.button("Make it a finding", "unpark", {"id": note.id},
                                         id=f"unpark-{note.id}", kind="small",
                                         label=f"Make it a finding: {note.text[:80]}"),
                            parts.button("Done with it", "drop_note", {"id": note.id},
                                         id=f"drop-{note.id}", kind="small ghost",
                                         label=f"Done with it: {note.text[:80]}"),
                        ),
                    ]
                    for note in notes
                )
            ]
            if notes
            else parts.empty("What should not be forgotten, but not now, is parked here."),
            h.form("#park-form.row", data_submit="park", data_reset=True)[
                h.div(".field")[
                    h.label(for_="park-text")["Park a thought"],
                    h.input("#park-text", name="text", required=True, maxlength=2000,
                            autocomplete="off"),
                ],
                h.button("#park-go", type="submit")["Park it"],
            ],
            id="parking",
        )  # fmt: skip

    def _results(self) -> h.Element:
        over = [
            one
            for one in room.agenda(self.workshop)
            if one.closed and one.kind not in ("talk", "break")
        ]
        return parts.card(
            "Results",
            [
                h.details(id=f"over-{one.id}", class_="fold")[
                    h.summary[one.title],
                    result(self.workshop, one),
                    None
                    if one.revealed
                    else parts.button("Reveal", "reveal", {"id": one.id}, id=f"reveal-{one.id}",
                                      label=f"Reveal: {one.title}"),
                ]
                for one in over
            ]
            if over
            else parts.empty("What closed activities brought is listed here."),
            parts.row(parts.button("Download every row (CSV)", "download", id="download-rows")),
            id="results",
        )  # fmt: skip

    # ---- the door -----------------------------------------------------------------------------

    @action
    def open_room(self) -> None:
        """Let people join."""
        self.dispatch(room.open_room(self.workshop))

    @action
    def close_room(self) -> None:
        """Close the room and what is open in it."""
        self.dispatch(room.close_room(self.workshop))

    @action
    def new_code(self) -> None:
        """Make a new code; the old one opens nothing any more."""
        self.store.renew_room_code(self.workshop.id)

    @action
    def admission(self, value: Literal["free", "asked"]) -> None:
        """Say how people come in."""
        self.dispatch(Change(collection="info", id="info", fields={"admission": value}))

    @action
    def admit(self, id: str) -> None:
        """Let somebody in."""
        self.dispatch(room.admit(id))

    @action
    def remove_person(self, id: str) -> None:
        """Take somebody out of the room."""
        self.dispatch(room.remove(id))

    @action
    def rename(self, id: str, value: str) -> None:
        """Change the name of a participant."""
        self.dispatch(room.rename(id, value))

    @action
    def department(self, id: str, value: str) -> None:
        """Say which department somebody is from."""
        self.dispatch(Change(collection="participants", id=id, fields={"department": value[:300]}))

    @action
    def role(self, id: str, facilitates: bool) -> None:
        """Hand the room over, or take it back."""
        role = "facilitator" if facilitates else "participant"
        self.dispatch(Change(collection="participants", id=id, fields={"role": role}))

    # ---- the clock ----------------------------------------------------------------------------

    @action
    def begin(self, id: str) -> None:
        """Open an activity; the one before is closed."""
        self.dispatch(room.begin(self.workshop, id))

    @action
    def end(self) -> None:
        """Close the open activity."""
        self.dispatch(room.end(self.workshop))

    @action
    def reveal(self, id: str) -> None:
        """Show what was hidden."""
        self._set(id, {"revealed": True})

    @action
    def pause(self) -> None:
        """Stop the clock."""
        self.dispatch(room.pause(self.workshop))

    @action
    def resume(self) -> None:
        """Let the clock run again."""
        self.dispatch(room.resume(self.workshop))

    @action
    def more(self, minutes: Literal[1, 5]) -> None:
        """Give the activity more time."""
        self.dispatch(room.add_minutes(self.workshop, minutes))

    # ---- the agenda ---------------------------------------------------------------------------

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
    def remove_activity(self, id: str) -> None:
        """Take an activity out of the agenda."""
        self.dispatch(removal(self.workshop, "activities", id))

    # ---- the parking lot and the results --------------------------------------------------------

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

    @action
    def to_wall(self) -> Go:
        """Show the projector's page."""
        return Go("wall")

    @action
    def download(self) -> Download:
        """Save every rating, vote, answer and card as rows."""
        from journeykit.exchange.csvs import table

        log = [(entry.at, entry.edit) for entry in self.store.since(self.workshop.id, 0)]
        rows = said.rows(self.workshop, log)
        return Download("room.csv", table(said.COLUMNS, rows), "text/csv")

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
