"""Segments found in answers: how many, who belongs where, and how far to trust them."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from journeykit.errors import Refused
from journeykit.insight.segments import medoids, mixture
from journeykit.insight.segments.stability import PATTERN, STABLE, jaccard, rand_index
from journeykit.insight.segments.variables import Variable, answered

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")
Method = Literal["mixture", "medoids"]
Verdict = Literal["none", "natural", "constructed", "unstable"]
#: What is under way, and how much of the whole is done, 0 to 1.
Step = tuple[str, float]

#: So many segments are tried at most.
MOST = 6
#: A segment has at least this share of the people, and this many (METHOD 6).
SHARE, PEOPLE = 0.05, 20
#: Who belongs to no segment with at least this probability stays unassigned.
SURE = 0.6
#: Segments this far apart exist in the answers; closer ones are cut out of one crowd. Of a mixture
#: it is the relative entropy, of medoids the silhouette above that of shuffled answers.
APART = {"mixture": 0.8, "medoids": 0.25}
REFITS = 25
#: A mixture is fitted to at most this many people; all others are assigned by it.
FITTED = 20_000
_REFITTED = 2000
#: So often answers are shuffled to see what chance reaches; beyond mean and so many deviations
#: of it a silhouette is more than chance.
_SHUFFLES, _DEVIATIONS = 15, 4.0
_SEED = 20_261_122


@dataclass(frozen=True)
class Tried:
    """A number of segments that was tried: its criterion and the size of its smallest segment.

    The criterion is BIC (smaller is better) of a mixture; of medoids by how much the silhouette
    exceeds what shuffled answers reach by chance (larger is better).
    """

    k: int
    criterion: float
    smallest: int
    large_enough: bool


@dataclass(frozen=True, eq=False)
class Segments:
    """What was found. ``labels`` has one entry a respondent of the survey, -1 in no segment.

    Segments are numbered from the largest. ``n`` is how many people were compared, ``jaccard`` how
    well each segment came back in ``refits`` resamples, ``rand`` how alike the whole was.
    """

    method: Method
    k: int
    best: int
    n: int
    labels: np.ndarray
    tried: tuple[Tried, ...]
    typical: tuple[int, ...]
    separation: float
    rand: float | None
    jaccard: tuple[float, ...]
    refits: int
    asked: int

    @property
    def sizes(self) -> tuple[int, ...]:
        """The people of each segment."""
        return tuple(int((self.labels == at).sum()) for at in range(self.k))

    @property
    def unassigned(self) -> int:
        """How many people of the survey are in no segment."""
        return int((self.labels < 0).sum())

    @property
    def verdict(self) -> Verdict:
        """Whether the segments exist, were cut out of one crowd, or do not come back at all."""
        if self.k == 1:
            return "none"
        if min(self.jaccard) < PATTERN:
            return "unstable"
        stable = min(self.jaccard) >= STABLE
        apart = self.separation >= APART[self.method]
        return "natural" if stable and apart else "constructed"


def find(
    found: Sequence[Variable], method: Method = "mixture", k: int | None = None
) -> Generator[Step, None, Segments]:
    """Find segments; yields what is under way often enough for a page to stay alive.

    ``k`` is how many segments a person wants; without it the answers decide, and one is allowed.
    The same answers give the same segments. Who answered fewer than half of the questions
    is not compared. Raises `Refused` where there is nothing to compare.
    """
    import numpy as np

    if len({one.key for one in found}) < 2 and len(found) < 3:
        raise Refused("Choose at least two questions that people answered in different ways.")
    rows = np.flatnonzero(answered(found))
    if len(rows) < 2 * PEOPLE:
        raise Refused(
            f"{len(rows)} people answered at least half of these questions; two segments need "
            f"{2 * PEOPLE}. Make personas by rules instead."
        )
    work = _Mixture(found, rows) if method == "mixture" else _Medoids(found, rows)
    tried, labels = yield from _try(work, k)
    best, chosen = _choose(work, tried, k)
    own = labels[chosen]
    rand, back = yield from _refit(work, chosen, own)
    return _whole(found, rows, work, tried, best, chosen, own, rand, back)


def _whole(
    found: Sequence[Variable], rows: np.ndarray, work: _Work, tried: list[Tried], best: int,
    chosen: int, own: np.ndarray, rand: float | None, back: list[float],
) -> Segments:  # fmt: skip
    import numpy as np

    sizes = np.bincount(own[own >= 0], minlength=chosen)
    order = np.argsort(-sizes, kind="stable")
    place = np.empty(chosen, dtype=np.int64)
    place[order] = np.arange(chosen)
    labels = np.full(len(found[0].answered), -1, dtype=np.int64)
    labels[rows] = np.where(own >= 0, place[own], -1)
    typical = tuple(medoids.central(found, np.flatnonzero(labels == at)) for at in range(chosen))
    return Segments(
        work.method, chosen, best, len(rows), labels, tuple(tried), typical,
        work.separation(chosen), rand, tuple(back[at] for at in order) if back else (),
        REFITS if chosen > 1 else 0, len({one.key for one in found}),
    )  # fmt: skip


def _try(
    work: _Work, k: int | None
) -> Generator[Step, None, tuple[list[Tried], dict[int, np.ndarray]]]:
    import numpy as np

    wanted = range(1, MOST + 1) if k is None else sorted({1, k})
    tried: list[Tried] = []
    labels: dict[int, np.ndarray] = {}
    for each in wanted:
        words = "Looking at everybody as one" if each == 1 else f"Trying {each} segments"
        yield words, 0.6 * (each - 1) / MOST
        labels[each], criterion = yield from _telling(
            work.divide(each), words, 0.6 * (each - 0.5) / MOST
        )
        sizes = np.bincount(labels[each][labels[each] >= 0], minlength=each)
        smallest = int(sizes.min())
        enough = smallest >= max(PEOPLE, SHARE * work.people)
        tried.append(Tried(each, criterion, smallest, each == 1 or enough))
        if k is None and work.hopeless(tried):
            break
    return tried, labels


def _choose(work: _Work, tried: list[Tried], k: int | None) -> tuple[int, int]:
    """The number of segments that the answers speak for, and the one that is taken."""
    best = work.best(tried).k
    if k is not None:
        if not next(one for one in tried if one.k == k).large_enough:
            raise Refused(
                f"With {k} segments the smallest has fewer than {PEOPLE} people or "
                f"{SHARE:.0%} of them; choose fewer segments."
            )
        return best, k
    return best, work.best([one for one in tried if one.large_enough]).k


def _refit(
    work: _Work, k: int, own: np.ndarray
) -> Generator[Step, None, tuple[float | None, list[float]]]:
    """Divide resampled people again and see whether the same segments come back."""
    import numpy as np

    if k == 1:
        return None, []
    random = np.random.default_rng(_SEED)
    indices, back = [], []
    for at in range(REFITS):
        words = f"Looking whether they come back: {at + 1} of {REFITS} resamples"
        share = 0.6 + 0.4 * at / REFITS
        other = yield from _telling(work.again(k, at, random), words, share)
        indices.append(rand_index(own, other))
        back.append(jaccard(own, other))
    return float(np.mean(indices)), [float(each) for each in np.mean(back, axis=0)]


def _telling(steps: Generator[None, None, T], words: str, share: float) -> Generator[Step, None, T]:
    """Run steps, saying at each what is under way; return what they return."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: T = end.value
            return found
        yield words, share


