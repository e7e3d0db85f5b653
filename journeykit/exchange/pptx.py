"""Slides (PowerPoint): every table, word and shape can be edited, the curve is a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from journeykit.checks import coverage
from journeykit.exchange.assumptions import notice
from journeykit.exchange.drawing import DRAWS, left_out, team_points
from journeykit.exchange.losses import Loss
from journeykit.model import Workshop

if TYPE_CHECKING:
    from journeykit.emotions import Point
    from journeykit.exchange.pptx_deck import Deck

_SHOWN = (
    "journeys", "stages", "touchpoints", "paths", "notes", "findings", "ratings", "personas",
    "actions", "kpis", "measurements", "sources", "links",
)  # fmt: skip


def encode(
    workshop: Workshop, suffix: str, points: Sequence[Point] | None = None
) -> tuple[bytes, list[Loss]]:
    """Return the workshop as a deck: title, personas, maps, findings, actions, KPIs, sources."""
    from journeykit.checks.evidence import current_journeys
    from journeykit.exchange.pptx_deck import Deck
    from journeykit.exchange.pptx_map import map_slides
    from journeykit.exchange.pptx_plan import (
        action_slides,
        finding_slides,
        number_slides,
        persona_slides,
    )
    from journeykit.maps.grid import grid

    points = team_points(workshop) if points is None else points
    deck = Deck(notice(workshop), _foot(workshop, points))
    _title(deck, workshop)
    persona_slides(deck, workshop)
    shown = [grid(workshop, journey.id) for journey in current_journeys(workshop)]
    for laid in shown:
        if laid.columns:
            map_slides(deck, laid, points)
    finding_slides(deck, workshop)
    action_slides(deck, workshop)
    number_slides(deck, workshop)
    beyond = len(workshop.journeys) - len(shown)
    losses = left_out(workshop, _SHOWN, "slides tell the journey, its findings and its plan")
    if beyond:
        losses.append(
            Loss("journeys", f"{beyond} ideal of the kind journey", "slides show it as it is")
        )
    return deck.bytes(), losses


def _foot(workshop: Workshop, points: Sequence[Point]) -> str:
    asked = [point.n for point in points if point.source == "survey" and point.shown]
    titles = [source.title for source in workshop.ordered("sources")]
    named = ", ".join(titles[:3]) + (f" and {len(titles) - 3} more" if len(titles) > 3 else "")
    told = (
        "Synthetic example" if workshop.about.synthetic else "",
        f"evidence coverage {coverage(workshop):.0%}".replace("%", " %"),
        f"n {min(asked)} to {max(asked)} customers a touchpoint" if asked else "",
        f"sources: {named}" if named else "no source: everything is assumed",
    )
    return " · ".join(part for part in told if part)[:190]


def _title(deck: Deck, workshop: Workshop) -> None:
    about = workshop.about
    notes = "\n".join(part for part in (about.scope, about.scenario) if part)
    slide = deck.slide(workshop.title, notes)
    slide.shapes.title.top = int(slide.shapes.title.top * 5)
    versions = workshop.ordered("versions")
    newest = max(versions, key=lambda each: each.seq).name if versions else ""
    today = datetime.now(UTC).date().isoformat()
    way = " → ".join(part for part in (about.start_event, about.end_event) if part)
    lines = [
        *(f"Goal: {goal}" for goal in about.goals[:4]),
        way,
        "Personas: " + ", ".join(p.name for p in workshop.ordered("personas"))
        if workshop.personas else "",
        f"made {today} · version {newest}" if newest else f"made {today}",
        notice(workshop),
    ]  # fmt: skip
    deck.text(slide, "\n".join(line for line in lines if line), 0.5, 2.6, 12.3, 4.0, size=18)


__all__ = ["DRAWS", "encode"]
