"""Cards of the map: written, moved and taken away, as edits. Functions of values only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from journeykit.edits import Change, Edit, Put, next_rank, place, removal
from journeykit.errors import Missing, Refused
from journeykit.maps.grid import FIELD_ROWS, FINDING_ROWS, Grid
from journeykit.model import LANES, LINE_LIMIT, Finding, Note, Workshop

Direction = Literal["left", "right", "up", "down"]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the map: the key of its row, and the id of its touchpoint or stage."""

    row: str
    column: str

    @property
    def field(self) -> str | None:
        """The field of a touchpoint that stands here, if it is one."""
        name = self.row.removeprefix("field.")
        return name if name != self.row and name in FIELD_ROWS else None


def spot(workshop: Workshop, column: str) -> dict[str, str | None]:
    """Return the fields of a note that stands at a touchpoint or a stage.

    Raises `Refused` when it is not there any more.
    """
    if column in workshop.touchpoints:
        return {"touchpoint": column, "stage": None}
    if column in workshop.stages:
        return {"touchpoint": None, "stage": column}
    raise Refused("This column is not there any more; somebody removed it.")


def write(workshop: Workshop, id: str, at: Place, text: str, author: str) -> Edit | None:
    """Return the edit that gives a card its words, a new card where there is none with its id.

    None while a new card is still empty. Raises `Refused` for a card without words.
    """
    words = text.strip()
    if at.field:
        return Change(collection="touchpoints", id=at.column, fields={at.field: words})
    for collection, field in (("notes", "text"), ("findings", "title")):
        if id in workshop.entities(collection):
            if not words:
                raise Refused("A card needs words. To take it away, use Remove.")
            return Change(collection=collection, id=id, fields={field: words})
    return _new(workshop, id, at, words, author) if words else None


def _new(workshop: Workshop, id: str, at: Place, words: str, author: str) -> Edit:
    where = spot(workshop, at.column)
    rank = next_rank(siblings(workshop, at))
    if at.row in LANES:
        note = {"id": id, "lane": at.row, "text": words, "author": author, "rank": rank, **where}
        return Put(collection="notes", entity=_json(note))
    if at.row in FINDING_ROWS:
        touchpoint = _needs_touchpoint(where)
        finding = _finding(id, FINDING_ROWS[at.row][2], words, touchpoint, rank)
        return Put(collection="findings", entity=finding)
    raise Refused("Nothing can be written here.")


