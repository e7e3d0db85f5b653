"""The workshop and everything in it, as frozen values.

A `Workshop` holds one mapping per collection, id to entity. Entities are frozen pydantic
models; they are changed only by folding edits (`journeykit.edits`). A field that names
another entity is listed in its class's ``owned_by`` (the entity cannot exist without what
it names: removing the owner removes it) or ``cites`` (a reference that is cleared when its
target goes).

Every entity has a ``rank``, a number that orders it among its siblings, so moving one
changes one field of one entity.
"""

from __future__ import annotations

from journeykit.model.about import Info
from journeykit.model.content import Content, Personalization
from journeykit.model.evidence import Coding, Link, Pattern, Source, Theme
from journeykit.model.improvement import Action, Finding, Kpi, Measurement
from journeykit.model.iteration import Trigger, Version, Wave
from journeykit.model.journeys import Journey, Note, Path, Stage, Touchpoint
from journeykit.model.personas import EMPATHY, PERSONA_REQUIRED, PERSONA_SENSITIVE, Persona
from journeykit.model.room import Activity, Answer, Mark, Own, Participant, Rating, Vote
from journeykit.model.shapes import (
    LANES,
    LINE_LIMIT,
    LIST_LIMIT,
    TEXT_LIMIT,
    ActionKind,
    ActionStatus,
    ActivityKind,
    Entity,
    FindingKind,
    Id,
    Ids,
    Lane,
    Line,
    Lines,
    Number,
    PairId,
    ParticipantId,
    PathKind,
    Phase,
    Presence,
    Score,
    SourceKind,
    State,
    Text,
    Title,
    new_id,
)
from journeykit.model.workshop import COLLECTIONS, ENTITIES, Workshop

__all__ = [
    "Action",
    "ActionKind",
    "ActionStatus",
    "Activity",
    "ActivityKind",
    "Answer",
    "COLLECTIONS",
    "Coding",
    "Content",
    "EMPATHY",
    "ENTITIES",
    "Entity",
    "Finding",
    "FindingKind",
    "Id",
    "Ids",
    "Info",
    "Journey",
    "Kpi",
    "LANES",
    "LINE_LIMIT",
    "LIST_LIMIT",
    "Lane",
    "Line",
    "Lines",
    "Link",
    "Mark",
    "Measurement",
    "Note",
    "Number",
    "Own",
    "PERSONA_REQUIRED",
    "PERSONA_SENSITIVE",
    "PairId",
    "Participant",
    "ParticipantId",
    "Path",
    "PathKind",
    "Pattern",
    "Persona",
    "Personalization",
    "Phase",
    "Presence",
    "Rating",
    "Score",
    "Source",
    "SourceKind",
    "Stage",
    "State",
    "TEXT_LIMIT",
    "Text",
    "Theme",
    "Title",
    "Touchpoint",
    "Trigger",
    "Version",
    "Vote",
    "Wave",
    "Workshop",
    "new_id",
]
