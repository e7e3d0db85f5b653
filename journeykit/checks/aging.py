"""What on the map has grown old, has no day, or has nobody who looks after it (R309)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from journeykit.checks.evidence import Cell, cells
from journeykit.checks.once import once
from journeykit.model import Workshop

Reason = Literal["old", "undated", "unowned"]


@dataclass(frozen=True)
class Aged:
    """A claim whose evidence is old or undated, or a touchpoint without an owner.

    ``days`` is the age of the newest evidence, None where no source has a day.
    """

    where: str
    reason: Reason
    words: str
    days: int | None = None
    sources: tuple[str, ...] = ()


def aged(workshop: Workshop, today: date | None = None) -> list[Aged]:
    """Return what is stale, the oldest first, then what has no day, then what has no owner.

    Old is what is older than the workshop's ``stale_days``. An assumption cannot grow old:
    it is named in the list of what nobody has asked.
    """
    return list(_aged(workshop, today or date.today()))


@once(
    "info", "journeys", "stages", "touchpoints", "notes", "findings", "personas", "links", "sources"
)
def _aged(workshop: Workshop, today: date) -> tuple[Aged, ...]:
    limit = workshop.about.stale_days
    found = [one for cell in cells(workshop) if (one := _look(cell, limit, today))]
    found += [
        Aged(cell.where, "unowned", "nobody owns it")
        for cell in cells(workshop)
        if cell.lane == "touchpoints" and not _owner(workshop, cell)
    ]
    order = {"old": 0, "undated": 1, "unowned": 2}
    return tuple(sorted(found, key=lambda one: (order[one.reason], -(one.days or 0))))


def flags(workshop: Workshop, today: date | None = None) -> dict[str, str]:
    """Return the words by which each stale place is flagged on the map, by its address.

    >>> flags(Workshop.new("Jacket"))
    {}
    """
    found: dict[str, list[str]] = {}
    for one in aged(workshop, today):
        found.setdefault(one.where, []).append(one.words)
    return {where: "; ".join(words) for where, words in found.items()}


def _look(cell: Cell, limit: int, today: date) -> Aged | None:
    evidence = cell.evidence
    if evidence.status == "assumed":
        return None
    if evidence.collected is None:
        return Aged(cell.where, "undated", "evidence without a day", None, evidence.sources)
    days = (today - evidence.collected).days
    if days <= limit:
        return None
    words = f"evidence {days:,} days old"
    return Aged(cell.where, "old", words, days, evidence.sources)


def _owner(workshop: Workshop, cell: Cell) -> bool:
    id = cell.where.removeprefix("touchpoints/")
    return bool(workshop.touchpoints[id].owner.strip())
