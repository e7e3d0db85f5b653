"""The actions of a workshop: who, what, by when, for which KPI."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit import checks, library
from journeykit.model import Action, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import adding, choices
from journeykit.widgets.pages.improve.picking import kpi_named, moves
from journeykit.widgets.pages.improve.status import CLOSED, STATUSES, flag, flags, kind_mark
from journeykit.widgets.pages.standing import standing

if TYPE_CHECKING:
    from journeykit.widgets.pages.improve.actions_view import ActionsView
    from journeykit.widgets.pages.improve.base import ImproveView

IMPACT = {
    "": "—", "0.25": "0.25 minimal", "0.5": "0.5 low", "1": "1 medium", "2": "2 high",
    "3": "3 massive",
}  # fmt: skip
CONFIDENCE = {"": "—", "0.5": "50 % low", "0.8": "80 % medium", "1": "100 % high"}


def actions_tab(view: ActionsView) -> h.Node:
    """Return the part with the actions."""
    workshop = view.workshop
    shown = narrowed(workshop, view.at.get("who", ""))
    return [
        _add(workshop),
        parts.card(
            "Actions",
            _list(view, shown) if workshop.actions else _nothing(),
            id="actions",
            tools=whose(view) if workshop.actions else None,
        ),
    ]


def narrowed(workshop: Workshop, who: str) -> list[Action]:
    """Return the actions of an owner, of nobody, those that are late, or all."""
    actions: list[Action] = workshop.ordered("actions")
    if who == "nobody":
        return [each for each in actions if not each.owner]
    if who == "late":
        return [each for each in actions if any("overdue" in flag for flag in flags(each))]
    return [each for each in actions if each.owner == who] if who else actions


def _nothing() -> h.Element:
    return parts.empty(
        "No action yet. Open a finding and make an action from it, or choose a strategy.",
        parts.button("To the findings", "look", {"name": "view", "value": "findings"}, id="to"),
        parts.button("Choose a strategy", "pick", {"what": "strategies"}, id="first-strategy"),
    )


def whose(view: ImproveView) -> h.Element:
    """Return the choice whose actions are shown."""
    owners = sorted({each.owner for each in view.workshop.actions.values() if each.owner})
    options = [
        ("", "Everybody's"), ("nobody", "Without an owner"), ("late", "Overdue"),
        *((owner, owner) for owner in owners),
    ]  # fmt: skip
    return parts.field(
        "Whose", "filter-who", view.at.get("who", ""), "filter", {"name": "who"},
        kind="select", options=options, hide_label=True,
    )  # fmt: skip


def _add(workshop: Workshop) -> h.Element:
    return adding.add_card(
        "Add an action", "add_action",
        adding.text(
            "What will be done", "new-action", "title", grow=True,
            placeholder="Show the delivery cost on the product page",
        ),
        adding.text(
            "Owner", "new-owner", "owner", suggestions=people(workshop), placeholder="one person"
        ),
        adding.text("Due", "new-due", "due", type="date"),
        id="action", button="Add action",
        tools=[
            parts.button("Strategies", "pick", {"what": "strategies"}, id="pick-strategies"),
            parts.button("Tactics", "pick", {"what": "tactics"}, id="pick-tactics"),
        ],
    )  # fmt: skip


def people(workshop: Workshop) -> list[str]:
    """Return who can own an action: those who own one, and the team."""
    owners = {each.owner for each in workshop.actions.values() if each.owner}
    return sorted({*owners, *workshop.about.team})


# ---- list -----------------------------------------------------------------------------------


def _list(view: ActionsView, shown: list[Action]) -> h.Node:
    def key(action: Action) -> Any:
        return (action.status in CLOSED, action.due or date.max, action.rank, action.id)

    entries, outdated = standing(view.ui, "actions", shown, key)
    again = parts.button("Sort by day again", "sort", id="sort", kind="small")
    if not entries:
        return parts.empty("No action of this kind.")
    return [
        h.div(".row.end")[again] if outdated else None,
        h.ul(".imp-list")[(_row(view, action) for action in entries)],
    ]


def _row(view: ActionsView, action: Action) -> h.Element:
    now = view.at.get("open") == action.id
    id = action.id
    return h.li(id=f"a-{id}", class_=f"imp-row imp-{action.status}{' imp-open' if now else ''}")[
        h.div(".imp-what")[
            h.div(".imp-line")[kind_mark(action), (flag(words) for words in flags(action))],
            h.strong[action.title],
            h.small[_serves(view.workshop, action)],
        ],
        h.div(".imp-marks")[
            _field(
                action, "owner", "Owner", suggestions=people(view.workshop), maxlength="300",
                placeholder="one person",
            ),
            _field(action, "due", "Due", "date"),
            _field(action, "status", "Status", "select", options=STATUSES.items()),
        ],
        h.div(".imp-do")[
            parts.button(
                "Close" if now else "Details", "open", {"id": id}, id=f"a-{id}-open",
                label=f"{'Close' if now else 'Details'}: {action.title}",
                aria_expanded="true" if now else "false",
            ),
        ],
        _editor(view.workshop, action) if now else None,
    ]  # fmt: skip


def _serves(workshop: Workshop, action: Action) -> str:
    served = [workshop.findings[id].title for id in action.findings if id in workshop.findings]
    kpi = workshop.kpis.get(action.kpi or "")
    words = [
        choices.place(workshop, action.touchpoint),
        f"answers {'; '.join(served)}" if served else "",
        f"is to move {kpi.name}" if kpi else "",
    ]
    return " · ".join(word for word in words if word)


def _field(action: Action, name: str, label: str, kind: str = "text", **more: Any) -> h.Element:
    return parts.field(
        label, f"a-{action.id}-{name}", getattr(action, name), "set",
        {"id": action.id, "field": name}, kind=kind, **more,
    )  # fmt: skip


def _editor(workshop: Workshop, action: Action) -> h.Element:
    strategies = [entry.title for name in ("strategies", "tactics") for entry in _entries(name)]
    return h.div(".imp-editor")[
        h.div(".fields")[
            h.div(".wide")[_field(action, "title", "Action", required=True, maxlength="300")],
            _field(
                action, "kind", "Kind", "select",
                options=[("fix", "Fix what hurts"), ("amplify", "Amplify what delights")],
            ),
            _field(
                action, "touchpoint", "Touchpoint", "select",
                options=choices.touchpoints(workshop),
            ),
            _field(
                action, "strategy", "Strategy", suggestions=strategies, maxlength="300",
                help=_benefit(action),
            ),
            _field(
                action, "kpi", "KPI that it should move", "select",
                options=choices.entities(workshop, "kpis", "No KPI yet"),
            ),
            h.div(".wide")[_suggested(workshop, action)],
            _field(action, "detail", "Detail", "area"),
            _field(
                action, "expected_effect", "Expected effect", "area",
                help="If we …, then … changes by …, because …", mark=_grounds(workshop, action),
            ),
            _field(
                action, "expected_change", _change_label(workshop, action), inputmode="decimal",
                help="By how much the KPI should move; Measure tells how many answers show that.",
            ),
            _field(
                action, "department", "Department", suggestions=departments(workshop),
                maxlength="300",
            ),
            _field(action, "started", "Started", "date"),
            _field(action, "finished", "Finished", "date"),
            _serves_ticks(workshop, action),
        ],
        h.h3["What it takes and what it brings"],
        h.div(".fields.imp-numbers")[estimates(action), _field(action, "cost", "Cost")],
        h.p[h.small["Ranges, other scores and what the survey says of reach: Priorities."]],
        parts.row(
            parts.button(
                "Remove this action", "remove", {"what": "actions", "id": action.id},
                id=f"a-{action.id}-remove", kind="danger small",
            ),
            end=True,
        ),
    ]  # fmt: skip


def departments(workshop: Workshop) -> list[str]:
    """Return the departments that own something along the journey."""
    own = {each.department for each in workshop.touchpoints.values()}
    own |= {each.department for each in workshop.actions.values()}
    return sorted(name for name in own if name)


def _change_label(workshop: Workshop, action: Action) -> str:
    kpi = workshop.kpis.get(action.kpi or "")
    return f"Expected change, {kpi.unit}" if kpi and kpi.unit else "Expected change"


def estimates(action: Action) -> list[h.Element]:
    """Return the four fields that RICE is computed from."""
    return [
        _field(action, "reach", "Reach", inputmode="decimal", help="customers a quarter"),
        _field(action, "impact", "Impact", "select", options=IMPACT.items()),
        _field(action, "confidence", "Confidence", "select", options=CONFIDENCE.items()),
        _field(action, "effort", "Effort", inputmode="decimal", help="person-months"),
    ]


def _serves_ticks(workshop: Workshop, action: Action) -> h.Element:
    found = workshop.ordered("findings")
    return h.fieldset(".imp-ticks.wide")[
        h.legend["Findings it answers"],
        [
            parts.field(
                choices.short(each.title), f"a-{action.id}-serves-{each.id}",
                each.id in action.findings, "tick",
                {"what": "actions", "id": action.id, "field": "findings", "other": each.id},
                kind="check",
            )
            for each in found
        ]
        if found
        else h.small["No finding yet: write down first what this is the answer to."],
    ]  # fmt: skip


def _entries(name: str) -> Any:
    return library.catalogue(name).entries


def _strategy(action: Action) -> Any:
    return next((e for e in _entries("strategies") if e.title == action.strategy), None)


def _benefit(action: Action) -> str:
    entry = _strategy(action)
    return f"Benefit promised: {entry.benefit}. Whether it comes true here is to be measured." \
        if entry else ""  # fmt: skip


def _grounds(workshop: Workshop, action: Action) -> h.Element:
    """Whether the effect can be seen: how well the KPI that it should move is measured."""
    found = checks.effect_evidence(workshop, action)
    return parts.badge(found.status, found.n, found.collected)


def _suggested(workshop: Workshop, action: Action) -> h.Node:
    """Offer the hypothesis and the KPI of the strategy and of the opportunities served."""
    buttons = []
    strategy = _strategy(action)
    if strategy and strategy.hypothesis != action.expected_effect:
        buttons.append(
            parts.button(
                "Use its hypothesis as the expected effect", "hypothesis", {"id": action.id},
                id=f"a-{action.id}-hypothesis", kind="small",
            )
        )  # fmt: skip
    served = [workshop.findings[id].catalogue for id in action.findings if id in workshop.findings]
    entries = [strategy, *(library.catalogue("opportunities").get(key) for key in served if key)]
    for key in dict.fromkeys(entry.kpi for entry in entries if entry):
        if action.kpi is None or action.kpi != kpi_named(workshop, key):
            name = library.catalogue("kpis").get(key).title  # type: ignore[union-attr]
            buttons.append(
                parts.button(
                    f"Measure it by {name}", "measure_by", {"id": action.id, "key": key},
                    id=f"a-{action.id}-by-{key}", kind="small",
                    label=f"Measure it by {name}: {'; '.join(moves(e) for e in entries if e)}",
                )
            )  # fmt: skip
    return h.div(".row")[buttons] if buttons else None


__all__ = ["CONFIDENCE", "IMPACT", "actions_tab", "departments", "narrowed", "people", "whose"]
