"""The journey templates: which there are, and what each of them holds."""

from __future__ import annotations

from itertools import count

import pytest

from journeykit import library
from journeykit.edits import Batch, Put, apply
from journeykit.errors import Missing
from journeykit.library.workshops import workshop_from
from journeykit.model import ENTITIES, PERSONA_REQUIRED, Workshop

STAGE_SETS = {
    "R20": ["Awareness", "Consideration", "Purchase", "Retention", "Advocacy"],
    "R21": ["Awareness", "Consideration", "Decision", "Retention", "Advocacy"],
    "R22": ["Awareness", "Consideration", "Decision", "Post-purchase evaluation"],
    "R23": ["Awareness", "Consideration", "Decision"],
    "R24": ["Awareness", "Consideration", "Decision", "Loyalty"],
    "R25": ["Awareness", "Consideration", "Purchase", "Post-purchase"],
    "R27": ["Awareness", "Consideration", "Purchase", "Retention", "Advocacy"],
    "R28": ["Awareness", "Consideration", "Decision and purchase", "Post-purchase"],
    "R29": ["Awareness", "Consideration", "Decision", "Experience", "Advocacy"],
    "R30": [
        "Awareness", "Consideration", "Enrolment", "Orientation", "Learning",
        "Support services", "Career services", "Alumni",
    ],
}  # fmt: skip

NAMES = [template.name for template in library.journeys()]


def of(requirement: str) -> list:
    return [t for t in library.journeys() if requirement in t.requirements]


def titles(catalogue: str) -> set[str]:
    return {entry.title for entry in library.catalogue(catalogue).entries}


@pytest.mark.parametrize(("requirement", "stages"), STAGE_SETS.items())
def test_every_stage_set_is_a_template(requirement: str, stages: list[str]) -> None:
    """R20 to R30: the stages as the sources name them."""
    assert stages in [[stage.name for stage in t.stages] for t in of(requirement)]


def test_the_repurchase_template_is_a_loop() -> None:
    """R26: repurchase is drawn as a loop back, not as one more stage."""
    template = library.journey("repurchase")
    assert [stage.name for stage in template.stages] == [
        "Awareness", "Interest", "Consideration", "Purchase",
    ]  # fmt: skip
    assert ("loop", "Repurchase") in [(path.kind, path.label) for path in template.paths]


def test_the_b2b_template_has_several_actors() -> None:
    """R31: a buying group, each member with a persona."""
    (template,) = of("R31")
    assert len(template.personas) >= 4
    assert "buying group" in template.actor.lower()


@pytest.mark.parametrize(
    ("requirement", "word"),
    [
        ("R230", "B2C"), ("R231", "B2B"), ("R232", "Education"),
        ("R233", "Food and beverage"), ("R234", "clothing"),
    ],
)  # fmt: skip
def test_every_sector_has_a_template(requirement: str, word: str) -> None:
    """R230 to R234, found by its sector."""
    (template,) = of(requirement)
    assert word in template.sector


def test_sarah_stumbles_over_the_return_policy() -> None:
    """R16: the worked example persona and her story."""
    template = library.journey("online-clothing")
    assert template.personas[0].name == "Sarah"
    assert "return policy" in " ".join(template.personas[0].challenges)
    assert "Return policy page" in [point.name for point in template.touchpoints]


def test_the_student_persona_has_goals_needs_and_challenges() -> None:
    """R15: a persona to start from in education."""
    persona = library.journey("students").personas[0]
    assert persona.goals
    assert persona.needs
    assert persona.motivations
    assert persona.challenges


def test_first_encounter_and_graduation_are_moments_of_truth() -> None:
    """R141: the first touchpoint and graduation, each with its reason."""
    points = {point.name: point for point in library.journey("students").touchpoints}
    assert points["Student videos"].moment_of_truth
    assert "lasting impression" in points["Graduation"].moment_reason


def test_the_content_plan_answers_needs_of_its_stage() -> None:
    """R27: each piece of content names the information need that it answers."""
    (template,) = of("R27")
    for stage in template.stages:
        assert stage.content
        assert {piece.need for piece in stage.content} <= set(stage.information_needs)


