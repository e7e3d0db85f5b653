"""What a facilitator sees when the server lets people wait, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import htpy as h

from journeykit.widgets import parts

if TYPE_CHECKING:
    from journeykit.store import TurnedAway


def crowded(told: Sequence[TurnedAway]) -> h.Node:
    """Return the card of Room; nothing where everybody found a place."""
    if not told:
        return None
    full, hasty = _full(told), _hasty(told)
    return parts.card(
        "Somebody is waiting outside" if full else "Somebody is slowed down",
        h.div(role="status")[
            [h.p[_places(one, len(told) > 1)] for one in full],
            [h.p[_haste(one, len(told) > 1)] for one in hasty],
        ],
        h.ul(".soft")[
            h.li["Close pages that nobody looks at; a place is free within a minute."],
            h.li[
                "Fewer programs on this computer leave more memory, and so more places. Was it "
                "started with ",
                h.code["--people"],
                "? A higher number lets more in.",
            ],
            h.li[
                "Larger rooms take a second computer with the same store: ",
                h.code["deploy/README.md"],
                " says how.",
            ],
        ]
        if full
        else h.p(".soft")[
            "Mostly this is a script, or a browser that reloads without end. Whoever is inside "
            "notices nothing."
        ],
        id="crowded",
    )


def line(told: Sequence[TurnedAway]) -> h.Node:
    """Return the same as one quiet line; nothing where everybody found a place."""
    if not told:
        return None
    words = [_places(one, len(told) > 1) for one in _full(told)]
    words += [_haste(one, len(told) > 1) for one in _hasty(told)]
    return h.p("#crowded-line.soft", role="status")[" ".join(words), " Room says what to do."]


def _full(told: Sequence[TurnedAway]) -> list[TurnedAway]:
    return [one for one in told if one.full]


def _hasty(told: Sequence[TurnedAway]) -> list[TurnedAway]:
    return [one for one in told if one.hasty]


def _places(one: TurnedAway, several: bool) -> str:
    times = "once" if one.full == 1 else f"{one.full} times"
    here = f"The server {one.server}" if several else "This server"
    return (
        f"{here} has {one.limit} {'place' if one.limit == 1 else 'places'}; {times} somebody found "
        f"none, last at {one.seen.astimezone():%H:%M}. Their pages try again by themselves."
    )


def _haste(one: TurnedAway, several: bool) -> str:
    times = "once" if one.hasty == 1 else f"{one.hasty} times"
    here = f"the server {one.server}" if several else "this server"
    return (
        f"Pages came faster from one network than people open them, so {here} made them wait "
        f"{times}, last at {one.seen.astimezone():%H:%M}."
    )


__all__ = ["crowded", "line"]
