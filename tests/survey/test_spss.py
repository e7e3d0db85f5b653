"""SPSS files: labels, user-missing values, multiple-response sets and the weight are kept."""

from __future__ import annotations

import struct

import pandas as pd
import pytest

from journeykit.errors import Refused
from journeykit.measures import scores
from journeykit.survey import from_parquet, numeric, read, recipe_of, to_parquet
from journeykit.survey.recipe import dump

pyreadstat = pytest.importorskip("pyreadstat")

FRAME = pd.DataFrame({
    "ident": [f"id{at:03}" for at in range(20)],
    "Q1": [1.0, 2.0, 3.0, 4.0, 5.0, 9.0, 5.0, 4.0, 98.0, None] * 2,
    "sex": [1.0, 2.0, 2.0, 1.0, -1.0] * 4,
    "app": [1.0, 0.0] * 10,
    "web": [1.0, 1.0, 0.0, None] * 5,
    "wgt": [0.5, 1.5] * 10,
})  # fmt: skip
ABOUT = {
    "column_labels": ["Respondent", "How satisfied are you?", "Gender", "App", "Web", "Weight"],
    "variable_value_labels": {
        "Q1": {1: "Very satisfied", 2: "Satisfied", 3: "Neutral", 4: "Dissatisfied",
               5: "Very dissatisfied", 9: "Refused", 98: "Not applicable"},
        "sex": {1: "Female", 2: "Male", -1: "Unknown"},
    },
    "missing_ranges": {"Q1": [9], "sex": [{"lo": -9, "hi": -1}]},
}  # fmt: skip


def saved(tmp_path, suffix: str = ".sav", weight: int = 0, sets: str = "") -> bytes:
    """Return an SPSS file; ``weight`` and ``sets`` are written into its dictionary."""
    path = tmp_path / f"made{suffix}"
    if suffix == ".por":
        pyreadstat.write_por(FRAME[["Q1", "wgt"]].rename(columns=str.upper), str(path))
        return path.read_bytes()
    pyreadstat.write_sav(FRAME, str(path), compress=suffix == ".zsav", **ABOUT)
    data = path.read_bytes()
    if weight:
        data = data[:76] + struct.pack("<i", weight) + data[80:]
    if sets:
        record = struct.pack("<iiii", 7, 7, 1, len(sets)) + sets.encode()
        end = data.index(struct.pack("<ii", 999, 0))
        data = data[:end] + record + data[end:]
    return data


@pytest.mark.parametrize("suffix", [".sav", ".zsav"])
def test_labels_and_missing_values_are_kept(tmp_path, suffix):
    """A scale brings its labels and its direction, a category its words."""
    survey = read(saved(tmp_path, suffix), name=f"made{suffix}")
    assert (survey.tool, survey.rows, survey.responses) == ("spss", 20, 20)
    asked = survey.question("Q1")
    assert (asked.text, asked.kind) == ("How satisfied are you?", "csat")
    assert (asked.scale.min, asked.scale.max) == (5, 1)
    assert asked.scale.labels["Very satisfied"] == 1
    assert (asked.scale.missing, asked.scale.not_applicable) == ((9,), (98,))
    assert (asked.answered, asked.missing, asked.not_applicable) == (14, 4, 2)
    assert numeric(survey, asked).dropna().tolist() == [1, 2, 3, 4, 5, 5, 4] * 2
    sex = survey.question("sex")
    assert (sex.kind, sex.answered, sex.missing) == ("single", 16, 4)
    shares = [(s["option"], s["value"]) for s in scores(survey) if s["question"] == "sex"]
    assert shares == [("Female", 0.5), ("Male", 0.5)]
    assert from_parquet(to_parquet(survey)).to_json() == survey.to_json()


def test_the_weight_of_the_file_weights(tmp_path):
    """The variable by which the file is weighted is the survey's weight."""
    survey = read(saved(tmp_path, weight=6), name="made.sav")
    assert survey.weight == "wgt"
    assert read(saved(tmp_path), name="made.sav", recipe="weight: wgt").weight == "wgt"


def test_a_set_of_ticks_is_one_question(tmp_path):
    """A multiple-response set is a question whose options are its variables."""
    sets = "$used=D1 1 17 Which do you use? app web\n"
    survey = read(saved(tmp_path, sets=sets), name="made.sav")
    used = next(question for question in survey.questions if question.kind == "multi")
    assert (used.text, used.columns, used.options) == (
        "Which do you use?", ("app", "web"), ("App", "Web"),
    )  # fmt: skip
    found = {s["option"]: s["value"] for s in scores(survey) if s["question"] == used.id}
    # weighted: those who ticked the app weigh half a person each
    assert found == {"App": 0.25, "Web": 0.5}


def test_a_portable_file_is_read(tmp_path):
    """The old portable format holds the same numbers."""
    survey = read(saved(tmp_path, ".por"), name="made.por")
    assert (survey.format, survey.responses) == ("por", 20)
    assert "Q1" in survey.frame.columns


def test_public_spss_files(public):
    """User-missing values of real files are not counted."""
    survey = read(public("spss/sample_missing.sav"))
    number = survey.question("mynum")
    assert (survey.rows, number.kind, number.answered) == (7, "number", 5)
    assert set(number.scale.missing) == {-1, 2500, "2000 thru 3000"}
    assert survey.question("mylabl").kind == "single"
    assert read(public("spss/test_width.sav")).responses == 5


def test_half_an_spss_file_is_refused(tmp_path):
    """A file that broke off in its dictionary is no survey."""
    with pytest.raises(Refused, match="is not an SPSS file"):
        read(saved(tmp_path)[:300], name="made.sav")


def test_ranges_of_missing_values_stay_ranges(tmp_path):
    """What is missing from 97 on stays so, also a code that only the next wave has."""
    about = ABOUT | {
        "variable_value_labels": {},
        "missing_ranges": {"Q1": [{"lo": 97, "hi": 1e308}, 9], "sex": [{"lo": -9, "hi": -1}]},
    }
    path = tmp_path / "made.sav"
    pyreadstat.write_sav(FRAME, str(path), **about)
    asked = read(path).question("Q1")
    assert set(asked.scale.missing) == {9, 98, "97 thru highest"}
    recipe = dump(recipe_of(read(path)))
    later = FRAME.assign(Q1=FRAME["Q1"].replace(98, 99), sex=FRAME["sex"].replace(-1, -7))
    later.to_csv(tmp_path / "later.csv", index=False)
    again = read(tmp_path / "later.csv", recipe=recipe).question("Q1")
    assert (again.answered, again.missing) == (asked.answered, asked.missing) == (14, 6)
    assert read(path).question("sex").missing == 4


def test_a_range_counts_also_in_a_column_of_many_numbers(tmp_path, monkeypatch):
    """A column that is kept as text is read by the same ranges."""
    from journeykit.survey import columns

    monkeypatch.setattr(columns, "MANY", 5)
    cells = "\n".join(str(at) for at in range(60))
    told = {"questions": [{"match": "sum", "kind": "number", "missing": ["50 thru highest"]}]}
    survey = read(f"id,sum\n{cells.replace(chr(10), chr(10))}".replace("\n", "\nx,", 60)
                  .encode(), name="x.csv", recipe=told)  # fmt: skip
    assert isinstance(survey.answers["sum"], columns.Text)
    assert (survey.question("sum").answered, survey.question("sum").missing) == (50, 10)
