"""What is said of an action so that its effect can be seen: its days, and the expected change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeykit.errors import Refused
from journeykit.model import Action
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.measure.base import MeasureView
from journeykit.widgets.view import action

#: field of an action -> its name on the page, how it is read
ACTION: Mapping[str, tuple[str, typed.Parse]] = {
    "kpi": ("KPI", typed.choice), "started": ("Started", typed.day),
    "finished": ("Finished", typed.day), "expected_change": ("Expected change", typed.number),
}  # fmt: skip


class ActView(MeasureView):
    """The part of the page that compares before and after."""

    @action
    def link(self, id: str, value: str) -> None:
        """Say which KPI an action is to move."""
        self.acted(id, "kpi", value)

    @action
    def acted(self, id: str, field: str, value: Any) -> None:
        """Change what an action is to move, by how much, and when it was done."""
        if field not in ACTION:
            raise Refused("This page has no such field; reload it.")
        now: Action = self.workshop.get("actions", id)
        name, parse = ACTION[field]
        read = parse(value, name)
        days = {"started": now.started and now.started.isoformat(),
                "finished": now.finished and now.finished.isoformat()} | {field: read}  # fmt: skip
        if days["started"] and days["finished"] and days["finished"] < days["started"]:
            raise Refused(f"{name}: it was finished ({days['finished']}) before it started "
                          f"({days['started']}).")  # fmt: skip
        self.dispatch(*typed.changes(now, **{field: read}))


__all__ = ["ActView"]
