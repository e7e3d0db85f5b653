"""Tells facilitators, through the store, that this server let people wait.

Their pages are other processes, perhaps of another server, so what the door knows is put where
all of them look. It is kept beside the log, for an hour, and is in no backup.
"""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable

from journeykit.errors import StoreError
from journeykit.store import Store

log = logging.getLogger("journeykit")
#: the store is told at most once in so many seconds, however many people come
EVERY = 2.0


def server_name(port: int) -> str:
    """Return what a server is called among those that share a store."""
    return f"{socket.gethostname()}:{port}"


class Notice:
    """What the door calls whenever it turns somebody away."""

    def __init__(
        self, store: Store, server: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.store = store
        self.server = server
        self._clock = clock
        self._told = float("-inf")

    def __call__(self, full: int, hasty: int, limit: int) -> None:
        """Note how many found no place and how many came too fast since the server started."""
        if self._clock() - self._told < EVERY:
            return
        self._told = self._clock()
        try:
            self.store.tell_turned_away(self.server, full, hasty, limit)
        except StoreError:  # whoever stands at the door gets the same page all the same
            log.warning("The store could not be told that people were turned away.")


__all__ = ["Notice", "server_name"]
