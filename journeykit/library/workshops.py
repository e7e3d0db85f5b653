"""A new workshop from a template: values only, nothing is stored here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from journeykit.library.shapes import Agenda, JourneyTemplate, StageTemplate
from journeykit.model import (
    Activity,
    Entity,
    Info,
    Journey,
    Lane,
    Note,
    Path,
    Persona,
    Stage,
    Touchpoint,
    Workshop,
    new_id,
)

#: the lists of a stage template that become notes, and the lane of each
_NOTES: tuple[tuple[str, Lane], ...] = (
    ("activities", "actions"),
    ("motivations", "motivations"),
    ("questions", "questions"),
    ("obstacles", "obstacles"),
)


def workshop_from(
    template: JourneyTemplate, title: str, make_id: Callable[[], str] = new_id
) -> Workshop:
    """Make a workshop that holds what the template proposes, everything in its order.

    Ranks count from 1 among siblings. No note, persona or touchpoint cites a source: what
    a template says is an assumption until the team puts evidence under it.
    """
    parts = _parts(template, title, make_id)
    collections: dict[str, dict[str, Entity]] = {}
    for part in parts:
        collections.setdefault(part.collection, {})[part.id] = part
    return Workshop.model_validate({"id": make_id(), **collections})


def activities_from(agenda: Agenda, make_id: Callable[[], str] = new_id) -> list[Activity]:
    """Make the activities of an agenda, in order, all of them closed."""
    return [
        Activity(
            id=make_id(),
            rank=rank,
            title=activity.title,
            kind=activity.kind,
            step=activity.step,
            instruction=activity.instruction,
            minutes=activity.minutes,
            lane=activity.lane,
            dots=activity.dots,
        )
        for rank, activity in enumerate(agenda.activities, 1)
    ]


def _parts(template: JourneyTemplate, title: str, make_id: Callable[[], str]) -> Iterator[Entity]:
    yield _info(template, title)
    personas = [
        Persona(id=make_id(), rank=rank, **persona.model_dump())
        for rank, persona in enumerate(template.personas, 1)
    ]
    yield from personas
    used = [lane for name, lane in _NOTES if any(getattr(s, name) for s in template.stages)]
    if any(stage.content for stage in template.stages):
        used.append("ideas")
    lanes = tuple(dict.fromkeys(["actions", "thoughts", "feelings", *used]))
    journey = Journey(
        id=make_id(), rank=1, title=template.title, persona=personas[0].id, lanes=lanes
    )
    yield journey
    ids: dict[str, str] = {}
    for rank, stage in enumerate(template.stages, 1):
        for part in _stage(stage, journey.id, rank, make_id):
            if isinstance(part, Touchpoint):
                ids[part.name] = part.id
            yield part
    for rank, path in enumerate(template.paths, 1):
        yield Path(
            id=make_id(),
            rank=rank,
            start=ids[path.start],
            end=ids[path.end],
            kind=path.kind,
            title=path.label,
        )


def _info(template: JourneyTemplate, title: str) -> Info:
    return Info(
        title=title,
        goals=template.goals,
        scope=template.scope,
        scenario=template.scenario,
        sector=template.sector,
        actor=template.actor,
        start_event=template.start_event,
        end_event=template.end_event,
        template=template.name,
    )


def _stage(
    template: StageTemplate, journey: str, rank: int, make_id: Callable[[], str]
) -> Iterator[Entity]:
    stage = Stage(
        id=make_id(),
        rank=rank,
        journey=journey,
        name=template.name,
        goal=template.goal,
        check_question=template.check_question,
        information_needs=template.information_needs,
        target_emotion=template.target_emotion,
        target_valence=template.target_valence,
        emotions=template.emotions,
        acceptance=template.acceptance,
    )
    yield stage
    for place, point in enumerate(template.touchpoints, 1):
        fields = point.model_dump(exclude_none=True)
        yield Touchpoint(id=make_id(), rank=place, stage=stage.id, **fields)
    for name, lane in _NOTES:
        for place, text in enumerate(getattr(template, name), 1):
            yield Note(id=make_id(), rank=place, stage=stage.id, lane=lane, text=text)
    for place, piece in enumerate(template.content, 1):
        text = f"{piece.format}: {piece.title} (answers: {piece.need})"
        yield Note(id=make_id(), rank=place, stage=stage.id, lane="ideas", text=text)
