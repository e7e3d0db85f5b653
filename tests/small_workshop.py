"""The workshop that the tests of the store keep."""

from __future__ import annotations

from journeykit.edits import Batch, Put, apply
from journeykit.model import Workshop


def jacket() -> Workshop:
    """Return a small workshop with a journey, two stages and two touchpoints."""
    edits = [
        Put(collection="sources", entity={"id": "src"}),
        Put(
            collection="personas",
            entity={"id": "ann", "name": "Ann", "evidence": {"goals": ["src"]}},
        ),
        Put(collection="journeys", entity={"id": "j", "persona": "ann"}),
        Put(collection="stages", entity={"id": "s1", "journey": "j", "rank": 1}),
        Put(collection="stages", entity={"id": "s2", "journey": "j", "rank": 2}),
        Put(collection="touchpoints", entity={"id": "t1", "stage": "s1", "sources": ["src"]}),
        Put(collection="touchpoints", entity={"id": "t2", "stage": "s2"}),
    ]
    return apply(Workshop.new("Jacket", id="w"), Batch(edits=tuple(edits)))
