"""The details of one touchpoint: expectation, message, backstage, moment of truth, sources."""

from __future__ import annotations

from typing import Any

import htpy as h

from journeykit import checks
from journeykit.model import Touchpoint, Workshop
from journeykit.widgets import parts

MET = [("", "not known"), ("yes", "met"), ("no", "not met")]


def details_dialog(workshop: Workshop, each: Touchpoint) -> h.Element:
    """Return the dialog of a touchpoint; every field saves itself."""

    def field(name: str, label: str, value: Any = None, **more: Any) -> h.Element:
        return parts.field(
            label, f"d-{name}-{each.id}", getattr(each, name) if value is None else value,
            "touchpoint_set", {"id": each.id, "field": name}, **more,
        )  # fmt: skip

    met = {True: "yes", False: "no", None: ""}[each.expectation_met]
    found = checks.touchpoint_evidence(workshop, each.id)
    where = " · ".join(part for part in (workshop.stages[each.stage].name, each.channel) if part)
    return parts.dialog(
        "details",
        each.name,
        h.p[where, " ", parts.badge(found.status, found.n)],
        h.div(".fields")[
            field("expectation", "What the customer expects", kind="area", rows=2),
            field("expectation_met", "Is that met?", met, kind="select", options=MET),
            field("message", "Message: what we say here", kind="area", rows=2),
            field("duration", "How long it takes", placeholder="5 minutes, 3 days"),
            field("backstage", "Backstage: what nobody sees", kind="area", rows=2),
            field("support", "Support: systems and partners", kind="area", rows=2),
        ],
        h.fieldset[
            h.legend["Moment of truth"],
            field("moment_of_truth", "★ Here the journey is decided", kind="check"),
            field(
                "moment_reason", "Why here?", kind="area", rows=2, required=each.moment_of_truth,
                help="What makes it decisive, and for whom.",
            )
            if each.moment_of_truth or each.moment_reason
            else None,
            h.p("#moment-problem.field-error")["A moment of truth needs its reason."]
            if each.moment_of_truth and not each.moment_reason
            else None,
        ],
        h.fieldset[
            h.legend["Sources that support this touchpoint"],
            _sources(workshop, each),
        ],
        h.div(".row.end")[
            parts.button("Done", "touchpoint_details", id="details-done", kind="primary")
        ],
        cancel="touchpoint_details",
    )  # fmt: skip


def _sources(workshop: Workshop, each: Touchpoint) -> h.Node:
    sources = workshop.ordered("sources")
    if not sources:
        return h.p[
            "There is no source yet. ",
            h.a(data_go="survey", href="03_survey.ipynb")["Bring one in on the Survey page"],
            ".",
        ]
    return [
        parts.field(
            f"{source.title} · {source.kind.replace('_', ' ')}", f"d-src-{source.id}",
            source.id in each.sources, "touchpoint_source", {"id": each.id, "source": source.id},
            kind="check",
        )
        for source in sources
    ]  # fmt: skip
