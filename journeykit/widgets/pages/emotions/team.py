"""What the room believes: every dot, median, spread, agreement; the widest first."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

import htpy as h

from journeykit.model import Workshop
from journeykit.widgets import parts


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


def disagreements(workshop: Workshop, journey: str) -> h.Node:
    """Return the dots of each touchpoint, those that the room disagrees on most first."""
    rows = []
    given = _ratings(workshop)
    for touchpoint in workshop.touchpoints_of(journey):
        values = sorted(given.get(touchpoint.id, {}).values())
        if values:
            rows.append((values[-1] - values[0], touchpoint, values))
    if not rows:
        return parts.empty(
            "Nobody has rated yet.",
            parts.button("Rate", "look", {"name": "view", "value": "rate"}, id="go-rate"),
        )
    rows.sort(key=lambda row: -row[0])
    return [
        h.p[_agreement(workshop)],
        parts.table(
            ("Touchpoint", "Dots from −2 to +2", "Median", "Spread", "n"),
            (
                (
                    touchpoint.name,
                    _dots(values),
                    parts.signed(median(values)),
                    [str(spread), h.em(".blind-mark")["discuss"] if spread >= 3 else None],
                    str(len(values)),
                )
                for spread, touchpoint, values in rows
            ),
            caption="Ratings of the room, widest spread first",
        ),
    ]


def _ratings(workshop: Workshop) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for rating in workshop.ratings.values():
        found.setdefault(rating.touchpoint, {})[rating.participant] = rating.valence
    return found


def _dots(values: list[int]) -> h.Element:
    words = ", ".join(parts.signed(value, 0) if value else "0" for value in values)
    return h.span(".dots", role="img", aria_label=words)[
        (h.span[(h.i for value in values if value == step)] for step in range(-2, 3))
    ]


def _agreement(workshop: Workshop) -> str:
    from journeykit.measures.agreement import krippendorff

    given = _ratings(workshop)
    people = sorted({person for ratings in given.values() for person in ratings})
    found = krippendorff([[given[item].get(person) for item in given] for person in people])
    if found.alpha is None:
        return f"Agreement: {found.words}"
    return f"Krippendorff's alpha {found.alpha:.2f}".replace("-", "−") + f": {found.words}"
