"""Whatever bytes come: a survey that adds up, or one clear refusal."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeykit.errors import Refused
from journeykit.measures import scores
from journeykit.survey import from_parquet, read, to_parquet

PIECES = st.sampled_from(
    ["a", "5", "0", "11", ",", ";", "\t", '"', '""', "\n", "\r\n", "\r", " ", "é", "\ufeff", "\0",
     "N/A", "x@y.org", "1,5", "How satisfied?", "sep=;", "#", "[b]", "1990-01-01", "Timestamp"]
)  # fmt: skip
NAMES = st.sampled_from(["x.csv", "x.tsv", "x.txt", "x.xlsx", "x.xls", "x.parquet", "x.csv.gz", ""])
CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"])) | st.sampled_from(
    [" 5 ", "\ufeff5", "Yes\u200b", "so it was\0 not", "007", "\t", "\n x", " \ufeff"]
)


def read_or_none(data: bytes, name: str):
    """Return the survey, or None after a refusal of one line."""
    message = ""
    try:
        return read(data, name=name)
    except Refused as refusal:
        message = str(refusal)
    assert message
    assert "\n" not in message
    return None


def adds_up(survey):
    assert survey.rows == survey.responses + len(survey.set_aside)
    assert len(set(survey.frame.columns)) == len(survey.frame.columns)
    assert len({question.id for question in survey.questions}) == len(survey.questions)
    for question in survey.questions:
        assert survey.responses == question.answered + question.missing + question.not_applicable


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), NAMES)
def test_any_text_is_read_or_refused(text, name):
    """Nothing but a refusal ever comes out of a strange file, and no record is lost."""
    survey = read_or_none(text.encode(), name)
    if survey is None:
        return
    adds_up(survey)
    scores(survey)
    assert from_parquet(to_parquet(survey)).to_json() == survey.to_json()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), NAMES)
def test_any_bytes_are_read_or_refused(data, name):
    """Bytes of any kind are no traceback."""
    survey = read_or_none(data, name)
    if survey is not None:
        adds_up(survey)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=20),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_a_well_formed_file_comes_back_cell_by_cell(rows, delimiter):
    """What a correct writer wrote is what is kept: blanks, NUL and marks in cells as well."""
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("key", "first", "second"), *(("k", *row) for row in rows)])
    survey = read(sink.getvalue().encode(), name="x.csv", recipe={"header_rows": 1})
    assert survey.delimiter == delimiter
    assert not survey.set_aside
    if not survey.privacy:
        expected = [list(row) for row in rows]
        assert survey.frame[["first", "second"]].values.tolist() == expected


def test_an_email_in_a_rating_is_gone():
    """Personal words in a column of numbers are replaced, also in what is reported."""
    cells = "\n".join(
        ["id,Rate the food", *(f"{at},{1 + at % 5}" for at in range(60)), "99,a@b.org"]
    )
    survey = read(cells.encode(), name="x.csv")
    assert survey.question("Rate the food").kind == "rating"
    assert "a@b.org" not in str(survey.to_json()) + survey.frame.to_csv()


@pytest.mark.parametrize("name", ["x.ods", "x.xls", "x.xlsx", "x.xlsm"])
def test_no_workbook_is_a_traceback(name):
    """Bytes that only look like a workbook are refused."""
    for data in (b"PK\x03\x04" + b"\0" * 50, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600):
        with pytest.raises(Refused, match="is not a workbook"):
            read(data, name=name)
