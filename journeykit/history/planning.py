"""What is to be looked at again: the review, open triggers, planned waves."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from journeykit.model import Wave, Workshop, new_id


@dataclass(frozen=True)
class Due:
    """Something that waits: the review, a trigger that nobody handled, a wave.

    ``late`` is how many days its day is past; below 0 it is still to come.
    """

    kind: Literal["review", "trigger", "wave"]
    id: str
    words: str
    day: date
    late: int


def add_months(day: date, months: int) -> date:
    """Return the day so many months later, the last of its month where that is shorter.

    >>> add_months(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due(workshop: Workshop, today: date) -> list[Due]:
    """Return review, planned waves and open triggers, what is longest overdue first."""
    found = []
    if (review := workshop.about.review_date) is not None:
        found.append(_due("review", "info", "The review of the map", review, today))
    for wave in workshop.ordered("waves"):
        if not wave.done and wave.planned is not None:
            found.append(_due("wave", wave.id, f"The wave '{wave.title}'", wave.planned, today))
    for trigger in workshop.ordered("triggers"):
        if not trigger.handled:
            words = f"'{trigger.title}' asks for another look"
            found.append(_due("trigger", trigger.id, words, trigger.day, today))
    return sorted(found, key=lambda each: -each.late)


def _due(
    kind: Literal["review", "trigger", "wave"], id: str, words: str, day: date, today: date
) -> Due:
    return Due(kind, id, words, day, (today - day).days)


def overdue_words(workshop: Workshop, today: date) -> list[str]:
    """Return what is late, one sentence each; a trigger is late from the day it happened.

    >>> from journeykit.edits import Change, apply
    >>> late = apply(Workshop.new("Jacket"), Change(collection="info", id="info",
    ...              fields={"review_date": "2026-11-01"}))
    >>> overdue_words(late, date(2026, 11, 3))
    ['The review of the map was due on 1 Nov 2026, 2 days ago.']
    """
    said = []
    for each in due(workshop, today):
        days = "1 day" if each.late == 1 else f"{each.late} days"
        if each.kind == "trigger" and each.late >= 0:
            since = f"since {each.day.day} {each.day:%b %Y}"
            said.append(f"{each.words}, {since}.")
        elif each.late > 0:
            said.append(f"{each.words} was due on {each.day.day} {each.day:%b %Y}, {days} ago.")
    return said


def next_wave(wave: Wave, today: date, id: str = "") -> Wave | None:
    """Return the wave after one that is done, None where it does not recur.

    It is planned so many months after the day of the one before, not before today.

    >>> done = Wave(title="Spring", planned="2026-03-01", every_months=6)
    >>> next_wave(done, date(2026, 3, 20)).planned
    datetime.date(2026, 9, 1)
    """
    if not wave.every_months:
        return None
    start = wave.planned or today
    planned, times = start, 0
    while planned <= start or planned < today:
        times += 1
        planned = add_months(start, times * wave.every_months)
    fields = {"id": id or new_id(), "planned": planned, "done": False, "rank": wave.rank + 1}
    return wave.model_copy(update=fields)


#: kind of a trigger -> its words
KINDS = {
    "strategy": "A new strategy", "product": "A new or changed product", "market": "The market",
    "behavior": "Customers behave differently", "feedback": "Feedback of customers",
    "other": "Something else",
}  # fmt: skip

__all__ = ["KINDS", "Due", "add_months", "due", "next_wave", "overdue_words"]
