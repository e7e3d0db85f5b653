from __future__ import annotations

import json

import pytest

from journeykit.charts import channel_mix, distribution, mix, scores_chart, spec
from journeykit.errors import Refused
from journeykit.model import Journey, Stage, Touchpoint, Workshop

SCORES = [
    {"question": "q1", "text": "How was the delivery, from the order to the door of your home?",
     "measure": "mean", "value": 3.2, "low": 2.9, "high": 3.5, "n": 100, "group": None},
    {"question": "q2", "text": "Rare", "measure": "mean", "value": None, "low": None,
     "high": None, "n": 3, "group": None, "suppressed": True},
]  # fmt: skip
COUNTS = [
    {"question": q, "value": value, "n": n}
    for q in ("Delivery", "Checkout")
    for value, n in ((1, 5), (2, 10), (3, 30), (4, 40), (5, 15))
]


@pytest.fixture
def shop() -> Workshop:
    points = [
        ("Website", "online"), ("Website", "online"), ("Store", "offline"), ("Store", "both"),
    ]  # fmt: skip
    return Workshop(
        journeys={"j": Journey(id="j")},
        stages={"s": Stage(id="s", journey="j")},
        touchpoints={
            f"t{i}": Touchpoint(id=f"t{i}", stage="s", channel=channel, presence=presence)
            for i, (channel, presence) in enumerate(points)
        },
    )


def drawn(chart) -> str:
    """The chart as the SVG that Vega-Lite 5 makes of it."""
    import vl_convert

    sized = spec(chart) | {"width": 500}
    return vl_convert.vegalite_to_svg(json.dumps(sized), vl_version="5.8")


def test_the_mix_counts_touchpoints_by_channel_and_presence(shop):
    """Two of four touchpoints are on the website: half of the mix."""
    assert mix(shop) == [
        {"channel": "Store", "presence": "offline", "n": 1, "share": 0.25},
        {"channel": "Store", "presence": "online and offline", "n": 1, "share": 0.25},
        {"channel": "Website", "presence": "online", "n": 2, "share": 0.5},
    ]
    assert mix(shop, "another") == []


def test_every_chart_is_drawn_by_the_version_that_the_pages_carry(shop):
    """All charts compile with Vega-Lite 5.8, not only with the 6 that Altair writes."""
    charts = [
        channel_mix(shop), scores_chart(SCORES), distribution(COUNTS),
        distribution(COUNTS, diverging=True),
    ]  # fmt: skip
    for chart in charts:
        assert drawn(chart).startswith("<svg")
        assert spec(chart)["$schema"].endswith("/v5.json")


def test_the_legend_says_the_shares(shop):
    """Online, offline and both are told in words, not by color alone."""
    svg = drawn(channel_mix(shop))
    assert "online · 50 %" in svg
    assert "offline · 25 %" in svg


def test_a_score_shows_its_interval_and_n(shop):
    """The value and n stand beside the dot; what is suppressed is named, not drawn."""
    svg = drawn(scores_chart(SCORES))
    assert "3.2 · n 100" in svg
    assert "too few answers to show" in svg


def test_scores_on_different_scales_are_not_mixed():
    """A mean and an NPS have no common axis."""
    both = [SCORES[0], SCORES[0] | {"measure": "nps", "value": 40}]
    with pytest.raises(Refused, match="mean, nps, which have no common axis"):
        scores_chart(both)
    assert "40" in drawn(scores_chart(both, "nps"))


def test_frames_of_pandas_are_taken_too():
    """A frame and a list of rows make the same chart."""
    import pandas as pd

    assert spec(distribution(pd.DataFrame(COUNTS))) == spec(distribution(COUNTS))


def test_the_whole_distribution_is_shown_with_counts():
    """The counts stand in the bars, the number of answers beside them."""
    svg = drawn(distribution(COUNTS))
    assert ">40<" in svg
    assert "n 100" in svg


def test_a_diverging_bar_has_half_of_the_middle_answer_on_each_side():
    """15 below, 30 in the middle, 55 above: the bar begins at −30 %."""
    rows = spec(distribution(COUNTS, diverging=True))["layer"][0]["data"]["values"]
    assert rows[0]["start"] == pytest.approx(-0.30)
    assert rows[4]["end"] == pytest.approx(0.70)
