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
