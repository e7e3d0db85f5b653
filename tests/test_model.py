"""The workshop as a value: frozen, checked, the same after JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from journeykit.edits import references
from journeykit.errors import Missing
from journeykit.model import (
    COLLECTIONS,
    Activity,
    Journey,
    Measurement,
    Persona,
    Rating,
    Stage,
    Touchpoint,
    Vote,
    Workshop,
    new_id,
)


def jacket() -> Workshop:
    """Return a small workshop with two stages and three touchpoints."""
    stages = [Stage(id="s2", journey="j", rank=2), Stage(id="s1", journey="j", rank=1)]
    touchpoints = [
        Touchpoint(id="t3", stage="s2"),
        Touchpoint(id="t2", stage="s1", rank=2),
        Touchpoint(id="t1", stage="s1", rank=1),
    ]
    return Workshop.new("Jacket", id="w").model_copy(
        update={
            "journeys": {"j": Journey(id="j")},
            "stages": {stage.id: stage for stage in stages},
            "touchpoints": {each.id: each for each in touchpoints},
        }
    )


def test_touchpoints_come_in_the_order_of_the_customer() -> None:
    """By the rank of the stage, then by their own."""
    assert [each.id for each in jacket().touchpoints_of("j")] == ["t1", "t2", "t3"]


def test_stages_come_in_rank_order() -> None:
    """However they were put in."""
    assert [stage.id for stage in jacket().stages_of("j")] == ["s1", "s2"]


def test_current_journey_is_the_first_that_is_current() -> None:
    """An ideal journey is shown only where there is no other."""
    ideal, current = Journey(id="a", state="ideal"), Journey(id="b", rank=5)
    workshop = Workshop.new("J")
    assert workshop.current_journey() is None
    both = workshop.model_copy(update={"journeys": {"a": ideal, "b": current}})
    assert both.current_journey() == current
    assert workshop.model_copy(update={"journeys": {"a": ideal}}).current_journey() == ideal


def test_a_missing_entity_is_said_in_words() -> None:
    """The message names the kind and the id."""
    with pytest.raises(Missing, match=r"This stage is not in the workshop any more \(s9\)\."):
        jacket().get("stages", "s9")
    with pytest.raises(Missing, match=r"There is no collection 'hats'\."):
        jacket().entities("hats")


def test_entities_are_frozen() -> None:
    """Nothing changes an entity but an edit."""
    with pytest.raises(ValidationError):
        jacket().about.title = "Coat"  # type: ignore[misc]


def test_json_keeps_every_kind_of_value() -> None:
    """Dates, times with a zone, mappings and numbers come back as they were."""
    workshop = jacket().model_copy(
        update={
            "personas": {"p": Persona(id="p", rule={"Q1": ("yes",)}, evidence={"goals": ("s",)})},
            "measurements": {"m": Measurement(id="m", kpi="k", day=date(2026, 1, 5), value=0.1)},
            "activities": {"a": Activity(id="a", ends_at=datetime(2026, 1, 5, 10, 30, tzinfo=UTC))},
        }
    )
    assert Workshop.model_validate_json(workshop.model_dump_json()) == workshop


def test_a_rating_is_known_by_who_gave_it_to_what() -> None:
    """So that one participant has one rating of a touchpoint."""
    assert Rating(participant="p1", touchpoint="t.1", valence=0).id == "p1.t.1"
    assert Vote(participant="p1", item="f1", dots=1).own_id == "p1.f1"


@pytest.mark.parametrize("participant", ["", "a.b", "a b", "x" * 81])
def test_a_participant_that_would_blur_the_id_is_not_taken(participant: str) -> None:
    """A dot in it would make two people's ratings one."""
    with pytest.raises(ValidationError):
        Rating(participant=participant, touchpoint="t", valence=0)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 10**400])
def test_a_rank_is_a_finite_number(number: float) -> None:
    """What JSON cannot hold is not taken."""
    with pytest.raises(ValidationError):
        Stage(journey="j", rank=number)


def test_every_reference_names_a_field_and_a_collection() -> None:
    """The tables of references fit the fields of the model."""
    for kind in COLLECTIONS.values():
        for field, collection in {**kind.owned_by, **kind.cites}.items():
            assert field in kind.model_fields
            assert collection in COLLECTIONS
            assert collection in Workshop.model_fields


def test_evidence_is_a_reference_too() -> None:
    """A source that supports an attribute is in use."""
    persona = Persona(id="p", evidence={"goals": ("s1",)})
    assert list(references(persona)) == [("evidence.goals", "sources", "s1")]


def test_new_ids_differ() -> None:
    """Two drawn ids are not the same."""
    assert new_id() != new_id()
