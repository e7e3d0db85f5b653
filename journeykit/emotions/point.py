"""A point of the emotion curve: a feeling at a place, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

#: survey: what customers rated; text: what their comments sound like; team: what the room believes
PointSource = Literal["survey", "text", "team"]
#: From the best evidence to the weakest; the team is never called measured (METHOD 4).
TIERS: tuple[PointSource, ...] = ("survey", "text", "team")


@dataclass(frozen=True)
class Point:
    """A feeling at a touchpoint (or a stage), -2 to +2, and where it comes from.

    Survey: ``value`` is the mean of the respondents, ``low`` and ``high`` its 95 % interval,
    ``raw`` the mean as it was answered on the scale ``scale`` (worst, best). Text: the mean of
    the comments. Team: ``value`` is the median, ``dots`` are all ratings and ``quartiles`` the
    middle half of them; there is no interval. ``titles`` names the sources, ``collected`` is
    the latest day of them, ``wave`` the wave. Where ``shown`` is False, ``value`` is None and
    ``reason`` says why.
    """

    touchpoint: str
    source: PointSource
    value: float | None
    low: float | None
    high: float | None
    n: int
    median: float | None
    shown: bool
    reason: str
    dots: tuple[float, ...] = ()
    method: str = ""
    wave: str = ""
    titles: tuple[str, ...] = ()
    collected: date | None = None
    raw: float | None = None
    scale: tuple[float, float] | None = None
    quartiles: tuple[float, float] | None = None


def unshown(
    touchpoint: str, n: int, reason: str, source: PointSource = "survey", wave: str = ""
) -> Point:
    """Return the gap in the line: no value, and the reason."""
    return Point(touchpoint, source, None, None, None, n, None, False, reason, wave=wave)
