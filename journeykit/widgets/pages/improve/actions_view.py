"""What a person can do with actions: decide, change, move on the board, link to a KPI."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from journeykit import library
from journeykit.edits import Edit, place
from journeykit.model import Action, ActionStatus
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.improve.base import ImproveView, Table
from journeykit.widgets.pages.improve.picking import catalogued
from journeykit.widgets.pages.improve.status import STATUSES
from journeykit.widgets.view import Download, Toast, action

ACTION: Table = {
    "title": ("Action", typed.title), "kind": ("Kind", typed.title),
    "strategy": ("Strategy", typed.line), "detail": ("Detail", typed.prose),
    "touchpoint": ("Touchpoint", typed.choice), "owner": ("Owner", typed.line),
    "department": ("Department", typed.line),
    "due": ("Due", typed.day), "started": ("Started", typed.day),
    "finished": ("Finished", typed.day),
    "status": ("Status", typed.title), "cost": ("Cost", typed.line),
    "reach": ("Reach", typed.at_least(0)), "impact": ("Impact", typed.between(0, 10)),
    "confidence": ("Confidence", typed.between(0, 1)),
    "effort": ("Effort", typed.at_least(0, above=True)),
    "expected_effect": ("Expected effect", typed.prose),
    "expected_change": ("Expected change", typed.number), "kpi": ("KPI", typed.choice),
}  # fmt: skip


class ActionsView(ImproveView):
    """The part of Improve with the actions."""

    @action
    def add_action(self, title: str, owner: str = "", due: str = "") -> None:
        """Decide on an action."""
        self._put("actions", {
            "title": typed.title(title, "What will be done"),
            "owner": typed.line(owner, "Owner"), "due": typed.day(due, "Due"),
        })  # fmt: skip

    @action
    def set(self, id: str, field: str, value: Any) -> None:
        """Change one field of an action; its days follow when it begins or ends."""
        if field == "status":
            now: Action = self.workshop.get("actions", id)
            self.dispatch(*typed.changes(now, **_status(now, typed.title(value, "Status"))))
        else:
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
            self.dispatch(*typed.changes(now, **_status(now, order[to])))

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
        edits: list[Edit] = list(typed.changes(moved, **_status(moved, status)))
        if column:
            edits.append(place(self.workshop, "actions", dragged, column, index))
        words = f"moved '{moved.label}' to {STATUSES[status].lower()}"
        self.dispatch(*edits, words=words)

    @action
    def roadmap_download(
        self, suffix: Literal[".ics", ".jira.csv", ".trello.csv", ".asana.csv"]
    ) -> Download:
        """Save the dates or the actions for another tool."""
        from journeykit.exchange import encode

        data, _ = encode(self.workshop, suffix)
        mime = "text/calendar" if suffix == ".ics" else "text/csv"
        return Download(f"roadmap{suffix}", data, mime)

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
        kpi, edits = self._kpi(key)
        edits.extend(typed.changes(now, kpi=kpi))
        self.dispatch(*edits, words=f"linked '{now.label}' to the KPI '{entry.title}'")
        return self._undoable(f"'{now.label}' is to move '{entry.title}'.")


def _status(action: Action, status: str) -> dict[str, Any]:
    """The fields that a new status sets: when it began and when it was done, unless said."""
    fields: dict[str, Any] = {"status": status}
    today = date.today().isoformat()
    if status in ("doing", "done") and action.started is None:
        fields["started"] = today
    if status == "done" and action.finished is None:
        fields["finished"] = today
    if status not in ("done", "dropped") and action.finished is not None:
        fields["finished"] = None
    return fields


__all__ = ["ActionsView"]
