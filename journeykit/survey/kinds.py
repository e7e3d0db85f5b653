"""The kind of a question, guessed from its heading, its answers and its neighbours.

A guess is a proposal: whoever imports the file sees it and a recipe overrules it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from journeykit.survey import labels
from journeykit.survey.cells import labelled_number, number, words
from journeykit.survey.question import NOT_APPLICABLE, Scale

_NPS = re.compile(
    r"\bnps\b|net promoter|likel\w*\b.*\brecommend|recommend\w*\b.*\b(score|likel|friend|colleague|"
    r"others)|^recommend$|weiterempf|recommander|recomendar|consiglier|порекоменд|推荐"
)
_NAMED_NPS = re.compile(r"\bnps\b|net promoter")
_CSAT = re.compile(r"satisf|zufrieden|csat|удовлетвор|满意")
_CES = re.compile(r"\bces\b|customer effort|made it easy|how much effort|easy for me to")
_RATING = re.compile(
    r"\brat(e|ed|ing|ings)\b|rate$|\bscore\b|\bstars?\b|quality|\beas[ye]|\bhow (good|easy|well)\b|"
    r"\bexperience with|\bbewert|\bnote\b|\bscale of\b|\bskala\b|\bagree"
)
_COUNTED = re.compile(
    r"\bage\b|\bhow many|\bhow old|\bnumber of|\bminutes?\b|\bhours?\b|\bdays\b|\byears?\b|"
    r"\btimes\b|"
    r"\bprice\b|\bamount\b|\bduration|\bincome|\bcount\b|\bhow long\b|\bhowlong\b|\bvisits?\b|"
    r"\bspend\b|\bspent\b|\balter\b"
)
_CODED = re.compile(
    r"\bcode\b|\bday\b|\bmonth\b|\bgender\b|\bsex\b|\bzip\b|\bpostal|\bgroup\b|\bid\b"
)
_ENDS = re.compile(
    r"(?:scale|rate|rating|skala|von|from|where|\(|\[)[^0-9]{0,20}([01])\s*"
    r"(?:-|–|to|bis|and|à|/|\.\.+)\s*(10|[3-9])\b"
)
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
    "runid", "run id", "_submission_time", "_uuid", "__version__", "_status", "_index",
}  # fmt: skip
_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([ T].*)?|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d\d)([ T].*)?|"
    r"\d{1,2}:\d\d(:\d\d)?( ?[AP]M)?",
    re.IGNORECASE,
)


#: What joins several answers in one cell, by tool.
_MARKS = {
    "google-forms": (";",),
    "google-sheets": (", ",),
    "microsoft-forms": (";",),
    "typeform": (" / ", ";"),
    "wenjuanxing": ("┋", ";"),
}


@dataclass(frozen=True)
class Profile:
    """What stands in a column: how often each cell that is not blank occurs."""

    cells: Mapping[str, int]
    numbers: Mapping[float, int]
    spoken: Mapping[str, int]
    decimal: str

    @property
    def n(self) -> int:
        """The cells that say something."""
        return sum(self.cells.values())

    @property
    def numeric(self) -> bool:
        """Whether all but a stray word or two are numbers."""
        known = sum(self.numbers.values())
        absent = sum(n for cell, n in self.spoken.items() if cell.casefold() in NOT_APPLICABLE)
        return known > 0 and known >= 0.97 * (self.n - absent)

    @property
    def whole(self) -> bool:
        """Whether every number is whole."""
        return all(value.is_integer() for value in self.numbers)


def profile(counts: Mapping[str, int], decimal: str = ".") -> Profile:
    """Return the profile of a column from the count of each of its cells."""
    cells = {cell: n for cell, n in counts.items() if cell}
    if decimal == "." and _commas(cells):
        decimal = ","
    numbers: Counter[float] = Counter()
    spoken: dict[str, int] = {}
    for cell, n in cells.items():
        value = number(cell, decimal)
        if value is None:
            spoken[cell] = n
        else:
            numbers[value] += n
    return Profile(cells, numbers, spoken, decimal)


def _commas(cells: Mapping[str, int]) -> bool:
    """A column such as "3,5" "4": decimal commas whatever the delimiter is."""
    comma = [cell for cell in cells if re.fullmatch(r"-?\d+,\d+", cell)]
    return bool(comma) and any(len(cell.partition(",")[2]) != 3 for cell in comma)


def fixed(name: str, text: str, column: Profile, responses: int) -> str | None:
    """Return the kind that the heading alone decides: weight, identifier, metadata."""
    for heading in (words(name), words(text)):
        if _WEIGHT.fullmatch(heading) and column.numeric:
            return "weight"
        if heading in _METADATA or (heading.startswith("location ") and len(heading) < 20):
            return "metadata"
        bare = heading.lstrip("*")
        unique = len(column.cells) >= 0.95 * max(1, column.n)
        if _IDENTIFIER.fullmatch(bare) or bare.endswith((" id", "gid")):
            return "identifier" if unique else "metadata"
        if bare == "column 1" and unique and column.numeric and column.whole and column.n > 2:
            return "identifier"
    return None


def guess(
    text: str, column: Profile, family: frozenset[float] | None = None
) -> tuple[str, Scale | None]:
    """Return the kind and the scale of a question.

    ``family`` holds the numbers found in the columns of one grid together: neighbours show the
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


