"""The rule table: what a number points to, whether it does so now, and the editor of a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import htpy as h

from journeykit import library
from journeykit.insight.patterns import (
    COMPARISONS,
    STATES,
    Hit,
    condition,
    evaluate,
    is_share,
    told,
)
from journeykit.insight.series import Kind, Series
from journeykit.model import Pattern, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import choices, typed
from journeykit.widgets.pages.survey.behavior import cells

SIGNS = {"sure": "●", "possible": "◐", "no": "○", "few": "–", "missing": "–"}
#: field of a rule -> its name on the page, how it is read
FIELDS: dict[str, tuple[str, typed.Parse]] = {
    "name": ("Name", typed.title), "metric": ("Metric", typed.title),
    "comparison": ("Hits when it", typed.line), "threshold": ("Threshold", typed.number),
    "implication": ("May mean", typed.prose), "touchpoint": ("Touchpoint", typed.choice),
}  # fmt: skip
#: Hits of one rule that are listed.
_HITS = 6
_LAST = ("missing", "few", "no")


def defaults() -> list[Pattern]:
    """Return the rules that the kit proposes."""
    return [
        Pattern(
            id=f"rule-{entry.key}", name=entry.title, metric=entry.metric,
            comparison=entry.comparison, threshold=entry.threshold,
            implication=entry.implication, catalogue=entry.key, rank=float(at),
        )
        for at, entry in enumerate(library.catalogue("patterns").entries)
    ]  # fmt: skip


def rules(workshop: Workshop) -> list[Pattern]:
    """Return the rules of a workshop, those of the kit until one is changed."""
    return workshop.ordered("patterns") or defaults()


def entry_of(rule: Pattern) -> Any:
    """Return the entry of the catalogue that a rule comes from, or None."""
    return library.catalogue("patterns").get(rule.catalogue) if rule.catalogue else None


def hits_of(rule: Pattern, found: Sequence[Series]) -> list[Hit]:
    """Return what a rule says of each series of its metric, other names of it included."""
    entry = entry_of(rule)
    return evaluate(rule, found, entry.also if entry and entry.metric == rule.metric else ())


def in_percent(rule: Pattern, kind: str = "") -> bool:
    """Return whether the threshold of a rule is shown in percent."""
    return (
        is_share(rule.metric)
        or kind == "share"
        or (rule.comparison in ("rises", "falls") and kind == "count")
    )


def place_of(workshop: Workshop, series: Series) -> str:
    """Return where a series is measured: a touchpoint, a place that is none, or the whole."""
    return choices.place(workshop, series.touchpoint) or series.place or "The whole"


def title_of(workshop: Workshop, rule: Pattern, hit: Hit) -> str:
    """Return the title of the finding that a hit becomes."""
    at = workshop.touchpoints.get(hit.series.touchpoint)
    where = at.name if at else hit.series.place
    return f"{where}: {rule.name[:1].lower()}{rule.name[1:]}" if where else rule.name


def detail_of(rule: Pattern, hit: Hit) -> str:
    """Return what stands in the finding: the number, the rule and what it may mean."""
    times = len(hit.periods)
    known = len(hit.series.known)
    often = f" It hit in {times} of {known} periods." if known > 1 else ""
    return (
        f"{hit.series.metric}: {told(rule, hit)} in {hit.point.label}; the rule: "
        f"{condition(rule, hit.series.kind)} ({STATES[hit.state]}).{often} {rule.implication}"
    )


# ---- the table ---------------------------------------------------------------------------------


def table(workshop: Workshop, found: Sequence[Series], opened: str) -> h.Node:
    """Return the rules with what they say, those that hit first, and the rule that is edited."""
    evaluated = [(rule, hits_of(rule, found)) for rule in rules(workshop)]
    order = list(STATES)
    states = {rule.id: _state(rule, hits) for rule, hits in evaluated}
    evaluated.sort(key=lambda each: (not each[0].on, order.index(states[each[0].id])))
    hit = [each for each in evaluated if each[0].on and states[each[0].id] in order[:2]]
    quiet = [each for each in evaluated if each not in hit]
    return [
        parts.card(
            "What the numbers point to",
            h.p[h.small["A rule says where to look, not why. It hits surely where the whole "
                        "interval lies beyond the threshold, possibly where only the number "
                        "does."]],
            _hits(workshop, hit) if hit else parts.empty(_none(found)),
            id="pattern-hits",
            tools=parts.button("Add a rule", "rule_add", id="rule-add"),
        ),
        _editor(workshop, found, opened),
        parts.card(
            f"All rules ({len(evaluated)})",
            parts.table(
                ["Rule", "Hits when", "Now", "On", ""],
                [_line(rule, hits, states[rule.id]) for rule, hits in [*hit, *quiet]],
                caption="Rules", id="rules",
            ),
            cells.notes(
                "" if workshop.patterns else "These are the rules of the kit. The first change "
                "copies them into this workshop.",
                "Thresholds are where a team begins to look, not norms.",
            ),
            id="pattern-rules",
        ),
    ]  # fmt: skip


def _none(found: Sequence[Series]) -> str:
    if not found:
        return (
            "No numbers are imported yet. Add web analytics, sales, e-mail numbers or an event log "
            "on Sources; ratings of linked survey questions count, too."
        )
    return "No rule hits: nothing that was imported lies beyond a threshold."


def _state(rule: Pattern, hits: Sequence[Hit]) -> str:
    return hits[0].state if hits else "missing"


def _mark(state: str) -> h.Element:
    return h.span(class_=f"rule-state {state}")[
        h.span(aria_hidden="true")[SIGNS[state], " "], STATES[state]
    ]


def _hits(workshop: Workshop, evaluated: Sequence[tuple[Pattern, list[Hit]]]) -> h.Element:
    lines = []
    for rule, hits in evaluated:
        entry = entry_of(rule)
        for at, hit in enumerate([hit for hit in hits if hit.beyond][:_HITS]):
            title = title_of(workshop, rule, hit)
            given = {"rule": rule.id, "metric": hit.series.metric,
                     "touchpoint": hit.series.touchpoint, "place": hit.series.place}  # fmt: skip
            kpi = library.catalogue("kpis").get(entry.kpi) if entry else None
            lines.append([
                h.span[rule.name, h.small(".under")[rule.implication],
                       h.small(".under")[f"Speaks about the KPI {kpi.title}."] if kpi else None],
                place_of(workshop, hit.series),
                _number(rule, hit),
                _mark(hit.state),
                _sources(workshop, hit, f"{rule.id}-{at}"),
                cells.finding(workshop, title, "rule_finding", given,
                              f"rule-finding-{rule.id}-{at}"),
            ])  # fmt: skip
    return parts.table(["Pattern", "Where", "Number", "Hits", "From", ""], lines,
                       caption="Patterns that hit", id="hits")  # fmt: skip


def _number(rule: Pattern, hit: Hit) -> h.Element:
    known = len(hit.series.known)
    often = f"; hit in {len(hit.periods)} of {known} periods" if known > 1 else ""
    lacking = "; no interval: the source does not say of how many" if hit.low is None else ""
    return h.span[
        h.b[told(rule, hit)],
        h.small(".under")[f"{hit.point.label}; {condition(rule, hit.series.kind)}{often}{lacking}"],
    ]


def _sources(workshop: Workshop, hit: Hit, row: str) -> h.Node:
    known = [workshop.sources[id] for id in hit.point.sources if id in workshop.sources]
    return [
        parts.button(source.title, "evidence_of", {"id": source.id}, kind="small",
                     id=f"from-{source.id}-{row}",
                     label=f"Open the source {source.title}")
        for source in known[:3]
    ]  # fmt: skip


def _line(rule: Pattern, hits: Sequence[Hit], state: str) -> list[Any]:
    kind = hits[0].series.kind if hits else ""
    return [
        rule.name,
        condition(rule, kind),
        _mark(state) if rule.on else h.span(".quiet")["off"],
        parts.field(f"Use {rule.name}", f"rule-on-{rule.id}", rule.on, "rule_on",
                    {"id": rule.id}, kind="check"),
        parts.button("Edit", "look", {"name": "rule", "value": rule.id}, id=f"rule-edit-{rule.id}",
                     kind="small", label=f"Edit the rule {rule.name}"),
    ]  # fmt: skip


# ---- the editor --------------------------------------------------------------------------------


def _editor(workshop: Workshop, found: Sequence[Series], opened: str) -> h.Node:
    rule = next((each for each in rules(workshop) if each.id == opened), None)
    if rule is None:
        return None
    kinds: Mapping[str, Kind] = {one.metric: one.kind for one in found}
    percent = in_percent(rule, kinds.get(rule.metric, ""))
    shown = 100 * rule.threshold if percent else rule.threshold
    return parts.card(
        "Edit a rule",
        h.div(".fields")[
            _field(rule, "name", rule.name),
            _field(rule, "metric", rule.metric, suggestions=sorted(kinds),
                   help="As it is called in what was imported."),
            _field(rule, "comparison", rule.comparison, kind="select",
                   options=list(COMPARISONS.items())),
            _field(rule, "threshold", float(f"{shown:.10g}"), kind="number",
                   words="Threshold, %" if percent else "Threshold",
                   help="In percentage points for a change of a share." if percent and
                   rule.comparison in ("rises", "falls") else ""),
            _field(rule, "touchpoint", rule.touchpoint or "", kind="select",
                   options=choices.touchpoints(workshop, none="Every touchpoint")),
            h.div(".wide")[_field(rule, "implication", rule.implication, kind="area", rows=2)],
        ],
        parts.row(
            parts.button("Done", "look", {"name": "rule", "value": ""}, id="rule-done",
                         kind="primary"),
            parts.button("Delete this rule", "rule_delete", {"id": rule.id}, id="rule-delete"),
        ),
        id="rule-editor",
    )  # fmt: skip


def _field(rule: Pattern, field: str, value: Any, words: str = "", **more: Any) -> h.Element:
    return parts.field(words or FIELDS[field][0], f"rule-{field}", value, "rule_set",
                       {"id": rule.id, "field": field}, **more)  # fmt: skip


__all__ = [
    "FIELDS", "defaults", "detail_of", "entry_of", "hits_of", "in_percent", "place_of", "rules",
    "table", "title_of",
]  # fmt: skip
