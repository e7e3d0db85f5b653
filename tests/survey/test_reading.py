"""Reading a survey file."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from journeykit.errors import Refused
from journeykit.survey import read


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode() + b"\n"


def test_every_cell_stays_text():
    """The words NA, None and null are answers, and 007 keeps its zeros."""
    survey = read(csv("a,b", "NA,007", "None,1.0", "null,"), name="x.csv")
    assert survey.frame["a"].tolist() == ["NA", "None", "null"]
    assert survey.frame["b"].tolist() == ["007", "1.0", ""]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_the_encoding_is_found_out(encoding, found):
    """Umlauts and typographic quotes come out right whatever wrote the file."""
    text = "Wie war’s?;Größe\nSchön – „sehr“ gut, café;3\nSüß und übermäßig günstig;5\n"
    survey = read(text.encode(encoding), name="x.csv")
    assert survey.encoding == found
    assert survey.frame.columns.tolist() == ["Wie war’s?", "Größe"]
    assert survey.frame["Wie war’s?"][0] == "Schön – „sehr“ gut, café"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("id;Name\n1;Müller\n", "cp1252"),
        ("a,b\n1,café\n", "cp1252"),
        ("a\nÄRGER,ÜBEL\n", "cp1252"),
        ("precio,año,señor,¿Qué tal?", "cp1252"),
        ("precio,año,señor,¿Qué tal?", "mac_roman"),
        ("a\ndon’t know\n", "cp1252"),
        ("a\ndon’t know\n", "mac_roman"),
        ("Насколько вы довольны?\nОчень доволен\nНе знаю\n", "cp1251"),
        ("序号,提交答卷时间,您对我们的服务满意吗\n1,2020,非常满意\n", "gb18030"),
        ("タイムスタンプ,満足度はどうですか\n2020,とても満足しています\n", "shift_jis"),
    ],
)
def test_a_few_letters_tell_the_encoding(text, encoding):
    """One umlaut is enough, and other scripts are known by their words."""
    from journeykit.survey.encoding import decode

    assert decode(text.encode(encoding))[0] == text


def test_a_person_overrules_the_encoding():
    """The encoding that somebody names is used."""
    survey = read("a\né\n".encode("mac_roman"), name="x.csv", encoding="mac_roman")
    assert survey.frame["a"][0] == "é"


def test_damaged_bytes_are_counted():
    """One broken byte in a UTF-8 file costs one character and is reported."""
    data = "a,b\n" + "é,ü\n" * 20
    survey = read(data.encode() + b"\xff,x\n", name="x.csv")
    assert survey.encoding == "utf-8"
    assert survey.responses == 21
    assert "1 characters could not be read as utf-8" in survey.warnings[0]


def test_semicolons_with_decimal_commas():
    """A European file is parted at semicolons and its decimal commas are numbers."""
    survey = read(csv("id;age;rating", *["1;30,5;4,5", "2;41,5;3,5", "3;20,5;2,5"]), name="x.csv")
    assert survey.delimiter == ";"
    assert survey.question("age").kind == "number"
    assert survey.question("rating").answered == 3


def test_line_ends_of_every_system():
    """CR, LF and CRLF part records; a line feed inside a cell does not."""
    for end in ("\r", "\n", "\r\n"):
        survey = read(f"a,b{end}1,2{end}3,4{end}".encode(), name="x.csv")
        assert survey.frame["b"].tolist() == ["2", "4"]
    survey = read(b'a,b\r\n"one\ntwo",2\r\n', name="x.csv")
    assert survey.frame["a"].tolist() == ["one\ntwo"]


def test_a_quotation_mark_never_closed_costs_its_own_record():
    """The records after a broken one are read."""
    lines = ["a,b,c", "1,x,2", '3,"never closed,4', '5,"fine, really",6', "7,y,8"]
    survey = read(csv(*lines), name="x.csv")
    assert survey.rows == 4
    assert survey.frame["a"].tolist() == ["1", "5", "7"]
    assert [(a.row, a.reason) for a in survey.set_aside] == [
        (2, "a quotation mark is opened and never closed")
    ]


def test_ragged_records_are_set_aside():
    """Too few and too many cells are named with the record's number; blank extras are not."""
    survey = read(csv("a,b,c", "1,2,3", "4,5", "6,7,8,9", "1,2,3,,", ",,"), name="x.csv")
    assert survey.rows == survey.responses + len(survey.set_aside) == 5
    assert [(a.row, a.reason) for a in survey.set_aside] == [
        (2, "it has 2 cells, fewer than the header's 3"),
        (3, "it has 4 cells, more than the header's 3"),
        (5, "it is empty"),
    ]


