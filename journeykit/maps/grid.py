"""The layout of a journey map as a value: columns, rows, and the cards where they cross.

One column per touchpoint, grouped by stage; a stage without touchpoints keeps an empty
column. Rows are the chosen lanes, then fields of the touchpoints where they are asked for,
then pains, opportunities, delights and the evidence. A card that names a stage but no
touchpoint spans its stage. Whatever draws a map (page, paper, outline) draws this value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from journeykit.checks.aging import flags
from journeykit.checks.covering import assumptions_mark
from journeykit.checks.evidence import Evidence, Status, by_touchpoint, evidence
from journeykit.errors import Missing
from journeykit.model import (
    LANES,
    Finding,
    Journey,
    Note,
    Path,
    Persona,
    Stage,
    Touchpoint,
    Workshop,
)

RowKind = Literal["notes", "field", "findings", "evidence"]

#: Rows of findings: key of the row -> its name, the kinds in it, and the kind of a new card.
FINDING_ROWS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "pain": ("Pain", ("pain", "gap", "unmet_need", "risk"), "pain"),
    "opportunity": ("Opportunity", ("opportunity",), "opportunity"),
    "delight": ("Delight", ("delight",), "delight"),
}
#: Fields of a touchpoint that a map can show as a row (R49, R51, R138).
FIELD_ROWS: dict[str, str] = {
    "expectation": "Expectation",
    "message": "Message",
    "backstage": "Backstage",
    "support": "Support",
    "owner": "Owner",
    "duration": "Duration",
}


@dataclass(frozen=True, slots=True)
class Card:
    """What stands in a cell: a note, a finding, or the words of a field."""

    id: str
    collection: Literal["notes", "findings", "touchpoints"]
    kind: str
    text: str
    status: Status = "assumed"
    author: str = ""
    critical: bool = False
    #: words that say that its evidence is old or has no day
    old: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A touchpoint, or the empty place of a stage that has none."""

    stage: Stage
    touchpoint: Touchpoint | None = None

    @property
    def key(self) -> str:
        """The id of the touchpoint, or of the stage where there is none."""
        return self.touchpoint.id if self.touchpoint else self.stage.id

    @property
    def where(self) -> str:
        """Channel and presence in a few words.

        >>> stage = Stage(id="s", journey="j")
        >>> Column(stage, Touchpoint(stage="s", channel="Chat", presence="online")).where
        'Chat · online'
        """
        if self.touchpoint is None:
            return ""
        touchpoint = self.touchpoint
        both = touchpoint.presence == "both"
        presence = "online and offline" if both else touchpoint.presence
        return " · ".join(part for part in (touchpoint.channel, presence) if part)


@dataclass(frozen=True, slots=True)
class Band:
    """A stage and the columns that belong to it."""

    stage: Stage
    first: int
    span: int


@dataclass(frozen=True, slots=True)
class Row:
    """A lane of the map."""

    key: str
    title: str
    kind: RowKind


