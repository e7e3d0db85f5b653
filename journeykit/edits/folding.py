"""Folding an edit into a workshop, and the edit that takes it back."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pydantic import JsonValue, ValidationError

from journeykit.edits.kinds import Batch, Change, Edit, Put, Rate, Remove, Vote, broken_rule
from journeykit.edits.references import naming, references, users, uses
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
    draft = Draft(workshop)
    back = fold_into(draft, edit)
    return draft.workshop, back


class Draft:
    """A workshop in the making: what edits of one batch have in common is done once for all.

    A mapping is copied when it is first written to; how often the things of a collection are
    named is counted when one of them is first removed. The workshop that it starts from is left
    alone. After a refused edit the draft is half done and is thrown away.
    """

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self._copied: set[str] = set()
        self._named: dict[str, Counter[str]] = {}

    def write(self, collection: str, id: str, entity: Entity | None) -> None:
        """Put an entity in, or take out what has the id."""
        mapping = self._own(collection)
        before = mapping.pop(id, None) if entity is None else mapping.get(id)
        if entity is not None:
            mapping[id] = entity
        if self._named:
            self._count(before, -1)
            self._count(entity, 1)

    def users(self, collection: str, id: str) -> list[tuple[Entity, str]]:
        """Return every entity, and its field, that names the given one."""
        if collection not in self._named:
            self._named[collection] = Counter(
                other
                for entity in naming(self.workshop, collection)
                for _, named, other in uses(entity)
                if named == collection
            )
        some = self._named[collection][id]
        return list(users(self.workshop, collection, id)) if some else []

    def _own(self, collection: str) -> dict[str, Any]:
        if collection not in self._copied:
            self._copied.add(collection)
            copy = dict(self.workshop.entities(collection))
            self.workshop = self.workshop.model_copy(update={collection: copy})
        mapping: dict[str, Any] = getattr(self.workshop, collection)
        return mapping

    def _count(self, entity: Entity | None, step: int) -> None:
        for _, collection, id in () if entity is None else uses(entity):
            if collection in self._named:
                self._named[collection][id] += step


def fold_into(draft: Draft, edit: Edit) -> Edit:
    """Fold an edit into the draft, and return the one that takes it back."""
    match edit:
        case Put():
            return _put(draft, edit)
        case Change():
            return _change(draft, edit)
        case Remove():
            return _remove(draft, edit)
        case Rate():
            return _rate(draft, edit)
        case Vote():
            return _vote(draft, edit)
        case Batch():
            return _batch(draft, edit)
    raise Refused(f"There is no edit of the kind '{type(edit).__name__}'.")


def _put(draft: Draft, edit: Put) -> Edit:
    kind = _kind(edit.collection)
    entity = _valid(kind, edit.entity)
    if kind.collection == "info" and entity.id != "info":
        raise Refused("A workshop has one description, with the id 'info'.")
    _check_references(draft.workshop, entity)
    before = draft.workshop.entities(edit.collection).get(entity.id)
    _check_seen(before or entity, _dump(before), edit.was)
    now = _dump(entity)
    draft.write(edit.collection, entity.id, entity)
    if before is None:
        return Remove(collection=edit.collection, id=entity.id, was=now)
    return Put.of(before, was=now)


def _change(draft: Draft, edit: Change) -> Edit:
    before = entity_of(draft.workshop, edit.collection, edit.id)
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
    _check_references(draft.workshop, entity)
    after = entity.model_dump(mode="json")
    seen = {path: _look(after, path) for path in edit.fields}
    draft.write(edit.collection, entity.id, entity)
    return Change(collection=edit.collection, id=edit.id, fields=old, was=seen)


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


def _remove(draft: Draft, edit: Remove) -> Edit:
    before = entity_of(draft.workshop, edit.collection, edit.id)
    if edit.collection == "info":
        raise Refused("The description of a workshop cannot be removed.")
    if edit.was is not None:
        _check_seen(before, _dump(before), edit.was)
    if found := draft.users(edit.collection, edit.id):
        other, field = found[0]
        raise Refused(
            f"'{before.label}' is still used by {len(found)} other "
            f"{'entry' if len(found) == 1 else 'entries'}, first by the {other.noun} "
            f"'{other.label}' ({field})."
        )
    draft.write(before.collection, before.id, None)
    return Put.of(before, was={})


def _keyed(draft: Draft, entity: Entity, keep: bool) -> Edit:
    if keep:
        return _put(draft, Put.of(entity))
    before: Entity | None = draft.workshop.entities(entity.collection).get(entity.id)
    if before is None:
        raise Refused(f"There is no {entity.noun} to take back.")
    draft.write(before.collection, before.id, None)
    return Put.of(before, was={})


def _rate(draft: Draft, edit: Rate) -> Edit:
    data = {
        "participant": edit.participant,
        "touchpoint": edit.touchpoint,
        "valence": edit.valence or 0,
        "arousal": edit.arousal,
        "labels": edit.labels,
    }
    return _keyed(draft, _valid(Rating, data), keep=edit.valence is not None)


def _vote(draft: Draft, edit: Vote) -> Edit:
    data = {"participant": edit.participant, "item": edit.item, "dots": edit.dots}
    return _keyed(draft, _valid(VoteEntity, data), keep=edit.dots != 0)


def _batch(draft: Draft, edit: Batch) -> Edit:
    if not edit.edits:
        raise Refused("There is nothing to change.")
    back = [fold_into(draft, part) for part in edit.edits]
    return Batch(edits=tuple(reversed(back)), words=edit.words)


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
