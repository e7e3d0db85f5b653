"""How a map stays alive: named versions, what set off a change, and the next waves."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from journeykit.model.shapes import Entity, Id, Line, Text, Title


class Version(Entity):
    """A name for the workshop as it was after one edit; ``seq`` is the edit's number."""

    collection: ClassVar[str] = "versions"
    noun: ClassVar[str] = "version"

    name: Title = "Version"
    day: date
    seq: Annotated[int, Field(ge=0)]
    note: Text = ""


class Trigger(Entity):
    """Something that happened and asks for another look at the map (R210, R213)."""

    collection: ClassVar[str] = "triggers"
    noun: ClassVar[str] = "trigger"

    title: Title = "New trigger"
    day: date
    kind: Literal["strategy", "product", "market", "behavior", "feedback", "other"] = "other"
    detail: Text = ""
    handled: bool = False


class Wave(Entity):
    """A survey that will be asked again: when, by whom, from which earlier source (R212)."""

    collection: ClassVar[str] = "waves"
    noun: ClassVar[str] = "wave"
    cites: ClassVar[dict[str, str]] = {"source": "sources"}

    title: Title = "Next wave"
    source: Id | None = None
    planned: date | None = None
    every_months: Annotated[int, Field(ge=0, le=120)] = 0
    owner: Line = ""
    done: bool = False
