"""Measure: KPIs with a definition, a target and dated values; which stage and action has one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import htpy as h

from journeykit import library
from journeykit.edits import Put, next_rank, removal
from journeykit.errors import Refused
from journeykit.model import Kpi, Measurement, new_id
from journeykit.widgets import parts
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.measure.acting import ActView
from journeykit.widgets.pages.measure.calculating import CalculateView
from journeykit.widgets.pages.measure.following import FollowView
from journeykit.widgets.pages.measure.iterate import overdue
from journeykit.widgets.pages.measure.iterating import IterateView
from journeykit.widgets.pages.measure.kpis import picker
from journeykit.widgets.view import Toast, action

TABS = {
    "kpis": "KPIs", "calculate": "Calculators", "stages": "By stage and action",
    "effects": "Before and after", "iterate": "Reviews and waves", "versions": "Versions",
    "owners": "Owners",
}  # fmt: skip
LEADS = {
    "kpis": "Define before you measure, measure before you change, then look again.",
    "calculate": "From counts that you have to a number with its interval.",
    "stages": "Every stage and every action needs a number by which you will see it work.",
    "effects": "What each action's number did, how sure that is, and what it does not show.",
    "iterate": "A map that nobody looks at again is a picture.",
    "versions": "The map as it was, and what differs since.",
    "owners": "Who is in charge of what, and how it stands.",
}
#: field of a KPI -> its name on the page, how it is read
KPI: Mapping[str, tuple[str, typed.Parse]] = {
    "name": ("Name", typed.title), "definition": ("Definition", typed.prose),
    "formula": ("Formula", typed.prose), "unit": ("Unit", typed.line),
    "better": ("Better when", typed.title), "target": ("Target", typed.number),
}  # fmt: skip
#: the same for a measurement
VALUE: Mapping[str, tuple[str, typed.Parse]] = {
    "day": ("Day", typed.past_day), "value": ("Value", typed.number), "n": ("n", typed.count),
    "low": ("Low", typed.number), "high": ("High", typed.number),
    "source": ("Source", typed.choice), "group": ("Of whom", typed.line),
    "remark": ("Remark", typed.prose),
}  # fmt: skip


class Measure(CalculateView, FollowView, ActView, IterateView):
    """Defines KPIs, takes their values, shows what has none, and plans the next look."""

    step = "measure"
    title = "Measure"

    @property
    def tab(self) -> str:
        """The part that is shown."""
        return self.at["view"] if self.at.get("view") in TABS else "kpis"

    def subtitle(self) -> str:
        """Return what to do on the part that is shown."""
        return LEADS[self.tab]

    def body(self) -> h.Node:
        """Return the page."""
        return [
            overdue(self.workshop) if self.tab != "iterate" else None,
            parts.tabs("Parts of Measure", TABS, self.tab, "measure"),
            self._shown(),
            picker(self.workshop, str(self.ui.get("place", ""))) if self.ui.get("pick") else None,
        ]

    def _shown(self) -> h.Node:
        """Draw one part; its module is read when it is first shown."""
        from importlib import import_module

        module = import_module(f"journeykit.widgets.pages.measure.{self.tab}")
        drawn: h.Node = getattr(module, f"{self.tab}_tab")(self)
        return drawn

    # ---- KPIs -----------------------------------------------------------------------------

    @action
    def open(self, id: str) -> None:
        """Show a KPI with its values, or fold it again."""
        self.show(open=None if self.at.get("open") == id else id)

    @action
    def to_kpi(self, id: str) -> None:
        """Show a KPI from the table of stages."""
        self.show(view=None, open=id)

    @action
    def pick(self, place: str = "") -> None:
        """Open the catalogue, for the whole journey or for a stage."""
        self._place(place)
        self.ui |= {"pick": True, "place": place}

    @action
    def unpick(self) -> None:
        """Close the catalogue."""
        self.ui.pop("pick", None)

    @action
    def take(self, key: str) -> Toast:
        """Add a KPI of the catalogue."""
        entry = library.catalogue("kpis").get(key)
        if entry is None:
            raise Refused(f"The catalogue has no KPI '{key[:60]}'; reload the page.")
        self._new(
            name=entry.title, definition=entry.definition, formula=entry.formula,
            unit=entry.unit, better=entry.better, kind=entry.key,
            **self._place(str(self.ui.get("place", ""))),
        )  # fmt: skip
        return self._undoable(f"Added '{entry.title}'. Make its definition yours, set a target.")

    @action
    def add(self, name: str, place: str = "") -> None:
        """Add a KPI of one's own."""
        self._new(name=typed.title(name, "Name"), **self._place(place))

    @action
    def kpi(self, id: str, field: str, value: Any) -> None:
        """Change one field of a KPI."""
        entity: Kpi = self.workshop.get("kpis", id)
        if field == "place":
            self.dispatch(*typed.changes(entity, **self._place(str(value or ""))))
            return
        self.dispatch(*typed.changes(entity, **{field: _read(KPI, field, value)}))

    @action
    def remove_kpi(self, id: str) -> Toast:
        """Take a KPI out, with its values."""
        label = self.workshop.get("kpis", id).label
        self.dispatch(removal(self.workshop, "kpis", id))
        self.show(open=None)
        return self._undoable(f"Removed '{label}' and its values.")

    # ---- values -----------------------------------------------------------------------------

    @action
    def measured(
        self,
        id: str,
        day: str = "",
        value: str = "",
        n: str = "",
        low: str = "",
        high: str = "",
        source: str = "",
        group: str = "",
        remark: str = "",
    ) -> Toast:
        """Add a value of a KPI on a day."""
        kpi: Kpi = self.workshop.get("kpis", id)
        given = {
            "day": day, "value": value, "n": n, "low": low, "high": high, "source": source,
            "group": "control" if group else "", "remark": remark,
        }  # fmt: skip
        read = {field: _read(VALUE, field, text) for field, text in given.items()}
        _complete(read)
        rank = next_rank(self.workshop.ordered("measurements", kpi=id))
        made = {"id": new_id(), "rank": rank, "kpi": id, **read}
        self.dispatch(
            Put(collection="measurements", entity=made),
            words=f"measured '{kpi.label}': {read['value']:g} on {read['day']}",
        )
        return self._undoable(f"Added the value of {read['day']}.")

    @action
    def value(self, id: str, field: str, value: Any) -> None:
        """Change one field of a value."""
        now: Measurement = self.workshop.get("measurements", id)
        read = {field: _read(VALUE, field, value)}
        _complete(now.model_dump(mode="json") | read)
        self.dispatch(*typed.changes(now, **read))

    @action
    def remove_value(self, id: str) -> Toast:
        """Take a value out."""
        now: Measurement = self.workshop.get("measurements", id)
        words = f"removed the value of {now.day} of '{self.workshop.get('kpis', now.kpi).label}'"
        self.dispatch(*removal(self.workshop, "measurements", id).edits, words=words)
        return self._undoable(f"Removed the value of {now.day}.")

    # ---- how ---------------------------------------------------------------------------------

    def _new(self, **fields: Any) -> None:
        id = new_id()
        rank = next_rank(self.workshop.ordered("kpis"))
        self.dispatch(Put(collection="kpis", entity={"id": id, "rank": rank, **fields}))
        if not self.ui.get("pick"):
            self.show(open=id)

    def _place(self, place: str) -> dict[str, Any]:
        """Read where a KPI belongs: "", "stage:id" or "touchpoint:id"."""
        kind, _, id = place.partition(":")
        if place and (kind not in ("stage", "touchpoint") or not id):
            raise Refused("Belongs to: choose the journey, a stage or a touchpoint.")
        return {
            "stage": id if kind == "stage" else None,
            "touchpoint": id if kind == "touchpoint" else None,
        }


def _read(table: Mapping[str, tuple[str, typed.Parse]], field: str, value: Any) -> Any:
    if field not in table:
        raise Refused("This page has no such field; reload it.")
    name, parse = table[field]
    return parse(value, name)


def _complete(read: Mapping[str, Any]) -> None:
    """Refuse what is no measurement, at the field that is wrong."""
    if read["day"] is None:
        raise Refused("Day: say on which day this was measured.")
    if read["value"] is None:
        raise Refused("Value: a number is needed.")
    low, high = read["low"], read["high"]
    if low is not None and high is not None and low > high:
        raise Refused(f"Low: {low:g} is above high {high:g}.")


__all__ = ["Measure"]
