"""Impact against effort: a grid onto which actions are dragged, or moved by keys."""

from __future__ import annotations

from collections.abc import Sequence

import htpy as h

from journeykit.measures import priority
from journeykit.model import Action
from journeykit.widgets import parts

#: the steps of impact from much to little, and of effort in person-months
IMPACTS = (3.0, 2.0, 1.0, 0.5, 0.25)
EFFORTS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
#: from here on impact and effort are high
MIDDLE = (1.5, 1.5)
QUADRANTS = {
    "quick win": "Quick win", "big bet": "Big bet", "fill-in": "Fill-in",
    "money pit": "Think twice",
}  # fmt: skip
KEYS = parts.args(**{
    "Alt+ArrowUp": "up", "Alt+ArrowDown": "down", "Alt+ArrowLeft": "left",
    "Alt+ArrowRight": "right",
})  # fmt: skip


def nearest(steps: Sequence[float], value: float) -> int:
    """Return the index of the step that is nearest, by ratio.

    >>> nearest(EFFORTS, 1.5), nearest(IMPACTS, 0)
    (3, 4)
    """
    near = [abs(max(step, value) / max(min(step, value), 1e-9)) for step in steps]
    return near.index(min(near)) if value > 0 else steps.index(min(steps))


def matrix(actions: list[Action]) -> h.Element:
    """Return the card with the matrix, its table, and the actions that have no place yet."""
    placed = [a for a in actions if a.impact is not None and a.effort is not None]
    loose = [a for a in actions if a not in placed]
    numbers = {each.id: n for n, each in enumerate(actions, start=1)}
    return parts.card(
        "Impact and effort",
        h.p[
            h.small[
                "Drag a number to its place, or press Alt with an arrow key on it. "
                "The steps are the same as in RICE."
            ]
        ],
        h.div(".two.imp-matrix")[
            _grid(placed, numbers),
            parts.table(
                ["No.", "Action", "Impact", "Effort", "Quadrant"],
                (_words(each, numbers[each.id]) for each in placed),
                caption="Actions by impact and effort",
            )
            if placed
            else parts.empty("No action has a place yet."),
        ],
        _tray(loose, numbers) if loose else None,
        id="matrix",
    )


def _words(action: Action, number: int) -> list[str]:
    assert action.impact is not None and action.effort is not None
    quadrant = priority.impact_effort(action.impact, action.effort, MIDDLE)
    return [
        str(number), action.title, f"{action.impact:g}", f"{action.effort:g}", QUADRANTS[quadrant],
    ]  # fmt: skip


def _grid(placed: list[Action], numbers: dict[str, int]) -> h.Element:
    at: dict[tuple[int, int], list[Action]] = {}
    for each in placed:
        spot = nearest(IMPACTS, each.impact or 0), nearest(EFFORTS, each.effort or 0)
        at.setdefault(spot, []).append(each)
    return h.table(".imp-grid")[
        h.caption(".hidden")["Impact by effort; each number is an action of the table beside"],
        h.tbody[
            (
                h.tr[
                    h.th(scope="row")[f"{impact:g}"],
                    (
                        _cell(impact, effort, at.get((row, column), []), numbers)
                        for column, effort in enumerate(EFFORTS)
                    ),
                ]
                for row, impact in enumerate(IMPACTS)
            )
        ],
        h.tfoot[
            h.tr[
                h.th(scope="row")[h.span(".hidden")["Effort in person-months"], "↑ →"],
                (h.th(scope="col")[f"{effort:g}"] for effort in EFFORTS),
            ],
            h.tr[
                h.td(colspan=str(len(EFFORTS) + 1))[h.small["↑ impact · effort in person-months →"]]
            ],
        ],
    ]


def _cell(
    impact: float, effort: float, actions: list[Action], numbers: dict[str, int]
) -> h.Element:
    quadrant = priority.impact_effort(impact, effort, MIDDLE)
    corner = impact in (IMPACTS[0], IMPACTS[-1]) and effort in (EFFORTS[0], EFFORTS[3])
    return h.td(
        class_=f"q-{quadrant.replace(' ', '-')}", data_drop="put",
        data_args=parts.args(impact=impact, effort=effort),
    )[
        h.small(".imp-quarter", aria_hidden="true")[QUADRANTS[quadrant]] if corner else None,
        (chip(each, numbers[each.id]) for each in actions),
    ]  # fmt: skip


def chip(action: Action, number: int) -> h.Element:
    """Return an action as a number that is dragged or moved by keys."""
    where = (
        f"impact {action.impact:g}, effort {action.effort:g}"
        if action.impact is not None and action.effort is not None
        else "no place yet"
    )
    return h.button(
        id=f"chip-{action.id}", type="button", class_="imp-chip", draggable="true",
        data_drag=action.id, data_keys=KEYS, data_args=parts.args(id=action.id),
        data_do="to_action", title=action.title,
        aria_label=f"{number} {action.title}, {where}; Alt with arrow keys moves it",
    )[str(number)]  # fmt: skip


def _tray(loose: list[Action], numbers: dict[str, int]) -> h.Element:
    return h.div(".imp-tray")[
        h.small[f"Without a place: {', '.join(each.title for each in loose)}."],
        h.div(".row")[(chip(each, numbers[each.id]) for each in loose)],
    ]


__all__ = ["EFFORTS", "IMPACTS", "MIDDLE", "matrix", "nearest"]
