"""The nodes of OJF: what one means here, and how a change here is written into it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from statistics import median
from typing import Any, Literal, cast

from journeykit.exchange.losses import Loss
from journeykit.exchange.one_line import line
from journeykit.model import (
    LANES,
    TEXT_LIMIT,
    Finding,
    FindingKind,
    Lane,
    Note,
    Touchpoint,
    Workshop,
)

#: where entities keep what a file of this kind said of them
KEY = "ojf"
TOUCHPOINTS = ("touchpoints", "Touchpoints")
#: lane of findings -> its kind; the ids of our own lanes
FINDINGS: dict[str, FindingKind] = {
    "pains": "pain", "gaps": "gap", "unmet-needs": "unmet_need", "risks": "risk",
    "delights": "delight", "opportunities": "opportunity",
}  # fmt: skip
_LANE_OF = {kind: lane for lane, kind in FINDINGS.items()}
_PURPOSES: dict[str, str] = {
    "touchpoint": "touchpoints", "milestone": "touchpoints", "pain-point": "pains",
    "pain point": "pains", "pain": "pains", "bottleneck": "pains", "gap": "gaps",
    "unmet-need": "unmet-needs", "risk": "risks", "delight": "delights",
    "opportunity": "opportunities",
}  # fmt: skip
#: what a lane of another tool is about, by a word of its name; the first that fits
_WORDS: tuple[tuple[str, str], ...] = (
    ("pain|problem|friction|issue|frustrat", "pains"), ("opportunit|improve", "opportunities"),
    ("delight|highlight", "delights"), ("risk", "risks"), ("emotion|feel|mood", "feelings"),
    ("think|thought", "thoughts"), ("say", "says"), ("quote|verbatim", "quotes"),
    ("question", "questions"), ("need", "needs"), ("motivat|goal", "motivations"),
    ("obstacle|barrier", "obstacles"), ("idea|solution", "ideas"),
    ("backstage|behind|internal|support|system", "backstage"), ("insight|research", "insights"),
    ("touchpoint|channel|journey|action|activit|step|task|doing", "touchpoints"),
)  # fmt: skip
_LEVELS = {"low": 2, "medium": 3, "high": 4}
_WORTH = 0.4  # a score is -5 to +5, a valence -2 to +2


@dataclass(frozen=True)
class Node:
    """What a node says, in our words. ``stage`` and ``touchpoint`` are ids of the file."""

    lane_key: str
    title: str
    description: str | None = None
    stage: Any = None
    touchpoint: str | None = None
    moment: bool = False
    backstage: str = ""
    support: str = ""
    channel: str = ""
    valence: float | None = None
    feeling: str = ""
    level: int | None = None

    @property
    def kind(self) -> str:
        """``touchpoint``, ``finding`` or ``note``."""
        if self.lane_key == "touchpoints":
            return "touchpoint"
        return "finding" if self.lane_key in FINDINGS else "note"

    @property
    def finding(self) -> FindingKind:
        """The kind of the finding that it is."""
        return FINDINGS[self.lane_key]

    @property
    def lane(self) -> Lane:
        """The lane of the note that it is."""
        return cast(Lane, self.lane_key)

    @property
    def text(self) -> str:
        """A note's text: the title, and the description below it."""
        return self.title if self.description is None else f"{self.title}\n{self.description}"


class Lanes:
    """The swimlanes of a file: what each is about, and which of them a card belongs to."""

    def __init__(self, raw: Sequence[Any]) -> None:
        self.raw = [dict(each) for each in raw if isinstance(each, dict)]
        self.ids = {each.get("id") for each in self.raw}
        self.about = {each.get("id"): self._about(each) for each in self.raw}
        if self.raw and "touchpoints" not in self.about.values():
            # somewhere the map has to say what happens: the first lane that says nothing else
            first = next((id for id, about in self.about.items() if not about), None)
            if first is not None:
                self.about[first] = "touchpoints"
        self.about = {id: about or "insights" for id, about in self.about.items()}
        self.same = True

    @staticmethod
    def _about(raw: Mapping[str, Any]) -> str:
        id, name = raw.get("id"), str(raw.get("name", ""))
        if (id, name) == TOUCHPOINTS or id in FINDINGS or (id in LANES and LANES[id] == name):
            return str(id)
        found = (about for word, about in _WORDS if re.search(word, name, re.I))
        return next(found, "")

    def lane_for(self, key: str) -> Any:
        """Return the id of the lane for cards of this kind; make it where there is none."""
        for id, about in self.about.items():
            if about == key:
                return id
        name = TOUCHPOINTS[1] if key == "touchpoints" else LANES.get(key) or _title(key)
        self.raw.append({"id": key, "name": name})
        self.ids.add(key)
        self.about[key] = key
        self.same = False
        return key

    def written(self) -> list[dict[str, Any]]:
        """Return the swimlanes as they stand in the file."""
        return self.raw


