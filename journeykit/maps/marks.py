"""The marks of the emotion curve: lines, band, whiskers, dots and their values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from markupsafe import escape

from journeykit.maps.grid import Grid
from journeykit.maps.labels import Box, Segment, place
from journeykit.maps.points import Point, Sizes
from journeykit.maps.words import said, signed

AXIS = (("delighted", 2), ("content", 1), ("neutral", 0), ("annoyed", -1), ("furious", -2))
TOP = 20.0
STEP = 47.5
HEIGHT = 236.0


def y(valence: float) -> float:
    """The height of a valence, in pixels from the top; what is outside −2…+2 stays inside.

    >>> y(2), y(0), y(-2)
    (20.0, 115.0, 210.0)
    """
    return TOP + STEP * (2 - max(-2.0, min(2.0, valence)))


def series(grid: Grid, points: Iterable[Point], source: str) -> list[Point | None]:
    """The points of one source, one place per column; None where there is nothing to show."""
    found = {p.touchpoint: p for p in points if p.source == source}
    series: list[Point | None] = []
    for column in grid.columns:
        point = found.get(column.key)
        series.append(point if point and point.shown and point.value is not None else None)
    return series


def runs(series: Sequence[Point | None]) -> list[list[tuple[int, Point]]]:
    """The unbroken stretches of a series."""
    runs: list[list[tuple[int, Point]]] = [[]]
    for index, point in enumerate(series):
        if point is None:
            runs.append([])
        else:
            runs[-1].append((index, point))
    return [run for run in runs if run]


def lines(width: float) -> list[str]:
    """The five lines of the scale."""
    return [
        f'<line x1="0" x2="{width:g}" y1="{y(at):g}" y2="{y(at):g}" '
        f'class="gl{" zero" if at == 0 else ""}"/>'
        for _, at in AXIS
    ]


def _at(point: Point) -> float:
    return float(point.value or 0.0)


def polyline(run: list[tuple[int, Point]], sizes: Sizes, kind: str) -> str:
    """One unbroken stretch of a line; a single point needs none."""
    if len(run) < 2:
        return ""
    spots = " ".join(f"{sizes.center(i):g},{y(_at(p)):.4g}" for i, p in run)
    return f'<polyline class="{kind}" points="{spots}"/>'


def band(series: Sequence[Point | None], sizes: Sizes) -> list[str]:
    """The 95 % intervals as areas, one per unbroken stretch."""
    bands = []
    for run in runs(
        [p if p and p.low is not None and p.high is not None else None for p in series]
    ):
        if len(run) < 2:
            continue
        top = [f"{sizes.center(i):g},{y(p.high or 0):.4g}" for i, p in run]
        bottom = [f"{sizes.center(i):g},{y(p.low or 0):.4g}" for i, p in reversed(run)]
        bands.append(f'<polygon class="band" points="{" ".join(top + bottom)}"/>')
    return bands


def _low(series: Sequence[Point | None]) -> set[int]:
    """Columns that are surely below neutral, and the lowest one where it is below."""
    values = {i: p for i, p in enumerate(series) if p is not None}
    low = {i for i, p in values.items() if p.high is not None and p.high < 0}
    if values:
        lowest = min(values, key=lambda i: _at(values[i]))
        if _at(values[lowest]) < 0:
            low.add(lowest)
    return low


def _segments(series: Sequence[Point | None], sizes: Sizes) -> list[Segment]:
    found = []
    for run in runs(series):
        for (i, a), (j, b) in pairwise(run):
            found.append(Segment(sizes.center(i), y(_at(a)), sizes.center(j), y(_at(b))))
    return found


def marks(
    grid: Grid, customers: Sequence[Point | None], team: Sequence[Point | None], sizes: Sizes
) -> list[str]:
    """Dots, whiskers and values, column by column."""
    low = _low(customers)
    lines = [*_segments(customers, sizes), *_segments(team, sizes)]
    speaks = "cust" if any(customers) else "team"
    drawn: list[str] = []
    for index, (customer, guess) in enumerate(zip(customers, team, strict=True)):
        x = sizes.center(index)
        name = grid.columns[index].touchpoint
        title = escape(name.name if name else "")
        if guess is not None:
            drawn.append(
                f'<circle cx="{x:g}" cy="{y(_at(guess)):.4g}" r="5" class="tdot">'
                f"<title>{title}: team {said(guess)}{_half(guess)}</title></circle>"
            )
        if customer is not None:
            drawn.append(_whisker(customer, x))
            drawn.append(
                f'<circle cx="{x:g}" cy="{y(_at(customer)):.4g}" r="6.5" '
                f'class="cdot{" low" if index in low else ""}">'
                f"<title>{title}: customers {escape(said(customer))}</title></circle>"
            )
        labelled = customer if speaks == "cust" else guess
        if labelled is not None:
            near = [s for s in lines if s.x1 < x + sizes.column / 2 and s.x2 > x - sizes.column / 2]
            drawn.append(_value(labelled, guess if speaks == "cust" else None, x, near, speaks))
    return drawn


def _half(guess: Point) -> str:
    """Between which values the middle half of the ratings lies, where there are several."""
    if guess.quartiles is None or guess.n < 2:
        return ""
    return (
        f", half of the ratings from {signed(guess.quartiles[0])} to {signed(guess.quartiles[1])}"
    )


def _whisker(point: Point, x: float) -> str:
    if point.low is None or point.high is None:
        return ""
    top, bottom = y(point.high), y(point.low)
    return f'<line x1="{x:g}" x2="{x:g}" y1="{top:.4g}" y2="{bottom:.4g}" class="ci"/>'


def _value(
    point: Point, other: Point | None, x: float, lines: Sequence[Segment], speaks: str
) -> str:
    """The value of a point, where it covers neither a dot nor a line."""
    text = signed(_at(point))
    own = y(_at(point))
    low = y(point.low) if point.low is not None else own
    high = y(point.high) if point.high is not None else own
    taken = [Box(x - 8, own - 8, x + 8, own + 8), Box(x - 1, high, x + 1, low)]
    if other is not None:
        guess = y(_at(other))
        taken.append(Box(x - 7, guess - 7, x + 7, guess + 7))
    spot = place(
        text, x, above=min(high, own - 8), below=max(low, own + 8), level=own,
        taken=taken, lines=lines, top=2, bottom=HEIGHT - 2,
    )  # fmt: skip
    kind = "val" if speaks == "cust" else "val tval"
    where = f'x="{spot.x:g}" y="{spot.y:.4g}" text-anchor="{spot.anchor}"'
    return f'<text {where} class="{kind}">{text}</text>'
