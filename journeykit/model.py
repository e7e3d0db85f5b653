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

import math
import secrets
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from journeykit.errors import Missing

LINE_LIMIT = 300
TEXT_LIMIT = 20_000
LIST_LIMIT = 500

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,80}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LINE_LIMIT)]
Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LINE_LIMIT)
]
Text = Annotated[str, StringConstraints(max_length=TEXT_LIMIT)]
Lines = Annotated[tuple[Annotated[Line, Field(min_length=1)], ...], Field(max_length=LIST_LIMIT)]
Ids = Annotated[tuple[Id, ...], Field(max_length=LIST_LIMIT)]


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("must be a finite number")
    return value


Number = Annotated[float, AfterValidator(_finite)]
#: A participant's id: no dot, which parts the two halves of a rating's or a vote's id.
ParticipantId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,80}$")]
PairId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,161}$")]
Score = Annotated[int, Field(ge=1, le=5)]

State = Literal["current", "ideal"]
Phase = Literal["pre", "purchase", "post"]
Presence = Literal["online", "offline", "both"]
SourceKind = Literal[
    "survey", "interview", "focus_group", "review", "social", "analytics", "sales",
    "observation", "market_research", "heatmap", "direct_feedback",
]  # fmt: skip
FindingKind = Literal["pain", "gap", "unmet_need", "delight", "opportunity"]
ActionKind = Literal["fix", "amplify"]
ActionStatus = Literal["idea", "planned", "doing", "done", "dropped"]
PathKind = Literal["loop", "branch"]
ActivityKind = Literal["notes", "rate", "vote", "rank", "check", "talk", "break"]

#: The lanes of a map that hold notes, in the order in which they are drawn.
LANES: dict[str, str] = {
    "actions": "Does",
    "thoughts": "Thinks",
    "feelings": "Feels",
    "says": "Says",
    "motivations": "Motivation",
    "questions": "Questions",
    "obstacles": "Obstacles",
    "confusions": "Confusion",
    "challenges": "Challenges",
    "needs": "Needs",
    "insights": "Insights",
    "quotes": "Quotes",
    "ideas": "Ideas",
    "backstage": "Backstage",
    "parking": "Parking lot",
}
Lane = Literal[
    "actions", "thoughts", "feelings", "says", "motivations", "questions", "obstacles",
    "confusions", "challenges", "needs", "insights", "quotes", "ideas", "backstage", "parking",
]  # fmt: skip


def new_id() -> str:
    """Return an identifier that no other entity has.

    >>> len(new_id())
    12
    """
    return secrets.token_hex(6)


class Entity(BaseModel):
    """Anything that has an id and a place among its siblings."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    collection: ClassVar[str]
    noun: ClassVar[str]
    #: field -> collection; removing the target removes this entity too
    owned_by: ClassVar[dict[str, str]] = {}
    #: field -> collection; removing the target clears the reference
    cites: ClassVar[dict[str, str]] = {}
    #: whether an entity that comes without an id gets one that no other has
    drawn_id: ClassVar[bool] = True

    id: Id = Field(default_factory=new_id)
    rank: Number = 0.0

    @property
    def label(self) -> str:
        """The words by which a person knows this entity."""
        for name in ("name", "title", "text"):
            if value := getattr(self, name, ""):
                return str(value)
        return self.id


class Info(Entity):
    """What the workshop is about. There is exactly one, with the id ``info``."""

    collection: ClassVar[str] = "info"
    noun: ClassVar[str] = "workshop"
    drawn_id: ClassVar[bool] = False

    id: Id = "info"
    title: Title = "Untitled workshop"
    goals: Lines = ()
    scope: Text = ""
    scenario: Text = ""
    sector: Line = ""
    actor: Line = ""
    start_event: Line = ""
    end_event: Line = ""
    team: Lines = ()
    consent: Text = ""
    review_date: date | None = None
    language: Line = "en"
    template: Line = ""
    agenda: Line = ""
    synthetic: bool = False


class Persona(Entity):
    """A fictional customer based on data; an attribute without a source is an assumption.

    ``evidence`` maps the name of an attribute to the sources that support it. ``rule`` is
    a filter over survey columns (``{"column": ["value", …]}``) that says which
    respondents this persona stands for.
    """

    collection: ClassVar[str] = "personas"
    noun: ClassVar[str] = "persona"

    name: Title = "New persona"
    age_range: Line = ""
    occupation: Line = ""
    goals: Lines = ()
    challenges: Lines = ()
    tagline: Line = ""
    background: Text = ""
    gender: Line = ""
    location: Line = ""
    income_band: Line = ""
    behaviours: Lines = ()
    interests: Lines = ()
    values: Lines = ()
    lifestyle: Lines = ()
    needs: Lines = ()
    motivations: Lines = ()
    preferences: Lines = ()
    expectations: Lines = ()
    decision_making: Text = ""
    quotes: Lines = ()
    says: Lines = ()
    thinks: Lines = ()
    does: Lines = ()
    feels: Lines = ()
    version: Line = ""
    rule: dict[Title, Lines] = Field(default_factory=dict)
    evidence: dict[Title, Ids] = Field(default_factory=dict)


#: The five attributes that every persona must have (R2).
PERSONA_REQUIRED = ("name", "age_range", "occupation", "goals", "challenges")
#: Attributes that are personal data: optional, in bands, never exact (R4).
PERSONA_SENSITIVE = ("gender", "location", "income_band", "age_range")
#: The four quarters of the empathy map (R89).
EMPATHY = ("says", "thinks", "does", "feels")


class Journey(Entity):
    """One persona's way, as it is or as it should be."""

    collection: ClassVar[str] = "journeys"
    noun: ClassVar[str] = "journey"
    cites: ClassVar[dict[str, str]] = {"persona": "personas", "copied_from": "journeys"}

    title: Title = "Journey"
    persona: Id | None = None
    state: State = "current"
    copied_from: Id | None = None
    lanes: tuple[Lane, ...] = ("actions", "thoughts", "feelings")


