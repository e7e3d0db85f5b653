"""Kano: what must be there, what is better the more there is, what delights.

Each feature is asked twice: how would you feel if it is there (functional), and if it is not
(dysfunctional); answers 1 like, 2 must be, 3 neutral, 4 live with, 5 dislike (Kano 1984).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import Any

from journeykit.errors import Refused
from journeykit.few import FEWEST
from journeykit.measures import intervals

KINDS: Mapping[str, str] = {
    "A": "attractive", "O": "one-dimensional", "M": "must-be", "I": "indifferent",
    "R": "reverse", "Q": "questionable",
}  # fmt: skip
#: rows: functional like … dislike; columns: dysfunctional like … dislike
TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
WORDS = {
    "like": 1, "must-be": 2, "must be": 2, "expect": 2, "neutral": 3, "live with": 4,
    "live-with": 4, "tolerate": 4, "dislike": 5,
}  # fmt: skip
_COLUMNS = (
    "n", *KINDS, "kind", "supported", "better", "better_low", "better_high", "worse", "worse_low",
    "worse_high", "method", "suppressed",
)  # fmt: skip


def kind(functional: Any, dysfunctional: Any) -> str:
    """Return the letter of a pair of answers, as numbers 1 to 5 or in words.

    >>> kind(1, 5), kind("like", "neutral"), kind(3, 5)
    ('O', 'A', 'M')
    """
    return TABLE[_point(functional) - 1][_point(dysfunctional) - 1]


def kano_table(frame: Any, by: Sequence[str] = ("question",), level: float = 0.95) -> Any:
    """Return one row a feature: n, A O M I R Q (people), kind, supported, better, worse.

    ``frame``: one row a respondent and feature with ``functional`` and ``dysfunctional``.
    ``kind`` is the most frequent one; ``supported`` is whether its interval (Goodman 1965,
    simultaneous) leaves out those of all others: where they overlap the kind is not settled.
    better = (A+O)/(A+O+M+I), worse = −(O+M)/(A+O+M+I) (Berger 1993) with Wilson's interval.
    Fewer than five answers are not shown; the engine of the frame counts.
    """
    import narwhals as nw

    native: Any = nw.from_native(frame)
    pair = ("functional", "dysfunctional")
    counted: Any = (
        native.filter(~nw.col(pair[0]).is_null(), ~nw.col(pair[1]).is_null())
        .group_by(*by, *pair)
        .agg(nw.len().alias("n"))
    )
    if isinstance(counted, nw.LazyFrame):
        counted = counted.collect()
    features: dict[tuple[Any, ...], dict[str, int]] = {}
    for row in counted.rows(named=True):
        if row[pair[0]] == row[pair[0]] and row[pair[1]] == row[pair[1]]:
            kinds = features.setdefault(tuple(row[name] for name in by), dict.fromkeys(KINDS, 0))
            kinds[kind(row[pair[0]], row[pair[1]])] += int(row["n"])
    made = [
        dict(zip(by, key, strict=True)) | of_counts(features[key], level)
        for key in sorted(features, key=str)
    ]
    data = {name: [row[name] for row in made] for name in (*by, *_COLUMNS)}
    return nw.from_dict(data, backend=counted.implementation).to_native()


def of_counts(counts: Mapping[str, int], level: float = 0.95) -> dict[str, Any]:
    """Return the row of one feature from how many fell into each kind.

    >>> found = of_counts({"A": 10, "O": 40, "M": 5, "I": 5, "R": 0, "Q": 0})
    >>> found["kind"], found["supported"], round(found["better"], 2), found["worse"]
    ('O', True, 0.83, -0.75)
    """
    n = sum(counts.values())
    said = f"most frequent kind, Goodman; better and worse, Wilson; {100 * level:g} %"
    row: dict[str, Any] = dict.fromkeys(_COLUMNS) | {"n": n, "method": said, "suppressed": False}
    if n < FEWEST:
        why = f"not shown: fewer than {FEWEST} answers"
        return row | {"method": why, "suppressed": True, "supported": False}
    first, second = sorted(KINDS, key=lambda each: -counts[each])[:2]
    row |= dict(counts) | {
        "kind": first,
        "supported": goodman(counts[first], n, len(KINDS), level)[0]
        > goodman(counts[second], n, len(KINDS), level)[1],
    }
    settled = sum(counts[each] for each in "AOMI")
    if settled:
        up, down = counts["A"] + counts["O"], counts["O"] + counts["M"]
        better, worse = (intervals.wilson(hits, settled, level) for hits in (up, down))
        row |= {
            "better": up / settled, "better_low": better[0], "better_high": better[1],
            "worse": -down / settled, "worse_low": -worse[1], "worse_high": -worse[0],
        }  # fmt: skip
    return row


def goodman(hits: float, n: float, kinds: int, level: float = 0.95) -> tuple[float, float]:
    """Return Goodman's simultaneous interval of one of several proportions (1965).

    >>> [round(end, 3) for end in goodman(40, 60, 6)]
    [0.496, 0.802]
    """
    c = NormalDist().inv_cdf(1 - (1 - level) / (2 * kinds)) ** 2
    root = math.sqrt(c**2 + 4 * hits * c * (1 - hits / n))
    return (c + 2 * hits - root) / (2 * (c + n)), (c + 2 * hits + root) / (2 * (c + n))


def _point(answer: Any) -> int:
    if isinstance(answer, str) and answer.strip().casefold() in WORDS:
        return WORDS[answer.strip().casefold()]
    try:
        point = float(answer)
    except (TypeError, ValueError):
        point = 0
    if point not in (1, 2, 3, 4, 5):
        raise Refused(
            f"The Kano answer '{answer}' is not 1 like, 2 must be, 3 neutral, 4 live with or "
            "5 dislike."
        )
    return int(point)


__all__ = ["KINDS", "TABLE", "goodman", "kano_table", "kind", "of_counts"]
