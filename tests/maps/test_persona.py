"""The persona card: what stands on it, and that any text comes through whole."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from journeykit.checks.evidence import PERSONA_CLAIMS
from journeykit.errors import Missing, Refused
from journeykit.maps.persona import (
    ATTRIBUTES,
    card_data,
    clean,
    file_name,
    filled,
    initials,
    persona_card,
    support,
    words,
)
from journeykit.model import Info, Persona, Source, Workshop

SURVEY = Source(id="survey", kind="survey", title="Exit survey", n=212, collected=date(2026, 3, 1))
TALKS = Source(id="talks", kind="interview", title="Seven interviews", n=7)
SARAH = Persona(
    id="sarah",
    name="Sarah",
    age_range="30–39",
    occupation="Nurse",
    goals=("A warm jacket",),
    challenges=("The return policy is unclear",),
    says=("Does it shrink?",),
    evidence={"goals": ("survey", "talks"), "challenges": ("talks",)},
)


def room(persona: Persona = SARAH, *sources: Source, **info: object) -> Workshop:
    """A workshop with one persona and, unless others are given, both sources."""
    return Workshop(
        id="w",
        info={"info": Info(title="Winter jacket", **info)},  # type: ignore[arg-type]
        personas={persona.id: persona},
        sources={source.id: source for source in sources or (SURVEY, TALKS)},
    )


def section(data: dict, heading: str) -> dict:
    return next(part for column in data["columns"] for part in column if part["heading"] == heading)


def test_support_says_measured_anecdotal_or_assumed() -> None:
    """A survey with n measures, an interview tells, and no source leaves an assumption."""
    workshop = room()
    assert words(support(workshop, SARAH, "goals")) == "measured · n 212"
    assert words(support(workshop, SARAH, "challenges")) == "anecdotal · n 7"
    assert words(support(workshop, SARAH, "says")) == "assumed"


def test_a_survey_without_n_does_not_measure() -> None:
    """Nobody knows how many answered, so the attribute is anecdotal at most."""
    workshop = room(SARAH, SURVEY.model_copy(update={"n": None}), TALKS)
    assert support(workshop, SARAH, "goals").status == "anecdotal"


def test_n_of_two_sources_is_never_added() -> None:
    """Two surveys may hold the same people: the larger n is shown, not the sum."""
    second = Source(id="talks", kind="survey", title="Second", n=40)
    assert support(room(SARAH, SURVEY, second), SARAH, "goals").n == 212


def test_the_card_numbers_its_sources_and_counts_coverage() -> None:
    """Every badge points to the list of sources, and the head says how many are backed."""
    data = card_data(room(), SARAH)
    assert section(data, "Goals")["refs"] == "1, 2"
    assert data["sources"] == [
        "1  Exit survey · survey · n 212 · 2026-03-01",
        "2  Seven interviews · interview · n 7",
    ]
    assert data["coverage"] == "2 of 5 attributes have a source"


def test_required_attributes_show_even_when_empty_and_others_do_not() -> None:
    """An empty goal is a hole that the team must see; an empty hobby is not."""
    data = card_data(room(), Persona(id="sarah", name="Sarah"))
    headings = [part["heading"] for column in data["columns"] for part in column]
    assert headings == ["Goals", "Challenges"]
    assert section(data, "Goals")["items"] == []


def test_every_claim_about_people_has_its_place_on_the_card() -> None:
    """What counts as a claim in the coverage is what the card gives a badge."""
    assert set(ATTRIBUTES) == set(PERSONA_CLAIMS)


def test_the_name_is_no_attribute_that_needs_evidence() -> None:
    """A persona's name is fiction and says so; it never counts as an assumption."""
    assert "name" not in ATTRIBUTES
    assert filled(Persona(name="Sarah")) == []


@pytest.mark.parametrize(
    ("format", "start"), [("pdf", b"%PDF-"), ("svg", b"<svg"), ("png", b"\x89PNG\r\n")]
)
def test_the_card_comes_in_three_formats(format: str, start: bytes) -> None:
    """PDF, SVG and PNG are real files of that kind."""
    assert persona_card(room(), "sarah", format).startswith(start)  # type: ignore[arg-type]


def test_a_short_card_is_one_landscape_a4_page() -> None:
    """297 × 210 mm, which is 841.89 × 595.28 points."""
    card = ElementTree.fromstring(persona_card(room(), "sarah", "svg"))
    _, _, width, height = map(float, card.attrib["viewBox"].split())
    assert (round(width, 1), round(height, 1)) == (841.9, 595.3)


def test_long_text_flows_on_and_is_never_cut() -> None:
    """Forty long goals make a second PDF page and a taller SVG of the same width."""
    many = tuple(f"Goal {n}: " + "to know the real price " * 6 for n in range(40))
    workshop = room(SARAH.model_copy(update={"goals": many}))
    card = ElementTree.fromstring(persona_card(workshop, "sarah", "svg"))
    _, _, width, height = map(float, card.attrib["viewBox"].split())
    assert round(width, 1) == 841.9
    assert height > 1000
    pdf = persona_card(workshop, "sarah", "pdf")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 1


@pytest.mark.parametrize(
    "text",
    [
        "#panic() $x^2$ *bold* @ref <label> \\ // /* `raw` ]]}} #{",
        "שרה לוי",
        "李雷 と 서울",
        "👩🏽‍⚕️ 🧥 😀",
        "bell \x07 null \x00 escape \x1b",
        "x" * 300,
        "مرحبا " * 40,
    ],
)
def test_any_text_is_set_as_text(text: str) -> None:
    """Markup, other scripts, emoji, control characters and endless words do no harm."""
    line = text.replace("\x00", "")[:300]
    persona = SARAH.model_copy(
        update={
            "name": line,
            "tagline": line,
            "goals": (line,),
            "background": text,
            "feels": (line,),
        }
    )
    assert persona_card(room(persona), "sarah", "pdf").startswith(b"%PDF-")


def test_markup_is_shown_not_run() -> None:
    """A goal of Typst markup comes to the template as the same letters."""
    persona = SARAH.model_copy(update={"goals": ("#emph[hi] $x$",)})
    assert section(card_data(room(persona), persona), "Goals")["items"] == ["#emph[hi] $x$"]


@pytest.mark.parametrize("code", ["", "nl", "pt-BR", "klingon", "12"])
def test_any_language_code_makes_a_card(code: str) -> None:
    """A language that Typst does not know falls back instead of failing."""
    assert persona_card(room(SARAH, language=code), "sarah", "pdf")


def test_a_synthetic_example_says_so() -> None:
    """Made-up examples carry the word on the card."""
    assert card_data(room(SARAH, synthetic=True), SARAH)["synthetic"] is True


def test_unknown_persona_and_format_are_named() -> None:
    """The message says which persona or format was asked for."""
    with pytest.raises(Missing, match="persona is not in the workshop any more"):
        persona_card(room(), "nobody")
    with pytest.raises(Refused, match="pdf, svg or png file, not 'docx'"):
        persona_card(room(), "sarah", "docx")  # type: ignore[arg-type]


def test_initials_and_file_names_take_any_name() -> None:
    """The avatar and the download work for names of punctuation and other scripts."""
    assert initials("Ana-María de la Cruz") == "AC"
    assert initials("") == "?"
    assert file_name(Persona(name="../../etc/passwd"), "svg") == "persona-etc-passwd.svg"
    assert file_name(Persona(name="…"), "png") == "persona-card.png"
    assert "\x07" not in clean("a\x07b")
