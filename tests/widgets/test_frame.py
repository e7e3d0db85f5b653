"""The frame: who may see a page, how steps change, what stands around every page."""

from __future__ import annotations

import pytest

from journeykit.errors import Refused
from journeykit.widgets.frame import PAGES, Frame
from journeykit.widgets.view import Go, Toast


def frame(store, page="start", **at) -> Frame:
    return Frame(store, page, dict(at))


def test_a_page_without_its_key_shows_nothing_and_does_nothing(store, workshop):
    """A wrong key gives a form to enter the right one, and no action is taken."""
    locked = Frame(store, "start", {"workshop": workshop.id, "key": "guess"}, needs_key=True)
    html = locked.html(framed=True)
    assert "needs its key" in html
    assert workshop.title not in html
    with pytest.raises(Refused, match="facilitator's link"):
        locked.call("set", {"field": "title", "value": "taken over"})
    with pytest.raises(Refused, match="not this store's key"):
        locked.call("@key", {"value": "another guess"})


def test_the_right_key_opens_the_page(store, workshop):
    """The facilitator's key is accepted in the address and in the form."""
    key = store.facilitator_key()
    opened = Frame(store, "start", {"workshop": workshop.id, "key": key}, needs_key=True)
    assert workshop.title in opened.html(framed=True)
    locked = Frame(store, "start", {"workshop": workshop.id}, needs_key=True)
    locked.call("@key", {"value": key})
    assert workshop.title in locked.html(framed=True)


def test_a_workshop_that_is_not_there_is_said_in_one_sentence(store):
    """A link to a workshop that was deleted leads back to Home."""
    html = frame(store, workshop="nothing").html(framed=True)
    assert "Nothing to show here" in html
    assert "Go to Home" in html


def test_without_any_workshop_a_step_says_how_to_begin(store):
    """A notebook that is opened first in JupyterLab does not fail."""
    assert "no workshop yet" in frame(store, "personas").html(framed=False)


def test_steps_change_without_losing_workshop_and_key(store, workshop):
    """Going on keeps who and where one is; page state of the old step stays behind."""
    here = frame(store, workshop=workshop.id, key="k", persona="p1")
    assert here.call("@goto", {"to": "emotions?view=rate"}) == Go("emotions?view=rate")
    here.goto("emotions?view=rate")
    address = here.address()
    assert address["notebook"] == "04_emotions.ipynb"
    assert address["query"] == f"key=k&workshop={workshop.id}&view=rate"


def test_an_unknown_step_leads_home(store, workshop):
    """A made-up address ends on a page that exists."""
    here = frame(store, workshop=workshop.id)
    here.goto("../../etc/passwd?x=1")
    assert here.page == "home"


def test_undo_says_what_it_took_back_and_offers_redo(store, workshop):
    """Undo is one click for anybody's change, and can itself be taken back."""
    here = frame(store, workshop=workshop.id)
    here.view.session.dispatch(*_rename("Another title"))
    toast = here.call("@undo", {})
    assert isinstance(toast, Toast)
    assert toast.text == "Took back: changed title of the workshop."
    assert here.view.workshop.title == workshop.title
    here.call(toast.do, {})
    assert here.view.workshop.title == "Another title"


def test_present_people_are_named(store, workshop):
    """Everybody sees who else is in the workshop."""
    here = frame(store, workshop=workshop.id)
    here.call("@hello", {"visitor": "v1", "name": "Ana Moreno"})
    there = frame(store, workshop=workshop.id)
    there.call("@hello", {"visitor": "v2", "name": "Jo"})
    html = here.html(framed=True)
    assert "2 people here: " in html
    assert "Ana Moreno" in html
    assert ">AM<" in html


@pytest.mark.parametrize("page", PAGES)
def test_every_page_draws_itself_with_and_without_the_frame(store, workshop, page):
    """Under Voilà with landmarks and one h1, in JupyterLab without."""
    one = frame(store, page, workshop=workshop.id)
    framed, bare = one.html(framed=True), one.html(framed=False)
    assert framed.count("<h1") == 1
    assert framed.count("<main") == 1
    assert "<header" not in bare
    assert "NaN" not in framed


@pytest.mark.parametrize("page", PAGES)
def test_what_people_type_is_text_on_every_page(store, workshop, page):
    """A title with a script in it is shown, not run."""
    nasty = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
    one = frame(store, "start", workshop=workshop.id)
    one.view.session.dispatch(*_rename(nasty))
    for kind in ("personas", "stages", "touchpoints"):
        entity = one.view.workshop.ordered(kind)[0]
        one.view.session.dispatch(*_rename(nasty, kind, entity.id, "name"))
    html = frame(store, page, workshop=workshop.id).html(framed=True)
    assert "<img src=x" not in html
    assert "<script>alert" not in html


@pytest.mark.parametrize("name", ["שרה כהן", "سارة", "👩‍🚀 Zoë", "王小明", "a" * 300])
def test_names_of_all_scripts_and_lengths_are_taken(store, workshop, name):
    """Right-to-left, emoji and long names come back as they were typed, on every page."""
    here = frame(store, "personas", workshop=workshop.id)
    persona = here.view.workshop.ordered("personas")[0]
    here.view.session.dispatch(*_rename(name, "personas", persona.id, "name"))
    for page in PAGES:
        frame(store, page, workshop=workshop.id).html(framed=True)
    assert name in frame(store, "personas", workshop=workshop.id).html(framed=True)


def test_prose_of_the_notebook_is_the_fold_out(store, workshop):
    """Why and how is the same text that JupyterLab shows, read when it is opened."""
    one = frame(store, workshop=workshop.id)
    assert "<h1" not in one.html(framed=True).split('id="why"')[1].split("</details>")[0]
    one.call("@open", {"what": "why-start", "open": True})
    assert len(one.html(framed=True).split('id="why"')[1].split("</details>")[0]) > 500


def _rename(value, collection="info", id="info", field="title"):
    from journeykit.edits import Change

    return (Change(collection=collection, id=id, fields={field: value}),)
