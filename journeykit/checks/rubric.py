"""The rubric of METHOD 2.6: ten rows of 0 to 3 points.

Seven rows are computed. Rows 4, 7 and 9 (the customer's own words, pains weighed rightly,
readable without its author) need a person's judgment and stay open (None).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from journeykit.checks.evidence import MIN_ANSWERS, coverage, links_by_touchpoint
from journeykit.checks.facts import Facts
from journeykit.checks.steps import COVERAGE_GATE
from journeykit.model import Workshop

TITLES = (
    "One actor, scenario, start and end",
    "Current or ideal state declared",
    "Evidence coverage",
    "Actions in the customer's words, also outside the company's contact",
    "Touchpoints complete, atomic, with channel and owner",
    "Emotion from self-report, with n and interval",
    "Pains with severity, frequency and evidence",
    "Opportunities tied to pains, owners and a KPI",
    "Readable without its author, accessible",
    "Review date and version",
)


def rubric(workshop: Workshop, today: date | None = None) -> dict[str, Any]:
    """Return the ten rows, the points, and whether the map carries the ASSUMPTIONS mark.

    ``{"rows": [{"row", "title", "score", "why"}], "total": points, "of": possible points of
    the rows that are scored, "assumptions": bool}``; a row for a person has the score None.

    >>> result = rubric(Workshop.new("Jacket"))
    >>> result["total"], result["of"], result["assumptions"]
    (0, 21, True)
    """
    facts = Facts.of(workshop, today or date.today())
    share = coverage(workshop, facts.cells)
    scored = {
        1: _frame(facts),
        2: _state(facts),
        3: (
            _points(share, 0.25, COVERAGE_GATE, 0.75),
            f"{100 * share:.0f} % of {len(facts.cells)} cells",
        ),
        5: _touchpoints(facts),
        6: _emotions(facts),
        8: _actions(facts),
        10: _review(facts),
    }
    rows = [
        {"row": row, "title": title, "score": score, "why": why}
        for row, title in enumerate(TITLES, start=1)
        for score, why in (scored.get(row, (None, "for a person to judge")),)
    ]
    return {
        "rows": rows,
        "total": sum(score for score, _ in scored.values()),
        "of": 3 * len(scored),
        "assumptions": share < COVERAGE_GATE,
    }


def _points(share: float, *steps: float) -> int:
    return sum(share >= step for step in steps)


def _frame(facts: Facts) -> tuple[int, str]:
    about = facts.workshop.about
    actor = about.actor or any(journey.persona for journey in facts.journeys)
    said = {
        "actor": actor, "scenario": about.scenario, "start": about.start_event,
        "end": about.end_event,
    }  # fmt: skip
    lacks = [name for name, value in said.items() if not value]
    return _points(len(said) - len(lacks), 1, 3, 4), (
        "missing: " + ", ".join(lacks) if lacks else "all four are said"
    )


def _state(facts: Facts) -> tuple[int, str]:
    journeys = facts.workshop.journeys.values()
    if not journeys:
        return 0, "no journey yet"
    states = ", ".join(sorted({journey.state for journey in journeys}))
    owned = all(journey.persona for journey in journeys)
    return (3 if owned else 2), states + ("" if owned else "; a journey has no persona")


def _touchpoints(facts: Facts) -> tuple[int, str]:
    every = facts.touchpoints
    if not every:
        return 0, "no touchpoint yet"
    full = sum(bool(t.channel and t.owner) and not _double(t.name) for t in every)
    empty = sum(not found for found in facts.at_stage.values())
    points = _points(full / len(every), 0.5, 0.8, 1)
    why = f"{full} of {len(every)} are one moment with channel and owner"
    return (min(points, 2) if empty else points), why + (f"; {empty} stages empty" if empty else "")


def _double(name: str) -> bool:
    """Whether a name holds two moments; 'compares sizes and reviews' is one."""
    return ";" in name or " / " in name or " and then " in name.lower()


def _emotions(facts: Facts) -> tuple[int, str]:
    every = facts.touchpoints
    linked = links_by_touchpoint(facts.workshop)
    told = [
        t for t in every
        if any((link.n or 0) >= MIN_ANSWERS for link in linked.get(t.id, ()))
    ]  # fmt: skip
    share = len(told) / len(every) if every else 0.0
    why = f"{len(told)} of {len(every)} touchpoints rated by 5 customers or more"
    return (max(1, _points(share, 0, 0.5, 0.8)) if told else 0), why


def _actions(facts: Facts) -> tuple[int, str]:
    actions = facts.actions
    full = sum(bool(a.findings and a.owner and a.kpi) for a in actions)
    share = full / len(actions) if actions else 0.0
    points = max(1, _points(share, 0, 0.5, 1)) if full else 0
    return points, f"{full} of {len(actions)} actions have a finding, an owner and a KPI"


def _review(facts: Facts) -> tuple[int, str]:
    day = facts.workshop.about.review_date
    if day is None:
        return 0, "no review date"
    if day < facts.today:
        return 1, f"the review of {day} is overdue"
    dated = all(persona.version for persona in facts.personas) and bool(facts.personas)
    return (3 if dated else 2), f"review on {day}" + ("" if dated else "; personas have no version")
