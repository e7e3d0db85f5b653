"""Agendas and the question bank."""

from __future__ import annotations

from collections import Counter

import pytest

from journeykit import library
from journeykit.library.shapes import NINE_STEPS, Agenda

STEPS = (
    "start", "personas", "touchpoints", "survey", "emotions", "improve", "measure", "report",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "minutes"),
    [
        ("ninety-minutes", [5, 10, 15, 15, 15, 12, 10, 8]),
        ("half-day", [15, 15, 35, 35, 15, 25, 30, 25, 15, 15]),
    ],
)
def test_agendas_of_the_method(name: str, minutes: list[int]) -> None:
    """Ninety minutes and three hours and three quarters, to the minute."""
    assert [activity.minutes for activity in library.agenda(name).activities] == minutes
    assert library.agenda(name).minutes == {"ninety-minutes": 90, "half-day": 225}[name]


@pytest.mark.parametrize(
    ("name", "activities"),
    [
        ("nine-steps", 9),
        ("basics-five-steps", 5),
        ("strategy-four-steps", 4),
        ("guide-four-steps", 4),
        ("analysis-four-steps", 4),
        ("development-five-steps", 5),
        ("persona-four-stages", 4),
    ],
)
def test_agendas_of_the_sources(name: str, activities: int) -> None:
    """R130, R131: as many steps as the source names, and all nine are covered."""
    agenda = library.agenda(name)
    assert len(agenda.activities) == activities
    assert agenda.covers == (1, 2, 3, 4, 5, 6, 7, 8, 9)


def test_the_nine_steps_are_the_nine_steps() -> None:
    """R130: in the order of the source."""
    agenda = library.agenda("nine-steps")
    assert tuple(activity.title for activity in agenda.activities) == NINE_STEPS


def test_agendas_come_shortest_first() -> None:
    """A list to choose from starts with the least time."""
    minutes = [agenda.minutes for agenda in library.agendas()]
    assert minutes == sorted(minutes)


def test_an_agenda_becomes_activities_of_a_workshop() -> None:
    """Closed, hidden, in order, with minutes and lane."""
    made = library.activities("ninety-minutes")
    assert [activity.rank for activity in made] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert not any(activity.open or activity.revealed for activity in made)
    assert (made[2].kind, made[2].lane, made[2].minutes) == ("notes", "actions", 15)
    assert (made[6].kind, made[6].dots) == ("vote", 3)


@pytest.mark.parametrize("agenda", library.agendas(), ids=lambda one: one.name)
def test_every_activity_can_be_run(agenda: Agenda) -> None:
    """A step of the kit, an instruction, and a lane wherever notes are asked for."""
    for activity in agenda.activities:
        assert activity.step in STEPS
        assert len(activity.instruction) > 20
        assert (activity.lane is not None) == (activity.kind == "notes")


def test_questions_about_touchpoints_name_the_touchpoint() -> None:
    """R304: answers map back to the touchpoint by the text that was asked."""
    for question in library.questions().questions:
        assert ("{touchpoint}" in question.text) == (question.about == "touchpoint"), question.key
        assert ("{stage}" in question.text) == (question.about == "stage"), question.key


def test_the_bank_holds_scores_and_open_questions() -> None:
    """R60: satisfaction 1-5, NPS 0-10, CES 2.0 1-7, and words."""
    bank = {question.key: question for question in library.questions().questions}
    ends = {key: (bank[key].kind, bank[key].low, bank[key].high) for key in (
        "touchpoint-satisfaction", "nps", "overall-effort", "touchpoint-emotion",
    )}  # fmt: skip
    assert ends == {
        "touchpoint-satisfaction": ("csat", 1, 5),
        "nps": ("nps", 0, 10),
        "overall-effort": ("ces", 1, 7),
        "touchpoint-emotion": ("rating", -2, 2),
    }
    assert bank["touchpoint-open"].kind == "text"
    assert bank["overall-effort"].ask(company="Lumen") == (
        "Lumen made it easy for me to handle my issue."
    )


def test_the_bank_serves_interviews_and_groups() -> None:
    """R62, R63: open questions only, where people talk."""
    talks = [q for q in library.questions().questions if q.use != "survey"]
    assert Counter(question.use for question in talks) == {"interview": 7, "focus_group": 3}
    assert {question.kind for question in talks} == {"text"}


def test_trust_and_being_valued_are_rating_items() -> None:
    """R87: trust, feeling valued, feeling understood, connection."""
    assert {"trust", "valued", "understood", "connection"} <= {
        question.key for question in library.questions().questions
    }
