"""Tables and lists of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import htpy as h

from journeykit.checks import cited, evidence
from journeykit.checks.evidence import PERSONA_CLAIMS
from journeykit.emotions import Point
from journeykit.model import Action, Finding, Journey, Measurement, Persona, Workshop
from journeykit.report.numbers import Row
from journeykit.report.pieces import badge, facts, lines, number, percent, signed, table
from journeykit.report.pieces import evidence as mark
from journeykit.room.results import hidden_items

if TYPE_CHECKING:
    from journeykit.measures import Score
    from journeykit.scoring import Line

KINDS = {
    "pain": "Pain", "gap": "Gap", "unmet_need": "Unmet need", "risk": "Risk",
    "delight": "Delight", "opportunity": "Opportunity",
}  # fmt: skip


def felt(point: Point) -> str:
    """Return a feeling with its interval and n."""
    if not point.shown or point.value is None:
        return f"not shown: {point.reason}"
    interval = ""
    if point.low is not None and point.high is not None:
        interval = f", 95 % interval {signed(point.low)} to {signed(point.high)}"
    return f"{signed(point.value)}{interval}, n {point.n}"


def persona(workshop: Workshop, one: Persona) -> h.Node:
    """Return a persona: each attribute with its words and what supports it."""
    shown = []
    for name in PERSONA_CLAIMS:
        value = getattr(one, name)
        if value:
            told = "; ".join(value) if isinstance(value, tuple) else value
            status = evidence(workshop, one.evidence.get(name, ()))
            shown.append((name.replace("_", " ").capitalize(), [told, " ", badge(status)]))
    version = h.p[h.small[f"Version {one.version}. Name and picture of a persona are fiction."]]
    return h.section(".card")[
        h.h3[one.name], h.p(".tagline")[one.tagline] if one.tagline else None, facts(shown),
        version if one.version else None,
    ]  # fmt: skip


def scores(rows: Sequence[Row]) -> h.Node:
    """Return the table of touchpoint scores."""
    shown = [
        (
            row.touchpoint.name, row.stage.name,
            felt(row.survey) if row.survey.shown else h.small[felt(row.survey)],
            _raw(row), _top(row),
            f"{signed(row.team.value)} · n {row.team.n}" if row.team else "—",
            [mark(row.evidence), h.br, h.small[", ".join(row.sources) or "no source"]],
            h.small[row.survey.method or "—"],
        )
        for row in rows
    ]  # fmt: skip
    head = ("Touchpoint", "Stage", "Customers, −2 to +2", "Mean as answered", "Top-2 share",
            "Team, median", "Evidence, source", "Method")  # fmt: skip
    return table("Every touchpoint with its numbers", head, shown)


def _raw(row: Row) -> str:
    if row.mean is None or row.scale is None:
        return "—"
    return f"{row.mean:.2f} on {row.scale[0]:g}–{row.scale[1]:g}"


def _top(row: Row) -> str:
    top = row.top
    if top is None or top.value is None or top.low is None or top.high is None:
        return "—"
    return f"{percent(top.value)} ({percent(top.low)} to {percent(top.high)}), n {top.n}"


def questions(found: Sequence[Line]) -> h.Node:
    """Return the table of the survey questions behind the touchpoints."""
    if not found:
        return h.p["No survey question is linked to a touchpoint yet."]
    shown = [
        (
            line.place,
            h.span[line.question, h.br, h.small[f"{line.low:g} to {line.high:g} · {line.source}"]],
            _score(line.numbers.mean, _plain),
            _score(line.numbers.top, _points if line.numbers.top.measure == "nps" else percent),
            _people(line.numbers.mean),
            h.small[f"{line.numbers.mean.method}; {line.numbers.top.method}"],
        )
        for line in found
    ]
    head = ("Touchpoint", "Question", "Mean", "Top-2 share, NPS or CES", "n", "Method")
    return table("Every linked question with its numbers", head, shown)


def _plain(value: float) -> str:
    return f"{value:.2f}"


def _points(value: float) -> str:
    return f"NPS {value:.0f}".replace("-", "−")


def _score(score: Score, told: Callable[[float], str]) -> h.Node:
    if score.value is None or score.low is None or score.high is None:
        return h.small["not shown: fewer than 5 answers" if score.suppressed else "—"]
    return [h.b[told(score.value)], " ", h.small[f"{told(score.low)} to {told(score.high)}"]]


def _people(score: Score) -> str:
    effective = score.effective
    weighted = effective is not None and abs(effective - score.n) >= 1
    return f"{score.n:,}" + (f" (n_eff {effective:,.0f})" if weighted else "")


def findings(workshop: Workshop, found: Iterable[Finding]) -> h.Node:
    """Return the table of pains, gaps and needs."""
    shown = [
        (
            finding.title, KINDS[finding.kind], _place(workshop, finding.touchpoint),
            _weight(finding), h.q[finding.quote] if finding.quote else "—",
            _cited(workshop, finding), _dots(workshop, finding.id),
        )
        for finding in found
    ]  # fmt: skip
    head = ("Finding", "Kind", "Touchpoint", "Severity × frequency", "In the customer's words",
            "Evidence, source", "Dots")  # fmt: skip
    return table("Pains, gaps and unmet needs, the heaviest first", head, shown)


def rest(workshop: Workshop) -> h.Node:
    """Return delights and opportunities as lists."""
    nodes: list[h.Node] = []
    for kind, title in (("delight", "Delights to keep"), ("opportunity", "Opportunities")):
        found = workshop.ordered("findings", kind=kind)
        if found:
            nodes += [h.h3[title], lines(_line(workshop, finding) for finding in found)]
    return nodes


def _line(workshop: Workshop, finding: Finding) -> h.Node:
    place = _place(workshop, finding.touchpoint)
    answered = workshop.findings.get(finding.answers or "")
    return [
        h.strong[finding.title], f" ({place})" if place != "—" else "",
        f", answers “{answered.title}”" if answered else "",
        [". ", h.q[finding.quote]] if finding.quote else None,
        [" ", _cited(workshop, finding)] if finding.sources else None,
    ]  # fmt: skip


def actions(workshop: Workshop, found: Iterable[Action], short: bool = False) -> h.Node:
    """Return actions with owner, day and status, and, unless short, what they are to move."""
    shown = []
    for action in found:
        row = [
            action.title,
            action.owner or "nobody yet",
            str(action.due or "no day"),
            action.status,
        ]
        if not short:
            row += [
                _answers(workshop, action),
                _kpi(workshop, action),
                action.expected_effect or "—",
            ]
        shown.append(tuple(row))
    head: tuple[str, ...] = ("Action", "Owner", "Due", "Status")
    if not short:
        head = (*head, "Answers", "KPI", "Expected effect")
    return table("Actions by day" if short else "Actions", head, shown) or h.p["No action yet."]


def roadmap(workshop: Workshop, found: Sequence[Action]) -> h.Node:
    """Return the actions of each owner, by day."""
    owners = list(dict.fromkeys(action.owner or "Nobody yet" for action in found))
    head = ("Action", "Due", "Status", "Kind", "Answers", "KPI", "Expected effect", "Cost", "Dots")
    nodes: list[h.Node] = []
    for owner in sorted(owners):
        own = [
            (
                action.title, str(action.due or "no day"), action.status, action.kind,
                _answers(workshop, action), _kpi(workshop, action), action.expected_effect or "—",
                action.cost or "—", _dots(workshop, action.id),
            )
            for action in found
            if (action.owner or "Nobody yet") == owner
        ]  # fmt: skip
        nodes += [h.h3[owner], table(f"Actions of {owner}", head, own)]
    return nodes or h.p["No action yet."]


def ideal(workshop: Workshop, current: Journey | None) -> h.Node:
    """Return the ideal journeys: stage, touchpoints today and then, when it is reached."""
    nodes: list[h.Node] = []
    for journey in workshop.ordered("journeys", state="ideal"):
        today = {
            stage.name: [t.name for t in workshop.ordered("touchpoints", stage=stage.id)]
            for stage in (workshop.ordered("stages", journey=current.id) if current else ())
        }
        shown = []
        for stage in workshop.ordered("stages", journey=journey.id):
            then = [t.name for t in workshop.ordered("touchpoints", stage=stage.id)]
            aim = "" if stage.target_valence is None else f"target {signed(stage.target_valence)}"
            shown.append((stage.name, lines(today.get(stage.name, ())) or "—", lines(then) or "—",
                          lines(stage.acceptance) or "—", aim or "—"))  # fmt: skip
        steps = sum(map(len, today.values()))
        count = sum(len(workshop.ordered("touchpoints", stage=s.id))
                    for s in workshop.ordered("stages", journey=journey.id))  # fmt: skip
        nodes += [
            h.p[f"{journey.title}: {count} touchpoints instead of {steps}."],
            table(f"Today and as it should be: {journey.title}",
                  ("Stage", "Today", "As it should be", "It is reached when", "Feeling"), shown),
        ]  # fmt: skip
    return nodes or h.p["No ideal journey was drawn."]


def kpis(workshop: Workshop) -> h.Node:
    """Return the KPIs with definition, target, and every value with its day, n and source."""
    shown = []
    for kpi in workshop.ordered("kpis"):
        values = _measurements(workshop, kpi.id)
        aim = f"{'at least' if kpi.better == 'higher' else 'at most'} {number(kpi.target)}"
        told = [h.li[_measured(workshop, value, kpi.unit)] for value in values]
        shown.append((
            kpi.name, [kpi.definition, h.br, h.small[kpi.formula]],
            f"{aim} {kpi.unit}".strip() if kpi.target is not None else "—",
            h.ul[told] if told else "not measured yet",
        ))  # fmt: skip
    head = ("KPI", "Definition", "Target", "Values")
    return table("KPIs with every measured value", head, shown) or h.p["No KPI yet."]


def _measurements(workshop: Workshop, kpi: str) -> list[Measurement]:
    found = [value for value in workshop.measurements.values() if value.kpi == kpi]
    return sorted(found, key=lambda value: (value.day, value.rank))


def _measured(workshop: Workshop, value: Measurement, unit: str) -> str:
    interval = ""
    if value.low is not None and value.high is not None:
        interval = f" ({number(value.low)} to {number(value.high)})"
    size = f", n {value.n}" if value.n is not None else ", n not said"
    source = workshop.sources.get(value.source or "")
    told = f", {source.title}" if source else ", source not said"
    remark = f"; {value.remark}" if value.remark else ""
    told += f", {value.method}" if value.method and value.method not in remark else ""
    told += " (comparison group)" if value.group else ""
    return f"{value.day}: {number(value.value)} {unit}{interval}{size}{told}{remark}"


def sources(workshop: Workshop) -> h.Node:
    """Return the sources with kind, day, n and method."""
    shown = [
        (
            source.title, source.kind.replace("_", " "), str(source.collected or "no day"),
            "not said" if source.n is None else str(source.n), source.method or "—",
            source.consent or "—", source.wave or "—",
        )
        for source in workshop.ordered("sources")
    ]  # fmt: skip
    head = ("Source", "Kind", "Collected", "n", "Method", "Consent", "Wave")
    return table("Sources of evidence", head, shown) or h.p["No source: everything is assumed."]


def _place(workshop: Workshop, id: str | None) -> str:
    touchpoint = workshop.touchpoints.get(id or "")
    return touchpoint.name if touchpoint else "—"


def _weight(finding: Finding) -> str:
    if finding.severity is None or finding.frequency is None:
        return "not weighed"
    product = finding.severity * finding.frequency
    return f"{finding.severity} × {finding.frequency} = {product}"


def _cited(workshop: Workshop, finding: Finding) -> h.Node:
    titles = ", ".join(workshop.sources[id].title for id in finding.sources)
    status = cited(workshop, finding.sources).status
    return [badge(status), h.small[f" {titles or 'no source'}"]]


def _dots(workshop: Workshop, item: str) -> str:
    if item in hidden_items(workshop):
        return "not revealed"
    return str(sum(vote.dots for vote in workshop.votes.values() if vote.item == item))


def _answers(workshop: Workshop, action: Action) -> str:
    titles = [workshop.findings[id].title for id in action.findings if id in workshop.findings]
    return "; ".join(titles) or "—"


def _kpi(workshop: Workshop, action: Action) -> str:
    kpi = workshop.kpis.get(action.kpi or "")
    return kpi.name if kpi else "—"
