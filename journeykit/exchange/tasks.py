"""Actions as tasks: CSV with the columns that the imports of Jira, Trello and Asana know.

What is known, and from where (read in November 2026):

- Jira ("Importing data from CSV" and "Prepare and structure your CSV file", Atlassian's
  support): a heading row with Summary, no punctuation in headings, people as e-mail addresses.
  A field of several values is a heading that stands several times, as in its own exports, so
  each label has a column "Labels". Status and the format of dates are mapped by a person.
- Asana ("Preparing data for CSV import", help.asana.com): the order Name, Description, Section,
  Assignee, then Start Date and Due Date; assignees as e-mail addresses; a start date needs a
  paid plan. The format of dates that it takes was not found.
- Trello has no import of CSV of its own; these are the names of its own export, and whoever adds
  an importer to the board says which column is what.

Days are ISO (2026-12-01): say so where an import asks. UTF-8 without a byte order mark, so that
the first heading is read as it is written.
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
    heads = [name.rstrip(" 23") for name in columns]
    data = table(columns, [row(workshop, action) for action in actions], heads, mark=False)
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
    labels = ["-".join(label.split()) for label in ("journeykit", action.kind, action.strategy)]
    return {
        "Summary": _one_line(action.title), "Issue Type": "Task", "Assignee": _mail(action),
        "Due Date": _day(action.due), "Status": _STATUS[action.status],
        "Labels": labels[0], "Labels 2": labels[1], "Labels 3": labels[2],
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
                   "Labels 2", "Labels 3", "Description"), _jira),
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
