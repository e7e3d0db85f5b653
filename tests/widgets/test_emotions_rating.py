"""Rating on the Emotions page: keys, words, excitement, and what stays hidden until the reveal."""

from __future__ import annotations

import re

import pytest

from journeykit.edits import Change, Put, Rate
from journeykit.errors import Refused
from journeykit.model import Activity

MIX = {"of": "mix"}


@pytest.fixture
def page(view):
    """The rating form of a new workshop."""
    return view("emotions", view="rate")


def spot(page):
    return page.workshop.touchpoints_of(page.journey.id)[0]


def mine(page):
    return page.workshop.ratings.get(f"{page.me}.{spot(page).id}")


@pytest.mark.parametrize(
    ("key", "valence"),
    [("furious", -2), ("annoyed", -1), ("neutral", 0), ("content", 1), ("delighted", 2)],
)
def test_the_keys_one_to_five_rate(page, key, valence):
    """Each key is a face; pressed twice it stays, unlike a click."""
    for _ in range(2):
        page.call(f"rate_{key}", {"touchpoint": spot(page).id})
    assert mine(page).valence == valence
    html = str(page.render())
    assert f'aria-activedescendant="face-{spot(page).id}-{valence}"' in html


def test_the_arrow_keys_step_and_stop_at_the_ends(page):
    """From nothing right is content; beyond delighted there is nothing."""
    for expected in (1, 2, 2):
        page.call("rate_higher", {"touchpoint": spot(page).id})
        assert mine(page).valence == expected
    for _ in range(9):
        page.call("rate_lower", {"touchpoint": spot(page).id})
    assert mine(page).valence == -2


def test_a_stages_words_are_offered_and_mixed_feelings_are_fine(page, dispatch):
    """Curiosity and concern at once, and an own word; another face keeps them."""
    dispatch(Change(collection="stages", id=spot(page).stage,
                    fields={"emotions": ["Curiosity", "Concern"]}))  # fmt: skip
    page.session.refresh()
    at = spot(page).id
    with pytest.raises(Refused, match="Choose a face first"):
        page.call("label", {"touchpoint": at, "word": "Curiosity"})
    page.call("rate", {"touchpoint": at, "valence": 0})
    for word in ("Curiosity", "Concern"):
        page.call("label", {"touchpoint": at, "word": word})
    page.call("word", {"touchpoint": at, "value": "impatient, curiosity"})
    page.call("rate", {"touchpoint": at, "valence": 1})
    assert mine(page).labels == ("Curiosity", "Concern", "impatient")
    page.call("label", {"touchpoint": at, "word": "Curiosity"})
    assert mine(page).labels == ("Concern", "impatient")
    assert re.search(r'aria-pressed="true"[^>]*>Concern<', str(page.render()))


def test_excitement_is_optional_and_can_be_taken_back(page):
    """0 calm to 1 excited; outside it is refused."""
    at = {"touchpoint": spot(page).id}
    page.call("rate", at | {"valence": 2})
    assert mine(page).arousal is None
    page.call("arousal", at | {"value": "0.8"})
    page.call("rate", at | {"valence": 1})
    assert (mine(page).valence, mine(page).arousal) == (1, 0.8)
    assert 'aria-valuetext="excited, 0.8"' in str(page.render())
    with pytest.raises(Refused):
        page.call("arousal", at | {"value": 3})
    page.call("no_arousal", at)
    assert mine(page).arousal is None


def test_nothing_that_is_sent_holds_others_ratings_before_the_reveal(view, dispatch):
    """Whatever part of the page is asked for, also as another, it is that of an empty room."""
    page = view("emotions")
    page.call("hide", {})
    places = page.workshop.touchpoints_of(page.journey.id)

    def sent():
        pages = []
        for part in ("compare", "rate", "team"):
            for more in (
                {},
                {"as": "spy"},
                {"form": "numbers"},
                {"form": "outline"},
                {"of": "mix"},
            ):
                page.at = {"view": part} | more
                pages.append(str(page.render()))
        return pages

    before = sent()
    for at, place in enumerate(places):
        dispatch(Rate(participant="spy", touchpoint=place.id, valence=at % 5 - 2, arousal=0.75,
                      labels=("secretly",)))  # fmt: skip
    page.session.refresh()
    after = sent()
    strip = re.compile(r"<p>\d+ of \d+ have rated every touchpoint\.</p>")
    note = "<p>What this person rated is hidden too; a face replaces it.</p>"
    for old, new in zip(before, after, strict=True):
        assert strip.sub("", new).replace(note, "") == strip.sub("", old).replace(note, "")
        assert "secretly" not in new


def test_an_agenda_item_of_the_room_hides_too_until_somebody_reveals(view, dispatch):
    """Closing it is no reveal."""
    page = view("emotions", view="team")
    dispatch(
        Put.of(Activity(id="r", kind="rate", open=True)),
        Rate(participant="p", touchpoint=spot(page).id, valence=2),
    )
    page.session.refresh()
    assert "hidden until they are revealed" in str(page.render())
    dispatch(Change(collection="activities", id="r", fields={"open": False, "closed": True}))
    page.session.refresh()
    assert page.hidden
    page.call("reveal", {})
    assert [p.value for p in page.points() if p.source == "team"] == [2.0]


def test_one_rater_is_told_that_there_is_nothing_to_compare(page):
    """One dot, its median, no spread."""
    page.call("rate", {"touchpoint": spot(page).id, "valence": 1})
    page.show(view="team")
    html = str(page.render())
    assert "One person has rated so far" in html
    assert "NaN" not in html


def test_a_unanimous_room_is_told_so(page, dispatch):
    """Three people, one opinion: no alpha, nothing to talk about."""
    for who in "abc":
        for place in page.workshop.touchpoints_of(page.journey.id):
            dispatch(Rate(participant=who, touchpoint=place.id, valence=1))
    page.session.refresh()
    page.show(view="team")
    html = str(page.render())
    assert "full agreement: all ratings are equal" in html
    assert "no touchpoint needs a talk" in html
