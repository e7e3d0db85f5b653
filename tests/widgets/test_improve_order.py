"""Improve: votes of the room, and the order of actions by numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from journeykit import examples
from journeykit.edits import Put
from journeykit.errors import Refused
from journeykit.measures.priority import Input
from journeykit.model import Action, Finding, Participant
from journeykit.store import Store
from journeykit.widgets import open_view
from journeykit.widgets.pages.improve.priorities_view import read_range
from journeykit.widgets.view import View

Open = Callable[..., View]


def text(view: View) -> str:
    return str(view.render())


def ideas(*ids: str) -> list[Put]:
    return [Put.of(Finding(id=id, kind="opportunity", title=f"Idea {id}")) for id in ids]


# ---- votes ------------------------------------------------------------


def test_a_vote_from_start_to_result(view: Open, dispatch: Callable[..., Any]) -> None:
    """Hidden while it runs, closed without being seen, shown when it is revealed."""
    dispatch(*ideas("a", "b", "c"))
    page = view("improve", view="votes", **{"as": "p1"})
    page.call("vote_on", {"id": "c", "value": False})
    page.call("vote_start", {"title": "What first?", "dots": 3})
    (vote,) = page.workshop.activities.values()
    assert (vote.items, vote.dots, vote.open, vote.revealed) == (("a", "b"), 3, True, False)
    page.call("vote", {"item": "a", "dots": 2})
    other = view("improve", view="votes", **{"as": "p2"})
    other.call("vote", {"item": "a", "dots": 1})
    other.call("vote", {"item": "b", "dots": 2})
    page.session.refresh()
    shown = text(page)
    assert "2 have voted" in shown and "Your dots: 1 of 3 left" in shown
    assert "people in the room want" not in shown and "Voters" not in shown
    page.call("vote_close", {"id": vote.id})
    assert "Nobody has seen the result yet." in text(page)
    with pytest.raises(Refused, match="No vote is open now"):
        page.call("vote", {"item": "a", "dots": 1})
    page.call("vote_reveal", {"id": vote.id})
    shown = text(page)
    assert "2 of 2 people in the room want &#39;Idea a&#39;." in shown
    assert "100 % (34 to 100)" in shown


def test_more_dots_than_one_has_are_refused(view: Open, dispatch: Callable[..., Any]) -> None:
    """A browser can send anything; the sum of one person's dots is checked here."""
    dispatch(*ideas("a", "b"))
    page = view("improve", view="votes", **{"as": "p1"})
    page.call("vote_start", {"title": "V", "dots": 3})
    page.call("vote", {"item": "a", "dots": 3})
    with pytest.raises(Refused, match="Each person has 3 dots and 0 are left"):
        page.call("vote", {"item": "b", "dots": 1})
    page.call("vote", {"item": "a", "dots": 0})
    assert not page.workshop.votes


def test_people_in_the_room_are_counted(view: Open, dispatch: Callable[..., Any]) -> None:
    """How many have voted stands beside how many are there; not what they voted."""
    people = [Put.of(Participant(id=f"p{n}")) for n in range(4)]
    dispatch(*ideas("a", "b"), *people, Put.of(Participant(id="gone", left=True)))
    page = view("improve", view="votes", **{"as": "p1"})
    page.call("vote_start", {"title": "V", "dots": 3})
    page.call("vote", {"item": "a", "dots": 1})
    assert "1 of 4 in the room have voted" in text(page)


def test_a_new_vote_begins_at_nothing(view: Open, dispatch: Callable[..., Any]) -> None:
    """Dots of an earlier round on the same things are cleared, and undo brings them back."""
    dispatch(*ideas("a", "b"))
    page = view("improve", view="votes", **{"as": "p1"})
    page.call("vote_start", {"title": "First", "dots": 3})
    with pytest.raises(Refused, match="A vote is running; close it first"):
        page.call("vote_start", {"title": "Second", "dots": 3})
    page.call("vote", {"item": "a", "dots": 1})
    page.call("vote_close", {"id": next(iter(page.workshop.activities))})
    page.call("vote_start", {"title": "Second", "dots": 3})
    assert not page.workshop.votes
    page.session.undo()
    assert page.workshop.votes["p1.a"].dots == 1


@pytest.mark.parametrize(
    ("count", "dots", "words"), [(1, 3, "A vote needs two things"), (2, 11, "Dots each: 11")]
)
def test_what_is_no_vote(
    view: Open, dispatch: Callable[..., Any], count: int, dots: int, words: str
) -> None:
    """One thing is no choice, and eleven dots are too many."""
    dispatch(*ideas(*"ab"[:count]))
    with pytest.raises(Refused, match=words):
        view("improve", view="votes").call("vote_start", {"title": "V", "dots": dots})


def test_a_vote_is_about_what_there_is(view: Open, dispatch: Callable[..., Any]) -> None:
    """With pains and no opportunity yet, pains stand to vote; what is chosen stays chosen."""
    dispatch(Put.of(Finding(id="slow", kind="pain", title="Slow delivery")))
    page = view("improve", view="votes")
    assert "1 of 1 to vote on" in text(page)
    page.call("vote_about", {"value": "opportunity"})
    assert "There are no opportunities to vote on yet." in text(page)


def test_nothing_to_vote_on_says_what_to_do(view: Open) -> None:
    """The empty part leads to the findings."""
    assert "There are no opportunities to vote on yet." in text(view("improve", view="votes"))


# ---- scores ------------------------------------------------------------