def test_a_quotation_mark_inside_a_quoted_cell_is_kept():
    """A record with a careless quotation mark is read and reported."""
    survey = read(csv("a,b", '1,"it was "great" there"', "2,x"), name="x.csv")
    assert survey.responses == 2
    assert survey.frame["a"].tolist() == ["1", "2"]
    assert "great" in survey.frame["b"][0]


def test_a_tab_file_without_quoting(public):
    """In a tab-separated file a quotation mark can be a letter: no line is lost."""
    path = public("sentiment/nyt_snippets.tsv")
    lines = path.read_bytes().count(b"\n")
    survey = read(path)
    assert survey.rows == survey.responses + len(survey.set_aside)
    assert survey.rows in (lines - 1, lines)
    assert not survey.set_aside


def test_headings_are_unique():
    """A heading that occurs again gets a number that is not taken."""
    survey = read(csv("Other,Other,Other (2),Other", "1,2,3,4"), name="x.csv")
    assert survey.frame.columns.tolist() == ["Other", "Other (3)", "Other (2)", "Other (4)"]


def test_excels_separator_line_is_no_header():
    """The line sep=; names the delimiter."""
    survey = read(csv("sep=;", "a;b", "1;2"), name="x.csv")
    assert survey.delimiter == ";"
    assert survey.rows == 1


def test_title_lines_above_the_header_are_left_out():
    """A title above the table is not the header."""
    survey = read(csv("Our survey 2026", "", "a,b,c", "1,2,3", "4,5,6"), name="x.csv")
    assert survey.frame.columns.tolist() == ["a", "b", "c"]
    assert survey.rows == 2


def test_gzip_is_unpacked():
    """x.csv.gz is read as x.csv."""
    survey = read(gzip.compress(b"a,b\n1,2\n"), name="x.csv.gz")
    assert (survey.format, survey.responses) == ("csv", 1)


def workbook(rows, **options) -> bytes:
    import xlsxwriter

    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, **options})
    sheet = book.add_worksheet("Form responses 1")
    day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if hasattr(cell, "year"):
                sheet.write_datetime(at, column, cell, day)
            else:
                sheet.write(at, column, cell)
    book.close()
    return sink.getvalue()


def test_workbooks_are_read_as_text():
    """Whole numbers have no point, stamps are written out, blanks are blank."""
    from datetime import datetime

    data = workbook(
        [["When", "Score", "Said"], [datetime(2026, 1, 2, 3, 4), 4, "ok"], ["", 4.5, ""]]
    )
    survey = read(data, name="x.xlsx")
    assert survey.frame.iloc[0].tolist() == ["2026-01-02 03:04:00", "4", "ok"]
    assert survey.frame.iloc[1].tolist() == ["", "4.5", ""]
    assert (survey.format, survey.encoding, survey.delimiter) == ("xlsx", None, None)


