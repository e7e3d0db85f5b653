"""What a person decided about a survey file, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from journeykit.survey.question import Code, Question

#: What a rule's touchpoint says of a question about the whole journey.
WHOLE = "the whole journey"


@dataclass(frozen=True)
class Rule:
    """What holds for the questions whose column or text matches a glob."""

    match: str
    kind: str | None = None
    scale: tuple[float, float] | None = None
    labels: Mapping[str, float] | None = None
    not_applicable: tuple[Code, ...] | None = None
    missing: tuple[Code, ...] | None = None
    touchpoint: str | None = None

    def fits(self, question: Question) -> bool:
        """Whether the rule speaks about a question: its columns, its id or its text."""
        names = (*question.columns, question.id, question.text)
        return any(named(self.match, name) for name in names)


@dataclass(frozen=True)
class Recipe:
    """Decisions about a file. `load` reads one, `dump` writes one."""

    encoding: str | None = None
    header_rows: int | None = None
    weight: str | None = None
    questions: tuple[Rule, ...] = ()
    drop: tuple[str, ...] = ()
    delimiter: str | None = None
    tool: str | None = None
    person: str | None = None
    #: whether responses count that were not finished (they do), and those of a test (they do not)
    partial: bool | None = None
    test: bool | None = None
    #: of the store that takes the answers; never read from a recipe, never written to one
    salt: str | None = field(default=None, repr=False, compare=False)


def named(pattern: str, name: str) -> bool:
    """Whether a glob names something; headings with brackets match themselves.

    >>> named("Q7*", "q7art"), named("How was it? [Food]", "How was it? [Food]")
    (True, True)
    """
    pattern, name = pattern.casefold().strip(), name.casefold().strip()
    return pattern == name or fnmatchcase(name, pattern)
