"""One attribute of a persona: its field, and what supports it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit import library
from journeykit.maps.persona import ATTRIBUTES, support
from journeykit.model import PERSONA_REQUIRED, Persona, Source, Workshop
from journeykit.widgets import parts

if TYPE_CHECKING:
    from journeykit.library.entries import FieldEntry

#: bands that are offered; others can be typed, exact values are refused (R4)
BANDS: dict[str, tuple[str, ...]] = {
    "age_range": ("Under 18", "18-24", "25-34", "35-44", "45-54", "55-64", "65 and over", "any"),
    "income_band": ("lower third", "middle third", "upper third", "any"),
    "location": ("large town", "suburb", "small town", "countryside", "any"),
    "gender": ("any", "mostly women", "mostly men", "mixed"),
}
_AREAS = ("background", "decision_making")


@cache
def fields() -> dict[str, FieldEntry]:
    """The fields of a persona by their names, each with its one-line description (R2)."""
    return {entry.key: entry for entry in library.catalogue("persona-fields").entries}


@cache
def groups() -> dict[str, tuple[str, ...]]:
    """The names of the fields by their group, in the order of the catalogue."""
    found: dict[str, tuple[str, ...]] = {}
    for name, entry in fields().items():
        found[entry.group] = (*found.get(entry.group, ()), name)
    return found


def is_list(name: str) -> bool:
    """Whether an attribute holds several short lines."""
    return Persona.model_fields[name].default == ()


def attribute(workshop: Workshop, persona: Persona, name: str, *, rows: int = 3) -> h.Element:
    """Return the field of an attribute; dashed while nothing supports what it says."""
    entry = fields()[name]
    value = getattr(persona, name)
    claims = name in ATTRIBUTES and bool(value or persona.evidence.get(name))
    status = support(workshop, persona, name).status if claims else "none"
    kind = "lines" if is_list(name) else "area" if name in _AREAS else "text"
    required = name in PERSONA_REQUIRED
    more: dict[str, Any] = {"data_autofocus": True} if fresh(persona) and name == "name" else {}
    return h.div(f"#a-{persona.id}-{name}", class_=["attribute", status])[
        parts.field(
            entry.title,
            f"p-{persona.id}-{name}",
            value,
            "set",
            {"id": persona.id, "field": name},
            kind=kind,
            rows=rows,
            required=required,
            suggestions=BANDS.get(name, ()),
            placeholder=f"e.g. {entry.example}",
            help=_help(entry, required, kind),
            mark=picker(workshop, persona, name) if claims else None,
            **more,
        ),
        _unsourced_quotes(persona) if name == "quotes" else None,
    ]


def fresh(persona: Persona) -> bool:
    """Whether nobody has named the persona yet."""
    return persona.name == Persona.model_fields["name"].default


def _help(entry: FieldEntry, required: bool, kind: str) -> str:
    personal = "" if not entry.sensitive else "Personal. " if required else "Personal, optional. "
    each = " One a line." if kind == "lines" else ""
    return f"{personal}{entry.detail}{each}"


def _unsourced_quotes(persona: Persona) -> h.Node:
    if not persona.quotes or persona.evidence.get("quotes"):
        return None
    return h.p(".field-note")[
        "These quotes cite no source. Quote only what somebody said, and say where; "
        "otherwise take them out."
    ]


def picker(workshop: Workshop, persona: Persona, name: str) -> h.Element:
    """Return the mark of evidence, which opens to the sources that may support it."""
    found = support(workshop, persona, name)
    title = fields()[name].title
    key = f"{persona.id}-{name}"
    sources = workshop.ordered("sources")
    return h.details(f"#ev-{key}.pop.evidence", name="evidence")[
        h.summary(aria_label=f"{title}: {found.status}. What supports it?")[
            parts.badge(found.status, found.n)
        ],
        h.div(".sheet")[
            h.p[h.strong[f"What supports “{title}”?"]],
            [_choice(persona, name, key, source) for source in sources],
            None if sources else h.p[h.small["No source is registered yet."]],
            parts.button(
                "Register a source", "ask_source", {"persona": persona.id, "field": name},
                id=f"new-source-{key}", kind="small",
            ),
            h.p[h.small["Without a source it stays an assumption: dashed, and counted."]],
        ],
    ]  # fmt: skip


def _choice(persona: Persona, name: str, key: str, source: Source) -> h.Element:
    return parts.field(
        source.title,
        f"cite-{key}-{source.id}",
        source.id in persona.evidence.get(name, ()),
        "support",
        {"id": persona.id, "field": name, "source": source.id},
        kind="check",
        help=source_words(source),
    )


def source_words(source: Source) -> str:
    """What a source is, of how many, from when.

    >>> source_words(Source(kind="focus_group", n=8))
    'focus group · n 8'
    """
    words = [source.kind.replace("_", " ")]
    if source.n is not None:
        words.append(f"n {source.n}")
    if source.collected is not None:
        words.append(f"{source.collected:%b %Y}")
    return " · ".join(words)


__all__ = ["BANDS", "attribute", "fields", "fresh", "groups", "is_list", "picker", "source_words"]
