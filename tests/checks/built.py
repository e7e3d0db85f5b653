"""A small workshop for the tests of the checks."""

from __future__ import annotations

from datetime import date
from typing import Any

from journeykit.checks import checks
from journeykit.edits import Put, apply
from journeykit.model import Workshop

TODAY = date(2026, 11, 21)
ORDER = (
    "info", "sources", "personas", "journeys", "stages", "touchpoints", "links", "notes",
    "findings", "kpis", "measurements", "actions", "participants", "ratings", "marks",
)  # fmt: skip


def workshop(**entities: list[dict[str, Any]]) -> Workshop:
    """A workshop with one journey, one stage and what is given by collection."""
    built = Workshop.new("Jacket", id="w")
    base: dict[str, list[dict[str, Any]]] = {
        "journeys": [{"id": "j", "title": "Buying"}],
        "stages": [{"id": "s", "journey": "j", "name": "Purchase"}],
    }
    for collection in ORDER:
        for entity in [*base.get(collection, []), *entities.get(collection, [])]:
            built = apply(built, Put(collection=collection, entity=entity))
    return built


def messages(built: Workshop, code: str) -> list[str]:
    """What a check says."""
    return [check.message for check in checks(built, TODAY) if check.code == code]


def holds(built: Workshop, code: str) -> bool:
    """Whether a check looked at something and found nothing."""
    found = [check.ok for check in checks(built, TODAY) if check.code == code]
    assert found, f"the check {code} looked at nothing"
    return all(found)
