"""What is known, of how many, and about what."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import (
    Field,
)

from journeykit.model.shapes import Entity, Id, Line, Number, SourceKind, Text, Title


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
