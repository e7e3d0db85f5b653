"""A KPI over time, with its intervals and its target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from journeykit.charts.theme import BLUE, GOLD, dressed

if TYPE_CHECKING:
    import altair as alt

    from journeykit.model import Kpi, Measurement


def history_rows(measurements: Sequence[Measurement]) -> list[dict[str, Any]]:
    """Return one row a measurement, by day: day, value, low, high, n, words.

    >>> from journeykit.model import Measurement
    >>> history_rows([Measurement(kpi="k", day="2026-03-01", value=61, n=120)])[0]["words"]
    '61 on 1 Mar 2026, n 120'
    """
    return [
        {
            "day": each.day.isoformat(),
            "value": each.value,
            "low": each.low,
            "high": each.high,
            "n": each.n,
            "words": f"{each.value:g} on {each.day.day} {each.day:%b %Y}"
            + (f", n {each.n}" if each.n is not None else ""),
        }
        for each in sorted(measurements, key=lambda each: (each.day, each.rank))
    ]


def kpi_history(kpi: Kpi, measurements: Sequence[Measurement]) -> alt.LayerChart:
    """Return the values of a KPI by day: a line with a dot each, intervals where there are any.

    The target is a dashed line with its number. The value axis does not begin at 0: what is
    compared here are values with each other and with the target.
    """
    import altair as alt

    title = f"{kpi.name}, {kpi.unit}" if kpi.unit else kpi.name
    base = alt.Chart(alt.Data(values=history_rows(measurements)))
    day = alt.X(
        "day:T",
        title=None,
        scale=alt.Scale(padding=28),
        axis=alt.Axis(format="%d %b %Y", tickCount=5, labelOverlap="greedy", labelSeparation=10),
    )
    scale = alt.Scale(zero=False, nice=True, padding=18)
    value = alt.Y("value:Q", title=title, scale=scale, axis=alt.Axis(tickCount=5))
    interval = (
        base.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_rule(strokeWidth=2, color=BLUE, opacity=0.6)
        .encode(x=day, y=alt.Y("low:Q", title=title, scale=scale), y2="high:Q")
    )
    line = base.mark_line(color=BLUE, strokeWidth=2).encode(x=day, y=value)
    tips = [
        alt.Tooltip("day:T", title="Day", format="%d %b %Y"),
        alt.Tooltip("value:Q", title="Value"),
        alt.Tooltip("low:Q", title="Low"),
        alt.Tooltip("high:Q", title="High"),
        alt.Tooltip("n:Q", title="n"),
    ]
    dot = base.mark_point(filled=True, size=80, color=BLUE, opacity=1).encode(
        x=day, y=value, tooltip=tips
    )
    layers: list[alt.Chart] = [interval, line, dot]
    if kpi.target is not None:
        layers += _target(kpi.target, scale, title)
    return dressed(alt.layer(*layers).properties(width="container", height=220))


def _target(target: float, scale: alt.Scale, title: str) -> list[alt.Chart]:
    import altair as alt

    base = alt.Chart(alt.Data(values=[{"target": target, "words": f"target {target:g}"}]))
    at = alt.Y("target:Q", scale=scale, title=title)
    return [
        base.mark_rule(strokeDash=[5, 4], color=GOLD, strokeWidth=2).encode(y=at),
        base.mark_text(align="left", dx=4, dy=-8, color=GOLD).encode(
            y=at, x=alt.value(0), text="words:N"
        ),
    ]


__all__ = ["history_rows", "kpi_history"]
