"""The points of the emotion curve from what customers wrote.

Documents are resampled, not words: one response that wrote several comments about a touchpoint is
one document. What a person confirmed goes before what the word lists suggest, and every point
says how much of it was confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from journeykit.emotions.point import Point, unshown
from journeykit.emotions.scale import HIGHEST, LOWEST
from journeykit.few import FEWEST

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Suggestions are read to this many decimals: word lists know no better.
DECIMALS = 1


@dataclass(frozen=True, eq=False)
class Documents:
    """Comments with their feeling; each array has one place for a comment.

    ``document`` tells the responses apart ("source.row"), ``touchpoint`` is an id ("" for none),
    ``source`` is the id of the source. ``suggested`` and ``confirmed`` are valences on −2 to +2,
    NaN where there is none. ``titles`` and ``days`` say for a source's id what it is called and
    when it was collected.
    """

    document: NDArray[Any]
    touchpoint: NDArray[Any]
    source: NDArray[Any]
    suggested: NDArray[np.float64]
    confirmed: NDArray[np.float64]
    titles: dict[str, str] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.document)


def text_points(
    documents: Documents | None, touchpoints: Sequence[str], *, wave: str = ""
) -> list[Point]:
    """Return a point of the source "text" for each touchpoint that has comments, in their order.

    ``value`` is the mean over documents, ``low`` and ``high`` its 95 % bootstrap interval (BCa, see
    `journeykit.measures.mean`), ``n`` the documents with a feeling. Fewer than five: a point
    that is not shown. ``method`` reads "suggested by word lists, 37 of 212 confirmed; …": it is
    a measurement only where all were confirmed. `journeykit.evidence.comments.documents`
    gives the documents of a workshop.
    """
    if documents is None or not len(documents):
        return []
    import numpy as np

    known = ~np.isnan(documents.confirmed)
    felt = np.where(known, documents.confirmed, np.round(documents.suggested, DECIMALS))
    points = []
    for touchpoint in touchpoints:
        here = documents.touchpoint == touchpoint
        if here.any():
            points.append(_point(documents, touchpoint, here, felt, known, wave))
    return points


def _point(
    documents: Documents, touchpoint: str, here: Any, felt: Any, known: Any, wave: str
) -> Point:
    import numpy as np

    from journeykit.measures.counts import Tally
    from journeykit.measures.score import mean

    here = here & ~np.isnan(felt)
    names, at = np.unique(documents.document[here].astype(str), return_inverse=True)
    n = len(names)
    if n < FEWEST:
        why = "no comment with a feeling" if not n else f"fewer than {FEWEST} comments"
        return unshown(touchpoint, n, why, "text", wave)
    each = np.bincount(at, felt[here]) / np.bincount(at)
    sure = int((np.bincount(at, known[here]) == np.bincount(at)).sum())
    score = mean(Tally.of(np.round(each, 2)), LOWEST, HIGHEST)
    ids = [str(id) for id in dict.fromkeys(documents.source[here].tolist())]
    days = [documents.days[id] for id in ids if id in documents.days]
    return Point(
        touchpoint, "text", score.value, score.low, score.high, n, float(np.median(each)),
        True, "", method=f"{said(sure, n)}; {score.method}", wave=wave,
        titles=tuple(documents.titles.get(id, id) for id in ids),
        collected=max(days, default=None),
    )  # fmt: skip


def said(confirmed: int, n: int) -> str:
    """Say how far people stand behind the feelings of n comments.

    >>> said(37, 212), said(0, 12), said(12, 12)
    ('suggested by word lists, 37 of 212 confirmed', 'suggested by word lists, none of 12 \
confirmed', 'all 12 confirmed by a person')
    """
    if confirmed == n:
        return f"all {n:,} confirmed by a person"
    some = f"{confirmed:,}" if confirmed else "none"
    return f"suggested by word lists, {some} of {n:,} confirmed"
