"""Numbers of a website, a shop, a newsletter or a network, as rows of place, metric and value.

Google Analytics 4 exports have comment lines before each table; any other table is either long
(date, metric, value, touchpoint) or wide (a column a metric) (R67, R68).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from journeykit.errors import Refused
from journeykit.evidence.shape import PLACE, TOUCHPOINT, Evidence, replaced, survey_of_rows
from journeykit.evidence.tables import (
    column,
    days,
    decimal_of,
    last,
    number,
    parsed,
    records,
    span,
    text_of,
    title_of,
)

COLUMNS = {"date": "date", "metric": "single", "value": "number", "base": "number",
           PLACE: "single", TOUCHPOINT: "metadata"}  # fmt: skip
#: what tools call it -> what it is
NAMES = (
    (re.compile(r"^(screen )?(page )?views?$|^pageviews?$|screen.*views|^views\b", re.I),
     "Page views"),
    (re.compile(r"^(engaged )?sessions$|^visits$|^sitzungen$", re.I), "Sessions"),
    (re.compile(r"(session|visit|page).*duration|(average|avg).*(engagement )?time|time on page",
                re.I), "Session duration, s"),
    (re.compile(r"(conversion|key event) rate", re.I), "Conversion rate"),
)  # fmt: skip
PLACES = (
    "touchpoint", "page path and screen class", "page path", "page title and screen class",
    "page title", "landing page", "page", "screen", "url", "path", "stage", "campaign", "channel",
    "session default channel group", "first user default channel group", "product", "store",
    "platform", "source", "seite",
)  # fmt: skip
_DATES = ("date", "day", "week", "month", "datum", "period")
_MEAN = re.compile(r"rate|share|average|avg|mean|duration|\btime\b|per |%|score|ratio|"
                   r"rating|abandon|position|quote\b", re.I)  # fmt: skip
#: What an average is an average of, the first of these that stands in the same row.
_BASES = ("sessions", "users", "active users", "total users", "views", "sent", "delivered",
          "recipients", "impressions", "orders", "visits", "n")  # fmt: skip
_COMMENT = re.compile(r"^\s*\"?#")
_NOT_METRIC = re.compile(r"\b(id|year|nth|zip|phone)\b", re.I)
MOST_METRICS = 60
_TOTALS = frozenset({"grand total", "total", "totals", "gesamtsumme"})


@dataclass(frozen=True)
class Row:
    """A value: of which place ("" for the whole), metric and day, and of how many."""

    place: str
    metric: str
    value: float
    base: float | None = None
    day: date | None = None


def averaged(metric: str) -> bool:
    """Whether several values of a metric are averaged, not added.

    >>> averaged("Conversion rate"), averaged("Page views")
    (True, False)
    """
    return bool(_MEAN.search(metric))


def read_ga4(data: bytes, name: str) -> Evidence:
    """Return the numbers of a Google Analytics 4 export."""
    text = text_of(data, name)
    comments = [line for line in text.splitlines() if _COMMENT.match(line)]
    rows: list[Row] = []
    tables = 0
    for block in _blocks(text):
        found = list(_wide(block[0], block[1:], strict=False)) if len(block) > 1 else []
        tables += bool(found)
        rows += found
    if not rows:
        raise Refused(f"'{name}' holds no table of numbers; export a report of GA4 as CSV.")
    period = [_period(comments, word) for word in ("start date", "end date")]
    known = [row.day for row in rows if row.day] or [day for day in period if day]
    method = "Google Analytics 4" + (f", {words}" if (words := span(known)) else "")
    told = [f"{tables} tables were read."] if tables > 1 else []
    return _evidence("ga4", "analytics", name, method, rows, last(known), told)


def read(data: bytes, name: str, kind: str = "analytics") -> Evidence:
    """Return the numbers of a table, long or wide; raise `Refused` where it has none."""
    if _COMMENT.match(data[:200].decode("utf-8-sig", errors="ignore")):
        return read_ga4(data, name)
    header, *body = records(data, name)
    metric, value = column(header, "metric", "measure"), column(header, "value", "wert", "amount")
    rows = list(
        _long(header, body, metric, value)
        if metric is not None and value is not None
        else _wide(header, body, strict=True)
    )
    if not rows:
        raise Refused(f"'{name}' has no column of numbers that could be a metric.")
    when = [row.day for row in rows]
    words = f"Table of {len(body):,} rows" + (f", {found}" if (found := span(when)) else "")
    return _evidence("metrics", kind, name, words, rows, last(when), [])


def _blocks(text: str) -> Iterator[list[list[str]]]:
    """The tables of an export: what stands between comments and blank lines."""
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.strip(" ,;\t") and not _COMMENT.match(line):
            lines.append(line)
        elif lines:
            yield [[cell.strip() for cell in record] for record in parsed("\n".join(lines) + "\n")]
            lines = []


def _period(comments: Sequence[str], word: str) -> date | None:
    for line in comments:
        if found := re.search(rf"{word}:?\s*(\d{{8}})", line, re.I):
            return days([found[1]])[0]
    return None


def _long(
    header: Sequence[str], body: Sequence[Sequence[str]], metric: int, value: int
) -> Iterator[Row]:
    at, day, base = column(header, *PLACES), column(header, *_DATES), column(header, "n", "base")
    when = days([row[day] if day is not None else "" for row in body])
    decimal = decimal_of(row[value] for row in body)
    for row, on in zip(body, when, strict=True):
        found = number(row[value], decimal)
        if found is not None and row[metric]:
            of = number(row[base], decimal) if base is not None else None
            yield Row(row[at] if at is not None else "", named(row[metric]), found, of, on)


def _wide(header: Sequence[str], body: Sequence[Sequence[str]], *, strict: bool) -> Iterator[Row]:
    width = len(header)
    # GA4 writes "Grand total" in a cell beyond the header
    kept = (each for each in body if not any(cell.casefold() in _TOTALS for cell in each))
    rows = [(list(each) + [""] * width)[:width] for each in kept]
    day = column(header, *_DATES)
    place = next((at for word in PLACES if (at := column(header, word)) is not None and at != day
                  and not _numeric(rows, at)), None)  # fmt: skip
    if place is None and not strict and rows and not _numeric(rows, 0) and day != 0:
        place = 0
    metrics = [at for at in range(width) if at not in (day, place) and _numeric(rows, at)
               and not _NOT_METRIC.search(header[at])][:MOST_METRICS]  # fmt: skip
    bases = [at for word in _BASES for at in metrics if header[at].strip().casefold() == word]
    when = days([row[day] if day is not None else "" for row in rows])
    decimals = {at: decimal_of(row[at] for row in rows) for at in metrics}
    for row, on in zip(rows, when, strict=True):
        of = number(row[bases[0]], decimals[bases[0]]) if bases else None
        for at in metrics:
            value = number(row[at], decimals[at])
            if value is not None:
                where = row[place] if place is not None else ""
                yield Row(where, named(header[at]), value, of, on)
        yield from _conversion(header, row, place, on, decimals)


def _conversion(
    header: Sequence[str],
    row: Sequence[str],
    place: int | None,
    on: date | None,
    decimals: dict[int, str],
) -> Iterator[Row]:
    """The conversion rate where the table has only what it is made of."""
    names = [cell.strip().casefold() for cell in header]
    if any(NAMES[3][0].search(cell) for cell in header):
        return
    done = next((at for at, cell in enumerate(names) if cell in ("conversions", "key events")), -1)
    tried = next((at for at, cell in enumerate(names) if cell in ("sessions", "visits")), -1)
    if done in decimals and tried in decimals:
        good, of = number(row[done], decimals[done]), number(row[tried], decimals[tried])
        if good is not None and of:
            where = row[place] if place is not None else ""
            yield Row(where, "Conversion rate", good / of, of, on)


def named(metric: str) -> str:
    """Return the usual name of a metric.

    >>> named("Views"), named("Average engagement time per active user"), named("Orders")
    ('Page views', 'Session duration, s', 'Orders')
    """
    for pattern, name in NAMES:
        if pattern.search(metric.strip()):
            return name
    return " ".join(metric.split())[:80]


def _numeric(rows: Sequence[Sequence[str]], at: int) -> bool:
    cells = [row[at] for row in rows[:500] if at < len(row) and row[at]]
    decimal = decimal_of(cells)
    return bool(cells) and sum(number(cell, decimal) is not None for cell in cells) > 0.8 * len(
        cells
    )


def _evidence(
    way: str, kind: str, name: str, method: str, rows: list[Row], collected: date | None,
    told: list[str],
) -> Evidence:  # fmt: skip
    from journeykit.evidence.numbers import in_words, summed
    from journeykit.survey import to_parquet

    cells = [
        (row.day.isoformat() if row.day else "", row.metric, f"{row.value:.12g}",
         "" if row.base is None else f"{row.base:.12g}", row.place, "")
        for row in rows
    ]  # fmt: skip
    survey, personal = survey_of_rows(name, COLUMNS, cells)
    places: dict[str, int] = {}
    for place in survey.frame[PLACE]:
        if place:
            places[str(place)] = places.get(str(place), 0) + 1
    whole = summed((row.metric, row.value, row.base) for row in rows)
    sessions = next((whole[m].value for m in ("Sessions", "Page views") if m in whole), None)
    text = "; ".join(f"{metric}: {in_words(metric, one.value)}" for metric, one in
                     list(whole.items())[:12])  # fmt: skip
    ordered = sorted(places.items(), key=lambda item: -item[1])
    if kind not in ("analytics", "social", "sales", "market_research", "direct_feedback"):
        kind = "analytics"
    return Evidence(
        way, kind, title_of(name, "Numbers"), method, text + ".",
        int(sessions) if sessions is not None and sessions >= 0 else len(rows), collected, name,
        tuple(ordered[:100]), (*told, *replaced(personal)), to_parquet(survey),
    )  # fmt: skip
