"""The map that is changed in place: what it shows, and what people do to it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from journeykit.edits import Put
from journeykit.errors import Refused
from journeykit.model import Finding, Note, Source, Workshop
from journeykit.widgets.view import Download, View


@pytest.fixture
def page(view: Callable[..., View]) -> View:
    return view("touchpoints", view="map")


@pytest.fixture
def first(workshop: Workshop) -> str:
    return workshop.touchpoints_of(workshop.current_journey().id)[0].id


def typed(page: View, row: str, column: str, text: str) -> str:
    """Open a card, type, press Enter; return its id."""
    page.call("map_new", {"row": row, "column": column})
    id = page.ui["editing"].id
    page.call("map_write", {"id": id, "row": row, "column": column, "value": text})
    page.call("map_next", {"id": id, "row": row, "column": column})
    return id


def test_plus_opens_a_place_to_type_with_the_focus(page, first):
    """The new card is a text area in its cell, which takes the focus."""
    page.call("map_new", {"row": "thoughts", "column": first})
    id = page.ui["editing"].id
    html = str(page.render())
    assert f'<textarea id="text-{id}"' in html
    assert "data-autofocus" in html


def test_what_is_typed_becomes_a_card_and_enter_opens_the_next(page, first):
    """Typing saves itself; Enter leaves an empty card open in the same cell."""
    id = typed(page, "thoughts", first, "Is that real wool?")
    note = page.workshop.notes[id]
    assert (note.lane, note.touchpoint, note.text) == ("thoughts", first, "Is that real wool?")
    assert note.author == "Test"
    assert page.ui["editing"].fresh
    assert page.ui["editing"].id != id


def test_an_empty_new_card_leaves_nothing_behind(page, first):
    """Esc before a word was typed changes nothing in the workshop."""
    before = page.workshop
    page.call("map_new", {"row": "actions", "column": first})
    id = page.ui["editing"].id
    page.call("map_write", {"id": id, "row": "actions", "column": first, "value": "  "})
    page.call("map_done", {"id": id, "row": "actions", "column": first})
    assert page.workshop is before


def test_enter_in_an_old_card_closes_it(page, first):
    """Editing ends with Enter; no new card appears."""
    id = typed(page, "actions", first, "Looks")
    args = {"id": id, "row": "actions", "column": first}
    page.call("map_edit", args)
    page.call("map_write", args | {"value": "Looks twice"})
    page.call("map_next", args)
    assert page.workshop.notes[id].text == "Looks twice"
    assert '<textarea id="text-' not in str(page.render())


def test_a_card_cannot_be_emptied_by_accident(page, first):
    """Clearing the text is refused and says how a card is removed."""
    id = typed(page, "actions", first, "Looks")
    with pytest.raises(Refused, match="use Remove"):
        page.call("map_write", {"id": id, "row": "actions", "column": first, "value": ""})


def test_pains_and_opportunities_added_in_place_are_findings(page, first):
    """They appear on Improve with everything that a finding has."""
    pain = typed(page, "pain", first, "Too loud")
    idea = typed(page, "opportunity", first, "Quiet hour")
    assert page.workshop.findings[pain].kind == "pain"
    assert page.workshop.findings[pain].touchpoint == first
    assert page.workshop.findings[idea].kind == "opportunity"


def test_a_long_pain_keeps_all_its_words(page, first):
    """A title holds 300 letters; the rest goes on in the detail."""
    id = typed(page, "pain", first, "word " * 100)
    finding = page.workshop.findings[id]
    assert len(finding.title) <= 300
    assert finding.detail == ("word " * 100).strip()


def test_arrow_keys_move_a_card_between_columns_and_lanes(page, workshop, first):
    """Alt and the arrows do what the mouse does; the moved card gets the focus."""
    id = typed(page, "actions", first, "Looks")
    second = workshop.touchpoints_of(workshop.current_journey().id)[1].id
    page.call("map_right", {"id": id, "row": "actions", "column": first})
    assert page.workshop.notes[id].touchpoint == second
    page.call("map_down", {"id": id, "row": "actions", "column": second})
    assert page.workshop.notes[id].lane == "thoughts"
    html = str(page.render())
    assert re.search(rf'id="c-thoughts-{id}-\d+"[^>]*data-autofocus', html)
    page.call("map_up", {"id": id, "row": "thoughts", "column": second})
    page.call("map_left", {"id": id, "row": "actions", "column": second})
    assert page.workshop.notes[id].touchpoint == first
    with pytest.raises(Refused, match="edge of the map"):
        page.call("map_left", {"id": id, "row": "actions", "column": first})


def test_cards_of_a_cell_change_places(page, first):
    """Alt+down exchanges two cards before it leaves the cell."""
    one, two = (typed(page, "feelings", first, text) for text in ("one", "two"))
    page.call("map_down", {"id": one, "row": "feelings", "column": first})
    order = page.workshop.ordered("notes", lane="feelings", touchpoint=first)
    assert [note.id for note in order] == [two, one]


def test_a_dragged_card_stands_before_the_one_it_was_dropped_on(page, workshop, first):
    """Dropping on a card puts the dragged one above it."""
    second = workshop.touchpoints_of(workshop.current_journey().id)[1].id
    there = typed(page, "thoughts", second, "there")
    id = typed(page, "thoughts", first, "dragged")
    page.call("map_drop", {"row": "thoughts", "column": second, "dragged": id, "before": there})
    order = page.workshop.ordered("notes", lane="thoughts", touchpoint=second)
    assert [note.id for note in order] == [id, there]


def test_a_note_dropped_on_pains_becomes_one_and_can_be_undone(page, first, dispatch):
    """Its words and its sources go along; undo makes it a note again."""
    dispatch(Put.of(Source(id="talk", kind="interview")))
    dispatch(Put.of(Note(id="n1", lane="quotes", touchpoint=first, text="Who pays?",
                         sources=("talk",))))  # fmt: skip
    page.session.refresh()
    toast = page.call("map_drop", {"row": "pain", "column": first, "dragged": "n1"})
    assert page.workshop.findings["n1"].title == "Who pays?"
    assert page.workshop.findings["n1"].sources == ("talk",)
    assert "n1" not in page.workshop.notes
    assert toast.do == "@undo"
    page.session.undo()
    assert page.workshop.notes["n1"].text == "Who pays?"


def test_a_finding_does_not_become_a_note(page, first):
    """It would lose severity and votes; the refusal says where it can stand."""
    id = typed(page, "pain", first, "Too loud")
    with pytest.raises(Refused, match="can stand among pains"):
        page.call("map_drop", {"row": "actions", "column": first, "dragged": id})


def test_a_gap_keeps_its_kind_when_it_moves(page, workshop, first, dispatch):
    """Within the Pain row a gap stays a gap; among opportunities it becomes one."""
    dispatch(Put.of(Finding(id="g", kind="gap", title="no price", touchpoint=first)))
    page.session.refresh()
    page.call("map_right", {"id": "g", "row": "pain", "column": first})
    assert page.workshop.findings["g"].kind == "gap"
    page.call("map_down", {"id": "g", "row": "pain", "column": first})
    assert page.workshop.findings["g"].kind == "opportunity"


def test_a_removed_card_comes_back_with_undo(page, first):
    """The message after removing carries Undo."""
    id = typed(page, "actions", first, "Looks")
    toast = page.call("map_remove", {"id": id, "row": "actions", "column": first})
    assert id not in page.workshop.notes
    assert toast.button == "Undo"
    page.session.undo()
    assert id in page.workshop.notes


def test_loose_cards_are_shown_beside_the_map_and_can_be_placed(page, first, dispatch):
    """A pain without a touchpoint stands in the tray until somebody places it."""
    dispatch(Put.of(Finding(id="f", title="nobody answers")))
    page.session.refresh()
    assert "Not on the map yet" in str(page.render())
    page.call("map_right", {"id": "f", "row": "", "column": ""})
    assert page.workshop.findings["f"].touchpoint == first
    assert "Not on the map yet" not in str(page.render())


def test_lanes_are_chosen_for_the_journey_and_cards_stay(page, first):
    """A hidden lane keeps its cards; showing it again brings them back."""
    id = typed(page, "thoughts", first, "Hm")
    page.call("map_lane", {"key": "thoughts", "value": False})
    assert f"c-thoughts-{id}" not in str(page.render())
    page.call("map_lane", {"key": "thoughts", "value": True})
    assert f"c-thoughts-{id}" in str(page.render())


def test_message_and_owner_can_be_rows_and_are_written_in_place(page, first):
    """The row stands in the address; what is typed goes to the touchpoint."""
    page.call("map_extra", {"key": "message", "value": True})
    assert page.at["rows"] == "message"
    args = {"id": first, "row": "field.message", "column": first}
    page.call("map_edit", args)
    page.call("map_write", args | {"value": "Free returns"})
    page.call("map_next", args)
    assert page.workshop.touchpoints[first].message == "Free returns"
    assert "Free returns" in str(page.render())


def test_the_outline_holds_the_same_cards_and_the_same_tools(page, first):
    """Everything on the table can be read and changed in the outline too."""
    id = typed(page, "actions", first, "Looks")
    page.call("map_done", {"id": id, "row": "actions", "column": first})
    table = set(re.findall(r'id="c-([\w.-]+)"', str(page.render())))
    page.call("look", {"name": "form", "value": "outline"})
    html = str(page.render())
    assert 'id="map-outline"' in html
    assert set(re.findall(r'id="c-([\w.-]+)"', html)) == table
    assert f'id="a-pain-{first}"' in html


def test_a_narrow_screen_begins_with_the_outline(page):
    """On a phone the outline comes first; the table is one tap away."""
    page.ui["narrow"] = True
    assert 'id="map-outline"' in str(page.render())
    page.call("look", {"name": "form", "value": "table"})
    assert "<table" in str(page.render())


def test_ids_are_unique_on_the_map(page):
    """The page script keeps focus by id, so no id may stand there twice."""
    for form in ("table", "outline"):
        page.call("look", {"name": "form", "value": form})
        ids = re.findall(r'\bid="([^"]+)"', str(page.render()))
        assert len(ids) == len(set(ids))


def test_loops_and_branches_are_drawn_changed_and_removed(page, workshop):
    """A path gets its words on the map, and goes again with Undo at hand."""
    points = workshop.touchpoints_of(workshop.current_journey().id)
    before = set(page.workshop.paths)
    page.call("path_add", {"start": points[4].id, "end": points[1].id, "kind": "loop",
                           "title": "looks again"})  # fmt: skip
    (id,) = set(page.workshop.paths) - before
    assert "↺ looks again" in str(page.render())
    page.call("path_set", {"id": id, "field": "kind", "value": "branch"})
    assert "↪ looks again" in str(page.render())
    page.call("path_remove", {"id": id})
    assert id not in page.workshop.paths


def test_a_path_needs_both_ends(page):
    """An unfilled form says what is missing."""
    with pytest.raises(Refused, match="where it starts and the one where it ends"):
        page.call("path_add", {"start": "", "end": "", "kind": "loop", "title": ""})


@pytest.mark.parametrize("format", ["pdf", "svg", "png"])
def test_the_map_is_downloaded_with_a_name(page, format):
    """Each format arrives as a file named after the journey."""
    file = page.call("map_download", {"format": format})
    assert isinstance(file, Download)
    assert file.name.endswith(f".{format}")
    assert len(file.data) > 1000


def sheets_of(data):
    """The millimeters of each page of a PDF, across and down."""
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", data)
    return [tuple(round(float(each) / 72 * 25.4) for each in box) for box in boxes]


@pytest.mark.parametrize(
    ("size", "way", "expected"),
    [("a4", "", (297, 210)), ("a3", "upright", (297, 420)), ("a0", "", (1189, 841))],
)
def test_a_person_chooses_paper_and_way(page, size, way, expected):
    """Every page of the PDF has the chosen size; its name says which."""
    page.call("map_print", {"name": "size", "value": size})
    page.call("map_print", {"name": "way", "value": way})
    file = page.call("map_download", {"format": "pdf"})
    assert set(sheets_of(file.data)) == {expected}
    assert file.name.endswith(f".{size}.pdf")
    chosen = re.search(r'id="print-size".*?</select>', str(page.render()), re.DOTALL)[0]
    assert re.search(rf'value="{size}" selected', chosen)


def test_pages_begin_with_the_stages_that_were_chosen(page):
    """Each stage on a page of its own, or only where a person says so."""
    stages = [band.stage for band in page.plan().bands]
    page.call("map_print", {"name": "size", "value": "a0"})
    whole = sheets_of(page.call("map_download", {"format": "pdf"}).data)
    page.call("map_print", {"name": "cut", "value": "each"})
    each = sheets_of(page.call("map_download", {"format": "pdf"}).data)
    assert (len(whole), len(each)) == (1, len(stages))
    page.call("map_print", {"name": "cut", "value": "own"})
    assert f'id="begin-{stages[0].id}"' not in str(page.render())  # it begins the map
    page.call("map_begin", {"stage": stages[2].id, "value": True})
    assert len(sheets_of(page.call("map_download", {"format": "pdf"}).data)) == 2
    page.call("map_begin", {"stage": stages[2].id, "value": False})
    assert len(sheets_of(page.call("map_download", {"format": "pdf"}).data)) == 1


def test_another_journey_is_not_cut_at_stages_that_it_has_not(page):
    """What was chosen for a journey does not trouble the next one; nonsense is refused."""
    page.call("map_print", {"name": "cut", "value": "own"})
    page.call("map_begin", {"stage": "elsewhere", "value": True})
    assert page.call("map_download", {"format": "pdf"}).data.startswith(b"%PDF")
    for name, value in (("size", "a9"), ("way", "x"), ("cut", "x")):
        with pytest.raises(Refused, match="is none of"):
            page.call("map_print", {"name": name, "value": value})
    with pytest.raises(Refused):
        page.call("map_print", {"name": "begins", "value": "x"})


def test_a_browser_cannot_ask_for_other_formats_or_rows(page, first):
    """Whatever a client sends is checked in Python."""
    with pytest.raises(Refused):
        page.call("map_download", {"format": "exe"})
    with pytest.raises(Refused):
        page.call("map_write", {"id": "x", "row": "evidence", "column": first, "value": "x"})
    with pytest.raises(Refused):
        page.call("map_write", {"id": "x", "row": "actions", "column": "gone", "value": "x"})
    with pytest.raises(Refused):
        page.call("map_edit", {"id": '"><b>', "row": "actions", "column": first})
    with pytest.raises(Refused):
        page.call("map_write", {"id": '"><b>', "row": "actions", "column": first, "value": "x"})


def test_what_people_type_never_becomes_markup(page, first):
    """A card that looks like a script is shown as text in the table and in the outline."""
    typed(page, "actions", first, '<img src=x onerror="alert(1)">')
    for form in ("table", "outline"):
        page.call("look", {"name": "form", "value": form})
        assert "<img" not in str(page.render())


def test_another_persons_card_appears(page, first, dispatch):
    """What somebody else added is there after the next refresh."""
    dispatch(Put.of(Note(id="theirs", lane="actions", touchpoint=first, text="From next door")))
    page.session.refresh()
    assert "From next door" in str(page.render())


def test_team_ratings_stay_hidden_while_the_round_is_silent(page, workshop, first, dispatch):
    """The curve of the team is drawn only once it is revealed (R306)."""
    from journeykit.edits import Change, Rate
    from journeykit.model import Activity

    dispatch(Put.of(Activity(id="silent-round", kind="rate", open=True)))
    dispatch(Rate(participant="p1", touchpoint=first, valence=2))
    page.session.refresh()
    assert "team guess" not in str(page.render())
    dispatch(Change(collection="activities", id="silent-round", fields={"revealed": True}))
    page.session.refresh()
    assert "team guess, 1 person" in str(page.render())
