"""Improve: findings become actions, and each action gets an owner, a day and a priority."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import htpy as h

from journeykit import library
from journeykit.edits import Edit, Put, next_rank, place, removal
from journeykit.errors import Refused
from journeykit.model import Action, ActionStatus, Entity, Finding, FindingKind, new_id
from journeykit.widgets import parts
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.improve.actions import actions_tab
from journeykit.widgets.pages.improve.findings import findings_tab
from journeykit.widgets.pages.improve.picking import catalogued, kpi_named, picker
from journeykit.widgets.pages.improve.priorities import priorities_tab
from journeykit.widgets.pages.improve.status import STATUSES
from journeykit.widgets.view import Toast, View, action

TABS = {"findings": "Findings", "actions": "Actions", "priorities": "Priorities"}
#: field of a finding -> its name on the page, how it is read
FINDING: Mapping[str, tuple[str, typed.Parse]] = {
    "title": ("Finding", typed.title), "kind": ("Kind", typed.title),
    "detail": ("Detail", typed.prose), "quote": ("Quote", typed.prose),
    "severity": ("Severity", typed.mark), "frequency": ("Frequency", typed.mark),
    "touchpoint": ("Touchpoint", typed.choice), "answers": ("Answers", typed.choice),
}  # fmt: skip
#: the same for an action
ACTION: Mapping[str, tuple[str, typed.Parse]] = {
    "title": ("Action", typed.title), "kind": ("Kind", typed.title),
    "strategy": ("Strategy", typed.line), "detail": ("Detail", typed.prose),
    "touchpoint": ("Touchpoint", typed.choice), "owner": ("Owner", typed.line),
    "due": ("Due", typed.day), "status": ("Status", typed.title), "cost": ("Cost", typed.line),
    "reach": ("Reach", typed.at_least(0)), "impact": ("Impact", typed.between(0, 10)),
    "confidence": ("Confidence", typed.between(0, 1)),
    "effort": ("Effort", typed.at_least(0, above=True)),
    "expected_effect": ("Expected effect", typed.prose), "kpi": ("KPI", typed.choice),
}  # fmt: skip


class Improve(View):
    """Collects findings, turns them into actions and weighs these."""

    step = "improve"
    title = "Improve"

    @property
    def tab(self) -> str:
        """The part that is shown."""
        return self.at["view"] if self.at.get("view") in TABS else "findings"

    def subtitle(self) -> str:
        """Return what to do on the part that is shown."""
        return {
            "findings": "What hurts, what is missing, what delights: where, how badly, how often, "
            "and who says so.",
            "actions": "Who does what by when, and which number should move.",
            "priorities": "What to do first, by numbers that you can question.",
        }[self.tab]

    def body(self) -> h.Node:
        """Return the page."""
        show = {
            "findings": findings_tab, "actions": actions_tab, "priorities": priorities_tab,
        }[self.tab]  # fmt: skip
        return [
            parts.tabs("Parts of Improve", TABS, self.tab, "improve"),
            show(self),
            picker(self.workshop, str(self.ui["pick"])) if self.ui.get("pick") else None,
        ]

    # ---- both -----------------------------------------------------------------------------

    @action
    def open(self, id: str) -> None:
        """Show the details of a finding or an action, or fold them again."""
        self.show(open=None if self.at.get("open") == id else id)

    @action
    def filter(self, name: Literal["stage", "kind", "who"], value: str) -> None:
        """Show only some entries; which ones stands in the address."""
        self.show(**{name: value[:80]})
        self.sort()

    @action
    def all(self) -> None:
        """Show all entries again."""
        self.show(stage=None, kind=None, who=None)

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
            self._new_finding(kind=kind, title=entry.title, detail=entry.detail, catalogue=key)
            return self._undoable(f"Added '{entry.title}'. Say where it happens and who says so.")
        kpi = kpi_named(self.workshop, getattr(entry, "kpi", ""))
        self._new_action(
            title=entry.title, strategy=entry.title, detail=entry.detail, kpi=kpi,
            kind=getattr(entry, "kind", "fix"),
            expected_effect=getattr(entry, "hypothesis", ""),
        )  # fmt: skip
        return self._undoable(f"Added '{entry.title}'. Say who does it and by when.")

    @action
    def remove(self, what: Literal["findings", "actions"], id: str) -> Toast:
        """Take a finding or an action out."""
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

    # ---- findings ---------------------------------------------------------------------------

    @action
    def add_finding(self, kind: FindingKind, title: str, touchpoint: str = "") -> None:
        """Write a finding down."""
        self._new_finding(
            kind=kind, title=typed.title(title, "What is it"), touchpoint=touchpoint or None
        )

    @action
    def finding(self, id: str, field: str, value: Any) -> None:
        """Change one field of a finding."""
        self._set("findings", FINDING, id, field, value)

    @action
    def answer(self, id: str, title: str = "", key: str = "") -> None:
        """Add an opportunity that answers a finding, own words or from the catalogue."""
        pain: Finding = self.workshop.get("findings", id)
        entry = catalogued("opportunities", key) if key else None
        self._new_finding(
            kind="opportunity",
            title=entry.title if entry else typed.title(title, "How might we"),
            detail=entry.detail if entry else "", catalogue=key,
            answers=id, touchpoint=pain.touchpoint, keep_open=True,
        )  # fmt: skip

    @action
    def act(self, id: str) -> Toast:
        """Make an action from a finding and show it."""
        found: Finding = self.workshop.get("findings", id)
        verb = {"delight": "Amplify: ", "opportunity": ""}.get(found.kind, "Fix: ")
        serves = [id] if found.answers is None else [found.answers, id]
        entry = library.catalogue("opportunities").get(found.catalogue) if found.catalogue else None
        made = self._new_action(
            title=f"{verb}{found.title}"[:300], findings=serves, touchpoint=found.touchpoint,
            kind="amplify" if found.kind == "delight" else "fix",
            kpi=kpi_named(self.workshop, entry.kpi) if entry else None,
        )  # fmt: skip
        self.show(view="actions", open=made, show=None, stage=None, kind=None)
        return self._undoable("Made an action. Say in its title what will be done.")

    # ---- actions ----------------------------------------------------------------------------

    @action
    def add_action(self, title: str, owner: str = "", due: str = "") -> None:
        """Decide on an action."""
        self._new_action(
            title=typed.title(title, "What will be done"),
            owner=typed.line(owner, "Owner"), due=typed.day(due, "Due"),
        )  # fmt: skip

    @action
    def set(self, id: str, field: str, value: Any) -> None:
        """Change one field of an action."""
        self._set("actions", ACTION, id, field, value)

    @action
    def to_action(self, id: str) -> None:
        """Show an action with its details."""
        self.show(view="actions", open=id, show=None, who=None)

    def _shift(self, id: str, by: int) -> None:
        now: Action = self.workshop.get("actions", id)
        order = list(STATUSES)
        to = order.index(now.status) + by
        if 0 <= to < len(order):
            self.dispatch(*typed.changes(now, status=order[to]))

    @action
    def later(self, id: str) -> None:
        """Move an action one status on."""
        self._shift(id, 1)

    @action
    def earlier(self, id: str) -> None:
        """Move an action one status back."""
        self._shift(id, -1)

    @action
    def move(self, status: ActionStatus, dragged: str, before: str = "") -> None:
        """Put an action into a column of the board, before another one or at its end."""
        moved: Action = self.workshop.get("actions", dragged)
        column = [a for a in self.workshop.ordered("actions", status=status) if a.id != dragged]
        ids = [each.id for each in column]
        index = ids.index(before) if before in ids else len(ids)
        edits: list[Edit] = list(typed.changes(moved, status=status))
        if column:
            edits.append(place(self.workshop, "actions", dragged, column, index))
        words = f"moved '{moved.label}' to {STATUSES[status].lower()}"
        self.dispatch(*edits, words=words)

    @action
    def hypothesis(self, id: str) -> None:
        """Take the hypothesis of the action's strategy as its expected effect."""
        now: Action = self.workshop.get("actions", id)
        for entry in library.catalogue("strategies").entries:
            if entry.title == now.strategy:
                self.dispatch(*typed.changes(now, expected_effect=entry.hypothesis))

    @action
    def measure_by(self, id: str, key: str) -> Toast:
        """Link an action to a KPI of the catalogue, which is added where it is not there yet."""
        now: Action = self.workshop.get("actions", id)
        entry = catalogued("kpis", key)
        edits: list[Edit] = []
        kpi = kpi_named(self.workshop, key)
        if kpi is None:
            kpi = new_id()
            edits.append(_kpi(entry, kpi, next_rank(self.workshop.ordered("kpis"))))
        edits.extend(typed.changes(now, kpi=kpi))
        self.dispatch(*edits, words=f"linked '{now.label}' to the KPI '{entry.title}'")
        return self._undoable(f"'{now.label}' is to move '{entry.title}'.")

    # ---- how ---------------------------------------------------------------------------------

    def _set(
        self,
        collection: str,
        table: Mapping[str, tuple[str, typed.Parse]],
        id: str,
        field: str,
        value: Any,
    ) -> None:
        if field not in table:
            raise Refused("This page has no such field; reload it.")
        name, parse = table[field]
        entity = self.workshop.get(collection, id)
        self.dispatch(*typed.changes(entity, **{field: parse(value, name)}))

    def _new_finding(self, keep_open: bool = False, **fields: Any) -> str:
        id = self._put("findings", fields)
        if not keep_open:
            self.show(open=None)
        return id

    def _new_action(self, **fields: Any) -> str:
        return self._put("actions", fields)

    def _put(self, collection: str, fields: dict[str, Any]) -> str:
        id = new_id()
        rank = next_rank(self.workshop.ordered(collection))
        self.dispatch(Put(collection=collection, entity={"id": id, "rank": rank, **fields}))
        return id

    def _undoable(self, words: str) -> Toast:
        return Toast(words, button="Undo", do="@undo", args={"seq": self.session.seq})


def _kpi(entry: Any, id: str, rank: float) -> Put:
    fields = {
        "id": id, "rank": rank, "name": entry.title, "definition": entry.definition,
        "formula": entry.formula, "unit": entry.unit, "better": entry.better,
    }  # fmt: skip
    return Put(collection="kpis", entity=fields)


__all__ = ["Improve"]
