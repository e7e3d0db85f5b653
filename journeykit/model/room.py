"""Who is in the room, what it does now, and what each of them says."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    Field,
    model_validator,
)

from journeykit.model.shapes import (
    ActivityKind,
    Entity,
    Id,
    Lane,
    Line,
    Lines,
    PairId,
    ParticipantId,
    Text,
    Title,
)


class Own(Entity):
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


class Rating(Own):
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


class Vote(Own):
    """The dots that one participant gave to one finding or action."""

    collection: ClassVar[str] = "votes"
    noun: ClassVar[str] = "vote"
    of: ClassVar[str] = "item"

    item: Id
    dots: Annotated[int, Field(ge=0, le=10)]


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
