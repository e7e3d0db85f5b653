"""Choosing: dots for what matters, an order of things, an answer to a question."""

from __future__ import annotations

from collections.abc import Sequence

import htpy as h

from journeykit import room
from journeykit.checks.rubric import FOR_PEOPLE, SCALE, TITLES
from journeykit.model import Action, Activity, Answer, Finding, Mark, Workshop
from journeykit.widgets import parts


def items_of(workshop: Workshop, activity: Activity) -> list[tuple[str, str]]:
    """Return what is chosen from, as (id, title), in the order of the activity."""
    known: dict[str, Finding | Action] = {**workshop.findings, **workshop.actions}
    return [(id, known[id].title) for id in room.votable(workshop, activity)]


def marking(workshop: Workshop, me: str) -> h.Node:
    """Return the rows of the rubric that people mark, with this person's marks."""
    return h.div(".marking")[
        (_marked(row, ask, workshop.marks.get(f"{me}.{row}")) for row, ask in FOR_PEOPLE.items())
    ]


def _marked(row: int, ask: str, mine: Mark | None) -> h.Element:
    given = {"row": str(row)}
    return h.section(".card", id=f"row-{row}", aria_labelledby=f"row-{row}-title")[
        h.h2(id=f"row-{row}-title")[TITLES[row - 1]],
        h.p[ask],
        h.div(".scale", role="group", aria_labelledby=f"row-{row}-title")[
            (
                parts.button(
                    [h.b[str(score)], h.small[words]], "mark", {**given, "score": score},
                    id=f"mark-{row}-{score}", aria_pressed=_pressed(mine, score),
                    kind="on" if mine and mine.score == score else "",
                )
                for score, words in SCALE.items()
            )
        ],
        parts.field("Why? (optional)", f"remark-{row}", mine.remark, "remark", given)
        if mine
        else None,
    ]  # fmt: skip


def _pressed(mine: Mark | None, score: int) -> str:
    return "true" if mine is not None and mine.score == score else "false"


def voting(workshop: Workshop, activity: Activity, me: str) -> h.Node:
    """Return the items with this person's dots; nobody's others are in it."""
    items = items_of(workshop, activity)
    if not items:
        return parts.empty("There is nothing to vote on yet.")
    mine = {id: _dots(workshop, me, id) for id, _ in items}
    left = activity.dots - sum(mine.values())
    return h.fragment[
        h.p("#dots-left", role="status")[_left(left, activity.dots)],
        h.ul(".votes")[(_item(id, title, mine[id], left) for id, title in items)],
        h.p(".soft")[
            "Nobody sees a tally before all have voted. Until then you can move your dots."
        ],
    ]


def _left(left: int, all_: int) -> str:
    if left == 0:
        return f"All {all_} dots are placed."
    return f"{left} of {all_} dots left."


def _dots(workshop: Workshop, me: str, item: str) -> int:
    vote = workshop.votes.get(f"{me}.{item}")
    return vote.dots if vote else 0


def _item(id: str, title: str, dots: int, left: int) -> h.Element:
    return h.li(id=f"vote-{id}")[
        h.span(".words")[title],
        h.span(".dots-row")[
            parts.button(
                "−", "dots", {"item": id, "dots": dots - 1}, id=f"less-{id}",
                label=f"One dot less: {title[:80]}", disabled=dots == 0,
            ),
            h.span(".count", aria_label=f"{dots} {'dot' if dots == 1 else 'dots'}")[
                "●" * dots or "0"
            ],
            parts.button(
                "+", "dots", {"item": id, "dots": dots + 1}, id=f"more-{id}",
                label=f"One dot more: {title[:80]}", disabled=left <= 0,
            ),
        ],
    ]  # fmt: skip


def ranking(workshop: Workshop, activity: Activity, answer: Answer | None) -> h.Node:
    """Return the items in this person's order, each with a way up and down."""
    titles = dict(items_of(workshop, activity))
    order = order_of(list(titles), answer)
    if len(order) < 2:
        return parts.empty("There is nothing to rank yet.")
    return h.fragment[
        h.p(".soft")[
            "The most important first." if answer and answer.order else
            "Nothing is counted before you have moved something or pressed the button."
        ],
        h.ol(".ranks")[
            (_ranked(id, titles[id], at, len(order)) for at, id in enumerate(order))
        ],
        None
        if answer and answer.order
        else parts.button("This order is right", "order", {"ids": order}, id="order-right"),
    ]  # fmt: skip


def order_of(ids: Sequence[str], answer: Answer | None) -> list[str]:
    """Return a person's order of what there is now; new things stand last.

    >>> order_of(["a", "b", "c"], None)
    ['a', 'b', 'c']
    """
    said = [id for id in (answer.order if answer else ()) if id in ids]
    return said + [id for id in ids if id not in said]


def _ranked(id: str, title: str, at: int, count: int) -> h.Element:
    return h.li(id=f"rank-{id}")[
        h.span(".words")[title],
        parts.button("↑", "up", {"id": id}, id=f"up-{id}", disabled=at == 0,
                     label=f"Up: {title[:80]}"),
        parts.button("↓", "down", {"id": id}, id=f"down-{id}", disabled=at == count - 1,
                     label=f"Down: {title[:80]}"),
    ]  # fmt: skip


def question(activity: Activity, answer: Answer | None) -> h.Node:
    """Return a question with its answers to choose from, or a field for one's own words."""
    asked = activity.question or activity.instruction or activity.title
    if not activity.options:
        return parts.field(
            asked, "answer-text", answer.text if answer else "", "say", kind="area", rows=4
        )
    chosen = answer.choice if answer else ""
    return h.fieldset("#answers")[
        h.legend[asked],
        (
            h.button(
                id=f"option-{at}", type="button", class_={"on": option == chosen},
                aria_pressed="true" if option == chosen else "false",
                data_do="choose", data_args=parts.args(option=option),
            )[option]
            for at, option in enumerate(activity.options)
        ),
    ]  # fmt: skip
