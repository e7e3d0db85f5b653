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


def users(workshop: Workshop, collection: str, id: str) -> Iterator[tuple[Entity, str]]:
    """Yield every entity, and its field, that names the given one."""
    for kind in COLLECTIONS.values():
        targets = {*kind.owned_by.values(), *kind.cites.values()}
        if "evidence" in kind.model_fields:
            targets.add("sources")
        votes = kind is VoteEntity and collection in ("findings", "actions")
        if collection not in targets and not votes:
            continue
        for entity in workshop.entities(kind.collection).values():
            for field, named, other in references(entity):
                if other == id and named == collection:
                    yield entity, field
            if votes and entity.item == id:
                yield entity, "item"
