"""The next look at the map: its review, what set one off, the next waves of its surveys."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.history import overdue_words
from journeykit.history.planning import KINDS
from journeykit.model import Trigger, Wave, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import adding, choices

if TYPE_CHECKING:
    from journeykit.widgets.pages.measure.iterating import IterateView


def iterate_tab(view: IterateView) -> h.Node:
    """Return the part with review, triggers and waves."""
    return [_review(view.workshop), _triggers(view.workshop), _waves(view.workshop)]


def overdue(workshop: Workshop) -> h.Node:
    """Return what is late as a banner, nothing where nothing is."""
    said = overdue_words(workshop, date.today())
    if not said:
        return None
    return h.div("#overdue.kpi-overdue", role="note")[
        h.strong["This map waits for another look."],
        h.ul[(h.li[words] for words in said)],
        parts.button("Reviews and waves", "look", {"name": "view", "value": "iterate"},
                     id="to-iterate", kind="small"),
    ]  # fmt: skip


def _review(workshop: Workshop) -> h.Element:
    day = workshop.about.review_date
    today = date.today()
    words = "No day is set: a map that nobody looks at again is a picture."
    if day is not None:
        left = (day - today).days
        days = "today" if left == 0 else f"in {left} days" if left > 0 else f"{-left} days ago"
        words = f"The map is looked at again on {day:%d %B %Y}, {days}."
        if left > 366:
            words += " Once a year is the least."
    return parts.card(
        "Review of the map",
        h.p[words],
        h.div(".fields")[
            parts.field(
                "Next review", "review", day, "review", kind="date",
                help=f"At least once a year; {today + timedelta(days=182)} is in half a year. It "
                "goes into the calendar that the Report step downloads.",
            )
        ],
        id="review-card",
    )  # fmt: skip


# ---- triggers ----------------------------------------------------------------------------------


def _triggers(workshop: Workshop) -> h.Element:
    found = sorted(workshop.ordered("triggers"), key=lambda t: (t.handled, -t.day.toordinal()))
    today = date.today().isoformat()
    return parts.card(
        "What asks for another look",
        h.p["A new strategy, a new product, a change of the market or of what customers do: the "
            "map is looked at then, not only when its day comes."],
        h.ul(".kpi-list")[(_trigger(each) for each in found)]
        if found
        else parts.empty("Nothing has happened yet that asks for another look at the map."),
        adding.add_form(
            "add_trigger",
            adding.text("What happened", "new-trigger", "title", grow=True,
                        placeholder="A competitor delivers the next day"),
            adding.select("Kind", "new-trigger-kind", "kind", KINDS.items()),
            h.div(".field")[
                h.label(for_="new-trigger-day")["Day"],
                h.input("#new-trigger-day", name="day", type="date", value=today, max=today),
            ],
            id="trigger", button="Write it down",
        ),
        id="triggers",
    )  # fmt: skip


def _trigger(each: Trigger) -> h.Element:
    def field(name: str, label: str, kind: str = "text", **more: Any) -> h.Element:
        return parts.field(
            label, f"t-{each.id}-{name}", getattr(each, name), "trigger",
            {"id": each.id, "field": name}, kind=kind, **more,
        )  # fmt: skip

    return h.li(id=f"t-{each.id}", class_=f"kpi-plan{' kpi-handled' if each.handled else ''}")[
        h.div(".fields")[
            field("title", "What happened", required=True, maxlength="300"),
            field("kind", "Kind", "select", options=KINDS.items()),
            field("day", "Day", "date", max=date.today().isoformat()),
            field("detail", "What it may change", "area", rows=1),
        ],
        parts.row(
            field("handled", "Looked at, the map says it", "check"),
            parts.button("Remove", "drop", {"what": "triggers", "id": each.id},
                         id=f"t-{each.id}-drop", kind="small", label=f"Remove: {each.title}"),
        ),
    ]  # fmt: skip


# ---- waves -------------------------------------------------------------------------------------


def _waves(workshop: Workshop) -> h.Element:
    found = sorted(
        workshop.ordered("waves"), key=lambda w: (w.done, w.planned is None, w.planned, w.rank)
    )
    surveys = [
        ("", "no survey yet"),
        *((s.id, choices.short(s.title)) for s in workshop.ordered("sources")
          if s.kind in ("survey", "review")),
    ]  # fmt: skip
    return parts.card(
        "The next waves",
        h.p["Ask the same questions again, and the difference shows. The export of the next wave "
            "is read as the one before: the Survey step keeps how."],
        h.ul(".kpi-list")[(_wave(each, surveys) for each in found)]
        if found
        else parts.empty("No wave is planned: without one nobody will know whether it helped."),
        adding.add_form(
            "add_wave",
            adding.text("Wave", "new-wave", "title", grow=True, placeholder="Spring 2027"),
            adding.select("Repeats", "new-wave-source", "source", surveys),
            h.div(".field")[
                h.label(for_="new-wave-planned")["Planned for"],
                h.input("#new-wave-planned", name="planned", type="date"),
            ],
            adding.text("Every so many months", "new-wave-months", "every_months",
                        inputmode="numeric", placeholder="6; empty for once"),
            adding.text("Owner", "new-wave-owner", "owner"),
            id="wave", button="Plan it",
        ),
        id="waves",
    )  # fmt: skip


def _wave(each: Wave, surveys: choices.Options) -> h.Element:
    def field(name: str, label: str, kind: str = "text", **more: Any) -> h.Element:
        return parts.field(
            label, f"w-{each.id}-{name}", getattr(each, name), "wave",
            {"id": each.id, "field": name}, kind=kind, **more,
        )  # fmt: skip

    late = (date.today() - each.planned).days if each.planned and not each.done else 0
    return h.li(id=f"w-{each.id}", class_=f"kpi-plan{' kpi-handled' if each.done else ''}")[
        h.p(".kpi-short")[h.span(aria_hidden="true")["! "], f"{late} days late"]
        if late > 0
        else None,
        h.div(".fields")[
            field("title", "Wave", required=True, maxlength="300"),
            field("source", "Repeats", "select", options=surveys),
            field("planned", "Planned for", "date"),
            field("every_months", "Every so many months", inputmode="numeric",
                  help="0 for once."),
            field("owner", "Owner"),
        ],
        parts.row(
            parts.field("Asked", f"w-{each.id}-done", each.done, "wave_done", {"id": each.id},
                        kind="check"),
            h.a(".button.small", href="03_survey.ipynb", data_go="survey?view=import")[
                "Import its answers", h.span(".hidden")[f" ({each.title})"]
            ],
            parts.button("Remove", "drop", {"what": "waves", "id": each.id},
                         id=f"w-{each.id}-drop", kind="small", label=f"Remove: {each.title}"),
        ),
    ]  # fmt: skip


__all__ = ["iterate_tab", "overdue"]
