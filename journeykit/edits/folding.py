"""Folding an edit into a workshop, and the edit that takes it back."""

from __future__ import annotations

from typing import Any

from pydantic import (
    JsonValue,
    ValidationError,
)

from journeykit.edits.kinds import Batch, Change, Edit, Put, Rate, Remove, Vote, broken_rule
from journeykit.edits.references import references, users
from journeykit.errors import Refused
from journeykit.model import COLLECTIONS, Entity, Own, Rating, Workshop
from journeykit.model import Vote as VoteEntity


def apply(workshop: Workshop, edit: Edit) -> Workshop:
    """Return the workshop with the edit folded in; raise `Refused` and change nothing.

    >>> from journeykit.model import Workshop
    >>> w = Workshop.new("Jacket", id="w")
    >>> apply(w, Change(collection="info", id="info", fields={"scope": "Online"})).about.scope
    'Online'
    """
    return fold(workshop, edit)[0]


def inverse(workshop: Workshop, edit: Edit) -> Edit:
    """Return the edit that takes `edit` back from the workshop that it makes."""
    return fold(workshop, edit)[1]


def fold(workshop: Workshop, edit: Edit) -> tuple[Workshop, Edit]:
    """Return the workshop with `edit` folded in, and the edit that undoes exactly that."""
    match edit:
        case Put():
            return _put(workshop, edit)
        case Change():
            return _change(workshop, edit)
        case Remove():
            return _remove(workshop, edit)
        case Rate():
            return _rate(workshop, edit)
        case Vote():
            return _vote(workshop, edit)
        case Batch():
            return _batch(workshop, edit)
    raise Refused(f"There is no edit of the kind '{type(edit).__name__}'.")


def _put(workshop: Workshop, edit: Put) -> tuple[Workshop, Edit]:
    kind = _kind(edit.collection)
    entity = _valid(kind, edit.entity)
    if kind.collection == "info" and entity.id != "info":
        raise Refused("A workshop has one description, with the id 'info'.")
    _check_references(workshop, entity)
    before = workshop.entities(edit.collection).get(entity.id)
    _check_seen(before or entity, _dump(before), edit.was)
    now = _dump(entity)
    back: Edit = (
        Remove(collection=edit.collection, id=entity.id, was=now)
        if before is None
        else Put.of(before, was=now)
    )
    return _with(workshop, edit.collection, entity.id, entity), back


def _change(workshop: Workshop, edit: Change) -> tuple[Workshop, Edit]:
    before = entity_of(workshop, edit.collection, edit.id)
    if not edit.fields:
        raise Refused("A change names at least one field.")
    data = before.model_dump(mode="json")
    old: dict[str, JsonValue] = {}
    for path, value in edit.fields.items():
        name, dot, key = path.partition(".")
        if name == "id":
            raise Refused("The id of an entity never changes.")
        if name not in data or (dot and not (key.strip() and isinstance(data[name], dict))):
            raise Refused(f"A {before.noun} has no field '{path}'.")
        if dot and (name in edit.fields or key != key.strip()):
            raise Refused(f"A change sets '{name}' as a whole or by its keys, once each.")
        holder, slot = (data[name], key) if key else (data, name)
        old[path] = holder.get(slot)
        if edit.was is not None and path in edit.was and edit.was[path] != old[path]:
            raise Refused(f"Somebody has changed '{name}' of '{before.label}' since.")
        if key and value is None:
            holder.pop(slot, None)
        else:
            holder[slot] = value
    entity = _valid(type(before), data)
    _check_references(workshop, entity)
    after = entity.model_dump(mode="json")
    seen = {path: _look(after, path) for path in edit.fields}
    back = Change(collection=edit.collection, id=edit.id, fields=old, was=seen)
    return _with(workshop, edit.collection, edit.id, entity), back


def _dump(entity: Entity | None) -> dict[str, Any]:
    return {} if entity is None else entity.model_dump(mode="json")


def _check_seen(
    entity: Entity, there: dict[str, JsonValue], was: dict[str, JsonValue] | None
) -> None:
    if was is not None and was != there:
        raise Refused(f"Somebody has changed the {entity.noun} '{entity.label}' since.")


