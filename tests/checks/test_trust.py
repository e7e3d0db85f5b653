"""How far a map is trusted: coverage, its mark, age, weights, people's marks, and the cache."""

from __future__ import annotations

from datetime import date

import pytest

from journeykit.checks import (
    Evidence,
    aged,
    assumptions_mark,
    by_lane,
    by_stage,
    coverage,
    effect_evidence,
    flags,
    progress,
    recurring,
    rubric,
    supports,
    weigh,
)
from journeykit.checks.once import MOST, once
from journeykit.edits import Change, Put, apply
from journeykit.model import Workshop

from .built import TODAY, workshop

SURVEY = {"id": "x", "kind": "survey", "title": "Survey", "n": 60, "collected": "2026-05-01"}


def test_coverage_by_stage_and_by_lane_counts_the_same_cells() -> None:
    """One measured touchpoint, one told and one believed note: by stage 2 of 3, and by lane."""
    built = workshop(
        sources=[SURVEY, {"id": "i", "kind": "interview"}],
        touchpoints=[{"id": "t", "stage": "s", "sources": ["x"]}],
        notes=[
            {"id": "a", "touchpoint": "t", "text": "scrolls", "sources": ["i"]},
            {"id": "b", "stage": "s", "text": "waits"},
        ],
    )
    stage = by_stage(built)[0]
    assert (stage.measured, stage.anecdotal, stage.assumed) == (1, 1, 1)
    assert {part.name: (part.total, part.share) for part in by_lane(built)} == {
        "Touchpoints": (1, 1.0), "Does": (2, 0.5),
    }  # fmt: skip
    assert coverage(built) == pytest.approx(2 / 3)


def test_below_one_half_the_map_says_assumptions() -> None:
    """1 of 3 rests on evidence: marked; 2 of 3: not; an empty map claims nothing."""
    points = [{"id": f"t{n}", "stage": "s"} for n in range(3)]
    points[0]["sources"] = ["x"]  # type: ignore[assignment]
    thin = workshop(sources=[SURVEY], touchpoints=points)
    assert assumptions_mark(thin) == (
        "ASSUMPTIONS: 33 % of this map rests on evidence; the rest is believed, not known."
    )
    points[1]["sources"] = ["x"]  # type: ignore[assignment]
    assert assumptions_mark(workshop(sources=[SURVEY], touchpoints=points)) is None
    assert assumptions_mark(Workshop.new("Empty")) is None


def test_exactly_one_half_is_enough() -> None:
    """The gate is below 50 %."""
    points = [{"id": "a", "stage": "s", "sources": ["x"]}, {"id": "b", "stage": "s"}]
    assert assumptions_mark(workshop(sources=[SURVEY], touchpoints=points)) is None


def aging() -> Workshop:
    return workshop(
        sources=[
            {**SURVEY, "id": "old", "collected": "2024-01-01"}, {**SURVEY, "id": "new"},
            {"id": "undated", "kind": "interview", "n": 8},
        ],
        touchpoints=[
            {"id": "a", "stage": "s", "name": "A", "owner": "Shop", "sources": ["old"]},
            {"id": "b", "stage": "s", "name": "B", "owner": "Shop", "sources": ["old", "new"]},
            {"id": "c", "stage": "s", "name": "C", "sources": ["undated"]},
        ],
        notes=[{"id": "n", "touchpoint": "a", "text": "waits"}],
    )  # fmt: skip


def test_the_oldest_comes_first_then_undated_then_unowned() -> None:
    """The newest source of a claim counts; an assumption cannot grow old."""
    found = [(one.where, one.reason, one.days) for one in aged(aging(), TODAY)]
    days = (TODAY - date(2024, 1, 1)).days
    assert found == [
        ("touchpoints/a", "old", days), ("touchpoints/c", "undated", None),
        ("touchpoints/c", "unowned", None),
    ]  # fmt: skip
    assert flags(aging(), TODAY)["touchpoints/c"] == "evidence without a day; nobody owns it"


def test_how_old_is_old_stands_in_the_workshop() -> None:
    """With 100 days the survey of May is old in November; with 365 it is not."""
    sooner = apply(aging(), Change(collection="info", id="info", fields={"stale_days": 100}))
    assert "touchpoints/b" not in flags(aging(), TODAY)
    assert flags(sooner, TODAY)["touchpoints/b"] == "evidence 204 days old"


@pytest.mark.parametrize(
    ("fields", "critical", "proposed"),
    [
        ({"severity": 5, "frequency": 4, "sources": ["x"]}, True, False),
        ({"severity": 5, "frequency": 3, "sources": ["x"]}, False, True),
        ({"severity": 5, "frequency": 5}, False, False),
        ({"severity": 2, "frequency": 4, "sources": ["x"]}, False, False),
        ({"severity": 1, "frequency": 1, "critical": True}, True, False),
        ({"severity": 5, "frequency": 3, "sources": ["x"], "kind": "delight"}, False, False),
        ({"severity": None, "frequency": 4}, False, False),
    ],
)
def test_critical_is_severity_times_frequency_times_evidence(
    fields: dict, critical: bool, proposed: bool
) -> None:
    """Heavy and supported is proposed; heavy and only believed is not."""
    built = workshop(sources=[SURVEY], findings=[{"id": "f", "title": "Slow", **fields}])
    found = weigh(built, built.findings["f"])
    assert (found.critical, found.proposed) == (critical, proposed)


