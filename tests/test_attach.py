"""A survey becomes a source, and its answers come back with raw value and feeling."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeykit.attach import absent, answers, attach, prepare
from journeykit.checks import touchpoint_evidence
from journeykit.edits import Put
from journeykit.errors import Missing, Refused
from journeykit.model import Workshop
from journeykit.store import Store, open_store

CSV = (
    b"Timestamp,Email,Checkout,Delivery,How likely are you to recommend us?\n"
    + b"".join(b"2026/05/%02d 10:00:00 AM GMT+1,a@b.org,%d,%s,9\n"
               % (day, 1 + day % 2, b"5" if day < 4 else b"") for day in range(1, 31))
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path):  # type: ignore[no-untyped-def]
    with open_store(tmp_path / "kit.sqlite") as opened:
        opened.create(Workshop.new("Jacket", id="w"))
        for collection, entity in (
            ("journeys", {"id": "j"}),
            ("stages", {"id": "s", "journey": "j"}),
            ("touchpoints", {"id": "checkout", "stage": "s", "name": "Checkout"}),
            ("touchpoints", {"id": "delivery", "stage": "s", "name": "Delivery"}),
        ):
            opened.append("w", Put(collection=collection, entity=entity))
        yield opened


def attached(store: Store) -> tuple[Workshop, str]:
    recipe = {"questions": [{"match": name, "kind": "rating", "scale": [1, 5]}
                            for name in ("Checkout", "Delivery")]}  # fmt: skip
    id = attach(store, "w", CSV, recipe, name="spring.csv", author="Ann")
    return store.open("w")[0], id


def test_a_survey_becomes_a_source_in_one_step(store: Store) -> None:
    """One entry in the history, with n, day and file; one undo takes all of it back."""
    workshop, id = attached(store)
    source = workshop.sources[id]
    assert (source.title, source.n, str(source.collected)) == ("spring", 30, "2026-05-30")
    assert store.history("w")[0].words == "attached the survey 'spring'"
    store.undo("w", author="Ann")
    assert not store.open("w")[0].sources


def test_sure_links_are_made_with_their_n(store: Store) -> None:
    """Questions named like touchpoints are linked; three answers do not measure."""
    workshop, _ = attached(store)
    n = {link.touchpoint: link.n for link in workshop.links.values() if link.touchpoint}
    assert n == {"checkout": 30, "delivery": 3}
    assert touchpoint_evidence(workshop, "checkout").status == "measured"
    assert touchpoint_evidence(workshop, "delivery").status == "assumed"


def test_answers_come_back_raw_and_as_feeling(store: Store) -> None:
    """1 of 5 is −2, 2 of 5 is −1; recommendation is no feeling."""
    workshop, _ = attached(store)
    told = answers(store, workshop)
    checkout = told[told["touchpoint"] == "checkout"]
    assert sorted(set(zip(checkout["value"], checkout["valence"], strict=True))) == [
        (1.0, -2.0), (2.0, -1.0),
    ]  # fmt: skip
    assert told.loc[told["kind"] == "nps", "valence"].isna().all()
    assert checkout["respondent"].is_unique


def test_links_can_be_said(store: Store) -> None:
    """What a person linked is what is linked, and nothing else."""
    workshop, _ = store.open("w")
    recipe = {"questions": [{"match": "Checkout", "kind": "rating", "scale": [1, 5]}]}
    ready = prepare(store, workshop, CSV, recipe, {"Checkout": "delivery"}, name="x.csv")
    assert [(link.question, link.touchpoint, link.n) for link in ready.links] == [
        ("Checkout", "delivery", 30)
    ]
    with pytest.raises(Refused, match="has no scale"):
        prepare(store, workshop, CSV, recipe, {"Timestamp": "delivery"}, name="x.csv")
    with pytest.raises(Missing, match="has no question 'Mood'"):
        prepare(store, workshop, CSV, recipe, {"Mood": "delivery"}, name="x.csv")


def test_the_same_answers_are_not_attached_twice(store: Store) -> None:
    """The second attempt names the source that has them."""
    attached(store)
    with pytest.raises(Refused, match=r"'spring\.csv' is attached already, as the source 'spring'"):
        attached(store)


def test_nothing_personal_is_kept(store: Store) -> None:
    """The e-mail addresses of the file are in no dataset."""
    workshop, id = attached(store)
    assert b"a@b.org" not in store.dataset(workshop.sources[id].dataset)


def test_a_workshop_from_elsewhere_has_no_answers(store: Store, tmp_path: Path) -> None:
    """Where the dataset is not in the store, the source is named and the frame is empty."""
    workshop, id = attached(store)
    with open_store(tmp_path / "other.sqlite") as other:
        other.create(workshop)
        assert [source.id for source in absent(other, workshop)] == [id]
        assert answers(other, workshop).empty
