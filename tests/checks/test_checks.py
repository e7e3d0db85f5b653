"""What the kit says is still to do, and how far it trusts a map."""

from __future__ import annotations

from datetime import date

import pytest

from journeykit.checks import (
    STEPS,
    coverage,
    evidence,
    problems,
    progress,
    rubric,
    touchpoint_evidence,
)
from journeykit.edits import Put, apply
from journeykit.errors import Missing
from journeykit.model import Workshop

from .built import TODAY, messages, workshop


def test_an_empty_workshop_is_told_what_to_do_first() -> None:
    """A new workshop has its title; the first step names the five things that lack."""
    todo = [p["message"] for p in problems(Workshop.new("Jacket"), TODAY) if p["step"] == "start"]
    assert todo == [
        "Say what the workshop is to achieve",
        "Say what belongs to the journey and what does not",
        "Describe the situation the customer is in",
        "Say with which event the journey starts",
        "Say with which event the journey ends",
    ]


def test_every_step_has_its_progress() -> None:
    """The rail gets done and total for each of the eight steps, never more done than total."""
    counted = progress(Workshop.new("Jacket"), TODAY)
    assert tuple(counted) == STEPS
    assert counted["start"] == (1, 6)
    assert all(done <= total for done, total in counted.values())


def test_a_passed_check_reads_as_a_fact_and_an_open_one_names_the_thing() -> None:
    """The same rule says a fact when it holds and names the stage when it does not."""
    assert messages(workshop(), "empty-stage") == [
        "Purchase: add a touchpoint, or remove the stage"
    ]
    filled = workshop(touchpoints=[{"id": "t", "stage": "s", "name": "Checkout"}])
    assert messages(filled, "empty-stage") == ["Every stage has at least one touchpoint"]


def test_a_problem_says_where() -> None:
    """A problem carries step, code, message and the address of what it is about."""
    built = workshop(touchpoints=[{"id": "t", "stage": "s", "name": "Checkout"}])
    assert {
        "step": "touchpoints",
        "code": "channel",
        "message": "Checkout: say the channel",
        "where": "touchpoints/t",
    } in problems(built, TODAY)


def test_many_offenders_are_counted_after_five() -> None:
    """Two hundred touchpoints without an owner do not make two hundred lines."""
    many = [{"id": f"t{n}", "stage": "s", "name": f"T{n}", "rank": n} for n in range(200)]
    said = messages(workshop(touchpoints=many), "owner")
    assert len(said) == 6
    assert said[-1] == "T5 and 194 more: say who is responsible for it"


def linked(n: int | None) -> Workshop:
    return workshop(
        touchpoints=[{"id": "t", "stage": "s", "name": "Refund arrives"}],
        sources=[{"id": "survey", "kind": "survey", "n": 212, "collected": "2026-05-01"}],
        links=[{"id": "l", "source": "survey", "question": "Q9", "touchpoint": "t", "n": n}],
    )


def test_three_answers_are_an_assumption_and_said_so() -> None:
    """A question with three answers does not measure its touchpoint."""
    built = linked(3)
    assert touchpoint_evidence(built, "t").status == "assumed"
    assert messages(built, "few-answers") == [
        "Refund arrives: 3 answers only, keep it as an assumption or collect more"
    ]


def test_a_linked_question_measures_with_its_own_n() -> None:
    """The n of a touchpoint is that of its question, not of the whole survey."""
    found = touchpoint_evidence(linked(188), "t")
    assert (found.status, found.n, found.sources, found.collected) == (
        "measured", 188, ("survey",), date(2026, 5, 1),
    )  # fmt: skip


def test_a_link_whose_answers_are_not_counted_yet_takes_the_surveys_n() -> None:
    """A link without its own n counts as the source does."""
    assert touchpoint_evidence(linked(None), "t").n == 212


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ({"kind": "survey", "n": 5}, "measured"),
        ({"kind": "survey", "n": 4}, "anecdotal"),
        ({"kind": "sales", "n": 900}, "measured"),
        ({"kind": "analytics"}, "anecdotal"),
        ({"kind": "interview", "n": 12}, "anecdotal"),
    ],
)
def test_a_cited_source_measures_when_it_counts_and_has_five(source: dict, status: str) -> None:
    """Five answers or counted events measure; talk, and counts of unknown n, are anecdotes."""
    built = workshop(sources=[{"id": "x", **source}])
    assert evidence(built, ["x"]) == status


def test_without_a_source_it_is_assumed() -> None:
    """Nothing cited, or a source that is gone, is an assumption."""
    assert evidence(workshop(), []) == "assumed"
    assert evidence(workshop(), ["gone"]) == "assumed"


def test_an_unknown_touchpoint_is_missing() -> None:
    """Asking for the evidence of a touchpoint that is gone says so."""
    with pytest.raises(Missing):
        touchpoint_evidence(workshop(), "gone")


