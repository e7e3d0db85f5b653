"""Values of KPIs from typed counts: published numbers, hand-computed ones, honest refusals."""

from __future__ import annotations

import math

import pytest

from journeykit import library
from journeykit.errors import Refused
from journeykit.measures.calculators import CALCULATORS, STUDENTS
from journeykit.measures.cohorts import cohorts, read_rows
from journeykit.measures.lifetime import margin_value, revenue_value, sensitivity
from journeykit.measures.rates import nps, rate, stars, typical


def test_wilson_of_eight_in_ten() -> None:
    """METHOD 3.2: 8 of 10 is 80 %, from 49 to 94."""
    found = rate(8, 10)
    assert (found.value, found.n, found.method) == (80, 10, "Wilson, 95 %")
    assert (round(found.low or 0), round(found.high or 0)) == (49, 94)


def test_none_of_five_is_not_surely_none() -> None:
    """METHOD 3.2: 0 of 5 is from 0 to 43 %, and the page says why."""
    found = rate(0, 5)
    assert found.low == 0
    assert round(found.high or 0) == 43
    assert "None of the 5 differs" in found.notes[0]


def test_nps_of_the_method_vector() -> None:
    """METHOD 3.1: 19 promoters and 3 detractors of 36 give 44.4, from 20.3 to 61.7."""
    found = nps(19, 14, 3)
    assert [round(x or 0, 1) for x in (found.value, found.low, found.high)] == [44.4, 20.3, 61.7]
    assert found.notes == ()
    assert nps(5, 3, 2).notes == ("With fewer than 30 answers it is indicative only.",)


def test_median_with_the_ranks_of_a_textbook() -> None:
    """Of ten values the 2nd and the 9th bound the median at 97.9 % (Conover 1999, 3.2)."""
    found = typical(list(range(1, 11)), goal=4)
    assert (found.value, found.low, found.high) == (5.5, 2, 9)
    assert found.notes[0].startswith("40 % within 4 minutes (17 % to 69 %)")


def test_few_or_equal_times() -> None:
    """Five values have no interval at 95 %; equal ones have one of no width, and it is said."""
    assert typical([1, 2, 3, 4, 5]).low is None
    same = typical([7.0] * 8)
    assert (same.value, same.low, same.high) == (7, 7, 7)
    assert "equal" in same.notes[0]


def test_equal_stars_have_an_interval() -> None:
    """Twelve times five stars is 5, and the truth may be lower."""
    found = stars([0, 0, 0, 0, 12])
    assert found.value == 5
    assert found.low is not None and 3.5 < found.low < 5
    assert found.high == 5


def test_lifetime_value_by_hand() -> None:
    """100 × 0.8 ÷ (1 + 0.1 − 0.8) = 266.67; revenue 120 over 2.5 periods is 300."""
    assert margin_value(100, 0.8, 0.1).value == pytest.approx(266.6667, abs=1e-4)
    assert revenue_value(120, 2.5).value == 300
    assert "Endless horizon" in margin_value(100, 0.8, 0.1).notes[1]


def test_lifetime_value_carries_the_interval_of_retention() -> None:
    """With 400 customers behind it, Wilson's ends of 80 % go through the formula."""
    low, high = 0.758, 0.8364  # Wilson of 320 in 400
    found = margin_value(100, 0.8, 0.1, 400)
    assert found.low == pytest.approx(100 * low / (1.1 - low), rel=2e-3)
    assert found.high == pytest.approx(100 * high / (1.1 - high), rel=2e-3)


def test_sensitivity_leaves_out_what_makes_no_sense() -> None:
    """Nobody stays more than always, and no discount is below nothing."""
    found = sensitivity(100, 0.98, 0.02)
    assert found.retentions == (0.93, 0.98)
    assert found.discounts == (0.02, 0.07)
    never = sensitivity(100, 0.95, 0.05)
    assert never.values[2][0] is None  # retention 100 % and discount 0: no end
    assert all(v is None or math.isfinite(v) for row in never.values for v in row)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: rate(5, 0, "actions", "visitors"),
         "Actions: 5 are more than the 0 visitors; count each of them once."),
        (lambda: rate(0, 0, "actions", "visitors"),
         "Visitors: 0 of them give no number; measure again when there are some."),
        (lambda: rate(-1, 10, "actions", "visitors"),
         "Actions: -1 is below 0; type a count of people or cases."),
        (lambda: rate(1, 3, "actions", "visitors"),
         "Visitors: 3 are too few; from 5 on a number is about a group, not about persons."),
        (lambda: nps(1, -2, 3), "Passives: -2 is below 0; type a count of people or cases."),
        (lambda: typical([4, -1, 3, 2, 2]), "Times: -1 is below 0; a time is never negative."),
        (lambda: margin_value(100, 1.2, 0.1), "Retention: 120 % is not between 0 and 100 %."),
        (lambda: margin_value(100, 1.0, 0.0),
         "Retention: if nobody ever leaves and nothing is discounted, the sum has no end; type a "
         "retention below 100 % or a discount above 0."),
        (lambda: margin_value(100, 0.5, -0.1), "Discount: -10 % is below 0."),
        (lambda: revenue_value(100, 0), "Periods: 0 is no time to stay; it must be more than 0."),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(make, words: str) -> None:  # type: ignore[no-untyped-def]
    """One sentence that begins with the field, and no number."""
    with pytest.raises(Refused) as refused:
        make()
    assert str(refused.value) == words


