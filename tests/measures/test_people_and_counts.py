"""Who is counted, with which weight, which answers are missing, and what stays hidden."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from journeykit.errors import Missing, Refused
from journeykit.measures import (
    apart,
    association,
    beside,
    bounds,
    complete_cases,
    correction,
    crosstab,
    frequencies,
    hide,
    hide_groups,
    mean,
    missing_answers,
    of_population,
    rake,
    response_rate,
    table,
    ticked,
    weighting,
    who,
)
from journeykit.measures.counts import Tally

RANDOM = np.random.default_rng(5)
PEOPLE = pd.DataFrame({
    "plan": ["pro", "free", "pro", None, "trial"], "seats": [1, 5, 5, 5, 9],
    "used": ["app; web", "web", "webinar", "app", None],
})  # fmt: skip


def test_a_persona_is_who_fits_its_rule():
    """One of the values in every column; everybody without a rule; blanks fit nothing."""
    assert who(PEOPLE, {"plan": ["pro", "free"], "seats": ["5", "6"]}).index.tolist() == [1, 2]
    assert len(who(PEOPLE, {})) == 5
    assert len(who(PEOPLE, {"plan": []})) == 0
    assert who(PEOPLE, {"seats": ["many"]}).empty
    assert who(PEOPLE, {"seats": ["2 to 6", "9 or more"]}).index.tolist() == [1, 2, 3, 4]
    assert who(PEOPLE, {"seats": ["4,5 or less"]}).index.tolist() == [0]
    with pytest.raises(Missing, match="names the column 'age'; there are: plan, seats"):
        who(PEOPLE, {"age": ["18"]})


def test_one_of_several_options_is_enough():
    """In a cell of many options "web" is not part of "webinar"."""
    assert who(PEOPLE, {"used": ["web"]}, {"used": ";"}).index.tolist() == [0, 1]
    assert who(PEOPLE, {"used": ["web"]}).index.tolist() == [1]


def test_weights_say_what_they_cost():
    """Kish's n, design effect, the spread; who has no weight is counted."""
    found = weighting(pd.DataFrame({"weight": [1.0, 3.0] * 50 + [0.0, None]}))
    assert (found.n, found.effective, found.design_effect) == (100, 80, 1.25)
    assert (found.smallest, found.largest, found.ratio, found.left_out) == (1, 3, 3, 2)
    assert "2 without a weight are left out" in str(found)
    with pytest.raises(Refused, match="no weight above 0"):
        weighting(pd.DataFrame({"weight": [0.0]}))


def test_raked_weights_meet_all_margins():
    """Two margins at once, means about 1; the first answers keep their columns."""
    frame = pd.DataFrame({
        "region": RANDOM.choice(["n", "s"], 400, p=[0.7, 0.3]),
        "age": RANDOM.choice([1, 2, 3], 400, p=[0.2, 0.3, 0.5]),
    })  # fmt: skip
    targets = {"region": {"n": 0.5, "s": 0.5}, "age": {1: 0.3, 2: 0.3, 3: 0.4}}
    found = rake(frame, targets)
    for column, shares in targets.items():
        got = found.groupby(column)["weight"].sum() / found["weight"].sum()
        assert got.to_dict() == pytest.approx(shares)
    assert found["weight"].mean() == pytest.approx(1)


def test_trimmed_weights_stay_within_the_cap():
    """No answer counts more than three times the mean, or less than a third."""
    frame = pd.DataFrame({"a": ["x"] * 98 + ["y"] * 2})
    found = rake(frame, {"a": {"x": 0.5, "y": 0.5}}, trim=3)
    assert found["weight"].max() == 3
    assert rake(frame, {"a": {"x": 0.5, "y": 0.5}}, trim=None)["weight"].max() == pytest.approx(25)


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        ({"a": {"x": 1.0}}, "'a' has the answer 'y', which has no target"),
        ({"a": {"x": 0.5, "y": 0.3, "z": 0.2}}, "Nobody has a 'z'"),
        ({"a": {"x": 1.0, "y": 0.0}}, "it has to be above 0"),
        ({"a": {"x": 0.5, "y": 0.5}, "b": {1: 0.9, 2: 0.1}}, "contradict each other"),
    ],
)
def test_margins_that_cannot_be_met_are_refused(targets, words):
    """Each with the value that stands in the way."""
    frame = pd.DataFrame({"a": ["x"] * 5 + ["y"] * 5, "b": [1] * 5 + [2] * 5})
    with pytest.raises(Refused, match=words):
        rake(frame, targets)


