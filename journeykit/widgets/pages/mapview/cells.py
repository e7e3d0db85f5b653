"""Cells of the map that can be written in: cards, the place to type, the button to add.

Written as text like `journeykit.maps.table`, since a large map has a thousand of them. Ids
of entities hold letters, figures, dots, dashes and underscores only (`journeykit.model.Id`),
so they are safe in attributes; everything that a person typed is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from journeykit.maps.grid import Band, Card, Column, Grid, Row
from journeykit.maps.table import Hooks, head, mark, supported
from journeykit.model import Stage

#: Plain JSON: the attributes that hold it stand in single quotes.
KEYS = (
    '{"Enter":"map_edit"," ":"map_edit","Delete":"map_remove","Alt+ArrowLeft":"map_left",'
    '"Alt+ArrowRight":"map_right","Alt+ArrowUp":"map_up","Alt+ArrowDown":"map_down"}'
)
TYPING_KEYS = '{"Enter":"map_next","Escape":"map_done","Ctrl+Enter":"map_done"}'
HINT = (
    "Enter opens a card, Enter again saves it, Esc leaves it. Alt with the arrow keys moves it, "
    "Delete removes it. With the mouse: click to write, drag to move."
)


@dataclass(frozen=True)
class Editing:
    """Which card is open for writing, and where; `moved` gets the focus once."""

    id: str = ""
    row: str = ""
    column: str = ""
    moved: str = ""
    turn: int = 0
    fresh: bool = False


class Cells(Hooks):
    """Draws the map so that it can be changed."""

    def __init__(self, editing: Editing, *, whole: bool, names: dict[str, str]) -> None:
        self.editing = editing
        self.whole = whole
        self.names = names

    def stage(self, grid: Grid, band: Band) -> str:
        """The head of a stage, with the way to its details."""
        id = band.stage.id
        return (
            f'<button type="button" class="headlink stay" id="ms-{id}" data-do="map_stage" '
            f'data-args=\'{{"id":"{id}"}}\'>{escape(band.stage.name)}</button>'
        )

    def touchpoint(self, grid: Grid, column: Column) -> str:
        """The head of a column, with the way to its details."""
        if column.touchpoint is None:
            return super().touchpoint(grid, column)
        return (
            f'<button type="button" class="headlink" id="mt-{column.key}" data-do="map_touchpoint" '
            f'data-args=\'{{"id":"{column.key}"}}\'>{head(column)}</button>'
        )

    def place(self, row: Row, column: Column) -> str:
        """Cells of cards take dragged cards."""
        if row.kind not in ("notes", "findings"):
            return ""
        return f" data-drop=\"map_drop\" data-args='{_args(row.key, column.key)}'"

    def span_place(self, row: Row, stage: Stage) -> str:
        """The same for a whole stage."""
        return f" data-drop=\"map_drop\" data-args='{_args(row.key, stage.id)}'"

    def spans(self, grid: Grid, row: Row) -> bool:
        """A second line for whole stages where there are such cards, or where it was asked for."""
        return self.whole or grid.has_spans(row)

    def cell(self, grid: Grid, row: Row, column: Column, cards: Sequence[Card]) -> str:
        """The cards of a cell, and the way to add one."""
        if row.kind == "field":
            return self._field(row, column, cards)
        if row.kind == "findings" and column.touchpoint is None:
            return ""
        return self._cards(row, column.key, cards)

    def span(self, grid: Grid, row: Row, stage: Stage, cards: Sequence[Card]) -> str:
        """The cards of a whole stage."""
        if all(c.touchpoint is None for c in grid.columns if c.stage.id == stage.id):
            return ""  # an empty stage has one column, and its cards stand there
        return self._cards(row, stage.id, cards)

    def evidence(self, grid: Grid, column: Column) -> str:
        """The mark of a touchpoint, which opens what supports it."""
        if column.touchpoint is None:
            return ""
        return _opens(f"touchpoints/{column.key}", supported(grid, column), column.touchpoint.name)

    def writes_in(self, row: Row, column: str) -> bool:
        """Whether a card is being written in a cell."""
        return (self.editing.row, self.editing.column) == (row.key, column)

    # ---- pieces --------------------------------------------------------------------------

    def _cards(self, row: Row, column: str, cards: Sequence[Card]) -> str:
        here = self.writes_in(row, column)
        parts = [
            self._writing(each.id, row, column, each.text)
            if here and each.id == self.editing.id
            else self._card(each, row, column)
            for each in cards
        ]
        if here and all(each.id != self.editing.id for each in cards):
            parts.append(self._writing(self.editing.id, row, column, ""))
        parts.append(
            f'<button type="button" class="add" id="a-{row.key}-{column}" data-do="map_new" '
            f"data-args='{_args(row.key, column)}' "
            f'aria-label="Add to {escape(row.title)}: {self._name(column)}">+</button>'
        )
        return "".join(parts)

    def _field(self, row: Row, column: Column, cards: Sequence[Card]) -> str:
        if column.touchpoint is None:
            return ""
        if self.writes_in(row, column.key):
            return self._writing(column.key, row, column.key, cards[0].text if cards else "")
        if not cards:
            return self._cards(row, column.key, ())
        return self._card(cards[0], row, column.key)

    def _card(self, each: Card, row: Row, column: str) -> str:
        own = f"{row.key}-{each.id}"
        moved = each.id == self.editing.moved and row.kind != "field"
        if moved:  # a new id makes a new element, which the page script gives the focus
            own += f"-{self.editing.turn}"
        loose = row.kind == "field"
        return (
            f'<div class="note {each.status}" id="nb-{own}"><div class="words" id="c-{own}" '
            f'role="button" tabindex="0" {"" if loose else _drag(each.id)}data-do="map_edit" '
            f"data-args='{_args(row.key, column, each.id)}' data-keys='{KEYS}' "
            f'aria-describedby="map-hint"{" data-autofocus" if moved else ""}>'
            f"{mark(each)}{escape(each.text) or '…'}</div>"
            + ("" if loose else self._remove(each, own, row, column))
            + "</div>"
        )

    def _remove(self, each: Card, own: str, row: Row, column: str) -> str:
        return (
            f'<button type="button" class="x" id="x-{own}" data-do="map_remove" '
            f"data-args='{_args(row.key, column, each.id)}' "
            f'aria-label="Remove: {escape(each.text)}">×</button>'
        )

    def _writing(self, id: str, row: Row, column: str, text: str) -> str:
        args = _args(row.key, column, id)
        tall = max(3, min(12, len(text) // 12 + text.count("\n") + 1))
        return (
            f'<div class="field writing" id="w-{id}"><label class="hidden" for="text-{id}">'
            f"{escape(row.title)}: {self._name(column)}</label>"
            f'<textarea id="text-{id}" rows="{tall}" data-change="map_write" '
            f"data-args='{args}' data-keys='{TYPING_KEYS}' data-autofocus "
            f'aria-describedby="map-hint">\n{escape(text)}</textarea>'
            f'<button type="button" class="small" id="done-{id}" data-do="map_done" '
            f"data-args='{args}'>Done</button>{_ask(id, row, text)}</div>"
        )

    def _name(self, column: str) -> str:
        return escape(self.names.get(column, ""))


def _opens(where: str, inside: str, name: str) -> str:
    id = where.replace("/", "-")
    return (
        f'<button type="button" class="badge" id="ev-{id}" data-do="evidence" '
        f'data-args=\'{{"where":"{where}"}}\' '
        f'aria-describedby="ev-{id}-what">{inside}</button>'
        f'<span class="hidden" id="ev-{id}-what">What supports {escape(name)}?</span>'
    )


def _ask(id: str, row: Row, text: str) -> str:
    """The way from a card that was written once to the sources that support it."""
    if not text or row.kind not in ("notes", "findings"):
        return ""
    collection = "notes" if row.kind == "notes" else "findings"
    return (
        f'<button type="button" class="small" id="support-{id}" data-do="evidence" '
        f'data-args=\'{{"where":"{collection}/{id}"}}\'>Evidence</button>'
    )


def _args(row: str, column: str, id: str = "") -> str:
    return f'{{"row":"{row}","column":"{column}"' + (f',"id":"{id}"}}' if id else "}")


def _drag(id: str) -> str:
    return f'draggable="true" data-drag="{id}" '


def outline(grid: Grid, cells: Cells, said: dict[str, str]) -> Markup:
    """Draw the map as nested headings and lists in which everything can be changed.

    `said` is a line about the emotion of each touchpoint, by its id.
    """
    parts: list[str] = []
    for band in grid.bands:
        parts.append(f"<section><h3>{cells.stage(grid, band)}</h3>")
        for row in grid.rows:
            if row.kind == "notes" and cells.spans(grid, row):
                inside = cells.span(grid, row, band.stage, grid.spanning(row, band.stage))
                if inside:
                    parts.append(_lane(f"{row.title}, whole stage", inside, ""))
        for column in grid.columns[band.first : band.first + band.span]:
            parts.append(f"<h4>{cells.touchpoint(grid, column)}</h4>")
            if line := said.get(column.key):
                parts.append(f'<p class="felt">{escape(line)}</p>')
            parts.extend(_lanes(grid, cells, column))
        parts.append("</section>")
    return Markup(f'<div class="outline" id="map-outline">{"".join(parts)}</div>')


def _lanes(grid: Grid, cells: Cells, column: Column) -> list[str]:
    """The lanes of a touchpoint that hold something, and one line to add to the others."""
    lanes: list[str] = []
    bare: list[str] = []
    for row in grid.rows:
        if row.kind == "evidence":
            lanes.append(_lane(row.title, cells.evidence(grid, column), ""))
            continue
        cards = grid.cards(row, column)
        inside = cells.cell(grid, row, column, cards)
        if cards or cells.writes_in(row, column.key):
            lanes.append(_lane(row.title, inside, cells.place(row, column)))
        elif inside:
            bare.append(inside.replace(">+</button>", f">+ {escape(row.title)}</button>"))
    return [*lanes, f'<div class="lane bare">{"".join(bare)}</div>' if bare else ""]


def _lane(title: str, inside: str, place: str) -> str:
    return f'<div class="lane"><b>{escape(title)}</b><div{place}>{inside}</div></div>'
