"""Who else is here, as one visitor's page sees it: who writes at what, and who found no place."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from journeykit.model import Workshop

if TYPE_CHECKING:
    from journeykit.store import Present, Store, TurnedAway

#: seconds after the last letter for which somebody counts as writing
WRITING = 30.0
#: somebody who goes on writing is noted anew after so many seconds
AGAIN = 5.0
#: ids of fields are short; what is longer is no field of ours
ID_LIMIT = 100


class Company:
    """What this visitor writes at, and what the others do.

    ``writing`` are the others who write, ``turned`` what the servers of the store told of
    people whom they let wait; both are as of the last `look`.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self.store = store
        self.writing: tuple[Present, ...] = ()
        self.turned: tuple[TurnedAway, ...] = ()
        self._clock = clock
        self._field, self._thing, self._since, self._noted = "", "", 0.0, 0.0
        #: who this visitor is to the others, and when they were last told
        self._seen: tuple[str, int] | None = None

    # ---- this visitor --------------------------------------------------------------------

    def write(self, field: str, thing: str) -> bool:
        """Note what this visitor writes at; return whether the others should be told now."""
        place = (field.replace(" ", "")[:ID_LIMIT], thing.replace(" ", "")[:ID_LIMIT])
        now, before = self._clock(), self.at()
        self._field, self._thing, self._since = *place, now
        if place == before and now - self._noted < AGAIN:
            return False
        self._noted = now
        return True

    def rest(self) -> bool:
        """Note that this visitor left the field; return whether the others should be told."""
        wrote, self._field, self._thing = bool(self._field or self._thing), "", ""
        return wrote

    def at(self) -> tuple[str, str]:
        """Return the field that this visitor writes in and the thing it belongs to, or "", ""."""
        if self._clock() - self._since >= WRITING:
            self._field = self._thing = ""
        return self._field, self._thing

    def here(self, workshop: str, visitor: str, name: str, page: str) -> None:
        """Tell the others where this visitor is."""
        field, thing = self.at()
        self._seen = visitor, self.store.here(workshop, visitor, name, page, thing, field)

    def leave(self) -> None:
        """Tell the others that this page was closed."""
        if self._seen:
            self.store.gone(*self._seen)
            self._seen = None

    def ended(self) -> bool:
        """Return whether the time for writing ran out just now, so that the others are told."""
        wrote = bool(self._field or self._thing)
        return wrote and self.at() == ("", "")

    # ---- the others ----------------------------------------------------------------------

    def look(self, workshop: Workshop | None, me: str, page: str, *, leads: bool) -> bool:
        """Look around from a page; return whether anything is new.

        Who leads sees everybody who writes, and whom the servers let wait; a participant sees
        who writes at what is theirs.
        """
        before = self._signs()
        mine = None if leads or workshop is None else _own(workshop, me)
        self.writing = ()
        if workshop is not None and mine != set():
            self.writing = tuple(
                one
                for one in self.store.present(workshop.id)
                if (one.at or (one.field and one.page == page))
                and one.visitor != me
                and (mine is None or one.at in mine)
            )
        self.turned = tuple(self.store.turned_away()) if leads else ()
        return self._signs() != before

    def by_thing(self) -> dict[str, list[str]]:
        """Return who writes at each thing, by its id."""
        found: dict[str, list[str]] = {}
        for one in self.writing:
            if one.at:
                found.setdefault(one.at, []).append(one.name or "Somebody")
        return found

    def by_field(self) -> dict[tuple[str, str], list[str]]:
        """Return who writes in each field, by the ids of the field and of its thing."""
        found: dict[tuple[str, str], list[str]] = {}
        for one in self.writing:
            found.setdefault((one.field, one.at), []).append(one.name or "Somebody")
        return found

    def _signs(self) -> tuple[object, ...]:
        """What a page shows of it: not when somebody was last seen."""
        return (
            self.by_field(),
            [(one.server, one.full, one.hasty, one.limit) for one in self.turned],
        )


def _own(workshop: Workshop, me: str) -> set[str]:
    """Return the ids of the cards of a participant."""
    return {
        one.id
        for collection in (workshop.notes, workshop.findings)
        for one in collection.values()
        if one.by == me and me
    }


__all__ = ["WRITING", "Company"]
