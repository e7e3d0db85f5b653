"""Charts of comparisons, drivers, importance and Kano: drawn by Vega-Lite 5, told in words."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from journeykit.charts import (
    comparison_words,
    difference_chart,
    driver_chart,
    driver_words,
    dumbbell,
    histogram,
    histogram_words,
    importance_chart,
    importance_words,
    kano_chart,
    kano_words,
    likert,
    likert_words,
    spec,
)
from journeykit.errors import Refused
from journeykit.measures import compare, importance_performance, kano_table, key_drivers

COUNTS = [
    {"question": q, "value": value, "n": n}
    for q, answers in {"Desk": (5, 10, 30, 40, 15), "Web": (1, 1, 1, 1, 0)}.items()
    for value, n in enumerate(answers, start=1)
]


def drawn(chart) -> str:
    """The chart as the SVG that Vega-Lite 5 makes of it."""
    import vl_convert

    sized = spec(chart) | {"width": 500}
    return vl_convert.vegalite_to_svg(json.dumps(sized), vl_version="5.8")


@pytest.fixture(scope="module")
def waves() -> pd.DataFrame:
    sizes = {("Desk", "2025", 3): 60, ("Desk", "2026", 4): 60, ("Web", "2025", 3): 30,
             ("Web", "2026", 3): 40, ("Lost", "2025", 3): 9, ("Lost", "2026", 3): 3}  # fmt: skip
    frame = pd.DataFrame([
        {"question": question, "wave": wave, "value": middle + (i % 3 - 1)}
        for (question, wave, middle), n in sizes.items() for i in range(n)
    ])  # fmt: skip
    return compare(frame, "wave")


@pytest.fixture(scope="module")
def driven() -> pd.DataFrame:
    random = np.random.default_rng(2)
    x = random.normal(size=(90, 2))
    frame = pd.DataFrame({"Staff": x[:, 0], "Signs": x[:, 1]})
    frame["all"] = frame["Staff"] + random.normal(size=90)
    return key_drivers(frame, "all", ["Signs", "Staff"], resamples=100)


def test_likert_bars_leave_out_what_too_few_answered():
    """Plain and diverging, counts inside, n beside; four answers are named in words only."""
    for diverging in (False, True):
        svg = drawn(likert(COUNTS, diverging=diverging))
        assert ">40<" in svg
        assert "n 100" in svg
        assert "Web" not in svg
    assert likert_words(COUNTS) == (
        "Desk: 1: 5 %, 2: 10 %, 3: 30 %, 4: 40 %, 5: 15 % (n 100). "
        "Not shown, fewer than 5 answers: Web."
    )


def test_a_distribution_has_its_counts_and_n():
    """One column an answer, the count above, n in the title of the axis."""
    svg = drawn(histogram(COUNTS[:5], "Desk"))
    assert "Desk · n 100" in svg
    assert ">30<" in svg
    assert histogram_words(COUNTS[:5]).startswith("Desk: 1: 5 %")


def test_two_waves_are_joined_and_their_difference_told(waves):
    """The difference with its interval stands at the line; too few answers are named."""
    svg = drawn(dumbbell(waves))
    assert "+1.00 (0.70 to 1.30)".replace("0.70", "+0.70").replace("1.30", "+1.30") in svg
    assert "n 60 and 60" in svg
    assert "too few answers to show" in svg
    assert ">2025<" in svg
    assert ">2026<" in svg


def test_differences_stand_against_no_difference(waves):
    """A filled dot is beyond chance in its family, a hollow one is not."""
    svg = drawn(difference_chart(waves))
    assert svg.count('fill="#2b7fc0" stroke="#2b7fc0"') == 1
    assert "Desk: the mean: 2026 is 1.00 points of the scale above 2025" in comparison_words(waves)


def test_comparisons_of_several_pairs_name_each_pair():
    """Three segments: three lines, each with the two that it compares."""
    values = [1 + i % 5 for i in range(60)]
    frame = pd.DataFrame({"question": "Desk", "segment": ["a", "b", "c"] * 20, "value": values})
    found = compare(frame, "segment", "ordinal")
    svg = drawn(difference_chart(found))
    assert "Desk: a and b" in svg
    assert "Desk: b and c" in svg
    assert drawn(dumbbell(found)).startswith("<svg")
    with pytest.raises(Refused, match="nothing to compare"):
        dumbbell(found.iloc[:0])


def test_drivers_are_bars_with_intervals_and_a_warning(driven):
    """What each brings, how often it came first, n; the words begin with what it is not."""
    svg = drawn(driver_chart(driven))
    assert "n 90" in svg
    assert svg.index("Staff") < svg.index("Signs")
    assert "first in 100 %" in svg
    assert driver_words(driven).startswith("Association, not effect. Of R²")


def test_importance_shows_where_its_lines_cross():
    """The crosshair is drawn and named; each point has its name."""
    frame = importance_performance(pd.DataFrame({
        "touchpoint": ["Staff", "Signs", "Lost"], "importance": [0.4, 0.1, None],
        "performance": [3.1, 4.4, 4.0],
    }))  # fmt: skip
    svg = drawn(importance_chart(frame))
    assert "lines at the mean of both" in svg
    assert "Staff" in svg
    assert "Lost" not in svg
    assert importance_words(frame) == (
        "Concentrate here: Staff. Possible overkill: Signs. Quadrants by lines at the mean of both."
    )


def test_kano_tells_what_is_not_settled():
    """A settled kind is filled, another hollow, and the words say so."""
    frame = kano_table(pd.DataFrame(
        [("Chat", 1, 5)] * 40 + [("Chat", 3, 3)] * 5 + [("Bag", 1, 3)] * 9 + [("Bag", 3, 5)] * 8
        + [("Few", 1, 5)] * 3,
        columns=["question", "functional", "dysfunctional"],
    ))  # fmt: skip
    svg = drawn(kano_chart(frame))
    assert "Chat" in svg
    assert "Few" not in svg
    words = kano_words(frame)
    assert "Chat: one-dimensional, better 89 %, worse 89 % (n 45)." in words
    assert "Bag: attractive, not settled: another kind may lead" in words
    assert words.endswith("Too few answers to show: Few.")
