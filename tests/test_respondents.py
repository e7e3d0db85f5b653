"""The people of a persona, by their answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeykit import attach
from journeykit.edits import Put
from journeykit.model import Persona, Workshop
from journeykit.respondents import respondents, surveys
from journeykit.store import Store, open_store

FILE = b"""Plan,How satisfied were you with the checkout? (1-5),Visits
pro,5,3
free,1,12
pro,4,12
free,2,20
pro,3,1
free,5,7
"""


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Store, str, str]:
    """A store, a workshop with a survey of six, and the id of its source."""
    store = open_store(tmp_path / "w.db")
    id = store.create(Workshop.new("Checkout"))
    source = attach.attach(store, id, FILE, name="checkout.csv")
    return store, id, source


def of(kept: tuple[Store, str, str], rule: dict[str, tuple[str, ...]]) -> frozenset[str] | None:
    store, id, _ = kept
    store.append(id, Put.of(Persona(id="p", name="Pia", rule=rule)))
    workshop, _ = store.open(id)
    return respondents(store, workshop, workshop.personas["p"])


def test_the_people_of_a_rule_are_named_as_answers_name_them(kept: tuple[Store, str, str]) -> None:
    """Whoever has the answers of a workshop can take those of a persona."""
    people = of(kept, {"Plan": ("pro",)})
    assert people == {f"{kept[2]}.{at}" for at in (1, 3, 5)}
    store, id, _ = kept
    frame = attach.answers(store, store.open(id)[0])
    assert people <= set(frame["respondent"])


def test_nobody_is_not_the_same_as_unknown(kept: tuple[Store, str, str]) -> None:
    """A rule that nobody matches gives nobody; without a rule or its question it is unknown."""
    assert of(kept, {"Plan": ("enterprise",)}) == frozenset()
    assert of(kept, {}) is None
    assert of(kept, {"Shoe size": ("42",)}) is None


def test_only_surveys_with_answers_here_are_asked(kept: tuple[Store, str, str]) -> None:
    """A source without answers in this store is passed over."""
    store, id, source = kept
    assert [one.id for one, _ in surveys(store, store.open(id)[0])] == [source]
