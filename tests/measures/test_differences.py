"""Differences of two samples and families of them, against other programs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from journeykit.errors import Missing, Refused
from journeykit.measures import (
    Tally,
    benjamini_hochberg,
    compare,
    difference,
    holm,
    kruskal,
    link,
    mann_whitney,
    mean_difference,
    mean_needed,
    nps_difference,
    nps_needed,
    nps_visible,
    paired_mean,
    paired_share,
    sentence,
    share_difference,
    share_needed,
    superiority,
)

stats = pytest.importorskip("scipy.stats")
RANDOM = np.random.default_rng(11)
BEFORE = RANDOM.choice([1, 2, 3, 4, 5], size=60, p=[0.1, 0.2, 0.3, 0.3, 0.1])
AFTER = RANDOM.choice([1, 2, 3, 4, 5], size=45, p=[0.05, 0.1, 0.2, 0.35, 0.3])
ONE, TWO = Tally.of(BEFORE), Tally.of(AFTER)


def wave(promoters: int, detractors: int, n: int = 100) -> Tally:
    return Tally.of([10] * promoters + [8] * (n - promoters - detractors) + [3] * detractors)


def hits(yes: int, n: int) -> Tally:
    return Tally.of([1] * yes + [0] * (n - yes))


def test_the_difference_of_two_nps_is_the_published_formula():
    """z on the adjusted difference, recomputed by hand; the value itself is plain."""
    found = nps_difference(wave(45, 25), wave(60, 15))
    up, down = np.array([45.75, 60.75]) / 103, np.array([25.75, 15.75]) / 103
    error = np.sqrt(((up + down - (up - down) ** 2) / 103).sum())
    moved = (up - down)[1] - (up - down)[0]
    assert found.value == pytest.approx(25)
    assert found.low == pytest.approx(100 * (moved - 1.959964 * error), abs=1e-4)
    assert found.p == pytest.approx(2 * stats.norm.sf(moved / error))
    assert found.sure


@pytest.mark.parametrize(("a", "n", "b", "m"), [(40, 100, 60, 110), (3, 30, 9, 25), (0, 20, 5, 20)])
def test_the_difference_of_shares_is_that_of_statsmodels(a, n, b, m):
    """Newcombe's interval."""
    oracle = pytest.importorskip("statsmodels.stats.proportion")
    expected = oracle.confint_proportions_2indep(b, m, a, n, method="newcomb", compare="diff")
    found = share_difference(hits(a, n), hits(b, m), 1, 1)
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-9)
    assert found.value == pytest.approx(b / m - a / n)


def test_the_test_of_shares_is_exact_where_counts_are_small():
    """Pooled z for many, Barnard for few, Fisher for rare ones among many."""
    oracle = pytest.importorskip("statsmodels.stats.proportion")
    found = share_difference(hits(40, 100), hits(60, 110), 1, 1)
    assert found.p == pytest.approx(oracle.proportions_ztest([40, 60], [100, 110])[1])
    assert found.effect == pytest.approx(oracle.proportion_effectsize(60 / 110, 40 / 100))
    few = share_difference(hits(1, 12), hits(6, 10), 1, 1)
    assert few.p == pytest.approx(stats.barnard_exact([[1, 6], [11, 4]]).pvalue)
    rare = share_difference(hits(1, 90), hits(6, 80), 1, 1)
    assert rare.p == pytest.approx(stats.fisher_exact([[1, 6], [89, 74]]).pvalue)
    assert "Fisher" in rare.method


def test_the_difference_of_means_is_welchs():
    """Interval and p of scipy's Welch test; Hedges' g by its definition."""
    expected = stats.ttest_ind(AFTER, BEFORE, equal_var=False)
    found = mean_difference(ONE, TWO)
    assert found.p == pytest.approx(expected.pvalue)
    assert (found.low, found.high) == pytest.approx(tuple(expected.confidence_interval()))
    pooled = np.sqrt((59 * BEFORE.var(ddof=1) + 44 * AFTER.var(ddof=1)) / 103)
    g = (AFTER.mean() - BEFORE.mean()) / pooled * (1 - 3 / (4 * 103 - 1))
    assert found.effect == pytest.approx(g)


def test_means_of_equal_answers_have_no_interval():
    """Without variation there is nothing to test, and the method says so."""
    found = mean_difference(Tally.of([4] * 9), Tally.of([5] * 9))
    assert (found.value, found.low, found.p, found.sure) == (1, None, None, None)
    assert found.method == "no interval: neither sample varies"


