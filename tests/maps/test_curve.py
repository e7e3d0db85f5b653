from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from journeykit.maps.arcs import arcs
from journeykit.maps.curve import curve
from journeykit.maps.grid import grid
from journeykit.maps.labels import ASCENT, DESCENT, LETTER, Box
from journeykit.maps.points import Sizes
from journeykit.model import Path

SIZES = Sizes(column=112)


def boxes(svg: str) -> list[Box]:
    found = []
    pattern = r'<text x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)" class="val[^>]*>([^<]+)'
    for x, y, anchor, text in re.findall(pattern, svg):
        width = len(text) * LETTER
        left = float(x) - {"start": 0, "middle": width / 2, "end": width}[anchor]
        found.append(Box(left, float(y) - ASCENT, left + width, float(y) + DESCENT))
    return found


def test_points_stand_over_the_middle_of_their_columns(jacket, points):
    """The curve is aligned with the table: 112 px a column, the first center at 56."""
    svg = curve(grid(jacket), points, SIZES).plot
    centers = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"[^>]*class="tdot"', svg)]
    assert centers == [56 + 112 * i for i in range(10)]


def test_delighted_is_on_top_and_furious_at_the_bottom(jacket, points):
    """+0.9 stands between neutral (115) and delighted (20), −1.3 below neutral."""
    svg = curve(grid(jacket), points, SIZES).plot
    heights = [float(y) for y in re.findall(r'cy="([\d.]+)" r="6.5"', svg)]
    assert heights[0] == pytest.approx(72.25, abs=0.1)
    assert heights[5] == pytest.approx(176.75, abs=0.1)


def test_a_touchpoint_without_answers_breaks_the_line(jacket, points):
    """Eight points in one line, then a gap, and the last one alone: nothing is guessed."""
    svg = curve(grid(jacket), points, SIZES).plot
    customers = re.findall(r'<polyline class="cust" points="([^"]+)"', svg)
    assert [len(line.split()) for line in customers] == [8]
    assert svg.count('class="cdot') == 9
    assert len(re.findall(r'class="team" points="([^"]+)"', svg)) == 1


def test_what_is_surely_below_neutral_is_marked(jacket, points):
    """Checkout and the return have intervals below zero; a slightly bad point is not marked."""
    svg = curve(grid(jacket), points, SIZES).plot
    assert re.findall(r'class="cdot low"><title>([^:]+)', svg) == [
        "Checkout", "Tries on, returns one",
    ]  # fmt: skip


@pytest.mark.parametrize("value", [-2.0, -1.9, 0.0, 1.3, 1.9, 2.0])
@pytest.mark.parametrize("guess", [-2.0, -1.0, 0.0, 1.0, 2.0])
def test_values_are_never_cut_and_never_on_a_dot(jacket, points, value, guess):
    """Wherever customers and team stand, each value is inside the drawing and beside the dots."""
    moved = [
        replace(p, value=value, low=max(-2, value - 0.4), high=min(2, value + 0.4))
        if p.source == "survey" and p.shown
        else replace(p, value=guess)
        if p.source == "team"
        else p
        for p in points
    ]
    drawing = curve(grid(jacket), moved, SIZES)
    dots = [
        Box(float(x) - 5, float(y) - 5, float(x) + 5, float(y) + 5)
        for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', drawing.plot)
    ]
    labels = boxes(drawing.plot)
    assert len(labels) == 9
    for label in labels:
        assert label.left >= 0
        assert label.right <= drawing.width
        assert label.top >= 0
        assert label.bottom <= 236
        assert not any(label.meets(dot) for dot in dots)
    for first, second in pairwise(labels):
        assert not first.meets(second)


def test_the_team_has_values_while_there_are_no_customers(jacket, points):
    """Before the survey the room sees its own numbers."""
    svg = curve(grid(jacket), [p for p in points if p.source == "team"], SIZES).plot
    assert svg.count('class="val tval"') == 10


def test_without_any_point_there_is_no_empty_scale(jacket):
    """A fresh map shows its loops, not five empty lines."""
    drawing = curve(grid(jacket), [], SIZES)
    assert "gl" not in drawing.plot
    assert drawing.axis == ""
    assert "orders" in drawing.plot


def test_the_curve_is_described_for_those_who_do_not_see_it(jacket, points):
    """The label names the lowest and highest touchpoint, the gap, and the loops."""
    words = curve(grid(jacket), points, SIZES).words
    assert "Lowest at Checkout at minus 1.3" in words
    assert "Highest at Asks chat about fabric at plus 1.2" in words
    assert "not shown: Refund arrives (fewer than 5 answers)" in words
    assert "Loop from Refund arrives to Compares sizes and reviews" in words


def test_names_are_escaped(jacket, points):
    """A touchpoint called like a script stays text, in the picture and in its label."""
    evil = jacket.touchpoints["t5"].model_copy(update={"name": '<script>"x"</script>'})
    changed = jacket.model_copy(update={"touchpoints": {**jacket.touchpoints, "t5": evil}})
    html = str(curve(grid(changed), points, SIZES).pieces())
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_arcs_never_share_a_level_where_they_meet(jacket):
    """Loops over one another stand at different heights, each with its words."""
    paths = {
        f"p{i}": Path(id=f"p{i}", start=start, end=end, title=f"way {i}")
        for i, (start, end) in enumerate([("t5", "t2"), ("t8", "t2"), ("t9", "t0"), ("t1", "t0")])
    }
    strip = arcs(grid(jacket.model_copy(update={"paths": paths})), 112)
    assert strip.svg.count("<path") == 4
    levels = [float(v) for v in re.findall(r"Q[\d.]+ ([\d.]+) ", strip.svg)][::2]
    assert len(set(levels)) == 3  # the short one has room beside the first


def test_a_long_name_of_a_path_is_wrapped_not_cut(jacket):
    """All words of a path are on the map, on as many lines as they need."""
    title = "goes back because the size table of the other brand says something else entirely"
    path = Path(id="p", start="t3", end="t2", title=title)
    strip = arcs(grid(jacket.model_copy(update={"paths": {"p": path}})), 112)
    said = " ".join(re.findall(r">([^<]+)</text>", strip.svg))
    assert said == f"↺ {title}"
    assert float(re.findall(r' y="([\d.]+)">↺', strip.svg)[0]) >= 9
