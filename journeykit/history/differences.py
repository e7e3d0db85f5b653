"""What differs between two states of a workshop, in words, by stage.

Pure, so that the page and the report say the same. Entities belong together by their ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from journeykit.model import COLLECTIONS, Entity, Workshop

Sign = Literal["added", "removed", "changed"]
#: Sign -> its mark; never told by color alone.
SIGNS: dict[Sign, str] = {"added": "+", "removed": "−", "changed": "~"}
#: What is compared entity by entity, in this order -> its name in the plural.
TOLD: dict[str, str] = {
    "info": "description", "personas": "personas", "journeys": "journeys", "stages": "stages",
    "touchpoints": "touchpoints", "paths": "loops and branches", "notes": "notes",
    "findings": "findings", "actions": "actions", "kpis": "KPIs", "sources": "sources",
    "contents": "content", "personalizations": "rules of personalization", "themes": "themes",
    "patterns": "patterns", "triggers": "triggers", "waves": "planned waves",
}  # fmt: skip
#: What is only counted: it is the voice of many, or stands behind what is told.
COUNTED: dict[str, str] = {
    "ratings": "ratings of the team", "votes": "votes", "links": "linked questions",
    "measurements": "measurements", "codings": "coded comments", "answers": "answers in the room",
    "participants": "participants",
}  # fmt: skip
#: Fields of which a change says nothing to a reader.
_SILENT = frozenset({"id", "foreign", "dataset", "recipe", "evidence", "portrait", "copied_from"})
_LONG = 60


@dataclass(frozen=True)
class Changed:
    """One entity that differs: ``words`` say what, field by field where it was changed."""

    sign: Sign
    collection: str
    noun: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """What differs at one stage; ``stage`` is "" for what belongs to no stage."""

    stage: str
    title: str
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class Moved:
    """A touchpoint where the feeling differs between two states, −2 to +2; None is not shown."""

    touchpoint: str
    name: str
    series: str
    before: float | None
    after: float | None
    n_before: int
    n_after: int


def changes(before: Workshop, after: Workshop) -> list[Group]:
    """Return what was added, removed and changed, by stage in the order of the journey.

    >>> from journeykit.edits import Put, apply
    >>> from journeykit.model import Kpi
    >>> old = Workshop.new("Jacket", id="w")
    >>> new = apply(old, Put.of(Kpi(id="k", name="NPS")))
    >>> [(g.title, g.changes[0].sign, g.changes[0].label) for g in changes(old, new)]
    [('The whole workshop', 'added', 'NPS')]
    """
    by: dict[str, list[Changed]] = {}
    for collection in TOLD:
        for stage, found in _differing(collection, before, after):
            by.setdefault(stage, []).append(found)
    titles = {stage: _title(stage, before, after) for stage in _walk(before, after)}
    order = [*titles, *(stage for stage in by if stage not in titles)]
    return [
        Group(stage, titles.get(stage) or "The whole workshop", tuple(by[stage]))
        for stage in dict.fromkeys(["", *order])
        if stage in by
    ]


def counts(before: Workshop, after: Workshop) -> list[tuple[str, int, int]]:
    """Return for each collection that differs in number: its name, how many then and later."""
    found = []
    for collection, name in {**TOLD, **COUNTED}.items():
        then, now = len(before.entities(collection)), len(after.entities(collection))
        if then != now and collection != "info":
            found.append((name, then, now))
    return found


def moved(
    before: Workshop, after: Workshop, then: Iterable[Any], now: Iterable[Any], least: float = 0.05
) -> list[Moved]:
    """Return where the curve differs by ``least`` or more, or is shown in one state only.

    ``then`` and ``now`` are the points of `journeykit.emotions.curve` of each state.
    """
    old = {(p.touchpoint, p.source): p for p in then}
    new = {(p.touchpoint, p.source): p for p in now}
    found = []
    for key in dict.fromkeys([*new, *old]):
        first, second = old.get(key), new.get(key)
        was = first.value if first is not None and first.shown else None
        is_ = second.value if second is not None and second.shown else None
        if was is None and is_ is None:
            continue
        if was is not None and is_ is not None and abs(is_ - was) < least:
            continue
        at = after.touchpoints.get(key[0]) or before.touchpoints.get(key[0])
        sizes = [p.n if p is not None else 0 for p in (first, second)]
        found.append(Moved(key[0], at.name if at else key[0], key[1], was, is_, sizes[0], sizes[1]))
    return found


# ---- entities ----------------------------------------------------------------------------------


def _differing(collection: str, before: Workshop, after: Workshop) -> Iterator[tuple[str, Changed]]:
    then, now = before.entities(collection), after.entities(collection)
    if then is now:
        return
    noun = COLLECTIONS[collection].noun
    for id in dict.fromkeys([*now, *then]):
        old, new = then.get(id), now.get(id)
        if old is not None and new is not None:
            if old is new or not (words := tuple(_fields(old, new, before, after))):
                continue
            sign: Sign = "changed"
        else:
            sign, words = ("added" if old is None else "removed"), ()
        entity, state = (old, before) if new is None else (new, after)
        assert entity is not None
        stage = _stage_of(entity, state)
        yield stage, Changed(sign, collection, noun, _short(entity.label), words)


def _fields(old: Entity, new: Entity, before: Workshop, after: Workshop) -> Iterator[str]:
    for field in type(new).model_fields:
        first, second = getattr(old, field), getattr(new, field)
        if field in _SILENT or first == second:
            continue
        if field == "rank":
            yield "moved"
            continue
        target = {**type(new).cites, **type(new).owned_by}.get(field)
        then = _said(first, before, target)
        now = _said(second, after, target)
        if then != now:
            yield f"{field.replace('_', ' ')}: {then} → {now}"


def _said(value: Any, workshop: Workshop, target: str | None) -> str:
    if value is None or value == "" or value == () or value == {}:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return _short("; ".join(f"{key}: {each}" for key, each in value.items()))
    if isinstance(value, tuple):
        return _short("; ".join(_said(each, workshop, target) for each in value))
    if target:
        entity = workshop.entities(target).get(str(value))
        return f"‘{_short(entity.label)}’" if entity else "something that is gone"
    if isinstance(value, float):
        return f"{value:g}".replace("-", "−")
    return f"‘{_short(value)}’" if isinstance(value, str) else str(value)


def _short(text: str) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= _LONG else line[: _LONG - 1].rstrip() + "…"


# ---- where -----------------------------------------------------------------------------------


def _stage_of(entity: Any, workshop: Workshop) -> str:
    if entity.collection == "stages":
        return str(entity.id)
    at = workshop.touchpoints.get(getattr(entity, "touchpoint", None) or "")
    at = at or workshop.touchpoints.get(getattr(entity, "start", None) or "")
    stage = at.stage if at else getattr(entity, "stage", None)
    return stage or ""


def _walk(before: Workshop, after: Workshop) -> list[str]:
    found: list[str] = []
    for state in (after, before):
        for journey in _journeys(state):
            found += [stage.id for stage in state.stages_of(journey)]
    return list(dict.fromkeys(found))


def _journeys(workshop: Workshop) -> Sequence[str]:
    journeys = workshop.ordered("journeys")
    return [j.id for j in sorted(journeys, key=lambda each: each.state != "current")]


def _title(stage: str, before: Workshop, after: Workshop) -> str:
    state = after if stage in after.stages else before
    name = state.stages[stage].name
    journey = state.journeys.get(state.stages[stage].journey)
    many = len(state.journeys) > 1 and journey is not None
    return f"{journey.title}: {name}" if many and journey else name


__all__ = ["COUNTED", "SIGNS", "TOLD", "Changed", "Group", "Moved", "changes", "counts", "moved"]
