"""How stable an order is: its numbers moved within their ranges, its weights moved apart.

Seeded, so that the same numbers give the same answer whoever asks and when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeykit.measures.priority import Method, weighted

if TYPE_CHECKING:
    import numpy as np

DRAWS = 4000
_SEED = 20_261_121
#: An input as low, most likely, high.
Range = tuple[float, float, float]


@dataclass(frozen=True)
class Stability:
    """One item: its rank as the numbers stand, and where it lands when they move.

    ``chance`` is the share of draws in which it is among the first ``top``; ``low`` and
    ``high`` enclose the middle 90 % of its ranks.
    """

    item: str
    rank: int
    chance: float
    low: int
    high: int
    top: int
    draws: int


def ranged(
    value: float, given: tuple[float, float] | None, spread: float, low: float, high: float
) -> Range:
    """Return an input as low, likely, high: the range that was given, else value ± spread.

    >>> ranged(100, None, 0.25, 0, float("inf"))
    (75.0, 100, 125.0)
    >>> ranged(0.8, (0.5, 0.9), 0.25, 0, 1)
    (0.5, 0.8, 0.9)
    """
    first, last = given if given else (value * (1 - spread), value * (1 + spread))
    first, last = sorted((max(low, min(high, first)), max(low, min(high, last))))
    return min(first, value), value, max(last, value)


def stability(
    items: Mapping[str, Mapping[str, Range]],
    method: Method,
    factors: Mapping[str, float] | None = None,
    *,
    top: int = 3,
    draws: int = DRAWS,
) -> list[Stability]:
    """Return the stability of each item, in the order of their scores now.

    `items` gives each item its inputs as (low, likely, high); every draw takes each from its
    own triangular distribution. `factors` multiply the scores and stand still. Where there are
    not more than `top` items the chance is that of being first.
    """
    import numpy as np

    if not items:
        return []
    names = list(items)
    factor = np.array([(factors or {}).get(name, 1.0) for name in names])
    drawn = {
        each.key: _drawn(np.random.default_rng((_SEED, n)), [items[i][each.key] for i in names],
                         draws)
        for n, each in enumerate(method.inputs)
    }  # fmt: skip
    now = {
        each.key: np.array([items[name][each.key][1] for name in names]) for each in method.inputs
    }
    places = _ranks(method.formula(drawn) * factor)
    today = _ranks((method.formula(now) * factor)[None, :])[0]
    first = top if len(names) > top else 1
    low, high = np.percentile(places, [5, 95], axis=0, method="nearest")
    found = [
        Stability(
            name, int(today[i]), float((places[:, i] <= first).mean()), int(low[i]), int(high[i]),
            first, draws,
        )
        for i, name in enumerate(names)
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.rank, -each.chance))


def _drawn(random: np.random.Generator, ranges: Sequence[Range], draws: int) -> Any:
    """Draws × items from triangular distributions, by their inverse (a point stays a point)."""
    import numpy as np

    low, mode, high = np.array(ranges, float).T
    wide = high - low
    u = random.random((draws, len(ranges)))
    split = np.divide(mode - low, wide, out=np.zeros_like(wide), where=wide > 0)
    left = low + np.sqrt(u * wide * (mode - low))
    right = high - np.sqrt((1 - u) * wide * (high - mode))
    return np.where(u < split, left, right)


def _ranks(scores: Any) -> Any:
    """The rank of each item in each row, 1 for the highest; equals share the better rank."""
    import numpy as np

    order = np.argsort(-scores, axis=1, kind="stable")
    ordered = np.take_along_axis(scores, order, axis=1)
    new = np.ones(ordered.shape, bool)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    place = np.maximum.accumulate(np.where(new, np.arange(1, scores.shape[1] + 1), 0), axis=1)
    ranks = np.empty_like(place)
    np.put_along_axis(ranks, order, place, axis=1)
    return ranks


def by_weight(
    marks: Mapping[str, Mapping[str, float]],
    weights: Mapping[str, float],
    criterion: str,
    factors: Mapping[str, float] | None = None,
    steps: int = 21,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return how ranks move while one criterion's share of the weight goes from 0 to 1.

    One row an item and step: item, share (0…1), rank. The others keep their
    proportions; `factors` multiply the scores.
    """
    rest = {name: weight for name, weight in weights.items() if name != criterion and weight > 0}
    found: list[dict[str, Any]] = []
    for step in range(steps):
        share = step / (steps - 1)
        total = sum(rest.values())
        moved = {name: (1 - share) * weight / total for name, weight in rest.items()}
        moved[criterion] = share if rest else 1.0
        if sum(moved.values()) <= 0:
            continue
        scores = {
            item: weighted(given, moved) * (factors or {}).get(item, 1.0)
            for item, given in marks.items()
        }
        found += _rows(scores, share)
    return found


def by_empathy(
    scores: Mapping[str, float], depths: Mapping[str, float], steps: int = 21, most: float = 2.0
) -> list[dict[str, Any]]:
    """Return how ranks move while the depth of feeling counts from not at all to `most`.

    One row an item and step: item, share (the weight of feeling), rank.
    """
    found: list[dict[str, Any]] = []
    for step in range(steps):
        weight = most * step / (steps - 1)
        moved = {item: score * (1 + weight * depths.get(item, 0)) for item, score in scores.items()}
        found += _rows(moved, weight)
    return found


def _rows(scores: Mapping[str, float], share: float) -> list[dict[str, Any]]:
    # a rounding error is no order
    near = {item: round(score, 9) for item, score in scores.items()}
    return [
        {"item": item, "share": share, "rank": 1 + sum(each > score for each in near.values())}
        for item, score in near.items()
    ]


def leaders(rows: Sequence[Mapping[str, Any]]) -> list[tuple[tuple[str, ...], float, float]]:
    """Return who is first from which share to which, in order.

    >>> leaders([{"item": "a", "share": 0, "rank": 1}, {"item": "b", "share": 1, "rank": 1}])
    [(('a',), 0, 0), (('b',), 1, 1)]
    """
    first: dict[float, list[str]] = {}
    for row in rows:
        if row["rank"] == 1:
            first.setdefault(row["share"], []).append(str(row["item"]))
    found: list[tuple[tuple[str, ...], float, float]] = []
    for share in sorted(first):
        items = tuple(sorted(first[share]))
        if found and found[-1][0] == items:
            found[-1] = (items, found[-1][1], share)
        else:
            found.append((items, share, share))
    return found


__all__ = ["DRAWS", "Range", "Stability", "by_empathy", "by_weight", "leaders", "ranged",
           "stability"]  # fmt: skip
