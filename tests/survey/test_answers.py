"""Answers as numbers, links, and the dataset that keeps them."""

from __future__ import annotations

import pandas as pd
import pytest

from journeykit.errors import Refused
from journeykit.model import Link
from journeykit.survey import from_parquet, propose, read, tidy, to_parquet, weights
from journeykit.survey.answers import COLUMNS, links_of, numeric

ROWS = b"""id,Rate the food,Rate the staff,weight
1,5,N/A,1.5
2,0,4,0.5
3,3,6,
4,7,1,2
5,,2,1
"""


def link(question: str, touchpoint: str | None = "t", **fields) -> Link:
    return Link(source="s", question=question, touchpoint=touchpoint, **fields)


def test_tidy_answers_leave_out_what_does_not_count():
    """Blank, N/A, codes off the scale and respondents without a weight have no row."""
    survey = read(ROWS, name="x.csv")
    found = tidy(survey, [link("Rate the food", low=1, high=5), link("Rate the staff")])
    assert tuple(found.columns) == COLUMNS
    assert found[["respondent", "question", "value", "weight"]].values.tolist() == [
        [1, "Rate the food", 5, 1.5], [2, "Rate the staff", 4, 0.5],
        [4, "Rate the staff", 1, 2], [5, "Rate the staff", 2, 1],
    ]  # fmt: skip


def test_a_links_scale_overrules_the_questions():
    """A person who says 1-7 gets the 7; what she calls missing is missing."""
    survey = read(ROWS, name="x.csv")
    (food,) = [tidy(survey, [link("Rate the food", low=1, high=7, missing=(5,))])]
    assert food["value"].tolist() == [7]


def test_no_links_no_rows():
    """Without links there is an empty frame with the same columns."""
    empty = tidy(read(ROWS, name="x.csv"), [])
    assert tuple(empty.columns) == COLUMNS
    assert empty.empty


def test_weights_that_cannot_weigh():
    """A blank weight is NaN; without a weight column every response weighs 1."""
    assert weights(read(ROWS, name="x.csv")).isna().tolist() == [False, False, True, False, False]
    assert weights(read(b"a,b\n1,2\n", name="x.csv")).tolist() == [1.0]


def test_airport_answers_are_those_of_plain_pandas(public):
    """The tidy frame has the respondents, values and weights of the raw file."""
    path = public("sfo/sfo_2015.csv")
    found = tidy(read(path), [link("Q9BOARDING", not_applicable=(6,), missing=(0,))])
    raw = pd.read_csv(path, low_memory=False)
    rated = raw[raw["Q9BOARDING"].between(1, 5)]
    assert found["value"].tolist() == rated["Q9BOARDING"].astype(float).tolist()
    assert found["weight"].tolist() == pytest.approx(rated["WEIGHT"].tolist())
    assert found["respondent"].tolist() == (rated.index + 1).tolist()


def test_links_carry_the_scale_of_their_question():
    """The fields of a link for each question with a scale."""
    survey = read(ROWS, name="x.csv", recipe={"questions": [
        {"match": "*food", "scale": [1, 5], "not_applicable": [7], "missing": [0]}]})  # fmt: skip
    first = links_of(survey, {"Rate the food": "t1"})[0]
    made = Link(source="s", **first)
    assert (made.touchpoint, made.low, made.high) == ("t1", 1, 5)
    assert (made.not_applicable, made.missing) == ((7,), (0,))


def test_the_dataset_keeps_everything(public):
    """Answers, questions and decisions come back as they were; equal surveys are equal bytes."""
    survey = read(public("surveymonkey/south_two_header_rows.csv"))
    data = to_parquet(survey)
    again = from_parquet(data)
    assert again.to_json() == survey.to_json()
    assert again.questions == survey.questions
    assert again.privacy == survey.privacy
    assert again.frame.equals(survey.frame)
    assert to_parquet(again) == data


def test_a_survey_of_nothing_but_addresses():
    """Where every column is dropped the number of responses stays."""
    survey = read(b"email\na@b.org\nc@d.org\n", name="x.csv")
    assert from_parquet(to_parquet(survey)).responses == survey.responses == 2


def test_other_bytes_are_no_dataset():
    """Damaged bytes and strange Parquet files are refused."""
    import io

    with pytest.raises(Refused, match="not a Parquet file"):
        from_parquet(b"nonsense")
    sink = io.BytesIO()
    pd.DataFrame({"a": [1]}).to_parquet(sink)
    with pytest.raises(Refused, match="does not hold a survey"):
        from_parquet(sink.getvalue())


def test_a_parquet_file_of_answers_is_read():
    """Somebody's own Parquet file is a survey like any other."""
    import io

    sink = io.BytesIO()
    pd.DataFrame({"id": [1, 2], "Rate the food": [5.0, None]}).to_parquet(sink)
    survey = read(sink.getvalue(), name="x.parquet")
    assert survey.format == "parquet"
    assert numeric(survey, "Rate the food").tolist()[0] == 5


def test_links_are_proposed_from_words(public):
    """The airport's codes find the touchpoints whose names they shorten."""
    survey = read(public("sfo/sfo_2016.csv"))
    places = ["Restaurants and food", "Artwork", "Escalators and walkways", "AirTrain", "Restrooms",
              "Boarding area", "Rental car center", "Long-term parking"]  # fmt: skip
    found = {p.question: p for p in propose(survey.questions, list(enumerate(places)))}
    expected = {"Q7FOOD": 0, "Q7ART": 1, "Q7WALKWAYS": 2, "Q7AIRTRAIN": 3, "Q9AIRTRAIN": 3,
                "Q9RESTROOM": 4, "Q9BOARDING": 5, "Q7RENTAL": 6}  # fmt: skip
    assert {q: p.touchpoint for q, p in found.items() if q in expected} == expected
    assert all(p.reason and 0 <= p.score <= 100 for p in found.values())


def test_whole_questions_find_their_touchpoint():
    """Only the words that carry meaning are compared, and a stranger finds nothing."""
    rows = b"id,How satisfied were you with the checkout?,Rate the parrot\n1,5,3\n2,4,2\n3,1,5\n"
    survey = read(rows, name="x.csv")
    places = [("a", "Product page"), ("b", "Checkout"), ("c", "Delivery")]
    assert [(p.question, p.touchpoint) for p in propose(survey.questions, places)] == [
        ("How satisfied were you with the checkout?", "b")
    ]


def test_a_recipes_touchpoint_is_certain():
    """What the recipe names needs no guess."""
    survey = read(ROWS, name="x.csv", recipe={"questions": [
        {"match": "*food", "touchpoint": "Canteen"}]})  # fmt: skip
    (first, *_) = propose(survey.questions, [("a", "Canteen"), ("b", "Food truck")])
    assert (first.question, first.touchpoint, first.score) == ("Rate the food", "a", 100)
