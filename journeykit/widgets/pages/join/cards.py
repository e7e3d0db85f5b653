"""Writing cards: one's own can be changed and taken away, the others' can be read."""

from __future__ import annotations

from collections.abc import Sequence

import htpy as h

from journeykit import room
from journeykit.model import LANES, Activity, Finding, Note, Workshop
from journeykit.widgets import parts

#: what a card of an activity is called, by the kind of finding that it is
NAMES = {"pain": "a pain", "unmet_need": "a need", "opportunity": "an idea"}


def cards_of(workshop: Workshop, activity: Activity) -> list[Note | Finding]:
    """Return the cards of an activity, the newest last."""
    if kind := room.finding_kind(activity):
        return list(workshop.ordered("findings", kind=kind))
    lane = activity.lane or "actions"
    return list(workshop.ordered("notes", lane=lane))


def writing(workshop: Workshop, activity: Activity, me: str) -> h.Node:
    """Return the form for a new card, one's own cards, and the others'."""
    kind = room.finding_kind(activity)
    what = NAMES[kind] if kind else f"a card for '{LANES[activity.lane or 'actions']}'"
    cards = cards_of(workshop, activity)
    mine = [card for card in cards if card.by == me]
    others = [card for card in cards if card.by != me]
    return h.fragment[
        h.form("#card-form.card", data_submit="add", data_reset=True)[
            h.div(".field")[
                h.label(for_="card-text")[f"Add {what}"],
                h.textarea("#card-text", name="text", rows=3, maxlength=2000, required=True),
            ],
            _where(workshop, "card-where", places(workshop, stages=kind is None)),
            h.button("#card-add.primary", type="submit")["Add"],
        ],
        parts.card(
            f"Yours ({len(mine)})",
            h.ul(".mine")[(_mine(workshop, card, kind is None) for card in reversed(mine))]
            if mine
            else parts.empty("Nothing yet. One thought a card; you can change it later."),
            id="mine",
        ),
        h.details("#others.card.fold")[
            h.summary[f"What others added ({len(others)})"],
            h.ul(".others")[(_other(workshop, card) for card in reversed(others[-100:]))],
        ]
        if others
        else None,
    ]


def places(workshop: Workshop, *, stages: bool) -> list[tuple[str, str]]:
    """Return where a card can be put: (value, words), stages and touchpoints in order."""
    journey = workshop.current_journey()
    if journey is None:
        return []
    found: list[tuple[str, str]] = []
    for stage in workshop.stages_of(journey.id):
        if stages:
            found.append((f"stage:{stage.id}", stage.name))
        for touchpoint in workshop.ordered("touchpoints", stage=stage.id):
            found.append((f"touchpoint:{touchpoint.id}", f"{stage.name}: {touchpoint.name}"))
    return found


def text_of(card: Note | Finding) -> str:
    """The words of a card."""
    return card.text if isinstance(card, Note) else card.title


def _where(workshop: Workshop, id: str, options: Sequence[tuple[str, str]]) -> h.Node:
    if not options:
        return None
    return h.div(".field")[
        h.label(for_=id)["Where in the journey? (optional)"],
        h.select(id=id, name="where")[
            h.option(value="")["Nowhere in particular"],
            (h.option(value=value)[words] for value, words in options),
        ],
    ]


def _mine(workshop: Workshop, card: Note | Finding, stages: bool) -> h.Element:
    at = place_of(card)
    return h.li(id=f"card-{card.id}")[
        parts.field("Text", f"text-{card.id}", text_of(card), "write", {"id": card.id},
                    kind="area"),
        parts.field(
            "Where", f"where-{card.id}", at, "move", {"id": card.id}, kind="select",
            options=[("", "Nowhere in particular"), *places(workshop, stages=stages)],
        ),
        parts.button(
            "Take away", "take", {"id": card.id}, kind="ghost small", id=f"take-{card.id}",
            label=f"Take away: {text_of(card)[:80]}",
        ),
    ]  # fmt: skip


def place_of(card: Note | Finding) -> str:
    """Where a card is put, as the value of `places`."""
    if card.touchpoint:
        return f"touchpoint:{card.touchpoint}"
    stage = getattr(card, "stage", None)
    return f"stage:{stage}" if stage else ""


def _other(workshop: Workshop, card: Note | Finding) -> h.Element:
    at = workshop.touchpoints.get(card.touchpoint or "")
    return h.li(id=f"other-{card.id}")[text_of(card), h.small[f" · {at.name}"] if at else None]
