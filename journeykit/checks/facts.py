"""What the rules look at, computed once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from journeykit.checks.evidence import Cell, Evidence, by_touchpoint, cells, current_journeys
from journeykit.model import (
    Action,
    Entity,
    Finding,
    Journey,
    Persona,
    Stage,
    Touchpoint,
    Workshop,
)

#: The steps of a workshop, in order.
STEPS = (
    "start", "personas", "touchpoints", "survey", "emotions", "improve", "measure", "report",
)  # fmt: skip
#: So many offenders of one rule are named one by one; the others are counted.
NAMED = 5


@dataclass(frozen=True)
class Check:
    """One exit check of a step: what holds, or what to do.

    ``where`` names what it is about, ``"touchpoints/abc"``, or is empty.
    """

    step: str
    code: str
    message: str
    ok: bool
    where: str = ""


@dataclass(frozen=True)
class Facts:
    """The current journeys of a workshop and what hangs on them, in order."""

    workshop: Workshop
    today: date
    journeys: tuple[Journey, ...]
    stages: tuple[Stage, ...]
    touchpoints: tuple[Touchpoint, ...]
    at_stage: dict[str, list[Touchpoint]]
    evidence: dict[str, Evidence]
    cells: tuple[Cell, ...]
    personas: tuple[Persona, ...]
    pains: tuple[Finding, ...]
    actions: tuple[Action, ...]

    @classmethod
    def of(cls, workshop: Workshop, today: date) -> Facts:
        """Gather the facts of a workshop."""
        journeys = current_journeys(workshop)
        by_journey = _grouped(workshop.stages.values(), "journey")
        by_stage = _grouped(workshop.touchpoints.values(), "stage")
        stages = [stage for journey in journeys for stage in by_journey.get(journey.id, ())]
        at_stage = {stage.id: by_stage.get(stage.id, []) for stage in stages}
        return cls(
            workshop=workshop,
            today=today,
            journeys=tuple(journeys),
            stages=tuple(stages),
            touchpoints=tuple(each for stage in stages for each in at_stage[stage.id]),
            at_stage=at_stage,
            evidence=by_touchpoint(workshop),
            cells=tuple(cells(workshop)),
            personas=tuple(workshop.ordered("personas")),
            pains=tuple(workshop.ordered("findings", kind="pain")),
            actions=tuple(a for a in workshop.ordered("actions") if a.status != "dropped"),
        )


def _grouped(entities: Iterable[Entity], owner: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for entity in sorted(entities, key=lambda each: (each.rank, each.id)):
        groups.setdefault(getattr(entity, owner), []).append(entity)
    return groups


def where(entity: Entity) -> str:
    """Return the address of an entity in its workshop."""
    return f"{entity.collection}/{entity.id}"


def holds(step: str, code: str, ok: bool, fact: str, todo: str, at: str = "") -> Iterator[Check]:
    """Yield the one check of a rule about the workshop as a whole."""
    yield Check(step, code, fact if ok else todo, ok, "" if ok else at)


def each(
    step: str, code: str, fact: str, looked_at: int, offenders: Sequence[tuple[Entity, str]]
) -> Iterator[Check]:
    """Yield the checks of a rule about every entity of a kind.

    Nothing looked at: no check. No offender: the fact. Else one open check an offender, its
    label before the words; beyond `NAMED` of them one more that counts the rest.
    """
    if not offenders:
        if looked_at:
            yield Check(step, code, fact, True)
        return
    for entity, words in offenders[:NAMED]:
        yield Check(step, code, f"{entity.label}: {words}", False, where(entity))
    rest = offenders[NAMED:]
    if rest:
        first, words = rest[0]
        names = first.label if len(rest) == 1 else f"{first.label} and {len(rest) - 1} more"
        yield Check(step, code, f"{names}: {words}", False, where(first))
