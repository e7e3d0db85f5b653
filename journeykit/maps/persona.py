"""A persona as a one-page card: A4 landscape, drawn by Typst as PDF, SVG or PNG (R6).

What people typed reaches Typst as JSON data and is never read as markup. A card that does
not fit on one page flows on: as a second page of the PDF, as a taller SVG or PNG.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal, get_args

from journeykit.checks.covering import MARK, assumptions_mark
from journeykit.checks.evidence import Evidence, cited
from journeykit.errors import Refused
from journeykit.maps.typeset import FONTS, page_count, typeset
from journeykit.model import EMPATHY, PERSONA_REQUIRED, Persona, Source, Workshop

CardFormat = Literal["pdf", "svg", "png"]

#: attribute -> its heading, in the order in which the card shows them
HEADINGS: dict[str, str] = {
    "goals": "Goals",
    "challenges": "Challenges",
    "needs": "Needs",
    "motivations": "Motivations",
    "behaviours": "Behaviours",
    "expectations": "Expectations",
    "preferences": "Preferences",
    "decision_making": "How decisions are made",
    "background": "Background",
    "interests": "Interests",
    "values": "Values",
    "lifestyle": "Lifestyle",
    "gender": "Gender",
    "location": "Where",
    "income_band": "Income band",
}
_EMPATHY_HEADINGS = {"says": "Says", "thinks": "Thinks", "does": "Does", "feels": "Feels"}
#: attributes that carry evidence: everything that says something about customers
ATTRIBUTES: tuple[str, ...] = ("age_range", "occupation", *HEADINGS, "quotes", *EMPATHY)

_LONG_WORD = re.compile(r"\S{22,}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
#: sizes of the text in points: the largest with which the card fits on one page
_SIZES = (13.0, 11.5, 10.2, 9.2)
_COLUMN_LINE = 38  # letters that fit on a line of one of the card's three columns


def words(found: Evidence) -> str:
    """The status of an attribute as the card says it, with n where it is known.

    >>> words(Evidence("measured", 212)), words(Evidence("assumed"))
    ('measured · n 212', 'assumed')
    """
    return found.status if found.n is None else f"{found.status} · n {found.n}"


def support(workshop: Workshop, persona: Persona, attribute: str) -> Evidence:
    """Return what supports an attribute of a persona.

    >>> support(Workshop.new("Jacket"), Persona(name="Sarah"), "goals").status
    'assumed'
    """
    return cited(workshop, persona.evidence.get(attribute, ()))


def filled(persona: Persona) -> list[str]:
    """The attributes that say something, in card order; the name is fiction, so not among them.

    >>> filled(Persona(name="Sarah", goals=("A warm jacket",)))
    ['goals']
    """
    return [name for name in ATTRIBUTES if getattr(persona, name)]


def persona_card(
    workshop: Workshop, persona_id: str, format: CardFormat = "pdf", *, ppi: int = 144
) -> bytes:
    """Return the card of a persona as the bytes of one file.

    `format` is ``"pdf"``, ``"svg"`` or ``"png"`` (at `ppi` dots an inch). Raises `Missing`
    when the persona is not in the workshop and `Refused` for another format.
    """
    if format not in get_args(CardFormat):
        raise Refused(f"A persona card is a pdf, svg or png file, not '{format}'.")
    data, pages = _fitted(workshop, persona_id, format, ppi)
    if len(pages) > 1 and format != "pdf":
        pages = _typeset([data | {"tall": True}], format, ppi)
    return pages[0]


def persona_cards(workshop: Workshop, persona_ids: Sequence[str]) -> bytes:
    """Return the cards of several personas as one PDF, each beginning on a page of its own."""
    cards = [_fitted(workshop, id, "pdf", 72)[0] for id in persona_ids]
    return _typeset(cards, "pdf", 72)[0]


def _fitted(
    workshop: Workshop, persona_id: str, format: CardFormat, ppi: int
) -> tuple[dict[str, Any], list[bytes]]:
    """The card in the largest text with which it fits on one page, and its pages."""
    data = card_data(workshop, workshop.get("personas", persona_id))
    for size in _SIZES:
        data["size"] = size
        pages = _typeset([data], format, ppi)
        if (page_count(pages[0]) if format == "pdf" else len(pages)) == 1:
            break
    return data, pages


def file_name(persona: Persona, format: CardFormat) -> str:
    """A name for the downloaded card that every file system takes.

    >>> file_name(Persona(name="Sarah / Köln"), "pdf")
    'persona-sarah-köln.pdf'
    """
    stem = re.sub(r"[^\w]+", "-", persona.name.lower()).strip("-_")
    return f"persona-{stem[:60] or 'card'}.{format}"


def initials(name: str) -> str:
    """The letters of the drawn avatar.

    >>> initials("Sarah van Dam"), initials("Maya, first to study"), initials("…")
    ('SD', 'M', '?')
    """
    called = name.partition(",")[0]
    parts = [part for each in called.split() if (part := each.strip(".,…-–—'\"()&/"))]
    if not parts:
        return "?"
    return "".join(part[0] for part in (parts[0], parts[-1])[: len(parts)]).upper()


def card_data(workshop: Workshop, persona: Persona) -> dict[str, Any]:
    """Return everything that the card shows, as values that JSON can hold."""
    told = filled(persona)
    named = {name: support(workshop, persona, name).sources for name in told}
    backed = [name for name in told if named[name]]
    ids = dict.fromkeys(id for sources in named.values() for id in sources)
    number = {id: place for place, id in enumerate(ids, 1)}
    shown = [name for name in HEADINGS if name in told or name in PERSONA_REQUIRED]
    sections = [_section(workshop, persona, name, HEADINGS[name], number) for name in shown]
    left, right = _two_columns(sections)
    believed = assumptions_mark(workshop) is not None
    return {
        "lang": _language(workshop.about.language),
        "fonts": FONTS,
        "name": clean(persona.name),
        "initials": clean(initials(persona.name)),
        "lead": [
            {"text": clean(text), **_mark(workshop, persona, name, number)}
            for name in ("age_range", "occupation")
            if (text := getattr(persona, name))
        ],
        "tagline": clean(persona.tagline),
        "workshop": clean(f"{MARK} · {workshop.title}" if believed else workshop.title),
        "version": clean(persona.version),
        "synthetic": workshop.about.synthetic,
        "coverage": f"{len(backed)} of {len(told)} attributes have a source",
        "columns": [left, right],
        "empathy": [
            _section(workshop, persona, name, heading, number)
            for name, heading in _EMPATHY_HEADINGS.items()
        ],
        "quotes": _section(workshop, persona, "quotes", "Quotes", number),
        "sources": [
            *(f"{place}  {_source_line(workshop.sources[id])}" for id, place in number.items()),
            *([clean(persona.drawn_from.partition("\n")[0])] if persona.drawn_from else []),
        ],
        "size": _SIZES[-1],
        "tall": False,
    }


def clean(text: str) -> str:
    """Text that Typst can set: no control characters, and long words may break.

    >>> clean("a" * 30).count(chr(0x200b))
    1
    """
    text = CONTROL.sub("", text)
    return _LONG_WORD.sub(lambda word: "\u200b".join(re.findall(r".{1,20}", word[0])), text)


def _mark(
    workshop: Workshop, persona: Persona, name: str, number: dict[str, int]
) -> dict[str, Any]:
    found = support(workshop, persona, name)
    refs = ", ".join(str(number[id]) for id in found.sources if id in number)
    return {"status": found.status, "words": words(found), "refs": refs}


def _section(
    workshop: Workshop, persona: Persona, name: str, heading: str, number: dict[str, int]
) -> dict[str, Any]:
    value = getattr(persona, name)
    listed = not isinstance(value, str)
    items = [clean(item) for item in (value if listed else value.splitlines()) if item.strip()]
    mark = _mark(workshop, persona, name, number)
    return {"heading": heading, "items": items, "listed": listed, **mark}


def _two_columns(
    sections: Sequence[dict[str, Any]],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Split the sections where the two columns come out about equally long."""

    def height(part: Sequence[dict[str, Any]]) -> int:
        lines = sum(1 + len(item) // _COLUMN_LINE for s in part for item in s["items"])
        return lines + 3 * len(part)

    cut = min(
        range(1, len(sections) + 1),
        key=lambda place: abs(height(sections[:place]) - height(sections[place:])),
    )
    return list(sections[:cut]), list(sections[cut:])


def _source_line(source: Source) -> str:
    parts = [source.title, source.kind.replace("_", " ")]
    if source.n is not None:
        parts.append(f"n {source.n}")
    if source.collected is not None:
        parts.append(source.collected.isoformat())
    return clean(" · ".join(parts))


def _language(code: str) -> str:
    short = code[:2].lower()
    return short if re.fullmatch(r"[a-z]{2}", short) else "en"


def _typeset(cards: list[dict[str, Any]], format: CardFormat, ppi: int) -> list[bytes]:
    return typeset("persona.typ", "persona", cards, format, ppi)
