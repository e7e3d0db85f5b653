"""What a curve is drawn from, and how wide its columns are."""

from __future__ import annotations

from dataclasses import dataclass

from journeykit.emotions.point import Point


@dataclass(frozen=True)
class Sizes:
    """Widths in CSS pixels: of the row names on the left and of each column."""

    label: float = 132
    column: float = 112

    @classmethod
    def fitting(cls, columns: int, room: float = 1180) -> Sizes:
        """Return sizes that fill `room` where columns are few, and never go below 104 px.

        >>> Sizes.fitting(10).column, Sizes.fitting(4).column, Sizes.fitting(40).column
        (104, 200, 104)
        """
        return cls(column=int(max(104, min(200, (room - cls.label) // max(columns, 1)))))

    def center(self, index: int) -> float:
        """The middle of a column, from the left end of the first."""
        return (index + 0.5) * self.column


__all__ = ["Point", "Sizes"]
