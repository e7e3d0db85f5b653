"""Which action first: scores with their formulas, and where their numbers come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.measures.priority import Input, Method
from journeykit.measures.weighing import Weighed, weigh
from journeykit.model import Action, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import adding
from journeykit.widgets.pages.improve.actions import CONFIDENCE, IMPACT
from journeykit.widgets.pages.improve.matrix import matrix
from journeykit.widgets.pages.improve.stability import stability_card
from journeykit.widgets.pages.improve.status import CLOSED
from journeykit.widgets.pages.standing import standing

if TYPE_CHECKING:
    from journeykit.widgets.pages.improve.priorities_view import PrioritiesView

SELECTS = {"impact": IMPACT, "confidence": CONFIDENCE}
METHODS = {"rice": "RICE", "ice": "ICE", "wsjf": "WSJF", "own": "Own criteria"}


def priorities_tab(view: PrioritiesView) -> h.Node:
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
    method = view.method
    if method is None:
        return [_scores(view, None, []), matrix(actions)]
    found = weigh(view.workshop, actions, method, view.felt())
    return [
        _scores(view, method, found),
        stability_card(view, method, found),
        matrix(actions),
    ]


def _scores(view: PrioritiesView, method: Method | None, found: list[Weighed]) -> h.Element:
    own = view.at.get("by_method") == "own"
    return parts.card(
        METHODS[view.method_key],
        _formula(method) if method else None,
        _criteria(view.workshop) if own else None,
        _empathy(view.workshop, found) if method else None,
        _table(view, method, found) if method else None,
        id="rice",
        tools=h.div(".imp-switch", role="group", aria_label="How actions are scored")[
            (
                parts.button(
                    words, "look", {"name": "by_method", "value": key}, id=f"method-{key}",
                    aria_pressed="true" if key == view.method_key else "false",
                )
                for key, words in METHODS.items()
            )
        ],
    )  # fmt: skip


def _formula(method: Method) -> h.Element:
    words = method.words[:1].upper() + method.words[1:]
    return h.p(".imp-formula")[
        h.strong[words],
        h.small[
            " An estimate is as good as its inputs: what is missing is named, never guessed. "
            "Scores that are near each other are no order."
        ],
    ]


def _empathy(workshop: Workshop, found: list[Weighed]) -> h.Node:
    """How much the depth of feeling counts, where customers' feeling is known at all (R90)."""
    if all(each.depth is None for each in found):
        return h.p[
            h.small[
                "Feeling does not enter the score yet: no answers of customers are linked to the "
                "touchpoints of these actions (Survey)."
            ]
        ]
    reached = [each for each in found if each.given.get("reach")]
    filled = [each for each in reached if each.given["reach"].source]
    return h.div(".imp-empathy")[
        parts.field(
            "How much feeling counts, 0 to 2",
            "empathy",
            workshop.about.empathy,
            "empathy",
            inputmode="decimal",
            help="Score × (1 + this × depth of feeling). Depth: how far customers are from "
            "neutral, 0 to 1. With 0 feeling is left out.",
        ),
        h.p[
            h.small[
                f"Reach of {len(filled)} of {len(reached)} actions counts customers who were "
                "asked, that of the others was typed in. Compare like with like: type the reach "
                "of all, or clear those that were typed to fill them from the survey."
            ]
        ]
        if filled and len(filled) < len(reached)
        else None,
    ]


# ---- own criteria -----------------------------------------------------------------------------


def _criteria(workshop: Workshop) -> h.Element:
    weights = workshop.about.weights
    return h.div(".imp-criteria")[
        h.ul[
            (
                h.li[
                    parts.field(
                        name, f"weight-{n}", weight, "weight", {"name": name},
                        inputmode="decimal",
                    ),
                    parts.icon_button(
                        "×", f"Remove the criterion {name}", "weight", {"name": name, "value": ""},
                        id=f"weight-{n}-remove",
                    ),
                ]
                for n, (name, weight) in enumerate(weights.items())
            )
        ]
        if weights
        else h.p["Name what counts for you, such as 'fit to strategy', and how much it counts."],
        adding.add_form(
            "add_weight",
            adding.text("Criterion", "new-criterion", "name", placeholder="fit to strategy"),
            adding.text("Weight", "new-weight", "value", inputmode="decimal", placeholder="2"),
            id="weight", button="Add criterion", primary=False,
        ),
    ]  # fmt: skip


# ---- the table --------------------------------------------------------------------------------


