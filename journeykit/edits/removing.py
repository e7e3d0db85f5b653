"""Taking out an entity with all that depends on it."""

from __future__ import annotations

from pydantic import (
    JsonValue,
)

from journeykit.edits.folding import apply, entity_of
from journeykit.edits.kinds import Batch, Change, Edit, Remove
from journeykit.edits.references import users
from journeykit.model import Entity, Workshop
from journeykit.model import Vote as VoteEntity


def removal(workshop: Workshop, collection: str, id: str) -> Batch:
    """Return the batch that removes an entity: what it owns goes, what cites it lets go.

    >>> from journeykit.edits import Put
    >>> w = Workshop.new("Jacket", id="w")
    >>> w = apply(w, Put(collection="journeys", entity={"id": "j"}))
    >>> w = apply(w, Put(collection="stages", entity={"id": "s", "journey": "j"}))
    >>> [edit.id for edit in removal(w, "journeys", "j").edits]
    ['s', 'j']
    """
    label = entity_of(workshop, collection, id).label
    edits: list[Edit] = []
    _take_out(workshop, collection, id, edits)
    return Batch(edits=tuple(edits), words=f"removed '{label}'")


def _take_out(workshop: Workshop, collection: str, id: str, edits: list[Edit]) -> Workshop:
    while found := list(users(workshop, collection, id)):
        user, field = found[0]
        if field in user.owned_by or isinstance(user, VoteEntity):
            workshop = _take_out(workshop, user.collection, user.id, edits)
            continue
        let_go = Change(
            collection=user.collection, id=user.id, fields={field: _without(user, field, id)}
        )
        workshop = apply(workshop, let_go)
        edits.append(let_go)
    gone = Remove(collection=collection, id=id)
    edits.append(gone)
    return apply(workshop, gone)


def _without(entity: Entity, field: str, id: str) -> JsonValue:
    name, _, key = field.partition(".")
    value = getattr(entity, name)
    value = value[key] if key else value
    if isinstance(value, tuple):
        return [other for other in value if other != id] or (None if key else [])
    return None
