"""How far the report can be trusted: coverage, age, moments, what nobody asked, the rubric."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import htpy as h

from journeykit.checks import Covered, aged, by_lane, by_stage, recurring, rubric
from journeykit.emotions import Point
from journeykit.insight.moments import moments
from journeykit.insight.unasked import unasked
from journeykit.model import Workshop
from journeykit.report.pieces import lines, percent, table

#: So many stale places and unasked claims are told one by one.
TOP = 10


def covered(workshop: Workshop) -> h.Node:
    """Return how many claims are measured, anecdotal and assumed, by stage and by lane."""
    head = ("Part", "● measured", "◐ anecdotal", "○ assumed", "Not assumed")
    return [
        table("Evidence by stage", head, _counts(by_stage(workshop))),
        table("Evidence by lane", head, _counts(by_lane(workshop))),
    ]


def _counts(found: Iterable[Covered]) -> list[tuple[str, ...]]:
    return [
        (each.name, str(each.measured), str(each.anecdotal), str(each.assumed), percent(each.share))
        for each in found
        if each.total
    ]


def stale(workshop: Workshop) -> h.Node:
    """Return what is old, undated or without an owner, the oldest first."""
    found = aged(workshop)
    days = workshop.about.stale_days
    if not found:
        return h.p[f"Nothing is older than {days} days, and every touchpoint has an owner."]
    shown = [(_named(workshop, each.where), each.words) for each in found[:TOP]]
    more = len(found) - TOP
    return [
        table(
            f"Older than {days} days, without a day, or without an owner", ("What", "Why"), shown
        ),
        h.p[h.small[f"And {more} more."]] if more > 0 else None,
    ]


def _named(workshop: Workshop, where: str) -> str:
    collection, _, id = where.partition("/")
    person, _, name = id.partition(".")
    entity = workshop.entities(collection).get(person if collection == "personas" else id)
    label = entity.label if entity else id
    return f"{label}, {name.replace('_', ' ')}" if collection == "personas" else label


def decisive(workshop: Workshop, order: Sequence[str], points: Sequence[Point]) -> h.Node:
    """Return the moments of truth with what stands behind each."""
    found = moments(workshop, order, points)
    shown = [
        (
            f"{'★ ' if each.flagged else ''}{workshop.touchpoints[each.touchpoint].name}",
            "proposed" if each.proposed
            else "by vote" if "vote" in each.basis
            else "moment of truth" if each.flagged
            else "first or last",
            _why(workshop, each.touchpoint, each.reason),
        )
        for each in found
    ]  # fmt: skip
    return table("Moments of truth, first and last", ("Touchpoint", "Standing", "Why"), shown)


def _why(workshop: Workshop, id: str, reason: str) -> str:
    told = workshop.touchpoints[id].moment_reason
    return f"{reason} The team: {told}" if told and told != reason else reason


def again(workshop: Workshop) -> h.Node:
    """Return the issues that several sources, waves or findings name."""
    return (
        lines(f"{each.name}: {each.words}" for each in recurring(workshop))
        or h.p["No issue is named by two sources, waves or findings."]
    )


def believed(workshop: Workshop) -> h.Node:
    """Return what nobody has asked, the claims on which most stands."""
    found = unasked(workshop)
    if not found:
        return h.p["Every claim has evidence."]
    shown = [
        (one.text, f"{one.kind} · {one.place_name}", "; ".join(one.reasons) or "—")
        for one in found[:TOP]
    ]
    more = len(found) - TOP
    return [
        table(
            "What we believe and nobody has asked", ("Claim", "Where", "What stands on it"), shown
        ),
        h.p[h.small[f"And {more} more."]] if more > 0 else None,
    ]


def judged(workshop: Workshop) -> h.Node:
    """Return the rubric: computed points with their reason, people's median with its spread."""
    result = rubric(workshop)
    shown = [(row["title"], _points(row), row["why"]) for row in result["rows"]]
    left = sum(row["score"] is None for row in result["rows"])
    rest = f"; {left} {'row is' if left == 1 else 'rows are'} for people to judge" if left else ""
    return [
        h.p[f"{result['total']:g} of {result['of']} points in the rows that are scored{rest}."],
        table("Rubric of the map, 0 to 3 points a row", ("Row", "Points", "Why"), shown),
    ]


def _points(row: dict[str, Any]) -> str:
    return "for a person" if row["score"] is None else f"{row['score']:g} of 3"


__all__ = ["again", "believed", "covered", "decisive", "judged", "stale"]
