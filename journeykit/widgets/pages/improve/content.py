"""The content plan: each stage's information needs and what answers them; what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit import library
from journeykit.checks.evidence import current_journeys
from journeykit.library.proposing import for_students, rules_for, stages_like
from journeykit.model import Content, Stage, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import adding, choices
from journeykit.widgets.pages.improve.campaign import campaign_card
from journeykit.widgets.pages.improve.kinds import STATUS
from journeykit.widgets.pages.improve.personalization import rules

if TYPE_CHECKING:
    from journeykit.measures.feelings import Felt
    from journeykit.widgets.pages.improve.content_view import ContentView

#: live content that nobody has looked at for so many days is stale
STALE = 180


def content_tab(view: ContentView) -> h.Node:
    """Return the part with the content plan."""
    workshop = view.workshop
    stages = shown_stages(workshop)
    if not stages:
        return parts.card(
            "Content plan",
            parts.empty(
                "No stage yet. The Touchpoints step holds the stages of the journey.",
                h.a(".button", href="02_touchpoints.ipynb", data_go="touchpoints")["Touchpoints"],
            ),
            id="content",
        )
    return [
        parts.card("Content plan", _summary(workshop, stages), _matrix(view, stages), id="content"),
        _wizard(view, stages),
        rules(view, stages),
        campaign_card(view),
    ]


def shown_stages(workshop: Workshop) -> list[Stage]:
    """Return the stages of current journeys, in order."""
    return [s for journey in current_journeys(workshop) for s in workshop.stages_of(journey.id)]


def stale(content: Content, today: date | None = None) -> bool:
    """Whether live content was not reviewed for half a year, or never.

    >>> stale(Content(stage="s", status="live", reviewed=date(2026, 1, 1)), date(2026, 3, 1))
    False
    """
    if content.status != "live":
        return False
    return content.reviewed is None or ((today or date.today()) - content.reviewed).days > STALE


def answered(workshop: Workshop, stage: Stage, need: str) -> list[Content]:
    """Return the content of a stage that answers a need, without what is retired or missing."""
    return [
        each
        for each in workshop.ordered("contents", stage=stage.id)
        if each.need.casefold() == need.casefold() and each.status not in ("retired", "missing")
    ]


def gaps(workshop: Workshop, stages: list[Stage]) -> int:
    """Return how many information needs nothing answers."""
    return sum(
        not answered(workshop, stage, need) for stage in stages for need in stage.information_needs
    )


def _summary(workshop: Workshop, stages: list[Stage]) -> h.Element:
    needs = sum(len(stage.information_needs) for stage in stages)
    open_ = gaps(workshop, stages)
    old = sum(stale(each) for each in workshop.contents.values())
    return h.p[
        f"{needs - open_} of {needs} information needs have content",
        h.strong[f", {open_} have none"] if open_ else "",
        f"; {old} live {'piece was' if old == 1 else 'pieces were'} not reviewed for half a year"
        if old
        else "",
        ".",
    ]


def _matrix(view: ContentView, stages: list[Stage]) -> h.Node:
    return [_stage(view, stage) for stage in stages]


def _stage(view: ContentView, stage: Stage) -> h.Element:
    workshop = view.workshop
    mine = workshop.ordered("contents", stage=stage.id)
    known = {need.casefold() for need in stage.information_needs}
    other = [each for each in mine if each.need.casefold() not in known]
    feelings = ", ".join(stage.emotions) or stage.target_emotion
    return h.section(".imp-stage", aria_labelledby=f"cs-{stage.id}")[
        h.h3(id=f"cs-{stage.id}")[
            stage.name, h.small[f" · feels: {feelings}"] if feelings else None
        ],
        None
        if stage.information_needs
        else h.p[h.small["No information need yet: write down on Touchpoints what people want "
                         "to know at this stage."]],
        (_need(view, stage, need, n) for n, need in enumerate(stage.information_needs)),
        _need_of(view, stage, "Other content", other) if other else None,
    ]  # fmt: skip


def _need(view: ContentView, stage: Stage, need: str, n: int) -> h.Element:
    mine = [
        each
        for each in view.workshop.ordered("contents", stage=stage.id)
        if each.need.casefold() == need.casefold()
    ]
    gap = not answered(view.workshop, stage, need)
    return h.div(class_={"imp-need": True, "imp-gap-need": gap})[
        h.div(".imp-line")[
            h.strong[need],
            h.span(".imp-flag.imp-strong")[h.span(aria_hidden="true")["! "], "gap: no content"]
            if gap
            else None,
        ],
        h.ul(".imp-pieces")[(_piece(view, each) for each in mine)] if mine else None,
        h.div(".row")[
            parts.button(
                "Plan content", "plan", {"stage": stage.id, "need": need},
                id=f"plan-{stage.id}-{n}", kind="small", label=f"Plan content for: {need}",
            ),
            (
                parts.button(
                    f"+ {entry.title}", "plan",
                    {"stage": stage.id, "need": need, "key": entry.key},
                    id=f"plan-{stage.id}-{n}-{entry.key}", kind="small",
                    label=f"Plan {entry.title} for: {need}. It suits the stage {stage.name}.",
                )
                for entry in suited(view.workshop, stage)[:3]
                if gap
            ),
        ],
    ]  # fmt: skip


def suited(workshop: Workshop, stage: Stage) -> list[Any]:
    """Return the content of the catalogue that suits a stage (R160)."""
    names = {name.casefold() for name in stages_like(stage)}
    points = workshop.ordered("touchpoints", stage=stage.id)
    for each in points:
        names |= {name.casefold() for name in stages_like(stage, each)}
    students = for_students(workshop)
    return [
        entry
        for entry in library.catalogue("tactics").entries
        if entry.group == "content"
        and (students or entry.audience == "any")
        and names & {each.casefold() for each in entry.stages}
    ]


def _need_of(view: ContentView, stage: Stage, title: str, mine: list[Content]) -> h.Element:
    return h.div(".imp-need")[
        h.strong[title], h.ul(".imp-pieces")[(_piece(view, each) for each in mine)]
    ]


def _piece(view: ContentView, each: Content) -> h.Element:
    now = view.at.get("open") == each.id
    told = [
        each.format, each.channel, STATUS[each.status], each.owner or "no owner",
        f"due {each.due:%d %b %Y}" if each.due and each.status not in ("live", "retired") else "",
        f"{each.metric} {each.value:g}" if each.metric and each.value is not None else each.metric,
        f"reviewed {each.reviewed:%d %b %Y}" if each.reviewed else "",
    ]  # fmt: skip
    return h.li(id=f"c-{each.id}", class_="imp-piece")[
        h.div[
            h.strong[each.title],
            h.small[" ", " · ".join(word for word in told if word)],
            h.span(".imp-flag")[" ! stale: review it"] if stale(each) else None,
        ],
        parts.button(
            "Close" if now else "Details", "open", {"id": each.id}, id=f"c-{each.id}-open",
            kind="small", label=f"{'Close' if now else 'Details'}: {each.title}",
            aria_expanded="true" if now else "false",
        ),
        _editor(view.workshop, each) if now else None,
    ]  # fmt: skip


def _editor(workshop: Workshop, each: Content) -> h.Element:
    def field(name: str, label: str, kind: str = "text", **more: Any) -> h.Element:
        return parts.field(
            label, f"c-{each.id}-{name}", getattr(each, name), "content",
            {"id": each.id, "field": name}, kind=kind, **more,
        )  # fmt: skip

    stage = workshop.stages[each.stage]
    formats = [entry.title for entry in library.catalogue("formats").entries]
    channels = [entry.title for entry in library.catalogue("channels").entries]
    owners = sorted({c.owner for c in workshop.contents.values() if c.owner}
                    | set(workshop.about.team))  # fmt: skip
    return h.div(".imp-editor")[
        h.div(".fields")[
            h.div(".wide")[field("title", "Content", required=True, maxlength="300")],
            field("need", "Answers the need", suggestions=list(stage.information_needs)),
            field("emotion", "Speaks to the feeling", suggestions=list(stage.emotions)),
            field("format", "Format", suggestions=formats),
            field("channel", "Channel", suggestions=channels),
            field("touchpoint", "Touchpoint", "select", options=choices.touchpoints(workshop)),
            field("status", "Status", "select", options=STATUS.items()),
            field("owner", "Owner", suggestions=owners),
            field("metric", "Metric", placeholder="page views, replies, completion …"),
            field("value", "Its last value", inputmode="decimal"),
            field("due", "Due", "date"),
            field("cost", "Budget", placeholder="300 €, two days …"),
            field("reviewed", "Reviewed", "date", help=f"Stale after {STALE} days."),
        ],
        parts.row(
            parts.button(
                "Remove this content", "remove", {"what": "contents", "id": each.id},
                id=f"c-{each.id}-remove", kind="danger small",
            ),
            end=True,
        ),
    ]  # fmt: skip


# ---- from feeling to content to insight ---------------------------------------------------------


def _wizard(view: ContentView, stages: list[Stage]) -> h.Element:
    """Three cells: what is felt, what is said to it, what was learned (R169, R93)."""
    chosen = view.at.get("stage_at", "")
    stage = next((each for each in stages if each.id == chosen), stages[0])
    felt = view.felt()
    entries = rules_for(stage)[:4]
    return parts.card(
        "From a feeling to content to an insight",
        parts.field(
            "Stage", "wizard-stage", stage.id, "look", {"name": "stage_at"}, kind="select",
            options=[(each.id, each.name) for each in stages],
        ),
        h.ol(".imp-three")[
            h.li[
                h.h3["1 What they feel"],
                h.p[_feelings(view.workshop, stage, felt)],
            ],
            h.li[
                h.h3["2 Content that answers it"],
                h.ul(".imp-pieces")[(_rule(stage, entry) for entry in entries)]
                if entries
                else h.p["Write down on Touchpoints what people feel at this stage; rules that "
                         "fit are offered here."],
            ],
            h.li[h.h3["3 What you learned"], _insight(view.workshop, stage)],
        ],
        id="wizard",
    )  # fmt: skip


def _feelings(workshop: Workshop, stage: Stage, felt: Mapping[str, Felt]) -> str:
    said = [
        f"{each.name} {parts.signed(felt[each.id].valence)} (n {felt[each.id].n})"
        for each in workshop.ordered("touchpoints", stage=stage.id)
        if each.id in felt
    ]
    believed = ", ".join(stage.emotions)
    told = [f"Customers: {'; '.join(said)}." if said else "No customers were asked here yet.",
            f"Expected: {believed}." if believed else "",
            f"Target: {stage.target_emotion}." if stage.target_emotion else ""]  # fmt: skip
    return " ".join(word for word in told if word)


def _rule(stage: Stage, entry: Any) -> h.Element:
    return h.li(".imp-piece")[
        h.div[h.strong[entry.title], h.small[f" {entry.respond}"]],
        parts.button(
            "Plan it", "plan_rule", {"stage": stage.id, "key": entry.key},
            id=f"rule-{stage.id}-{entry.key}", kind="small",
            label=f"Plan content: {entry.title}",
        ),
    ]  # fmt: skip


def _insight(workshop: Workshop, stage: Stage) -> h.Node:
    answers = [c for c in workshop.ordered("contents", stage=stage.id) if c.emotion]
    measured = [
        f"{c.title}: {c.metric} {c.value:g}" for c in answers if c.metric and c.value is not None
    ]
    notes = [n for n in workshop.ordered("notes", stage=stage.id) if n.lane == "insights"]
    return [
        h.p[
            "; ".join(measured) + "." if measured
            else "No content that speaks to a feeling has a value of its metric yet."
        ],
        h.ul[(h.li[note.text] for note in notes)] if notes else None,
        adding.add_form(
            "insight",
            adding.text(
                "Insight", f"insight-{stage.id}", "text", grow=True,
                placeholder="Since the comparison shows the fit, fewer ask by chat",
            ),
            id=f"insight-{stage.id}", button="Note it", given={"stage": stage.id},
            primary=False,
        ),
    ]  # fmt: skip


__all__ = ["STALE", "STATUS", "answered", "content_tab", "gaps", "shown_stages", "stale"]
