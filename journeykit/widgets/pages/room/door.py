"""The door: the code to join with, and the people who came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import htpy as h

from journeykit.model import Participant, Workshop
from journeykit.room import Standing
from journeykit.widgets import invite, parts
from journeykit.widgets.address import PAGES

if TYPE_CHECKING:
    from journeykit.store import Present

#: how people come in, and what the setting is called
ADMISSION = [("free", "Everybody with the code is in at once"), ("asked", "I let each person in")]


def door(workshop: Workshop, code: str) -> h.Element:
    """Return the card that opens and closes the room."""
    opened = workshop.about.room == "open"
    url, shared = invite.join_link(code)
    return parts.card(
        "The room is open" if opened else "The room is closed",
        h.p[
            "People scan the picture, or type the address and the code. They agree to the "
            "consent text first, and need no account."
            if opened
            else "Open it, and people can join by phone. Nothing is lost when it is closed."
        ],
        (_way_in(url, code, shared) if opened else None),
        parts.row(
            parts.button("Close the room", "close_room", id="close-room", confirm="Close the room? "
                         "People see that it is over; what they added is kept.",
                         confirm_label="Close")
            if opened
            else parts.button("Open the room", "open_room", id="open-room", kind="primary"),
            h.a("#to-wall.button", href="wall.ipynb", data_go="wall")["Show the wall"],
        ),
        parts.field("Who comes in", "admission", workshop.about.admission, "admission",
                    kind="select", options=ADMISSION),
        h.p[h.small[
            h.a("#to-consent", href="00_start.ipynb", data_go="start")["The consent text"],
            " is written on Start.",
        ]],
        id="door",
    )  # fmt: skip


def _way_in(url: str, code: str, shared: bool) -> h.Node:
    return [
        invite.picture(url) if shared else None,
        h.p(".link")[h.code[url]],
        h.p["Code: ", h.strong(".code")[code]],
        None
        if shared
        else h.p(".soft")[
            "Only this computer can open it now. Start with ",
            h.code["journeykit serve --lan"],
            " to let phones in.",
        ],
        parts.row(
            h.button("#copy-join", type="button", data_copy=url)["Copy the link"],
            parts.button(
                "New code", "new_code", id="new-code", kind="ghost",
                confirm="Make a new code? The old one opens nothing any more; who has joined "
                "with it scans again and is back at the same place.", confirm_label="Make it",
            ),
        ),
    ]  # fmt: skip


def people(
    workshop: Workshop,
    standings: Mapping[str, Standing],
    present: Sequence[Present],
    writing: Mapping[str, Sequence[str]],
) -> h.Element:
    """Return the card of everybody who joined, and of who else has a page open."""
    everybody = workshop.ordered("participants")
    pages = {one.visitor: one.page for one in present}
    waiting = [one for one in everybody if not one.admitted and not one.left]
    inside = sum(one.admitted and not one.left for one in everybody)
    shown = [one for one in everybody if not one.left and (one.id in pages or not one.admitted)]
    away = [one for one in everybody if one not in shown]
    return parts.card(
        f"People ({inside})",
        h.div(".note", id="waiting", role="status")[
            h.span[f"{len(waiting)} waiting to be let in."],
            parts.button("Let everybody in", "admit_all", id="admit-all", kind="primary small")
            if len(waiting) > 1
            else None,
        ]
        if waiting
        else None,
        _list(sorted(shown, key=lambda one: one.admitted), standings, pages, writing)
        if shown
        else None
        if away
        else parts.empty("Nobody has joined yet."),
        h.details("#away.fold")[
            h.summary[f"Page closed, or has left ({len(away)})"],
            _list(away, standings, pages, writing),
        ]
        if away
        else None,
        _others(workshop, present),
        id="people",
    )


def _list(
    people: Sequence[Participant],
    standings: Mapping[str, Standing],
    pages: Mapping[str, str],
    writing: Mapping[str, Sequence[str]],
) -> h.Element:
    return h.ul(".people-list")[
        (_person(one, standings.get(one.id), pages, writing.get(one.id, ())) for one in people)
    ]


def _others(workshop: Workshop, present: Sequence[Present]) -> h.Node:
    """Who has a page open and is no participant: facilitators, the projector."""
    others = [one for one in present if one.visitor not in workshop.participants]
    told = [f"{one.name or 'Somebody'} on {PAGES.get(one.page, one.page)}" for one in others]
    return h.p("#elsewhere.soft")["With the key: ", ", ".join(told), "."] if told else None


def _person(
    one: Participant, standing: Standing | None, pages: Mapping[str, str], writers: Sequence[str]
) -> h.Element:
    name = one.name or "Anonymous"
    given = {"id": one.id}
    leads = one.role == "facilitator"
    finished = standing is not None and standing.finished and one.admitted and not one.left
    return h.li(id=f"person-{one.id}")[
        h.b(class_={"tick": True, "done": finished}, aria_hidden="true")["✓" if finished else ""],
        h.span(".who")[
            name,
            parts.writers(writers, f"writers-{one.id}"),
            h.small[" · ".join(_words(one, standing, pages.get(one.id)))],
        ],
        h.details(id=f"person-{one.id}-more", class_="pop")[
            h.summary(".button.small")[h.span(".hidden")[f"More about {name}"], "…"],
            h.div(".sheet")[
                parts.field("Name", f"name-{one.id}", one.name, "rename", given),
                parts.field("Department", f"dept-{one.id}", one.department, "department", given),
                parts.button("Let in", "admit", given, id=f"admit-{one.id}", kind="primary")
                if not one.admitted or one.left
                else parts.button(
                    "Take out of the room", "remove_person", given, id=f"remove-{one.id}",
                    confirm=f"Take {name} out of the room? What they added stays.",
                    confirm_label="Take out",
                ),
                parts.button(
                    "Make a participant again" if leads else "Make a facilitator, too",
                    "role",
                    {"id": one.id, "facilitates": not leads},
                    id=f"role-{one.id}",
                    confirm=""
                    if leads
                    else f"Let {name} lead, too? They can do everything in this workshop that "
                    "you can do, until you take it back. To hand the room over, close your own "
                    "page afterwards.",
                    confirm_label="" if leads else "Let them lead",
                ),
            ],
        ],
        parts.button("Let in", "admit", given, id=f"in-{one.id}", kind="primary small",
                     label=f"Let in: {name}")
        if not one.admitted and not one.left
        else None,
    ]  # fmt: skip


def _words(one: Participant, standing: Standing | None, page: str | None) -> list[str]:
    said = ["leads, too"] if one.role == "facilitator" else []
    if one.department:
        said.append(one.department)
    if one.left:
        return [*said, "has left"]
    if not one.admitted:
        return [*said, "not in the room"]
    if page is None:
        said.append("page is closed")
    else:
        said.append("here" if page == "join" else f"on {PAGES.get(page, page)}")
    if standing is not None:
        said.append("finished" if standing.finished else f"{standing.count} so far")
    return said
