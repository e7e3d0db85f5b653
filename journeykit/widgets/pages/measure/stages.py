"""Which stage and which action has a KPI, and which has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit.checks.evidence import current_journeys
from journeykit.measures.change import change
from journeykit.model import Action, Kpi, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import choices
from journeykit.widgets.pages.measure.kpis import flag
from journeykit.widgets.pages.measure.words import CAUTION, amount, measured, moved, reached

if TYPE_CHECKING:
    from journeykit.widgets.pages.measure import Measure


def stages_tab(view: Measure) -> h.Node:
    """Return the part with the dashboard."""
    return [_stages(view.workshop), _actions(view.workshop)]


def by_stage(workshop: Workshop) -> dict[str, list[Kpi]]:
    """Return the KPIs of each stage, by the stage's id; "" holds those of the whole journey."""
    found: dict[str, list[Kpi]] = {}
    for kpi in workshop.ordered("kpis"):
        stage = choices.stage_of(workshop, kpi.touchpoint) or kpi.stage or ""
        found.setdefault(stage, []).append(kpi)
    return found


def _stages(workshop: Workshop) -> h.Element:
    kpis = by_stage(workshop)
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
    told = {stage.id for stage in stages}
    whole = [kpi for stage, mine in kpis.items() if stage not in told for kpi in mine]
    return parts.card(
        "By stage",
        h.p[h.small[f"{len(bare)} of {len(stages)} stages have no KPI."]] if bare else None,
        h.div(".scroll", tabindex="0", role="region", aria_label="KPIs by stage")[
            h.table(".plain.kpi-stages")[
                h.thead[
                    h.tr[
                        (
                            h.th(scope="col")[words]
                            for words in ("Stage", "KPI", "Last", "Target", "Since the first")
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
    values = measured(workshop, kpi.id)
    name = parts.button(
        kpi.name, "to_kpi", {"id": kpi.id}, id=f"to-{kpi.id}", kind="kpi-link",
        label=f"Open the KPI {kpi.name}",
    )  # fmt: skip
    if not values:
        return [h.td[name], h.td(colspan="3")[flag("not measured yet")]]
    last = values[-1]
    return [
        h.td[name],
        h.td[
            h.b[amount(last.value, kpi.unit)],
            h.small[
                f" {amount(last.low)} to {amount(last.high)}"
                if last.low is not None and last.high is not None
                else "",
                f" · n {last.n}" if last.n is not None else "",
            ],
        ],
        h.td[_target(kpi, last.value)],
        h.td[_since(workshop, kpi)],
    ]


def _target(kpi: Kpi, value: float) -> h.Node:
    met = reached(kpi, value)
    if kpi.target is None or met is None:
        return flag("no target")
    sign = "✓ reached" if met else "short of it"
    return [
        amount(kpi.target, kpi.unit),
        h.small(class_="kpi-met" if met else "kpi-short")[f" {sign}"],
    ]


def _since(workshop: Workshop, kpi: Kpi) -> h.Node:
    values = measured(workshop, kpi.id)
    if len(values) < 2:
        return h.small["baseline only"]
    first, last = values[0], values[-1]
    found = change((first.value, first.low, first.high), (last.value, last.low, last.high))
    interval = (
        f" {moved(found.low)} to {moved(found.high)}"
        if found.low is not None and found.high is not None
        else " no interval"
    )
    return [h.b[moved(found.value)], h.small[interval]]


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


__all__ = ["by_stage", "stages_tab"]
