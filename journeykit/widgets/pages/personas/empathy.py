"""The empathy map: says, thinks, does and feels, overall or at one stage (R89)."""

from __future__ import annotations

import htpy as h

from journeykit.model import EMPATHY, Lane, Note, Persona, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages.personas.attribute import attribute, fields
from journeykit.widgets.pages.personas.listing import avatar

#: quarter -> lane of the map that holds the same at a stage
LANES: dict[str, Lane] = {
    "says": "says", "thinks": "thoughts", "does": "actions", "feels": "feelings",
}  # fmt: skip


def empathy(workshop: Workshop, persona: Persona, stage: str) -> h.Element:
    """Return the four quarters, of the persona as a whole or at `stage`."""
    return parts.card(
        "Empathy map",
        h.p(".lead")[
            "What would you hear, guess, see and sense? Says and does can be observed; thinks "
            "and feels are mostly assumptions until somebody asks."
        ],
        _places(workshop, persona, stage),
        h.div(".empathy")[
            (
                _stage_quarter(workshop, stage, name)
                if stage
                else h.section(class_=["quarter", name], id=f"quarter-{name}")[
                    attribute(workshop, persona, name, rows=5)
                ]
                for name in EMPATHY
            ),
            h.div(".center", aria_hidden="true")[avatar(persona)],
        ],
        id="empathy",
    )


def stages_of(workshop: Workshop, persona: Persona) -> list[tuple[str, str]]:
    """The stages of the persona's journeys: id and name, with the journey where there are two."""
    journeys = workshop.ordered("journeys", persona=persona.id)
    return [
        (stage.id, stage.name if len(journeys) == 1 else f"{journey.title}: {stage.name}")
        for journey in journeys
        for stage in workshop.stages_of(journey.id)
    ]


def _places(workshop: Workshop, persona: Persona, stage: str) -> h.Node:
    stages = stages_of(workshop, persona)
    if not stages:
        return h.p[
            h.small["With a journey of its own, the persona gets an empathy map for each stage."]
        ]
    return h.div(".stage-pick")[
        parts.field(
            "Where", "empathy-stage", stage, "look", {"name": "stage"},
            kind="select", options=[("", "On the whole"), *stages],
        )
    ]  # fmt: skip


def notes_at(workshop: Workshop, stage: str, lane: str) -> list[Note]:
    """The notes of a lane at a stage, and at its touchpoints."""
    points = {touchpoint.id for touchpoint in workshop.ordered("touchpoints", stage=stage)}
    return [
        note
        for note in workshop.ordered("notes", lane=lane)
        if note.touchpoint in points or (note.touchpoint is None and note.stage == stage)
    ]


def _stage_quarter(workshop: Workshop, stage: str, name: str) -> h.Element:
    title = fields()[name].title
    notes = notes_at(workshop, stage, LANES[name])
    return h.section(class_=["quarter", name], id=f"quarter-{name}", aria_labelledby=f"q-{name}")[
        h.h3(id=f"q-{name}")[title],
        h.ul(".said")[(_note(workshop, note, title) for note in notes)],
        None if notes else h.p[h.small["Nothing yet."]],
        h.form(
            id=f"add-{name}", data_submit="add_note", data_reset=True,
            data_args=parts.args(stage=stage, quarter=name),
        )[
            h.div(".field.row")[
                h.label(".hidden", for_=f"add-{name}-text")[f"Add to {title.lower()}"],
                h.input(
                    id=f"add-{name}-text", name="text", required=True, maxlength="2000",
                    autocomplete="off", placeholder=f"e.g. {fields()[name].example}",
                ),
                h.button(type="submit", id=f"add-{name}-go", class_="small")["Add"],
            ]
        ],
    ]  # fmt: skip


def _note(workshop: Workshop, note: Note, title: str) -> h.Element:
    touchpoint = workshop.touchpoints.get(note.touchpoint or "")
    return h.li(id=f"n-{note.id}")[
        h.div[
            h.span[note.text],
            h.small[f" at {touchpoint.name}"] if touchpoint else None,
        ],
        parts.icon_button(
            "×", f"Remove from {title.lower()}: {note.text[:60]}", "drop_note", {"id": note.id},
            id=f"drop-{note.id}",
        ),
    ]  # fmt: skip


__all__ = ["LANES", "empathy", "notes_at", "stages_of"]
