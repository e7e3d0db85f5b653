"""The ideal journey beside the current one: both above each other, and what differs in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit.maps.compare import SIGNS, Comparison, StagePair, Step, compare, words
from journeykit.model import Journey, Workshop
from journeykit.widgets import parts

if TYPE_CHECKING:
    from journeykit.widgets.pages.improve.ideal_view import IdealView


def ideal_tab(view: IdealView) -> h.Node:
    """Return the part with the ideal journey."""
    workshop = view.workshop
    current = view.current
    if current is None:
        return parts.card(
            "Ideal journey",
            parts.empty(
                "There is no current journey yet, so there is nothing to improve on.",
                h.a(".button", href="02_touchpoints.ipynb", data_go="touchpoints")["Touchpoints"],
            ),
            id="ideal",
        )
    if (ideal := view.ideal) is None:
        return parts.card("Ideal journey", _begin(workshop, current), id="ideal")
    found = compare(workshop, current.id, ideal.id, view.points_of(current.id))
    return [
        _both(view, found),
        _changes(found),
        _acceptance(found),
    ]


def _begin(workshop: Workshop, current: Journey) -> h.Element:
    steps = len(workshop.touchpoints_of(current.id))
    return parts.empty(
        f"There is no ideal journey yet. Copy '{current.title}' with its {steps} touchpoints, then "
        "take steps out before you put new ones in.",
        parts.button(
            "Copy as the ideal journey", "idealize", {"id": current.id}, id="idealize",
            kind="primary",
        ),
    )  # fmt: skip


def _both(view: IdealView, found: Comparison) -> h.Element:
    ideals = view.ideals()
    return parts.card(
        "As it is, as it should be",
        _numbers(found),
        h.p("#ideal-words")[words(found)],
        h.p(".imp-key")[
            h.small[
                (f"{sign} {name}   " for sign, name in SIGNS.values()),
            ]
        ],
        h.div(".scroll.imp-scroll", tabindex="0", role="region", aria_label="Both journeys")[
            h.table(".imp-both")[
                h.caption(".hidden")[f"{found.current.title} above {found.ideal.title}"],
                h.thead[
                    h.tr[
                        h.td,
                        (h.th(scope="col")[_stage_head(pair)] for pair in found.stages),
                    ]
                ],
                h.tbody[
                    _line("As it is", found, "now"),
                    _line("As it should be", found, "then"),
                    _feelings(found),
                ],
            ]
        ],
        id="ideal",
        tools=[
            parts.field(
                "Ideal journey", "ideal-which", found.ideal.id, "look", {"name": "ideal"},
                kind="select", options=[(each.id, each.title) for each in ideals],
                hide_label=True,
            )
            if len(ideals) > 1
            else None,
            h.a(
                "#edit-ideal.button", data_go=f"touchpoints?view=map&journey={found.ideal.id}",
                href="02_touchpoints.ipynb",
            )["Edit on the map"],
            parts.button(
                "Another copy", "idealize", {"id": found.current.id}, id="idealize", kind="ghost"
            ),
        ],
    )  # fmt: skip


def _numbers(found: Comparison) -> h.Element:
    more = f"+{found.delta}" if found.delta > 0 else f"−{-found.delta}" if found.delta else "0"
    told = [
        ("Steps now", str(found.before)), ("Steps then", str(found.after)), ("Difference", more),
        *((SIGNS[sign][1].capitalize(), str(len(found.steps(sign))))
          for sign in ("removed", "added", "changed")),
    ]  # fmt: skip
    return h.dl(".imp-numbers-row")[(h.div[h.dt[label], h.dd[value]] for label, value in told)]


def _stage_head(pair: StagePair) -> h.Node:
    sign, name = SIGNS[pair.sign]
    old = f" (was {pair.before.name})" if pair.sign == "changed" and pair.before else ""
    mark = f"{sign} {name}: " if pair.sign in ("added", "removed") else ""
    return f"{mark}{pair.stage.name}{old}"


def _line(title: str, found: Comparison, side: str) -> h.Element:
    return h.tr[
        h.th(scope="row")[title],
        (
            h.td(data_label=pair.stage.name)[
                h.ol[(_step(step, side) for step in getattr(pair, side))]
                if getattr(pair, side)
                else h.small["no step"],
            ]
            for pair in found.stages
        ),
    ]  # fmt: skip


def _step(step: Step, side: str) -> h.Element:
    touchpoint = step.before if side == "now" else step.after
    assert touchpoint is not None
    sign, name = SIGNS[step.sign]
    loud = step.sign != "same" and not (side == "now" and step.sign == "changed")
    where = f" · {touchpoint.channel}" if touchpoint.channel else ""
    return h.li(class_=f"s-{step.sign}" if loud else None)[
        h.b[f"{sign} {name}: "] if loud else None,
        h.span[touchpoint.name, h.small[where]],
    ]


def _feelings(found: Comparison) -> h.Element:
    return h.tr[
        h.th(scope="row")["Feeling"],
        (h.td(data_label=pair.stage.name)[_feeling(pair)] for pair in found.stages),
    ]


def _feeling(pair: StagePair) -> h.Node:
    now = (
        f"customers {parts.signed(pair.customers)} (n up to {pair.n})"
        if pair.customers is not None
        else "customers not known"
    )
    target = f"target {parts.signed(pair.target)}" if pair.target is not None else "no target"
    gap = pair.gap
    return [
        h.div[now],
        h.div[target],
        h.strong[f"gap {gap:.1f}" if gap > 0 else "reached"] if gap is not None else None,
    ]


# ---- differences --------------------------------------------------------------------------------


def _changes(found: Comparison) -> h.Element:
    rows = [
        (step, place)
        for sign in ("removed", "added", "changed")
        for pair in found.stages
        for step in (pair.now if sign == "removed" else pair.then)
        if step.sign == sign
        for place in (pair.stage.name,)
    ]
    if not rows:
        return parts.card(
            "What differs",
            parts.empty(
                "Nothing yet: both journeys have the same steps. Edit the ideal one on the map, "
                "and the differences are listed here."
            ),
            id="changes",
        )
    return parts.card(
        "What differs",
        parts.table(
            ["Touchpoint", "Stage", "What", "Details"],
            (
                [
                    step.touchpoint.name, place,
                    f"{SIGNS[step.sign][0]} {SIGNS[step.sign][1]}", _details(step),
                ]
                for step, place in rows
            ),
            caption="Steps removed, added and changed", stack=True,
        ),
        id="changes",
    )  # fmt: skip


def _details(step: Step) -> h.Node:
    if step.sign == "changed":
        return h.ul(".imp-diffs")[
            (
                h.li[f"{each.what}: ", h.del_[each.before], " → ", h.ins[each.after]]
                for each in step.differences
            )
        ]
    return step.touchpoint.channel or "—"


def _acceptance(found: Comparison) -> h.Element:
    """What has to hold at each stage so that the ideal is reached (R153)."""
    stages = [pair.after for pair in found.stages if pair.after]
    return parts.card(
        "How we know that it is reached",
        h.p[h.small["Acceptance criteria, one a line: something that can be checked."]],
        h.div(".fields")[
            (
                h.div[
                    parts.field(
                        stage.name, f"accept-{stage.id}", stage.acceptance, "stage_set",
                        {"id": stage.id, "field": "acceptance"}, kind="lines",
                        placeholder="Paid in three steps or fewer",
                    ),
                    h.div(".imp-target")[
                        parts.field(
                            f"Target at {stage.name}, −2 to +2", f"target-{stage.id}",
                            stage.target_valence, "stage_set",
                            {"id": stage.id, "field": "target_valence"}, inputmode="decimal",
                        )
                    ],
                ]
                for stage in stages
            )
        ],
        id="acceptance",
    )  # fmt: skip


__all__ = ["ideal_tab"]
