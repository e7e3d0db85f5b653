"""What the store hands out: cards of workshops, entries of the log, who is present."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from journeykit.edits import Edit, describe


@dataclass(frozen=True)
class Card:
    """A workshop in the list on the home page; times are UTC, ``seq`` is its last edit."""

    id: str
    title: str
    created: datetime
    changed: datetime
    changed_by: str
    seq: int
    archived: bool
    deleted: bool


@dataclass(frozen=True)
class Entry:
    """One committed edit of a workshop.

    ``undoes`` is the number of the edit that this one takes back; ``undone_by`` the number
    of the one that took this one back and still stands.
    """

    seq: int
    at: datetime
    author: str
    edit: Edit
    undoes: int | None = None
    undone_by: int | None = None

    @property
    def words(self) -> str:
        """What the edit did, in a few words."""
        return describe(self.edit)


@dataclass(frozen=True)
class Present:
    """Somebody who has a page of a workshop open.

    ``at`` is the id of what they write at just now, ``field`` that of the page's field.
    """

    visitor: str
    name: str
    page: str
    seen: datetime
    at: str = ""
    field: str = ""


@dataclass(frozen=True)
class TurnedAway:
    """What a server tells of those whom it let wait: so many for want of a place, and for haste.

    ``limit`` is how many pages it holds.
    """

    server: str
    full: int
    hasty: int
    limit: int
    seen: datetime
