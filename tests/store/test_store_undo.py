"""Undo and redo: exactly back, never over what others did."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeykit.edits import Change, Edit, Put, Rate, Remove, removal
from journeykit.errors import Missing, Refused
from journeykit.model import Note
from journeykit.store import Store


def titled(title: str) -> Change:
    return Change(collection="info", id="info", fields={"title": title})


def named(name: str) -> Change:
    return Change(collection="stages", id="s1", fields={"name": name})


def test_undo_takes_back_the_newest_edit_and_redo_does_it_again(store: Store, kept: str) -> None:
    """The state is exactly as before, and exactly as after."""
    before = store.open(kept)[0]
    after = store.append(kept, removal(before, "stages", "s1"), author="Ann")[0]
    undone = store.undo(kept, author="Bo")
    assert store.open(kept) == (before, 3)
    assert (undone.seq, undone.undoes, undone.author) == (3, 2, "Bo")
    assert undone.words == "took back: removed 'New stage'"
    redone = store.redo(kept, author="Bo")
    assert store.open(kept) == (after, 4)
    assert (redone.undoes, redone.words) == (3, "did again: removed 'New stage'")


def test_undo_goes_back_step_by_step(store: Store, kept: str) -> None:
    """Each undo takes back one more; then there is nothing left."""
    states = [store.open(kept)[0]]
    for title in ("A", "B", "C"):
        states.append(store.append(kept, titled(title))[0])
    for state in reversed(states[:-1]):
        store.undo(kept)
        assert store.open(kept)[0] == state
    with pytest.raises(Refused, match=r"^There is nothing to undo\.$"):
        store.undo(kept)
    for state in states[1:]:
        store.redo(kept)
        assert store.open(kept)[0] == state
    with pytest.raises(Refused, match=r"^There is nothing to redo\.$"):
        store.redo(kept)
    store.undo(kept)
    assert store.open(kept)[0] == states[-2]


def test_history_shows_what_was_taken_back(store: Store, kept: str) -> None:
    """The log keeps everything: the edit, its undo, and which stands."""
    store.append(kept, titled("Coat"))
    store.undo(kept)
    assert [(e.seq, e.undoes, e.undone_by) for e in store.history(kept)] == [
        (3, 2, None),
        (2, None, 3),
        (1, None, None),
    ]
    store.redo(kept)
    assert [(e.seq, e.undoes, e.undone_by) for e in store.history(kept)] == [
        (4, 3, None),
        (3, 2, 4),
        (2, None, None),
        (1, None, None),
    ]


def test_an_older_edit_is_taken_back_alone(store: Store, kept: str) -> None:
    """What came after it, elsewhere, stays."""
    store.append(kept, titled("Coat"))
    store.append(kept, named("Look"))
    store.undo(kept, seq=2)
    workshop = store.open(kept)[0]
    assert (workshop.title, workshop.stages["s1"].name) == ("Jacket", "Look")


def test_undo_is_refused_when_others_changed_it_since(store: Store, kept: str) -> None:
    """Taking back would overwrite another's work; nothing is changed."""
    store.append(kept, titled("Coat"), author="Ann")
    store.append(kept, titled("Parka"), author="Bo")
    with pytest.raises(Refused, match="Somebody has changed 'title' of 'Parka' since"):
        store.undo(kept, seq=2)
    with pytest.raises(Refused, match="Somebody has changed 'title'"):
        store.undo(kept, author="Ann", only_author=True)
    assert store.open(kept)[1] == 3


def test_undo_of_an_addition_that_others_use_is_refused(store: Store, kept: str) -> None:
    """A stage in which somebody has placed a touchpoint stays."""
    store.append(kept, Put(collection="stages", entity={"id": "s3", "journey": "j"}))
    store.append(kept, Put(collection="touchpoints", entity={"id": "t3", "stage": "s3"}))
    with pytest.raises(Refused, match="still used by 1 other entry"):
        store.undo(kept, seq=2)


def test_only_my_own_newest_edit(store: Store, kept: str) -> None:
    """A person takes back what they did, not what others did after."""
    store.append(kept, titled("Coat"), author="Ann")
    store.append(kept, named("Look"), author="Bo")
    store.undo(kept, author="Ann", only_author=True)
    workshop = store.open(kept)[0]
    assert (workshop.title, workshop.stages["s1"].name) == ("Jacket", "Look")
    with pytest.raises(Refused, match="nothing to undo"):
        store.undo(kept, author="Cy", only_author=True)
    with pytest.raises(Refused, match="nothing to redo"):
        store.redo(kept, author="Bo", only_author=True)
    store.redo(kept, author="Ann", only_author=True)
    assert store.open(kept)[0].title == "Coat"


def test_what_cannot_be_undone_says_why(store: Store, kept: str) -> None:
    """The making, an undo, what was taken back already, what is not there."""
    store.append(kept, titled("Coat"))
    store.undo(kept)
    with pytest.raises(Refused, match="The first entry made the workshop; delete"):
        store.undo(kept, seq=1)
    with pytest.raises(Refused, match="Entry 2 was taken back already, by entry 3"):
        store.undo(kept, seq=2)
    with pytest.raises(Refused, match="Entry 3 is itself an undo"):
        store.undo(kept, seq=3)
    with pytest.raises(Missing, match="The history has no entry 9"):
        store.undo(kept, seq=9)


def test_a_new_edit_ends_what_its_author_could_redo(store: Store, kept: str) -> None:
    """Others still can: what one person types does not take another's redo away."""
    store.append(kept, titled("Coat"), author="Ann")
    store.undo(kept, author="Ann")
    store.append(kept, named("Look"), author="Bo")
    store.redo(kept, author="Ann")
    store.undo(kept, seq=2, author="Ann")
    store.append(kept, named("See"), author="Ann")
    with pytest.raises(Refused, match="nothing to redo"):
        store.redo(kept, author="Ann")


def test_a_rating_goes_back_to_the_one_before(store: Store, kept: str) -> None:
    """Undo of a second rating gives the first one back."""
    for valence in (-2, 2):
        store.append(kept, Rate(participant="p", touchpoint="t1", valence=valence), author="p")
    store.undo(kept, author="p", only_author=True)
    assert [rating.valence for rating in store.open(kept)[0].ratings.values()] == [-2]


EDITS: list[Edit] = [
    titled("Coat"),
    titled("Parka"),
    named("Look"),
    Put.of(Note(id="n", touchpoint="t1")),
    Put.of(Note(id="n", text="again")),
    Remove(collection="notes", id="n"),
    Rate(participant="p", touchpoint="t1", valence=1),
    Rate(participant="p", touchpoint="t1", valence=None),
]
MOVES = st.lists(st.sampled_from([*EDITS, "undo", "undo", "redo"]), max_size=14)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moves=MOVES)
def test_undo_and_redo_walk_like_two_stacks(store: Store, moves: list[Edit | str]) -> None:
    """With one author, any walk of edits, undo and redo is that of a plain list of states."""
    from small_workshop import jacket

    from journeykit.model import new_id

    id = store.create(jacket().model_copy(update={"id": new_id()}))
    past, future = [store.open(id)[0]], []
    for move in moves:
        try:
            if move == "undo":
                store.undo(id)
                future.append(past.pop())
            elif move == "redo":
                if not future:
                    with pytest.raises(Refused, match="nothing to redo"):
                        store.redo(id)
                    continue
                store.redo(id)
                past.append(future.pop())
            else:
                assert not isinstance(move, str)
                past.append(store.append(id, move)[0])
                future = []
        except Refused:
            assert move != "redo"
        assert store.open(id)[0] == past[-1]
