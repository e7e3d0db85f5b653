"""The maps of a workshop as a text outline: Markdown (``.md``) or plain text (``.txt``)."""

from __future__ import annotations

from journeykit.errors import Refused
from journeykit.exchange.assumptions import notice
from journeykit.exchange.losses import Loss
from journeykit.maps.grid import grid
from journeykit.maps.outline import as_markdown, as_text, outline
from journeykit.model import COLLECTIONS, Workshop

#: What the outline of a map tells; the rest of the workshop is not in it.
_TOLD = ("journeys", "stages", "touchpoints", "paths", "notes", "findings")


def encode(workshop: Workshop, suffix: str) -> tuple[bytes, list[Loss]]:
    """Return the outline of every journey, one after the other."""
    journeys = workshop.ordered("journeys")
    if not journeys:
        raise Refused(f"'{workshop.title}' has no journey yet, so there is no outline to write.")
    shape = as_markdown if suffix == ".md" else as_text
    parts = [shape(outline(grid(workshop, journey.id))) for journey in journeys]
    if said := notice(workshop):
        parts.insert(0, f"**{said}**" if suffix == ".md" else said)
    return ("\n\n".join(parts) + "\n").encode(), [
        Loss(name, f"{len(found)} of the kind {kind.noun}", "an outline tells the map only")
        for name, kind in COLLECTIONS.items()
        if name not in _TOLD and (found := workshop.entities(name))
    ]