class _Work:
    """One method at work on some people."""

    method: Method
    people: int

    def divide(self, k: int) -> Generator[None, None, tuple[np.ndarray, float]]:
        """Return the segment of each person, -1 for none, and the criterion."""
        raise NotImplementedError

    def again(
        self, k: int, at: int, random: np.random.Generator
    ) -> Generator[None, None, np.ndarray]:
        """Return the segment of each person as divided by a resample of them."""
        raise NotImplementedError

    def best(self, tried: Sequence[Tried]) -> Tried:
        """Return the number of segments that the answers speak for."""
        raise NotImplementedError

    def hopeless(self, tried: Sequence[Tried]) -> bool:
        """Return whether more segments need not be tried."""
        return False

    def separation(self, k: int) -> float:
        """Return how far apart the segments are, 0 to 1."""
        raise NotImplementedError


class _Mixture(_Work):
    method: Method = "mixture"

    def __init__(self, found: Sequence[Variable], rows: np.ndarray) -> None:
        import numpy as np

        random = np.random.default_rng(_SEED)
        if len(rows) > FITTED:
            part = np.sort(random.choice(len(rows), FITTED, replace=False))
        else:
            part = np.arange(len(rows))
        self.all = mixture.design([_some(one, rows) for one in found])
        self.shape = self.all.of(part) if len(part) < len(rows) else self.all
        self.people = len(rows)
        self.apart: dict[int, float] = {}

    def divide(self, k: int) -> Generator[None, None, tuple[np.ndarray, float]]:
        made = yield from mixture.fit(self.shape, k, _SEED + k)
        found = made.posterior(self.all)
        self.apart[k] = mixture.separation(found)
        return _sure(found), made.bic(self.shape)

    def again(
        self, k: int, at: int, random: np.random.Generator
    ) -> Generator[None, None, np.ndarray]:
        size = min(len(self.shape.x), _REFITTED)
        drawn = random.integers(0, len(self.shape.x), size)
        made = yield from mixture.fit(self.shape.of(drawn), k, _SEED + 100 + at, starts=4)
        return _sure(made.posterior(self.all))

    def best(self, tried: Sequence[Tried]) -> Tried:
        return min(tried, key=lambda one: one.criterion)

    def hopeless(self, tried: Sequence[Tried]) -> bool:
        criteria = [one.criterion for one in tried]
        return len(criteria) > 3 and criteria[-1] > criteria[-2] > criteria[-3]

    def separation(self, k: int) -> float:
        return self.apart[k]