def _json(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _needs_touchpoint(where: dict[str, str | None]) -> str:
    if where["touchpoint"] is None:
        raise Refused("A pain or an opportunity belongs to a touchpoint; add one to the stage.")
    return where["touchpoint"]


def _finding(id: str, kind: str, words: str, touchpoint: str, rank: float) -> dict[str, Any]:
    """A finding; words that are too long for a title go on in its detail."""
    title = words if len(words) <= LINE_LIMIT else words[: LINE_LIMIT - 1].rstrip() + "…"
    detail = words if title != words else ""
    return {"id": id, "kind": kind, "title": title, "detail": detail, "touchpoint": touchpoint,
            "rank": rank}  # fmt: skip


def siblings(workshop: Workshop, at: Place) -> list[Any]:
    """The cards that stand at a place, in order."""
    if at.row in FINDING_ROWS:
        kinds = FINDING_ROWS[at.row][1]
        found = workshop.ordered("findings", touchpoint=at.column)
        return [each for each in found if each.kind in kinds]
    return workshop.ordered("notes", lane=at.row, **spot(workshop, at.column))


def drop(workshop: Workshop, id: str, at: Place, before: str = "") -> tuple[list[Edit], str]:
    """Return the edits that put a card at a place, before another card or last, and words.

    A note that is put among pains, opportunities or delights becomes one.
    """
    there = siblings(workshop, at) if at.row in LANES or at.row in FINDING_ROWS else []
    order = [each.id for each in there if each.id != id]
    index = order.index(before) if before in order else len(order)
    if id in workshop.notes:
        return _drop_note(workshop, workshop.notes[id], at, there, index)
    if id in workshop.findings:
        return _drop_finding(workshop, workshop.findings[id], at, there, index)
    raise Refused("This card is not there any more; somebody removed it.")


def _drop_note(
    workshop: Workshop, note: Note, at: Place, there: Sequence[Any], index: int
) -> tuple[list[Edit], str]:
    where = spot(workshop, at.column)
    if at.row in LANES:
        moved = Change(collection="notes", id=note.id, fields={"lane": at.row, **where})
        return [moved, place(workshop, "notes", note.id, there, index)], f"moved '{note.label}'"
    if at.row not in FINDING_ROWS:
        raise Refused("Cards stand in lanes, or among pains, opportunities and delights.")
    title, _, kind = FINDING_ROWS[at.row]
    finding = _finding(note.id, kind, note.text, _needs_touchpoint(where), next_rank(there))
    finding["sources"] = list(note.sources)
    edits = [*removal(workshop, "notes", note.id).edits, Put(collection="findings", entity=finding)]
    return edits, f"made a {title.lower()} of '{note.label}'"


def _drop_finding(
    workshop: Workshop, finding: Finding, at: Place, there: Sequence[Any], index: int
) -> tuple[list[Edit], str]:
    if at.row not in FINDING_ROWS:
        raise Refused(
            f"'{finding.title}' is a {finding.kind.replace('_', ' ')}: it can stand among pains, "
            f"opportunities and delights, not in a lane."
        )
    _, kinds, kind = FINDING_ROWS[at.row]
    fields: dict[str, Any] = {"touchpoint": _needs_touchpoint(spot(workshop, at.column))}
    if finding.kind not in kinds:
        fields["kind"] = kind
    moved = Change(collection="findings", id=finding.id, fields=fields)
    return [
        moved,
        place(workshop, "findings", finding.id, there, index),
    ], f"moved '{finding.title}'"


def neighbor(grid: Grid, id: str, direction: Direction) -> tuple[Place, str]:
    """Return where a key takes a card: the place, and the card that it will stand before.

    Left and right go from column to column; up and down go through the cards of a cell, then
    to the next row that takes cards. Raises `Refused` at the edge of the map.
    """
    found = grid.find(id)
    if found is None:
        return _neighbor_of_span(grid, id, direction)
    row, column = found
    if direction in ("left", "right"):
        keys = [each.key for each in grid.columns]
        return Place(row.key, _beside(keys, column.key, direction)), ""
    order = [card.id for card in grid.cards(row, column)]
    at = order.index(id)
    if direction == "up" and at > 0:
        return Place(row.key, column.key), order[at - 1]
    if direction == "down" and at + 1 < len(order):
        return Place(row.key, column.key), order[at + 2] if at + 2 < len(order) else ""
    rows = [each.key for each in grid.rows if each.kind in ("notes", "findings")]
    return Place(_beside(rows, row.key, direction), column.key), ""


def _neighbor_of_span(grid: Grid, id: str, direction: Direction) -> tuple[Place, str]:
    """A card of a whole stage goes to the next stage, or down to its first touchpoint."""
    for (row_key, stage), cards in grid.spans.items():
        if any(card.id == id for card in cards):
            if direction in ("left", "right"):
                keys = [band.stage.id for band in grid.bands]
                return Place(row_key, _beside(keys, stage, direction)), ""
            return Place(row_key, next(c.key for c in grid.columns if c.stage.id == stage)), ""
    card = next((card for card in grid.loose if card.id == id), None)
    if card is None or not grid.columns:
        raise Missing("This card is not on the map any more.")
    rows = [row.key for row in grid.rows if row.kind in ("notes", "findings")]
    kept = card.kind if card.kind in rows else next(k for k in rows if _takes(k, card.collection))
    return Place(kept, grid.columns[0].key), ""


def _takes(row: str, collection: str) -> bool:
    return row in FINDING_ROWS if collection == "findings" else row in LANES


def _beside(keys: Sequence[str], key: str, direction: Direction) -> str:
    index = keys.index(key) + (1 if direction in ("right", "down") else -1)
    if not 0 <= index < len(keys):
        raise Refused("The card stands at the edge of the map.")
    return keys[index]


def take_away(workshop: Workshop, id: str) -> Edit:
    """Return the edit that removes a card and what hangs on it."""
    for collection in ("notes", "findings"):
        if id in workshop.entities(collection):
            return removal(workshop, collection, id)
    raise Refused("This card is not there any more; somebody removed it.")
