"""One persona: its profile with the required five first, and the guided three steps (R8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit.model import PERSONA_REQUIRED, Persona, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages.personas import history
from journeykit.widgets.pages.personas.attribute import attribute, fields, groups, source_words
from journeykit.widgets.pages.personas.listing import (
    avatar,
    journey_links,
    lead,
    meter,
    missing,
    remove_button,
)

if TYPE_CHECKING:
    from journeykit.store.records import Entry

TABS = {
    "profile": "Profile",
    "guide": "Guided steps",
    "rule": "Respondents",
    "empathy": "Empathy map",
    "card": "Card",
}
#: group of the catalogue -> what stands below its heading
_ABOUT = {
    "Profile": "Who this is, in a few words.",
    "Behaviour": "What drives them and what they do. The heart of a persona.",
    "Psychographics": "Interests, values and lifestyle, where they change the journey.",
    "Demographics": "Personal and optional: in bands, and only what changes the journey. "
    "Never build a persona on gender or ethnicity.",
    "Evidence": "Real words from a source. Never invent a quote.",
}
_GROUP_TITLES = {"Behaviour": "Needs and behavior", "Evidence": "Quotes", "Profile": "Summary"}
_ORDER = ("Behaviour", "Profile", "Psychographics", "Demographics", "Evidence")
#: the steps of R8: title, what to do, attributes
GUIDE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "Research the audience",
        "What do you know about these people, and from whom? Register the sources you have, then "
        "say who this persona stands for. No source yet? Go on: it stays marked as assumed.",
        ("name", "occupation"),
    ),
    (
        "Gather demographics",
        "Only what changes the journey, and in bands. All but the age range may stay empty.",
        ("age_range", "location", "income_band", "gender"),
    ),
    (
        "Find needs and pains",
        "What do they want to reach, what do they need for it, and what makes it hard? "
        "Write needs, not solutions.",
        ("goals", "challenges", "needs", "motivations"),
    ),
)


def head(workshop: Workshop, persona: Persona, view: str) -> h.Element:
    """Return the name of the persona, the way back, and the tabs."""
    given = {"id": persona.id}
    return h.div(".persona-top")[
        parts.button("← All personas", "back", id="all-personas", kind="ghost small"),
        h.div(".person-head")[
            avatar(persona, "large"),
            h.div[h.h2(".persona-name")[persona.name], h.small[lead(persona)]],
            parts.row(
                parts.button("Duplicate", "duplicate", given, id="dup-this", kind="small"),
                h.span(".small-danger")[remove_button(persona)],
                end=True,
            ),
        ],
        parts.tabs("Parts of the persona", TABS, view, "personas"),
    ]


def profile(workshop: Workshop, persona: Persona, changes: list[Entry]) -> h.Element:
    """Return all attributes, the required five first."""
    return h.div(".two.profile")[
        h.div[
            parts.card(
                "What every persona needs",
                h.div(".fields")[
                    (attribute(workshop, persona, name) for name in PERSONA_REQUIRED[:3])
                ],
                h.div(".fields.pair")[
                    (attribute(workshop, persona, name, rows=4) for name in PERSONA_REQUIRED[3:])
                ],
                id="required",
            ),
            (_group(workshop, persona, group) for group in _ORDER if group in groups()),
        ],
        h.div[_standing(workshop, persona), _versions(persona, changes)],
    ]


def _group(workshop: Workshop, persona: Persona, group: str) -> h.Element:
    names = groups()[group]
    have = [name for name in names if getattr(persona, name)]
    return h.details(f"#group-{group.lower()}.card.fold", open=bool(have) or group == "Behaviour")[
        h.summary[
            h.h2[_GROUP_TITLES.get(group, group)], h.small[f"{len(have)} of {len(names)} filled in"]
        ],
        h.p[h.small[_ABOUT[group]]] if group in _ABOUT else None,
        h.div(".fields")[(attribute(workshop, persona, name) for name in names)],
    ]


def _standing(workshop: Workshop, persona: Persona) -> h.Element:
    lacks = missing(persona)
    return parts.card(
        "How well it stands",
        meter(workshop, persona),
        h.p(".legend")[
            parts.badge("measured"), " ", parts.badge("anecdotal"), " ", parts.badge("assumed")
        ],
        h.p(".field-note")[f"Still to fill in: {', '.join(lacks).lower()}"]
        if lacks
        else h.p[h.small["The five required attributes are filled in."]],
        _rule(persona),
        sources_list(workshop, persona),
        h.h3["Journeys"],
        journey_links(workshop, persona, "profile"),
        id="standing",
    )


def _rule(persona: Persona) -> h.Node:
    return [
        h.h3["Respondents it stands for"],
        h.ul(".plain-list")[
            (
                h.li[column.rstrip("?: "), ": ", h.b[" or ".join(wanted)]]
                for column, wanted in persona.rule.items()
            )
        ]
        if persona.rule
        else h.p[h.small["No rule yet, so its curve would be everybody's."]],
        parts.button(
            "Change the rule" if persona.rule else "Choose its respondents", "look",
            {"name": "view", "value": "rule"}, id="to-rule", kind="small",
        ),
        _drawn_from(persona),
    ]  # fmt: skip


def _drawn_from(persona: Persona) -> h.Node:
    if not persona.drawn_from:
        return None
    first, _, more = persona.drawn_from.partition("\n")
    return [
        h.h3["How it was drafted"],
        h.p(".drawn-from")[first],
        h.details("#drawn-from.changes")[
            h.summary[h.small["Each line with its answers"]], h.p(".drawn-from")[more]
        ]
        if more
        else None,
    ]


def sources_list(workshop: Workshop, persona: Persona, field: str = "") -> h.Node:
    """Return the sources of the workshop with what each supports here."""
    sources = workshop.ordered("sources")
    return [
        h.h3["Sources"],
        h.ul(".plain-list")[
            (
                h.li(f"#src-{source.id}")[
                    h.span[source.title],
                    h.small[f" {source_words(source)} · {_supports(persona, source.id)}"],
                ]
                for source in sources
            )
        ]
        if sources
        else h.p[
            h.small[
                "None yet. A survey, interviews, observation, existing market research: "
                "whatever tells you about these people."
            ]
        ],
        parts.button(
            "Register a source", "ask_source", {"persona": persona.id, "field": field},
            id="new-source", kind="small",
        ),
    ]  # fmt: skip


def _supports(persona: Persona, source: str) -> str:
    names = [fields()[n].title.lower() for n, ids in persona.evidence.items() if source in ids]
    return f"supports {', '.join(names)}" if names else "supports nothing here yet"


def _versions(persona: Persona, changes: list[Entry]) -> h.Element:
    return parts.card(
        "Version",
        parts.field(
            "Version and what changed", f"p-{persona.id}-version", persona.version, "set",
            {"id": persona.id, "field": "version"}, placeholder="v2 · 2026-10-01 · after wave 2",
            help="Look at the persona again after each wave of answers.",
        ),
        parts.button("Stamp a new version today", "stamp", {"id": persona.id},
                     id="stamp", kind="small"),
        history.listing(persona.id, changes),
        id="versions",
    )  # fmt: skip


def guide(workshop: Workshop, persona: Persona, part: int) -> h.Element:
    """Return one of the three guided steps."""
    title, words, names = GUIDE[part - 1]
    return parts.card(
        f"{part}. {title}",
        _steps(persona, part),
        h.p(".lead")[words],
        sources_list(workshop, persona) if part == 1 else None,
        _from_answers(persona, part),
        h.div(".fields.guide")[(attribute(workshop, persona, name) for name in names)],
        parts.row(
            _step_button("Back", part - 1, "guide-back", "") if part > 1 else None,
            _step_button(f"Next: {GUIDE[part][0].lower()}", part + 1, "guide-next", "primary")
            if part < len(GUIDE)
            else parts.button(
                "Done: see the whole profile", "look", {"name": "view", "value": "profile"},
                id="guide-done", kind="primary",
            ),
            end=True,
        ),
        id="guide",
    )  # fmt: skip


def _from_answers(persona: Persona, part: int) -> h.Node:
    """The way from a guided step to the answers of a survey."""
    if part == 2 or (part == 3 and not persona.rule):
        return None
    if part == 3:
        return parts.row(
            parts.button("Fill in from their answers", "draft_here", {"id": persona.id},
                         id="guide-draft"),
            h.small["A preview first; each line cites its question, share and n."],
        )  # fmt: skip
    return parts.row(
        parts.button("Choose its respondents", "look", {"name": "view", "value": "rule"},
                     id="guide-rule"),
        parts.button("Find segments in answers", "to_segments", id="guide-segments"),
        h.small["With a survey, a persona can be built from its answers."],
    )  # fmt: skip


def _steps(persona: Persona, now: int) -> h.Element:
    rows = []
    for place, (title, _, names) in enumerate(GUIDE, 1):
        needed = [name for name in names if name in PERSONA_REQUIRED]
        done = all(getattr(persona, name) for name in needed)
        rows.append(
            h.li(class_={"now": place == now, "done": done})[
                h.button(
                    id=f"step-{place}", type="button", data_do="look",
                    data_args=parts.args(name="part", value=str(place)),
                    aria_current="step" if place == now else None,
                )[
                    h.b(aria_hidden="true")["✓" if done and place != now else str(place)],
                    title,
                    h.span(".hidden")[", done" if done else ", not done yet"],
                ]
            ]
        )  # fmt: skip
    return h.ol(".guide-steps")[rows]


def _step_button(words: str, part: int, id: str, kind: str) -> h.Element:
    return parts.button(words, "look", {"name": "part", "value": str(part)}, id=id, kind=kind)


__all__ = ["GUIDE", "TABS", "guide", "head", "profile", "sources_list"]
