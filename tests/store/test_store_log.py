"""The log: what was appended is there, in order, whoever reads it and whenever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from journeykit.edits import Batch, Change, Put, Rate, Remove, apply
from journeykit.errors import Missing, Refused
from journeykit.model import Finding, Journey, Note, Persona, Source, Vote, Workshop
from journeykit.store import Store, log, open_store
from journeykit.store.copying import as_batch


def titled(title: str) -> Change:
    return Change(collection="info", id="info", fields={"title": title})


def test_a_new_workshop_opens_as_it_was_made(store: Store) -> None:
    """Everything in it is there, as edit 1."""
    from small_workshop import jacket

    workshop = jacket()
    assert store.create(workshop, author="Ann") == "w"
    assert store.open("w") == (workshop, 1)
    (entry,) = store.history("w")
    assert (entry.seq, entry.author, entry.words) == (1, "Ann", "made the workshop 'Jacket'")


def test_a_workshop_is_not_made_twice(store: Store, kept: str) -> None:
    """An id that is in the store is refused, and the one that is there stays."""
    with pytest.raises(Refused, match="A workshop with the id 'w' is in the store already"):
        store.create(Workshop.new("Other", id="w"))
    assert store.open(kept)[0].title == "Jacket"


def test_a_broken_workshop_is_not_made(store: Store) -> None:
    """A reference that leads nowhere is refused, and nothing is kept."""
    journey = Journey(id="j", persona="gone")
    broken = Workshop.new("B", id="b").model_copy(update={"journeys": {"j": journey}})
    with pytest.raises(Refused, match="the persona 'gone' is not in the workshop"):
        store.create(broken)
    assert store.workshops() == []
    with pytest.raises(Missing):
        store.open("b")


def test_what_cites_each_other_is_kept_too(store: Store) -> None:
    """Findings that answer each other, journeys copied in a circle."""
    workshop = Workshop.new("Circle", id="c").model_copy(
        update={
            "findings": {"a": Finding(id="a", answers="b"), "b": Finding(id="b", answers="a")},
            "journeys": {"j": Journey(id="j", copied_from="j")},
            "personas": {"p": Persona(id="p", evidence={"goals": ("s",)})},
            "sources": {"s": Source(id="s")},
            "votes": {"x.a": Vote(participant="x", item="a", dots=1)},
        }
    )
    store.create(workshop)
    assert store.open("c")[0] == workshop
    assert apply(Workshop(id="c"), as_batch(workshop)) == workshop


def test_an_appended_edit_is_there_for_everybody(store: Store, kept: str) -> None:
    """Another process that opens the store sees it, by whom and when."""
    before = datetime.now(UTC) - timedelta(seconds=5)
    workshop, entry = store.append(kept, titled("Coat"), author="Bo")
    assert (workshop.title, entry.seq, entry.author) == ("Coat", 2, "Bo")
    assert before < entry.at < datetime.now(UTC) + timedelta(seconds=5)
    with open_store(store.url) as other:
        assert other.open(kept) == (workshop, 2)
        assert other.since(kept, 1) == [entry]
        assert other.workshops()[0].title == "Coat"


def test_a_refused_edit_changes_nothing(store: Store, kept: str) -> None:
    """No entry, no number used, the card as it was."""
    card = store.workshops()[0]
    with pytest.raises(Refused, match="still used"):
        store.append(kept, Remove(collection="stages", id="s1"))
    assert store.open(kept)[1] == 1
    assert store.workshops() == [card]
    assert store.append(kept, titled("Coat"))[1].seq == 2


def test_half_of_a_batch_is_never_kept(store: Store, kept: str) -> None:
    """A batch with a refused part leaves no trace."""
    good = Put.of(Note(id="n"))
    with pytest.raises(Refused):
        store.append(kept, Batch(edits=(good, Remove(collection="notes", id="gone"))))
    assert store.open(kept)[0].notes == {}


def test_two_people_who_change_different_fields_lose_neither(store: Store, kept: str) -> None:
    """Both write from the state that they saw; both changes stand."""
    with open_store(store.url) as other:
        store.open(kept)
        other.open(kept)
        store.append(kept, Change(collection="stages", id="s1", fields={"name": "Look"}))
        other.append(kept, Change(collection="stages", id="s1", fields={"goal": "Find one"}))
        stage = store.open(kept)[0].stages["s1"]
    assert (stage.name, stage.goal) == ("Look", "Find one")


def test_history_pages_backwards(store: Store, kept: str) -> None:
    """The newest first, so many at a time, those before a number."""
    for number in range(2, 8):
        store.append(kept, titled(f"Title {number}"))
    assert [entry.seq for entry in store.history(kept, limit=3)] == [7, 6, 5]
    assert [entry.seq for entry in store.history(kept, limit=3, before=5)] == [4, 3, 2]
    assert [entry.seq for entry in store.since(kept, 5)] == [6, 7]
    assert store.since(kept, 7) == []


@pytest.mark.parametrize("method", ["open", "history", "undo", "redo", "archive", "delete"])
def test_a_workshop_that_is_not_there_is_said_so(store: Store, method: str) -> None:
    """One sentence with the id."""
    with pytest.raises(Missing, match=r"^There is no workshop 'nope' in this store\.$"):
        getattr(store, method)("nope")


@pytest.mark.parametrize("id", ["", "a\0b", "\ud800", "ü", "w' OR '1'='1", "x" * 5000])
def test_any_text_in_the_place_of_an_id_is_only_not_there(store: Store, kept: str, id: str) -> None:
    """A page's address may hold anything."""
    with pytest.raises(Missing, match="There is no workshop"):
        store.open(id)
    with pytest.raises(Missing):
        store.dataset(id)
    store.here(id, id, id, id)
    assert kept not in [each.visitor for each in store.present(id)]


