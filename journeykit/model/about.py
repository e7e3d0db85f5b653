"""What a workshop is about."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from journeykit.model.shapes import Carrier, Id, Line, Lines, Number, Text, Title


class Info(Carrier):
    """What the workshop is about. There is exactly one, with the id ``info``.

    ``empathy`` says how much the depth of customers' feeling counts in priorities, 0 for not at
    all; ``weights`` are the team's own criteria for actions with how much each counts. Evidence
    that is older than ``stale_days`` is called stale (R309). ``wall`` is what the projector shows
    instead of the open activity.
    """

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
    room: Literal["closed", "open"] = "closed"
    admission: Literal["free", "asked"] = "free"
    wall: Literal["", "map", "curve", "parking"] = ""
    synthetic: bool = False
    stale_days: Annotated[int, Field(ge=1, le=3650)] = 365
    empathy: Annotated[Number, Field(ge=0, le=2)] = 1
    weights: dict[Title, Annotated[Number, Field(ge=0, le=100)]] = Field(default_factory=dict)
