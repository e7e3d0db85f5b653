"""The map as a drawing (SVG) or a picture (PNG), with the feelings that the team gave it."""

from __future__ import annotations

from typing import Literal

from journeykit.errors import Refused
from journeykit.exchange.losses import Loss
from journeykit.maps.grid import grid
from journeykit.model import COLLECTIONS, Workshop

_SHOWN = ("journeys", "stages", "touchpoints", "paths", "notes", "findings", "ratings")


def encode(workshop: Workshop, suffix: str) -> tuple[bytes, list[Loss]]:
    """Return the current journey as a picture; the drawing itself says ASSUMPTIONS."""
    from journeykit.emotions.curve import curve
    from journeykit.maps.paper import paper

    journey = workshop.current_journey()
    if journey is None:
        raise Refused(f"'{workshop.title}' has no journey yet, so there is no map to draw.")
    here = [touchpoint.id for touchpoint in workshop.touchpoints_of(journey.id)]
    points = curve(None, workshop.ratings.values(), here)
    format: Literal["svg", "png"] = "svg" if suffix == ".svg" else "png"
    data = paper(workshop, grid(workshop, journey.id), format, points=points)
    why = f"a picture shows one journey, '{journey.title}'"
    losses = [
        Loss(name, f"{len(found)} of the kind {kind.noun}", why)
        for name, kind in COLLECTIONS.items()
        if name not in _SHOWN and (found := workshop.entities(name))
    ]
    if beyond := len(workshop.journeys) - 1:
        losses.append(Loss("journeys", f"{beyond} other of the kind journey", why))
    return data, losses
