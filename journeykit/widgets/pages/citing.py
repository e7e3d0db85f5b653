"""What supports a claim: the dialog in which sources are cited and let go, on any page.

A page takes `Citing` into its bases, draws `citing()` once in its body, and shows marks of
evidence with `parts.evidence_button`.
"""

from __future__ import annotations

from typing import Any

import htpy as h

from journeykit import checks
from journeykit.edits import Change
from journeykit.errors import Missing, Refused
from journeykit.model import LANES, Persona, Source, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import typed
from journeykit.widgets.view import View, action

#: collections whose entities cite sources in a field of their own
CITING = ("touchpoints", "notes", "findings")
MEANS = {
    "measured": "Measured: five or more answers or counted events stand behind it.",
    "anecdotal": "Anecdotal: somebody said or saw it, nobody counted it.",
    "assumed": "Assumed: nothing stands behind it yet. It is drawn dashed, and counted.",
}


class Citing(View):
    """Opens what supports a claim, and lets people cite a source or let it go."""

    def citing(self) -> h.Node:
        """Return the dialog where one is open."""
        where = str(self.ui.get("supports") or "")
        if not where:
            return None
        try:
            return _dialog(self.workshop, where)
        except Missing:
            return None  # somebody removed it while the dialog was open

    @action
    def evidence(self, where: str) -> None:
        """Open what supports a claim: ``notes/<id>``, ``personas/<id>.<attribute>`` …"""
        cited_by(self.workshop, where)
        self.ui["supports"] = where

    @action
    def evidence_close(self) -> None:
        """Close the dialog."""
        self.ui["supports"] = ""

    @action
    def cite(self, where: str, source: str, value: bool) -> None:
        """Cite a source for a claim, or let it go."""
        collection, id, field, now = cited_by(self.workshop, where)
        title = self.workshop.get("sources", source).title
        ids = [each for each in now if each != source] + ([source] if value else [])
        words = f"{'cited' if value else 'no longer cited'} '{title}'"
        self.dispatch(Change(collection=collection, id=id, fields={field: ids}), words=words)

    @action
    def source_day(self, source: str, value: str) -> None:
        """Change the day on which a source was collected."""
        day = typed.day(value, "Collected on")
        found = self.workshop.get("sources", source)
        self.dispatch(*typed.changes(found, collected=day))


def cited_by(workshop: Workshop, where: str) -> tuple[str, str, str, tuple[str, ...]]:
    """Return collection, id, field and the cited sources of a claim; raise for another address."""
    collection, _, id = where.partition("/")
    if collection in CITING:
        return collection, id, "sources", workshop.get(collection, id).sources
    person, _, name = id.partition(".")
    if collection == "personas" and name in Persona.model_fields:
        persona = workshop.get("personas", person)
        return collection, person, f"evidence.{name}", persona.evidence.get(name, ())
    raise Refused("Evidence belongs to a touchpoint, a note, a finding or a persona's attribute.")


def said(workshop: Workshop, where: str) -> tuple[str, str]:
    """Return what kind of claim stands at an address, and its words."""
    collection, id, field, _ = cited_by(workshop, where)
    entity: Any = workshop.get(collection, id)
    if collection == "personas":
        name = field.removeprefix("evidence.")
        value = getattr(entity, name)
        text = "; ".join(value) if isinstance(value, tuple) else str(value)
        return f"{entity.name}, {name.replace('_', ' ')}", text
    kind = {
        "touchpoints": lambda: "Touchpoint",
        "notes": lambda: LANES[entity.lane],
        "findings": lambda: entity.kind.replace("_", " ").capitalize(),
    }[collection]()
    return kind, entity.label


def _dialog(workshop: Workshop, where: str) -> h.Element:
    kind, text = said(workshop, where)
    found = checks.supports(workshop, where)
    _, _, _, cited = cited_by(workshop, where)
    key = parts.hash_of(where)
    linked = [id for id in found.sources if id not in cited]
    old = checks.flags(workshop).get(where)
    sources = workshop.ordered("sources")
    return parts.dialog(
        "supports",
        "What supports this?",
        h.p[h.small[f"{kind}: "], h.strong[text]],
        h.p[parts.badge(found.status, found.n, found.collected), " ", h.small[MEANS[found.status]]],
        h.p(".field-error")[f"{old[:1].upper()}{old[1:]}."] if old else None,
        h.ul(".linked")[
            (
                h.li["Answers of a linked question: ", h.strong[workshop.sources[id].title]]
                for id in linked
            )
        ]
        if linked
        else None,
        h.fieldset(".cites")[
            h.legend["Sources that support it"],
            (_choice(where, key, source, source.id in cited) for source in sources),
        ]
        if sources
        else h.p["There is no source yet."],
        h.div(".row.end")[
            h.a(".button.ghost", id="supports-new", data_go="survey?view=sources",
                href="03_survey.ipynb")["Bring in another source"],
            parts.button("Done", "evidence_close", id="supports-done", kind="primary"),
        ],
        cancel="evidence_close",
    )  # fmt: skip


def _choice(where: str, key: str, source: Source, on: bool) -> h.Element:
    n = f" · n {source.n:,}" if source.n is not None else ""
    return h.div(".cite")[
        parts.field(
            source.title, f"cite-{key}-{source.id}", on, "cite",
            {"where": where, "source": source.id}, kind="check",
            help=f"{source.kind.replace('_', ' ')}{n}",
        ),
        parts.field(
            f"Collected on: {source.title}", f"day-{key}-{source.id}", source.collected,
            "source_day", {"source": source.id}, kind="date", hide_label=True,
        ),
    ]  # fmt: skip


__all__ = ["Citing", "cited_by", "said"]
