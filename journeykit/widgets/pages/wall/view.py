"""The wall: how to join, what is asked for now, how far the room is, and what it said."""

from __future__ import annotations

import htpy as h

from journeykit import room
from journeykit.model import Activity
from journeykit.widgets import invite, parts
from journeykit.widgets.pages.room.clock import clock
from journeykit.widgets.pages.room.results import result
from journeykit.widgets.view import Go, View, action


class Wall(View):
    """What everybody sees on the projector; it follows the room by itself."""

    title = "Wall"

    def body(self) -> h.Node:
        """Return the page without a frame."""
        activity = room.open_activity(self.workshop) or self._last()
        return [self._activity(activity) if activity else self._waiting(), self._side()]

    def render(self) -> h.Renderable:
        """Return the projector's page."""
        return h.main("#main.wall")[
            h.h1[self.workshop.title],
            h.div(".wall-body")[self.body()],
            h.div(".wall-foot")[
                parts.button("Back to the room", "to_room", id="to-room", kind="ghost small")
            ],
        ]

    def _last(self) -> Activity | None:
        """What was closed and revealed last stays on the wall until the next one is opened."""
        over = [one for one in room.agenda(self.workshop) if one.closed and one.revealed]
        return over[-1] if over and over[-1].kind not in ("talk", "break") else None

    def _waiting(self) -> h.Element:
        people = room.inside(self.workshop)
        return h.section(".wall-main")[
            h.h2["Welcome"],
            h.p(".big")[
                f"{len(people)} {'person is' if len(people) == 1 else 'people are'} in the room."
                if self.workshop.about.room == "open"
                else "The room is not open yet."
            ],
        ]

    def _activity(self, activity: Activity) -> h.Element:
        standings = room.standings(self.workshop, activity) if activity.open else []
        done = sum(one.finished for one in standings)
        counted = activity.kind not in ("talk", "break") and standings
        return h.section(".wall-main", aria_live="polite")[
            h.h2[activity.title],
            h.p(".big")[clock(activity) if activity.open else "Closed"],
            h.p(".instruction")[activity.instruction],
            [
                h.progress(value=str(done), max=str(len(standings)), aria_label="Have finished"),
                h.p("#finished")[f"{done} of {len(standings)} have finished"],
            ]
            if counted
            else None,
            result(self.workshop, activity)
            if activity.revealed and activity.kind not in ("talk", "break")
            else None,
        ]

    def _side(self) -> h.Node:
        if self.workshop.about.room != "open":
            return None
        code = self.store.room_code(self.workshop.id)
        url, shared = invite.join_link(code)
        return h.aside(".wall-side", aria_label="How to join")[
            h.h2["Join"],
            invite.picture(url) if shared else None,
            h.p(".link")[h.code[url.partition("?")[0]]],
            h.p(".code")[code],
        ]

    @action
    def to_room(self) -> Go:
        """Go back to the facilitator's page."""
        return Go("room")
