"""What the report says of the room."""

from __future__ import annotations

import re

import htpy as h
from small_workshop import jacket

from journeykit.edits import Batch, Change, Edit, Put, Rate, Vote, apply
from journeykit.model import Workshop
from journeykit.report.together import held


def words(workshop: Workshop) -> str:
    """The section as a person reads it."""
    return " ".join(re.sub(r"<[^>]+>", " ", str(h.div[held(workshop)])).split())


def room(**vote: object) -> Workshop:
    """Two people, one of them anonymous, rated and voted; a thought is parked."""
    entities: list[tuple[str, dict[str, object]]] = [
        ("participants", {"id": "pa", "name": "Ann"}),
        ("participants", {"id": "pb"}),
        ("findings", {"id": "f", "title": "Late parcel"}),
        ("activities", {"id": "r", "title": "Rate", "kind": "rate", "closed": True,
                        "revealed": True, "rank": 1}),
        ("activities", {"id": "v", "title": "Vote", "kind": "vote", "closed": True, "rank": 2,
                        **vote}),
        ("notes", {"id": "n", "lane": "parking", "text": "Who pays?"}),
    ]  # fmt: skip
    edits: list[Edit] = [Put(collection=kind, entity=dict(entity)) for kind, entity in entities]
    edits += [Rate(participant=id, touchpoint="t1", valence=v) for id, v in (("pa", 2), ("pb", -1))]
    edits += [Vote(participant=id, item="f", dots=1) for id in ("pa", "pb")]
    edits.append(Change(collection="touchpoints", id="t1", fields={"name": "Delivery"}))
    return apply(jacket(), Batch(edits=tuple(edits)))


def test_the_report_tells_what_the_room_did_in_counts() -> None:
    """People, opposite views and the parking lot, and nobody's name."""
    told = words(room(revealed=True))
    assert "2 people took part, 1 of them anonymous." in told
    assert "Opposite views on Delivery." in told
    assert "2 of 2 (100 %, 95 % interval 34 % to 100 %)" in told
    assert "Who pays?" in told
    assert "Ann" not in told


def test_a_vote_that_nobody_revealed_stays_hidden() -> None:
    """How many voted is told, not for what."""
    told = words(room())
    assert "Nobody has revealed it yet." in told
    assert "2 of 2" not in told


def test_without_a_room_the_report_says_so() -> None:
    """A map that somebody drew alone was not made in a room."""
    assert words(jacket()) == "Nobody has met in the room of this workshop."
