"""The kind of a question, guessed from its heading, its answers and its neighbours.

A guess is a proposal: whoever imports the file sees it and a recipe overrules it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from journeykit.survey import labels
from journeykit.survey.cells import labelled_number, number, words
from journeykit.survey.profile import Profile
from journeykit.survey.question import NOT_APPLICABLE, Scale
from journeykit.survey.scales import CES, COUNTED, CSAT, NPS, Grid, scale_of

_WEIGHT = re.compile(r"(?:survey |sampling |final |post)?(?:weight|weights|gewicht|wgt|weighting)")
_IDENTIFIER = re.compile(
    r"(.*\b)?(respondent ?id|response ?id|record ?id|antwort ?id|network id|token|uuid|guid|"
    r"respnum|"
    r"case ?id|submission ?id|participant ?id|customer ?id|external id|user ?id)|id|_id|nr|no\.?|"
    r"\*?resp ?num|#|序号"
)
_METADATA = {
    "timestamp", "zeitstempel", "отметка времени", "carimbo de data/hora", "horodateur",
    "marca temporal", "start date", "end date", "status", "progress", "duration (in seconds)",
    "finished", "recorded date", "external reference", "external data reference",
    "distribution channel", "user language", "response set", "location accuracy", "collector id",
    "custom data 1", "custom data", "date created", "date modified", "start date (utc)",
    "submit date (utc)", "stage date (utc)", "response type", "tags", "ending", "submitdate",
    "lastpage", "startlanguage", "seed", "startdate", "datestamp", "refurl", "date submitted",
    "last page", "start language", "date started", "date last action", "referrer url",
    "start time", "completion time", "last modified time", "time started", "language",
    "session id", "user agent", "referer", "提交答卷时间", "所用时间", "来源", "来源详情",
    "summation column", "created at", "updated at", "requester", "assignee", "assigned at",
    "solved at", "deviceid", "today", "start", "end",
    "validation status", "notes", "submitted by", "runid", "run id", "submission time",
    "version", "index",
}  # fmt: skip
_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([ T].*)?|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d\d)([ T].*)?|"
    r"\d{1,2}:\d\d(:\d\d)?( ?[AP]M)?|\d{4}年\d{1,2}月\d{1,2}日.*",
    re.IGNORECASE,
)


#: Words that a label has which is no point.
_ABSENT = (*(word for word in NOT_APPLICABLE if len(word) > 4), "n/a")

#: More different answers than this are no labels of one scale.
_LABELS = 30

#: What joins several answers in one cell, by tool.
_MARKS = {
    "google-forms": (";",),
    "google-sheets": (", ",),
    "microsoft-forms": (";",),
    "typeform": (" / ", ";"),
    "wenjuanxing": ("┋", ";"),
}


def fixed(name: str, text: str, column: Profile) -> str | None:
    """Return the kind that the heading alone decides: weight, identifier, metadata."""
    if is_weight(name, text) and column.numeric:
        return "weight"
    for heading in (words(name), words(text)):
        if heading in _METADATA or (heading.startswith("location ") and len(heading) < 20):
            return "metadata"
        bare = heading.lstrip("*")
        unique = len(column.cells) >= 0.95 * max(1, column.n)
        if _IDENTIFIER.fullmatch(bare) or bare.endswith((" id", "gid")):
            return "identifier" if unique else "metadata"
        if bare == "column 1" and unique and column.numeric and column.whole and column.n > 2:
            return "identifier"
    return None


def is_weight(*headings: str) -> bool:
    """Whether a column is called a weight."""
    return any(_WEIGHT.fullmatch(words(heading)) for heading in headings)


def guess(text: str, column: Profile, family: Grid | None = None) -> tuple[str, Scale | None]:
    """Return the kind and the scale of a question.

    ``family`` says what the columns of one grid show together: neighbours show the
    ends of a scale that one column alone does not reach.
    """
    heading = words(text)
    if not column.n:
        return "text", None
    if column.numeric:
        return _numeric(heading, column, family)
    if labelled := _labelled(heading, column):
        return labelled
    if sum(n for cell, n in column.cells.items() if _DATE.fullmatch(cell)) >= 0.9 * column.n:
        return "date", None
    return ("single" if _few(column) else "text"), None


def _few(column: Profile) -> bool:
    distinct = len(column.cells)
    if distinct == 1:
        return len(next(iter(column.cells))) <= 80
    average = sum(len(cell) * n for cell, n in column.cells.items()) / column.n
    if average > 100:
        return False
    return distinct <= 60 and distinct <= max(2, column.n * (0.5 if column.n < 40 else 0.25))


def _numeric(heading: str, column: Profile, family: Grid | None) -> tuple[str, Scale | None]:
    absent = tuple(cell for cell in column.spoken if cell.casefold() in NOT_APPLICABLE)
    strays = tuple(cell for cell in column.spoken if cell.casefold() not in NOT_APPLICABLE)
    ends = scale_of(heading, column, family)
    if ends is None:
        few = column.whole and len(column.numbers) <= 60 and not COUNTED.search(heading)
        repeated = len(column.numbers) <= max(2, sum(column.numbers.values()) / 2)
        kind = "single" if few and repeated else "number"
        if re.search(r"\bzip\b|\bpostal|\bpostcode|\bplz\b|zip$", heading):
            kind = "text"
        scale = Scale(not_applicable=absent) if absent else None
        return kind, scale
    low, high = ends
    outside = tuple(sorted(value for value in column.numbers if not low <= value <= high))
    scale = Scale(low, high, {}, absent, outside + strays)
    return _scaled(heading, low, high), scale


def _scaled(heading: str, low: float, high: float) -> str:
    if NPS.search(heading) and (low, high) == (0, 10):
        return "nps"
    if CES.search(heading) and high in (5, 7):
        return "ces"
    if CSAT.search(heading) and high <= 7:
        return "csat"
    return "likert" if re.search(r"\bagree", heading) else "rating"


def _labelled(heading: str, column: Profile) -> tuple[str, Scale] | None:
    absent = tuple(c for c in column.cells if c.casefold() in NOT_APPLICABLE)
    rest = {c: n for c, n in column.cells.items() if c not in absent}
    if not 0 < len(rest) <= _LABELS:
        return None
    coded = {cell: _value(cell, column.decimal) for cell in rest}
    if all(value is not None for value in coded.values()) and len(set(coded.values())) > 1:
        return _coded(heading, column, coded, absent)  # type: ignore[arg-type]
    if matched := labels.match(rest):
        kind, values, points = matched
        return _kind(heading, kind), Scale(1, points, values, absent)
    return None


def wording(heading: str, codes: Mapping[str, float]) -> tuple[str, float, float] | None:
    """Return the kind and the ends of a scale whose labels have codes of their own, or None.

    The ends are codes, the worst first.

    >>> wording("How was it?", {"Very satisfied": 1, "Satisfied": 2, "Very dissatisfied": 5})
    ('csat', 5.0, 1.0)
    """
    matched = labels.match(codes)
    if matched is None:
        return None
    kind, values, points = matched
    pairs = sorted((values[label], float(codes[label])) for label in codes)
    (first, low), (last, high) = pairs[0], pairs[-1]
    if low == high or last == first:
        return None
    step = (high - low) / (last - first)
    if any(abs(code - low - step * (value - first)) > 1e-9 for value, code in pairs):
        return None
    return _kind(words(heading), kind), low - step * (first - 1), high + step * (points - last)


def _kind(heading: str, kind: str) -> str:
    """The kind of a worded scale, seen with what was asked."""
    if kind == "rating" and CSAT.search(heading):
        return "csat"
    return "ces" if CES.search(heading) and kind in ("likert", "rating") else kind


def _value(cell: str, decimal: str) -> float | None:
    plain = number(cell, decimal)
    return labelled_number(cell) if plain is None else plain


def _coded(
    heading: str, column: Profile, coded: Mapping[str, float], absent: tuple[str, ...]
) -> tuple[str, Scale] | None:
    """Cells such as "5 - Very satisfied": the number is in the label."""
    numbers: Counter[float] = Counter()
    for cell, value in coded.items():
        numbers[value] += column.cells[cell]
    text = f"{heading} {' '.join(coded)}".casefold()
    # a sixth label that is none of "not applicable" is a point
    six = any(v == 6 and not any(word in c.casefold() for word in _ABSENT)
              for c, v in coded.items())  # fmt: skip
    shown = Grid(frozenset(numbers), six)
    ends = scale_of(text, Profile(column.cells, numbers, {}, column.decimal), shown)
    if ends is None or len(numbers) < 2 or len(coded) > 15:
        return None
    low, high = ends
    points = {c: v for c, v in coded.items() if low <= v <= high and number(c) is None}
    outside = tuple(cell for cell, value in coded.items() if not low <= value <= high)
    return _scaled(text, low, high), Scale(low, high, points, absent, outside)


def separator(column: Profile, tool: str) -> str:
    """Return what parts the options of a multiple choice in one cell, or ""."""
    marks = _MARKS.get(tool, (";", "|"))
    return next((mark for mark in marks if _parts(column, mark)), "")


def glued(column: Profile, mark: str) -> tuple[str, ...]:
    """Return the options that hold the mark themselves, the longest first.

    Two parts are one option when they never occur without each other, one right behind the
    other, and the second goes on in lower case or closes a bracket that the first opens.

    >>> cells = {"Yes, but rarely, By bus": 3, "Yes, but rarely": 2, "By bus": 4}
    >>> glued(Profile(cells, {}, cells, "."), ", ")
    ('Yes, but rarely',)
    """
    rows = [([part.strip() for part in cell.split(mark)], n) for cell, n in column.cells.items()]
    found: set[str] = set()
    for _ in range(8):
        alone: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for row, n in rows:
            alone.update(dict.fromkeys(row, n))
            pairs.update(dict.fromkeys(pairwise(row), n))
        joined = {
            (a, b)
            for (a, b), n in pairs.items()
            # what is written once may be anything
            if a and b and n > 1 and n == alone[a] == alone[b]
            and (a.count("(") > a.count(")") or b[0].islower())
        }  # fmt: skip
        if not joined:
            break
        found |= {f"{a}{mark}{b}" for a, b in joined}
        rows = [(_joined(row, joined, mark), n) for row, n in rows]
    whole = {part for row, _ in rows for part in row}
    return tuple(sorted(found & whole, key=lambda option: (-len(option), option)))


def _joined(row: Sequence[str], pairs: set[tuple[str, str]], mark: str) -> list[str]:
    parts: list[str] = []
    last = ""
    for part in row:
        if parts and (last, part) in pairs:
            parts[-1] = f"{parts[-1]}{mark}{part}"
        else:
            parts.append(part)
        last = part
    return parts


def _parts(column: Profile, mark: str) -> bool:
    tokens: Counter[str] = Counter()
    homes: Counter[str] = Counter()
    split = 0
    for cell, n in column.cells.items():
        parts = [part.strip() for part in cell.split(mark) if part.strip()]
        split += n * (len(parts) > 1)
        for part in parts:
            tokens[part] += n
            homes[part] += 1
    if not split or split < 0.05 * column.n or len(tokens) < 2:
        return False
    often = sum(n for n in tokens.values() if n > 1) / sum(tokens.values())
    length = sum(len(token) * n for token, n in tokens.items()) / sum(tokens.values())
    shared = any(n > 1 for n in homes.values())
    # write-in answers make a long tail of options that occur once
    common = sum(n >= max(2, 0.02 * column.n) for n in tokens.values())
    return shared and often >= 0.6 and length <= 80 and 2 <= common <= 80
