"""The dialect of a text table: its delimiter, its quoting, and its records.

No record is lost in silence: what does not fit the header is set aside with its number and
the reason. A quotation mark that is never closed costs its own record, not the rest of the file.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from dataclasses import dataclass, field

DELIMITERS = (",", ";", "\t", "|")
#: A record in quotes runs over at most this many lines; a lost quotation mark runs for ever.
_LONGEST = 400
_SAMPLE = 300
#: A cell may be as long as a file may be; the csv module keeps one limit for the whole process.
CELL_LIMIT = 512 * 1024 * 1024
_COMMENT = re.compile(r"#(?:\s*[-=]{2,}|\s+\S|\s*$)")

csv.field_size_limit(CELL_LIMIT)

Record = list[str]


@dataclass(frozen=True)
class Lines:
    """The records of a text file, before anybody knows which of them are headers.

    ``broken`` maps the position in ``records`` to the reason why that record is not usable;
    the record there holds the raw line alone.
    """

    records: list[Record]
    delimiter: str
    broken: dict[int, str] = field(default_factory=dict)
    comments: tuple[str, ...] = ()
    repaired: int = 0
    warnings: tuple[str, ...] = ()


def parse(text: str, delimiter: str | None = None) -> Lines:
    """Return the records of a delimited text.

    >>> parse('a;b\\n1,5;"x;y"\\n').records
    [['a', 'b'], ['1,5', 'x;y']]
    """
    lines = split_lines(text)
    lines, told = _told(lines)
    lines, comments = _comments(lines)
    delimiter = delimiter or told or sniff(lines)
    records = _strict(lines, delimiter)
    if delimiter == "\t":
        unquoted = _unquoted(lines, delimiter)
        if unquoted and (records is None or len(records) < len(unquoted)):
            return Lines(unquoted, delimiter, comments=comments)
    if records is not None:
        return Lines(records, delimiter, comments=comments)
    return _careful(lines, delimiter, comments)


def split_lines(text: str) -> list[str]:
    """Return the lines with a plain line feed at their ends, whatever ended them."""
    if "\r\n" not in text and text.count("\r") > text.count("\n"):
        # an old Macintosh file: a line feed in it stands inside a cell
        text = text.replace("\n", " ").replace("\r", "\n")
    text = text.replace("\r\n", "\n").replace("\r", " ")
    return [line + "\n" for line in text.split("\n")]


def sniff(lines: list[str]) -> str:
    """Return the delimiter that cuts the most records into as many cells as the header."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> float:
    rows = [row for row in csv.reader(lines[:_SAMPLE], delimiter=delimiter) if row]
    if not rows or len(rows[0]) < 2:
        return 0.0
    width = Counter(map(len, rows)).most_common(1)[0][0]
    if width < 2:
        return 0.0
    return sum(len(row) == width for row in rows) / len(rows) * math.log2(1 + width)


def preceded(lines: list[str]) -> bool:
    """Return whether something stands above the header: ``sep=;`` or lines of comment."""
    return bool(lines) and (bool(_told(lines)[1]) or bool(_comments(lines)[1]))


def _told(lines: list[str]) -> tuple[list[str], str | None]:
    """Excel's own first line, such as ``sep=;``."""
    found = re.fullmatch(r'"?sep=(.)"?', lines[0].strip("\n \ufeff"), re.IGNORECASE)
    return (lines[1:], found[1]) if found else (lines, None)


def _comments(lines: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Leading comment lines, as Google Analytics writes them."""
    start = 0
    while start < len(lines) and (_COMMENT.match(lines[start]) or (start and lines[start] == "\n")):
        start += 1
    return lines[start:], tuple(line.strip() for line in lines[:start])


def _strict(lines: list[str], delimiter: str) -> list[Record] | None:
    """The whole file in one go, where nothing in it is broken."""
    try:
        records = [row for row in csv.reader(lines, delimiter=delimiter, strict=True) if row]
    except csv.Error:
        return None
    widths = {len(row) for row in records}
    return records if len(widths) <= 1 or not any('"' in line for line in lines) else None


def _unquoted(lines: list[str], delimiter: str) -> list[Record] | None:
    """A file in which a quotation mark is a letter like any other."""
    rows = [line[:-1].split(delimiter) for line in lines if line.strip("\n")]
    return rows if len({len(row) for row in rows}) == 1 else None


def _careful(lines: list[str], delimiter: str, comments: tuple[str, ...]) -> Lines:
    """Record by record: each one stands or falls alone."""
    records: list[Record] = []
    broken: dict[int, str] = {}
    repaired = 0
    width = 0
    at = 0
    while at < len(lines):
        line = lines[at]
        if line == "\n":
            at += 1
            continue
        record, used = _record(lines, at, delimiter, width)
        if record is None:
            record, used = next(csv.reader([line], delimiter=delimiter)), 1
            if width and len(record) == width and _closed(line, delimiter):
                repaired += 1
            else:
                broken[len(records)] = "a quotation mark is opened and never closed"
                record = [line[:-1]]
        width = width or len(record)
        records.append(record)
        at += used
    return Lines(records, delimiter, broken, comments, repaired)


def _record(lines: list[str], at: int, delimiter: str, width: int) -> tuple[Record | None, int]:
    line = lines[at]
    if '"' not in line:
        return line[:-1].split(delimiter), 1
    ahead = [line] if line.count('"') % 2 == 0 else lines[at : at + _LONGEST]
    reader = csv.reader(ahead, delimiter=delimiter, strict=True)
    try:
        record = next(reader)
    except (csv.Error, StopIteration):
        return None, 0
    used = reader.line_num
    if used > 1 and width > 1 and len(record) != width:
        swallowed = lines[at + 1 : at + used]
        if any(
            len(next(csv.reader([line], delimiter=delimiter), [])) == width for line in swallowed
        ):
            return None, 0
    return record, used


def _closed(line: str, delimiter: str) -> bool:
    """Whether every quoted cell of a line ends on that line."""
    end = re.escape(delimiter)
    opened = re.findall(rf'(?:^|{end})\s*"', line)
    closed = re.findall(rf'"\s*(?:{end}|\n|$)', line)
    return len(closed) >= len(opened)
