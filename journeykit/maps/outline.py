"""The same map as a text outline: nested HTML, Markdown, plain text (R311).

Of 13 blind or low-vision people 12 preferred a text outline to a canvas (PEERS), so the
outline holds everything that the table holds, in the order in which it happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from journeykit.maps.grid import Card, Column, Grid
from journeykit.maps.points import Point
from journeykit.maps.table import words
from journeykit.maps.words import guide as sentences
from journeykit.maps.words import said
from journeykit.model import Stage

_WHO = {"survey": "Customers", "text": "Customers' comments", "team": "Team"}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the outline and what hangs below it."""

    text: str
    children: tuple[Item, ...] = ()


def outline(grid: Grid, points: Iterable[Point] = (), guide: Sequence[str] | None = None) -> Item:
    """Return the map as a tree: what the curve says, stages, touchpoints, lanes, cards.

    `guide` is what `journeykit.emotions.reading_guide` says; None lets the points speak, an
    empty one leaves that part to the page.
    """
    points = tuple(points)
    stages = tuple(_stage(grid, band.stage, points) for band in grid.bands)
    told = sentences(grid, points) if guide is None else guide
    lines = [Item("What the curve says", tuple(map(Item, told)))] if told else []
    lines += stages
    if grid.loose:
        lines.append(Item("Not placed yet", tuple(Item(_said(card)) for card in grid.loose)))
    return Item(grid.title, tuple(lines))


def _stage(grid: Grid, stage: Stage, points: Sequence[Point]) -> Item:
    lines: list[Item] = []
    if stage.goal:
        lines.append(Item(f"Goal: {stage.goal}"))
    if stage.target_emotion:
        lines.append(Item(f"Target emotion: {stage.target_emotion}"))
    for row in grid.rows:
        if cards := grid.spanning(row, stage):
            lines.append(_lane(f"{row.title}, whole stage", cards))
    columns = [column for column in grid.columns if column.stage.id == stage.id]
    for column in columns:
        if column.touchpoint is None:
            lines.extend(_lanes(grid, column))
            lines.append(Item("No touchpoint yet"))
        else:
            lines.append(_touchpoint(grid, column, points))
    return Item(f"Stage: {stage.name}", tuple(lines))


def _touchpoint(grid: Grid, column: Column, points: Sequence[Point]) -> Item:
    touchpoint = column.touchpoint
    assert touchpoint is not None
    where = f" ({column.where})" if column.where else ""
    lines = list(_facts(grid, column, points))
    lines.extend(_lanes(grid, column))
    return Item(f"Touchpoint: {touchpoint.name}{where}", tuple(lines))


def _facts(grid: Grid, column: Column, points: Sequence[Point]) -> Iterator[Item]:
    touchpoint = column.touchpoint
    assert touchpoint is not None
    if touchpoint.moment_of_truth:
        why = f": {touchpoint.moment_reason}" if touchpoint.moment_reason else ""
        yield Item(f"★ Moment of truth{why}")
    for point in points:
        if point.touchpoint != touchpoint.id:
            continue
        who = _WHO[point.source]
        if point.shown and point.value is not None:
            yield Item(f"{who}: {said(point)}")
        elif point.n:
            yield Item(f"{who}: too few answers to show")
    for path in grid.paths:
        if path.start == touchpoint.id:
            end = grid.columns[grid.index(path.end) or 0].touchpoint
            title = f": {path.title}" if path.title else ""
            yield Item(f"{path.kind.capitalize()} to {end.name if end else ''}{title}")
    old = grid.flags.get(touchpoint.id, "")
    yield Item(f"Evidence: {words(grid.evidence[touchpoint.id])}{f'; {old}' if old else ''}")


def _lanes(grid: Grid, column: Column) -> Iterator[Item]:
    for row in grid.rows:
        if cards := grid.cards(row, column):
            yield _lane(row.title, cards)


def _lane(title: str, cards: Sequence[Card]) -> Item:
    if len(cards) == 1:
        return Item(f"{title}: {_said(cards[0])}")
    return Item(title, tuple(Item(_said(card)) for card in cards))


def _said(card: Card) -> str:
    marks = []
    if card.critical:
        marks.append("critical")
    if card.collection != "touchpoints":
        marks.append(card.status)
    if card.old:
        marks.append(card.old)
    return f"{card.text} [{', '.join(marks)}]" if marks else card.text


def as_html(item: Item, id: str = "outline") -> Markup:
    """The outline as nested lists, each stage folded, every text escaped."""
    stages = "".join(
        f'<details id="{id}-{at}"><summary>{escape(each.text)}</summary>{_list(each)}</details>'
        for at, each in enumerate(item.children)
    )
    return Markup(f'<div class="outline" id="{id}"><p>{escape(item.text)}</p>{stages}</div>')


def _list(item: Item) -> str:
    if not item.children:
        return ""
    lines = "".join(f"<li>{escape(each.text)}{_list(each)}</li>" for each in item.children)
    return f"<ul>{lines}</ul>"


def as_markdown(item: Item) -> str:
    """The outline as a Markdown list below a heading; signs with a meaning are escaped.

    >>> print(as_markdown(Item("Jacket", (Item("Stage: *Buy*", (Item("Checkout"),)),))))
    # Jacket
    <BLANKLINE>
    - Stage: \\*Buy\\*
      - Checkout
    """
    lines = [f"# {_plain(item.text)}", ""]
    lines.extend(_nested(item.children, 0, _plain))
    return "\n".join(lines)


def as_text(item: Item) -> str:
    """The outline as plain text, two blanks a level."""
    return "\n".join([item.text, *_nested(item.children, 1, _one_line)])


def _nested(items: Sequence[Item], depth: int, write: object) -> Iterator[str]:
    for item in items:
        yield f"{'  ' * depth}- {write(item.text)}"  # type: ignore[operator]
        yield from _nested(item.children, depth + 1, write)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    return "".join(f"\\{sign}" if sign in r"\`*_[]<>#" else sign for sign in _one_line(text))
