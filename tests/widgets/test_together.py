"""Two people in one field see each other, and neither overwrites the other unseen."""

from __future__ import annotations

from typing import Any

import pytest

from journeykit.edits import Change, Put, Remove
from journeykit.errors import Refused
from journeykit.model import Workshop
from journeykit.store import Store
from journeykit.widgets import company
from journeykit.widgets.company import Company
from journeykit.widgets.frame import Frame
from journeykit.widgets.versions import shown
from journeykit.widgets.writing import Settle

SCOPE = "Online shop, from the first search to the return."


@pytest.fixture
def pages(store: Store, workshop: Workshop) -> tuple[Frame, Frame]:
    """Ida's and Jo's page Start of one workshop, whose scope is written."""
    scope = Change(collection="info", id="info", fields={"scope": SCOPE})
    store.append(workshop.id, scope)
    opened = []
    for name in ("Ida", "Jo"):
        frame = Frame(store, "start", {"workshop": workshop.id})
        frame.call("@hello", {"visitor": f"visitor {name}", "name": name})
        frame.html(framed=True)
        opened.append(frame)
    return opened[0], opened[1]


def write(frame: Frame, value: str, base: str = SCOPE, field: str = "scope") -> Any:
    """Type into the scope, as the page's script tells it; then the page is drawn."""
    told = {"field": f"f-{field}", "base": base}
    result = frame.call("set", {"field": field, "value": value}, told)
    frame.html(framed=True)
    return result


def stored(store: Store, workshop: Workshop) -> str:
    return store.open(workshop.id)[0].about.scope


def test_changes_at_two_places_are_both_kept(pages, store, workshop) -> None:
    """The second to save is told, and the text holds both."""
    ida, jo = pages
    write(ida, SCOPE.replace("Online", "Our online"))
    told = write(jo, SCOPE.replace("return", "second return"))
    assert "both changes are in it" in told.text
    assert jo.writing.outcome == "merged"
    assert stored(store, workshop) == "Our online shop, from the first search to the second return."


def test_changes_at_one_place_are_asked_about_and_nothing_is_stored(pages, store, workshop) -> None:
    """The first one stands; beside the field both versions are shown, with three choices."""
    ida, jo = pages
    write(ida, "Only the shop")
    assert write(jo, "Only the phone") is None
    assert jo.writing.outcome == "differs"
    assert stored(store, workshop) == "Only the shop"
    html = jo.html(framed=True)
    assert "Ida changed this while you typed" in html
    assert 'data-beside="f-scope"' in html
    for words in ("Only the shop", "Only the phone", ">Theirs<", ">Yours<", ">Both<"):
        assert words in html


@pytest.mark.parametrize(
    ("take", "kept"),
    [("theirs", "Only the shop"), ("yours", "Only the phone"),
     ("both", "Only the shop\nOnly the phone")],
)  # fmt: skip
def test_a_choice_is_stored_and_can_be_taken_back(pages, store, workshop, take, kept) -> None:
    """Whatever is chosen, one more click brings the other version."""
    ida, jo = pages
    write(ida, "Only the shop")
    write(jo, "Only the phone")
    answer = jo.call("@choose", {"field": "f-scope", "take": take})
    assert isinstance(answer, Settle)
    assert stored(store, workshop) == kept
    assert "while you typed" not in jo.html(framed=True)
    if take == "theirs":
        assert answer.toast is not None
        jo.call(answer.toast.do, answer.toast.args)
        assert stored(store, workshop) == "Only the phone"
    else:
        jo.call("@undo", {})
        assert stored(store, workshop) == "Only the shop"


def test_a_choice_asks_again_when_it_was_changed_once_more(pages, store, workshop) -> None:
    """What came while somebody was choosing is not overwritten either."""
    ida, jo = pages
    write(ida, "Only the shop")
    write(jo, "Only the phone")
    write(ida, "Only the fair", base="Only the shop")
    assert jo.call("@choose", {"field": "f-scope", "take": "yours"}) is None
    assert stored(store, workshop) == "Only the fair"
    assert "Only the fair" in jo.html(framed=True)


def test_one_who_types_on_alone_is_never_asked(pages, store, workshop) -> None:
    """Texts that are sent before the last one is answered, spaces at the end, a second edit."""
    _, jo = pages
    write(jo, "On")
    write(jo, "Only ")  # sent before the page knew what became of the first
    write(jo, "Only the")
    write(jo, "Only the shop ", base="Only the")
    assert jo.writing.outcome == ""
    assert stored(store, workshop).strip() == "Only the shop"