def test_ordinal_answers_are_compared_as_by_brunner_and_munzel():
    """The probability of superiority and its p are those of scipy and statsmodels."""
    rank = pytest.importorskip("statsmodels.stats.nonparametric")
    found = superiority(ONE, TWO)
    assert found.p == pytest.approx(stats.brunnermunzel(AFTER, BEFORE).pvalue)
    assert found.value == pytest.approx(rank.rank_compare_2indep(AFTER, BEFORE).prob1)
    assert mann_whitney(ONE, TWO) == pytest.approx(
        stats.mannwhitneyu(AFTER, BEFORE, method="asymptotic").pvalue
    )


def test_the_interval_of_superiority_stays_between_0_and_1():
    """Six against six: where the plain interval leaves the scale, ours does not."""
    rank = pytest.importorskip("statsmodels.stats.nonparametric")
    few, more = [1, 2, 2, 3, 3, 4], [2, 4, 4, 5, 5, 5]
    plain = rank.rank_compare_2indep(more, few).conf_int()
    found = superiority(Tally.of(few), Tally.of(more))
    assert plain[1] > 1
    assert 0 < found.low < found.value < found.high < 1


def test_samples_that_do_not_overlap_claim_no_certainty():
    """All of one group above all of the other: the interval has a width all the same."""
    found = superiority(Tally.of([1, 1, 2, 2, 2]), Tally.of([4, 4, 5, 5, 5]))
    assert (found.value, found.high) == (1, 1)
    assert found.low == pytest.approx(5 / (5 + 1.959964**2), abs=1e-6)
    same = superiority(Tally.of([3] * 6), Tally.of([3] * 8))
    assert (same.value, same.p) == (0.5, 1.0)


def test_too_few_answers_are_not_compared():
    """Four people in one wave: no value, and the sentence says why."""
    for measure in ("nps", "csat", "ces", "share", "mean", "ordinal"):
        found = difference(Tally.of([1, 1, 0, 1]), Tally.of([1] * 30), measure)
        assert found.suppressed
        assert (found.value, found.p, found.sure) == (None, None, None)
    assert sentence(found, "2025", "2026", "Desk") == (
        "Desk: the answers: 2025 and 2026 are not compared: fewer than 5 answers."
    )


def test_weights_widen_the_interval_of_a_difference():
    """Kish's effective n takes the place of n, and the method says so."""
    heavy = Tally.of(AFTER, np.where(np.arange(45) % 3 == 0, 5.0, 1.0))
    assert heavy.effective < 30
    found = mean_difference(ONE, heavy)
    plain = mean_difference(ONE, TWO)
    assert found.high - found.low > plain.high - plain.low
    assert "n_eff 60 and" in found.method


def test_the_sentence_leads_with_effect_and_interval():
    """Effect, interval, n, then what it shows and what it does not."""
    assert sentence(nps_difference(wave(45, 25), wave(60, 15)), "2025", "2026", "Desk") == (
        "Desk: NPS: 2026 is 25.0 points above 2025 (95 % interval 3.0 to 45.5, n 100 and 100). "
        "Chance alone hardly explains it; why it is so, this does not say."
    )
    assert "percentage points below" in sentence(
        share_difference(hits(60, 100), hits(55, 100), 1, 1), "a", "b"
    )


@pytest.mark.parametrize("size", [1, 2, 7])
def test_families_are_adjusted_as_by_statsmodels(size):
    """Holm, and Benjamini and Hochberg."""
    oracle = pytest.importorskip("statsmodels.stats.multitest")
    ps = np.random.default_rng(size).uniform(0, 0.2, size).tolist()
    assert holm(ps) == pytest.approx(oracle.multipletests(ps, method="holm")[1])
    assert benjamini_hochberg(ps) == pytest.approx(stats.false_discovery_control(ps))


def test_many_segments_are_compared_as_by_scipy():
    """Kruskal and Wallis with ties."""
    third = RANDOM.choice([1, 2, 3, 4, 5], size=30)
    found = kruskal({"a": ONE, "b": TWO, "c": Tally.of(third)})
    expected = stats.kruskal(BEFORE, AFTER, third)
    assert (found.h, found.p) == pytest.approx(tuple(expected))
    assert (found.df, found.n) == (2, 135)
    with pytest.raises(Refused, match="two groups"):
        kruskal({"a": ONE})


def tidy() -> pd.DataFrame:
    sizes = {("Desk", 2025): 40, ("Desk", 2026): 50, ("Web", 2025): 30, ("Web", 2026): 3}
    return pd.DataFrame([
        {"question": question, "wave": wave, "value": 1 + (i * 7 + wave) % 5}
        for (question, wave), n in sizes.items() for i in range(n)
    ])  # fmt: skip


