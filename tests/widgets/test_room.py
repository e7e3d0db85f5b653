"""The room without a browser: who comes in, what each sees, what each may do."""

from __future__ import annotations

import pytest

from journeykit.edits import Change, Put
from journeykit.errors import Denied, Refused
from journeykit.widgets import open_view
from journeykit.widgets.frame import Frame

SECRET = "a visitor whom only this browser knows"


@pytest.fixture
def leader(store, workshop):
    """The facilitator's page Room, with an agenda of every kind of activity, the door open."""
    view = open_view("room", store, workshop.id)
    for number, kind in enumerate(("notes", "rate", "vote", "rank", "check")):
        entity = {"id": kind, "title": f"{kind} now", "kind": kind, "rank": number, "minutes": 5}
        if kind == "check":
            entity |= {"question": "Would she buy again?", "options": ["yes", "no"]}
        if kind == "notes":
            entity |= {"lane": "obstacles"}
        view.dispatch(Put(collection="activities", entity=entity))
    view.dispatch(Put(collection="findings", entity={"id": "pain", "title": "Late parcel"}))
    view.call("open_room", {})
    return view


@pytest.fixture
def phone(store, workshop, leader):
    """Phones: ``phone("Ann")`` is Ann's page after she joined."""

    def make(name: str, visitor: str = "") -> Frame:
        code = store.room_code(workshop.id)
        frame = Frame(store, "join", {"code": code}, needs_key=True)
        frame.call("@hello", {"visitor": visitor or f"{SECRET} {name}", "name": name})
        if "Before you start" in frame.html(framed=True):
            frame.call("join", {"name": name, "agree": True})
        return frame

    return make


def see(frame: Frame) -> str:
    """What a page shows after it has heard of what others did."""
    frame.refresh()
    return frame.html(framed=True)


def test_a_code_leads_to_the_workshop_and_nowhere_else(store, workshop, phone):
    """With a code, no other page opens, whatever the address or a message asks for."""
    ann = phone("Ann")
    for page in ("home", "start", "survey", "room", "wall"):
        ann.goto(page)
        assert ann.page == "join"
    ann.call("@go", {"notebook": "home.ipynb", "query": "workshop=another"})
    assert ann.at["workshop"] == workshop.id
    other = Frame(store, "personas", {"code": store.room_code(workshop.id)}, needs_key=True)
    other.call("@hello", {"visitor": SECRET, "name": ""})
    assert other.page == "join"


def test_a_wrong_code_opens_nothing(store, leader):
    """The page asks for the code, and does nothing else."""
    locked = Frame(store, "join", {"code": "AAAAAA"}, needs_key=True)
    assert "Type the code" in locked.html(framed=True)
    with pytest.raises(Refused, match="No room has this code"):
        locked.call("@code", {"value": "BBBBBB"})
    with pytest.raises(Refused, match="facilitator's link"):
        locked.call("join", {"name": "Ann", "agree": True})


def test_a_code_may_be_typed_as_people_type(store, workshop, leader):
    """Small letters and a blank in the middle are the same code."""
    code = store.room_code(workshop.id).lower()
    locked = Frame(store, "join", {}, needs_key=True)
    locked.call("@code", {"value": f" {code[:3]} {code[3:]}"})
    assert "Before you start" in locked.html(framed=True)


def test_a_new_code_shuts_the_old_one_out(store, workshop, leader):
    """Who photographed the old code cannot use it any more."""
    old = store.room_code(workshop.id)
    leader.call("new_code", {})
    assert store.workshop_of_code(old) is None
    assert store.workshop_of_code(store.room_code(workshop.id)) == workshop.id


def test_consent_comes_first(phone, store, workshop):
    """Nobody is in the list before having agreed."""
    frame = Frame(store, "join", {"code": store.room_code(workshop.id)}, needs_key=True)
    frame.call("@hello", {"visitor": SECRET, "name": ""})
    before = len(store.open(workshop.id)[0].participants)
    with pytest.raises(Refused, match="agree"):
        frame.call("join", {"name": "Ann"})
    assert len(store.open(workshop.id)[0].participants) == before


