"""The facilitator's page: the door, the open activity, the agenda, the people, what was said."""

from __future__ import annotations

from typing import Literal

import htpy as h

from journeykit import room
from journeykit.edits import Change
from journeykit.errors import Refused
from journeykit.model import Activity
from journeykit.room import results as said
from journeykit.widgets import parts
from journeykit.widgets.crowd import crowded
from journeykit.widgets.pages.room import around, cards
from journeykit.widgets.pages.room.agenda import agenda_card
from journeykit.widgets.pages.room.clock import clock
from journeykit.widgets.pages.room.door import door, people
from journeykit.widgets.pages.room.planning import Planning
from journeykit.widgets.pages.room.results import result
from journeykit.widgets.view import Download, Go, action

#: what the wall can show
WALL = [
    ("", "The open activity"), ("map", "The journey map"), ("curve", "The emotion curve"),
    ("parking", "The parking lot"),
]  # fmt: skip
SHORTCUTS = {
    "n": "next activity", "p": "pause or resume", "r": "reveal or hide again",
    "+": "five minutes more", "-": "one minute less", "?": "this list", "Ctrl+Z": "undo",
}  # fmt: skip


class Room(Planning):
    """Lead the room: open the door, go through the agenda, reveal, keep what is parked."""

    title = "Room"
    lead = "One activity after the other; people see on their phones what is asked for now."

    # ---- what is seen -----------------------------------------------------------------------

    def body(self) -> h.Node:
        """Return the open activity and the agenda, the door and the people."""
        workshop = self.workshop
        activity = room.open_activity(workshop)
        standings = room.standings(workshop, activity) if activity else []
        present = self.store.present(workshop.id)
        writing = self.ui.get("writing", {})
        at = {one.person.id: one for one in standings}
        return h.div(".two.room")[
            h.div[
                crowded(self.ui.get("turned", ())),
                around.ended(workshop),
                self._now(activity, standings),
                agenda_card(workshop, writing),
                self._results(),
            ],
            h.div[
                door(workshop, self.store.room_code(workshop.id)),
                people(workshop, at, present, writing),
                around.so_far(workshop),
                cards.parking(workshop),
                around.lately(self.store.history(workshop.id, limit=8)),
                self._keys(),
            ],
        ]

    def _now(self, activity: Activity | None, standings: list[room.Standing]) -> h.Element:
        if activity is None:
            over = [one for one in room.agenda(self.workshop) if one.closed]
            onward = self._onward(None)
            shut = self.workshop.about.room != "open" and not over
            return parts.card(
                "Nothing is open",
                h.p[
                    "People see that the next activity will come."
                    if onward
                    else "The agenda is done."
                    if over and self.workshop.about.room == "closed"
                    else "The agenda is done. Close the room, then see what it came to."
                    if over
                    else "Choose an agenda below; then begin with its first activity."
                ],
                h.p("#nobody-yet")[
                    "The room is closed, so nobody can join yet. ",
                    parts.button("Open it first", "open_room", id="open-first", kind="small"),
                ]
                if shut
                else None,
                parts.row(onward) if onward else None,
                self._on_the_wall(),
                id="now",
            )
        counted = activity.kind not in ("talk", "break")
        return parts.card(
            activity.title,
            h.p[activity.instruction] if activity.instruction else None,
            _progress(standings) if standings and counted else None,
            self._buttons(activity),
            self._on_the_wall(),
            self._brought(activity) if counted else None,
            id="now",
            tools=[clock(activity)],
            kind="now",
        )

    def _brought(self, activity: Activity) -> h.Node:
        if activity.kind == "notes":
            return h.div(id=f"cards-{activity.id}", class_="brought")[
                h.h3["What people wrote"], cards.turning(self.workshop, activity)
            ]
        shown = "shown" if activity.revealed else "hidden"  # what is revealed opens by itself
        return h.details(id=f"result-{shown}-{activity.id}", class_="fold", open=activity.revealed)[
            h.summary["What the room said"], result(self.workshop, activity)
        ]

    def _onward(self, activity: Activity | None) -> h.Node:
        following = room.following(self.workshop)
        return (
            parts.button(
                f"Next: {following.title}" if activity else f"Begin: {following.title}",
                "begin", {"id": following.id}, id="next-activity", kind="primary", data_key="n",
            )
            if following
            else None
        )  # fmt: skip

    def _buttons(self, activity: Activity) -> h.Element:
        paused = activity.left_seconds is not None
        minutes = "More or less time"
        return parts.row(
            self._revealing(activity),
            parts.button("Resume", "resume", id="resume", data_key="p")
            if paused
            else parts.button("Pause", "pause", id="pause", data_key="p")
            if activity.ends_at
            else None,
            h.span(".minutes", role="group", aria_label=minutes)[
                parts.button("−1", "more", {"minutes": -1}, id="less-time", data_key="-",
                             label="One minute less"),
                parts.button("+1", "more", {"minutes": 1}, id="one-more", label="One minute more"),
                parts.button("+5 minutes", "more", {"minutes": 5}, id="more-time", data_key="+"),
            ],
            parts.button("Close", "end", id="end"),
            self._onward(activity),
        )  # fmt: skip

    def _revealing(self, activity: Activity) -> h.Node:
        if activity.kind not in ("rate", "vote", "rank", "check"):
            return None
        given = {"id": activity.id}
        if activity.revealed:
            return parts.button("Hide again", "hide", given, id="hide", data_key="r")
        return parts.button("Reveal", "reveal", given, id="reveal", data_key="r")

    def _on_the_wall(self) -> h.Element:
        return h.div(".on-wall")[
            parts.field("The wall shows", "wall-shows", self.workshop.about.wall, "wall",
                        kind="select", options=WALL,
                        help="The next activity that you open is on the wall again."),
        ]  # fmt: skip

    def _keys(self) -> h.Element:
        return h.details("#keys.card.fold")[
            h.summary(data_key="?")["Keys for this page"],
            h.dl(".keys")[([h.dt[h.kbd[key]], h.dd[words]] for key, words in SHORTCUTS.items())],
            h.p(".soft")["They do nothing while you type."],
        ]

    def _results(self) -> h.Element:
        over = [
            one
            for one in self.workshop.ordered("activities")
            if one.closed and not one.open and one.kind not in ("talk", "break")
        ]
        return parts.card(
            "Results",
            [self._over(one) for one in over]
            if over
            else parts.empty("What closed activities brought is listed here."),
            parts.row(parts.button("Download every row (CSV)", "download", id="download-rows")),
            id="results",
        )

    def _over(self, one: Activity) -> h.Element:
        given = {"id": one.id}
        button = None
        if one.kind != "notes":
            button = (
                parts.button("Hide again", "hide", given, id=f"hide-{one.id}", kind="small",
                             label=f"Hide again: {one.title}")
                if one.revealed
                else parts.button("Reveal", "reveal", given, id=f"reveal-{one.id}", kind="small",
                                  label=f"Reveal: {one.title}")
            )  # fmt: skip
        shown = cards.turning(self.workshop, one) if one.kind == "notes" else None
        return h.details(id=f"over-{one.id}", class_="fold")[
            h.summary[one.title], shown or result(self.workshop, one), button
        ]

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
    def admit_all(self) -> None:
        """Let everybody in who waits."""
        waiting = [
            one.id
            for one in self.workshop.participants.values()
            if not one.admitted and not one.left
        ]
        if not waiting:
            raise Refused("Nobody is waiting any more.")
        self.dispatch(*map(room.admit, waiting), words=f"let {len(waiting)} people in")

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

    # ---- the clock and the wall -----------------------------------------------------------------

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
    def hide(self, id: str) -> None:
        """Hide again what was shown, for example to go on with a vote."""
        if self.workshop.get("activities", id).kind not in ("rate", "vote", "rank", "check"):
            raise Refused("This is never hidden.")
        self._set(id, {"revealed": False})

    @action
    def pause(self) -> None:
        """Stop the clock."""
        self.dispatch(room.pause(self.workshop))

    @action
    def resume(self) -> None:
        """Let the clock run again."""
        self.dispatch(room.resume(self.workshop))

    @action
    def more(self, minutes: Literal[-1, 1, 5]) -> None:
        """Give the activity more time, or less."""
        self.dispatch(room.add_minutes(self.workshop, minutes))

    @action
    def wall(self, value: Literal["", "map", "curve", "parking"]) -> None:
        """Choose what the projector shows."""
        self.dispatch(room.show_on_wall(value))

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


def _progress(standings: list[room.Standing]) -> h.Element:
    """How many have finished: a number and a bar, nobody's content."""
    done, all_ = sum(one.finished for one in standings), len(standings)
    began = sum(one.count > 0 for one in standings)
    return h.div(".finished-row")[
        h.progress(value=str(done), max=str(all_), aria_label="Have finished"),
        h.p("#finished", role="status")[
            f"{done} of {all_} have finished. {began} {'has' if began == 1 else 'have'} begun."
        ],
    ]
