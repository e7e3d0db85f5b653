"""What the room believes: every dot, the median, the middle half, and how far people agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from journeykit.emotions.curve import Rated, given, quarters

if TYPE_CHECKING:
    from journeykit.measures.agreement import Agreement
    from journeykit.model import Rating

#: So far apart are the lowest and highest rating of what is worth a talk, or the middle half.
APART, HALF_APART = 3, 2


@dataclass(frozen=True)
class Spread:
    """The ratings of one touchpoint, lowest first, and how far they lie apart.

    ``arousal`` is the median of those who gave one, 0 calm to 1 excited; ``labels`` are the
    words, the most frequent first, each with how many used it.
    """

    touchpoint: str
    dots: tuple[float, ...]
    median: float
    quartiles: tuple[float, float]
    arousal: float | None = None
    labels: tuple[tuple[str, int], ...] = ()

    @property
    def n(self) -> int:
        """How many rated."""
        return len(self.dots)

    @property
    def range(self) -> float:
        """From the lowest to the highest."""
        return self.dots[-1] - self.dots[0]

    @property
    def half(self) -> float:
        """How wide the middle half of the ratings is."""
        return self.quartiles[1] - self.quartiles[0]

    @property
    def discuss(self) -> bool:
        """Whether people saw so different things that it is worth a talk."""
        return self.range >= APART or self.half >= HALF_APART


def spreads(ratings: Iterable[Rating], touchpoints: Sequence[str]) -> list[Spread]:
    """Return the spread of each rated touchpoint, the widest first; what is equal in their order.

    Wide is a wide middle half first, then the distance of the lowest from the highest.
    """
    kept: dict[str, list[Rating]] = {place: [] for place in touchpoints}
    for rating in ratings:
        if rating.touchpoint in kept:
            kept[rating.touchpoint].append(rating)
    found = [_spread(place, some) for place, some in kept.items() if some]
    return sorted(found, key=lambda each: (-each.half, -each.range))


def _spread(touchpoint: str, ratings: Sequence[Rating]) -> Spread:
    dots = tuple(sorted(float(rating.valence) for rating in ratings))
    excited = [rating.arousal for rating in ratings if rating.arousal is not None]
    words: Counter[str] = Counter()
    for rating in ratings:
        words.update({label.strip().casefold() for label in rating.labels})
    return Spread(
        touchpoint, dots, float(median(dots)), quarters(dots),
        float(median(excited)) if excited else None,
        tuple(sorted(words.items(), key=lambda word: (-word[1], word[0]))),
    )  # fmt: skip


def agreement(ratings: Iterable[Rated], touchpoints: Sequence[str]) -> Agreement:
    """Return Krippendorff's alpha (ordinal) of the ratings of these touchpoints."""
    from journeykit.measures.agreement import krippendorff

    wanted = set(touchpoints)
    by_place = given(rating for rating in ratings if rating.touchpoint in wanted)
    people = sorted({person for ratings in by_place.values() for person in ratings})
    return krippendorff([[by_place[place].get(person) for place in by_place] for person in people])
