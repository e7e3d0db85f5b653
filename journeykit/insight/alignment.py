"""Who is in charge of what along a journey: owners with their actions, departments (R222)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Protocol

from journeykit.measures.standing import Standing, history, standing
from journeykit.model import Action, Finding, Touchpoint, Workshop

#: what stands where nobody is named
NOBODY = "Nobody yet"
HURTS = ("pain", "gap", "unmet_need", "risk")


class Felt(Protocol):
    """How customers feel at a touchpoint: mean, −2 to +2, and of how many."""

    @property
    def valence(self) -> float:
        """The mean."""

    @property
    def n(self) -> int:
        """Of how many."""


@dataclass(frozen=True)
class Task:
    """An action of an owner; ``late`` says by how many days it is overdue, 0 where it is not."""

    action: Action
    standing: Standing | None
    late: int


@dataclass(frozen=True)
class Owner:
    """A person with what is theirs: actions by day, touchpoints, planned waves."""

    name: str
    tasks: tuple[Task, ...]
    touchpoints: tuple[Touchpoint, ...]
    waves: tuple[str, ...]

    @property
    def done(self) -> int:
        """How many of the actions are done."""
        return sum(task.action.status == "done" for task in self.tasks)

    @property
    def late(self) -> int:
        """How many of them are overdue."""
        return sum(task.late > 0 for task in self.tasks)


@dataclass(frozen=True)
class Department:
    """A department with its touchpoints along the journey and what is found and done there.

    ``valence`` is the mean over its touchpoints where at least five customers answered, each
    touchpoint counted once; None where there is none. ``lowest`` is the worst of them.
    """

    name: str
    touchpoints: tuple[Touchpoint, ...]
    stages: tuple[str, ...]
    findings: tuple[Finding, ...]
    actions: tuple[Action, ...]
    valence: float | None
    rated: int
    lowest: str = ""


def owners(workshop: Workshop, today: date) -> list[Owner]:
    """Return everybody who owns an action, a touchpoint or a wave; nobody's come last."""
    actions = [each for each in workshop.ordered("actions") if each.status != "dropped"]
    tasks = [_task(workshop, each, today) for each in actions]
    points = _touchpoints(workshop)
    waves = [each for each in workshop.ordered("waves") if not each.done]
    names = dict.fromkeys(
        name.strip() or NOBODY
        for name in (
            *(task.action.owner for task in tasks), *(p.owner for p in points if p.owner.strip()),
            *(wave.owner for wave in waves if wave.owner.strip()),
        )
    )  # fmt: skip
    return [
        Owner(
            name,
            tuple(sorted((t for t in tasks if (t.action.owner.strip() or NOBODY) == name),
                         key=lambda t: (t.action.due is None, t.action.due, t.action.rank))),
            tuple(p for p in points if (p.owner.strip() or NOBODY) == name and name != NOBODY),
            tuple(w.title for w in waves if (w.owner.strip() or NOBODY) == name),
        )
        for name in sorted(names, key=lambda each: (each == NOBODY, each.casefold()))
    ]  # fmt: skip


def _task(workshop: Workshop, action: Action, today: date) -> Task:
    kpi = workshop.kpis.get(action.kpi or "")
    late = 0
    if action.due and action.status != "done":
        late = max(0, (today - action.due).days)
    return Task(action, standing(kpi, history(workshop, kpi.id)) if kpi else None, late)


def departments(workshop: Workshop, felt: Mapping[str, Felt] | None = None) -> list[Department]:
    """Return the departments along the journey, in the order in which customers meet them.

    ``felt`` are customers' feelings by touchpoint (`journeykit.measures.feelings`).
    """
    points = _touchpoints(workshop)
    actions = [each for each in workshop.ordered("actions") if each.status != "dropped"]
    names = [p.department.strip() or NOBODY for p in points]
    names += [a.department.strip() for a in actions if a.department.strip()]
    listed = dict.fromkeys(names)
    return [
        _department(workshop, name, points, actions, felt or {})
        for name in sorted(listed, key=lambda each: each == NOBODY)
    ]


def _department(
    workshop: Workshop, name: str, points: Iterable[Touchpoint], actions: Iterable[Action],
    felt: Mapping[str, Felt],
) -> Department:  # fmt: skip
    mine = tuple(p for p in points if (p.department.strip() or NOBODY) == name)
    here = {p.id for p in mine}
    rated = [(felt[p.id].valence, p.name) for p in mine if p.id in felt]
    own = tuple(
        a for a in actions
        if (a.department.strip() == name if a.department.strip() else a.touchpoint in here)
    )  # fmt: skip
    return Department(
        name, mine,
        tuple(dict.fromkeys(workshop.stages[p.stage].name for p in mine)),
        tuple(f for f in workshop.ordered("findings") if f.touchpoint in here and f.kind in HURTS),
        own, fmean(value for value, _ in rated) if rated else None, len(rated),
        min(rated)[1] if rated else "",
    )  # fmt: skip


def _touchpoints(workshop: Workshop) -> list[Touchpoint]:
    """The touchpoints of the current journeys; where there is none, of all."""
    journeys = workshop.ordered("journeys", state="current") or workshop.ordered("journeys")
    return [point for each in journeys for point in workshop.touchpoints_of(each.id)]


__all__ = ["HURTS", "NOBODY", "Department", "Owner", "Task", "departments", "owners"]