def test_one_comes_back_to_the_same_place(phone, leader):
    """After a reload the same browser is the same person, with what was rated."""
    leader.call("begin", {"id": "rate"})
    ann = phone("Ann")
    touchpoint = leader.workshop.touchpoints_of(leader.workshop.current_journey().id)[0].id
    ann.call("rate", {"touchpoint": touchpoint, "valence": 2})
    again = phone("Ann")
    assert again.me == ann.me
    assert "1 of" in again.html(framed=True)


def test_what_is_open_is_what_is_asked(phone, leader):
    """The phone follows the facilitator; what is over cannot be done any more."""
    ann = phone("Ann")
    assert "You are in" in see(ann)
    leader.call("begin", {"id": "notes"})
    assert "Add a pain" in see(ann)
    ann.call("add", {"text": "Parcel is late\nevery time"})
    leader.call("begin", {"id": "check"})
    assert "Would she buy again?" in see(ann)
    with pytest.raises(Denied, match="gone on"):
        ann.call("add", {"text": "too late"})
    finding = next(f for f in leader.store.open(leader.session.id)[0].findings.values() if f.by)
    assert (finding.kind, finding.title, finding.detail) == ("pain", "Parcel is late", "every time")
    assert finding.by == ann.me


def test_of_many_cards_the_newest_are_shown_first(phone, leader):
    """A phone shows what the others wrote last; all of it for who asks."""
    leader.call("begin", {"id": "notes"})
    ann, ben = phone("Ann"), phone("Ben")
    for number in range(33):
        ben.call("add", {"text": f"Card {number}."})
    shown = see(ann)
    assert shown.index("Card 32.") < shown.index("Card 3.")
    assert "Card 2." not in shown
    assert "Show all" in shown
    ann.call("look", {"name": "cards", "value": "all"})
    shown = see(ann)
    assert "Card 0." in shown
    assert "Show all" not in shown


def test_the_facilitators_actions_are_not_the_participants(phone, leader):
    """No message opens an activity, takes back what others did, or changes the workshop."""
    ann = phone("Ann")
    leader.call("begin", {"id": "vote"})
    for name, args in (("begin", {"id": "rate"}), ("reveal", {"id": "vote"}), ("set", {})):
        with pytest.raises(Refused, match="no such action"):
            ann.call(name, args)
    with pytest.raises(Denied):
        ann.call("@undo", {})
    with pytest.raises(Denied):
        ann.call("@undo", {"seq": 1})


def test_votes_are_hidden_until_they_are_revealed(phone, leader):
    """Neither phones nor the room's page nor the wall hold anybody's dots before."""
    leader.call("begin", {"id": "vote"})
    item = leader.workshop.ordered("findings")[0].id
    ann, ben = phone("Ann"), phone("Ben")
    ann.call("dots", {"item": item, "dots": 2})
    leader.session.refresh()
    wall = open_view("wall", leader.store, leader.session.id)
    for html in (see(ben), str(leader.render()), str(wall.render())):
        assert "●●" not in html
        assert "1 of 1" not in html
    leader.call("reveal", {"id": "vote"})
    assert "1 person of the room voted." in str(leader.render())
    wall.session.refresh()
    assert "1 of 1" in str(wall.render())


def test_anonymous_is_anonymous(phone, leader):
    """History and the rows name nobody where it was promised; names stay with named cards."""
    leader.call("set", {"id": "notes", "field": "anonymous", "value": False})
    ann = phone("Ann")
    leader.call("begin", {"id": "notes"})
    ann.refresh()
    ann.call("add", {"text": "signed pain"})
    leader.call("begin", {"id": "vote"})
    ann.refresh()
    ann.call("dots", {"item": leader.workshop.ordered("findings")[0].id, "dots": 1})
    newest = leader.store.history(leader.session.id, limit=1)[0]
    assert (newest.words, newest.author) == ("voted", "")
    leader.session.refresh()
    rows = leader.call("download", {}).data.decode("utf-8-sig").splitlines()
    signed = next(row for row in rows if "signed pain" in row)
    vote = next(row for row in rows if ",vote," in row and row.split(",")[0])
    assert "Ann" in signed
    assert "Ann" not in vote


