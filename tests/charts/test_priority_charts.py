"""Charts of priorities and votes: what they show, in a form that works offline."""

from __future__ import annotations

import pytest

from journeykit.charts import spec
from journeykit.charts.priorities import chances_chart, movement_chart, votes_chart


def test_chances_name_item_chance_and_ranks():
    """Each bar carries its words, since a narrow screen has no room for an axis of names."""
    rows = [{"item": "Guest checkout", "chance": 0.82, "rank": 1, "low": 1, "high": 2}]
    (row,) = _all(chances_chart(rows))
    assert row["label"].split("\n") == ["Guest checkout", "82 % · rank 1, likely 1 to 2"]
    assert row["share"] == pytest.approx(82)


def test_labels_of_different_length_end_at_the_same_line():
    """A short label is filled up above, so that its last line stands on its bar."""
    rows = [
        {"item": "A", "share": 0.5, "low": 0.2, "high": 0.8, "voters": 2, "n": 4, "dots": 3},
        {"item": "A very long idea about what could be done at the checkout page", "share": 0.25,
         "low": 0.05, "high": 0.7, "voters": 1, "n": 4, "dots": 1},
    ]  # fmt: skip
    short, long = _all(votes_chart(rows))
    assert short["label"].count("\n") == long["label"].count("\n") == 2
    assert short["label"] == "\nA\n2 of 4 people, 3 dots"


def test_movement_marks_where_the_weight_stands():
    """Lines are numbered at their ends; the dashed line is the weight as it is now."""
    rows = [{"item": item, "share": share, "rank": rank}
            for item, ranks in (("a", (1, 2)), ("b", (2, 1)))
            for share, rank in zip((0, 1), ranks, strict=True)]  # fmt: skip
    made = spec(movement_chart(rows, "share of the weight", 0.4))
    assert {row["no"] for row in _all(movement_chart(rows, "w"))} == {"1", "2"}
    marks = [layer["mark"]["type"] for layer in made["layer"]]
    assert marks == ["line", "text", "rule"]


def _all(chart) -> list[dict]:
    found = []

    def walk(part):
        if isinstance(part, dict):
            if (
                isinstance(part.get("values"), list)
                and part["values"]
                and isinstance(part["values"][0], dict)
            ):
                found.append(part["values"])
            for each in part.values():
                walk(each)
        elif isinstance(part, list):
            for each in part:
                walk(each)

    made = spec(chart)
    assert made["$schema"].endswith("v5.json")
    walk(made)
    return found[0]
