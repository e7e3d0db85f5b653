"""Dates as iCalendar (`.ics`, RFC 5545): open actions, content that is due, review, next surveys.

All are whole days. An entry keeps its UID, so that importing again updates what is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from journeykit.errors import Refused
from journeykit.exchange.assumptions import marked, notice
from journeykit.exchange.losses import Loss
from journeykit.model import Workshop

_LONGEST = 75  # octets of a line


def encode(workshop: Workshop, suffix: str) -> tuple[bytes, list[Loss]]:
    """Return the dates that lie ahead or are overdue; what has none is in the losses."""
    now = datetime.now(UTC)
    events = [*_actions(workshop), *_content(workshop), *_review(workshop), *_waves(workshop)]
    losses = _undated(workshop)
    if not events:
        raise Refused(
            f"'{workshop.title}' has no date yet: give an action a due day, or the workshop a "
            "review date."
        )
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//journeykit//journeykit//EN",
        "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{escaped(marked(workshop.title, workshop))}",
    ]  # fmt: skip
    for uid, day, summary, description in events:
        lines += [
            "BEGIN:VEVENT", f"UID:{uid}@{workshop.id}.journeykit",
            f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}", f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{escaped(summary)}",
            *([f"DESCRIPTION:{escaped(description)}"] if description else []),
            "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode(), losses


Event = tuple[str, date, str, str]


def _actions(workshop: Workshop) -> Iterator[Event]:
    for action in workshop.ordered("actions"):
        if action.due and action.status not in ("done", "dropped"):
            who = f"Owner: {action.owner}" if action.owner else "Nobody owns it yet."
            parts = (who, action.detail, notice(workshop))
            told = "\n".join(part for part in parts if part)
            yield f"action-{action.id}", action.due, f"Due: {action.title}", told


def _content(workshop: Workshop) -> Iterator[Event]:
    for name, noun in (("contents", "Content"), ("personalizations", "Rule")):
        for each in workshop.ordered(name):
            if each.due and each.status not in ("live", "retired"):
                who = f"Owner: {each.owner}" if each.owner else "Nobody owns it yet."
                told = "\n".join(part for part in (who, notice(workshop)) if part)
                yield f"{name}-{each.id}", each.due, f"{noun} due: {each.title}", told


def _review(workshop: Workshop) -> Iterator[Event]:
    if day := workshop.about.review_date:
        yield "review", day, f"Review the map: {workshop.title}", notice(workshop)


def _waves(workshop: Workshop) -> Iterator[Event]:
    for wave in workshop.ordered("waves"):
        if wave.planned and not wave.done:
            who = f"Owner: {wave.owner}" if wave.owner else ""
            yield f"wave-{wave.id}", wave.planned, f"Survey: {wave.title}", who


def _undated(workshop: Workshop) -> list[Loss]:
    over = sum(action.status in ("done", "dropped") for action in workshop.actions.values())
    undated = sum(
        action.due is None and action.status not in ("done", "dropped")
        for action in workshop.actions.values()
    )
    counts = ((over, "done or dropped", "their time is over"),
              (undated, "without a due day", "a calendar holds days"))  # fmt: skip
    losses = [Loss("actions", f"{n} {what}", why) for n, what, why in counts if n]
    return [*losses, Loss("workshop", "everything but dates", "a calendar holds days")]


def escaped(text: str) -> str:
    r"""Return a text as a value of iCalendar.

    >>> escaped("Fees; shipping, tax\nnow")
    'Fees\\; shipping\\, tax\\nnow'
    """
    for sign, name in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(sign, name)
    # other control characters are not allowed in a value
    return "".join(sign for sign in text if (sign >= " " and sign != "\x7f") or sign == "\t")


def folded(line: str) -> str:
    """Return a line broken so that none is longer than 75 octets and no character is split."""
    parts: list[str] = []
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode("utf-8", "replace"))
        if size + octets > _LONGEST:
            parts.append(part)
            part, size = " ", 1
        part += sign
        size += octets
    return "\r\n".join([*parts, part])
