"""OJF: files of other tools come back as they were, maps of ours as far as OJF goes."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.drawn import unsaid, workshops
from journeykit.edits import Change, Put, Remove, apply
from journeykit.errors import Refused
from journeykit.exchange.ojf import CARRIES, decode, encode
from journeykit.exchange.own import dumps, loads
from journeykit.model import Workshop

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "ojf"
MAP: dict[str, Any] = {
    "version": "1.0", "persona": "Jane, first-time owner", "pointOfView": "A coffee maker",
    "theme": {"dark": True, "grid": [1, None, 2.5]},
    "stages": [{"id": "s1", "name": "Find", "color": "#fff"}, {"id": "s2", "name": "Buy"}],
    "swimlanes": [{"id": "l1", "name": "User Actions"}, {"id": "l2", "name": "Pain Points"},
                  {"id": "l3", "name": "What she feels", "height": 3}],
    "nodes": [
        {"id": "n1", "stageId": "s1", "swimlaneId": "l1", "title": "Search", "score": 3,
         "description": "On the phone", "tags": ["Mobile"], "sentiment": "happy", "x-pos": 12},
        {"id": "n2", "stageId": "s2", "swimlaneId": "l1", "title": "Checkout", "score": -3.5,
         "isMomentOfTruth": True, "blueprint": {
             "backstage": [{"actor": "Billing", "action": "checks", "sla": "2 h"}],
             "evidence": [{"item": "Receipt"}]}},
        {"stageId": "s2", "swimlaneId": "l2", "title": "Hidden fees", "severity": "high",
         "description": "Shown last", "score": -4, "icon": "money_off", "links": [{"to": "n2"}]},
        {"id": "n4", "stageId": "s1", "swimlaneId": "l3", "title": "Hope",
         "purpose": "observation"},
    ],
}  # fmt: skip


def read(document: Any, name: str = "map.ojf") -> Workshop:
    return decode(json.dumps(document).encode(), name)[0]


def written(workshop: Workshop) -> Any:
    return json.loads(encode(workshop, ".ojf")[0])


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the OJF samples are not on this machine")
@pytest.mark.parametrize("name", ["ecommerce-purchase.ojf", "clinic-visit-blueprint.ojf"])
def test_a_file_of_another_tool_comes_back_as_it_was(name: str) -> None:
    """Every value of it, through our own JSON and back."""
    data = (SAMPLES / name).read_bytes()
    workshop, _ = decode(data, name)
    assert written(loads(dumps(workshop))) == json.loads(data)


def test_unknown_fields_come_back_and_are_said() -> None:
    """Fields of root, stage, lane and node that the kit does not know are kept; so are ids."""
    workshop, losses = decode(json.dumps(MAP).encode(), "map.ojf")
    assert written(workshop) == MAP
    assert ("nodes/n1", "tags, x-pos") in [(loss.where, loss.what) for loss in losses]


def test_what_is_read_is_a_map() -> None:
    """Actions are touchpoints with a feeling, pains are findings at them, the rest are notes."""
    workshop = read(MAP)
    search, checkout = workshop.touchpoints_of(workshop.current_journey().id)
    assert (search.name, checkout.moment_of_truth) == ("Search", True)
    assert checkout.backstage == "Billing: checks"
    (pain,) = workshop.findings.values()
    assert (pain.kind, pain.title, pain.detail, pain.severity, pain.touchpoint) == (
        "pain", "Hidden fees", "Shown last", 4, checkout.id,
    )  # fmt: skip
    hope, told = sorted(workshop.notes.values(), key=lambda note: note.lane, reverse=True)
    assert (hope.lane, hope.text, workshop.stages[hope.stage].name) == ("feelings", "Hope", "Find")
    assert (told.lane, told.text, told.touchpoint) == ("actions", "On the phone", search.id)
    felt = {rating.touchpoint: rating.valence for rating in workshop.ratings.values()}
    assert felt == {search.id: 1, checkout.id: -1}
    assert workshop.title == "A coffee maker"


def test_only_what_was_changed_changes() -> None:
    """A renamed touchpoint, a new score and a removed note change their fields, no others."""
    workshop = read(MAP)
    (note,) = (note.id for note in workshop.notes.values() if note.text == "Hope")
    for edit in (
        Change(collection="touchpoints", id="n2", fields={"name": "Pay", "backstage": "x"}),
        Change(collection="ratings", id="ojf-score.n1", fields={"valence": -2}),
        Remove(collection="notes", id=note),
    ):
        workshop = apply(workshop, edit)
    after = written(workshop)
    expected = json.loads(json.dumps(MAP))
    del expected["nodes"][3]
    expected["nodes"][0]["score"] = -5
    expected["nodes"][1]["title"] = "Pay"
    expected["nodes"][1]["blueprint"]["backstage"] = [{"action": "x"}]
    assert after.pop("notice").startswith("ASSUMPTIONS: 0 % of this map")
    assert after == expected
    again = written(read({**after, "notice": "ASSUMPTIONS: 40 % of this map …"}))
    assert again.pop("notice").startswith("ASSUMPTIONS: 0 % of this map")
    assert again == after


def test_a_new_touchpoint_joins_a_file_that_was_read() -> None:
    """It stands in the file's own lane for actions, behind what was there."""
    workshop = read(MAP)
    stage = {"id": "new", "stage": "s1", "name": "Ask a friend"}
    node = written(apply(workshop, Put(collection="touchpoints", entity=stage)))["nodes"][-1]
    assert node == {
        "id": "new", "stageId": "s1", "swimlaneId": "l1", "title": "Ask a friend",
        "purpose": "touchpoint",
    }  # fmt: skip


