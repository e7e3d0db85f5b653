"""Cards of the tab Checks: coverage, age, critical and recurring findings."""

from __future__ import annotations

from collections.abc import Sequence

import htpy as h

from journeykit import checks
from journeykit.checks import Aged, Covered, Weighed
from journeykit.model import Finding, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages.citing import said

#: So many lines of a list are shown before it is asked for all.
FEW = 8
STATUSES = ("measured", "anecdotal", "assumed")


def coverage_card(workshop: Workshop) -> h.Element:
    """Return how much is measured, told and assumed: of all, by stage, by lane."""
    mark = checks.assumptions_mark(workshop)
    return parts.card(
        "What the map stands on",
        h.p["Every touchpoint, note, finding and attribute is measured, anecdotal or assumed. "
            "A click on a mark anywhere opens what supports it."],
        parts.coverage(checks.coverage(workshop), mark is not None),
        h.div(".two.even")[
            _share("By stage", checks.by_stage(workshop), "cov-stage"),
            _share("By lane", checks.by_lane(workshop), "cov-lane"),
        ],
        h.p[
            h.a("#to-unasked.button", data_go="survey?view=ask", href="03_survey.ipynb")[
                "What we believe and nobody has asked"
            ]
        ],
        id="trust",
    )  # fmt: skip


def _share(title: str, found: Sequence[Covered], id: str) -> h.Element:
    return h.div[
        h.h3[title],
        parts.table(
            ("Part", "Evidence", "Not assumed"),
            (
                (
                    each.name,
                    h.span(".covers")[
                        (
                            h.span(class_=f"b {status}", title=status)[
                                h.span(aria_hidden="true")[parts.EVIDENCE[status], " "],
                                h.span(".hidden")[f"{status} "],
                                getattr(each, status),
                            ]
                            for status in STATUSES
                            if getattr(each, status)
                        )
                    ]
                    if each.total
                    else h.small["claims nothing yet"],
                    f"{100 * each.share:.0f} %" if each.total else "–",
                )
                for each in found
            ),
            caption=f"Evidence coverage {title.lower()}",
            id=id,
        ),
    ]


def stale_card(workshop: Workshop, shown: str) -> h.Element:
    """Return what is old, undated or without an owner, the oldest first."""
    found = checks.aged(workshop)
    every = shown == "all"
    return parts.card(
        "What grows old",
        h.div(".fields")[
            parts.field(
                "Evidence is old after so many days", "stale-days", workshop.about.stale_days,
                "stale_after", kind="number", min="1", max="3650",
            )
        ],
        parts.table(
            ("Where", "What", "Evidence"),
            (_aged(workshop, each) for each in (found if every else found[:FEW])),
            caption="Stale evidence, the oldest first",
            id="stale",
        )
        if found
        else h.p["Nothing is old, every source has its day, and every touchpoint an owner."],
        parts.button(
            "Show the oldest only" if every else f"Show all {len(found)}", "look",
            {"name": "stale", "value": "" if every else "all"}, id="stale-all", kind="ghost small",
        )
        if len(found) > FEW
        else None,
        id="aging",
    )  # fmt: skip


def _aged(workshop: Workshop, each: Aged) -> tuple[h.Node, ...]:
    kind, text = said(workshop, each.where)
    if each.reason == "unowned":
        id = each.where.removeprefix("touchpoints/")
        owner = parts.field(
            f"Owner of {text}", f"own-{id}", "", "touchpoint_set", {"id": id, "field": "owner"},
            hide_label=True, placeholder="Owner",
        )  # fmt: skip
        return h.span[text, h.small[f" {kind}"]], each.words, owner
    found = checks.supports(workshop, each.where)
    button = parts.evidence_button(each.where, text, found.status, found.n, found.collected)
    return h.span[text, h.small[f" {kind}"]], each.words, button


def weight_card(workshop: Workshop) -> h.Element:
    """Return which findings should be flagged as critical, and which come again."""
    ranked = [each for each in checks.ranked(workshop) if each.critical or each.proposed]
    again = checks.recurring(workshop)
    return parts.card(
        "What weighs, and what comes again",
        h.h3["Critical"],
        h.ul(".weighed")[
            (
                h.li(id=f"crit-{each.finding}")[
                    h.div[
                        h.strong[workshop.findings[each.finding].title],
                        h.small[f" {each.why}"],
                    ],
                    _flag(workshop.findings[each.finding], each),
                ]
                for each in ranked
            )
        ]
        if ranked
        else h.p[h.small["No finding is both heavy and supported: severity × frequency × "
                         "evidence reaches 32 of 75 nowhere."]],
        h.h3["Again and again"],
        h.ul(".weighed")[
            (h.li[h.div[h.strong[each.name], h.small[f" {each.words}"]]] for each in again)
        ]
        if again
        else h.p[h.small["No issue is named by two sources, waves or findings yet."]],
        id="heavy",
    )  # fmt: skip


def _flag(finding: Finding, each: Weighed) -> h.Node:
    if each.critical and not finding.critical:
        return h.small["critical by its marks"]
    words = "Take the flag away" if finding.critical else "Flag as critical"
    return parts.button(
        words, "critical", {"id": finding.id, "value": not finding.critical},
        id=f"flag-{finding.id}", kind="small", label=f"{words}: {finding.title}",
    )  # fmt: skip


__all__ = ["coverage_card", "stale_card", "weight_card"]
