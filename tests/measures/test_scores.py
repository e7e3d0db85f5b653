"""Scores and their intervals, against published numbers and other programs."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeykit.measures import (
    Tally,
    ces,
    count,
    csat,
    intervals,
    mean,
    nps,
    scores,
    shares,
    table,
    tallies,
)
from journeykit.measures.suppression import hide_cells
from journeykit.survey import read


def answers(*pairs: tuple[float, int]) -> Tally:
    return Tally.of(list(itertools.chain.from_iterable([value] * n for value, n in pairs)))


def test_nps_and_its_interval_as_published():
    """19 promoters and 3 detractors of 36: 44.4, from 20.3 to 61.7 (MeasuringU)."""
    score = nps(answers((9, 10), (10, 9), (7, 14), (2, 3)))
    assert (round(score.value, 1), round(score.low, 1), round(score.high, 1)) == (44.4, 20.3, 61.7)
    assert (score.n, score.method) == (36, "adjusted Wald, 95 %")


def test_nps_of_the_carpentries(public):
    """49 promoters, 30 passives, 8 detractors: the published 47."""
    found = [s for s in scores(read(public("carpentries/long_term_2020_12.csv")))
             if s["measure"] == "nps"]  # fmt: skip
    assert [(s["question"], round(s["value"]), s["n"]) for s in found] == [
        ("recommendation_score", 47, 87)
    ]


def test_codes_beyond_ten_never_count():
    """An 11 for "no answer" is no promoter."""
    assert nps(answers((9, 5), (0, 5), (11, 90))).value == 0


def test_nps_interval_stays_on_the_scale():
    """Only promoters: the interval ends at 100 and is not a point."""
    score = nps(answers((10, 6)))
    assert score.value == score.high == 100
    assert score.low < 90


@pytest.mark.parametrize("n", [5, 20, 100, 300])
def test_nps_intervals_hold_the_truth_as_often_as_published(n):
    """Of 4,000 samples .89 to .97 have the true NPS of 30 within their 95 % interval."""
    draws = np.random.default_rng(n).multinomial(n, [0.5, 0.3, 0.2], size=4_000)
    ends = [intervals.adjusted_wald(p, d, n) for p, _, d in draws]
    assert 0.89 <= np.mean([low <= 0.3 <= high for low, high in ends]) <= 0.97


@pytest.mark.parametrize(("hits", "n"), [(8, 10), (0, 5), (5, 5), (1, 3), (499, 1000)])
def test_wilson_is_that_of_statsmodels(hits, n):
    """The interval of a proportion agrees with statsmodels."""
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    expected = proportion.proportion_confint(hits, n, method="wilson")
    assert intervals.wilson(hits, n) == pytest.approx(expected, abs=1e-12)


def test_wilson_as_published():
    """8 of 10 is .49 to .94; 0 of 5 is 0 to .43."""
    assert [round(end, 2) for end in intervals.wilson(8, 10)] == [0.49, 0.94]
    assert [round(end, 2) for end in intervals.wilson(0, 5)] == [0.0, 0.43]


def test_csat_counts_the_two_best_points():
    """Of 5 points 4 and 5; where 1 is the best, 1 and 2; a 6 is no answer."""
    assert csat(answers((5, 4), (4, 4), (3, 1), (1, 1), (6, 90))).value == pytest.approx(0.8)
    assert csat(answers((1, 4), (2, 4), (3, 1), (5, 1)), low=5, high=1).value == pytest.approx(0.8)
    assert csat(answers((7, 4), (6, 4), (5, 2)), 1, 7).value == pytest.approx(0.8)


def test_ces_counts_who_found_it_easy():
    """5 to 7 of seven points; the two best of five; reversed where 1 is easy."""
    assert ces(answers((7, 2), (5, 2), (4, 4))).value == 0.5
    assert ces(answers((5, 2), (4, 2), (3, 4)), 1, 5).value == 0.5
    assert ces(answers((1, 2), (2, 2), (3, 4)), 5, 1).value == 0.5


@pytest.mark.parametrize("seed", range(4))
def test_the_bootstrap_is_that_of_scipy(seed):
    """BCa over counts agrees with scipy's BCa over answers within its random error."""
    from scipy.stats import bootstrap

    random = np.random.default_rng(seed)
    values = random.choice([1, 2, 3, 4, 5], size=40 + 60 * seed, p=[0.05, 0.05, 0.1, 0.3, 0.5])
    expected = bootstrap(
        (values,), np.mean, method="BCa", n_resamples=9999, rng=np.random.default_rng(1)
    ).confidence_interval
    # means of n whole numbers lie 1/n apart
    error = 0.12 * values.std(ddof=1) / np.sqrt(len(values)) + 1 / len(values)
    assert intervals.bca(Tally.of(values)) == pytest.approx(tuple(expected), abs=error)


