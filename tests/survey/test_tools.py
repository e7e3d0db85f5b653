"""Which tool wrote a file, and how many of its rows are headers."""

from __future__ import annotations

import pytest

from journeykit.survey import read

EXPORTS = {
    "google-forms": [
        '"Zeitstempel","Wie war es?"',
        '"2024/10/28 2:53:02 PM MEZ","gut;schnell"',
        '"2024/10/28 3:53:02 PM MEZ","gut"',
    ],
    "google-sheets": ["Timestamp,How was it? [Food]", "4/22/2016 19:57:50,4"],
    "surveymonkey": [
        "Respondent ID,Collector ID,Start Date,IP Address,How was it?,,Why?",
        ",,,,Good,Bad,Open-Ended Response",
        "11,1,2026-01-02,192.0.2.1,Good,,because",
        "12,1,2026-01-02,192.0.2.2,,Bad,of that",
    ],
    "qualtrics": [
        "StartDate,EndDate,Status,ResponseId,Q1",
        "Start Date,End Date,Response Type,Response ID,How was it?",
        "2026-01-02 10:00:00,2026-01-02 10:01:00,0,R_1,4",
    ],
    "typeform": [
        "#,How was it?,Start Date (UTC),Submit Date (UTC),Network ID",
        "a1,good,2026-01-02 10:00:00,2026-01-02 10:01:00,n1",
    ],
    "limesurvey": [
        '"id","submitdate","lastpage","startlanguage","G1Q1","G1Q2[SQ001]","G1Q2[SQ002]"',
        '"1","1980-01-01 00:00:00","3","en","4","Y",""',
        '"2","","2","en","N/A","Y","Y"',
    ],
    "microsoft-forms": [
        "ID,Start time,Completion time,Email,Name,How was it?",
        "1,1/2/26 10:00:00,1/2/26 10:01:00,anonymous,,4",
    ],
    "alchemer": [
        "Time Started,Date Submitted,Status,How was it?,Other - Write In:How was it?",
        "2026-01-02,2026-01-02,Complete,good,",
    ],
    "wenjuanxing": [
        "序号,提交答卷时间,所用时间,来源,来自IP,1、满意吗",
        "1,2026/1/2,30秒,微信,1.2.3.4,5",
    ],
    "kobo": ["group/q1;_uuid;_submission_time", "4;u1;2026-01-02"],
    "ga4": ["# ----", "# Account: x", "# Start date: 20250303", "Page,Views", "home,3"],
    "generic": ["a,b", "1,2"],
}


@pytest.mark.parametrize("tool", EXPORTS)
def test_the_tool_is_recognized(tool):
    """Each layout is known by its headers, with every record below them."""
    lines = EXPORTS[tool]
    survey = read("\r\n".join(lines).encode(), name="x.csv")
    assert survey.tool == tool
    comments = sum(line.startswith("# ") for line in lines)
    assert survey.rows == len(lines) - survey.header_rows - comments
    assert survey.responses == survey.rows


def test_two_header_rows_of_surveymonkey():
    """The question stands once above its options; the IP address is gone."""
    survey = read("\n".join(EXPORTS["surveymonkey"]).encode(), name="x.csv")
    assert survey.header_rows == 2
    how = survey.question("How was it?")
    assert (how.kind, how.options, how.answered) == ("single", ("Good", "Bad"), 2)
    assert survey.question("Why?").columns == ("Why?",)
    assert [found.kind for found in survey.privacy] == ["ip"]


def test_two_header_rows_of_qualtrics():
    """The first row has the codes, the second what was asked."""
    survey = read("\n".join(EXPORTS["qualtrics"]).encode(), name="x.csv")
    assert (survey.header_rows, survey.question("Q1").text) == (2, "How was it?")
    assert survey.question("ResponseId").kind == "identifier"
    flat = read("\n".join(EXPORTS["qualtrics"][::2]).encode(), name="x.csv")
    assert (flat.tool, flat.header_rows) == ("qualtrics", 1)


def test_limesurvey_boxes_are_one_question():
    """Columns of one code with Y in them are the options of one question."""
    survey = read("\n".join(EXPORTS["limesurvey"]).encode(), name="x.csv")
    boxes = survey.question("G1Q2")
    assert (boxes.kind, boxes.columns) == ("multi", ("G1Q2[SQ001]", "G1Q2[SQ002]"))


def test_a_missing_header_is_suspected():
    """A first row of numbers is reported as what it probably is."""
    survey = read(b"1,-0.5,fine\n2,0.25,bad\n", name="x.csv")
    assert "header_rows: 0" in survey.warnings[0]


def test_numbered_options_of_a_flattened_export(public):
    """Options with a dash in them belong to their number like the others."""
    survey = read(public("surveymonkey/jupyter_2020_flat.csv"))
    tools = survey.question("5")
    assert (tools.kind, len(tools.columns)) == ("multi", 13)
    assert "Jupyter Notebook - Classic." in tools.options


def test_the_survey_packages_are_light_to_import():
    """Importing the packages loads neither pandas nor scipy; scores never need scipy."""
    import subprocess
    import sys

    code = (
        "import sys, journeykit.survey, journeykit.measures, journeykit.emotions\n"
        "heavy = {'pandas', 'numpy', 'scipy', 'pyarrow', 'rapidfuzz'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "from journeykit.survey import read\n"
        "from journeykit.measures import scores\n"
        "assert scores(read(b'id,Rate it\\n' + b'1,5\\n2,4\\n' * 9, name='x.csv'))\n"
        "assert 'scipy' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_opendocument_sheet_is_read():
    """An ODS file is a workbook like the others."""
    import io
    import zipfile

    head = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        '<office:body><office:spreadsheet><table:table table:name="Sheet1">'
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = [["a", "How was it?"], ["x", "good"], ["y", "bad"]]
    body = "".join(
        "<table:table-row>" + "".join(map(cell.format, row)) + "</table:table-row>" for row in rows
    )
    tail = "</table:table></office:spreadsheet></office:body></office:document-content>"
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
        "</manifest:manifest>"
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as book:
        book.writestr("mimetype", mime)
        book.writestr("content.xml", head + body + tail)
        book.writestr("META-INF/manifest.xml", manifest)
    for name in ("x.ods", "survey"):
        survey = read(sink.getvalue(), name=name)
        assert (survey.format, survey.rows) == ("ods", 2)
        assert survey.frame["How was it?"].tolist() == ["good", "bad"]