def _table(view: PrioritiesView, method: Method, found: list[Weighed]) -> h.Node:
    columns = {"title": "Action", **{i.key: i.title for i in method.inputs},
               "feeling": "Feeling", "score": "Score"}  # fmt: skip
    by = view.at.get("by", "score")
    by = by if by in columns else "score"
    of = {each.action.id: each for each in found}

    def key(action: Action) -> Any:
        if by == "title":
            return (action.title.lower(), action.id)
        each = of[action.id]
        own = {"score": each.score, "feeling": each.depth}
        value = own[by] if by in own else each.values[by]
        up = 1 if by in ("effort", "Job size") else -1
        return (value is None, up * (value or 0), action.rank, action.id)

    actions = [each.action for each in found]
    entries, outdated = standing(view.ui, f"priorities-{method.key}-{by}", actions, key)
    return [
        h.div(".row.end")[parts.button("Sort again", "sort", id="sort", kind="small")]
        if outdated
        else None,
        h.div(".scroll", tabindex="0", role="region", aria_label="Actions by score")[
            h.table(".plain.imp-rice")[
                h.caption(".hidden")["Open actions with the numbers that make their score"],
                h.thead[h.tr[(_column(key, words, by, method) for key, words in columns.items())]],
                h.tbody[(_line(of[each.id], method) for each in entries)],
            ]
        ],
    ]


def _column(key: str, words: str, by: str, method: Method) -> h.Element:
    way = "ascending" if by in ("effort", "Job size", "title") else "descending"
    unit = next((each.unit for each in method.inputs if each.key == key), "")
    return h.th(scope="col", aria_sort=way if key == by else None)[
        parts.button(
            [words, " ▾" if key == by else ""], "look",
            {"name": "by", "value": key}, id=f"by-{key.replace(' ', '-')}", kind="ghost small",
            label=f"Sort by {words}",
        ),
        h.small[unit] if unit else None,
    ]  # fmt: skip


def _line(each: Weighed, method: Method) -> h.Element:
    action = each.action
    return h.tr(id=f"p-{action.id}")[
        h.th(scope="row")[
            parts.button(
                action.title, "to_action", {"id": action.id}, id=f"p-{action.id}-to",
                kind="imp-link", label=f"Open the action {action.title}",
            )
        ],
        (h.td(data_label=i.title)[_input(each, i, n)] for n, i in enumerate(method.inputs)),
        h.td(data_label="Feeling")[_feeling(each)],
        h.td(".imp-score")[_score(each, method)],
    ]  # fmt: skip


def _input(each: Weighed, input: Input, n: int) -> h.Node:
    action, given = each.action, each.given[input.key]
    more: dict[str, Any] = {"inputmode": "decimal"}
    value = given.value
    if input.key in SELECTS:
        options = dict(SELECTS[input.key])
        if given.source and value is not None:
            options[""] = f"{value:g} filled in"
            value = None
        more = {"kind": "select", "options": options.items()}
    help = f"filled in: {given.source}" if given.source else ""
    return parts.field(
        f"{input.title} of {action.title}", f"p-{action.id}-{n}", value, "weigh",
        {"id": action.id, "name": input.key}, hide_label=True, help=help, **more,
    )  # fmt: skip


def _feeling(each: Weighed) -> h.Node:
    if each.felt is None or each.depth is None:
        return h.small["not known"]
    words = f"{parts.signed(each.felt.valence)} · n {each.felt.n}"
    return [h.span[f"× {each.factor:.2f}"], h.small[" ", words, f" · depth {each.depth:.2f}"]]


def _score(each: Weighed, method: Method) -> h.Node:
    if each.score is None:
        return h.small[f"needs {listed(list(each.missing))}"]
    return [
        h.b[f"{each.score:,.1f}"],
        h.small[f" no. {each.rank}"],
        h.small(".imp-sum")[_sum(each, method)],
    ]


def _sum(each: Weighed, method: Method) -> str:
    v = each.values
    if method.key == "rice":
        said = f"{v['reach']:,g} × {v['impact']:g} × {v['confidence']:g} ÷ {v['effort']:g}"
    elif method.key == "ice":
        said = " × ".join(f"{v[i.key]:g}" for i in method.inputs)
    elif method.key == "wsjf":
        *cost, size = (f"{v[i.key]:g}" for i in method.inputs)
        said = f"({' + '.join(cost)}) ÷ {size}"
    else:
        said = f"mean {each.plain:.1f}"
    return said if each.factor == 1 else f"{said} × {each.factor:.2f}"


def listed(names: list[str]) -> str:
    """Return names as a person lists them.

    >>> listed(["reach", "impact", "effort"])
    'reach, impact and effort'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


__all__ = ["METHODS", "listed", "priorities_tab"]
