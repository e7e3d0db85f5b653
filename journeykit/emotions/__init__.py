"""Emotions: the curve of a journey, from what customers answered and what the team believes.

``curve`` here is the function; the module of the same name holds it.
"""

from __future__ import annotations

from journeykit.emotions.composite import Composite, composite
from journeykit.emotions.curve import curve, headline, wave_order
from journeykit.emotions.gaps import Gap, gaps
from journeykit.emotions.guide import describe, reading_guide
from journeykit.emotions.loyalty import Tie, ties
from journeykit.emotions.point import Point
from journeykit.emotions.reading import Shape, Target, shape, targets
from journeykit.emotions.scale import from_valence, to_valence
from journeykit.emotions.team import Spread, agreement, spreads
from journeykit.emotions.waves import Change, changes

__all__ = [
    "Change", "Composite", "Gap", "Point", "Shape", "Spread", "Target", "Tie", "agreement",
    "changes", "composite", "curve", "describe", "from_valence", "gaps", "headline",
    "reading_guide", "shape", "spreads", "targets", "ties", "to_valence", "wave_order",
]  # fmt: skip
