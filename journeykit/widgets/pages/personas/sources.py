"""The dialog that registers a source of evidence (R10)."""

from __future__ import annotations

import re
from datetime import date

import htpy as h

from journeykit.errors import Refused
from journeykit.model import Source, SourceKind, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages.personas.attribute import fields

#: kind -> how it is said
KINDS: dict[str, str] = {
    "interview": "Interviews",
    "survey": "Survey",
    "observation": "Observational study",
    "market_research": "Existing market research",
    "focus_group": "Focus group",
    "review": "Online reviews",
    "social": "Social media",
    "analytics": "Web or app analytics",
    "sales": "Sales data",
    "direct_feedback": "Direct feedback (e-mail, chat)",
    "heatmap": "Heatmap",
}


def source_dialog(workshop: Workshop, persona: str, field: str, problem: str = "") -> h.Element:
    """Return the form; with `field`, the new source supports that attribute at once."""
    name = workshop.personas[persona].name if persona in workshop.personas else ""
    title = fields()[field].title.lower() if field in fields() else ""
    return parts.dialog(
        "source-dialog",
        "Register a source",
        h.p[h.small[f"It will support “{title}” of {name}."]] if title and name else None,
        h.form(
            "#source-form", data_submit="register",
            data_args=parts.args(persona=persona, field=field),
        )[
            h.div(".fields")[
                h.div(".field")[
                    h.label(for_="source-kind")["Kind"],
                    h.select("#source-kind", name="kind")[
                        (h.option(value=kind)[words] for kind, words in KINDS.items())
                    ],
                ],
                _input("source-title", "title", "Title", "Eight interviews with new customers"),
                _input("source-day", "collected", "When it was collected", "", "date", False),
                _input("source-n", "n", "Of how many people (n)", "8", "text", False),
                h.div(".field.wide")[
                    h.label(for_="source-method")["Method"],
                    h.textarea(
                        "#source-method", name="method", rows="2",
                        placeholder="How people were chosen, and how they were asked",
                    ),
                ],
            ],
            h.p[h.small["A survey file with its answers is imported on the Survey step."]],
            h.p("#source-problem.field-note", role="alert")[problem] if problem else None,
            parts.row(
                h.button("#source-go.primary", type="submit")["Register"],
                end=True,
            ),
        ],
        cancel="close",
    )  # fmt: skip


def _input(
    id: str, name: str, label: str, placeholder: str, kind: str = "text", must: bool = True
) -> h.Element:
    return h.div(".field")[
        h.label(for_=id)[label, h.span(".must", aria_hidden="true")[" *"] if must else None],
        h.input(
            id=id, name=name, type=kind, required=must, autocomplete="off",
            placeholder=placeholder or None, maxlength="300", data_autofocus=must or None,
            inputmode="numeric" if name == "n" else None,
        ),
    ]  # fmt: skip


def read_source(kind: SourceKind, title: str, collected: str, n: str, method: str) -> Source:
    """Return the source that a person typed; raise `Refused` with the way out.

    >>> read_source("interview", "Eight talks", "2026-10-01", "8", "").n
    8
    """
    if not title.strip():
        raise Refused("A source needs a title, so that people find it again.")
    count = re.sub(r"[\s.,'\u2009\u202f]", "", n)
    if count and not count.isdecimal():
        raise Refused(f"n is how many people, as a number like 8; '{n.strip()[:40]}' is not one.")
    try:
        day = date.fromisoformat(collected) if collected else None
    except ValueError:
        raise Refused(f"'{collected[:40]}' is not a day like 2026-10-01.") from None
    return Source(
        kind=kind,
        title=" ".join(title.split())[:300],
        collected=day,
        n=int(count) if count else None,
        method=method.strip(),
    )


__all__ = ["KINDS", "read_source", "source_dialog"]
