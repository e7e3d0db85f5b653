from __future__ import annotations

import pytest

from journeykit.errors import Missing
from journeykit.maps.grid import grid
from journeykit.model import Finding, Journey, Note, Stage, Workshop


def with_(workshop: Workshop, collection: str, *entities) -> Workshop:
    changed = {**workshop.entities(collection), **{each.id: each for each in entities}}
    return workshop.model_copy(update={collection: changed})


def test_a_column_for_every_touchpoint_grouped_by_stage(jacket):
    """Ten touchpoints in five stages give ten columns in five bands, in journey order."""
    plan = grid(jacket)
    assert [(band.stage.name, band.span) for band in plan.bands] == [
        ("Awareness", 2), ("Consideration", 2), ("Purchase", 3), ("Retention", 2), ("Advocacy", 1),
    ]  # fmt: skip
    assert [column.touchpoint.name for column in plan.columns][4:7] == [
        "Adds to basket", "Checkout", "Delivery",
    ]  # fmt: skip


def test_a_stage_without_touchpoints_keeps_an_empty_column(jacket):
    """A stage that was just added is on the map before it has a touchpoint."""
    plan = grid(with_(jacket, "stages", Stage(id="s9", journey="j", name="Renewal", rank=9)))
    assert plan.columns[-1].touchpoint is None
    assert plan.bands[-1].span == 1


def test_pains_gaps_and_unmet_needs_share_a_row(jacket):
    """The Pain row holds all three kinds, in rank order, where they hurt."""
    gap = Finding(id="g", kind="gap", title="no price", touchpoint="t5", rank=1)
    need = Finding(id="u", kind="unmet_need", title="wants to call", touchpoint="t5", rank=2)
    plan = grid(with_(jacket, "findings", gap, need))
    row = next(row for row in plan.rows if row.key == "pain")
    texts = [card.text for card in plan.cards(row, plan.columns[5])]
    assert texts == ["5 steps, forced account", "no price", "wants to call"]


def test_delights_have_a_row_once_there_is_one(jacket):
    """A map without delights has no empty row for them."""
    assert "delight" not in [row.key for row in grid(jacket).rows]
    joy = Finding(id="d", kind="delight", title="soft wool", touchpoint="t7")
    assert "delight" in [row.key for row in grid(with_(jacket, "findings", joy)).rows]


def test_a_card_of_a_whole_stage_spans_it(jacket):
    """A note with a stage and no touchpoint stands in the stage, not in one of its columns."""
    plan = grid(with_(jacket, "notes", Note(id="x", stage="s2", lane="actions", text="Compares")))
    row = plan.rows[0]
    assert [card.text for card in plan.spanning(row, plan.bands[2].stage)] == ["Compares"]
    assert plan.has_spans(row)


def test_a_card_of_an_empty_stage_stands_in_its_column(jacket):
    """With one empty column there is nothing to span."""
    stage = Stage(id="s9", journey="j", name="Renewal", rank=9)
    note = Note(id="x", stage="s9", lane="actions", text="Gets a letter")
    plan = grid(with_(with_(jacket, "stages", stage), "notes", note))
    assert [card.text for card in plan.cards(plan.rows[0], plan.columns[-1])] == ["Gets a letter"]


def test_cards_without_a_place_are_listed_beside_the_map(jacket):
    """A pain without a touchpoint and a parked note are not lost from sight."""
    loose = with_(jacket, "findings", Finding(id="f", title="nobody answers"))
    loose = with_(loose, "notes", Note(id="n", lane="parking", text="Talk about prices"))
    assert sorted(card.text for card in grid(loose).loose) == [
        "Talk about prices",
        "nobody answers",
    ]


def test_evidence_follows_the_linked_questions(jacket):
    """Linked survey questions of 212 people make a touchpoint measured; the rest is assumed."""
    plan = grid(jacket)
    assert plan.evidence["t0"].status == "measured"
    assert plan.evidence["t0"].n == 212
    assert plan.evidence["t8"].status == "assumed"


def test_rows_of_fields_show_what_the_touchpoint_says(jacket):
    """Message and owner can be shown as rows; an empty field has no card."""
    told = jacket.touchpoints["t5"].model_copy(update={"message": "Free returns"})
    plan = grid(with_(jacket, "touchpoints", told), fields=["message", "owner"])
    row = next(row for row in plan.rows if row.title == "Message")
    assert [card.text for card in plan.cards(row, plan.columns[5])] == ["Free returns"]
    assert plan.cards(row, plan.columns[4]) == ()


def test_paths_of_other_journeys_are_not_on_the_map(jacket):
    """Both ends of a loop must be columns of this journey."""
    other = Journey(id="k", title="Other", rank=5)
    assert grid(with_(jacket, "journeys", other), "k").paths == ()
    assert {path.id for path in grid(jacket).paths} == {"loop", "skip"}


def test_a_journey_that_is_gone_is_named_missing(jacket):
    """Somebody deleted the journey that the address still names."""
    with pytest.raises(Missing, match="not there any more"):
        grid(jacket, "gone")
    with pytest.raises(Missing, match="no journey yet"):
        grid(Workshop.new("Empty"))
