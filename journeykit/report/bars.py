"""All answers at each touchpoint as stacked bars, from the worst to the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from journeykit.charts.scores import colors, pieces
from journeykit.report.pieces import number
from journeykit.report.svg import EDGE, FAINT, LETTER, LINE, line, picture, text

WIDTH, BAR, GAP, TOP = 800.0, 30.0, 8.0, 34.0
#: room for "n 1234" right of the bars; a count stands in a piece that is at least so wide
RIGHT, NARROW = 64.0, 26.0
#: stripes over the answers below the middle, so that they are other ones without color, too
STRIPES = (
    '<defs><pattern id="below" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path d="M0 0V6" stroke="#fff" stroke-width="2" '
    'stroke-opacity=".45"/></pattern></defs>'
)


def bars(counts: Sequence[Mapping[str, Any]]) -> Markup:
    """Return one bar of 100 % for each touchpoint, the counts inside and n beside.

    `counts` is what `journeykit.report.numbers.counts` returns: text, value, n.
    """
    drawn = pieces(counts)
    values = sorted({piece["value"] for piece in drawn})
    rows: dict[str, list[dict[str, Any]]] = {}
    for piece in drawn:
        rows.setdefault(piece["label"], []).append(piece)
    letters = max(len(part) for label in rows for part in label.split("\n"))
    left = letters * LETTER + 12
    shapes = [STRIPES, *_legend(values, left)]
    y = TOP
    marks = []
    for label, row in rows.items():
        lines = label.split("\n")
        height = max(BAR, len(lines) * LINE)
        first = y + height / 2 + 4 - (len(lines) - 1) * LINE / 2
        marks += [
            text(left - 8, first + at * LINE, part, 'text-anchor="end"')
            for at, part in enumerate(lines)
        ]
        marks += _bar(row, values, left, y + (height - BAR) / 2)
        y += height + GAP
    shapes += [*_axis(left, y), *marks]
    return picture(shapes, WIDTH, y + 38)


def _bar(
    row: Sequence[Mapping[str, Any]], values: Sequence[float], left: float, y: float
) -> list[str]:
    wide = WIDTH - RIGHT - left
    shapes = []
    for piece in row:
        x, width = left + piece["start"] * wide, piece["share"] * wide
        shapes += _filled(x, y, width, BAR, piece["value"], values)
        if width >= NARROW:
            ink = "#1c2430" if piece["pale"] else "#fff"
            halo = _ground(piece["value"], values)
            how = f'text-anchor="middle" font-weight="bold" fill="{ink}"{halo}'
            shapes.append(text(x + width / 2, y + BAR / 2 + 4, str(piece["n"]), how))
    shapes.append(text(left + wide + 6, y + BAR / 2 + 4, row[-1]["total"]))
    return shapes


def _filled(
    x: float, y: float, width: float, height: float, value: float, values: Sequence[float]
) -> list[str]:
    """A piece in the color of its answer, with stripes where that is below the middle."""
    where = f'<rect x="{x:.5g}" y="{y:.4g}" width="{width:.4g}" height="{height:g}"'
    shapes = [f'{where} fill="{_color(value, values)}" stroke="#fff" stroke-width=".8"/>']
    if _below(value, values):
        shapes.append(f'{where} fill="url(#below)"/>')
    return shapes


def _color(value: float, values: Sequence[float]) -> str:
    return colors(len(values))[values.index(value)]


def _below(value: float, values: Sequence[float]) -> bool:
    return value < (values[0] + values[-1]) / 2


def _ground(value: float, values: Sequence[float]) -> str:
    """Figures on stripes stand on a ground of their color."""
    if not _below(value, values):
        return ""
    color = _color(value, values)
    return f' paint-order="stroke" stroke="{color}" stroke-width="5" stroke-linejoin="round"'


def _legend(values: Sequence[float], left: float) -> list[str]:
    shapes = [text(left - 8, 16, "answer", 'text-anchor="end"')]
    x = left
    for value in values:
        words = number(value)
        shapes += _filled(x, 5, 14, 14, value, values)
        shapes.append(text(x + 20, 16, words))
        x += 20 + len(words) * LETTER + 16
    return shapes


def _axis(left: float, y: float) -> list[str]:
    wide = WIDTH - RIGHT - left
    shapes = [line(left, y, left + wide, y, EDGE)]
    for percent in range(0, 101, 20):
        x = left + percent / 100 * wide
        shapes.append(line(x, TOP, x, y + 4, FAINT))
        shapes.append(text(x, y + 18, f"{percent} %", 'text-anchor="middle"'))
    shapes.append(text(left + wide / 2, y + 34, "share of answers", 'text-anchor="middle"'))
    return shapes


__all__ = ["bars"]