def test_typing_on_after_a_merge_keeps_what_was_merged(pages, store, workshop) -> None:
    """The field still shows the own text only; the other's words stay in the store."""
    ida, jo = pages
    write(ida, SCOPE.replace("Online", "Our online"))
    mine = SCOPE.replace("return", "second return")
    write(jo, mine)
    again = mine.replace("second", "second and third")
    assert write(jo, again, base=mine) is None  # told once
    assert stored(store, workshop) == (
        "Our online shop, from the first search to the second and third return."
    )
    write(jo, again.replace("first", "very first"), base=mine)  # before the last was answered
    assert stored(store, workshop) == (
        "Our online shop, from the very first search to the second and third return."
    )


def test_a_number_has_no_merge(store, workshop) -> None:
    """One value or the other: there is no Both."""
    store.append(
        workshop.id, Put(collection="actions", entity={"id": "a1", "title": "Call", "reach": 10})
    )
    frame = Frame(store, "improve", {"workshop": workshop.id, "view": "actions"})
    frame.call("@hello", {"visitor": "Jo", "name": "Jo"})
    frame.call("open", {"id": "a1"})
    assert shown(frame.html(framed=True), "a-a1-reach").text == "10"
    store.append(workshop.id, Change(collection="actions", id="a1", fields={"reach": 20}))
    args = {"id": "a1", "field": "reach", "value": "30"}
    frame.call("set", args, {"field": "a-a1-reach", "base": "10"})
    html = frame.html(framed=True)
    assert ">Yours<" in html
    assert ">Both<" not in html
    assert store.open(workshop.id)[0].actions["a1"].reach == 20
    frame.call("@choose", {"field": "a-a1-reach", "take": "yours"})
    assert store.open(workshop.id)[0].actions["a1"].reach == 30


def test_what_was_taken_away_keeps_the_words(store, workshop) -> None:
    """A card is removed while somebody writes in it: the words stand there to be copied."""
    store.append(workshop.id, Put(collection="activities", entity={"id": "x", "title": "Talk"}))
    frame = Frame(store, "room", {"workshop": workshop.id})
    frame.call("@hello", {"visitor": "Jo", "name": "Jo"})
    assert shown(frame.html(framed=True), "instruction-x")
    store.append(workshop.id, Remove(collection="activities", id="x"))
    args = {"id": "x", "field": "instruction", "value": "Half a sentence"}
    assert frame.call("set", args, {"field": "instruction-x", "base": ""}) is None
    html = frame.html(framed=True)
    assert "Your words are kept" in html
    assert "Half a sentence" in html
    frame.call("@choose", {"field": "instruction-x", "take": "theirs"})
    assert "Half a sentence" not in frame.html(framed=True)


def test_somebody_who_writes_at_the_same_instant_is_not_overwritten(
    pages, store, workshop, monkeypatch
) -> None:
    """The other's edit comes between the look and the write, and is merged all the same."""
    _, jo = pages
    view = jo.view
    real, came = view.session.dispatch, []

    def late(*edits: Any, **more: Any) -> None:
        if not came:
            came.append(1)
            fields = {"scope": SCOPE.replace("Online", "Our online")}
            store.append(workshop.id, Change(collection="info", id="info", fields=fields))
        real(*edits, **more)

    monkeypatch.setattr(view.session, "dispatch", late)
    write(jo, SCOPE.replace("return", "second return"))
    assert stored(store, workshop) == "Our online shop, from the first search to the second return."


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"field": "scope"},
        {"field": "", "base": "x"},
        {"field": 3, "base": "x"},
        {"field": "scope", "base": None},
    ],
)
def test_a_client_that_says_nonsense_of_its_typing_is_refused(pages, store, workshop, told) -> None:
    """Nothing is stored, so nothing is overwritten."""
    with pytest.raises(Refused, match="reload"):
        pages[0].call("set", {"field": "scope", "value": "x"}, told)
    assert stored(store, workshop) == SCOPE


def test_who_is_in_a_field_is_seen_until_they_leave_it(pages) -> None:
    """The mark names the person and the field; it goes when the field is left."""
    ida, jo = pages
    ida.call("@at", {"field": "f-scope", "thing": ""})
    assert jo.look_around()
    html = jo.html(framed=True)
    assert "Ida writes here" in html
    assert 'data-beside="f-scope"' in html
    assert not jo.look_around()
    ida.call("@at", {})
    assert jo.look_around()
    assert "writes here" not in jo.html(framed=True)


def test_who_sits_still_writes_no_more(store: Store) -> None:
    """After thirty seconds without a letter the mark goes."""
    now = [0.0]
    one = Company(store, clock=lambda: now[0])
    assert one.write("scope", "")
    now[0] = company.WRITING - 1
    assert one.at() == ("scope", "")
    now[0] = company.WRITING
    assert one.ended()
    assert one.at() == ("", "")


