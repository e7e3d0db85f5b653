"""Workshops as tidy tables and back; this module owns the column names.

One table a collection, one row an entity, one column a field, in the order of the model. Beside
a field that names another entity stands ``<field>_label`` with that entity's name, for readers;
it is ignored on the way back. The items of a list are joined by ``" | "``.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import ValidationError

from journeykit.checks import by_touchpoint
from journeykit.errors import Refused
from journeykit.model import COLLECTIONS, LANES, Entity, Workshop

if TYPE_CHECKING:
    import pandas as pd

Cell = str | int | float | bool | date | datetime | None
Row = dict[str, Cell]

SEPARATOR = " | "


@cache
def columns(collection: str) -> tuple[str, ...]:
    """Return the columns of a collection's table.

    >>> columns("paths")
    ('id', 'rank', 'start', 'start_label', 'end', 'end_label', 'kind', 'title')
    """
    kind = COLLECTIONS[collection]
    named: list[str] = []
    for field in kind.model_fields:
        named.append(field)
        if field in kind.owned_by or field in kind.cites:
            named.append(f"{field}_label")
    return tuple(named)


def records(workshop: Workshop, collection: str) -> list[Row]:
    """Return a collection as plain rows, in rank order, all with the same `columns`.

    >>> records(Workshop.new("Jacket"), "info")[0]["title"]
    'Jacket'
    """
    return [_row(workshop, entity) for entity in workshop.ordered(collection)]


def frame(workshop: Workshop, collection: str) -> pd.DataFrame:
    """Return a collection as a pandas frame; an empty one has its columns too."""
    import pandas as pd

    made = pd.DataFrame(records(workshop, collection), columns=list(columns(collection)))
    for field, kind in _kinds(collection).items():
        if kind in ("date", "datetime"):
            made[field] = pd.to_datetime(made[field], utc=kind == "datetime")
    return made


def frames(workshop: Workshop) -> dict[str, pd.DataFrame]:
    """Return every collection that holds something, as pandas frames."""
    return {name: frame(workshop, name) for name in COLLECTIONS if workshop.entities(name)}


def workshop_of(tables: Mapping[str, Iterable[Mapping[str, Any]]], id: str) -> Workshop:
    """Return the workshop that the rows of its collections make.

    Cells may be values or their text; a blank cell is what the field is by default. Raises
    `Refused` for an unknown collection or column, a value that does not fit and an id that
    occurs twice, naming the row (counted from 1). References are not followed here.

    >>> w = Workshop.new("Jacket", id="w")
    >>> workshop_of({"info": records(w, "info")}, "w") == w
    True
    """
    made: dict[str, Any] = {}
    for collection, rows in tables.items():
        if collection not in COLLECTIONS:
            raise Refused(f"There is no table '{collection}': tables are {', '.join(COLLECTIONS)}.")
        entities: dict[str, Entity] = {}
        for number, row in enumerate(rows, start=1):
            entity = _entity(collection, number, row)
            if entity.id in entities:
                raise Refused(
                    f"Row {number} of '{collection}': the id '{entity.id}' is there twice."
                )
            entities[entity.id] = entity
        made[collection] = entities
    return Workshop(id=id, **made)


def map_rows(workshop: Workshop) -> list[Row]:
    """Return the map for a spreadsheet: one row a touchpoint, one column a lane.

    Columns: journey, state, persona, stage, touchpoint, channel, presence, phase, owner,
    moment_of_truth, evidence, n, one column for each lane in use, pains, opportunities.
    """
    lanes = [lane for lane in LANES if any(n.lane == lane for n in workshop.notes.values())]
    supported = by_touchpoint(workshop)
    rows: list[Row] = []
    for journey in workshop.ordered("journeys"):
        persona = workshop.personas[journey.persona].name if journey.persona else ""
        for stage in workshop.ordered("stages", journey=journey.id):
            for touchpoint in workshop.ordered("touchpoints", stage=stage.id):
                notes = workshop.ordered("notes", touchpoint=touchpoint.id)
                findings = workshop.ordered("findings", touchpoint=touchpoint.id)
                evidence = supported[touchpoint.id]
                rows.append(
                    {
                        "journey": journey.title, "state": journey.state, "persona": persona,
                        "stage": stage.name, "touchpoint": touchpoint.name,
                        "channel": touchpoint.channel, "presence": touchpoint.presence,
                        "phase": touchpoint.phase, "owner": touchpoint.owner,
                        "moment_of_truth": touchpoint.moment_of_truth,
                        "evidence": evidence.status, "n": evidence.n,
                        **{
                            lane: _join(note.text for note in notes if note.lane == lane)
                            for lane in lanes
                        },
                        "pains": _join(f.title for f in findings if f.kind == "pain"),
                        "opportunities": _join(
                            f.title for f in findings if f.kind == "opportunity"
                        ),
                    }
                )  # fmt: skip
    return rows


def _row(workshop: Workshop, entity: Entity) -> Row:
    row: Row = {}
    named = {**entity.owned_by, **entity.cites}
    for field in type(entity).model_fields:
        value = getattr(entity, field)
        row[field] = _cell(value)
        if field in named:
            ids = (value,) if isinstance(value, str) else value or ()
            found = workshop.entities(named[field])
            row[f"{field}_label"] = _join(found[id].label for id in ids if id in found)
    return row


def _cell(value: Any) -> Cell:
    if isinstance(value, tuple):
        return _join(f"{item:g}" if isinstance(item, float) else str(item) for item in value)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    return value


def _join(items: Iterable[str]) -> str:
    r"""Join the items of a list so that `_split` gets them back.

    >>> _join(["red", "warm | dry"])
    'red | warm \\| dry'
    """
    return SEPARATOR.join(item.replace("\\", "\\\\").replace("|", "\\|") for item in items)


def _split(text: str) -> list[str]:
    r"""Return the items that `_join` joined; blank ones are left out.

    >>> _split('red | warm \\| dry')
    ['red', 'warm | dry']
    """
    items = re.findall(r"(?:\\.|[^\\|])+", text, re.DOTALL)
    return [clean for item in items if (clean := re.sub(r"\\(.)", r"\1", item, flags=re.S).strip())]


@cache
def _kinds(collection: str) -> dict[str, str]:
    """Return what a cell of each field is: list, mapping, text, optional, date, datetime, value."""
    fields = COLLECTIONS[collection].model_fields
    return {name: _kind(field.annotation) for name, field in fields.items()}


def _kind(annotation: Any) -> str:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _kind(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        inner = {_kind(each) for each in get_args(annotation) if each is not type(None)}
        return next((kind for kind in ("datetime", "date") if kind in inner), "optional")
    if origin in (tuple, dict):
        return "list" if origin is tuple else "mapping"
    if annotation in (date, datetime):
        return str(annotation.__name__)
    return "text" if annotation is str else "value"


def _entity(collection: str, number: int, row: Mapping[str, Any]) -> Entity:
    kinds = _kinds(collection)
    data: dict[str, Any] = {}
    for column, cell in row.items():
        if column in kinds:
            try:
                value = _value(kinds[column], cell)
            except ValueError as error:
                raise Refused(f"Row {number} of '{collection}', {column}: {error}.") from None
            if value is not None:
                data[column] = value
        elif column not in columns(collection):
            raise Refused(f"The table '{collection}' has no column '{column}'.")
    try:
        return COLLECTIONS[collection].model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Refused(
            f"Row {number} of '{collection}', {where}: {first['msg']} (got {first['input']!r})."
        ) from None


def _value(kind: str, cell: Any) -> Any:
    """Return what a cell means for a field of this kind; None leaves the default."""
    if cell is None or cell == "" or cell != cell or str(cell) == "NaT":
        return "" if kind == "text" and cell == "" else None
    if kind == "list" and isinstance(cell, str):
        return _split(cell)
    if kind == "mapping" and isinstance(cell, str):
        return json.loads(cell)
    if kind == "date":
        return str(cell)[:10]
    if hasattr(cell, "item"):  # a number of numpy
        return cell.item()
    if isinstance(cell, float) and kind != "text" and cell.is_integer():
        return int(cell)
    return cell
