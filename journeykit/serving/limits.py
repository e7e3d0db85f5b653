"""How much of something one address may take in a while, so that nobody takes it all."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable


def who(address: str) -> str:
    """Return what counts as one visitor's address: for IPv6 the network that one line has.

    >>> who("192.0.2.7"), who("2001:db8:1:2:3:4:5:6"), who("?")
    ('192.0.2.7', '2001:db8:1:2::/64', '?')
    """
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:60]
    if known.version == 4:
        return str(known)
    return str(ipaddress.ip_network(f"{known}/64", strict=False))


class Allowance:
    """So many at once, and so many a second from then on, counted for each name.

    >>> times = iter([0.0, 0.0, 0.0, 1.0])
    >>> pages = Allowance(at_once=2, a_second=1.0, clock=lambda: next(times))
    >>> [pages.take("a"), pages.take("a"), pages.take("a"), pages.take("a")]
    [True, True, False, True]
    """

    #: names that are remembered; the one that was longest not here is forgotten first
    NAMES = 10_000

    def __init__(
        self, at_once: float, a_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.at_once = at_once
        self.a_second = a_second
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str) -> bool:
        """Take one; return whether there was one."""
        return self.owe(name, most=0.0) == 0.0

    def owe(self, name: str, most: float = float("inf")) -> float:
        """Take one, also where there is none, and return the seconds to wait for it.

        Nothing is taken when the wait would be longer than ``most``.
        """
        now = self._clock()
        left, then = self._left.pop(name, (self.at_once, now))
        left = min(self.at_once, left + (now - then) * self.a_second) - 1
        wait = max(0.0, -left / self.a_second)
        self._left[name] = (left if wait <= most else left + 1, now)
        if len(self._left) > self.NAMES:
            self._left.popitem(last=False)
        return wait
