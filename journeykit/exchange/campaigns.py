"""The campaign plan: who is told what, where and when, by whom, on which data and to which end.

One row a piece of content, a rule of personalization, or an action that is a campaign, in the
order of the journey. An action is one where its strategy speaks to people (a tactic of the
catalogue, or one of `SPEAKING`), where it serves one of the opportunities `SERVING`, or where it
calls itself a campaign; the losses count those that are not taken. Nothing is made up: what the
workshop does not say stays blank, and stands in the last column. Written only; the workshop
itself is what is read back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from journeykit import library
from journeykit.checks.evidence import current_journeys
from journeykit.checks.privacy import privacy_lacks
from journeykit.errors import Refused
from journeykit.exchange.assumptions import marked
from journeykit.exchange.csvs import table
from journeykit.exchange.leftover import leftover
from journeykit.exchange.losses import Loss
from journeykit.model import Action, Content, Personalization, Stage, Workshop

Row = dict[str, Any]
COLUMNS = (
    "Campaign", "Kind", "Journey", "Stage", "Touchpoint", "Persona", "Segment", "Trigger",
    "Answers", "Message", "Channel", "Format", "Status", "Start", "Due", "Owner", "Data used",
    "Legal basis", "KPI", "KPI now", "KPI target", "Expected change", "Budget", "Still open",
)  # fmt: skip
#: strategies of the catalogue that are carried out by speaking to people
SPEAKING = frozenset({
    "personalise", "brand-personalise", "engaging-content", "student-personal-communication",
    "student-course-recommendations",
})  # fmt: skip
#: opportunities of the catalogue that a campaign answers
SERVING = frozenset({"targeted-campaigns", "cross-sell", "upsell", "product-recommendations"})
_CALLED = re.compile(r"\b(campaign|newsletter|promotion)", re.IGNORECASE)
#: own words for such a strategy
_SPEAKS = re.compile(r"\b(personali[sz]|engaging content)", re.IGNORECASE)
_BASES = {"consent": "Consent", "contract": "Needed for the contract",
          "legitimate_interest": "Legitimate interest"}  # fmt: skip
_NEEDED = {"Message": "no message", "Channel": "no channel", "Due": "no day", "Owner": "no owner",
           "KPI": "no KPI", "Budget": "no budget"}  # fmt: skip
_CARRIED = {
    "info": (), "journeys": ("title", "persona"), "stages": ("journey", "name"),
    "touchpoints": ("stage", "name", "channel"), "personas": ("name",), "findings": ("title",),
    "kpis": ("name", "target"), "measurements": ("kpi", "day", "value"),
    "contents": ("stage", "title", "need", "emotion", "format", "channel", "touchpoint", "status",
                 "owner", "metric", "value", "due", "cost"),
    "personalizations": ("stage", "title", "persona", "segment", "behavior", "channel", "message",
                         "data_needed", "basis", "special_category", "opt_out", "status", "owner",
                         "metric", "due", "cost"),
    "actions": ("title", "strategy", "detail", "findings", "touchpoint", "owner", "due", "status",
                "cost", "expected_change", "kpi", "started"),
}  # fmt: skip


def encode(workshop: Workshop, suffix: str) -> tuple[bytes, list[Loss]]:
    """Return the plan as CSV; `Refused` where there is nothing to plan yet."""
    rows = plan(workshop)
    if not rows:
        raise Refused(
            f"'{workshop.title}' has no campaign yet: plan content or a rule of personalization "
            "on Improve, or choose a tactic as the strategy of an action."
        )
    return table(COLUMNS, rows), lost(workshop, rows)


def plan(workshop: Workshop) -> list[Row]:
    """Return the rows of the plan, `COLUMNS` and the ``id`` of what each is made from.

    What is retired or dropped is left out, and so is what belongs to an ideal journey.
    """
    stages = [s for j in current_journeys(workshop) for s in workshop.stages_of(j.id)]
    at: dict[str | None, list[Row]] = {stage.id: [] for stage in stages}
    at[None] = []
    for stage in stages:
        mine = workshop.ordered("contents", stage=stage.id)
        at[stage.id] += [_content(workshop, stage, c) for c in mine if c.status != "retired"]
        rules = workshop.ordered("personalizations", stage=stage.id)
        at[stage.id] += [_rule(workshop, stage, r) for r in rules if r.status != "retired"]
    for action in campaigns(workshop):
        where = _stage_of(workshop, action)
        at[where.id if where and where.id in at else None].append(_action(workshop, where, action))
    return [row for rows in at.values() for row in rows]


def campaigns(workshop: Workshop) -> list[Action]:
    """Return the actions that are campaigns, without those that were dropped."""
    speaking = {each.title for each in library.catalogue("tactics").entries} | {
        each.title for each in library.catalogue("strategies").entries if each.key in SPEAKING
    }

    def is_one(action: Action) -> bool:
        served = {workshop.findings[id].catalogue for id in action.findings}
        said = (action.title, action.strategy, action.detail)
        return (
            action.strategy in speaking
            or bool(served & SERVING)
            or bool(_SPEAKS.search(action.strategy))
            or any(_CALLED.search(words) for words in said)
        )

    return [a for a in workshop.ordered("actions") if a.status != "dropped" and is_one(a)]


def lost(workshop: Workshop, rows: list[Row]) -> list[Loss]:
    """Return what the plan leaves out, and why."""
    taken = {row["id"] for row in rows}
    only = {
        name: [id for id in workshop.entities(name) if id in taken]
        for name in ("contents", "personalizations", "actions")
    }
    why = "a campaign plan holds content, rules of personalization and actions that are campaigns"
    return leftover(workshop, _CARRIED, why, only)


def _content(workshop: Workshop, stage: Stage, each: Content) -> Row:
    feeling = f"the feeling: {each.emotion}" if each.emotion else ""
    touchpoint = workshop.touchpoints.get(each.touchpoint or "")
    cells = {
        "Touchpoint": touchpoint.name if touchpoint else "",
        "Answers": "; ".join(part for part in (each.need, feeling) if part),
        "Message": each.title, "Channel": each.channel, "Format": each.format,
        "Status": each.status, "Due": each.due, "Owner": each.owner, "KPI": each.metric,
        "KPI now": each.value, "Budget": each.cost,
    }  # fmt: skip
    over = each.status == "live"
    return _row(workshop, each.id, each.title, "Content", stage, cells, over)


def _rule(workshop: Workshop, stage: Stage, each: Personalization) -> Row:
    persona = workshop.personas.get(each.persona or "")
    cells = {
        "Persona": persona.name if persona else "", "Segment": each.segment,
        "Trigger": each.behavior, "Message": each.message, "Channel": each.channel,
        "Status": each.status, "Due": each.due, "Owner": each.owner, "KPI": each.metric,
        "Data used": "; ".join(each.data_needed), "Legal basis": _BASES.get(each.basis, ""),
        "Budget": each.cost,
    }  # fmt: skip
    said = [f"privacy: {words}" for words in privacy_lacks(each) if not words.endswith("message")]
    over = each.status == "live"
    return _row(workshop, each.id, each.title, "Personalization", stage, cells, over, said)


def _action(workshop: Workshop, stage: Stage | None, each: Action) -> Row:
    touchpoint = workshop.touchpoints.get(each.touchpoint or "")
    kpi = workshop.kpis.get(each.kpi or "")
    measured = [m for m in workshop.measurements.values() if m.kpi == each.kpi and not m.group]
    newest = max(measured, key=lambda m: (m.day, m.rank), default=None)
    cells = {
        "Touchpoint": touchpoint.name if touchpoint else "",
        "Answers": "; ".join(workshop.findings[id].title for id in each.findings),
        "Message": each.detail, "Channel": touchpoint.channel if touchpoint else "",
        "Format": each.strategy, "Status": each.status, "Start": each.started, "Due": each.due,
        "Owner": each.owner, "KPI": kpi.name if kpi else "",
        "KPI now": newest.value if newest else None, "KPI target": kpi.target if kpi else None,
        "Expected change": each.expected_change, "Budget": each.cost,
    }  # fmt: skip
    over = each.status == "done"
    return _row(workshop, each.id, each.title, "Action", stage, cells, over)


def _row(
    workshop: Workshop,
    id: str,
    title: str,
    kind: str,
    stage: Stage | None,
    cells: Row,
    over: bool,
    privacy: list[str] | None = None,
) -> Row:
    journey = workshop.journeys[stage.journey] if stage else None
    persona = workshop.personas.get(journey.persona or "") if journey else None
    row = {**dict.fromkeys(COLUMNS, ""), **cells, "Campaign": title, "Kind": kind}
    row["Journey"] = marked(journey.title if journey else "", workshop)
    row["Stage"] = stage.name if stage else ""
    row["Persona"] = row["Persona"] or (persona.name if persona else "")
    # what runs needs no day any more
    lacks = [words for name, words in _NEEDED.items() if not row[name]
             and not (over and name == "Due")]  # fmt: skip
    row["Still open"] = "; ".join([*lacks, *(privacy or ())])
    return {**row, "id": id}


def _stage_of(workshop: Workshop, action: Action) -> Stage | None:
    """The stage of an action's touchpoint, else of the first finding that has one."""
    at = [action.touchpoint, *(workshop.findings[id].touchpoint for id in action.findings)]
    return next(iter(_stages(workshop, at)), None)


def _stages(workshop: Workshop, touchpoints: list[str | None]) -> Iterator[Stage]:
    for id in touchpoints:
        if id and id in workshop.touchpoints:
            yield workshop.stages[workshop.touchpoints[id].stage]


__all__ = ["COLUMNS", "campaigns", "encode", "lost", "plan"]
