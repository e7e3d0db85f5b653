"""The join page: what one person sees and can do, from the door to the end."""

from __future__ import annotations

import htpy as h

from journeykit import room
from journeykit.model import Activity
from journeykit.widgets import parts
from journeykit.widgets.pages.emotions.rating import rating_card
from journeykit.widgets.pages.join import cards, choosing, entering
from journeykit.widgets.pages.join.doing import Doing
from journeykit.widgets.pages.room.clock import clock
from journeykit.widgets.pages.room.results import result

#: these are looked at together once they are revealed
REVEALED = ("rate", "vote", "rank", "check")


class Join(Doing):
    """What a participant does, one activity after the other."""

    title = "Join"

    # ---- what is seen -----------------------------------------------------------------------

    def body(self) -> h.Node:
        """Return the page without a frame."""
        return self._standing()

    def render(self) -> h.Renderable:
        """Return the phone's page."""
        activity = self.activity if self._inside else None
        return h.main("#main.join.page-join")[
            h.div(".room-head")[h.span[self.workshop.title], clock(activity) if activity else None],
            h.h1[activity.title if activity else "Join"],
            self.body(),
            self._foot(),
        ]

    @property
    def _inside(self) -> bool:
        person, about = self.person, self.workshop.about
        return about.room == "open" and person is not None and person.admitted and not person.left

    def _standing(self) -> h.Node:
        person = self.person
        if self.workshop.about.room != "open":
            return entering.message(
                "The room is closed",
                "Thank you: what you added is kept."
                if person
                else "The facilitator has not opened it yet. This page goes on by itself.",
            )
        if person is None or person.left:
            return entering.welcome(self.workshop, str(self.ui.get("name") or ""))
        if not person.admitted and self.workshop.about.admission == "free":
            return entering.message(
                "You are not in the room now",
                "The facilitator has taken you out; what you added is kept. This page goes on by "
                "itself when you are let in again.",
            )
        if not person.admitted:
            return entering.message(
                "Waiting", "The facilitator lets people in one by one. This page goes on by itself."
            )
        return self._task()

    def _task(self) -> h.Node:
        activity = self.activity
        if activity is None:
            last = room.last_shown(self.workshop)
            return [
                entering.message(
                    "You are in", "The next activity appears here when the facilitator opens it."
                ),
                self._together(last) if last and last.kind in REVEALED else None,
            ]
        if activity.revealed and activity.kind in REVEALED:
            return [
                self._together(activity),
                h.details("#my-part.fold")[h.summary["What you said"], self._asked(activity)]
                if activity.kind != "vote"
                else None,
            ]
        return [
            h.p(".instruction")[activity.instruction] if activity.instruction else None,
            self._asked(activity),
            self._finished(activity) if activity.kind not in ("talk", "break") else None,
        ]

    def _together(self, activity: Activity) -> h.Node:
        return parts.card(
            "What the room said", result(self.workshop, activity), id="said", kind="said-card"
        )

    def _asked(self, activity: Activity) -> h.Node:
        match activity.kind:
            case "notes":
                every = self.at.get("cards") == "all"
                return cards.writing(self.workshop, activity, self.me, every=every)
            case "rate":
                return self._rating(activity)
            case "vote":
                return choosing.voting(self.workshop, activity, self.me)
            case "rank":
                return choosing.ranking(self.workshop, activity, self.answer())
            case "check" if room.asks_marks(activity):
                return choosing.marking(self.workshop, self.me)
            case "check":
                return choosing.question(activity, self.answer())
        return None

    def _rating(self, activity: Activity) -> h.Node:
        journey = self.workshop.current_journey()
        touchpoints = self.workshop.touchpoints_of(journey.id) if journey else []
        asked = [one for one in touchpoints if not activity.items or one.id in activity.items]
        if not asked:
            return parts.empty("There are no touchpoints to rate yet.")
        mine = self.workshop.ratings
        done = sum(f"{self.me}.{one.id}" in mine for one in asked)
        return [
            h.p("#rated", role="status")[f"{done} of {len(asked)} rated."],
            h.div(".rating")[
                (rating_card(self.workshop, t, mine.get(f"{self.me}.{t.id}")) for t in asked)
            ],
        ]

    def _finished(self, activity: Activity) -> h.Node:
        answer = self.answer()
        done = answer is not None and answer.done
        return h.p(".finished")[
            parts.button(
                "✓ I have finished" if done else "I have finished",
                "done",
                {"on": not done},
                id="done",
                kind="" if done else "primary",
                aria_pressed="true" if done else "false",
            )
        ]

    def _foot(self) -> h.Node:
        if not self._inside:
            return None
        person = self.person
        assert person is not None
        return h.div(".room-foot")[
            parts.button("Open the facilitator's page", "to_room", id="to-room")
            if self.ui.get("leads") and person.role == "facilitator"
            else None,
            self._parking(),
            entering.agreed(self.workshop),
            h.details("#me.fold")[
                h.summary[person.name or "Anonymous"],
                parts.field("Your name", "my-name", person.name, "rename"),
                parts.button(
                    "Leave the room", "leave", id="leave", kind="ghost",
                    confirm="Leave the room? What you added stays; you can come back.",
                    confirm_label="Leave",
                ),
            ],
        ]  # fmt: skip

    def _parking(self) -> h.Node:
        mine = [
            note for note in self.workshop.ordered("notes", lane="parking") if note.by == self.me
        ]
        return h.details("#parking.fold")[
            h.summary["Parking lot"],
            h.form("#parking-form", data_submit="park", data_reset=True)[
                h.div(".field")[
                    h.label(for_="park-text")["What should not be forgotten, but not now?"],
                    h.textarea("#park-text", name="text", rows=2, maxlength=2000, required=True),
                ],
                h.button("#park-add", type="submit")["Park it"],
            ],
            h.ul(".mine")[
                (
                    h.li(id=f"parked-{note.id}")[
                        note.text,
                        " ",
                        parts.button(
                            "Take away", "take", {"id": note.id}, kind="ghost small",
                            id=f"unpark-{note.id}", label=f"Take away: {note.text[:80]}",
                        ),
                    ]
                    for note in mine
                )
            ],
        ]  # fmt: skip
