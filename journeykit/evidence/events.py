"""Event logs: who (as a running number), when, what, through which channel (R70).

CSV with a column each for case, activity and time, or XES. A case is a customer, an order or a
visit; its name may be an e-mail address, so only a running number of it is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from journeykit.errors import Refused
from journeykit.evidence.shape import PLACE, TOUCHPOINT, Evidence, replaced, survey_of_rows
from journeykit.evidence.tables import MOST_ROWS, column, days, last, records, span, title_of

COLUMNS = {"case": "metadata", "activity": "single", "time": "metadata", "channel": "single",
           PLACE: "single", TOUCHPOINT: "metadata"}  # fmt: skip
_CASE = ("case", "case id", "caseid", "case concept name", "id", "customer", "customer id",
         "user", "user id", "session", "session id", "visitor", "order", "order id", "account",
         "email", "e mail")  # fmt: skip
_ACTIVITY = ("activity", "touchpoint", "concept name", "event", "event name", "action", "task",
             "step", "page", "product")  # fmt: skip
_TIME = ("time", "timestamp", "time timestamp", "date", "datetime", "event time", "start time",
         "created at", "zeit", "datum")  # fmt: skip
_CHANNEL = ("channel", "device", "medium", "org resource", "source", "kanal")
_TAG = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
MOST_XES = 50_000_000


def read(data: bytes, name: str) -> Evidence:
    """Return an event log; raise `Refused` where case, activity or time cannot be found."""
    from journeykit.survey import to_parquet

    table = _xes(data, name) if name.casefold().endswith(".xes") else list(_table(data, name))
    cases: dict[str, str] = {}
    rows, nobody = [], 0
    for case, activity, time, channel in table:
        if not case or not activity:
            nobody += 1
            continue
        number = cases.setdefault(case, f"c{len(cases) + 1}")
        rows.append((number, activity, time, channel, activity, ""))
    if not rows:
        raise Refused(f"'{name}' holds no event with a case and an activity.")
    survey, personal = survey_of_rows(name, COLUMNS, rows)
    activities = Counter(str(cell) for cell in survey.frame[PLACE])
    when = days([row[2] for row in rows])
    often = ", ".join(f"{what} ({n:,})" for what, n in activities.most_common(5))
    told = replaced(personal)
    told += [f"{nobody} rows have no case or no activity; they are left out."] if nobody else []
    told += ["Cases are kept as running numbers, not as they were called."]
    return Evidence(
        "events", "analytics", title_of(name, "Event log"),
        f"Event log: {len(rows):,} events of {len(cases):,} cases"
        + (f", {words}" if (words := span(when)) else ""),
        f"{len(activities)} different activities; most often: {often}.", len(cases), last(when),
        name, tuple(activities.most_common(100)), tuple(told), to_parquet(survey),
    )  # fmt: skip


def _table(data: bytes, name: str) -> Iterator[tuple[str, str, str, str]]:
    header, *body = records(data, name)
    case, time = column(header, *_CASE), column(header, *_TIME)
    activity, channel = column(header, *_ACTIVITY), column(header, *_CHANNEL)
    for what, at in (("case (who)", case), ("activity or touchpoint", activity), ("time", time)):
        if at is None:
            raise Refused(f"'{name}' has no column for the {what}; name one so.")
    assert case is not None and activity is not None and time is not None
    if len({case, activity, time}) < 3:
        raise Refused(f"'{name}' needs a column each for case, activity and time.")
    for row in body:
        yield row[case], row[activity], row[time], row[channel] if channel is not None else ""


def _xes(data: bytes, name: str) -> list[tuple[str, str, str, str]]:
    """The events of an XES file; one with entities of its own is refused unread."""
    from xml.etree import ElementTree

    if len(data) > MOST_XES:
        raise Refused(f"'{name}' is larger than {MOST_XES // 1_000_000} MB.")
    # UTF-16, with a byte order mark or without, would hide the words from the search
    if _TAG.search(data) or data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64]:
        raise Refused(f"'{name}' declares entities of its own; such a file is not read.")
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise Refused(f"'{name}' is no XES file: {error}.") from None
    found = []
    for at, trace in enumerate(root.iterfind(".//{*}trace"), 1):
        case = _values(trace).get("concept:name", str(at))
        for event in trace.iterfind("{*}event"):
            told = _values(event)
            time = told.get("time:timestamp", "")
            found.append((case, told.get("concept:name", ""), time, told.get("channel", "")))
        if len(found) > MOST_ROWS:
            raise Refused(f"'{name}' has more than {MOST_ROWS:,} events.")
    return found


def _values(element: object) -> dict[str, str]:
    return {
        str(child.get("key")): str(child.get("value", ""))
        for child in element  # type: ignore[attr-defined]
        if child.get("key")
    }