@pytest.mark.parametrize("name", NAMES)
def test_every_stage_is_filled_in(name: str) -> None:
    """R38, R39, R81 to R86: goal, question, needs, emotions and two touchpoints or more."""
    for stage in library.journey(name).stages:
        assert stage.check_question.endswith("?")
        assert len(stage.information_needs) >= 2
        assert len(stage.touchpoints) >= 2
        assert len(stage.activities) >= 2
        assert stage.obstacles


@pytest.mark.parametrize("name", NAMES)
def test_templates_use_the_words_of_the_catalogues(name: str) -> None:
    """Emotions, channels, goals and KPIs of a template are those one can pick."""
    template = library.journey(name)
    kpis = {entry.key for entry in library.catalogue("kpis").entries}
    assert set(template.goals) <= titles("goals")
    assert {point.channel for point in template.touchpoints} <= titles("channels")
    for stage in template.stages:
        assert {*stage.emotions, stage.target_emotion} <= titles("emotions")
        assert stage.kpis
        assert set(stage.kpis) <= kpis


@pytest.mark.parametrize("name", NAMES)
def test_a_new_workshop_holds_the_template(name: str) -> None:
    """Stages in order, each touchpoint in its stage with a phase, and nothing claims evidence."""
    template = library.journey(name)
    workshop = library.start(name, "Our workshop")
    journey = workshop.current_journey()
    assert journey is not None
    assert workshop.title == "Our workshop"
    assert workshop.about.template == name
    assert journey.persona in workshop.personas
    assert [s.name for s in workshop.stages_of(journey.id)] == [s.name for s in template.stages]
    assert [t.name for t in workshop.touchpoints_of(journey.id)] == [
        point.name for point in template.touchpoints
    ]
    assert all(t.phase and t.presence and t.channel for t in workshop.touchpoints.values())
    assert not workshop.sources
    for stage in template.stages:
        (made,) = workshop.ordered("stages", journey=journey.id, name=stage.name)
        actions = workshop.ordered("notes", stage=made.id, lane="actions")
        assert [note.text for note in actions] == list(stage.activities)
    assert {note.lane for note in workshop.notes.values()} <= set(journey.lanes)
    for persona in workshop.personas.values():
        assert all(getattr(persona, field) for field in PERSONA_REQUIRED)


@pytest.mark.parametrize("name", NAMES)
def test_a_new_workshop_can_be_made_by_edits(name: str) -> None:
    """Put one by one, in the order of the collections, its entities pass every rule."""
    workshop = library.start(name, "T")
    puts = [Put.of(entity) for kind in ENTITIES for entity in workshop.ordered(kind.collection)]
    assert apply(Workshop(id=workshop.id), Batch(edits=tuple(puts))) == workshop


def test_the_same_identifiers_give_the_same_workshop() -> None:
    """Nothing but the identifiers is left to chance; siblings count from 1."""

    def numbered() -> Workshop:
        numbers = count(1)
        template = library.journey("students")
        return workshop_from(template, "T", make_id=lambda: f"e{next(numbers)}")

    assert numbered() == numbered()
    assert [stage.rank for stage in numbered().ordered("stages")] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_two_workshops_share_no_identifier() -> None:
    """A template may be used twice in one store."""
    one, two = library.start("b2c", "One"), library.start("b2c", "Two")
    assert not set(one.stages) & set(two.stages)
    assert one.id != two.id


def test_a_mistyped_template_gets_a_hint() -> None:
    """The message names the closest template, or all of them."""
    with pytest.raises(Missing) as caught:
        library.start("student", "T")
    assert str(caught.value) == ("There is no journey template 'student': did you mean students?")


@pytest.mark.parametrize("name", ["../catalogues/pains", "/etc/passwd", "", "b2c.yaml"])
def test_only_listed_names_are_opened(name: str) -> None:
    """A name is no path."""
    with pytest.raises(Missing, match="There is no journey template"):
        library.journey(name)
