"""Texts from other tools as the lines and ids that a workshop holds."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from journeykit.exchange.losses import Loss
from journeykit.model import LINE_LIMIT, TEXT_LIMIT, Rating, new_id

_ID = re.compile(r"[A-Za-z0-9_.-]{1,80}")


def line(value: Any, where: str, losses: list[Loss], instead: str = "") -> str:
    """Return a value as a name, and note in `losses` when it had to be cut.

    >>> line(" Checkout ", "nodes/1", []), len(line("x" * 400, "nodes/1", found := [])), len(found)
    ('Checkout', 300, 1)
    """
    given = "" if value is None else str(value).strip()
    made = given[:LINE_LIMIT].strip() or instead
    if given and made != given:
        losses.append(
            Loss(where, "its name", f"it was cut after {LINE_LIMIT} signs: '{made[:40]}…'")
        )
    return made


def text(value: Any, where: str, losses: list[Loss]) -> str:
    """Return a value as a text, cut at the length that a workshop takes."""
    given = "" if value is None else str(value)
    if len(given) > TEXT_LIMIT:
        losses.append(
            Loss(where, f"what stands behind {TEXT_LIMIT:,} signs", "a text is no longer than that")
        )
    return given[:TEXT_LIMIT]


def id_of(value: Any, taken: Collection[str]) -> str:
    """Return an id that was given, or a new one where it is none of ours or is taken.

    >>> id_of("s1", ()), id_of("s1", ()) == id_of("no id", ())
    ('s1', False)
    """
    given = str(value)
    free = value is not None and _ID.fullmatch(given) and given not in taken
    return given if free else new_id()


def said_by(voice: str, touchpoint: str, valence: int, labels: tuple[str, ...] = ()) -> Rating:
    """Return the feeling that a file gives for a touchpoint, as the rating of one voice.

    >>> said_by("mermaid-score", "t1", -2).id
    'mermaid-score.t1'
    """
    return Rating.model_validate(
        {"participant": voice, "touchpoint": touchpoint, "valence": valence, "labels": labels}
    )
