"""What was promised in the room holds in every file: nobody sees who said what."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from journeykit import examples
from journeykit.edits import Change, Put, Rate, Vote, apply
from journeykit.exchange import encode, export, load
from journeykit.exchange.voices import unnamed
from journeykit.model import Workshop
from journeykit.store import Store

PEOPLE = {"u1": "Ann", "u2": "Bo", "u3": "Cy"}
FEELINGS = {"u1": -2, "u2": 1, "u3": 1}
SAID = {"ratings", "votes", "answers", "marks"}


@pytest.fixture
def promised(workshop: Workshop) -> Workshop:
    """Three people with names rated, voted, answered and wrote cards, all of it anonymous."""
    made = workshop
    for kind in ("rate", "vote", "check", "notes"):
        made = apply(made, Put(collection="activities", entity={"id": f"a-{kind}", "kind": kind}))
    for at, (id, name) in enumerate(PEOPLE.items()):
        made = apply(made, Put(collection="participants", entity={"id": id, "name": name}))
        made = apply(made, Rate(participant=id, touchpoint="t1", valence=FEELINGS[id]))
        made = apply(made, Rate(participant=id, touchpoint="t2", valence=0))
        made = apply(made, Vote(participant=id, item="f1", dots=at + 1))
        made = apply(made, Put(collection="answers", entity={
            "participant": id, "activity": "a-check", "choice": f"choice {at}"}))  # fmt: skip
        made = apply(made, Put(collection="marks", entity={
            "participant": id, "row": "actor", "score": at}))  # fmt: skip
        made = apply(made, Put(collection="notes", entity={
            "id": f"card{at}", "touchpoint": "t1", "text": f"card {at}", "by": id}))  # fmt: skip
    return made


def back(workshop: Workshop, suffix: str, folder: Path) -> tuple[Workshop, list[str]]:
    losses = export(workshop, folder / f"w{suffix}")
    return load(folder / f"w{suffix}")[0], [f"{loss.where}: {loss.what}" for loss in losses]


@pytest.mark.parametrize("suffix", [".json", ".zip", ".xlsx", ""])
def test_no_file_ties_a_saying_to_a_name(promised: Workshop, tmp_path: Path, suffix: str) -> None:
    """No rating, vote, answer, mark or unsigned card has the id of somebody with a name."""
    read, said = back(promised, suffix, tmp_path)
    assert {person.name for person in read.participants.values()} == set(PEOPLE.values())
    for collection in ("ratings", "votes", "marks"):
        assert not {each.participant for each in read.entities(collection).values()} & set(PEOPLE)
    asked = [one for one in read.answers.values() if one.activity == "a-check"]
    assert not {one.participant for one in asked} & set(PEOPLE)
    assert {note.by for note in read.notes.values()} == {None}
    assert {"ratings: whose they are (6)", "votes: whose they are (3)",
            "notes: who wrote them (3)"} <= set(said)  # fmt: skip


@pytest.mark.parametrize("suffix", [".json", ".zip", ".xlsx"])
def test_what_was_said_is_all_there(promised: Workshop, tmp_path: Path, suffix: str) -> None:
    """The same ratings and votes, each person's in one voice, so spreads and outcomes stay."""
    read, _ = back(promised, suffix, tmp_path)
    voices: dict[str, list[int]] = {}
    for rating in sorted(read.ratings.values(), key=lambda one: one.touchpoint):
        voices.setdefault(rating.participant, []).append(rating.valence)
    assert sorted(voices.values()) == [[-2, 0], [1, 0], [1, 0]]
    assert sorted(vote.dots for vote in read.votes.values()) == [1, 2, 3]


def test_numbers_do_not_depend_on_ids_or_names(promised: Workshop) -> None:
    """The same sayings under other ids make the same voices: nothing leads back."""
    text = json.dumps(json.loads(encode(promised, ".json")[0])["workshop"]["ratings"])
    swapped = promised
    for id in PEOPLE:
        for touchpoint, valence in (("t1", {**FEELINGS, "u1": 1, "u3": -2}[id]), ("t2", 0)):
            swapped = apply(swapped, Rate(participant=id, touchpoint=touchpoint, valence=valence))
    assert json.dumps(json.loads(encode(swapped, ".json")[0])["workshop"]["ratings"]) == text


