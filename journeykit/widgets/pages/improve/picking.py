"""The catalogues of Improve: choose a pain, an opportunity, a strategy or a tactic."""

from __future__ import annotations

from typing import Any

import htpy as h

from journeykit import library
from journeykit.errors import Refused
from journeykit.library.proposing import for_students
from journeykit.model import Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import choices

TITLES = {
    "pains": "Pains that many journeys share", "opportunities": "Opportunities",
    "strategies": "Strategies", "tactics": "Tactics by stage",
}  # fmt: skip


def catalogued(what: str, key: str) -> Any:
    """Return an entry of a catalogue; raise `Refused` when there is none."""
    if what not in (*TITLES, "kpis"):
        raise Refused("This page has no such catalogue; reload it.")
    entry = library.catalogue(what).get(key)
    if entry is None:
        raise Refused(f"The catalogue of {what} has no entry '{key[:60]}'; reload the page.")
    return entry


def kpi_named(workshop: Workshop, key: str) -> str | None:
    """Return the id of the workshop's KPI that a catalogue's KPI has become."""
    entry = library.catalogue("kpis").get(key)
    names = {kpi.name: kpi.id for kpi in workshop.ordered("kpis")}
    return names.get(entry.title) if entry else None


def moves(entry: Any) -> str:
    """Say which KPI an entry should move, and which way."""
    kpi = library.catalogue("kpis").get(getattr(entry, "kpi", ""))
    if kpi is None:
        return ""
    way = getattr(entry, "direction", "up" if kpi.better == "higher" else "down")
    return f"should move {kpi.title} {way}"


def moves_of(key: str) -> str:
    """Say which KPI the opportunity, strategy or tactic of a catalogue should move."""
    found = (library.catalogue(name).get(key) for name in ("opportunities", "strategies"))
    entry = next((each for each in found if each), None) if key else None
    return moves(entry) if entry else ""


def picker(workshop: Workshop, what: str) -> h.Element:
    """Return the dialog in which entries of a catalogue are added."""
    catalogue = library.catalogue(what)
    taken = {finding.catalogue for finding in workshop.findings.values()}
    taken |= {action.strategy for action in workshop.actions.values()}
    return parts.dialog(
        "pick",
        TITLES[what],
        h.p[h.small[catalogue.description]],
        [
            [
                h.h3[group.capitalize()] if group else None,
                h.ul(".imp-pick")[(_entry(what, entry, taken) for entry in entries)],
            ]
            for group, entries in choices.grouped(_for(workshop, catalogue.entries)).items()
        ],
        cancel="unpick",
    )


def _for(workshop: Workshop, entries: Any) -> list[Any]:
    """Leave out what is meant for students where the customers are none."""
    students = for_students(workshop)
    return [each for each in entries if students or getattr(each, "audience", "any") == "any"]


def _entry(what: str, entry: Any, taken: set[str]) -> h.Element:
    needs = getattr(entry, "data_needed", ())
    there = entry.key in taken or entry.title in taken
    notes = [
        f"Look for: {'; '.join(entry.signs)}." if getattr(entry, "signs", ()) else "",
        f"Benefit promised: {entry.benefit}." if getattr(entry, "benefit", "") else "",
        f"{moves(entry).capitalize()}." if moves(entry) else "",
        f"Stages: {', '.join(entry.stages)}." if getattr(entry, "stages", ()) else "",
        f"Data needed: {', '.join(needs)}." if needs else "",
    ]
    return h.li(id=f"entry-{entry.key}")[
        h.div[
            h.strong[entry.title],
            h.span(".imp-there")[" ✓ on the list"] if there else None,
            h.p[entry.detail],
            h.small[" ".join(note for note in notes if note)],
        ],
        parts.button(
            "Add", "take", {"what": what, "key": entry.key},
            id=f"take-{entry.key}", label=f"Add {entry.title}",
        ),
    ]  # fmt: skip


__all__ = ["catalogued", "kpi_named", "moves", "moves_of", "picker"]
