"""A whole workshop as the one edit that puts everything in."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from journeykit.edits import Batch, Change, Edit, Put, references
from journeykit.model import ENTITIES, Entity, Workshop

_Key = tuple[str, str]


def as_batch(workshop: Workshop, words: str = "") -> Batch:
    """Return the batch that makes `workshop` out of an empty one of the same id.

    What an entity names is put in before it. Two that cite each other cannot both come
    second: the first then gets its citation afterwards, by a change.

    >>> [edit.collection for edit in as_batch(Workshop.new("Jacket")).edits]
    ['info']
    """
    everything = {
        (kind.collection, entity.id): entity
        for kind in ENTITIES
        for entity in workshop.entities(kind.collection).values()
    }
    done: set[_Key] = set()
    puts: list[Edit] = []
    later: list[Edit] = []
    for key in _sorted(everything):
        put = Put.of(everything[key])
        early = {
            field
            for field, target in _named(everything[key])
            if target in everything and target not in done and field in everything[key].cites
        }
        if early:  # journeys copied from each other, findings that answer each other
            fields = {field: put.entity[field] for field in early}
            blank: dict[str, JsonValue] = {
                field: [] if isinstance(fields[field], list) else None for field in early
            }
            put = Put(collection=put.collection, entity={**put.entity, **blank})
            later.append(Change(collection=key[0], id=key[1], fields=fields))
        puts.append(put)
        done.add(key)
    return Batch(edits=(*puts, *later), words=words or f"made the workshop '{workshop.title}'")


def _named(entity: Entity) -> Iterator[tuple[str, _Key]]:
    """Yield (field, key) of what an entity names."""
    for field, collection, id in references(entity):
        yield field, (collection, id)


def _sorted(everything: dict[_Key, Entity]) -> list[_Key]:
    """Return the keys, each behind those that its entity names, as far as that can be."""
    order: dict[_Key, None] = {}
    begun: set[_Key] = set()
    for start in everything:
        # depth first without recursion: a chain of copies may be long
        stack: list[tuple[_Key, bool]] = [(start, False)]
        while stack:
            key, ready = stack.pop()
            if ready:
                order.setdefault(key)
            elif key not in begun:
                begun.add(key)
                stack.append((key, True))
                named = [target for _, target in _named(everything[key]) if target in everything]
                stack.extend((target, False) for target in reversed(named))
    return list(order)
