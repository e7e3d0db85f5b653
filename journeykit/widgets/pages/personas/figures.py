"""Numbers of people, as the pages of personas write them."""

from __future__ import annotations


def percent(share: float | None) -> str:
    """Return a share as people write it.

    >>> percent(0.274), percent(None)
    ('27\\xa0%', '–')
    """
    return "–" if share is None else f"{100 * share:.0f}\u00a0%"


def share_words(n: int, people: int) -> str:
    """Return a share with its interval.

    >>> share_words(58, 212)
    '27\\xa0% (95 % interval 22 to 34\\xa0%)'
    """
    from journeykit.measures.intervals import wilson

    low, high = wilson(n, people)
    return f"{percent(n / people)} (95 % interval {100 * low:.0f} to {percent(high)})"


__all__ = ["percent", "share_words"]
