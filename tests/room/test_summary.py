"""From an agenda to what the workshop came to: plans, cards that go on, the summary, the rows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from small_workshop import jacket

from journeykit import library, room
from journeykit.edits import Batch, Change, Edit, Put, Rate, Vote, apply
from journeykit.errors import Denied, Refused
from journeykit.model import Activity, Workshop
from journeykit.room import results
from journeykit.room.summary import summary

PEOPLE = ("pa", "pb", "pc", "pd", "pe")


def put(collection: str, **entity: object) -> Put:
    """An edit that puts an entity."""
    return Put(collection=collection, entity=entity)


def held() -> Workshop:
    """Five people of one department wrote, rated and voted; one note is parked."""
    edits: list[Edit] = [
        *(put("participants", id=id, name=id.upper(), department="Service") for id in PEOPLE),
        put("findings", id="f1", title="Late parcel", by="pa"),
        put("findings", id="f2", title="Unclear policy", by="pb"),
        put("activities", id="write", title="Pains", kind="notes", lane="obstacles", closed=True,
            rank=1),
        put("activities", id="rate", title="Rate", kind="rate", closed=True, revealed=True, rank=2),
        put("activities", id="vote", title="Vote", kind="vote", items=["f1", "f2"], closed=True,
            rank=3),
        put("activities", id="later", title="Later", kind="talk", rank=4),
        put("notes", id="n", lane="parking", text="Who pays?", by="pc"),
        *(Rate(participant=id, touchpoint="t1", valence=v)
          for id, v in zip(PEOPLE, (-2, -1, 0, 1, 1), strict=True)),
        *(Vote(participant=id, item="f1", dots=1) for id in PEOPLE),
        Vote(participant="pa", item="f2", dots=2),
        put("actions", id="a", title="Tell the day", owner="Kim"),
    ]  # fmt: skip
    return apply(jacket(), Batch(edits=tuple(edits)))


def test_the_summary_tells_counts_and_nothing_that_is_hidden() -> None:
    """Cards are counted, a revealed spread is named, a vote that nobody revealed stays hidden."""
    found = summary(held())
    assert (found.people, found.anonymous, found.departments) == (5, 0, (("Service", 5),))
    told = {one.activity.id: (one.people, one.words) for one in found.activities}
    assert told == {
        "write": (2, "2 cards."),
        "rate": (5, "1 touchpoint rated. Opposite views on New touchpoint."),
        "vote": (5, "Nobody has revealed it yet."),
    }
    assert [note.text for note in found.parking] == ["Who pays?"]
    assert [action.title for action in found.decided] == ["Tell the day"]
    shown = apply(held(), Change(collection="activities", id="vote", fields={"revealed": True}))
    assert "5 of 5 people in the room want 'Late parcel'" in summary(shown).activities[2].words


def test_a_department_of_few_is_not_counted_out() -> None:
    """Four people of a department could be known by it."""
    less = apply(held(), Change(collection="participants", id="pe", fields={"department": "IT"}))
    assert summary(less).departments == ()


def test_what_a_hidden_vote_is_on_is_known() -> None:
    """The report leaves their dots out until they are revealed."""
    assert results.hidden_items(held()) == {"f1", "f2"}
    shown = apply(held(), Change(collection="activities", id="vote", fields={"revealed": True}))
    assert results.hidden_items(shown) == set()


def test_rows_name_nobody_where_it_was_promised() -> None:
    """Every rating, vote and card with its time; who said it is a number."""
    log = [(datetime(2026, 11, 22, 10, tzinfo=UTC), Vote(participant="pa", item="f2", dots=2))]
    rows = results.rows(held(), log)
    assert len(rows) == 14  # five ratings, six votes, two findings, one parked note
    assert {row["who"] for row in rows} == {f"person {n}" for n in range(1, 6)}
    last = rows[-1]
    assert (last["time"], last["value"]) == ("2026-11-22T10:00:00+00:00", 2)


def test_numbers_of_people_cannot_be_made_again() -> None:
    """Whoever has the ids of all people does not find out who is person 1."""
    feelings = {
        next(row["value"] for row in results.rows(held(), []) if row["who"] == "person 1"
             and row["what"] == "rating")
        for _ in range(60)
    }  # fmt: skip
    assert len(feelings) > 1


def test_an_agenda_is_taken_over_with_what_hangs_on_the_old_one() -> None:
    """Answers go with their activity; while one is open, nothing is replaced."""
    before = apply(held(), put("answers", participant="pa", activity="write", done=True))
    after = apply(before, room.choose_agenda(before, "ninety-minutes"))
    assert [one.title for one in room.agenda(after)] == [
        one.title for one in library.activities("ninety-minutes")
    ]
    assert not after.answers
    assert after.about.agenda == "ninety-minutes"
    running = apply(before, room.begin(before, "later"))
    with pytest.raises(Refused, match="'Later' is running; close it before"):
        room.choose_agenda(running, "ninety-minutes")


def test_a_copy_of_an_activity_is_fresh_and_comes_next() -> None:
    """It was not open yet, whatever happened to the first."""
    after = apply(held(), room.duplicate(held(), "rate"))
    order = [one.title for one in room.agenda(after)]
    assert order == ["Pains", "Rate", "Rate", "Vote", "Later"]
    copy = room.agenda(after)[2]
    assert (copy.open, copy.closed, copy.revealed) == (False, False, False)


def test_the_next_activity_is_on_the_wall_again() -> None:
    """Who put the map on the wall need not take it off."""
    mapped = apply(held(), room.show_on_wall("map"))
    assert apply(mapped, room.begin(mapped, "later")).about.wall == ""


def test_less_time_is_never_less_than_none() -> None:
    """Taking minutes away ends at zero."""
    at = datetime(2026, 11, 22, 10, tzinfo=UTC)
    running = apply(held(), room.begin(held(), "later", at))
    for _ in range(12):
        running = apply(running, room.add_minutes(running, -1, at))
    assert room.seconds_left(running.activities["later"], at) == 0


def test_a_card_becomes_a_touchpoint_and_stays() -> None:
    """The card stands at the new touchpoint, with the name of who wrote it."""
    wrote = apply(jacket(), put("notes", id="c", text="Asks a friend\nat work", stage="s2"))
    after = apply(wrote, room.into_touchpoint(wrote, "c", "s2"))
    made = after.touchpoints_of("j")[-1]
    assert (made.name, made.stage) == ("Asks a friend", "s2")
    assert (after.notes["c"].touchpoint, after.notes["c"].stage) == (made.id, None)


def test_an_idea_becomes_an_action_once() -> None:
    """The action answers the finding."""
    after = apply(held(), room.into_action(held(), "f1"))
    made = next(one for one in after.actions.values() if one.id != "a")
    assert (made.title, made.findings) == ("Late parcel", ("f1",))
    with pytest.raises(Refused, match="'Late parcel' has an action already"):
        room.into_action(after, "f1")


def test_what_a_persona_says_goes_into_the_empathy_map() -> None:
    """A card of the lane goes into the field that it is about, once."""
    wrote = apply(jacket(), put("notes", id="c", lane="thoughts", text="Is it real wool?"))
    after = apply(wrote, room.into_persona(wrote, "c", "ann"))
    assert after.personas["ann"].thinks == ("Is it real wool?",)
    with pytest.raises(Refused, match="stands in the empathy map of Ann already"):
        room.into_persona(after, "c", "ann")
    quote = apply(jacket(), put("notes", id="q", lane="quotes", text="Well"))
    with pytest.raises(Refused, match="Only what a persona says"):
        room.into_persona(quote, "q", "ann")


def asked(**activity: object) -> Workshop:
    """An open room with one participant and one open activity."""
    fields = {"id": "now", "open": True, **activity}
    edits = (
        Change(collection="info", id="info", fields={"room": "open"}),
        put("activities", **fields),
        put("participants", id="pa"),
    )
    return apply(jacket(), Batch(edits=edits))


def test_cards_about_a_persona_go_to_four_lanes() -> None:
    """Says, thinks, does and feels are open together; other lanes are not."""
    now = asked(kind="notes", lane="thoughts", step="personas")
    for lane in ("says", "thoughts", "actions", "feelings"):
        room.check(now, "pa", put("notes", id="c", lane=lane, by="pa"))
    with pytest.raises(Denied):
        room.check(now, "pa", put("notes", id="c", lane="quotes", by="pa"))
    wrote = apply(now, put("notes", id="c", lane="says", by="pa"))
    room.check(wrote, "pa", Change(collection="notes", id="c", fields={"lane": "feelings"}))
    with pytest.raises(Denied):
        room.check(wrote, "pa", Change(collection="notes", id="c", fields={"lane": "parking"}))


def test_people_mark_the_rows_that_are_theirs() -> None:
    """A check of the last step without a question asks for marks; computed rows take none."""
    now = asked(kind="check", step="report")
    room.check(now, "pa", put("marks", participant="pa", row="7", score=2))
    with pytest.raises(Denied, match="computed"):
        room.check(now, "pa", put("marks", participant="pa", row="3", score=2))
    with pytest.raises(Denied, match="yours"):
        room.check(now, "pa", put("marks", participant="pb", row="7", score=2))
    other = asked(kind="check", step="report", question="Well?")
    with pytest.raises(Denied, match="not marked now"):
        room.check(other, "pa", put("marks", participant="pa", row="7", score=2))


def test_a_revealed_vote_is_changed_no_more() -> None:
    """What everybody has seen is the result; hidden again, the vote goes on."""
    vote = Vote(participant="pa", item="f", dots=1)
    now = apply(asked(kind="vote"), put("findings", id="f", title="Late"))
    room.check(now, "pa", vote)
    shown = apply(now, Change(collection="activities", id="now", fields={"revealed": True}))
    with pytest.raises(Denied, match="result is shown already"):
        room.check(shown, "pa", vote)


def test_marks_are_asked_only_without_a_question() -> None:
    """A check with a question is a check."""
    assert room.asks_marks(Activity(kind="check", step="report"))
    assert not room.asks_marks(Activity(kind="check", step="report", options=("yes",)))
    assert not room.asks_marks(Activity(kind="check", step="improve"))
