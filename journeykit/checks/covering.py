"""How much of the map is more than believed: by stage, by lane, and the mark that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from journeykit.checks.evidence import (
    COVERAGE_GATE,
    Cell,
    Evidence,
    cells,
    cited,
    coverage,
    current_journeys,
)
from journeykit.few import FEWEST
from journeykit.model import LANES, Action, Workshop

MARK = "ASSUMPTIONS"
#: Lanes of `Cell` that are no lanes of notes.
NAMES = {
    "touchpoints": "Touchpoints", "pain": "Pains", "gap": "Gaps", "unmet_need": "Unmet needs",
    "risk": "Risks", "delight": "Delights", "personas": "Personas",
}  # fmt: skip


@dataclass(frozen=True)
class Covered:
    """How many claims of a part of the map are measured, anecdotal and assumed."""

    key: str
    name: str
    measured: int = 0
    anecdotal: int = 0
    assumed: int = 0

    @property
    def total(self) -> int:
        """All claims of the part."""
        return self.measured + self.anecdotal + self.assumed

    @property
    def share(self) -> float:
        """The share of them that is not assumed, 0 where there is none."""
        return (self.measured + self.anecdotal) / self.total if self.total else 0.0


def by_stage(workshop: Workshop) -> list[Covered]:
    """Return the coverage of each stage of the current journeys, in order."""
    names = {
        stage.id: stage.name
        for journey in current_journeys(workshop)
        for stage in workshop.stages_of(journey.id)
    }
    return _counted(names, ((cell.stage, cell) for cell in cells(workshop)))


def by_lane(workshop: Workshop) -> list[Covered]:
    """Return the coverage of each lane that holds a claim, of findings by kind, of personas."""
    names = {"touchpoints": NAMES["touchpoints"], **LANES, **NAMES}
    found = _counted(names, ((cell.lane, cell) for cell in cells(workshop)))
    return [each for each in found if each.total]


def _counted(names: dict[str, str], told: Iterable[tuple[str, Cell]]) -> list[Covered]:
    counts = {key: {"measured": 0, "anecdotal": 0, "assumed": 0} for key in names}
    for key, cell in told:
        if key in counts:
            counts[key][cell.evidence.status] += 1
    return [Covered(key, name, **counts[key]) for key, name in names.items()]


def assumptions_mark(workshop: Workshop) -> str | None:
    """Return the sentence that a map with less than half of it evidenced carries, else None.

    A workshop that claims nothing yet carries no mark.

    >>> assumptions_mark(Workshop.new("Jacket")) is None
    True
    """
    found = cells(workshop)
    share = coverage(workshop, found)
    if not found or share >= COVERAGE_GATE:
        return None
    percent = f"{100 * share:.0f} %"
    return f"{MARK}: {percent} of this map rests on evidence; the rest is believed, not known."


def effect_evidence(workshop: Workshop, action: Action) -> Evidence:
    """Return what supports the expected effect of an action: the values of its KPI.

    Measured where a value has a source and n of 5 or more, anecdotal where it was written
    down without, assumed where the KPI was never measured or none is named.
    """
    values = [m for m in workshop.measurements.values() if m.kpi == action.kpi and action.kpi]
    if not values:
        return Evidence("assumed")
    sources = tuple(dict.fromkeys(m.source for m in values if m.source in workshop.sources))
    n = max((m.n for m in values if m.n is not None), default=None)
    latest = max(m.day for m in values)
    enough = any((m.n or 0) >= FEWEST and m.source in workshop.sources for m in values)
    return Evidence("measured" if enough else "anecdotal", n, sources, latest)


def supports(workshop: Workshop, where: str) -> Evidence:
    """Return what supports the claim at an address as in `Cell.where`; assumed if it is gone.

    >>> supports(Workshop.new("Jacket"), "notes/gone").status
    'assumed'
    """
    for cell in cells(workshop):
        if cell.where == where:
            return cell.evidence
    collection, _, id = where.partition("/")
    entity = workshop.entities(collection).get(id)
    return cited(workshop, getattr(entity, "sources", ()))
