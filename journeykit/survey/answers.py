"""Answers as numbers: one question as a series, the linked questions as a tidy frame."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from journeykit.survey import coding
from journeykit.survey.cells import number
from journeykit.survey.columns import Coded
from journeykit.survey.question import NUMERIC, SCALED, Code, Question, Scale

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from journeykit.survey.survey import Survey

#: The columns of a tidy frame of answers, in their order.
COLUMNS = (
    "respondent", "question", "stage", "touchpoint", "kind", "value", "low", "high", "weight",
)  # fmt: skip


class Linked(Protocol):
    """What a link has to say: `journeykit.model.Link`, or anything with these fields."""

    @property
    def question(self) -> str:
        """The id of the question."""

    @property
    def touchpoint(self) -> str | None:
        """The touchpoint that it speaks about."""

    @property
    def stage(self) -> str | None:
        """The stage that it speaks about."""

    @property
    def low(self) -> float:
        """The worst point of its scale."""

    @property
    def high(self) -> float:
        """The best point of its scale."""

    @property
    def not_applicable(self) -> Sequence[float]:
        """Codes for "not applicable"."""

    @property
    def missing(self) -> Sequence[float]:
        """Codes for "no answer"."""


def numeric(survey: Survey, question: Question | str, scale: Scale | None = None) -> pd.Series:
    """Return the answers to a question as floats, one a response.

    Blank, not applicable and whatever is no point of the scale are NaN. ``scale`` overrules
    the scale that was found.
    """
    import pandas as pd

    asked = survey.question(question) if isinstance(question, str) else question
    if scale is not None:
        kind = asked.kind if asked.kind in NUMERIC else "rating"
        asked = replace(asked, scale=scale, kind=kind)
    return pd.Series(points(survey, asked), name=asked.id)


def points(survey: Survey, question: Question) -> np.ndarray:
    """Return the answers to a question as an array of floats, NaN where none counts."""
    import numpy as np

    if question.kind not in NUMERIC:
        question = replace(question, kind="number")
    found = coding.values(question, survey.answers[question.columns[0]])
    return np.where(np.isfinite(found), found, math.nan)


def weights(survey: Survey) -> pd.Series:
    """Return the weight of each response; 1 where the survey has none.

    A weight that is blank, no number or not above 0 is NaN: that response cannot be counted.
    """
    import numpy as np
    import pandas as pd

    if survey.weight is None:
        return pd.Series(np.ones(survey.responses), name="weight")
    found = _weights(survey, survey.weight)
    return pd.Series(np.where(found > 0, found, math.nan), name="weight")


def _weights(survey: Survey, name: str) -> np.ndarray:
    cells = survey.answers[name]
    decimal = survey.question(name).decimal

    def value(cell: str) -> float:
        found = number(cell, decimal)
        return math.nan if found is None else found

    if isinstance(cells, Coded):
        return cells.numbers(value)
    return cells.numbers(value, plain=decimal == ".")


def tidy(survey: Survey, links: Iterable[Linked]) -> pd.DataFrame:
    """Return the answers to the linked questions, one row an answer.

    Columns: respondent (from 1), question, stage, touchpoint, kind, value, low, high, weight.
    A link's scale and codes overrule those of the question. Answers without a value or
    without a weight are left out.
    """
    import numpy as np
    import pandas as pd

    asked = list(links)
    if not asked:
        return pd.DataFrame({name: pd.Series(dtype=_DTYPES[name]) for name in COLUMNS})
    weight = weights(survey).to_numpy()
    values = [linked(survey, link) for link in asked]
    rows = [np.flatnonzero(~np.isnan(each + weight)) for each in values]
    questions = [survey.question(link.question) for link in asked]
    sizes = [len(each) for each in rows]
    row = np.concatenate(rows)
    words = {
        "question": [question.id for question in questions],
        "stage": [link.stage or "" for link in asked],
        "touchpoint": [link.touchpoint or "" for link in asked],
        "kind": [question.kind for question in questions],
    }
    told = {name: pd.Series(each).astype("str").repeat(sizes) for name, each in words.items()}
    columns: dict[str, Any] = {
        "respondent": row + 1,
        **{name: each.array for name, each in told.items()},
        "value": np.concatenate([v[at] for v, at in zip(values, rows, strict=True)]),
        "low": np.repeat([float(link.low) for link in asked], sizes),
        "high": np.repeat([float(link.high) for link in asked], sizes),
        "weight": weight[row],
    }
    return pd.DataFrame(columns).astype(_DTYPES)


def linked(survey: Survey, link: Linked) -> np.ndarray:
    """Return the answers to a linked question on the link's scale, one a response, else NaN."""
    question = survey.question(link.question)
    return numeric(survey, question, link_scale(question, link)).to_numpy()


_DTYPES: dict[str, Any] = {
    "respondent": "int64", "question": "str", "stage": "str", "touchpoint": "str", "kind": "str",
    "value": "float64", "low": "float64", "high": "float64", "weight": "float64",
}  # fmt: skip


def link_scale(question: Question, link: Linked) -> Scale:
    """Return the scale by which a link reads its question.

    The labels come from the question. Codes that the link names are added to those of the
    question that lie outside the link's ends.
    """
    found = question.scale or Scale()
    low, high = sorted((float(link.low), float(link.high)))
    named = {float(code) for code in (*link.not_applicable, *link.missing)}

    def kept(codes: Iterable[Code]) -> tuple[Code, ...]:
        return tuple(c for c in codes if isinstance(c, str) or not (low <= c <= high or c in named))

    return Scale(
        low,
        high,
        found.labels,
        (*kept(found.not_applicable), *map(float, link.not_applicable)),
        (*kept(found.missing), *map(float, link.missing)),
    )


def links_of(
    survey: Survey, touchpoints: Mapping[str, str | None] | None = None
) -> list[dict[str, Any]]:
    """Return the fields of a `journeykit.model.Link` for each question with a scale.

    ``touchpoints`` gives a touchpoint's id for a question's id; questions without one are
    linked to the journey as a whole. The caller adds ``source``.
    """
    linked = touchpoints or {}
    return [
        {
            "question": question.id,
            "touchpoint": linked.get(question.id),
            "low": question.scale.min,
            "high": question.scale.max,
            "not_applicable": _numbers(question.scale.not_applicable),
            "missing": _numbers(question.scale.missing),
        }
        for question in survey.questions
        if question.kind in SCALED and question.scale and question.scale.min is not None
    ]


def _numbers(codes: Iterable[Code]) -> tuple[float, ...]:
    return tuple(float(code) for code in codes if not isinstance(code, str))
