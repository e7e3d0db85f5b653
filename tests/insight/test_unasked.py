"""What we believe and nobody has asked: ranked by what stands on it, with a question for each."""

from __future__ import annotations

import csv
import io

import pytest

from journeykit import library
from journeykit.edits import Put, apply
from journeykit.insight.unasked import ASKED_OF_PEOPLE, QUESTIONS, Claim, to_csv, unasked
from journeykit.model import Workshop


def jacket(**entities: list[dict]) -> Workshop:
    built = Workshop.new("Jacket", id="w")
    base: dict[str, list[dict]] = {
        "journeys": [{"id": "j"}], "stages": [{"id": "s", "journey": "j", "name": "Purchase"}],
        "touchpoints": [{"id": "t", "stage": "s", "name": "Checkout"}],
    }  # fmt: skip
    order = ("sources", "personas", "journeys", "stages", "touchpoints", "links", "notes",
             "findings", "actions", "ratings")  # fmt: skip
    for collection in order:
        for entity in entities.get(collection, base.get(collection, [])):
            built = apply(built, Put(collection=collection, entity=entity))
    return built


def by_where(built: Workshop) -> dict[str, Claim]:
    return {one.where: one for one in unasked(built)}


def test_what_is_supported_is_not_listed() -> None:
    """A cited source takes a claim from the list."""
    cited = [{"id": "t", "stage": "s", "name": "Checkout", "sources": ["x"]}]
    assert [one.where for one in unasked(jacket())] == ["touchpoints/t"]
    assert unasked(jacket(sources=[{"id": "x"}], touchpoints=cited)) == []


def test_what_carries_most_comes_first() -> None:
    """A critical finding with an action (5 + 2), a moment of truth (3), a plain note (0)."""
    built = jacket(
        touchpoints=[
            {"id": "a", "stage": "s", "name": "Plain", "rank": 1},
            {"id": "b", "stage": "s", "name": "Decisive", "moment_of_truth": True, "rank": 2},
        ],
        findings=[{"id": "f", "title": "Cost hidden", "critical": True}],
        actions=[{"id": "x", "title": "Show it", "findings": ["f"]}],
    )
    assert [(one.where, one.weight) for one in unasked(built)] == [
        ("findings/f", 7), ("touchpoints/b", 3), ("touchpoints/a", 0),
    ]  # fmt: skip
    assert by_where(built)["findings/f"].reasons == ("a critical finding", "1 action rests on it")


def test_a_feeling_that_only_the_team_guessed_is_asked_as_a_feeling() -> None:
    """Two ratings and no answers: the question is about the feeling."""
    ratings = [{"participant": f"p{n}", "touchpoint": "t", "valence": -1} for n in range(2)]
    found = by_where(jacket(ratings=ratings))["touchpoints/t"]
    assert (found.question, found.place, found.weight) == ("touchpoint-emotion", "t", 2)
    assert found.reasons == ("only the team guessed its feeling (2 people)",)


def test_a_dropped_action_carries_nothing() -> None:
    """Nobody builds on what was given up."""
    action = [{"id": "x", "title": "No", "touchpoint": "t", "status": "dropped"}]
    assert by_where(jacket(actions=action))["touchpoints/t"].weight == 0


def test_a_blind_spot_weighs() -> None:
    """Where team and customers are far apart the belief matters."""
    assert unasked(jacket(), blind=["t"])[0].reasons == (
        "team and customers are more than a step apart",
    )


@pytest.mark.parametrize("lane", ["actions", "thoughts", "questions", "needs"])
@pytest.mark.parametrize("where", [{"touchpoint": "t"}, {"stage": "s"}])
def test_every_note_gets_a_question_about_a_place_that_is_there(lane: str, where: dict) -> None:
    """A note of a whole stage is not asked about a touchpoint."""
    note = {"id": "n", "lane": lane, "text": "waits", **where}
    found = by_where(jacket(notes=[note]))["notes/n"]
    bank = {q.key: q for q in library.questions().questions}
    assert bank[found.question].about == found.about
    assert found.place in ({"touchpoint": "t", "stage": "s"}[found.about],)


def test_questions_stand_in_the_bank_for_surveys() -> None:
    """No key points nowhere, none to an interview."""
    bank = {q.key for q in library.questions().questions if q.use == "survey"}
    assert {*QUESTIONS.values(), *ASKED_OF_PEOPLE.values()} <= bank


def test_age_and_income_are_not_asked() -> None:
    """A survey does not ask whether a persona's age is right."""
    person = {"id": "p", "name": "Sarah", "age_range": "25-34", "goals": ["warm"]}
    found = by_where(jacket(personas=[person]))
    assert found["personas/p.age_range"].question == ""
    assert found["personas/p.goals"].question == "own-goal"


def test_a_dash_is_no_claim() -> None:
    """Who writes '—' says that there is nothing to say."""
    assert "notes/n" not in by_where(jacket(notes=[{"id": "n", "stage": "s", "text": "—"}]))


def test_the_list_is_a_table_that_runs_no_formula() -> None:
    """A claim that begins like a formula arrives as text."""
    claim = Claim("notes/n", "does", "=HYPERLINK(1)", "Buy", 3, ("a moment of truth",), "nps")
    rows = list(
        csv.reader(io.StringIO(to_csv([claim], {"nps": "How likely?"}).decode("utf-8-sig")))
    )
    assert rows[1] == ["'=HYPERLINK(1)", "does", "Buy", "3", "a moment of truth", "How likely?"]
