"""The findings of a workshop: where, how severe, how frequent, and who says so."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit import checks
from journeykit.maps.grid import critical
from journeykit.model import Finding, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import adding, choices
from journeykit.widgets.pages.improve.finding import editor
from journeykit.widgets.pages.improve.kinds import (
    FREQUENCY,
    KINDS,
    SEVERITY,
    STRENGTH,
    in_marketing,
)  # fmt: skip
from journeykit.widgets.pages.improve.merging import merge_bar, merge_tick
from journeykit.widgets.pages.standing import standing

if TYPE_CHECKING:
    from journeykit.widgets.pages.improve.findings_view import FindingsView

#: what else a list can be narrowed to -> its words
ONLY = {
    "": "All findings", "critical": "Critical", "bare": "Without an action",
    "recurring": "In several sources", "marketing": "Marketing",
}  # fmt: skip


def findings_tab(view: FindingsView) -> h.Node:
    """Return the part with the findings."""
    workshop = view.workshop
    shown = _shown(workshop, view.at)

    def key(finding: Finding) -> Any:
        about = workshop.findings.get(finding.answers or "")
        heavy = checks.weigh(workshop, about or finding).weight or 0
        return (-heavy, about is not None, finding.rank, finding.id)

    entries, outdated = standing(view.ui, "findings", shown, key, below=lambda each: each.answers)
    again = parts.button("Sort by weight again", "sort", id="sort", kind="small")
    merging = parts.button(
        "Stop merging" if view.merging else "Merge duplicates", "merging_on",
        {"on": not view.merging}, id="merging", kind="small",
    )  # fmt: skip
    return [
        _add(workshop),
        parts.card(
            "Findings",
            _counts(workshop) if workshop.findings else None,
            _marketing_words(view.at),
            merge_bar(view) if view.merging else None,
            h.ul(".imp-list")[(_row(view, finding) for finding in entries)]
            if entries
            else _nothing(workshop),
            id="findings",
            tools=[
                again if outdated else None,
                merging if len(workshop.findings) > 1 else None,
                _filters(view),
            ]
            if workshop.findings
            else None,
        ),
    ]


def _shown(workshop: Workshop, at: dict[str, str]) -> list[Finding]:
    found = workshop.ordered("findings")
    if kind := at.get("kind"):
        found = [each for each in found if each.kind == kind]
    if stage := at.get("stage"):
        wanted = None if stage == "none" else stage
        found = [f for f in found if choices.stage_of(workshop, f.touchpoint) == wanted]
    served = {id for action in workshop.actions.values() for id in action.findings}
    keep = {
        "critical": critical,
        "bare": lambda each: each.id not in served,
        "recurring": lambda each: len(checks.seen(workshop, [each]).sources) > 1,
        "marketing": lambda each: in_marketing(workshop, each),
    }.get(at.get("only", ""))
    return [each for each in found if keep is None or keep(each)]


def _nothing(workshop: Workshop) -> h.Element:
    if workshop.findings:
        return parts.empty(
            "Nothing of this kind at this stage.",
            parts.button("Show all findings", "all", id="all"),
        )
    return parts.empty(
        "No finding yet. Begin with the lowest point of the emotion curve: what hurts there, and "
        "who says so?",
        parts.button("Choose from the catalogue of pains", "pick", {"what": "pains"}, id="first"),
    )


def _counts(workshop: Workshop) -> h.Element:
    found = list(workshop.findings.values())
    kinds = Counter(each.kind for each in found)
    words = [
        f"{count} {(KINDS[kind][1] if count == 1 else KINDS[kind][2]).lower()}"
        for kind in KINDS
        if (count := kinds[kind])  # type: ignore[index]
    ]
    own = [each for each in found if each.kind != "opportunity"]
    serious = sum(critical(each) for each in found)
    guessed = sum(checks.evidence(workshop, each.sources) == "assumed" for each in own)
    often = sum(len(checks.seen(workshop, [each]).sources) > 1 for each in own)
    return h.p(".imp-counts")[
        h.small[
            ", ".join(words),
            f" · {serious} critical" if serious else "",
            f" · {often} in several sources" if often else "",
            f" · {guessed} with no source yet" if guessed else "",
        ]
    ]


def _marketing_words(at: dict[str, str]) -> h.Node:
    if at.get("only") != "marketing":
        return None
    return h.p[
        h.small[
            "The same list, seen by marketing: what belongs to touchpoints before the purchase or "
            "in a channel of marketing, and opportunities that sell."
        ]
    ]


def _filters(view: FindingsView) -> h.Node:
    stages = [*choices.stages(view.workshop, "All stages"), ("none", "No touchpoint yet")]
    kinds = [("", "All kinds"), *((kind, words[1]) for kind, words in KINDS.items())]
    every = {"stage": ("Stage", stages), "kind": ("Kind", kinds), "only": ("Show", ONLY.items())}
    return h.div(".imp-filters")[
        (
            parts.field(
                label, f"filter-{name}", view.at.get(name, ""), "filter", {"name": name},
                kind="select", options=options, hide_label=True,
            )
            for name, (label, options) in every.items()
        )
    ]  # fmt: skip


def _add(workshop: Workshop) -> h.Element:
    kinds = [(kind, words[1]) for kind, words in KINDS.items()]
    return adding.add_card(
        "Add a finding", "add_finding",
        adding.select("Kind", "new-kind", "kind", kinds, narrow=True),
        adding.text(
            "What is it", "new-finding", "title", grow=True,
            placeholder="Delivery cost appears on the last page only",
        ),
        adding.select("Touchpoint", "new-at", "touchpoint", choices.touchpoints(workshop)),
        id="finding", button="Add finding",
        tools=[
            parts.button("Catalogue of pains", "pick", {"what": "pains"}, id="pick-pains"),
            parts.button(
                "Catalogue of opportunities", "pick", {"what": "opportunities"},
                id="pick-opportunities",
            ),
        ],
    )  # fmt: skip


def _row(view: FindingsView, finding: Finding) -> h.Element:
    now = view.at.get("open") == finding.id
    given = {"id": finding.id}
    marks = ["imp-row", f"imp-{finding.kind}", "imp-hot" if critical(finding) else "",
             "imp-open" if now else ""]  # fmt: skip
    return h.li(id=f"f-{finding.id}", class_=[mark for mark in marks if mark])[
        h.div(".imp-what")[_head(view, finding)],
        h.div(".imp-marks")[_marks(view.workshop, finding)],
        h.div(".imp-do")[
            parts.button(
                "Close" if now else "Details, ideas", "open", given, id=f"f-{finding.id}-open",
                label=f"{'Close' if now else 'Details and ideas'}: {finding.title}",
                aria_expanded="true" if now else "false",
            ),
            parts.button(
                "Make an action", "act", given, id=f"f-{finding.id}-act",
                label=f"Make an action from: {finding.title}",
            ),
        ],
        editor(view, finding) if now else None,
    ]  # fmt: skip


def _head(view: FindingsView, finding: Finding) -> h.Node:
    workshop = view.workshop
    sign, words, _ = KINDS[finding.kind]
    found = checks.cited(workshop, finding.sources)
    about = workshop.findings.get(finding.answers or "")
    by_hand = " by hand" if finding.critical else ""
    return [
        h.div(".imp-line")[
            merge_tick(view, finding) if view.merging else None,
            h.span(".imp-kind")[h.span(aria_hidden="true")[sign, " "], words],
            h.span(".imp-critical")[f"⚑ critical{by_hand}"] if critical(finding) else None,
            None
            if finding.kind == "opportunity"
            else parts.evidence_button(
                f"findings/{finding.id}", finding.title, found.status, found.n, found.collected
            ),
        ],
        h.strong[finding.title],
        h.q[finding.quote] if finding.quote else None,
        h.small[
            choices.place(workshop, finding.touchpoint) or "no touchpoint yet",
            f" · answers '{about.title}'" if about else None,
            _recurring(workshop, finding),
            _answered(workshop, finding),
            _unfounded(finding),
        ],
    ]


def _recurring(workshop: Workshop, finding: Finding) -> str:
    found = checks.seen(workshop, [finding])
    sources, waves = len(found.sources), len(found.waves)
    if sources < 2:
        return ""
    return f" · recurring: {sources} sources" + (f" in {waves} waves" if waves > 1 else "")


def _answered(workshop: Workshop, finding: Finding) -> str:
    ideas = sum(each.answers == finding.id for each in workshop.findings.values())
    actions = sum(finding.id in each.findings for each in workshop.actions.values())
    words = [
        f"{count} {noun if count == 1 else noun[:-1] + 'ies' if noun[-1] == 'y' else noun + 's'}"
        for count, noun in ((ideas, "opportunity"), (actions, "action"))
        if count
    ]
    return f" · {' and '.join(words)}" if words else ""


def _unfounded(finding: Finding) -> str:
    """Say that a heavy pain counts as critical only once somebody stands behind it."""
    heavy = finding.model_copy(update={"sources": ("any",)})
    return (
        " · would be critical: cite a source" if critical(heavy) and not critical(finding) else ""
    )


def _marks(workshop: Workshop, finding: Finding) -> h.Node:
    if finding.kind == "opportunity":
        about = workshop.findings.get(finding.answers or "")
        if about is None:
            return h.small["answers nothing yet"]
        heavy = checks.weigh(workshop, about).weight
        return h.small[f"weight of what it answers: {heavy or 'not said'}"]
    delight = finding.kind == "delight"
    weighed = checks.weigh(workshop, finding)
    total, status = weighed.weight, weighed.evidence.status
    return [
        parts.field(
            "Strength" if delight else "Severity", f"f-{finding.id}-severity", finding.severity,
            "finding", {"id": finding.id, "field": "severity"}, kind="select",
            options=(STRENGTH if delight else SEVERITY).items(),
        ),
        parts.field(
            "Frequency", f"f-{finding.id}-frequency", finding.frequency,
            "finding", {"id": finding.id, "field": "frequency"}, kind="select",
            options=FREQUENCY.items(),
        ),
        h.div(
            ".imp-weight",
            title="Weight: severity × frequency × evidence (assumed 1, anecdotal 2, measured 3)",
        )[
            h.span(".hidden")["Weight "],
            h.b[total] if total is not None else h.b["–"],
            h.span(".hidden")[
                f" of 75, evidence {status}" if total is not None else ", not weighed yet"
            ],
        ],
    ]  # fmt: skip


__all__ = ["findings_tab"]
