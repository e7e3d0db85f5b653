"""Personas, findings, actions, the roadmap, KPIs and sources on slides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from journeykit.checks.evidence import cited
from journeykit.exchange.pptx_deck import BLUE, BOTTOM, LEFT, ROOM, TINTS, TOP, Deck, Row
from journeykit.maps.persona import HEADINGS, filled, support
from journeykit.maps.persona import words as supported
from journeykit.maps.roadmap import heading, quarters
from journeykit.maps.table import MARKS
from journeykit.model import Action, Finding, Kpi, Workshop

SIZE = 12
#: columns of the roadmap on one slide, and how high a card of it is at least, in inches
COLUMNS, CARD = 5, 0.62


def persona_slides(deck: Deck, workshop: Workshop) -> None:
    """Add a slide for each persona, each attribute with what supports it."""
    for persona in workshop.ordered("personas"):
        rows = []
        for name in filled(persona):
            value = getattr(persona, name)
            told = "\n".join(value) if isinstance(value, tuple) else str(value)
            found = support(workshop, persona, name)
            known = HEADINGS.get(name, name.replace("_", " ").capitalize())
            rows.append(Row((known, told, f"{MARKS[found.status]} {supported(found)}")))
        cites = {id for name in filled(persona) for id in support(workshop, persona, name).sources}
        titles = "; ".join(workshop.sources[id].title for id in sorted(cites))
        notes = f"Sources: {titles or 'none, everything is assumed'}. Name and picture are fiction."
        lead = f": {persona.tagline}" if persona.tagline else ""
        head = [Row(("Attribute", "What is said", "Evidence"))]
        deck.table(f"Persona {persona.name}{lead}", head, rows or [_nothing("attribute", 3)],
                   (2, 8, 2.4), SIZE, notes)  # fmt: skip


def finding_slides(deck: Deck, workshop: Workshop) -> None:
    """Add the pains, gaps and needs by weight, then delights."""
    kinds = ("pain", "gap", "unmet_need", "risk")
    found = [f for f in workshop.ordered("findings") if f.kind in kinds]
    found.sort(key=lambda f: -(f.severity or 0) * (f.frequency or 0))
    found += workshop.ordered("findings", kind="delight")
    if not found:
        return
    rows = [_finding(workshop, each) for each in found]
    head = [Row(("Finding", "Touchpoint", "Severity × frequency", "Customers say", "Evidence, n",
                 "Source"))]  # fmt: skip
    deck.table(
        "Findings, the heaviest first",
        head,
        rows,
        (3, 2, 1.6, 3.2, 1.7, 2.4),
        11,
        "Severity and frequency are from 1 to 5. Quotes are the customers' words.",
    )


def _finding(workshop: Workshop, finding: Finding) -> Row:
    place = workshop.touchpoints.get(finding.touchpoint or "")
    found = cited(workshop, finding.sources)
    marks = (finding.severity, finding.frequency)
    weight = "not weighed" if None in marks else f"{marks[0]} × {marks[1]} = {_product(*marks)}"
    titles = ", ".join(workshop.sources[id].title for id in found.sources)
    tint = TINTS["delight" if finding.kind == "delight" else "pain"]
    return Row(
        (
            finding.title, place.name if place else "—", weight,
            f"“{finding.quote}”" if finding.quote else "—",
            f"{MARKS[found.status]} {supported(found)}", titles or "no source",
        ),
        (tint, "", "", "", "", ""),
    )  # fmt: skip


def _product(severity: int | None, frequency: int | None) -> int:
    return (severity or 0) * (frequency or 0)


def action_slides(deck: Deck, workshop: Workshop) -> None:
    """Add the actions as a table, then as a roadmap of shapes."""
    actions = [a for a in workshop.ordered("actions") if a.status != "dropped"]
    if not actions:
        return
    actions.sort(key=lambda a: (a.due is None, a.due or date.max, a.rank))
    rows = [_action(workshop, each) for each in actions]
    head = [Row(("Action", "Owner", "Due", "Status", "Answers", "KPI and expected effect"))]
    deck.table(
        "Actions, by day",
        head,
        rows,
        (3, 1.8, 1.3, 1.1, 3, 3.2),
        11,
        "What nobody owns, or has no day, will not happen: give it both.",
    )
    _roadmap(deck, actions)


def _action(workshop: Workshop, action: Action) -> Row:
    answers = [workshop.findings[id].title for id in action.findings if id in workshop.findings]
    kpi = workshop.kpis.get(action.kpi or "")
    effect = ": ".join(part for part in (kpi.name if kpi else "", action.expected_effect) if part)
    return Row((
        action.title, action.owner or "nobody yet", str(action.due or "no day"), action.status,
        "; ".join(answers) or "—", effect or "—",
    ))  # fmt: skip


def _roadmap(deck: Deck, actions: Sequence[Action]) -> None:
    columns = [(name, rest) for name, found in quarters(actions) for rest in _fitting(found)]
    for first in range(0, len(columns), COLUMNS):
        shown = columns[first : first + COLUMNS]
        title = "Roadmap" + (" (continued)" if first else "")
        slide = deck.slide(title, "Each card is an action: what, who, by when, how far it is.")
        wide = min(ROOM / len(shown), 4.2)
        for at, (name, found) in enumerate(shown):
            left = LEFT + at * wide
            deck.box(slide, name, left, TOP, wide - 0.12, 0.42, size=13, fill="E8F1F9", edge=BLUE,
                     bold=True)  # fmt: skip
            top = TOP + 0.55
            for action in found:
                height = _height(action)
                deck.box(slide, heading(action), left, top, wide - 0.12, height, size=11)
                top += height + 0.1


def _fitting(found: Sequence[Action]) -> Iterator[list[Action]]:
    """The cards of a quarter, as many a column as the slide is high."""
    page: list[Action] = []
    used = 0.0
    for action in found:
        need = _height(action) + 0.1
        if page and used + need > BOTTOM - TOP - 0.6:
            yield page
            page, used = [], 0.0
        page.append(action)
        used += need
    if page:
        yield page


def _height(action: Action) -> float:
    from journeykit.exchange.pptx_deck import lines_of

    narrowest = ROOM / COLUMNS - 0.25
    return max(CARD, lines_of(heading(action), narrowest, 11) * 0.19 + 0.14)


def number_slides(deck: Deck, workshop: Workshop) -> None:
    """Add the KPIs with their newest value, and the sources with n and method."""
    kpis = [_kpi(workshop, kpi) for kpi in workshop.ordered("kpis")]
    if kpis:
        head = [Row(("KPI", "Definition", "Target", "Newest value", "n", "Source"))]
        deck.table("Measures of success", head, kpis, (2.4, 4, 1.4, 2.6, 0.9, 2.4), 11)
    sources = [
        Row((s.title, s.kind.replace("_", " "), str(s.collected or "no day"),
             "not said" if s.n is None else f"{s.n:,}", s.method or "—"))
        for s in workshop.ordered("sources")
    ]  # fmt: skip
    head = [Row(("Source", "Kind", "Collected", "n", "Method"))]
    deck.table("Where the evidence comes from", head, sources or [_nothing("source", 5)],
               (3.2, 1.6, 1.5, 1, 5), 11)  # fmt: skip


def _kpi(workshop: Workshop, kpi: Kpi) -> Row:
    values = [value for value in workshop.measurements.values() if value.kpi == kpi.id]
    aim = "—"
    if kpi.target is not None:
        aim = f"{'≥' if kpi.better == 'higher' else '≤'} {kpi.target:g} {kpi.unit}".strip()
    if not values:
        return Row((kpi.name, kpi.definition, aim, "not measured yet", "—", "—"))
    last = max(values, key=lambda value: (value.day, value.rank))
    told = f"{last.value:.4g} {kpi.unit}".strip()
    if last.low is not None and last.high is not None:
        told += f" ({last.low:.3g} to {last.high:.3g})"
    source = workshop.sources.get(last.source or "")
    return Row((
        kpi.name, kpi.definition, aim, f"{told} on {last.day}",
        "not said" if last.n is None else f"{last.n:,}", source.title if source else "not said",
    ))  # fmt: skip


def _nothing(noun: str, columns: int) -> Row:
    return Row((f"no {noun} yet", *([""] * (columns - 1))))


__all__ = ["action_slides", "finding_slides", "number_slides", "persona_slides"]