def test_cards_come_newest_change_first(store: Store) -> None:
    """A workshop that was just changed is on top."""
    for name in ("a", "b", "c"):
        store.create(Workshop.new(name.upper(), id=name), author="Ann")
    store.append("a", titled("A again"), author="Bo")
    cards = store.workshops()
    assert [card.id for card in cards] == ["a", "c", "b"]
    assert (cards[0].title, cards[0].changed_by, cards[0].seq) == ("A again", "Bo", 2)
    assert cards[0].created <= cards[0].changed
    assert cards[0].created.tzinfo is UTC


def test_archived_workshops_are_put_aside_and_come_back(store: Store, kept: str) -> None:
    """They can still be opened."""
    store.archive(kept)
    assert store.workshops() == []
    assert [card.archived for card in store.workshops(archived=True)] == [True]
    assert store.open(kept)[0].title == "Jacket"
    store.archive(kept, False)
    assert [card.id for card in store.workshops()] == [kept]


def test_a_deleted_workshop_comes_back_whole(store: Store, kept: str) -> None:
    """Deleting hides; nothing is lost."""
    before = store.open(kept)
    store.delete(kept)
    assert store.workshops() == []
    assert [card.id for card in store.workshops(deleted=True)] == [kept]
    with pytest.raises(Missing, match="The workshop 'Jacket' was deleted; it can be brought back"):
        store.append(kept, titled("Coat"))
    with pytest.raises(Missing, match="was deleted"):
        store.open(kept)
    store.undelete(kept)
    assert store.open(kept) == before


def test_a_duplicate_has_the_state_and_its_own_history(store: Store, kept: str) -> None:
    """Changing the copy leaves the original alone."""
    copy = store.duplicate(kept, "Jacket 2", author="Bo")
    original = store.open(kept)[0]
    assert store.open(copy)[0].stages == original.stages
    assert store.open(copy)[0].title == "Jacket 2"
    assert len(store.history(copy)) == 1
    store.append(copy, Change(collection="stages", id="s1", fields={"name": "Other"}))
    assert store.open(kept)[0] == original


def test_opening_reads_a_snapshot_and_the_edits_after_it(
    store: Store, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long log opens as what it folds to; only two snapshots are kept."""
    monkeypatch.setattr(log, "SNAPSHOT_EVERY", 5)
    for number in range(2, 24):
        workshop, _ = store.append(kept, titled(f"Title {number}"))
    with open_store(store.url) as other:
        assert other.open(kept) == (workshop, 23)
        with other._database.reading() as connection:
            asked = log.schema.snapshot.select().order_by(log.schema.snapshot.c.seq)
            assert [row.seq for row in connection.execute(asked)] == [15, 20]


def test_a_snapshot_that_cannot_be_read_is_passed_over(store: Store, kept: str) -> None:
    """The log is the truth; a snapshot only saves time."""
    store.append(kept, titled("Coat"))
    with store._database.writing() as connection:
        connection.execute(log.schema.snapshot.update().values(state=b"rubbish"))
    with open_store(store.url) as other:
        assert other.open(kept) == store.open(kept)


def test_a_workshop_replaced_behind_its_back_is_noticed(store: Store, kept: str) -> None:
    """What a process holds in memory is not taken for another workshop of the same id."""
    store.open(kept)
    with open_store(store.url) as other:
        with other._database.writing() as connection:
            connection.execute(log.schema.workshop.delete())
            if not other._database.is_sqlite:
                assert connection.execute(log.schema.edit.select()).all() == []
        other.create(Workshop.new("Another", id=kept))
    assert store.open(kept)[0].title == "Another"
    assert store.append(kept, titled("Coat"))[0].stages == {}


@pytest.mark.parametrize("text", ["Ü – 2 € 🧥", "a\0b", "' ; DROP TABLE jk_edit; --", "{}%s:x"])
def test_any_text_comes_back_as_it_was(store: Store, kept: str, text: str) -> None:
    """Signs that mean something to an engine are only text here."""
    store.append(kept, Change(collection="info", id="info", fields={"scope": text}), author=text)
    store.append(kept, titled(text))
    with open_store(store.url) as other:
        workshop = other.open(kept)[0]
        assert (workshop.about.scope, workshop.title) == (text, text)
        assert other.workshops()[0].title == text.replace("\0", "")
        assert other.history(kept)[1].author == text.replace("\0", "")


def test_text_that_is_no_unicode_is_refused(store: Store, kept: str) -> None:
    """Half a sign cannot be kept, and is not half kept."""
    with pytest.raises(Refused, match="no Unicode"):
        store.append(kept, Put(collection="notes", entity={"id": "n", "text": "\ud800"}))
    assert store.open(kept)[1] == 1


def test_what_comes_back_is_what_was_kept(store: Store, kept: str) -> None:
    """Ratings with labels and fractions, read again by another process."""
    rate = Rate(participant="p", touchpoint="t1", valence=-2, arousal=0.1, labels=("cold",))
    workshop, entry = store.append(kept, rate)
    with open_store(store.url) as other:
        assert other.open(kept)[0] == workshop
        assert other.history(kept)[0] == entry
