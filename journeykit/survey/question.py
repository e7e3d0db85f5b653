"""A question of a survey, its scale, and what each cell of it means."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from journeykit.survey.cells import clean, labelled_number, number, plain

Kind = Literal[
    "nps", "csat", "ces", "rating", "likert", "single", "multi", "number", "text", "date",
    "metadata", "identifier", "weight",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(Kind)
#: Kinds whose answers are points on a scale.
SCALED = frozenset({"nps", "csat", "ces", "rating", "likert"})
#: Kinds whose answers are numbers.
NUMERIC = SCALED | {"number", "weight"}

State = Literal["answered", "missing", "not_applicable"]
Code = float | str

#: Said instead of a point on a scale.
NOT_APPLICABLE = frozenset({
    "n/a", "na", "n.a.", "n.a", "not applicable", "does not apply", "doesn't apply",
    "don't know", "dont know", "do not know", "don’t know", "don't know / not applicable",
    "not sure", "no opinion", "can't say", "have not used", "haven't used", "not used",
    "have never used", "never used", "prefer not to say", "prefer not to answer",
    "don't know or refused", "refused", "keine angabe", "weiß nicht", "weiss nicht",
    "trifft nicht zu / keine angabe", "ne sait pas", "sans objet", "non applicable", "no aplica",
    "no sabe", "não se aplica", "не применимо", "не знаю",
    "weiß ich nicht", "nicht zutreffend", "kann ich nicht beurteilen", "k.a.", "k. a.", "entfällt",
    "je ne sais pas", "ne sais pas", "non concerné", "non concernée", "no sé", "ns/nc",
    "no procede",
    "não sei", "não aplicável", "n/d", "non so", "non applicabile", "non saprei", "n.v.t.", "nvt",
    "niet van toepassing", "weet niet", "weet ik niet", "geen mening", "не применимо к нам",
    "не пользовался", "нет ответа", "不知道", "不清楚", "说不清", "不确定", "没用过", "未使用",
    "затрудняюсь ответить", "不适用",
})  # fmt: skip
_SPAN = re.compile(
    r"(lowest|[-+]?\d+(?:\.\d+)?)\s+thru\s+(highest|[-+]?\d+(?:\.\d+)?)", re.IGNORECASE
)
#: SPSS has numbers up to 1.8e308 for its lowest and highest.
_FAR = 1e300
#: Not an answer whatever was asked.
STATES = frozenset({"n/a", "na", "n.a.", "not applicable", "does not apply"})


@dataclass(frozen=True)
class Scale:
    """The points of a scale: its ends, its labels, and the codes that are not points.

    ``not_applicable`` and ``missing`` hold numbers, words, and ranges as "97 thru highest". A
    number outside the ends is never a point; it is missing unless ``not_applicable`` names it.
    """

    min: float | None = None
    max: float | None = None
    labels: Mapping[str, float] = field(default_factory=dict)
    not_applicable: tuple[Code, ...] = ()
    missing: tuple[Code, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the scale as in the contract."""
        return {
            "min": None if self.min is None else plain(self.min),
            "max": None if self.max is None else plain(self.max),
            "labels": {label: plain(value) for label, value in self.labels.items()},
            "not_applicable": [_plain(code) for code in self.not_applicable],
            "missing": [_plain(code) for code in self.missing],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Scale:
        """Return the scale that `to_json` wrote."""
        return cls(
            data["min"],
            data["max"],
            dict(data["labels"]),
            tuple(data["not_applicable"]),
            tuple(data["missing"]),
        )


@dataclass(frozen=True)
class Question:
    """One question: what was asked, in which columns, of which kind, and how many answered.

    ``id`` is the code where the file has one, otherwise the column's name. ``separator``
    parts the options of a multiple choice in one cell; with one column an option it is "",
    and ``options`` runs along ``columns``.
    """

    id: str
    text: str
    columns: tuple[str, ...]
    kind: str
    scale: Scale | None = None
    answered: int = 0
    missing: int = 0
    not_applicable: int = 0
    options: tuple[str, ...] = ()
    separator: str = ""
    decimal: str = "."
    touchpoint: str | None = None

    @property
    def scaled(self) -> bool:
        """Whether its answers are points on a scale."""
        return self.kind in SCALED

    def to_json(self) -> dict[str, Any]:
        """Return the question as in the contract."""
        return {
            "id": self.id,
            "text": self.text,
            "columns": list(self.columns),
            "kind": self.kind,
            "scale": self.scale.to_json() if self.scale else None,
            "answered": self.answered,
            "missing": self.missing,
            "not_applicable": self.not_applicable,
        }


def coder(question: Question) -> Callable[[str], tuple[State, Code | None]]:
    """Return the function that says what a cell of the question means.

    >>> ask = coder(Question("q", "?", ("q",), "rating", Scale(1, 5, not_applicable=(6,))))
    >>> ask("4"), ask("6"), ask("0"), ask("")
    (('answered', 4.0), ('not_applicable', None), ('missing', None), ('missing', None))
    """
    scale = question.scale or Scale()
    numeric = question.kind in NUMERIC
    absent, gone = codes(scale.not_applicable), codes(scale.missing)
    not_asked, unanswered = spans(scale.not_applicable), spans(scale.missing)
    labels = {_fold(label): value for label, value in scale.labels.items()}
    spoken = NOT_APPLICABLE if numeric else STATES if question.kind != "text" else frozenset()

    def code(cell: str) -> tuple[State, Code | None]:
        cell = clean(cell)
        folded = _fold(cell)
        if not folded:
            return "missing", None
        value = labels.get(folded)
        if value is None:
            value = number(cell, question.decimal)
        if folded in absent or value in absent or within(value, not_asked) or (
            folded in spoken and folded not in labels
        ):  # fmt: skip
            return ("missing" if folded in gone else "not_applicable"), None
        if folded in gone or value in gone or within(value, unanswered):
            return "missing", None
        if not numeric:
            return "answered", cell
        if value is None and question.scaled:
            value = labelled_number(cell)
        return _point(value, scale)

    return code


def picked(question: Question, cell: str) -> frozenset[str]:
    """Return the options that a cell names.

    >>> sorted(picked(Question("q", "?", ("q",), "multi", separator=";"), "a; b"))
    ['a', 'b']
    """
    if not question.separator:
        return frozenset({cell})
    return frozenset(split(cell, question.separator, question.options))


def split(cell: str, mark: str, options: Iterable[str] = ()) -> list[str]:
    """Return the parts of a cell; ``options`` are those that hold the mark themselves.

    >>> split("Fast, cheap, Good", ", ", ("Fast, cheap",))
    ['Fast, cheap', 'Good']
    """
    found = []
    for option in options:
        if option in cell and f"{mark}{option}{mark}" in f"{mark}{cell}{mark}":
            found.append(option)
            cell = f"{mark}{cell}{mark}".replace(f"{mark}{option}{mark}", mark, 1)
    return found + [part.strip() for part in cell.split(mark) if part.strip()]


def _point(value: float | None, scale: Scale) -> tuple[State, Code | None]:
    if value is None:
        return "missing", None
    if scale.min is not None and scale.max is not None:
        low, high = sorted((scale.min, scale.max))
        if not low <= value <= high:
            return "missing", None
    return "answered", value


def codes(named: tuple[Code, ...]) -> frozenset[Code]:
    """Return the codes as they are compared: words folded, numbers as floats."""
    folded: set[Code] = set()
    for code in named:
        if isinstance(code, str):
            folded.add(_fold(code))
            value = number(code.strip())
            if value is not None:
                folded.add(value)
        else:
            folded.add(float(code))
    return frozenset(folded)


def spans(named: tuple[Code, ...]) -> tuple[tuple[float, float], ...]:
    """Return the ranges among codes, as SPSS writes them.

    >>> spans((9.0, "97 thru highest", "lowest thru -1"))
    ((97.0, inf), (-inf, -1.0))
    """
    found = [_SPAN.fullmatch(code.strip()) for code in named if isinstance(code, str)]
    ends = {"lowest": -math.inf, "highest": math.inf}
    return tuple(
        tuple(ends.get(end.casefold()) or float(end) for end in each.groups())  # type: ignore[misc]
        for each in found if each
    )  # fmt: skip


def span(low: float, high: float) -> str:
    """Return a range as `spans` reads it."""
    bottom = "lowest" if low < -_FAR else f"{plain(low)}"
    return f"{bottom} thru {'highest' if high > _FAR else plain(high)}"


def within(value: float | None, ranges: Iterable[tuple[float, float]]) -> bool:
    """Whether a number lies in one of some ranges."""
    return value is not None and any(low <= value <= high for low, high in ranges)


def _fold(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split()).casefold()


def _plain(code: Code) -> Code:
    return code if isinstance(code, str) else plain(code)
