"""The wall: how to join, what is asked for now, how far the room is, and what it said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit import room
from journeykit.model import Activity
from journeykit.widgets import invite, parts
from journeykit.widgets.pages.room.clock import clock
from journeykit.widgets.pages.room.results import result
from journeykit.widgets.pages.wall import shown
from journeykit.widgets.view import Go, View, action

if TYPE_CHECKING:
    from journeykit.curves import Curves

TITLES = {"map": "The journey", "curve": "How customers feel", "parking": "Parking lot"}


class Wall(View):
    """What everybody sees on the projector; it follows the room by itself."""

    title = "Wall"

    def render(self) -> h.Renderable:
        """Return the projector's page: the clock on top, how to join below or beside."""
        running, what = room.open_activity(self.workshop), self.workshop.about.wall
        activity = running or room.last_shown(self.workshop)
        full = bool(what) or (activity is not None and activity.revealed and _counts(activity))
        return h.main("#main", class_={"wall": True, "page-wall": True, "full": full})[
            h.div(".wall-head")[
                h.h1[self.workshop.title],
                h.div(".wall-clock")[clock(running)] if running else None,
            ],
            h.div(".wall-body")[
                self._chosen(what) if what else self._now(activity),
                None if full else self._join(),
            ],
            h.div(".wall-foot")[
                self._how() if full else None,
                parts.button("Back to the room", "to_room", id="to-room", kind="ghost small"),
            ],
        ]

    def body(self) -> h.Node:
        """Return the page as JupyterLab shows it."""
        return self.render()

    def _chosen(self, what: str) -> h.Element:
        return h.section(".wall-main", id=f"shows-{what}", data_fit=True)[
            h.h2[TITLES[what]],
            shown.parking(self.workshop)
            if what == "parking"
            else shown.journey_map(self.workshop, self._curves(), curve_only=what == "curve"),
        ]

    def _curves(self) -> Curves:
        from journeykit.curves import Curves

        kept: Curves = self.ui.setdefault("curves", Curves(self.store))
        return kept

    def _now(self, activity: Activity | None) -> h.Element:
        if activity is None:
            return self._waiting()
        standings = room.standings(self.workshop, activity) if activity.open else []
        counted = _counts(activity)
        return h.section(".wall-main", aria_live="polite", data_fit=True)[
            h.h2[activity.title],
            h.p(".instruction")[activity.instruction] if not activity.revealed or not counted
            or activity.kind == "notes" else None,
            _progress(standings) if counted and standings and _going_on(activity) else None,
            result(self.workshop, activity) if activity.revealed and counted else None,
            None if activity.open else h.p(".soft")["This activity is over."],
        ]  # fmt: skip

    def _waiting(self) -> h.Element:
        people = len(room.inside(self.workshop))
        open_ = self.workshop.about.room == "open"
        return h.section(".wall-main")[
            h.h2[
                "Welcome" if open_ else "The end" if self.workshop.participants else "Not open yet"
            ],
            h.p(".big")[
                f"{people} {'person is' if people == 1 else 'people are'} in the room."
                if open_
                else "The facilitator has not opened the room yet."
                if not self.workshop.participants
                else "The room is closed. Thank you."
            ],
        ]

    def _join(self) -> h.Node:
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

    def _how(self) -> h.Node:
        """How to join in one line, where the results need the room."""
        if self.workshop.about.room != "open":
            return None
        code = self.store.room_code(self.workshop.id)
        url, _ = invite.join_link(code)
        return h.p(".how")["Join: ", h.code[url.partition("?")[0]], " · ", h.b(".code")[code]]

    @action
    def to_room(self) -> Go:
        """Go back to the facilitator's page."""
        return Go("room")


def _counts(activity: Activity) -> bool:
    return activity.kind not in ("talk", "break")


def _going_on(activity: Activity) -> bool:
    """Whether people still say something: until it is revealed, and cards until it is closed."""
    return activity.kind == "notes" or not activity.revealed


def _progress(standings: list[room.Standing]) -> h.Element:
    done, all_ = sum(one.finished for one in standings), len(standings)
    return h.div(".wall-progress")[
        h.progress(value=str(done), max=str(all_), aria_label="Have finished"),
        h.p("#finished")[f"{done} of {all_} have finished"],
    ]
