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
    Entity,
    FindingKind,
    Id,
    Ids,
    Line,
    Number,
    Score,
    Text,
    Title,
)


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
