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


def wave(first: int, last: int, header: str = "Checkout,Delivery") -> bytes:
    rows = (f"2026/{5 + day // 28:02d}/{1 + day % 28:02d} 10:00:00 AM GMT+1,p{day}@b.org,"
            f"{1 + day % 2},{1 + day % 5},9\n" for day in range(first, last))  # fmt: skip
    head = f"Timestamp,Email,{header},How likely are you to recommend us?\n"
    return (head + "".join(rows)).encode()


RECIPE = """
questions:
  - {match: Check*, kind: rating, scale: [1, 5], touchpoint: Delivery}
  - {match: "*recommend*", kind: nps, touchpoint: the whole journey}
person: Email
"""


def test_a_further_wave_brings_what_is_new(store: Store) -> None:
    """A longer export of the same form: old responses are left out, waves are named, links kept."""
    one = attach(store, "w", wave(0, 20), RECIPE, name="spring.csv")
    workshop, _ = store.open("w")
    place = next(link.touchpoint for link in workshop.links.values() if link.question == "Checkout")
    assert place == "delivery"
    two = attach(store, "w", wave(0, 28), workshop.sources[one].recipe, name="summer.csv")
    workshop, _ = store.open("w")
    assert [(workshop.sources[id].n, workshop.sources[id].wave) for id in (one, two)] == [
        (20, "Wave 1"), (8, "Wave 2"),
    ]  # fmt: skip
    linked = {(link.source, link.question): (link.touchpoint, link.n)
              for link in workshop.links.values()}  # fmt: skip
    assert linked[two, "Checkout"] == ("delivery", 8)
    assert set(answers(store, workshop)["wave"]) == {"Wave 1", "Wave 2"}


def test_the_same_wave_again_gives_the_same_answers(store: Store) -> None:
    """Taken back and attached again, a wave has the same dataset; attached twice, it is refused."""
    one = attach(store, "w", wave(0, 20), RECIPE, name="spring.csv")
    recipe = store.open("w")[0].sources[one].recipe
    attach(store, "w", wave(0, 28), recipe, name="summer.csv", author="Ann")
    first = {s.title: s.dataset for s in store.open("w")[0].sources.values()}
    with pytest.raises(Refused, match=r"'summer\.csv' is attached already, as the source 's"):
        attach(store, "w", wave(0, 28), recipe, name="summer.csv")
    store.undo("w", author="Ann")
    attach(store, "w", wave(0, 28), recipe, name="summer.csv")
    assert {s.title: s.dataset for s in store.open("w")[0].sources.values()} == first


def test_a_hash_says_who_answered_in_both_waves(store: Store) -> None:
    """People are linked by a hash with the store's salt; no address and no salt is kept."""
    from journeykit.attach import survey_of
    from journeykit.survey.privacy import salt_of

    one = attach(store, "w", wave(0, 20), RECIPE, name="spring.csv")
    workshop, _ = store.open("w")
    source = workshop.sources[one]
    people = survey_of(store, source).frame["Person"]
    assert people.nunique() == 20
    assert b"@b.org" not in store.dataset(source.dataset)
    assert salt_of(store) not in source.recipe + str(store.dataset(source.dataset))
    assert "person: Email" in source.recipe


def test_another_form_is_no_further_wave(store: Store) -> None:
    """A file that asks other questions has no wave, and nothing of it is left out."""
    attach(store, "w", wave(0, 20), RECIPE, name="spring.csv")
    rows = b"id,Lounge,Gate,Shops\n" + b"".join(b"%d,%d,3,4\n" % (n, 1 + n % 5) for n in range(9))
    other = attach(store, "w", rows, name="airport.csv")
    source = store.open("w")[0].sources[other]
    assert (source.n, source.wave) == (9, "")


def test_the_airports_next_year(store: Store) -> None:
    """2016 is read with the recipe of 2015: named by year, linked alike, comparable."""
    from journeykit.scoring import lines

    data = Path(__file__).parents[1] / ".." / "shared" / "data" / "sfo"
    if not data.exists():
        pytest.skip("the airport's answers are not beside this checkout")
    store.append("w", Put(collection="touchpoints",
                          entity={"id": "food", "stage": "s", "name": "Restaurants"}))  # fmt: skip
    recipe = (
        "weight: WEIGHT\nquestions:\n  - {match: Q7FOOD, kind: rating, scale: [1, 5], "
        "not_applicable: [6], missing: [0], touchpoint: Restaurants}\n"
    )
    one = attach(store, "w", data / "sfo_2015.csv", recipe)
    workshop, _ = store.open("w")
    attach(store, "w", data / "sfo_2016.csv", workshop.sources[one].recipe)
    workshop, _ = store.open("w")
    found = [line for line in lines(store, workshop) if line.place == "Restaurants"]
    food = [line for line in found if line.question == "Q7FOOD"]
    assert [(line.source, line.numbers.mean.n) for line in food] == [("2015", 2460), ("2016", 2680)]
    assert [s.n for s in workshop.ordered("sources")] == [2958, 3087]


def wider_wave(first: int, last: int) -> bytes:
    """Return a wave with two further columns: a rating and words."""
    lines = wave(first, last).decode().splitlines()
    more = [f"{line},{1 + at % 5},word {at}" for at, line in enumerate(lines[1:])]
    return "\n".join([lines[0] + ",Rate the packaging,What else?", *more]).encode()


def test_a_file_that_only_adds_columns_adds_them(store: Store) -> None:
    """Answers that are there stay as they are, in their order, and get the further columns."""
    from journeykit.attach import survey_of

    one = attach(store, "w", wave(0, 20), RECIPE, name="spring.csv")
    recipe = store.open("w")[0].sources[one].recipe
    before = survey_of(store, store.open("w")[0].sources[one])
    assert attach(store, "w", wider_wave(0, 20), recipe, name="more.csv", author="Ann") == one
    workshop, _ = store.open("w")
    assert len(workshop.sources) == 1
    after = survey_of(store, workshop.sources[one])
    assert after.frame[list(before.frame.columns)].equals(before.frame)
    assert after.frame["What else?"].tolist() == [f"word {at}" for at in range(20)]
    assert after.question("Rate the packaging").answered == 20
    with pytest.raises(Refused, match="attached already"):
        attach(store, "w", wider_wave(0, 20), recipe, name="more.csv")
    store.undo("w", author="Ann")
    assert survey_of(store, store.open("w")[0].sources[one]).answers.same(before.answers)


def test_new_columns_of_old_responses_come_with_the_next_wave(store: Store) -> None:
    """A longer and wider export: new responses are a wave, the old ones get the new columns."""
    from journeykit.attach import survey_of

    one = attach(store, "w", wave(0, 20), RECIPE, name="spring.csv")
    recipe = store.open("w")[0].sources[one].recipe
    two = attach(store, "w", wider_wave(0, 28), recipe, name="summer.csv")
    workshop, _ = store.open("w")
    assert [workshop.sources[id].n for id in (one, two)] == [20, 8]
    old, new = (survey_of(store, workshop.sources[id]) for id in (one, two))
    assert old.frame["What else?"].tolist() + new.frame["What else?"].tolist() == [
        f"word {at}" for at in range(28)
    ]
