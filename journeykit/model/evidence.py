"""What is known, of how many, and about what."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import (
    Field,
)

from journeykit.model.shapes import Entity, Id, Ids, Line, Lines, Number, SourceKind, Text, Title


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


class Theme(Entity):
    """What customers' own words are about: a name, and the words by which comments are found."""

    collection: ClassVar[str] = "themes"
    noun: ClassVar[str] = "theme"
    cites: ClassVar[dict[str, str]] = {"finding": "findings", "touchpoint": "touchpoints"}

    name: Title = "New theme"
    words: Lines = ()
    kind: Literal["", "opportunity", "unmet_need", "risk", "pain", "delight"] = ""
    finding: Id | None = None
    touchpoint: Id | None = None


class Coding(Entity):
    """What a person decided about one comment: its feeling, its themes, what it points to.

    ``row`` is the number of the response in the source's dataset, from 0. The words themselves
    stay in the dataset. Where there is no coding, there is at most a suggestion. ``together``
    says that it was confirmed with others in one click, unread.
    """

    collection: ClassVar[str] = "codings"
    noun: ClassVar[str] = "coding"
    owned_by: ClassVar[dict[str, str]] = {"source": "sources"}
    cites: ClassVar[dict[str, str]] = {"themes": "themes"}

    source: Id
    question: Line
    row: Annotated[int, Field(ge=0)]
    valence: Annotated[int, Field(ge=-2, le=2)] | None = None
    themes: Ids = ()
    kind: Literal["", "opportunity", "unmet_need", "risk", "pain", "delight"] = ""
    by: Line = ""
    together: bool = False


class Pattern(Entity):
    """A rule about a metric: beyond its threshold it points to something (R120 to R123)."""

    collection: ClassVar[str] = "patterns"
    noun: ClassVar[str] = "pattern"
    cites: ClassVar[dict[str, str]] = {"touchpoint": "touchpoints"}

    name: Title = "New pattern"
    metric: Line = ""
    comparison: Literal["above", "below", "rises", "falls"] = "above"
    threshold: Number = 0
    implication: Text = ""
    catalogue: Line = ""
    touchpoint: Id | None = None
    on: bool = True


#: What stands before the name of an activity where a link is about one of an event log. Its
#: touchpoint is where the activity takes place; none says that it belongs to no touchpoint.
ACTIVITY = "activity: "


class Link(Entity):
    """One question of a survey source speaks about a touchpoint, a stage or the whole.

    ``n`` is how many people gave it an answer that counts; unknown until the answers are read.
    With ``comments`` the question is answered in words: it has no scale, and what counts are the
    comments whose feeling a person has confirmed.
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

    @property
    def activity(self) -> str:
        """The activity of an event log that the link is about, "" where it is a question."""
        return self.question.removeprefix(ACTIVITY) if self.question.startswith(ACTIVITY) else ""

    comments: bool = False
