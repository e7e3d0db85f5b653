"""Bands: a range of numbers, as an answer of a persona's rule names it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"[-+−]?\d+(?:[.,]\d+)?"
_BETWEEN = re.compile(rf"({_NUMBER}) to ({_NUMBER})")
_FROM = re.compile(rf"({_NUMBER}) or more")
_UP_TO = re.compile(rf"({_NUMBER}) or less")


@dataclass(frozen=True)
class Band:
    """A range of numbers with both ends in it; None is an open end."""

    low: float | None = None
    high: float | None = None

    def __contains__(self, value: float) -> bool:
        above = self.low is None or value >= self.low
        return above and (self.high is None or value <= self.high)

    def __str__(self) -> str:
        if self.low is None:
            return f"{self.high:.10g} or less"
        return (
            f"{self.low:.10g} or more"
            if self.high is None
            else f"{self.low:.10g} to {self.high:.10g}"
        )


def band(text: str) -> Band | None:
    """Return the band that an answer of a rule names, None where it names none.

    >>> band("18 to 34"), str(Band(None, 17.5)), band("often")
    (Band(low=18.0, high=34.0), '17.5 or less', None)
    """
    text = text.strip()
    if found := _BETWEEN.fullmatch(text):
        low, high = sorted(map(_read, found.groups()))
        return Band(low, high)
    if found := _FROM.fullmatch(text):
        return Band(_read(found[1]), None)
    if found := _UP_TO.fullmatch(text):
        return Band(None, _read(found[1]))
    return None


def _read(text: str) -> float:
    return float(text.replace("−", "-").replace(",", "."))


__all__ = ["Band", "band"]