def test_a_finite_list_narrows_the_interval():
    """80 of 200: the standard error times .777, and the method says so."""
    assert correction(80, 200) == pytest.approx(0.777, abs=5e-4)
    plain = mean(Tally.of([1, 2, 3, 4, 5] * 16), 1, 5)
    found = of_population(plain, 200)
    assert found.high - found.low == pytest.approx(0.7765 * (plain.high - plain.low), rel=1e-3)
    assert found.method.endswith("finite population of 200 (× 0.777)")
    with pytest.raises(Refused, match="does not fit"):
        correction(201, 200)


def test_options_of_one_cell_are_counted_apart():
    """Shares of who answered, weighted where there are weights."""
    frame = pd.DataFrame({
        "used": ["app;web"] * 4 + ["web"] * 4 + ["", None], "weight": [3.0] * 4 + [1.0] * 6,
    })  # fmt: skip
    found = frequencies(frame, "used", separator=";").set_index("option")
    assert found["chosen"].to_dict() == {"web": 8, "app": 4}
    assert found["value"].to_dict() == {"web": 1.0, "app": 0.75}
    assert set(found["n"]) == {8}
    assert "Kish" in found["method"]["app"]


def test_options_in_columns_are_counted_alike():
    """One column an option: the same shares; all blank is no answer, "No" is not chosen."""
    frame = pd.DataFrame({
        "app": ["x"] * 4 + ["", "No", "", ""], "web": ["x"] * 7 + [""], "g": ["a"] * 8,
    })  # fmt: skip
    found = ticked(frame, ["app", "web"], by=["g"])
    assert found[["g", "option", "chosen", "n"]].values.tolist() == [
        ["a", "app", 4, 7], ["a", "web", 7, 7],
    ]  # fmt: skip


def test_a_cross_tab_counts_and_shares_of_rows_and_columns():
    """As plain pandas has it, weighted shares beside plain counts."""
    frame = pd.DataFrame({"plan": RANDOM.choice(["a", "b"], 200),
                          "stars": RANDOM.choice([1, 2, 3], 200),
                          "weight": RANDOM.choice([0.5, 2.0], 200)})  # fmt: skip
    found = crosstab(frame, "plan", "stars")
    plain = pd.crosstab(frame["plan"], frame["stars"])
    heavy = pd.crosstab(frame["plan"], frame["stars"], frame["weight"], aggfunc="sum")
    heavy = heavy.div(heavy.sum(axis=1), axis=0)
    for row in found.to_dict("records"):
        assert row["n"] == plain.loc[row["row"], int(row["column"])]
        assert row["row_share"] == pytest.approx(heavy.loc[row["row"], int(row["column"])])
    assert not found["hidden"].any()


def test_association_is_that_of_scipy():
    """χ² and p of scipy; V is 0 where nothing goes together, and a note warns of thin cells."""
    stats = pytest.importorskip("scipy.stats")
    frame = pd.DataFrame(
        {"a": ["x"] * 30 + ["y"] * 30, "b": [1] * 25 + [2] * 5 + [1] * 8 + [2] * 22}
    )
    found = association(frame, "a", "b")
    expected = stats.chi2_contingency(pd.crosstab(frame["a"], frame["b"]), correction=False)
    assert (found.chi2, found.p) == pytest.approx((expected.statistic, expected.pvalue))
    assert 0.4 < found.v < 0.6
    assert found.note == ""
    assert "below 5" in association(frame.iloc[:34], "a", "b").note


def recovered(n: np.ndarray, hidden: np.ndarray) -> set[tuple[int, int]]:
    """The hidden cells that the rest gives away, by linear algebra on all sums of the table."""
    cells = list(zip(*np.nonzero(hidden), strict=True))
    rows, columns = n.shape
    equations = []
    for i in range(rows):
        equations.append([(1 if c[1] < columns - 1 else -1) * (c[0] == i) for c in cells])
    for j in range(columns):
        equations.append([(1 if c[0] < rows - 1 else -1) * (c[1] == j) for c in cells])
    _, s, v = np.linalg.svd(np.array(equations, dtype=float))
    free = v[int((s > 1e-9).sum()) :]
    return {c for k, c in enumerate(cells) if not len(free) or np.abs(free[:, k]).max() < 1e-9}


