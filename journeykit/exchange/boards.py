"""Hand-over to drawing boards: Lucidchart's process CSV and sticky notes for Miro.

Files that a person imports there; no account and no connection is used. Written only: what
was drawn there is a drawing, not a journey. What is known, and from where (read in November 2026):

- Lucidchart ("Process Diagram Import from CSV", Lucid's help, which calls it experimental): each
  row is a page, a shape or a line, ids count from 1, pages and lines are named "Page" and "Line",
  a shape by its name and library; a page needs Id, Name and Text Area 1 only. The row "Document"
  and the columns of comments and status are of its own export, so they are not written.
- Miro: no list of columns that its import of tables asks for was found. The text stands first,
  so that the first column can be copied and pasted onto a board; the others say where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from journeykit.errors import Refused
from journeykit.exchange.assumptions import marked, notice
from journeykit.exchange.csvs import table
from journeykit.exchange.leftover import leftover
from journeykit.exchange.losses import Loss
from journeykit.model import LANES, Journey, Workshop

#: the columns that Lucidchart's import of a process diagram knows
LUCID = (
    "Id", "Name", "Shape Library", "Page ID", "Contained By", "Line Source", "Line Destination",
    "Source Arrow", "Destination Arrow", "Text Area 1",
)  # fmt: skip
MIRO = ("Text", "Kind", "Stage", "Touchpoint", "Journey")
_LIBRARY = "Flowchart Shapes"
_FINDINGS = {
    "pain": "Pain", "gap": "Gap", "unmet_need": "Unmet need", "risk": "Risk",
    "delight": "Delight", "opportunity": "Opportunity",
}  # fmt: skip


def encode(workshop: Workshop, suffix: str) -> tuple[bytes, list[Loss]]:
    """Return the maps as the CSV that the board's import takes."""
    journeys = workshop.ordered("journeys")
    if not journeys:
        raise Refused(f"'{workshop.title}' has no journey yet, so there is nothing to hand over.")
    if suffix == ".lucid.csv":
        return table(LUCID, _Process(workshop).rows(journeys), mark=False), leftover(
            workshop, _PROCESS, "a process has shapes and the lines between them"
        )
    return table(MIRO, list(_stickies(workshop, journeys)), mark=False), leftover(
        workshop, _BOARD, "a sticky note has a text and no more"
    )


_PROCESS = {
    "info": ("start_event", "end_event"), "journeys": ("title",),
    "stages": ("journey", "name"), "touchpoints": ("stage", "name", "channel"),
    "paths": ("start", "end", "title"),
}  # fmt: skip
_BOARD = {
    "info": (), "journeys": ("title",), "stages": ("journey", "name"),
    "touchpoints": ("stage", "name"), "notes": ("lane", "stage", "touchpoint", "text"),
    "findings": ("kind", "title", "touchpoint"),
}  # fmt: skip


class _Process:
    """Pages, shapes and lines, numbered from 1 as they come."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.made: list[dict[str, Any]] = []

    def rows(self, journeys: list[Journey]) -> list[dict[str, Any]]:
        for journey in journeys:
            self.page(journey)
        return self.made

    def add(self, name: str, **cells: Any) -> int:
        number = len(self.made) + 1
        self.made.append({**dict.fromkeys(LUCID, ""), "Id": number, "Name": name, **cells})
        return number

    def shape(self, name: str, page: int, text: str) -> int:
        cells = {"Shape Library": _LIBRARY, "Page ID": page, "Text Area 1": text}
        return self.add(name, **cells)

    def line(self, page: int, start: int, end: int, text: str = "") -> None:
        cells = {"Page ID": page, "Line Source": start, "Line Destination": end}
        arrows = {"Source Arrow": "None", "Destination Arrow": "Arrow", "Text Area 1": text}
        self.add("Line", **cells, **arrows)

    def page(self, journey: Journey) -> None:
        about = self.workshop.about
        page = self.add("Page", **{"Text Area 1": marked(journey.title, self.workshop)})
        way = [self.shape("Terminator", page, about.start_event or "Start")]
        numbers: dict[str, int] = {}
        for stage in self.workshop.stages_of(journey.id):
            for touchpoint in self.workshop.ordered("touchpoints", stage=stage.id):
                parts = (touchpoint.name, touchpoint.channel, f"Stage: {stage.name}")
                text = "\n".join(part for part in parts if part)
                number = self.shape("Process", page, text)
                numbers[touchpoint.id] = number
                way.append(number)
        way.append(self.shape("Terminator", page, about.end_event or "End"))
        for start, end in pairwise(way):
            self.line(page, start, end)
        for path in self.workshop.ordered("paths"):
            if path.start in numbers and path.end in numbers:
                words = path.title or path.kind.capitalize()
                self.line(page, numbers[path.start], numbers[path.end], words)


def _stickies(workshop: Workshop, journeys: list[Journey]) -> Iterator[dict[str, str]]:
    def sticky(text: str, kind: str, stage: str = "", touchpoint: str = "", of: str = "") -> Any:
        return dict(zip(MIRO, (text, kind, stage, touchpoint, of), strict=True))

    if said := notice(workshop):
        yield sticky(said, "Remark")
    for journey in journeys:
        for stage in workshop.stages_of(journey.id):
            yield sticky(stage.name, "Stage", stage.name, of=journey.title)
            for note in workshop.ordered("notes", stage=stage.id):
                if note.touchpoint is None:
                    yield sticky(note.text, LANES[note.lane], stage.name, of=journey.title)
            for touchpoint in workshop.ordered("touchpoints", stage=stage.id):
                at = (stage.name, touchpoint.name, journey.title)
                yield sticky(touchpoint.name, "Touchpoint", *at)
                for note in workshop.ordered("notes", touchpoint=touchpoint.id):
                    yield sticky(note.text, LANES[note.lane], *at)
                for finding in workshop.ordered("findings", touchpoint=touchpoint.id):
                    yield sticky(finding.title, _FINDINGS[finding.kind], *at)
    for finding in workshop.ordered("findings", touchpoint=None):
        yield sticky(finding.title, _FINDINGS[finding.kind])
    for note in workshop.ordered("notes", touchpoint=None, stage=None):
        yield sticky(note.text, LANES[note.lane])