def _look(data: dict[str, Any], path: str) -> Any:
    name, _, key = path.partition(".")
    return data[name].get(key) if key else data[name]


def _remove(workshop: Workshop, edit: Remove) -> tuple[Workshop, Edit]:
    before = entity_of(workshop, edit.collection, edit.id)
    if edit.collection == "info":
        raise Refused("The description of a workshop cannot be removed.")
    if edit.was is not None:
        _check_seen(before, _dump(before), edit.was)
    if found := list(users(workshop, edit.collection, edit.id)):
        other, field = found[0]
        raise Refused(
            f"'{before.label}' is still used by {len(found)} other "
            f"{'entry' if len(found) == 1 else 'entries'}, first by the {other.noun} "
            f"'{other.label}' ({field})."
        )
    return _with(workshop, edit.collection, edit.id, None), Put.of(before, was={})


def _keyed(workshop: Workshop, entity: Entity, keep: bool) -> tuple[Workshop, Edit]:
    before = workshop.entities(entity.collection).get(entity.id)
    if keep:
        return _put(workshop, Put.of(entity))
    if before is None:
        raise Refused(f"There is no {entity.noun} to take back.")
    return _with(workshop, entity.collection, entity.id, None), Put.of(before, was={})


def _rate(workshop: Workshop, edit: Rate) -> tuple[Workshop, Edit]:
    data = {
        "participant": edit.participant,
        "touchpoint": edit.touchpoint,
        "valence": edit.valence or 0,
        "arousal": edit.arousal,
        "labels": edit.labels,
    }
    return _keyed(workshop, _valid(Rating, data), keep=edit.valence is not None)


def _vote(workshop: Workshop, edit: Vote) -> tuple[Workshop, Edit]:
    data = {"participant": edit.participant, "item": edit.item, "dots": edit.dots}
    return _keyed(workshop, _valid(VoteEntity, data), keep=edit.dots != 0)


def _batch(workshop: Workshop, edit: Batch) -> tuple[Workshop, Edit]:
    if not edit.edits:
        raise Refused("There is nothing to change.")
    back: list[Edit] = []
    for part in edit.edits:
        workshop, undo = fold(workshop, part)
        back.append(undo)
    return workshop, Batch(edits=tuple(reversed(back)), words=edit.words)


def _kind(collection: str) -> type[Entity]:
    try:
        return COLLECTIONS[collection]
    except KeyError:
        raise Refused(f"There is no collection '{collection}'.") from None


def entity_of(workshop: Workshop, collection: str, id: str) -> Any:
    """Return an entity that an edit names; refuse the edit when somebody has removed it."""
    kind = _kind(collection)
    try:
        return workshop.entities(collection)[id]
    except KeyError:
        raise Refused(f"This {kind.noun} is not there any more; somebody removed it.") from None


def _valid(kind: type[Entity], data: dict[str, Any]) -> Entity:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise Refused(broken_rule(error, kind.noun)) from None


def _with(workshop: Workshop, collection: str, id: str, entity: Entity | None) -> Workshop:
    mapping = dict(workshop.entities(collection))
    if entity is None:
        del mapping[id]
    else:
        mapping[id] = entity
    return workshop.model_copy(update={collection: mapping})


def _check_references(workshop: Workshop, entity: Entity) -> None:
    if isinstance(entity, Own) and entity.id != entity.own_id:
        raise Refused(
            f"A {entity.noun} has the id of its participant and what it is for, "
            f"'{entity.own_id}' (got '{entity.id}')."
        )
    if isinstance(entity, VoteEntity) and not (
        entity.item in workshop.findings or entity.item in workshop.actions
    ):
        raise Refused("A vote goes to a finding or an action; this one is not there any more.")
    for field, collection, id in references(entity):
        if id not in workshop.entities(collection):
            noun = COLLECTIONS[collection].noun
            raise Refused(
                f"{entity.noun.capitalize()} '{entity.label}', {field}: "
                f"the {noun} '{id}' is not in the workshop."
            )
