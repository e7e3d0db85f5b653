"""Rules about metrics and trends: what hits surely, possibly or not, and what may be chance."""

from __future__ import annotations

from datetime import date

import pytest

from journeykit.insight.patterns import evaluate, is_share
from journeykit.insight.series import Point, Series, begin, named, period_of, point
from journeykit.insight.trends import trends
from journeykit.model import Pattern


def share(*values: tuple[float, int], metric: str = "Bounce rate", at: str = "") -> Series:
    """A series of shares with their n."""
    points = [point("share", f"P{i}", None, value, n) for i, (value, n) in enumerate(values)]
    return Series(metric, at, "share", tuple(points))


def counts(*values: float, metric: str = "Orders") -> Series:
    """A series of plain counts."""
    return Series(metric, "", "count", tuple(Point(f"P{i}", None, v) for i, v in enumerate(values)))


ABOVE = Pattern(metric="Bounce rate", comparison="above", threshold=0.5)


@pytest.mark.parametrize(
    ("value", "n", "state"),
    [
        (0.6, 400, "sure"),  # Wilson 0.55 to 0.65
        (0.52, 400, "possible"),  # 0.47 to 0.57
        (0.5, 400, "no"),  # not above
        (0.4, 400, "no"),
        (0.9, 4, "few"),  # four visits are nobody's rate
    ],
)
def test_a_rule_hits_surely_possibly_or_not(value: float, n: int, state: str) -> None:
    """The whole interval beyond, only the number beyond, or neither."""
    [hit] = evaluate(ABOVE, [share((value, n))])
    assert hit.state == state


def test_a_number_without_an_interval_hits_possibly_at_most() -> None:
    """A rate of unknown n proves nothing."""
    series = Series("Bounce rate", "", "share", (Point("P0", None, 0.99),))
    [hit] = evaluate(ABOVE, [series])
    assert hit.state == "possible"


def test_a_rule_says_in_how_many_periods_it_hits() -> None:
    """One bad month is not three."""
    [hit] = evaluate(ABOVE, [share((0.6, 400), (0.4, 400), (0.7, 400))])
    assert [each.label for each in hit.periods] == ["P0", "P2"]
    assert hit.point.label == "P2"


def test_a_rule_about_another_metric_says_nothing() -> None:
    """Not imported is an empty answer, not a no."""
    assert evaluate(ABOVE, [counts(3)]) == []


def test_a_metric_is_known_by_its_other_names() -> None:
    """What tools write is folded: case, dashes, units."""
    rule = Pattern(metric="Email open rate", comparison="below", threshold=0.15)
    series = share((0.1, 900), metric="E-mail open rate (%)")
    assert evaluate(rule, [series])[0].state == "sure"
    also = evaluate(rule, [share((0.1, 900), metric="Opens rate")], ("Opens rate",))
    assert also[0].state == "sure"


def test_a_rule_about_one_touchpoint_looks_nowhere_else() -> None:
    """The others are not listed."""
    rule = ABOVE.model_copy(update={"touchpoint": "t1"})
    hits = evaluate(rule, [share((0.6, 400), at="t1"), share((0.6, 400), at="t2")])
    assert [hit.series.touchpoint for hit in hits] == ["t1"]


def test_rising_and_falling_compare_with_the_period_before() -> None:
    """A share by points, a count by its own size."""
    falls = Pattern(metric="Bounce rate", comparison="falls", threshold=0.05)
    assert evaluate(falls, [share((0.6, 900), (0.4, 900))])[0].state == "sure"
    assert evaluate(falls, [share((0.6, 900), (0.54, 900))])[0].state == "possible"
    assert evaluate(falls, [share((0.4, 900), (0.6, 900))])[0].state == "no"
    rises = Pattern(metric="Orders", comparison="rises", threshold=0.2)
    assert evaluate(rises, [counts(100, 130)])[0].state == "possible"
    assert evaluate(rises, [counts(100, 110)])[0].state == "no"
    assert evaluate(rises, [counts(0, 110)])[0].state == "few"
    assert evaluate(rises, [counts(100)])[0].state == "few"


@pytest.mark.parametrize("metric", ["Exit rate", "Cart abandonment", "Share of returns", "CTR %"])
def test_shares_are_known_by_their_names(metric: str) -> None:
    """So that a threshold is typed in percent."""
    assert is_share(metric)


