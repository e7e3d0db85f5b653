"""Loops and branches as labelled arcs that stand on the stage row (R140, R26)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from journeykit.maps.grid import Grid
from journeykit.model import Path

LINE = 13.0
LETTER = 6.6
GAP = 12.0
ROUND = 7.0


@dataclass(frozen=True, slots=True)
class Arcs:
    """A strip of SVG as wide as the columns; empty where the journey has no path."""

    svg: str
    height: float


@dataclass(frozen=True, slots=True)
class _Arc:
    path: Path
    start: float
    end: float
    lines: tuple[str, ...]

    @property
    def left(self) -> float:
        return min(self.start, self.end, self.middle - self.half)

    @property
    def right(self) -> float:
        return max(self.start, self.end, self.middle + self.half)

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    @property
    def half(self) -> float:
        return max(map(len, self.lines)) * LETTER / 2

    @property
    def tall(self) -> float:
        return len(self.lines) * LINE + GAP


def caption(path: Path) -> str:
    """The words on an arc.

    >>> caption(Path(start="a", end="b", kind="loop", title="buys again"))
    '↺ buys again'
    """
    return f"{'↺' if path.kind == 'loop' else '↪'} {path.title or path.kind}"


def wrap(text: str, letters: int) -> tuple[str, ...]:
    """Break a text into lines; a word that is too long is broken, nothing is left out.

    >>> wrap("orders another size", 9)
    ('orders', 'another', 'size')
    """
    lines = [""]
    for word in text.split():
        while len(word) > letters:
            if lines[-1]:
                lines.append("")
            lines[-1], word = word[:letters], word[letters:]
            lines.append("")
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(line for line in lines if line) or ("",)


def arcs(grid: Grid, column: float) -> Arcs:
    """Draw the paths of a map above its stage row, the shortest lowest, none over another."""
    drawn = sorted(_arcs(grid, column), key=lambda arc: (arc.right - arc.left, arc.left))
    levels: list[list[_Arc]] = []
    for arc in drawn:
        for level in levels:
            if all(arc.right + 6 < each.left or each.right + 6 < arc.left for each in level):
                level.append(arc)
                break
        else:
            levels.append([arc])
    height = sum(max(arc.tall for arc in level) for level in levels) + (10 if levels else 0)
    shapes: list[str] = []
    words: list[str] = []  # drawn last, so that no arc runs over them
    base = height - 8
    for level in levels:
        line = base - GAP + 4
        shapes.extend(_shape(arc, line, height) for arc in level)
        words.extend(_words(arc.lines, arc.middle, line - 5) for arc in level)
        base -= max(arc.tall for arc in level)
    return Arcs("".join(shapes + words), height)


def _arcs(grid: Grid, column: float) -> list[_Arc]:
    """The paths with their ends; ends that share a column stand a little apart."""
    ends: dict[int, int] = {}
    total: dict[int, int] = {}
    spots = [(p, grid.index(p.start), grid.index(p.end)) for p in grid.paths]
    for _, start, end in spots:
        for index in (start, end):
            if index is not None:
                total[index] = total.get(index, 0) + 1

    def spot(index: int) -> float:
        number = ends.get(index, 0)
        ends[index] = number + 1
        step = min(14.0, (column - 24) / total[index])
        return (index + 0.5) * column + (number - (total[index] - 1) / 2) * step

    found = []
    width = len(grid.columns) * column
    for path, start, end in spots:
        if start is None or end is None:
            continue
        x1, x2 = spot(start), spot(end)
        room = max(abs(x2 - x1) - 12, 96.0)
        found.append(_Arc(path, x1, x2, wrap(caption(path), int(room // LETTER))))
    return [_inside(arc, width) for arc in found]


def _inside(arc: _Arc, width: float) -> _Arc:
    """The same arc; wrapped narrower where its words would leave the drawing."""
    letters = max(map(len, arc.lines))
    while letters > 6 and (arc.middle - arc.half < 0 or arc.middle + arc.half > width):
        letters -= 1
        arc = _Arc(arc.path, arc.start, arc.end, wrap(caption(arc.path), letters))
    return arc


def _shape(arc: _Arc, line: float, floor: float) -> str:
    """One arc: up from its start, over, and down to an arrow at its end."""
    way = 1 if arc.end >= arc.start else -1
    bend = min(ROUND, abs(arc.end - arc.start) / 2)
    shape = (
        f"M{arc.start:g} {floor:g}V{line + bend:g}Q{arc.start:g} {line:g} "
        f"{arc.start + way * bend:g} {line:g}H{arc.end - way * bend:g}"
        f"Q{arc.end:g} {line:g} {arc.end:g} {line + bend:g}V{floor - 5:g}"
    )
    tip = f"{arc.end - 4:g},{floor - 6:g} {arc.end + 4:g},{floor - 6:g} {arc.end:g},{floor:g}"
    return f'<path class="arc {arc.path.kind}" d="{shape}"/><polygon class="tip" points="{tip}"/>'


def _words(lines: Sequence[str], x: float, last: float) -> str:
    first = last - (len(lines) - 1) * LINE
    return "".join(
        f'<text class="arcl" text-anchor="middle" x="{x:g}" y="{first + i * LINE:g}">'
        f"{escape(text)}</text>"
        for i, text in enumerate(lines)
    )
