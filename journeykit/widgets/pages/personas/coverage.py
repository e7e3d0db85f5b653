"""The coverage report: how much of the answers the personas stand for (R12)."""

from __future__ import annotations

from typing import Any

import htpy as h

from journeykit.few import counted
from journeykit.insight.segments.standing import Coverage, coverage
from journeykit.model import Persona, Source, Workshop
from journeykit.respondents import mask, weighing
from journeykit.widgets import parts
from journeykit.widgets.pages.personas.figures import percent, weighted_words
from journeykit.widgets.pages.personas.rule import Found
from journeykit.widgets.pages.personas.segments import groups_picture


def page(workshop: Workshop, found: Found, wanted: str) -> h.Node:
    """Return the report for one survey."""
    back = parts.button("← All personas", "back", id="all-personas", kind="ghost small")
    personas: list[Persona] = workshop.ordered("personas")
    if not found:
        return [back, parts.card("Coverage", parts.empty(
            "How much the personas stand for is counted in answers, and no survey is attached yet.",
            parts.button("Import a survey", "to_survey", id="coverage-import", kind="primary"),
        ), id="coverage")]  # fmt: skip
    source, survey = next((pair for pair in found if pair[0].id == wanted), found[0])
    ruled = [(one, mask(source, survey, one)) for one in personas]
    known = [(one, who) for one, who in ruled if who is not None]
    without = [one for one, who in ruled if who is None]
    choice = parts.field(
        "Survey", "coverage-of", source.id, "look", {"name": "of"}, kind="select",
        options=[(one.id, one.title) for one, _ in found],
    ) if len(found) > 1 else None  # fmt: skip
    if not known:
        return [back, choice, parts.card("Coverage", parts.empty(
            f"No persona has a rule on the questions of “{source.title}” yet. Open a persona and "
            "say on its tab “Respondents” whose answers are its own."
        ), _without(without), id="coverage")]  # fmt: skip
    names = _names([one for one, _ in known])
    masks = dict(zip(names, [who for _, who in known], strict=True))
    report = coverage(masks, survey.responses, weighing(survey))
    words = weighted_words(survey, report.unweighted)
    return [back, choice, _report(report, source, words), _overlaps(report), _without(without)]


def _names(personas: list[Persona]) -> list[str]:
    """The personas' names, each once."""
    names: list[str] = []
    for one in personas:
        names.append(one.name if one.name not in names else f"{one.name} ({len(names) + 1})")
    return names


def _report(report: Coverage, source: Source, words: str) -> h.Element:
    left, share = report.unassigned, report.rest
    said = (
        f"In no persona: {counted(left)} of {report.people:,} people"
        + (f", {percent(share)}" if share is not None else "")
        + ". "
        + (
            f"In more than one: {counted(report.several)}."
            if report.several != 0
            else "Nobody is in more than one."
        )
    )
    return parts.card(
        "Whom the personas stand for",
        h.p(".lead", role="status")[said],
        _chart(report),
        parts.table(
            ["Persona", "People", "Share", "95 % interval", "Only this persona"],
            [
                [
                    one.name, counted(one.n), percent(one.share),
                    f"{100 * one.low:.0f} to {percent(one.high)}"
                    if one.low is not None else "too few people",
                    counted(one.alone) if one.alone is not None else "not shown",
                ]
                for one in report.parts
            ],
            caption="Share of the respondents that each persona stands for", id="coverage-table",
            stack=True,
        ),
        h.p[h.small[
            f"{source.title}, n {report.people:,}. {words} Respondents are those who answered, "
            "which is not every customer."
        ]],
        id="coverage",
    )  # fmt: skip


def _chart(report: Coverage) -> h.Node:
    rows: list[dict[str, Any]] = [
        {"name": one.name, "n": one.n, "share": one.share, "low": one.low, "high": one.high}
        for one in report.parts
    ]
    if report.unassigned:
        rows.append({"name": "in no persona", "n": report.unassigned, "rest": True,
                     "share": report.rest})  # fmt: skip
    return groups_picture("coverage-chart", rows, report.people)


def _overlaps(report: Coverage) -> h.Node:
    if not report.overlaps:
        return None
    return parts.card(
        "Overlap",
        parts.table(
            ["Personas", "People in both", "Share of the smaller"],
            [
                [f"{one.first} and {one.second}",
                 counted(one.n) if one.n is not None else "not shown",
                 percent(one.share) if one.n is not None else "too few people"]
                for one in report.overlaps
            ],
            caption="How many people two personas share",
        ),
        id="coverage-overlap",
    )  # fmt: skip


def _without(personas: list[Persona]) -> h.Node:
    if not personas:
        return None
    return parts.card(
        "Not counted",
        h.p["These personas have no rule that this survey can answer."],
        parts.row(
            [
                parts.button(f"Rule for {one.name}", "open_rule", {"id": one.id},
                             id=f"rule-of-{one.id}", kind="small")
                for one in personas
            ]
        ),
        id="coverage-without",
    )  # fmt: skip


__all__ = ["page"]
