"""A KPI over time, with its intervals and its target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from journeykit.charts.theme import BLUE, GOLD, GRAY, TEAL, dressed

if TYPE_CHECKING:
    import altair as alt

    from journeykit.model import Action, Kpi, Measurement


_LEVELS = 3


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


def action_rows(actions: Sequence[Action]) -> list[dict[str, Any]]:
    """Return one row a day on which an action began or was done: day, words, done.

    >>> from journeykit.model import Action
    >>> action_rows([Action(title="Guest checkout", started="2026-03-01")])
    [{'day': '2026-03-01', 'words': '▲ Guest checkout begins', 'done': False}]
    """
    rows = []
    for action in actions:
        title = action.title if len(action.title) <= 28 else action.title[:27].rstrip() + "…"
        if action.started:
            day = action.started.isoformat()
            rows.append({"day": day, "words": f"▲ {title} begins", "done": False})
        if action.finished:
            day = action.finished.isoformat()
            rows.append({"day": day, "words": f"■ {title} done", "done": True})
    return sorted(rows, key=lambda row: str(row["day"]))


def kpi_history(
    kpi: Kpi, measurements: Sequence[Measurement], actions: Sequence[Action] = ()
) -> alt.LayerChart:
    """Return the values of a KPI by day: a line with a dot each, intervals where there are any.

    The target is a dashed line with its number; an action is a line where it began and one where
    it was done. A comparison group is hollow and gray. The value axis does not begin at 0: what is
    compared here are values with each other and with the target.
    """
    import altair as alt

    title = f"{kpi.name}, {kpi.unit}" if kpi.unit else kpi.name
    # Vega-Lite puts titles into expressions and escapes quotes there, but no backslash before one
    title = title.replace("\\", "\N{SET MINUS}")
    others = [each for each in measurements if each.group]
    base = alt.Chart(
        alt.Data(values=history_rows([each for each in measurements if not each.group]))
    )
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
    if others:
        layers += _others(others, day, value)
    if marked := action_rows(actions):
        layers += _actions(marked, day)
    if kpi.target is not None:
        layers += _target(kpi.target, scale, title)
    return dressed(alt.layer(*layers).properties(width="container", height=220))


def _others(others: Sequence[Measurement], day: alt.X, value: alt.Y) -> list[alt.Chart]:
    """The comparison group: dashed, hollow, gray."""
    import altair as alt

    base = alt.Chart(alt.Data(values=history_rows(others)))
    interval = base.transform_filter("isValid(datum.low) && isValid(datum.high)").mark_rule(
        color=GRAY, opacity=0.5
    )
    return [
        interval.encode(x=day, y="low:Q", y2="high:Q"),
        base.mark_line(color=GRAY, strokeDash=[4, 3]).encode(x=day, y=value),
        base.mark_point(color=GRAY, filled=False, size=70).encode(x=day, y=value),
    ]


def _actions(rows: list[dict[str, Any]], day: alt.X) -> list[alt.Chart]:
    """A line where an action began, another where it was done, with their words on top."""
    import altair as alt

    rule = alt.Chart(alt.Data(values=rows)).mark_rule(color=TEAL, strokeWidth=1.5)
    dash = alt.Scale(domain=[False, True], range=[[4, 3], [1, 0]])
    marks = [rule.encode(x=day, strokeDash=alt.StrokeDash("done:N", scale=dash, legend=None))]
    for level in range(_LEVELS):  # words of days that are near each other stand below each other
        if mine := rows[level::_LEVELS]:
            words = alt.Chart(alt.Data(values=mine)).mark_text(
                align="left", dx=4, color=TEAL, fontSize=11
            )
            marks.append(words.encode(x=day, y=alt.value(8 + 14 * level), text="words:N"))
    return marks


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


__all__ = ["action_rows", "history_rows", "kpi_history"]