def _title(key: str) -> str:
    return key.replace("-", " ").capitalize()


# ---- from a file


def of_raw(raw: Mapping[str, Any], lanes: Lanes, losses: list[Loss], where: str) -> Node:
    """Return what a node says; what has no place here is kept and said."""
    purpose = _PURPOSES.get(str(raw.get("purpose", "")).lower())
    key = purpose or lanes.about.get(raw.get("swimlaneId"), "touchpoints")
    blueprint = raw.get("blueprint") if isinstance(raw.get("blueprint"), dict) else {}
    assert isinstance(blueprint, dict)
    touchpoint = raw.get("touchpointId")
    if key == "touchpoints" and raw.get("stageId") is None:
        key = "parking"
        losses.append(Loss(where, "its kind", "a touchpoint without a stage is a note"))
    title, description = _said(raw, in_one=key != "touchpoints" and key not in FINDINGS)
    node = Node(
        key, title, description, raw.get("stageId"),
        touchpoint=None if touchpoint is None else str(touchpoint),
        level=_LEVELS.get(str(raw.get("severity", "")).lower()) if key in FINDINGS else None,
    )  # fmt: skip
    if node.kind == "touchpoint":
        valence = _valence(raw.get("score"), where, losses)
        node = Node(
            key, line(node.title, where, [], "Touchpoint"), node.description, node.stage,
            moment=raw.get("isMomentOfTruth") is True,
            backstage=_lines(blueprint.get("backstage"), "actor", "action"),
            support=_lines(blueprint.get("support"), "system", "description"),
            channel=line(raw.get("channel"), where, losses),
            valence=valence,
            # a word without a score is no rating; it is kept with what has no place here
            feeling="" if valence is None else line(raw.get("sentiment"), where, losses),
        )  # fmt: skip
    unseen = [name for name in raw if name not in _seen(node) and raw[name] not in (None, "", [])]
    if extra := [name for name in blueprint if name not in ("backstage", "support")]:
        unseen += [f"blueprint.{name}" for name in extra if node.kind == "touchpoint"]
    if unseen:
        losses.append(Loss(where, ", ".join(unseen), "kept for the way back; pages do not show it"))
    return node


def _said(raw: Mapping[str, Any], in_one: bool) -> tuple[str, str | None]:
    """Return title and description; a note is ``in_one`` text whose first line is the title."""
    title = str(raw.get("title") or "")
    description = None if raw.get("description") is None else str(raw["description"])
    if not in_one:
        return title, None if description is None else description[:TEXT_LIMIT]
    whole = title if description is None else f"{title}\n{description}"
    first, more, rest = whole[:TEXT_LIMIT].partition("\n")
    return first, rest if more else None


def _seen(node: Node) -> set[str]:
    seen = {"id", "stageId", "swimlaneId", "title", "description", "purpose", "touchpointId"}
    if node.kind == "touchpoint":
        felt = set() if node.valence is None else {"score", "sentiment"}
        return seen | felt | {"isMomentOfTruth", "blueprint", "channel"}
    return seen | {"severity"} if node.kind == "finding" else seen


def _valence(score: Any, where: str, losses: list[Loss]) -> float | None:
    """Return a score as a whole step of feeling; a room rates in whole steps."""
    if isinstance(score, bool) or not isinstance(score, int | float):
        return None
    if not -5 <= score <= 5:
        losses.append(Loss(where, f"the score {score}", "it is outside −5 to +5; taken as its end"))
    return round(max(-2.0, min(2.0, score * _WORTH)))


def _lines(found: Any, who: str, what: str) -> str:
    r"""Return a list of a blueprint as lines of text.

    >>> _lines([{"actor": "Shop", "action": "packs"}, {"action": "sends"}], "actor", "action")
    'Shop: packs\nsends'
    """
    lines = []
    for each in found if isinstance(found, list) else []:
        if isinstance(each, dict):
            head, tail = str(each.get(who) or ""), str(each.get(what) or "")
            lines.append(f"{head}: {tail}" if head else tail)
        else:
            lines.append(str(each))
    return "\n".join(lines)


def _unlined(text: str, who: str, what: str) -> list[dict[str, str]]:
    """Return lines of text as a list of a blueprint."""
    found = []
    for each in text.split("\n") if text else []:
        head, colon, tail = each.partition(": ")
        found.append({who: head, what: tail} if head and colon else {what: each})
    return found


# ---- from a workshop