def test_the_bootstrap_of_many_different_values_is_that_of_scipy():
    """Minutes or money: nearly every answer differs, the interval still agrees."""
    from scipy.stats import bootstrap

    values = np.random.default_rng(7).lognormal(3, 0.8, size=120)
    expected = bootstrap(
        (values,), np.mean, method="BCa", n_resamples=9999, rng=np.random.default_rng(1)
    ).confidence_interval
    error = 0.12 * values.std(ddof=1) / np.sqrt(len(values))
    assert intervals.bca(Tally.of(values)) == pytest.approx(tuple(expected), abs=error)


def test_students_quantile_is_that_of_scipy():
    """Without scipy the quantile is right to two decimals."""
    from scipy.stats import t

    for df in (3, 4, 7.5, 12, 40, 1000):
        assert intervals.t(df) == pytest.approx(t.ppf(0.975, df), abs=0.006)


def test_the_mean_says_its_method():
    """Bootstrap up to 2,000 respondents, normal beyond, Student where weighted."""
    values = [1, 2, 3, 4, 5] * 400
    assert mean(Tally.of(values), 1, 5).method == "BCa bootstrap, 95 %"
    assert mean(Tally.of([*values, 5]), 1, 5).method == "normal, 95 %"
    weighted = mean(Tally.of(values, [1, 2] * 1000), 1, 5)
    assert weighted.method == "Student, 95 %, n_eff 1800 (Kish)"


def test_a_mean_without_variation_claims_no_certainty():
    """Ten times the best answer leaves room below; without a scale there is no interval."""
    score = mean(answers((5, 10)), 1, 5)
    assert (score.value, score.high) == (5, 5)
    assert score.low == pytest.approx(5 - 4 * intervals.wilson(0, 10)[1])
    bare = mean(answers((5, 10)))
    assert (bare.low, bare.high) == (None, None)
    assert bare.method == "no variation: all answers are equal, 95 %"


def test_fewer_than_five_answers_are_not_shown():
    """A number about four people is hidden, its n is told."""
    for measure in (nps, csat, ces, mean):
        score = measure(answers((5, 4)))
        assert score.suppressed
        assert (score.value, score.low, score.high, score.n) == (None, None, None, 4)
        assert not measure(answers((5, 5))).suppressed
    assert mean(Tally.of([])).method == "no answers"


def test_weights_shrink_the_sample():
    """Kish: weights 1 and 3 make 100 answers worth 80; equal weights change nothing."""
    tally = Tally.of([1, 5] * 50, [1, 3] * 50)
    assert tally.effective == pytest.approx((200**2) / (50 * 1 + 50 * 9))
    assert tally.mean == 4
    assert nps(Tally.of([10, 0] * 50, [2.5] * 100)).low == nps(Tally.of([10, 0] * 50)).low


def test_answers_without_weight_are_left_out():
    """A weight that is blank or 0 cannot count."""
    assert Tally.of([1, 2, 3], [1, np.nan, 0]).total == 1


def test_counts_come_back_as_the_same_kind_of_frame():
    """One row per question and value with n, the weights and their squares."""
    frame = pd.DataFrame({
        "question": ["a", "a", "a", "b"], "value": [1, 1, 2, 5], "weight": [1.0, 3.0, 1.0, 2.0],
    })  # fmt: skip
    counted = count(frame)
    assert isinstance(counted, pd.DataFrame)
    assert counted.to_dict("list") == {
        "question": ["a", "a", "b"], "value": [1, 2, 5], "n": [2, 1, 1],
        "w": [4, 1, 2], "w2": [10, 1, 4],
    }  # fmt: skip
    assert tallies(counted)[("a",)].mean == pytest.approx(6 / 5)


