"""A few kernels that wait for visitors, so that a page's Python is there when it is asked for.

They are started while nobody comes: one after the other, once the warm parent has everything,
and never while a page is being started. Waiting costs memory but no work.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from journeykit.serving.forking import available, nursery

if TYPE_CHECKING:
    from journeykit.serving.kernels import OwnKernels

log = logging.getLogger("journeykit")
#: how many wait; ``JOURNEYKIT_READY`` is a number of one's own
USUAL = 2
#: seconds between two looks
PAUSE = 1.0


def how_many() -> int:
    """Return how many kernels shall wait: none where pages are not forked, each is 58 MB there."""
    if not available():
        return 0
    with suppress(ValueError):
        return max(0, int(os.environ.get("JOURNEYKIT_READY", USUAL)))
    return USUAL


class Ready:
    """The kernels that wait; ``quiet`` says that nobody is coming in now."""

    def __init__(self, kernels: OwnKernels, kind: str, quiet: Callable[[], bool]) -> None:
        self._kernels = kernels
        self._kind = kind
        self._quiet = quiet
        self._waiting: list[str] = []

    def __contains__(self, kernel: str) -> bool:
        """Whether a kernel waits for a visitor."""
        return kernel in self._waiting

    async def take(self) -> str | None:
        """Return the id of a kernel that has waited, or None when none is there."""
        while self._waiting:
            kernel = self._waiting.pop(0)
            if kernel in self._kernels and await self._kernels.is_alive(kernel):
                return kernel
        return None

    async def keep(self, wanted: int) -> None:
        """See to it that so many wait, for ever."""
        while wanted:
            await asyncio.sleep(PAUSE)
            if len(self._waiting) >= wanted or not self._quiet():
                continue
            try:
                if await asyncio.to_thread(nursery().is_warm):
                    self._waiting.append(await self._kernels.start_kernel(kernel_name=self._kind))
            except Exception as error:  # pages start without it, only a little later
                log.warning("No kernel could be started ahead: %s", error)
                await asyncio.sleep(30)


__all__ = ["Ready", "how_many"]
