"""Duplicate findings become one, and nothing that spoke of them is lost."""

from __future__ import annotations

import pytest

from journeykit.edits import Put, Vote, apply, inverse, merging
from journeykit.errors import Refused
from journeykit.model import Action, Activity, Finding, Source, Workshop


@pytest.fixture
def workshop() -> Workshop:
    """Two pains that say the same, with sources, an action, an opportunity and a vote."""
    there = Workshop.new("Jacket", id="w")
    for part in (
        Source(id="s1"), Source(id="s2"),
        Finding(id="a", title="Forced account", severity=3, frequency=5, sources=("s1",)),
        Finding(id="b", title="Must register", severity=5, quote="Why?", sources=("s1", "s2")),
        Finding(id="o", kind="opportunity", title="Guest checkout", answers="b"),
        Action(id="x", findings=("a", "b")), Action(id="y", findings=("b", "o")),
    ):  # fmt: skip
        there = apply(there, Put.of(part))
    return there


def test_one_stays_with_all_that_was_known(workshop):
    """Sources are joined, the highest marks stay, words that are missing are taken over."""
    kept = apply(workshop, merging(workshop, "a", ["b"])).findings
    assert sorted(kept) == ["a", "o"]
    one = kept["a"]
    assert (one.severity, one.frequency, one.sources) == (5, 5, ("s1", "s2"))
    assert (one.title, one.quote) == ("Forced account", "Why?")
    assert "Merged: Must register" in one.detail


def test_what_named_the_other_names_the_one_that_stays(workshop):
    """Actions and opportunities move along, no reference is doubled."""
    there = apply(workshop, merging(workshop, "a", ["b", "a"]))
    assert there.actions["x"].findings == ("a",)
    assert there.actions["y"].findings == ("a", "o")
    assert there.findings["o"].answers == "a"


def test_merging_is_undone_as_one(workshop):
    """The inverse brings back everything as it was."""
    batch = merging(workshop, "a", ["b"])
    assert apply(apply(workshop, batch), inverse(workshop, batch)) == workshop
    assert batch.words == "merged 2 findings into 'Forced account'"


def test_votes_go_along_where_only_one_was_voted_on(workshop):
    """Dots and the vote itself name the finding that stays."""
    there = apply(workshop, Put.of(Activity(id="v", kind="vote", items=("b", "o"))))
    there = apply(there, Vote(participant="p", item="b", dots=2))
    there = apply(there, merging(there, "a", ["b"]))
    assert there.votes["p.a"].dots == 2
    assert there.activities["v"].items == ("a", "o")


def test_split_votes_are_merged_before_a_vote_only(workshop):
    """Once people have voted on both, merging would change the result."""
    there = apply(workshop, Vote(participant="p", item="a", dots=1))
    there = apply(there, Vote(participant="q", item="b", dots=1))
    with pytest.raises(Refused, match="Merge before a vote"):
        merging(there, "a", ["b"])


def test_an_answer_to_itself_is_none(workshop):
    """An opportunity merged with the pain that it answers answers nothing."""
    there = apply(workshop, merging(workshop, "o", ["b"]))
    assert there.findings["o"].answers is None


def test_one_finding_is_not_merged(workshop):
    """There is nothing to merge with itself."""
    with pytest.raises(Refused, match="Choose two findings or more"):
        merging(workshop, "a", ["a"])
