"""What people wrote, with one click that makes it a part of the map; and the parking lot."""

from __future__ import annotations

import htpy as h

from journeykit import room
from journeykit.model import LANES, Activity, Finding, Note, Workshop
from journeykit.room.planning import EMPATHY
from journeykit.widgets import parts


def cards_of(workshop: Workshop, activity: Activity) -> list[Note | Finding]:
    """Return the cards of an activity, the newest last."""
    if kind := room.finding_kind(activity):
        return list(workshop.ordered("findings", kind=kind))
    lanes = room.lanes_of(activity)
    return [note for note in workshop.ordered("notes") if note.lane in lanes and _about(note)]


def _about(note: Note) -> bool:
    """A card of the room, not a line that the facilitator wrote on the map."""
    return note.by is not None


def words_of(card: Note | Finding) -> str:
    """The words of a card."""
    return card.text if isinstance(card, Note) else card.title


def place_of(workshop: Workshop, card: Note | Finding) -> str:
    """Where in the journey a card stands, in words."""
    touchpoint = workshop.touchpoints.get(card.touchpoint or "")
    stage = workshop.stages.get(getattr(card, "stage", None) or "")
    return touchpoint.name if touchpoint else stage.name if stage else ""


def turning(workshop: Workshop, activity: Activity) -> h.Node:
    """Return the cards of an activity in the order in which they came, each with its way on."""
    cards = cards_of(workshop, activity)
    if not cards:
        return parts.empty("No cards yet. They appear here as people add them.")
    return h.ul(".turning")[
        (
            h.li(id=f"turn-{card.id}")[
                h.span(".words")[
                    words_of(card),
                    h.small[_small(workshop, activity, card)],
                ],
                _way_on(workshop, activity, card),
            ]
            for card in cards
        )
    ]


def _small(workshop: Workshop, activity: Activity, card: Note | Finding) -> str:
    told = [LANES[card.lane].lower()] if isinstance(card, Note) and _empathy(activity) else []
    return " · ".join([*told, *filter(None, [place_of(workshop, card)])])


def _empathy(activity: Activity) -> bool:
    return len(room.lanes_of(activity)) > 1


def _way_on(workshop: Workshop, activity: Activity, card: Note | Finding) -> h.Node:
    given, name = {"id": card.id}, words_of(card)[:80]
    if isinstance(card, Finding):
        if any(card.id in one.findings for one in workshop.actions.values()):
            return h.span(".b.measured")["✓ action"]
        return parts.button("Make it an action", "to_action", given, id=f"act-{card.id}",
                            kind="small", label=f"Make it an action: {name}")  # fmt: skip
    if _empathy(activity):
        return _persona(workshop, card)
    if activity.step == "touchpoints":
        return _stages(workshop, card)
    return None


def _persona(workshop: Workshop, card: Note) -> h.Node:
    journey = workshop.current_journey()
    who = workshop.personas.get(journey.persona or "") if journey else None
    who = who or next(iter(workshop.ordered("personas")), None)
    if who is None:
        return None
    if card.text.strip().splitlines()[:1] and card.text.strip().splitlines()[0][:300] in getattr(
        who, EMPATHY[card.lane]
    ):
        return h.span(".b.measured")["✓ empathy map"]
    return parts.button(
        f"To {who.name}", "to_persona", {"id": card.id, "persona": who.id}, kind="small",
        id=f"who-{card.id}", label=f"Into the empathy map of {who.name}: {card.text[:80]}",
    )  # fmt: skip


def _stages(workshop: Workshop, card: Note) -> h.Node:
    journey = workshop.current_journey()
    if card.touchpoint in workshop.touchpoints:
        return h.span(".b.measured")["✓ on the map"]
    if journey is None:
        return None
    name = card.text[:80]
    if at := workshop.stages.get(card.stage or ""):
        return parts.button(
            "Make it a touchpoint", "to_touchpoint", {"id": card.id, "value": at.id},
            id=f"touch-{card.id}", kind="small", label=f"Make it a touchpoint of {at.name}: {name}",
        )  # fmt: skip
    options = [("", "Make it a touchpoint in…")]
    options += [(stage.id, stage.name) for stage in workshop.stages_of(journey.id)]
    return parts.field(
        f"Make it a touchpoint: {name}", f"touch-{card.id}", "", "to_touchpoint",
        {"id": card.id}, kind="select", options=options, hide_label=True,
    )  # fmt: skip


def parking(workshop: Workshop) -> h.Element:
    """Return the parking lot."""
    notes = workshop.ordered("notes", lane="parking")
    return parts.card(
        f"Parking lot ({len(notes)})" if notes else "Parking lot",
        h.ul(".parking")[(_parked(note) for note in notes)]
        if notes
        else parts.empty("What should not be forgotten, but not now, is parked here."),
        h.form("#park-form.row.room-add", data_submit="park", data_reset=True)[
            h.div(".field")[
                h.label(for_="park-text")["Park a thought"],
                h.input("#park-text", name="text", required=True, maxlength=2000,
                        autocomplete="off"),
            ],
            h.button("#park-go", type="submit")["Park it"],
        ],
        id="parking",
    )  # fmt: skip


def _parked(note: Note) -> h.Element:
    name = note.text[:80]
    return h.li(id=f"parked-{note.id}")[
        h.span[note.text],
        parts.row(
            parts.button("Make it a finding", "unpark", {"id": note.id}, id=f"unpark-{note.id}",
                         kind="small", label=f"Make it a finding: {name}"),
            parts.button("Done with it", "drop_note", {"id": note.id}, id=f"drop-{note.id}",
                         kind="small ghost", label=f"Done with it: {name}"),
        ),
    ]  # fmt: skip


__all__ = ["cards_of", "parking", "place_of", "turning", "words_of"]
