"""A questionnaire: what is asked, in which order, about which touchpoints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from journeykit.errors import Refused

#: Kinds whose answers are points on a scale.
SCALED = frozenset({"nps", "csat", "ces", "rating", "likert"})
#: What a questionnaire may hold, so that a page of it stays a page.
MOST_QUESTIONS = 60
MOST_ROWS = 40
MOST_VERSIONS = 30


@dataclass(frozen=True)
class Row:
    """A touchpoint or a stage that a question speaks about, and how it is called there."""

    id: str
    label: str


@dataclass(frozen=True)
class Asked:
    """One question. With several `rows` it is a grid: the same question about each of them.

    ``about`` is touchpoint, stage or journey; ``code`` is its name in the survey tool.
    """

    code: str
    kind: str
    text: str
    about: str = "journey"
    rows: tuple[Row, ...] = ()
    low: int | None = None
    high: int | None = None
    labels: Mapping[int, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    not_applicable: str = ""
    key: str = ""

    @property
    def scaled(self) -> bool:
        """Whether its answers are points on a scale."""
        return self.kind in SCALED

    @property
    def grid(self) -> bool:
        """Whether it is asked as a table with a line for each touchpoint."""
        return self.scaled and self.about != "journey"

    @property
    def points(self) -> tuple[tuple[int, str], ...]:
        """The points of its scale, as code and label; codes begin at 0 or 1.

        >>> Asked("feel", "rating", "?", low=-2, high=2, labels={-2: "Bad", 2: "Good"}).points
        ((1, 'Bad'), (2, ''), (3, ''), (4, ''), (5, 'Good'))
        """
        if not self.scaled or self.low is None or self.high is None:
            return ()
        # A survey tool takes no minus sign in a code.
        shift = 1 - self.low if self.low < 0 else 0
        ends = range(self.low, self.high + 1)
        return tuple((point + shift, self.labels.get(point, "")) for point in ends)


@dataclass(frozen=True)
class Questionnaire:
    """A short survey: title, welcome, consent line and questions in their order."""

    title: str = "Survey"
    company: str = "the company"
    welcome: str = ""
    consent: str = ""
    asked: tuple[Asked, ...] = ()

    def said(self, text: str) -> str:
        """Return a text with the company's name in it.

        >>> Questionnaire(company="the shop").said("{company} made it easy.")
        'The shop made it easy.'
        """
        full = text.replace("{company}", self.company or "the company")
        return full[:1].upper() + full[1:]

    def at(self, index: int) -> Asked:
        """Return a question by its place; raise `Refused` where there is none."""
        if not 0 <= index < len(self.asked):
            raise Refused("This question is not there any more.")
        return self.asked[index]

    def changed(self, index: int, **fields: Any) -> Questionnaire:
        """Return the questionnaire with one question changed."""
        new = replace(self.at(index), **fields)
        return replace(self, asked=(*self.asked[:index], new, *self.asked[index + 1 :]))

    def without(self, index: int) -> Questionnaire:
        """Return the questionnaire without a question."""
        self.at(index)
        return replace(self, asked=(*self.asked[:index], *self.asked[index + 1 :]))

    def moved(self, index: int, to: int) -> Questionnaire:
        """Return the questionnaire with a question in another place."""
        rest = list(self.without(index).asked)
        rest.insert(max(0, min(to, len(rest))), self.at(index))
        return replace(self, asked=tuple(rest))

    def to_json(self) -> str:
        """Return the questionnaire as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Questionnaire:
        """Return the questionnaire that `to_json` wrote; raise `Refused` for another text."""
        try:
            data = json.loads(text)
            asked = tuple(_asked(each) for each in data.pop("asked"))
            return cls(**data, asked=asked)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Refused("This questionnaire was written by another version.") from None


def _asked(data: Mapping[str, Any]) -> Asked:
    return Asked(
        **{
            **data,
            "rows": tuple(Row(**row) for row in data["rows"]),
            "labels": {int(point): label for point, label in data["labels"].items()},
            "options": tuple(data["options"]),
        }
    )


def kept(text: str | None) -> Questionnaire | None:
    """Return the questionnaire in a setting of the store, None where there is none.

    The setting is a JSON array: the questionnaire as it is, and before it was changed, the
    newest first.
    """
    versions = history(text)
    return versions[0] if versions else None


def history(text: str | None) -> list[Questionnaire]:
    """Return all versions in a setting, the newest first; those that cannot be read are gone."""
    try:
        told = json.loads(text or "[]")
    except ValueError:
        return []
    found = []
    for each in told if isinstance(told, list) else []:
        try:
            found.append(Questionnaire.from_json(str(each)))
        except Refused:
            break
    return found


def to_keep(versions: list[Questionnaire]) -> str:
    """Return versions, the newest first, as the text of a setting."""
    return json.dumps([version.to_json() for version in versions[:MOST_VERSIONS]])
