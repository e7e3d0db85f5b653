"""Large files: the fast way reads what the careful way reads, cell by cell."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeykit.measures import scores
from journeykit.survey import columns, numeric, read, regular

SAFE = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf"], exclude_characters="\u2028\u2029"),
    max_size=8,
)
UNSEEN = [" \ufeff", "\ufeff5", " 5 ", "Yes, it was\0", "a\u200bb", '\ufeff"', "\n5"]
CELLS = st.one_of(
    SAFE, st.sampled_from(['"', 'a "b" c', "x\ny", "x\r\ny", "", " ", "N/A", "5", *UNSEEN])
)


def both(data: bytes, **options):
    """Return the survey read in the fast way and in the careful way."""
    found = []
    for worth in (0, 10**12):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(regular, "WORTH", worth)
            found.append(read(data, name="x.csv", **options))
    return found


def same(fast, careful):
    assert fast.to_json() == careful.to_json()
    assert fast.frame.equals(careful.frame)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=12),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_fast_is_careful(rows, delimiter, end, quoting, encoding):
    """Whatever the delimiter, the quoting, the line ends and the encoding: equal surveys."""
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerows([("key", "first", "second"), *(("k", *row) for row in rows)])
    data = sink.getvalue().encode(encoding, errors="replace")
    fast, careful = both(data, header_rows=1, delimiter=delimiter)
    assert fast.rows == fast.responses + len(fast.set_aside) == len(rows)
    same(fast, careful)


PIECES = st.sampled_from([
    "a", "1", ",", ",", '"', '""', "\n", "\n", "\r\n", "\r", "é", "\0", "\ufeff", "\u200b", " ",
    "1,2,3\n", '"x,y"',
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_broken_files_too(text):
    """Broken quoting and ragged records: both ways set aside the same records, or refuse."""
    from journeykit.errors import Refused

    data = ("a,b,c\n1,2,3\n4,5,6\n" + text).encode()
    try:
        fast, careful = both(data)
    except Refused:
        return
    assert fast.rows == fast.responses + len(fast.set_aside)
    same(fast, careful)


def test_ragged_and_empty_records_of_a_large_file():
    """They are set aside with their number, and the others are read."""
    lines = ["a,b", *(f"{at},x" for at in range(1, 9))]
    lines[3], lines[5], lines[7] = "3", ",", "7,x,y"
    fast, careful = both("\n".join(lines).encode())
    assert [(aside.row, aside.reason) for aside in fast.set_aside] == [
        (3, "it has 1 cells, fewer than the header's 2"),
        (5, "it is empty"),
        (7, "it has 3 cells, more than the header's 2"),
    ]
    same(fast, careful)


def test_columns_with_many_different_cells(monkeypatch):
    """Where a column is kept as text, counts, numbers and scores are the same."""
    lines = ["id,How much did you spend?,Comment,NPS"]
    lines += [f"{at},{at * 7 % 101}.5,word {at},{at % 13}" for at in range(300)]
    lines[9] = "9,N/A,call me on +41 44 123 45 67,"
    data = "\n".join(lines).encode()
    _, careful = both(data)
    monkeypatch.setattr(columns, "MANY", 40)
    monkeypatch.setattr(regular, "MANY", 40)
    fast, _ = both(data)
    assert isinstance(fast.answers["Comment"], columns.Text)
    assert fast.frame.equals(careful.frame)
    assert fast.to_json() == careful.to_json()
    assert scores(fast) == scores(careful)
    spent = "How much did you spend?"
    assert numeric(fast, spent).equals(numeric(careful, spent))
    assert "+41" not in fast.frame.to_csv()


def test_public_surveys_in_both_ways(public):
    """Real exports: the fast way, where it can be taken, changes nothing."""
    for name in ("sfo/sfo_2016.csv", "alchemer/jupyter_2015_ux.csv",
                 "surveymonkey/south_two_header_rows.csv", "gsa/cx_responses_bom.csv"):  # fmt: skip
        same(*both(public(name).read_bytes()))


def test_a_frame_can_be_given_and_is_made_when_asked_for():
    """A survey made of a frame has the same columns as one made of coded answers."""
    from dataclasses import replace

    survey = read(b"a,b\n1,x\n2,y\n", name="x.csv")
    smaller = replace(survey, frame=survey.frame.drop(columns=["b"]))
    assert smaller.answers.names == ("a",)
    assert survey.answers.names == ("a", "b")
    assert "2 responses" in repr(survey)


def test_a_frame_is_made_only_when_it_is_asked_for(tmp_path):
    """Reading keeps columns of codes; a pandas frame of text would hold everything twice."""
    from journeykit.measures import scores
    from journeykit.survey import read

    path = tmp_path / "a.csv"
    path.write_text(
        "id,How satisfied are you?\n" + "".join(f"{n},{n % 5 + 1}\n" for n in range(99))
    )
    survey = read(path)
    scores(survey)
    assert "frame" not in vars(survey)
    assert list(survey.frame["How satisfied are you?"][:3]) == ["1", "2", "3"]
