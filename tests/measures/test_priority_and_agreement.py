"""Priorities and the agreement of raters."""

from __future__ import annotations

import math
import statistics

import pytest

from journeykit.errors import Refused
from journeykit.measures import ice, impact_effort, krippendorff, rice

#: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C: 4 raters, 12 items.
N = None
EXAMPLE = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_as_published(level, alpha):
    """Krippendorff's own example, with missing ratings."""
    assert round(krippendorff(EXAMPLE, level).alpha, 3) == alpha


def test_alpha_has_an_interval_where_there_are_enough_items():
    """The jackknife over items, recomputed plainly; alpha lies in it."""
    found = krippendorff(EXAMPLE)
    paired = [
        column for column in zip(*EXAMPLE, strict=True) if sum(c is not N for c in column) > 1
    ]
    k = len(paired)
    left = [
        krippendorff(list(zip(*(paired[:at] + paired[at + 1 :]), strict=True))).alpha
        for at in range(k)
    ]
    pseudo = [k * found.alpha - (k - 1) * one for one in left]
    half = 2.228 * statistics.stdev(pseudo) / math.sqrt(k)  # Student, 10 degrees of freedom
    assert found.low == pytest.approx(found.alpha - half, abs=0.002)
    assert found.high == pytest.approx(min(1, found.alpha + half), abs=0.002)
    assert "relied on" in found.words


def test_full_agreement_has_no_alpha():
    """Where all ratings are equal alpha is not defined, and that is said."""
    found = krippendorff([[2, 2, 2], [2, 2, 2]])
    assert found.alpha is None
    assert "full agreement" in found.words


def test_one_rater_has_no_alpha():
    """One rater, or nobody, agrees with nobody."""
    assert krippendorff([[1, 2, 3]]).words == "no item was rated by two people"
    assert krippendorff([]).alpha is None
    assert krippendorff([[1, None], [None, 2]]).items == 0


def test_opposite_ratings_are_below_chance():
    """Two people who contradict each other have a negative alpha."""
    found = krippendorff([[-2, 2, -2, 2], [2, -2, 2, -2]])
    assert found.alpha < 0
    assert "people differ more than by chance" in found.words
    assert "only 2 raters and 4 things" in found.words
    assert found.low is None


def test_rice_divides_by_effort():
    """2,000 people, impact 1, confidence 80 %, 2 person-months: 800."""
    assert rice(2000, 1, 0.8, 2) == 800
    with pytest.raises(Refused, match="Effort 0 has to be above 0"):
        rice(1, 1, 1, 0)
    with pytest.raises(Refused, match="Confidence 80 is not between 0 and 1"):
        rice(1, 1, 80, 1)


def test_ice_takes_one_to_ten():
    """ICE is a product of three numbers from 1 to 10."""
    assert ice(8, 5, 5) == 200
    with pytest.raises(Refused, match="Ease 11"):
        ice(1, 1, 11)


def test_the_four_quadrants():
    """High impact and low effort first."""
    assert [impact_effort(i, e) for i, e in ((5, 1), (5, 5), (1, 1), (1, 5))] == [
        "quick win", "big bet", "fill-in", "money pit",
    ]  # fmt: skip
