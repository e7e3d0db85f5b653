"""Two waves on one curve, and what changed between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeykit.emotions.curve import By, Sources, by_place, feelings, of_wave, respondents

if TYPE_CHECKING:
    import pandas as pd

    from journeykit.measures import Difference
    from journeykit.measures.counts import Tally


@dataclass(frozen=True)
class Change:
    """How a touchpoint's feeling moved from one wave to the next.

    ``difference`` is in steps of -2 to +2, with Welch's interval and p adjusted after Holm over
    all touchpoints; its numbers are None where one of the waves has fewer than five answers.
    """

    touchpoint: str
    before: str
    after: str
    difference: Difference

    @property
    def sure(self) -> bool:
        """Whether chance alone hardly explains it."""
        return bool(self.difference.sure)


def changes(
    answers: pd.DataFrame | None,
    touchpoints: Sequence[str],
    before: str,
    after: str,
    *,
    by: By = "touchpoint",
) -> list[Change]:
    """Return the change at each touchpoint that both waves asked about, in their order."""
    from journeykit.measures.comparing import in_family
    from journeykit.measures.differences import mean_difference

    first, second = (_tallies(_only(answers, wave), by) for wave in (before, after))
    places = [place for place in touchpoints if place in first and place in second]
    found = in_family([mean_difference(first[place], second[place]) for place in places])
    return [Change(place, before, after, each) for place, each in zip(places, found, strict=True)]


def _only(answers: pd.DataFrame | None, wave: str) -> pd.DataFrame | None:
    """The answers of a wave alone: what belongs to none would stand on both sides."""
    found = of_wave(answers, wave)
    return found if found is None or "wave" not in found else found[found["wave"] == wave]


def _tallies(answers: pd.DataFrame | None, by: By) -> dict[str, Tally]:
    from journeykit.measures.counts import Tally

    parts = {place: feelings(part) for place, part in by_place(answers, by).items()}
    return {place: Tally.of(*respondents(part)) for place, part in parts.items() if not part.empty}


__all__ = ["Change", "Sources", "changes"]
