"""Comparing many: families of tests, and a frame of comparisons.

The more comparisons, the more of them look real by chance. Holm for a few that were meant
beforehand, Benjamini and Hochberg for screening.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from journeykit.errors import Missing, Refused
from journeykit.few import FEWEST
from journeykit.measures.counts import Tally, count, tallies
from journeykit.measures.differences import COLUMNS, Difference, difference
from journeykit.measures.score import one, shares
from journeykit.measures.sentences import sentence
from journeykit.measures.suppression import COMPLEMENT, hide_keys

_ENDS = ("before_low", "before_high", "after_low", "after_high")
FAMILIES = ("holm", "bh")


def holm(ps: Sequence[float]) -> list[float]:
    """Return Holm's adjusted p-values (1979), in the order given.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted, highest = [0.0] * len(ps), 0.0
    for rank, at in enumerate(sorted(range(len(ps)), key=lambda i: ps[i])):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[at]))
        adjusted[at] = highest
    return adjusted


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Return Benjamini and Hochberg's adjusted p-values (1995), in the order given.

    >>> benjamini_hochberg([0.01, 0.04, 0.03])
    [0.03, 0.04, 0.04]
    """
    adjusted, lowest = [0.0] * len(ps), 1.0
    order = sorted(range(len(ps)), key=lambda i: ps[i])
    for rank in range(len(ps), 0, -1):
        at = order[rank - 1]
        lowest = min(lowest, ps[at] * len(ps) / rank)
        adjusted[at] = lowest
    return adjusted


def in_family(found: Sequence[Difference], family: str = "holm") -> list[Difference]:
    """Return the differences with p adjusted for how many there are."""
    if family not in FAMILIES:
        raise Refused(f"The adjustment '{family}' is unknown; it is one of {', '.join(FAMILIES)}.")
    at = [i for i, each in enumerate(found) if each.p is not None]
    if len(at) < 2:
        return list(found)
    adjust = holm if family == "holm" else benjamini_hochberg
    said = "Holm" if family == "holm" else "Benjamini–Hochberg"
    adjusted = dict(zip(at, adjust([found[i].p or 0.0 for i in at]), strict=True))
    return [
        replace(each, adjusted=adjusted[i], method=f"{each.method}, {said} over {len(at)}")
        if i in adjusted
        else each
        for i, each in enumerate(found)
    ]


@dataclass(frozen=True)
class Kruskal:
    """Whether several groups answered alike: H, its degrees of freedom, p and ε² (0 to 1)."""

    h: float
    df: int
    p: float
    effect: float
    n: int
    method: str = "Kruskal–Wallis, ties corrected; effect ε²"


def kruskal(groups: Mapping[Any, Tally]) -> Kruskal:
    """Return Kruskal and Wallis's test of groups; each needs an answer, all of them two values.

    Weights do not count here: ranks are those of the answers. ε² = H / (n − 1).
    """
    import numpy as np

    found = [tally for tally in groups.values() if tally.total]
    values: Any = np.unique(np.concatenate([tally.values for tally in found])) if found else []
    if len(found) < 2 or len(values) < 2:
        raise Refused("To compare groups takes two groups with answers that are not all equal.")
    counts = np.zeros((len(found), len(values)))
    for row, tally in enumerate(found):
        counts[row, np.searchsorted(values, tally.values)] = tally.n
    each, sizes = counts.sum(axis=0), counts.sum(axis=1)
    n = float(each.sum())
    ranks = np.cumsum(each) - (each - 1) / 2
    means = counts @ ranks / sizes
    plain = 12 / (n * (n + 1)) * float(sizes @ means**2) - 3 * (n + 1)
    h = plain / (1 - float((each**3 - each).sum()) / (n**3 - n))
    from scipy.special import chdtrc

    df = len(found) - 1
    return Kruskal(h, df, float(chdtrc(df, h)), h / (n - 1), int(n))


def compare(
    frame: Any, between: str, measure: str = "mean", by: Sequence[str] = ("question",),
    low: float = 1, high: float = 5, *, family: str = "holm",
    pairs: Sequence[tuple[Any, Any]] | None = None,
) -> Any:  # fmt: skip
    """Return one row per group of ``by`` and pair of ``between`` (a wave, a segment).

    ``frame`` is tidy as for `table`. Columns: those of ``by``, first, second, then those of
    `Difference.to_json`, before_low, before_high, after_low, after_high (the intervals of both
    ends) and sentence. ``pairs`` names what to compare, (before, after); without it all pairs
    are compared, in sorted order. All rows are one family. Of the same engine as the frame.
    """
    import narwhals as nw

    keys = (*by, between)
    counted: Any = nw.from_native(count(frame, keys))
    if isinstance(counted, nw.LazyFrame):
        counted = counted.collect()
    found = tallies(counted.to_native(), keys)
    places = list(dict.fromkeys(key[:-1] for key in found))
    wanted = _pairs(between, sorted({key[-1] for key in found}, key=_order), pairs)
    none = Tally.of([])
    # waves are no parts of a whole that is shown; segments are
    axes = [at for at, name in enumerate(keys) if name not in ("question", "wave")]
    hidden = hide_keys({key: tally.total for key, tally in found.items()}, axes)
    names = [(place, first, second) for place in places for first, second in wanted]
    differences = in_family([
        _covered(
            difference(found.get((*place, first), none), found.get((*place, second), none),
                       measure, low, high),
            bool({(*place, first), (*place, second)} & hidden),
        )
        for place, first, second in names
    ], family)  # fmt: skip
    made = [
        {**dict(zip(by, place, strict=True)), "first": first, "second": second, **each.to_json(),
         **_ends(each, found.get((*place, first)), found.get((*place, second)), low, high),
         "sentence": sentence(each, str(first), str(second), ", ".join(map(str, place)))}
        for (place, first, second), each in zip(names, differences, strict=True)
    ]  # fmt: skip
    columns = [*by, "first", "second", *COLUMNS, *_ENDS, "sentence"]
    data = {name: [row[name] for row in made] for name in columns}
    return nw.from_dict(data, backend=counted.implementation).to_native()


def _ends(
    found: Difference, before: Tally | None, after: Tally | None, low: float, high: float
) -> dict[str, float | None]:
    """The intervals of the two values that are compared, where they have one of their own."""
    if found.suppressed or before is None or after is None or found.measure == "ordinal":
        return dict.fromkeys(_ENDS)
    ends: list[float | None] = []
    for tally in (before, after):
        if found.measure == "share":
            score = shares({"": tally})[0]
        else:
            score = one(tally, found.measure, low, high)
        ends += [score.low, score.high]
    return dict(zip(_ENDS, ends, strict=True))


def _covered(found: Difference, hidden: bool) -> Difference:
    """The difference, hidden where one of its groups would give a smaller one away."""
    if not hidden or found.suppressed:
        return found
    return replace(
        found, value=None, low=None, high=None, before=None, after=None, p=None, effect=None,
        method=COMPLEMENT.format(FEWEST), suppressed=True,
    )  # fmt: skip


def _pairs(
    between: str, groups: list[Any], pairs: Sequence[tuple[Any, Any]] | None
) -> list[tuple[Any, Any]]:
    if pairs is None:
        return list(combinations(groups, 2))
    for name in {name for pair in pairs for name in pair}:
        if name not in groups:
            known = ", ".join(map(str, groups))
            raise Missing(f"There is no answer with {between} '{name}'; there are: {known}.")
    return list(pairs)


def _order(name: Any) -> tuple[str, Any]:
    return ("", name) if isinstance(name, int | float) else (type(name).__name__, name)


__all__ = [
    "FAMILIES", "Kruskal", "benjamini_hochberg", "compare", "holm", "in_family", "kruskal",
]  # fmt: skip
