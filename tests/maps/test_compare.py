"""The ideal journey beside the current one: what was removed, added, changed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from journeykit.edits import Change, Put, apply, idealized, inverse, next_rank, removal
from journeykit.errors import Missing
from journeykit.maps.compare import compare, words
from journeykit.model import Journey, Note, Stage, Touchpoint, Workshop


@pytest.fixture
def workshop() -> Workshop:
    """A journey of two stages and five touchpoints."""
    there = Workshop.new("Jacket", id="w")
    parts = [
        Journey(id="j", title="Buying"),
        Stage(id="s1", journey="j", name="Choose", rank=1),
        Stage(id="s2", journey="j", name="Pay", rank=2, target_valence=1),
        *(Touchpoint(id=id, stage="s1", name=id, rank=n) for n, id in enumerate("abc")),
        Touchpoint(id="d", stage="s2", name="d", channel="website", rank=1),
        Touchpoint(id="e", stage="s2", name="e", rank=2),
        Note(id="n", touchpoint="d", text="Where is PayPal?"),
    ]
    for part in parts:
        there = apply(there, Put.of(part))
    return there


def copied(workshop: Workshop) -> tuple[Workshop, dict[str, str]]:
    """The workshop with its ideal copy, and the ids of the copies by those of the originals."""
    there = apply(workshop, idealized(workshop, "j", "ideal"))
    ids = {t.copied_from: t.id for t in there.touchpoints_of("ideal")}
    return there, ids | {s.copied_from: s.id for s in there.stages_of("ideal")}


def change(there: Workshop, id: str, **fields) -> Workshop:
    return apply(there, Change(collection="touchpoints", id=id, fields=fields))


def test_a_copy_is_the_same_journey(workshop):
    """Stages, touchpoints and notes are there, sources are not; one undo takes all back."""
    batch = idealized(workshop, "j", "ideal")
    there = apply(workshop, batch)
    assert there.journeys["ideal"].state == "ideal"
    assert [t.name for t in there.touchpoints_of("ideal")] == list("abcde")
    assert sum(note.text == "Where is PayPal?" for note in there.notes.values()) == 2
    found = compare(there, "j", "ideal")
    assert (found.before, found.after, found.delta) == (5, 5, 0)
    assert not any(found.steps(sign) for sign in ("removed", "added", "changed"))
    assert apply(there, inverse(workshop, batch)) == workshop


def test_steps_removed_added_and_changed(workshop):
    """Each is counted once, and what changed is said before and after."""
    there, ids = copied(workshop)
    there = apply(there, removal(there, "touchpoints", ids["b"]))
    siblings = there.ordered("touchpoints", stage=ids["s2"])
    new = Touchpoint(id="f", stage=ids["s2"], name="Guest checkout", rank=next_rank(siblings))
    there = apply(there, Put.of(new))
    there = change(there, ids["d"], name="Pays at once", channel="app")
    found = compare(there, "j", "ideal")
    assert [s.touchpoint.name for s in found.steps("removed")] == ["b"]
    assert [s.touchpoint.name for s in found.steps("added")] == ["Guest checkout"]
    (changed,) = found.steps("changed")
    assert [(d.what, d.before, d.after) for d in changed.differences] == [
        ("name", "d", "Pays at once"), ("channel", "website", "app"),
    ]  # fmt: skip
    assert words(found) == "5 steps, as many as now (5): 1 removed, 1 added, 1 changed."


def test_only_what_was_moved_is_out_of_order(workshop):
    """Moving the first step behind the third changes one step, not three."""
    there, ids = copied(workshop)
    there = change(there, ids["a"], rank=9)
    (moved,) = compare(there, "j", "ideal").steps("changed")
    assert moved.touchpoint.name == "a"
    assert [(d.what, d.before, d.after) for d in moved.differences] == [
        ("order", "first", "after 'c'")
    ]


def test_a_step_that_went_to_another_stage(workshop):
    """It is one changed step, not one removed and one added."""
    there, ids = copied(workshop)
    there = change(there, ids["c"], stage=ids["s2"], rank=0)
    found = compare(there, "j", "ideal")
    (step,) = found.steps("changed")
    assert [(d.what, d.before, d.after) for d in step.differences] == [("stage", "Choose", "Pay")]
    assert not found.steps("removed")


def test_a_stage_that_is_left_out_stays_in_its_place(workshop):
    """Its steps are removed, and it is shown where it was."""
    there, ids = copied(workshop)
    there = apply(there, removal(there, "stages", ids["s1"]))
    found = compare(there, "j", "ideal")
    assert [(pair.sign, pair.stage.name) for pair in found.stages] == [
        ("removed", "Choose"), ("same", "Pay"),
    ]  # fmt: skip
    assert found.delta == -3


def test_emotion_gap_is_target_minus_customers(workshop):
    """Customers at −1.0 and 0.0 are 1.5 below a target of +1; the team's guess does not count."""
    there, _ = copied(workshop)

    def point(id, value, source="survey", n=40):
        return SimpleNamespace(touchpoint=id, value=value, source=source, n=n, shown=True,
                               low=None, high=None)  # fmt: skip

    points = [point("d", -1.0), point("e", 0.0, n=60), point("a", 2.0, "team"), point("b", None)]
    first, second = compare(there, "j", "ideal", points).stages
    assert (second.customers, second.n, second.gap) == (-0.5, 60, 1.5)
    assert (first.customers, first.gap) == (None, None)
    assert "widest emotion gap is 1.5 at Pay" in words(compare(there, "j", "ideal", points))


def test_journeys_that_were_not_copied_are_matched_by_name(workshop):
    """An ideal journey that was written anew is compared too."""
    for part in (
        Journey(id="k", state="ideal"), Stage(id="t", journey="k", name="pay"),
        Touchpoint(id="x", stage="t", name="D", channel="website"),
    ):  # fmt: skip
        workshop = apply(workshop, Put.of(part))
    found = compare(workshop, "j", "k")
    assert [s.touchpoint.name for s in found.steps("changed")] == ["D"]
    assert len(found.steps("removed")) == 4


def test_a_missing_journey_is_said(workshop):
    """The name of what is not there is in the sentence."""
    with pytest.raises(Missing, match="journey"):
        compare(workshop, "j", "gone")