def of_touchpoint(workshop: Workshop, one: Touchpoint, stage: Any) -> Node:
    """Return a touchpoint as a node."""
    ratings = [rating for rating in workshop.ratings.values() if rating.touchpoint == one.id]
    labels = [label for rating in ratings for label in rating.labels]
    told = next(
        (note.text for note in workshop.ordered("notes", touchpoint=one.id)
         if note.foreign.get(KEY) == {"part": "description"}), None,
    )  # fmt: skip
    return Node(
        "touchpoints", one.name, told, stage, None, one.moment_of_truth, one.backstage,
        one.support, one.channel, float(median(r.valence for r in ratings)) if ratings else None,
        max(labels, key=labels.count) if labels else "",
    )  # fmt: skip


def of_finding(
    one: Finding, names: Mapping[str, Any], stages: Mapping[str, Any], first: bool
) -> Node:
    """Return a finding as a node; at its stage's first touchpoint it need not name it."""
    raw = one.foreign.get(KEY)
    kept = raw if isinstance(raw, dict) else None
    named = one.touchpoint is not None and (kept is None or "touchpointId" in kept or not first)
    stage = stages[one.touchpoint] if one.touchpoint else (kept or {}).get("stageId")
    return Node(
        _LANE_OF[one.kind], one.title, one.detail or None, stage,
        str(names[one.touchpoint]) if named and one.touchpoint else None, level=one.severity,
    )  # fmt: skip


def of_note(
    one: Note, names: Mapping[str, Any], stages: Mapping[str, Any], all_stages: Mapping[str, Any]
) -> Node:
    """Return a note as a node: its first line is the title."""
    title, more, below = one.text.partition("\n")
    stage = stages[one.touchpoint] if one.touchpoint else all_stages.get(one.stage or "")
    touchpoint = str(names[one.touchpoint]) if one.touchpoint else None
    return Node(one.lane, title, below if more else None, stage, touchpoint)


# ---- into a file


def into_raw(
    kept: Mapping[str, Any] | None, id: Any, now: Node, lanes: Lanes
) -> tuple[dict[str, Any], bool]:
    """Return the node of a file, and whether it is as it was read.

    What was read is read again; only what says something else now is written over it.
    """
    if kept is None:
        raw: dict[str, Any] = {"id": id}
        _write(raw, {field.name for field in fields(Node)}, now, lanes)
        return raw, False
    raw = json.loads(json.dumps(kept))
    then = of_raw(kept, lanes, [], "")
    if now.kind == then.kind == "finding":
        then = _as_read(then)
    changed = {
        field.name
        for field in fields(Node)
        if getattr(now, field.name) != getattr(then, field.name)
    }
    _write(raw, changed, now, lanes)
    if "id" in raw and raw["id"] != id:
        raw["id"] = id
    return raw, not changed


def _as_read(then: Node) -> Node:
    """A finding keeps a line and a detail; what was blank there is nothing."""
    return Node(
        then.lane_key, line(then.title, "", [], "Finding"), then.description or None, then.stage,
        then.touchpoint, level=then.level,
    )  # fmt: skip


def _write(raw: dict[str, Any], changed: set[str], now: Node, lanes: Lanes) -> None:
    told: dict[str, Any] = {
        "stage": ("stageId", now.stage),
        "lane_key": ("swimlaneId", lanes.lane_for(now.lane_key) if "lane_key" in changed else None),
        "title": ("title", now.title),
        "description": ("description", now.description),
        "touchpoint": ("touchpointId", now.touchpoint),
        "moment": ("isMomentOfTruth", now.moment or None),
        "channel": ("channel", now.channel or None),
        "valence": ("score", _score(now.valence)),
        "feeling": ("sentiment", now.feeling or None),
        "level": ("severity", _severity(now.level)),
    }
    for name, (key, value) in told.items():
        if name not in changed:
            continue
        if value is None:
            raw.pop(key, None)
        else:
            raw[key] = value
    if "lane_key" in changed:
        raw["purpose"] = _purpose(now)
    for name, who, what in (("backstage", "actor", "action"), ("support", "system", "description")):
        if name in changed:
            listed = _unlined(getattr(now, name), who, what)
            if listed or "blueprint" in raw:
                raw.setdefault("blueprint", {})[name] = listed


def _score(valence: float | None) -> float | int | None:
    if valence is None:
        return None
    score = round(valence / _WORTH, 2)
    return int(score) if score == int(score) else score


def _severity(level: int | None) -> Literal["low", "medium", "high"] | None:
    if level is None:
        return None
    return "low" if level < 3 else "medium" if level == 3 else "high"


def _purpose(node: Node) -> str:
    if node.kind == "touchpoint":
        return "touchpoint"
    if node.kind == "note":
        return "observation"
    return node.finding.replace("_", "-").replace("pain", "pain-point")
