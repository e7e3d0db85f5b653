"""The map on slides: a table of stages and lanes, the curve as a picture and as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from journeykit.emotions.scale import signed
from journeykit.exchange.pptx_deck import TINTS, Deck, Row
from journeykit.maps.curve import Drawing, curve
from journeykit.maps.grid import Card, Column, Grid
from journeykit.maps.grid import Row as Lane
from journeykit.maps.paper import parts
from journeykit.maps.points import Point, Sizes
from journeykit.maps.table import MARKS, words

#: columns side by side on a slide whose words are still read from the back of a room
COLUMNS, CURVED = 6, 16
SIZE = 10
_PAGE = """#set page(width: auto, height: auto, margin: 2pt, fill: white)
#set text(font: "DejaVu Sans")
#image(bytes(sys.inputs.svg), format: "svg")"""


def map_slides(deck: Deck, grid: Grid, points: Sequence[Point]) -> None:
    """Add the map of one journey: its curve, the numbers of it, and its tables."""
    _curves(deck, grid, points)
    _numbers(deck, grid, points)
    pieces = list(parts(grid, COLUMNS))
    for number, piece in enumerate(pieces, 1):
        of = f" ({number} of {len(pieces)})" if len(pieces) > 1 else ""
        stages = [band.stage.name for band in piece.bands]
        head = [
            Row(("Stage", *stages), spans=(1, *(band.span for band in piece.bands))),
            Row(("Touchpoint", *(_touchpoint(column) for column in piece.columns))),
        ]
        widths = [1.4, *(1.9 for _ in piece.columns)]
        title = f"{grid.title}{of}: {' to '.join(dict.fromkeys((stages[0], stages[-1])))}"
        deck.table(title, head, list(_rows(piece)), widths, SIZE, _notes(grid))


def _curves(deck: Deck, grid: Grid, points: Sequence[Point]) -> None:
    pieces = list(parts(grid, CURVED))
    for number, piece in enumerate(pieces, 1):
        width = 1240 - 132
        sizes = Sizes(132, width / max(len(piece.columns), 4))
        drawing = curve(piece, points, sizes)
        if not drawing.height:
            continue
        of = f" ({number} of {len(pieces)})" if len(pieces) > 1 else ""
        slide = deck.slide(f"How it feels{of}: {grid.title}", f"{drawing.words}\n{_notes(grid)}")
        deck.picture(slide, picture(drawing), drawing.words, room=4.6)
        steps = [
            f"{at} {c.touchpoint.name}" for at, c in enumerate(piece.columns, 1) if c.touchpoint
        ]
        told = (
            f"From left to right: {'; '.join(steps)}. ● solid: customers with the 95 % interval; "
            "○ dashed: the team; a gap: too few answers."
        )
        deck.text(slide, told, 0.5, 6.0, 12.3, 0.9, size=10)


def picture(drawing: Drawing) -> bytes:
    """Return a curve as a PNG, sharp enough for a wall."""
    import typst

    made = typst.compile(
        _PAGE.encode(), format="png", ppi=144.0, sys_inputs={"svg": drawing.alone()}
    )
    return bytes(made if isinstance(made, bytes) else made[0])


def _numbers(deck: Deck, grid: Grid, points: Sequence[Point]) -> None:
    found = {(point.touchpoint, point.source): point for point in points}
    rows = []
    for column in grid.columns:
        asked = found.get((column.key, "survey")) or found.get((column.key, "text"))
        team = found.get((column.key, "team"))
        if column.touchpoint and (asked or team):
            source = ", ".join(asked.titles) if asked and asked.titles else "—"
            rows.append(Row((column.touchpoint.name, _felt(asked), _felt(team), source)))
    if rows:
        head = [
            Row(("Touchpoint", "Customers, −2 to +2 (95 % interval)", "Team, median", "Source"))
        ]
        deck.table(f"The curve in numbers: {grid.title}", head, rows, (3, 4, 2.4, 3.4), 11,
                   _notes(grid))  # fmt: skip


def _felt(point: Point | None) -> str:
    if point is None:
        return "—"
    if not point.shown or point.value is None:
        return f"not shown: {point.reason}"
    between = ""
    if point.low is not None and point.high is not None:
        between = f" ({signed(point.low)} to {signed(point.high)})"
    return f"{signed(point.value)}{between}, n {point.n}"


def _touchpoint(column: Column) -> str:
    if column.touchpoint is None:
        return "no touchpoint yet"
    star = "★ " if column.touchpoint.moment_of_truth else ""
    return f"{star}{column.touchpoint.name}" + (f"\n{column.where}" if column.where else "")


def _rows(page: Grid) -> Iterator[Row]:
    for lane in page.rows:
        cells = [_cell(page, lane, column) for column in page.columns]
        tint = TINTS.get(lane.key, "")
        if any(cells) or not page.has_spans(lane):
            fills = ("", *(tint if text else "" for text in cells))
            yield Row((lane.title, *cells), fills)
        if lane.kind == "notes" and page.has_spans(lane):
            whole = ["\n".join(map(_card, page.spanning(lane, b.stage))) for b in page.bands]
            if any(whole):
                spans = (1, *(band.span for band in page.bands))
                yield Row((f"{lane.title}, whole stage", *whole), spans=spans)


def _cell(page: Grid, lane: Lane, column: Column) -> str:
    if lane.kind == "evidence":
        found = page.evidence.get(column.key)
        return words(found) if found else ""
    return "\n".join(_card(card) for card in page.cards(lane, column))


def _card(card: Card) -> str:
    told = card.status != "assumed" and card.collection != "touchpoints"
    flag = "⚑ critical " if card.critical else ""
    return f"{flag}{MARKS[card.status] + ' ' if told else ''}{card.text}"


def _notes(grid: Grid) -> str:
    return (
        f"{grid.title}. ● measured, ◐ anecdotal, a card without a mark is assumed. ★ moment of "
        "truth, ⚑ critical pain."
    )


__all__ = ["map_slides", "picture"]