# ---- trends ------------------------------------------------------------------------------------


def test_a_clear_change_is_flagged_and_a_small_one_is_not() -> None:
    """60 of 100 after 40 of 100: p 0.005, of two metrics 0.009."""
    clear, small = trends([share((0.4, 100), (0.6, 100)), share((0.4, 100), (0.42, 100))])
    assert clear.flag == "rises"
    assert clear.step.adjusted == pytest.approx(2 * clear.step.p)
    assert small.flag == ""
    assert small.step.p > 0.5


def test_holm_takes_back_what_one_of_many_shows_by_chance() -> None:
    """p 0.03 alone is a flag; among twenty tests it is none."""
    odd = share((0.40, 250), (0.50, 250))
    assert trends([odd])[0].flag == "rises"
    many = trends([odd, *(share((0.4, 250), (0.41, 250)) for _ in range(19))])
    assert many[0].flag == ""


def test_a_count_is_compared_with_what_was_to_be_expected() -> None:
    """Mean 100, s 10 of three: 100 ± 4.303 · 10 · √(4/3) = 50.3 to 149.7."""
    inside, outside = trends([counts(90, 100, 110, 149)])[0], trends([counts(90, 100, 110, 151)])[0]
    assert (round(inside.low, 1), round(inside.high, 1)) == (50.3, 149.7)
    assert inside.flag == ""
    assert outside.flag == "rises"
    assert inside.step.p is None


def test_what_never_varied_is_not_tested() -> None:
    """No spread, no interval, no division by it."""
    [trend] = trends([counts(5, 5, 5, 9)])
    assert trend.low is None
    assert trend.off.p is None
    assert trend.flag == ""


def test_means_are_compared_by_welch() -> None:
    """3.0 and 3.5, variance 1, n 50 each: t = 2.5, df 98, p 0.014 (tables)."""
    made = [point("mean", label, None, value, 50, (), 1.0) for label, value in
            (("2025", 3.0), ("2026", 3.5))]  # fmt: skip
    [trend] = trends([Series("Rating", "", "mean", tuple(made))])
    assert trend.step.p == pytest.approx(0.0141, abs=5e-4)
    assert trend.flag == "rises"


def test_one_period_has_no_change() -> None:
    """Nothing to compare with, nothing invented."""
    [trend] = trends([counts(7)])
    assert trend.before is None
    assert trend.step is None


def test_the_last_period_of_a_count_that_is_not_over_is_not_tested() -> None:
    """Half a month of orders is no fall."""
    points = (Point("Jan", None, 100.0), Point("Feb", None, 40.0, whole=False))
    [trend] = trends([Series("Orders", "", "count", points)])
    assert trend.last.label == "Jan"


# ---- periods -----------------------------------------------------------------------------------


def test_periods_are_as_fine_as_the_days_and_at_most_36() -> None:
    """Daily numbers of two weeks by day, of a year by month; monthly ones by month."""
    start = date(2026, 1, 1).toordinal()
    days = [date.fromordinal(start + at) for at in range(365)]
    assert period_of(days[:14]) == "day"
    assert period_of(days[:200]) == "week"
    assert period_of(days) == "month"
    assert period_of([date(2026, month, 1) for month in range(1, 6)]) == "month"
    assert period_of([]) == "month"


def test_periods_have_the_names_that_people_use() -> None:
    """A week by its Monday."""
    assert named(begin(date(2026, 3, 5), "week"), "week") == "week of 2 Mar 2026"
    assert named(begin(date(2026, 3, 5), "month"), "month") == "Mar 2026"


def test_the_rules_of_the_kit_point_at_what_exists() -> None:
    """R120 to R122 are there; each speaks about a KPI and a pain of the catalogues."""
    from journeykit import library

    entries = library.catalogue("patterns").entries
    kpis = {entry.key for entry in library.catalogue("kpis").entries}
    pains = {entry.key for entry in library.catalogue("pains").entries}
    assert {entry.kpi for entry in entries} <= kpis
    assert {entry.pain for entry in entries} <= pains
    assert {"R120", "R121", "R122"} <= {r for entry in entries for r in entry.requirements}
