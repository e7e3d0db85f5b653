"""The agendas to choose from, each with its activities and minutes."""

from __future__ import annotations

import htpy as h

from journeykit import library
from journeykit.library.shapes import NINE_STEPS, Agenda
from journeykit.model import Workshop
from journeykit.widgets import parts


def agenda_card(workshop: Workshop) -> h.Element:
    """Return the card with the chosen agenda and all others."""
    chosen = workshop.about.agenda
    agendas = sorted(library.agendas(), key=lambda one: one.name != chosen)
    return parts.card(
        "Agenda",
        h.p[
            h.small[
                "What the room does, in which order. The activities can be changed later, and "
                "the steps above work without an agenda too."
            ]
        ],
        h.ul(".agendas")[(_agenda(one, one.name == chosen, workshop) for one in agendas)],
        id="agenda",
    )


def duration(minutes: int) -> str:
    """Return minutes as a person says them.

    >>> duration(90), duration(225), duration(45)
    ('1 h 30', '3 h 45', '45 min')
    """
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def _agenda(agenda: Agenda, chosen: bool, workshop: Workshop) -> h.Element:
    have = len(workshop.activities)
    things = "activity" if have == 1 else "activities"
    return h.li(class_={"chosen": chosen}, id=f"agenda-{agenda.name}")[
        h.details(id=f"agenda-{agenda.name}-more", name="agenda", open=chosen)[
            h.summary[
                h.strong[agenda.title],
                h.span(".time")[duration(agenda.minutes)],
                h.span(".b.measured")[h.span(aria_hidden="true")["✓ "], "chosen"]
                if chosen
                else None,
            ],
            h.p[h.small[agenda.description, " ", agenda.people, "."]],
            _activities(agenda),
            h.p[h.small[f"Covers {_covers(agenda)}."]] if agenda.covers else None,
            None
            if chosen
            else parts.button(
                "Use this agenda", "agenda", {"name": agenda.name}, id=f"use-{agenda.name}",
                label=f"Use this agenda: {agenda.title}",
                confirm=f"Replace the {have} {things} of this workshop by those of "
                f"'{agenda.title}'? Undo brings them back." if have else "",
                confirm_label="Replace" if have else "",
            ),
        ]
    ]  # fmt: skip


def _activities(agenda: Agenda) -> h.Element:
    rows = []
    at = 0
    for activity in agenda.activities:
        rows.append(
            h.li[
                h.span(".at")[f"{at // 60}:{at % 60:02}"],
                h.span[activity.title],
                h.span(".time")[f"{activity.minutes} min"],
            ]
        )
        at += activity.minutes
    return h.ol(".activities")[rows]


def _covers(agenda: Agenda) -> str:
    names = [NINE_STEPS[step - 1] for step in agenda.covers]
    if len(names) == len(NINE_STEPS):
        return "all nine steps of building a map"
    return f"{len(names)} of the nine steps: {', '.join(names).lower()}"


__all__ = ["agenda_card", "duration"]
