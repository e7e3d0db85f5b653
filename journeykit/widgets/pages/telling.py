"""Sentences about a map: the first few are seen at once, the others unfold."""

from __future__ import annotations

from collections.abc import Sequence

import htpy as h

#: sentences that are read at a glance
FIRST = 6


def told(sentences: Sequence[str], id: str) -> h.Node:
    """Return sentences as a list; more than a few beyond the first stay folded.

    >>> print(told(["High.", "Low."], "said"))
    <div class="told" id="said"><ul><li>High.</li><li>Low.</li></ul></div>
    """
    first = FIRST if len(sentences) > FIRST + 2 else len(sentences)
    rest = sentences[first:]
    return h.div(".told", id=id)[
        h.ul[(h.li[sentence] for sentence in sentences[:first])],
        h.details(".advice", id=f"{id}-more")[
            h.summary[f"{len(rest)} more sentences"],
            h.ul[(h.li[sentence] for sentence in rest)],
        ]
        if rest
        else None,
    ]


__all__ = ["told"]
