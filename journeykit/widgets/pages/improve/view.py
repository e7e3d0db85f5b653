"""Improve: findings become actions, and each action gets an owner, a day and a priority."""

from __future__ import annotations

from typing import Literal

import htpy as h

from journeykit.edits import removal
from journeykit.errors import Refused
from journeykit.model import Entity
from journeykit.widgets import parts
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.citing import Citing
from journeykit.widgets.pages.improve.content_view import ContentView
from journeykit.widgets.pages.improve.findings_view import FindingsView
from journeykit.widgets.pages.improve.ideal_view import IdealView
from journeykit.widgets.pages.improve.picking import catalogued, kpi_named, picker
from journeykit.widgets.pages.improve.priorities_view import PrioritiesView
from journeykit.widgets.pages.improve.votes_view import VotesView
from journeykit.widgets.view import Toast, action

TABS = {
    "findings": "Findings", "votes": "Votes", "actions": "Actions", "priorities": "Priorities",
    "roadmap": "Roadmap", "content": "Content", "ideal": "Ideal journey",
}  # fmt: skip
LEADS = {
    "findings": "What hurts, what is missing, what delights: where, how badly, how often, and who "
    "says so.",
    "votes": "What the room would do first, asked in silence.",
    "actions": "Who does what by when, and which number should move.",
    "priorities": "What to do first, by numbers that you can question.",
    "roadmap": "What is done when and by whom, and what is late or nobody's.",
    "content": "What people read, see and get at each stage, and on which data.",
    "ideal": "The way as it should be, beside the way as it is.",
}


class Improve(FindingsView, PrioritiesView, VotesView, ContentView, IdealView, Citing):
    """Collects findings, turns them into actions, weighs these, and plans what comes of them."""

    step = "improve"
    title = "Improve"

    @property
    def tab(self) -> str:
        """The part that is shown."""
        return self.at["view"] if self.at.get("view") in TABS else "findings"

    def subtitle(self) -> str:
        """Return what to do on the part that is shown."""
        return LEADS[self.tab]

    def body(self) -> h.Node:
        """Return the page."""
        return [
            parts.tabs("Parts of Improve", TABS, self.tab, "improve"),
            self._shown(),
            picker(self.workshop, str(self.ui["pick"])) if self.ui.get("pick") else None,
            self.citing(),
        ]

    def _shown(self) -> h.Node:
        """Draw one part; its module is read when it is first shown."""
        from importlib import import_module

        module = import_module(f"journeykit.widgets.pages.improve.{self.tab}")
        drawn: h.Node = getattr(module, f"{self.tab}_tab")(self)
        return drawn

    @action
    def open(self, id: str) -> None:
        """Show the details of an entry, or fold them again."""
        self.show(open=None if self.at.get("open") == id else id)

    @action
    def filter(self, name: Literal["stage", "kind", "only", "who"], value: str) -> None:
        """Show only some entries; which ones stands in the address."""
        self.show(**{name: value[:80]})
        self.sort()

    @action
    def all(self) -> None:
        """Show all entries again."""
        self.show(stage=None, kind=None, only=None, who=None)

    @action
    def sort(self) -> None:
        """Put the entries in their order again, after marks were changed."""
        self.ui = {name: value for name, value in self.ui.items() if not name.startswith("order")}

    @action
    def pick(self, what: Literal["pains", "opportunities", "strategies", "tactics"]) -> None:
        """Open a catalogue."""
        self.ui["pick"] = what

    @action
    def unpick(self) -> None:
        """Close the catalogue."""
        self.ui.pop("pick", None)

    @action
    def take(self, what: str, key: str) -> Toast:
        """Add an entry of a catalogue as a finding or an action."""
        entry = catalogued(what, key)
        if what in ("pains", "opportunities"):
            kind = entry.kind if what == "pains" else "opportunity"
            fields = {"kind": kind, "title": entry.title, "detail": entry.detail}
            self._put("findings", fields | {"catalogue": key})
            return self._undoable(f"Added '{entry.title}'. Say where it happens and who says so.")
        self._put("actions", {
            "title": entry.title, "strategy": entry.title, "detail": entry.detail,
            "kpi": kpi_named(self.workshop, getattr(entry, "kpi", "")),
            "kind": getattr(entry, "kind", "fix"),
            "expected_effect": getattr(entry, "hypothesis", ""),
        })  # fmt: skip
        return self._undoable(f"Added '{entry.title}'. Say who does it and by when.")

    @action
    def remove(
        self, what: Literal["findings", "actions", "contents", "personalizations"], id: str
    ) -> Toast:
        """Take an entry out."""
        label = self.workshop.get(what, id).label
        self.dispatch(removal(self.workshop, what, id))
        self.show(open=None)
        return self._undoable(f"Removed '{label}'.")

    @action
    def tick(
        self,
        what: Literal["findings", "actions"],
        id: str,
        field: Literal["sources", "findings"],
        other: str,
        value: bool,
    ) -> None:
        """Cite a source or serve a finding, or no longer."""
        entity: Entity = self.workshop.get(what, id)
        if field not in type(entity).cites:
            raise Refused("This page has no such field; reload it.")
        now = [one for one in getattr(entity, field) if one != other]
        self.dispatch(*typed.changes(entity, **{field: [*now, other] if value else now}))


__all__ = ["Improve"]