def test_arrow_tables_are_counted_too():
    """The same function takes another engine's frame."""
    import pyarrow as pa

    frame = pa.table({"question": ["a"] * 6, "value": [1, 2, 3, 4, 5, 5]})
    found = table(frame, "csat")
    assert isinstance(found, pa.Table)
    assert found.to_pylist()[0]["value"] == 0.5


def test_missing_values_are_no_answers():
    """NaN in a frame is not counted as a value."""
    frame = pd.DataFrame({"question": ["a"] * 6, "value": [1, 2, 3, 4, 5, np.nan]})
    assert table(frame).iloc[0]["n"] == 5


def test_shares_of_a_single_choice():
    """Each option's share of those who answered, with Wilson's interval."""
    found = shares({"yes": answers((1, 8), (0, 2)), "no": answers((1, 2), (0, 8))})
    assert [(s.option, s.value) for s in found] == [("yes", 0.8), ("no", 0.2)]
    assert [round(found[0].low, 2), round(found[0].high, 2)] == [0.49, 0.94]


AIRPORT = ["Q7ART", "Q7FOOD", "Q7SIGN", "Q7LTPARKING", "Q7ALL", "Q9RESTROOM", "Q10SAFE",
           "Q13GETRATE", "Q14PASSTHRU"]  # fmt: skip


@pytest.mark.parametrize("wave", [2015, 2016])
def test_airport_means_are_those_of_plain_pandas(public, wave):
    """Weighted mean and n of every touchpoint, recomputed without the kit: 0 and 6 are out."""
    path = public(f"sfo/sfo_{wave}.csv")
    found = {s["question"]: s for s in scores(read(path)) if s["measure"] == "mean"}
    raw = pd.read_csv(path, low_memory=False)
    for name in AIRPORT:
        rated = raw[pd.to_numeric(raw[name], errors="coerce").between(1, 5)]
        value, weight = rated[name].astype(float), rated["WEIGHT"].astype(float)
        assert found[name]["n"] == len(rated)
        assert found[name]["value"] == pytest.approx((value * weight).sum() / weight.sum())
        assert found[name]["low"] < found[name]["value"] < found[name]["high"]


def test_airport_means_without_weights(public):
    """A recipe that drops the weight gives the plain means."""
    path = public("sfo/sfo_2016.csv")
    survey = read(path, recipe={"drop": ["WEIGHT"]})
    assert survey.weight is None
    found = {s["question"]: s for s in scores(survey) if s["measure"] == "mean"}
    raw = pd.read_csv(path, low_memory=False)
    for name in AIRPORT:
        rated = raw.loc[pd.to_numeric(raw[name], errors="coerce").between(1, 5), name].astype(float)
        assert (found[name]["n"], found[name]["value"]) == (
            len(rated), pytest.approx(rated.mean(), abs=1e-6)
        )  # fmt: skip
    assert found["Q7ALL"]["method"] == "normal, 95 %"


def test_airport_csat_is_the_weighted_share_of_4_and_5(public):
    """Top-2 of the airport as a whole, recomputed with statsmodels' Wilson on n_eff."""
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    path = public("sfo/sfo_2016.csv")
    (found,) = (s for s in scores(read(path))
                if (s["question"], s["measure"]) == ("Q7ALL", "csat"))  # fmt: skip
    raw = pd.read_csv(path, low_memory=False)
    rated = raw[raw["Q7ALL"].between(1, 5)]
    weight = rated["WEIGHT"]
    share = weight[rated["Q7ALL"] >= 4].sum() / weight.sum()
    kish = weight.sum() ** 2 / (weight**2).sum()
    low, high = proportion.proportion_confint(share * kish, kish, method="wilson")
    assert (found["value"], found["low"], found["high"]) == pytest.approx(
        (share, low, high), abs=1e-6
    )


