"""The journey map on paper: PDF, SVG and PNG, set by Typst (R139).

A PDF takes a sheet from A4 to A0 across: the smallest of A4 and A3 that holds the map, or the one
that is asked for. A map with more columns than a sheet can hold goes on by whole stages on further
pages, one that is taller flows on, each page with the head of the map and of its columns, and
nothing is cut. On a sheet with room to spare everything grows, so that a poster is read from afar.
SVG and PNG are one page; a map that is wider than A0 stands there in several rows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, get_args

from journeykit.checks.evidence import coverage
from journeykit.errors import Refused
from journeykit.maps.arcs import caption
from journeykit.maps.curve import curve
from journeykit.maps.grid import Card, Column, Grid, Row
from journeykit.maps.persona import CONTROL
from journeykit.maps.points import Point, Sizes
from journeykit.maps.series import comments
from journeykit.maps.sheets import (
    A3,
    A4,
    LABEL,
    MARGIN,
    NARROWEST,
    SHEETS,
    Sheet,
    Size,
    parts,
    widest,
)
from journeykit.maps.table import MARKS, TINTS, words
from journeykit.maps.typeset import FONTS, Format, page_count, typeset

if TYPE_CHECKING:
    from journeykit.model import Workshop

WIDE = 80  # letters that stand side by side on any sheet
WIDEST = 52.0  # mm
#: letters in a cell, one below the other some 20 lines: less than half of the lowest sheet
KEPT = 260
PIXEL = 25.4 / 96  # mm
#: dots an inch of a picture; less where it would be too large to open
PPI, COARSE = 144, 96
#: sizes of text on a poster, beside those of a desk; the largest with which the map still fits
_SCALES = (4.0, 3.0, 2.4, 1.9, 1.5, 1.2)
#: a map of more cards fills its sheets anyway, and each try would take a second
_SCALED = 600


@dataclass(frozen=True, slots=True)
class Pages:
    """How a PDF is laid on paper: the sheet, which way it lies, which stages begin a page."""

    size: Size = ""
    upright: bool = False
    breaks: frozenset[str] = frozenset()

    @property
    def sheet(self) -> Sheet:
        """The paper; A3 where none is named."""
        sheet = SHEETS[self.size or "a3"]
        return sheet.turned() if self.upright else sheet


def paper(
    workshop: Workshop,
    grid: Grid,
    format: Format = "pdf",
    *,
    points: Iterable[Point] = (),
    size: Size = "",
    upright: bool = False,
    breaks: Collection[str] = (),
    ppi: int | None = None,
) -> bytes:
    """Return a laid-out journey as the bytes of one file, `ppi` dots an inch for a PNG.

    `size` is the sheet of a PDF, ``"a4"`` to ``"a0"``; without one the smaller of A4 and A3 on
    which the map is whole. A PDF lies across unless it is `upright`; `breaks` are the ids of the
    stages that begin a page. Raises `Refused` for another format or size, for breaks that are no
    stage of this journey, and for a journey without a stage.
    """
    if format not in get_args(Format):
        raise Refused(f"A map is a pdf, svg or png file, not '{format}'.")
    if size not in get_args(Size):
        raise Refused(f"A map is printed on a4, a3, a2, a1 or a0, not '{size}'.")
    if not grid.columns:
        raise Refused("The journey has no stage yet, so there is no map to print.")
    ids = {band.stage.id for band in grid.bands}
    if unknown := sorted(set(breaks) - ids):
        raise Refused(f"A page begins with a stage of the journey; '{unknown[0]}' is none.")
    pages = Pages(size, upright, frozenset(breaks)) if format == "pdf" else Pages()
    return _fitted(workshop, grid, format, tuple(points), pages, ppi)


def sheets(workshop: Workshop, grid: Grid, points: Iterable[Point]) -> list[dict[str, Any]]:
    """Return the data of a map on each sheet that may hold it, for `fitting` to choose from."""
    seen = tuple(points)
    return [
        map_data(workshop, grid, seen, "pdf", pages=Pages(size), scale=scale)
        for size, scale in _tries(grid, "pdf", Pages())
    ]


def fitting(tries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the first data with which a map needs no further page, else the last."""
    return next((data for data in tries[:-1] if _set(data)[1]), tries[-1])


