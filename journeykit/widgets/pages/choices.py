"""What a person can choose from: touchpoints, stages and other entities as options of a select."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from journeykit.model import Stage, Touchpoint, Workshop

Options = list[tuple[str, str]]


def stages(workshop: Workshop, none: str = "") -> Options:
    """Return the stages of all journeys, those of current journeys first."""
    return _none(none) + [(stage.id, name) for stage, name in _stages(workshop)]


def touchpoints(workshop: Workshop, none: str = "No touchpoint yet") -> Options:
    """Return the touchpoints of all journeys as "Stage · Touchpoint"."""
    return _none(none) + [
        (each.id, f"{name} · {each.name}")
        for stage, name in _stages(workshop)
        for each in at_stage(workshop, stage.id)
    ]


def entities(workshop: Workshop, collection: str, none: str = "") -> Options:
    """Return the entities of a collection by their labels, in order."""
    found = [(each.id, short(each.label)) for each in workshop.ordered(collection)]
    return _none(none) + found


def at_stage(workshop: Workshop, stage: str) -> list[Touchpoint]:
    """Return the touchpoints of a stage, in order."""
    return workshop.ordered("touchpoints", stage=stage)


def stage_of(workshop: Workshop, touchpoint: str | None) -> str | None:
    """Return the id of the stage of a touchpoint."""
    found = workshop.touchpoints.get(touchpoint or "")
    return found.stage if found else None


def place(workshop: Workshop, touchpoint: str | None, stage: str | None = None) -> str:
    """Return "Stage · Touchpoint" for a person to read, or as much of it as is known."""
    at = workshop.touchpoints.get(touchpoint or "")
    within = workshop.stages.get(at.stage if at else stage or "")
    return " · ".join(each.name for each in (within, at) if each)


def grouped(entries: Iterable[Any]) -> dict[str, list[Any]]:
    """Return the entries of a catalogue by their group, in the order of the first of each."""
    groups: dict[str, list[Any]] = {}
    for entry in entries:
        groups.setdefault(getattr(entry, "group", ""), []).append(entry)
    return groups


def short(text: str, limit: int = 90) -> str:
    """Return a text that fits a select.

    >>> short("a word too many", 8)
    'a word…'
    """
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _none(words: str) -> Options:
    return [("", words)] if words else []


def _stages(workshop: Workshop) -> Iterable[tuple[Stage, str]]:
    journeys = sorted(workshop.ordered("journeys"), key=lambda each: each.state != "current")
    for journey in journeys:
        for stage in workshop.stages_of(journey.id):
            name = f"{journey.title}: {stage.name}" if len(journeys) > 1 else stage.name
            yield stage, name


__all__ = ["at_stage", "entities", "grouped", "place", "short", "stage_of", "stages", "touchpoints"]
