"""What an export or an import left out, as a person reads it, and the name of the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import htpy as h

from journeykit.widgets import parts


def words(losses: Sequence[Any]) -> str:
    """Return the sentence that says how much was left out.

    >>> words([])
    'Nothing was left out.'
    """
    if not losses:
        return "Nothing was left out."
    count = len(losses)
    return f"{count} thing{'' if count == 1 else 's'} had no place or changed:"


def listed(losses: Sequence[Any], id: str) -> h.Node:
    """Return the loss report as a table."""
    if not losses:
        return None
    rows = ((loss.where, loss.what, loss.why) for loss in losses)
    return parts.table(
        ("Where", "What", "Why"), rows, caption="What was left out", id=id, stack=True
    )


def stem(title: str) -> str:
    """Return a workshop's title as the beginning of a file name that every system takes.

    >>> stem("Buying a jacket – 34 °C"), stem("你好")
    ('buying-a-jacket-34-c', 'workshop')
    """
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "workshop"
