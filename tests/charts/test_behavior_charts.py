"""Funnel, trend and deviation are drawn by Vega-Lite 5 and told in words."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from journeykit.charts import spec
from journeykit.charts.funnel import funnel_chart, funnel_words
from journeykit.charts.paths import deviation_chart, deviation_rows, deviation_words
from journeykit.charts.trends import trend_chart, trend_rows, trend_words
from journeykit.insight.deviation import deviation
from journeykit.insight.events import of_columns
from journeykit.insight.funnel import funnel
from journeykit.insight.paths import walk
from journeykit.insight.places import Places
from journeykit.insight.series import Series, point
from journeykit.insight.trends import trends

CASES = ["ABC"] * 6 + ["AC"] * 3 + ["BA"]
LOG = of_columns(
    [f"c{at}" for at, word in enumerate(CASES) for _ in word], list("".join(CASES)),
    [f"2026-03-01T0{i}:00" for word in CASES for i in range(len(word))],
)  # fmt: skip
NAMES = ("Looks at the page with all of the products", "Cart", "Pays")


def drawn(chart: Any) -> str:
    """The chart as the SVG that Vega-Lite 5 makes of it."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(
        json.dumps(spec(chart) | {"width": 500}), vl_version="5.8"
    )
    return svg


def test_the_funnel_shows_shares_and_counts() -> None:
    """Each step with its number; a long name is broken, not cut."""
    steps = funnel(LOG, np.array([0, 1, 2]), NAMES, "ever")
    svg = drawn(funnel_chart(steps))
    assert "70 % · 7" in svg
    assert ">1. Looks at the page<" in svg
    assert ">with all of the products<" in svg
    assert "2. Cart: 70 %, 7 cases" in funnel_words(steps)


def test_a_changed_period_has_its_own_mark_and_number() -> None:
    """The shape tells it too, not the color alone."""
    points = tuple(point("share", name, None, value, 400) for name, value in
                   (("Jan", 0.4), ("Feb", 0.41), ("Mar", 0.6)))  # fmt: skip
    [trend] = trends([Series("Bounce rate", "", "share", points)])
    assert [row["changed"] for row in trend_rows(trend)] == [False, False, True]
    assert "60.0" in drawn(trend_chart(trend))
    words = trend_words(trend, "Checkout")
    assert words.startswith("Bounce rate, Checkout, by period: Jan 40.0")


def test_each_touchpoint_is_one_bar_of_all_cases() -> None:
    """The states of a touchpoint add up to one."""
    names = ("A", "B", "C")
    places = Places(names, names, 3, np.arange(3), np.zeros(3, dtype=int), ("S",))
    found = deviation(walk(LOG, places.of, names), places)
    rows = deviation_rows(found)
    for at in ("1. A", "2. B", "3. C"):
        assert sum(row["share"] for row in rows if row["touchpoint"] == at) == 1
    svg = drawn(deviation_chart(found))
    for words in ("As planned", "In another place", "Passed over", "Ended before", "2. B"):
        assert words in svg
    assert "2. B: as planned 60 %, in another place 10 %" in deviation_words(found)
