"""Whether a workshop that came from a file hangs together."""

from __future__ import annotations

from journeykit.edits import references
from journeykit.errors import Refused
from journeykit.model import COLLECTIONS, Workshop


def sound(workshop: Workshop) -> Workshop:
    """Return the workshop; raise `Refused` when one of its references leads nowhere.

    An edit could never have made such a workshop, so no store would keep it.
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
    return workshop
