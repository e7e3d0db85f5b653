"""From answers to a persona: what is offered, profiles, rules that come close, drafts, coverage."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from journeykit.insight.segments.approximating import approximate
from journeykit.insight.segments.drafting import Draft, lines, persona, quotable
from journeykit.insight.segments.finding import Segments, Tried
from journeykit.insight.segments.keeping import dumps, loads
from journeykit.insight.segments.profile import described, profile
from journeykit.insight.segments.rules import matching
from journeykit.insight.segments.standing import coverage, overlap
from journeykit.insight.segments.variables import (
    answered,
    banded,
    enough,
    offers,
    variables,
)
from journeykit.survey import Survey
from journeykit.survey.question import Question, Scale


def survey(columns: dict[str, list[str]], kinds: dict[str, str], **scales: Scale) -> Survey:
    frame = pd.DataFrame(columns, dtype="str")
    questions = tuple(
        Question(name, name, (name,), kinds.get(name, "single"), scales.get(name),
                 separator=";" if kinds.get(name) == "multi" else "")
        for name in columns
    )  # fmt: skip
    n = len(frame)
    return Survey("s.csv", "generic", "csv", "utf-8", ",", 1, n, (), frame, questions)


def repeat(*pairs: tuple[str, int]) -> list[str]:
    return [text for text, n in pairs for _ in range(n)]


@pytest.mark.parametrize(
    ("name", "kind", "cells", "reason"),
    [
        ("Gender", "single", ["f", "m"] * 5, "gender makes no segment"),
        ("What is your ethnic background?", "single", ["a", "b"] * 5, "never make a persona"),
        ("Religion", "single", ["a", "b"] * 5, "never make a persona"),
        ("Do you have a health condition?", "single", ["y", "n"] * 5, "never make a persona"),
        ("Anything else?", "text", ["well", "so"] * 5, "free text"),
        ("Plan", "single", ["pro"] * 10, "everybody who answered said the same"),
        ("Plan", "single", [""] * 10, "nobody answered"),
        ("Town", "single", [f"t{at}" for at in range(40)], "40 different answers"),
    ],
)
def test_what_makes_no_segment_is_refused_with_the_reason(
    name: str, kind: str, cells: list[str], reason: str
) -> None:
    """Protected traits, free text and questions in which nobody differs are not offered."""
    offer = offers(survey({name: cells}, {name: kind}))[0]
    assert offer.role == "refused"
    assert reason in offer.reason


def test_behavior_ratings_and_descriptions_are_kept_apart() -> None:
    """Who people are describes segments better than it makes them."""
    one = survey(
        {"What is your goal?": ["a", "b"] * 5, "Age group": ["x", "y"] * 5,
         "Checkout": ["1", "5"] * 5},
        {"Checkout": "csat"}, Checkout=Scale(1, 5),
    )  # fmt: skip
    assert [offer.role for offer in offers(one)] == ["behavior", "describes", "rating"]


def test_questions_become_codes_and_blanks_stay_blank() -> None:
    """A choice is codes, several choices one variable an option, a number a score."""
    random = np.random.default_rng(1)
    minutes = random.normal(30, 5, 40)
    one = survey(
        {"Plan": repeat(("pro", 25), ("free", 10), ("", 5)),
         "Uses": repeat(("Web;App", 10), ("App", 20), ("", 10)),
         "Minutes": [*(f"{value:.2f}" for value in minutes[:39]), ""],
         "Children": repeat(("0", 20), ("1", 15), ("2", 5))},
        {"Uses": "multi", "Minutes": "number", "Children": "number"},
    )  # fmt: skip
    found = {f"{each.key} {each.option}".strip(): each for each in variables(one, offers(one))}
    assert list(found) == ["Plan", "Uses Web", "Minutes", "Children"]  # all who used it use the app
    plan, web = found["Plan"].codes, found["Uses Web"].codes
    assert plan is not None and web is not None
    assert [plan[0], plan[25], plan[39]] == [0, 1, -1]
    assert [web[0], web[10], web[39]] == [1, 0, -1]
    scores = found["Minutes"].scores
    assert scores is not None
    assert np.isnan(scores[39])
    assert np.nanstd(scores) == pytest.approx(1)
    assert found["Children"].names == ("0", "1", "2")
    assert answered(list(found.values())).tolist() == [True] * 39 + [False]


def test_a_number_that_most_give_is_cut_into_bands() -> None:
    """Nobody's bell curve has half of the people in one point."""
    values = np.array([0.0] * 30 + list(range(1, 31)))
    names, codes = banded(values)
    assert names[0] == "0 or less"
    assert names[-1].endswith("or more")
    assert (codes[:30] == 0).all()
    assert len(names) == codes.max() + 1


