"""How actions are weighed, and how sure their order is."""

from __future__ import annotations

from itertools import product

import pytest

from journeykit.errors import Refused
from journeykit.measures.feelings import Felt, by_touchpoint
from journeykit.measures.priority import METHODS, depth, feeling, methods, weighted, wsjf
from journeykit.measures.sensitivity import by_empathy, by_weight, leaders, ranged, stability
from journeykit.measures.weighing import weigh
from journeykit.model import Action, Finding, Info, Stage, Touchpoint, Workshop

RICE = METHODS["rice"]
POINT = {"impact": (1, 1, 1), "confidence": (1, 1, 1), "effort": (1, 1, 1)}


def test_wsjf_is_cost_of_delay_over_size():
    """(8 + 5 + 2) over 5 is 3; marks are from 1 to 10."""
    assert wsjf(8, 5, 2, 5) == 3
    with pytest.raises(Refused, match="Job size 0 is not between 1 and 10"):
        wsjf(8, 5, 2, 0)


def test_own_criteria_count_by_their_weights():
    """Twice the weight, twice the say; criteria without any weight make no score."""
    assert weighted({"Fit": 9, "Cost": 3}, {"Fit": 2, "Cost": 1}) == 7
    assert list(methods({"Fit": 0})) == ["rice", "ice", "wsjf"]
    own = methods({"Fit": 2, "Cost": 1})["own"]
    assert own.score({"Fit": 9, "Cost": 3}) == 7
    assert own.missing({"Fit": 9}) == ["cost"]


def test_the_formula_of_a_method_is_the_published_one():
    """RICE, ICE and WSJF as functions give what their formulas say."""
    rice = {"reach": 400, "impact": 2, "confidence": 0.5, "effort": 4}
    assert RICE.score(rice) == 100
    assert METHODS["ice"].score({"ICE impact": 2, "ICE confidence": 3, "Ease": 4}) == 24
    given = {"Value": 8, "Time criticality": 5, "Risk reduction": 2, "Job size": 5}
    assert METHODS["wsjf"].score(given) == 3


def test_feeling_raises_what_repairs_a_low_point():
    """At −1.5 a repair counts 1.75 times, where feeling counts fully; a delight adds nothing."""
    assert feeling(depth(-1.5), 1) == 1.75
    assert feeling(depth(1.5), 1) == 1
    assert feeling(depth(1.5, "amplify"), 1) == 1.75
    assert feeling(depth(None), 1) == 1


def test_people_are_counted_once():
    """Two answers of one person about a touchpoint are one unhappy customer, not two."""
    import pandas as pd

    rows = [("p0", -2), ("p0", 0)] + [(f"p{n}", 1) for n in range(1, 5)]
    frame = pd.DataFrame(
        [{"respondent": who, "source": "s", "touchpoint": "t", "valence": v} for who, v in rows]
    )
    felt = by_touchpoint(frame)["t"]
    assert (felt.n, felt.unhappy, felt.happy, felt.valence) == (5, 1, 4, 0.6)
    assert felt.sunk == -1
    assert by_touchpoint(frame[frame["respondent"] != "p1"]) == {}


def test_marks_that_the_answers_fit():
    """82 % unhappy at −1.5 is 'most' and 'makes people doubt'."""
    felt = Felt("t", 100, 82, 5, -1.3, sunk=-1.5)
    assert (felt.frequency, felt.severity) == (4, 4)
    low, high = felt.interval
    assert (round(low, 3), round(high, 3)) == (0.733, 0.883)


def workshop(**about) -> Workshop:
    return Workshop(
        id="w",
        info={"info": Info(**about)},
        stages={"s": Stage(id="s", journey="j")},
        touchpoints={"t": Touchpoint(id="t", stage="s", name="Checkout")},
        findings={"f": Finding(id="f", title="Five steps", severity=5, touchpoint="t")},
    )


def test_what_nobody_said_is_filled_in_and_says_from_where():
    """Reach is counted from the answers, impact from severity; a number by hand stands."""
    felt = {"t": Felt("t", 188, 92, 60, -1.3, sunk=-1.6)}
    action = Action(id="a", findings=("f",), confidence=0.8, effort=2)
    (found,) = weigh(workshop(), [action], RICE, felt)
    assert found.given["reach"].value == 92
    assert found.given["reach"].source == "92 of 188 customers asked at Checkout are unhappy"
    assert found.given["impact"].value == 3
    assert found.given["impact"].source == "severity 5 of 'Five steps'"
    assert found.plain == pytest.approx(92 * 3 * 0.8 / 2)
    assert found.score == pytest.approx(found.plain * 1.65)
    (by_hand,) = weigh(workshop(empathy=0), [action.model_copy(update={"reach": 10})], RICE, felt)
    assert by_hand.given["reach"].source == ""
    assert by_hand.score == by_hand.plain == 12


