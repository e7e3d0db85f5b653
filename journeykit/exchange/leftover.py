"""What of a workshop a format leaves behind, counted from what it carries."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from journeykit.exchange.losses import Loss
from journeykit.model import COLLECTIONS, Entity, Workshop

#: fields that every format carries in its own way: as a name in the file and as the order in it
_ALWAYS = {"id", "rank"}


def leftover(
    workshop: Workshop,
    carried: Mapping[str, Collection[str]],
    why: str,
    only: Mapping[str, Collection[str]] | None = None,
) -> list[Loss]:
    """Return what a format leaves out: collections, entities, and fields that are in use.

    ``carried`` names the fields that it takes of each collection; ``only``, where a format
    takes some entities of a collection, their ids.
    """
    found: list[Loss] = []
    for name, kind in COLLECTIONS.items():
        entities = list(workshop.entities(name).values())
        if name not in carried:
            if entities:
                found.append(Loss(name, f"{len(entities)} of the kind {kind.noun}", why))
            continue
        taken = [one for one in entities if only is None or one.id in only.get(name, (one.id,))]
        if beyond := len(entities) - len(taken):
            found.append(Loss(name, f"{beyond} of the kind {kind.noun}", why))
        unsaid = [
            field.replace("_", " ") + (f" ({count})" if count > 1 else "")
            for field in kind.model_fields
            if field not in carried[name] and field not in _ALWAYS
            if (count := sum(_said(one, field) for one in taken))
        ]
        if unsaid:
            found.append(Loss(name, ", ".join(unsaid), why))
    return found


def _said(entity: Entity, field: str) -> bool:
    """Whether a field holds something that a reader would miss."""
    default: Any = type(entity).model_fields[field].get_default(call_default_factory=True)
    return bool(getattr(entity, field) != default)
