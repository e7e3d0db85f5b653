"""The shapes of fields, and what every entity has."""

from __future__ import annotations

import math
import secrets
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
)

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
FindingKind = Literal["pain", "gap", "unmet_need", "risk", "delight", "opportunity"]
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


class Carrier(Entity):
    """An entity that keeps what a file of another tool said of it and this kit does not know.

    ``foreign`` maps the name of a format to that; where there is none, it is left out of the
    JSON, so that logs and files hold nothing of it.
    """

    foreign: dict[str, JsonValue] = Field(default_factory=dict)

    @model_serializer(mode="wrap")
    def _without_nothing(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = handler(self)
        if not data.get("foreign"):
            data.pop("foreign", None)
        return data