def test_nothing_is_guessed():
    """Without answers and marks an action has no score and names what it lacks."""
    (found,) = weigh(workshop(), [Action(id="a", effort=2)], RICE, {})
    assert (found.score, found.rank) == (None, None)
    assert found.missing == ("reach", "impact", "confidence")


def test_exact_numbers_have_an_exact_order():
    """Where nothing moves, chances are 0 or 1 and ranks are points; equals share a rank."""
    items = {
        name: POINT | {"reach": (r, r, r)} for name, r in zip("abcde", (5, 4, 4, 2, 1), strict=True)
    }
    found = {each.item: each for each in stability(items, RICE)}
    assert [found[name].rank for name in "abcde"] == [1, 2, 2, 4, 5]
    assert [found[name].chance for name in "abcde"] == [1, 1, 1, 0, 0]
    assert all(each.low == each.high == each.rank for each in found.values())


def test_chance_against_arithmetic():
    """Two equal triangles change places in half of the draws; one above the other never does."""
    same = POINT | {"reach": (0, 50, 100)}
    even = stability({"a": same, "b": same}, RICE, draws=20_000)
    assert [round(each.chance, 1) for each in even] == [0.5, 0.5]
    assert sum(each.chance for each in even) == pytest.approx(1, abs=1e-9)
    apart = stability({"a": POINT | {"reach": (60, 70, 80)}, "b": POINT | {"reach": (0, 20, 50)}},
                      RICE)  # fmt: skip
    assert [(each.item, each.chance) for each in apart] == [("a", 1), ("b", 0)]


def test_triangular_draws_win_as_often_as_plain_counting_says():
    """P(A > B) of two small triangles, recomputed on a fine grid."""
    found = stability({"a": POINT | {"reach": (0, 1, 2)}, "b": POINT | {"reach": (1, 1.5, 2)}},
                      RICE, draws=40_000)  # fmt: skip
    steps = [(n + 0.5) / 400 for n in range(400)]
    a = [2 * u for u in steps], [2 * u if 2 * u < 1 else 2 - 2 * u for u in steps]
    b = [1 + u for u in steps], [4 * u if u < 0.5 else 4 - 4 * u for u in steps]
    wins = sum(
        wa * wb
        for (xa, wa), (xb, wb) in product(zip(*a, strict=True), zip(*b, strict=True))
        if xa > xb
    )
    chance = wins / sum(wa * wb for wa, wb in product(a[1], b[1]))
    assert {each.item: each for each in found}["a"].chance == pytest.approx(chance, abs=0.01)


def test_the_same_numbers_give_the_same_answer():
    """The draws are seeded."""
    items = {name: POINT | {"reach": (10, 50, 90)} for name in "abcd"}
    assert stability(items, RICE) == stability(items, RICE)


def test_a_range_never_leaves_what_makes_sense():
    """Confidence stays below 1; a likely value outside its range widens it."""
    assert ranged(0.8, None, 0.5, 0, 1) == (0.4, 0.8, 1)
    assert ranged(10, (20, 30), 0.25, 0, float("inf")) == (10, 10, 30)


def test_ranks_move_with_a_weight():
    """The item that is strong in a criterion comes first once that criterion counts enough."""
    marks = {"a": {"Fit": 10, "Cost": 2}, "b": {"Fit": 4, "Cost": 8}}
    found = leaders(by_weight(marks, {"Fit": 1, "Cost": 1}, "Fit"))
    assert found == [(("b",), 0, 0.45), (("a", "b"), 0.5, 0.5), (("a",), 0.55, 1)]


def test_ranks_move_with_feeling():
    """A deep low point overtakes as feeling counts more."""
    rows = by_empathy({"a": 100, "b": 70}, {"a": 0.0, "b": 0.5})
    assert [(items, low) for items, low, _ in leaders(rows)] == [(("a",), 0), (("b",), 0.9)]
