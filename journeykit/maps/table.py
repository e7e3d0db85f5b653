"""The map as an HTML table with real headers, the curve above it in the same columns.

Cells are drawn by `Hooks`: those given here only read, a page overrides them to put its
editable cards in. The markup is written as text, with everything a person typed escaped:
a map of a hundred touchpoints has a thousand cells and is drawn again at every change.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from journeykit.checks.evidence import Evidence
from journeykit.maps.curve import Drawing
from journeykit.maps.grid import Band, Card, Column, Grid, Row
from journeykit.maps.points import Sizes
from journeykit.model import Stage

#: Class of a cell that holds something, by row.
TINTS = {"pain": "pain", "opportunity": "opp", "delight": "joy"}
#: Shape and word, never color alone.
MARKS = {"measured": "●", "anecdotal": "◐", "assumed": "○"}


class Hooks:
    """How the parts of a map are drawn; this class draws them for reading.

    Every method returns markup that is safe to insert.
    """

    def stage(self, grid: Grid, band: Band) -> str:
        """The head of a stage."""
        return f'<span class="stay">{escape(band.stage.name)}</span>'

    def touchpoint(self, grid: Grid, column: Column) -> str:
        """The head of a column."""
        if column.touchpoint is None:
            return "<small>no touchpoint yet</small>"
        return head(column)

    def place(self, row: Row, column: Column) -> str:
        """More attributes of the cell where a row and a column cross."""
        return ""

    def cell(self, grid: Grid, row: Row, column: Column, cards: Sequence[Card]) -> str:
        """What stands where a row and a column cross."""
        return "".join(card(each) for each in cards)

    def span_place(self, row: Row, stage: Stage) -> str:
        """More attributes of the cell of a whole stage."""
        return ""

    def span(self, grid: Grid, row: Row, stage: Stage, cards: Sequence[Card]) -> str:
        """What a row says about a whole stage."""
        return "".join(card(each) for each in cards)

    def spans(self, grid: Grid, row: Row) -> bool:
        """Whether a row gets a second line for whole stages."""
        return grid.has_spans(row)

    def evidence(self, grid: Grid, column: Column) -> str:
        """What a touchpoint stands on, and what is stale there."""
        return supported(grid, column)

    def row(self, grid: Grid, row: Row) -> str:
        """The head of a row."""
        return escape(row.title)


def head(column: Column) -> str:
    """Name, star of a moment of truth, channel and presence of a touchpoint."""
    touchpoint = column.touchpoint
    assert touchpoint is not None
    why = touchpoint.moment_reason.strip()
    name = f"moment of truth: {why}" if why else "moment of truth"
    said = escape(name)
    star = (
        f'<span class="star" role="img" aria-label="{said}" title="{said}">★</span> '
        if touchpoint.moment_of_truth
        else ""
    )
    where = f"<small>{escape(column.where)}</small>" if column.where else ""
    return f"{star}{escape(touchpoint.name)}{where}"


def words(evidence: Evidence) -> str:
    """The evidence of a touchpoint: shape, word, number.

    >>> words(Evidence("measured", 212))
    '● measured · n 212'
    """
    size = f" · n {evidence.n}" if evidence.n is not None and evidence.status == "measured" else ""
    return f"{MARKS[evidence.status]} {evidence.status}{size}"


def badge(evidence: Evidence) -> str:
    """The evidence of a touchpoint as a mark."""
    return f'<span class="b {evidence.status}">{words(evidence)}</span>'


def supported(grid: Grid, column: Column) -> str:
    """The mark of a column's evidence with what is stale or unowned below it."""
    found = grid.evidence.get(column.key)
    old = grid.flags.get(column.key, "")
    flag = f'<small class="old"><span aria-hidden="true">⌛</span> {escape(old)}</small>'
    return f"{badge(found) if found else ''}{flag if old else ''}"


