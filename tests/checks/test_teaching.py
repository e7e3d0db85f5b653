"""The checks that teach: each finds the mistake, and leaves a good map alone."""

from __future__ import annotations

import pytest

from journeykit.checks import advice, checks
from journeykit.checks.wording import is_everybody, two_actors
from journeykit.model import Persona

from .built import TODAY, holds, messages, workshop

TEACHING = (
    "department", "one-moment", "one-actor", "customers-words", "average", "attribute-evidence",
    "pain-evidence", "quote-source", "pain-place", "pain-wording", "opportunity-pain", "acceptance",
)  # fmt: skip


@pytest.mark.parametrize("code", TEACHING)
def test_every_teaching_check_says_why_and_how_to_mend(code: str) -> None:
    """Two sentences or more each, not only a rule."""
    found = advice(code)
    assert found is not None
    assert len(found.why.split()) > 8 and len(found.mend.split()) > 5


def test_a_check_that_says_it_all_has_no_more_to_say() -> None:
    """A missing channel needs no lesson."""
    assert advice("channel") is None


def test_an_opportunity_answers_something() -> None:
    """One that answers nothing is asked; one that answers a pain or amplifies a delight is not."""
    pain = {"id": "p", "kind": "pain", "title": "Five steps"}
    idea = {"id": "o", "kind": "opportunity", "title": "Guest checkout"}
    alone = workshop(findings=[pain, idea])
    assert messages(alone, "opportunity-pain") == [
        "Guest checkout: say which pain, need or delight it answers"
    ]
    assert holds(workshop(findings=[pain, {**idea, "answers": "p"}]), "opportunity-pain")
    joy = {"id": "d", "kind": "delight", "title": "Chat knows", "touchpoint": "t"}
    there = workshop(
        touchpoints=[{"id": "t", "stage": "s"}], findings=[joy, {**idea, "touchpoint": "t"}]
    )
    assert holds(there, "opportunity-pain")


def test_a_quote_cites_where_it_was_said() -> None:
    """An unsourced quote may be invented."""
    quoted = {"id": "p", "title": "Slow", "quote": "Where is it?"}
    assert messages(workshop(findings=[quoted]), "quote-source") == [
        "Slow: say where its quote was said, or take it out"
    ]
    sourced = workshop(sources=[{"id": "x"}], findings=[{**quoted, "sources": ["x"]}])
    assert holds(sourced, "quote-source")


def test_a_stage_of_the_ideal_journey_says_when_it_is_reached() -> None:
    """Without acceptance criteria an ideal is never reached and never missed."""
    ideal = [{"id": "i", "state": "ideal"}]
    stage = {"id": "is", "journey": "i", "name": "Buys at once"}
    assert messages(workshop(journeys=ideal, stages=[stage]), "acceptance") == [
        "Buys at once: say how somebody sees that the ideal is reached here"
    ]
    done = workshop(journeys=ideal, stages=[{**stage, "acceptance": ["Two clicks"]}])
    assert holds(done, "acceptance")
    assert messages(workshop(), "acceptance") == []


@pytest.mark.parametrize(
    "actor", ["Students and their parents", "buyers and sellers", "the patient & the nurse"]
)
def test_two_actors_are_told_apart(actor: str) -> None:
    """One map follows one kind of people."""
    assert two_actors(actor)
    built = workshop(info=[{"id": "info", "title": "Jacket", "actor": actor}])
    assert not holds(built, "one-actor")


@pytest.mark.parametrize(
    "actor",
    ["A nurse in her thirties", "Research and development lead", "Black and white photo fan", ""],
)
def test_one_actor_in_many_words_is_one(actor: str) -> None:
    """An 'and' alone makes no second actor."""
    assert not two_actors(actor)


def test_another_personas_action_is_a_second_actor() -> None:
    """On Sarah's journey Tom calls: that belongs to Tom's."""
    people = [{"id": "sarah", "name": "Sarah"}, {"id": "tom", "name": "Tom"}]
    note = {"id": "n", "stage": "s", "lane": "actions"}
    journey = [{"id": "j", "title": "Buying", "persona": "sarah"}]
    wrong = workshop(personas=people, journeys=journey, notes=[{**note, "text": "Tom calls"}])
    right = workshop(personas=people, journeys=journey, notes=[{**note, "text": "Sarah calls Tom"}])
    assert messages(wrong, "one-actor") == [
        "Tom calls: somebody else acts here, move it to the journey of that persona"
    ]
    assert holds(right, "one-actor")


