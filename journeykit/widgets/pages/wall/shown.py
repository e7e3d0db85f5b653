"""What the facilitator can put on the wall instead of the activity: map, curve, parking lot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit.model import Workshop
from journeykit.room.clock import silent
from journeykit.widgets import parts

if TYPE_CHECKING:
    from journeykit.curves import Curves

#: the width that the wall's style sheet enlarges to the width of the projector, in pixels
ROOM = 900
LABEL = 92
NARROWEST = 62


def journey_map(workshop: Workshop, curves: Curves, *, curve_only: bool) -> h.Node:
    """Return the current journey with its curve; the team's part only once it is revealed."""
    from journeykit.maps.curve import curve
    from journeykit.maps.grid import grid
    from journeykit.maps.points import Sizes
    from journeykit.maps.table import table

    journey = workshop.current_journey()
    if journey is None or not workshop.touchpoints_of(journey.id):
        return parts.empty("There is no journey to show yet.")
    plan = grid(workshop, journey.id)
    width = max(NARROWEST, min(170, (ROOM - LABEL) // max(len(plan.columns), 1)))
    sizes = Sizes(LABEL, width)
    points = curves.of(workshop, journey.id, team=not silent(workshop))
    return h.div(class_={"wall-map": True, "only-curve": curve_only})[
        h.p(".legend")[
            h.span(".k.cust")["● customers, 95 % interval"],
            h.span(".k.team")["○ the team"] if not silent(workshop) else None,
        ],
        table(plan, curve(plan, points, sizes), sizes=sizes, id="wall-map"),
    ]


def parking(workshop: Workshop) -> h.Node:
    """Return the parking lot, in the order in which things were parked."""
    notes = workshop.ordered("notes", lane="parking")
    if not notes:
        return parts.empty("The parking lot is empty.")
    return h.ul(".wall-cards")[(h.li(id=f"wall-{note.id}")[note.text] for note in notes)]


__all__ = ["journey_map", "parking"]
