"""How a map stays alive: as it was, what differs since, what is to be looked at again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from small_workshop import jacket

from journeykit.edits import Change, Put, Rate, Remove, apply, removal
from journeykit.errors import Refused
from journeykit.history import add_months, changes, counts, due, next_wave, overdue_words, state_at
from journeykit.history.states import held
from journeykit.model import Finding, Kpi, Trigger, Version, Wave, Workshop
from journeykit.store import open_store


def told(before: Workshop, after: Workshop) -> list[tuple[str, str, str, str]]:
    return [
        (group.title, each.sign, f"{each.noun} {each.label}", "; ".join(each.words))
        for group in changes(before, after)
        for each in group.changes
    ]


def test_nothing_differs_from_itself() -> None:
    """The same state, also read anew, has no difference."""
    now = jacket()
    assert changes(now, now) == []
    assert changes(now, Workshop.model_validate_json(now.model_dump_json())) == []
    assert counts(now, now) == []


def test_differences_stand_at_their_stage() -> None:
    """A finding stands where its touchpoint is, a KPI without a place at the whole."""
    before = jacket()
    point = before.ordered("touchpoints")[0]
    stage = before.stages[point.stage]
    after = before
    for edit in (
        Change(collection="touchpoints", id=point.id, fields={"name": "Sees a video"}),
        Put.of(Finding(id="new", title="No time slot", touchpoint=point.id)),
        Put.of(Kpi(id="kpi", name="NPS")),
    ):
        after = apply(after, edit)
    assert told(before, after) == [
        ("The whole workshop", "added", "KPI NPS", ""),
        (stage.name, "changed", "touchpoint Sees a video",
         f"name: ‘{point.name}’ → ‘Sees a video’"),
        (stage.name, "added", "finding No time slot", ""),
    ]  # fmt: skip
    assert ("findings", len(before.findings), len(before.findings) + 1) in counts(before, after)
    assert [sign for _, sign, *_ in told(after, before)] == ["removed", "changed", "removed"]


def test_a_reference_is_told_by_its_name() -> None:
    """Not by an id that nobody knows."""
    before = apply(jacket(), Put.of(Kpi(id="k", name="NPS")))
    stage = before.ordered("stages")[0]
    after = apply(before, Change(collection="kpis", id="k", fields={"stage": stage.id}))
    assert told(before, after)[0][3] == f"stage: nothing → ‘{stage.name}’"


def test_a_removed_stage_keeps_its_name() -> None:
    """What stood at a stage that is gone is told under the stage's name."""
    before = jacket()
    stage = before.ordered("stages")[0]
    after = apply(before, removal(before, "stages", stage.id))
    titles = {group.title for group in changes(before, after)}
    assert stage.name in titles


def test_a_state_is_the_fold_up_to_its_edit(tmp_path: Path) -> None:
    """The log gives every state again; one that it does not hold is refused."""
    with open_store(tmp_path / "kit.db") as store:
        start = jacket()
        store.create(start)
        for words in ("Online", "Shops", "Both"):
            edit = Change(collection="info", id="info", fields={"scope": words})
            store.append(start.id, edit)
        log = store.since(start.id, 0)
        assert state_at(start.id, log, 1) == start
        assert state_at(start.id, reversed(log), 3).about.scope == "Shops"
        assert state_at(start.id, log, 4) == store.open(start.id)[0]
        for seq in (0, 5):
            with pytest.raises(Refused, match=f"does not hold an edit {seq}"):
                state_at(start.id, log, seq)
        with pytest.raises(Refused):
            state_at(start.id, log[1:], 3)


def test_a_copy_has_the_name_and_not_the_state(tmp_path: Path) -> None:
    """A copied workshop begins a log of its own: its versions cannot be looked back at."""
    with open_store(tmp_path / "kit.db") as store:
        start = jacket()
        store.create(start)
        store.append(start.id, Put.of(Version(id="v", name="First", day="2026-11-01", seq=1)))
        copy = store.duplicate(start.id, "A copy")
        version = store.open(copy)[0].versions["v"]
        assert held(version, store.since(start.id, 0))
        assert not held(version, store.since(copy, 0))


def test_votes_and_ratings_are_counted_not_told() -> None:
    """The voice of many is a number."""
    before = jacket()
    point = before.ordered("touchpoints")[0]
    after = apply(before, Rate(participant="newcomer", touchpoint=point.id, valence=1))
    assert changes(before, after) == []
    assert counts(before, after) == [
        ("ratings of the team", len(before.ratings), len(before.ratings) + 1)
    ]


# ---- what is to be looked at again -------------------------------------------------------------


def planned(**review: str) -> Workshop:
    now = Workshop.new("Jacket", id="w")
    for edit in (
        Change(collection="info", id="info", fields={"review_date": "2026-12-01"} | review),
        Put.of(Wave(id="w1", title="Autumn", planned="2026-10-01", every_months=6)),
        Put.of(Wave(id="w2", title="Spring", planned="2027-04-01")),
        Put.of(Trigger(id="t1", title="New law", day="2026-09-21")),
        Put.of(Trigger(id="t2", title="Old news", day="2026-01-01", handled=True)),
    ):
        now = apply(now, edit)
    return now


def test_what_is_late_is_said_the_oldest_first() -> None:
    """Handled triggers and what is still to come are not late."""
    assert overdue_words(planned(), date(2026, 11, 22)) == [
        "'New law' asks for another look, since 21 Sep 2026.",
        "The wave 'Autumn' was due on 1 Oct 2026, 52 days ago.",
    ]
    assert [each.late for each in due(planned(), date(2026, 11, 22))] == [62, 52, -9, -130]


def test_on_its_day_nothing_is_late() -> None:
    """A review on the day is due, not overdue."""
    now = planned(review_date="2026-11-22")
    assert not any("review" in words for words in overdue_words(now, date(2026, 11, 22)))


def test_a_wave_that_recurs_plans_the_next() -> None:
    """Half a year after its day, or later where that has passed; a single one plans none."""
    wave = Wave(title="Autumn", planned="2026-08-31", every_months=6)
    following = next_wave(wave, date(2026, 9, 3))
    assert following is not None and following.id != wave.id
    assert following.planned == date(2027, 2, 28)
    late = next_wave(wave, date(2028, 1, 1))
    assert late is not None and late.planned == date(2028, 2, 29)
    assert next_wave(Wave(title="Once", planned="2026-08-31"), date(2026, 9, 3)) is None


def test_months_end_where_they_end() -> None:
    """The 31st of a short month is its last day, and a year has twelve months."""
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert add_months(date(2026, 5, 15), 12) == date(2027, 5, 15)


def test_removing_a_source_leaves_the_wave() -> None:
    """A plan survives the source that it repeats."""
    from journeykit.model import Source

    now = apply(Workshop.new("J"), Put.of(Source(id="s")))
    now = apply(now, Put.of(Wave(id="w", source="s")))
    now = apply(now, removal(now, "sources", "s"))
    assert now.waves["w"].source is None
    with pytest.raises(Refused):
        apply(now, Remove(collection="sources", id="s"))