@pytest.mark.parametrize("seed", range(12))
def test_a_hidden_cell_does_not_come_back_by_subtraction(seed):
    """Any table with its totals: no small cell follows from what is shown."""
    random = np.random.default_rng(seed)
    inner = random.poisson(random.uniform(2, 15), size=random.integers(2, 6, 2))
    wide = np.hstack([inner, inner.sum(axis=1, keepdims=True)])
    n = np.vstack([wide, wide.sum(axis=0, keepdims=True)])
    hidden = hide(n)
    assert hidden[(n > 0) & (n < 5)].all()
    if (~hidden & (n > 0)).any():
        assert not {c for c in recovered(n, hidden) if 0 < n[c] < 5}


def test_a_table_without_small_cells_is_shown_whole():
    """Nothing is hidden without need; empty cells are about nobody."""
    assert not hide([[9, 0, 9], [9, 8, 17], [18, 8, 26]]).any()


def test_hidden_cells_have_no_number_in_a_cross_tab():
    """Count and shares are blank, also of the cells that protect a small one."""
    pairs = itertools.chain.from_iterable(
        [pair] * n for pair, n in {("a", "x"): 3, ("a", "y"): 20, ("b", "x"): 9, ("b", "y"): 30,
                                   ("c", "x"): 40, ("c", "y"): 50}.items()
    )  # fmt: skip
    found = crosstab(pd.DataFrame(pairs, columns=["r", "c"]), "r", "c")
    shut = found[found["hidden"]]
    assert list(zip(shut["row"], shut["column"], strict=True)) == [
        ("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"),
    ]  # fmt: skip
    assert shut[["n", "row_share", "column_share"]].isna().all(axis=None)


def test_groups_are_hidden_until_the_rest_is_large_enough():
    """3 and 4 are seven together; 2 and 2 need a third; nobody hidden, nobody protected."""
    assert hide_groups({"a": 40, "b": 3, "c": 4}) == {"b", "c"}
    assert hide_groups({"a": 40, "b": 2, "c": 2, "d": 9}) == {"b", "c", "d"}
    assert hide_groups({"a": 40, "b": 5}) == set()


def test_a_table_of_segments_hides_what_would_give_a_segment_away():
    """Three segments, one of four people: the next larger is hidden with it."""
    frame = pd.DataFrame({
        "question": "q", "segment": ["a"] * 20 + ["b"] * 9 + ["c"] * 4,
        "value": [1 + i % 5 for i in range(33)],
    })  # fmt: skip
    found = table(frame, "mean", by=("question", "segment"))
    assert found["suppressed"].tolist() == [False, True, True]
    assert found["n"].tolist() == [20, 9, 4]


def test_two_views_that_differ_by_few_people_do_not_stand_together():
    """All but three: subtracting the views would show the three."""
    frame = pd.DataFrame({"shop": ["A"] * 9 + ["B"] * 3 + ["C"] * 6})
    assert apart(frame, {"shop": ["A", "C"]}, {"shop": ["A", "B", "C"]}) == (0, 3)
    assert not beside(frame, {"shop": ["A", "C"]}, {})
    assert beside(frame, {"shop": ["A"]}, {})
    assert beside(frame, {"shop": ["A"]}, {"shop": ["A"]})


def test_missing_answers_are_told_apart():
    """Blank is missing, "N/A" does not apply; the three sum to the responses."""
    frame = pd.DataFrame({"q": ["5", " ", "N/A", None, "4"], "r": [1.0, 2.0, np.nan, 9.0, 1.0]})
    found = missing_answers(frame, ["q", "r"], {"q": ["N/A"], "r": [9]}).set_index("column")
    assert found.iloc[:, :4].values.tolist() == [[5, 2, 1, 2], [5, 3, 1, 1]]
    assert found["share"].tolist() == [0.5, 0.25]
    assert found["low"]["q"] < 0.5 < found["high"]["q"]
    assert complete_cases(frame, ["q", "r"]) == 2


def test_response_rate_and_bounds():
    """80 of 200 answered; 60 of 80 yes is 30 % to 90 % of all asked."""
    assert (response_rate(80, 200).value, response_rate(80, 200).n) == (0.4, 200)
    assert bounds(60, 80, 200) == pytest.approx((0.3, 0.9))
    with pytest.raises(Refused, match="do not fit"):
        response_rate(3, 2)
    with pytest.raises(Refused, match="no share"):
        bounds(5, 4, 10)
