"""The day of a survey, from the time stamps of its responses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeykit.survey.survey import Survey

_OLDEST = date(1990, 1, 1)
#: The day is in the first characters of a stamp.
_STAMP = 10
_DAY = re.compile(r"^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})\b")


def last_day(survey: Survey) -> date | None:
    """Return the latest day of the survey's time stamps, None where it cannot be told."""
    days: list[date] = []
    for question in survey.questions:
        if question.kind in ("date", "metadata"):
            days += _days(survey.answers[question.columns[0]].heads(_STAMP))
    today = datetime.now().date()
    return max((day for day in days if _OLDEST <= day <= today), default=None)


def _days(stamps: Mapping[str, int]) -> Iterable[date]:
    """Read counted stamps; empty where they are none, or day and month cannot be told apart."""
    matches = {cell: match.groups() for cell in stamps if (match := _DAY.match(cell))}
    found = list(matches.values())
    total = sum(n for cell, n in stamps.items() if cell)
    if not found or sum(stamps[cell] for cell in matches) < 0.8 * total:
        return []
    parts = [tuple(int(each) for each in group) for group in found]
    if all(first > 999 for first, _, _ in parts):
        order = (0, 1, 2)
    elif any(first > 12 for first, _, _ in parts):
        order = (2, 1, 0)
    elif any(second > 12 for _, second, _ in parts):
        order = (2, 0, 1)
    else:
        return []
    days = []
    for part in parts:
        year, month, day = (part[at] for at in order)
        try:
            days.append(date(year if year > 99 else 2000 + year, month, day))
        except ValueError:
            return []
    return days
