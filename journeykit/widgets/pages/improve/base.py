"""What all parts of Improve need: storing fields, new entities, and how customers feel where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from journeykit.edits import Edit, Put, next_rank
from journeykit.errors import Refused
from journeykit.model import new_id
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.improve.picking import catalogued, kpi_named
from journeykit.widgets.view import Toast, View

if TYPE_CHECKING:
    from journeykit.measures.feelings import Felt

#: field -> its name on the page, how it is read
Table = Mapping[str, tuple[str, typed.Parse]]


class ImproveView(View):
    """A page with entities whose fields save themselves."""

    def felt(self) -> Mapping[str, Felt]:
        """Return customers' feelings by touchpoint; nothing where no answers are linked.

        Read again only when links or sources have changed: a collection is the same object
        until one of its entities changes.
        """
        workshop = self.workshop
        kept = self.ui.get("felt")
        if kept and kept[0] is workshop.links and kept[1] is workshop.sources:
            found: Mapping[str, Felt] = kept[2]
            return found
        found = self._felt()
        self.ui["felt"] = (workshop.links, workshop.sources, found)
        return found

    def _felt(self) -> Mapping[str, Felt]:
        workshop = self.workshop
        linked = {link.source for link in workshop.links.values()}
        if not any(s.dataset and s.id in linked for s in workshop.sources.values()):
            return {}  # nothing to read: pandas stays unloaded
        from journeykit.attach import answers
        from journeykit.emotions.curve import newest_wave
        from journeykit.measures.feelings import by_touchpoint

        told = answers(self.store, workshop)
        return by_touchpoint(newest_wave(told, workshop.sources))

    def _set(self, collection: str, table: Table, id: str, field: str, value: Any) -> None:
        if field not in table:
            raise Refused("This page has no such field; reload it.")
        name, parse = table[field]
        entity = self.workshop.get(collection, id)
        self.dispatch(*typed.changes(entity, **{field: parse(value, name)}))

    def _put(self, collection: str, fields: dict[str, Any]) -> str:
        edit = self._made(collection, fields)
        self.dispatch(edit)
        return str(edit.entity["id"])

    def _made(self, collection: str, fields: dict[str, Any]) -> Put:
        rank = next_rank(self.workshop.ordered(collection))
        return Put(collection=collection, entity={"id": new_id(), "rank": rank, **fields})

    def _kpi(self, key: str) -> tuple[str | None, list[Edit]]:
        """Return the KPI of a catalogue's key, and the edit that adds it where it is missing."""
        if not key:
            return None, []
        if (known := kpi_named(self.workshop, key)) is not None:
            return known, []
        entry = catalogued("kpis", key)
        fields = {
            "name": entry.title, "definition": entry.definition, "formula": entry.formula,
            "unit": entry.unit, "better": entry.better,
        }  # fmt: skip
        made = self._made("kpis", fields)
        return str(made.entity["id"]), [made]

    def _undoable(self, words: str) -> Toast:
        return Toast(words, button="Undo", do="@undo", args={"seq": self.session.seq})


__all__ = ["ImproveView", "Table"]
