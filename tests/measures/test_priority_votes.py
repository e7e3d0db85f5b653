"""Dot votes: the rules, the count, and what a result allows to say."""

from __future__ import annotations

import pytest

from journeykit.errors import Refused
from journeykit.measures import voting
from journeykit.model import Activity, Finding, Vote, Workshop

ITEMS = ("a", "b", "c", "d")


def room(*votes: tuple[str, str, int], **vote) -> Workshop:
    fields = {"kind": "vote", "items": ("a", "b", "c"), "open": True, "dots": 3} | vote
    cast = [Vote(participant=who, item=item, dots=dots) for who, item, dots in votes]
    return Workshop(
        id="w",
        findings={id: Finding(id=id, title=id.upper()) for id in ITEMS},
        activities={"v": Activity(id="v", **fields)},
        votes={each.id: each for each in cast},
    )


def test_dots_are_limited_for_each_person():
    """Three dots in all: 2 + 1 fit, 2 + 2 do not, and moving one's own dots does."""
    there = room(("p", "a", 2))
    voting.allowed(there, "p", "b", 1)
    voting.allowed(there, "p", "a", 3)
    voting.allowed(there, "q", "b", 3)
    with pytest.raises(
        Refused, match=r"Each person has 3 dots and 1 is left; take one back first\."
    ):
        voting.allowed(there, "p", "b", 2)


@pytest.mark.parametrize(
    ("state", "item", "dots", "words"),
    [
        ({"open": False}, "a", 1, "No vote is open now"),
        ({"closed": True}, "a", 1, "No vote is open now"),
        ({"revealed": True}, "a", 1, "The result is shown already"),
        ({}, "d", 1, "This is not voted on now"),
        ({}, "a", -1, "Each person has 3 dots"),
        ({}, "a", 4, "Each person has 3 dots"),
    ],
)
def test_what_is_refused(state, item, dots, words):
    """A vote takes dots while it is open and hidden, for its items, up to its limit."""
    with pytest.raises(Refused, match=words):
        voting.allowed(room(**state), "p", item, dots)


def test_voters_come_before_dots():
    """What two people want is above what one wants with all dots."""
    there = room(("p", "a", 3), ("q", "b", 1), ("r", "b", 1))
    found = voting.results(("a", "b"), voting.ballots(there, there.activities["v"]))
    assert [(each.item, each.voters, each.n, each.dots) for each in found] == [
        ("b", 2, 3, 2), ("a", 1, 3, 3),
    ]  # fmt: skip


def test_share_has_its_wilson_interval():
    """8 of 10 voters: 0.49 to 0.94, the published interval."""
    cast = {f"p{n}": {"a": 1} if n < 8 else {"b": 1} for n in range(10)}
    best = voting.results(("a", "b"), cast)[0]
    assert (best.share, round(best.low, 2), round(best.high, 2)) == (0.8, 0.49, 0.94)


def test_a_result_that_hangs_on_one_person_says_so():
    """Without p, b is first: a is first in three of four counts."""
    cast = {"p": {"a": 1}, "q": {"a": 1}, "r": {"b": 1}, "s": {"c": 1}}
    found = {each.item: each for each in voting.results(("a", "b", "c", "d"), cast, top=1)}
    assert found["a"].stays == 1
    shaky = {"p": {"a": 2}, "q": {"b": 1}}
    again = {each.item: each for each in voting.results(("a", "b"), shaky)}
    assert again["a"].stays == 0.5
    assert "hang on single votes" in voting.verdict(
        voting.results(("a", "b"), shaky), {"a": "A", "b": "B"}
    )


def test_nobody_one_and_a_tie_are_no_winner():
    """No result is read into an empty, a single or a level vote."""
    names = {"a": "A", "b": "B"}
    assert voting.verdict(voting.results(("a", "b"), {}), names).startswith("Nobody has voted")
    assert "opinion" in voting.verdict(voting.results(("a", "b"), {"p": {"a": 1}}), names)
    level = voting.results(("a", "b"), {"p": {"a": 1}, "q": {"b": 1}})
    assert voting.verdict(level, names) == (
        "'A' and 'B' are level. Talk, then let the decider decide."
    )


def test_dots_of_another_vote_are_not_counted():
    """A vote counts its own items only; what belongs to no vote is told apart."""
    there = room(("p", "a", 1), ("p", "d", 2))
    assert voting.ballots(there, there.activities["v"]) == {"p": {"a": 1}}
    assert voting.loose(there).items == ("d",)
