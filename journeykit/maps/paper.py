"""The journey map on paper: PDF, SVG and PNG, set by Typst (R139).

What people typed reaches Typst as JSON data and is never read as markup. A PDF takes A4 or
A3 across; a map that is wider goes on by whole stages on further pages, one that is taller
flows on with its head repeated, and nothing is cut. SVG and PNG are one page of the whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from journeykit.checks.evidence import coverage
from journeykit.errors import Refused
from journeykit.maps.arcs import caption
from journeykit.maps.curve import curve
from journeykit.maps.grid import Band, Card, Column, Grid, Row
from journeykit.maps.persona import clean
from journeykit.maps.points import Point, Sizes
from journeykit.maps.table import MARKS, TINTS, words

if TYPE_CHECKING:
    from journeykit.model import Workshop

Format = Literal["pdf", "svg", "png"]

MARGIN = 10.0  # mm
LABEL = 28.0  # mm, the names of the rows
NARROWEST = 22.0  # mm, a column
WIDEST = 52.0  # mm
PIXEL = 25.4 / 96  # mm


@dataclass(frozen=True, slots=True)
class Sheet:
    """A size of paper, across, in millimeters."""

    width: float
    height: float

    @property
    def room(self) -> int:
        """How many columns of a readable width stand side by side.

        >>> A4.room, A3.room
        (11, 16)
        """
        return int((self.width - 2 * MARGIN - LABEL) // NARROWEST)


#: words that may be wider than the narrowest column
_LONG = re.compile(r"[^\s\u200b]{11,}")

A4 = Sheet(297, 210)
A3 = Sheet(420, 297)


def paper(
    workshop: Workshop,
    grid: Grid,
    format: Format = "pdf",
    *,
    points: Iterable[Point] = (),
    ppi: int = 144,
) -> bytes:
    """Return a laid-out journey as the bytes of one file, `ppi` dots an inch for a PNG.

    Raises `Refused` for another format and for a journey without a stage.
    """
    if format not in get_args(Format):
        raise Refused(f"A map is a pdf, svg or png file, not '{format}'.")
    if not grid.columns:
        raise Refused("The journey has no stage yet, so there is no map to print.")
    import typst

    from journeykit.library import folder

    template = folder("report") / "map.typ"
    made = typst.compile(
        str(template),
        root=str(template.parent),
        format=format,
        ppi=float(ppi),
        sys_inputs={"map": json.dumps(map_data(workshop, grid, tuple(points), format))},
    )
    return made if isinstance(made, bytes) else bytes(made[0])


def fit(text: str) -> str:
    """Text that stays in a narrow column: long words may break, with a hyphen if all letters.

    >>> fit("Kundenzufriedenheit").count(chr(0xAD)), fit("order 4711-0815-2342").count(chr(0x200B))
    (2, 1)
    """
    return _LONG.sub(_breakable, clean(text))


def _breakable(word: re.Match[str]) -> str:
    text = word[0]
    if max(text) >= "\u2e80":  # Chinese, Japanese, Korean: lines break between any two signs
        return text
    if text.isalpha() and len(text) <= 14 and not text.isupper():
        return text  # hyphenation by the rules of the language is enough
    return ("\u00ad" if text.isalpha() else "\u200b").join(re.findall(r".{1,8}", text))


def map_data(
    workshop: Workshop, grid: Grid, points: Sequence[Point], format: Format
) -> dict[str, Any]:
    """Return everything that the paper shows, as values that JSON can hold."""
    sheet = _sheet(grid, format)
    share = coverage(workshop)
    about = workshop.about
    way = " → ".join(part for part in (about.start_event, about.end_event) if part)
    pages = list(parts(grid, sheet.room))
    synthetic = "Synthetic example. " if about.synthetic else ""
    return {
        "lang": "en",
        "title": fit(grid.title),
        "lead": fit(" · ".join(part for part in (about.title, about.scenario, way) if part)),
        "foot": f"{synthetic}Solid: customers, 95 % interval. Dashed: team. A gap: too few "
        "answers. ● measured, ◐ anecdotal, a card without a mark is assumed.",
        "coverage": f"evidence coverage {share:.0%}".replace("%", " %"),
        "assumptions": bool(grid.mark),
        "width": sheet.width,
        "height": sheet.height,
        "tall": format != "pdf",
        "label": LABEL,
        "parts": [_part(page, grid, points, sheet, n > 0) for n, page in enumerate(pages)],
    }


def _sheet(grid: Grid, format: Format) -> Sheet:
    columns = len(grid.columns)
    if format != "pdf" and columns > A4.room:
        return Sheet(2 * MARGIN + LABEL + columns * (NARROWEST + 4), A4.height)
    return A4 if columns <= A4.room else A3


def parts(grid: Grid, room: int) -> Iterator[Grid]:
    """Yield the map in pieces of at most `room` columns, cut between stages where it can be."""
    bands: list[Band] = []
    for band in _pieces(grid, room):
        if bands and sum(each.span for each in bands) + band.span > room:
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


def _part(
    page: Grid, whole: Grid, points: Sequence[Point], sheet: Sheet, continued: bool
) -> dict[str, Any]:
    room = sheet.width - 2 * MARGIN - LABEL
    column = min(WIDEST, room / len(page.columns))
    drawing = curve(page, points, Sizes(LABEL / PIXEL, column / PIXEL))
    return {
        "continued": continued,
        "column": column,
        "width": LABEL + column * len(page.columns),
        "curve": drawing.alone() if drawing.height else "",
        "words": drawing.words,
        "bands": [{"name": fit(band.stage.name), "span": band.span} for band in page.bands],
        "columns": [_column(each) for each in page.columns],
        "rows": list(_rows(page)),
        "notes": [fit(line) for line in _across(page, whole)],
    }


def _column(column: Column) -> dict[str, Any]:
    touchpoint = column.touchpoint
    return {
        "name": fit(touchpoint.name) if touchpoint else "",
        "where": fit(column.where) if touchpoint else "no touchpoint yet",
        "moment": bool(touchpoint and touchpoint.moment_of_truth),
    }


def _rows(page: Grid) -> Iterator[dict[str, Any]]:
    for row in page.rows:
        spans = row.kind == "notes" and page.has_spans(row)
        if not spans or any(page.cards(row, column) for column in page.columns):
            cells = [_cell(page, row, column) for column in page.columns]
            yield {"title": row.title, "whole": False, "cells": cells}
        if spans:
            whole = [
                {"span": b.span, "cards": [_card(c) for c in page.spanning(row, b.stage)]}
                for b in page.bands
            ]
            yield {"title": f"{row.title}, whole stage", "whole": True, "cells": whole}


def _cell(page: Grid, row: Row, column: Column) -> dict[str, Any]:
    if row.kind == "evidence":
        found = page.evidence.get(column.key)
        badge, status = (words(found), found.status) if found else ("", "assumed")
        if old := page.flags.get(column.key):
            badge += f" · {old}"
        return {"tint": "", "badge": badge, "status": status, "cards": []}
    cards = page.cards(row, column)
    tint = TINTS.get(row.key, "") if cards else ""
    return {"tint": tint, "badge": "", "status": "assumed", "cards": [_card(c) for c in cards]}


def _card(card: Card) -> dict[str, Any]:
    told = card.status != "assumed" and card.collection != "touchpoints"
    return {
        "text": fit(card.text),
        "status": card.status,
        "mark": f"{MARKS[card.status]}{' old' if card.old else ''}" if told else "",
        "critical": card.critical,
    }


def _across(page: Grid, whole: Grid) -> Iterator[str]:
    """Paths that leave or reach this page from another one, in words."""
    inside = {column.key for column in page.columns}
    names = {c.touchpoint.id: c.touchpoint.name for c in whole.columns if c.touchpoint}
    for path in whole.paths:
        if len({path.start, path.end} & inside) == 1:
            yield f"{caption(path)}: from {names[path.start]} to {names[path.end]}"


def file_name(grid: Grid, format: Format) -> str:
    """A name for the downloaded map that every file system takes."""
    stem = re.sub(r"[^\w]+", "-", grid.title.lower()).strip("-_")
    return f"map-{stem[:60].strip('-') or 'journey'}.{format}"
