"""Actions on a line of time: bars from beginning to due day, today drawn, a table beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import htpy as h

from journeykit.model import Action, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import choices
from journeykit.widgets.pages.improve.status import CLOSED, STATUSES, flag, flags

#: the drawing: width of the plot, height of a row, room for the months, in units
WIDE, ROW, HEAD = 1040, 40, 30
#: more rows than this make no picture; the table has them all
MOST = 40


@dataclass(frozen=True)
class Bar:
    """An action in time: from when to when, and whether its beginning is known."""

    action: Action
    start: date
    end: date
    begun: bool

    @classmethod
    def of(cls, action: Action) -> Bar | None:
        """Return the bar of an action, None where no day is known.

        >>> Bar.of(Action(started=date(2026, 1, 5), due=date(2026, 3, 1))).begun
        True
        """
        end = action.finished or action.due
        if end is None:
            return None
        start = action.started or end
        return cls(action, min(start, end), end, action.started is not None)


def timeline(workshop: Workshop, shown: list[Action], today: date | None = None) -> h.Node:
    """Return the picture and the table of actions by day."""
    today = today or date.today()
    bars = sorted(
        (bar for each in shown if (bar := Bar.of(each))), key=lambda b: (b.end, b.action.rank)
    )
    loose = [each for each in shown if Bar.of(each) is None]
    return [
        _picture(bars[:MOST], today) if bars else parts.empty("No action has a day yet."),
        h.p[
            h.small[
                f"Without a day: {', '.join(each.title for each in loose)}." if loose else "",
                " A diamond is a due day without a known beginning.",
            ]
        ],
        _table(workshop, bars, today) if bars else None,
    ]


def _picture(bars: list[Bar], today: date) -> h.Element:
    first = min([today, *(bar.start for bar in bars)]).replace(day=1)
    last = max([today, *(bar.end for bar in bars)]) + timedelta(days=20)
    days = max((last - first).days, 30)

    def x(day: date) -> int:
        return round(WIDE * (day - first).days / days)

    height = HEAD + ROW * len(bars) + 4
    late = sum(_late(bar, today) for bar in bars)
    words = (
        f"{len(bars)} actions from {first:%b %Y} to {last:%b %Y}, {late} overdue; "
        "the table has the same days"
    )
    return h.div(".scroll.imp-time", tabindex="0", role="region", aria_label="Timeline")[
        h.svg(viewBox=f"0 0 {WIDE} {height}", role="img", aria_label=words)[
            (_month(day, x(day), height, quiet) for day, quiet in _months(first, last)),
            (_bar(bar, n, x, today) for n, bar in enumerate(bars)),
            h.line(".today", x1=x(today), x2=x(today), y1=HEAD - 8, y2=height),
            h.text(".now", x=x(today) + 3, y=HEAD + 4)["today"],
        ]
    ]  # fmt: skip


def _months(first: date, last: date) -> list[tuple[date, bool]]:
    """The first days of months, and whether a month stays without its name for lack of room."""
    days = []
    day = first
    while day <= last:
        days.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    step = 1 + len(days) // 12
    return [(day, n % step != 0) for n, day in enumerate(days)]


def _month(day: date, x: int, height: int, quiet: bool) -> h.Node:
    return [
        h.line(".grid", x1=x, x2=x, y1=HEAD - 8, y2=height),
        None if quiet else h.text(".month", x=x + 3, y=14)[f"{day:%b %y}"],
    ]


def _bar(bar: Bar, n: int, x: Callable[[date], int], today: date) -> h.Node:
    action = bar.action
    y = HEAD + ROW * n
    left, right = x(bar.start), x(bar.end)
    state = "late" if _late(bar, today) else action.status
    start = bar.begun and right > left
    mark = (
        h.rect(x=left, y=y + 22, width=max(right - left, 4), height=11, rx=3)
        if start
        else h.path(d=f"M{right} {y + 20} l7 7.5 l-7 7.5 l-7 -7.5 z")
    )
    who = action.owner or "no owner"
    end = "! overdue · " if state == "late" else "✓ " if action.status == "done" else ""
    label = choices.short(action.title, 52)
    near = right > WIDE * 0.55
    return h.g(class_=f"bar b-{state}")[
        mark,
        h.text(
            x=(max(right, 8) if near else min(left, WIDE - 8)), y=y + 16,
            text_anchor="end" if near else "start",
        )[f"{end}{label} · {who}"],
    ]  # fmt: skip


def _late(bar: Bar, today: date) -> bool:
    return bar.action.status not in CLOSED and bar.end < today


def _table(workshop: Workshop, bars: list[Bar], today: date) -> h.Element:
    return parts.table(
        ["Action", "Due", "Owner", "Status", "Where", "Flags"],
        (
            [
                parts.button(
                    bar.action.title, "to_action", {"id": bar.action.id},
                    id=f"t-{bar.action.id}", kind="imp-link",
                    label=f"Open the action {bar.action.title}",
                ),
                f"{bar.end:%d %b %Y}", bar.action.owner or "–", STATUSES[bar.action.status],
                choices.place(workshop, bar.action.touchpoint) or "–",
                [
                    flag(words)
                    for words in flags(bar.action, today)
                    if words.startswith("overdue") or words == "no owner"
                ] or None,
            ]
            for bar in bars
        ),
        caption="Actions by day", stack=True,
    )  # fmt: skip


__all__ = ["Bar", "timeline"]