def _some(one: Variable, rows: np.ndarray) -> Variable:
    codes = None if one.codes is None else one.codes[rows]
    scores = None if one.scores is None else one.scores[rows]
    return Variable(one.key, one.option, one.names, codes, scores)


def _sure(posterior: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.where(posterior.max(axis=1) >= SURE, posterior.argmax(axis=1), -1)


class _Medoids(_Work):
    method: Method = "medoids"

    def __init__(self, found: Sequence[Variable], rows: np.ndarray) -> None:
        self.found, self.rows, self.people = found, rows, len(rows)
        self.apart: dict[int, float] = {1: 1.0}

    def divide(self, k: int) -> Generator[None, None, tuple[np.ndarray, float]]:
        import numpy as np

        if k == 1:
            return np.zeros(self.people, dtype=np.int64), 0.0
        made = yield from medoids.cluster(self.found, self.rows, k, _SEED)
        labels = medoids.nearest(self.found, made, self.rows).argmin(axis=1)
        width, by_chance = yield from self._widths(k, labels)
        # Shuffled answers have no segments: what they reach is chance.
        self.apart[k] = width - by_chance
        return labels, self.apart[k]

    def _widths(self, k: int, labels: np.ndarray) -> Generator[None, None, tuple[float, float]]:
        """The silhouette, and what answers shuffled question by question reach by chance."""
        import numpy as np

        random = np.random.default_rng(_SEED + k)
        size = min(self.people, medoids.SAMPLE)
        drawn = random.choice(self.people, size, replace=False)
        at = self.rows[drawn]
        width = medoids.silhouette(medoids.gower(self.found, at, at), labels[drawn])
        reached = []
        for _ in range(_SHUFFLES):
            yield
            mixed = [_some(one, random.permutation(at)) for one in self.found]
            every = np.arange(size)
            distances = medoids.gower(mixed, every, every)
            chosen = medoids.pam(distances, k, random)
            own = distances[:, chosen].argmin(axis=1)
            reached.append(medoids.silhouette(distances, own))
        return width, float(np.mean(reached) + _DEVIATIONS * np.std(reached))

    def again(
        self, k: int, at: int, random: np.random.Generator
    ) -> Generator[None, None, np.ndarray]:
        drawn = self.rows[random.integers(0, self.people, self.people)]
        made = yield from medoids.cluster(self.found, drawn, k, _SEED + at, samples=2)
        return medoids.nearest(self.found, made, self.rows).argmin(axis=1)

    def best(self, tried: Sequence[Tried]) -> Tried:
        return max(tried, key=lambda one: (one.criterion, -one.k))

    def separation(self, k: int) -> float:
        return self.apart[k]


__all__ = ["APART", "MOST", "PEOPLE", "REFITS", "SHARE", "SURE", "Method", "Segments", "Step",
           "Tried", "Verdict", "find"]  # fmt: skip
