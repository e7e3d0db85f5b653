"""What each stage is given to read, see and receive: content and personalization."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from journeykit.model.shapes import Entity, Id, Line, Lines, Number, Text, Title

ContentStatus = Literal["missing", "planned", "making", "live", "retired"]


class Content(Entity):
    """A piece of content for one stage: which need and feeling it answers, and how it does."""

    collection: ClassVar[str] = "contents"
    noun: ClassVar[str] = "content"
    owned_by: ClassVar[dict[str, str]] = {"stage": "stages"}
    cites: ClassVar[dict[str, str]] = {"touchpoint": "touchpoints"}

    stage: Id
    title: Title = "New content"
    need: Line = ""
    emotion: Line = ""
    format: Line = ""
    channel: Line = ""
    touchpoint: Id | None = None
    status: ContentStatus = "planned"
    owner: Line = ""
    metric: Line = ""
    value: Number | None = None
    reviewed: date | None = None
    due: date | None = None
    cost: Line = ""


class Personalization(Entity):
    """Who gets what where, on which data: a rule with its privacy check (R164 to R169)."""

    collection: ClassVar[str] = "personalizations"
    noun: ClassVar[str] = "personalization"
    owned_by: ClassVar[dict[str, str]] = {"stage": "stages"}
    cites: ClassVar[dict[str, str]] = {"persona": "personas"}

    stage: Id
    title: Title = "New rule"
    persona: Id | None = None
    segment: Line = ""
    behavior: Line = ""
    channel: Line = ""
    message: Text = ""
    data_needed: Lines = ()
    basis: Literal["", "consent", "contract", "legitimate_interest"] = ""
    special_category: bool | None = None
    opt_out: bool | None = None
    status: ContentStatus = "planned"
    owner: Line = ""
    due: date | None = None
    cost: Line = ""
    metric: Line = ""
