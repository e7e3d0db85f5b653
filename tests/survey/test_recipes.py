"""Recipes: what a person decided about a file."""

from __future__ import annotations

import pytest

from journeykit.errors import Refused
from journeykit.survey import numeric, read, recipe_of
from journeykit.survey.recipe import dump, load

AIRPORT = """
encoding: utf-8
header_rows: 1
weight: WEIGHT
questions:
  - match: "Q7WIFI"
    kind: rating
    scale: [1, 5]
    not_applicable: [6]
    missing: [0, "Blank"]
    touchpoint: "Wi-Fi"
  - match: "Q7*"
    kind: rating
    scale: [1, 5]
    not_applicable: [6]
    missing: [0]
drop: ["Q17*"]
"""


def test_the_airports_recipe(public):
    """6 is not applicable, 0 is missing, and dropped columns are gone."""
    survey = read(public("sfo/sfo_2016.csv"), recipe=AIRPORT)
    wifi = survey.question("Q7WIFI")
    assert (wifi.answered, wifi.not_applicable, wifi.missing) == (2333, 647, 107)
    assert wifi.scale.to_json() == {
        "min": 1, "max": 5, "labels": {}, "not_applicable": [6], "missing": [0, "Blank"],
    }  # fmt: skip
    assert wifi.touchpoint == "Wi-Fi"
    assert not [name for name in survey.frame.columns if name.startswith("Q17")]
    assert not [warning for warning in survey.warnings if "Q7" in warning]


def test_labels_of_a_recipe():
    """A person's labels are points; "Blank" is missing."""
    rows = "id,food\n1,Great\n2,Bad\n3,Blank\n4,great\n5,Never ate\n"
    survey = read(rows.encode(), name="x.csv", recipe={"questions": [
        {"match": "food", "kind": "rating", "labels": {"Bad": 1, "Great": 5},
         "missing": ["Blank"], "not_applicable": ["never ATE"]}]})  # fmt: skip
    food = survey.question("food")
    assert (food.answered, food.missing, food.not_applicable) == (3, 1, 1)
    assert numeric(survey, "food").dropna().tolist() == [5, 1, 5]


def test_a_recipe_matches_the_questions_text():
    """A glob speaks about the text too, and a heading with brackets about itself."""
    survey = read(b"id,Rate us [Food],b\n1,3,3\n2,4,1\n", name="x.csv", recipe={"questions": [
        {"match": "Rate us [Food]", "kind": "csat", "scale": [1, 5]},
        {"match": "B", "kind": "ces", "scale": [5, 1]},
        {"match": "nothing*", "kind": "text"}]})  # fmt: skip
    assert survey.questions[1].kind == "csat"
    assert (survey.questions[2].scale.min, survey.questions[2].scale.max) == (5, 1)
    assert "The recipe's rule for 'nothing*' matches no question." in survey.warnings


def test_header_rows_of_a_recipe():
    """A file without a header is read with none."""
    survey = read(b"a,1\nb,2\n", name="x.csv", recipe={"header_rows": 0})
    assert survey.frame.columns.tolist() == ["Column 1", "Column 2"]
    assert survey.rows == 2


def test_a_proposed_recipe_reads_the_file_in_the_same_way(public):
    """What the import page writes reads the next wave as this one was read."""
    survey = read(public("sfo/sfo_2016.csv"))
    text = dump(recipe_of(survey, {"Q7ART": "Artwork"}))
    again = read(public("sfo/sfo_2016.csv"), recipe=text)
    assert [q.to_json() for q in again.questions] == [q.to_json() for q in survey.questions]
    assert again.question("Q7ART").touchpoint == "Artwork"
    assert load(text) == load(dump(load(text)))


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        ("- a", "needs keys and values"),
        ("wieght: W", "unknown key 'wieght'"),
        ("header_rows: two", "'header_rows' has to be a number from 0 to 10, not 'two'"),
        ("questions: yes", "'questions' has to be a list"),
        ("questions: [{kind: nps}]", "question 1 has no 'match'"),
        ("questions: [{match: a, kind: stars}]", "the kind 'stars' is unknown"),
        ("questions: [{match: a, scale: 5}]", "'scale' has to be its two ends"),
        ("questions: [{match: a, scale: [5, 5]}]", "'scale' has to be its two ends"),
        ("questions: [{match: a, labels: [x]}]", "'labels' has to give each label its number"),
        ("questions: [{match: a, missing: [[1]]}]", "'missing' holds [1]"),
        ("questions: [{match: a, weight: 3}]", "unknown key 'weight'"),
        ("a: [", "is not YAML in line 1"),
        ("weight: W", "The recipe's weight 'W' is not a column of the file"),
        ("gone.yaml", "There is no recipe 'gone.yaml'"),
    ],
)
def test_a_wrong_recipe_is_refused_in_one_line(recipe, words):
    """The message says which key is wrong and what it may be."""
    with pytest.raises(Refused) as refusal:
        read(b"a,b\n1,2\n", name="x.csv", recipe=recipe)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_recipe_file(tmp_path):
    """A recipe is read from a path as well."""
    path = tmp_path / "recipe.yaml"
    path.write_text("weight: w\n", encoding="utf-8")
    assert read(b"a,w\n1,2\n", name="x.csv", recipe=path).weight == "w"


def test_a_recipe_says_who_counts():
    """Partial responses are left out, tests counted, where the recipe says so; nothing is lost."""
    from survey.layouts import FILES

    data = FILES["qualtrics.tsv"][0]()
    told = {"partial": False, "test": True}
    survey = read(data, name="q.tsv", recipe=told)
    assert (survey.rows, survey.responses, survey.partial, survey.test) == (40, 36, 4, 1)
    assert {one.reason for one in survey.set_aside} == {"it is partial: it was not finished"}
    found = survey.to_json()
    assert found["complete"] == 35
    for question in survey.questions:
        assert question.answered + question.missing + question.not_applicable == 36
    text = dump(recipe_of(survey, told=load(told)))
    assert read(data, name="q.tsv", recipe=text).to_json() == found


def test_published_complete_responses_can_be_scored_alone(public):
    """Of Jupyter's 1706 responses 779 stay when partial ones are left out."""
    survey = read(public("alchemer/jupyter_2015_ux.csv"), recipe={"partial": False})
    found = survey.to_json()
    assert (found["rows"], found["responses"], len(found["set_aside"])) == (1706, 779, 927)
    assert (found["partial"], found["complete"]) == (927, 779)


def test_what_was_overruled_stays_overruled():
    """Delimiter and tool of a recipe are in the recipe that is written, which reads the same."""
    data = b"a|b;c\nx|1;2\ny|2;3\n" * 1
    told = load({"delimiter": ";", "tool": "kobo"})
    survey = read(data, name="x.csv", recipe=told)
    text = dump(recipe_of(survey, told=told))
    assert "delimiter: ;" in text and "tool: kobo" in text
    again = read(data, name="x.csv", recipe=text)
    assert again.to_json() == survey.to_json()
    assert again.answers.names == ("a|b", "c")


def test_a_weight_that_is_none_stays_none():
    """A column called weight that was said to be a number is a number in the next wave too."""
    data = "Rate the food,weight\n" + "".join(f"{1 + at % 5},{at}\n" for at in range(1, 41))
    told = {"questions": [{"match": "weight", "kind": "number"}]}
    survey = read(data.encode(), name="x.csv", recipe=told)
    assert survey.weight is None
    again = read(data.encode(), name="x.csv", recipe=dump(recipe_of(survey)))
    assert again.weight is None and again.question("weight").kind == "number"
