"""Numbers of people, as the pages of personas write them."""

from __future__ import annotations


def percent(share: float | None) -> str:
    """Return a share as people write it.

    >>> percent(0.274), percent(None)
    ('27\\xa0%', '–')
    """
    return "–" if share is None else f"{100 * share:.0f}\u00a0%"


def few(n: int | None) -> str:
    """Return a number of people; of 1 to 4 nothing is said.

    >>> few(0), few(3), few(1200)
    ('0', 'fewer than 5', '1,200')
    """
    return "fewer than 5" if n is None or 0 < n < 5 else f"{n:,}"


def share_words(n: int, people: int) -> str:
    """Return a share with its interval.

    >>> share_words(58, 212)
    '27\\xa0% (95 % interval 22 to 34\\xa0%)'
    """
    from journeykit.measures.intervals import wilson

    low, high = wilson(n, people)
    return f"{percent(n / people)} (95 % interval {100 * low:.0f} to {percent(high)})"


__all__ = ["few", "percent", "share_words"]
