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
    Ids,
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


class Answer(Own):
    """What one participant said in an activity: a choice, a text, or an order of its items."""

    collection: ClassVar[str] = "answers"
    noun: ClassVar[str] = "answer"
    owned_by: ClassVar[dict[str, str]] = {"activity": "activities"}
    of: ClassVar[str] = "activity"

    activity: Id
    choice: Line = ""
    text: Text = ""
    order: Ids = ()
    done: bool = False


class Mark(Own):
    """A participant's mark for one row of the rubric (METHOD 2.6), 0 to 3."""

    collection: ClassVar[str] = "marks"
    noun: ClassVar[str] = "mark"
    of: ClassVar[str] = "row"

    row: Id
    score: Annotated[int, Field(ge=0, le=3)]
    remark: Text = ""


class Activity(Entity):
    """What the room does, one after the other; at most one is open.

    ``ends_at`` is when its time is over while it runs; ``left_seconds`` what is left while it
    is paused. ``items`` are what is voted on or ranked; ``question`` and ``options`` belong to
    a check. ``anonymous`` promises that nobody sees who said what.
    """

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
    question: Text = ""
    options: Lines = ()
    items: Ids = ()
    anonymous: bool = True
    left_seconds: Annotated[int, Field(ge=0, le=36_000)] | None = None
    closed: bool = False
    dots: Annotated[int, Field(ge=1, le=10)] = 3


class Participant(Entity):
    """Somebody in the room, by name or anonymous."""

    collection: ClassVar[str] = "participants"
    noun: ClassVar[str] = "participant"

    name: Line = ""
    role: Literal["facilitator", "participant"] = "participant"
    admitted: bool = True
    left: bool = False
    department: Line = ""
    consented: datetime | None = None
