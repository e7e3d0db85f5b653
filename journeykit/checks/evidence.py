"""How well a cell of the map is supported: measured, anecdotal or assumed (R301).

measured
    at least five answers or counted events: a survey question linked to the touchpoint, or a
    cited source that counts (survey, analytics, sales, heatmap, market research)
anecdotal
    any other cited source: an interview, a review, an observation, a count of unknown n
assumed
    nothing is cited, or a linked question has fewer than five answers
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from journeykit.checks.once import once
from journeykit.few import FEWEST
from journeykit.model import Journey, Link, Note, Persona, Source, Touchpoint, Workshop

Status = Literal["measured", "anecdotal", "assumed"]

#: Kinds of source that count people or events.
COUNTING = ("survey", "analytics", "sales", "heatmap", "market_research")
#: Lanes whose notes claim nothing about the customer, so they need no evidence.
UNCLAIMED_LANES = ("ideas", "backstage", "parking")
#: Below this share of supported cells the map carries its ASSUMPTIONS mark (R301).
COVERAGE_GATE = 0.5
#: Attributes of a persona that are claims about people. The name is fiction.
_NO_CLAIMS = frozenset(
    ["id", "rank", "name", "tagline", "version", "rule", "rule_source", "drawn_from", "evidence"]
)
PERSONA_CLAIMS = tuple(name for name in Persona.model_fields if name not in _NO_CLAIMS)


@dataclass(frozen=True)
class Evidence:
    """What supports something: its status, n, the sources, the latest day.

    ``n`` counts the people who answered a linked question about it, or, where none is linked,
    is that of the largest source; it is None where nothing was counted. It is given for an
    assumption too when a linked question has answers, only too few of them.
    """

    status: Status
    n: int | None = None
    sources: tuple[str, ...] = ()
    collected: date | None = None


@dataclass(frozen=True)
class Cell:
    """A claim on the map, where it stands, and what supports it.

    ``stage`` is the id of its stage, "" where it has none; ``lane`` a lane of notes,
    ``touchpoints``, a kind of finding, or ``personas``.
    """

    where: str
    evidence: Evidence
    stage: str = ""
    lane: str = ""


def evidence(workshop: Workshop, source_ids: Iterable[str]) -> Status:
    """Say how well the cited sources support something.

    >>> from journeykit.edits import Put, apply
    >>> w = apply(Workshop.new("Jacket"), Put(collection="sources", entity={"id": "s", "n": 60}))
    >>> evidence(w, ["s"]), evidence(w, [])
    ('measured', 'assumed')
    """
    return cited(workshop, source_ids).status


def cited(workshop: Workshop, source_ids: Iterable[str]) -> Evidence:
    """Return what the cited sources add up to; ids that are not there count for nothing."""
    found = [workshop.sources[id] for id in source_ids if id in workshop.sources]
    return _weigh((source, source.n, False) for source in found)


def touchpoint_evidence(workshop: Workshop, touchpoint_id: str) -> Evidence:
    """Return what supports a touchpoint: the sources it cites and the questions linked to it."""
    touchpoint: Touchpoint = workshop.get("touchpoints", touchpoint_id)
    linked = links_by_touchpoint(workshop).get(touchpoint_id, ())
    return _at(workshop, touchpoint, linked)


@once("touchpoints", "links", "sources")
def by_touchpoint(workshop: Workshop) -> dict[str, Evidence]:
    """Return what supports each touchpoint, by its id, in one pass over the links."""
    links = links_by_touchpoint(workshop)
    return {
        id: _at(workshop, touchpoint, links.get(id, ()))
        for id, touchpoint in workshop.touchpoints.items()
    }


def links_by_touchpoint(workshop: Workshop) -> dict[str, list[Link]]:
    """Return the linked survey questions of each touchpoint that has any."""
    found: dict[str, list[Link]] = {}
    for link in workshop.links.values():
        if link.touchpoint is None or link.activity:
            continue
        # of comments only those count that a person has confirmed, and only enough of them
        if not link.comments or (link.n or 0) >= FEWEST:
            found.setdefault(link.touchpoint, []).append(link)
    return found


def cells(workshop: Workshop) -> list[Cell]:
    """Return every claim of the workshop about the customer as it is now.

    Touchpoints and notes of current journeys, findings except opportunities, and the
    filled-in attributes of personas. Ideal journeys claim nothing yet.
    """
    return list(_all(workshop))


@once("journeys", "stages", "touchpoints", "notes", "findings", "personas", "links", "sources")
def _all(workshop: Workshop) -> tuple[Cell, ...]:
    return tuple(_cells(workshop))


def coverage(workshop: Workshop, found: Iterable[Cell] | None = None) -> float:
    """Return the share of cells that are not assumed, 0 to 1; 0 for an empty workshop."""
    statuses = [cell.evidence.status for cell in (cells(workshop) if found is None else found)]
    return sum(status != "assumed" for status in statuses) / len(statuses) if statuses else 0.0


def current_journeys(workshop: Workshop) -> list[Journey]:
    """Return the journeys that say how it is, or all of them where none does."""
    return workshop.ordered("journeys", state="current") or workshop.ordered("journeys")


def _cells(workshop: Workshop) -> Iterator[Cell]:
    journeys = {journey.id for journey in current_journeys(workshop)}
    stages = {stage.id for stage in workshop.stages.values() if stage.journey in journeys}
    supported = by_touchpoint(workshop)
    here = {t.id: t.stage for t in workshop.touchpoints.values() if t.stage in stages}
    for id, stage in here.items():
        yield Cell(f"touchpoints/{id}", supported[id], stage, "touchpoints")
    for note in workshop.notes.values():
        if _claims(note, stages, here):
            found = cited(workshop, note.sources)
            stage = here.get(note.touchpoint or "") or note.stage or ""
            yield Cell(f"notes/{note.id}", found, stage, note.lane)
    for finding in workshop.findings.values():
        if finding.kind != "opportunity":
            found = cited(workshop, finding.sources)
            stage = here.get(finding.touchpoint or "", "")
            yield Cell(f"findings/{finding.id}", found, stage, finding.kind)
    for persona in workshop.personas.values():
        for name in PERSONA_CLAIMS:
            if getattr(persona, name):
                sources = persona.evidence.get(name, ())
                found = cited(workshop, sources)
                yield Cell(f"personas/{persona.id}.{name}", found, "", "personas")


def _claims(note: Note, stages: set[str], touchpoints: Mapping[str, str]) -> bool:
    placed = note.touchpoint in touchpoints or (note.touchpoint is None and note.stage in stages)
    return placed and note.lane not in UNCLAIMED_LANES and bool(note.text.strip())


def _at(workshop: Workshop, touchpoint: Touchpoint, links: Iterable[Link]) -> Evidence:
    return _weigh(_told(workshop.sources, touchpoint, links))


def _told(
    sources: Mapping[str, Source], touchpoint: Touchpoint, links: Iterable[Link]
) -> Iterator[tuple[Source, int | None, bool]]:
    linked = set()
    for link in links:
        source = sources[link.source]
        linked.add(source.id)
        yield source, source.n if link.n is None else link.n, True
    for id in touchpoint.sources:
        if id in sources and id not in linked:
            yield sources[id], sources[id].n, False


def _weigh(told: Iterable[tuple[Source, int | None, bool]]) -> Evidence:
    """Add up (source, n, whether it is a linked question); the best status counts."""
    status: Status = "assumed"
    asked: int | None = None
    counted: int | None = None
    ids: dict[str, None] = {}
    latest: date | None = None
    for source, n, linked in told:
        enough = n is not None and n >= FEWEST
        if enough and (linked or source.kind in COUNTING):
            status = "measured"
        elif status == "assumed" and (not linked or n is None):
            status = "anecdotal"
        if n is not None and linked:
            asked = max(n, asked or 0)
        elif n is not None:
            counted = max(n, counted or 0)
        ids[source.id] = None
        if source.collected is not None and (latest is None or source.collected > latest):
            latest = source.collected
    return Evidence(status, counted if asked is None else asked, tuple(ids), latest)
