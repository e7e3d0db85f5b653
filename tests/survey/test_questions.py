"""Questions: their kinds, their scales, and what counts as an answer."""

from __future__ import annotations

import pytest

from journeykit.survey import Question, Scale, numeric, read


def column(heading: str, *cells: str):
    """Return the one question of a file with an identifier and this column."""
    rows = [f'id,"{heading}"', *(f'{at},"{cell}"' for at, cell in enumerate(cells, 100))]
    return read("\n".join(rows).encode(), name="x.csv").questions[1]


@pytest.mark.parametrize(
    ("heading", "cells", "kind", "ends"),
    [
        ("How likely are you to recommend us?", "10 9 8 7 0 11", "nps", (0, 10)),
        ("NPS", "3 4 5 2 1 5", "nps", (0, 10)),
        ("recommendation_score", "10 9 9 8 6 7", "nps", (0, 10)),
        (
            "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?",
            "10 9 8 7 0 3",
            "nps",
            (0, 10),
        ),
        ("How satisfied are you with the price?", "5 4 3 2 1 5", "csat", (1, 5)),
        ("Overall satisfaction", "5 5 4 3 7 6", "csat", (1, 7)),
        ("The company made it easy for me to handle my issue", "7 6 5 1 2 3", "ces", (1, 7)),
        ("Rate the food", "5 4 4 3 0 6", "rating", (1, 5)),
        ("Please rate your visit from 1 to 7", "5 4 4 3 2 1", "rating", (1, 7)),
        ("On a scale of 0-10, how good was it?", "5 4 4 3 10 8", "rating", (0, 10)),
        ("Star rating", "4.5 5 3.5 4 1 2", "rating", (1, 5)),
        ("How old are you? (age)", "23 45 31 52 60 18", "number", None),
        ("How many times did you fly?", "1 2 3 1 2 5", "number", None),
        ("Gender", "Male Female Male Female Female Male", "single", None),
        ("Gender code", "1 2 1 2 2 1", "single", None),
    ],
)
def test_the_kind_is_guessed(heading, cells, kind, ends):
    """Heading and answers together say what was asked."""
    question = column(heading, *cells.split())
    assert question.kind == kind
    found = (question.scale.min, question.scale.max) if question.scale else None
    assert found == ends


@pytest.mark.parametrize(
    ("labels", "kind", "points"),
    [
        (["Strongly disagree", "Agree", "Strongly agree"], "likert", [1, 4, 5]),
        (["Very dissatisfied", "Neutral", "Very satisfied", "Satisfied"], "csat", [1, 3, 5, 4]),
        (["Very poor", "Poor", "Good", "Excellent"], "rating", [1, 2, 4, 5]),
        (["sehr unzufrieden", "zufrieden", "sehr zufrieden"], "csat", [1, 4, 5]),
        (["1 - Very poor", "3 - Fair", "4 - Good", "5 - Excellent"], "rating", [1, 3, 4, 5]),
        (["Slightly agree", "Strongly agree", "Disagree", "Agree"], "likert", [5, 7, 2, 6]),
    ],
)
def test_labels_become_points(labels, kind, points):
    """Answers in words are points on their scale, "5 - Excellent" is a 5."""
    question = column("How was it?", *(labels * 3))
    assert question.kind == kind
    assert [question.scale.labels[label] for label in labels] == points


def test_codes_off_the_scale_never_count():
    """0 and 6 on 1-5 are missing, named in the scale and in a warning."""
    rows = ["id,Rate the food", *(f"{at},{code}" for at, code in enumerate("5443160602", 100))]
    survey = read("\n".join(rows).encode(), name="x.csv")
    question = survey.questions[1]
    assert question.scale == Scale(1, 5, {}, (), (0, 6))
    assert (question.answered, question.missing, question.not_applicable) == (6, 4, 0)
    assert survey.warnings == (
        "'Rate the food' was taken as 1-5: '6' (2), '0' (2) outside the scale, not counted.",
    )
    assert numeric(survey, question).dropna().tolist() == [5, 4, 4, 3, 1, 2]


def test_words_for_not_applicable():
    """N/A and don't know are kept apart from blanks and from answers."""
    question = column("Rate the food", "5", "N/A", "4", "", "Don't know", "3", "2", "1")
    assert (question.answered, question.missing, question.not_applicable) == (5, 1, 2)


def test_na_in_a_text_is_an_answer():
    """Somebody who writes "NA" into a comment has written something."""
    question = column("Comments", "Too long a wait at the counter", "NA", "", "Friendly staff")
    assert (question.kind, question.answered, question.missing) == ("text", 3, 1)


def test_the_airports_ratings(public):
    """Every rated touchpoint is 1-5 with 0 and 6 outside, and the weight is found."""
    survey = read(public("sfo/sfo_2016.csv"))
    assert survey.weight == "WEIGHT"
    rated = [q for q in survey.questions if q.id.startswith("Q7") or q.id == "Q14FIND"]
    assert len(rated) == 16
    for question in rated:
        assert (question.kind, question.scale.min, question.scale.max) == ("rating", 1, 5)
        assert set(question.scale.missing) == {0, 6}
    others = {q.id: q.kind for q in survey.questions}
    assert others["*RESPNUM"] == "identifier"
    assert others["INTDATE"] == "date"
    for name in ("Q5TIMESFLOWN", "Q6LONGUSE", "Q4BAGS", "Q18PET", "DAY", "LANG", "Q3GETTO1"):
        assert others[name] == "single"


