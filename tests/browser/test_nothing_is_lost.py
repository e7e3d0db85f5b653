"""Typing, reloading, two people, a dead kernel: what was typed is there."""

from __future__ import annotations

import time

import pytest
from visiting import kernels, wait_ready, wait_saved

pytestmark = pytest.mark.browser

TITLE = "#title"


def start(server, page, workshop, **options):
    """Open the Start page of a workshop."""
    opened = page(**options)
    opened.goto(server.link("00_start", workshop=workshop))
    wait_ready(opened)
    return opened


def field(opened, label):
    """The control with this label."""
    return opened.get_by_label(label, exact=False).first


def test_typing_saves_itself_and_survives_a_reload(server, page, empty, store):
    """No save button: a pause in typing is enough, and the store has it."""
    opened = start(server, page, empty)
    field(opened, "Scope").press_sequentially("From the first look to the first winter")
    wait_saved(opened)
    assert store.open(empty)[0].about.scope == "From the first look to the first winter"
    opened.reload()
    wait_ready(opened)
    assert field(opened, "Scope").input_value() == "From the first look to the first winter"


def test_a_space_at_the_end_of_a_pause_stays(server, page, empty, store):
    """Saving in the middle of a sentence does not take the cursor's blank away."""
    opened = start(server, page, empty)
    title = field(opened, "Title")
    title.fill("")
    title.press_sequentially("Buying ")
    opened.wait_for_timeout(900)
    wait_saved(opened)
    title.press_sequentially("a jacket")
    wait_saved(opened)
    assert store.open(empty)[0].title == "Buying a jacket"
    assert title.input_value() == "Buying a jacket"


def test_two_people_see_each_other_and_lose_nothing(server, page, empty, store):
    """What one types appears on the other's page, and not under the other's cursor."""
    ana, ben = start(server, page, empty), start(server, page, empty)
    scope = field(ben, "Scope")
    scope.press_sequentially("Ben is in the middle of")
    field(ana, "Scenario").fill("Ana was faster")
    wait_saved(ana)
    ben.wait_for_function(
        """() => [...document.querySelectorAll('textarea, input')]
        .some(e => e.value === 'Ana was faster')"""
    )
    assert scope.input_value() == "Ben is in the middle of"
    scope.press_sequentially(" a sentence")
    wait_saved(ben)
    about = store.open(empty)[0].about
    assert (about.scope, about.scenario) == ("Ben is in the middle of a sentence", "Ana was faster")


def test_who_closes_a_page_is_gone_for_the_others(server, page, empty, store):
    """A reload leaves them on the list of people; a closed tab takes them off it at once."""

    def until(here):
        for _ in range(100):
            if bool(store.present(empty)) == here:
                return True
            time.sleep(0.1)
        return False

    opened = start(server, page, empty)
    assert until(True)
    opened.reload()
    wait_ready(opened)
    opened.wait_for_timeout(1500)
    assert store.present(empty)
    opened.close()
    assert until(False)


def test_what_was_typed_when_the_kernel_died_comes_back(server, page, empty, store):
    """A killed kernel costs one reload and no word."""
    opened = start(server, page, empty)
    scope = field(opened, "Scope")
    for kernel in kernels(server):
        kernel.kill()
    scope.press_sequentially("typed into the void")
    opened.wait_for_timeout(1200)
    assert opened.evaluate("document.body.dataset.jkSaved") == "false"
    opened.reload()
    wait_ready(opened)
    wait_saved(opened)
    opened.wait_for_timeout(300)
    assert store.open(empty)[0].about.scope == "typed into the void"
    assert field(opened, "Scope").input_value() == "typed into the void"


def test_a_refused_value_stays_where_it_was_typed_with_the_rule(server, page, empty, store):
    """An empty title is refused beside the field; the old one is still in the store."""
    opened = start(server, page, empty)
    title = field(opened, "Title")
    title.fill("")
    title.press("Tab")
    opened.wait_for_selector(".field-error")
    assert title.get_attribute("aria-invalid") == "true"
    assert store.open(empty)[0].title == "Empty workshop"
    title.fill("A better title")
    wait_saved(opened)
    opened.wait_for_selector(".field-error", state="detached")
    assert store.open(empty)[0].title == "A better title"


def test_undo_by_keyboard_takes_back_and_redo_brings_back(server, page, empty, store):
    """Ctrl+Z outside a field is the undo of the workshop."""
    opened = start(server, page, empty)
    field(opened, "Scope").fill("Too wide")
    wait_saved(opened)
    opened.locator("#rail-start").focus()
    opened.keyboard.press("Control+z")
    opened.wait_for_selector(".toast")
    assert store.open(empty)[0].about.scope == ""
    opened.get_by_role("button", name="Redo").click()
    opened.wait_for_timeout(300)
    wait_saved(opened)
    assert store.open(empty)[0].about.scope == "Too wide"


def test_a_text_of_two_megabytes_is_refused_and_the_page_lives(server, page, empty, store):
    """Too much text is said in one line; nothing is lost, nothing hangs."""
    opened = start(server, page, empty)
    scope = field(opened, "Scope")
    scope.evaluate(
        """e => { e.value = 'x'.repeat(2e6);
        e.dispatchEvent(new Event('change', {bubbles: true})); }"""
    )
    opened.wait_for_selector(".field-error")
    field(opened, "Scenario").fill("Still alive")
    wait_saved(opened)
    about = store.open(empty)[0].about
    assert (about.scope, about.scenario) == ("", "Still alive")


def test_back_and_forward_of_the_browser_change_the_step(server, page, empty):
    """Steps are pages of the browser's history."""
    opened = start(server, page, empty)
    opened.click("#rail-personas")
    opened.wait_for_selector("main.page-personas")
    opened.go_back()
    opened.wait_for_selector("main.page-start")
    opened.go_forward()
    opened.wait_for_selector("main.page-personas")
    assert "01_personas.ipynb" in opened.url


def test_a_wrong_key_shows_a_form_and_no_workshop(server, page, empty):
    """A link without its key shows nothing of the workshop."""
    opened = page()
    opened.goto(f"{server.url}voila/render/00_start.ipynb?workshop={empty}&key=wrong")
    wait_ready(opened)
    assert opened.locator("h1").inner_text() == "This page needs its key"
    assert "Empty workshop" not in opened.content()


def test_a_name_is_kept_and_sheets_close_with_escape(server, page, empty, store):
    """Who one is stays known after a reload; Esc closes what hangs open."""
    opened = start(server, page, empty)
    opened.click("#invite summary")
    opened.get_by_label("Your name, as others see it").fill("Ana Moreno")
    wait_saved(opened)
    opened.keyboard.press("Escape")
    assert not opened.locator("#invite .sheet").is_visible()
    opened.reload()
    wait_ready(opened)
    opened.get_by_role("img", name="Ana Moreno").wait_for()
    field(opened, "Scope").fill("By Ana")
    wait_saved(opened)
    assert store.history(empty, limit=1)[0].author == "Ana Moreno"