def test_who_is_asked_for_waits(phone, leader):
    """Where the facilitator lets people in, a page waits and goes on by itself."""
    leader.call("admission", {"value": "asked"})
    ann = phone("Ann")
    leader.call("begin", {"id": "check"})
    assert "lets people in one by one" in see(ann)
    with pytest.raises(Denied, match="let you in"):
        ann.call("choose", {"option": "yes"})
    leader.call("admit", {"id": ann.me})
    assert "Would she buy again?" in see(ann)


def test_who_is_taken_out_is_out(phone, leader):
    """At once, and until the facilitator changes it."""
    ann = phone("Ann")
    leader.call("begin", {"id": "check"})
    leader.session.refresh()
    leader.call("remove_person", {"id": ann.me})
    assert "Would she buy again?" not in see(ann)
    with pytest.raises(Denied):
        ann.call("choose", {"option": "yes"})


def test_the_room_is_handed_over_and_taken_back(phone, leader):
    """A second facilitator sees this workshop's pages, without the key, until it is taken back."""
    ann = phone("Ann")
    leader.session.refresh()
    leader.call("role", {"id": ann.me, "facilitates": True})
    assert "Open the facilitator&#39;s page" in see(ann)
    ann.goto("room")
    assert ann.page == "room"
    assert leader.store.facilitator_key() not in ann.html(framed=True)
    ann.goto("home")
    assert ann.page == "join"
    ann.goto("room")
    ann.call("begin", {"id": "check"})
    leader.session.refresh()
    leader.call("role", {"id": ann.me, "facilitates": False})
    assert "Would she buy again?" in see(ann)
    assert ann.page == "join"


def test_a_closed_room_says_so(phone, leader):
    """People see that it is over, and nothing is taken any more."""
    ann = phone("Ann")
    leader.call("begin", {"id": "check"})
    leader.call("close_room", {})
    assert "The room is closed" in see(ann)
    with pytest.raises(Denied):
        ann.call("choose", {"option": "yes"})
    with pytest.raises(Denied, match="closed"):
        ann.call("park", {"text": "one more thing"})


def test_an_agenda_is_chosen_on_the_room_page(leader):
    """Ready agendas, the short ones too, without leaving the page; undo brings back the old."""
    html = str(leader.render())
    assert "Ninety minutes" in html
    assert "Four steps of analysis" in html
    leader.call("choose_agenda", {"name": "analysis-four-steps"})
    assert len(leader.workshop.activities) == 4
    leader.call("duplicate", {"id": next(iter(leader.workshop.activities))})
    assert len(leader.workshop.activities) == 5
    leader.session.undo()
    leader.session.undo()
    assert "rate now" in str(leader.render())


def test_everybody_who_waits_is_let_in_at_once(phone, leader):
    """One button, and one undo."""
    leader.call("admission", {"value": "asked"})
    ann, ben = phone("Ann"), phone("Ben")
    leader.session.refresh()
    assert "2 waiting to be let in." in str(leader.render())
    leader.call("admit_all", {})
    assert "You are in" in see(ann)
    assert "You are in" in see(ben)
    with pytest.raises(Refused, match="Nobody is waiting"):
        leader.call("admit_all", {})


def test_what_was_revealed_can_be_hidden_again(phone, leader):
    """Phones show the result while it is revealed, and ask again when it is hidden."""
    leader.call("begin", {"id": "vote"})
    item = leader.workshop.ordered("findings")[0].id
    ann = phone("Ann")
    ann.call("dots", {"item": item, "dots": 1})
    leader.session.refresh()
    leader.call("reveal", {"id": "vote"})
    assert "What the room said" in see(ann)
    with pytest.raises(Denied, match="shown already"):
        ann.call("dots", {"item": item, "dots": 2})
    leader.call("hide", {"id": "vote"})
    assert "1 of 3 dots" not in see(ann)
    assert "2 of 3 dots left." in see(ann)
    ann.call("dots", {"item": item, "dots": 2})