def test_cards_and_copies_keep_the_file_whole() -> None:
    """A note at a touchpoint that had no id, and a copy of one that has: the file still reads."""
    document = {**MAP, "nodes": [{key: value for key, value in node.items() if key != "id"}
                                 for node in MAP["nodes"][:1]] + MAP["nodes"][1:2]}  # fmt: skip
    workshop = read(document)
    (nameless, named) = workshop.touchpoints_of(workshop.current_journey().id)
    note = {"id": "new", "touchpoint": nameless.id, "text": "Hm"}
    copy = {**named.model_dump(mode="json"), "id": "copy", "name": "Pay again"}
    for collection, entity in (("notes", note), ("touchpoints", copy)):
        workshop = apply(workshop, Put(collection=collection, entity=entity))
    again = read(written(workshop))
    names = {one.id: one.name for one in again.touchpoints.values()}
    assert sorted(names.values()) == ["Checkout", "Pay again", "Search"]
    assert [names[n.touchpoint] for n in again.notes.values() if n.text == "Hm"] == ["Search"]


def picture(workshop: Workshop) -> Any:
    """What OJF carries of a map, by names; levels and feelings as OJF knows them."""
    journey = workshop.current_journey()
    assert journey is not None
    level = {None: None, 1: 2, 5: 4}
    stages = workshop.stages_of(journey.id)
    touchpoints = workshop.touchpoints_of(journey.id)
    at = {one.id: number for number, one in enumerate(touchpoints)}
    of = {one.id: number for number, one in enumerate(stages)}
    felt: dict[str, list[int]] = {}
    for rating in workshop.ratings.values():
        felt.setdefault(rating.touchpoint, []).append(rating.valence)
    return {
        "about": (workshop.title, workshop.about.scenario),
        "persona": workshop.personas[journey.persona].name if journey.persona else None,
        "stages": [stage.name for stage in stages],
        "touchpoints": [
            (of[t.stage], t.name, t.channel, t.moment_of_truth, t.backstage, t.support,
             round(median(felt[t.id])) if t.id in felt else None)
            for t in touchpoints
        ],
        "notes": sorted(
            (n.lane, n.text, at.get(n.touchpoint, -1), of.get(n.stage, -1))
            for n in workshop.notes.values()
            if (n.touchpoint is None or n.touchpoint in at) and (n.stage is None or n.stage in of)
        ),
        "findings": sorted(
            (f.kind, f.title, f.detail, level.get(f.severity, f.severity) or 0,
             at.get(f.touchpoint, -1))
            for f in workshop.findings.values()
            if f.touchpoint is None or f.touchpoint in at
        ),
    }  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(workshops())
