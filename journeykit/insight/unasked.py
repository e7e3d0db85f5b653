"""What we believe and nobody has asked: assumed claims, by how much stands on them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from journeykit.checks.evidence import Cell, cells, links_by_touchpoint
from journeykit.checks.weighing import HURTS, weigh
from journeykit.few import FEWEST
from journeykit.model import LANES, Finding, Note, Persona, Touchpoint, Workshop

About = Literal["touchpoint", "stage", "journey"]

#: How much each reason weighs. They order a list; they are no measurement.
WEIGHTS = {
    "critical": 5, "moment": 3, "action": 2, "blind": 2, "heavy": 2, "required": 1,
    "critical_at": 2,
}  # fmt: skip
#: Where a note or a finding belongs -> key of a question in the bank.
QUESTIONS = {
    "feelings": "touchpoint-emotion", "thoughts": "touchpoint-open", "says": "touchpoint-open",
    "actions": "touchpoint-used", "quotes": "touchpoint-open", "insights": "touchpoint-open",
    "motivations": "touchpoint-open", "obstacles": "touchpoint-effort",
    "challenges": "touchpoint-effort", "confusions": "stage-information",
    "questions": "stage-information", "needs": "stage-missing", "pain": "touchpoint-satisfaction",
    "gap": "touchpoint-expectation", "unmet_need": "stage-missing", "risk": "touchpoint-open",
    "delight": "touchpoint-emotion",
}  # fmt: skip
#: Attribute of a persona -> key of a question in the bank.
ASKED_OF_PEOPLE = {
    "goals": "own-goal", "motivations": "own-goal", "needs": "own-goal", "values": "own-decision",
    "decision_making": "own-decision", "preferences": "own-decision",
    "expectations": "own-decision", "challenges": "own-hard", "quotes": "own-hard",
    "says": "own-hard", "thinks": "own-hard", "feels": "own-hard", "does": "first-heard",
    "behaviours": "first-heard",
}  # fmt: skip


@dataclass(frozen=True)
class Claim:
    """Something believed: where it stands, what it says, what stands on it, how to ask.

    ``question`` is the key of a question in the bank, ``place`` the id of the touchpoint or
    stage it is asked about; both are "" where a survey cannot ask (age, place, income).
    """

    where: str
    kind: str
    text: str
    place_name: str
    weight: int
    reasons: tuple[str, ...]
    question: str = ""
    about: About = "journey"
    place: str = ""


@dataclass
class _Ground:
    """What the weights look at, gathered once."""

    workshop: Workshop
    blind: frozenset[str]
    critical: dict[str, list[str]] = field(default_factory=dict)
    actions: dict[str, list[str]] = field(default_factory=dict)
    guesses: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, workshop: Workshop, blind: Iterable[str]) -> _Ground:
        ground = cls(workshop, frozenset(blind))
        for finding in workshop.findings.values():
            if finding.touchpoint and _is_critical(workshop, finding):
                ground.critical.setdefault(finding.touchpoint, []).append(finding.id)
        for action in workshop.actions.values():
            if action.status == "dropped":
                continue
            at = {action.touchpoint} | {
                workshop.findings[id].touchpoint
                for id in action.findings
                if id in workshop.findings
            }
            for id in {*action.findings, *(place for place in at if place)}:
                ground.actions.setdefault(id, []).append(action.title)
        asked = {
            id
            for id, links in links_by_touchpoint(workshop).items()
            if any(link.n is None or link.n >= FEWEST for link in links)
        }
        for rating in workshop.ratings.values():
            if rating.touchpoint not in asked:
                count = ground.guesses.get(rating.touchpoint, 0)
                ground.guesses[rating.touchpoint] = count + 1
        return ground


def unasked(workshop: Workshop, blind: Iterable[str] = ()) -> list[Claim]:
    """Return every assumed claim, the one on which most stands first.

    ``blind`` are the touchpoints where team and customers are more than a step apart. A claim
    weighs what rests on it: a critical finding 5, a moment of truth 3, each action 2 (at most
    three), a blind spot or a feeling that only the team guessed 2, a heavy finding that lacks
    its evidence 2, a persona's goal or challenge 1.

    >>> unasked(Workshop.new("Jacket"))
    []
    """
    ground = _Ground.of(workshop, blind)
    order = _order(workshop)
    found = [_claim(ground, cell) for cell in cells(workshop) if cell.evidence.status == "assumed"]
    # a dash says that there is nothing to say
    found = [one for one in found if any(sign.isalnum() for sign in one.text)]
    return sorted(found, key=lambda one: (-one.weight, order.get(one.place, 10_000), one.where))


def _order(workshop: Workshop) -> dict[str, int]:
    ids: list[str] = []
    for journey in workshop.ordered("journeys"):
        ids += [stage.id for stage in workshop.stages_of(journey.id)]
        ids += [touchpoint.id for touchpoint in workshop.touchpoints_of(journey.id)]
    return {id: at for at, id in enumerate(ids)}


def _claim(ground: _Ground, cell: Cell) -> Claim:
    collection, _, id = cell.where.partition("/")
    if collection == "personas":
        persona, _, name = id.partition(".")
        return _attribute(ground.workshop, persona, name, cell.where)
    entity = ground.workshop.entities(collection)[id]
    if isinstance(entity, Touchpoint):
        return _touchpoint(ground, entity, cell)
    if isinstance(entity, Finding):
        return _finding(ground, entity, cell)
    return _note(ground, entity, cell)


def _touchpoint(ground: _Ground, each: Touchpoint, cell: Cell) -> Claim:
    told = _at_touchpoint(ground, each.id)
    key = "touchpoint-emotion" if each.id in ground.guesses else "touchpoint-satisfaction"
    return _made(cell, "touchpoint", each.name, _stage(ground, each), told, key, each.id)


def _at_touchpoint(ground: _Ground, id: str) -> list[tuple[str, int]]:
    told: list[tuple[str, int]] = []
    touchpoint = ground.workshop.touchpoints[id]
    if touchpoint.moment_of_truth:
        told.append(("a moment of truth", WEIGHTS["moment"]))
    if critical := ground.critical.get(id):
        words = f"{_count(len(critical), 'critical finding')} here"
        told.append((words, WEIGHTS["critical_at"]))
    told += _actions(ground, id)
    if id in ground.blind:
        told.append(("team and customers are more than a step apart", WEIGHTS["blind"]))
    elif n := ground.guesses.get(id):
        who = "one person" if n == 1 else f"{n} people"
        told.append((f"only the team guessed its feeling ({who})", WEIGHTS["blind"]))
    return told


def _actions(ground: _Ground, id: str) -> list[tuple[str, int]]:
    resting = ground.actions.get(id, ())
    if not resting:
        return []
    words = f"{_count(len(resting), 'action')} rest{'s' if len(resting) == 1 else ''} on it"
    return [(words, WEIGHTS["action"] * min(len(resting), 3))]


def _finding(ground: _Ground, each: Finding, cell: Cell) -> Claim:
    told: list[tuple[str, int]] = []
    weighed = weigh(ground.workshop, each)
    if each.critical:
        told.append(("a critical finding", WEIGHTS["critical"]))
    elif (each.severity or 0) * (each.frequency or 0) >= 16:
        told.append(
            (f"heavy: severity {weighed.severity} × frequency {weighed.frequency}",
             WEIGHTS["heavy"])
        )  # fmt: skip
    told += _actions(ground, each.id)
    touchpoint = ground.workshop.touchpoints.get(each.touchpoint or "")
    if touchpoint and touchpoint.moment_of_truth:
        told.append(("at a moment of truth", WEIGHTS["moment"]))
    return _placed(ground, cell, each.kind.replace("_", " "), each.title, told, touchpoint, "")


def _note(ground: _Ground, each: Note, cell: Cell) -> Claim:
    touchpoint = ground.workshop.touchpoints.get(each.touchpoint or "")
    told: list[tuple[str, int]] = []
    if touchpoint and touchpoint.moment_of_truth:
        told.append(("at a moment of truth", WEIGHTS["moment"]))
    if touchpoint and ground.critical.get(touchpoint.id):
        told.append(("beside a critical finding", 1))
    return _placed(
        ground, cell, LANES[each.lane].lower(), each.text, told, touchpoint, each.stage or ""
    )


def _placed(
    ground: _Ground, cell: Cell, kind: str, text: str, told: list[tuple[str, int]],
    touchpoint: Touchpoint | None, stage: str,
) -> Claim:  # fmt: skip
    key = QUESTIONS.get(cell.lane, "touchpoint-open")
    stage = touchpoint.stage if touchpoint else stage
    if key.startswith("touchpoint") and touchpoint is None:
        key = "stage-missing" if stage else "improve-one"
    place = "" if key == "improve-one" else touchpoint.id if key[0] == "t" and touchpoint else stage
    if not place:
        key = "improve-one"
    name = _stage(ground, touchpoint) if touchpoint else _stage_name(ground, stage)
    where = f"{name} · {touchpoint.name}" if touchpoint else name
    return _made(cell, kind, text, where, told, key, place)


def _attribute(workshop: Workshop, id: str, name: str, where: str) -> Claim:
    persona: Persona = workshop.personas[id]
    value = getattr(persona, name)
    text = "; ".join(value) if isinstance(value, tuple) else str(value)
    told: list[tuple[str, int]] = []
    if name in ("goals", "challenges"):
        told.append(("the whole journey is drawn for it", WEIGHTS["required"]))
    kind = name.replace("_", " ")
    key = ASKED_OF_PEOPLE.get(name, "")
    return Claim(where, kind, text, persona.name, _sum(told), _words(told), key)


def _made(
    cell: Cell, kind: str, text: str, name: str, told: list[tuple[str, int]], key: str, place: str
) -> Claim:
    about: About = (
        "touchpoint"
        if key.startswith("touchpoint")
        else "stage"
        if key[:5] == "stage"
        else "journey"
    )
    return Claim(cell.where, kind, text, name, _sum(told), _words(told), key, about, place)


def _sum(told: list[tuple[str, int]]) -> int:
    return sum(weight for _, weight in told)


def _words(told: list[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(words for words, _ in told)


def _stage(ground: _Ground, touchpoint: Touchpoint) -> str:
    return _stage_name(ground, touchpoint.stage)


def _stage_name(ground: _Ground, stage: str) -> str:
    found = ground.workshop.stages.get(stage)
    return found.name if found else ""


def _is_critical(workshop: Workshop, finding: Finding) -> bool:
    found = weigh(workshop, finding)
    return found.critical or (finding.kind in HURTS and found.proposed)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def to_csv(claims: Iterable[Claim], questions: dict[str, str]) -> bytes:
    """Return the list as a CSV for spreadsheets; ``questions`` are the words by key.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["claim", "kind", "place", "weight", "what stands on it", "question"])
    for one in claims:
        row = [one.text, one.kind, one.place_name, one.weight, "; ".join(one.reasons),
               questions.get(one.question, "")]  # fmt: skip
        writer.writerow([_safe(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell


__all__ = ["Claim", "to_csv", "unasked"]
