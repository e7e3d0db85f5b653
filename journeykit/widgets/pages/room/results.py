"""What an activity brought, for the wall and for the facilitator; hidden until revealed."""

from __future__ import annotations

import htpy as h

from journeykit.model import Activity, Workshop
from journeykit.room import finding_kind, results
from journeykit.widgets import parts


def result(workshop: Workshop, activity: Activity) -> h.Node:
    """Return what the room said, or that it is hidden."""
    if not activity.revealed:
        return h.p(".soft")["Hidden until it is revealed."]
    match activity.kind:
        case "rate":
            return _spreads(workshop, activity)
        case "vote":
            return _votes(workshop, activity)
        case "rank":
            return _orders(workshop, activity)
        case "check":
            return _answers(workshop, activity)
        case "notes":
            return _cards(workshop, activity)
    return None


def _spreads(workshop: Workshop, activity: Activity) -> h.Node:
    found = results.spreads(workshop, activity)
    if not found:
        return parts.empty("Nobody has rated.")
    names = {id: touchpoint.name for id, touchpoint in workshop.touchpoints.items()}
    return parts.table(
        ("Touchpoint", "Each dot is a person, −2 to +2", "Median", "n"),
        (
            (
                names[one.touchpoint],
                _dots(one.values),
                [
                    parts.signed(one.median),
                    h.em(".blind-mark")["discuss"] if one.width >= 3 else None,
                ],
                str(len(one.values)),
            )
            for one in found
        ),
        caption="What the room believes, widest disagreement first",
    )


def _dots(values: tuple[int, ...]) -> h.Element:
    words = ", ".join(parts.signed(value, 0) if value else "0" for value in values)
    return h.span(".dots", role="img", aria_label=words)[
        (h.span[(h.i for value in values if value == step)] for step in range(-2, 3))
    ]


def _votes(workshop: Workshop, activity: Activity) -> h.Node:
    found = results.votes(workshop, activity)
    if not found or not found[0].n:
        return parts.empty("Nobody has voted.")
    known = {**workshop.findings, **workshop.actions}
    n = found[0].n
    return [
        h.p[f"{n} {'person' if n == 1 else 'people'} of the room voted."],
        parts.table(
            ("", "Voters", "Share of the voters (95 % interval)", "Dots"),
            (
                (
                    known[one.item].label,
                    f"{one.voters} of {one.n}",
                    f"{one.share:.0%} ({one.low:.0%} to {one.high:.0%})",
                    str(one.dots),
                )
                for one in found
            ),
            caption="What most people want first",
        ),
    ]


def _orders(workshop: Workshop, activity: Activity) -> h.Node:
    found = results.orders(workshop, activity)
    if not found:
        return parts.empty("Nobody has put anything in order.")
    known = {**workshop.findings, **workshop.actions}
    return parts.table(
        ("", "Mean place", "From … to", "n"),
        (
            (
                known[one.item].label,
                f"{one.mean:.1f}",
                f"{one.places[0]} … {one.places[-1]}",
                str(len(one.places)),
            )
            for one in found
        ),
        caption="The mean of everybody's places, the first one first",
    )


def _answers(workshop: Workshop, activity: Activity) -> h.Node:
    said = results.texts(workshop, activity)
    counts = results.choices(workshop, activity)
    all_ = sum(count for _, count in counts)
    if not said and not all_:
        return parts.empty("Nobody has answered.")
    return [
        parts.table(
            ("Answer", "People", "Share"),
            (
                (option, str(count), f"{count / all_:.0%}" if all_ else "–")
                for option, count in counts
            ),
            caption=activity.question or activity.title,
        )
        if counts
        else None,
        h.ul(".said")[(h.li[text] for text in said)] if said else None,
    ]


def _cards(workshop: Workshop, activity: Activity) -> h.Node:
    kind = finding_kind(activity)
    cards = (
        workshop.ordered("findings", kind=kind)
        if kind
        else workshop.ordered("notes", lane=activity.lane or "actions")
    )
    if not cards:
        return parts.empty("No cards yet.")
    return h.ul(".wall-cards")[
        (
            h.li(id=f"wall-{card.id}")[
                card.label,
                h.small[f" · {workshop.touchpoints[card.touchpoint].name}"]
                if card.touchpoint
                else None,
            ]
            for card in reversed(cards)
        )
    ]