def test_how_many_people_it_takes_is_said() -> None:
    """Below a hundred, rules are the way out; a hundred a question is good."""
    assert "by rules" in enough(80, 3)
    assert "about 600 people" in enough(420, 6)
    assert enough(700, 6) == ""


def test_a_profile_is_shares_against_everybody() -> None:
    """Recomputed by hand: 30 of 40 against 40 of 100, Wilson's interval, the index 188."""
    one = survey({"Plan": repeat(("pro", 30), ("free", 10), ("pro", 10), ("free", 50))}, {})
    group = np.arange(100) < 40
    fact = profile(one, described(one), {"first": group, "second": ~group})
    pro = next(each for each in fact if each.group == "first" and each.answer == "pro")
    assert (pro.count, pro.n, pro.value, pro.total) == (30, 40, 0.75, 0.4)
    assert pro.index == pytest.approx(187.5)
    assert (pro.low, pro.high) == (pytest.approx(0.598, abs=0.001), pytest.approx(0.858, abs=0.001))
    assert pro.stands_out


def test_a_profile_hides_what_few_people_said_and_what_would_give_it_away() -> None:
    """3 of 40 are hidden, and with them as many cells as it takes."""
    one = survey({"Plan": repeat(("pro", 37), ("free", 3), ("pro", 30), ("free", 30))}, {})
    group = np.arange(100) < 40
    facts = profile(one, described(one), {"first": group, "second": ~group})
    assert all(each.value is None and each.count is None for each in facts)


def test_means_have_intervals_and_small_groups_none() -> None:
    """A rating of 4 people is not shown; of equal answers the interval is no point."""
    cells = repeat(("5", 4), ("4", 20), ("2", 10), ("1", 10))
    one = survey({"Happy": cells}, {"Happy": "rating"}, Happy=Scale(1, 5))
    few, same = np.arange(44) < 4, (np.arange(44) >= 4) & (np.arange(44) < 24)
    facts = {each.group: each for each in profile(one, described(one), {"few": few, "same": same})}
    assert facts["few"].value is None
    rest = profile(one, described(one), {"same": np.array(cells) == "4"})[0]
    assert rest.value == 4
    assert rest.low is not None and rest.high is not None and rest.low < 4 < rest.high


def test_a_segment_of_one_answer_is_that_rule() -> None:
    """Where a condition is exactly the segment, precision and recall are 1."""
    one = survey(
        {"Plan": repeat(("pro", 30), ("free", 50), ("team", 20)),
         "Minutes": [str(at) for at in range(100)]},
        {"Minutes": "number"},
    )  # fmt: skip
    members = matching(one, {"Plan": ["pro", "team"]})
    found = approximate(one, offers(one), members)
    assert found.rule == {"Plan": ("pro", "team")}
    assert (found.n, found.precision, found.recall) == (50, 1.0, 1.0)
    late = approximate(one, offers(one), np.arange(100) >= 50)
    assert matching(one, late.rule).tolist() == [at >= 50 for at in range(100)]


def drafted() -> tuple[Survey, Draft]:
    one = survey(
        {"What is your main goal?": repeat(("Save time", 45), ("Fun", 5), ("Fun", 50)),
         "What is hard about it?": repeat(("Sizes", 40), ("Prices", 10), ("Prices", 50)),
         "Gender": repeat(("w", 30), ("m", 20), ("m", 50)),
         "Age group": repeat(("18-29", 40), ("30-39", 10), ("30-39", 50))},
        {},
    )  # fmt: skip
    group = np.arange(100) < 50
    facts = [each for each in profile(one, described(one), {"a": group, "b": ~group})
             if each.group == "a"]  # fmt: skip
    return one, Draft("Robin", tuple(lines(facts)), "Drafted.", {"Age group": ("18-29",)}, "src")


