"""Moments of truth are proposed by numbers, each with its reason; votes are called votes."""

from __future__ import annotations

from journeykit.emotions import Point
from journeykit.insight.moments import Moment, Strength, moments
from journeykit.model import Link, Source, Stage, Touchpoint, Workshop

ORDER = ["ad", "search", "checkout", "return"]


def jacket(**flags: str) -> Workshop:
    """Four touchpoints; those named are flagged by the team, with a reason."""
    touchpoints = {
        id: Touchpoint(id=id, stage="s", name=id.title(), rank=at, moment_of_truth=id in flags,
                       moment_reason=flags.get(id, ""))
        for at, id in enumerate(ORDER)
    }  # fmt: skip
    link = Link(id="l", source="x", question="Q", touchpoint="checkout")
    return Workshop.new("Jacket").model_copy(
        update={
            "stages": {"s": Stage(id="s", journey="j")}, "touchpoints": touchpoints,
            "sources": {"x": Source(id="x")}, "links": {"l": link},
        }
    )  # fmt: skip


def said(id: str, value: float, half: float = 0.2, n: int = 40, shown: bool = True) -> Point:
    return Point(
        id, "survey", value if shown else None, value - half, value + half, n, value, shown, ""
    )


def by_id(found: list[Moment]) -> dict[str, Moment]:
    return {each.touchpoint: each for each in found}


CURVE = [said("ad", 0.5), said("search", 1.2), said("checkout", -1.3), said("return", 0.4)]


def test_the_lowest_and_the_highest_are_proposed_with_their_numbers() -> None:
    """The mean of 0.5, 1.2, −1.3 and 0.4 is 0.2; both extremes lie beyond it."""
    found = by_id(moments(jacket(), ORDER, CURVE))
    assert found["checkout"].proposed and found["search"].proposed
    assert found["checkout"].reason == (
        "Customers' mean −1.3 (95 % interval −1.5 to −1.1, n 40), the lowest of 4 measured "
        "touchpoints; their mean is +0.2."
    )
    assert found["checkout"].sources == ("x",)


def test_first_and_last_are_always_told_and_never_proposed_for_that_alone() -> None:
    """Also where nobody was asked."""
    found = by_id(moments(jacket(), ORDER))
    assert list(found) == ["ad", "return"]
    assert not any(each.proposed for each in found.values())
    assert found["return"].reason == (
        "The last touchpoint of the journey, nobody was asked how it feels."
    )


def test_an_extreme_that_may_be_chance_is_none() -> None:
    """With intervals as wide as the curve nothing is proposed."""
    wide = [said(p.touchpoint, p.value or 0, half=2.0, n=6) for p in CURVE]
    assert not any(each.proposed for each in moments(jacket(), ORDER, wide))


def test_two_points_have_no_extreme() -> None:
    """A curve of two measured touchpoints says nothing about its ups and downs."""
    assert not any(each.proposed for each in moments(jacket(), ORDER, CURVE[1:3]))


def test_the_teams_flag_alone_is_by_vote() -> None:
    """A flag that numbers support is not a vote any more."""
    found = by_id(moments(jacket(search="We think so", checkout="They leave"), ORDER, CURVE[:1]))
    assert found["search"].basis == ("vote",) and found["search"].flagged
    measured = by_id(moments(jacket(checkout="They leave"), ORDER, CURVE))
    assert measured["checkout"].basis == ("trough",) and not measured["checkout"].proposed


def drivers(n: int = 200) -> list[Strength]:
    return [
        Strength("search", 0.1, 80, n, 3, 3, 3, "x"),
        Strength("checkout", 0.6, 30, n, 1, 1, 1, "x"),
        Strength("return", 0.3, 60, n, 2, 2, 2, "x"),
    ]  # fmt: skip


def test_a_strong_driver_with_a_low_rating_is_proposed() -> None:
    """60 % of what goes together, at 30 of 100 where the mean is 57; a good one is not."""
    found = by_id(moments(jacket(), ORDER, (), drivers()))
    assert found["checkout"].proposed and found["checkout"].basis == ("driver",)
    assert "bring 60 %" in found["checkout"].reason and "association" in found["checkout"].reason
    assert "at 30 of 100, below the mean of 57" in found["checkout"].reason
    assert not found["return"].proposed and "search" not in found


def test_too_few_people_for_the_drivers_propose_nothing() -> None:
    """Three drivers need thirty people."""
    assert not any(each.proposed for each in moments(jacket(), ORDER, (), drivers(n=29)))
    assert any(each.proposed for each in moments(jacket(), ORDER, (), drivers(n=30)))


def test_a_suppressed_point_is_no_extreme() -> None:
    """Three answers at the refund make no trough."""
    few = [*CURVE[:2], said("checkout", -2, shown=False), CURVE[3]]
    found = by_id(moments(jacket(), ORDER, few))
    assert "checkout" not in found
