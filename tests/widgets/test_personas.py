"""Personas: session to page, page to session, without a browser."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from journeykit import library
from journeykit.edits import Put
from journeykit.errors import Missing, Refused
from journeykit.model import Persona, Source, SourceKind, Workshop
from journeykit.store import Store
from journeykit.widgets import open_view
from journeykit.widgets.pages.personas.sources import KINDS, read_source
from journeykit.widgets.view import Download, Go, Toast, View

SURVEY = Source(id="survey", kind="survey", title="Exit survey", n=212)
SARAH = Persona(
    id="sarah",
    name="Sarah",
    age_range="25-34",
    occupation="Nurse",
    goals=("A warm jacket", "No surprises"),
    challenges=("The return policy is unclear",),
    evidence={"goals": ("survey",)},
)
NOOR = Persona(id="noor", name="Noor", rank=2, goals=("no surprises", "Look good"))


@pytest.fixture
def room(store: Store) -> str:
    """The id of a workshop with Sarah, Noor and a survey."""
    workshop = library.start("b2c", "Winter jacket").model_copy(
        update={"personas": {}, "journeys": {}, "stages": {}, "touchpoints": {}, "notes": {},
                "paths": {}}
    )  # fmt: skip
    id = store.create(workshop)
    for entity in (SURVEY, SARAH, NOOR):
        store.append(id, Put.of(entity))
    return id


def page(store: Store, room: str, **at: str) -> View:
    return open_view("personas", store, room, **at)


def html(view: View) -> str:
    return str(view.render())


def ids(text: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', text)


def test_nobody_yet_leads_on(store: Store) -> None:
    """The empty page says what a persona is and offers three ways to begin."""
    text = html(page(store, store.create(Workshop.new("New"))))
    assert "a fictional customer who is built on real data" in text.replace("\n", " ")
    assert 'data-do="guided"' in text
    assert 'data-do="ask_template"' in text


def test_the_list_shows_who_and_how_well_supported(store: Store, room: str) -> None:
    """A card names the persona, what backs it, and what is still to fill in."""
    text = html(page(store, room))
    assert "Sarah" in text
    assert "1 of 4 attributes have a source" in text
    assert "Still to fill in: age range, occupation, challenges" in text


@pytest.mark.parametrize(
    "at",
    [
        {},
        {"view": "compare"},
        {"persona": "sarah"},
        {"persona": "sarah", "view": "guide"},
        {"persona": "sarah", "view": "guide", "part": "3"},
        {"persona": "sarah", "view": "empathy"},
        {"persona": "sarah", "view": "card"},
    ],
)
def test_every_part_has_unique_ids(store: Store, room: str, at: dict[str, str]) -> None:
    """Focus and typing are kept by id, so no id may stand on a page twice."""
    found = ids(html(page(store, room, **at)))
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "at",
    [
        {"persona": "gone"},
        {"persona": "sarah", "view": "nonsense"},
        {"persona": "sarah", "view": "guide", "part": "99"},
        {"persona": "sarah", "view": "guide", "part": ""},
        {"persona": "sarah", "view": "guide", "part": "12"},
        {"persona": "sarah", "view": "empathy", "stage": "gone"},
        {"view": "compare", "with": "gone,sarah"},
    ],
)
def test_a_strange_address_shows_something_sensible(
    store: Store, room: str, at: dict[str, str]
) -> None:
    """Addresses are typed, shared and outlive what they name."""
    assert html(page(store, room, **at))


def test_the_required_five_come_first_with_their_descriptions(store: Store, room: str) -> None:
    """Name, age range, occupation, goals, challenges, each with one line (R2)."""
    text = html(page(store, room, persona="sarah"))
    places = [
        text.index(f'id="p-sarah-{name}"')
        for name in ("name", "age_range", "occupation", "goals", "challenges", "needs", "gender")
    ]
    assert places == sorted(places)
    assert "The roles that are common in the group." in text


def test_demographics_are_marked_personal_and_optional(store: Store, room: str) -> None:
    """Gender, location and income say so beside the field (R4)."""
    text = html(page(store, room, persona="sarah"))
    assert text.count("Personal, optional.") == 3


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("age_range", "34", "Give a range"),
        ("age_range", "34 years", "Give a range"),
        ("income_band", "€ 43.500", "Give a band"),
        ("income_band", "43k", "Give a band"),
        ("name", "  ", "needs a name"),
        ("rule", "x", "no such attribute"),
        ("evidence", "x", "no such attribute"),
    ],
)
def test_exact_personal_values_are_refused(
    store: Store, room: str, field: str, value: str, words: str
) -> None:
    """Bands, never exact values; and nothing that is not an attribute."""
    view = page(store, room, persona="sarah")
    with pytest.raises(Refused, match=words):
        view.call("set", {"id": "sarah", "field": field, "value": value})
    assert view.workshop.personas["sarah"] == SARAH


@pytest.mark.parametrize("value", ["25-34", "30–39", "65 and over", "under 18", "any", ""])
def test_ranges_are_taken(store: Store, room: str, value: str) -> None:
    """Any way of writing a range is fine."""
    view = page(store, room, persona="sarah")
    view.call("set", {"id": "sarah", "field": "age_range", "value": value})
    assert view.workshop.personas["sarah"].age_range == value


def test_a_list_is_one_item_a_line(store: Store, room: str) -> None:
    """Pasted bullets become items."""
    view = page(store, room, persona="sarah")
    view.call("set", {"id": "sarah", "field": "needs", "value": "- Size advice\n\n• Free return"})
    assert view.workshop.personas["sarah"].needs == ("Size advice", "Free return")


def test_an_attribute_without_a_source_is_dashed(store: Store, room: str) -> None:
    """Goals are measured with their n, challenges are an assumption."""
    text = html(page(store, room, persona="sarah"))
    assert re.search(r'id="a-sarah-goals" class="attribute measured"', text)
    assert re.search(r'id="a-sarah-challenges" class="attribute assumed"', text)
    assert "measured · n 212" in text


def test_a_source_is_cited_and_taken_back(store: Store, room: str) -> None:
    """Ticking a source makes the attribute measured; unticking, an assumption again."""
    view = page(store, room, persona="sarah")
    given = {"id": "sarah", "field": "challenges", "source": "survey"}
    view.call("support", given | {"value": True})
    assert view.workshop.personas["sarah"].evidence["challenges"] == ("survey",)
    view.call("support", given | {"value": False})
    assert "challenges" not in view.workshop.personas["sarah"].evidence
    with pytest.raises(Refused, match="needs no source"):
        view.call("support", given | {"field": "name", "value": True})


def test_a_source_is_registered_where_it_is_needed(store: Store, room: str) -> None:
    """The dialog makes the source and ties it to the attribute, in one undo step."""
    view = page(store, room, persona="sarah")
    view.call("ask_source", {"persona": "sarah", "field": "challenges"})
    assert "It will support “challenges” of Sarah." in html(view)
    form = {"kind": "interview", "title": "Eight talks", "collected": "2026-10-01", "n": "8"}
    view.call("register", form | {"method": "by phone", "persona": "sarah", "field": "challenges"})
    (made,) = [one for one in view.workshop.sources.values() if one.id != "survey"]
    assert (made.n, made.method) == (8, "by phone")
    assert view.workshop.personas["sarah"].evidence["challenges"] == (made.id,)
    assert "source-dialog" not in html(view)
    view.session.undo()
    assert list(view.workshop.sources) == ["survey"]


def test_a_bad_source_keeps_the_dialog_open(store: Store, room: str) -> None:
    """The message says what n is; nothing is stored and the form stays."""
    view = page(store, room, persona="sarah")
    view.call("ask_source", {"persona": "sarah"})
    with pytest.raises(Refused, match="'about eight' is not one"):
        view.call("register", {"kind": "interview", "title": "Talks", "n": "about eight"})
    text = html(view)
    assert "source-dialog" in text
    assert "&#39;about eight&#39; is not one." in text
    view.call("close", {})
    view.call("ask_source", {"persona": "sarah"})
    assert "about eight" not in html(view)
    with pytest.raises(Refused, match="needs a title"):
        read_source("survey", " ", "", "", "")
    with pytest.raises(Refused, match="not a day"):
        read_source("survey", "Talks", "01.10.2026", "", "")


def test_every_kind_of_source_can_be_registered() -> None:
    """The list of the dialog is the list of the model."""
    assert set(KINDS) == set(get_args(SourceKind))


def test_quotes_without_a_source_are_called_out(store: Store, room: str) -> None:
    """Quotes are never invented: without a source the page says so."""
    view = page(store, room, persona="sarah")
    view.call("set", {"id": "sarah", "field": "quotes", "value": "Does it shrink?"})
    assert "These quotes cite no source." in html(view)
    view.call("support", {"id": "sarah", "field": "quotes", "source": "survey", "value": True})
    assert "These quotes cite no source." not in html(view)


def test_a_new_persona_opens_in_the_guided_steps(store: Store, room: str) -> None:
    """Three steps: audience, demographics, needs and pains (R8)."""
    view = page(store, room)
    went = view.call("guided", {})
    assert isinstance(went, Go)
    assert went.to.endswith("&view=guide")
    text = html(page(store, room, persona="sarah", view="guide"))
    assert re.findall(r"</b>([A-Z][a-z ]+)<span", text) == [
        "Research the audience", "Gather demographics", "Find needs and pains",
    ]  # fmt: skip


def test_a_persona_comes_from_a_template_as_assumptions(store: Store, room: str) -> None:
    """Sarah and the student are offered (R15, R16); nothing of them is measured."""
    view = page(store, room)
    view.call("ask_template", {})
    assert "Nurse in shifts" in html(view)
    student = library.journey("students").personas[0].name
    went = view.call("add_from", {"template": "students", "name": student})
    made = view.workshop.personas[went.to.split("=")[1]]
    assert (made.name, made.evidence, made.rank) == (student, {}, 3)
    with pytest.raises(Missing, match="has no persona 'Bob'"):
        view.call("add_from", {"template": "students", "name": "Bob"})


def test_a_copy_has_its_own_life(store: Store, room: str) -> None:
    """Duplicating keeps the evidence; changing the copy leaves the original."""
    view = page(store, room)
    id = view.call("duplicate", {"id": "sarah"}).to.split("=")[1]
    view.call("set", {"id": id, "field": "goals", "value": "Other"})
    assert view.workshop.personas[id].name == "Sarah (copy)"
    assert view.workshop.personas[id].evidence == SARAH.evidence
    assert view.workshop.personas["sarah"] == SARAH


def test_removing_asks_keeps_journeys_and_can_be_undone(store: Store, room: str) -> None:
    """The journey stays without a persona; undo brings both back as they were."""
    view = page(store, room, persona="sarah")
    view.call("journey", {"id": "sarah"})
    before = view.workshop
    assert "Remove &#39;Sarah&#39;?" in html(view)
    done = view.call("remove", {"id": "sarah"})
    assert done == Toast("Removed Sarah.", "Undo", "@undo")
    assert "persona" not in view.at
    assert [one.persona for one in view.workshop.journeys.values()] == [None]
    view.session.undo()
    assert view.workshop == before


def test_a_persona_gets_a_journey_with_the_known_stages(store: Store) -> None:
    """The new journey names its persona and has stages of its own, no touchpoints yet (R14)."""
    id = store.create(library.start("b2c", "A kettle"))
    store.append(id, Put.of(NOOR))
    view = page(store, id)
    old = view.workshop.current_journey()
    assert old is not None
    went = view.call("journey", {"id": "noor"})
    new = view.workshop.journeys[went.to.split("=")[1]]
    assert (new.title, new.persona, new.state) == ("Noor's journey", "noor", "current")
    names = [stage.name for stage in view.workshop.stages_of(old.id)]
    assert [stage.name for stage in view.workshop.stages_of(new.id)] == names
    assert view.workshop.touchpoints_of(new.id) == []


def test_comparing_marks_what_only_one_says(store: Store, room: str) -> None:
    """Equal words in another case are the same goal; the rest is bold."""
    text = html(page(store, room, view="compare"))
    assert "<strong>A warm jacket</strong>" in text
    assert "<strong>No surprises</strong>" not in text
    assert "0 of 4 attributes are the same" in text


def test_the_comparison_can_show_only_differences(store: Store, room: str) -> None:
    """An attribute that is the same for all goes; the address remembers the choice."""
    view = page(store, room, view="compare")
    view.call("set", {"id": "noor", "field": "occupation", "value": "nurse"})
    assert ">Occupation<" in html(view)
    view.call("only", {"value": True})
    assert ">Occupation<" not in html(view)
    assert view.at["only"] == "1"


def test_who_is_compared_stands_in_the_address(store: Store, room: str) -> None:
    """Taking one out leaves the other, and the page asks for a second."""
    view = page(store, room, view="compare")
    view.call("pick", {"id": "noor", "value": False})
    assert view.at["with"] == "sarah"
    assert "Choose two or more personas above." in html(view)
    view.call("pick", {"id": "sarah", "value": False})
    assert view.at["with"] == "none"
    view.call("pick", {"id": "noor", "value": True})
    assert view.at["with"] == "noor"


def test_the_empathy_map_has_four_quarters_with_evidence(store: Store, room: str) -> None:
    """Says, thinks, does, feels are edited like every attribute (R89)."""
    view = page(store, room, persona="sarah", view="empathy")
    view.call("set", {"id": "sarah", "field": "feels", "value": "Wary"})
    text = html(view)
    assert text.count('class="quarter') == 4
    assert re.search(r'id="a-sarah-feels" class="attribute assumed"', text)


def test_the_empathy_map_of_a_stage_is_the_map_itself(store: Store) -> None:
    """What is written at a stage is a note in the lane of the journey map, and back."""
    id = store.create(library.start("b2c", "A kettle"))
    persona = next(iter(open_view("personas", store, id).workshop.personas))
    view = page(store, id, persona=persona, view="empathy")
    journey = view.workshop.current_journey()
    assert journey is not None
    stage = view.workshop.stages_of(journey.id)[0]
    view.call("look", {"name": "stage", "value": stage.id})
    view.call("add_note", {"stage": stage.id, "quarter": "thinks", "text": " Is it loud? "})
    (note,) = view.workshop.ordered("notes", lane="thoughts")
    assert (note.stage, note.text) == (stage.id, "Is it loud?")
    assert "Is it loud?" in html(view)
    assert view.call("drop_note", {"id": note.id}) == Toast("Removed.", "Undo", "@undo")
    with pytest.raises(Refused, match="Write a few words"):
        view.call("add_note", {"stage": stage.id, "quarter": "thinks", "text": " "})


@pytest.mark.parametrize("format", ["pdf", "svg", "png"])
def test_the_card_is_downloaded(store: Store, room: str, format: str) -> None:
    """Each format comes as a file with the persona's name."""
    done = page(store, room, persona="sarah").call("download", {"id": "sarah", "format": format})
    assert isinstance(done, Download)
    assert done.name == f"persona-sarah.{format}"
    assert len(done.data) > 1000