def test_the_last_result_stays_until_the_next_activity(phone, leader):
    """Who looks up from the phone late has missed nothing."""
    leader.call("begin", {"id": "check"})
    ann = phone("Ann")
    ann.call("choose", {"option": "yes"})
    leader.session.refresh()
    leader.call("reveal", {"id": "check"})
    leader.call("end", {})
    assert "What the room said" in see(ann)
    assert "1 of 1" in see(ann)


def test_cards_about_the_persona(phone, leader):
    """A card says what it is about, and goes into the empathy map by one click."""
    leader.call("set", {"id": "notes", "field": "step", "value": "personas"})
    leader.call("set", {"id": "notes", "field": "lane", "value": "thoughts"})
    leader.call("begin", {"id": "notes"})
    ann = phone("Ann")
    ann.call("add", {"text": "Is it real wool?", "lane": "says"})
    leader.session.refresh()
    note = next(one for one in leader.workshop.notes.values() if one.by)
    assert note.lane == "says"
    persona = leader.workshop.ordered("personas")[0]
    leader.call("to_persona", {"id": note.id, "persona": persona.id})
    assert "Is it real wool?" in leader.workshop.personas[persona.id].says
    assert "✓ empathy map" in str(leader.render())


def test_a_card_becomes_a_touchpoint_by_one_click(phone, leader):
    """The stage comes from the card."""
    leader.call("set", {"id": "notes", "field": "step", "value": "touchpoints"})
    leader.call("set", {"id": "notes", "field": "lane", "value": "actions"})
    leader.call("begin", {"id": "notes"})
    ann = phone("Ann")
    stage = leader.workshop.stages_of(leader.workshop.current_journey().id)[1]
    ann.call("add", {"text": "Asks at the counter", "where": f"stage:{stage.id}"})
    leader.session.refresh()
    note = next(one for one in leader.workshop.notes.values() if one.by)
    assert f"Make it a touchpoint of {stage.name}: Asks at the counter" in str(leader.render())
    leader.call("to_touchpoint", {"id": note.id, "value": stage.id})
    names = [one.name for one in leader.workshop.ordered("touchpoints", stage=stage.id)]
    assert names[-1] == "Asks at the counter"
    assert "✓ on the map" in str(leader.render())


def test_history_does_not_say_who_answered(phone, leader):
    """Words of the history and its authors name nobody where it was promised."""
    ann = phone("Ann")
    for kind, call in (
        ("check", ("choose", {"option": "yes"})),
        ("notes", ("add", {"text": "Late"})),
        ("check", ("done", {"on": True})),
    ):
        leader.session.refresh()
        leader.call("begin", {"id": kind})
        ann.refresh()
        ann.call(*call)
        newest = leader.store.history(leader.session.id, limit=1)[0]
        assert newest.author == ""
        assert ann.me not in newest.words
    assert ann.me not in str(leader.render()).split('id="lately"')[1]


def test_the_wall_shows_what_the_facilitator_chose(phone, leader):
    """Map, curve and parking lot; the team's ratings are not in it before they are revealed."""
    phone("Ann").call("park", {"text": "Who pays for returns?"})
    leader.session.refresh()
    wall = open_view("wall", leader.store, leader.session.id)
    for what, words in (("map", "wall-map"), ("curve", "only-curve"), ("parking", "Who pays")):
        leader.call("wall", {"value": what})
        wall.session.refresh()
        assert words in str(wall.render())
    leader.call("begin", {"id": "rate"})
    leader.call("wall", {"value": "curve"})
    wall.session.refresh()
    assert "○ the team" not in str(wall.render())