def test_a_draft_fills_only_what_was_asked_and_cites_it() -> None:
    """Goals, challenges and age come from their questions; each cites share, n and everybody."""
    _, draft = drafted()
    made = persona(draft, date(2026, 11, 22))
    assert made.goals == ("What is your main goal: Save time",)
    assert made.challenges == ("What is hard about it: Sizes",)
    assert made.age_range == "18-29"
    assert set(made.evidence) == {"goals", "challenges", "age_range"}
    assert made.evidence["goals"] == ("src",)
    assert made.needs == ()
    assert made.version == "v1 · 2026-11-22 · drafted from answers"
    assert made.rule == {"Age group": ("18-29",)}
    assert made.rule_source == "src"
    assert "The name is fiction." in made.drawn_from
    assert "Save time (90 %, 79 to 96 %, n 50; everybody 45 %)" in made.drawn_from


def test_gender_is_never_proposed() -> None:
    """It may be taken by a person, and is not by itself."""
    _, draft = drafted()
    assert not [line for line in draft.lines if line.attribute == "gender" and line.taken]


@pytest.mark.parametrize(
    ("consent", "texts", "n"),
    [("", 9, 0), ("may be quoted", 4, 0), ("may be quoted", 6, 6)],
)
def test_quotes_need_consent_and_five_people(consent: str, texts: int, n: int) -> None:
    """Without consent, or of fewer than five, nobody is quoted."""
    said = [f"Sentence number {at} about the till" for at in range(texts)]
    assert len(quotable(consent, said)) == n


def test_coverage_counts_shares_overlaps_and_who_is_left() -> None:
    """Two personas of 40 and 30 that share 10 of 100 leave 40 people to nobody."""
    at = np.arange(100)
    found = coverage({"Ann": at < 40, "Ben": (at >= 30) & (at < 60)}, 100)
    assert [(one.n, one.share, one.alone) for one in found.parts] == [
        (40, 0.4, 30),
        (30, 0.3, 20),
    ]
    assert (found.unassigned, found.several) == (40, 10)
    assert (found.overlaps[0].n, found.overlaps[0].share) == (10, pytest.approx(1 / 3))


def test_shares_are_weighted_where_the_survey_has_weights() -> None:
    """Ten of forty who count three times are half; the interval is that of the effective n."""
    at = np.arange(40)
    weights = np.where(at < 10, 3.0, 1.0)
    (ann,) = coverage({"Ann": at < 10}, 40, weights).parts
    effective = weights.sum() ** 2 / (weights**2).sum()
    low, high = proportion_confint(0.5 * effective, effective, method="wilson")
    assert (ann.n, ann.share) == (10, 0.5)
    assert (ann.low, ann.high) == (pytest.approx(low), pytest.approx(high))
    assert coverage({"Ann": at < 10}, 40, weights).rest == 0.5
    gone = np.where(at >= 35, np.nan, weights)
    found = coverage({"Ann": at < 10}, 40, gone)
    assert (found.parts[0].share, found.unweighted) == (pytest.approx(30 / 55), 5)


def test_coverage_hides_one_to_four_people() -> None:
    """Neither a small persona nor the few who tell two personas apart are counted out."""
    at = np.arange(50)
    assert coverage({"Few": at < 3}, 50).parts[0].n is None
    assert overlap("Ann", at < 20, "Ben", at < 18).n is None
    assert overlap("Ann", at < 20, "Ben", at >= 20).n == 0
    assert coverage({}, 50).unassigned == 50


def test_what_was_found_is_kept_for_the_same_question_only() -> None:
    """After a reload the segments are as they were; for another choice there are none."""
    labels = np.array([0, 1, -1, 0])
    found = Segments("mixture", 2, 2, 3, labels, (Tried(1, 9.5, 3, True),), (0, 1), 0.9, 0.8,
                     (0.9, 0.8), 25, 4)  # fmt: skip
    again: Any = loads(dumps(found, "q"), "q")
    assert again.labels.tolist() == labels.tolist()
    assert (again.tried, again.jaccard, again.verdict) == (found.tried, found.jaccard, "natural")
    assert loads(dumps(found, "q"), "other") is None
    assert loads(None, "q") is None