def test_voices_of_two_collections_have_nothing_to_do_with_each_other(promised: Workshop) -> None:
    """Whoever voted with three dots is not the voice with the same number among the ratings."""
    hidden, _ = unnamed(promised)
    three = next(vote.participant for vote in hidden.votes.values() if vote.dots == 3)
    other = apply(promised, Vote(participant="u1", item="f1", dots=3))
    other = apply(other, Vote(participant="u3", item="f1", dots=1))
    again, _ = unnamed(other)
    assert three == next(vote.participant for vote in again.votes.values() if vote.dots == 3)
    assert again.ratings == hidden.ratings


def test_the_same_workshop_is_the_same_file_and_again_after_reading(
    promised: Workshop, tmp_path: Path
) -> None:
    """Written twice it is equal; read and written again it loses nothing more."""
    first = encode(promised, ".json")[0]
    assert first == encode(promised, ".json")[0]
    read, _ = back(promised, ".json", tmp_path)
    again, said = back(read, ".json", tmp_path)
    assert (again, said) == (read, [])


def test_new_people_get_new_numbers(promised: Workshop, tmp_path: Path) -> None:
    """After reading, somebody else rates: no voice is taken for another one."""
    read, _ = back(promised, ".json", tmp_path)
    more = apply(read, Rate(participant="u1", touchpoint="t1", valence=2))
    hidden, _ = unnamed(more)
    assert len(hidden.ratings) == len(more.ratings) == 7
    assert "voice-4.t1" in hidden.ratings


def test_what_was_not_promised_stays_as_it_is(promised: Workshop, tmp_path: Path) -> None:
    """A round trip is equal where nothing was promised; a vote by name keeps its names."""
    for kind in ("rate", "vote", "check", "notes"):
        promised = apply(promised, Change(
            collection="activities", id=f"a-{kind}", fields={"anonymous": False}))  # fmt: skip
    assert back(promised, ".json", tmp_path) == (promised, [])
    hidden = apply(promised, Change(collection="activities", id="a-rate",
                                    fields={"anonymous": True}))  # fmt: skip
    read, said = back(hidden, ".json", tmp_path)
    assert said == ["ratings: whose they are (6)"]
    assert read.votes == promised.votes


def test_a_signed_card_keeps_who_wrote_it(promised: Workshop) -> None:
    """A name that somebody put under a card was meant to be seen."""
    signed = apply(promised, Change(collection="notes", id="card0", fields={"author": "Ann"}))
    hidden, _ = unnamed(signed)
    assert (hidden.notes["card0"].by, hidden.notes["card1"].by) == ("u1", None)


def test_scores_of_other_tools_keep_their_voice(tmp_path: Path) -> None:
    """What a Mermaid file scored is nobody's of the room and goes back as it came."""
    file = tmp_path / "a.mmd"
    file.write_text("journey\n  title Jacket\n  section Buy\n    Pay: 2: Ann\n")
    read, _ = load(file)
    read = apply(read, Put(collection="activities", entity={"id": "a", "kind": "rate"}))
    assert unnamed(read) == (read, [])


def test_a_backup_is_whole(promised: Workshop, store: Store, tmp_path: Path) -> None:
    """Who said what stays in the store and in its backup."""
    id = store.create(promised)
    store.backup(tmp_path / "all.backup")
    store.restore(tmp_path / "all.backup", replace=True)
    assert store.open(id)[0].ratings.keys() == promised.ratings.keys()


def test_the_clothing_example_ties_nobody(tmp_path: Path) -> None:
    """Its twelve people have names; its zip holds 120 ratings of twelve voices."""
    workshop, _ = load(examples.folder("clothing") / "workshop.json")
    data, losses = encode(workshop, ".zip")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        ratings = archive.read("ratings.csv").decode("utf-8-sig")
    assert not [id for id in workshop.participants if f"{id}." in ratings or f",{id}," in ratings]
    assert ratings.count("voice-12.") == 10
    assert ("ratings", "whose they are (120)") in [(loss.where, loss.what) for loss in losses]
