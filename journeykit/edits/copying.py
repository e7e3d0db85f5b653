"""A journey as it is, copied as the journey that it should become (R150)."""

from __future__ import annotations

from typing import Any

from journeykit.edits.folding import entity_of
from journeykit.edits.kinds import Batch, Edit, Put
from journeykit.edits.order import next_rank
from journeykit.model import LINE_LIMIT, Journey, Workshop, new_id

#: What a copy does not inherit: evidence is about the journey as it is, and so are its owners' ids.
_OWN: dict[str, Any] = {"sources": [], "expectation_met": None}


def idealized(workshop: Workshop, journey: str, id: str | None = None) -> Batch:
    """Return the batch that copies a journey as an ideal one.

    Stages, touchpoints, notes and paths are copied; journey, stages and touchpoints remember
    in ``copied_from`` what they were. Sources stay behind: nobody has lived the ideal yet.
    """
    now: Journey = entity_of(workshop, "journeys", journey)
    made = id or new_id()
    ids = {journey: made}
    edits: list[Edit] = [
        _copy(
            now, made, state="ideal", copied_from=journey,
            title=f"{now.title[: LINE_LIMIT - 7]}, ideal",
            rank=next_rank(workshop.ordered("journeys")),
        )
    ]  # fmt: skip
    for stage in workshop.stages_of(journey):
        ids[stage.id] = new_id()
        edits.append(_copy(stage, ids[stage.id], journey=made, copied_from=stage.id))
    for touchpoint in workshop.touchpoints_of(journey):
        ids[touchpoint.id] = new_id()
        at = ids[touchpoint.stage]
        edits.append(_copy(touchpoint, ids[touchpoint.id], stage=at, copied_from=touchpoint.id))
    for path in workshop.ordered("paths"):
        if path.start in ids and path.end in ids:
            edits.append(_copy(path, new_id(), start=ids[path.start], end=ids[path.end]))
    for note in workshop.ordered("notes"):
        if ids.keys() & {note.stage, note.touchpoint}:
            point, stage_id = ids.get(note.touchpoint or ""), ids.get(note.stage or "")
            edits.append(_copy(note, new_id(), touchpoint=point, stage=stage_id))
    return Batch(edits=tuple(edits), words=f"copied '{now.title}' as an ideal journey")


def _copy(entity: Any, id: str, **changed: Any) -> Put:
    data = entity.model_dump(mode="json")
    inherited = {name: value for name, value in _OWN.items() if name in data}
    return Put(collection=entity.collection, entity={**data, **inherited, **changed, "id": id})


__all__ = ["idealized"]