def test_several_answers_in_a_cell(public):
    """Google joins options with ; or a comma: one question with many answers."""
    old, new = (read(public(f"google_forms/dask_{year}.csv.gz")) for year in (2019, 2021))
    assert (old.question("Dask APIs").kind, old.question("Dask APIs").separator) == ("multi", ";")
    assert (new.question("Dask APIs").kind, new.question("Dask APIs").separator) == ("multi", ", ")
    assert new.question("How long have you used Dask?").kind == "single"


def test_one_column_an_option(public):
    """SurveyMonkey's columns of one question become one question."""
    survey = read(public("surveymonkey/south_two_header_rows.csv"))
    states = survey.question("Which of the following states do you consider part of the South? "
                             "Please select all that apply.")  # fmt: skip
    assert (states.kind, len(states.columns), states.options[0]) == ("multi", 25, "Arkansas")
    assert survey.question("Gender").kind == "single"
    assert survey.question("Gender").options == ("Male", "Female")


def test_codes_of_the_file_are_the_ids(public):
    """LimeSurvey's codes and Qualtrics' first row are ids; the text is what was asked."""
    lime = read(public("limesurvey/rse_2016_uk.csv"))
    assert lime.question("socio1").text == "In which country do you work?"
    qualtrics = read(public("qualtrics/three_header_rows.csv"))
    assert qualtrics.question("Q1").text == "This is a multiple choice question."


def test_very_long_headings_get_a_short_id():
    """A heading longer than a link can hold is cut, two alike stay apart."""
    long = "How satisfied are you with " + "very " * 100
    survey = read(f"{long}a,{long}b\n1,2\n".encode(), name="x.csv")
    ids = [question.id for question in survey.questions]
    assert len(set(ids)) == 2
    assert all(len(id) <= 300 for id in ids)
    assert survey.questions[0].columns[0].startswith("How satisfied")


def test_a_question_that_is_not_there():
    """An unknown id is named together with the file."""
    from journeykit.errors import Missing

    with pytest.raises(Missing, match=r"'x\.csv' has no question 'q9'"):
        read(b"a,b\n1,2\n", name="x.csv").question("q9")


def test_a_question_knows_whether_it_has_a_scale():
    """Kinds with points on a scale are told from the others."""
    assert Question("q", "q", ("q",), "csat").scaled
    assert not Question("q", "q", ("q",), "number").scaled


def _rated(shares, n=200):
    """Return answers to one question: so many of 1, 2, … by their shares."""
    cells = [str(at) for at, share in enumerate(shares, 1) for _ in range(round(share * n))]
    return cells


def test_a_scale_of_six_points_is_read_as_six():
    """Where 6 is answered as other points are, it is a point; that is said, and can be changed."""
    cells = _rated([0.04, 0.08, 0.15, 0.25, 0.28, 0.20])
    data = "id,Rate the food\n" + "".join(f"r{at},{cell}\n" for at, cell in enumerate(cells))
    survey = read(data.encode(), name="x.csv")
    food = survey.question("Rate the food")
    assert (food.scale.min, food.scale.max, food.answered) == (1, 6, 200)
    assert any("Read as 1 to 6" in said and "'Rate the food'" in said for said in survey.warnings)
    told = {"questions": [{"match": "Rate*", "scale": [1, 5], "not_applicable": [6]}]}
    again = read(data.encode(), name="x.csv", recipe=told)
    food = again.question("Rate the food")
    assert (food.answered, food.not_applicable) == (160, 40)
    assert not any("1 to 6" in said for said in again.warnings)


def test_a_rare_six_beside_five_points_is_a_code():
    """A few 6, or 6 apart from the answers beside it, or beside 0 for blank: no point."""
    for shares in ([0.05, 0.1, 0.2, 0.35, 0.27, 0.03], [0.02, 0.05, 0.12, 0.3, 0.2, 0.31]):
        data = "id,Rate the food\n" + "".join(
            f"r{at},{cell}\n" for at, cell in enumerate(_rated(shares))
        )
        survey = read(data.encode(), name="x.csv")
        assert survey.question("Rate the food").scale.max == 5
        assert any("outside the scale" in said for said in survey.warnings)


def test_a_grid_decides_on_six_as_a_whole():
    """Where one column of a grid hardly knows 6, it is a code in all of them."""
    often, seldom = [0.04, 0.1, 0.2, 0.26, 0.22, 0.18], [0.04, 0.12, 0.22, 0.36, 0.25, 0.01]
    for second, top in ((often, 6), (seldom, 5)):
        rows = zip(_rated(often), reversed(_rated(second)), strict=True)
        data = "id,Rate [Food],Rate [Shops]\n" + "".join(
            f"r{at},{a},{b}\n" for at, (a, b) in enumerate(rows)
        )
        survey = read(data.encode(), name="x.csv")
        assert [q.scale.max for q in survey.questions if q.scaled] == [top, top]


def test_a_sixth_label_is_a_point_unless_it_says_not_applicable():
    """Labels with numbers tell what 6 is, however often it was chosen."""
    words = ["1 - Awful", "2 - Bad", "3 - So so", "4 - Good", "5 - Great"]
    for last, top in (("6 - Superb", 6), ("6 - Not applicable", 5)):
        cells = [*words * 10, last, last]
        data = "id,Rate the food\n" + "".join(f"r{at},{c}\n" for at, c in enumerate(cells))
        food = read(data.encode(), name="x.csv").question("Rate the food")
        assert (food.scale.max, food.answered) == (top, 52 if top == 6 else 50)
