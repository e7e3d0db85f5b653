"""OJF (`.ojf`): one journey map as JSON, with stages, swimlanes and nodes.

Reading makes a touchpoint, a finding or a note of each node. The node as it was stays with
what it became (``foreign["ojf"]``); writing changes in it only what has been changed since, so
a file of another tool comes back with nothing lost, also what this kit does not know.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from journeykit.checks.covering import MARK
from journeykit.errors import Refused
from journeykit.exchange.assumptions import notice, unmarked
from journeykit.exchange.files import text_of
from journeykit.exchange.leftover import leftover
from journeykit.exchange.losses import Loss
from journeykit.exchange.ojf_nodes import (
    KEY,
    Lanes,
    Node,
    into_raw,
    of_finding,
    of_note,
    of_raw,
    of_touchpoint,
)
from journeykit.exchange.one_line import id_of, line, said_by, text
from journeykit.exchange.sound import sound
from journeykit.model import (
    Entity,
    Finding,
    Info,
    Journey,
    Note,
    Participant,
    Persona,
    Stage,
    Touchpoint,
    Workshop,
    new_id,
)

MOST_NODES = 20_000
_DEEPEST = 60
_LISTS = ("stages", "swimlanes", "nodes")
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
#: who felt what the scores of a file say
VOICE = "ojf-score"


# ---- reading


def decode(data: bytes, name: str) -> tuple[Workshop, list[Loss]]:
    """Read an OJF file; raise `Refused` for one that does not hang together."""
    root = _root(data, name)
    losses: list[Loss] = []
    about, persona, journey = _frame(root, losses)
    stages = _stages(root, journey.id, name, losses)
    found = _Found(Lanes(root.get("swimlanes") or []), stages, losses, name)
    for at, raw in enumerate(_listed(root, "nodes", name)):
        found.add(raw, at)
    found.place()
    made: dict[str, dict[str, Any]] = {
        "info": {"info": about},
        "personas": {persona.id: persona} if persona else {},
        "journeys": {journey.id: journey},
        "stages": {stage.id: stage for stage in stages.values()},
        **found.collections(),
    }
    return sound(Workshop(id=new_id(), **made)), losses


def _root(data: bytes, name: str) -> dict[str, Any]:
    try:
        root = json.loads(text_of(data, name), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refused(f"'{name}' is not JSON: {error}.") from None
    if not isinstance(root, dict) or not isinstance(root.get("nodes", root.get("stages")), list):
        raise Refused(f"'{name}' is JSON, but not an OJF map: it has no stages and no nodes.")
    if _depth(root) > _DEEPEST:
        raise Refused(f"'{name}' is nested too deeply to be a map.")
    version = str(root.get("version", _metadata(root).get("version", "1")))
    if version.split(".")[0] != "1":
        raise Refused(f"'{name}' is OJF version {version}; journeykit reads version 1.")
    return root


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number of JSON")


def _depth(value: Any) -> int:
    """How deeply a value is nested, counted without recursion and no further than it matters."""
    deep, level = 0, [value]
    while level and deep <= _DEEPEST:
        deep += 1
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return deep


def _metadata(root: Mapping[str, Any]) -> dict[str, Any]:
    found = root.get("metadata")
    return found if isinstance(found, dict) else {}


def _listed(root: Mapping[str, Any], key: str, name: str) -> list[dict[str, Any]]:
    found = root.get(key) or []
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Refused(f"'{name}': {key} is not a list of objects.")
    if len(found) > MOST_NODES:
        raise Refused(f"'{name}' has {len(found):,} {key}; at most {MOST_NODES:,} are read.")
    ids = [str(each["id"]) for each in found if each.get("id") is not None]
    if twice := {id for id in ids if ids.count(id) > 1} if len(set(ids)) < len(ids) else set():
        raise Refused(f"'{name}': {key} holds the id '{min(twice)}' twice.")
    return found


def _head(root: Mapping[str, Any]) -> dict[str, str]:
    """What the head of a file says, wherever it stands: persona, point of view, title."""
    inner = _metadata(root)
    said = {
        "persona": root.get("persona", inner.get("persona")),
        "pointOfView": root.get("pointOfView", inner.get("pov", inner.get("pointOfView"))),
        "title": root.get("title", inner.get("title")),
    }
    return {key: unmarked(value) for key, value in said.items() if isinstance(value, str)}


def _frame(root: dict[str, Any], losses: list[Loss]) -> tuple[Info, Persona | None, Journey]:
    head = _head(root)
    kept = {key: [] if key in _LISTS else value for key, value in root.items()}
    ours = str(kept.get("notice", "")).startswith(MARK)
    if ours:
        del kept["notice"]
    view = text(head.get("pointOfView"), "pointOfView", losses)
    who = line(head.get("persona"), "persona", losses)
    title = _title(head, losses)
    persona = Persona(name=who) if who else None
    about = Info(title=title, scenario=view, foreign={KEY: kept})
    sizes = {key: len(root.get(key) or []) for key in ("stages", "nodes")}
    lanes = {KEY: {"swimlanes": root.get("swimlanes") or [], **sizes, "marked": ours}}
    journey = Journey(title=title, persona=persona.id if persona else None, foreign=lanes)
    return about, persona, journey


def _title(head: Mapping[str, str], losses: list[Loss]) -> str:
    return (
        line(head.get("title"), "title", losses)
        or line(head.get("pointOfView"), "pointOfView", [])
        or line(head.get("persona"), "persona", [])
        or "Imported journey"
    )


def _stages(
    root: Mapping[str, Any], journey: str, name: str, losses: list[Loss]
) -> dict[Any, Stage]:
    """Return the stages by the id that the file gives them."""
    stages: dict[Any, Stage] = {}
    for at, raw in enumerate(_listed(root, "stages", name)):
        id = id_of(raw.get("id"), {stage.id for stage in stages.values()})
        stages[raw.get("id", id)] = Stage(
            id=id, journey=journey, rank=at, foreign={KEY: raw},
            name=line(raw.get("name"), f"stages/{id}", losses, f"Stage {at + 1}"),
        )  # fmt: skip
    return stages


class _Found:
    """What the nodes of a file become, one after the other."""

    def __init__(
        self, lanes: Lanes, stages: dict[Any, Stage], losses: list[Loss], name: str
    ) -> None:
        self.lanes, self.stages, self.losses, self.name = lanes, stages, losses, name
        self.made: dict[str, dict[str, Entity]] = {
            "touchpoints": {}, "findings": {}, "notes": {}, "ratings": {}, "participants": {},
        }  # fmt: skip
        self.waiting: list[tuple[str, Node, dict[str, Any], int]] = []
        self.named: dict[str, str] = {}

    def add(self, raw: dict[str, Any], at: int) -> None:
        where = f"nodes/{raw.get('id', at + 1)}"
        stage, lane = raw.get("stageId"), raw.get("swimlaneId")
        for what, id, known in (("stage", stage, self.stages), ("swimlane", lane, self.lanes.ids)):
            if id is not None and id not in known:
                raise Refused(
                    f"'{self.name}', {where}: there is no {what} '{str(id)[:60]}' in the file."
                )
        node = of_raw(raw, self.lanes, self.losses, where)
        if node.kind == "touchpoint":
            self._touchpoint(node, raw, at, where)
        else:
            self.waiting.append((where, node, raw, at))

    def _touchpoint(self, node: Node, raw: dict[str, Any], at: int, where: str) -> None:
        id = id_of(raw.get("id"), self.made["touchpoints"])
        self.named[str(raw.get("id", id))] = id
        self.made["touchpoints"][id] = Touchpoint(
            id=id, stage=self.stages[node.stage].id, rank=at, foreign={KEY: raw},
            name=line(node.title, where, self.losses, "Touchpoint"), channel=node.channel,
            moment_of_truth=node.moment, backstage=node.backstage, support=node.support,
        )  # fmt: skip
        if node.description is not None:
            note = Note(
                id=id_of(f"{id}.description", self.made["notes"]), touchpoint=id, rank=at,
                text=text(node.description, where, self.losses),
                foreign={KEY: {"part": "description"}},
            )  # fmt: skip
            self.made["notes"][note.id] = note
        if node.valence is not None:
            self.made["participants"].setdefault(
                VOICE, Participant(id=VOICE, name="Scores of the imported map")
            )
            labels = (node.feeling,) if node.feeling else ()
            rating = said_by(VOICE, id, round(node.valence), labels)
            self.made["ratings"][rating.id] = rating

    def place(self) -> None:
        """Put findings and notes to their touchpoints and stages."""
        for where, node, raw, at in self.waiting:
            touchpoint = self._anchor(node, where)
            if node.kind == "finding":
                id = id_of(raw.get("id"), self.made["findings"])
                first = self._first(node.stage) if touchpoint is None else touchpoint
                self.made["findings"][id] = Finding(
                    id=id, kind=node.finding, touchpoint=first, rank=at, foreign={KEY: raw},
                    title=line(node.title, where, self.losses, "Finding"),
                    detail=text(node.description, where, self.losses), severity=node.level,
                )  # fmt: skip
                continue
            id = id_of(raw.get("id"), self.made["notes"])
            whole = node.stage is not None and touchpoint is None
            self.made["notes"][id] = Note(
                id=id, lane=node.lane, touchpoint=touchpoint, rank=at, foreign={KEY: raw},
                stage=self.stages[node.stage].id if whole else None,
                text=text(node.text, where, self.losses),
            )  # fmt: skip

    def _anchor(self, node: Node, where: str) -> str | None:
        if node.touchpoint is None:
            return None
        if node.touchpoint not in self.named:
            raise Refused(
                f"'{self.name}', {where}: there is no touchpoint '{node.touchpoint}' in the file."
            )
        return self.named[node.touchpoint]

    def _first(self, stage: Any) -> str | None:
        """The touchpoint that a pain of a stage is put to, where the file names none."""
        if stage is None:
            return None
        id = self.stages[stage].id
        here = self.made["touchpoints"].values()
        return next((one.id for one in here if getattr(one, "stage", None) == id), None)

    def collections(self) -> dict[str, dict[str, Entity]]:
        return self.made


# ---- writing


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
    names = {stage.id: _kept(stage).get("id", stage.id) for stage in stages}
    nodes = _nodes(workshop, journey, lanes, names)
    told, same = _root_of(workshop, journey)
    body = {
        "stages": [_stage(stage) for stage in stages],
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
    head = _head(root)
    persona = workshop.personas[journey.persona].name if journey.persona else ""
    now = {"persona": persona, "pointOfView": workshop.about.scenario}
    then = {"persona": line(head.get("persona"), "", []),
            "pointOfView": text(head.get("pointOfView"), "", [])}  # fmt: skip
    if not kept or workshop.title != _title(head, []):
        now["title"] = workshop.title
    changed = {key: value for key, value in now.items() if value != then.get(key, "")}
    inner = _metadata(root)
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


def _stage(stage: Stage) -> dict[str, Any]:
    kept = _kept(stage)
    if not _read(stage):
        return {"id": stage.id, "name": stage.name}
    same = stage.name == line(kept.get("name"), "", [], stage.name)
    return dict(kept) if same else {**kept, "name": stage.name}


def _nodes(
    workshop: Workshop, journey: Journey, lanes: Lanes, stages: dict[str, Any]
) -> list[tuple[dict[str, Any], bool]]:
    """Return the nodes in their order, each with whether it is as it was read."""
    touchpoints = workshop.touchpoints_of(journey.id)
    taken = {_kept(one).get("id") for name in ("touchpoints", "notes", "findings")
             for one in workshop.entities(name).values()}  # fmt: skip
    names = {one.id: _named(one, taken) for one in touchpoints}
    at = {one.id: stages[one.stage] for one in touchpoints}
    found: list[tuple[float, dict[str, Any], bool]] = []

    def add(entity: Any, node: Node) -> None:
        id = names[entity.id] if isinstance(entity, Touchpoint) else _named(entity, taken)
        raw, same = into_raw(_kept(entity) if _read(entity) else None, str(id), node, lanes)
        place = entity.rank if _read(entity) else float("inf")
        found.append((place, raw, same))

    for touchpoint in touchpoints:
        add(touchpoint, of_touchpoint(workshop, touchpoint, at[touchpoint.id]))
    for finding in _here(workshop, "findings", stages, names):
        add(finding, of_finding(finding, names, at, _first_of(touchpoints, finding)))
    for note in _here(workshop, "notes", stages, names):
        if _kept(note).get("part") != "description":
            add(note, of_note(note, names, at, stages))
    return [(raw, same) for _, raw, same in sorted(found, key=lambda one: one[0])]


def _named(entity: Entity, taken: set[Any]) -> Any:
    """Return the id of a node; touchpoints, findings and notes share one space of ids there."""
    if _read(entity):
        return _kept(entity).get("id", entity.id)
    name = entity.id if entity.id not in taken else f"{entity.collection}.{entity.id}"
    taken.add(name)
    return name


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
        losses.append(Loss("journeys", "title (1)", "the map has one title, the workshop's"))
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
