"""Writing cards: one's own can be changed and taken away, the others' can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import htpy as h

from journeykit import room
from journeykit.model import LANES, Activity, Finding, Note, Workshop
from journeykit.room.planning import EMPATHY
from journeykit.widgets import parts
from journeykit.widgets.pages.room.cards import cards_of, words_of
from journeykit.widgets.pages.room.cards import place_of as place_words

#: what a card of an activity is called, by the kind of finding that it is
NAMES = {"pain": "a pain", "unmet_need": "a need", "opportunity": "an idea"}


#: of the others' cards so many are shown until a person asks for all: each new one draws them anew
#: on every phone
NEWEST = 30


def writing(workshop: Workshop, activity: Activity, me: str, *, every: bool = False) -> h.Node:
    """Return the form for a new card, one's own cards, and the others' newest, or `every` one."""
    kind = room.finding_kind(activity)
    lanes = room.lanes_of(activity)
    about = _lane_words(workshop) if len(lanes) > 1 else {}
    what = NAMES[kind] if kind else "a card" if about else f"a card for '{LANES[lanes[0]]}'"
    cards = cards_of(workshop, activity)
    mine = [card for card in cards if card.by == me]
    others = [card for card in reversed(cards) if card.by != me]
    shown = others if every else others[:NEWEST]
    return h.fragment[
        h.form("#card-form.card", data_submit="add", data_reset=True)[
            h.div(".field")[
                h.label(for_="card-text")[f"Add {what}"],
                h.textarea("#card-text", name="text", rows=3, maxlength=2000, required=True),
            ],
            _about("card-lane", lanes, about)
            if about
            else _where(workshop, "card-where", places(workshop, stages=kind is None)),
            h.button("#card-add.primary", type="submit")["Add"],
        ],
        parts.card(
            f"Yours ({len(mine)})",
            h.ul(".mine")[(_mine(workshop, card, kind is None, about) for card in reversed(mine))]
            if mine
            else parts.empty("Nothing yet. One thought a card; you can change it later."),
            id="mine",
        ),
        h.details("#others.card.fold")[
            h.summary[f"What others added ({len(others)})"],
            h.ul(".others")[(_other(workshop, card, about) for card in shown)],
            parts.button(
                f"Show all {len(others)}",
                "look",
                {"name": "cards", "value": "all"},
                id="all-cards",
                kind="ghost small",
            )
            if len(shown) < len(others)
            else None,
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


def _lane_words(workshop: Workshop) -> dict[str, str]:
    """What a card about the persona says, by lane: 'Sarah says'."""
    journey = workshop.current_journey()
    who = workshop.personas.get(journey.persona or "") if journey else None
    name = who.name if who else "The customer"
    return {lane: f"{name} {LANES[lane].lower()}" for lane in EMPATHY}


def _about(id: str, lanes: Sequence[str], words: Mapping[str, str]) -> h.Element:
    return h.div(".field")[
        h.label(for_=id)["What is it about?"],
        h.select(id=id, name="lane")[(h.option(value=lane)[words[lane]] for lane in lanes)],
    ]


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


def _mine(
    workshop: Workshop, card: Note | Finding, stages: bool, about: Mapping[str, str]
) -> h.Element:
    at = place_of(card)
    return h.li(id=f"card-{card.id}")[
        parts.field("Text", f"text-{card.id}", _whole(card), "write", {"id": card.id}, kind="area"),
        parts.field("About", f"lane-{card.id}", card.lane, "about", {"id": card.id},
                    kind="select", options=[*about.items()])
        if about and isinstance(card, Note)
        else parts.field(
            "Where", f"where-{card.id}", at, "move", {"id": card.id}, kind="select",
            options=[("", "Nowhere in particular"), *places(workshop, stages=stages)],
        ),
        parts.button(
            "Take away", "take", {"id": card.id}, kind="ghost small", id=f"take-{card.id}",
            label=f"Take away: {words_of(card)[:80]}",
        ),
    ]  # fmt: skip


def _whole(card: Note | Finding) -> str:
    """All words of an own card: what is not in its title goes on in its detail."""
    words = [words_of(card), card.detail if isinstance(card, Finding) else ""]
    return "\n".join(filter(None, words))


def place_of(card: Note | Finding) -> str:
    """Where a card is put, as the value of `places`."""
    if card.touchpoint:
        return f"touchpoint:{card.touchpoint}"
    stage = getattr(card, "stage", None)
    return f"stage:{stage}" if stage else ""


def _other(workshop: Workshop, card: Note | Finding, about: Mapping[str, str]) -> h.Element:
    at = place_words(workshop, card)
    if about and isinstance(card, Note):
        at = about.get(card.lane, at)
    return h.li(id=f"other-{card.id}")[words_of(card), h.small[f" · {at}"] if at else None]
