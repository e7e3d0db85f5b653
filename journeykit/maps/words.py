"""The map in words: numbers with their signs, the curve described (R311)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from journeykit.maps.grid import Grid

if TYPE_CHECKING:
    from journeykit.maps.points import Point


def signed(value: float) -> str:
    """Write a valence with its sign and one decimal.

    >>> signed(-1.3), signed(0.9), signed(0.04)
    ('−1.3', '+0.9', '0.0')
    """
    text = f"{abs(value):.1f}"
    if text == "0.0":
        return text
    return f"{'−' if value < 0 else '+'}{text}"


def spoken(value: float) -> str:
    """Write a valence so that a screen reader says it.

    >>> spoken(-1.3), spoken(0.9)
    ('minus 1.3', 'plus 0.9')
    """
    return signed(value).replace("−", "minus ").replace("+", "plus ")


def describe(grid: Grid, points: Iterable[Point]) -> str:
    """Describe the curve: highest, lowest, the gaps, the team beside it, loops and branches."""
    names = {c.touchpoint.id: c.touchpoint.name for c in grid.columns if c.touchpoint}
    on_map = [p for p in points if p.touchpoint in names]
    parts = [
        sentence
        for source, who in (("survey", "customers"), ("team", "team"))
        if (sentence := _series(names, [p for p in on_map if p.source == source], who))
    ]
    if not parts:
        parts = ["no ratings and no answers yet"]
    for path in grid.paths:
        title = f" ({path.title})" if path.title else ""
        parts.append(f"{path.kind} from {names[path.start]} to {names[path.end]}{title}")
    return f"Emotion by touchpoint: {'; '.join(parts)}."


def _series(names: dict[str, str], points: list[Point], who: str) -> str:
    shown = [p for p in points if p.shown and p.value is not None]
    if not shown:
        return ""
    lowest = min(shown, key=lambda p: p.value or 0.0)
    highest = max(shown, key=lambda p: p.value or 0.0)
    text = f"{who} lowest at {names[lowest.touchpoint]}, {_value(lowest)}"
    if highest is not lowest:
        text += f", highest at {names[highest.touchpoint]}, {_value(highest)}"
    have = {p.touchpoint for p in shown}
    if gaps := [name for id, name in names.items() if id not in have]:
        text += f", no value for {_list(gaps)}"
    return text


def _list(names: list[str]) -> str:
    if len(names) > 5:
        return f"{len(names)} touchpoints"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _value(point: Point) -> str:
    text = spoken(point.value or 0.0)
    if point.low is not None and point.high is not None:
        text += f" (95 % interval {spoken(point.low)} to {spoken(point.high)}, n {point.n})"
    return text
