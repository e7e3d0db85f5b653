"""Two people on one card, each in a browser of their own."""

from __future__ import annotations

import pytest
from visiting import check_accessible, wait_ready, wait_saved

from journeykit import library, room
from journeykit.edits import Put

pytestmark = pytest.mark.browser

CARD = "The parcel comes late and nobody says why"


@pytest.fixture
def shared(store) -> str:
    """A workshop with one card on the map."""
    workshop = library.start("online-shop", "One card")
    id = store.create(workshop)
    note = {"id": "card", "lane": "actions", "touchpoint": next(iter(workshop.touchpoints)),
            "text": CARD}  # fmt: skip
    store.append(id, Put(collection="notes", entity=note))
    return id


@pytest.fixture
def two(server, shared, page):
    """Ida's and Jo's pages, both with the card of the map open for writing."""

    def opened(name: str, **size: int):
        one = page(**size)
        one.goto(server.link("02_touchpoints", workshop=shared, view="map"))
        wait_ready(one)
        one.evaluate("name => localStorage.setItem('jk-name', name)", name)
        one.reload()
        wait_ready(one)
        one.get_by_role("button", name=CARD, exact=True).click()
        one.locator("#text-card").wait_for()
        return one

    return opened("Ida"), opened("Jo")


def text(one) -> str:
    return one.input_value("#text-card")


def stored(store, id: str) -> str:
    return store.open(id)[0].notes["card"].text


def at_start(one) -> None:
    one.locator("#text-card").click()
    one.keyboard.press("Control+Home")


def test_two_at_one_card_see_each_other_and_both_changes_stay(store, shared, two) -> None:
    """Each sees the other's name at the card; words at two places stay, cursors where they are."""
    ida, jo = two
    at_start(ida)
    jo.locator(".writing .writers, .field .writers").get_by_text("Ida writes here").wait_for()
    assert jo.locator(".field:has(#text-card) .writers").count() == 1
    jo.locator("#text-card").click()
    jo.keyboard.press("Control+End")
    ida.locator(".field:has(#text-card) .writers").get_by_text("Jo writes here").wait_for()

    ida.keyboard.type("Often: ")
    jo.keyboard.type(" it comes")
    jo.wait_for_timeout(250)
    assert text(jo).endswith(" it comes")
    wait_saved(ida)
    wait_saved(jo)
    # what is typed was not replaced under the cursor of either
    assert text(ida) == f"Often: {CARD}"
    assert text(jo) == f"{CARD} it comes"
    assert stored(store, shared) == f"Often: {CARD} it comes"
    jo.get_by_text("both changes are in it").wait_for()
    jo.keyboard.type(", says Jo")
    wait_saved(jo)
    assert stored(store, shared) == f"Often: {CARD} it comes, says Jo"
    jo.locator("h1").first.click()
    jo.wait_for_function("id => document.getElementById(id).value.startsWith('Often')",
                         arg="text-card")  # fmt: skip
    ida.get_by_text("Jo writes here").wait_for(state="detached")


def test_two_versions_stand_side_by_side_until_one_is_chosen(store, shared, two) -> None:
    """Also over a reload; and the choice can be taken back."""
    ida, jo = two
    jo.locator("#text-card").click()
    ida.locator("#text-card").fill("It is early")
    wait_saved(ida)
    jo.locator("#text-card").fill("It is broken")
    jo.locator(".versions").wait_for()
    assert jo.locator("body").get_attribute("data-jk-saved") == "false"
    assert stored(store, shared) == "It is early"
    assert text(jo) == "It is broken"
    check_accessible(jo, within=".versions")
    jo.locator("#text-card").press("End")
    jo.keyboard.type(", says Jo")
    jo.locator(".versions").get_by_text("It is broken, says Jo").wait_for()
    jo.locator("h1").first.click()
    jo.wait_for_timeout(2000)
    assert text(jo) == "It is broken, says Jo"
    jo.reload()
    wait_ready(jo)
    versions = jo.locator(".versions")
    versions.get_by_text("It is broken, says Jo").wait_for()
    versions.get_by_role("button", name="Both").click()
    versions.wait_for(state="detached")
    wait_saved(jo)
    assert stored(store, shared) == "It is early\nIt is broken, says Jo"
    jo.click("#undo")
    jo.get_by_text("Took back").or_(jo.get_by_text("took back")).first.wait_for()
    assert stored(store, shared) == "It is early"


def test_theirs_puts_the_own_text_aside_and_a_click_brings_it_back(store, shared, two) -> None:
    """Nothing that was typed is lost by a wrong click."""
    ida, jo = two
    jo.locator("#text-card").click()
    ida.locator("#text-card").fill("It is early")
    wait_saved(ida)
    jo.locator("#text-card").fill("It is broken")
    jo.locator(".versions").get_by_role("button", name="Theirs").click()
    jo.locator(".versions").wait_for(state="detached")
    wait_saved(jo)
    assert text(jo) == "It is early"
    jo.get_by_role("button", name="Take yours after all").click()
    jo.wait_for_function("() => document.getElementById('text-card').value === 'It is broken'")
    assert stored(store, shared) == "It is broken"


def test_a_participant_and_a_facilitator_on_the_participants_card(server, store, page) -> None:
    """The phone shows who writes in its card, and the words of both are in it."""
    workshop = library.start("online-shop", "A phone's card")
    id = store.create(workshop)
    activity = {"id": "cards", "title": "Touchpoints", "kind": "notes", "lane": "actions"}
    state, _ = store.append(id, Put(collection="activities", entity=activity))
    state, _ = store.append(id, room.open_room(state))
    store.append(id, room.begin(state, "cards"))
    phone, lead = page(width=360, height=740), page()
    phone.goto(f"{server.url}join?code={store.room_code(id)}")
    wait_ready(phone)
    phone.fill("#join-name", "Ann")
    phone.check("#join-agree")
    phone.click("#join-go")
    phone.fill("#card-text", "Opens six tabs")
    where = phone.locator("#card-where option[value^='touchpoint:']").first.get_attribute("value")
    phone.select_option("#card-where", where)
    phone.click("#card-add")
    own = phone.locator(".mine textarea")
    own.wait_for()
    lead.goto(server.link("02_touchpoints", workshop=id, view="map"))
    wait_ready(lead)
    lead.get_by_role("button", name="Opens six tabs", exact=True).click()
    card = lead.locator("textarea[id^=text-]")
    card.wait_for()
    phone.locator(".mine .writers").get_by_text("writes here").wait_for()
    own.click()
    phone.keyboard.press("Control+End")
    lead.locator(".writers").get_by_text("Ann writes here").wait_for()
    card.press("Control+Home")
    lead.keyboard.type("Slowly: ")
    phone.keyboard.type(" and a chat")
    wait_saved(lead)
    wait_saved(phone)
    notes = [one.text for one in store.open(id)[0].notes.values() if one.by]
    assert notes == ["Slowly: Opens six tabs and a chat"]
    assert own.input_value() == "Opens six tabs and a chat"
