"""Touchpoints: the stages of the journey, the inventory of touchpoints, and the map."""

from __future__ import annotations

from typing import Any, Literal

import htpy as h

from journeykit import library
from journeykit.edits import Change, Put, next_rank, removal
from journeykit.errors import Refused
from journeykit.model import Finding, Journey
from journeykit.widgets import parts
from journeykit.widgets.pages.touchpoints.checks import gap_title
from journeykit.widgets.pages.touchpoints.edits import counted
from journeykit.widgets.pages.touchpoints.inventory import InventoryView
from journeykit.widgets.pages.touchpoints.stages import StagesView
from journeykit.widgets.pages.touchpoints.trust import TrustView
from journeykit.widgets.view import Toast, action

VIEWS = {"stages": "Stages", "inventory": "Inventory", "map": "Map", "checks": "Checks"}
STATES = [("current", "as it is"), ("ideal", "as it should be")]


class Touchpoints(StagesView, InventoryView, TrustView):
    """The page of step 2, in four tabs."""

    step = "touchpoints"
    title = "Touchpoints"
    lead = "List every moment in which the customer meets you, then see them side by side."

    def body(self) -> h.Node:
        """Return the journey that is shown and the tab that was chosen."""
        now = self.at.get("view", "stages")
        now = now if now in VIEWS else "stages"
        section = {
            "stages": self.stages_section,
            "inventory": self.inventory_section,
            "map": self.map_section,
            "checks": self.checks_section,
        }[now]
        return [
            self._journeys(),
            parts.tabs("Parts of this step", VIEWS, now, "touchpoints"),
            section(),
            self.citing(),
        ]

    def _journeys(self) -> h.Node:
        journey = self.journey
        if journey is None:
            return None
        every = self.workshop.ordered("journeys")
        persona = self.workshop.personas.get(journey.persona or "")
        state = dict(STATES)[journey.state]
        return h.div("#journeys")[
            parts.field(
                "Journey", "journey", journey.id, "look", {"name": "journey"}, kind="select",
                options=[(each.id, _name(each)) for each in every],
            )
            if len(every) > 1
            else None,
            h.details(f"#journey-{journey.id}.journey", open=persona is None)[
                h.summary[
                    h.strong[journey.title],
                    f" · {persona.name if persona else 'nobody yet'} · {state}",
                ],
                self._settings(journey, alone=len(every) == 1),
            ],
        ]  # fmt: skip

    def _settings(self, journey: Journey, *, alone: bool) -> h.Element:
        personas = [(p.id, p.name) for p in self.workshop.ordered("personas")]
        return h.div(".journeys")[
            parts.field(
                "Title of the journey", f"journey-title-{journey.id}", journey.title, "journey_set",
                {"id": journey.id, "field": "title"}, required=True,
            ),
            parts.field(
                "Whose journey", f"journey-persona-{journey.id}", journey.persona or "",
                "journey_set", {"id": journey.id, "field": "persona"}, kind="select",
                options=[("", "nobody yet"), *personas],
            ),
            parts.field(
                "It shows the way", f"journey-state-{journey.id}", journey.state, "journey_set",
                {"id": journey.id, "field": "state"}, kind="select", options=STATES,
            ),
            h.div(".row")[
                parts.button("New journey", "journey_new", id="journey-new", kind="ghost"),
                h.a("#to-personas.button.ghost", data_go="personas", href="01_personas.ipynb")[
                    "New persona"
                ],
                None
                if alone
                else parts.button(
                    "Delete journey", "journey_remove", {"id": journey.id}, id="journey-remove",
                    kind="ghost", confirm=self._what_goes(journey), confirm_label="Delete journey",
                ),
            ],
        ]  # fmt: skip

    def _what_goes(self, journey: Journey) -> str:
        stages = counted(len(self.workshop.stages_of(journey.id)), "stage")
        points = counted(len(self.workshop.touchpoints_of(journey.id)), "touchpoint")
        return f"Delete '{journey.title}'? {stages} and {points} go with it."

    @action
    def journey_new(self) -> None:
        """Make another journey, of a persona that has none yet, and show it."""
        taken = {journey.persona for journey in self.workshop.journeys.values()}
        personas = self.workshop.ordered("personas")
        free = [each.id for each in personas if each.id not in taken]
        persona = free[0] if free else None
        rank = next_rank(self.workshop.ordered("journeys"))
        made = Journey(title="New journey", persona=persona, rank=rank)
        self.dispatch(Put.of(made))
        self.show(journey=made.id)

    @action
    def journey_set(self, id: str, field: Literal["title", "persona", "state"], value: str) -> None:
        """Change title, persona or state of a journey."""
        kept: Any = (value or None) if field == "persona" else value
        self.dispatch(Change(collection="journeys", id=id, fields={field: kept}))

    @action
    def journey_remove(self, id: str) -> Toast:
        """Delete a journey with its stages and touchpoints."""
        title = self.workshop.get("journeys", id).title
        self.dispatch(removal(self.workshop, "journeys", id))
        self.show(journey=None)
        return Toast(f"'{title}' is deleted.", button="Undo", do="@undo")

    @action
    def inconsistent(self, key: str) -> Toast:
        """Record that a rule of consistency does not hold, as a gap (R48)."""
        entry = library.catalogue("checklists").get(key)
        if entry is None:
            raise Refused(f"The checklist has no entry '{key}'.")
        finding = Finding(
            kind="gap", title=gap_title(entry.title), catalogue="inconsistent-information",
            rank=next_rank(self.workshop.ordered("findings")),
        )  # fmt: skip
        self.dispatch(Put.of(finding))
        return Toast("Recorded as a gap; give it a touchpoint on Improve.", "Undo", "@undo")


def _name(journey: Journey) -> str:
    return journey.title if journey.state == "current" else f"{journey.title} (ideal)"
