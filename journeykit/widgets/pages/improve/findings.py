"""The findings of a workshop: where, how severe, how frequent, and who says so."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit import checks, library
from journeykit.maps.grid import critical
from journeykit.model import Finding, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import choices
from journeykit.widgets.pages.improve.picking import moves
from journeykit.widgets.pages.standing import standing

if TYPE_CHECKING:
    from journeykit.widgets.pages.improve import Improve

#: kind -> its sign, its name, its name for several
KINDS = {
    "pain": ("▼", "Pain", "pains"), "gap": ("◇", "Gap", "gaps"),
    "unmet_need": ("○", "Unmet need", "unmet needs"), "delight": ("▲", "Delight", "delights"),
    "opportunity": ("✦", "Opportunity", "opportunities"),
}  # fmt: skip
SEVERITY = {
    "": "—", "1": "1 hardly noticed", "2": "2 annoying", "3": "3 costs time or effort",
    "4": "4 makes people doubt", "5": "5 makes people leave",
}  # fmt: skip
STRENGTH = {
    "": "—", "1": "1 pleasant", "2": "2 nice", "3": "3 good", "4": "4 remarkable",
    "5": "5 people tell others",
}  # fmt: skip
FREQUENCY = {
    "": "—", "1": "1 a few", "2": "2 some", "3": "3 about half", "4": "4 most",
    "5": "5 nearly everybody",
}  # fmt: skip


def weight(finding: Finding) -> int | None:
    """Return severity × frequency, 1 to 25, or None while one of them is not said.

    >>> weight(Finding(severity=4, frequency=5)), weight(Finding(severity=4))
    (20, None)
    """
    if finding.severity is None or finding.frequency is None:
        return None
    return finding.severity * finding.frequency


def findings_tab(view: Improve) -> h.Node:
    """Return the part with the findings."""
    workshop = view.workshop
    shown = _shown(workshop, view.at)

    def key(finding: Finding) -> Any:
        about = workshop.findings.get(finding.answers or "")
        return (-(weight(about or finding) or 0), about is not None, finding.rank, finding.id)

    entries, outdated = standing(view.ui, "findings", shown, key, below=lambda each: each.answers)
    again = parts.button("Sort by weight again", "sort", id="sort", kind="small")
    return [
        _add(workshop),
        parts.card(
            "Findings",
            _counts(workshop) if workshop.findings else None,
            h.ul(".imp-list")[(_row(view, finding) for finding in entries)]
            if entries
            else _nothing(workshop),
            id="findings",
            tools=[again if outdated else None, _filters(view)] if workshop.findings else None,
        ),
    ]


def _shown(workshop: Workshop, at: dict[str, str]) -> list[Finding]:
    found = workshop.ordered("findings")
    if kind := at.get("kind"):
        found = [each for each in found if each.kind == kind]
    if stage := at.get("stage"):
        wanted = None if stage == "none" else stage
        found = [f for f in found if choices.stage_of(workshop, f.touchpoint) == wanted]
    return found


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
    serious = sum(critical(each) for each in found)
    guessed = sum(
        checks.evidence(workshop, each.sources) == "assumed"
        for each in found
        if each.kind != "opportunity"
    )
    return h.p(".imp-counts")[
        h.small[
            ", ".join(words),
            f" · {serious} critical" if serious else "",
            f" · {guessed} with no source yet" if guessed else "",
        ]
    ]


def _filters(view: Improve) -> h.Node:
    stages = [*choices.stages(view.workshop, "All stages"), ("none", "No touchpoint yet")]
    kinds = [("", "All kinds"), *((kind, words[1]) for kind, words in KINDS.items())]
    return h.div(".imp-filters")[
        parts.field(
            "Stage", "filter-stage", view.at.get("stage", ""), "filter", {"name": "stage"},
            kind="select", options=stages, hide_label=True,
        ),
        parts.field(
            "Kind", "filter-kind", view.at.get("kind", ""), "filter", {"name": "kind"},
            kind="select", options=kinds, hide_label=True,
        ),
    ]  # fmt: skip


def _add(workshop: Workshop) -> h.Element:
    return parts.card(
        "Add a finding",
        h.form("#finding-form.imp-form", data_submit="add_finding", data_reset=True)[
            h.div(".field.imp-narrow")[
                h.label(for_="new-kind")["Kind"],
                h.select("#new-kind", name="kind")[
                    (h.option(value=kind)[words[1]] for kind, words in KINDS.items())
                ],
            ],
            h.div(".field.imp-grow")[
                h.label(for_="new-finding")["What is it"],
                h.input(
                    "#new-finding", name="title", maxlength="300", autocomplete="off",
                    placeholder="Delivery cost appears on the last page only",
                ),
            ],
            h.div(".field")[
                h.label(for_="new-at")["Touchpoint"],
                h.select("#new-at", name="touchpoint")[
                    (h.option(value=id)[words] for id, words in choices.touchpoints(workshop))
                ],
            ],
            h.button("#add-finding.primary", type="submit")["Add finding"],
        ],
        id="add",
        tools=[
            parts.button("Catalogue of pains", "pick", {"what": "pains"}, id="pick-pains"),
            parts.button(
                "Catalogue of opportunities", "pick", {"what": "opportunities"},
                id="pick-opportunities",
            ),
        ],
    )  # fmt: skip


def _row(view: Improve, finding: Finding) -> h.Element:
    now = view.at.get("open") == finding.id
    given = {"id": finding.id}
    marks = ["imp-row", f"imp-{finding.kind}", "imp-hot" if critical(finding) else "",
             "imp-open" if now else ""]  # fmt: skip
    return h.li(id=f"f-{finding.id}", class_=[mark for mark in marks if mark])[
        h.div(".imp-what")[_head(view.workshop, finding)],
        h.div(".imp-marks")[_marks(view.workshop, finding)],
        h.div(".imp-do")[
            parts.button(
                "Close" if now else "Details", "open", given, id=f"f-{finding.id}-open",
                label=f"{'Close' if now else 'Details'}: {finding.title}",
                aria_expanded="true" if now else "false",
            ),
            parts.button(
                "Make an action", "act", given, id=f"f-{finding.id}-act",
                label=f"Make an action from: {finding.title}",
            ),
        ],
        _editor(view.workshop, finding) if now else None,
    ]  # fmt: skip


def _head(workshop: Workshop, finding: Finding) -> h.Node:
    sign, words, _ = KINDS[finding.kind]
    found = checks.cited(workshop, finding.sources)
    about = workshop.findings.get(finding.answers or "")
    return [
        h.div(".imp-line")[
            h.span(".imp-kind")[h.span(aria_hidden="true")[sign, " "], words],
            h.span(".imp-critical")["⚑ critical"] if critical(finding) else None,
            None if finding.kind == "opportunity" else parts.badge(found.status, found.n),
        ],
        h.strong[finding.title],
        h.q[finding.quote] if finding.quote else None,
        h.small[
            choices.place(workshop, finding.touchpoint) or "no touchpoint yet",
            f" · answers '{about.title}'" if about else None,
            _answered(workshop, finding),
            _unfounded(finding),
        ],
    ]


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
        return h.small[f"weight of what it answers: {weight(about) or 'not said'}"]
    delight = finding.kind == "delight"
    total = weight(finding)
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
        h.div(".imp-weight", title="Weight: severity × frequency, at most 25")[
            h.span(".hidden")["Weight "],
            h.b[total] if total is not None else h.b["–"],
            h.span(".hidden")[" of 25" if total is not None else ", not weighed yet"],
        ],
    ]  # fmt: skip


def _editor(workshop: Workshop, finding: Finding) -> h.Element:
    id = finding.id

    def field(name: str, label: str, kind: str = "text", **more: Any) -> h.Element:
        return parts.field(
            label, f"f-{id}-{name}", getattr(finding, name), "finding",
            {"id": id, "field": name}, kind=kind, **more,
        )  # fmt: skip

    pains = [("", "Nothing yet"), *(
        (each.id, choices.short(each.title))
        for each in workshop.ordered("findings")
        if each.kind != "opportunity" and each.id != id
    )]  # fmt: skip
    return h.div(".imp-editor")[
        h.div(".fields")[
            h.div(".wide")[field("title", "Finding", required=True, maxlength="300")],
            field("kind", "Kind", "select", options=[(k, w[1]) for k, w in KINDS.items()]),
            field(
                "touchpoint", "Touchpoint", "select", options=choices.touchpoints(workshop)
            ),
            field("answers", "Answers", "select", options=pains)
            if finding.kind == "opportunity"
            else None,
            field("detail", "Detail", "area"),
            field(
                "quote", "Quote", "area", help="What a customer said, word by word. Never invented."
            ),
            _sources(workshop, finding),
        ],
        _answers(workshop, finding) if finding.kind != "opportunity" else _moves(finding),
        parts.row(
            parts.button(
                "Remove this finding", "remove", {"what": "findings", "id": id},
                id=f"f-{id}-remove", kind="danger small",
            ),
            end=True,
        ),
    ]  # fmt: skip


def _sources(workshop: Workshop, finding: Finding) -> h.Element:
    sources = workshop.ordered("sources")
    return h.fieldset(".imp-ticks.wide")[
        h.legend["Sources"],
        [
            parts.field(
                source.title if source.n is None else f"{source.title} (n {source.n})",
                f"f-{finding.id}-source-{source.id}", source.id in finding.sources, "tick",
                {"what": "findings", "id": finding.id, "field": "sources", "other": source.id},
                kind="check",
            )
            for source in sources
        ]
        if sources
        else h.small["No source in this workshop yet: the Survey step takes them in. Until then "
                     "this is an assumption."],
    ]  # fmt: skip


def _answers(workshop: Workshop, finding: Finding) -> h.Element:
    ideas = [each for each in workshop.ordered("findings") if each.answers == finding.id]
    had = {each.catalogue for each in ideas}
    pain = library.catalogue("pains").get(finding.catalogue) if finding.catalogue else None
    offered = [
        entry
        for key in (pain.opportunities if pain else ())
        if key not in had and (entry := library.catalogue("opportunities").get(key))
    ]
    return h.div(".imp-answers")[
        h.h3["Opportunities that answer it"],
        h.ul[(h.li[each.title] for each in ideas)] if ideas else None,
        h.div(".row")[
            (
                parts.button(
                    f"+ {entry.title}", "answer", {"id": finding.id, "key": entry.key},
                    id=f"f-{finding.id}-add-{entry.key}", kind="small", label=
                    f"Add the opportunity {entry.title}: {moves(entry)}",
                )
                for entry in offered
            )
        ]
        if offered
        else None,
        h.form(
            f"#f-{finding.id}-answer.imp-form", data_submit="answer", data_reset=True,
            data_args=parts.args(id=finding.id),
        )[
            h.div(".field.imp-grow")[
                h.label(for_=f"f-{finding.id}-how")["How might we"],
                h.input(
                    id=f"f-{finding.id}-how", name="title", maxlength="300", autocomplete="off",
                    placeholder="say the full price before people decide",
                ),
            ],
            h.button(type="submit", id=f"f-{finding.id}-addhow")["Add opportunity"],
        ],
    ]  # fmt: skip


def _moves(finding: Finding) -> h.Node:
    entry = library.catalogue("opportunities").get(finding.catalogue) if finding.catalogue else None
    return h.p[h.small[f"From the catalogue: {moves(entry)}."]] if entry else None


__all__ = ["KINDS", "findings_tab", "weight"]
