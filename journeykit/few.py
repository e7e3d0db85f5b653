"""How many people are too few to tell a number about (METHOD 3.12)."""

from __future__ import annotations

#: A number about fewer people than this is not shown: it would be about persons.
FEWEST = 5


def counted(n: int | None) -> str:
    """Say how many people there are; where they are few, or it is kept back, only that.

    >>> counted(0), counted(3), counted(1200), counted(None)
    ('0', 'fewer than 5', '1,200', 'fewer than 5')
    """
    return f"fewer than {FEWEST}" if n is None or 0 < n < FEWEST else f"{n:,}"
