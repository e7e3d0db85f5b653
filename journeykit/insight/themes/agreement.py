"""How far suggested feelings can be trusted: beside a person's word, and beside ratings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeykit.few import FEWEST

if TYPE_CHECKING:
    import numpy as np

POINTS = (-2, -1, 0, 1, 2)


def whole(valence: float) -> int:
    """Return the point of the scale that a suggestion is nearest to; halves go outwards.

    >>> whole(-1.5), whole(0.49), whole(1.2)
    (-2, 0, 1)
    """
    import math

    return int(math.copysign(math.floor(abs(valence) + 0.5), valence))


@dataclass(frozen=True)
class WithPerson:
    """Suggestions beside what a person said of the same comments, read one by one.

    ``same`` is the share of equal points with Wilson's interval, ``near`` that of points at most
    one apart, ``kappa`` Cohen's kappa with linear weights. None below five comments; kappa is
    None too where only one point was ever used.
    """

    n: int
    same: float | None = None
    low: float | None = None
    high: float | None = None
    near: float | None = None
    kappa: float | None = None


def with_person(suggested: np.ndarray, confirmed: np.ndarray, together: np.ndarray) -> WithPerson:
    """Compare suggestions with what was confirmed; what was confirmed unread is left out.

    >>> import numpy as np
    >>> said = np.array([2.0, 1.0, 0.0, -1.0, -2.0, 1.0])
    >>> with_person(said, said, np.zeros(6, dtype=bool)).kappa
    1.0
    """
    import numpy as np

    from journeykit.measures.intervals import wilson

    use = ~np.isnan(suggested) & ~np.isnan(confirmed) & ~together
    n = int(use.sum())
    if n < FEWEST:
        return WithPerson(n)
    ours = np.array([whole(each) for each in suggested[use]])
    theirs = confirmed[use].astype(int)
    same = int((ours == theirs).sum())
    near = float((np.abs(ours - theirs) <= 1).mean())
    return WithPerson(n, same / n, *wilson(same, n), near, kappa(ours, theirs))


def kappa(first: np.ndarray, second: np.ndarray) -> float | None:
    """Return Cohen's kappa with linear weights on −2 to +2 (Cohen 1968).

    None where chance alone would agree fully: both used one and the same point only.

    >>> import numpy as np
    >>> round(kappa(np.array([2, 2, -2, -2]), np.array([2, 2, -2, 2])), 2)
    0.5
    """
    import numpy as np

    table = np.zeros((5, 5))
    np.add.at(table, (first + 2, second + 2), 1)
    table /= table.sum()
    apart = np.abs(np.subtract.outer(np.arange(5), np.arange(5)))
    chance = float((np.outer(table.sum(1), table.sum(0)) * apart).sum())
    return None if chance == 0 else 1 - float((table * apart).sum()) / chance


@dataclass(frozen=True)
class WithRatings:
    """Suggestions beside the ratings of the same people: METHOD 4, both on −2 to +2.

    ``rho`` is Spearman's, ``gap`` the mean of text less rating with its interval. None below
    five people; rho is None too where one of the two never varies.
    """

    n: int
    rho: float | None = None
    gap: float | None = None
    low: float | None = None
    high: float | None = None
    method: str = ""


def with_ratings(text: np.ndarray, rating: np.ndarray) -> WithRatings:
    """Compare the suggested feeling of people's comments with what they rated.

    >>> import numpy as np
    >>> found = with_ratings(np.array([1.0, 0.5, -1, 0, -0.5]), np.array([2.0, 1, -2, 0, -1]))
    >>> round(found.rho, 2), found.gap
    (1.0, 0.0)
    """
    import numpy as np

    from journeykit.measures import Tally, mean

    use = ~np.isnan(text) & ~np.isnan(rating)
    n = int(use.sum())
    if n < FEWEST:
        return WithRatings(n)
    ours, theirs = text[use], rating[use]
    score = mean(Tally.of(np.round(ours - theirs, 1)), -4, 4)
    return WithRatings(n, _spearman(ours, theirs), score.value, score.low, score.high, score.method)


def _spearman(first: np.ndarray, second: np.ndarray) -> float | None:
    import numpy as np

    ours, theirs = _ranks(first), _ranks(second)
    if np.ptp(ours) == 0 or np.ptp(theirs) == 0:
        return None
    return float(np.corrcoef(ours, theirs)[0, 1])


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks, those of ties averaged."""
    import numpy as np

    _, at, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2)[at]
