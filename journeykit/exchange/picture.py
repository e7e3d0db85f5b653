"""The map as a drawing (SVG), a picture (PNG) or a poster (PDF on A4 to A0)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from journeykit.errors import Refused
from journeykit.exchange.drawing import DRAWS, left_out, team_points
from journeykit.exchange.losses import Loss
from journeykit.maps.grid import Grid, grid
from journeykit.model import Workshop

if TYPE_CHECKING:
    from journeykit.emotions import Point
    from journeykit.maps.paper import Size
    from journeykit.maps.typeset import Format

_SHOWN = ("journeys", "stages", "touchpoints", "paths", "notes", "findings", "ratings")
#: suffix -> format and sheet; without a sheet the smallest that holds the map
_SHEETS: dict[str, tuple[Format, Size]] = {
    ".svg": ("svg", ""), ".png": ("png", ""), ".pdf": ("pdf", ""), ".map.pdf": ("pdf", ""),
    ".a4.pdf": ("pdf", "a4"), ".a3.pdf": ("pdf", "a3"), ".a2.pdf": ("pdf", "a2"),
    ".a1.pdf": ("pdf", "a1"), ".a0.pdf": ("pdf", "a0"),
}  # fmt: skip


def encode(
    workshop: Workshop, suffix: str, points: Sequence[Point] | None = None
) -> tuple[bytes, list[Loss]]:
    """Return the current journey as a picture; the drawing itself says ASSUMPTIONS.

    Without `points` it shows the feelings that the team gave it. Letters that no font of this
    machine holds are a loss.
    """
    from journeykit.maps.paper import paper
    from journeykit.maps.typeset import missing_letters, missing_words

    journey = workshop.current_journey()
    if journey is None:
        raise Refused(f"'{workshop.title}' has no journey yet, so there is no map to draw.")
    laid = grid(workshop, journey.id)
    format, size = _SHEETS[suffix]
    drawn = team_points(workshop) if points is None else points
    data = paper(workshop, laid, format, points=drawn, size=size)
    why = f"a picture shows one journey, '{journey.title}'"
    losses = left_out(workshop, _SHOWN, why)
    if beyond := len(workshop.journeys) - 1:
        losses.append(Loss("journeys", f"{beyond} other of the kind journey", why))
    if gone := missing_letters(_texts(laid)):
        what = f"letters that are empty boxes: {missing_words(gone)}"
        losses.append(Loss("fonts", what, "no font on this machine holds them; install one"))
    return data, losses


def _texts(laid: Grid) -> Iterator[str]:
    yield laid.title
    for band in laid.bands:
        yield band.stage.name
    for column in laid.columns:
        if column.touchpoint:
            yield column.touchpoint.name
            yield column.where
    for cards in (*laid.cells.values(), *laid.spans.values()):
        for card in cards:
            yield card.text


__all__ = ["DRAWS", "encode"]
