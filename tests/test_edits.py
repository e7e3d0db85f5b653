"""Any edits, in any order: accepted ones keep the workshop whole, refused ones change nothing."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeykit.edits import (
    Batch,
    Change,
    Edit,
    Put,
    Rate,
    Remove,
    Vote,
    apply,
    describe,
    fold,
    from_json,
    inverse,
    next_rank,
    place,
    references,
    removal,
    to_json,
)
from journeykit.errors import Refused
from journeykit.model import COLLECTIONS, Entity, Finding, Measurement, Note, Stage, Workshop

IDS = {name: [f"{name}1", f"{name}2"] for name in COLLECTIONS if name != "info"} | {
    "info": ["info"],
    "participants": ["p1", "p2"],
}
IDS["ratings"] = [f"{p}.{t}" for p in IDS["participants"] for t in IDS["touchpoints"]]
IDS["votes"] = [f"{p}.{f}" for p in IDS["participants"] for f in IDS["findings"]]
CANDIDATES: list[Any] = [
    None, "", "  padded ", "Zürich – 2 €", 0, 1, -2, 7, 3.5, True, [], ["a", "b"], ["a", ""], {},
     {"goals": ["sources1"]}, {"Q1": ["yes"]}, "2026-01-05", "2026-01-05T10:00:00+01:00", "x" * 301,
]  # fmt: skip
OTHER_VALUES = st.sampled_from(CANDIDATES)


def base() -> Workshop:
    """Return a workshop with one or two of nearly everything."""
    workshop = Workshop.new("Jacket", id="w")
    for collection, entity in [
        ("sources", {"id": "sources1"}),
        ("personas", {"id": "personas1", "evidence": {"goals": ["sources1"]}}),
        ("journeys", {"id": "journeys1", "persona": "personas1"}),
        ("journeys", {"id": "journeys2", "copied_from": "journeys1"}),
        ("stages", {"id": "stages1", "journey": "journeys1", "rank": 1}),
        ("stages", {"id": "stages2", "journey": "journeys1", "rank": 2}),
        ("touchpoints", {"id": "touchpoints1", "stage": "stages1", "sources": ["sources1"]}),
        ("touchpoints", {"id": "touchpoints2", "stage": "stages2"}),
        ("paths", {"id": "paths1", "start": "touchpoints2", "end": "touchpoints1"}),
        ("notes", {"id": "notes1", "touchpoint": "touchpoints1", "sources": ["sources1"]}),
        ("findings", {"id": "findings1", "touchpoint": "touchpoints1"}),
        ("actions", {"id": "actions1", "findings": ["findings1"]}),
        ("kpis", {"id": "kpis1", "stage": "stages1"}),
        ("measurements", {"id": "measurements1", "kpi": "kpis1", "day": "2026-01-05", "value": 3}),
        ("activities", {"id": "activities1"}),
        ("participants", {"id": "p1"}),
        ("links", {"id": "links1", "source": "sources1", "question": "Q1", "stage": "stages1"}),
    ]:
        workshop = apply(workshop, Put(collection=collection, entity=entity))
    workshop = apply(workshop, Rate(participant="p1", touchpoint="touchpoints1", valence=-1))
    return apply(workshop, Vote(participant="p1", item="findings1", dots=2))


BASE = base()


def literals(annotation: Any) -> list[str]:
    """Return the words that a field may hold, where it may hold only some."""
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return [word for part in get_args(annotation) for word in literals(part)]


@cache
def acceptable(name: str, field: str) -> list[Any]:
    """Return the values out of a long list that a field of the base workshop may take."""
    kind = COLLECTIONS[name]
    target = kind.owned_by.get(field) or kind.cites.get(field) or "sources"
    ids = IDS[target]
    words = literals(kind.model_fields[field].annotation)
    found = []
    for value in [*CANDIDATES, *words, *ids, ids, *([word] for word in words)]:
        try:
            apply(BASE, Change(collection=name, id=IDS[name][0], fields={field: value}))
        except Refused:
            continue
        found.append(value)
    return found


def values(kind: type[Entity], field: str) -> st.SearchStrategy[Any]:
    """Return values for a field, mostly such as it may hold."""
    anything = OTHER_VALUES | st.text(max_size=5) | st.integers(-3, 6) | st.just(["nobody"])
    if good := acceptable(kind.collection, field):
        fitting = st.sampled_from(good)
        return st.integers(0, 9).flatmap(lambda n: anything if n == 9 else fitting)
    return anything


@st.composite
def puts(draw: st.DrawFn) -> Edit:
    name = draw(st.sampled_from(list(COLLECTIONS)))
    kind = COLLECTIONS[name]
    needed = [field for field, info in kind.model_fields.items() if info.is_required()]
    more = st.sampled_from([field for field in kind.model_fields if field != "id"])
    fields = dict.fromkeys([*needed, *draw(st.lists(more, max_size=3))])
    fields.pop("id", None)
    entity = {field: draw(values(kind, field)) for field in fields}
    return Put(collection=name, entity={"id": draw(st.sampled_from(IDS[name])), **entity})


@st.composite
def changes(draw: st.DrawFn) -> Edit:
    name = draw(st.sampled_from(list(COLLECTIONS)))
    kind = COLLECTIONS[name]
    fields = draw(st.lists(st.sampled_from(list(kind.model_fields)), min_size=1, max_size=3))
    chosen = {field: draw(values(kind, field)) for field in fields}
    if name == "personas" and draw(st.booleans()):
        path = draw(st.sampled_from(["evidence.goals", "evidence.a.b", "evidence. x", "rule.Q1"]))
        chosen[path] = draw(st.none() | st.lists(st.sampled_from(IDS["sources"]), max_size=2))
    return Change(collection=name, id=draw(st.sampled_from(IDS[name])), fields=chosen)


@st.composite
def removes(draw: st.DrawFn) -> Edit:
    name = draw(st.sampled_from(list(COLLECTIONS)))
    return Remove(collection=name, id=draw(st.sampled_from(IDS[name])))


PARTICIPANTS = st.sampled_from([*IDS["participants"] * 4, "no.dots", ""])
RATES = st.builds(
    Rate,
    participant=PARTICIPANTS,
    touchpoint=st.sampled_from([*IDS["touchpoints"], "nobody"]),
    valence=st.sampled_from([None, -3, -2, 0, 1, 2]),
    arousal=st.sampled_from([None, 0, 0.25, 1, 1.5, float("nan")]),
    labels=st.sampled_from([(), ("tired",), ("glad", " proud "), ("",)]),
)
VOTES = st.builds(
    Vote,
    participant=PARTICIPANTS,
    item=st.sampled_from([*IDS["findings"], *IDS["actions"], "nobody"]),
    dots=st.integers(-1, 11),
)
SINGLE = puts() | changes() | removes() | RATES | VOTES
BATCHES = st.lists(SINGLE, max_size=3).map(lambda edits: Batch(edits=tuple(edits)))
EDITS = SINGLE | BATCHES


@st.composite
def sequences(draw: st.DrawFn) -> list[Any]:
    """Edits, and questions for edits that depend on the state: removal and place."""
    removals = st.sampled_from(list(COLLECTIONS)).flatmap(
        lambda name: st.tuples(st.just("removal"), st.just(name), st.sampled_from(IDS[name]))
    )
    places = st.tuples(st.just("place"), st.sampled_from(IDS["stages"]), st.integers(-1, 3))
    return draw(st.lists(EDITS | removals | places, min_size=1, max_size=8))


def made(workshop: Workshop, wanted: Any) -> Edit:
    """Return the edit that was drawn, or the one that the state makes of the question."""
    match wanted:
        case ("removal", name, id):
            return removal(workshop, name, id)
        case ("place", id, index):
            return place(workshop, "stages", id, workshop.ordered("stages"), index)
    return wanted


def assert_whole(workshop: Workshop) -> None:
    """The workshop is valid by its own rules and every reference leads somewhere."""
    assert Workshop.model_validate_json(workshop.model_dump_json()) == workshop
    for name in COLLECTIONS:
        for id, entity in workshop.entities(name).items():
            assert entity.id == id
            for field, target, other in references(entity):
                assert other in workshop.entities(target), (name, id, field, other)
    for vote in workshop.votes.values():
        assert vote.item in workshop.findings or vote.item in workshop.actions
    assert list(workshop.info) == ["info"]


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sequences())
def test_any_sequence_of_edits_folds_to_a_whole_workshop(wanted: list[Any]) -> None:
    """Accepted edits keep every reference; undoing them backwards gives back each state."""
    workshop, states, inverses = BASE, [], []
    for each in wanted:
        copy = workshop.model_copy(deep=True)
        try:
            after, back = fold(workshop, made(workshop, each))
        except Refused:
            assert workshop == copy
            continue
        assert workshop == copy, "folding must leave its input alone"
        assert_whole(after)
        states.append(workshop)
        inverses.append(from_json(to_json(back)))
        workshop = after
    for state, back in zip(reversed(states), reversed(inverses), strict=True):
        workshop = apply(workshop, back)
        assert workshop == state


@settings(max_examples=200, deadline=None)
@given(EDITS)
def test_an_edit_read_again_does_the_same(edit: Edit) -> None:
    """An edit goes to JSON and back unchanged, so the log folds to what people saw."""
    try:
        after, _ = fold(BASE, edit)
    except Refused:
        return
    again = from_json(to_json(edit))
    assert again == edit
    assert apply(BASE, again) == after
    assert describe(again)
    assert describe(again, BASE)


@settings(max_examples=200, deadline=None)
@given(EDITS)
def test_undoing_an_undo_does_it_again(edit: Edit) -> None:
    """Redo gives exactly the state that was undone."""
    try:
        after, back = fold(BASE, edit)
    except Refused:
        return
    before, forward = fold(after, back)
    assert before == BASE
    assert apply(before, forward) == after


@pytest.mark.parametrize("name", [name for name in COLLECTIONS if BASE.entities(name)])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_edits_to_different_fields_lose_neither(name: str, data: st.DataObject) -> None:
    """Two people change different fields of one entity: both stand, in either order."""
    id = IDS[name][0]
    fields = [field for field in COLLECTIONS[name].model_fields if acceptable(name, field)]
    free = [field for field in fields if field != "high"]  # bound to "low": crossing is refused
    one, other = data.draw(st.permutations(free))[:2]
    first, second = (
        Change(
            collection=name,
            id=id,
            fields={field: data.draw(st.sampled_from(acceptable(name, field)))},
        )
        for field in (one, other)
    )
    merged = apply(apply(BASE, first), second)
    assert merged == apply(apply(BASE, second), first)
    entity = merged.get(name, id)
    assert getattr(entity, one) == getattr(apply(BASE, first).get(name, id), one)
    assert getattr(entity, other) == getattr(apply(BASE, second).get(name, id), other)


def test_two_people_cite_sources_for_two_attributes() -> None:
    """One key of a mapping is a field of its own: both citations stand."""
    goals = Change(collection="personas", id="personas1", fields={"evidence.goals": []})
    needs = Change(collection="personas", id="personas1", fields={"evidence.needs": ["sources1"]})
    for edits in ((goals, needs), (needs, goals)):
        workshop = BASE
        for edit in edits:
            workshop = apply(workshop, edit)
        assert workshop.personas["personas1"].evidence == {"goals": (), "needs": ("sources1",)}


def test_undo_does_not_overwrite_what_another_has_changed_since() -> None:
    """Taking back a title that somebody else has changed since is refused, with words."""
    after, back = fold(BASE, Change(collection="info", id="info", fields={"title": "Coat"}))
    later = apply(after, Change(collection="info", id="info", fields={"title": "Parka"}))
    with pytest.raises(Refused, match="Somebody has changed 'title' of 'Parka' since"):
        apply(later, back)


def test_undo_of_an_addition_keeps_what_others_wrote_in_it() -> None:
    """A note that somebody else has worked on is not removed by undoing its addition."""
    after, back = fold(BASE, Put.of(Note(id="n", text="Cold feet")))
    later = apply(after, Change(collection="notes", id="n", fields={"text": "Cold hands"}))
    with pytest.raises(Refused, match="Somebody has changed the note 'Cold hands' since"):
        apply(later, back)


def test_undo_of_a_removal_keeps_what_came_after() -> None:
    """A rating taken back and given anew is not overwritten by undoing the taking back."""
    away, back = fold(BASE, Rate(participant="p1", touchpoint="touchpoints1", valence=None))
    anew = apply(away, Rate(participant="p1", touchpoint="touchpoints1", valence=2))
    with pytest.raises(Refused, match="Somebody has changed the rating"):
        apply(anew, back)
    assert apply(away, back) == BASE


def test_a_put_without_an_id_makes_the_same_entity_every_time() -> None:
    """The id is drawn with the edit, not while folding: the log folds to one state."""
    put = Put(collection="notes", entity={"text": "Cold feet"})
    assert apply(BASE, put) == apply(BASE, put)
    assert apply(BASE, from_json(to_json(put))) == apply(BASE, put)


TWICE = "A change sets 'evidence' as a whole or by its keys, once each."
NOBODY = "A vote goes to a finding or an action; this one is not there any more."


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Change(collection="info", id="info", fields={}), "A change names at least one field."),
        (
            Change(collection="info", id="info", fields={"id": "x"}),
            "The id of an entity never changes.",
        ),
        (
            Change(collection="info", id="info", fields={"colour": 1}),
            "A workshop has no field 'colour'.",
        ),
        (
            Change(collection="personas", id="personas1", fields={"evidence.": {}}),
            "A persona has no field 'evidence.'.",
        ),
        (
            Change(
                collection="personas", id="personas1", fields={"evidence": {}, "evidence.goals": []}
            ),
            TWICE,
        ),
        (Change(collection="personas", id="personas1", fields={"evidence. x": []}), TWICE),
        (
            Change(collection="stages", id="stages9", fields={"name": "x"}),
            "This stage is not there any more; somebody removed it.",
        ),
        (Put(collection="hats", entity={}), "There is no collection 'hats'."),
        (
            Put(collection="info", entity={"id": "other"}),
            "A workshop has one description, with the id 'info'.",
        ),
        (Put(collection="votes", entity={"participant": "p1", "item": "gone", "dots": 1}), NOBODY),
        (
            Put(
                collection="votes",
                entity={"id": "v", "participant": "p1", "item": "findings1", "dots": 1},
            ),
            "A vote has the id of its participant and what it is for, 'p1.findings1' (got 'v').",
        ),
        (
            Put(collection="stages", entity={"id": "s", "journey": "gone"}),
            "Stage 'New stage', journey: the journey 'gone' is not in the workshop.",
        ),
        (Remove(collection="info", id="info"), "The description of a workshop cannot be removed."),
        (
            Remove(collection="stages", id="stages2"),
            "'New stage' is still used by 1 other entry, "
            "first by the touchpoint 'New touchpoint' (stage).",
        ),
        (
            Rate(participant="p1", touchpoint="touchpoints1", valence=3),
            "Rating, valence: Input should be less than or equal to 2 (got 3).",
        ),
        (
            Rate(participant="p2", touchpoint="touchpoints1", valence=None),
            "There is no rating to take back.",
        ),
        (Vote(participant="p1", item="gone", dots=1), NOBODY),
        (Batch(edits=()), "There is nothing to change."),
    ],
)
def test_what_breaks_a_rule_is_refused_in_one_sentence(edit: Edit, words: str) -> None:
    """The message names the thing and the rule."""
    with pytest.raises(Refused) as refused:
        apply(BASE, edit)
    assert str(refused.value) == words


def test_measurement_bounds_hold_in_a_change() -> None:
    """An interval that ends below its start is refused."""
    entity = Measurement(id="m", kpi="kpis1", day="2026-02-01", value=3, low=2, high=4)
    workshop = apply(BASE, Put.of(entity))
    with pytest.raises(Refused, match=r"^Measurement: low 5 is above high 4\.$"):
        apply(workshop, Change(collection="measurements", id="m", fields={"low": 5}))


def test_a_second_rating_replaces_the_first() -> None:
    """One participant has one opinion of a touchpoint."""
    workshop = apply(BASE, Rate(participant="p1", touchpoint="touchpoints1", valence=2))
    assert [rating.valence for rating in workshop.ratings.values()] == [2]


def test_no_dots_take_a_vote_back() -> None:
    """Zero dots are no vote."""
    assert apply(BASE, Vote(participant="p1", item="findings1", dots=0)).votes == {}


def test_a_batch_stands_or_falls_together() -> None:
    """One refused part refuses all of it."""
    good = Put.of(Note(id="n"))
    with pytest.raises(Refused):
        apply(BASE, Batch(edits=(good, Remove(collection="notes", id="gone"))))
    assert "n" not in BASE.notes


def test_a_batch_of_20_000_edits_is_folded_and_undone_exactly() -> None:
    """Every part sees those before it; undoing it gives back what was there, and redo all of it."""
    many = range(5_000)
    edits: list[Edit] = [Put.of(Note(id=f"n{i}", text="Cold")) for i in many]
    edits += [Change(collection="notes", id=f"n{i}", fields={"text": f"Cold {i}"}) for i in many]
    edits += [Put.of(Finding(id=f"f{i}", title=f"Finding {i}")) for i in many]
    edits += [Remove(collection="notes", id=f"n{i}") for i in many if i % 2]
    edits += [Vote(participant="p1", item=f"f{i}", dots=1) for i in many if i % 2]
    before = BASE.model_copy(deep=True)
    after, back = fold(BASE, Batch(edits=tuple(edits)))
    assert len(edits) == 20_000
    assert before == BASE
    assert (len(after.notes), len(after.findings), len(after.votes)) == (2_501, 5_001, 2_501)
    assert after.notes["n4998"].text == "Cold 4998"
    undone, again = fold(after, back)
    assert undone == before
    assert apply(undone, again) == after


def test_removal_takes_what_belongs_to_it_and_lets_go_of_the_rest() -> None:
    """Removing a stage removes its touchpoints, ratings, notes; findings stay, unplaced."""
    workshop = apply(BASE, removal(BASE, "stages", "stages1"))
    assert_whole(workshop)
    assert set(workshop.touchpoints) == {"touchpoints2"}
    assert (workshop.ratings, workshop.notes, workshop.paths, workshop.links) == ({}, {}, {}, {})
    assert workshop.findings["findings1"].touchpoint is None
    assert workshop.kpis["kpis1"].stage is None


def test_removal_of_a_source_takes_each_coding_once() -> None:
    """Thousands of comments go with their source, one edit each, and come back with one undo."""
    codings = [
        Put(collection="codings", entity={"id": f"c{i}", "source": "s", "question": "Q", "row": i})
        for i in range(1_000)
    ]
    full = apply(BASE, Batch(edits=(Put(collection="sources", entity={"id": "s"}), *codings)))
    edit = removal(full, "sources", "s")
    after, back = fold(full, edit)
    assert len(edit.edits) == 1_001
    assert after == BASE
    assert apply(after, back) == full


def test_removal_of_a_finding_takes_its_votes() -> None:
    """Votes for what is gone are gone; actions keep standing without it."""
    workshop = apply(BASE, removal(BASE, "findings", "findings1"))
    assert workshop.votes == {}
    assert workshop.actions["actions1"].findings == ()


def test_place_moves_one_by_changing_one_field() -> None:
    """The stage lands between its neighbors by one number."""
    workshop = apply(BASE, Put.of(Stage(id="stages3", journey="journeys1", rank=3)))
    edit = place(workshop, "stages", "stages3", workshop.ordered("stages"), 1)
    assert edit == Change(collection="stages", id="stages3", fields={"rank": 1.5})
    order = [stage.id for stage in apply(workshop, edit).ordered("stages")]
    assert order == ["stages1", "stages3", "stages2"]


def test_place_numbers_anew_when_there_is_no_room() -> None:
    """Where no number lies between two neighbors, all get whole numbers."""
    workshop = apply(BASE, Put.of(Stage(id="stages3", journey="journeys1", rank=3)))
    close = Change(collection="stages", id="stages2", fields={"rank": 1 + 2**-52})
    workshop = apply(workshop, close)
    moved = place(workshop, "stages", "stages3", workshop.ordered("stages"), 1)
    after = apply(workshop, moved)
    assert [(s.id, s.rank) for s in after.ordered("stages")] == [
        ("stages1", 1.0),
        ("stages3", 2.0),
        ("stages2", 3.0),
    ]
    assert describe(moved) == "moved 'New stage'"


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=5), st.integers(-2, 7))
def test_place_puts_it_where_it_was_asked_for(ranks: list[float], index: int) -> None:
    """Whatever the ranks are, the entity ends at the index."""
    workshop = apply(Workshop.new("J", id="w"), Put.of(Finding(id="new", rank=0)))
    for n, rank in enumerate(ranks):
        workshop = apply(workshop, Put.of(Finding(id=f"f{n}", rank=rank)))
    siblings = workshop.ordered("findings")
    after = apply(workshop, place(workshop, "findings", "new", siblings, index))
    rest = [finding.id for finding in siblings if finding.id != "new"]
    rest.insert(max(0, min(index, len(rest))), "new")
    assert [finding.id for finding in after.ordered("findings")] == rest


def test_next_rank_is_behind_everything() -> None:
    """A new entity goes last."""
    assert next_rank(BASE.ordered("stages")) == 3.0


def test_inverse_is_the_edit_that_takes_it_back() -> None:
    """The inverse of a change names the old value and what it expects to find."""
    edit = Change(collection="info", id="info", fields={"title": "Coat"})
    assert inverse(BASE, edit) == Change(
        collection="info", id="info", fields={"title": "Jacket"}, was={"title": "Coat"}
    )


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"kind":"fly"}', '{"kind":"remove"}', "\0"])
def test_what_is_no_edit_is_refused(text: str) -> None:
    """Whatever a browser sends is an edit or is refused."""
    with pytest.raises(Refused):
        from_json(text)


def test_edits_nested_without_end_are_refused() -> None:
    """A hostile message does not exhaust the stack."""
    text = '{"kind":"batch","edits":[' * 5000 + "]}" * 5000
    with pytest.raises(Refused):
        from_json(text)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Put.of(Note(id="n", text="Cold feet")), "added the note 'Cold feet'"),
        (
            Change(collection="stages", id="stages1", fields={"rank": 2}),
            "moved the stage 'New stage'",
        ),
        (
            Change(collection="stages", id="stages1", fields={"check_question": "?"}),
            "changed check question of the stage 'New stage'",
        ),
        (Remove(collection="paths", id="paths1"), "removed the path 'paths1'"),
        (Rate(participant="p", touchpoint="t", valence=1), "rated a touchpoint"),
        (Rate(participant="p", touchpoint="t", valence=None), "took a rating back"),
        (Vote(participant="p", item="f", dots=1), "voted"),
        (Vote(participant="p", item="f", dots=0), "took a vote back"),
        (Batch(edits=(Vote(participant="p", item="f", dots=0),)), "took a vote back and more"),
    ],
)
def test_history_says_what_an_edit_did(edit: Edit, words: str) -> None:
    """Every edit has words that a person understands."""
    assert describe(edit, BASE) == words


@pytest.mark.parametrize(
    ("collection", "fields", "words"),
    [
        ("info", {"room": "open"}, "opened the room"),
        ("activities", {"revealed": True}, "revealed the activity"),
        ("activities", {"revealed": False}, "hid again the activity"),
        ("activities", {"ends_at": "2026-11-30T10:00:00Z"}, "changed the clock of the activity"),
        ("participants", {"admitted": True, "left": False}, "let in the participant"),
        ("participants", {"role": "facilitator"}, "let the participant lead, too"),
    ],
)
def test_what_a_facilitator_does_is_said_in_the_words_of_a_room(collection, fields, words):
    """The list of what happened last names what was done, not the field that holds it."""
    id = "info" if collection == "info" else "x"
    assert describe(Change(collection=collection, id=id, fields=fields)) == words
