"""Where the value of a point is written: near it, inside the drawing, on nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Anchor = Literal["start", "middle", "end"]

LETTER = 7.6  # width of a figure in bold 12 px, on the safe side
ASCENT, DESCENT = 10.0, 3.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the drawing, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two have some area in common.

        >>> Box(0, 0, 2, 2).meets(Box(1, 1, 3, 3)), Box(0, 0, 1, 1).meets(Box(1, 0, 2, 1))
        (True, False)
        """
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight piece of a line, from left to right."""

    x1: float
    y1: float
    x2: float
    y2: float

    def meets(self, box: Box) -> bool:
        """Whether the piece runs through a box.

        >>> Segment(0, 0, 10, 10).meets(Box(4, 4, 6, 6))
        True
        >>> Segment(0, 0, 10, 0).meets(Box(4, 4, 6, 6))
        False
        """
        left, right = max(self.x1, box.left), min(self.x2, box.right)
        if left >= right or self.x1 == self.x2:
            return False
        slope = (self.y2 - self.y1) / (self.x2 - self.x1)
        ends = sorted(self.y1 + slope * (x - self.x1) for x in (left, right))
        return ends[0] < box.bottom and ends[1] > box.top


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for a text: its baseline and which end of the text stands at x."""

    x: float
    y: float
    anchor: Anchor

    def box(self, text: str) -> Box:
        """The rectangle that the text takes."""
        width = len(text) * LETTER
        left = {"start": self.x, "middle": self.x - width / 2, "end": self.x - width}[self.anchor]
        return Box(left, self.y - ASCENT, left + width, self.y + DESCENT)


def place(
    text: str,
    x: float,
    *,
    above: float,
    below: float,
    level: float,
    taken: Sequence[Box],
    lines: Sequence[Segment],
    top: float,
    bottom: float,
) -> Spot:
    """Return the best spot for a text at column center `x`.

    `above` and `below` are the ends of what the point itself draws, `level` its own height.
    To leave the drawing or to cover a dot is worse than to cross a line; of equal spots the
    first is taken, and the first is below the point.

    >>> place("+0.9", 50, above=40, below=60, level=50, taken=(), lines=(), top=0, bottom=100)
    Spot(x=50, y=74.0, anchor='middle')
    """
    best, least = None, float("inf")
    for spot in _spots(x, above, below, level):
        box = spot.box(text)
        cost = 100.0 * (box.top < top or box.bottom > bottom)
        cost += sum(20 for other in taken if box.meets(other))
        cost += sum(3 for line in lines if line.meets(box))
        if cost < least:
            best, least = spot, cost
        if cost == 0:
            break
    assert best is not None
    return best


def _spots(x: float, above: float, below: float, level: float) -> Iterator[Spot]:
    yield Spot(x, below + ASCENT + 4.0, "middle")
    yield Spot(x, above - DESCENT - 3.0, "middle")
    for far in (10.0, 20.0, 30.0, 40.0):
        yield Spot(x, below + ASCENT + 4.0 + far, "middle")
        yield Spot(x, above - DESCENT - 3.0 - far, "middle")
    for drop in (4.0, 18.0, -10.0):
        yield Spot(x + 12, level + drop, "start")
        yield Spot(x - 12, level + drop, "end")
