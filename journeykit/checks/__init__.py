"""What is still to do before a step is done, and how far a workshop can be trusted.

Functions of a workshop, with no store and no page: `checks` says for each step what holds and
what is open, `problems` only what is open, `progress` counts both, `coverage` is the share of
the map that is not assumed, and `rubric` scores the map by the ten rows of METHOD 2.6.
"""

from __future__ import annotations

from datetime import date

from journeykit.checks.advice import Advice, advice
from journeykit.checks.aging import Aged, aged, flags
from journeykit.checks.covering import (
    Covered,
    assumptions_mark,
    by_lane,
    by_stage,
    effect_evidence,
    supports,
)
from journeykit.checks.evidence import (
    COVERAGE_GATE,
    Evidence,
    Status,
    by_touchpoint,
    cells,
    cited,
    coverage,
    evidence,
    touchpoint_evidence,
)
from journeykit.checks.facts import STEPS, Check, Facts
from journeykit.checks.once import once
from journeykit.checks.rubric import rubric
from journeykit.checks.steps import RULES
from journeykit.checks.weighing import Recurring, Weighed, ranked, recurring, seen, weigh
from journeykit.model import Workshop

__all__ = [
    "COVERAGE_GATE", "STEPS", "Advice", "Aged", "Check", "Covered", "Evidence",
    "Recurring", "Status", "Weighed", "advice", "aged", "assumptions_mark", "by_lane", "by_stage",
    "by_touchpoint", "cells", "checks", "cited", "coverage", "effect_evidence", "evidence", "flags",
    "problems", "progress", "ranked", "recurring", "rubric", "seen", "supports",
    "touchpoint_evidence", "weigh",
]  # fmt: skip


def checks(workshop: Workshop, today: date | None = None) -> list[Check]:
    """Return the exit checks of every step, those that hold and those that are open.

    A rule that has nothing to look at yet (no touchpoint has an owner while there is no
    touchpoint) says nothing. ``today`` decides what is overdue or stale.

    >>> [check.code for check in checks(Workshop.new("Jacket")) if check.ok]
    ['title']
    """
    return list(_checks(workshop, today or date.today()))


@once()
def _checks(workshop: Workshop, today: date) -> tuple[Check, ...]:
    facts = Facts.of(workshop, today)
    return tuple(check for rule in RULES for check in rule(facts))


def problems(workshop: Workshop, today: date | None = None) -> list[dict[str, str]]:
    """Return what is open, as the plain dicts that ``journeykit check --json`` prints."""
    return [
        {"step": check.step, "code": check.code, "message": check.message, "where": check.where}
        for check in checks(workshop, today)
        if not check.ok
    ]


def progress(
    workshop: Workshop, today: date | None = None, found: list[Check] | None = None
) -> dict[str, tuple[int, int]]:
    """Return for each step how many of its rules hold, and how many it has.

    ``found`` are checks made before, where a caller has them.

    >>> progress(Workshop.new("Jacket"))["start"]
    (1, 6)
    """
    rules: dict[str, dict[str, bool]] = {step: {} for step in STEPS}
    for check in checks(workshop, today) if found is None else found:
        held = rules[check.step].get(check.code, True)
        rules[check.step][check.code] = held and check.ok
    return {step: (sum(codes.values()), len(codes)) for step, codes in rules.items()}
