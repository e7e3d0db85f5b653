"""The Emotions page: what customers felt, what the team believes, and where they part."""

from __future__ import annotations

import htpy as h
from pydantic import JsonValue

from journeykit.curves import Curves
from journeykit.edits import Change, Put
from journeykit.emotions import Point, gaps, targets
from journeykit.errors import Refused
from journeykit.model import Activity, Journey, Participant
from journeykit.room.clock import SILENT_ROUND as ROUND
from journeykit.room.clock import hides, silent
from journeykit.widgets import parts
from journeykit.widgets.pages.emotions import blind, numbers, overlay
from journeykit.widgets.pages.emotions.rating import Rates, rating_card
from journeykit.widgets.pages.emotions.team import disagreements, progress
from journeykit.widgets.pages.telling import told
from journeykit.widgets.view import Go, Toast, action

VIEWS = {"compare": "Compare", "rate": "Rate", "team": "Team"}


class Emotions(Rates):
    """Compares customers' answers with the team's silent ratings, touchpoint by touchpoint."""

    step = "emotions"
    title = "Emotions"
    lead = "Compare what the team guessed with what customers said. Start with the widest gap."

    # ---- what is known --------------------------------------------------------------------

    @property
    def journey(self) -> Journey | None:
        """The journey that is shown."""
        named = self.workshop.journeys.get(self.at.get("journey", ""))
        return named or self.workshop.current_journey()

    @property
    def curves(self) -> Curves:
        """The points of all curves, kept until what they stand on changes."""
        if "curves" not in self.ui:
            self.ui["curves"] = Curves(self.store)
        kept: Curves = self.ui["curves"]
        return kept

    @property
    def hidden(self) -> bool:
        """Whether a silent round runs whose ratings nobody may see yet."""
        return silent(self.workshop)

    @property
    def me(self) -> str:
        """The participant as whom this visitor rates."""
        return self.at.get("as") or str(self.ui.get("visitor") or "facilitator")

    @property
    def _own(self) -> bool:
        """Whether this visitor may see the ratings of `me` before they are revealed.

        They may: their own, and what they enter now for somebody who rated on paper.
        """
        return not self.at.get("as") or self.me in self.ui.get("paper", ())

    def subtitle(self) -> str:
        """Return the sentence under the title, with the number of customers where there is one."""
        n = max((p.n for p in self.points() if p.source == "survey"), default=0)
        if not n:
            return "Rate what the customer feels, first alone. Customers' answers come from Survey."
        return f"Compare what the team guessed with what {n:,} customers said. Widest gap first."

    def points(self) -> list[Point]:
        """Return the points that may be seen now."""
        if self.journey is None:
            return []
        return self.curves.of(self.workshop, self.journey.id, team=not self.hidden)

    def guide(self) -> list[str]:
        """Return what the curve says, in plain sentences."""
        if self.journey is None:
            return []
        return self.curves.guide(self.workshop, self.journey.id, team=not self.hidden)

    # ---- what is seen ---------------------------------------------------------------------

    def body(self) -> h.Node:
        """Return the page."""
        journey = self.journey
        if journey is None or not self.workshop.touchpoints_of(journey.id):
            return parts.empty(
                "There is nothing to feel about yet: the journey has no touchpoint.",
                h.a(".button.primary", data_go="touchpoints", href="02_touchpoints.ipynb")[
                    "List touchpoints"
                ],
            )
        view = self.at.get("view", "compare")
        shown = {"compare": self._compare, "rate": self._rate, "team": self._team}
        return [
            parts.tabs("Parts of this step", VIEWS, view, "emotions"),
            shown.get(view, self._compare)(journey),
        ]

    def _compare(self, journey: Journey) -> h.Node:
        points, sentences = self.points(), self.guide()
        every = self.at.get("gaps") == "all"
        whole = self.curves.stages(self.workshop, journey.id)
        aims = targets(self.workshop, journey.id, points, whole)
        moved = self.curves.changes(self.workshop, journey.id)
        tied = self.curves.ties(self.workshop, journey.id)
        return [
            overlay.card(
                self.curves, self.workshop, journey, points, self.at, hidden=self.hidden,
                narrow=bool(self.ui.get("narrow")), words="\n".join(sentences),
            ),
            h.div(".two")[
                h.div[
                    blind.card(self.workshop, points, hidden=self.hidden, every=every),
                    numbers.targets(self.workshop, aims) if aims else None,
                    numbers.loyalty(self.workshop, tied) if tied else None,
                ],
                self._guide(sentences),
            ],
            numbers.changes(self.workshop, moved) if moved else None,
        ]  # fmt: skip

    def _guide(self, sentences: list[str]) -> h.Node:
        absent = self.curves.absent(self.workshop)
        return parts.card(
            "What the curve says",
            told(sentences, "guide-sentences"),
            h.p(".field-error")[
                "The answers of these sources are not in this store, so their numbers are missing "
                f"here: {', '.join(absent)}. Attach the file again on Survey."
            ]
            if absent
            else None,
            id="guide",
        )

    # ---- rating ---------------------------------------------------------------------------

    def _rate(self, journey: Journey) -> h.Node:
        touchpoints = self.workshop.touchpoints_of(journey.id)
        persona = self.workshop.personas.get(journey.persona or "")
        seen = self._own or not self.hidden
        mine = {
            r.touchpoint: r
            for r in self.workshop.ratings.values()
            if r.participant == self.me and seen
        }
        done = sum(t.id in mine for t in touchpoints)
        words = (
            "Silent round · nobody sees this until it is revealed"
            if self.hidden
            else ("Everybody sees the median at once. Start a silent round to rate alone first.")
        )
        return h.div(".rating")[
            h.div(".ph")[
                h.h2[f"How does {persona.name if persona else 'the customer'} feel?"],
                h.small[words],
                h.p["What this person rated is hidden too; a face replaces it."]
                if not seen
                else None,
            ],
            [rating_card(self.workshop, t, mine.get(t.id)) for t in touchpoints],
            h.div(".phf")[
                h.span[f"{done} of {len(touchpoints)}"],
                parts.button(
                    "See the team", "look", {"name": "view", "value": "team"}, id="rated",
                    kind="primary",
                ),
            ],
            self._on_behalf(),
        ]  # fmt: skip

    def _on_behalf(self) -> h.Node:
        return h.details("#on-behalf.card")[
            h.summary["Enter ratings that somebody gave on paper"],
            h.form("#behalf-form", data_submit="rate_as")[
                h.div(".field")[
                    h.label(for_="behalf-name")["Whose ratings"],
                    h.input(
                        "#behalf-name",
                        name="name",
                        value=self._name(self.at.get("as", "")),
                        autocomplete="off",
                    ),
                    h.small["Their name, or A, B, C … Leave empty to rate for yourself again."],
                ],
                h.button("#behalf-go", type="submit")["Rate for them"],
            ],
        ]

    def _name(self, participant: str) -> str:
        known = self.workshop.participants.get(participant)
        return known.name if known else ""

    # ---- team -----------------------------------------------------------------------------

    def _team(self, journey: Journey) -> h.Node:
        people = progress(self.workshop, journey.id)
        running = ROUND in self.workshop.activities
        return [
            parts.card(
                "The silent round",
                h.p[
                    "Everybody rates alone first, then all see the dots at once: otherwise the "
                    "first voice decides."
                ],
                h.p[f"{people.finished} of {people.people} have rated every touchpoint."]
                if people.people
                else None,
                parts.row(
                    parts.button("Reveal the ratings", "reveal", id="reveal", kind="primary")
                    if self.hidden
                    else parts.button(
                        "Start a new silent round" if running else "Start a silent round",
                        "hide",
                        id="hide",
                        kind="primary",
                    ),
                ),
                id="round",
            ),
            parts.card(
                "Where we agree, and where not",
                parts.empty("The ratings are hidden until they are revealed.")
                if self.hidden
                else disagreements(self.workshop, journey.id, self.points()),
                id="spread",
            ),
        ]

    # ---- what can be done -------------------------------------------------------------------

    @action
    def rate_as(self, name: str = "") -> None:
        """Rate for somebody who gave the ratings on paper."""
        name = name.strip()
        if not name:
            return self.show(**{"as": None})
        for known in self.workshop.participants.values():
            if known.name.casefold() == name.casefold():
                return self.show(**{"as": known.id})
        made = Participant(name=name[:300])
        self.dispatch(Put.of(made))
        self.ui.setdefault("paper", set()).add(made.id)
        return self.show(**{"as": made.id})

    @action
    def hide(self) -> None:
        """Start a silent round: ratings are hidden from now on."""
        if ROUND in self.workshop.activities:
            self.dispatch(
                Change(collection="activities", id=ROUND, fields={"revealed": False, "open": True}),
                words="started a silent round",
            )
        else:
            activity = Activity(
                id=ROUND, title="Silent rating", kind="rate", step="emotions", open=True
            )
            self.dispatch(Put.of(activity), words="started a silent round")
        self.show(view="rate")

    @action
    def reveal(self) -> None:
        """Show everybody's ratings."""
        self.dispatch(
            *(
                Change(collection="activities", id=one.id, fields=_revealed(one.id))
                for one in self.workshop.activities.values()
                if hides(one)
            ),
            words="revealed the ratings",
        )
        self.show(view="compare")

    @action
    def weigh(self, survey: float = 0, text: float = 0, team: float = 0) -> None:
        """Set what each source counts in the mixed line; all 0 is the rule."""
        given = {"survey": survey, "text": text, "team": team}
        told = any(weight > 0 for weight in given.values())
        words = ",".join(f"{name}:{max(0.0, weight):g}" for name, weight in given.items())
        self.show(weights=words if told else None)

    @action
    def note_gap(self, touchpoint: str) -> Toast | Go:
        """Turn a gap between team and customers into a finding."""
        found = next((gap for gap in gaps(self.points()) if gap.touchpoint == touchpoint), None)
        if found is None:
            raise Refused("This gap is not there any more; look at the table again.")
        self.dispatch(Put.of(blind.finding(self.workshop, found)))
        return Toast("Noted as a finding on Improve.", button="Go there", do="to_improve")

    @action
    def to_improve(self) -> Go:
        """Go on to the findings."""
        return Go("improve?view=findings")


def _revealed(id: str) -> dict[str, JsonValue]:
    """The round of this page ends with its reveal; one of the room's agenda goes on."""
    return {"revealed": True, "open": False} if id == ROUND else {"revealed": True}
