"""OJF (`.ojf`): one journey map as JSON, with stages, swimlanes and nodes.

Reading makes a touchpoint, a finding or a note of each node. The node as it was stays with
what it became (``foreign["ojf"]``); writing changes in it only what has been changed since, so
a file of another tool comes back with nothing lost, also what this kit does not know.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from journeykit.errors import Refused
from journeykit.exchange.assumptions import notice
from journeykit.exchange.leftover import leftover
from journeykit.exchange.losses import Loss
from journeykit.exchange.ojf_nodes import (
    KEY,
    Lanes,
    Node,
    into_raw,
    of_finding,
    of_note,
    of_touchpoint,
)
from journeykit.exchange.ojf_reading import VOICE, decode, head_of, metadata, title_of
from journeykit.exchange.one_line import line, text
from journeykit.model import (
    Entity,
    Finding,
    Journey,
    Stage,
    Touchpoint,
    Workshop,
)

#: what a file of ours says of each collection; the rest is in the loss report
CARRIES: dict[str, tuple[str, ...]] = {
    "info": ("title", "scenario", "foreign"),
    "personas": ("name", "foreign"),
    "journeys": ("title", "persona", "foreign"),
    "stages": ("journey", "name", "foreign"),
    "touchpoints": ("stage", "name", "channel", "moment_of_truth", "backstage", "support",
                    "foreign"),
    "notes": ("lane", "stage", "touchpoint", "text", "foreign"),
    "findings": ("kind", "title", "detail", "severity", "touchpoint", "foreign"),
    "ratings": ("participant", "touchpoint", "valence", "labels"),
    "participants": ("name",),
}  # fmt: skip


def encode(workshop: Workshop, suffix: str) -> tuple[bytes, list[Loss]]:
    """Return the current journey as OJF; a file that was read is written as it was."""
    journey = workshop.current_journey()
    if journey is None:
        raise Refused(f"'{workshop.title}' has no journey yet, so there is no map to write.")
    root = _written(workshop, journey)
    data = json.dumps(root, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return data.encode(), _losses(workshop, journey)


def _written(workshop: Workshop, journey: Journey) -> dict[str, Any]:
    lanes = Lanes(_kept(journey).get("swimlanes") or [])
    stages = workshop.stages_of(journey.id)
    names: dict[str, Any] = {}
    for stage in stages:  # one that was copied here brought the id of the first along
        given = _kept(stage).get("id", stage.id)
        names[stage.id] = given if given not in names.values() else stage.id
    nodes = _nodes(workshop, journey, lanes, names)
    told, same = _root_of(workshop, journey)
    body = {
        "stages": [_stage(stage, names[stage.id]) for stage in stages],
        "swimlanes": lanes.written(),
        "nodes": [raw for raw, _ in nodes],
    }
    for key, value in body.items():
        if value or key in told or not same:
            told[key] = value
    sizes = all(len(body[key]) == _kept(journey).get(key) for key in ("stages", "nodes"))
    untouched = same and sizes and lanes.same and all(same for _, same in nodes)
    # a file of another tool that nobody touched goes out as it came, without our mark
    if (said := notice(workshop)) and (_kept(journey).get("marked") or not untouched):
        told["notice"] = said
    return told


def _root_of(workshop: Workshop, journey: Journey) -> tuple[dict[str, Any], bool]:
    """Return the head of the file, and whether it is as it was read."""
    kept = _kept(workshop.about)
    root = json.loads(json.dumps(kept)) if kept else {"version": "1.0"}
    head = head_of(root)
    persona = workshop.personas[journey.persona].name if journey.persona else ""
    now = {"persona": persona, "pointOfView": workshop.about.scenario}
    then = {"persona": line(head.get("persona"), "", []),
            "pointOfView": text(head.get("pointOfView"), "", [])}  # fmt: skip
    if not kept or workshop.title != title_of(head, []):
        now["title"] = workshop.title
    changed = {key: value for key, value in now.items() if value != then.get(key, "")}
    inner = metadata(root)
    for key, value in changed.items():
        old = "pov" if key == "pointOfView" and "pov" in inner else key
        holder, slot = (inner, old) if old in inner and key not in root else (root, key)
        holder[slot] = value
    return root, bool(kept) and not changed


def _kept(entity: Any) -> dict[str, Any]:
    found = entity.foreign.get(KEY)
    return found if isinstance(found, dict) else {}


def _read(entity: Any) -> bool:
    """Whether an entity came from a file of this kind, were its node as empty as can be."""
    return isinstance(entity.foreign.get(KEY), dict)


def _stage(stage: Stage, id: Any) -> dict[str, Any]:
    kept = _kept(stage)
    if not _read(stage):
        return {"id": id, "name": stage.name}
    same = stage.name == line(kept.get("name"), "", [], stage.name)
    own = {"id": id} if "id" in kept else {}
    return {**kept, **own, **({} if same else {"name": stage.name})}


def _nodes(
    workshop: Workshop, journey: Journey, lanes: Lanes, stages: dict[str, Any]
) -> list[tuple[dict[str, Any], bool]]:
    """Return the nodes in their order, each with whether it is as it was read."""
    touchpoints = workshop.touchpoints_of(journey.id)
    known = _Names(workshop)
    names = {one.id: known.of(one) for one in touchpoints}
    at = {one.id: stages[one.stage] for one in touchpoints}
    found: list[tuple[float, dict[str, Any], bool]] = []

    def add(entity: Any, node: Node) -> None:
        id = names[entity.id] if isinstance(entity, Touchpoint) else known.of(entity)
        raw, same = into_raw(_kept(entity) if _read(entity) else None, id, node, lanes)
        place = entity.rank if _read(entity) else float("inf")
        found.append((place, raw, same))

    for touchpoint in touchpoints:
        add(touchpoint, of_touchpoint(workshop, touchpoint, at[touchpoint.id]))
    for finding in _here(workshop, "findings", stages, names):
        add(finding, of_finding(finding, names, at, _first_of(touchpoints, finding)))
    for note in _here(workshop, "notes", stages, names):
        if _kept(note).get("part") != "description":
            add(note, of_note(note, names, at, stages))
    meant = {raw.get("touchpointId") for _, raw, _ in found}
    for touchpoint, (_, raw, _) in zip(touchpoints, found, strict=False):
        if raw.get("id") is None and names[touchpoint.id] in meant:
            raw["id"] = names[touchpoint.id]  # a card of ours names one that had no id
    return [(raw, same) for _, raw, same in sorted(found, key=lambda one: one[0])]


class _Names:
    """The ids of nodes: touchpoints, findings and notes share one space of ids there."""

    def __init__(self, workshop: Workshop) -> None:
        everything = [
            one
            for name in ("touchpoints", "findings", "notes")
            for one in workshop.entities(name).values()
        ]
        self.ours = {one.id for one in everything}
        self.given = {_kept(one).get("id") for one in everything}
        self.used: set[Any] = set()

    def of(self, entity: Entity) -> Any:
        """Return what the file called it; a copy brought the id of the first along."""
        given = _kept(entity).get("id")
        if given is None or (given != entity.id and given in self.ours):
            given = entity.id
            if given in self.given and _kept(entity).get("id") != given:
                given = f"{entity.collection}.{given}"  # another node of the file has this id
        while given in self.used:
            given = f"{entity.collection}.{given}"
        self.used.add(given)
        return given


def _here(
    workshop: Workshop, collection: str, stages: Mapping[str, Any], touchpoints: Mapping[str, Any]
) -> list[Any]:
    """Return the notes or findings of this journey, and those that have no place yet."""
    return [
        one
        for one in workshop.ordered(collection)
        if (one.touchpoint is None or one.touchpoint in touchpoints)
        and (getattr(one, "stage", None) is None or one.stage in stages)
    ]


def _first_of(touchpoints: list[Touchpoint], finding: Finding) -> bool:
    """Whether a finding is at the first touchpoint of its stage, where reading puts it."""
    here = next((one for one in touchpoints if one.id == finding.touchpoint), None)
    if here is None:
        return False
    return next(one for one in touchpoints if one.stage == here.stage) is here


def _losses(workshop: Workshop, journey: Journey) -> list[Loss]:
    why = "OJF holds one journey: stages, touchpoints, cards and scores"
    stages = {stage.id for stage in workshop.stages_of(journey.id)}
    touchpoints = {one.id for one in workshop.touchpoints_of(journey.id)}
    here: dict[str, Any] = {
        "journeys": {journey.id}, "stages": stages, "touchpoints": touchpoints,
        "personas": {journey.persona}, "ratings": {f"{VOICE}.{id}" for id in touchpoints},
        "participants": {VOICE},
        **{name: {one.id for one in _here(workshop, name, dict.fromkeys(stages),
                                          dict.fromkeys(touchpoints))}
           for name in ("notes", "findings")},
    }  # fmt: skip
    losses = leftover(workshop, CARRIES, why, here)
    if journey.title != workshop.title:
        losses.append(Loss("journeys", "title", "the map has one title, the workshop's"))
    ends = sum(finding.severity in (1, 5) for finding in workshop.findings.values())
    if ends:
        why = "OJF knows low, medium and high: 1 is 2 and 5 is 4 when read again"
        losses.append(Loss("findings", f"severity ({ends})", why))
    if any(one.participant != VOICE or len(one.labels) > 1 for one in workshop.ratings.values()):
        losses.append(
            Loss("ratings", "who rated how", "OJF has one score and one word a touchpoint: the "
                 "median and what was said most")
        )  # fmt: skip
    return losses


__all__ = ["CARRIES", "decode", "encode"]
