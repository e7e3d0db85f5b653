"""The agenda as a list of activities that can be changed until they are over."""

from __future__ import annotations

import htpy as h

from journeykit import room
from journeykit.model import LANES, Activity, Workshop
from journeykit.widgets import parts

KINDS = [
    ("talk", "Talk"), ("notes", "Write cards"), ("rate", "Rate emotions"), ("vote", "Dot vote"),
    ("rank", "Put in order"), ("check", "Answer a question"), ("break", "Break"),
]  # fmt: skip


def agenda_card(workshop: Workshop) -> h.Element:
    """Return the activities in order, each with what can be changed of it."""
    activities = room.agenda(workshop)
    minutes = sum(one.minutes for one in activities)
    return parts.card(
        f"Agenda ({minutes} minutes)" if activities else "Agenda",
        h.ol(".agenda-list")[
            (_line(workshop, one, at, len(activities)) for at, one in enumerate(activities))
        ]
        if activities
        else parts.empty(
            "There is no agenda yet. Choose a ready one on Start, or add activities here.",
            h.a("#to-agendas.button", href="00_start.ipynb", data_go="start")["Ready agendas"],
        ),
        h.form("#add-activity.row", data_submit="add_activity", data_reset=True)[
            h.div(".field")[
                h.label(for_="new-title")["Add an activity"],
                h.input("#new-title", name="title", required=True, maxlength=200,
                        autocomplete="off"),
            ],
            h.div(".field")[
                h.label(for_="new-kind")["What people do"],
                h.select("#new-kind", name="kind")[
                    (h.option(value=kind)[words] for kind, words in KINDS)
                ],
            ],
            h.button("#add-activity-go", type="submit")["Add"],
        ],
        id="agenda",
    )  # fmt: skip


def _state(activity: Activity) -> str:
    if activity.open:
        return "open now"
    return "done" if activity.closed else ""


def _line(workshop: Workshop, one: Activity, at: int, count: int) -> h.Element:
    given, state = {"id": one.id}, _state(one)
    return h.li(id=f"activity-{one.id}", class_={"now": one.open, "over": one.closed})[
        h.details(id=f"more-{one.id}")[
            h.summary[
                h.strong[one.title],
                h.small[f" · {one.minutes} min · {dict(KINDS)[one.kind].lower()}"],
                h.span(".state")[f" · {state}"] if state else None,
            ],
            _fields(workshop, one),
            parts.row(
                parts.button("Up", "shift", {**given, "by": -1}, id=f"up-{one.id}",
                             kind="small", disabled=at == 0, label=f"Up: {one.title}"),
                parts.button("Down", "shift", {**given, "by": 1}, id=f"down-{one.id}",
                             kind="small", disabled=at == count - 1, label=f"Down: {one.title}"),
                parts.button("Remove", "remove_activity", given, id=f"drop-{one.id}",
                             kind="small ghost", label=f"Remove: {one.title}"),
            ),
        ],
        None
        if one.open
        else parts.button(
            "Open again" if one.closed else "Open", "begin", given, id=f"begin-{one.id}",
            kind="small", label=f"Open: {one.title}",
        ),
    ]  # fmt: skip


def _fields(workshop: Workshop, one: Activity) -> h.Node:
    def field(label: str, name: str, kind: str = "text", **more: object) -> h.Element:
        value = getattr(one, name)
        return parts.field(label, f"{name}-{one.id}", value, "set", {"id": one.id, "field": name},
                           kind=kind, **more)  # type: ignore[arg-type]  # fmt: skip

    return h.div(".fields")[
        field("Title", "title", required=True),
        field("Minutes", "minutes", "number", min=0, max=600),
        field("What people do", "kind", "select", options=KINDS),
        field("Instruction", "instruction", "area"),
        field("Lane", "lane", "select", options=[("", "Does"), *LANES.items()])
        if one.kind == "notes"
        else None,
        field("Dots for each person", "dots", "number", min=1, max=10)
        if one.kind == "vote"
        else None,
        [
            field("Question", "question", "area"),
            field("Answers to choose from, one a line (none: own words)", "options", "lines"),
        ]
        if one.kind == "check"
        else None,
        _items(workshop, one) if one.kind in ("vote", "rank") else None,
        field("Nobody sees who said what", "anonymous", "check")
        if one.kind not in ("talk", "break")
        else None,
    ]


def _items(workshop: Workshop, one: Activity) -> h.Node:
    """What is voted on or ranked: everything, or what is ticked."""
    known = [*workshop.ordered("findings"), *workshop.ordered("actions")]
    if not known:
        return h.p(".soft")["There are no findings yet; what people write before this is offered."]
    return h.fieldset(id=f"items-{one.id}")[
        h.legend["What is chosen from (nothing ticked: all findings)"],
        (
            parts.field(
                item.title, f"item-{one.id}-{item.id}", item.id in one.items, "item",
                {"id": one.id, "item": item.id}, kind="check",
            )
            for item in known
        ),
    ]  # fmt: skip