def test_two_at_one_card_see_each_other(store, workshop, leader):
    """Who writes at an activity is named on the other facilitator's page, and there only."""
    pages = [Frame(store, "room", {"workshop": workshop.id}) for _ in range(2)]
    for frame, name in zip(pages, ("Ida", "Jo"), strict=True):
        frame.call("@hello", {"visitor": f"{name} {SECRET}", "name": name})
    ida, jo = pages
    typed = {"field": "instruction-rate", "base": ""}
    ida.call("set", {"id": "rate", "field": "instruction", "value": "Alone"}, typed)
    assert jo.look_around()
    assert "Ida is writing" in see(jo)
    assert "Ida writes here" in see(jo)
    assert not ida.look_around()
    assert "Ida is writing" not in see(ida)
    jo.call("set", {"id": "rate", "field": "instruction", "value": "Alone, then together"})
    assert "Alone, then together" in see(ida)
    assert ">Alone<" not in see(ida)


def test_the_closed_room_says_what_it_came_to(phone, leader):
    """After closing, the page holds the summary."""
    leader.call("begin", {"id": "notes"})
    phone("Ann").call("add", {"text": "Late"})
    leader.session.refresh()
    assert "What this workshop came to" not in str(leader.render())
    leader.call("close_room", {})
    html = str(leader.render())
    assert "What this workshop came to" in html
    assert "1 card." in html


def test_home_shows_how_to_join_an_open_room(store, workshop, leader):
    """The code stands on Home as long as the room is open."""
    home = open_view("home", store)
    assert store.room_code(workshop.id) in str(home.render())
    leader.call("close_room", {})
    assert store.room_code(workshop.id) not in str(open_view("home", store).render())


def test_what_was_agreed_to_can_be_read_again(phone, leader, store, workshop):
    """In the workshop's own words."""
    leader.dispatch(
        Change(collection="info", id="info", fields={"consent": "We keep it until May."})
    )
    assert "We keep it until May." in phone("Ann").html(framed=True)


def test_marks_come_from_phones(phone, leader):
    """The last check asks for the rubric's rows; the median is shown when it is revealed."""
    for field, value in (("step", "report"), ("question", ""), ("options", "")):
        leader.call("set", {"id": "check", "field": field, "value": value})
    leader.call("begin", {"id": "check"})
    ann = phone("Ann")
    assert "Pains with severity" in ann.html(framed=True)
    ann.call("mark", {"row": "7", "score": 2})
    ann.call("remark", {"row": "7", "value": "One has no source"})
    with pytest.raises(Refused):
        ann.call("mark", {"row": "7", "score": 9})
    leader.session.refresh()
    leader.call("reveal", {"id": "check"})
    assert "Marks of the people in the room" in see(ann)


def test_a_vote_of_improve_is_the_same_vote(phone, leader, store, workshop):
    """One vote at a time: started on Improve, it is on phones and on the Room page at once."""
    for id in ("i1", "i2"):
        entity = {"id": id, "title": f"Idea {id}", "kind": "opportunity"}
        leader.dispatch(Put(collection="findings", entity=entity))
    leader.call("begin", {"id": "check"})
    improve = open_view("improve", store, workshop.id, view="votes")
    improve.call("vote_start", {"title": "Our ideas", "dots": 2})
    leader.session.refresh()
    assert [one.title for one in leader.workshop.activities.values() if one.open] == ["Our ideas"]
    ann = phone("Ann")
    assert "Our ideas" in ann.html(framed=True)
    ann.call("dots", {"item": "i1", "dots": 2})
    leader.session.refresh()
    assert "1 of 1 have finished." in str(leader.render())
    improve.session.refresh()
    with pytest.raises(Refused, match="A vote is running"):
        improve.call("vote_start", {"title": "Again", "dots": 2})


def test_who_stays_anonymous_is_so_everywhere(store, workshop, leader):
    """A name that the browser remembers is in no list, no history and no row."""
    frame = Frame(store, "join", {"code": store.room_code(workshop.id)}, needs_key=True)
    frame.call("@hello", {"visitor": SECRET, "name": "Remembered"})
    frame.call("join", {"name": "", "agree": True})
    frame.call("park", {"text": "a thought"})
    frame.here()
    leader.session.refresh()
    assert "Remembered" not in {one.name for one in store.present(workshop.id)}
    assert "Remembered" not in {one.author for one in store.history(workshop.id)}
    assert b"Remembered" not in leader.call("download", {}).data
    assert "Remembered" not in str(leader.render())