def _numeric(
    heading: str, column: Profile, family: frozenset[float] | None
) -> tuple[str, Scale | None]:
    absent = tuple(cell for cell in column.spoken if cell.casefold() in NOT_APPLICABLE)
    strays = tuple(cell for cell in column.spoken if cell.casefold() not in NOT_APPLICABLE)
    ends = scale_of(heading, column, family)
    if ends is None:
        few = column.whole and len(column.numbers) <= 60 and not _COUNTED.search(heading)
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
    if _NPS.search(heading) and (low, high) == (0, 10):
        return "nps"
    if _CES.search(heading) and high in (5, 7):
        return "ces"
    if _CSAT.search(heading) and high <= 7:
        return "csat"
    return "likert" if re.search(r"\bagree", heading) else "rating"


def scale_of(
    heading: str, column: Profile, family: frozenset[float] | None
) -> tuple[float, float] | None:
    """Return the ends of the scale on which these numbers are points, or None.

    The heading decides where it names the ends ("on a scale of 1 to 7"). Otherwise it is the
    usual scale into which the numbers fit once 0 and the one code beyond the top are taken for
    "blank" and "not applicable".
    """
    heading = words(heading)
    points = {value for value in column.numbers if value >= 0 and value.is_integer()}
    inside = sum(n for value, n in column.numbers.items() if value <= 10)
    total = sum(column.numbers.values())
    if total == 0:
        return None
    if found := _ENDS.search(heading):
        low, high = float(found[1]), float(found[2])
        if sum(n for v, n in column.numbers.items() if low <= v <= high) >= 0.5 * total:
            return low, high
    low_enough = {value for value in points if value <= 10}
    # "recommend" is also asked on 1-5
    ten = bool(low_enough) and (max(low_enough) > 5 or len(low_enough) <= 3)
    if _NPS.search(heading) and inside >= 0.5 * total and (ten or _NAMED_NPS.search(heading)):
        return 0.0, 10.0
    if not column.whole and not (_CSAT.search(heading) or _RATING.search(heading)):
        return None
    hinted = bool(_CSAT.search(heading) or _CES.search(heading) or _RATING.search(heading))
    if not hinted and (_COUNTED.search(heading) or _CODED.search(heading)):
        return None
    seen = (family or frozenset()) | points
    if not hinted and family is None and not _looks_rated(column):
        return None
    return _usual(seen, column)


def _usual(seen: frozenset[float] | set[float], column: Profile) -> tuple[float, float] | None:
    """The usual scale for these numbers: 1-5, 1-7, 0-10, 1-10; 1-100 is a number."""
    ordinary = {value for value in seen if value <= 10}
    # a sentinel (11, 88, 99, 999) stands alone beyond the scale
    beyond = {value for value in seen if value > 10}
    if column.n >= 20 and ordinary and max(ordinary) in (8, 9):
        # 8 or 9 far above the others is a code: 1-5 with 9 for "don't know"
        below = max(ordinary - {8.0, 9.0}, default=0.0)
        ordinary = {value for value in ordinary if value <= below} if below <= 5 else ordinary
    if not ordinary or len(beyond) > 2 or (beyond and not beyond & {11, 88, 97, 98, 99, 999}):
        return None
    top = max(ordinary)
    if top <= 1:
        return None
    if top in (2, 3) and len(ordinary - {0}) <= 3:
        return None if len(ordinary - {0.0}) < 3 and column.n > 20 else (1.0, 5.0)
    if top <= 6:
        return 1.0, 5.0
    if top <= 8:
        return 1.0, 7.0
    return (0.0 if 0.0 in ordinary else 1.0), 10.0


def _looks_rated(column: Profile) -> bool:
    """Whether numbers without any hint are distributed as ratings are.

    Codes of categories come in any order; ratings rise towards one end, nearly always the
    better one.
    """
    points = {v: n for v, n in column.numbers.items() if 1 <= v <= 5}
    if len(points) < 4 or 5 not in points or max(column.numbers) > 6:
        return False
    upper, lower = points.get(4, 0) + points.get(5, 0), points.get(1, 0) + points.get(2, 0)
    return upper > 1.5 * lower and points.get(4, 0) > points.get(2, 0)


def _labelled(heading: str, column: Profile) -> tuple[str, Scale] | None:
    absent = tuple(c for c in column.cells if c.casefold() in NOT_APPLICABLE)
    rest = {c: n for c, n in column.cells.items() if c not in absent}
    if not rest:
        return None
    coded = {cell: _value(cell, column.decimal) for cell in rest}
    if all(value is not None for value in coded.values()) and len(set(coded.values())) > 1:
        return _coded(heading, column, coded, absent)  # type: ignore[arg-type]
    if matched := labels.match(rest):
        kind, values, points = matched
        if kind == "rating" and _CSAT.search(heading):
            kind = "csat"
        if _CES.search(heading) and kind in ("likert", "rating"):
            kind = "ces"
        return kind, Scale(1, points, values, absent)
    return None


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
    ends = scale_of(text, Profile(column.cells, numbers, {}, column.decimal), frozenset(numbers))
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


__all__ = ["Profile", "fixed", "guess", "profile", "scale_of", "separator"]