def test_coverage_counts_the_cells_that_are_filled_in() -> None:
    """1 of 2 touchpoints, 1 of 2 notes, 0 of 1 finding, 1 of 3 attributes: 3 of 8."""
    built = workshop(
        sources=[{"id": "x", "kind": "interview"}],
        touchpoints=[
            {"id": "a", "stage": "s", "sources": ["x"]},
            {"id": "b", "stage": "s"},
        ],
        notes=[
            {"id": "n1", "touchpoint": "a", "text": "scrolls", "sources": ["x"]},
            {"id": "n2", "stage": "s", "text": "waits"},
            {"id": "n3", "touchpoint": "a", "lane": "ideas", "text": "no claim"},
            {"id": "n4", "touchpoint": "a", "text": "  "},
        ],
        findings=[
            {"id": "f", "kind": "pain", "title": "Five steps"},
            {"id": "o", "kind": "opportunity", "title": "Guest checkout", "answers": "f"},
        ],
        personas=[
            {
                "id": "p", "name": "Sarah", "occupation": "Nurse", "goals": ["warm"],
                "challenges": ["sizes"], "evidence": {"goals": ["x"]},
            }
        ],
    )  # fmt: skip
    assert coverage(built) == 3 / 8
    assert coverage(Workshop.new("Empty")) == 0


def test_an_ideal_journey_claims_nothing_yet() -> None:
    """Touchpoints of the ideal journey neither lack evidence nor owners."""
    built = workshop(touchpoints=[{"id": "t", "stage": "s", "channel": "web", "owner": "Shop"}])
    for edit in (
        Put(collection="journeys", entity={"id": "i", "state": "ideal"}),
        Put(collection="stages", entity={"id": "is", "journey": "i", "name": "Dream"}),
        Put(collection="touchpoints", entity={"id": "it", "stage": "is"}),
    ):
        built = apply(built, edit)
    assert messages(built, "owner") == ["Every touchpoint has an owner"]
    assert coverage(built) == 0.0


def finding(**fields: object) -> Workshop:
    return workshop(
        touchpoints=[{"id": "t", "stage": "s"}],
        findings=[{"id": "f", "kind": "pain", "title": "Slow refund", **fields}],
    )


def test_teaching_a_stage_is_not_a_department() -> None:
    """A stage named after a department is told to take the customer's words."""
    built = apply(
        workshop(),
        Put(collection="stages", entity={"id": "c", "journey": "j", "name": "Customer Service"}),
    )
    assert messages(built, "department") == [
        "Customer Service: this is a department, say what the customer does or wants there"
    ]
    assert messages(workshop(), "department") == ["Stages are named in the customer's words"]


def test_teaching_a_pain_needs_a_quote_or_a_source() -> None:
    """A pain without both is a guess."""
    assert messages(finding(), "pain-evidence") == [
        "Slow refund: add a quote or a source, or keep it as a guess to be checked"
    ]
    assert messages(finding(quote="Where is my money?"), "pain-evidence") == [
        "Every pain has a quote or a source"
    ]


def test_teaching_a_pain_happens_somewhere() -> None:
    """A pain without a touchpoint is asked for it."""
    assert messages(finding(), "pain-place") == ["Slow refund: say at which touchpoint it happens"]
    assert messages(finding(touchpoint="t"), "pain-place") == ["Every pain has its touchpoint"]


@pytest.mark.parametrize(
    "title", ["Add a chatbot", "We need an app", "Customers should get a label", "No chatbot"]
)
def test_teaching_a_pain_is_not_a_solution(title: str) -> None:
    """A solution worded as a pain is recognized."""
    assert messages(finding(title=title), "pain-wording")[0].startswith(title)


@pytest.mark.parametrize(
    "title", ["5 steps, forced account", "No time slot", "Return policy unclear", "Sizes differ"]
)
def test_teaching_a_real_pain_is_left_alone(title: str) -> None:
    """What a customer suffers is not called a solution."""
    assert messages(finding(title=title), "pain-wording") == [
        "Pains are worded as pains, not as solutions"
    ]


def test_overdue_and_stale_depend_on_the_day() -> None:
    """The same workshop is fine in May and late in November a year on."""
    built = workshop(
        sources=[{"id": "x", "n": 60, "collected": "2026-05-01"}],
        actions=[{"id": "a", "title": "Guest checkout", "due": "2026-06-30", "status": "doing"}],
    )
    early = {p["code"] for p in problems(built, date(2026, 5, 2))}
    late = {p["code"]: p["message"] for p in problems(built, date(2027, 11, 1))}
    assert not early & {"stale", "overdue"}
    assert late["overdue"].startswith("Guest checkout: was due on 2026-06-30")
    assert "549 days old" in late["stale"]


def test_the_rubric_scores_seven_rows_and_leaves_three_to_people() -> None:
    """Ten rows; 4, 7 and 9 have no score; an empty workshop has 0 of 21 and the mark."""
    result = rubric(Workshop.new("Jacket"), TODAY)
    assert [row["row"] for row in result["rows"] if row["score"] is None] == [4, 7, 9]
    assert (result["total"], result["of"], result["assumptions"]) == (0, 21, True)


def test_the_rubric_rises_with_the_work() -> None:
    """Measured touchpoints with channel and owner score full in rows 5 and 6."""
    built = workshop(
        sources=[{"id": "x", "n": 60}],
        touchpoints=[{"id": "t", "stage": "s", "channel": "web", "owner": "Shop"}],
        links=[{"id": "l", "source": "x", "question": "Q", "touchpoint": "t", "n": 60}],
    )
    scores = {row["row"]: row["score"] for row in rubric(built, TODAY)["rows"]}
    assert (scores[3], scores[5], scores[6]) == (3, 3, 3)
