"""A session follows the store: its own edits, those of others, undo."""

from __future__ import annotations

import pytest

from journeykit.edits import Change
from journeykit.errors import Missing, Refused
from journeykit.widgets.session import Session


def title(value: str) -> Change:
    return Change(collection="info", id="info", fields={"title": value})


def test_an_edit_is_seen_at_once_and_stored(store, workshop):
    """What one person changes is on the page and in the store when dispatch returns."""
    session = Session(store, workshop.id, "Ana")
    session.dispatch(title("Buying a teapot"))
    assert session.workshop.title == "Buying a teapot"
    assert store.open(workshop.id)[0].title == "Buying a teapot"
    assert store.history(workshop.id, limit=1)[0].author == "Ana"


def test_what_others_change_arrives_with_refresh(store, workshop):
    """Two people in one workshop lose neither's change."""
    ana, ben = Session(store, workshop.id, "Ana"), Session(store, workshop.id, "Ben")
    ana.dispatch(title("By Ana"))
    ben.dispatch(Change(collection="info", id="info", fields={"scope": "By Ben"}))
    assert ana.refresh()
    assert not ana.refresh()
    for session in (ana, ben):
        assert (session.workshop.title, session.workshop.about.scope) == ("By Ana", "By Ben")


def test_several_edits_are_one_undo(store, workshop):
    """What was done with one click is taken back with one click."""
    session = Session(store, workshop.id)
    before = session.workshop
    session.dispatch(
        title("One"),
        Change(collection="info", id="info", fields={"scope": "Two"}),
        words="renamed it",
    )
    assert session.undo() == "took back: renamed it"
    assert session.workshop == before
    session.redo()
    assert session.workshop.about.scope == "Two"


def test_a_refused_edit_changes_nothing_and_tells_nobody(store, workshop):
    """A rule that is broken leaves the page and the store as they were."""
    session = Session(store, workshop.id)
    seen: list[int] = []
    session.observe(lambda: seen.append(session.seq))
    with pytest.raises(Refused):
        session.dispatch(title(""))
    assert session.workshop == workshop
    assert seen == []


def test_a_session_without_a_workshop_says_so(store):
    """Home has no workshop; asking for one names the way out."""
    with pytest.raises(Missing, match="Home lists them"):
        _ = Session(store).workshop
