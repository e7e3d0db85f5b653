"""Whether a workshop that came from a file hangs together."""

from __future__ import annotations

from journeykit.edits import references
from journeykit.errors import Refused
from journeykit.model import COLLECTIONS, Own, Vote, Workshop


def sound(workshop: Workshop) -> Workshop:
    """Return the workshop; raise `Refused` when a reference leads nowhere or in a circle.

    An edit could never have made the first, so no store would keep it; what was copied from
    its own copy was made by hand and means nothing.
    """
    if set(workshop.info) != {"info"}:
        raise Refused("A workshop has one description, with the id 'info'.")
    for collection in COLLECTIONS:
        for entity in workshop.entities(collection).values():
            for field, target, id in references(entity):
                if id not in workshop.entities(target):
                    raise Refused(
                        f"{collection}/{entity.id} ('{entity.label}'), {field}: "
                        f"there is no {COLLECTIONS[target].noun} '{id}' in the file."
                    )
    for collection, kind in COLLECTIONS.items():
        if issubclass(kind, Own):
            _own(workshop, collection)
        for field, target in kind.cites.items():
            if target == collection:
                _no_circle(workshop, collection, field)
    return workshop


def _own(workshop: Workshop, collection: str) -> None:
    """What somebody says once has the id that says so, and a vote is for something."""
    for entity in workshop.entities(collection).values():
        if entity.id != entity.own_id:
            raise Refused(f"{collection}/{entity.id}: its id must be '{entity.own_id}'.")
        if isinstance(entity, Vote) and not (
            entity.item in workshop.findings or entity.item in workshop.actions
        ):
            raise Refused(
                f"{collection}/{entity.id}, item: there is no finding and no action "
                f"'{entity.item}' in the file."
            )


def _no_circle(workshop: Workshop, collection: str, field: str) -> None:
    found = workshop.entities(collection)
    clear: set[str] = set()
    for start in found:
        way: list[str] = []
        at: str | None = start
        while at is not None and at not in clear:
            if at in way:
                circle = " → ".join([*way[way.index(at) :], at])
                raise Refused(f"{collection}/{at}, {field}: it goes round in a circle ({circle}).")
            way.append(at)
            following = getattr(found[at], field)
            at = following if isinstance(following, str) else None
        clear.update(way)
