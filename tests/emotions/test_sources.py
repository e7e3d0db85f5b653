"""The curve from its sources: intervals, waves, personas, whole stages, mixed lines, loyalty."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from journeykit.emotions import changes, composite, curve, headline, ties, wave_order
from journeykit.emotions.bootstrap import interval
from journeykit.emotions.people import people_points
from journeykit.emotions.point import Point


def answered(touchpoint, values, *, low=1, high=5, kind="rating", source="s", wave="",
             stage="", question="q", weight=1.0):  # fmt: skip
    return pd.DataFrame({
        "respondent": [f"{source}.{at}" for at in range(1, len(values) + 1)], "source": source,
        "wave": wave, "question": question, "stage": stage, "touchpoint": touchpoint, "kind": kind,
        "value": np.array(values, float), "low": float(low), "high": float(high), "weight": weight,
    })  # fmt: skip


def point(touchpoint, source, value, n=20, low=None, high=None):
    return Point(touchpoint, source, value, low, high, n, value, True, "")


SOURCES = {
    "old": SimpleNamespace(title="Spring", collected=date(2026, 3, 1)),
    "new": SimpleNamespace(title="Autumn", collected=date(2026, 10, 1)),
}


def test_the_interval_is_that_of_the_published_bootstrap():
    """Counts drawn from a multinomial give what scipy's BCa of the respondents gives."""
    values = np.repeat([-2.0, -1, 0, 1, 2], [3, 5, 12, 30, 20])
    low, high, method = interval(values, np.ones(70), -2, 2)
    oracle = stats.bootstrap((values,), np.mean, n_resamples=9_999, rng=1).confidence_interval
    assert (low, high) == pytest.approx((oracle.low, oracle.high), abs=0.02)
    assert method == "BCa bootstrap of respondents, 95 %"


@pytest.mark.parametrize("n", [400, 6_000])
def test_weighted_intervals_are_as_wide_as_theory_says(n):
    """One by one up to 2,000 people, by counts beyond: both near mean ± 1.96 standard errors."""
    random = np.random.default_rng(3)
    values = random.integers(-2, 3, n).astype(float)
    weights = random.uniform(0.3, 3, n)
    low, high, method = interval(values, weights, -2, 2)
    mean = values @ weights / weights.sum()
    error = np.sqrt(weights**2 @ (values - mean) ** 2) / weights.sum()
    assert (low, high) == pytest.approx(
        (mean - 1.96 * error, mean + 1.96 * error), abs=0.25 * error
    )
    assert "weighted" in method


def test_equal_answers_and_one_heavy_one_have_their_words():
    """All alike: Wilson's bound. One person with all the weight: no interval, and why."""
    low, high, method = interval(np.full(8, 2.0), np.ones(8), -2, 2)
    assert (round(low, 2), high) == (0.70, 2)
    assert method.startswith("no variation")
    assert interval(np.array([1.0, 2, 2, 2, 2]), np.array([1e6, 1, 1, 1, 1]), -2, 2)[:2] == (
        None, None,
    )  # fmt: skip


def test_the_newest_wave_is_the_curve_and_both_can_be_drawn():
    """By the day of collection, whatever came into the store first; never one mean of both."""
    both = pd.concat([
        answered("a", [5] * 4 + [4] * 6, source="new", wave="2026 autumn"),
        answered("a", [1] * 4 + [2] * 6, source="old", wave="2026 spring"),
    ])  # fmt: skip
    assert wave_order(both, SOURCES) == ["2026 spring", "2026 autumn"]
    (now,) = curve(both, [], ["a"], sources=SOURCES)
    assert (now.value, now.n, now.wave) == (pytest.approx(1.4), 10, "2026 autumn")
    assert (now.titles, now.collected) == (("Autumn",), date(2026, 10, 1))
    (then,) = curve(both, [], ["a"], sources=SOURCES, wave="2026 spring")
    assert then.value == pytest.approx(-1.4)
    (mixed,) = curve(both, [], ["a"], sources=SOURCES, wave="")
    assert mixed.n == 20


def test_a_place_that_the_newest_wave_left_out_is_a_gap_that_says_so():
    """An older answer is not passed off as a new one."""
    both = pd.concat([
        answered("a", [5] * 9, source="new", wave="B"),
        answered("b", [5] * 9, source="old", wave="A"),
    ])  # fmt: skip
    _, gone = curve(both, [], ["a", "b"], sources=SOURCES)
    assert (gone.shown, gone.reason) == (False, "no answers are linked to it in B")


