"""The workshop: a mapping from id to entity for each collection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
)

from journeykit.errors import Missing
from journeykit.model.about import Info
from journeykit.model.content import Content, Personalization
from journeykit.model.evidence import Coding, Link, Pattern, Source, Theme
from journeykit.model.improvement import Action, Finding, Kpi, Measurement
from journeykit.model.iteration import Trigger, Version, Wave
from journeykit.model.journeys import Journey, Note, Path, Stage, Touchpoint
from journeykit.model.personas import Persona
from journeykit.model.room import Activity, Answer, Mark, Participant, Rating, Vote
from journeykit.model.shapes import Entity, Id, new_id

ENTITIES: tuple[type[Entity], ...] = (
    Info, Persona, Journey, Stage, Touchpoint, Path, Source, Link, Note, Finding, Kpi,
    Measurement, Action, Rating, Vote, Activity, Participant, Answer, Mark, Theme, Coding, Pattern,
    Content, Personalization, Version, Trigger, Wave,
)  # fmt: skip
#: collection name -> class of its entities
COLLECTIONS: dict[str, type[Entity]] = {kind.collection: kind for kind in ENTITIES}


def _ranked(values: Iterator[Any]) -> list[Any]:
    return sorted(values, key=lambda entity: (entity.rank, entity.id))


class Workshop(BaseModel):
    """One workshop: a mapping from id to entity for each collection.

    >>> Workshop.new("Buying a jacket").title
    'Buying a jacket'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id = Field(default_factory=new_id)
    info: dict[Id, Info] = Field(default_factory=lambda: {"info": Info()})
    personas: dict[Id, Persona] = Field(default_factory=dict)
    journeys: dict[Id, Journey] = Field(default_factory=dict)
    stages: dict[Id, Stage] = Field(default_factory=dict)
    touchpoints: dict[Id, Touchpoint] = Field(default_factory=dict)
    paths: dict[Id, Path] = Field(default_factory=dict)
    sources: dict[Id, Source] = Field(default_factory=dict)
    links: dict[Id, Link] = Field(default_factory=dict)
    notes: dict[Id, Note] = Field(default_factory=dict)
    findings: dict[Id, Finding] = Field(default_factory=dict)
    kpis: dict[Id, Kpi] = Field(default_factory=dict)
    measurements: dict[Id, Measurement] = Field(default_factory=dict)
    actions: dict[Id, Action] = Field(default_factory=dict)
    ratings: dict[Id, Rating] = Field(default_factory=dict)
    votes: dict[Id, Vote] = Field(default_factory=dict)
    activities: dict[Id, Activity] = Field(default_factory=dict)
    participants: dict[Id, Participant] = Field(default_factory=dict)
    answers: dict[Id, Answer] = Field(default_factory=dict)
    marks: dict[Id, Mark] = Field(default_factory=dict)
    themes: dict[Id, Theme] = Field(default_factory=dict)
    codings: dict[Id, Coding] = Field(default_factory=dict)
    patterns: dict[Id, Pattern] = Field(default_factory=dict)
    contents: dict[Id, Content] = Field(default_factory=dict)
    personalizations: dict[Id, Personalization] = Field(default_factory=dict)
    versions: dict[Id, Version] = Field(default_factory=dict)
    triggers: dict[Id, Trigger] = Field(default_factory=dict)
    waves: dict[Id, Wave] = Field(default_factory=dict)

    @classmethod
    def new(cls, title: str, id: str | None = None) -> Workshop:
        """Return an empty workshop with a title."""
        return cls(id=id or new_id(), info={"info": Info(title=title)})

    @property
    def about(self) -> Info:
        """What the workshop is about: title, goals, scope, events."""
        return self.info["info"]

    @property
    def title(self) -> str:
        """The title of the workshop."""
        return self.about.title

    def entities(self, collection: str) -> Mapping[str, Any]:
        """Return the mapping of a collection, id to entity."""
        if collection not in COLLECTIONS:
            raise Missing(f"There is no collection '{collection}'.")
        return getattr(self, collection)

    def get(self, collection: str, id: str) -> Any:
        """Return one entity; raise `Missing` when it is not there."""
        try:
            return self.entities(collection)[id]
        except KeyError:
            noun = COLLECTIONS[collection].noun
            raise Missing(f"This {noun} is not in the workshop any more ({id}).") from None

    def ordered(self, collection: str, **where: Any) -> list[Any]:
        """Return the entities of a collection in rank order, those with the given fields.

        >>> w = Workshop.new("Jacket")
        >>> w.ordered("stages", journey="j1")
        []
        """
        found = (
            entity
            for entity in self.entities(collection).values()
            if all(getattr(entity, name) == value for name, value in where.items())
        )
        return _ranked(found)

    def current_journey(self) -> Journey | None:
        """The journey that pages show when none is named: the first current one."""
        journeys = self.ordered("journeys", state="current") or self.ordered("journeys")
        return journeys[0] if journeys else None

    def stages_of(self, journey: str) -> list[Stage]:
        """The stages of a journey, first to last."""
        return self.ordered("stages", journey=journey)

    def touchpoints_of(self, journey: str) -> list[Touchpoint]:
        """The touchpoints of a journey in the order in which the customer meets them."""
        by_stage: dict[str, list[Touchpoint]] = {}
        for touchpoint in self.touchpoints.values():
            by_stage.setdefault(touchpoint.stage, []).append(touchpoint)
        return [
            touchpoint
            for stage in self.stages_of(journey)
            for touchpoint in _ranked(iter(by_stage.get(stage.id, ())))
        ]
