"""What the cells of a column mean to its question, for all cells at once."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from journeykit.survey.columns import Coded, Column, Text
from journeykit.survey.question import NUMERIC, Question, Scale, coder, codes, spans

if TYPE_CHECKING:
    import numpy as np


def values(question: Question, cells: Column) -> np.ndarray:
    """Return a float for each cell: its number, NaN for no answer, -inf for not applicable.

    The answer to a question that is not about numbers is 0.
    """
    value = _valued(question)
    if isinstance(cells, Coded):
        return cells.numbers(value)
    scale = question.scale or Scale()
    if question.kind not in NUMERIC or scale.labels or question.decimal != ".":
        return cells.numbers(value)
    return _coded(cells, scale, cells.numbers(value, plain=True))


def cell_values(question: Question, cells: Coded) -> list[float]:
    """Return a float for each different cell, NaN for whatever is no number or does not count."""
    found = map(_valued(question), cells.values)
    return [value if math.isfinite(value) else math.nan for value in found]


def _valued(question: Question) -> Callable[[str], float]:
    code = coder(question)

    def value(cell: str) -> float:
        state, found = code(cell)
        if state == "answered":
            return found if isinstance(found, float | int) else 0.0
        return -math.inf if state == "not_applicable" else math.nan

    return value


def _coded(cells: Text, scale: Scale, found: np.ndarray) -> np.ndarray:
    """Apply the codes of a scale to numbers that were taken as they stand."""
    import numpy as np

    finite = np.isfinite(found)
    if scale.min is not None and scale.max is not None:
        low, high = sorted((scale.min, scale.max))
        outside = finite & ((found < low) | (found > high))
    else:
        outside = np.zeros(len(found), dtype=bool)
    absent = finite & _among(found, scale.not_applicable)
    gone = finite & _among(found, scale.missing)
    return np.where(absent, -math.inf, np.where(gone | outside, math.nan, found))


def _among(found: np.ndarray, named: tuple[float | str, ...]) -> np.ndarray:
    import numpy as np

    hit = np.isin(found, [code for code in codes(named) if not isinstance(code, str)])
    for low, high in spans(named):
        hit |= (found >= low) & (found <= high)
    return hit
