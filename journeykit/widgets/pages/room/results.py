"""What an activity brought, for the wall, the phones and the facilitator; hidden until revealed."""

from __future__ import annotations

import htpy as h

from journeykit import room
from journeykit.measures.voting import verdict
from journeykit.model import Activity, Finding, Note, Workshop
from journeykit.room import results
from journeykit.widgets import parts
from journeykit.widgets.pages.room.cards import cards_of, place_of, words_of

#: with more cards than this, the wall shows them smaller
MANY = 18


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
        case "check" if room.asks_marks(activity):
            return _marks(workshop)
        case "check":
            return _answers(workshop, activity)
        case "notes":
            return clusters(workshop, activity)
    return None


# ---- ratings --------------------------------------------------------------------------------


def _spreads(workshop: Workshop, activity: Activity) -> h.Node:
    found = results.spreads(workshop, activity)
    if not found:
        return parts.empty("Nobody has rated.")
    names = {id: touchpoint.name for id, touchpoint in workshop.touchpoints.items()}
    return h.div(".spreads")[
        h.p(".soft")["Each dot is a person, from −2 (furious) to +2 (delighted). Widest first."],
        h.ul[
            (
                h.li(class_={"wide": one.wide})[
                    h.span(".words")[
                        names[one.touchpoint],
                        h.em(".blind-mark")["discuss"] if one.wide else None,
                    ],
                    _dots(one.values),
                    h.span(".middle")[
                        h.b[parts.signed(one.median)], h.small[f" median · n {len(one.values)}"]
                    ],
                ]
                for one in found
            )
        ],
    ]


def _dots(values: tuple[int, ...]) -> h.Element:
    words = ", ".join(parts.signed(value, 0) if value else "0" for value in values)
    return h.span(".dots", role="img", aria_label=f"Ratings: {words}")[
        (
            h.span[
                (h.i for value in values if value == step),
                h.small(".step", aria_hidden="true")[parts.signed(step, 0)],
            ]
            for step in range(-2, 3)
        )
    ]


# ---- votes and orders -----------------------------------------------------------------------


def _votes(workshop: Workshop, activity: Activity) -> h.Node:
    found = results.votes(workshop, activity)
    if not found or not found[0].n:
        return parts.empty("Nobody has voted.")
    known = {**workshop.findings, **workshop.actions}
    names = {id: one.label for id, one in known.items()}
    n = found[0].n
    left_out = "; ".join(names[one.item] for one in found if not one.voters)
    return h.div(".bars")[
        h.p(".verdict")[verdict(found, names)],
        h.ul[
            (
                _bar(
                    names[one.item], one.share, one.low, one.high,
                    [h.b[f"{one.voters} of {n}"],
                     f" · {one.dots} {'dot' if one.dots == 1 else 'dots'}"],
                    f"{one.share:.0%}, 95 % interval {one.low:.0%} to {one.high:.0%}",
                )
                for one in found
                if one.voters
            )
        ],
        h.p(".soft.nobody")[f"Nobody chose: {left_out}."] if left_out else None,
        h.p(".soft")[
            f"{n} {'person' if n == 1 else 'people'} of the room voted. The bar is the share of "
            "the voters who want it; the line is its 95 % interval."
        ],
    ]  # fmt: skip


def _bar(name: str, share: float, low: float, high: float, words: h.Node, exact: str) -> h.Element:
    """One item with its share as a bar and the interval as a line across it."""
    return h.li[
        h.span(".words")[name, h.small[words]],
        h.span(".bar-of", role="img", aria_label=exact)[
            h.i(style=f"width:{share:.1%}"),
            h.u(style=f"left:{low:.1%};width:{max(high - low, 0):.1%}"),
        ],
        h.small(".exact")[exact.replace("95 % interval ", "")],
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
                f"{one.places[0]}\u00a0…\u00a0{one.places[-1]}",
                str(len(one.places)),
            )
            for one in found
        ),
        caption="The mean of everybody's places, the first one first",
    )


# ---- answers and marks ------------------------------------------------------------------------


def _answers(workshop: Workshop, activity: Activity) -> h.Node:
    said = results.texts(workshop, activity)
    counts = results.choices(workshop, activity)
    all_ = sum(count for _, count in counts)
    if not said and not all_:
        return parts.empty("Nobody has answered.")
    return h.div(".bars")[
        h.p(".verdict")[activity.question] if activity.question else None,
        h.ul[(_counted(option, count, all_) for option, count in counts)] if all_ else None,
        h.ul(".said")[(h.li[text] for text in said)] if said else None,
    ]


def _counted(option: str, count: int, all_: int) -> h.Element:
    return h.li[
        h.span(".words")[option, h.small[f"{count} of {all_}"]],
        h.span(".bar-of", aria_hidden="true")[h.i(style=f"width:{count / all_:.1%}")],
    ]


def _marks(workshop: Workshop) -> h.Node:
    from journeykit.checks.rubric import FOR_PEOPLE, TITLES, marks

    found = {row: told for row in FOR_PEOPLE if (told := marks(workshop, row))}
    if not found:
        return parts.empty("Nobody has marked the map.")
    return parts.table(
        ("Row of the rubric", "Median of 3", "From … to", "n"),
        (
            (
                TITLES[row - 1],
                str(told["median"]),
                f"{told['low']}\u00a0…\u00a0{told['high']}",
                str(told["n"]),
            )
            for row, told in found.items()
        ),
        caption="Marks of the people in the room",
    )


# ---- cards ----------------------------------------------------------------------------------


def clusters(workshop: Workshop, activity: Activity) -> h.Node:
    """Return the cards by stage, in the order in which they came: nothing that is read moves."""
    cards = cards_of(workshop, activity)
    if not cards:
        return parts.empty("No cards yet.")
    groups: dict[str, list[Note | Finding]] = {}
    for card in cards:
        groups.setdefault(_stage(workshop, card), []).append(card)
    journey = workshop.current_journey()
    order = [one.id for one in workshop.stages_of(journey.id)] if journey else []
    held = [id for id in (*order, "") if id in groups]
    held += [id for id in groups if id not in held]
    return h.div(class_={"clusters": True, "many": len(cards) > MANY})[
        (
            h.section(id=f"cluster-{id or 'none'}")[
                h.h3[workshop.stages[id].name if id else "Anywhere"] if len(held) > 1 else None,
                h.ul(".wall-cards")[
                    (
                        h.li(id=f"wall-{card.id}")[
                            words_of(card), h.small[place_of(workshop, card) if id else ""]
                        ]
                        for card in groups[id]
                    )
                ],
            ]
            for id in held
        )
    ]


def _stage(workshop: Workshop, card: Note | Finding) -> str:
    touchpoint = workshop.touchpoints.get(card.touchpoint or "")
    return touchpoint.stage if touchpoint else getattr(card, "stage", None) or ""


__all__ = ["clusters", "result"]