def test_changes_between_waves_are_those_of_welch_and_holm():
    """Difference, interval and p as scipy computes them, p times the number of places."""
    random = np.random.default_rng(5)
    frames, plain = [], {}
    for place, shift in (("a", 0.8), ("b", 0.0)):
        first = np.clip(np.round(random.normal(3, 1, 80)), 1, 5)
        second = np.clip(np.round(random.normal(3 + shift, 1, 90)), 1, 5)
        frames += [answered(place, first, source="old", wave="A"),
                   answered(place, second, source="new", wave="B")]  # fmt: skip
        plain[place] = stats.ttest_ind(second, first, equal_var=False)
    found = {c.touchpoint: c for c in changes(pd.concat(frames), ["a", "b"], "A", "B")}
    for place, test in plain.items():
        ends = test.confidence_interval()
        assert found[place].difference.p == pytest.approx(test.pvalue, rel=1e-6)
        assert found[place].difference.low == pytest.approx(ends.low)
        assert found[place].difference.high == pytest.approx(ends.high)
    assert found["a"].sure
    assert found["a"].difference.adjusted == pytest.approx(2 * plain["a"].pvalue, rel=1e-6)
    assert not found["b"].sure


def test_a_question_about_a_stage_makes_a_point_of_the_stage():
    """Answers linked to a stage are read by stage, raw mean and scale kept."""
    (found,) = curve(answered("", [2, 4, 6, 6, 7], high=7, stage="buy"), [], ["buy"], by="stage")
    assert (found.value, found.raw, found.scale) == (pytest.approx(2 / 3), 5.0, (1.0, 7.0))


def test_a_personas_curve_is_of_its_people_alone():
    """Those whom the rule describes; where the others are fewer than five it stays hidden."""
    answers = pd.concat([answered("a", [5] * 6 + [1] * 6), answered("b", [5] * 6 + [1] * 3)])
    members = {f"s.{at}" for at in range(1, 7)}
    shown, hidden = people_points(answers, members, ["a", "b"])
    assert (shown.value, shown.n) == (2.0, 6)
    assert not hidden.shown
    assert "who could be worked out" in hidden.reason
    (nobody,) = people_points(answers, set(), ["a"])
    assert (nobody.shown, nobody.n) == (False, 0)


def test_the_headline_is_the_best_source_with_five_people():
    """Survey before comments before team; four people are no headline."""
    points = [
        point("a", "survey", 1.0), point("a", "text", 0.0), point("a", "team", -1.0),
        point("b", "text", 0.5), point("b", "team", 2.0), point("c", "team", 1.0, n=4),
    ]  # fmt: skip
    assert {id: p.source for id, p in headline(points).items()} == {"a": "survey", "b": "text"}


def test_a_mixed_line_gives_the_team_nothing_where_ten_customers_answered():
    """The default; with weights of one's own they are what they are, and sum to 1."""
    points = [point("a", "survey", 1.0, n=10), point("a", "team", -1.0),
              point("b", "survey", 1.0, n=9), point("b", "team", -1.0)]  # fmt: skip
    first, second = composite(points)
    assert (first.value, first.weights) == (1.0, (("survey", 1.0),))
    assert second.value == 0.0
    told, _ = composite(points, {"survey": 3, "team": 1})
    assert (told.value, told.weights) == (0.5, (("survey", 0.75), ("team", 0.25)))
    assert composite(points, {"text": 1}) == []


def test_loyalty_goes_with_feeling_as_spearman_says():
    """Rank correlation of each stage with the recommendation, with Bonett and Wright's interval."""
    random = np.random.default_rng(7)
    felt = random.integers(1, 6, 60)
    loyal = np.clip(2 * felt + random.integers(-3, 3, 60), 0, 10)
    answers = pd.concat([
        answered("a", felt, question="How was it?"),
        answered("", loyal, low=0, high=10, kind="nps", question="Recommend?"),
    ])  # fmt: skip
    (found,) = ties(answers, {"stage": ["a"]})
    rho = stats.spearmanr(felt, loyal).statistic
    half = 1.959964 * np.sqrt((1 + rho**2 / 2) / 57)
    assert (found.value, found.n) == (pytest.approx(rho), 60)
    assert found.low == pytest.approx(np.tanh(np.arctanh(rho) - half), abs=1e-6)
    assert found.high == pytest.approx(np.tanh(np.arctanh(rho) + half), abs=1e-6)


def test_loyalty_needs_people_who_differ():
    """Nine people, or all the same answer: no number, a reason."""

    def asked(felt, loyal):
        return pd.concat([
            answered("a", felt, question="q1"),
            answered("", loyal, low=0, high=10, kind="nps", question="q2"),
        ])  # fmt: skip

    assert ties(asked([1] * 9, [5] * 9), {"s": ["a"]})[0].method == (
        "not shown: fewer than 10 people"
    )
    assert ties(asked([3] * 20, [5] * 20), {"s": ["a"]})[0].method == (
        "not shown: all answers are equal"
    )
    assert ties(answered("a", [1] * 20), {"s": ["a"]}) == []
    assert ties(None, {"s": ["a"]}) == []
