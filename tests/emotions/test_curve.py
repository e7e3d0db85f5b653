"""The emotion curve from customers and from the team."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from journeykit.emotions import curve, describe, gaps, shape, to_valence
from journeykit.survey import read, tidy


def link(question, touchpoint, low=1, high=5, not_applicable=(), missing=()):
    return SimpleNamespace(
        question=question, touchpoint=touchpoint, stage=None, low=low, high=high,
        not_applicable=not_applicable, missing=missing,
    )  # fmt: skip


def rating(participant, touchpoint, valence):
    return SimpleNamespace(participant=participant, touchpoint=touchpoint, valence=valence)


def answered(touchpoint, values, low=1, high=5, kind="rating", start=1):
    return pd.DataFrame({
        "respondent": range(start, start + len(values)), "question": "q", "stage": "",
        "touchpoint": touchpoint, "kind": kind, "value": np.array(values, float), "low": float(low),
        "high": float(high), "weight": 1.0,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("value", "low", "high", "valence"),
    [(1, 1, 5, -2), (4, 1, 5, 1), (7, 1, 7, 2), (5, 1, 7, 2 / 3), (3, -5, 5, 1.2), (1, 5, 1, 2)],
)
def test_scales_become_valence(value, low, high, valence):
    """Five points x-3, seven (x-4)·2/3, -5…+5 by 0.4; where 1 is best it is +2."""
    assert to_valence(value, low, high) == pytest.approx(valence)


def test_four_customers_make_no_point():
    """Fewer than five answers are a gap in the line, and the reason is there."""
    first, second = curve(
        pd.concat([answered("a", [5, 5, 5, 5]), answered("b", [5, 4, 5, 3, 5])]), [], ["a", "b"]
    )
    assert (first.shown, first.value, first.n) == (False, None, 4)
    assert first.reason == "fewer than 5 answers"
    assert (second.shown, second.n, second.median) == (True, 5, 2)
    assert second.value == pytest.approx(1.4)
    assert second.low < 1.4 < second.high <= 2


def test_team_and_customers_are_two_series():
    """The team has a median and all its dots, no interval, and never mixes into the headline."""
    team = [rating(str(at), "a", valence) for at, valence in enumerate([2, 2, -1, 1])]
    customers, room = curve(answered("a", [1, 1, 2, 2, 1, 2]), team, ["a"])
    assert customers.value == pytest.approx(-1.5)
    assert (room.source, room.value, room.low, room.dots) == ("team", 1.5, None, (-1, 1, 2, 2))


def test_no_answers_at_all():
    """Without a survey every touchpoint still has its gap, and the team its points."""
    points = curve(None, [rating("p", "b", -1)], ["a", "b"])
    assert [(p.touchpoint, p.source, p.shown) for p in points] == [
        ("a", "survey", False), ("b", "survey", False), ("b", "team", True),
    ]  # fmt: skip


def test_a_recommendation_is_no_feeling():
    """NPS answers are not converted, whatever they are linked to."""
    (point,) = curve(answered("a", [9] * 20, 0, 10, kind="nps"), [], ["a"])
    assert not point.shown
    assert "not a feeling" in point.reason


def test_people_are_counted_not_answers():
    """Two questions about one touchpoint make one valence a person."""
    both = pd.concat([answered("a", [5] * 6), answered("a", [1, 4, 4, 4, 4, 7], 1, 7)])
    (point,) = curve(both, [], ["a"])
    assert point.n == 6
    assert point.value == pytest.approx(np.mean([0, 1, 1, 1, 1, 2]))


def test_weights_move_the_mean():
    """A respondent who weighs 3 counts three times in the mean and the median."""
    frame = answered("a", [1, 5, 5, 5, 5]).assign(weight=[12.0, 1, 1, 1, 1])
    (point,) = curve(frame, [], ["a"])
    assert point.value == pytest.approx((12 * -2 + 4 * 2) / 16)
    assert point.median == -2


def test_blind_spots_are_ranked():
    """The farthest apart comes first; more than one step is a blind spot."""
    frame = pd.concat([answered("a", [3, 3, 3, 3, 4]), answered("b", [1, 1, 2, 1, 1])])
    team = [rating("p", "a", 1), rating("p", "b", 2), rating("p", "c", 2)]
    first, second = gaps(curve(frame, team, ["a", "b", "c"]))
    assert (first.touchpoint, first.blind_spot) == ("b", True)
    assert first.difference == pytest.approx(3.8)
    assert (second.touchpoint, second.blind_spot) == ("a", False)


def test_peak_trough_end_and_mean():
    """Peak, trough, first, last and mean, of what is shown alone."""
    frame = pd.concat([
        answered("a", [3, 3, 3, 3, 4]), answered("b", [1, 1, 2, 1, 1]), answered("c", [5, 5, 5]),
        answered("d", [5, 5, 5, 5, 4]),
    ])  # fmt: skip
    found = shape(curve(frame, [], ["a", "b", "c", "d"]))
    assert (found.peak.touchpoint, found.trough.touchpoint) == ("d", "b")
    assert (found.first.touchpoint, found.last.touchpoint) == ("a", "d")
    assert found.mean == pytest.approx((0.2 - 1.8 + 1.8) / 3)
    assert (found.shown, found.hidden) == (3, 1)
    assert shape([]) is None


def test_the_curve_in_words():
    """Somebody who hears the curve learns what somebody who sees it does."""
    frame = pd.concat([
        answered("a", [3, 3, 3, 3, 4]), answered("b", [1, 1, 2, 1, 1]), answered("c", [5, 5, 5]),
    ])  # fmt: skip
    points = curve(frame, [rating("p", "b", 2)], ["a", "b", "c"])
    said = describe(points, {"a": "Search", "b": "Pay", "c": "Return"})
    assert "Highest at Search at +0.2 (5 people" in said
    assert "Lowest at Pay at −1.8 (5 people" in said
    assert "The line breaks, not shown: Return (fewer than 5 answers)." in said
    assert "1 blind spot: Pay, team +2, customers −1.8, surely." in said
    assert describe([], {}) == "There is no curve yet: nobody has answered or rated."


def test_the_airports_curve_is_that_of_plain_pandas(public):
    """Weighted valence, n and gap of real touchpoints, recomputed without the kit."""
    path = public("sfo/sfo_2016.csv")
    names = ["Q7SIGN", "Q7LTPARKING", "Q9BOARDING", "Q14PASSTHRU"]
    links = [link(name, name, not_applicable=(6,), missing=(0,)) for name in names]
    points = curve(tidy(read(path), links), [], [*names, "lounge"])
    raw = pd.read_csv(path, low_memory=False)
    for point, name in zip(points, names, strict=False):
        rated = raw[raw[name].between(1, 5)]
        expected = ((rated[name] - 3) * rated["WEIGHT"]).sum() / rated["WEIGHT"].sum()
        assert (point.touchpoint, point.n) == (name, len(rated))
        assert point.value == pytest.approx(expected)
    assert not points[-1].shown