class Stage(Entity):
    """A phase of a journey, in the customer's words."""

    collection: ClassVar[str] = "stages"
    noun: ClassVar[str] = "stage"
    owned_by: ClassVar[dict[str, str]] = {"journey": "journeys"}

    journey: Id
    name: Title = "New stage"
    goal: Text = ""
    check_question: Text = ""
    information_needs: Lines = ()
    target_emotion: Line = ""
    target_valence: Annotated[float, Field(ge=-2, le=2)] | None = None
    emotions: Lines = ()
    acceptance: Lines = ()


class Touchpoint(Entity):
    """A moment in which the customer meets the organisation, or somebody in its place."""

    collection: ClassVar[str] = "touchpoints"
    noun: ClassVar[str] = "touchpoint"
    owned_by: ClassVar[dict[str, str]] = {"stage": "stages"}
    cites: ClassVar[dict[str, str]] = {"sources": "sources"}

    stage: Id
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


class Note(Entity):
    """A card on the map: in a lane, at a touchpoint or, where that is open, at a stage."""

    collection: ClassVar[str] = "notes"
    noun: ClassVar[str] = "note"
    owned_by: ClassVar[dict[str, str]] = {"stage": "stages", "touchpoint": "touchpoints"}
    cites: ClassVar[dict[str, str]] = {"sources": "sources"}

    lane: Lane = "actions"
    stage: Id | None = None
    touchpoint: Id | None = None
    text: Text = ""
    author: Line = ""
    sources: Ids = ()


class Source(Entity):
    """A piece of evidence: what was asked or seen, of how many, when and how.

    ``dataset`` is the content address of the survey answers in the store. ``links`` says
    which question of them speaks about which touchpoint.
    """

    collection: ClassVar[str] = "sources"
    noun: ClassVar[str] = "source"

    kind: SourceKind = "survey"
    title: Title = "New source"
    collected: date | None = None
    n: Annotated[int, Field(ge=0)] | None = None
    method: Text = ""
    consent: Text = ""
    text: Text = ""
    file: Line = ""
    dataset: Line = ""
    wave: Line = ""
    recipe: Text = ""


class Link(Entity):
    """One question of a survey source speaks about a touchpoint, a stage or the whole.

    ``n`` is how many people gave it an answer that counts; unknown until the answers are read.
    """

    collection: ClassVar[str] = "links"
    noun: ClassVar[str] = "link"
    owned_by: ClassVar[dict[str, str]] = {
        "source": "sources", "touchpoint": "touchpoints", "stage": "stages",
    }  # fmt: skip

    source: Id
    question: Line
    touchpoint: Id | None = None
    stage: Id | None = None
    low: Number = 1
    high: Number = 5
    not_applicable: tuple[Number, ...] = ()
    missing: tuple[Number, ...] = ()
    n: Annotated[int, Field(ge=0)] | None = None


class _Own(Entity):
    """What one participant says of one thing: the two are its id, so it is said once."""

    drawn_id: ClassVar[bool] = False
    #: the field that names the thing
    of: ClassVar[str]

    id: PairId
    participant: ParticipantId

    @model_validator(mode="before")
    @classmethod
    def _identified(cls, data: Any) -> Any:
        if isinstance(data, dict) and "id" not in data:
            return {"id": f"{data.get('participant')}.{data.get(cls.of)}", **data}
        return data

    @property
    def own_id(self) -> str:
        """The id that it must have in a workshop: participant, dot, thing."""
        return f"{self.participant}.{getattr(self, self.of)}"