@dataclass(frozen=True, slots=True)
class Grid:
    """A map, ready to draw. ``cells`` and ``spans`` hold only places that have cards.

    ``cells`` is keyed by (row key, column key), ``spans`` by (row key, stage id); ``loose``
    are the cards of the workshop that stand nowhere on any map. ``flags`` says by touchpoint
    what is stale or has no owner; ``mark`` is the sentence of a map that is mostly assumed.
    """

    journey: Journey
    persona: Persona | None
    bands: tuple[Band, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    cells: Mapping[tuple[str, str], tuple[Card, ...]]
    spans: Mapping[tuple[str, str], tuple[Card, ...]]
    loose: tuple[Card, ...]
    paths: tuple[Path, ...]
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""

    def cards(self, row: Row, column: Column) -> tuple[Card, ...]:
        """The cards where a row and a column cross."""
        return self.cells.get((row.key, column.key), ())

    def spanning(self, row: Row, stage: Stage) -> tuple[Card, ...]:
        """The cards of a row that speak about a whole stage."""
        return self.spans.get((row.key, stage.id), ())

    def has_spans(self, row: Row) -> bool:
        """Whether a row holds a card about a whole stage."""
        return any((row.key, band.stage.id) in self.spans for band in self.bands)

    def index(self, touchpoint: str) -> int | None:
        """The number of a touchpoint's column, from 0."""
        for number, column in enumerate(self.columns):
            if column.touchpoint and column.touchpoint.id == touchpoint:
                return number
        return None

    def find(self, id: str) -> tuple[Row, Column] | None:
        """Where a card stands in a cell of its own."""
        for (row_key, column_key), cards in self.cells.items():
            if any(card.id == id for card in cards):
                row = next(row for row in self.rows if row.key == row_key)
                return row, next(each for each in self.columns if each.key == column_key)
        return None

    @property
    def title(self) -> str:
        """The title of the journey and whose it is."""
        who = f" · {self.persona.name}" if self.persona else ""
        return f"{self.journey.title}{who} · {self.journey.state} journey"


def grid(
    workshop: Workshop,
    journey: str | None = None,
    *,
    lanes: Sequence[str] | None = None,
    fields: Sequence[str] = (),
    findings: Sequence[str] | None = None,
    known: Mapping[str, Evidence] | None = None,
) -> Grid:
    """Lay out a journey of the workshop, the first current one where none is named.

    `lanes` are keys of `LANES` (default: the journey's own), `fields` of `FIELD_ROWS`,
    `findings` of `FINDING_ROWS` (default: pains and opportunities, delights where there are
    any), `known` the evidence by touchpoint. Raises `Missing` when there is no such journey.

    >>> w = Workshop.new("Jacket").model_copy(update={"journeys": {"j": Journey(id="j")}})
    >>> [row.title for row in grid(w).rows]
    ['Does', 'Thinks', 'Feels', 'Pain', 'Opportunity', 'Evidence']
    """
    found = workshop.journeys.get(journey) if journey else workshop.current_journey()
    if found is None:
        missing = "This journey is not there any more." if journey else "There is no journey yet."
        raise Missing(missing)
    bands, columns = _columns(workshop, found)
    chosen = found.lanes if lanes is None else lanes
    rows = _rows(workshop, columns, chosen, fields, findings)
    stale = flags(workshop)
    cells, spans, loose = _cards(workshop, columns, rows, stale)
    inside = {column.touchpoint.id for column in columns if column.touchpoint}
    known = by_touchpoint(workshop) if known is None else known
    return Grid(
        journey=found,
        persona=workshop.personas.get(found.persona) if found.persona else None,
        bands=bands,
        columns=columns,
        rows=rows,
        cells=cells,
        spans=spans,
        loose=loose,
        paths=tuple(p for p in workshop.ordered("paths") if {p.start, p.end} <= inside),
        evidence={id: known[id] for id in inside},
        flags={id: words for id in inside if (words := stale.get(f"touchpoints/{id}"))},
        mark=assumptions_mark(workshop) or "",
    )


def _columns(workshop: Workshop, journey: Journey) -> tuple[tuple[Band, ...], tuple[Column, ...]]:
    at: dict[str, list[Touchpoint]] = {}
    for touchpoint in workshop.ordered("touchpoints"):
        at.setdefault(touchpoint.stage, []).append(touchpoint)
    bands: list[Band] = []
    columns: list[Column] = []
    for stage in workshop.ordered("stages", journey=journey.id):
        own = [Column(stage, each) for each in at.get(stage.id, [])] or [Column(stage)]
        bands.append(Band(stage, len(columns), len(own)))
        columns.extend(own)
    return tuple(bands), tuple(columns)


def _rows(
    workshop: Workshop,
    columns: Sequence[Column],
    lanes: Iterable[str],
    fields: Iterable[str],
    findings: Sequence[str] | None,
) -> tuple[Row, ...]:
    if findings is None:
        inside = {column.key for column in columns}
        delight = any(
            each.kind == "delight" and each.touchpoint in inside
            for each in workshop.findings.values()
        )
        findings = ("pain", "opportunity", *(("delight",) if delight else ()))
    chosen = set(lanes)
    wanted = set(fields)
    return (
        *(Row(key, title, "notes") for key, title in LANES.items() if key in chosen),
        *(Row(f"field.{key}", FIELD_ROWS[key], "field") for key in FIELD_ROWS if key in wanted),
        *(Row(key, FINDING_ROWS[key][0], "findings") for key in FINDING_ROWS if key in findings),
        Row("evidence", "Evidence", "evidence"),
    )


def _cards(
    workshop: Workshop, columns: Sequence[Column], rows: Sequence[Row], stale: Mapping[str, str]
) -> tuple[dict, dict, tuple[Card, ...]]:
    cells: dict[tuple[str, str], list[Card]] = {}
    spans: dict[tuple[str, str], list[Card]] = {}
    loose: list[Card] = []
    inside = {column.key for column in columns}
    stages = {column.stage.id for column in columns}
    lanes = {row.key for row in rows if row.kind == "notes"}
    for note in workshop.ordered("notes"):
        card = _note(workshop, note, stale)
        if note.touchpoint is None and note.stage is None:
            loose.append(card)
        elif note.lane not in lanes:
            continue
        elif (key := note.touchpoint or note.stage or "") in inside:
            cells.setdefault((note.lane, key), []).append(card)
        elif note.touchpoint is None and note.stage in stages:
            spans.setdefault((note.lane, note.stage), []).append(card)
    row_of = {kind: key for key, (_, kinds, _) in FINDING_ROWS.items() for kind in kinds}
    shown = {row.key for row in rows if row.kind == "findings"}
    for finding in workshop.ordered("findings"):
        card = _finding(workshop, finding, stale)
        if finding.touchpoint is None:
            loose.append(card)
        elif finding.touchpoint in inside and row_of[finding.kind] in shown:
            cells.setdefault((row_of[finding.kind], finding.touchpoint), []).append(card)
    for row in rows:
        if row.kind == "field":
            for column in columns:
                if (touchpoint := column.touchpoint) is None:
                    continue
                if text := str(getattr(touchpoint, row.key.removeprefix("field."))):
                    card = Card(touchpoint.id, "touchpoints", row.key, text)
                    cells[row.key, column.key] = [card]
    return (
        {key: tuple(cards) for key, cards in cells.items()},
        {key: tuple(cards) for key, cards in spans.items()},
        tuple(loose),
    )


def _note(workshop: Workshop, note: Note, stale: Mapping[str, str]) -> Card:
    status = evidence(workshop, note.sources)
    old = stale.get(f"notes/{note.id}", "")
    return Card(note.id, "notes", note.lane, note.text, status, note.author, old=old)


def _finding(workshop: Workshop, finding: Finding, stale: Mapping[str, str]) -> Card:
    status = evidence(workshop, finding.sources)
    return Card(
        finding.id, "findings", finding.kind, finding.title, status, critical=critical(finding),
        old=stale.get(f"findings/{finding.id}", ""),
    )  # fmt: skip


def critical(finding: Finding) -> bool:
    """Whether a pain is severe, frequent and has evidence (R103): both marks 4 or more of 5.

    One that the team has flagged by hand is critical whatever its marks are.

    >>> critical(Finding(severity=5, frequency=4, sources=("s1",)))
    True
    >>> critical(Finding(severity=5, frequency=4))
    False
    """
    marks = (finding.severity or 0, finding.frequency or 0)
    hurts = finding.kind in FINDING_ROWS["pain"][1]
    return hurts and (finding.critical or (min(marks) >= 4 and bool(finding.sources)))