def test_scores_by_group_hide_small_groups():
    """A group of four shows none; nor does the next larger, which would give it away."""
    rows = ["id,shop,How satisfied are you?"]
    rows += [f"{at},{'AAAAAAAAAABBBBBBBBCCCC'[at]},{4 + at % 2}" for at in range(22)]
    survey = read("\n".join(rows).encode(), name="x.csv")
    found = [s for s in scores(survey, by="shop") if s["measure"] == "csat"]
    assert [(s["group"], s["value"], s["n"], s["suppressed"]) for s in found] == [
        ("A", 1.0, 10, False), ("B", None, 8, True), ("C", None, 4, True),
    ]  # fmt: skip
    assert found[1]["method"] == "not shown: with it a group of fewer than 5 could be worked out"


def channels(counts: dict[str, dict[str, int]], several: bool = False) -> bytes:
    """Answers to one question of options by shop: for each shop how many chose which."""
    rows, at = ["id,shop,Where did you hear of us?"], 0
    for shop, options in counts.items():
        for option, n in options.items():
            for _ in range(n):
                at += 1
                also = ";Leaflet" if several and at % 2 else ""
                rows.append(f"{at},{shop},{option}{also}")
    return "\n".join(rows).encode()


def shares_of(data: bytes, **options: Any) -> dict[tuple[str, str], Any]:
    found = scores(read(data, name="x.csv"), **options)
    return {(s["group"], s["option"]): s for s in found if s["measure"] == "share"}


def test_a_share_of_few_in_a_large_group_is_hidden_with_another() -> None:
    """Two of forty are not shown, nor is who would give them away: by row and by column."""
    data = channels({"A": {"Ad": 30, "Friend": 8, "Post": 2}, "B": {"Ad": 20, "Friend": 9,
                                                                    "Post": 7}})  # fmt: skip
    found = shares_of(data, by="shop")
    hidden = {key for key, score in found.items() if score["suppressed"]}
    assert hidden == {("A", "Post"), ("A", "Friend"), ("B", "Post"), ("B", "Friend")}
    assert {(s["value"], s["low"], s["n"]) for key, s in found.items() if key in hidden} == {
        (None, None, 40), (None, None, 36),
    }  # fmt: skip
    assert found["A", "Ad"]["value"] == 0.75
    assert found["A", "Post"]["method"] == (
        "not shown: fewer than 5 people, or it would show such a number"
    )
    assert set(found["A", "Ad"]) == {"question", "text", "measure", "value", "low", "high", "n",
                                     "method", "option", "group", "suppressed"}  # fmt: skip


def test_nothing_is_hidden_where_no_cell_is_small() -> None:
    """Five are shown, and so is nobody; without groups every share stands as before."""
    data = channels({"A": {"Ad": 30, "Friend": 5}, "B": {"Ad": 20, "Post": 7}})
    assert not any(score["suppressed"] for score in shares_of(data, by="shop").values())
    few = channels({"A": {"Ad": 30, "Friend": 3}})
    assert not any(score["suppressed"] for score in shares_of(few).values())


def test_options_of_several_stand_for_themselves() -> None:
    """Where people tick several, a small cell hides the smallest other one of its option."""
    data = channels({"A": {"Ad": 20, "Post": 3}, "B": {"Ad": 20, "Post": 8},
                     "C": {"Ad": 20, "Post": 12}}, several=True)  # fmt: skip
    recipe = {"questions": [{"match": "Where*", "kind": "multi"}]}
    survey = read(data, name="x.csv", recipe=recipe)
    found = {(s["group"], s["option"]): s["suppressed"] for s in scores(survey, by="shop")
             if s["measure"] == "share"}  # fmt: skip
    assert {key for key, hidden in found.items() if hidden} == {("A", "Post"), ("B", "Post")}


def test_a_personas_small_share_is_hidden_too() -> None:
    """Of the people of a rule, an option of three is not told."""
    data = channels({"A": {"Ad": 20, "Friend": 9, "Post": 3}, "B": {"Ad": 20, "Friend": 9,
                                                                    "Post": 30}})  # fmt: skip
    found = shares_of(data, rule={"shop": ["A"]})
    assert {key[1] for key, score in found.items() if score["suppressed"]} >= {"Post"}
    assert not found[None, "Ad"]["suppressed"]


