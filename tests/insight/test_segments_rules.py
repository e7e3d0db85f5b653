"""Rules over answers: who a persona stands for."""

from __future__ import annotations

import pandas as pd
import pytest

from journeykit.errors import Missing
from journeykit.insight.segments import asks, matching
from journeykit.insight.segments.rules import key_of, occurring, words
from journeykit.measures.bands import Band, band
from journeykit.survey import Survey
from journeykit.survey.question import Question, Scale

QUESTIONS = (
    Question("plan", "Which plan?", ("plan",), "single"),
    Question("visits", "How many visits?", ("visits",), "number"),
    Question("happy", "How happy?", ("happy",), "rating",
             Scale(1, 5, {"Very": 5.0}, not_applicable=(6,))),
    Question("uses", "What do you use?", ("uses",), "multi", separator=";"),
    Question("why", "Why?", ("why[a]", "why[b]"), "multi", options=("Price", "Speed")),
)  # fmt: skip
FRAME = pd.DataFrame({
    "plan": ["pro", "free", " pro ", "", "pro "],
    "visits": ["3", "12", "12.0", "20", ""],
    "happy": ["5", "Very", "4", "6", ""],
    "uses": ["Web; App", "App", "Web", "", "Webinar"],
    "why[a]": ["1", "0", "", "Yes", "0"],
    "why[b]": ["0", "1", "", "", "0"],
}, dtype="str")  # fmt: skip


@pytest.fixture
def survey() -> Survey:
    """Five people who were asked five kinds of questions."""
    return Survey("use.csv", "generic", "csv", "utf-8", ",", 1, 5, (), FRAME, QUESTIONS)


@pytest.mark.parametrize(
    ("rule", "people"),
    [
        ({}, [0, 1, 2, 3, 4]),
        ({"plan": ["pro"]}, [0, 2, 4]),
        ({"plan": ["pro", "free"]}, [0, 1, 2, 4]),
        ({"plan": ["pro"], "visits": ["12"]}, [2]),
        ({"visits": ["10 to 20"]}, [1, 2, 3]),
        ({"visits": ["12 or less"]}, [0, 1, 2]),
        ({"visits": ["3", "20 or more"]}, [0, 3]),
        ({"happy": ["5"]}, [0, 1]),
        ({"happy": ["Very"]}, [0, 1]),
        ({"happy": ["4 to 9"]}, [0, 1, 2]),
        ({"uses": ["Web"]}, [0, 2]),
        ({"why": ["Price"]}, [0, 3]),
        ({"why": ["Price", "Speed"]}, [0, 1, 3]),
        ({"why[b]": ["1"]}, [1]),
        ({"plan": []}, []),
        ({"plan": ["enterprise"]}, []),
    ],
)
def test_a_rule_finds_its_people(
    survey: Survey, rule: dict[str, list[str]], people: list[int]
) -> None:
    """Answers are "or", questions are "and", numbers take bands, a blank never matches."""
    assert matching(survey, rule).nonzero()[0].tolist() == people


def test_a_question_that_is_not_asked_is_named(survey: Survey) -> None:
    """A rule of another survey says which question is missing."""
    assert not asks(survey, {"plan": ["pro"], "shoe size": ["42"]})
    with pytest.raises(Missing, match="does not ask 'shoe size'"):
        matching(survey, {"shoe size": ["42"]})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("18 to 34", Band(18, 34)),
        ("34 to 18", Band(18, 34)),
        ("−2 to 2,5", Band(-2, 2.5)),
        ("5 or more", Band(5, None)),
        ("5 or less", Band(None, 5)),
        ("18-34", None),
        ("back to 5", None),
    ],
)
def test_bands_are_said_in_words(text: str, found: Band | None) -> None:
    """A band is written as people say it, and reads back as it was written."""
    assert band(text) == found
    if found:
        assert band(str(found)) == found


def test_the_answers_that_occur_are_offered(survey: Survey) -> None:
    """Points come in order, choices by how often, without blanks and codes for no answer."""
    by_id = {question.id: occurring(survey, question) for question in survey.questions}
    assert by_id == {
        "plan": {"pro": 3, "free": 1},
        "visits": {"3": 1, "12": 2, "20": 1},
        "happy": {"4": 1, "5": 2},
        "uses": {"App": 2, "Web": 2, "Webinar": 1},
        "why": {"Price": 2, "Speed": 1},
    }


def test_a_very_long_question_still_has_a_key() -> None:
    """A rule's key is cut to what the model takes, and finds its question all the same."""
    name = "Would you say " * 40
    asked = (Question(name, name, (name,), "single"),)
    frame = pd.DataFrame({name: ["yes", "no"]}, dtype="str")
    long = Survey("l.csv", "generic", "csv", "utf-8", ",", 1, 2, (), frame, asked)
    assert len(key_of(asked[0])) <= 300
    assert matching(long, {key_of(asked[0]): ["yes"]}).tolist() == [True, False]


def test_points_are_said_with_their_labels(survey: Survey) -> None:
    """A condition reads with the words of the scale."""
    assert words(survey.question("happy"), ["4", "5"]) == "4 or 5 (Very)"
