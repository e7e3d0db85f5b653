"""What was found, what is done about it, and whether it helps."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import (
    Field,
    model_validator,
)

from journeykit.model.shapes import (
    ActionKind,
    ActionStatus,
    Carrier,
    Entity,
    FindingKind,
    Id,
    Ids,
    Line,
    Number,
    ParticipantId,
    Score,
    Text,
    Title,
)


class Finding(Carrier):
    """A pain, a gap, an unmet need, a delight or an opportunity, with what supports it."""

    collection: ClassVar[str] = "findings"
    noun: ClassVar[str] = "finding"
    cites: ClassVar[dict[str, str]] = {
        "touchpoint": "touchpoints", "sources": "sources", "answers": "findings",
        "by": "participants",
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
    by: ParticipantId | None = None
    critical: bool = False


class Action(Entity):
    """Something that somebody will do about a finding, by a day.

    ``expected_change`` is what the KPI should move by, in the KPI's unit. ``marks`` holds the
    numbers of scores other than RICE (ICE, WSJF, own weights) by name; ``ranges`` the low and
    high end of any number that the team is unsure of, for the sensitivity of the ranking.
    """

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
    expected_change: Number | None = None
    kpi: Id | None = None
    started: date | None = None
    finished: date | None = None
    department: Line = ""
    marks: dict[Title, Number] = Field(default_factory=dict)
    ranges: dict[Title, tuple[Number, Number]] = Field(default_factory=dict)


class Kpi(Entity):
    """A number that says whether the journey gets better, with its definition.

    ``kind`` names the calculator that makes its measurements (``nps``, ``conversion``, …).
    ``follows`` is the question or the metric of the workshop's own sources that fills it.
    """

    collection: ClassVar[str] = "kpis"
    noun: ClassVar[str] = "KPI"
    cites: ClassVar[dict[str, str]] = {"stage": "stages", "touchpoint": "touchpoints"}

    name: Title = "New KPI"
    definition: Text = ""
    formula: Text = ""
    unit: Line = ""
    better: Literal["higher", "lower"] = "higher"
    target: Number | None = None
    kind: Line = ""
    follows: Line = ""
    stage: Id | None = None
    touchpoint: Id | None = None


class Measurement(Entity):
    """The value of a KPI on a day, with n and its interval where they are known.

    ``group`` names a comparison group (``"control"``) where the number is not about all.
    """

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
    method: Line = ""
    group: Line = ""
    remark: Text = ""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low:g} is above high {self.high:g}")
        return self