def test_a_wrong_dimension_record_does_no_harm():
    """Microsoft Forms says that its sheet has one cell; all of them are read."""
    data = workbook([["ID", "Start time", "Completion time", "Score"], [1, "a", "b", 5]])
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(sink, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename.endswith("sheet1.xml"):
                content = content.replace(b'<dimension ref="A1:D2"/>', b'<dimension ref="A1"/>')
                assert b'ref="A1"/>' in content
            new.writestr(item, content)
    survey = read(sink.getvalue(), name="forms.xlsx")
    assert survey.tool == "microsoft-forms"
    assert survey.frame["Score"].tolist() == ["5"]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "x.csv", "is empty"),
        (b" \n\n", "x.csv", "is empty"),
        (b"\xef\xbb\xbf", "x.csv", "is empty"),
        (b"a,b,c\n", "x.csv", "has a header but no answers"),
        (b"a,b\n1,2\n", "x.docx", "unknown suffix '.docx'"),
        (b"%PDF-1.7 ...", "x.csv", "is a PDF"),
        (b"<!DOCTYPE html><html></html>", "x.csv", "is a web page"),
        (b"\n <html><body>", "x.csv", "is a web page"),
        (bytes(range(256)) * 20, "x.csv", "binary"),
        (b"PK\x03\x04rest", "x.csv", "wrong suffix"),
        (b"no workbook", "x.xlsx", "is not a workbook"),
        (b"a,b\n", "x.csv.gz", "is not a gzip file"),
        (b"\x1f\x8bnonsense", "x.csv.gz", "damaged gzip"),
        (b"PAR1", "x.parquet", "is not a Parquet file"),
    ],
)
def test_what_is_no_survey_is_refused_in_one_line(data, name, words):
    """Every refusal is one sentence that names the file and the reason."""
    with pytest.raises(Refused) as refusal:
        read(data, name=name)
    message = str(refusal.value)
    assert words in message
    assert f"'{name}'" in message
    assert "\n" not in message