@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=4))
def test_no_small_cell_follows_from_the_shown_ones(counts: list[list[int]]) -> None:
    """In a row or column of five or more the hidden cells are nobody, or five or more."""
    sizes = {f"g{at}": dict(zip("xyz", line, strict=True)) for at, line in enumerate(counts)}
    rows = [
        {"question": "q", "measure": "share", "option": option, "group": group, "chosen": n,
         "n": sum(line.values()), "value": 0.1, "low": 0, "high": 1, "method": "",
         "suppressed": False}
        for group, line in sizes.items()
        for option, n in line.items()
    ]  # fmt: skip
    shown = hide_cells(rows)
    assert not [row for row in shown if 0 < row["chosen"] < 5 and not row["suppressed"]]
    for axis in ("option", "group"):
        lines: dict[str, list[int]] = {}
        for row in shown:
            if row["suppressed"]:
                lines.setdefault(row[axis], []).append(row["chosen"])
        totals = {name: sum(row["chosen"] for row in rows if row[axis] == name) for name in lines}
        assert all(
            sum(line) >= 5 or totals[name] < 5 or not any(line) for name, line in lines.items()
        )


def test_people_in_no_group_are_not_given_away_either():
    """Two with no shop: all less A less B would be these two, so the smaller shop is hidden."""
    rows = ["id,shop,How satisfied are you?"]
    rows += [f"{at},{(['A'] * 10 + ['B'] * 8 + [''] * 2)[at]},{4 + at % 2}" for at in range(20)]
    survey = read("\n".join(rows).encode(), name="x.csv")
    found = [s for s in scores(survey, by="shop") if s["measure"] == "csat"]
    assert [(s["group"], s["suppressed"]) for s in found] == [("A", False), ("B", True)]


def test_a_personas_scores_are_those_of_its_people():
    """A rule over columns: only who fits is counted; all but three would show the three."""
    rows = ["id,shop,plan,How satisfied are you?"]
    rows += [f"{at},{'A' if at < 17 else 'B'},{('pro', 'free')[at % 2]},{1 + at % 5}"
             for at in range(20)]  # fmt: skip
    survey = read("\n".join(rows).encode(), name="x.csv")

    def csat_of(rule):
        return next(s for s in scores(survey, rule=rule) if s["measure"] == "csat")

    pro = csat_of({"plan": ["pro"]})
    stars = [1 + at % 5 for at in range(0, 20, 2)]
    assert (pro["n"], pro["value"]) == (10, sum(star >= 4 for star in stars) / 10)
    assert (csat_of({})["n"], csat_of({})["suppressed"]) == (20, False)
    assert csat_of({"shop": ["A"]})["suppressed"]
    assert csat_of({"plan": ["pro"], "shop": ["A"]})["n"] == 9


def test_scores_have_the_keys_of_the_contract(public):
    """What scores prints are plain JSON values under the contract's keys."""
    import json

    found = scores(read(public("google_forms/dask_2019.csv.gz")))
    keys = {"question", "text", "measure", "value", "low", "high", "n", "method", "group",
            "suppressed"}  # fmt: skip
    assert all(set(s) - {"option"} == keys for s in found)
    assert json.loads(json.dumps(found)) == found
    apis = {s["option"]: s for s in found if s["question"] == "Dask APIs"}
    assert apis["DataFrame"]["measure"] == "share"
    raw = pd.read_csv(public("google_forms/dask_2019.csv.gz"))["Dask APIs"].dropna()
    assert apis["DataFrame"]["n"] == len(raw)
    picked = raw.map(lambda cell: "DataFrame" in cell.split(";"))
    assert apis["DataFrame"]["value"] == pytest.approx(picked.mean(), abs=1e-6)


def test_a_column_that_is_not_there_is_missing():
    """Grouping by an unknown column names it."""
    from journeykit.errors import Missing

    with pytest.raises(Missing, match="no question 'shop'"):
        scores(read(b"a,b\n1,2\n", name="x.csv"), by="shop")