def test_every_calculator_has_its_definition() -> None:
    """Each stands in the catalogue with definition, formula and unit; students have a set."""
    catalogue = library.catalogue("kpis")
    assert all(catalogue.get(key) is not None for key in CALCULATORS)
    assert set(STUDENTS) <= set(CALCULATORS)


def test_every_share_of_the_catalogue_is_calculated() -> None:
    """A KPI in percent that two counts make has a calculator."""
    missing = {
        entry.key for entry in library.catalogue("kpis").entries
        if entry.unit == "%" and entry.key not in CALCULATORS
    }  # fmt: skip
    assert missing == set()


@pytest.mark.parametrize("key", sorted(CALCULATORS))
def test_a_calculator_says_what_is_missing(key: str) -> None:
    """Nothing typed is refused by the name of the first field."""
    asked = CALCULATORS[key]
    with pytest.raises(Refused, match="a number is needed"):
        asked.result({})


# ---- cohorts ------------------------------------------------------------------------------------

ROWS = (
    [(f"a{i}", "2026-01") for i in range(10)]
    + [(f"a{i}", "2026-02-03") for i in range(8)]
    + [(f"a{i}", "2026-03") for i in range(5)]
    + [(f"b{i}", "2026-02") for i in range(6)]
    + [(f"b{i}", "2026-03") for i in range(3)]
)


def test_cohorts_by_hand() -> None:
    """8 of 10 and 5 of 10 came back to the first cohort, 3 of 6 to the second."""
    found = cohorts(ROWS)
    assert [(c.label, c.n, [cell.back for cell in c.cells]) for c in found.cohorts] == [
        ("2026-01", 10, [10, 8, 5]), ("2026-02", 6, [6, 3]),
    ]  # fmt: skip
    assert [(cell.back, cell.n) for cell in found.pooled] == [(16, 16), (11, 16), (5, 10)]
    first = found.cohorts[0].cells[1]
    assert (round(first.low or 0, 2), round(first.high or 0, 2)) == (0.49, 0.94)


def test_staying_is_kaplan_meier() -> None:
    """11 of 16 last a period; of the 8 then at risk that could be seen, 5: 0.6875 × 0.625."""
    stay = cohorts(ROWS).staying
    assert [round(each.share, 4) for each in stay] == [1, 0.6875, 0.4297]
    assert [each.at_risk for each in stay] == [16, 16, 8]


def test_small_cohorts_are_not_told() -> None:
    """Three people are no group: no share, no count, and not in the total."""
    found = cohorts([*ROWS, ("c1", "2026-02"), ("d1", "2025-12"), ("d1", "2026-03")])
    small = found.cohorts[0]
    assert (small.n, small.cells[3].share, small.cells[3].back) == (1, None, None)
    assert len(found.pooled) == 3


def test_lines_are_read_any_way() -> None:
    """Tab, semicolon or comma, with a heading or without, with quotes and days."""
    text = 'Customer;Month\n"K 1";2026-03-04\nK2;2026-4\n\n'
    assert read_rows(text) == [("K 1", "2026-03-04"), ("K2", "2026-4")]
    assert read_rows("k1\t1\nk1\t2") == [("k1", "1"), ("k1", "2")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "there is no customer yet"),
        ("k1,2026-03\nk2,soon", r"line 2 \('k2,soon'\) is not a customer and a period"),
        ("k1,2026-13", "there is no customer yet"),
        ("k1,2026-03\nk1,4", "some periods are months and some are numbers"),
    ],
)
def test_what_is_no_cohort_is_refused(text: str, words: str) -> None:
    """The line is named, with how to write it."""
    with pytest.raises(Refused, match=words):
        cohorts(read_rows(text))
