"""The board: actions by status, moved by dragging, by arrows or by keys."""

from __future__ import annotations

import htpy as h

from journeykit.model import Action
from journeykit.widgets import parts
from journeykit.widgets.pages.improve.status import STATUSES, flag, flags, kind_mark

KEYS = parts.args(**{"Alt+ArrowRight": "later", "Alt+ArrowLeft": "earlier"})


def board(shown: list[Action]) -> h.Node:
    """Return one column a status, with a card an action."""
    return [
        h.p[
            h.small[
                "Drag a card, use its arrows, or press Alt with ← or → on it. Nothing is lost: "
                "Undo takes a move back."
            ]
        ],
        h.div(".imp-board")[
            (
                _column(status, [each for each in shown if each.status == status])
                for status in STATUSES
            )
        ],
    ]


def _column(status: str, actions: list[Action]) -> h.Element:
    return h.section(
        id=f"col-{status}", class_=f"imp-column imp-{status}",
        aria_labelledby=f"col-{status}-title",
        data_drop="move", data_args=parts.args(status=status),
    )[
        h.h3(id=f"col-{status}-title")[STATUSES[status], h.small[f" {len(actions)}"]],
        h.ul[(_card(each) for each in actions)],
    ]  # fmt: skip


def _card(action: Action) -> h.Element:
    id, order = action.id, list(STATUSES)
    now = order.index(action.status)
    back = order[now - 1] if now else ""
    on = order[now + 1] if now + 1 < len(order) else ""
    return h.li(
        id=f"card-{id}", class_="imp-card", tabindex="0", draggable="true", data_drag=id,
        data_keys=KEYS, data_args=parts.args(id=id), aria_label=f"{action.title}, {action.status}",
    )[
        parts.button(
            action.title, "to_action", {"id": id}, id=f"card-{id}-to", kind="imp-link",
            label=f"Open the action {action.title}",
        ),
        h.div(".imp-line")[kind_mark(action), (flag(words) for words in flags(action))],
        h.small[
            " · ".join(
                words
                for words in (action.owner, f"due {action.due:%d %b %Y}" if action.due else "")
                if words
            )
        ],
        h.div(".row")[
            _arrow("←", action, back, "earlier"), _arrow("→", action, on, "later")
        ],
    ]  # fmt: skip


def _arrow(sign: str, action: Action, to: str, do: str) -> h.Node:
    if not to:
        return None
    return parts.icon_button(
        sign, f"Move '{action.title}' to {STATUSES[to]}", do, {"id": action.id},
        id=f"card-{action.id}-{do}",
    )  # fmt: skip


__all__ = ["board"]
