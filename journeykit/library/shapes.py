"""What a template, an agenda and a question bank look like, as frozen values."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from journeykit.model import ActivityKind, Lane, PathKind, Phase, Presence


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+([-_][a-z0-9]+)*", value) or len(value) > 60:
        raise ValueError("must be lower-case words joined by hyphens, at most 60 characters")
    return value


def _requirement(value: str) -> str:
    if not re.fullmatch(r"R\d{1,3}", value):
        raise ValueError("must be the number of a requirement, such as R42")
    return value


Key = Annotated[str, AfterValidator(_key)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Requirement = Annotated[str, AfterValidator(_requirement)]
Valence = Annotated[float, Field(ge=-2, le=2)]

#: The steps of the kit, in order; an activity of an agenda belongs to one of them.
Step = Literal[
    "start", "personas", "touchpoints", "survey", "emotions", "improve", "measure", "report"
]
#: The nine steps of building a map (R130); shorter agendas say which of them they cover.
NINE_STEPS = (
    "Set goals", "Create personas", "Identify touchpoints", "Gather data",
    "Map the current journey", "Find pain points", "Design the ideal journey",
    "Implement changes", "Review and iterate",
)  # fmt: skip


class Part(BaseModel):
    """A piece of a library file: frozen, and every key must be a known one."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class TouchpointTemplate(Part):
    """A touchpoint that a template proposes."""

    name: Words
    channel: Words
    presence: Presence
    phase: Phase
    owner: Words | None = None
    expectation: Prose = ""
    message: Prose = ""
    backstage: Prose = ""
    moment_of_truth: bool = False
    moment_reason: Prose = ""

    @model_validator(mode="after")
    def _reason(self) -> Self:
        if self.moment_of_truth and not self.moment_reason:
            raise ValueError(f"'{self.name}' is a moment of truth, so moment_reason is needed")
        return self


class ContentTemplate(Part):
    """A piece of content that answers what somebody wants to know at a stage (R160, R162)."""

    format: Words
    title: Words
    need: Words


class StageTemplate(Part):
    """A stage that a template proposes, in the customer's words."""

    name: Words
    goal: Words
    check_question: Words
    information_needs: tuple[Words, ...] = Field(min_length=1)
    target_emotion: Words
    target_valence: Valence
    emotions: tuple[Words, ...] = Field(min_length=1)
    activities: tuple[Words, ...] = Field(min_length=1)
    motivations: tuple[Words, ...] = ()
    questions: tuple[Words, ...] = ()
    obstacles: tuple[Words, ...] = ()
    acceptance: tuple[Words, ...] = ()
    content: tuple[ContentTemplate, ...] = ()
    kpis: tuple[Key, ...] = ()
    touchpoints: tuple[TouchpointTemplate, ...] = Field(min_length=1)


class PersonaTemplate(Part):
    """A persona to start from; everything in it is an assumption until a source is cited."""

    name: Words
    age_range: Words
    occupation: Words
    goals: tuple[Words, ...] = Field(min_length=1)
    challenges: tuple[Words, ...] = Field(min_length=1)
    tagline: Prose = ""
    background: Prose = ""
    behaviours: tuple[Words, ...] = ()
    interests: tuple[Words, ...] = ()
    values: tuple[Words, ...] = ()
    needs: tuple[Words, ...] = ()
    motivations: tuple[Words, ...] = ()
    preferences: tuple[Words, ...] = ()
    expectations: tuple[Words, ...] = ()
    decision_making: Prose = ""


class PathTemplate(Part):
    """A loop back or a branch between two touchpoints, by their names."""

    start: Words
    end: Words
    kind: PathKind = "loop"
    label: Words


class JourneyTemplate(Part):
    """A stage set with its touchpoints, to begin a workshop with."""

    name: Key
    title: Words
    description: Prose
    requirements: tuple[Requirement, ...] = Field(min_length=1)
    sector: Words
    actor: Words
    scenario: Words
    start_event: Words
    end_event: Words
    goals: tuple[Words, ...] = ()
    scope: Prose = ""
    personas: tuple[PersonaTemplate, ...] = Field(min_length=1)
    stages: tuple[StageTemplate, ...] = Field(min_length=2)
    paths: tuple[PathTemplate, ...] = ()

    @property
    def touchpoints(self) -> tuple[TouchpointTemplate, ...]:
        """All touchpoints, in the order in which the customer meets them."""
        return tuple(point for stage in self.stages for point in stage.touchpoints)

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        names = [point.name for point in self.touchpoints]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"has two touchpoints called '{name}'")
        for path in self.paths:
            for end in (path.start, path.end):
                if end not in names:
                    raise ValueError(f"has a path to '{end}', which is not one of its touchpoints")
        return self


class ActivityTemplate(Part):
    """One activity of an agenda; ``covers`` are the steps of `NINE_STEPS`, counted from 1."""

    title: Words
    minutes: Annotated[int, Field(ge=1, le=600)]
    step: Step
    kind: ActivityKind
    instruction: Prose = Field(min_length=1)
    lane: Lane | None = None
    dots: Annotated[int, Field(ge=1, le=10)] = 3
    covers: tuple[Annotated[int, Field(ge=1, le=9)], ...] = ()


class Agenda(Part):
    """An order of work for the room."""

    name: Key
    title: Words
    description: Prose
    requirements: tuple[Requirement, ...] = ()
    people: Words
    activities: tuple[ActivityTemplate, ...] = Field(min_length=1)

    @property
    def minutes(self) -> int:
        """How long the agenda takes."""
        return sum(activity.minutes for activity in self.activities)

    @property
    def covers(self) -> tuple[int, ...]:
        """Which of the nine steps it covers, counted from 1."""
        return tuple(sorted({step for activity in self.activities for step in activity.covers}))


class Question(Part):
    """A question to ask about a touchpoint, a stage or the whole journey.

    ``text`` may hold ``{touchpoint}``, ``{stage}`` and ``{company}``; `ask` fills them in.
    """

    key: Key
    about: Literal["touchpoint", "stage", "journey"]
    use: Literal["survey", "interview", "focus_group"] = "survey"
    kind: Literal["nps", "csat", "ces", "rating", "likert", "single", "multi", "text"]
    text: Words
    low: int | None = None
    high: int | None = None
    labels: dict[int, Words] = Field(default_factory=dict)
    options: tuple[Words, ...] = ()
    not_applicable: Words | None = None
    detail: Prose = ""
    sector: Words = "any"
    requirements: tuple[Requirement, ...] = ()

    @model_validator(mode="after")
    def _scale(self) -> Self:
        scaled = self.kind in ("nps", "csat", "ces", "rating", "likert")
        if scaled and (self.low is None or self.high is None or self.low >= self.high):
            raise ValueError(f"'{self.key}' is a {self.kind} question, so low < high are needed")
        if self.kind in ("single", "multi") and len(self.options) < 2:
            raise ValueError(f"'{self.key}' is a choice, so two or more options are needed")
        return self

    def ask(self, **names: str) -> str:
        """The text with the names filled in; a name that is not given stays in braces.

        >>> q = Question(key="q", about="touchpoint", kind="text", text="What of {touchpoint}?")
        >>> q.ask(touchpoint="Checkout")
        'What of Checkout?'
        """
        text = self.text
        for name, value in names.items():
            text = text.replace("{" + name + "}", value)
        return text


class QuestionBank(Part):
    """The question bank (R60)."""

    name: Key
    title: Words
    description: Prose
    questions: tuple[Question, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _keys_once(self) -> Self:
        keys = [question.key for question in self.questions]
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"has two questions with the key '{key}'")
        return self