def _fitted(
    workshop: Workshop,
    grid: Grid,
    format: Format,
    points: tuple[Point, ...],
    pages: Pages,
    ppi: int | None,
) -> bytes:
    dots = ppi or (PPI if len(grid.columns) <= SHEETS["a0"].room else COARSE)
    for size, scale in _tries(grid, format, pages):
        tried = replace(pages, size=size)
        data = map_data(workshop, grid, points, format, pages=tried, scale=scale)
        made, whole = _set(data, format, dots)
        if whole:
            break
    return made


def _set(data: dict[str, Any], format: Format = "pdf", dots: int = PPI) -> tuple[bytes, bool]:
    """The file, and whether each part of the map is whole on its page."""
    made = typeset("map.typ", "map", data, format, dots)[0]
    return made, page_count(made) <= len(data["parts"])


def _tries(grid: Grid, format: Format, pages: Pages) -> Iterator[tuple[Size, float]]:
    """Sheets and sizes of text, the best first; the last one is taken however many pages it is."""
    if format != "pdf":
        yield "", 1.0
    elif not (size := pages.size):
        if widest(grid, pages.breaks) <= replace(pages, size="a4").sheet.room:
            yield "a4", 1.0
        yield "a3", 1.0
    else:
        if sum(map(len, (*grid.cells.values(), *grid.spans.values()))) <= _SCALED:
            room = pages.sheet.width - 2 * MARGIN
            needed = LABEL + NARROWEST * 1.15 * widest(grid, pages.breaks)
            yield from ((size, scale) for scale in _SCALES if scale * needed <= room)
        yield size, 1.0


def fit(text: str, room: int = 10) -> str:
    """Text whose words stay in a column of so many letters: longer ones may break.

    A word of letters alone breaks with a hyphen. Nothing is put into shorter words, since what is
    put in is found by whoever searches the file.

    >>> fit("Kundenzufriedenheit").count(chr(0xAD)), fit("order 4711-0815-2342").count(chr(0x200B))
    (2, 1)
    >>> fit("Kundenzufriedenheit", 20)
    'Kundenzufriedenheit'
    """
    return re.sub(rf"\S{{{room + 1},}}", _breakable, CONTROL.sub("", text))


def _breakable(word: re.Match[str]) -> str:
    text = word[0]
    if max(text) >= "\u2e80":  # Chinese, Japanese, Korean: lines break between any two signs
        return text
    core = text.strip(".,;:!?…()[]“”‘’\"'")
    if core.isalpha() and len(core) <= 14 and not text.isupper():
        return text  # hyphenation by the rules of the language is enough
    return ("\u00ad" if text.isalpha() else "\u200b").join(re.findall(r".{1,8}", text))


def map_data(
    workshop: Workshop,
    grid: Grid,
    points: Sequence[Point],
    format: Format,
    *,
    pages: Pages | None = None,
    scale: float = 1.0,
) -> dict[str, Any]:
    """Return everything that the paper shows, as values that JSON can hold."""
    pages = pages or Pages()
    sheet = pages.sheet if pages.size else _sheet(grid, format)
    share = coverage(workshop)
    cut = list(parts(grid, max(1, int(sheet.room / scale)), pages.breaks))
    synthetic = "Synthetic example. " if workshop.about.synthetic else ""
    written = "◆ what customers wrote; " if comments(points).points else ""
    return {
        "lang": "en",
        "fonts": FONTS,
        "title": fit(grid.title, WIDE),
        "lead": [fit(line, WIDE) for line in lead(workshop, grid, points)],
        "foot": f"{synthetic}Curve: ● solid blue: customers with the 95 % interval of the mean; "
        f"○ dashed: what the team believes; {written}a gap: too few answers. Cards: ● measured, "
        "◐ anecdotal, no mark: assumed. ★ moment of truth, ⚑ critical pain.",
        "coverage": f"evidence coverage {share:.0%}".replace("%", " %"),
        "assumptions": bool(grid.mark),
        "scale": scale,
        "width": sheet.width,
        "height": sheet.height,
        "tall": format != "pdf",
        "label": LABEL * scale,
        "parts": [
            _part(page, grid, points, sheet, scale, (n, len(cut))) for n, page in enumerate(cut, 1)
        ],
    }


