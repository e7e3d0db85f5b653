"""Medoids: each segment stands around a real respondent, by the distance of their answers.

Gower's distance (1971) is the mean difference over the questions that both answered: 0 or 1
for choices, the difference over the range for numbers. PAM (Kaufman and Rousseeuw 1990, with the
swaps of Schubert and Rousseeuw 2019) chooses the medoids; of many people CLARA takes samples.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from journeykit.insight.segments.variables import Variable

if TYPE_CHECKING:
    import numpy as np

#: So many people are compared each with each; of more CLARA draws this many.
SAMPLE = 400
_SAMPLES = 5
_SWAPS = 60


def gower(found: Sequence[Variable], rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the distances of some people to some others, 0 to 1; 1 where nothing is shared."""
    import numpy as np

    far = np.zeros((len(rows), len(others)), dtype=np.float32)
    shared = np.zeros_like(far)
    for one in found:
        if one.codes is not None:
            a, b = one.codes[rows], one.codes[others]
            both = (a >= 0)[:, None] & (b >= 0)[None, :]
            far += both & (a[:, None] != b[None, :])
        else:
            assert one.scores is not None
            low, high = np.nanmin(one.scores), np.nanmax(one.scores)
            a, b = one.scores[rows], one.scores[others]
            both = np.isfinite(a)[:, None] & np.isfinite(b)[None, :]
            apart = np.abs(a[:, None] - b[None, :]) / (high - low)
            far += np.where(both, apart, 0)
        shared += both
    return np.where(shared > 0, far / np.maximum(shared, 1), 1.0)


def pam(distances: np.ndarray, k: int, random: np.random.Generator) -> np.ndarray:
    """Return the ``k`` rows that are medoids: a greedy beginning, then the best swaps."""
    import numpy as np

    chosen = [int(distances.sum(axis=0).argmin())]
    while len(chosen) < k:
        near = distances[:, chosen].min(axis=1)
        gain = np.minimum(distances - near[:, None], 0).sum(axis=0)
        gain[chosen] = 1.0
        best = np.flatnonzero(gain <= gain.min() + 1e-9)
        chosen.append(int(random.choice(best)))
    medoids = np.array(chosen)
    for _ in range(_SWAPS if k > 1 else 0):
        far = distances[:, medoids]
        order = np.argsort(far, axis=1)
        first = np.take_along_axis(far, order[:, :1], 1)
        second = np.take_along_axis(far, order[:, 1:2], 1)
        closer = np.minimum(distances - first, 0)
        change = np.empty((k, len(distances)))
        for at in range(k):
            mine = order[:, 0] == at
            moved = np.minimum(distances[mine], second[mine]) - first[mine]
            change[at] = closer[~mine].sum(axis=0) + moved.sum(axis=0)
        place, row = divmod(int(change.argmin()), len(distances))
        if change[place, row] > -1e-6:
            break
        medoids[place] = row
    return medoids


def nearest(found: Sequence[Variable], medoids: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return for each of the rows the distances to the medoids, in chunks."""
    import numpy as np

    step = 20_000
    parts = [gower(found, rows[at : at + step], medoids) for at in range(0, len(rows), step)]
    return np.vstack(parts)


def cluster(
    found: Sequence[Variable], rows: np.ndarray, k: int, seed: int, samples: int = _SAMPLES
) -> Generator[None, None, np.ndarray]:
    """Return the people (of ``rows``) who are the medoids of ``k`` segments; yields often."""
    import numpy as np

    random = np.random.default_rng(seed)
    if len(rows) <= SAMPLE:
        yield
        return rows[pam(gower(found, rows, rows), k, random)]
    best, cost = rows[:k], np.inf
    for _ in range(samples):
        drawn = random.choice(rows, SAMPLE, replace=False)
        medoids = drawn[pam(gower(found, drawn, drawn), k, random)]
        total = float(nearest(found, medoids, rows).min(axis=1).mean())
        if total < cost:
            best, cost = medoids, total
        yield
    return best


def silhouette(distances: np.ndarray, labels: np.ndarray) -> float:
    """Return the mean silhouette (Rousseeuw 1987) of people by their distances."""
    import numpy as np

    k = int(labels.max()) + 1
    member = labels[:, None] == np.arange(k)
    sizes = member.sum(axis=0)
    sums = distances @ member
    own = np.take_along_axis(sums, labels[:, None], 1)[:, 0] / np.maximum(sizes[labels] - 1, 1)
    other = np.where(member, np.inf, sums / np.maximum(sizes, 1)).min(axis=1)
    width = (other - own) / np.maximum(np.maximum(own, other), 1e-12)
    return float(np.where(sizes[labels] > 1, width, 0.0).mean())


def central(found: Sequence[Variable], rows: np.ndarray, seed: int = 1) -> int:
    """Return who of ``rows`` answers most like the others, of those who answered the most."""
    import numpy as np

    random = np.random.default_rng(seed)
    drawn = random.choice(rows, SAMPLE, replace=False) if len(rows) > SAMPLE else rows
    given = np.sum([one.answered[drawn] for one in found], axis=0)
    whole = drawn[given == given.max()]
    return int(whole[gower(found, whole, drawn).sum(axis=1).argmin()])


__all__ = ["SAMPLE", "central", "cluster", "gower", "nearest", "pam", "silhouette"]
