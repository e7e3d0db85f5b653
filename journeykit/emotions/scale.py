"""The scale of feeling: valence from -2 (furious) to +2 (delighted)."""

from __future__ import annotations

from typing import Any

LOWEST, HIGHEST = -2.0, 2.0


def to_valence(value: Any, low: float = 1, high: float = 5) -> Any:
    """Return a rating, or an array of ratings, from a scale as valence, linearly.

    ``low`` is the worst end; a scale on which 1 is the best has ``low`` above ``high``.

    >>> to_valence(5), to_valence(3), to_valence(7, 1, 7), to_valence(1, 5, 1)
    (2.0, 0.0, 2.0, 2.0)
    """
    if low == high:
        raise ValueError(f"a scale from {low:g} to {high:g} has one point")
    return (value - low) / (high - low) * (HIGHEST - LOWEST) + LOWEST
