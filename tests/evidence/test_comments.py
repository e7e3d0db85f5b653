"""Comments of all kinds of sources, what they speak about, and the ratings beside them."""

from __future__ import annotations

from typing import Any

import numpy as np

from journeykit import evidence
from journeykit.edits import Put
from journeykit.evidence.comments import columns, documents, gathered, ratings, read, waiting
from journeykit.model import Link, Workshop
from journeykit.store import Store
from journeykit.survey import from_parquet, to_parquet

REVIEWS = (
    "text,stars,date,touchpoint\nThe checkout was awful,1,2026-02-01,Checkout\n"
    "Great and easy,5,2026-02-02,Checkout\nSlow delivery,2,2026-02-03,\n"
)
NOTES = "pain: The box was torn.\nP2: It was very friendly at the desk.\n- Nothing is clear here"
CHAT = "[12.03.26, 10:14:03] Ann: Where is it?\n[12.03.26, 10:15:00] Shop: So sorry, on its way"


def add(store: Store, workshop: Workshop, way: str, data: Any, name: str = "") -> Workshop:
    """Read evidence, link the places that fit, and put it into the workshop."""
    found = evidence.read(way, data, name)
    places = [place for place, _ in found.places]
    decided = evidence.proposed(places, list(workshop.touchpoints.values()))
    survey = evidence.placed(from_parquet(found.data), decided)
    address = store.put_dataset(to_parquet(survey))
    batch = evidence.attachment(workshop, found, address, decided, {}, survey=survey)
    state, _ = store.append(workshop.id, batch)
    return state


def checkout(workshop: Workshop) -> str:
    """The id of the touchpoint Checkout."""
    return next(one.id for one in workshop.touchpoints.values() if one.name == "Checkout")


def test_reviews_notes_and_messages_have_comments(store: Store, workshop: Workshop) -> None:
    """The words of each kind of source are read, in the order of the sources."""
    for way, data, name in (("reviews", REVIEWS.encode(), "r.csv"), ("notes", NOTES, ""),
                            ("messages", CHAT, "")):  # fmt: skip
        workshop = add(store, workshop, way, data, name)
    comments = gathered(store, workshop)
    texts = [comments.text(at) for at in range(len(comments))]
    assert texts[:3] == ["The checkout was awful", "Great and easy", "Slow delivery"]
    assert texts[3:] == [
        "The box was torn.", "It was very friendly at the desk.", "Nothing is clear here",
        "Where is it?", "So sorry, on its way",
    ]  # fmt: skip
    assert [one.source.kind for one in comments.parts] == ["review", "interview", "direct_feedback"]


def test_a_review_that_names_its_touchpoint_belongs_there(store: Store, workshop: Workshop) -> None:
    """What a row says goes before what its question is linked to."""
    workshop = add(store, workshop, "reviews", REVIEWS.encode(), "r.csv")
    at = checkout(workshop)
    assert gathered(store, workshop).touchpoint.tolist() == [at, at, ""]
    (source,) = workshop.sources
    other = next(id for id in workshop.touchpoints if id != at)
    link = Link(source=source, question="text", touchpoint=other, comments=True)
    workshop, _ = store.append(workshop.id, Put.of(link))
    assert gathered(store, workshop).touchpoint.tolist() == [at, at, other]
    assert len(documents(store, workshop)) == 3


def test_nothing_is_read_for_the_curve_where_no_comment_has_a_place(
    store: Store, workshop: Workshop
) -> None:
    """A workshop without comments, or with ones about nothing, has no documents."""
    assert documents(store, workshop) is None
    assert documents(store, add(store, workshop, "notes", NOTES)) is None


def test_reading_tells_how_far_it_is_and_is_done_once(store: Store, workshop: Workshop) -> None:
    """A second reading of the same dataset finds nothing left to do."""
    workshop = add(store, workshop, "notes", NOTES)
    assert waiting(store, workshop) == 3
    assert list(read(store, workshop)) == [("Reading comments, 3 of 3", 1.0)]
    assert waiting(store, workshop) == 0 and list(read(store, workshop)) == []
    (source,) = workshop.sources.values()
    assert columns(store, source) is columns(store, source)


def test_ratings_of_the_same_people_stand_beside_their_words(
    store: Store, workshop: Workshop
) -> None:
    """Stars of reviews on −2 to +2; those of another place are not compared."""
    text = REVIEWS.replace("Checkout", "").replace("touchpoint", "topic")
    workshop = add(store, workshop, "reviews", text.encode(), "r.csv")
    (part,) = gathered(store, workshop).parts
    assert ratings(store, workshop, part).tolist() == [-2, 2, -1]
    (link,) = workshop.links.values()
    moved = link.model_copy(update={"touchpoint": checkout(workshop)})
    workshop, _ = store.append(workshop.id, Put.of(moved))
    (part,) = gathered(store, workshop).parts
    assert np.isnan(ratings(store, workshop, part)).all()
