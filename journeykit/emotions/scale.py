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


def from_valence(valence: float, low: float = 1, high: float = 5) -> float:
    """Return a valence as a point of the scale that was answered on; the reverse.

    >>> from_valence(1), from_valence(2, 5, 1)
    (4.0, 1.0)
    """
    return low + (valence - LOWEST) / (HIGHEST - LOWEST) * (high - low)


def signed(value: float, digits: int = 1) -> str:
    """Write a valence with its sign; whole numbers without decimals.

    >>> signed(-1.3), signed(2), signed(0.04), signed(0.04, 2)
    ('−1.3', '+2', '0', '+0.04')
    """
    rounded = round(value, digits)
    if rounded == 0:
        return "0"
    text = f"{abs(rounded):.{digits}f}".rstrip("0").rstrip(".")
    return f"+{text}" if rounded > 0 else f"−{text}"
