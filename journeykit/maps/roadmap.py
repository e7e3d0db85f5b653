"""The actions by quarter and by owner, on paper: a roadmap, and a sheet for each owner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from journeykit.checks.covering import assumptions_mark
from journeykit.errors import Refused
from journeykit.maps.persona import clean
from journeykit.maps.typeset import FONTS, typeset
from journeykit.model import Action, Workshop

NO_DAY = "No day yet"
NOBODY = "Nobody yet"


def quarter(day: date | None) -> str:
    """The quarter of a day.

    >>> quarter(date(2027, 2, 26)), quarter(None)
    ('2027 Q1', 'No day yet')
    """
    return f"{day.year} Q{(day.month + 2) // 3}" if day else NO_DAY


def quarters(actions: Iterable[Action]) -> list[tuple[str, list[Action]]]:
    """Group actions by the quarter in which they are due, the earliest first, undated ones last."""
    found: dict[str, list[Action]] = {}
    for action in sorted(actions, key=lambda a: (a.due is None, a.due or date.max, a.rank)):
        found.setdefault(quarter(action.due), []).append(action)
    return list(found.items())


def owners(actions: Iterable[Action]) -> list[tuple[str, list[Action]]]:
    """Group actions by owner in the order of the alphabet, those that nobody owns last."""
    found: dict[str, list[Action]] = {}
    for action in sorted(actions, key=lambda a: (a.due is None, a.due or date.max, a.rank)):
        found.setdefault(action.owner or NOBODY, []).append(action)
    return sorted(found.items(), key=lambda item: (item[0] == NOBODY, item[0].casefold()))


def heading(action: Action) -> str:
    """An action in two lines: what, then who, by when and how far it is.

    >>> heading(Action(title="Guest checkout", owner="Ann"))
    'Guest checkout\\nAnn · no day · idea'
    """
    day = action.due.isoformat() if action.due else "no day"
    return f"{action.title}\n{action.owner or 'nobody yet'} · {day} · {action.status}"


def roadmap(workshop: Workshop, today: date | None = None) -> bytes:
    """Return the roadmap as PDF: a column a quarter, a row an owner, overdue ones flagged."""
    actions = _open(workshop)
    today = today or datetime.now(UTC).date()
    columns = [name for name, _ in quarters(actions)]
    rows = [
        {
            "owner": clean(owner),
            "cells": [
                [_card(action, today) for action in found if quarter(action.due) == column]
                for column in columns
            ],
        }
        for owner, found in owners(actions)
    ]
    data = _page(workshop, "Roadmap", today) | {"columns": columns, "rows": rows, "sheets": []}
    return typeset("actions.typ", "actions", data)[0]


def action_sheets(workshop: Workshop, today: date | None = None) -> bytes:
    """Return the actions as PDF, a page for each owner."""
    today = today or datetime.now(UTC).date()
    sheets = [
        {"owner": clean(owner), "actions": [_whole(workshop, each, today) for each in found]}
        for owner, found in owners(_open(workshop))
    ]
    data = _page(workshop, "Actions by owner", today) | {"columns": [], "rows": []}
    return typeset("actions.typ", "actions", data | {"sheets": sheets})[0]


def _open(workshop: Workshop) -> list[Action]:
    found = [action for action in workshop.ordered("actions") if action.status != "dropped"]
    if not found:
        raise Refused(f"'{workshop.title}' has no action yet; make one on the Improve page.")
    return found


def _page(workshop: Workshop, title: str, today: date) -> dict[str, Any]:
    synthetic = "Synthetic example. " if workshop.about.synthetic else ""
    return {
        "lang": "en",
        "fonts": FONTS,
        "title": clean(f"{title}: {workshop.title}"),
        "lead": f"printed {today.isoformat()}",
        "foot": f"{synthetic}Overdue and unowned actions are named in words, not by color alone.",
        "mark": assumptions_mark(workshop) or "",
    }


def _flags(action: Action, today: date) -> list[str]:
    late = action.due is not None and action.due < today and action.status != "done"
    flags = (("overdue", late), ("nobody owns it", not action.owner), ("no day", not action.due))
    return [words for words, told in flags if told and action.status != "done"]


def _card(action: Action, today: date) -> dict[str, Any]:
    day = action.due.isoformat() if action.due else "no day"
    return {
        "title": clean(action.title),
        "lead": f"{day} · {action.status}",
        "flags": _flags(action, today),
    }


def _whole(workshop: Workshop, action: Action, today: date) -> dict[str, Any]:
    findings = [workshop.findings[id] for id in action.findings if id in workshop.findings]
    place = workshop.touchpoints.get(action.touchpoint or "")
    kpi = workshop.kpis.get(action.kpi or "")
    pairs = (
        ("Answers", "; ".join(_answered(workshop, each.title, each.sources) for each in findings)),
        ("Touchpoint", place.name if place else ""),
        ("What", action.detail),
        ("Kind", f"{action.kind}{', ' + action.strategy if action.strategy else ''}"),
        ("Department", action.department),
        ("Cost", action.cost),
        ("Expected effect", action.expected_effect),
        ("KPI", f"{kpi.name}: {kpi.definition}" if kpi else "none: nothing will show if it helps"),
    )
    return _card(action, today) | {
        "facts": [{"name": name, "value": clean(value)} for name, value in pairs if value],
    }


def _answered(workshop: Workshop, title: str, sources: Sequence[str]) -> str:
    titles = [workshop.sources[id].title for id in sources if id in workshop.sources]
    return f"{title} ({', '.join(titles) or 'no source'})"


__all__ = ["action_sheets", "heading", "owners", "quarter", "quarters", "roadmap"]
