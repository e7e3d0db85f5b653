"""The rubric of METHOD 2.6: ten rows of 0 to 3 points.

Seven rows are computed. Rows 4, 7 and 9 (the customer's own words, pains weighed rightly,
readable without its author) need a person's judgment: people mark them, the median counts.
"""

from __future__ import annotations

from datetime import date
from statistics import median
from typing import Any

from journeykit.checks.evidence import (
    COVERAGE_GATE,
    coverage,
    links_by_touchpoint,
)
from journeykit.checks.facts import Facts
from journeykit.checks.wording import is_two_moments
from journeykit.few import FEWEST
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
#: Rows that people mark, with what they look at.
FOR_PEOPLE = {
    4: "Read the lane Does aloud. Would a customer say it so? Does the map also show what happens "
    "without the company, such as asking a friend?",
    7: "Take the three heaviest pains. Do severity and frequency agree with the quotes and numbers "
    "behind them?",
    9: "Give the map to somebody who was not there. Can they retell it? Can it be read in the "
    "outline, and without color?",
}
#: What a mark means.
SCALE = {0: "not at all", 1: "in parts", 2: "mostly", 3: "fully"}


def rubric(workshop: Workshop, today: date | None = None) -> dict[str, Any]:
    """Return the ten rows, the points, and whether the map carries the ASSUMPTIONS mark.

    ``{"rows": [{"row", "title", "score", "why", "computed", "people"}], "total": points, "of":
    possible points of the rows that are scored, "assumptions": bool}``. ``computed`` is None in
    the rows for people; ``people`` is None where nobody gave a mark, else ``{"n", "median",
    "low", "high", "marks": [{"participant", "score", "remark"}]}``. The score of a row for
    people is their median.

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
    rows = []
    for row, title in enumerate(TITLES, start=1):
        computed, why = scored.get(row, (None, "for a person to judge"))
        people = marks(workshop, row)
        score = people["median"] if people and computed is None else computed
        if people and computed is None:
            why = _spread(people)
        rows.append({"row": row, "title": title, "score": score, "why": why,
                     "computed": computed, "people": people})  # fmt: skip
    given = [row["score"] for row in rows if row["score"] is not None]
    return {
        "rows": rows,
        "total": sum(given),
        "of": 3 * len(given),
        "assumptions": share < COVERAGE_GATE,
    }


def marks(workshop: Workshop, row: int) -> dict[str, Any] | None:
    """Return the marks that people gave to a row: n, median, lowest, highest, each with remark."""
    given = sorted(
        (mark for mark in workshop.marks.values() if mark.row == str(row)),
        key=lambda mark: (mark.score, mark.participant),
    )
    if not given:
        return None
    middle = median(mark.score for mark in given)
    return {
        "n": len(given),
        "median": int(middle) if middle == int(middle) else middle,
        "low": given[0].score,
        "high": given[-1].score,
        "marks": [
            {"participant": m.participant, "score": m.score, "remark": m.remark} for m in given
        ],
    }


def _spread(people: dict[str, Any]) -> str:
    n, low, high = people["n"], people["low"], people["high"]
    who = "one person" if n == 1 else f"{n} people"
    if n == 1:
        return f"judged by {who}: let another look at it"
    return f"median of {who}, {f'all gave {low}' if low == high else f'from {low} to {high}'}"


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
    full = sum(bool(t.channel and t.owner) and not is_two_moments(t.name) for t in every)
    empty = sum(not found for found in facts.at_stage.values())
    points = _points(full / len(every), 0.5, 0.8, 1)
    why = f"{full} of {len(every)} are one moment with channel and owner"
    return (min(points, 2) if empty else points), why + (f"; {empty} stages empty" if empty else "")


def _emotions(facts: Facts) -> tuple[int, str]:
    every = facts.touchpoints
    linked = links_by_touchpoint(facts.workshop)
    told = [
        t for t in every
        if any((link.n or 0) >= FEWEST for link in linked.get(t.id, ()))
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
