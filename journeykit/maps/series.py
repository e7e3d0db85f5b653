"""More lines beside the curve: earlier waves, personas, comments; and levels of whole stages.

Each line has a color, a marker of its own shape and a name, never a color alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from journeykit.maps.grid import Grid
from journeykit.maps.points import Point, Sizes
from journeykit.maps.words import said, signed

#: the shapes of markers, as paths around 0 with a radius of 1
SHAPES: dict[str, str] = {
    "diamond": "M0 -1.2L1.2 0L0 1.2L-1.2 0Z",
    "square": "M-.9 -.9H.9V.9H-.9Z",
    "triangle": "M0 -1.15L1.1 .85H-1.1Z",
    "down": "M0 1.15L1.1 -.85H-1.1Z",
    "plus": "M-.4 -1.1H.4V-.4H1.1V.4H.4V1.1H-.4V.4H-1.1V-.4H-.4Z",
    "hourglass": "M-1 -1H1L-1 1H1Z",
    "circle": "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1 -1 0Z",
}
#: shape of the marker of the nth other line; its color is the class ``o0``, ``o1`` …
OTHERS = ("square", "triangle", "down", "plus", "hourglass", "circle")
#: the same colors on paper; `emotions.css` has them as variables
COLORS = {
    "text": "#0f766e", "o0": "#4f76a3", "o1": "#b93a0a", "o2": "#0f766e", "o3": "#7d5800",
    "o4": "#6d4aa0", "o5": "#56616f",
}  # fmt: skip
_RADIUS = 5.5


@dataclass(frozen=True, slots=True)
class Series:
    """A line with its name; ``kind`` is the class of its color, ``shape`` of `SHAPES`."""

    label: str
    points: tuple[Point, ...]
    kind: str
    shape: str

    @classmethod
    def number(cls, at: int, label: str, points: Iterable[Point]) -> Series:
        """Return the nth line; colors and shapes come again after six, never both together."""
        shape = OTHERS[(at + at // len(OTHERS)) % len(OTHERS)]
        return cls(label, tuple(points), f"o{at % len(OTHERS)}", shape)

    @property
    def n(self) -> int:
        """How many people spoke about the touchpoint that most spoke about."""
        return max((point.n for point in self.points), default=0)


def comments(points: Iterable[Point]) -> Series:
    """Return the line of what customers wrote."""
    return Series(
        "customers' comments", tuple(p for p in points if p.source == "text"), "text", "diamond"
    )


def marker(
    shape: str, kind: str, x: float, y: float, title: str = "", radius: float = _RADIUS
) -> str:
    """Return one marker; the title is read by a mouse that rests and by a screen reader."""
    told = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<path class="odot {kind}" transform="translate({x:g} {y:.4g}) scale({radius:g})" '
        f'd="{SHAPES[shape]}">{told}</path>'
    )


def key(series: Series) -> Markup:
    """Return the marker of a line for its legend."""
    return Markup(
        f'<svg class="key" aria-hidden="true" width="16" height="16">'
        f"{marker(series.shape, series.kind, 8, 8)}</svg>"
    )


def draw(grid: Grid, series: Series, sizes: Sizes, *, alone: bool = False) -> list[str]:
    """Return the line, the intervals and the markers of a series; its values where it is alone."""
    from journeykit.maps.marks import polyline, runs, y

    found = {p.touchpoint: p for p in series.points if p.shown and p.value is not None}
    places = [found.get(column.key) for column in grid.columns]
    drawn = [polyline(run, sizes, f"other {series.kind}") for run in runs(places)]
    for index, point in enumerate(places):
        if point is None or point.value is None:
            continue
        x, name = sizes.center(index), grid.columns[index].touchpoint
        if point.low is not None and point.high is not None:
            drawn.append(
                f'<line class="oci {series.kind}" x1="{x:g}" x2="{x:g}" y1="{y(point.high):.4g}" '
                f'y2="{y(point.low):.4g}"/>'
            )
        title = f"{name.name if name else ''}: {series.label} {said(point)}"
        drawn.append(marker(series.shape, series.kind, x, y(point.value), title))
        if alone:
            above = y(max(point.value, point.high or point.value)) - 10
            height = above if above > 12 else y(min(point.value, point.low or point.value)) + 20
            drawn.append(
                f'<text x="{x:g}" y="{height:.4g}" text-anchor="middle" class="val">'
                f"{signed(point.value)}</text>"
            )
    return drawn


def levels(
    grid: Grid, targets: Mapping[str, float], stages: Sequence[Point], sizes: Sizes
) -> list[str]:
    """Return a line over each stage: what is wanted there, and what was said of the whole."""
    from journeykit.maps.marks import y

    asked = {p.touchpoint: p for p in stages if p.shown and p.value is not None}
    drawn = []
    for band in grid.bands:
        x1, x2 = band.first * sizes.column + 6, (band.first + band.span) * sizes.column - 6
        name = band.stage.name
        if (wanted := targets.get(band.stage.id)) is not None:
            title = f"{name}: target {signed(wanted)}"
            drawn.append(_level("target", x1, x2, y(wanted), title))
        if (point := asked.get(band.stage.id)) is not None and point.value is not None:
            title = f"{name}, the whole stage: customers {said(point)}"
            drawn.append(_level("whole-stage", x1, x2, y(point.value), title))
    return drawn


def _level(kind: str, x1: float, x2: float, height: float, title: str) -> str:
    return (
        f'<line class="{kind}" x1="{x1:g}" x2="{x2:g}" y1="{height:.4g}" y2="{height:.4g}">'
        f"<title>{escape(title)}</title></line>"
    )
