"""Dot votes: who may place a dot, how many have voted, and what the vote says (METHOD 3.14).

The tally stays hidden until it is revealed. Voters count before dots: what many want outweighs
what one wants much. The vote says what the people in the room think, not what customers think.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from journeykit.errors import Refused
from journeykit.measures.intervals import wilson
from journeykit.model import Activity, Workshop

#: voter -> item -> dots
Ballots = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Outcome:
    """One item of a vote: who wants it, of how many, how much.

    ``share`` is voters over all who voted, with its Wilson interval; ``stays`` the share of
    counts, each leaving one voter out, in which the item is among the first ``top``.
    """

    item: str
    rank: int
    voters: int
    n: int
    dots: int
    share: float
    low: float
    high: float
    stays: float
    top: int


def open_vote(workshop: Workshop) -> Activity | None:
    """Return the vote that runs now, if one does."""
    found = [
        each
        for each in workshop.ordered("activities", kind="vote")
        if each.open and not each.closed
    ]
    return found[0] if found else None


def items_of(workshop: Workshop, vote: Activity) -> tuple[str, ...]:
    """Return what is voted on: the vote's items that are still there.

    A vote of an agenda names none; it is on all findings.
    """
    if vote.items:
        there = workshop.findings.keys() | workshop.actions.keys()
        return tuple(item for item in vote.items if item in there)
    return tuple(each.id for each in workshop.ordered("findings"))


def loose(workshop: Workshop) -> Activity | None:
    """Return the dots that belong to no vote, as a vote that is over; None without any.

    They come from files and from before a vote was a part of the workshop.
    """
    votes = workshop.ordered("activities", kind="vote")
    if any(not each.items and (each.open or each.closed) for each in votes):
        return None
    named = {item for each in votes for item in each.items}
    given = {each.item for each in workshop.votes.values() if each.dots} - named
    every = [*workshop.ordered("findings"), *workshop.ordered("actions")]
    items = tuple(each.id for each in every if each.id in given)
    if not items:
        return None
    return Activity(id="loose", title="Dots placed so far", kind="vote", items=items,
                    closed=True, revealed=True)  # fmt: skip


def allowed(workshop: Workshop, participant: str, item: str, dots: int) -> None:
    """Raise `Refused` unless this participant may give an item so many dots now.

    The vote is open and not revealed, the item is in it, and the participant's dots in this
    vote do not exceed those that each person has.
    """
    vote = open_vote(workshop)
    if vote is None:
        raise Refused("No vote is open now; what was placed is kept.")
    if vote.revealed:
        raise Refused("The result is shown already; start a new vote to vote again.")
    if vote.items and item not in vote.items:
        raise Refused("This is not voted on now.")
    if not 0 <= dots <= vote.dots:
        raise Refused(f"Each person has {vote.dots} dots (got {dots}).")
    spent = sum(given for other, given in mine(workshop, vote, participant).items()
                if other != item)  # fmt: skip
    if spent + dots > vote.dots:
        left = vote.dots - spent
        raise Refused(
            f"Each person has {vote.dots} dots and {left} {'is' if left == 1 else 'are'} left; "
            "take one back first."
        )


def mine(workshop: Workshop, vote: Activity, participant: str) -> dict[str, int]:
    """Return one participant's dots in a vote, by item."""
    return ballots(workshop, vote).get(participant, {})


def ballots(workshop: Workshop, vote: Activity) -> Ballots:
    """Return the dots of a vote: voter, then item; who took all back has not voted."""
    found: Ballots = {}
    items = set(items_of(workshop, vote))
    for each in workshop.votes.values():
        if each.dots and each.item in items:
            found.setdefault(each.participant, {})[each.item] = each.dots
    return found


def results(items: tuple[str, ...], cast: Ballots, top: int = 3) -> list[Outcome]:
    """Return the outcome of each item, the one that most people want first.

    Items are ordered by voters, then by dots; equals share a rank.

    >>> outcome = results(("a", "b"), {"p": {"a": 2}, "q": {"a": 1, "b": 2}})[0]
    >>> outcome.item, outcome.voters, outcome.n, outcome.dots
    ('a', 2, 2, 3)
    """
    n = len(cast)
    tops = min(top, max(1, len(items) - 1))
    ranks = _ranks(items, cast)
    counts = [{who: ballot for who, ballot in cast.items() if who != left_out} for left_out in cast]
    without = [
        (_ranks(items, rest), {item for b in rest.values() for item in b}) for rest in counts
    ]
    found = []
    for item in items:
        voters = sum(item in ballot for ballot in cast.values())
        low, high = wilson(voters, n) if n else (0.0, 1.0)
        stays = sum(item in voted and rank[item] <= tops for rank, voted in without)
        dots = sum(ballot.get(item, 0) for ballot in cast.values())
        share = voters / n if n else 0.0
        held = stays / n if n else 0.0
        found.append(Outcome(item, ranks[item], voters, n, dots, share, low, high, held, tops))
    return sorted(found, key=lambda each: (each.rank, items.index(each.item)))


def _ranks(items: tuple[str, ...], cast: Ballots) -> dict[str, int]:
    keys = {
        item: (
            sum(item in ballot for ballot in cast.values()),
            sum(ballot.get(item, 0) for ballot in cast.values()),
        )
        for item in items
    }
    return {item: 1 + sum(other > keys[item] for other in keys.values()) for item in items}


def verdict(found: list[Outcome], names: Mapping[str, str]) -> str:
    """Return what the vote allows to say, in a sentence or two.

    >>> verdict([], {})
    'Nobody has voted, so there is no result.'
    """
    if not found or not found[0].n:
        return "Nobody has voted, so there is no result."
    first = [each for each in found if each.rank == 1]
    n = first[0].n
    if n == 1:
        return "One person has voted; that is an opinion and no vote of the room."
    if len(first) > 1:
        listed = " and ".join(f"'{names.get(each.item, each.item)}'" for each in first)
        return f"{listed} are level. Talk, then let the decider decide."
    best = first[0]
    name = names.get(best.item, best.item)
    said = f"{best.voters} of {n} people in the room want '{name}'."
    others = found[1:]
    if others and others[0].high > best.low:
        said += " Its lead is small: with another few people the order could differ."
    shaky = [each for each in found if each.rank <= each.top and each.stays < 1]
    if shaky:
        listed = ", ".join(f"'{names.get(each.item, each.item)}'" for each in shaky)
        return f"{said} The first {best.top} hang on single votes: {listed}."
    return f"{said} The first {best.top} stay the same whoever is left out."


__all__ = ["Ballots", "Outcome", "allowed", "ballots", "items_of", "loose", "mine", "open_vote",
           "results", "verdict"]  # fmt: skip