def test_a_locked_workbook_is_refused():
    """A workbook with a password says so."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    for name in ("x.xlsx", "x.xls"):
        with pytest.raises(Refused, match="protected by a password"):
            read(data, name=name)


def test_a_file_that_is_not_there(tmp_path):
    """A wrong path is refused with the path, a folder as a folder."""
    with pytest.raises(Refused, match=r"There is no file '.*gone\.csv'"):
        read(tmp_path / "gone.csv")
    with pytest.raises(Refused, match="is a folder"):
        read(tmp_path)


def test_an_unknown_encoding_is_refused():
    """A misspelt encoding is named."""
    with pytest.raises(Refused, match="no encoding 'klingon'"):
        read(b"a\n1\n", name="x.csv", encoding="klingon")


PUBLIC = [
    ("alchemer/jupyter_2015_ux.csv", "alchemer", 1, 1706),
    ("carpentries/long_term_2020_12.csv", "generic", 1, 87),
    ("google_forms/dask_2019.csv.gz", "google-forms", 1, 259),
    ("google_forms/dask_2021.csv.gz", "google-sheets", 1, 247),
    ("gsa/cx_responses_bom.csv", "generic", 1, 4),
    ("limesurvey/rse_2016_uk.csv", "limesurvey", 1, 273),
    ("qualtrics/legacy_two_header_rows.csv", "qualtrics", 2, 1),
    ("qualtrics/three_header_rows.csv", "qualtrics", 3, 1),
    ("sfo/sfo_2015.csv", "generic", 1, 2958),
    ("sfo/sfo_2016.csv", "generic", 1, 3087),
    ("surveymonkey/jupyter_2020_flat.csv", "surveymonkey", 1, 1135),
    ("surveymonkey/south_two_header_rows.csv", "surveymonkey", 2, 2528),
    ("surveymonkey/thanksgiving_2015.csv", "surveymonkey", 1, 1058),
]


@pytest.mark.parametrize(("name", "tool", "header_rows", "rows"), PUBLIC)
def test_public_surveys(public, name, tool, header_rows, rows):
    """Real exports: the tool, the header rows and every record are found."""
    survey = read(public(name))
    assert (survey.tool, survey.header_rows, survey.rows) == (tool, header_rows, rows)
    assert survey.rows == survey.responses + len(survey.set_aside)
    for question in survey.questions:
        assert survey.responses == question.answered + question.missing + question.not_applicable
        assert set(question.columns) <= set(survey.frame.columns)


def test_inspect_has_the_keys_of_the_contract(public):
    """What inspect prints is JSON with the keys that scripts rely on."""
    import json

    data = read(public("carpentries/long_term_2020_12.csv")).to_json()
    assert list(data) == [
        "file", "tool", "format", "encoding", "delimiter", "header_rows", "rows", "responses",
        "set_aside", "questions", "privacy", "warnings", "complete", "partial", "test",
    ]  # fmt: skip
    (nps,) = [question for question in data["questions"] if question["kind"] == "nps"]
    assert nps == {
        "id": "recommendation_score",
        "text": "recommendation_score",
        "columns": ["recommendation_score"],
        "kind": "nps",
        "scale": {"min": 0, "max": 10, "labels": {}, "not_applicable": [], "missing": []},
        "answered": 87,
        "missing": 0,
        "not_applicable": 0,
    }
    assert json.loads(json.dumps(data)) == data


UNSEEN = (
    "id,Comment,Rate the food,Colour,NPS\n"
    + "".join(f"00{at},\ufefffine\u200b {at} \0,{1 + at % 5},Red,{at % 11}\n" for at in range(40))
    + " 0077 , it was\u00a0 good , 4 , Red \0,\ufeff9\n"
)


def test_cells_are_kept_as_the_file_has_them():
    """Blanks, NUL, byte-order marks and zero-width spaces stay in the cells that were stored."""
    from journeykit.survey import from_parquet, to_parquet

    survey = from_parquet(to_parquet(read(UNSEEN.encode(), name="x.csv")))
    assert survey.frame.iloc[40].tolist() == [
        " 0077 ", " it was\u00a0 good ", " 4 ", " Red \0", "\ufeff9",
    ]  # fmt: skip
    assert survey.frame["Comment"][3] == "\ufefffine\u200b 3 \0"


def test_what_nobody_sees_counts_for_nothing():
    """A padded number is a number, a padded option is the option, and both are said once."""
    from journeykit.measures import scores
    from journeykit.survey import numeric

    survey = read(UNSEEN.encode(), name="x.csv")
    food, nps = survey.question("Rate the food"), survey.question("NPS")
    assert (food.kind, food.answered, nps.kind, nps.answered) == ("rating", 41, "nps", 41)
    assert numeric(survey, food).tolist()[40] == 4.0
    assert numeric(survey, nps).tolist()[40] == 9.0
    shares = [s for s in scores(survey) if s["question"] == "Colour"]
    assert [(s["option"], s["value"], s["n"]) for s in shares] == [("Red", 1.0, 41)]
    assert survey.warnings[:2] == (
        "41 NUL characters inside cells are kept and count for nothing.",
        "41 byte-order marks inside cells are kept and count for nothing.",
    )


def test_an_address_with_something_unseen_in_it_is_found():
    """A zero-width space or NUL inside an e-mail address hides it from nobody."""
    rows = "".join(f"{at},well {at}\n" for at in range(30))
    survey = read(f"id,Comment\n{rows}31,mail an\u200bn@exam\0ple.org now\n".encode(), name="x.csv")
    assert "example.org" not in survey.frame["Comment"][30].replace("\0", "")
    assert [(p.kind, p.cells) for p in survey.privacy] == [("email", 1)]


def test_a_mark_before_a_quotation_mark_does_not_break_the_record():
    """Where a mark stands outside the quotes of a cell it is left out, and that is said."""
    survey = read('a,b\n1,\ufeff"x, y"\n2,z\n'.encode(), name="x.csv")
    assert survey.frame["b"].tolist() == ["x, y", "z"]
    assert survey.warnings == ("1 byte-order marks inside cells were left out.",)