class Rating(_Own):
    """What one participant believes that the customer feels at one touchpoint.

    Valence −2 (furious) to +2 (delighted); arousal 0 (calm) to 1 (excited).
    """

    collection: ClassVar[str] = "ratings"
    noun: ClassVar[str] = "rating"
    owned_by: ClassVar[dict[str, str]] = {"touchpoint": "touchpoints"}
    of: ClassVar[str] = "touchpoint"

    touchpoint: Id
    valence: Annotated[int, Field(ge=-2, le=2)]
    arousal: Annotated[float, Field(ge=0, le=1)] | None = None
    labels: Lines = ()


class Vote(_Own):
    """The dots that one participant gave to one finding or action."""

    collection: ClassVar[str] = "votes"
    noun: ClassVar[str] = "vote"
    of: ClassVar[str] = "item"

    item: Id
    dots: Annotated[int, Field(ge=0, le=10)]


class Finding(Entity):
    """A pain, a gap, an unmet need, a delight or an opportunity, with what supports it."""

    collection: ClassVar[str] = "findings"
    noun: ClassVar[str] = "finding"
    cites: ClassVar[dict[str, str]] = {
        "touchpoint": "touchpoints", "sources": "sources", "answers": "findings",
    }  # fmt: skip

    kind: FindingKind = "pain"
    title: Title = "New finding"
    detail: Text = ""
    quote: Text = ""
    catalogue: Line = ""
    severity: Score | None = None
    frequency: Score | None = None
    touchpoint: Id | None = None
    answers: Id | None = None
    sources: Ids = ()


class Action(Entity):
    """Something that somebody will do about a finding, by a day."""

    collection: ClassVar[str] = "actions"
    noun: ClassVar[str] = "action"
    cites: ClassVar[dict[str, str]] = {
        "findings": "findings", "touchpoint": "touchpoints", "kpi": "kpis",
    }  # fmt: skip

    title: Title = "New action"
    kind: ActionKind = "fix"
    strategy: Line = ""
    detail: Text = ""
    findings: Ids = ()
    touchpoint: Id | None = None
    owner: Line = ""
    due: date | None = None
    status: ActionStatus = "idea"
    cost: Line = ""
    reach: Annotated[Number, Field(ge=0)] | None = None
    impact: Annotated[Number, Field(ge=0, le=10)] | None = None
    confidence: Annotated[Number, Field(ge=0, le=1)] | None = None
    effort: Annotated[Number, Field(gt=0)] | None = None
    expected_effect: Text = ""
    kpi: Id | None = None


class Kpi(Entity):
    """A number that says whether the journey gets better, with its definition."""

    collection: ClassVar[str] = "kpis"
    noun: ClassVar[str] = "KPI"
    cites: ClassVar[dict[str, str]] = {"stage": "stages", "touchpoint": "touchpoints"}

    name: Title = "New KPI"
    definition: Text = ""
    formula: Text = ""
    unit: Line = ""
    better: Literal["higher", "lower"] = "higher"
    target: Number | None = None
    stage: Id | None = None
    touchpoint: Id | None = None


class Measurement(Entity):
    """The value of a KPI on a day, with n and its interval where they are known."""

    collection: ClassVar[str] = "measurements"
    noun: ClassVar[str] = "measurement"
    owned_by: ClassVar[dict[str, str]] = {"kpi": "kpis"}
    cites: ClassVar[dict[str, str]] = {"source": "sources"}

    kpi: Id
    day: date
    value: Number
    low: Number | None = None
    high: Number | None = None
    n: Annotated[int, Field(ge=0)] | None = None
    source: Id | None = None
    remark: Text = ""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low:g} is above high {self.high:g}")
        return self


class Activity(Entity):
    """What the room does now."""

    collection: ClassVar[str] = "activities"
    noun: ClassVar[str] = "activity"

    title: Title = "New activity"
    kind: ActivityKind = "talk"
    step: Line = ""
    instruction: Text = ""
    minutes: Annotated[int, Field(ge=0, le=600)] = 10
    ends_at: datetime | None = None
    open: bool = False
    revealed: bool = False
    lane: Lane | None = None
    dots: Annotated[int, Field(ge=1, le=10)] = 3


class Participant(Entity):
    """Somebody in the room, by name or anonymous."""

    collection: ClassVar[str] = "participants"
    noun: ClassVar[str] = "participant"

    name: Line = ""
    role: Literal["facilitator", "participant"] = "participant"
    admitted: bool = True
    left: bool = False


ENTITIES: tuple[type[Entity], ...] = (
    Info, Persona, Journey, Stage, Touchpoint, Path, Source, Link, Note, Finding, Kpi,
    Measurement, Action, Rating, Vote, Activity, Participant,
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


__all__ = [
    "ActionKind", "ActionStatus", "ActivityKind", "FindingKind", "PathKind", "Phase",
    "Presence", "SourceKind", "State", "Lane", "LANES", "COLLECTIONS", "ENTITIES", "EMPATHY",
    "PERSONA_REQUIRED", "PERSONA_SENSITIVE", "new_id", "Entity", "Workshop",
    *(kind.__name__ for kind in ENTITIES),
]  # fmt: skip
