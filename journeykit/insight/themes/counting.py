"""How many speak of a theme: by source, touchpoint and wave, with intervals (R65, R76, R104).

Responses are counted, not comments: who wrote twice about it counts once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from journeykit.few import FEWEST
from journeykit.insight.themes.comments import Comments

if TYPE_CHECKING:
    import numpy as np

    from journeykit.measures import Difference
    from journeykit.model import Source


@dataclass(frozen=True)
class Share:
    """``hits`` of ``n`` responses with words, the share and Wilson's 95 % interval.

    With fewer than five responses there is neither share nor hits: ``shown`` is False.
    """

    of: str
    hits: int
    n: int
    share: float | None
    low: float | None
    high: float | None

    @property
    def shown(self) -> bool:
        """Whether there are enough responses to show it."""
        return self.share is not None


def share(hits: int, n: int, of: str = "") -> Share:
    """Return a share with its interval.

    >>> one = share(8, 10)
    >>> one.share, round(one.low, 2), round(one.high, 2)
    (0.8, 0.49, 0.94)
    """
    from journeykit.measures.intervals import wilson

    if n < FEWEST:
        return Share(of, 0, n, None, None, None)
    low, high = wilson(hits, n)
    return Share(of, hits, n, hits / n, low, high)


def overall(comments: Comments, theme: np.ndarray, within: np.ndarray | None = None) -> Share:
    """Return the share of responses whose comments are of a theme; ``theme`` is a mask."""
    hits = theme if within is None else theme & within
    return share(comments.responses(hits), comments.responses(within))


def by(comments: Comments, theme: np.ndarray, group: np.ndarray) -> list[Share]:
    """Return a share for each value of ``group``, which runs along the comments, but for ""."""
    found = []
    for value in dict.fromkeys(group.tolist()):
        if value:
            found.append(replace(overall(comments, theme, group == value), of=str(value)))
    return found


def recurring(comments: Comments, theme: np.ndarray) -> int:
    """Return in how many sources a theme comes up."""
    return len(set(comments.source[theme].tolist()))


# ---- waves ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trend:
    """The shares of a theme wave by wave, the oldest first, and how the newest differs.

    ``change`` compares the two newest waves; ``sure`` is False unless chance hardly explains it,
    with Holm's correction over all themes.
    """

    shares: tuple[Share, ...]
    change: Difference | None

    @property
    def sure(self) -> bool:
        """Whether the newest change is flagged."""
        return self.change is not None and bool(self.change.sure)


def waves(comments: Comments) -> list[Source]:
    """Return the sources that are waves of a survey, the oldest first; [] for fewer than two."""
    sources = dict.fromkeys(part.source.id for part in comments.parts if part.source.wave)
    by_id = {part.source.id: part.source for part in comments.parts}
    found = [by_id[id] for id in sources]
    found.sort(key=lambda one: (str(one.collected or ""), one.rank, one.id))
    return found if len(found) > 1 else []


def trends(comments: Comments, themes: Mapping[str, np.ndarray]) -> dict[str, Trend]:
    """Return the trend of each theme over the waves, {} where there are fewer than two waves."""
    sources = waves(comments)
    if not sources:
        return {}
    shares = {
        id: tuple(
            replace(overall(comments, mask, comments.source == one.id), of=one.wave)
            for one in sources
        )
        for id, mask in themes.items()
    }
    return _flagged(shares)


def _flagged(shares: Mapping[str, Sequence[Share]]) -> dict[str, Trend]:
    from journeykit.measures import holm

    changes: dict[str, Any] = {id: _change(each) for id, each in shares.items()}
    tested = [id for id, each in changes.items() if each is not None and each.p is not None]
    adjusted = dict(zip(tested, holm([changes[id].p for id in tested]), strict=True))
    for id, p in adjusted.items():
        changes[id] = replace(changes[id], adjusted=float(p))
    return {id: Trend(tuple(each), changes[id]) for id, each in shares.items()}


def _change(shares: Sequence[Share]) -> Difference | None:
    from journeykit.measures import Tally, share_difference

    before, after = shares[-2:]
    if not (before.shown and after.shown):
        return None
    first, second = (
        Tally.of([1.0] * one.hits + [0.0] * (one.n - one.hits)) for one in (before, after)
    )
    return share_difference(first, second, 1, 1)
