"""Metrics over time: the one that is chosen as a chart, all of them as a table."""

from __future__ import annotations

from collections.abc import Sequence

import htpy as h

from journeykit.insight.series import EVERY, Series, in_words
from journeykit.insight.trends import Shift, Trend, sentence, trends
from journeykit.model import Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages.survey.analyse.figures import drawn, p_value
from journeykit.widgets.pages.survey.behavior import cells
from journeykit.widgets.pages.survey.behavior.rules import place_of

_MOST = 60
FLAGS = {"rises": "▲ rises", "falls": "▼ falls", "": "no sure change"}


def shown(workshop: Workshop, found: Sequence[Series], which: str, every: str) -> h.Node:
    """Return the trends: those with a sure change first."""
    listed = [one for one in trends(found) if len(one.series.points) > 1]
    if not listed:
        return parts.card("Trends", parts.empty(
            "A trend needs a metric with two periods: numbers with dates, or a second wave of a "
            "survey. Add them on Sources or Import.",
            parts.button("Add numbers", "look", {"name": "view", "value": "sources"},
                         id="trends-sources"),
        ), id="trends-none")  # fmt: skip
    listed.sort(key=lambda one: (not one.flag, -len(one.series.points)))
    keys = {_key(one): one for one in listed}
    one = keys.get(which, listed[0])
    changed = sum(bool(each.flag) for each in listed)
    options = [(key, f"{each.series.metric} · {place_of(workshop, each.series)}")
               for key, each in keys.items()]  # fmt: skip
    lengths = [("", "as the dates are"), *((key, f"by {word}") for key, word in EVERY.items())]
    return [
        cells.several(
            cells.choice("Metric", "metric", _key(one), options),
            cells.choice("Periods", "every", every, lengths),
        ),
        _card(workshop, one),
        parts.card(
            f"All metrics: {changed} of {len(listed)} changed surely",
            parts.table(
                ["Metric", "Where", "Latest", "Since the period before", "Expected from earlier",
                 "Change"],
                [_line(workshop, each) for each in listed[:_MOST]],
                caption="Metrics and their latest change", id="trends",
            ),
            cells.notes(
                "p is adjusted for how many changes are tested here (Holm). A change is flagged "
                "where p is at most 0.05.",
                "“Expected” is where one more period would lie if nothing changed, from at least "
                "three earlier ones. A last period without all of its days is no sum of a whole "
                "period; it is drawn, and not tested.",
                f"{len(listed) - _MOST} more metrics are not listed." if len(listed) > _MOST
                else "",
            ),
            id="trend-table",
        ),
    ]  # fmt: skip


def _key(one: Trend) -> str:
    return f"{one.series.metric}|{one.series.touchpoint}|{one.series.place}"


def _card(workshop: Workshop, one: Trend) -> h.Element:
    from journeykit.charts import spec
    from journeykit.charts.trends import trend_chart, trend_words

    place = place_of(workshop, one.series)
    return parts.card(
        f"{one.series.metric}: {place}",
        h.p[sentence(one, place)],
        drawn("trend-chart", spec(trend_chart(one)), trend_words(one, place)),
        parts.table(
            ["Period", "Value", "Interval", "n"],
            [
                [point.label, in_words(one.series.kind, point.value),
                 _ends(one, point.low, point.high),
                 "–" if point.n is None else f"{point.n:,}"]
                for point in one.series.points
            ],
            caption=f"{one.series.metric} by period", id="trend-periods",
        ),
        id="trend",
    )  # fmt: skip


def _ends(one: Trend, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "–"
    return f"{in_words(one.series.kind, low)} to {in_words(one.series.kind, high)}"


def _line(workshop: Workshop, one: Trend) -> list[h.Node]:
    kind, n = one.series.kind, one.last.n
    latest = h.span[
        h.b[in_words(kind, one.last.value)],
        h.small(".under")[one.last.label, f", n {n:,}" if n is not None else ""],
    ]
    return [
        one.series.metric, place_of(workshop, one.series), latest,
        _shift(one, one.step),
        h.span[_ends(one, one.low, one.high), _tested(one.off)] if one.low is not None else (
            h.span(".quiet")["fewer than three earlier periods"] if one.earlier < 3 else
            h.span(".quiet")["it never varied"]),
        h.span(class_="flag" if one.flag else "quiet")[FLAGS[one.flag]],
    ]  # fmt: skip


def _shift(one: Trend, found: Shift | None) -> h.Node:
    if found is None:
        return "–"
    kind = one.series.kind
    if kind == "share":
        text = f"{parts.signed(100 * found.value)} points"
    else:
        text = parts.signed(found.value, 0 if kind == "count" else 2)
    return h.span[text, _tested(found)]


def _tested(found: Shift | None) -> h.Node:
    if found is None or found.p is None:
        return h.small(".under")["not tested"]
    return h.small(".under")[f"p {p_value(found.p)}, adjusted {p_value(found.adjusted)}"]


__all__ = ["shown"]
