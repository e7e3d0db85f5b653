"""What participants may do: what the open activity asks for, and only with what is theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_workshop import jacket

from journeykit import room
from journeykit.edits import Batch, Change, Edit, Put, Rate, Remove, Vote, apply
from journeykit.errors import Denied, Refused
from journeykit.model import COLLECTIONS, Workshop

ANN, BEN = "pann", "pben"


def in_room(kind: str = "talk", **activity: object) -> Workshop:
    """A workshop with an open room, two participants, a finding each, and one open activity."""
    fields = {"id": "now", "title": "Now", "kind": kind, "open": True, **activity}
    edits: list[Edit] = [
        Change(collection="info", id="info", fields={"room": "open"}),
        Put(collection="activities", entity=fields),
        *(Put(collection="participants", entity={"id": one, "name": one}) for one in (ANN, BEN)),
        *(
            Put(collection="findings", entity={"id": f"f{one}", "title": one, "by": one})
            for one in (ANN, BEN)
        ),
    ]
    return apply(jacket(), Batch(edits=tuple(edits)))


def note(**fields: object) -> Put:
    """A card of Ann."""
    return Put(collection="notes", entity={"id": "n", "lane": "actions", "by": ANN, **fields})


def denied(workshop: Workshop, edit: Edit, who: str = ANN) -> str:
    """Return why an edit is denied."""
    with pytest.raises(Denied) as caught:
        room.check(workshop, who, edit)
    return str(caught.value)


def test_a_card_goes_to_the_lane_that_is_open() -> None:
    """Notes are taken while they are asked for, in the lane that is asked for."""
    asked = in_room("notes", lane="actions")
    room.check(asked, ANN, note())
    assert denied(asked, note(lane="quotes")) == "This is not asked for now."
    assert "gone on" in denied(in_room("rate"), note())
    room.check(in_room("rate"), ANN, note(lane="parking"))  # the parking lot is always open


def test_pains_and_ideas_are_findings() -> None:
    """What can be voted on later is a finding from the start."""
    pain = Put(collection="findings", entity={"id": "f", "kind": "pain", "by": ANN})
    room.check(in_room("notes", lane="obstacles"), ANN, pain)
    assert denied(in_room("notes", lane="ideas"), pain) == "This is not asked for now."


def test_nobody_signs_for_somebody_else() -> None:
    """Cards, ratings, votes and answers carry the id of whoever made them."""
    yours = "Only what is yours can be changed."
    assert denied(in_room("notes", lane="actions"), note(by=BEN)) == yours
    assert denied(in_room("notes", lane="actions"), note(by=None)) == yours
    assert denied(in_room("rate"), Rate(participant=BEN, touchpoint="t1", valence=1)) == yours
    assert denied(in_room("vote"), Vote(participant=BEN, item=f"f{ANN}", dots=1)) == yours
    answer = Put(collection="answers", entity={"participant": BEN, "activity": "now"})
    assert denied(in_room("check"), answer) == yours


def test_only_ones_own_cards_can_be_changed() -> None:
    """Others' cards, and those of the facilitator, stay as they are."""
    asked = in_room("notes", lane="obstacles")
    room.check(asked, ANN, Change(collection="findings", id=f"f{ANN}", fields={"title": "Slow"}))
    room.check(asked, ANN, Remove(collection="findings", id=f"f{ANN}"))
    yours = "Only what is yours can be changed."
    others = Change(collection="findings", id=f"f{BEN}", fields={"title": "x"})
    assert denied(asked, others) == yours
    assert denied(asked, Remove(collection="findings", id=f"f{BEN}")) == yours
    replaced = Put(collection="findings", entity={"id": f"f{BEN}", "kind": "pain", "by": ANN})
    assert denied(asked, replaced) == yours
    cites = Change(collection="findings", id=f"f{ANN}", fields={"sources": ["src"]})
    assert "not yours to change" in denied(asked, cites)


def test_dots_add_up_to_what_everybody_has() -> None:
    """Three dots are three, however they are placed and moved."""
    asked = in_room("vote", dots=3)
    asked = apply(asked, Vote(participant=ANN, item=f"f{ANN}", dots=2))
    room.check(asked, ANN, Vote(participant=ANN, item=f"f{BEN}", dots=1))
    room.check(asked, ANN, Vote(participant=ANN, item=f"f{ANN}", dots=3))
    assert denied(asked, Vote(participant=ANN, item=f"f{BEN}", dots=2)) == (
        "Each person has 3 dots and 1 is left; take one back first."
    )
    only = in_room("vote", items=[f"f{ANN}"])
    assert denied(only, Vote(participant=ANN, item=f"f{BEN}", dots=1)) == (
        "This is not voted on now."
    )


