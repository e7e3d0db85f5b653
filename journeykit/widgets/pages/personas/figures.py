"""Numbers of people, as the pages of personas write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeykit.few import counted

if TYPE_CHECKING:
    import numpy as np

    from journeykit.survey import Survey


def percent(share: float | None) -> str:
    """Return a share as people write it.

    >>> percent(0.274), percent(None)
    ('27\\xa0%', '–')
    """
    return "–" if share is None else f"{100 * share:.0f}\u00a0%"


def share_words(mask: np.ndarray, weights: np.ndarray | None = None) -> str:
    """Return the share of the people of a mask with its interval.

    >>> import numpy as np
    >>> share_words(np.arange(212) < 58)
    '27\\xa0% (95 % interval 22 to 34\\xa0%)'
    """
    from journeykit.insight.segments.standing import share

    value, low, high = share(mask, weights)
    if value != value:
        return "no response has a weight that can be used"
    kind = "" if weights is None else " weighted"
    return f"{percent(value)}{kind} (95 % interval {100 * low:.0f} to {percent(high)})"


def weighted_words(survey: Survey, unweighted: int = 0) -> str:
    """Say whether shares are weighted, by what, and who has no weight."""
    if survey.weight is None:
        return "Not weighted: the survey has no weights."
    gone = (
        f" {counted(unweighted)} responses have no weight that can be used and are in no share."
        if unweighted
        else ""
    )
    return f"People are counted one by one; shares are weighted by “{survey.weight}”.{gone}"


__all__ = ["percent", "share_words", "weighted_words"]
