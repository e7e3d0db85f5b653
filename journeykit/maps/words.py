"""The map in words: numbers with their signs, the curve described (R311)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from journeykit.emotions.guide import NOTHING, sentences
from journeykit.emotions.point import Point
from journeykit.maps.grid import Grid


def signed(value: float) -> str:
    """Write a valence with its sign and one decimal.

    >>> signed(-1.3), signed(0.9), signed(0.04)
    ('−1.3', '+0.9', '0.0')
    """
    text = f"{abs(value):.1f}"
    if text == "0.0":
        return text
    return f"{'−' if value < 0 else '+'}{text}"


def said(point: Point) -> str:
    """Write a point with its interval, n, source and day.

    >>> said(Point("t", "survey", 0.9, 0.6, 1.2, 212, 1, True, "", titles=("Buyers",)))
    '+0.9, 95 % interval +0.6 to +1.2, n 212 · Buyers'
    """
    interval = ""
    if point.low is not None and point.high is not None:
        interval = f", 95 % interval {signed(point.low)} to {signed(point.high)}"
    return " · ".join([f"{signed(point.value or 0.0)}{interval}, n {point.n}", *origin(point)])


def origin(point: Point) -> list[str]:
    """Where a point comes from: sources, wave, day."""
    day = point.collected.isoformat() if point.collected else ""
    wave = "" if point.wave in ("", *point.titles) else point.wave
    return [part for part in (", ".join(point.titles), wave, day) if part]


def guide(grid: Grid, points: Iterable[Point]) -> list[str]:
    """Return what the curve of a map says, one sentence or two an item; its loops last."""
    names = {c.touchpoint.id: c.touchpoint.name for c in grid.columns if c.touchpoint}
    return [*sentences(tuple(points), names), *paths(grid)]


def paths(grid: Grid) -> Iterator[str]:
    """Loops and branches, one sentence each."""
    names = {c.touchpoint.id: c.touchpoint.name for c in grid.columns if c.touchpoint}
    for path in grid.paths:
        title = f" ({path.title})" if path.title else ""
        yield f"{path.kind.capitalize()} from {names[path.start]} to {names[path.end]}{title}."


def describe(grid: Grid, points: Iterable[Point]) -> str:
    """Describe the curve and the loops of a map in plain sentences."""
    return " ".join(guide(grid, points))


__all__ = ["NOTHING", "describe", "guide", "origin", "paths", "said", "signed"]
