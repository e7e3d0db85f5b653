"""How many people this machine holds: by the memory that is free and by its cores.

A page is a process of its own. Memory is looked at again whenever somebody comes, so that a
machine that does something else as well turns people away instead of running out.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

#: private memory of one participant's page in MB after ten minutes in which everybody wrote, as
#: `benchmarks/room.py --minutes 10` measures it (25.5 when it has just come), rounded up
PAGE_MB = 36.0
#: of the memory that is available; the rest is for the server, its store and a spare
SHARE = 0.8
#: people who write at once and see each other's cards within a second, for each core;
#: with twice as many, cards come later but come
PEOPLE_A_CORE = 40
_MB = 2**20
#: what a container may use and uses, where there is one (Linux, cgroup 2)
_GROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Capacity:
    """How many people fit, and what sets the limit."""

    people: int
    by_memory: int
    by_cores: int
    available_mb: float
    page_mb: float

    def words(self) -> str:
        """Say it in one sentence.

        >>> Capacity(30, 30, 80, 1500.0, 40.0).words()
        'about 30 people at once: 1,500 MB of memory are free, and a page takes 40 MB'
        """
        if self.by_memory <= self.by_cores:
            why = f"{self.available_mb:,.0f} MB of memory are free, and a page takes "
            why += f"{self.page_mb:.0f} MB"
        else:
            why = f"its processor serves {PEOPLE_A_CORE} a core without making them wait"
        return f"about {self.people} people at once: {why}"


def available_mb() -> float:
    """Return the memory that can still be taken, in MB; a container's limit counts."""
    import psutil

    free = psutil.virtual_memory().available / _MB
    with suppress(OSError, ValueError):
        most = (_GROUP / "memory.max").read_text().strip()
        used = int((_GROUP / "memory.current").read_text())
        free = min(free, (int(most) - used) / _MB) if most != "max" else free
    return max(0.0, float(free))


def cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def capacity(open_pages: int = 0, starting: int = 0, page_mb: float = PAGE_MB) -> Capacity:
    """Return how many people fit, those who are here among them.

    ``starting`` are those of the open pages whose memory is not taken yet.
    """
    free = available_mb()
    more = int(free * SHARE / page_mb) - starting
    by_memory = max(0, open_pages + more)
    by_cores = cores() * PEOPLE_A_CORE
    return Capacity(min(by_memory, by_cores), by_memory, by_cores, free, page_mb)
