"""Emotions: the curve of a journey, from what customers answered and what the team believes.

``curve`` here is the function; the module of the same name holds it and `Point`.
"""

from __future__ import annotations

from journeykit.emotions.curve import Point, curve
from journeykit.emotions.reading import Gap, Shape, describe, gaps, shape
from journeykit.emotions.scale import to_valence

__all__ = ["Gap", "Point", "Shape", "curve", "describe", "gaps", "shape", "to_valence"]
