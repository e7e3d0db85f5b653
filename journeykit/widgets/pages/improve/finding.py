"""One finding, opened: its fields, what the survey says of it, and what could be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.library.proposing import Proposal, proposals
from journeykit.model import Finding, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import adding, choices
from journeykit.widgets.pages.improve.kinds import KINDS
from journeykit.widgets.pages.improve.picking import moves_of

if TYPE_CHECKING:
    from journeykit.widgets.pages.improve.findings_view import FindingsView


def editor(view: FindingsView, finding: Finding) -> h.Element:
    """Return the opened finding."""
    workshop, id = view.workshop, finding.id

    def field(name: str, label: str, kind: str = "text", **more: Any) -> h.Element:
        return parts.field(
            label, f"f-{id}-{name}", getattr(finding, name), "finding",
            {"id": id, "field": name}, kind=kind, **more,
        )  # fmt: skip

    idea = finding.kind == "opportunity"
    return h.div(".imp-editor")[
        None if idea else _survey(view, finding),
        _moves(finding) if idea else _ideas(view, finding),
        h.div(".fields")[
            h.div(".wide")[field("title", "Finding", required=True, maxlength="300")],
            field("kind", "Kind", "select", options=[(k, w[1]) for k, w in KINDS.items()]),
            field(
                "touchpoint", "Touchpoint", "select", options=choices.touchpoints(workshop)
            ),
            field("answers", "Answers", "select", options=_pains(workshop, id)) if idea else None,
            field("detail", "Detail", "area"),
            field(
                "quote", "Quote", "area", help="What a customer said, word by word. Never invented."
            ),
            None
            if idea
            else field(
                "critical", "Critical, whatever its marks are", "check",
                help="Without this, severity and frequency of 4 or more and a source make it so.",
            ),
            _sources(workshop, finding),
        ],
        parts.row(
            parts.button(
                "Remove this finding", "remove", {"what": "findings", "id": id},
                id=f"f-{id}-remove", kind="danger small",
            ),
            end=True,
        ),
    ]  # fmt: skip


def _pains(workshop: Workshop, id: str) -> list[tuple[str, str]]:
    return [("", "Nothing yet"), *(
        (each.id, choices.short(each.title))
        for each in workshop.ordered("findings")
        if each.kind != "opportunity" and each.id != id
    )]  # fmt: skip


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


def _survey(view: FindingsView, finding: Finding) -> h.Node:
    """What customers' answers say about how often and how badly, with n, and a way to take it."""
    felt = view.felt().get(finding.touchpoint or "")
    if felt is None or finding.kind == "delight":
        return None
    low, high = felt.interval
    place = view.workshop.touchpoints[felt.touchpoint].name
    fits = [f"frequency {felt.frequency}"] + (
        [f"severity {felt.severity}"] if felt.severity else []
    )  # fmt: skip
    taken = (felt.frequency, felt.severity or finding.severity) == (
        finding.frequency, finding.severity,
    )  # fmt: skip
    return h.div(".imp-survey")[
        h.p[
            f"Of {felt.n} customers asked about {place}, {felt.unhappy} gave low answers: "
            f"{felt.share:.0%}".replace("%", " %"),
            h.small[f" (95 % interval {100 * low:.0f} to {100 * high:.0f} %)"],
            f". That fits {' and '.join(fits)}. ",
            h.small["It counts all who are unhappy there, whatever the reason."],
        ],
        h.small["These marks are set."]
        if taken
        else parts.button(
            "Use these marks", "marks_from_survey", {"id": finding.id},
            id=f"f-{finding.id}-marks", kind="small",
        ),
    ]  # fmt: skip


def _ideas(view: FindingsView, finding: Finding) -> h.Element:
    """What could be done, one click from becoming an action."""
    workshop = view.workshop
    ideas = [each for each in workshop.ordered("findings") if each.answers == finding.id]
    had = {each.catalogue for each in ideas}
    felt = view.felt().get(finding.touchpoint or "")
    offered = [
        each
        for each in proposals(
            workshop, finding, felt.valence if felt else None, felt.n if felt else None
        )
        if each.entry.key not in had
    ]
    return h.section(".imp-answers", aria_labelledby=f"f-{finding.id}-ideas")[
        h.h3(id=f"f-{finding.id}-ideas")[
            "What could make more of it" if finding.kind == "delight" else "What could be done"
        ],
        h.ul(".imp-had")[(_had(each) for each in ideas)] if ideas else None,
        h.ul(".imp-ideas")[(_offer(finding, each) for each in offered)]
        if offered
        else h.p[
            h.small["Give it a touchpoint, and ideas that suit its stage are proposed here."]
        ],
        adding.add_form(
            "answer",
            adding.text(
                "How might we", f"f-{finding.id}-how", "title", grow=True,
                placeholder="say the full price before people decide",
            ),
            id=f"f-{finding.id}-answer", button="Add opportunity", given={"id": finding.id},
            primary=False,
        ),
    ]  # fmt: skip


def _had(idea: Finding) -> h.Element:
    return h.li[
        h.span["✦ ", idea.title],
        parts.button(
            "Make it an action",
            "act",
            {"id": idea.id},
            id=f"f-{idea.id}-had-act",
            kind="small",
            label=f"Make it an action: {idea.title}",
        ),
    ]


def _offer(finding: Finding, offer: Proposal) -> h.Element:
    entry, given = offer.entry, {"id": finding.id, "key": offer.key}
    id = f"f-{finding.id}-{offer.catalogue}-{entry.key}"
    detail = getattr(entry, "respond", "") or entry.detail
    return h.li(id=id)[
        h.div[
            h.strong[entry.title],
            h.small[f" {detail}"],
            h.small(".imp-why")[
                f"Why: {'; '.join(offer.reasons)}. ",
                f"{offer.moves[0].upper()}{offer.moves[1:]}." if offer.moves else "",
            ],
        ],
        h.div(".row")[
            parts.button(
                f"+ {entry.title}", "propose", given | {"act": False}, id=f"{id}-note",
                kind="small", label=f"Note as an opportunity: {entry.title}",
            ),
            parts.button(
                "Make it an action", "propose", given | {"act": True}, id=f"{id}-act",
                kind="small", label=f"Make it an action: {entry.title}",
            ),
        ],
    ]  # fmt: skip


def _moves(finding: Finding) -> h.Node:
    moves = moves_of(finding.catalogue)
    return h.p[h.small[f"From the catalogue: {moves}."]] if moves else None


__all__ = ["editor"]