def test_the_preview_is_drawn_on_the_page(store: Store, room: str) -> None:
    """The card is a picture inside the page: no other machine is asked."""
    text = html(page(store, room, persona="sarah", view="card"))
    assert 'src="data:image/png;base64,' in text
    assert 'alt="The printed card of Sarah.' in text


def test_versions_count_up_and_changes_are_listed(store: Store, room: str) -> None:
    """A stamp dates the version; the change log is that of this persona only (R13)."""
    view = page(store, room, persona="sarah")
    view.call("stamp", {"id": "sarah"})
    assert view.workshop.personas["sarah"].version.startswith("v1 · 20")
    view.call("stamp", {"id": "sarah"})
    assert view.workshop.personas["sarah"].version.startswith("v2 · 20")
    view.call("set", {"id": "noor", "field": "tagline", "value": "Other"})
    assert "Last changes (3)" in html(view)


def test_tabs_leave_no_state_of_another_tab_behind(store: Store, room: str) -> None:
    """The address of the card does not carry the guided step."""
    view = page(store, room, persona="sarah", view="guide")
    view.call("look", {"name": "part", "value": "3"})
    view.call("look", {"name": "view", "value": "card"})
    assert {k: v for k, v in view.at.items() if k != "workshop"} == {
        "persona": "sarah", "view": "card",
    }  # fmt: skip
    with pytest.raises(Refused):
        view.call("look", {"name": "key", "value": "stolen"})


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "שרה", "李雷", "😀" * 40, "x" * 300])
def test_any_name_is_shown_as_text(store: Store, room: str, name: str) -> None:
    """Names of any script and of markup do no harm on any part."""
    view = page(store, room, persona="sarah")
    view.call("set", {"id": "sarah", "field": "name", "value": name})
    for at in ({}, {"view": "compare"}, {"persona": "sarah"}, {"persona": "sarah", "view": "card"}):
        assert "<script>alert" not in html(page(store, room, **at))


def test_a_removed_persona_is_explained(store: Store, room: str) -> None:
    """Who had her open sees why she is gone, and the list."""
    text = html(page(store, room, persona="gone"))
    assert "This persona is not here any more" in text
    assert "Noor" in text