def test_a_frame_of_waves_becomes_a_frame_of_comparisons():
    """One row a question, with its sentence; what is too small is hidden."""
    found = compare(tidy(), "wave")
    assert found[["question", "first", "second", "n_before", "n_after"]].values.tolist() == [
        ["Desk", 2025, 2026, 40, 50], ["Web", 2025, 2026, 30, 3],
    ]  # fmt: skip
    assert found["suppressed"].tolist() == [False, True]
    assert found["sentence"][0].startswith("Desk: the mean: 2026")
    with pytest.raises(Missing, match="no answer with wave '2027'"):
        compare(tidy(), "wave", pairs=[(2025, 2027)])


def test_several_comparisons_are_one_family():
    """Three segments make three pairs; each p is Holm's over three and says so."""
    frame = pd.DataFrame({
        "question": "q", "value": [*BEFORE, *AFTER, *BEFORE[:30]],
        "segment": ["a"] * 60 + ["b"] * 45 + ["c"] * 30,
    })  # fmt: skip
    found = compare(frame, "segment", "ordinal")
    assert found["p_adjusted"].tolist() == pytest.approx(holm(found["p"].tolist()))
    assert all("Holm over 3" in method for method in found["method"])


PEOPLE = pd.DataFrame(
    [{"id": f"p{i}", "wave": 1, "value": v} for i, v in enumerate(BEFORE)]
    + [{"id": f"p{i}", "wave": 2, "value": v} for i, v in enumerate(AFTER)]
    + [{"id": "p0", "wave": 2, "value": 3}, {"id": None, "wave": 2, "value": 3}]
)


def test_people_who_answered_both_waves_are_linked():
    """45 ids are in both; one of them answered a wave twice and is left out."""
    pairs = link(PEOPLE, 1, 2)
    assert (pairs.n, pairs.doubled, pairs.unlinked) == (44, 1, 15)
    assert (
        sum(b - a for (a, b), n in pairs.counts.items() for _ in range(n))
        == (AFTER[1:] - BEFORE[1:45]).sum()
    )


def test_paired_answers_are_tested_as_by_scipy():
    """Student's interval of the change, Wilcoxon's p without the zero changes."""
    found = paired_mean(link(PEOPLE, 1, 2))
    moved = AFTER[1:] - BEFORE[1:45]
    interval = stats.ttest_1samp(moved, 0).confidence_interval()
    assert (found.low, found.high) == pytest.approx(tuple(interval))
    assert found.p == pytest.approx(stats.wilcoxon(moved[moved != 0], method="approx").pvalue)
    assert found.effect == pytest.approx(np.sign(moved).mean())


def test_paired_shares_are_tested_as_by_statsmodels():
    """McNemar, exact for few changes; Bonett and Price's interval by hand."""
    tables = pytest.importorskip("statsmodels.stats.contingency_tables")
    pairs = link(PEOPLE, 1, 2)
    was, now = BEFORE[1:45] >= 4, AFTER[1:] >= 4
    table = [[(was & now).sum(), (was & ~now).sum()], [(~was & now).sum(), (~was & ~now).sum()]]
    found = paired_share(pairs, 4, 5)
    changed = table[0][1] + table[1][0]
    exact = changed < 25
    assert found.p == pytest.approx(tables.mcnemar(table, exact=exact, correction=False).pvalue)
    assert found.value == pytest.approx(now.mean() - was.mean())
    p, q = (table[1][0] + 1) / 46, (table[0][1] + 1) / 46
    half = 1.959964 * np.sqrt((p + q - (p - q) ** 2) / 46)
    assert (found.low, found.high) == pytest.approx((p - q - half, p - q + half), abs=1e-6)


def test_the_answers_needed_to_see_a_change():
    """About 1,040 a wave for 10 points of NPS at 80 %, 260 for 20; sizes of statsmodels."""
    power = pytest.importorskip("statsmodels.stats.power")
    shares = pytest.importorskip("statsmodels.stats.proportion")
    assert round(nps_needed(10), -1) == 1040
    assert nps_needed(20) == 260
    assert nps_visible(nps_needed(10)) == pytest.approx(10, abs=0.01)
    t = power.TTestIndPower()
    for effect in (0.2, 0.5, 0.8):
        assert mean_needed(effect) == pytest.approx(
            t.solve_power(effect, alpha=0.05, power=0.8), abs=1
        )
    expected = shares.samplesize_proportions_2indep_onetail(
        0.1, 0.6, power=0.8, alpha=0.05, alternative="two-sided"
    )
    assert share_needed(0.6, 0.7) == pytest.approx(expected, rel=0.01)
    with pytest.raises(Refused, match="change of 0"):
        nps_needed(0)
