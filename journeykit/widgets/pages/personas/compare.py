"""Two or more personas side by side; what they share and where they differ (R14)."""

from __future__ import annotations

import htpy as h

from journeykit.maps.persona import support
from journeykit.model import Persona, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages.personas.attribute import fields, is_list
from journeykit.widgets.pages.personas.listing import avatar, meter

#: so many are readable beside each other when nobody has chosen
AT_FIRST = 3


def chosen(workshop: Workshop, given: str) -> list[Persona]:
    """The personas to compare: those that the address names, else the first ones."""
    personas: list[Persona] = workshop.ordered("personas")
    wanted = [one for one in personas if one.id in given.split(",")]
    return wanted if given else personas[:AT_FIRST]


def compare(workshop: Workshop, given: str, only: bool) -> h.Node:
    """Return the table of attributes."""
    everybody = workshop.ordered("personas")
    personas = chosen(workshop, given)
    back = parts.button("← All personas", "back", id="all-personas", kind="ghost small")
    if len(everybody) < 2:
        return [
            back,
            parts.empty(
                "Comparing takes two personas.",
                parts.button("Add a persona", "guided", id="add-guided", kind="primary"),
            ),
        ]
    return [
        back,
        parts.card(
            "Side by side",
            h.fieldset(".chooser")[
                h.legend["Compare"],
                h.div(".row")[(_choice(one, one in personas) for one in everybody)],
            ],
            parts.field("Only where they differ", "only", only, "only", kind="check"),
            _table(workshop, personas, only)
            if len(personas) > 1
            else parts.empty("Choose two or more personas above."),
            id="compare",
        ),
    ]


def _choice(persona: Persona, on: bool) -> h.Element:
    return parts.field(
        persona.name, f"with-{persona.id}", on, "pick", {"id": persona.id}, kind="check"
    )


def differ(personas: list[Persona], name: str) -> bool:
    """Whether an attribute says different things; case, order and spaces do not count.

    >>> differ([Persona(goals=("A", "B")), Persona(goals=("b ", "a"))], "goals")
    False
    """
    return len({frozenset(_items(one, name)) for one in personas}) > 1


def _items(persona: Persona, name: str) -> list[str]:
    value = getattr(persona, name)
    return [item.strip().casefold() for item in (value if is_list(name) else [value]) if item]


def _table(workshop: Workshop, personas: list[Persona], only: bool) -> h.Node:
    names = [n for n in fields() if n != "name" and any(getattr(one, n) for one in personas)]
    shown = [n for n in names if differ(personas, n)] if only else names
    same = len(names) - sum(differ(personas, name) for name in names)
    summary = f"{same} of {len(names)} attributes are the same"
    if names and same == len(names):
        summary += ": this is one persona, twice"
    return [
        h.p(".lead", role="status")[
            f"{summary}. Where they share a part, what only one of them says is bold."
        ],
        h.div(".scroll.compare", tabindex="0", role="region", aria_label="Personas side by side")[
            h.table(".plain")[
                h.thead[
                    h.tr[
                        h.th(scope="col")[h.span(".hidden")["Attribute"]],
                        (_column(workshop, one) for one in personas),
                    ]
                ],
                h.tbody[
                    (_row(workshop, personas, name) for name in shown),
                    _journeys(workshop, personas),
                ],
            ]
        ],
    ]


def _column(workshop: Workshop, persona: Persona) -> h.Element:
    return h.th(scope="col")[
        h.div(".person-head")[
            avatar(persona),
            parts.button(
                persona.name, "open", {"id": persona.id}, id=f"open-{persona.id}", kind="as-link"
            ),
        ],
        meter(workshop, persona),
    ]  # fmt: skip


def _row(workshop: Workshop, personas: list[Persona], name: str) -> h.Element:
    other = differ(personas, name)
    return h.tr(class_="differs" if other else "same")[
        h.th(scope="row")[fields()[name].title, h.small[" differs" if other else " the same"]],
        (_cell(workshop, personas, one, name) for one in personas),
    ]


def _cell(workshop: Workshop, personas: list[Persona], persona: Persona, name: str) -> h.Element:
    value = getattr(persona, name)
    if not value:
        return h.td[h.small["–", h.span(".hidden")["nothing said"]]]
    others = {item for one in personas if one is not persona for item in _items(one, name)}
    # Where nothing is shared everything would be bold, and bold would say nothing.
    some = any(item in others for item in _items(persona, name))
    items = value if is_list(name) else (value,)
    said = [
        h.strong[item] if some and item.strip().casefold() not in others else item for item in items
    ]
    found = support(workshop, persona, name)
    listed: h.Node = h.ul[(h.li[item] for item in said)] if is_list(name) else h.p[said]
    return h.td(class_=found.status)[
        listed, parts.badge(found.status, found.n) if name != "tagline" else None
    ]


def _journeys(workshop: Workshop, personas: list[Persona]) -> h.Element:
    return h.tr[
        h.th(scope="row")["Journeys"],
        (
            h.td[
                ", ".join(
                    f"{journey.title} ({journey.state})"
                    for journey in workshop.ordered("journeys", persona=one.id)
                )
                or h.small["none yet"]
            ]
            for one in personas
        ),
    ]


__all__ = ["AT_FIRST", "chosen", "compare", "differ"]
