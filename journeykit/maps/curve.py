"""The emotion curve over the columns of a map, as SVG (R88, R302).

Customers are a solid line with a band and whiskers (95 % interval) and their values, the
team is dashed, hollow and gold. Where there is no value there is a break in the line: the
curve never guesses (METHOD 4). Straight segments only, since a spline through −2…+2 leaves
the scale. Colors are classes that `map.css` fills, so that dark mode is one sheet; `STYLE`
holds the same in plain colors for a picture that stands alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from journeykit.emotions.guide import spoken
from journeykit.maps.arcs import Arcs, arcs
from journeykit.maps.grid import Grid
from journeykit.maps.marks import AXIS, HEIGHT, band, lines, marks, polyline, runs, series, y
from journeykit.maps.points import Point, Sizes
from journeykit.maps.series import COLORS, Series, comments, draw, levels
from journeykit.maps.words import describe

#: The classes of the drawing in plain colors, for a file that no style sheet reaches.
STYLE = """
.gl{stroke:#eeece6}.zero{stroke:#cfcbc0}
.ax{font:12px 'DejaVu Sans',Arial,sans-serif;fill:#5b6675}
.band{fill:#0b62a4;fill-opacity:.11}
.cust{fill:none;stroke:#0b62a4;stroke-width:3;stroke-linejoin:round}
.team{fill:none;stroke:#8a6100;stroke-width:2;stroke-dasharray:5 5}
.tdot{fill:#fff;stroke:#8a6100;stroke-width:2}
.cdot{fill:#0b62a4;stroke:#fff;stroke-width:2}.cdot.low{fill:#c2410c}
.ci{stroke:#0b62a4;stroke-width:1.5;stroke-opacity:.55}
.val{font:bold 12px 'DejaVu Sans',Arial,sans-serif;fill:#1c2430}.val.tval{fill:#8a6100}
.other{fill:none;stroke-width:2}.oci{stroke-width:1.2;stroke-opacity:.6}
.odot{stroke:#fff;stroke-width:.25}.other.text{stroke-dasharray:7 3 2 3}
.target{stroke:#0f766e;stroke-width:2;stroke-dasharray:2 3}
.whole-stage{stroke:#0b62a4;stroke-width:5;stroke-opacity:.35}
.arc{fill:none;stroke:#5b6675;stroke-width:1.5}.branch{stroke-dasharray:3 3}.tip{fill:#5b6675}
.arcl{font:11px 'DejaVu Sans',Arial,sans-serif;fill:#5b6675}
""" + "".join(
    f".other.{kind},.oci.{kind}{{stroke:{color}}}.odot.{kind}{{fill:{color}}}\n"
    for kind, color in COLORS.items()
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The curve in two pieces, so that the words of its axis can stay while it scrolls."""

    axis: str
    plot: str
    label_width: float
    width: float
    height: float
    words: str

    def pieces(self) -> Markup:
        """The axis and the plot as two SVG elements, for a page; nothing if there is nothing."""
        if not self.height:
            return Markup("")
        axis = (
            f'<svg class="axis" aria-hidden="true" width="{self.label_width:g}" '
            f'height="{self.height:g}">{self.axis}</svg>'
        )
        plot = (
            f'<svg class="plot" role="img" aria-label="{escape(self.words)}" '
            f'width="{self.width:g}" height="{self.height:g}">{self.plot}</svg>'
        )
        return Markup(f'<div class="curve">{axis}{plot}</div>')

    def alone(self) -> str:
        """One SVG that carries its own colors, for a file."""
        width = self.label_width + self.width
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(self.words)}" '
            f'viewBox="0 0 {width:g} {self.height:g}" width="{width:g}" height="{self.height:g}">'
            f"<style>{STYLE}</style>{self.axis}"
            f'<g transform="translate({self.label_width:g} 0)">{self.plot}</g></svg>'
        )


def curve(
    grid: Grid,
    points: Iterable[Point],
    sizes: Sizes | None = None,
    *,
    others: Sequence[Series] = (),
    targets: Mapping[str, float] | None = None,
    stages: Sequence[Point] = (),
    words: str = "",
) -> Drawing:
    """Draw the curve of a map, with its loops and branches below it.

    Points of touchpoints that are not on the map are left out; points that are not `shown`
    or have no value leave a gap. Without any point there is no scale either, only the paths.
    `others` are lines beside it (waves, personas), `targets` valences wanted by stage,
    `stages` points about whole stages. `words` is the text alternative, else `describe`.
    """
    sizes = sizes or Sizes.fitting(len(grid.columns))
    points = list(points)
    customers = series(grid, points, "survey")
    team = series(grid, points, "team")
    lines_beside = [each for each in (comments(points), *others) if each.points]
    alone = len(lines_beside) == 1 and not any((*customers, *team))
    words = spoken(words or describe(grid, points))
    strip = arcs(grid, sizes.column)
    width = len(grid.columns) * sizes.column
    if not any((*customers, *team)) and not lines_beside:
        return Drawing("", strip.svg, sizes.label, width, strip.height, words)
    plot = [
        *lines(width),
        *levels(grid, targets or {}, stages, sizes),
        *band(customers, sizes),
        *(shape for each in lines_beside for shape in draw(grid, each, sizes, alone=alone)),
        *(polyline(run, sizes, "cust") for run in runs(customers)),
        *(polyline(run, sizes, "team") for run in runs(team)),
        *marks(grid, customers, team, sizes),
        _moved(strip),
    ]
    return Drawing(
        axis="".join(
            f'<text x="{sizes.label - 10:g}" y="{y(at) + 4:g}" class="ax" '
            f'text-anchor="end">{word}</text>'
            for word, at in AXIS
        ),
        plot="".join(plot),
        label_width=sizes.label,
        width=width,
        height=HEIGHT + strip.height,
        words=words,
    )


def _moved(strip: Arcs) -> str:
    return f'<g transform="translate(0 {HEIGHT:g})">{strip.svg}</g>' if strip.svg else ""
