"""Which question speaks about which touchpoint, and why."""

from __future__ import annotations

import pytest

from journeykit.survey import Question, propose

PLACES = [
    ("ad", "Online ad"), ("page", "Product page"), ("chat", "Live chat"),
    ("pay", "Pays at the till"),
    ("box", "Delivery"), ("back", "Returns"), ("club", "Loyalty programme"),
    ("call", "Service call"),
]  # fmt: skip


def proposed(text: str, places: list[tuple[str, str]] = PLACES, **more: object) -> list[tuple]:
    asked = Question(text, text, (text,), "csat")
    return [(p.touchpoint, p.reason) for p in propose([asked], places, **more)]  # type: ignore


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("How satisfied were you with checkout?", "pay", "'checkout' is another word for 'pays'"),
        ("How satisfied were you with the delivery?", "box", "'delivery' is in both"),
        ("How fast did the parcel arrive?", "box", "'parcel' is another word for 'delivery'"),
        ("Bitte bewerten Sie die Lieferung", "box", "'lieferung' is another word for 'delivery'"),
        ("Rate these: [Refunds]", "back", "'refunds' is another word for 'returns'"),
        ("How satisfied were you? - Returns", "back",
         "the row is 'Returns', and 'returns' is in both"),
        ("Did our chatbot help?", "chat", "'chatbot' is another word for 'live chat'"),
        ("Q7CALL", "call", "'call' is in both"),
    ],
)  # fmt: skip
def test_a_question_finds_its_touchpoint_and_says_why(text, place, reason):
    """By its name, a code, the row of a grid, another word, in several languages."""
    assert proposed(text) == [(place, reason)]


@pytest.mark.parametrize("text", ["Overall satisfaction", "How do you feel today?", "Q7", "Wi-Fi"])
def test_what_fits_nothing_is_not_linked(text):
    """A weak likeness is not worth a look."""
    assert proposed(text) == []


def test_another_word_is_never_sure():
    """A synonym waits for a click; a name can be sure."""
    asked = [Question(t, t, (t,), "csat") for t in ("The checkout", "Delivery", "Delivery time")]
    scores = {p.question: p.score for p in propose(asked, PLACES)}
    assert scores["The checkout"] < 85 <= scores["Delivery"]
    assert scores["Delivery time"] >= 85


def test_two_places_that_fit_equally_are_both_named():
    """The payment may be made online or at the till: the reason says so."""
    found = proposed("How was the payment?", [("a", "Checkout"), ("b", "Till in the store")])
    assert found == [
        ("a", "'payment' is another word for 'checkout'; it may be 'Till in the store' too")
    ]


def test_the_channel_of_one_touchpoint_is_a_reason():
    """A question about the website fits the one touchpoint there, none where there are two."""
    one = {"ad": "Print", "page": "Website"}
    reason = "'website' is the channel 'Website', which this touchpoint alone has"
    assert proposed("How good was our website?", channels=one) == [("page", reason)]
    assert proposed("How good was our website?", channels=one | {"pay": "Website"}) == []


def test_several_questions_speak_about_one_touchpoint():
    """Speed and care of the delivery are both about the delivery."""
    asked = [Question(t, t, (t,), "rating") for t in ("Speed of delivery", "Care of the delivery")]
    assert [p.touchpoint for p in propose(asked, PLACES)] == ["box", "box"]
