"""Which entities name which others."""

from __future__ import annotations

from collections.abc import Iterator

from journeykit.model import COLLECTIONS, Entity, Workshop
from journeykit.model import Vote as VoteEntity


def references(entity: Entity) -> Iterator[tuple[str, str, str]]:
    """Yield (field, collection, id) of everything that the entity names."""
    for field, collection in (*entity.owned_by.items(), *entity.cites.items()):
        value = getattr(entity, field)
        for id in (value,) if isinstance(value, str) else value or ():
            yield field, collection, id
    for attribute, ids in vars(entity).get("evidence", {}).items():
        for id in ids:
            yield f"evidence.{attribute}", "sources", id


def uses(entity: Entity) -> Iterator[tuple[str, str, str]]:
    """Yield `references`, and what a vote is for: all that stays as long as the entity does."""
    yield from references(entity)
    if isinstance(entity, VoteEntity):
        yield "item", "findings", entity.item
        yield "item", "actions", entity.item


def users(workshop: Workshop, collection: str, id: str) -> Iterator[tuple[Entity, str]]:
    """Yield every entity, and its field, that names the given one."""
    for entity in naming(workshop, collection):
        for field, named, other in uses(entity):
            if other == id and named == collection:
                yield entity, field


def naming(workshop: Workshop, collection: str) -> Iterator[Entity]:
    """Yield the entities of the kinds that can name something in a collection."""
    for kind in COLLECTIONS.values():
        targets = {*kind.owned_by.values(), *kind.cites.values()}
        if "evidence" in kind.model_fields:
            targets.add("sources")
        if kind is VoteEntity:
            targets |= {"findings", "actions"}
        if collection in targets:
            yield from workshop.entities(kind.collection).values()
