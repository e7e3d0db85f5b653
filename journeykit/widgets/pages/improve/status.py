"""Where an action stands, and what it still lacks, in words and signs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import htpy as h

from journeykit.model import Action

STATUSES = {
    "idea": "Idea", "planned": "Planned", "doing": "Doing", "done": "Done", "dropped": "Dropped",
}  # fmt: skip
CLOSED = ("done", "dropped")


def flags(action: Action, today: date | None = None) -> list[str]:
    """Return what an action still lacks, in words; a closed one lacks nothing.

    >>> flags(Action(owner="Ada", due=date(2026, 1, 2)), date(2026, 1, 5))
    ['overdue by 3 days', 'answers no finding', 'no KPI']
    """
    if action.status in CLOSED:
        return []
    return list(_lacks(action, today or date.today()))


def _lacks(action: Action, today: date) -> Iterator[str]:
    if action.due is not None and action.due < today:
        late = (today - action.due).days
        yield f"overdue by {late} day{'' if late == 1 else 's'}"
    if not action.owner:
        yield "no owner"
    if action.due is None:
        yield "no day"
    if not action.findings:
        yield "answers no finding"
    if action.kpi is None:
        yield "no KPI"


def kind_mark(action: Action) -> h.Element:
    """Return the sign and the word for fix or amplify."""
    sign, words = ("▲", "Amplify") if action.kind == "amplify" else ("▼", "Fix")
    return h.span(".imp-kind")[h.span(aria_hidden="true")[sign, " "], words]


def flag(words: str) -> h.Element:
    """Return something that is lacking, as a mark."""
    strong = words.startswith("overdue") or words == "no owner"
    return h.span(class_=["imp-flag", *(["imp-strong"] if strong else [])])[
        h.span(aria_hidden="true")["! "], words
    ]


__all__ = ["CLOSED", "STATUSES", "flag", "flags", "kind_mark"]
