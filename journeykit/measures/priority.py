"""Priority: which action first. Pure arithmetic with the definitions said aloud."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from journeykit.errors import Refused

Quadrant = Literal["quick win", "big bet", "fill-in", "money pit"]

#: The steps of impact and confidence that Intercom's RICE uses.
RICE_IMPACT: Mapping[float, str] = {
    3: "massive", 2: "high", 1: "medium", 0.5: "low", 0.25: "minimal",
}  # fmt: skip
RICE_CONFIDENCE: Mapping[float, str] = {1: "high", 0.8: "medium", 0.5: "low"}


def impact_effort(impact: float, effort: float, middle: tuple[float, float] = (3, 3)) -> Quadrant:
    """Return the quadrant of the impact and effort grid; a value on the middle counts as high.

    >>> impact_effort(impact=5, effort=1), impact_effort(impact=1, effort=5)
    ('quick win', 'money pit')
    """
    _positive("impact", impact, zero=True)
    _positive("effort", effort, zero=True)
    if impact >= middle[0]:
        return "big bet" if effort >= middle[1] else "quick win"
    return "money pit" if effort >= middle[1] else "fill-in"


def rice(reach: float, impact: float, confidence: float, effort: float) -> float:
    """Return reach × impact × confidence / effort.

    Reach in people a period, impact 0.25 to 3, confidence 0 to 1, effort in person-months.

    >>> rice(reach=2000, impact=1, confidence=0.8, effort=2)
    800.0
    """
    _positive("reach", reach, zero=True)
    _positive("impact", impact, zero=True)
    if not 0 <= confidence <= 1:
        raise Refused(f"Confidence {confidence:g} is not between 0 and 1.")
    _positive("effort", effort)
    return reach * impact * confidence / effort


def ice(impact: float, confidence: float, ease: float) -> float:
    """Return the product of impact, confidence and ease, each from 1 to 10.

    >>> ice(impact=8, confidence=5, ease=5)
    200
    """
    for name, value in (("Impact", impact), ("Confidence", confidence), ("Ease", ease)):
        if not 1 <= value <= 10:
            raise Refused(f"{name} {value:g} is not between 1 and 10.")
    return impact * confidence * ease


def ranks(values: Mapping[str, float | None]) -> dict[str, int]:
    """Return the rank of each item, 1 for the highest; equals share a rank, None has none.

    >>> ranks({"a": 3.0, "b": 5.0, "c": 3.0, "d": None})
    {'b': 1, 'a': 2, 'c': 2}
    """
    known = {item: value for item, value in values.items() if value is not None}
    ordered = sorted(known, key=lambda item: -known[item])
    return {item: 1 + sum(other > known[item] for other in known.values()) for item in ordered}


def _positive(name: str, value: float, zero: bool = False) -> None:
    if value < 0 or (value == 0 and not zero):
        raise Refused(f"{name.capitalize()} {value:g} has to be above 0.")
