"""Actions as tasks: CSV with the columns that the imports of Jira, Trello and Asana know.

Jira asks for a heading row with Summary and for people as e-mail addresses; Asana for Name,
Description, Section, Assignee and then the dates, in that order; Trello's are the names that
its own export uses, for the importers that are added to a board. Days are ISO (2026-12-01):
say so where an import asks for the date format.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from journeykit.errors import Refused
from journeykit.exchange.assumptions import notice
from journeykit.exchange.csvs import table
from journeykit.exchange.leftover import leftover
from journeykit.exchange.losses import Loss
from journeykit.model import Action, Workshop

Row = dict[str, Any]
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_STATUS = {"idea": "Ideas", "planned": "To do", "doing": "Doing", "done": "Done",
           "dropped": "Dropped"}  # fmt: skip
_CARRIED = ("title", "kind", "strategy", "detail", "findings", "touchpoint", "owner", "due",
            "status", "cost", "expected_effect", "kpi", "started", "department")  # fmt: skip


def encode(workshop: Workshop, suffix: str) -> tuple[bytes, list[Loss]]:
    """Return the actions as the CSV that the named tool imports."""
    actions = workshop.ordered("actions")
    if not actions:
        raise Refused(f"'{workshop.title}' has no action yet, so there is no task to hand over.")
    columns, row = _TOOLS[suffix]
    data = table(columns, [row(workshop, action) for action in actions])
    losses = leftover(workshop, {"actions": _CARRIED}, "a list of tasks holds the actions only")
    if suffix != ".trello.csv":
        nameless = [a for a in actions if a.owner and not _MAIL.fullmatch(a.owner)]
        losses += [
            Loss(f"actions/{action.id}", f"the owner '{action.owner}' as assignee",
                 "the tool knows people by e-mail address; the name stands in the description")
            for action in nameless
        ]  # fmt: skip
    return data, losses


def _jira(workshop: Workshop, action: Action) -> Row:
    labels = ["journeykit", action.kind, *([action.strategy] if action.strategy else [])]
    return {
        "Summary": _one_line(action.title), "Issue Type": "Task", "Assignee": _mail(action),
        "Due Date": _day(action.due), "Status": _STATUS[action.status],
        "Labels": " ".join("-".join(label.split()) for label in labels),
        "Description": _description(workshop, action),
    }  # fmt: skip


def _trello(workshop: Workshop, action: Action) -> Row:
    return {
        "Card Name": _one_line(action.title), "Card Description": _description(workshop, action),
        "List Name": _STATUS[action.status], "Due Date": _day(action.due),
        "Labels": action.kind, "Members": action.owner,
    }  # fmt: skip


def _asana(workshop: Workshop, action: Action) -> Row:
    return {
        "Name": _one_line(action.title), "Description": _description(workshop, action),
        "Section": _STATUS[action.status], "Assignee": _mail(action),
        "Start Date": _day(action.started), "Due Date": _day(action.due),
    }  # fmt: skip


#: suffix -> columns, and what makes a row of an action
_TOOLS: dict[str, tuple[tuple[str, ...], Callable[[Workshop, Action], Row]]] = {
    ".jira.csv": (("Summary", "Issue Type", "Assignee", "Due Date", "Status", "Labels",
                   "Description"), _jira),
    ".trello.csv": (("Card Name", "Card Description", "List Name", "Due Date", "Labels",
                     "Members"), _trello),
    ".asana.csv": (("Name", "Description", "Section", "Assignee", "Start Date", "Due Date"),
                   _asana),
}  # fmt: skip


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _mail(action: Action) -> str:
    return action.owner if _MAIL.fullmatch(action.owner) else ""


def _description(workshop: Workshop, action: Action) -> str:
    """What the task is about: its detail, what it answers, and who said so."""
    findings = [workshop.findings[id].title for id in action.findings]
    touchpoint = workshop.touchpoints[action.touchpoint].name if action.touchpoint else ""
    kpi = workshop.kpis[action.kpi].name if action.kpi else ""
    owner = action.owner if not _MAIL.fullmatch(action.owner) else ""
    told = (
        ("Answers", "; ".join(findings)), ("Touchpoint", touchpoint), ("Owner", owner),
        ("Department", action.department), ("Strategy", action.strategy), ("Cost", action.cost),
        ("Expected effect", action.expected_effect), ("Measured by", kpi),
    )  # fmt: skip
    lines = [action.detail, *(f"{name}: {value}" for name, value in told if value)]
    return "\n".join(line for line in [*lines, notice(workshop)] if line)
