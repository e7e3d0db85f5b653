"""Sheets of paper, and the map in pieces that fit them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from journeykit.maps.grid import Band, Grid

Size = Literal["", "a4", "a3", "a2", "a1", "a0"]

MARGIN = 10.0  # mm
LABEL = 28.0  # mm, the names of the rows
NARROWEST = 22.0  # mm, a column: 8.5 pt text in it is still read without hyphens at every word


@dataclass(frozen=True, slots=True)
class Sheet:
    """A size of paper, across unless it was turned, in millimeters."""

    width: float
    height: float

    @property
    def room(self) -> int:
        """How many columns of a readable width stand side by side.

        >>> A4.room, A3.room, SHEETS["a0"].room
        (11, 16, 51)
        """
        return int((self.width - 2 * MARGIN - LABEL) // NARROWEST)

    def turned(self) -> Sheet:
        """The same paper, upright."""
        return Sheet(self.height, self.width)


A4 = Sheet(297, 210)
A3 = Sheet(420, 297)
SHEETS: dict[str, Sheet] = {
    "a4": A4, "a3": A3, "a2": Sheet(594, 420), "a1": Sheet(841, 594), "a0": Sheet(1189, 841),
}  # fmt: skip


def parts(grid: Grid, room: int, breaks: Collection[str] = ()) -> Iterator[Grid]:
    """Yield the map in pieces of at most `room` columns, cut between stages where it can be.

    A stage whose id is in `breaks` begins a piece of its own.
    """
    bands: list[Band] = []
    for band in _pieces(grid, room):
        full = sum(each.span for each in bands) + band.span > room
        if bands and (full or band.stage.id in breaks):
            yield _cut(grid, bands)
            bands = []
        bands.append(band)
    if bands:
        yield _cut(grid, bands)


def _pieces(grid: Grid, room: int) -> Iterator[Band]:
    """The stages; one that is wider than a page comes in pieces."""
    for band in grid.bands:
        for first in range(0, band.span, room):
            name = f"{band.stage.name} (continued)"[:300] if first else band.stage.name
            stage = band.stage.model_copy(update={"name": name})
            yield Band(stage, band.first + first, min(room, band.span - first))


def _cut(grid: Grid, bands: Sequence[Band]) -> Grid:
    columns = [c for b in bands for c in grid.columns[b.first : b.first + b.span]]
    inside = {column.key for column in columns}
    placed: list[Band] = []
    for band in bands:
        placed.append(Band(band.stage, sum(each.span for each in placed), band.span))
    return replace(
        grid,
        bands=tuple(placed),
        columns=tuple(columns),
        paths=tuple(path for path in grid.paths if {path.start, path.end} <= inside),
    )


def widest(grid: Grid, breaks: Collection[str] = ()) -> int:
    """Return the columns of the widest piece that the breaks leave."""
    return max((len(part.columns) for part in parts(grid, len(grid.columns), breaks)), default=0)


__all__ = ["A3", "A4", "LABEL", "MARGIN", "NARROWEST", "SHEETS", "Sheet", "Size", "parts", "widest"]