def mark(each: Card) -> str:
    """The shape that says what a card stands on; a card without one is an assumption."""
    flag = '<b class="critical">⚑ critical</b> ' if each.critical else ""
    if each.status == "assumed" or each.collection == "touchpoints":
        return flag
    if each.old:
        flag += f'<span class="old" role="img" aria-label="{escape(each.old)}">⌛</span> '
    return (
        f'{flag}<span class="b {each.status}" role="img" '
        f'aria-label="{each.status}">{MARKS[each.status]}</span> '
    )


def card(each: Card) -> str:
    """A card that can only be read."""
    return f'<p class="note {each.status}">{mark(each)}{escape(each.text)}</p>'


def table(
    grid: Grid,
    curve: Drawing | None = None,
    *,
    hooks: Hooks | None = None,
    sizes: Sizes | None = None,
    label: str = "",
    id: str = "map",
) -> Markup:
    """Draw the map inside a region that scrolls sideways and takes the focus.

    `sizes` must be those that `curve` was drawn with.
    """
    hooks = hooks or Hooks()
    sizes = sizes or Sizes.fitting(len(grid.columns))
    width = sizes.label + sizes.column * len(grid.columns)
    label = label or f"Journey map: {grid.title}"
    widths = f"width:{width:g}px;--label:{sizes.label:g}px"
    said = f'<p class="assumptions">{escape(grid.mark)}</p>' if grid.mark else ""
    return Markup(
        f'{said}<div class="map" id="{id}" role="region" tabindex="0" aria-label="{escape(label)}">'
        f'<div class="inner" style="{widths}">{curve.pieces() if curve else ""}'
        f'<table style="width:{width:g}px"><caption class="hidden">{escape(grid.title)}. A card '
        f"without a mark is an assumption.</caption>{_colgroups(grid, sizes)}"
        f"<thead>{_heads(grid, hooks)}</thead><tbody>{_body(grid, hooks)}</tbody>"
        f"</table></div></div>"
    )


def _colgroups(grid: Grid, sizes: Sizes) -> str:
    one = f'<col style="width:{sizes.column:g}px">'
    groups = "".join(f"<colgroup>{one * band.span}</colgroup>" for band in grid.bands)
    return f'<colgroup><col style="width:{sizes.label:g}px"></colgroup>{groups}'


def _heads(grid: Grid, hooks: Hooks) -> str:
    stages = "".join(
        f'<th scope="colgroup" colspan="{band.span}" class="stage">{hooks.stage(grid, band)}</th>'
        for band in grid.bands
    )
    columns = "".join(
        f'<th scope="col" class="tp">{hooks.touchpoint(grid, column)}</th>'
        for column in grid.columns
    )
    return (
        f'<tr><th scope="row">Stage</th>{stages}</tr>'
        f'<tr><th scope="row">Touchpoint</th>{columns}</tr>'
    )


def _body(grid: Grid, hooks: Hooks) -> str:
    lines: list[str] = []
    for row in grid.rows:
        title = hooks.row(grid, row)
        lines.append(f'<tr class="r-{row.kind}"><th scope="row">{title}</th>')
        lines.extend(_cell(grid, hooks, row, column) for column in grid.columns)
        lines.append("</tr>")
        if row.kind == "notes" and hooks.spans(grid, row):
            lines.append(_spans(grid, hooks, row))
    return "".join(lines)


def _cell(grid: Grid, hooks: Hooks, row: Row, column: Column) -> str:
    if row.kind == "evidence":
        return f"<td>{hooks.evidence(grid, column)}</td>"
    cards = grid.cards(row, column)
    tint = f' class="{TINTS[row.key]}"' if cards and row.key in TINTS else ""
    return f"<td{tint}{hooks.place(row, column)}>{hooks.cell(grid, row, column, cards)}</td>"


def _spans(grid: Grid, hooks: Hooks, row: Row) -> str:
    cells = "".join(
        f'<td colspan="{band.span}"{hooks.span_place(row, band.stage)}>'
        f"{hooks.span(grid, row, band.stage, grid.spanning(row, band.stage))}</td>"
        for band in grid.bands
    )
    return (
        f'<tr class="whole"><th scope="row">{escape(row.title)}<small>whole stage</small></th>'
        f"{cells}</tr>"
    )
