"""Which action first: RICE with its formula, and impact against effort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.measures import priority
from journeykit.model import Action
from journeykit.widgets import parts
from journeykit.widgets.pages.improve.actions import estimates
from journeykit.widgets.pages.improve.status import CLOSED
from journeykit.widgets.pages.standing import standing

if TYPE_CHECKING:
    from journeykit.widgets.pages.improve import Improve

INPUTS = ("reach", "impact", "confidence", "effort")
COLUMNS = {
    "title": "Action", "reach": "Reach", "impact": "Impact", "confidence": "Confidence",
    "effort": "Effort", "rice": "RICE",
}  # fmt: skip
#: what is below the number in the head of a column
UNITS = {"reach": "customers a quarter", "effort": "person-months"}
QUADRANTS = {
    "quick win": "Quick win", "big bet": "Big bet", "fill-in": "Fill-in",
    "money pit": "Think twice",
}  # fmt: skip


def score(action: Action) -> float | None:
    """Return the RICE score, or None while one of its four inputs is not said.

    >>> score(Action(reach=400, impact=2, confidence=0.8, effort=1.5))
    426.6...
    """
    given = [getattr(action, name) for name in INPUTS]
    return None if None in given else priority.rice(*given)


def missing(action: Action) -> list[str]:
    """Return the names of the inputs that are not said yet."""
    return [name for name in INPUTS if getattr(action, name) is None]


def priorities_tab(view: Improve) -> h.Node:
    """Return the part with the priorities."""
    actions = [a for a in view.workshop.ordered("actions") if a.status not in CLOSED]
    if not actions:
        return parts.card(
            "Priorities",
            parts.empty(
                "No open action yet, so there is nothing to put in order.",
                parts.button("To the actions", "look", {"name": "view", "value": "actions"},
                             id="to-actions"),
            ),
            id="priorities",
        )  # fmt: skip
    return [_table(view, actions), _matrix(actions)]


# ---- RICE -------------------------------------------------------------------------------------


def _table(view: Improve, actions: list[Action]) -> h.Element:
    by = view.at.get("by", "rice")
    by = by if by in COLUMNS else "rice"

    def key(action: Action) -> Any:
        if by == "title":
            return (action.title.lower(), action.id)
        value = score(action) if by == "rice" else getattr(action, by)
        up = 1 if by == "effort" else -1
        return (value is None, up * (value or 0), action.rank, action.id)

    entries, outdated = standing(view.ui, f"priorities-{by}", actions, key)
    ranks = priority.ranks({each.id: score(each) for each in actions})
    return parts.card(
        "RICE",
        h.p(".imp-formula")[
            h.strong["RICE = reach × impact × confidence ÷ effort"],
            h.small[
                " An estimate is as good as its inputs: what is missing is named, never guessed. "
                "Scores that are near each other are no order."
            ],
        ],
        h.div(".scroll", tabindex="0", role="region", aria_label="Actions by RICE")[
            h.table(".plain.imp-rice")[
                h.thead[h.tr[(_head(column, by) for column in COLUMNS)]],
                h.tbody[(_line(each, ranks.get(each.id)) for each in entries)],
            ]
        ],
        id="rice",
        tools=parts.button("Sort again", "sort", id="sort", kind="small") if outdated else None,
    )


def _head(column: str, by: str) -> h.Element:
    way = "ascending" if by in ("effort", "title") else "descending"
    return h.th(scope="col", aria_sort=way if column == by else None)[
        parts.button(
            [COLUMNS[column], " ▾" if column == by else ""], "look",
            {"name": "by", "value": column}, id=f"by-{column}", kind="ghost small",
            label=f"Sort by {COLUMNS[column]}",
        ),
        h.small[UNITS[column]] if column in UNITS else None,
    ]  # fmt: skip


def _line(action: Action, rank: int | None) -> h.Element:
    return h.tr(id=f"p-{action.id}")[
        h.th(scope="row")[
            parts.button(
                action.title, "to_action", {"id": action.id}, id=f"p-{action.id}-to",
                kind="imp-link", label=f"Open the action {action.title}",
            )
        ],
        (
            h.td(data_label=COLUMNS[name])[field]
            for name, field in zip(INPUTS, estimates(action, hide_label=True), strict=True)
        ),
        h.td(".imp-score")[_score(action, rank)],
    ]  # fmt: skip


def _score(action: Action, rank: int | None) -> h.Node:
    lacks = missing(action)
    if lacks:
        return h.small[f"needs {_listed(lacks)}"]
    a, value = action, score(action)
    return [
        h.b[f"{value:,.1f}"],
        h.small[f" no. {rank}"],
        h.small(".imp-sum")[f"{a.reach:,g} × {a.impact:g} × {a.confidence:g} ÷ {a.effort:g}"],
    ]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


# ---- impact and effort --------------------------------------------------------------------------

#: the plot's size and where its frame begins, in units of the drawing
WIDE, HIGH, LEFT, TOP = 620, 300, 40, 10


def _matrix(actions: list[Action]) -> h.Element:
    placed = [a for a in actions if a.impact is not None and a.effort is not None]
    open_ = [a for a in actions if a not in placed]
    if not placed:
        return parts.card(
            "Impact and effort",
            parts.empty("Say impact and effort of an action above, and it gets its place here."),
            id="matrix",
        )
    top = max(3.0, *(a.impact or 0 for a in placed))
    far = max(2.0, *(a.effort or 0 for a in placed))
    middle = (top / 2, far / 2)
    numbered = list(enumerate(placed, start=1))
    return parts.card(
        "Impact and effort",
        h.div(".two.imp-matrix")[
            _plot(numbered, top, far),
            parts.table(
                ["No.", "Action", "Impact", "Effort", "Quadrant"],
                (
                    [n, a.title, f"{a.impact:g}", f"{a.effort:g}",
                     QUADRANTS[priority.impact_effort(a.impact or 0, a.effort or 0, middle)]]
                    for n, a in numbered
                ),
                caption="Actions by impact and effort",
            ),
        ],
        h.small[
            f"The lines halve the scales: impact {middle[0]:g}, effort {middle[1]:g} "
            "person-months.",
            f" Without a place: {', '.join(a.title for a in open_)}." if open_ else None,
        ],
        id="matrix",
    )  # fmt: skip


def _plot(numbered: list[tuple[int, Action]], top: float, far: float) -> h.Element:
    spots: dict[tuple[int, int], list[int]] = {}
    for n, action in numbered:
        x = LEFT + WIDE * (action.effort or 0) / far
        y = TOP + HIGH * (1 - (action.impact or 0) / top)
        spots.setdefault((round(x), round(y)), []).append(n)
    words = f"{len(numbered)} actions by impact and effort; the table has the same numbers"
    return h.div(".imp-plot")[
        h.svg(viewBox=f"0 0 {LEFT + WIDE + 24} {TOP + HIGH + 40}", role="img",
              aria_label=words)[
            h.rect(".win", x=LEFT, y=TOP, width=WIDE // 2, height=HIGH // 2),
            h.rect(".frame", x=LEFT, y=TOP, width=WIDE, height=HIGH),
            h.line(".half", x1=LEFT + WIDE // 2, x2=LEFT + WIDE // 2, y1=TOP, y2=TOP + HIGH),
            h.line(".half", x1=LEFT, x2=LEFT + WIDE, y1=TOP + HIGH // 2, y2=TOP + HIGH // 2),
            [
                h.text(".quarter", x=LEFT + 12 + dx * WIDE // 2, y=TOP + 22 + dy * HIGH // 2)[name]
                for dx, dy, name in (
                    (0, 0, "Quick wins"), (1, 0, "Big bets"), (0, 1, "Fill-ins"),
                    (1, 1, "Think twice"),
                )
            ],
            h.text(".axis", x=LEFT + WIDE // 2, y=TOP + HIGH + 30, text_anchor="middle")[
                f"Effort, 0 to {far:g} person-months →"
            ],
            h.text(".axis", text_anchor="middle",
                   transform=f"translate(20 {TOP + HIGH // 2}) rotate(-90)")[
                f"Impact, 0 to {top:g} →"
            ],
            [
                [
                    h.circle(cx=x, cy=y, r=14 if len(ns) == 1 else 18),
                    h.text(".no", x=x, y=y + 5, text_anchor="middle")[
                        ", ".join(str(n) for n in ns)
                    ],
                ]
                for (x, y), ns in spots.items()
            ],
        ]
    ]  # fmt: skip


__all__ = ["missing", "priorities_tab", "score"]
