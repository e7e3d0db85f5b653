"""Rules of personalization: who gets what on which data, and what privacy still asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit import library
from journeykit.checks.privacy import privacy_lacks
from journeykit.model import Personalization, Stage, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import adding, choices
from journeykit.widgets.pages.improve.kinds import STATUS

if TYPE_CHECKING:
    from journeykit.widgets.pages.improve.content_view import ContentView

BASES = {
    "": "not decided", "consent": "Consent", "contract": "Needed for the contract",
    "legitimate_interest": "Legitimate interest",
}  # fmt: skip
_YES_NO = [("", "not checked"), ("yes", "Yes"), ("no", "No")]


def rules(view: ContentView, stages: list[Stage]) -> h.Element:
    """Return the card with the rules of all stages."""
    workshop = view.workshop
    ids = {stage.id: stage for stage in stages}
    mine = [each for each in workshop.ordered("personalizations") if each.stage in ids]
    open_ = sum(bool(privacy_lacks(each)) for each in mine)
    return parts.card(
        "Personalization",
        h.p[
            f"{len(mine)} {'rule' if len(mine) == 1 else 'rules'}"
            + (f", {open_} with open questions of privacy." if open_ else ", privacy checked.")
            if mine
            else "Who gets something of their own, where, and on which data? Use only what people "
            "agreed to."
        ],
        h.ul(".imp-list")[(_row(view, each, ids[each.stage]) for each in mine)] if mine else None,
        adding.add_form(
            "add_rule",
            adding.select(
                "Stage", "new-rule-stage", "stage", [(s.id, s.name) for s in stages], narrow=True
            ),
            adding.select("From the catalogue", "new-rule-key", "key", _catalogue(workshop)),
            adding.text(
                "Rule", "new-rule", "title", grow=True,
                placeholder="Returning customers see their size first",
            ),
            id="rule", button="Add rule",
        ),
        id="personalization",
    )  # fmt: skip


def _catalogue(workshop: Workshop) -> list[tuple[str, str]]:
    from journeykit.library.proposing import for_students

    students = for_students(workshop)
    entries = [
        (entry.key, entry.title)
        for entry in library.catalogue("tactics").entries
        if entry.group == "personalisation" and (students or entry.audience == "any")
    ]
    return [("", "own words"), *entries]


def _row(view: ContentView, rule: Personalization, stage: Stage) -> h.Element:
    now = view.at.get("open") == rule.id
    missing = privacy_lacks(rule)
    persona = view.workshop.personas.get(rule.persona or "")
    who = persona.name if persona else rule.segment or "everybody"
    return h.li(id=f"r-{rule.id}", class_=f"imp-row imp-two{' imp-open' if now else ''}")[
        h.div(".imp-what")[
            h.strong[rule.title],
            h.small[
                f"{stage.name} · {who}" + (f" · {rule.channel}" if rule.channel else ""),
                f" · data: {', '.join(rule.data_needed)}" if rule.data_needed else "",
                f" · {rule.owner}" if rule.owner else "",
                f" · due {rule.due:%d %b %Y}" if rule.due else "",
            ],
            h.ul(".imp-lacks")[
                (h.li[h.span(aria_hidden="true")["! "], words] for words in missing)
            ]
            if missing
            else h.small(".imp-fine")["✓ privacy checked"],
        ],
        h.div(".imp-do")[
            parts.button(
                "Close" if now else "Details", "open", {"id": rule.id}, id=f"r-{rule.id}-open",
                label=f"{'Close' if now else 'Details'}: {rule.title}",
                aria_expanded="true" if now else "false",
            ),
        ],
        _editor(view.workshop, rule) if now else None,
    ]  # fmt: skip


def _editor(workshop: Workshop, rule: Personalization) -> h.Element:
    def field(name: str, label: str, kind: str = "text", **more: Any) -> h.Element:
        value = getattr(rule, name)
        if name in ("special_category", "opt_out"):
            value = {True: "yes", False: "no", None: ""}[value]
        return parts.field(
            label, f"r-{rule.id}-{name}", value, "rule", {"id": rule.id, "field": name},
            kind=kind, **more,
        )  # fmt: skip

    channels = [entry.title for entry in library.catalogue("channels").entries]
    return h.div(".imp-editor")[
        h.div(".fields")[
            h.div(".wide")[field("title", "Rule", required=True, maxlength="300")],
            field("persona", "Persona", "select",
                  options=choices.entities(workshop, "personas", "everybody")),
            field("segment", "Segment", placeholder="bought twice this year"),
            field("behavior", "Behavior", placeholder="left something in the cart"),
            field("channel", "Channel", suggestions=channels),
            field("message", "Message or offer", "area"),
            field("data_needed", "Data needed, one a line", "lines"),
            field("basis", "Legal basis", "select", options=BASES.items()),
            field("special_category", "Special categories of data?", "select", options=_YES_NO),
            field("opt_out", "Can people opt out?", "select", options=_YES_NO),
            field("status", "Status", "select", options=list(STATUS.items())),
            field("owner", "Owner", suggestions=list(workshop.about.team)),
            field("due", "Due", "date"),
            field("cost", "Budget", placeholder="300 €, two days …"),
            field("metric", "Metric", placeholder="orders by those who got it …"),
        ],
        h.p[h.small["A checklist, no legal advice: ask whoever is in charge of data protection."]],
        parts.row(
            parts.button(
                "Remove this rule", "remove", {"what": "personalizations", "id": rule.id},
                id=f"r-{rule.id}-remove", kind="danger small",
            ),
            end=True,
        ),
    ]  # fmt: skip


__all__ = ["BASES", "rules"]
