"""Taking out an entity with all that depends on it."""

from __future__ import annotations

from pydantic import JsonValue

from journeykit.edits.folding import Draft, entity_of, fold_into
from journeykit.edits.kinds import Batch, Change, Edit, Remove
from journeykit.edits.references import references
from journeykit.model import Entity, Workshop
from journeykit.model import Vote as VoteEntity


def removal(workshop: Workshop, collection: str, id: str) -> Batch:
    """Return the batch that removes an entity: what it owns goes, what cites it lets go.

    >>> from journeykit.edits import Put, apply
    >>> w = Workshop.new("Jacket", id="w")
    >>> w = apply(w, Put(collection="journeys", entity={"id": "j"}))
    >>> w = apply(w, Put(collection="stages", entity={"id": "s", "journey": "j"}))
    >>> [edit.id for edit in removal(w, "journeys", "j").edits]
    ['s', 'j']
    """
    label = entity_of(workshop, collection, id).label
    edits: list[Edit] = []
    _take_out(Draft(workshop), collection, id, edits)
    return Batch(edits=tuple(edits), words=f"removed '{label}'")


def _take_out(draft: Draft, collection: str, id: str, edits: list[Edit]) -> None:
    for found, field in draft.users(collection, id):
        user: Entity | None = draft.workshop.entities(found.collection).get(found.id)
        if user is None:
            continue  # it went with another one
        if field in user.owned_by or isinstance(user, VoteEntity):
            _take_out(draft, user.collection, user.id, edits)
        elif (field, collection, id) in references(user):
            fields = {field: _without(user, field, id)}
            edits.append(Change(collection=user.collection, id=user.id, fields=fields))
            fold_into(draft, edits[-1])
    edits.append(Remove(collection=collection, id=id))
    fold_into(draft, edits[-1])


def _without(entity: Entity, field: str, id: str) -> JsonValue:
    name, _, key = field.partition(".")
    value = getattr(entity, name)
    value = value[key] if key else value
    if isinstance(value, tuple):
        return [other for other in value if other != id] or (None if key else [])
    return None
