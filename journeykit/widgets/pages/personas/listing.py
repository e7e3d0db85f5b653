"""The personas as cards, and the ways to make one."""

from __future__ import annotations

import htpy as h

from journeykit import library
from journeykit.maps.persona import filled, initials, support
from journeykit.model import PERSONA_REQUIRED, Journey, Persona, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages.personas.attribute import fields


def listing(workshop: Workshop) -> h.Node:
    """Return the list page."""
    personas = workshop.ordered("personas")
    if not personas:
        return parts.card("Nobody yet", _nobody(), id="personas")
    compare = len(personas) > 1
    return [
        parts.row(
            parts.button("Add a persona", "guided", id="add-guided", kind="primary"),
            parts.button("Empty persona", "add", id="add"),
            parts.button("From a template", "ask_template", id="add-template"),
            parts.button("Compare", "look", {"name": "view", "value": "compare"}, id="compare")
            if compare
            else None,
            parts.button(
                "Segments from answers",
                "look",
                {"name": "view", "value": "segments"},
                id="to-segments",
            ),
            parts.button(
                "Coverage", "look", {"name": "view", "value": "coverage"}, id="to-coverage"
            ),
        ),
        h.ul("#personas.people-cards")[(_card(workshop, persona) for persona in personas)],
    ]


def _nobody() -> h.Node:
    return parts.empty(
        "A persona is a fictional customer who is built on real data. Begin with what you "
        "know about the people you serve; three short steps lead through it.",
        parts.button("Begin in three steps", "guided", id="add-guided", kind="primary"),
        parts.button("Empty persona", "add", id="add"),
        parts.button("From a template", "ask_template", id="add-template"),
        parts.button("Segments from answers", "look", {"name": "view", "value": "segments"},
                     id="to-segments"),
    )  # fmt: skip


def avatar(persona: Persona, size: str = "") -> h.Element:
    """Return the drawn picture: initials, since nobody real is meant."""
    return h.span(class_=["avatar", size], aria_hidden="true")[initials(persona.name)]


def meter(workshop: Workshop, persona: Persona) -> h.Element:
    """Return how many of the attributes have a source, as a bar and in words."""
    told = filled(persona)
    backed = [n for n in told if support(workshop, persona, n).status != "assumed"]
    share = len(backed) / len(told) if told else 0
    return h.div(".meter")[
        h.div(".cov", aria_hidden="true")[h.span(style=f"width:{share:.0%}")],
        h.small[
            f"{len(backed)} of {len(told)} attributes have a source"
            if told
            else "Nothing is said about this persona yet"
        ],
    ]


def missing(persona: Persona) -> list[str]:
    """The titles of the required attributes that are still empty."""
    return [fields()[name].title for name in PERSONA_REQUIRED if not getattr(persona, name)]


def lead(persona: Persona) -> str:
    """Age range and occupation in one line."""
    return " · ".join(x for x in (persona.age_range, persona.occupation) if x)


def _card(workshop: Workshop, persona: Persona) -> h.Element:
    given = {"id": persona.id}
    lacks = missing(persona)
    return h.li(f"#persona-{persona.id}.card.person")[
        h.div(".person-head")[
            avatar(persona),
            h.div[
                h.h2[
                    parts.button(
                        persona.name, "open", given, id=f"open-{persona.id}", kind="as-link"
                    )
                ],
                h.small[lead(persona)],
            ],
            _menu(persona),
        ],
        h.p(".tagline")[persona.tagline] if persona.tagline else None,
        _few("Goals", persona.goals),
        _few("Challenges", persona.challenges),
        h.p(".field-note")[f"Still to fill in: {', '.join(lacks).lower()}"] if lacks else None,
        meter(workshop, persona),
        journey_links(workshop, persona, "list"),
    ]


def _few(title: str, items: tuple[str, ...]) -> h.Node:
    if not items:
        return None
    more = len(items) - 2
    return h.div(".few")[
        h.h3[title],
        h.ul[
            (h.li[item] for item in items[:2]),
            h.li(".more-items")[f"and {more} more"] if more > 0 else None,
        ],
    ]


def _menu(persona: Persona) -> h.Element:
    given = {"id": persona.id}
    return h.details(f"#more-{persona.id}.pop", name="persona-menu")[
        h.summary(aria_label=f"More for {persona.name}")["⋯"],
        h.div(".sheet.menu")[
            parts.button("Duplicate", "duplicate", given, id=f"dup-{persona.id}"),
            remove_button(persona),
        ],
    ]


def remove_button(persona: Persona) -> h.Element:
    """Return the button that removes a persona, after asking."""
    return parts.button(
        "Remove", "remove", {"id": persona.id}, id=f"del-{persona.id}", kind="danger",
        confirm=f"Remove '{persona.name}'? Journeys that name this persona stay. "
        "Undo brings everything back.",
        confirm_label="Remove persona",
    )  # fmt: skip


def journey_links(workshop: Workshop, persona: Persona, where: str) -> h.Element:
    """Return the journeys of a persona, and the way to a first one (R14)."""
    journeys = workshop.ordered("journeys", persona=persona.id)
    first = persona.name.split(",")[0]
    return h.div(".row.journeys")[
        [
            parts.button(
                ["→ ", _journey_words(journey)], "walk", {"id": journey.id},
                id=f"walk-{where}-{journey.id}", kind="small",
            )
            for journey in journeys
        ],
        None
        if journeys and where == "list"
        else parts.button(
            f"Create a journey for {first}" if not journeys else "Another journey",
            "journey", {"id": persona.id}, id=f"journey-{where}-{persona.id}", kind="small",
        ),
    ]  # fmt: skip


def _journey_words(journey: Journey) -> str:
    return f"{journey.title} ({journey.state})"


def template_dialog() -> h.Element:
    """Return the dialog with the personas of all templates."""
    return parts.dialog(
        "template-dialog",
        "A persona from a template",
        h.p[
            h.small[
                "Everything in a template is an assumption until you cite a source for it. "
                "Change what does not fit."
            ]
        ],
        h.ul(".templates")[
            (
                h.li[
                    parts.button(
                        [
                            h.strong[persona.name],
                            h.small[f"{persona.age_range} · {persona.occupation}"],
                            h.small[f"from “{template.title}”"],
                        ],
                        "add_from",
                        {"template": template.name, "name": persona.name},
                        id=f"from-{template.name}-{place}",
                    )
                ]
                for template in library.journeys()
                for place, persona in enumerate(template.personas)
            )
        ],
        cancel="close",
    )


__all__ = [
    "avatar", "journey_links", "lead", "listing", "meter", "missing", "remove_button",
    "template_dialog",
]  # fmt: skip
