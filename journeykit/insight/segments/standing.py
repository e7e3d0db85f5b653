"""How much of the answers the personas stand for: their shares, overlaps, and who is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeykit.few import FEWEST

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Part:
    """A persona's people in one survey: n, share of all with its interval; None is under five.

    ``alone`` are those whom no other persona stands for.
    """

    name: str
    n: int | None
    share: float | None
    low: float | None
    high: float | None
    alone: int | None


@dataclass(frozen=True)
class Overlap:
    """How many people two personas share; ``share`` is of the smaller one. None is under five."""

    first: str
    second: str
    n: int | None
    share: float | None


@dataclass(frozen=True)
class Coverage:
    """The personas against the people of one survey."""

    people: int
    parts: tuple[Part, ...]
    overlaps: tuple[Overlap, ...]
    unassigned: int | None
    several: int | None


def told(n: int) -> int | None:
    """Return a number of people, None where it is 1 to 4."""
    return None if 0 < n < FEWEST else n


def coverage(masks: Mapping[str, np.ndarray], people: int) -> Coverage:
    """Return how much each persona stands for; ``masks`` say who its people are.

    >>> import numpy as np
    >>> found = coverage({"Sarah": np.arange(20) < 10}, 20)
    >>> found.parts[0].share, found.unassigned
    (0.5, 10)
    """
    import numpy as np

    from journeykit.measures.intervals import wilson

    every = np.array(list(masks.values())) if masks else np.zeros((0, people), dtype=bool)
    times = every.sum(axis=0)
    parts = []
    for name, mask in masks.items():
        n = int(mask.sum())
        alone = told(int((mask & (times == 1)).sum()))
        if told(n) is None or people == 0:
            parts.append(Part(name, told(n), None, None, None, None))
            continue
        low, high = wilson(n, people)
        shown = alone if alone is not None and told(n - alone) is not None else None
        parts.append(Part(name, n, n / people, low, high, shown))
    return Coverage(
        people, tuple(parts), tuple(_overlaps(masks)), told(int((times == 0).sum())),
        told(int((times > 1).sum())),
    )  # fmt: skip


def _overlaps(masks: Mapping[str, np.ndarray]) -> list[Overlap]:
    names = list(masks)
    return [
        overlap(one, masks[one], other, masks[other])
        for at, one in enumerate(names)
        for other in names[at + 1 :]
    ]


def overlap(one: str, mine: np.ndarray, other: str, theirs: np.ndarray) -> Overlap:
    """Return how many people two groups share.

    Hidden where 1 to 4 people are in both, or tell the one from the other: their answers could
    be worked out from both.
    """
    both = int((mine & theirs).sum())
    apart = (int((mine & ~theirs).sum()), int((theirs & ~mine).sum()))
    smaller = min(int(mine.sum()), int(theirs.sum()))
    if told(both) is None or (both and None in map(told, apart)):
        return Overlap(one, other, None, None)
    return Overlap(one, other, both, both / smaller if smaller else 0.0)


__all__ = ["Coverage", "Overlap", "Part", "coverage", "overlap", "told"]
