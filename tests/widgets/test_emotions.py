"""The Emotions page: rating, the silent round and blind spots, both ways."""

from __future__ import annotations

import pytest

from journeykit import examples
from journeykit.errors import Refused
from journeykit.widgets import open_view


@pytest.fixture
def clothing(store):
    """The page on the finished clothing example."""
    return open_view("emotions", store, examples.load(store, "clothing"))


def first(view):
    return view.workshop.touchpoints_of(view.journey.id)[0]


def test_a_journey_without_touchpoints_says_what_to_do(store):
    """Nothing to rate: the page leads to Touchpoints."""
    from journeykit.model import Workshop

    id = store.create(Workshop.new("Empty"))
    assert "List touchpoints" in str(open_view("emotions", store, id).render())


def test_a_face_rates_and_the_same_face_takes_it_back(view):
    """One click rates, a second click on the same face undoes it."""
    page = view("emotions", view="rate")
    spot = first(page).id
    page.call("rate", {"touchpoint": spot, "valence": -1})
    assert [r.valence for r in page.workshop.ratings.values()] == [-1]
    assert f'id="face-{spot}--1" type="button" class="on"' in str(page.render())
    page.call("rate", {"touchpoint": spot, "valence": -1})
    assert not page.workshop.ratings


def test_a_rating_outside_the_scale_is_refused(view):
    """A client that sends +3 changes nothing."""
    page = view("emotions")
    with pytest.raises(Refused, match="less than or equal to 2"):
        page.call("rate", {"touchpoint": first(page).id, "valence": 3})
    assert not page.workshop.ratings


def test_a_word_goes_with_a_face(view):
    """Words describe a rating; without one they have no place."""
    page = view("emotions")
    spot = first(page).id
    with pytest.raises(Refused, match="Choose a face first"):
        page.call("word", {"touchpoint": spot, "value": "curious"})
    page.call("rate", {"touchpoint": spot, "valence": 1})
    page.call("word", {"touchpoint": spot, "value": "curious, hopeful"})
    assert next(iter(page.workshop.ratings.values())).labels == ("curious", "hopeful")


def test_ratings_of_a_silent_round_are_hidden_until_revealed(view):
    """No dot, no median and no gap is seen before the reveal."""
    page = view("emotions")
    page.call("hide", {})
    for person in ("a", "b"):
        page.at["as"] = person
        page.call("rate", {"touchpoint": first(page).id, "valence": 2})
    page.at["view"] = "team"
    assert "hidden until they are revealed" in str(page.render())
    assert page.points() == [p for p in page.points() if p.source == "survey"]
    page.call("reveal", {})
    assert [p.value for p in page.points() if p.source == "team"] == [2.0]
    page.at["view"] = "team"
    assert 'aria-label="+2, +2"' in str(page.render())


def test_ratings_from_paper_are_kept_apart_by_name(view):
    """Somebody without a phone rates on paper; the facilitator enters it."""
    page = view("emotions")
    page.call("rate_as", {"name": "Jo"})
    page.call("rate", {"touchpoint": first(page).id, "valence": 0})
    page.call("rate_as", {"name": "jo"})
    page.call("rate", {"touchpoint": first(page).id, "valence": 1})
    assert [p.name for p in page.workshop.participants.values()] == ["Jo"]
    assert [r.valence for r in page.workshop.ratings.values()] == [1]


def test_the_example_shows_the_blind_spots_with_interval_and_n(clothing):
    """The widest gap comes first, with the customers' interval, and becomes a finding."""
    html = str(clothing.render())
    assert html.index("Tries on, returns one") < html.index('id="gap-')
    assert "212 customers" in clothing.subtitle()
    spot = next(
        t for t in clothing.workshop.touchpoints.values() if t.name == "Tries on, returns one"
    )
    before = len(clothing.workshop.findings)
    clothing.call("note_gap", {"touchpoint": spot.id})
    made = max(clothing.workshop.findings.values(), key=lambda f: f.rank)
    assert len(clothing.workshop.findings) == before + 1
    assert (made.kind, made.touchpoint) == ("gap", spot.id)
    assert made.sources, "the finding cites the survey"
    assert f'id="gap-{spot.id}"' not in str(clothing.render())


def test_a_touchpoint_with_three_answers_is_a_gap_in_the_line(clothing):
    """Fewer than five answers are not shown as a number."""
    spot = next(t for t in clothing.workshop.touchpoints.values() if t.name == "Refund arrives")
    point = next(p for p in clothing.points() if p.touchpoint == spot.id and p.source == "survey")
    assert (point.shown, point.value, point.n) == (False, None, 3)
    assert "Refund arrives (fewer than 5 answers in Autumn 2026)" in str(clothing.render())