def test_marks_of_other_scores_are_kept(view: Open, dispatch: Callable[..., Any]) -> None:
    """ICE takes its own marks of 1 to 10 and leaves those of RICE alone."""
    dispatch(Put.of(Action(id="a", title="Chat", impact=3)))
    page = view("improve", view="priorities", by_method="ice")
    for name, value in (("ICE impact", "8"), ("ICE confidence", "5"), ("Ease", "5")):
        page.call("weigh", {"id": "a", "name": name, "value": value})
    assert "<b>200.0</b>" in text(page)
    assert page.workshop.actions["a"].impact == 3
    with pytest.raises(Refused, match="Ease: 11 is not between 1 and 10"):
        page.call("weigh", {"id": "a", "name": "Ease", "value": "11"})
    page.call("weigh", {"id": "a", "name": "Ease", "value": ""})
    assert "needs ease" in text(page)
    assert "Ease" not in page.workshop.actions["a"].marks


def test_own_criteria_with_weights(view: Open, dispatch: Callable[..., Any]) -> None:
    """Criteria are named by the team; their weights move the order."""
    dispatch(
        Put.of(Action(id="a", title="Chat", marks={"v 1.0 fit": 9, "Cost": 3}, rank=1)),
        Put.of(Action(id="b", title="Video", marks={"v 1.0 fit": 3, "Cost": 9}, rank=2)),
    )
    page = view("improve", view="priorities", by_method="own")
    page.call("add_weight", {"name": "v 1.0 fit", "value": "2"})
    page.call("add_weight", {"name": "Cost", "value": "1"})
    shown = text(page)
    assert "<b>7.0</b><small> no. 1</small>" in shown
    assert "The first place changes: Video first from 0 % to 45 %" in shown
    page.call("weight", {"name": "v 1.0 fit", "value": "0"})
    assert "<b>9.0</b><small> no. 1</small>" in text(page)
    page.call("weight", {"name": "v 1.0 fit", "value": ""})
    assert page.workshop.about.weights == {"Cost": 1}
    with pytest.raises(Refused, match="'Cost' is on the list already"):
        page.call("add_weight", {"name": "Cost"})


def test_ranges_make_the_order_open(view: Open, dispatch: Callable[..., Any]) -> None:
    """Exact numbers hold; a wide range of the runner-up opens the order, and the page says so."""
    for n, reach in enumerate((400, 300), 1):
        dispatch(Put.of(Action(id=f"a{n}", title=f"Action {n}", reach=reach, impact=1,
                               confidence=1, effort=1)))  # fmt: skip
    page = view("improve", view="priorities", spread="exact")
    assert "Action 1 stays first in 100 % of 4,000 draws: this order holds." in text(page)
    page.call("range", {"id": "a2", "name": "reach", "value": "100 to 900"})
    assert page.workshop.actions["a2"].ranges == {"reach": (100, 900)}
    assert "find out more before you decide" in text(page)
    page.call("range", {"id": "a2", "name": "reach", "value": ""})
    assert page.workshop.actions["a2"].ranges == {}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("700", "Range of Reach: '700' is no range; write it like 300 to 700."),
        ("700 to 300", "Range of Reach: '700 to 300' has to begin with its lower number."),
        ("-5 to 3", "Range of Reach: -5 is too small; it must be at least 0."),
    ],
)
def test_what_is_no_range(value: str, words: str) -> None:
    """A range has two numbers, the lower one first, both of which make sense."""
    with pytest.raises(Refused) as refused:
        read_range(value, Input("reach", "Reach"))
    assert str(refused.value) == words


def test_matrix_moves_by_drag_and_keys(view: Open, dispatch: Callable[..., Any]) -> None:
    """A number is put down where impact and effort are those of the place, or moved by keys."""
    dispatch(Put.of(Action(id="a", title="Chat")))
    page = view("improve", view="priorities")
    assert "1 Chat, no place yet" in text(page)
    page.call("put", {"impact": 2, "effort": 0.5, "dragged": "a"})
    page.call("up", {"id": "a"})
    page.call("right", {"id": "a"})
    now = page.workshop.actions["a"]
    assert (now.impact, now.effort) == (3, 1)
    page.call("up", {"id": "a"})
    assert page.workshop.actions["a"].impact == 3
    with pytest.raises(Refused, match="no such place"):
        page.call("put", {"impact": 7, "effort": 1, "dragged": "a"})


def test_survey_fills_in_reach_and_feeling(store: Store) -> None:
    """In the clothing example the number of unhappy customers and their feeling are there."""
    id = examples.load(store, "clothing")
    page = open_view("improve", store, id, view="priorities")
    page.call("weigh", {"id": "guest", "name": "reach", "value": ""})
    shown = text(page)
    assert "filled in: 152 of 188 customers asked at Checkout are unhappy" in shown
    assert "× 1.65" in shown and "−1.3 · n 188" in shown
    assert "Reach of 1 of 4 actions counts customers who were asked" in shown
    page.call("empathy", {"value": "0"})
    assert "× 1.65" not in text(page)
    finding = open_view("improve", store, id, open="pain-checkout")
    assert "152 gave low answers: 81 %" in text(finding)
    finding.call("marks_from_survey", {"id": "pain-checkout"})
    marked = finding.workshop.findings["pain-checkout"]
    assert (marked.severity, marked.frequency) == (4, 4)


def test_dots_without_a_vote_are_shown(store: Store) -> None:
    """The example brings dots of a room that belong to no vote; their result is there."""
    id = examples.load(store, "clothing")
    assert "people in the room want" in text(open_view("improve", store, id, view="votes"))