def test_answers_are_those_of_the_question() -> None:
    """A choice that was not offered, and an order of other things, are denied."""
    asked = in_room("check", options=["yes", "no"])

    def answer(**said: object) -> Put:
        return Put(collection="answers", entity={"participant": ANN, "activity": "now", **said})

    room.check(asked, ANN, answer(choice="yes"))
    assert denied(asked, answer(choice="maybe")) == "This is not one of the answers."
    ranked = in_room("rank", items=[f"f{ANN}", f"f{BEN}"])
    room.check(ranked, ANN, answer(order=[f"f{BEN}", f"f{ANN}"]))
    assert "each once" in denied(ranked, answer(order=["t1", f"f{ANN}"]))
    assert "each once" in denied(ranked, answer(order=[f"f{ANN}", f"f{ANN}"]))


def test_the_door() -> None:
    """People join an open room as participants; where they are asked for, they wait."""
    opened = in_room()
    new = {"id": "pnew", "name": "Cy"}
    room.check(opened, "pnew", Put(collection="participants", entity=new))
    chief = Put(collection="participants", entity={**new, "role": "facilitator"})
    assert "facilitator decides" in denied(opened, chief, "pnew")
    asked = apply(opened, Change(collection="info", id="info", fields={"admission": "asked"}))
    assert "facilitator decides" in denied(
        asked, Put(collection="participants", entity=new), "pnew"
    )
    room.check(asked, "pnew", room.joined(asked, "pnew", "Cy"))
    up = Change(collection="participants", id=ANN, fields={"role": "facilitator"})
    assert "facilitator decides" in denied(opened, up)


def test_who_was_taken_out_changes_nothing() -> None:
    """Not admitted is not in, whatever a page still shows."""
    gone = apply(in_room("rate"), room.remove(ANN))
    assert "let you in" in denied(gone, Rate(participant=ANN, touchpoint="t1", valence=1))
    back = Change(collection="participants", id=ANN, fields={"admitted": True})
    assert "facilitator decides" in denied(gone, back)


def test_a_closed_room_takes_nothing() -> None:
    """After the end nothing can be changed."""
    closed = apply(in_room("rate"), room.close_room(in_room("rate")))
    assert "closed" in denied(closed, Rate(participant=ANN, touchpoint="t1", valence=1))


KINDS = ("notes", "rate", "vote", "rank", "check", "talk", "break")
ids = st.sampled_from([ANN, BEN, "now", "t1", "s1", "j", "src", f"f{ANN}", f"f{BEN}", "info", "x"])
fields = st.dictionaries(
    st.sampled_from(["title", "role", "admitted", "open", "by", "name", "sources", "text", "lane"]),
    st.one_of(st.booleans(), st.text(max_size=5), ids),
    min_size=1,
    max_size=3,
)
forged = st.one_of(
    st.builds(Put, collection=st.sampled_from(list(COLLECTIONS)),
              entity=fields.map(lambda f: {"id": "x", **f})),
    st.builds(Change, collection=st.sampled_from(list(COLLECTIONS)), id=ids, fields=fields),
    st.builds(Remove, collection=st.sampled_from(list(COLLECTIONS)), id=ids),
    st.builds(Rate, participant=ids, touchpoint=ids, valence=st.integers(-3, 3)),
    st.builds(Vote, participant=ids, item=ids, dots=st.integers(-2, 12)),
)  # fmt: skip


@given(edit=forged, kind=st.sampled_from(KINDS), lane=st.sampled_from(["actions", "obstacles"]))
def test_whatever_is_forged_only_ones_own_changes(edit: Edit, kind: str, lane: str) -> None:
    """After any edit that passes, everything that is not Ann's is as it was."""
    before = in_room(kind, lane=lane, dots=3, options=["yes"])
    try:
        room.check(before, ANN, edit)
        after = apply(before, edit)
    except (Denied, Refused):
        return
    for collection in COLLECTIONS:
        for id, entity in before.entities(collection).items():
            mine = ANN in (id, getattr(entity, "by", None), getattr(entity, "participant", None))
            assert mine or after.entities(collection).get(id) == entity
        for id in set(after.entities(collection)) - set(before.entities(collection)):
            entity = after.entities(collection)[id]
            assert ANN in (id, getattr(entity, "by", None), getattr(entity, "participant", None))
    assert all(one.role == "participant" for one in after.participants.values())
    assert sum(vote.dots for vote in after.votes.values() if vote.participant == ANN) <= 3
