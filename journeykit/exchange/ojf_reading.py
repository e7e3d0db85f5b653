"""OJF, read: touchpoints, findings and notes of nodes, each with the node as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from journeykit.checks.covering import MARK
from journeykit.errors import Refused
from journeykit.exchange.assumptions import unmarked
from journeykit.exchange.files import text_of
from journeykit.exchange.losses import Loss
from journeykit.exchange.ojf_nodes import (
    KEY,
    Lanes,
    Node,
    of_raw,
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
#: who felt what the scores of a file say
VOICE = "ojf-score"


def decode(data: bytes, name: str) -> tuple[Workshop, list[Loss]]:
    """Read an OJF file; raise `Refused` for one that does not hang together."""
    root = _root(data, name)
    losses: list[Loss] = []
    about, persona, journey = _frame(root, losses)
    stages = _stages(root, journey.id, name, losses)
    found = _Found(Lanes(_listed(root, "swimlanes", name)), stages, losses, name)
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
    version = str(root.get("version", metadata(root).get("version", "1")))
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


def metadata(root: Mapping[str, Any]) -> dict[str, Any]:
    """Return the object that some tools put the head of a file into, empty where there is none."""
    found = root.get("metadata")
    return found if isinstance(found, dict) else {}


def _listed(root: Mapping[str, Any], key: str, name: str) -> list[dict[str, Any]]:
    found = root.get(key) or []
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Refused(f"'{name}': {key} is not a list of objects.")
    if len(found) > MOST_NODES:
        raise Refused(f"'{name}' has {len(found):,} {key}; at most {MOST_NODES:,} are read.")
    for each in found:
        for field in ("id", "stageId", "swimlaneId"):
            if isinstance(each.get(field), dict | list):
                raise Refused(f"'{name}': a {field} of {key} is no text and no number.")
    ids = [str(each["id"]) for each in found if each.get("id") is not None]
    if twice := {id for id in ids if ids.count(id) > 1} if len(set(ids)) < len(ids) else set():
        raise Refused(f"'{name}': {key} holds the id '{min(twice)}' twice.")
    return found


def head_of(root: Mapping[str, Any]) -> dict[str, str]:
    """What the head of a file says, wherever it stands: persona, point of view, title."""
    inner = metadata(root)
    said = {
        "persona": root.get("persona", inner.get("persona")),
        "pointOfView": root.get("pointOfView", inner.get("pov", inner.get("pointOfView"))),
        "title": root.get("title", inner.get("title")),
    }
    return {key: unmarked(value) for key, value in said.items() if isinstance(value, str)}


def _frame(root: dict[str, Any], losses: list[Loss]) -> tuple[Info, Persona | None, Journey]:
    head = head_of(root)
    kept = {key: [] if key in _LISTS else value for key, value in root.items()}
    ours = str(kept.get("notice", "")).startswith(MARK)
    if ours:
        del kept["notice"]
    view = text(head.get("pointOfView"), "pointOfView", losses)
    who = line(head.get("persona"), "persona", losses)
    title = title_of(head, losses)
    persona = Persona(name=who) if who else None
    about = Info(title=title, scenario=view, foreign={KEY: kept})
    sizes = {key: len(root.get(key) or []) for key in ("stages", "nodes")}
    lanes = {KEY: {"swimlanes": root.get("swimlanes") or [], **sizes, "marked": ours}}
    journey = Journey(title=title, persona=persona.id if persona else None, foreign=lanes)
    return about, persona, journey


def title_of(head: Mapping[str, str], losses: list[Loss]) -> str:
    """Return the title of a file: its own, else the point of view, else the persona."""
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
