"""A theme becomes a finding: its kind, how frequent it is, the sources, and at most one quote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from journeykit.errors import Refused
from journeykit.few import FEWEST
from journeykit.insight.themes.comments import Decided

if TYPE_CHECKING:
    import numpy as np

    from journeykit.insight.themes.counting import Share
    from journeykit.model import Finding, Source, Theme

KINDS = {
    "opportunity": "Opportunity", "unmet_need": "Unmet need", "risk": "Risk", "pain": "Pain",
    "delight": "Delight",
}  # fmt: skip
#: a share up to this is a frequency of 1, 2, 3 or 4 of 5: a few, some, about half, most
_STEPS = (0.1, 0.35, 0.65, 0.9)
_QUOTING = re.compile(
    r"\b(quot\w*|verbatim|zitat\w*|zitier\w*|citation|citer|citar|citado)\b", re.I
)
_NOT = re.compile(r"\b(not|no|never|without|nicht|keine?|ohne|ne|sans|sin)\b", re.I)


def may_quote(source: Source) -> bool:
    """Whether the consent text of a source says that words may be quoted.

    >>> from journeykit.model import Source
    >>> [may_quote(Source(consent=text)) for text in (
    ...     "Answers may be quoted without a name.", "Will not be quoted.", "")]
    [True, False, False]
    """
    for sentence in re.split(r"[.;\n]", source.consent):
        if _QUOTING.search(sentence):
            before = sentence[: _QUOTING.search(sentence).start()]  # type: ignore[union-attr]
            return not _NOT.search(before)
    return False


def frequency(part: Share) -> int | None:
    """Return how frequent a theme is, 1 to 5, None where it is not known.

    >>> from journeykit.insight.themes.counting import share
    >>> [frequency(share(hits, 100)) for hits in (4, 20, 50, 80, 95)]
    [1, 2, 3, 4, 5]
    """
    if part.share is None:
        return None
    return 1 + sum(part.share > step for step in _STEPS)


def kind_of(theme: Theme, decided: Decided, mask: np.ndarray) -> str:
    """Return what a theme points to: its kind, else the one that its comments were given most."""
    if theme.kind:
        return theme.kind
    counted = Counter(
        coding.kind for at, coding in decided.codings.items() if coding.kind and mask[at]
    )
    return max(sorted(counted), key=lambda kind: counted[kind], default="")


def finding(
    theme: Theme, decided: Decided, mask: np.ndarray, part: Share, *, rank: float,
    quote: str = "", sources: Sequence[str] | None = None,
) -> Finding:  # fmt: skip
    """Return the finding of a theme; ``mask`` marks its comments, ``part`` is its share.

    Its detail says what was counted. Raises `Refused` without a kind, or with too few comments.
    """
    from journeykit.model import Finding

    kind = kind_of(theme, decided, mask)
    if not kind:
        raise Refused(f"Say first what '{theme.name}' points to: a pain, a risk, an unmet need…")
    if not part.shown or part.hits < FEWEST:
        raise Refused(
            f"'{theme.name}' has {part.hits} responses; a finding from comments needs {FEWEST}."
        )
    cited = sources if sources is not None else _sources(decided, mask)
    fields: dict[str, Any] = {
        "kind": kind, "title": theme.name, "detail": detail(theme, decided, mask, part),
        "quote": quote, "frequency": frequency(part), "touchpoint": theme.touchpoint,
        "sources": tuple(cited), "rank": rank,
    }  # fmt: skip
    return Finding(**fields)


def detail(theme: Theme, decided: Decided, mask: np.ndarray, part: Share) -> str:
    """Say in words what was counted, and by whom."""
    coded = sum(theme.id in coding.themes for coding in decided.codings.values())
    how = f"found by the words {', '.join(theme.words)}" if theme.words else "put there by a person"
    if coded and theme.words:
        how += f"; {coded} put there by a person"
    return f"{counted(part)} with comments speak of it; {how}."


def counted(part: Share) -> str:
    """Return a share in words.

    >>> from journeykit.insight.themes.counting import share
    >>> counted(share(37, 212))
    '37 of 212 responses (17 %, 13 to 23 %)'
    """
    if part.share is None or part.low is None or part.high is None:
        return f"fewer than {FEWEST} responses"
    low, high = f"{part.low:.0%}".rstrip("%"), f"{part.high:.0%}".rstrip("%")
    return f"{part.hits:,} of {part.n:,} responses ({part.share * 100:.0f} %, {low} to {high} %)"


def _sources(decided: Decided, mask: np.ndarray) -> list[str]:
    return list(dict.fromkeys(decided.comments.source[mask].tolist()))
