"""The mark ASSUMPTIONS on everything that leaves the kit with less than half of it evidenced."""

from __future__ import annotations

import re

from journeykit.checks import assumptions_mark
from journeykit.checks.covering import MARK
from journeykit.model import Workshop

_PREFIX = f"{MARK} · "
_BEFORE = re.compile(rf"^(?:{MARK} · )+")


def notice(workshop: Workshop) -> str:
    """Return the sentence for a workshop that carries the mark, else nothing.

    >>> notice(Workshop.new("Jacket"))
    ''
    """
    return assumptions_mark(workshop) or ""


def marked(title: str, workshop: Workshop) -> str:
    """Return a title with the mark before it where the workshop carries it."""
    return _PREFIX + title if notice(workshop) else title


def unmarked(title: str) -> str:
    """Return a title without the mark, so that it is not there twice.

    >>> unmarked("ASSUMPTIONS · Buying a jacket")
    'Buying a jacket'
    """
    return _BEFORE.sub("", title)
