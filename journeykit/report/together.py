"""What people did together in the room: who took part, what each activity brought, what is left.

Every contribution is in it, as a count or in its own words, and nobody's name: who said what is
in no report, and what was not revealed stays hidden.
"""

from __future__ import annotations

import htpy as h

from journeykit.measures.voting import Outcome
from journeykit.model import Activity, Workshop
from journeykit.report.pieces import lines, percent, signed, table
from journeykit.room import results
from journeykit.room.summary import SMALLEST_GROUP, Brought, Summary, summary


def held(workshop: Workshop) -> h.Node:
    """Return the summary of the workshop in the room, or that there was none."""
    found = summary(workshop)
    if not found.activities:
        return h.p["Nobody has met in the room of this workshop."]
    return [
        h.p[_people(found)],
        table(
            "What the room did, and what came of it",
            ("Activity", "Minutes planned", "People", "What came of it"),
            [_line(one) for one in found.activities],
        ),
        [_said(workshop, one.activity) for one in found.activities],
        h.h3["Decided"],
        lines(f"{one.title}: {one.owner}, {one.due or 'no day yet'}" for one in found.decided)
        or h.p["No action has an owner yet."],
        h.h3["Left in the parking lot"],
        lines(note.text for note in found.parking) or h.p["Nothing."],
    ]


def _people(found: Summary) -> str:
    people = "1 person" if found.people == 1 else f"{found.people} people"
    nameless = f", {found.anonymous} of them anonymous" if found.anonymous else ""
    groups = "; ".join(f"{name}: {n}" for name, n in found.departments)
    return f"{people} took part{nameless}." + (f" By department: {groups}." if groups else "")


def _line(one: Brought) -> tuple[h.Node, ...]:
    return (one.activity.title, str(one.activity.minutes), str(one.people or "—"), one.words or "—")


def _said(workshop: Workshop, activity: Activity) -> h.Node:
    if activity.kind == "notes":
        return _cards(workshop, activity)
    if not activity.revealed:
        return None
    match activity.kind:
        case "rate":
            return _spreads(workshop, activity)
        case "vote":
            return _votes(workshop, activity)
        case "rank":
            return _orders(workshop, activity)
        case "check":
            return _answers(workshop, activity)
    return None


def _cards(workshop: Workshop, activity: Activity) -> h.Node:
    told = lines(results.cards(workshop, activity))
    return [h.h3[f"{activity.title}: what people wrote"], told] if told else None


def _orders(workshop: Workshop, activity: Activity) -> h.Node:
    known = {**workshop.findings, **workshop.actions}
    shown = [
        (known[one.item].label, f"{one.mean:.1f}", _places(one), str(len(one.places)))
        for one in results.orders(workshop, activity)
    ]
    head = ("Item", "Mean place", "Each place given", "n")
    return table(f"{activity.title}: the order of the room, first comes first", head, shown)


def _places(one: results.Place) -> str:
    if len(one.places) < SMALLEST_GROUP:
        return "fewer than 5"
    return ", ".join(map(str, one.places))


def _answers(workshop: Workshop, activity: Activity) -> h.Node:
    counted = results.choices(workshop, activity)
    n = sum(count for _, count in counted)
    shown = [(option, str(count), percent(count / n)) for option, count in counted] if n else []
    told = lines(results.texts(workshop, activity))
    asked = activity.question or activity.title
    return [
        table(f"{asked}: what was answered", ("Answer", "People", "Share"), shown)
        if shown
        else None,
        [h.h3[f"{asked}: in people's own words"], told] if told else None,
    ]


def _spreads(workshop: Workshop, activity: Activity) -> h.Node:
    shown = [
        (
            workshop.touchpoints[one.touchpoint].name,
            signed(one.median),
            ", ".join(signed(value, 0) for value in one.values)
            if len(one.values) >= SMALLEST_GROUP
            else "fewer than 5",
            str(len(one.values)),
            "yes" if one.wide else "no",
        )
        for one in results.spreads(workshop, activity)
    ]
    head = ("Touchpoint", "Median", "Each rating", "n", "Opposite views")
    return table(f"{activity.title}: what the room believes, widest first", head, shown)


def _votes(workshop: Workshop, activity: Activity) -> h.Node:
    known = {**workshop.findings, **workshop.actions}
    shown = [
        (known[one.item].label, _voters(one), str(one.dots), percent(one.stays))
        for one in results.votes(workshop, activity)
        if one.voters
    ]
    head = ("Item", "People in the room who want it", "Dots", "Stays on top with one left out")
    return table(f"{activity.title}: what most people want, first", head, shown)


def _voters(one: Outcome) -> str:
    interval = f"{percent(one.low)} to {percent(one.high)}"
    return f"{one.voters} of {one.n} ({percent(one.share)}, 95 % interval {interval})"


__all__ = ["held"]
