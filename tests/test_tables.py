"""Workshops as tidy tables and back."""

from __future__ import annotations

import pandas as pd
import pytest

from journeykit.edits import Put, apply
from journeykit.errors import Refused
from journeykit.model import COLLECTIONS, Workshop
from journeykit.tables import columns, frame, frames, map_rows, records, workshop_of


@pytest.fixture
def workshop() -> Workshop:
    built = Workshop.new("Jacket", id="w")
    for collection, entity in (
        ("journeys", {"id": "j", "title": "Buying"}),
        ("stages", {"id": "s", "journey": "j", "name": "Purchase"}),
        ("touchpoints", {"id": "t", "stage": "s", "name": "Checkout", "channel": "website"}),
        ("notes", {"id": "n", "touchpoint": "t", "lane": "thoughts", "text": "Why register?"}),
        ("findings", {"id": "f", "touchpoint": "t", "title": "5 steps"}),
        ("kpis", {"id": "k", "name": "NPS"}),
        ("measurements", {"id": "m", "kpi": "k", "day": "2026-05-01", "value": 31, "n": 212}),
        ("actions", {"id": "a", "title": "Guest checkout", "findings": ["f"]}),
    ):
        built = apply(built, Put(collection=collection, entity=entity))
    return built


def test_every_collection_has_an_id_column_first() -> None:
    """The tables of all collections start with id and rank."""
    assert all(columns(name)[:2] == ("id", "rank") for name in COLLECTIONS)


def test_frames_are_typed(workshop: Workshop) -> None:
    """Days are dates and values are numbers in pandas."""
    made = frame(workshop, "measurements")
    assert pd.api.types.is_datetime64_any_dtype(made["day"])
    assert made["value"].sum() == 31


def test_frames_come_back(workshop: Workshop) -> None:
    """A workshop made of its own frames is the same workshop."""
    tables = {name: made.to_dict("records") for name, made in frames(workshop).items()}
    assert workshop_of(tables, "w") == workshop


def test_an_empty_collection_has_its_columns() -> None:
    """Code that selects columns works before there is a row."""
    assert list(frame(Workshop.new("W"), "ratings").columns) == list(columns("ratings"))


def test_the_map_is_one_row_a_touchpoint(workshop: Workshop) -> None:
    """Stage, lane, pain and evidence stand in the row of the touchpoint."""
    (row,) = map_rows(workshop)
    assert (row["stage"], row["touchpoint"], row["thoughts"], row["pains"], row["evidence"]) == (
        "Purchase", "Checkout", "Why register?", "5 steps", "assumed",
    )  # fmt: skip


def test_labels_name_what_ids_point_to(workshop: Workshop) -> None:
    """An action shows the titles of the findings it answers."""
    assert records(workshop, "actions")[0]["findings_label"] == "5 steps"


def test_an_unknown_table_is_refused() -> None:
    """A wrong name lists those that there are."""
    with pytest.raises(Refused, match="There is no table 'moods': tables are info, personas"):
        workshop_of({"moods": []}, "w")
