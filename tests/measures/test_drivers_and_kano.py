"""Key drivers, importance and performance, Kano: against other programs and by hand."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest

from journeykit.errors import Missing, Refused
from journeykit.measures import importance_performance, kano_table, key_drivers
from journeykit.measures.kano import TABLE, goodman, kind, of_counts

RANDOM = np.random.default_rng(3)


def ratings(n: int, k: int = 4, random: np.random.Generator = RANDOM) -> pd.DataFrame:
    common = random.normal(size=(n, 1))
    x = common + random.normal(size=(n, k))
    y = x @ np.linspace(1, 0.1, k) + random.normal(size=n)
    frame = pd.DataFrame(np.clip(np.round(x + 3), 1, 5), columns=[f"d{i}" for i in range(k)])
    return frame.assign(all=np.clip(np.round(y / 2 + 3), 1, 5))


def r2(frame: pd.DataFrame, names: tuple[str, ...], weight: np.ndarray | None = None) -> float:
    """R² of a regression, straight from least squares."""
    w = np.sqrt(np.ones(len(frame)) if weight is None else weight)
    y = frame["all"].to_numpy()
    x = np.column_stack([np.ones(len(frame)), *(frame[name] for name in names)])
    beta = np.linalg.lstsq(x * w[:, None], y * w, rcond=None)[0]
    middle = np.average(y, weights=w**2)
    return 1 - float(((y - x @ beta) ** 2 @ w**2) / ((y - middle) ** 2 @ w**2))


def by_orders(frame: pd.DataFrame, names: list[str], weight: np.ndarray | None = None) -> dict:
    """The definition of LMG: the gain in R², averaged over all orders."""
    parts = dict.fromkeys(names, 0.0)
    for order in itertools.permutations(names):
        for at, name in enumerate(order):
            parts[name] += r2(frame, order[: at + 1], weight) - r2(frame, order[:at], weight)
    return {name: part / math.factorial(len(names)) for name, part in parts.items()}


def test_drivers_are_the_average_over_all_orders():
    """LMG by its definition; the parts sum to R²; the strongest comes first."""
    frame = ratings(200)
    names = ["d0", "d1", "d2", "d3"]
    found = key_drivers(frame, "all", names)
    parts = dict(zip(found["driver"], found["value"], strict=True))
    assert parts == pytest.approx(by_orders(frame, names))
    assert found["r2"][0] == pytest.approx(r2(frame, tuple(names)))
    assert found["share"].sum() == pytest.approx(1)
    assert found["value"].is_monotonic_decreasing
    assert found["note"][0] == "association, not effect"


def test_weighted_drivers_are_those_of_a_weighted_regression():
    """Every moment counts with the weight."""
    frame = ratings(120, 3)
    frame["weight"] = RANDOM.choice([0.5, 1.0, 3.0], 120)
    found = key_drivers(frame, "all", ["d0", "d1", "d2"])
    expected = by_orders(frame, ["d0", "d1", "d2"], frame["weight"].to_numpy())
    assert dict(zip(found["driver"], found["value"], strict=True)) == pytest.approx(expected)


def test_the_baseline_is_spearmans_correlation():
    """As scipy has it, ties and all."""
    stats = pytest.importorskip("scipy.stats")
    frame = ratings(150)
    found = key_drivers(frame, "all", ["d0", "d3"]).set_index("driver")
    for name in ("d0", "d3"):
        assert found["spearman"][name] == pytest.approx(
            stats.spearmanr(frame[name], frame["all"]).statistic
        )


def test_the_bootstrap_is_one_of_respondents():
    """Intervals and the chance to come first agree with a plain bootstrap of rows."""
    frame = ratings(150, 2)
    found = key_drivers(frame, "all", ["d0", "d1"]).set_index("driver")
    random = np.random.default_rng(0)
    drawn = np.array([
        list(by_orders(frame.iloc[random.integers(0, 150, 150)], ["d0", "d1"]).values())
        for _ in range(400)
    ])  # fmt: skip
    assert found[["low", "high"]].loc["d0"].tolist() == pytest.approx(
        np.quantile(drawn[:, 0], [0.025, 0.975]), abs=0.03
    )
    assert found["first"]["d0"] == pytest.approx((drawn[:, 0] > drawn[:, 1]).mean(), abs=0.08)
    assert found["first"].sum() == pytest.approx(1)
    assert (found["rank_low"] <= found["rank"]).all()


def test_many_people_are_resampled_in_groups():
    """Beyond 5,000 different rows the interval is still the size that √n says."""
    random = np.random.default_rng(8)
    x = random.normal(size=(20_000, 2))
    frame = pd.DataFrame(x, columns=["a", "b"])
    frame["all"] = x @ [1.0, 0.5] + random.normal(size=20_000)
    many = key_drivers(frame, "all", ["a", "b"]).set_index("driver")
    few = key_drivers(frame.iloc[:4_000], "all", ["a", "b"]).set_index("driver")
    width = (many["high"] - many["low"]) / (few["high"] - few["low"])
    assert width.tolist() == pytest.approx([math.sqrt(0.2)] * 2, rel=0.15)


def test_twelve_drivers_are_exact_and_thirteen_refused():
    """The parts of twelve sum to R²; more would be too many."""
    frame = ratings(400, 12)
    names = [f"d{i}" for i in range(12)]
    found = key_drivers(frame, "all", names, resamples=20)
    assert found["value"].sum() == pytest.approx(r2(frame, tuple(names)))
    with pytest.raises(Refused, match="13 drivers are too many; choose at most 12"):
        key_drivers(frame, "all", [f"d{i}" for i in range(13)])


def test_two_drivers_that_say_the_same_share_what_they_bring():
    """A copy of a driver gets half of it; one that never varies gets nothing."""
    frame = ratings(200, 1).assign(copy=lambda f: f["d0"], flat=3)
    found = key_drivers(frame, "all", ["d0", "copy", "flat"]).set_index("driver")
    assert found["value"]["d0"] == pytest.approx(found["value"]["copy"])
    assert found["value"]["flat"] == pytest.approx(0, abs=1e-12)


def test_few_people_for_many_drivers_are_warned_of():
    """Fewer than 10 or 20 a driver, blanks left out and counted, hardly anybody refused."""
    frame = ratings(75)
    frame.loc[:19, "d0"] = np.nan
    names = ["d0", "d1", "d2", "d3"]
    found = key_drivers(frame, "all", names, resamples=50)
    assert (found["n"][0], found["left_out"][0]) == (55, 20)
    assert found["note"][0].endswith("fewer than 20 each): indicative")
    thin = key_drivers(frame.iloc[:50], "all", names, resamples=50)
    assert "fewer than 10 each): the order may change" in thin["note"][0]
    with pytest.raises(Refused, match="5 people answered all of it"):
        key_drivers(frame.iloc[:25], "all", names)
    with pytest.raises(Missing, match="no column 'x'"):
        key_drivers(frame, "all", ["x"])
    with pytest.raises(Refused, match="outcome itself"):
        key_drivers(frame, "all", ["all"])


def test_the_crosshair_is_the_readers_choice():
    """The same points fall elsewhere when the lines move, and the words say where they are."""
    frame = pd.DataFrame({
        "touchpoint": list("abcd"), "importance": [0.4, 0.3, 0.1, None],
        "performance": [3.2, 4.6, 4.2, 2.0],
    })  # fmt: skip
    found = importance_performance(frame)
    assert found["quadrant"].tolist()[:3] == ["concentrate here", "keep it up", "possible overkill"]
    assert found["quadrant"].isna().tolist() == [False, False, False, True]
    assert found["crosshair"][0] == "lines at the mean of both"
    scaled = importance_performance(frame, "scale")
    assert scaled["quadrant"][0] == "keep it up"
    assert scaled["cross_performance"][0] == 3
    by_hand = importance_performance(frame, (0.05, 4.5))
    assert by_hand["quadrant"].tolist()[:3] == [
        "concentrate here",
        "keep it up",
        "concentrate here",
    ]
    with pytest.raises(Refused, match="crosshair 'top' is unknown"):
        importance_performance(frame, "top")


def test_the_kano_table_is_the_published_one():
    """Like: Q A A A O; in between: R I I I M; dislike: R R R R Q."""
    assert ["".join(kind(f, d) for d in range(1, 6)) for f in range(1, 6)] == list(TABLE)
    assert kind("Like", "dislike") == "O"
    with pytest.raises(Refused, match="Kano answer '6' is not"):
        kind(6, 1)


def test_kano_kinds_with_better_and_worse():
    """40 of 60 one-dimensional: settled; better 50/60, worse −45/60."""
    frame = pd.DataFrame(
        [("Chat", 1, 5)] * 40 + [("Chat", 1, 3)] * 10 + [("Chat", 3, 5)] * 5
        + [("Chat", 3, 3)] * 5 + [("Few", 1, 5)] * 4 + [("Few", None, 2)],
        columns=["question", "functional", "dysfunctional"],
    )  # fmt: skip
    chat, few = kano_table(frame).to_dict("records")
    assert (chat["kind"], chat["supported"], chat["n"]) == ("O", True, 60)
    assert (chat["better"], chat["worse"]) == pytest.approx((50 / 60, -45 / 60))
    assert chat["worse_low"] < chat["worse"] < chat["worse_high"] < 0
    assert (few["suppressed"], few["n"], pd.isna(few["kind"])) == (True, 4, True)


def test_a_kind_is_not_settled_where_intervals_overlap():
    """15 against 12 of 40 could be the other way round."""
    assert not of_counts({"A": 15, "O": 12, "M": 5, "I": 8, "R": 0, "Q": 0})["supported"]


def test_the_multinomial_interval_is_that_of_statsmodels():
    """Goodman's."""
    oracle = pytest.importorskip("statsmodels.stats.proportion")
    counts = [40, 10, 5, 5, 3, 2]
    expected = oracle.multinomial_proportions_confint(counts, method="goodman")
    assert [goodman(hits, 65, 6) for hits in counts] == [pytest.approx(tuple(e)) for e in expected]
