"""More lines beside the curve: told apart without color, with their numbers."""

from __future__ import annotations

import re

from journeykit.emotions.point import Point, unshown
from journeykit.maps.curve import curve
from journeykit.maps.grid import grid
from journeykit.maps.points import Sizes
from journeykit.maps.series import SHAPES, Series

SIZES = Sizes(column=112)


def point(touchpoint, source, value, n):
    return Point(touchpoint, source, value, None, None, n, value, True, "")


def test_each_line_has_a_shape_of_its_own():
    """The first six differ in shape and color; the next six never repeat both together."""
    lines = [Series.number(at, "x", ()) for at in range(12)]
    assert len({line.shape for line in lines[:6]}) == 6
    assert len({line.kind for line in lines[:6]}) == 6
    assert len({(line.kind, line.shape) for line in lines}) == 12
    assert {line.shape for line in lines} <= SHAPES.keys()


def test_a_line_alone_shows_its_values_and_breaks_where_nothing_is_known(jacket):
    """A persona by itself: values beside the markers, a gap, n in the titles."""
    line = Series.number(
        0, "Tara", [point("t0", "survey", 1.0, n=9), point("t1", "survey", 0.5, n=8),
                    unshown("t2", 3, "fewer than 5 answers"), point("t3", "survey", -1.2, n=7)]
    )  # fmt: skip
    svg = curve(grid(jacket), [], SIZES, others=[line]).plot
    assert re.findall(r'class="val">([^<]+)', svg) == ["+1.0", "+0.5", "−1.2"]
    assert [len(p.split()) for p in re.findall(r'class="other o0" points="([^"]+)"', svg)] == [2]
    assert "Tara −1.2, n 7</title>" in svg


def test_comments_are_a_line_of_their_own(jacket, points):
    """Never mixed into what customers rated: another line, another marker."""
    said = [*points, point("t0", "text", -1.0, n=30), point("t1", "text", 0.0, n=12)]
    plain, both = (curve(grid(jacket), some, SIZES).plot for some in (points, said))
    assert both.count('class="odot text"') == 2
    assert both.count('class="cdot') == plain.count('class="cdot') == 9


def test_targets_and_whole_stages_are_levels_over_their_columns(jacket, points):
    """Purchase has three columns of 112 pixels, from the fifth on."""
    whole = [point("s2", "survey", -0.5, n=50)]
    svg = curve(grid(jacket), points, SIZES, targets={"s2": 1.0}, stages=whole).plot
    assert '<line class="target" x1="454" x2="778" y1="67.5" y2="67.5">' in svg
    assert "<title>Purchase: target +1.0</title>" in svg
    assert "Purchase, the whole stage: customers −0.5, n 50" in svg
