"""The roadmap: actions by day, quarter and owner, as a board, and who owns what along the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.checks.evidence import current_journeys
from journeykit.model import Action, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import choices
from journeykit.widgets.pages.improve.actions import narrowed, whose
from journeykit.widgets.pages.improve.board import board
from journeykit.widgets.pages.improve.status import CLOSED, STATUSES, flag, flags
from journeykit.widgets.pages.improve.timeline import timeline

if TYPE_CHECKING:
    from journeykit.widgets.pages.improve.actions_view import ActionsView

SHOWN = {
    "timeline": "Timeline", "quarter": "Quarters", "owner": "Owners", "board": "Board",
    "department": "Departments",
}  # fmt: skip
#: suffix of a file -> who reads it
FILES = {
    ".ics": "Calendar", ".jira.csv": "Jira", ".trello.csv": "Trello", ".asana.csv": "Asana",
}  # fmt: skip
Group = tuple[Any, str]


def roadmap_tab(view: ActionsView) -> h.Node:
    """Return the part with the roadmap."""
    workshop = view.workshop
    if not workshop.actions:
        return parts.card(
            "Roadmap",
            parts.empty(
                "No action yet, so there is no roadmap. Make actions from findings first.",
                parts.button("To the findings", "look", {"name": "view", "value": "findings"},
                             id="to"),
            ),
            id="roadmap",
        )  # fmt: skip
    now = view.at.get("show", "timeline")
    now = now if now in SHOWN else "timeline"
    shown = narrowed(workshop, view.at.get("who", ""))
    show: dict[str, Callable[[], h.Node]] = {
        "timeline": lambda: timeline(workshop, shown),
        "quarter": lambda: _groups(workshop, shown, _quarter),
        "owner": lambda: _groups(workshop, shown, _owner),
        "board": lambda: board(shown),
        "department": lambda: departments_table(workshop),
    }
    return parts.card(
        "Roadmap",
        h.p[h.small[summary(list(workshop.actions.values()))]],
        h.div(".imp-switch", role="group", aria_label="How the roadmap is shown")[
            (
                parts.button(
                    words, "look", {"name": "show", "value": key}, id=f"show-{key}",
                    aria_pressed="true" if key == now else "false",
                )
                for key, words in SHOWN.items()
            )
        ],
        show[now]() if shown or now == "department" else parts.empty("No action of this kind."),
        id="roadmap",
        tools=[whose(view) if now != "department" else None, _downloads()],
    )  # fmt: skip


def _downloads() -> h.Element:
    return h.details("#roadmap-download.pop")[
        h.summary(".button")["Download"],
        h.div(".sheet")[
            h.div(".row")[
                (
                    parts.button(words, "roadmap_download", {"suffix": suffix},
                                 id=f"get{suffix.replace('.', '-')}")
                    for suffix, words in FILES.items()
                )
            ],
            h.small["The calendar has due days, the review and the next surveys; the tables are "
                    "made for the imports of these tools."],
        ],
    ]  # fmt: skip


def summary(actions: list[Action], today: date | None = None) -> str:
    """Say how many actions are open, late, nobody's, without a day.

    >>> summary([Action(due=date(2026, 1, 2))], date(2026, 1, 5))
    '1 open action: 1 overdue, 1 without an owner.'
    """
    open_ = [each for each in actions if each.status not in CLOSED]
    lacks = [flags(each, today) for each in open_]
    counts = [
        (sum(any(f.startswith("overdue") for f in each) for each in lacks), "overdue"),
        (sum("no owner" in each for each in lacks), "without an owner"),
        (sum("no day" in each for each in lacks), "without a day"),
    ]
    told = ", ".join(f"{count} {words}" for count, words in counts if count)
    noun = "action" if len(open_) == 1 else "actions"
    return f"{len(open_)} open {noun}" + (f": {told}." if told else ".")


# ---- by quarter, by owner ---------------------------------------------------------------------


def quarter(day: date) -> str:
    """Return the quarter of a day.

    >>> quarter(date(2027, 2, 26))
    'Q1 2027'
    """
    return f"Q{(day.month + 2) // 3} {day.year}"


def _quarter(action: Action) -> Group:
    day = action.finished if action.status == "done" and action.finished else action.due
    if day is None:
        return (date.max, "No day yet")
    if action.status not in CLOSED and day < date.today():
        return (date.min, "Overdue")
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return (first, quarter(day))


def _owner(action: Action) -> Group:
    return (action.owner.casefold() or "\uffff", action.owner or "Nobody yet")


def _groups(workshop: Workshop, shown: Iterable[Action], key: Callable[[Action], Group]) -> h.Node:
    groups: dict[Group, list[Action]] = {}
    for each in shown:
        groups.setdefault(key(each), []).append(each)
    return [
        h.section(".imp-group", aria_labelledby=f"group-{n}")[
            h.h3(id=f"group-{n}")[name, h.small[f" {len(actions)}"]],
            h.ul[
                (
                    _entry(workshop, each)
                    for each in sorted(actions, key=lambda a: (a.due or date.max, a.rank, a.id))
                )
            ],
        ]
        for n, ((_, name), actions) in enumerate(sorted(groups.items()))
    ]  # fmt: skip


def _entry(workshop: Workshop, action: Action) -> h.Element:
    told = [
        STATUSES[action.status], action.owner or "", f"due {action.due:%d %b %Y}"
        if action.due else "", choices.place(workshop, action.touchpoint),
    ]  # fmt: skip
    return h.li[
        parts.button(
            action.title, "to_action", {"id": action.id}, id=f"g-{action.id}", kind="imp-link",
            label=f"Open the action {action.title}",
        ),
        h.small[" · ".join(word for word in told if word)],
        h.span(".imp-line")[
            (
                flag(words)
                for words in flags(action)
                if words.startswith("overdue") or words in ("no owner", "no day")
            )
        ],
    ]  # fmt: skip


# ---- departments ------------------------------------------------------------------------------


def departments_table(workshop: Workshop) -> h.Node:
    """Return which department owns which touchpoints and actions along the journey (R222)."""
    stages = [s for journey in current_journeys(workshop) for s in workshop.stages_of(journey.id)]
    points = {s.id: workshop.ordered("touchpoints", stage=s.id) for s in stages}
    actions: dict[str, list[Action]] = {}
    loose: list[Action] = []
    for action in workshop.ordered("actions"):
        at = choices.stage_of(workshop, action.touchpoint)
        (actions.setdefault(at, []) if at in points else loose).append(action)
    names = {t.department for ts in points.values() for t in ts}
    names |= {a.department for a in workshop.actions.values()}
    order = sorted(name for name in names if name) + ([""] if "" in names else [])
    if order in ([], [""]):
        return parts.empty(
            "No department owns anything yet. Say on Touchpoints which department a touchpoint "
            "belongs to, and on Actions who is in charge."
        )
    rows = []
    for name in order:
        cells: list[Any] = [name or h.strong[h.span(aria_hidden="true")["! "], "No department"]]
        for each in stages:
            mine = [t.name for t in points[each.id] if t.department == name]
            doing = [a.title for a in actions.get(each.id, []) if a.department == name]
            cells.append(_owned(mine, doing))
        cells.append(_owned([], [a.title for a in loose if a.department == name]))
        rows.append(cells)
    shared = [s.name for s in stages if len({t.department for t in points[s.id]}) > 1]
    return [
        h.p[f"More than one department at: {', '.join(shared)}. Agree who hands over to whom."]
        if shared
        else None,
        parts.table(
            ["Department", *(stage.name for stage in stages), "No touchpoint"], rows,
            caption="Departments along the journey: touchpoints and actions",
        ),
    ]  # fmt: skip


def _owned(touchpoints: list[str], actions: list[str]) -> h.Node:
    if not touchpoints and not actions:
        return "–"
    return h.ul(".imp-owned")[
        (h.li[name] for name in touchpoints),
        (h.li[h.span(aria_hidden="true")["→ "], h.em[name]] for name in actions),
    ]


__all__ = ["departments_table", "quarter", "roadmap_tab", "summary"]
