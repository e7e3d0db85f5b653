"""The sources of the workshop: what there is, what each says, and a form for another one."""

from __future__ import annotations

from typing import Any

import htpy as h

from journeykit import library
from journeykit.model import Source, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages.personas.sources import KINDS

#: field -> label, kind of control, what helps
FIELDS: dict[str, tuple[str, str, str]] = {
    "title": ("Title", "text", ""),
    "collected": ("Collected on", "date", "The last day is enough."),
    "wave": ("Wave", "text", "If the survey is repeated, such as 2026 spring."),
    "n": ("n", "text", "Of how many people or events it speaks."),
    "method": ("Method", "area", "How people were chosen, and how they were asked."),
    "consent": ("Consent", "area", "What people were told and agreed to."),
    "text": ("What it says", "area", "Notes, quotes, findings. No names."),
}
#: Kinds of sources with questions that speak about touchpoints.
ASKED = ("survey", "review")
#: Fields that an attached survey brings itself.
_FROM_FILE = ("n", "text")


def listing(workshop: Workshop, opened: str, links: h.Node) -> h.Element:
    """Return all sources; `links` stands below the one that is opened."""
    sources = workshop.ordered("sources")
    if not sources:
        return parts.card(
            "Sources",
            parts.empty(
                "Nothing supports this map yet: every cell is an assumption.",
                parts.button("Import a survey", "look", {"name": "view", "value": "import"},
                             id="to-import"),
            ),
            id="sources",
        )  # fmt: skip
    return parts.card(
        "Sources",
        h.ul(".sources")[
            (_source(workshop, each, links if opened == each.id else None, opened == each.id)
             for each in sources)
        ],
        id="sources",
    )  # fmt: skip


def _source(workshop: Workshop, source: Source, links: h.Node, opened: bool) -> h.Element:
    facts = [
        KINDS[source.kind],
        source.wave,
        f"n {source.n:,}" if source.n is not None else "n not said",
        f"{source.collected:%d %b %Y}" if source.collected else "day not said",
        _used(workshop, source),
    ]
    return h.li(id=f"source-{source.id}")[
        h.div(".asked")[
            h.strong[source.title],
            h.small[" · ".join(fact for fact in facts if fact)],
            h.small(".line")[source.method] if source.method and not opened else None,
            h.small(".line.says")[_said(source.text)] if source.text and not opened else None,
        ],
        parts.row(
            parts.button(
                "Close" if opened else "Edit", "look",
                {"name": "source", "value": "" if opened else source.id},
                id=f"edit-{source.id}", kind="small",
                label=f"{'Close' if opened else 'Edit'} {source.title}",
                aria_expanded="true" if opened else "false",
            ),
            parts.button(
                "Recipe", "recipe", {"id": source.id}, id=f"recipe-{source.id}", kind="small",
                label=f"Save the recipe of {source.title} for the next wave",
            )
            if source.recipe
            else None,
            parts.button(
                "Remove", "remove", {"id": source.id}, id=f"remove-{source.id}",
                kind="small danger", label=f"Remove {source.title}",
                confirm=f"Remove '{source.title}' with its links? What cites it becomes an "
                "assumption. Undo brings all of it back.",
                confirm_label="Remove source",
            ),
            end=True,
        ),
        h.div(".editor")[_fields(source), links] if opened else None,
    ]  # fmt: skip


def _said(text: str, limit: int = 160) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rsplit(" ", 1)[0] + "…"


def _used(workshop: Workshop, source: Source) -> str:
    linked = sum(link.source == source.id for link in workshop.links.values())
    cited = sum(
        source.id in one.sources
        for name in ("touchpoints", "notes", "findings")
        for one in workshop.entities(name).values()
    ) + sum(
        source.id in ids
        for persona in workshop.personas.values()
        for ids in persona.evidence.values()
    )
    words = []
    if source.dataset and source.kind in ASKED:
        words.append(f"{linked} {'question' if linked == 1 else 'questions'} linked")
    if cited:
        words.append(f"cited {cited} times" if cited > 1 else "cited once")
    return " · ".join(words) or "not cited yet"


def _fields(source: Source) -> h.Element:
    return h.div(".fields")[
        (
            h.div(class_="wide" if kind == "area" else None)[
                parts.field(
                    label, f"{name}-{source.id}", getattr(source, name), "edit",
                    {"id": source.id, "field": name}, kind=kind, help=help, rows=2,
                )
            ]
            for name, (label, kind, help) in FIELDS.items()
            if not (source.dataset and source.kind == "survey" and name in _FROM_FILE)
        )
    ]  # fmt: skip


def add_form() -> h.Element:
    """Return the form that registers evidence other than a survey file."""
    return parts.card(
        "Note evidence by hand",
        h.p[h.small["Where there is no file: what was asked or seen, of how many, and what it "
                    "says. Write no names of customers."]],
        h.form("#add-form", data_submit="add", data_reset=True)[
            h.div(".fields")[
                h.div(".field")[
                    h.label(for_="add-kind")["Kind"],
                    h.select("#add-kind", name="kind")[
                        (h.option(value=kind)[words] for kind, words in KINDS.items())
                    ],
                ],
                _input("Title", "title", placeholder="Eight interviews with new customers",
                       required=True),
                _input("Collected on", "collected", type="date"),
                _input("n", "n", placeholder="8", inputmode="numeric"),
                _area("Method", "method", "How people were chosen, and how they were asked"),
                _area("Consent", "consent", _consent()),
                _area("What it says", "text", "Notes, quotes, findings"),
            ],
            parts.row(h.button("#add.primary", type="submit")["Add evidence"], end=True),
        ],
        id="other-evidence",
    )  # fmt: skip


def _consent() -> str:
    texts = {entry.key: entry.detail for entry in library.catalogue("consents").entries}
    return str(texts.get("interview", "")).split(". ")[0]


def _input(label: str, name: str, **attributes: Any) -> h.Element:
    must = h.span(".must", aria_hidden="true")[" *"] if attributes.get("required") else None
    return h.div(".field")[
        h.label(for_=f"add-{name}")[label, must],
        h.input(id=f"add-{name}", name=name, maxlength="300", autocomplete="off", **attributes),
    ]


def _area(label: str, name: str, placeholder: str) -> h.Element:
    return h.div(".field.wide")[
        h.label(for_=f"add-{name}")[label],
        h.textarea(id=f"add-{name}", name=name, rows="2", placeholder=placeholder or None),
    ]
