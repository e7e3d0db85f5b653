"""A metric over time, with intervals, what was to be expected, and a mark where it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeykit.charts.theme import BLUE, GRAY, RED, TEXT, dressed
from journeykit.insight.series import in_words

if TYPE_CHECKING:
    import altair as alt

    from journeykit.insight.trends import Trend


def trend_rows(trend: Trend) -> list[dict[str, Any]]:
    """Return one row a period: period, value, low, high, n, words, changed."""
    return [
        {
            "period": point.label,
            "value": point.value,
            "low": point.low,
            "high": point.high,
            "n": point.n,
            "words": in_words(trend.series.kind, point.value),
            "changed": bool(trend.flag) and point is trend.last,
        }
        for point in trend.series.points
        if point.value is not None
    ]


def trend_chart(trend: Trend) -> alt.LayerChart:
    """Return a series as a line with a dot a period; the latest is a diamond where it changed.

    The gray band is where the latest period was to be expected. The axis need not begin at 0:
    periods are compared with each other.
    """
    import altair as alt

    rows, series = trend_rows(trend), trend.series
    base = alt.Chart(alt.Data(values=rows))
    labels = alt.Axis(labelAngle=-35 if len(rows) > 5 else 0, labelOverlap="greedy", title=None)
    x = alt.X("period:N", sort=None, axis=labels, scale=alt.Scale(padding=0.6))
    scale = alt.Scale(zero=False, nice=True, padding=12)
    axis = alt.Axis(tickCount=5, format=".0%" if series.kind == "share" else ",~g")
    title = series.metric

    def y(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q", title=title, scale=scale, axis=axis)

    layers: list[Any] = []
    if trend.low is not None and trend.high is not None:
        low = max(0.0, trend.low) if series.kind != "mean" else trend.low
        band = alt.Chart(alt.Data(values=[{"a": low, "b": trend.high}]))
        layers.append(band.mark_rect(color=GRAY, opacity=0.16).encode(y=y("a"), y2="b:Q"))
    layers += [
        base.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=2, color=BLUE, opacity=0.6)
        .encode(x=x, y=y("low"), y2="high:Q"),
        base.mark_line(color=BLUE, strokeWidth=2).encode(x=x, y=y("value")),
        base.mark_point(filled=True, opacity=1).encode(
            x=x, y=y("value"),
            color=alt.condition("datum.changed", alt.value(RED), alt.value(BLUE)),
            shape=alt.condition("datum.changed", alt.value("diamond"), alt.value("circle")),
            size=alt.condition("datum.changed", alt.value(190), alt.value(70)),
            tooltip=[alt.Tooltip("period:N"), alt.Tooltip("words:N", title="value"),
                     alt.Tooltip("n:Q")],
        ),
        base.transform_filter("datum.changed")
        .mark_text(align="right", dx=-12, dy=-6, color=TEXT)
        .encode(x=x, y=y("value"), text="words:N"),
    ]  # fmt: skip
    return dressed(alt.layer(*layers).properties(width="container", height=230))


def trend_words(trend: Trend, place: str) -> str:
    """Return what the chart shows, to be read in its place."""
    told = [f"{row['period']} {row['words']}" for row in trend_rows(trend)]
    return f"{trend.series.metric}, {place}, by period: {'; '.join(told)}."


__all__ = ["trend_chart", "trend_rows", "trend_words"]
