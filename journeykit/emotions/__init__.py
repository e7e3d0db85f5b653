"""Emotions: the curve of a journey, from what customers answered and what the team believes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeykit.emotions.points import Point, curve
    from journeykit.emotions.reading import Gap, Shape, describe, gaps, shape
    from journeykit.emotions.scale import to_valence

_HOMES = {
    "Point": "points", "curve": "points",
    "Gap": "reading", "Shape": "reading", "describe": "reading", "gaps": "reading",
    "shape": "reading",
    "to_valence": "scale",
}  # fmt: skip

__all__ = ["Gap", "Point", "Shape", "curve", "describe", "gaps", "shape", "to_valence"]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
