"""Beside the activity: the last things that happened, the map so far, what the workshop came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit import checks
from journeykit.model import Workshop
from journeykit.room.clock import silent
from journeykit.room.summary import Brought, summary
from journeykit.widgets import parts

if TYPE_CHECKING:
    from journeykit.store import Entry

#: so many of the last things are shown; the header's history has the rest
LAST = 6


def lately(entries: list[Entry]) -> h.Element:
    """Return what was done last, by anybody, each with the way back."""
    shown = [one for one in entries if one.seq > 1][:LAST]
    return parts.card(
        "What happened last",
        h.ol(".lately")[
            (
                h.li(id=f"last-{one.seq}")[
                    h.span[
                        one.words,
                        h.small[f"{one.author or 'somebody'}, {one.at.astimezone():%H:%M:%S}"],
                    ],
                    h.em["taken back"]
                    if one.undone_by
                    else parts.button("Take back", "@undo", {"seq": one.seq}, kind="ghost small",
                                      id=f"undo-{one.seq}", label=f"Take back: {one.words}"),
                ]
                for one in shown
            )
        ]
        if shown
        else parts.empty("Nothing yet."),
        id="lately",
    )  # fmt: skip


def so_far(workshop: Workshop) -> h.Element:
    """Return how much of the map has evidence, and how much is assumed."""
    share = checks.coverage(workshop)
    mark = checks.assumptions_mark(workshop) is not None
    return parts.card(
        "The map so far",
        parts.coverage(share, mark),
        h.p(".soft")[
            "What the team rated is hidden until you reveal it."
            if silent(workshop)
            else "The share of the map that cites a source; the rest is believed."
        ],
        id="so-far",
    )


def ended(workshop: Workshop) -> h.Node:
    """Return what the workshop came to, once something was done and the room is closed."""
    found = summary(workshop)
    if workshop.about.room == "open" or not found.activities:
        return None
    nameless = f", {found.anonymous} of them anonymous" if found.anonymous else ""
    people = "1 person" if found.people == 1 else f"{found.people} people"
    return parts.card(
        "What this workshop came to",
        h.p[
            f"{people} took part{nameless}. ",
            [f"{name}: {n}. " for name, n in found.departments],
            "The same stands in the ",
            h.a("#to-report", href="07_report.ipynb", data_go="report")["report"],
            ".",
        ],
        h.ol(".came")[(_line(one) for one in found.activities)],
        [
            h.h3["Decided"],
            h.ul[
                (
                    h.li[action.title, h.small[f" · {action.owner} · {action.due or 'no day yet'}"]]
                    for action in found.decided
                )
            ],
        ]
        if found.decided
        else h.p(".soft")["No action has an owner yet: give them on Improve."],
        h.p[h.small[f"{len(found.parking)} left in the parking lot."]] if found.parking else None,
        id="ended",
    )


def _line(one: Brought) -> h.Element:
    people = f" · {one.people} {'person' if one.people == 1 else 'people'}" if one.people else ""
    return h.li[
        h.strong[one.activity.title],
        h.small[f" · {one.activity.minutes} min{people}"],
        h.p[one.words] if one.words else None,
    ]


__all__ = ["ended", "lately", "so_far"]
