"""The few shapes that the report's charts are drawn with; what was typed is escaped.

Everything is an attribute and nothing a class, so that page and paper show the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from journeykit.charts.theme import FONT, TEXT

#: a letter of 12 pixels is about so wide, a line of text so high
LETTER, LINE = 6.9, 15.0
FAINT, EDGE = "#e2e3e6", "#9aa1ab"


def picture(shapes: Iterable[str], width: float, height: float) -> Markup:
    """Return the shapes as one picture, hidden from those who are read its words."""
    return Markup(
        f'<svg aria-hidden="true" focusable="false" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{FONT}" font-size="12" fill="{TEXT}">'
        f"{''.join(shapes)}</svg>"
    )


def text(x: float, y: float, words: str, more: str = "") -> str:
    """Return words on a line; `more` holds further attributes.

    >>> text(4, 12, "a < b", 'text-anchor="end"')
    '<text x="4" y="12" text-anchor="end">a &lt; b</text>'
    """
    return f'<text x="{x:.4g}" y="{y:.4g}"{more and " " + more}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, color: str, more: str = "") -> str:
    """Return a straight line.

    >>> line(0, 8, 100, 8, "#9aa1ab")
    '<path d="M0 8L100 8" stroke="#9aa1ab"/>'
    """
    return path([(x1, y1), (x2, y2)], f'stroke="{color}"{more and " " + more}')


def path(points: Iterable[tuple[float, float]], how: str) -> str:
    """Return a line through points, drawn as `how` says."""
    spots = "L".join(f"{x:.4g} {y:.4g}" for x, y in points)
    return f'<path d="M{spots}" {how}/>'


__all__ = ["EDGE", "FAINT", "LETTER", "LINE", "line", "path", "picture", "text"]
