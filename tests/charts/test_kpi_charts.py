"""Charts of KPIs over time with actions and comparison groups, and of cohorts."""

from __future__ import annotations

import json
from typing import Any

from journeykit.charts.cohorts import retention_chart, retention_rows, retention_words
from journeykit.charts.kpis import kpi_history
from journeykit.charts.theme import spec
from journeykit.measures.cohorts import cohorts
from journeykit.model import Action, Kpi, Measurement

VALUES = [
    Measurement(kpi="k", day="2026-02-01", value=40, low=36, high=44),
    Measurement(kpi="k", day="2026-05-01", value=52, low=48, high=56),
    Measurement(kpi="k", day="2026-02-01", value=41, low=37, high=45, group="control"),
    Measurement(kpi="k", day="2026-05-01", value=44, low=40, high=48, group="control"),
]


def drawn(chart: Any) -> str:
    """The chart as the SVG that Vega-Lite 5 makes of it."""
    import vl_convert

    return vl_convert.vegalite_to_svg(json.dumps(spec(chart) | {"width": 600}), vl_version="5.8")


def test_actions_are_marked_where_they_began_and_were_done() -> None:
    """Their words stand in the picture, one below the other."""
    action = Action(title="Guest checkout", started="2026-03-01", finished="2026-04-01")
    picture = drawn(kpi_history(Kpi(name="Conversion", unit="%", target=50), VALUES, [action]))
    assert "▲ Guest checkout begins" in picture
    assert "■ Guest checkout done" in picture
    assert "target 50" in picture


def test_a_comparison_group_is_a_line_of_its_own() -> None:
    """Values of the other group are not joined with those of the action's."""
    made = spec(kpi_history(Kpi(name="Conversion"), VALUES))
    data = [layer["data"]["values"] for layer in made["layer"]]
    assert [len(rows) for rows in data] == [2] * 6
    assert {row["value"] for row in data[0]} == {40, 52}
    assert {row["value"] for row in data[3]} == {41, 44}


def test_retention_starts_at_all() -> None:
    """A row a cohort and period, the pooled line in front, the words with its numbers."""
    rows = [(f"k{i}", "1") for i in range(10)] + [(f"k{i}", "2") for i in range(8)]
    found = cohorts(rows)
    told = retention_rows(found)
    assert [(row["cohort"], row["at"], row["share"]) for row in told] == [
        ("1", 0, 100), ("1", 1, 80), ("all", 0, 100), ("all", 1, 80),
    ]  # fmt: skip
    assert "80 % came back after one period" in retention_words(found)
    assert "periods since the first" in drawn(retention_chart(found))
