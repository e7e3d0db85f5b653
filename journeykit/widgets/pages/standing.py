"""An order that stands still while people work in it.

A list that sorts itself anew on every mark given would move the row from under the hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from journeykit.model import Entity

Kind = TypeVar("Kind", bound=Entity)


def standing(
    ui: dict[str, Any],
    name: str,
    entities: list[Kind],
    key: Callable[[Kind], Any],
    below: Callable[[Kind], str | None] = lambda entity: None,
) -> tuple[list[Kind], bool]:
    """Return the entities in the order in which they were shown, and whether it is outdated.

    What is new comes first, or right under the entity that `below` names. The order is kept
    under ``order-<name>`` in the page's own state; once that is taken out, the entities are
    sorted by `key` again.
    """
    there = {entity.id: entity for entity in entities}
    fresh = [entity.id for entity in sorted(entities, key=key)]
    kept = [id for id in ui.get(f"order-{name}", fresh) if id in there]
    new = [id for id in fresh if id not in kept]
    shown = [id for id in new if below(there[id]) not in kept] + kept
    for id in (id for id in new if id not in shown):
        shown.insert(shown.index(below(there[id]) or "") + 1, id)
    ui[f"order-{name}"] = shown
    return [there[id] for id in shown], shown != fresh


__all__ = ["standing"]
