"""Who is in charge of what: each owner's actions and KPIs, each department along the journey."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import htpy as h

from journeykit.insight.alignment import NOBODY, Department, Owner, Task, departments, owners
from journeykit.measures.standing import TARGETS
from journeykit.model import Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages.measure.words import amount

if TYPE_CHECKING:
    from journeykit.measures.feelings import Felt
    from journeykit.widgets.pages.measure.base import MeasureView


def owners_tab(view: MeasureView) -> h.Node:
    """Return the part with owners and departments."""
    workshop = view.workshop
    people = owners(workshop, date.today())
    return [
        parts.card(
            "By owner",
            [_owner(workshop, each) for each in people]
            or parts.empty(
                "No action has an owner yet: nothing happens by itself.",
                h.a(".button", href="05_improve.ipynb", data_go="improve?view=actions")[
                    "To the actions"
                ],
            ),
            id="owners",
        ),
        _departments(departments(workshop, felt(view))),
    ]


def felt(view: MeasureView) -> dict[str, Felt]:
    """Return customers' feelings by touchpoint; nothing where no answers are linked."""
    if not view.has_data() or not view.workshop.links:
        return {}
    from journeykit.attach import answers
    from journeykit.emotions.curve import newest_wave
    from journeykit.measures.feelings import by_touchpoint

    told = answers(view.store, view.workshop)
    return dict(by_touchpoint(newest_wave(told, view.workshop.sources)))


def _owner(workshop: Workshop, owner: Owner) -> h.Node:
    said = [f"{owner.done} of {len(owner.tasks)} actions done"] if owner.tasks else []
    said += [f"{owner.late} overdue"] if owner.late else []
    said += [f"in charge of {', '.join(p.name for p in owner.touchpoints)}"] * bool(
        owner.touchpoints
    )
    said += [f"asks {', '.join(owner.waves)}"] * bool(owner.waves)
    return [
        h.h3[owner.name],
        h.p[h.small["; ".join(said) + "."]],
        parts.table(
            ["Action", "Due", "Status", "KPI", "Stands"],
            (_task(task) for task in owner.tasks),
            caption=f"Actions of {owner.name}",
        )
        if owner.tasks
        else None,
    ]


def _task(task: Task) -> list[h.Node]:
    action, found = task.action, task.standing
    late = h.span(".kpi-short")[f" ! {task.late} days late"] if task.late else None
    stands: h.Node = "–"
    if found:
        last = found.last
        sign, words = TARGETS[found.target]
        value = f"{amount(last.value, found.kpi.unit)}, " if last else ""
        stands = [value, h.span(aria_hidden="true")[f"{sign} "], words]
    return [
        action.title,
        [str(action.due or "no day"), late],
        action.status,
        found.kpi.name if found else h.span(".kpi-flag")["! no KPI"],
        stands,
    ]


def _departments(found: list[Department]) -> h.Node:
    named = [each for each in found if each.name != NOBODY]
    return parts.card(
        "By department along the journey",
        parts.table(
            ["Department", "Touchpoints", "Customers feel", "Pains and gaps", "Actions"],
            (_department(each) for each in found),
            caption="Departments with their touchpoints, findings and actions",
        )
        if named
        else parts.empty(
            "No touchpoint names a department yet. Say on the Touchpoints step who stands behind "
            "each.",
            h.a(".button", href="02_touchpoints.ipynb", data_go="touchpoints")["Touchpoints"],
        ),
        h.p[h.small["Feelings: mean over the department's touchpoints that five or more customers "
                    "rated, −2 to +2, each touchpoint counted once."]]
        if named
        else None,
        id="departments",
    )  # fmt: skip


def _department(each: Department) -> list[h.Node]:
    feels: h.Node = h.small["not measured"]
    if each.valence is not None:
        words = f" over {each.rated} of {len(each.touchpoints)} touchpoints, lowest: {each.lowest}"
        feels = [h.b[parts.signed(each.valence)], h.small[words]]
    done = sum(action.status == "done" for action in each.actions)
    return [
        each.name,
        [", ".join(point.name for point in each.touchpoints) or "none",
         h.small[f" · {', '.join(each.stages)}"] if each.stages else None],
        feels,
        h.ul[(h.li[finding.title] for finding in each.findings)] if each.findings else "none",
        [h.ul[(h.li[action.title] for action in each.actions)],
         h.small[f"{done} of {len(each.actions)} done"]]
        if each.actions
        else h.span(".kpi-flag")["! no action"] if each.findings else "none",
    ]  # fmt: skip


__all__ = ["felt", "owners_tab"]
