"""The agenda as a list of activities that can be changed until they are over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import htpy as h

from journeykit import library, room
from journeykit.model import LANES, Activity, Workshop
from journeykit.widgets import parts
from journeykit.widgets.address import STEPS
from journeykit.widgets.pages.start.agenda import duration

KINDS = [
    ("talk", "Talk"), ("notes", "Write cards"), ("rate", "Rate emotions"), ("vote", "Dot vote"),
    ("rank", "Put in order"), ("check", "Answer a question"), ("break", "Break"),
]  # fmt: skip
#: the page on which the facilitator works during an activity; it says what cards are about, too
ABOUT = [("", "Nothing in particular"), *STEPS.items()]


def agenda_card(workshop: Workshop, writing: Mapping[str, Sequence[str]]) -> h.Element:
    """Return the activities in order, each with what can be changed of it."""
    activities = room.agenda(workshop)
    minutes = sum(one.minutes for one in activities)
    return parts.card(
        f"Agenda · {duration(minutes)}" if activities else "Agenda",
        h.ol(".agenda-list")[
            (
                _line(workshop, one, at, len(activities), writing.get(one.id, ()))
                for at, one in enumerate(activities)
            )
        ]
        if activities
        else parts.empty("There is no agenda yet. Choose a ready one below, or add activities."),
        h.form("#add-activity.row.room-add", data_submit="add_activity", data_reset=True)[
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
        _ready(workshop),
        id="agenda",
    )  # fmt: skip


def _ready(workshop: Workshop) -> h.Element:
    """The ready agendas, the short ones first; choosing one asks before it replaces."""
    have = len(room.agenda(workshop))
    things = "activity" if have == 1 else "activities"
    return h.details("#ready-agendas.fold", open=not have)[
        h.summary["Ready agendas"],
        h.ul(".ready-list")[
            (
                h.li(id=f"ready-{one.name}")[
                    h.div[
                        h.strong[one.title],
                        h.span(".time")[
                            f" · {duration(one.minutes)} · {len(one.activities)} activities"
                        ],
                        h.small[one.description],
                    ],
                    h.span(".b.measured")["✓ chosen"]
                    if one.name == workshop.about.agenda and have
                    else parts.button(
                        "Use", "choose_agenda", {"name": one.name}, id=f"use-{one.name}",
                        kind="small", label=f"Use the agenda: {one.title}",
                        confirm=f"Replace the {have} {things} of this agenda by those of "
                        f"'{one.title}'? What was answered in them goes too; undo brings all "
                        "of it back." if have else "",
                        confirm_label="Replace" if have else "",
                    ),
                ]
                for one in sorted(library.agendas(), key=lambda one: one.minutes)
            )
        ],
    ]  # fmt: skip


def _state(activity: Activity) -> str:
    if activity.open:
        return "open now"
    return "done" if activity.closed else ""


def _line(
    workshop: Workshop, one: Activity, at: int, count: int, writers: Sequence[str]
) -> h.Element:
    given, state = {"id": one.id}, _state(one)
    past = one.closed and not one.open
    return h.li(id=f"activity-{one.id}", class_={"now": one.open, "past": past})[
        h.b(".at", aria_hidden="true")["✓" if one.closed else str(at + 1)],
        h.details(id=f"more-{one.id}")[
            h.summary[
                h.strong[one.title],
                h.small[f" · {one.minutes} min · {dict(KINDS)[one.kind].lower()}"],
                h.span(".state")[f" · {state}"] if state else None,
                parts.writers(writers, f"writers-{one.id}"),
            ],
            _fields(workshop, one),
            parts.row(
                parts.button("Up", "shift", {**given, "by": -1}, id=f"up-{one.id}",
                             kind="small", disabled=at == 0, label=f"Up: {one.title}"),
                parts.button("Down", "shift", {**given, "by": 1}, id=f"down-{one.id}",
                             kind="small", disabled=at == count - 1, label=f"Down: {one.title}"),
                parts.button("Duplicate", "duplicate", given, id=f"copy-{one.id}", kind="small",
                             label=f"Duplicate: {one.title}"),
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
        field("About the step", "step", "select", options=ABOUT),
        h.div(".wide")[field("Instruction", "instruction", "area")],
        field("Lane", "lane", "select", options=[("", "Does"), *LANES.items()])
        if one.kind == "notes"
        else None,
        field("Dots for each person", "dots", "number", min=1, max=10)
        if one.kind == "vote"
        else None,
        [
            field("Question", "question", "area"),
            field("Answers to choose from, one a line (none: own words)", "options", "lines"),
            h.p(".wide.soft")["Without a question, people mark the map by the rubric."]
            if one.step == "report"
            else None,
        ]
        if one.kind == "check"
        else None,
        h.div(".wide")[_items(workshop, one)] if one.kind in ("vote", "rank") else None,
        field("Nobody sees who said what", "anonymous", "check")
        if one.kind not in ("talk", "break")
        else None,
    ]


def _items(workshop: Workshop, one: Activity) -> h.Node:
    """What is voted on or ranked: everything, or what is ticked."""
    known = [*workshop.ordered("findings"), *workshop.ordered("actions")]
    if not known:
        return h.p(".soft")["There are no findings yet; what people write before this is offered."]
    return h.fieldset(id=f"items-{one.id}", class_="items")[
        h.legend["What is chosen from (nothing ticked: all findings)"],
        (
            parts.field(
                item.title, f"item-{one.id}-{item.id}", item.id in one.items, "item",
                {"id": one.id, "item": item.id}, kind="check",
            )
            for item in known
        ),
    ]  # fmt: skip
