"""What a person can do with the ideal journey: copy, choose, say when it is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeykit.edits import idealized
from journeykit.errors import Refused
from journeykit.model import Journey, new_id
from journeykit.widgets import parts
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.improve.base import ImproveView, Table
from journeykit.widgets.view import Toast, action

if TYPE_CHECKING:
    from journeykit.emotions import Point

STAGE: Table = {
    "acceptance": (
        "Acceptance criteria",
        lambda value, name: [typed.line(each, name) for each in parts.lines(str(value or ""))],
    ),
    "target_valence": ("Target", typed.between(-2, 2)),
}


class IdealView(ImproveView):
    """The part of Improve with the ideal journey."""

    def ideals(self) -> list[Journey]:
        """Return the ideal journeys, in order."""
        found: list[Journey] = self.workshop.ordered("journeys", state="ideal")
        return found

    @property
    def ideal(self) -> Journey | None:
        """The ideal journey that is shown: the one in the address, else the newest."""
        every = self.ideals()
        named = self.workshop.journeys.get(self.at.get("ideal", ""))
        return named if named in every else every[-1] if every else None

    @property
    def current(self) -> Journey | None:
        """The journey that the ideal one is compared with: what it was copied from."""
        ideal = self.ideal
        origin = self.workshop.journeys.get(ideal.copied_from or "") if ideal else None
        if origin is not None:
            return origin
        currents = self.workshop.ordered("journeys", state="current")
        return currents[0] if currents else None

    def points_of(self, journey: str) -> list[Point]:
        """Return customers' points of a journey's curve."""
        from journeykit.curves import Curves

        curves: Curves = self.ui.setdefault("curves", Curves(self.store))
        return list(curves.of(self.workshop, journey, team=False))

    @action
    def idealize(self, id: str) -> Toast:
        """Copy a journey as an ideal one."""
        made = new_id()
        batch = idealized(self.workshop, id, made)
        self.dispatch(*batch.edits, words=batch.words)
        self.show(ideal=made)
        return self._undoable("Copied. Edit it on the map; what differs is shown here.")

    @action
    def stage_set(self, id: str, field: str, value: Any) -> None:
        """Change acceptance criteria or target of a stage."""
        stage = self.workshop.get("stages", id)
        if self.workshop.journeys[stage.journey].state != "ideal":
            raise Refused("Only stages of the ideal journey are set here.")
        self._set("stages", STAGE, id, field, value)


__all__ = ["IdealView"]
