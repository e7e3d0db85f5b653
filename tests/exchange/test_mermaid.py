"""Mermaid journeys: valid when written, read with patience."""

from __future__ import annotations

import re
from contextlib import suppress
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.drawn import unsaid, workshops
from journeykit.edits import Put, Rate, apply
from journeykit.errors import Refused
from journeykit.exchange.mermaid import CARRIES, decode, encode
from journeykit.model import Workshop


def read(text: str) -> tuple[Workshop, list[Any]]:
    workshop, losses = decode(text.encode(), "map.mmd")
    return workshop, [(loss.where, loss.what) for loss in losses]


def test_a_map_is_written_as_mermaid_reads_it() -> None:
    """Scores 1 to 5 from the team's median, the persona as actor, no sign that ends a label."""
    made = Workshop.new("Jacket: online; #1", id="w")
    for collection, entity in (
        ("personas", {"id": "p", "name": "Sarah, 34"}),
        ("journeys", {"id": "j", "persona": "p"}),
        ("stages", {"id": "s", "journey": "j", "name": "Buy"}),
        ("touchpoints", {"id": "a", "stage": "s", "name": "Section 5: checkout"}),
        ("touchpoints", {"id": "b", "stage": "s", "name": "Pay", "rank": 1}),
        ("participants", {"id": "u", "name": "Ann"}),
    ):
        made = apply(made, Put(collection=collection, entity=entity))
    made = apply(made, Rate(participant="u", touchpoint="b", valence=-2))
    data, losses = encode(made, ".mmd")
    assert data.decode() == (
        "%% ASSUMPTIONS: 0 % of this map rests on evidence; the rest is believed, not known.\n"
        "journey\n"
        "    title ASSUMPTIONS · Jacket online 1\n"
        "    section Buy\n"
        "      %% nobody has rated this\n"
        "      – Section 5 checkout: 3: Sarah 34\n"
        "      Pay: 1: Sarah 34\n"
    )
    assert ("touchpoints/a", "'Section 5: checkout'") in [
        (loss.where, loss.what) for loss in losses
    ]
    back, _ = decode(data, "w.mmd")
    assert back.title == "Jacket online 1"
    assert encode(back, ".mmd")[0] == data


def test_a_diagram_from_elsewhere_is_read() -> None:
    """Front matter, directives, comments, a fence and descriptions are passed over."""
    workshop, losses = read(
        '---\ntitle: "My day"\nconfig:\n  theme: dark\n---\n```mermaid\n%%{init: {\n'
        '"theme": "base"}}%%\njourney\n  accTitle: words\n  accDescr {\n   more: 9: x\n  }\n'
        "  %% a remark\n  section Go to work\n    Make tea: 5: Me\n    Go upstairs: 3: Me, Cat\n\n"
        "  section Go home\n   Sit down: 1: Me\n```\n"
    )
    assert workshop.title == "My day"
    journey = workshop.current_journey()
    assert journey is not None
    assert workshop.personas[journey.persona].name == "Me"
    assert [one.name for one in workshop.stages_of(journey.id)] == ["Go to work", "Go home"]
    felt = {workshop.touchpoints[r.touchpoint].name: r.valence for r in workshop.ratings.values()}
    assert felt == {"Make tea": 2, "Go upstairs": 0, "Sit down": -2}
    assert losses == [("actors", "who does which task")]


def test_what_does_not_fit_is_said() -> None:
    """Tasks before a section, a score beyond the scale and one that is no number."""
    workshop, losses = read("journey\nTea: 9: Me\nsection Home\nSit: x\n")
    assert losses == [("line 2", "the section"), ("line 2", "the score 9"),
                      ("line 4", "the score 'x'")]  # fmt: skip
    assert [rating.valence for rating in workshop.ratings.values()] == [2]


def told(text: str) -> str:
    made = re.sub(r"[:#;\s]+", " ", text).strip()
    begins = re.match(r"(?:title|section|journey|acctitle|accdescr)\b|%%", made, re.I)
    return (f"– {made}" if begins else made) or "…"


def picture(workshop: Workshop, write: Any = lambda text: text) -> Any:
    journey = workshop.current_journey()
    assert journey is not None
    felt: dict[str, list[int]] = {}
    for rating in workshop.ratings.values():
        felt.setdefault(rating.touchpoint, []).append(rating.valence)
    persona = workshop.personas[journey.persona].name if journey.persona else None
    tasks = workshop.touchpoints_of(journey.id)
    return {
        "title": write(workshop.title),
        "persona": write(persona.replace(",", " ")) if persona and tasks else None,
        "stages": [
            (write(stage.name), [
                (write(t.name), round(median(felt[t.id])) if t.id in felt else None)
                for t in tasks if t.stage == stage.id
            ])
            for stage in workshop.stages_of(journey.id)
        ],
    }  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(workshops())
def test_what_mermaid_can_carry_comes_back(workshop: Workshop) -> None:
    """Title, persona, stages, tasks and scores come back; the rest is in the loss report."""
    data, losses = encode(workshop, ".mmd")
    assert picture(decode(data, "w.mmd")[0]) == picture(workshop, told)
    assert unsaid(workshop, CARRIES, losses) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text ends in a traceback."""
    with suppress(Refused):
        assert decode(f"journey\n{text}".encode("utf-8", "replace"), "x.mmd")[0].title


@pytest.mark.parametrize("text", ["", "graph TD\nA-->B", "%% only a remark"])
def test_what_is_no_journey_is_refused(text: str) -> None:
    """Another kind of diagram is named by its line."""
    with pytest.raises(Refused, match=r"map\.mmd"):
        read(text)
