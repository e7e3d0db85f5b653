"""What the room believes: every dot, median, middle half, agreement; the widest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import htpy as h

from journeykit.emotions import Spread, agreement, spreads
from journeykit.model import Workshop
from journeykit.widgets import parts

if TYPE_CHECKING:
    from journeykit.emotions import Point

#: The widest disagreements, which a room can talk about in a quarter of an hour.
FEW = 5


@dataclass(frozen=True)
class Progress:
    """How many people rate, and how many of them have rated every touchpoint."""

    people: int
    finished: int


def progress(workshop: Workshop, journey: str) -> Progress:
    """Return how far the room is."""
    wanted = {touchpoint.id for touchpoint in workshop.touchpoints_of(journey)}
    by_person: dict[str, set[str]] = {}
    for rating in workshop.ratings.values():
        if rating.touchpoint in wanted:
            by_person.setdefault(rating.participant, set()).add(rating.touchpoint)
    return Progress(len(by_person), sum(len(seen) == len(wanted) for seen in by_person.values()))


def standing(points: Iterable[Point], touchpoint: str) -> h.Element:
    """Return the mark of what stands behind a feeling at a touchpoint.

    What a team believes is assumed until customers were asked there (measured) or their comments
    were read (anecdotal).
    """
    shown = [p for p in points if p.touchpoint == touchpoint and p.shown and p.source != "team"]
    asked = next((p for p in shown if p.source == "survey"), None)
    if asked is not None:
        return parts.badge("measured", asked.n)
    return parts.badge("anecdotal", shown[0].n) if shown else parts.badge("assumed")


def disagreements(workshop: Workshop, journey: str, points: Sequence[Point] = ()) -> h.Node:
    """Return the dots of each touchpoint, those that the room disagrees on most first.

    ``points`` are those of the curve, which say where customers were asked, too.
    """
    order = [touchpoint.id for touchpoint in workshop.touchpoints_of(journey)]
    found = spreads(workshop.ratings.values(), order)
    if not found:
        return parts.empty(
            "Nobody has rated yet.",
            parts.button("Rate", "look", {"name": "view", "value": "rate"}, id="go-rate"),
        )
    return [
        h.p("#agreement")[_agreement(workshop, order)],
        _talk(workshop, found),
        h.p[
            "What the team believes is assumed until customers of this touchpoint were asked; the "
            "mark says where they were."
        ],
        parts.table(
            (
                "Touchpoint",
                "Evidence",
                "Dots from −2 to +2",
                "Median",
                "Middle half",
                "Excited",
                "Words",
                "n",
            ),
            (_row(workshop, spread, standing(points, spread.touchpoint)) for spread in found),
            caption="Ratings of the room, widest spread first",
            stack=True,
            id="spreads",
        ),
    ]


def _row(workshop: Workshop, spread: Spread, evidence: h.Element) -> tuple[h.Node, ...]:
    first, third = (parts.signed(end) for end in spread.quartiles)
    return (
        workshop.touchpoints[spread.touchpoint].name,
        evidence,
        _dots(spread.dots),
        parts.signed(spread.median),
        [f"{first} to {third}" if spread.n > 1 else "—",
         h.em(".blind-mark")["discuss"] if spread.discuss else None],
        "—" if spread.arousal is None else f"{spread.arousal:.2f}",
        ", ".join(f"{word} {times}" if times > 1 else word for word, times in spread.labels)
        or "—",
        str(spread.n),
    )  # fmt: skip


def _talk(workshop: Workshop, found: list[Spread]) -> h.Node:
    wide = [spread for spread in found if spread.discuss][:FEW]
    if found and max(spread.n for spread in found) == 1:
        return h.p["One person has rated so far: there is nothing to compare yet."]
    if not wide:
        return h.p["Nobody is far from the others: no touchpoint needs a talk for that."]
    return [
        h.h3["Talk about these first"],
        h.ol("#talk")[
            (
                h.li[
                    h.b[workshop.touchpoints[spread.touchpoint].name],
                    f": from {_whole(spread.dots[0])} to {_whole(spread.dots[-1])}. "
                    "Ask the lowest and the highest what they saw.",
                ]
                for spread in wide
            )
        ],
    ]


def _dots(values: tuple[float, ...]) -> h.Element:
    words = ", ".join(map(_whole, values))
    return h.span(".dots", role="img", aria_label=words)[
        (h.span[(h.i for value in values if value == step)] for step in range(-2, 3))
    ]


def _agreement(workshop: Workshop, order: list[str]) -> str:
    found = agreement(workshop.ratings.values(), order)
    if found.alpha is None:
        return f"Agreement: {found.words}."
    ends = f" ({found.low:.2f} to {found.high:.2f})" if found.low is not None else ""
    alpha = f"{found.alpha:.2f}{ends}".replace("-", "−")
    return (
        f"Agreement of {found.raters} people, Krippendorff's alpha {alpha}: {found.words}. "
        "1 is full agreement, 0 is chance."
    )


def _whole(value: float) -> str:
    return parts.signed(value, 0) if value else "0"
