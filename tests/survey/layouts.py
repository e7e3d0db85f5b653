"""A synthetic export for each tool, in the layout that its real exports have."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime
from typing import Any

#: Forty people; answers repeat, as they do in a survey.
PEOPLE = range(40)
AGREE = ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree")
Rows = list[list[Any]]


def text(
    rows: Rows, delimiter: str = ",", end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL
) -> str:
    """Return rows as delimited text."""
    sink = io.StringIO(newline="")
    csv.writer(sink, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return sink.getvalue()


def book(sheets: dict[str, Rows]) -> bytes:
    """Return an XLSX file with typed cells."""
    import xlsxwriter

    sink = io.BytesIO()
    made = xlsxwriter.Workbook(sink, {"in_memory": True})
    day = made.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for name, rows in sheets.items():
        sheet = made.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(at, column, cell, day)
                else:
                    sheet.write(at, column, cell)
    made.close()
    return sink.getvalue()


def google_forms() -> bytes:
    rows: Rows = [["Zeitstempel", "Wie zufrieden sind Sie?", "Was haben Sie genutzt?"]]
    for at in PEOPLE:
        used = "Web;App" if at % 3 else "Web"
        rows.append([f"2024/10/28 2:53:{at:02} PM MEZ", 1 + at % 5, used])
    return text(rows, quoting=csv.QUOTE_ALL).encode()


def google_sheets() -> bytes:
    rows: Rows = [
        ["Timestamp", "How was it? [Food]", "How was it? [Staff]", "Where?", "Other", "Other"]
    ]
    where = ("At home, with help, On the way", "On the way", "At home, with help", "In the shop")
    for at in PEOPLE:
        said = "two\nlines" if at == 3 else ""
        rows.append([f"4/22/2016 19:57:{at:02}", 1 + at % 5, 5 - at % 5, where[at % 4], said, ""])
    return text(rows).encode()


def google_sheets_book() -> bytes:
    rows: Rows = [["Timestamp", "How satisfied are you?"]]
    rows += [[datetime(2026, 1, 2, 3, 4, at), 1 + at % 5] for at in PEOPLE]
    return book({"Form responses 1": rows})


def surveymonkey() -> bytes:
    rows: Rows = [
        ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address",
         "First Name", "Last Name", "Custom Data 1", "How satisfied<br />are you?", "", "",
         "Which did you use?", "", "Why?"],
        ["", "", "", "", "", "", "", "", "", "Very satisfied ", " Neutral", "Very dissatisfied",
         "App", "Web", "Open-Ended Response"],
    ]  # fmt: skip
    for at in PEOPLE:
        row: list[Any] = [5000 + at, 77, "01/02/2026 10:00:00", "01/02/2026 10:05:00",
                          f"192.0.2.{at}", f"p{at}@example.org", "Ann", "Example", ""]  # fmt: skip
        row += ["Very satisfied" if at % 3 == 0 else "", "Neutral" if at % 3 == 1 else "",
                "Very dissatisfied" if at % 3 == 2 else ""]  # fmt: skip
        rows.append([*row, "App" if at % 2 else "", "Web", "because\0" if at == 1 else ""])
    return text(rows).encode()


def qualtrics() -> bytes:
    head = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)",
            "Finished", "RecordedDate", "ResponseId", "UserLanguage", "Q1", "Q2_1",
            "Q3_9_TEXT"]  # fmt: skip
    asked = ["Startdatum", "Enddatum", "Antworttyp", "IP-Adresse", "Fortschritt", "Dauer",
             "Beendet", "Aufgezeichnet", "Antwort-ID", "Sprache",
             "How likely are you\nto recommend us?", "Rate us - Staff", "Other - Text"]  # fmt: skip
    rows: Rows = [head, asked, [f'{{"ImportId":"{name}"}}' for name in head]]
    for at in PEOPLE:
        done = at % 10 != 0
        rows.append([
            "2026-01-02 10:00:00", "2026-01-02 10:01:00", 1 if at == 1 else 0, f"192.0.2.{at}",
            100 if done else 40, 60, int(done), "2026-01-02 10:01:00", f"R_{at:05}", "DE",
            at % 11, 1 + at % 5, "",
        ])  # fmt: skip
    return text(rows, "\t", "\n").encode("utf-16")


def typeform() -> bytes:
    rows: Rows = [["#", "How was it?", "Red", "Blue", "Other", "Other", "Response Type",
                   "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)", "Network ID",
                   "Tags", "Ending"]]  # fmt: skip
    for at in PEOPLE:
        kind = "partial" if at % 8 == 0 else "completed"
        rows.append([f"k{at:04}", AGREE[at % 5], "Red" if at % 2 else "", "Blue", "", "", kind,
                     "2026-01-02 10:00:00", "", "2026-01-02 10:01:00", f"n{at}", "",
                     "Thanks\nfor all"])  # fmt: skip
    return text(rows).encode()


def limesurvey() -> bytes:
    rows: Rows = [["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate",
                   "datestamp", "ipaddr", "refurl", "G1Q1", "G1Q2[SQ001]", "G1Q2[SQ002]",
                   "P16[other]"]]  # fmt: skip
    for at in PEOPLE:
        done = "1980-01-01 00:00:00" if at % 4 else ""
        rows.append([at + 1, done, 3, "en", 12345, "1980-01-01 00:00:00", "1980-01-01 00:00:00",
                     f"192.0.2.{at}", "", "N/A" if at == 2 else 1 + at % 5, "Y" if at % 2 else "",
                     "Y", ""])  # fmt: skip
    return text(rows, quoting=csv.QUOTE_ALL).encode("utf-8-sig")


def microsoft_forms() -> bytes:
    rows: Rows = [["ID", "Start time", "Completion time", "Email", "Name", "Last modified time",
                   "How satisfied are you?", "What did you use?"]]  # fmt: skip
    for at in PEOPLE:
        used = "App;Web;" if at % 2 else "Web;"
        rows.append([at + 1, datetime(2026, 1, 2, 3, 4, at), datetime(2026, 1, 2, 3, 5, at),
                     "anonymous", "", "", 1 + at % 5, used])  # fmt: skip
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book({"Sheet1": rows}))) as old,
        zipfile.ZipFile(sink, "w") as new,
    ):
        for item in old.infolist():
            part = old.read(item)
            if item.filename.endswith("sheet1.xml"):
                at = part.index(b"<dimension ref=")
                part = part[:at] + b'<dimension ref="A1"/>' + part[part.index(b"/>", at) + 2 :]
            new.writestr(item, part)
    return sink.getvalue()


def alchemer() -> bytes:
    rows: Rows = [["Response ID", "Time Started", "Date Submitted", "Status", "Language",
                   "How\u00a0was it?", "Red:Which colors?", "Blue:Which colors?",
                   "Other - Write In:Which colors?"]]  # fmt: skip
    for at in PEOPLE:
        rows.append([at, "2026-01-02 10:00:00", "2026-01-02 10:01:00",
                     "Partial" if at % 4 == 0 else "Complete", "English", AGREE[at % 5],
                     "Red" if at % 2 else "", "Blue", ""])  # fmt: skip
    return text(rows).encode()


def kobo() -> bytes:
    rows: Rows = [["start", "end", "visit/How satisfied were you?", "visit/Used", "visit/Used/App",
                   "visit/Used/Web", "_id", "_uuid", "_submission_time", "_index"]]  # fmt: skip
    for at in PEOPLE:
        app = at % 2
        rows.append(["2026-01-02T10:00:00.000+01:00", "2026-01-02T10:01:00.000+01:00", 1 + at % 5,
                     "App Web" if app else "Web", app, 1, at, f"u-{at}", "2026-01-02T10:01:05",
                     at + 1])  # fmt: skip
    return text(rows, ";").encode()


def wenjuanxing() -> bytes:
    rows: Rows = [["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP",
                   "1、您对我们的服务满意吗？", "2、您用过哪些？"]]  # fmt: skip
    words = ("非常不满意", "不满意", "一般", "满意", "非常满意")
    for at in PEOPLE:
        rows.append([at + 1, f"2026/1/2 10:00:{at:02}", f"{30 + at}秒", "微信", "N/A",
                     f"192.0.2.{at}(北京-北京)", words[at % 5],
                     "网站┋电话" if at % 2 else "网站"])  # fmt: skip
    return text(rows).encode("gb18030")


def ga4() -> bytes:
    head = ["# ----------------------------------------", "# Account: Shop", "# Property: Shop",
            "# ----------------------------------------", "# ", "# Pages and screens",
            "# Start date: 20250303", "# End date: 20250330"]  # fmt: skip
    first = ["Page path,Views,Sessions", *(f"/page/{at},{at * 3},{at}" for at in PEOPLE)]
    second = ["", "# Start date: 20250303", "# End date: 20250330", "Nth day,Active users",
              *(f"{at:04},{at}" for at in range(5))]  # fmt: skip
    return "\r\n".join([*head, *first, *second, ""]).encode()


def zendesk() -> bytes:
    rows: Rows = [["Summation column", "Id", "Requester", "Requester email", "Status",
                   "Created at", "Satisfaction Score"]]  # fmt: skip
    score = ("Good", "Bad", "Offered", "Not Offered")
    for at in PEOPLE:
        rows.append([1, 900 + at, "Ann Example", f"p{at}@example.org", "Closed",
                     "2026-01-02 10:00", score[at % 4]])  # fmt: skip
    return text(rows).encode()


def european() -> bytes:
    rows: Rows = [["Nr", "Bewertung", "Ausgaben"]]
    rows += [[at, f"{1 + at % 5}", f"{at + 1},5"] for at in PEOPLE]
    return text(rows, ";").encode("cp1252")


def long() -> bytes:
    rows: Rows = [["respondent", "question", "answer"]]
    for at in PEOPLE:
        rows += [[at, "How satisfied are you?", 1 + at % 5], [at, "Why?", f"because {at}"]]
    return text(rows).encode()


def parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    columns = {"id": [f"{at:03}" for at in PEOPLE], "Rate the food": [1 + at % 5 for at in PEOPLE]}
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


#: name of the file, its bytes, the tool, the header rows
FILES = {
    "google_forms.csv": (google_forms, "google-forms", 1),
    "google_sheets.csv": (google_sheets, "google-sheets", 1),
    "google_sheets.xlsx": (google_sheets_book, "google-sheets", 1),
    "surveymonkey.csv": (surveymonkey, "surveymonkey", 2),
    "qualtrics.tsv": (qualtrics, "qualtrics", 3),
    "typeform.csv": (typeform, "typeform", 1),
    "limesurvey.csv": (limesurvey, "limesurvey", 1),
    "microsoft_forms.xlsx": (microsoft_forms, "microsoft-forms", 1),
    "alchemer.csv": (alchemer, "alchemer", 1),
    "kobo.csv": (kobo, "kobo", 1),
    "wenjuanxing.csv": (wenjuanxing, "wenjuanxing", 1),
    "ga4.csv": (ga4, "ga4", 1),
    "zendesk.csv": (zendesk, "zendesk", 1),
    "european.csv": (european, "generic", 1),
    "long.csv": (long, "generic", 1),
    "answers.parquet": (parquet, "generic", 1),
}
