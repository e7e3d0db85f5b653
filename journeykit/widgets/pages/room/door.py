"""The door: the code to join with, and the people who came."""

from __future__ import annotations

from collections.abc import Mapping

import htpy as h

from journeykit.model import Participant, Workshop
from journeykit.room import Standing
from journeykit.widgets import invite, parts

#: how people come in, and what the setting is called
ADMISSION = [("free", "Everybody with the code is in at once"), ("asked", "I let each person in")]


def door(workshop: Workshop, code: str) -> h.Element:
    """Return the card that opens and closes the room."""
    opened = workshop.about.room == "open"
    url, shared = invite.join_link(code)
    return parts.card(
        "The room is open" if opened else "The room is closed",
        h.p[
            "People scan the picture, or type the address and the code. No account is needed."
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
    workshop: Workshop, standings: Mapping[str, Standing], present: Mapping[str, str]
) -> h.Element:
    """Return the card of everybody who joined; ``present`` are the ids of open pages."""
    everybody = workshop.ordered("participants")
    waiting = [one for one in everybody if not one.admitted and not one.left]
    return parts.card(
        f"People ({sum(one.admitted and not one.left for one in everybody)})",
        h.p(".note", role="status")[f"{len(waiting)} waiting to be let in."] if waiting else None,
        h.ul(".people-list")[
            (
                _person(one, standings.get(one.id), one.id in present)
                for one in sorted(everybody, key=lambda one: (one.admitted, one.left))
            )
        ]
        if everybody
        else parts.empty("Nobody has joined yet."),
        id="people",
    )


def _person(one: Participant, standing: Standing | None, here: bool) -> h.Element:
    name = one.name or "Anonymous"
    given = {"id": one.id}
    return h.li(id=f"person-{one.id}")[
        h.span(".who")[
            name,
            h.small[" · ".join(_words(one, standing, here))],
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
                    "Make a participant again"
                    if one.role == "facilitator"
                    else "Make a facilitator, too",
                    "role",
                    {"id": one.id, "facilitates": one.role != "facilitator"},
                    id=f"role-{one.id}",
                    confirm=f"Let {name} do everything in this workshop that you can do?"
                    if one.role != "facilitator"
                    else "",
                    confirm_label="Let them" if one.role != "facilitator" else "",
                ),
            ],
        ],
        parts.button("Let in", "admit", given, id=f"in-{one.id}", kind="primary small",
                     label=f"Let in: {name}")
        if not one.admitted and not one.left
        else None,
    ]  # fmt: skip


def _words(one: Participant, standing: Standing | None, here: bool) -> list[str]:
    said = []
    if one.role == "facilitator":
        said.append("facilitator")
    if one.department:
        said.append(one.department)
    if one.left:
        return [*said, "has left"]
    if not one.admitted:
        return [*said, "not in the room"]
    said.append("here" if here else "page is closed")
    if standing is not None:
        said.append("finished" if standing.finished else f"{standing.count} so far")
    return said