@pytest.mark.parametrize(
    "persona",
    [
        Persona(name="The average customer"),
        Persona(name="Kim", occupation="Everybody with a phone"),
        Persona(name="Kim", age_range="18-80"),
        Persona(name="Kim", age_range="18 to 65 years"),
    ],
)
def test_an_average_person_is_no_persona(persona: Persona) -> None:
    """Nobody is 18 to 80."""
    assert is_everybody(persona)


@pytest.mark.parametrize(
    "persona",
    [
        Persona(name="Sarah", age_range="25-34", occupation="Nurse"),
        Persona(name="Kim", age_range="any", tagline="Shops for the whole family"),
        Persona(name="Norm", occupation="Sets the standard for shop windows"),
    ],
)
def test_somebody_is_somebody(persona: Persona) -> None:
    """A band of ten years, or a word that only sounds alike, is left alone."""
    assert not is_everybody(persona)


@pytest.mark.parametrize(
    "text",
    ["We send a confirmation", "The agent calls back", "Is converted to premium", "Gets upsold"],
)
def test_the_companys_words_are_recognized(text: str) -> None:
    """In the customer's lane the company does not act."""
    built = workshop(notes=[{"id": "n", "stage": "s", "lane": "actions", "text": text}])
    assert messages(built, "customers-words")[0].startswith(text)


@pytest.mark.parametrize(
    "text",
    [
        "Waits for the confirmation", "Calls the agent", "Converts euros to francs",
        "Asks “will we offer that to the kids?”", "Checks the team's page",
    ],
)  # fmt: skip
def test_the_customers_words_are_left_alone(text: str) -> None:
    """What a customer does or says, even of a company, is the customer's."""
    built = workshop(notes=[{"id": "n", "stage": "s", "lane": "actions", "text": text}])
    assert holds(built, "customers-words")


def test_a_family_may_think_of_itself_as_we() -> None:
    """'We call them tomorrow' is a thought of customers; backstage is the company's anyway."""
    thought = {"id": "n", "stage": "s", "lane": "thoughts", "text": "We call them tomorrow"}
    behind = {"id": "b", "stage": "s", "lane": "backstage", "text": "We send the parcel"}
    assert holds(workshop(notes=[thought, behind]), "customers-words")


def test_unsupported_goals_are_named_once_something_is_cited() -> None:
    """A persona that cites nothing is named as a whole; one that cites a little, by its gaps."""
    sources = [{"id": "x"}]
    sarah = {"id": "p", "name": "Sarah", "occupation": "Nurse", "goals": ["warm"]}
    some = {**sarah, "evidence": {"occupation": ["x"]}}
    every = {**sarah, "evidence": {"occupation": ["x"], "goals": ["x"]}}
    none = workshop(sources=sources, personas=[sarah])
    assert holds(none, "attribute-evidence") and not holds(none, "persona-evidence")
    assert messages(workshop(sources=sources, personas=[some]), "attribute-evidence") == [
        "Sarah: nothing supports goals: cite a source, or ask"
    ]
    assert holds(workshop(sources=sources, personas=[every]), "attribute-evidence")


def test_two_moments_in_one_touchpoint_are_split() -> None:
    """'Orders and then pays' is two; 'Compares sizes and reviews' one."""
    two = workshop(touchpoints=[{"id": "t", "stage": "s", "name": "Orders and then pays"}])
    one = workshop(touchpoints=[{"id": "t", "stage": "s", "name": "Compares sizes and reviews"}])
    assert not holds(two, "one-moment") and holds(one, "one-moment")


def test_an_empty_workshop_is_not_taught() -> None:
    """Lessons come with the first mistake."""
    assert not [c for c in checks(workshop(stages=[]), TODAY) if c.code in TEACHING and not c.ok]
