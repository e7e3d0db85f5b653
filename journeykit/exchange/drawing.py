"""What formats to look at share: whose feelings they draw, and what they leave out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from journeykit.checks.evidence import current_journeys
from journeykit.exchange.losses import Loss
from journeykit.model import COLLECTIONS, Workshop

if TYPE_CHECKING:
    from journeykit.emotions import Point

#: a module that has this name takes the points of the curve as a third argument
DRAWS = True


def team_points(workshop: Workshop) -> list[Point]:
    """Return the curve of the team alone: a workshop without its store has no answers."""
    from journeykit.emotions.curve import curve

    here = [t.id for j in current_journeys(workshop) for t in workshop.touchpoints_of(j.id)]
    return curve(None, workshop.ratings.values(), here)


def left_out(workshop: Workshop, shown: Iterable[str], why: str) -> list[Loss]:
    """Return a loss for each collection that is not shown."""
    return [
        Loss(name, f"{len(found)} of the kind {kind.noun}", why)
        for name, kind in COLLECTIONS.items()
        if name not in shown and (found := workshop.entities(name))
    ]


__all__ = ["DRAWS", "left_out", "team_points"]