def test_a_participant_sees_who_writes_in_an_own_card_and_nobody_elses(
    store: Store, workshop: Workshop
) -> None:
    """The facilitator's name stands beside the card; other cards' writers are not told."""
    from journeykit import room

    def join(name: str) -> Frame:
        frame = Frame(store, "join", {"code": store.room_code(workshop.id)}, needs_key=True)
        frame.call("@hello", {"visitor": f"phone {name}", "name": name})
        frame.call("join", {"name": name, "agree": True})
        return frame

    activity = {"id": "n", "title": "Pains", "kind": "notes", "lane": "obstacles",
                "step": "touchpoints"}  # fmt: skip
    state, _ = store.append(workshop.id, Put(collection="activities", entity=activity))
    state, _ = store.append(workshop.id, room.open_room(state))
    state, _ = store.append(workshop.id, room.begin(state, "n"))
    ann, ben = join("Ann"), join("Ben")
    ann.refresh()
    ann.call("add", {"text": "The parcel is late"})
    card = next(iter(store.open(workshop.id)[0].findings.values()))
    leader = Frame(store, "improve", {"workshop": workshop.id})
    leader.call("@hello", {"visitor": "Lea", "name": "Lea"})
    leader.call("@at", {"field": "another-field", "thing": card.id})
    ann.refresh(), ben.refresh()
    assert ann.look_around()
    assert f'data-thing="{card.id}"' in ann.html(framed=True)
    assert "Lea writes here" in ann.html(framed=True)
    assert not ben.look_around()
    assert "Lea writes" not in ben.html(framed=True)
    args = {"id": card.id, "value": "The red parcel is late"}
    ann.html(framed=True)
    fields = {"title": "The parcel is very late", "detail": "Seen by the desk."}
    store.append(workshop.id, Change(collection="findings", id=card.id, fields=fields))
    ann.call("write", args, {"field": f"text-{card.id}", "base": "The parcel is late"})
    after = store.open(workshop.id)[0].findings[card.id]
    assert after.title == "The red parcel is very late"
    assert after.detail == "Seen by the desk."


def test_the_field_of_a_page_is_read_as_a_browser_reads_it() -> None:
    """Signs are unescaped; the line break that HTML drops is dropped once."""
    page = (
        '<textarea rows="3" id="a" data-args="{&#34;x&#34;: 1}">\n\n&lt;b&gt; &amp;</textarea>'
        '<input id="b" value="1 &gt; 0"><select id="c"></select>'
    )
    assert shown(page, "a").text == "\n<b> &"
    assert shown(page, "b").text == "1 > 0"
    assert shown(page, "c") is None
    assert shown(page, "d") is None


@pytest.mark.parametrize(
    ("theirs", "kept"),
    [("Slowly opens six tabs", "Slowly opens six tabs and a chat"), ("Calls", "Calls")],
)
def test_what_comes_back_after_a_reload_overwrites_nothing(store, workshop, theirs, kept) -> None:
    """The card is not open any more on the new page; somebody has changed it meanwhile."""
    touchpoint = next(iter(workshop.touchpoints))
    note = {"id": "n1", "lane": "actions", "touchpoint": touchpoint, "text": theirs}
    store.append(workshop.id, Put(collection="notes", entity=note))
    jo = Frame(store, "touchpoints", {"workshop": workshop.id, "view": "map"})
    jo.call("@hello", {"visitor": "Jo", "name": "Jo"})
    assert shown(jo.html(framed=True), "text-n1") is None
    at = {"id": "n1", "row": "actions", "column": touchpoint, "value": "Opens six tabs and a chat"}
    jo.call("map_write", at, {"field": "text-n1", "base": "Opens six tabs"})
    assert store.open(workshop.id)[0].notes["n1"].text == kept
    if kept == theirs:
        assert "Opens six tabs and a chat" in jo.html(framed=True)
        jo.call("@choose", {"field": "text-n1", "take": "both"})
        both = "Calls\nOpens six tabs and a chat"
        assert store.open(workshop.id)[0].notes["n1"].text == both


def test_a_map_cell_is_merged_too(store, workshop) -> None:
    """Two facilitators in one card of the map."""
    state = store.open(workshop.id)[0]
    touchpoint = next(iter(state.touchpoints))
    note = {"id": "n1", "lane": "actions", "touchpoint": touchpoint, "text": "Opens six tabs"}
    store.append(workshop.id, Put(collection="notes", entity=note))
    jo = Frame(store, "touchpoints", {"workshop": workshop.id, "view": "map"})
    jo.call("@hello", {"visitor": "Jo", "name": "Jo"})
    at = {"id": "n1", "row": "actions", "column": touchpoint}
    jo.call("map_edit", at)
    assert shown(jo.html(framed=True), "text-n1").text == "Opens six tabs"
    change = Change(collection="notes", id="n1", fields={"text": "Slowly opens six tabs"})
    store.append(workshop.id, change, author="Ida")
    typed = {"field": "text-n1", "base": "Opens six tabs"}
    jo.call("map_write", at | {"value": "Opens six tabs and a chat"}, typed)
    assert store.open(workshop.id)[0].notes["n1"].text == "Slowly opens six tabs and a chat"
