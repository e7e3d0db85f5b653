"""Which survey tool wrote a table, and how many of its rows are headers.

Layouts were seen in real files; `Layout` is what the rest of the reader works with.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from journeykit.survey.cells import heading, words
from journeykit.survey.question import Scale

Rows = Sequence[Sequence[str]]

TOOLS = (
    "google-forms", "google-sheets", "surveymonkey", "qualtrics", "typeform", "limesurvey",
    "microsoft-forms", "alchemer", "kobo", "wenjuanxing", "spss", "ga4", "zendesk", "generic",
)  # fmt: skip
_STAMP = {
    "timestamp", "zeitstempel", "отметка времени", "carimbo de data/hora", "horodateur",
    "marca temporal", "informazioni cronologiche", "tijdstempel", "sygnatura czasowa",
    "タイムスタンプ", "时间戳记",
}  # fmt: skip
_QUALTRICS = {
    "startdate", "enddate", "status", "ipaddress", "progress", "finished", "recordeddate",
    "responseid", "distributionchannel", "userlanguage", "responseset", "externaldatareference",
}  # fmt: skip
_LIMESURVEY = {
    "submitdate", "lastpage", "startlanguage", "seed", "refurl", "date submitted", "last page",
    "start language", "response id",
}  # fmt: skip
_CODE_TEXT = re.compile(r"([A-Za-z]\w*\d\w*(?:\[\w+\])?)\. (.+)", re.DOTALL)
_ARRAY = re.compile(r"\w+\[\w+\](?:\[\w+\])?")
_RESPONSE = {"response", "open-ended response", "open ended response"}
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_AM_PM = re.compile(r"\d{4}/\d{1,2}/\d{1,2} \d{1,2}:\d\d:\d\d [AP]M")
_TYPED_STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_US_STAMP = re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d:\d\d")


@dataclass(frozen=True)
class Column:
    """One column of the table: its name in the frame, a code where the file has one, its text.

    ``stem`` and ``option`` are set when the header says that the column is one part of a question,
    ``kind`` and ``scale`` where the file itself tells them.
    """

    name: str
    text: str
    code: str = ""
    stem: str = ""
    option: str = ""
    kind: str | None = None
    scale: Scale | None = None


@dataclass(frozen=True)
class Layout:
    """The tool, the number of header rows and the columns that they describe."""

    tool: str
    header_rows: int
    columns: tuple[Column, ...]
    weight: str | None = None


def detect(
    rows: Rows,
    header_rows: int | None = None,
    comments: Sequence[str] = (),
    tool: str | None = None,
) -> Layout:
    """Return the layout of a table whose first rows are its headers.

    ``header_rows`` and ``tool`` are what a person said; without them they are found out.
    """
    guess, found = _tool(rows, comments)
    if tool is not None and tool != guess:
        found = _told_headers(tool, rows)
    tool = tool or guess
    count = found if header_rows is None else min(header_rows, len(rows))
    headers = [[heading(cell) for cell in row] for row in rows[:count]]
    width = max(map(len, rows), default=0)
    return Layout(tool, count, tuple(_unique(_columns(tool, headers, width))))


def _told_headers(tool: str, rows: Rows) -> int:
    """The header rows of a tool that was not recognized but named."""
    if tool == "qualtrics":
        imported = len(rows) > 2 and any("ImportId" in cell for cell in rows[2])
        return 3 if imported else 2 if len(rows) > 2 else 1
    return 2 if tool == "surveymonkey" and len(rows) > 2 and "" in rows[0] else 1


def _tool(rows: Rows, comments: Sequence[str]) -> tuple[str, int]:
    first = [heading(cell).casefold() for cell in rows[0]]
    second = [heading(cell) for cell in rows[1]] if len(rows) > 1 else []
    names = set(first)
    if comments:
        return "ga4", 1
    # it has start and end dates and IP addresses as Qualtrics has, and a collector
    if surveymonkey := _surveymonkey(first, second):
        return "surveymonkey", surveymonkey
    if qualtrics := _qualtrics(rows, first, second):
        return "qualtrics", qualtrics
    if first[0] == "#" and names & {"network id", "submit date (utc)", "start date (utc)"}:
        return "typeform", 1
    if {"id", "start time", "completion time"} <= names:
        return "microsoft-forms", 1
    if {"序号", "提交答卷时间"} <= names:
        return "wenjuanxing", 1
    if {"_uuid", "_submission_time"} <= names or {"start", "end", "_id", "_index"} <= names:
        return "kobo", 1
    if "satisfaction score" in names and names & {"requester", "summation column", "assignee"}:
        return "zendesk", 1
    if "time started" in names and "date submitted" in names:
        return "alchemer", 1
    if _limesurvey(first, names):
        return "limesurvey", 1
    if first[0] in _STAMP:
        return _google(rows), 1
    return "generic", 1


def _qualtrics(rows: Rows, first: list[str], second: list[str]) -> int:
    if len(rows) > 2 and sum("ImportId" in cell for cell in rows[2]) > len(rows[2]) / 2:
        return 3
    known = sum(name.replace(" ", "") in _QUALTRICS for name in first)
    if known >= 3:
        start = next((at for at, name in enumerate(first) if name == "startdate"), None)
        labels = start is not None and start < len(second) and not _DATE.search(second[start])
        return 2 if labels else 1
    legacy = sum(bool(re.fullmatch(r"v\d+", name)) for name in first) >= 3
    below = sum(cell.casefold() in _QUALTRICS for cell in second) >= 3
    return 2 if legacy and below else 0


def _surveymonkey(first: list[str], second: list[str]) -> int:
    if words(first[0]) not in ("respondent id", "respondentid") and "collector id" not in first:
        return 0
    below = [cell for cell in second if cell]
    labels = second[:1] == [""] and bool(below)
    answers = any(cell.casefold() in _RESPONSE for cell in below) or "" in first[1:]
    return 2 if labels and answers else 1


def _limesurvey(first: list[str], names: set[str]) -> bool:
    if len(names & _LIMESURVEY) >= 2:
        return True
    coded = sum(bool(_CODE_TEXT.fullmatch(name) or _ARRAY.fullmatch(name)) for name in first)
    return coded >= 3 and coded > 0.6 * len(first)


def _google(rows: Rows) -> str:
    stamps = [row[0] for row in rows[1:200] if row and row[0]]
    if any(_AM_PM.match(stamp) for stamp in stamps):
        return "google-forms"
    if stamps and _US_STAMP.fullmatch(stamps[0]):
        return "google-sheets"
    cells = [cell for row in rows[1:200] for cell in row[1:]]
    semicolons = sum(";" in cell and "; " not in cell for cell in cells)
    commas = sum(", " in cell for cell in cells)
    # in a workbook of the sheet the stamps are typed
    typed = bool(stamps) and bool(_TYPED_STAMP.fullmatch(stamps[0]))
    forms = semicolons >= commas and (semicolons or not typed)
    return "google-forms" if forms else "google-sheets"


def _columns(tool: str, headers: list[list[str]], width: int) -> list[Column]:
    padded = [row + [""] * (width - len(row)) for row in headers]
    if not padded:
        return [Column(f"Column {at + 1}", f"Column {at + 1}") for at in range(width)]
    if tool == "surveymonkey" and len(padded) > 1:
        return _two_rows(padded)
    below = padded[1] if len(padded) > 1 else padded[0]
    columns = [
        _column(tool, top or f"Column {at + 1}", text or top, len(padded))
        for at, (top, text) in enumerate(zip(padded[0], below, strict=True))
    ]
    return _by_number(columns) if tool == "surveymonkey" else columns


def _two_rows(headers: list[list[str]]) -> list[Column]:
    """SurveyMonkey: the question once, blanks to its right, an option or a row below each."""
    columns, question = [], ""
    for at, (top, below) in enumerate(zip(headers[0], headers[1], strict=True)):
        question = top or question or f"Column {at + 1}"
        if not below or below.casefold() in _RESPONSE:
            columns.append(Column(question, question))
        else:
            name = f"{question} - {below}"
            columns.append(Column(name, name, stem=question, option=below))
    return columns


_GRID = re.compile(r"(.*\S)\s*\[([^\[\]]+)\]")
_DASHED = re.compile(r"(.*\S) - ([^-].*)", re.DOTALL)
_NUMBERED = re.compile(r"(\d+)[.)] (.+)", re.DOTALL)


def _column(tool: str, name: str, text: str, header_rows: int) -> Column:
    code = name if header_rows > 1 else ""
    if tool == "limesurvey" and (coded := _CODE_TEXT.fullmatch(name)):
        code, text = coded[1], coded[2]
    if tool == "kobo" and "/" in name:
        stem, _, option = text.rpartition("/")
        return Column(name, text, stem=stem.strip(), option=option.strip())
    if tool == "alchemer" and ":" in name:
        option, _, stem = name.partition(":")
        return Column(name, name, stem=stem.strip(), option=option.strip())
    stem = option = ""
    for pattern in (_GRID, _DASHED, _NUMBERED):
        if found := pattern.fullmatch(text) or (not code and pattern.fullmatch(name)):
            stem, option = found[1], found[2]
            break
    return Column(name, text, code, stem, option)


def _by_number(columns: list[Column]) -> list[Column]:
    """Flattened SurveyMonkey: "5. VS Code.", "5. Notebook - Classic." are options of question 5.

    Where all headings of a number have one text before a dash, that text is the question.
    """
    stems: dict[str, set[str]] = {}
    numbered = {column.name: _NUMBERED.fullmatch(column.text) for column in columns}
    for column in columns:
        if found := numbered[column.name]:
            stems.setdefault(found[1], set()).add(column.stem)
    return [
        replace(column, stem=found[1], option=found[2])
        if (found := numbered[column.name]) and len(stems[found[1]]) > 1
        else column
        for column in columns
    ]


def _unique(columns: list[Column]) -> list[Column]:
    """Give a heading that occurs again a number, as people would."""
    taken = Counter(column.name for column in columns)
    seen: Counter[str] = Counter()
    unique = []
    for column in columns:
        seen[column.name] += 1
        name = column.name
        at = seen[name]
        while at > 1 and (at == seen[column.name] or name in taken):
            name = f"{column.name} ({at})"
            at += 1
        taken[name] += name != column.name
        unique.append(replace(column, name=name) if name != column.name else column)
    return unique
