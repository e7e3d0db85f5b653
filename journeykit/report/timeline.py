"""A KPI over time as a line with its intervals, its target and its comparison groups."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date

from markupsafe import Markup

from journeykit.charts.theme import BLUE, GOLD, GRAY, wrapped
from journeykit.model import Kpi, Measurement
from journeykit.report.pieces import number
from journeykit.report.svg import EDGE, FAINT, LETTER, LINE, line, path, picture, text

WIDTH, HEIGHT = 390.0, 190.0
#: room right of the plot, below it, and beside the first and the last dot
RIGHT, BELOW, INSET = 12.0, 24.0, 26.0
#: days whose words would be nearer than this are not written
APART = 84.0


def timeline(kpi: Kpi, measurements: Sequence[Measurement]) -> Markup:
    """Return the values of a KPI by day: a line with a dot each, intervals where there are any.

    The target is a dashed line with its number, a comparison group is dashed, hollow and gray and
    has its name at its end. The axis does not begin at 0: what is compared here are values with
    each other and with the target.
    """
    return _Timeline(kpi, measurements).drawn()


class _Timeline:
    """Where days and values lie on one picture."""

    def __init__(self, kpi: Kpi, measurements: Sequence[Measurement]) -> None:
        self.kpi = kpi
        self.groups: dict[str, list[Measurement]] = {}
        for each in sorted(measurements, key=lambda m: (m.day, m.rank)):
            self.groups.setdefault(each.group, []).append(each)
        self.days = sorted({each.day for each in measurements})
        ends = [v for m in measurements for v in (m.low, m.value, m.high) if v is not None]
        self.ticks = ticks([*ends, *([] if kpi.target is None else [kpi.target])])
        self.title = wrapped(f"{kpi.name}, {kpi.unit}" if kpi.unit else kpi.name, 52)
        self.top = len(self.title) * LINE + 12
        self.bottom = self.top + HEIGHT
        self.left = max(len(number(at)) for at in self.ticks) * LETTER + 12

    def x(self, day: date) -> float:
        first, last = self.days[0], self.days[-1]
        wide = WIDTH - RIGHT - self.left - 2 * INSET
        share = (day - first).days / (last - first).days if last > first else 0.5
        return self.left + INSET + share * wide

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - (value - low) / (high - low) * HEIGHT

    def drawn(self) -> Markup:
        shapes = [text(0, 12 + at * LINE, part) for at, part in enumerate(self.title)]
        shapes += [*self._scale(), *self._dates()]
        if self.kpi.target is not None:
            y = self.y(self.kpi.target)
            dashed = 'stroke-width="2" stroke-dasharray="5 4"'
            shapes.append(line(self.left, y, WIDTH - RIGHT, y, GOLD, dashed))
            words = f"target {number(self.kpi.target)}"
            shapes.append(text(self.left + 4, y - 5, words, f'fill="{GOLD}"'))
        for group, values in sorted(self.groups.items(), reverse=True):
            shapes += self._series(group, values)
        return picture(shapes, WIDTH, self.bottom + BELOW)

    def _scale(self) -> Iterable[str]:
        for at in self.ticks:
            y = self.y(at)
            yield line(self.left, y, WIDTH - RIGHT, y, FAINT)
            yield text(self.left - 6, y + 4, number(at), 'text-anchor="end"')

    def _dates(self) -> Iterable[str]:
        """The days of the values, as many as there is room for; the first and the last always."""
        yield line(self.left, self.bottom, WIDTH - RIGHT, self.bottom, EDGE)
        end, written = self.x(self.days[-1]), -math.inf
        for day in self.days:
            x = self.x(day)
            yield line(x, self.bottom, x, self.bottom + 4, EDGE)
            if x - written >= APART and (x == end or end - x >= APART):
                words = f"{day.day} {day:%b %Y}"
                yield text(x, self.bottom + 18, words, 'text-anchor="middle"')
                written = x

    def _series(self, group: str, values: Sequence[Measurement]) -> Iterable[str]:
        color = GRAY if group else BLUE
        for each in values:
            if each.low is not None and each.high is not None:
                x = self.x(each.day)
                how = 'stroke-width="2" stroke-opacity=".6"'
                yield line(x, self.y(each.low), x, self.y(each.high), color, how)
        spots = [(self.x(each.day), self.y(each.value)) for each in values]
        dash = ' stroke-dasharray="4 3"' if group else ""
        yield path(spots, f'fill="none" stroke="{color}" stroke-width="2"{dash}')
        for x, y in spots:
            fill = "#fff" if group else color
            yield (
                f'<circle cx="{x:.4g}" cy="{y:.4g}" r="4.5" fill="{fill}" stroke="{color}" '
                'stroke-width="1.5"/>'
            )
        if group:
            x, y = spots[-1]
            yield text(x, y + 18, group, f'text-anchor="end" fill="{color}"')


def ticks(values: Sequence[float]) -> list[float]:
    """Return round numbers from below the lowest value to above the highest, a few of them.

    >>> ticks([-11.7, 35]), ticks([41, 42.1, 55]), ticks([3])
    ([-20.0, 0.0, 20.0, 40.0], [40.0, 45.0, 50.0, 55.0, 60.0], [2.5, 3.0, 3.5])
    """
    low, high = min(values), max(values)
    span = (high - low) or abs(low) / 3 or 1.0
    power = 10.0 ** math.floor(math.log10(span / 3))
    step = next(power * by for by in (1, 2, 5, 10) if span / (power * by) <= 4)
    first, last = math.floor(low / step), math.ceil(high / step)
    first, last = first - (first * step == low), last + (last * step == high)
    return [round(at * step, 12) for at in range(first, last + 1)]


__all__ = ["ticks", "timeline"]
