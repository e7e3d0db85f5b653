"""Journeys, their stages, touchpoints, paths and notes."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import (
    Field,
)

from journeykit.model.shapes import (
    Carrier,
    Entity,
    Id,
    Ids,
    Lane,
    Line,
    Lines,
    ParticipantId,
    PathKind,
    Phase,
    Presence,
    State,
    Text,
    Title,
)


class Journey(Carrier):
    """One persona's way, as it is or as it should be."""

    collection: ClassVar[str] = "journeys"
    noun: ClassVar[str] = "journey"
    cites: ClassVar[dict[str, str]] = {"persona": "personas", "copied_from": "journeys"}

    title: Title = "Journey"
    persona: Id | None = None
    state: State = "current"
    copied_from: Id | None = None
    lanes: tuple[Lane, ...] = ("actions", "thoughts", "feelings")


class Stage(Carrier):
    """A phase of a journey, in the customer's words."""

    collection: ClassVar[str] = "stages"
    noun: ClassVar[str] = "stage"
    owned_by: ClassVar[dict[str, str]] = {"journey": "journeys"}
    cites: ClassVar[dict[str, str]] = {"copied_from": "stages"}

    journey: Id
    copied_from: Id | None = None
    name: Title = "New stage"
    goal: Text = ""
    check_question: Text = ""
    information_needs: Lines = ()
    target_emotion: Line = ""
    target_valence: Annotated[float, Field(ge=-2, le=2)] | None = None
    emotions: Lines = ()
    acceptance: Lines = ()


class Touchpoint(Carrier):
    """A moment in which the customer meets the organisation, or somebody in its place."""

    collection: ClassVar[str] = "touchpoints"
    noun: ClassVar[str] = "touchpoint"
    owned_by: ClassVar[dict[str, str]] = {"stage": "stages"}
    cites: ClassVar[dict[str, str]] = {"sources": "sources", "copied_from": "touchpoints"}

    stage: Id
    copied_from: Id | None = None
    name: Title = "New touchpoint"
    channel: Line = ""
    presence: Presence | None = None
    phase: Phase | None = None
    owner: Line = ""
    department: Line = ""
    expectation: Text = ""
    expectation_met: bool | None = None
    message: Text = ""
    backstage: Text = ""
    support: Text = ""
    duration: Line = ""
    moment_of_truth: bool = False
    moment_reason: Text = ""
    sources: Ids = ()


class Path(Entity):
    """A loop back or a branch between two touchpoints (R140)."""

    collection: ClassVar[str] = "paths"
    noun: ClassVar[str] = "path"
    owned_by: ClassVar[dict[str, str]] = {"start": "touchpoints", "end": "touchpoints"}

    start: Id
    end: Id
    kind: PathKind = "loop"
    title: Line = ""


class Note(Carrier):
    """A card on the map: in a lane, at a touchpoint or, where that is open, at a stage."""

    collection: ClassVar[str] = "notes"
    noun: ClassVar[str] = "note"
    owned_by: ClassVar[dict[str, str]] = {"stage": "stages", "touchpoint": "touchpoints"}
    cites: ClassVar[dict[str, str]] = {"sources": "sources", "by": "participants"}

    lane: Lane = "actions"
    stage: Id | None = None
    touchpoint: Id | None = None
    text: Text = ""
    author: Line = ""
    by: ParticipantId | None = None
    sources: Ids = ()
