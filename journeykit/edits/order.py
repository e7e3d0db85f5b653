"""The place of an entity among its siblings."""

from __future__ import annotations

from collections.abc import Sequence

from journeykit.edits.folding import entity_of
from journeykit.edits.kinds import Batch, Change, Edit
from journeykit.model import Entity, Workshop


def place(
    workshop: Workshop, collection: str, id: str, siblings: Sequence[Entity], index: int
) -> Edit:
    """Return the edit that puts an entity at `index` among its ordered `siblings`.

    The rank lies half-way between its neighbors; where there is no number left between
    them, all siblings get whole numbers anew, in one batch.
    """
    others = [entity for entity in siblings if entity.id != id]
    index = max(0, min(index, len(others)))
    low = others[index - 1].rank if index else (others[0].rank - 2 if others else 0.0)
    high = others[index].rank if index < len(others) else low + 2
    rank = (low + high) / 2
    if low < rank < high:
        return Change(collection=collection, id=id, fields={"rank": rank})
    order = [entity.id for entity in others]
    order.insert(index, id)
    return Batch(
        edits=tuple(
            Change(collection=collection, id=each, fields={"rank": float(n)})
            for n, each in enumerate(order, start=1)
        ),
        words=f"moved '{entity_of(workshop, collection, id).label}'",
    )


def next_rank(siblings: Sequence[Entity]) -> float:
    """Return the rank that puts a new entity behind its siblings.

    >>> next_rank([])
    1.0
    """
    return max((entity.rank for entity in siblings), default=0.0) + 1