def lead(workshop: Workshop, grid: Grid, points: Sequence[Point]) -> list[str]:
    """Return the lens of the map in two lines: whose, which way; then how it is known.

    What is not there is not spoken of: a map without answers says nothing about n.
    """
    about, persona = workshop.about, grid.persona
    way = " → ".join(part for part in (about.start_event, about.end_event) if part)
    who = ", ".join(
        part for part in (persona.name, persona.age_range, persona.occupation) if part
    ) if persona else about.actor  # fmt: skip
    first = (about.title, f"Persona: {who}" if who else "", about.scenario, way)
    asked = [point.n for point in points if point.source == "survey" and point.shown]
    people = f"{min(asked)}" if asked and min(asked) == max(asked) else ""
    if asked and not people:
        people = f"{min(asked)} to {max(asked)}"
    versions = workshop.ordered("versions")
    newest = max(versions, key=lambda each: each.seq).name if versions else ""
    second = (
        f"n {people} customers a touchpoint" if people else "no customer's answer in this curve",
        f"version {newest}" if newest else "",
        f"printed {datetime.now(UTC).date().isoformat()}",
    )
    return [" · ".join(part for part in line if part) for line in (first, second)]


def _sheet(grid: Grid, format: Format) -> Sheet:
    columns = len(grid.columns)
    if format != "pdf" and columns > A4.room:
        wide = 2 * MARGIN + LABEL + columns * (NARROWEST + 4)
        return Sheet(min(wide, SHEETS["a0"].width), A4.height)
    return A4 if columns <= A4.room else A3


def _part(
    page: Grid,
    whole: Grid,
    points: Sequence[Point],
    sheet: Sheet,
    scale: float,
    at: tuple[int, int],
) -> dict[str, Any]:
    room = sheet.width - 2 * MARGIN - LABEL * scale
    column = min(WIDEST * scale, room / len(page.columns))
    drawing = curve(page, points, Sizes(LABEL / PIXEL, column / scale / PIXEL))
    # inside its margins, in bold letters
    letters = max(10, int((column / scale - 4) / 1.9))
    number, of = at
    names = [band.stage.name for band in page.bands]
    span = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
    return {
        "heading": fit(f"Part {number} of {of}: {span}" if of > 1 else span, WIDE),
        "shown": of > 1,
        "column": column,
        "width": LABEL * scale + column * len(page.columns),
        "curve": drawing.alone() if drawing.height else "",
        "words": drawing.words,
        "bands": [
            {"name": fit(band.stage.name, letters), "span": band.span} for band in page.bands
        ],
        "columns": [_column(each, letters) for each in page.columns],
        "rows": list(_rows(page, letters)),
        "notes": [fit(line, WIDE) for line in _across(page, whole)],
    }


def _column(column: Column, letters: int) -> dict[str, Any]:
    touchpoint = column.touchpoint
    return {
        "name": fit(touchpoint.name, letters) if touchpoint else "",
        "where": fit(column.where, letters) if touchpoint else "no touchpoint yet",
        "moment": bool(touchpoint and touchpoint.moment_of_truth),
    }


def _rows(page: Grid, letters: int) -> Iterator[dict[str, Any]]:
    for row in page.rows:
        spans = row.kind == "notes" and page.has_spans(row)
        if not spans or any(page.cards(row, column) for column in page.columns):
            cells = [_cell(page, row, column, letters) for column in page.columns]
            yield {"title": row.title, "whole": False, "cells": cells, "kept": _kept(cells)}
        if spans:
            whole = [
                {"span": b.span, "cards": [_card(c, letters) for c in page.spanning(row, b.stage)]}
                for b in page.bands
            ]
            title = f"{row.title}, whole stage"
            yield {"title": title, "whole": True, "cells": whole, "kept": _kept(whole)}


def _kept(cells: Iterable[dict[str, Any]]) -> bool:
    """Whether a row stands on one sheet for certain, and so is never broken by its end."""
    return (
        max((sum(len(c["text"]) + 12 for c in cell["cards"]) for cell in cells), default=0) < KEPT
    )


def _cell(page: Grid, row: Row, column: Column, letters: int) -> dict[str, Any]:
    if row.kind == "evidence":
        found = page.evidence.get(column.key)
        badge, status = (words(found), found.status) if found else ("", "assumed")
        if old := page.flags.get(column.key):
            badge += f" · {old}"
        return {"tint": "", "badge": badge, "status": status, "cards": []}
    cards = page.cards(row, column)
    tint = TINTS.get(row.key, "") if cards else ""
    return {
        "tint": tint,
        "badge": "",
        "status": "assumed",
        "cards": [_card(c, letters) for c in cards],
    }


def _card(card: Card, letters: int) -> dict[str, Any]:
    told = card.status != "assumed" and card.collection != "touchpoints"
    return {
        "text": fit(card.text, letters),
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
