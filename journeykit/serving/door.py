"""Who is let in: as many as the machine holds, a few facilitators more, and no script.

Beyond that a visitor gets a page that says so, and whoever is inside notices nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from journeykit.serving.capacity import Capacity, capacity
from journeykit.serving.limits import Allowance, who

log = logging.getLogger("journeykit")
#: pages that facilitators may open when the room is full
FACILITATORS_MORE = 5
#: A room behind one router has one address, so a whole room must be able to come at once
#: and to reload; a script that opens page after page is slowed down to one in a second.
PAGES_AT_ONCE = 120
PAGES_A_SECOND = 1.0
#: Of the places, so many can be taken from one address; the rest is for the others.
ONE_ADDRESS = 2 / 3
ONE_ADDRESS_AT_LEAST = 45
#: the terminal is told at most once in so many seconds
_TELL_EVERY = 30.0


class Full(Exception):
    """There is no place; the page that the visitor gets says what to do."""


class TooFast(Exception):
    """This address opens more pages than people do."""


@dataclass(eq=False)  # two pages are two, also where all that is known of them is alike
class Page:
    """What the door knows of a page that it let in."""

    address: str
    trusted: bool
    starting: bool = True


@dataclass
class Door:
    """Counts the pages of this server. ``people`` is a limit of one's own, else the machine's."""

    people: int | None = None
    is_key: Callable[[str], bool] = lambda _: False
    #: told how many found no place, how many came too fast, and the limit, so that facilitators
    #: see it
    turned_away: Callable[[int, int, int], None] = lambda full, hasty, limit: None
    pages: dict[str, Page] = field(default_factory=dict)
    waiting: list[Page] = field(default_factory=list)
    turned: int = 0
    hasty: int = 0
    _limit: int = 0
    _rate: Allowance = field(default_factory=lambda: Allowance(PAGES_AT_ONCE, PAGES_A_SECOND))
    _told: float = float("-inf")

    @property
    def inside(self) -> set[Page]:
        """All that take a place; a page that has its Python already may still be starting."""
        return {*self.pages.values(), *self.waiting}

    def capacity(self) -> Capacity:
        """Return what the machine holds now, those inside among them."""
        inside = self.inside
        return capacity(len(inside), sum(page.starting for page in inside))

    def limit(self) -> int:
        """Return how many pages may be open."""
        most = self.capacity().people
        return most if self.people is None else min(self.people, most)

    @contextmanager
    def enter(self, address: str, key: str) -> Iterator[Page]:
        """Hold a place while a page starts; raise `Full` or `TooFast` when there is none."""
        name = who(address)
        if not self._rate.take(name):
            self.hasty += 1
            self.turned_away(self.turned, self.hasty, self._limit)
            raise TooFast
        page = Page(name, trusted=bool(key) and self.is_key(key))
        self._check(page)
        self.waiting.append(page)
        try:
            yield page
        finally:
            self.waiting.remove(page)

    def _check(self, page: Page) -> None:
        limit = self._limit = self.limit()
        inside = self.inside
        most = limit + (FACILITATORS_MORE if page.trusted else 0)
        share = max(ONE_ADDRESS_AT_LEAST, int(limit * ONE_ADDRESS))
        crowd = sum(one.address == page.address for one in inside if not one.trusted)
        if len(inside) < most and (page.trusted or crowd < share):
            return
        self.turned += 1
        if time.monotonic() - self._told > _TELL_EVERY:
            self._told = time.monotonic()
            log.warning(
                "The room is full: %d pages are open, %d visitors were turned away so far.",
                len(inside), self.turned,
            )  # fmt: skip
        self.turned_away(self.turned, self.hasty, limit)
        raise Full

    def started(self, kernel: str, page: Page) -> None:
        """Note which Python serves a page that was let in."""
        self.pages[kernel] = page

    def met(self, kernel: str) -> None:
        """Note that a page stands, so that its memory is in the machine's own figures."""
        if page := self.pages.get(kernel):
            page.starting = False

    def left(self, kernel: str) -> None:
        """Note that a page has ended."""
        self.pages.pop(kernel, None)

    def trusts(self, kernel: str) -> bool:
        """Say whether a page was opened with the facilitator's key."""
        page = self.pages.get(kernel)
        return page is not None and page.trusted
