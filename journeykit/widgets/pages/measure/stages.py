"""Which stage and which action has a KPI, and which has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit.checks.evidence import current_journeys
from journeykit.measures.standing import TARGETS, TRENDS, Standing, by_place, judged, standing
from journeykit.model import Action, Kpi, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import choices
from journeykit.widgets.pages.measure.kpis import flag
from journeykit.widgets.pages.measure.words import CAUTION, amount, measured, moved

if TYPE_CHECKING:
    from journeykit.widgets.pages.measure import Measure


def stages_tab(view: Measure) -> h.Node:
    """Return the part with the dashboard."""
    return [_strengths(view.workshop), _stages(view.workshop), _actions(view.workshop)]


def _strengths(workshop: Workshop) -> h.Node:
    """What the numbers say in words: where the journey is strong, where weak, where unknown."""
    found = [standing(kpi, measured(workshop, kpi.id)) for kpi in workshop.ordered("kpis")]
    if not any(each.last for each in found):
        return None
    strong, weak = judged(found)
    open_ = [each.kpi.name for each in found if each.target in ("met", "missed")]
    return parts.card(
        "Strengths and weaknesses",
        h.div(".two")[
            h.div[h.h3["Strong"], _said(strong, "No KPI surely meets its target or rises yet.")],
            h.div[h.h3["Weak"], _said(weak, "No KPI surely misses its target or falls.")],
        ],
        h.p[h.small[f"On either side of the target, as far as the interval says: "
                    f"{', '.join(open_)}."]]
        if open_
        else None,
        id="strengths",
    )  # fmt: skip


def _said(lines: list[str], none: str) -> h.Node:
    return h.ul[(h.li[each] for each in lines)] if lines else h.p[h.small[none]]


def _stages(workshop: Workshop) -> h.Element:
    kpis = by_place(workshop, workshop.ordered("kpis"))
    stages = [s for journey in current_journeys(workshop) for s in workshop.stages_of(journey.id)]
    if not stages and not kpis:
        return parts.card(
            "By stage",
            parts.empty(
                "No stage yet. The Touchpoints step holds the stages of the journey.",
                h.a(".button", href="02_touchpoints.ipynb", data_go="touchpoints")["Touchpoints"],
            ),
            id="stages",
        )
    bare = [stage.name for stage in stages if stage.id not in kpis]
    have = "has" if len(bare) == 1 else "have"
    told = {stage.id for stage in stages}
    whole = [kpi for stage, mine in kpis.items() if stage not in told for kpi in mine]
    return parts.card(
        "By stage",
        h.p[h.small[f"{len(bare)} of {len(stages)} stages {have} no KPI."]] if bare else None,
        h.div(".scroll", tabindex="0", role="region", aria_label="KPIs by stage")[
            h.table(".plain.kpi-stages")[
                h.thead[
                    h.tr[
                        (
                            h.th(scope="col")[words]
                            for words in (
                                "Stage",
                                "KPI",
                                "Last",
                                "Target",
                                "Against the one before",
                            )
                        )
                    ]
                ],
                [
                    h.tbody(id=f"st-{stage.id}")[
                        _rows(workshop, stage.name, kpis.get(stage.id, []), stage.id)
                    ]
                    for stage in stages
                ],
                h.tbody("#st-whole")[_rows(workshop, "The whole journey", whole)]
                if whole
                else None,
            ]
        ],
        h.p[h.small[CAUTION]],
        id="stages",
    )


def _rows(workshop: Workshop, name: str, kpis: list[Kpi], stage: str = "") -> h.Node:
    head = h.th(scope="rowgroup", rowspan=str(max(1, len(kpis))))[name]
    if not kpis:
        add = parts.button(
            "Add a KPI", "pick", {"place": f"stage:{stage}"}, id=f"st-{stage}-add", kind="small",
            label=f"Add a KPI for {name}",
        )  # fmt: skip
        return h.tr(".kpi-bare")[head, h.td(colspan="4")[h.div(".row")[flag("no KPI"), add]]]
    return [h.tr[head if not i else None, _line(workshop, kpi)] for i, kpi in enumerate(kpis)]


def _line(workshop: Workshop, kpi: Kpi) -> list[h.Element]:
    found = standing(kpi, measured(workshop, kpi.id))
    at = workshop.touchpoints.get(kpi.touchpoint or "")
    name = parts.button(
        kpi.name, "to_kpi", {"id": kpi.id}, id=f"to-{kpi.id}", kind="kpi-link",
        label=f"Open the KPI {kpi.name}",
    )  # fmt: skip
    named = h.td[name, h.small[at.name] if at else None]
    last = found.last
    if last is None:
        return [named, h.td(colspan="3")[flag("not measured yet")]]
    return [
        named,
        h.td[
            h.b[amount(last.value, kpi.unit)],
            h.small[
                f" {amount(last.low)} to {amount(last.high)}"
                if last.low is not None and last.high is not None
                else " no interval",
                f" · n {last.n:,}" if last.n is not None else " · n not said",
            ],
        ],
        h.td[_target(found)],
        h.td[_trend(found)],
    ]


def _target(found: Standing) -> h.Node:
    sign, words = TARGETS[found.target]
    if found.kpi.target is None:
        return flag(words)
    met = found.target in ("surely met", "met")
    return [
        amount(found.kpi.target, found.kpi.unit),
        h.small(class_="kpi-met" if met else "kpi-short")[
            h.span(aria_hidden="true")[f" {sign} "], words
        ],
    ]


def _trend(found: Standing) -> h.Node:
    if found.moved is None:
        return h.small["baseline only"]
    sign, words = TRENDS[found.trend]
    kind = {"better": "kpi-met", "worse": "kpi-short"}.get(found.trend)
    ends = ""
    if found.moved.low is not None and found.moved.high is not None:
        ends = f" {moved(found.moved.low)} to {moved(found.moved.high)}"
    return [
        h.b[moved(found.moved.value)],
        h.small[ends],
        h.small(class_=kind)[h.span(aria_hidden="true")[f" {sign} "], words],
    ]


def _actions(workshop: Workshop) -> h.Element:
    actions = [each for each in workshop.ordered("actions") if each.status != "dropped"]
    if not actions:
        return parts.card(
            "By action",
            parts.empty(
                "No action yet. The Improve step turns findings into actions.",
                h.a(".button", href="05_improve.ipynb", data_go="improve?view=actions")[
                    "To the actions"
                ],
            ),
            id="by-action",
        )
    bare = sum(each.kpi is None for each in actions)
    are = "action is" if bare == 1 else "actions are"
    return parts.card(
        "By action",
        h.p[h.small[f"{bare} {are} linked to no KPI."]] if bare else None,
        parts.table(
            ["Action", "KPI that it should move", "Expected effect"],
            (_action(workshop, each) for each in actions),
            caption="Actions and their KPI",
        ),
        id="by-action",
    )


def _action(workshop: Workshop, action: Action) -> list[h.Node]:
    linked = parts.field(
        f"KPI of {action.title}", f"link-{action.id}", action.kpi, "link", {"id": action.id},
        kind="select", options=choices.entities(workshop, "kpis", "No KPI yet"), hide_label=True,
    )  # fmt: skip
    return [
        [action.title, h.small[f" · {action.owner or 'no owner'} · {action.status}"]],
        [linked, flag("no KPI") if action.kpi is None else None],
        action.expected_effect or h.small["not said"],
    ]


__all__ = ["stages_tab"]
