"""One touchpoint to rate: five faces and a word, as on the phone."""

from __future__ import annotations

import htpy as h

from journeykit import library
from journeykit.model import Rating, Touchpoint, Workshop
from journeykit.widgets import parts

#: valence -> (face, name); the number and the name say what the face shows
FACES = {
    -2: ("😡", "furious"),
    -1: ("🙁", "annoyed"),
    0: ("😐", "neutral"),
    1: ("🙂", "content"),
    2: ("😍", "delighted"),
}


def rating_card(workshop: Workshop, touchpoint: Touchpoint, mine: Rating | None) -> h.Element:
    """Return the card of one touchpoint with this participant's rating."""
    where = " · ".join(x for x in (touchpoint.channel, touchpoint.presence or "") if x)
    return h.section(".q", id=f"q-{touchpoint.id}", aria_labelledby=f"qt-{touchpoint.id}")[
        h.h3(id=f"qt-{touchpoint.id}")[touchpoint.name],
        h.small[where] if where else None,
        h.div(".faces", role="group", aria_labelledby=f"qt-{touchpoint.id}")[
            (_face(touchpoint, valence, mine) for valence in FACES)
        ],
        parts.field(
            "One word (optional)",
            f"word-{touchpoint.id}",
            ", ".join(mine.labels) if mine else "",
            "word",
            {"touchpoint": touchpoint.id},
            suggestions=words_for(workshop, touchpoint),
            disabled=mine is None,
        ),
    ]


def _face(touchpoint: Touchpoint, valence: int, mine: Rating | None) -> h.Element:
    face, name = FACES[valence]
    chosen = mine is not None and mine.valence == valence
    number = parts.signed(valence, 0) if valence else "0"
    return h.button(
        id=f"face-{touchpoint.id}-{valence}",
        type="button",
        class_={"on": chosen},
        aria_pressed="true" if chosen else "false",
        aria_label=f"{name}, {number}",
        data_do="rate",
        data_args=parts.args(touchpoint=touchpoint.id, valence=valence),
    )[h.span(aria_hidden="true")[face], h.em(aria_hidden="true")[number]]


def words_for(workshop: Workshop, touchpoint: Touchpoint) -> list[str]:
    """Return the words that fit: the stage's own first, then those of the catalogue."""
    stage = workshop.stages[touchpoint.stage]
    known = [entry.title for entry in library.catalogue("emotions").entries]
    return list(dict.fromkeys([*stage.emotions, *known]))[:30]
