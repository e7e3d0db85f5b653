"""The rubric: seven rows computed with their reason, three judged by people."""

from __future__ import annotations

from typing import Any

import htpy as h

from journeykit.checks import rubric
from journeykit.checks.rubric import FOR_PEOPLE, SCALE
from journeykit.model import Workshop
from journeykit.widgets import parts

_OPTIONS = [
    ("", "not judged"),
    *((str(score), f"{score}: {words}") for score, words in SCALE.items()),
]


def card(workshop: Workshop, judge: str, opened: str) -> h.Element:
    """Return the rubric with the form in which one person judges."""
    result = rubric(workshop)
    left = [row for row in result["rows"] if row["score"] is None]
    name = workshop.participants[judge].name if judge in workshop.participants else ""
    return parts.card(
        "How good is the map?",
        h.p[
            h.strong[f"{result['total']:g} of {result['of']} points"],
            f", {len(left)} {'row' if len(left) == 1 else 'rows'} not judged yet"
            if left
            else ", every row judged",
            ". Below 50 % of evidence the map carries ASSUMPTIONS, whatever its points."
            if result["assumptions"]
            else ".",
        ],
        parts.table(
            ("Row", "Points", "Why"),
            ((f"{row['row']}. {row['title']}", _points(row), _why(row)) for row in result["rows"]),
            caption="Rubric of the map, 0 to 3 points a row",
            id="rubric-rows",
        ),
        h.h3[f"Judge for {name}" if name else "Judge it yourself"],
        h.p[h.small["Several people judge the same map, each alone; the median counts."]],
        h.div(".judging")[
            (_judging(workshop, judge, row, words) for row, words in FOR_PEOPLE.items())
        ],
        h.details("#judge-as.card", open=bool(opened))[
            h.summary["Enter what somebody else judged"],
            h.form("#judge-form", data_submit="judge_as")[
                h.div(".field")[
                    h.label(for_="judge-name")["Whose judgment"],
                    h.input("#judge-name", name="name", value=name, autocomplete="off",
                            maxlength="300"),
                    h.small["Leave empty to judge for yourself again."],
                ],
                h.button("#judge-go", type="submit")["Judge for them"],
            ],
        ],
        id="judge",
    )  # fmt: skip


def _points(row: dict[str, Any]) -> str:
    return "not judged" if row["score"] is None else f"{row['score']:g} of 3"


def _why(row: dict[str, Any]) -> h.Node:
    people = row["people"]
    remarks = [each["remark"] for each in people["marks"] if each["remark"]] if people else []
    dots = ", ".join(str(each["score"]) for each in people["marks"]) if people else ""
    return [
        h.small[row["why"]],
        h.small[f" · points given: {dots}"] if dots else None,
        [h.q[remark] for remark in remarks],
    ]


def _judging(workshop: Workshop, judge: str, row: int, words: str) -> h.Element:
    mine = workshop.marks.get(f"{judge}.{row}")
    title = f"Row {row}"
    return h.div(".judged")[
        h.p[words],
        parts.field(
            f"{title}: points", f"mark-{row}", str(mine.score) if mine else "", "mark",
            {"row": str(row)}, kind="select", options=_OPTIONS,
        ),
        parts.field(
            f"{title}: why", f"remark-{row}", mine.remark, "mark_remark", {"row": str(row)},
            kind="area", rows=1,
        )
        if mine
        else None,
    ]  # fmt: skip


__all__ = ["card"]
