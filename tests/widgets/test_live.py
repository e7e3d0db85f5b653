"""The widget: every message of the browser is answered once, with one sentence if refused."""

from __future__ import annotations

import logging

import pytest

from journeykit.edits import Change
from journeykit.widgets import page


class Wire(list):
    """What the widget sends to the browser."""

    def __call__(self, content, buffers=None):
        self.append((content, buffers))


@pytest.fixture
def live(store, workshop):
    widget = page("start", workshop=workshop.id, store=store)
    widget.sent = Wire()
    widget.send = widget.sent
    return widget


def tell(live, **message):
    live._message(live, message, message.pop("buffers", []))


def test_a_change_is_acknowledged_when_it_is_stored(live, store, workshop):
    """The page says saved only after the store has it."""
    tell(live, n=1, do="@undo", args={})
    tell(live, n=2, do="@hello", args={"visitor": "v"})
    assert live.sent[-1] == ({"ack": 2}, None)


def test_a_message_that_makes_no_sense_is_answered_and_logged(live, caplog):
    """A client that sends rubbish gets a sentence with a reference, and the page lives."""
    with caplog.at_level(logging.ERROR, logger="journeykit"):
        tell(live, n=7)
    content, _ = live.sent[-1]
    assert content["ack"] == 7
    assert "nothing was changed" in content["error"]
    assert content["error"].split()[-1].strip(".") in caplog.text


def test_an_error_of_a_view_reaches_the_person_without_code(live):
    """No traceback and no class name on the page."""
    tell(live, n=3, do="no_such_action", args={})
    assert live.sent[-1][0] == {"ack": 3, "error": "This page has no such action; reload it."}


def test_going_to_another_step_draws_it_and_sets_the_address(live):
    """A step changes inside the same widget."""
    tell(live, n=4, do="@goto", args={"to": "personas"})
    assert live.sent[-2:] == [({"went": True}, None), ({"ack": 4}, None)]
    assert live.address["notebook"] == "01_personas.ipynb"
    assert "Add a persona" in live.html


def test_a_file_in_pieces_out_of_order_is_refused_and_removed(live, tmp_path):
    """A file that did not arrive whole leaves nothing behind."""
    piece = {"id": "f1", "name": "map.json", "offset": 0, "last": False}
    tell(live, n=5, do="bring", args={}, upload=piece, buffers=[b"half"])
    path = live._uploads["f1"]
    assert path.read_bytes() == b"half"
    tell(live, n=6, do="bring", args={}, upload=piece | {"offset": 99}, buffers=[b"x"])
    assert "did not arrive whole" in live.sent[-1][0]["error"]
    assert not path.exists()
    assert live._uploads == {}


def test_where_somebody_writes_needs_no_answer(live):
    """The others are told; the page itself is not drawn again."""
    tell(live, n=1, do="@hello", args={"visitor": "v"})
    before = len(live.sent)
    tell(live, n=0, do="@at", args={"field": "f-scope", "thing": ""})
    assert len(live.sent) == before


def test_the_answer_says_what_became_of_a_text(live, store, workshop):
    """The page keeps what was typed until one of two versions is chosen, then shows what stays."""
    tell(live, n=1, do="@hello", args={"visitor": "v"})
    other = Change(collection="info", id="info", fields={"scope": "Only the shop"})
    store.append(workshop.id, other)
    args = {"field": "scope", "value": "Only the phone"}
    tell(live, n=2, do="set", args=args, typed={"field": "f-scope", "base": ""})
    assert live.sent[-1] == ({"ack": 2, "typed": "differs"}, None)
    tell(live, n=3, do="@choose", args={"field": "f-scope", "take": "theirs"})
    assert ({"settle": "f-scope"}, None) in live.sent
    assert live.sent[-1] == ({"ack": 3}, None)
    assert store.open(workshop.id)[0].about.scope == "Only the shop"