def test_what_ojf_can_carry_comes_back(workshop: Workshop) -> None:
    """A map of ours comes back as far as OJF goes; the rest is in the loss report."""
    data, losses = encode(workshop, ".ojf")
    assert picture(decode(data, "w.ojf")[0]) == picture(workshop)
    assert unsaid(workshop, CARRIES, losses) == []


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
EXTRAS = st.dictionaries(st.text(min_size=1, max_size=4).map(lambda key: f"x{key}"), JSONS)
OWN = {
    "title": st.text(max_size=400), "description": st.text(max_size=30) | st.none(),
    "severity": st.sampled_from(["low", "medium", "high", "HIGH", "odd", None]),
    "score": st.integers(-7, 7) | st.floats(-5, 5) | st.none() | st.text(max_size=2),
    "sentiment": st.text(max_size=5), "isMomentOfTruth": JSONS, "blueprint": JSONS,
    "purpose": st.sampled_from(["touchpoint", "pain-point", "observation", "x", None]),
    "swimlaneId": st.sampled_from(["l1", "l2", None]), "stageId": st.sampled_from(["s1", None]),
}  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.data(), EXTRAS)
def test_any_file_comes_back(data: st.DataObject, extra: dict[str, Any]) -> None:
    """Whatever the nodes of another tool hold, they are written as they were read."""
    nodes = [
        {**data.draw(st.fixed_dictionaries({}, optional=OWN)), **data.draw(EXTRAS)}
        for _ in range(data.draw(st.integers(0, 4)))
    ]
    document = {
        **extra, "stages": [{"id": "s1", "name": data.draw(st.text(max_size=4))}],
        "swimlanes": [{"id": "l1", "name": data.draw(st.text(max_size=4))},
                      {"id": "l2", "name": "Pain Points"}],
        "nodes": nodes,
    }  # fmt: skip
    assert written(loads(dumps(read(document)))) == document


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": "2.0"}, "'map.ojf' is OJF version 2.0; journeykit reads version 1."),
        ({"nodes": [{"title": "x", "stageId": "s9"}]},
         "'map.ojf', nodes/1: there is no stage 's9' in the file."),
        ({"nodes": [{"id": 7, "title": "x", "swimlaneId": "s1"}]},
         "'map.ojf', nodes/7: there is no swimlane 's1' in the file."),
        ({"nodes": [{"id": "a"}, {"id": "a"}]}, "'map.ojf': nodes holds the id 'a' twice."),
        ({"stages": [{"id": "s1"}, {"id": "s1"}]}, "'map.ojf': stages holds the id 's1' twice."),
        ({"nodes": {"a": 1}}, "'map.ojf' is JSON, but not an OJF map: it has no stages and no "
                              "nodes."),
        ({"nodes": [{"id": ["a"]}]}, "'map.ojf': a id of nodes is no text and no number."),
        ({"nodes": [{"stageId": {}}]}, "'map.ojf': a stageId of nodes is no text and no number."),
        ({"nodes": [1]}, "'map.ojf': nodes is not a list of objects."),
        ({"nodes": [{"stageId": "s1", "swimlaneId": "l2", "touchpointId": "t9", "title": "x"}]},
         "'map.ojf', nodes/1: there is no touchpoint 't9' in the file."),
    ],
)  # fmt: skip
def test_a_broken_map_is_refused_in_one_line(change: dict[str, Any], message: str) -> None:
    """Each way of being broken has its sentence."""
    with pytest.raises(Refused) as refused:
        read({**MAP, **change})
    assert str(refused.value) == message


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 5000, '{"nodes": NaN}', "\xff"])
def test_what_is_no_map_is_refused(text: str) -> None:
    """Broken and hostile JSON is refused, never a traceback."""
    with pytest.raises(Refused):
        decode(text.encode("latin-1"), "x.ojf")


def test_depth_is_limited() -> None:
    """A field that is nested a hundred times is not kept but refused."""
    deep: Any = 1
    for _ in range(100):
        deep = [deep]
    with pytest.raises(Refused, match="nested too deeply"):
        read({**MAP, "deep": deep})