def test_the_weight_says_how_it_was_made() -> None:
    """5 × 3, measured, is 45 of 75; the same told by one person 30."""
    talk = {"id": "i", "kind": "interview"}
    marks = {"title": "Slow", "severity": 5, "frequency": 3}
    built = workshop(
        sources=[SURVEY, talk],
        findings=[{"id": "f", **marks, "sources": ["x"]}, {"id": "g", **marks, "sources": ["i"]}],
    )
    assert weigh(built, built.findings["f"]).why == (
        "severity 5 × frequency 3 × 3 (measured) = 45 of 75"
    )
    assert weigh(built, built.findings["g"]).weight == 30


def test_what_comes_again_is_counted_over_sources_and_waves() -> None:
    """One catalogue entry in two findings, two waves, three sources; a single one is not listed."""
    built = workshop(
        sources=[
            {**SURVEY, "id": "w1", "wave": "Spring"}, {**SURVEY, "id": "w2", "wave": "Autumn"},
            {"id": "i", "kind": "interview", "collected": "2026-01-01"},
        ],
        findings=[
            {"id": "a", "title": "Late", "catalogue": "late", "sources": ["w1", "i"]},
            {"id": "b", "title": "Too late", "catalogue": "late", "sources": ["w2"]},
            {"id": "c", "title": "Once", "sources": ["w1"]},
        ],
    )  # fmt: skip
    (found,) = recurring(built)
    assert (found.name, found.findings, found.waves) == ("Late", ("a", "b"), ("Spring", "Autumn"))
    assert found.words == "3 sources, 2 waves, 2 findings"


def test_an_actions_effect_is_as_sure_as_its_kpi() -> None:
    """Measured with n and source, told without a source, assumed where nobody measured."""
    kpis = [{"id": "k", "name": "NPS"}]
    actions = [{"id": "a", "title": "Guest checkout", "kpi": "k"}]
    value = {"id": "m", "kpi": "k", "day": "2026-05-01", "value": 30, "n": 60}
    bare = workshop(kpis=kpis, actions=actions)
    told = workshop(kpis=kpis, actions=actions, measurements=[value])
    known = workshop(
        sources=[SURVEY], kpis=kpis, actions=actions, measurements=[{**value, "source": "x"}]
    )
    seen = [effect_evidence(each, each.actions["a"]) for each in (bare, told, known)]
    assert [each.status for each in seen] == ["assumed", "anecdotal", "measured"]
    assert seen[2] == Evidence("measured", 60, ("x",), date(2026, 5, 1))


def test_what_supports_a_claim_is_found_by_its_address() -> None:
    """Attributes, notes and things that are gone."""
    built = workshop(
        sources=[SURVEY],
        personas=[{"id": "p", "name": "Sarah", "goals": ["warm"], "evidence": {"goals": ["x"]}}],
    )
    assert supports(built, "personas/p.goals").status == "measured"
    assert supports(built, "notes/gone").status == "assumed"


def test_people_mark_three_rows_and_the_median_counts() -> None:
    """1, 3 and 3 for row 4: median 3, from 1 to 3; a mark for a computed row changes nothing."""
    people = [{"id": f"p{n}", "name": f"P{n}"} for n in range(3)]
    marks = [
        {"participant": "p0", "row": "4", "score": 1, "remark": "Only our words"},
        {"participant": "p1", "row": "4", "score": 3},
        {"participant": "p2", "row": "4", "score": 3},
        {"participant": "p0", "row": "3", "score": 3},
    ]
    built = workshop(participants=people, marks=marks)
    rows = {row["row"]: row for row in rubric(built, TODAY)["rows"]}
    assert (rows[4]["score"], rows[4]["computed"], rows[4]["why"]) == (
        3, None, "median of 3 people, from 1 to 3",
    )  # fmt: skip
    assert rows[4]["people"]["marks"][0] == {
        "participant": "p0", "score": 1, "remark": "Only our words",
    }  # fmt: skip
    assert (rows[3]["score"], rows[3]["computed"]) == (0, 0)
    assert rows[7]["people"] is None and rubric(built, TODAY)["of"] == 24


def test_two_marks_may_have_a_half_as_their_median() -> None:
    """2 and 3 make 2.5; nothing is rounded away."""
    marks = [{"participant": f"p{n}", "row": "9", "score": n} for n in (2, 3)]
    rows = {row["row"]: row for row in rubric(workshop(marks=marks), TODAY)["rows"]}
    assert rows[9]["score"] == 2.5


def test_one_drawing_computes_once_and_a_change_computes_anew() -> None:
    """The same workshop is not looked at twice; after an edit of what counts it is."""
    calls = []

    @once("stages")
    def counted(built: Workshop) -> int:
        calls.append(1)
        return len(built.stages)

    built = workshop()
    assert [counted(built), counted(built)] == [1, 1]
    rated = apply(built, Put(collection="sources", entity={"id": "z"}))
    assert counted(rated) == 1 and len(calls) == 1
    more = apply(built, Put(collection="stages", entity={"id": "s2", "journey": "j"}))
    assert counted(more) == 2 and len(calls) == 2
    for _ in range(MOST + 1):
        counted(workshop())
    counted(built)
    assert len(calls) == 2 + MOST + 1 + 1  # the oldest was let go


def test_checks_are_not_shared_with_the_next_day() -> None:
    """What is overdue depends on the day, also for the same workshop."""
    built = workshop(actions=[{"id": "a", "title": "Do", "due": "2026-06-30"}])
    early, late = (progress(built, day)["improve"][0] for day in (date(2026, 6, 1), TODAY))
    assert early == late + 1
