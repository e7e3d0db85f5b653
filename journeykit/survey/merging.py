"""One column per point of a scale, as SurveyMonkey writes a single choice: put into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from journeykit.survey import kinds
from journeykit.survey.columns import Answers, Coded, column
from journeykit.survey.profile import profile
from journeykit.survey.tools import Column, Layout


def merged(answers: Answers, layout: Layout) -> tuple[Answers, Layout]:
    """Return answers in which the columns of one scaled question are one column.

    That is so for neighbours with one stem, of which each holds one text or nothing, of which
    a response has at most one, and whose options are points of a scale.
    """
    found: list[Column] = []
    for _, run in groupby(enumerate(layout.columns), key=lambda at: at[1].stem or at[0]):
        columns = [column for _, column in run]
        made = _one(answers, columns) if len(columns) > 2 else None
        if made is None:
            found += columns
        else:
            name, cells = made
            kept = {column.name for column in columns}
            answers = _put(answers, kept, name, cells)
            found.append(Column(name, columns[0].stem))
    return answers, replace(layout, columns=tuple(found))


def _one(answers: Answers, columns: Sequence[Column]) -> tuple[str, Coded] | None:
    import numpy as np

    stem = columns[0].stem
    cells = [answers[each.name] for each in columns if each.name in answers.columns]
    ticks = [each for each in cells if isinstance(each, Coded) and _ticks(each)]
    if not stem or len(ticks) < len(columns) or (stem in answers.columns and len(stem) > 250):
        return None
    codes = np.zeros(len(answers), dtype=np.int64)
    for at, each in enumerate(ticks, 1):
        ticked = each.numbers(lambda cell: float(cell != "")) > 0
        if (codes[ticked] > 0).any():
            return None
        codes[ticked] = at
    values = ["", *(each.option for each in columns)]
    n = np.bincount(codes, minlength=len(values)).tolist()
    _, scale = kinds.guess(stem, profile(dict(zip(values, n, strict=True))))
    if scale is None or scale.min is None:
        return None
    taken = {each.name for each in columns}
    free = stem not in answers.columns or stem in taken
    made = column([values[code] for code in codes.tolist()])
    return (stem if free else f"{stem} (scale)", made) if isinstance(made, Coded) else None


def _ticks(cells: Coded) -> bool:
    return sum(1 for cell in cells.counts if cell) <= 1


def _put(answers: Answers, gone: set[str], name: str, cells: Coded) -> Answers:
    """Put a column in the place of the first of those that it is made of."""
    columns = {}
    for old, kept in answers.columns.items():
        if old not in gone:
            columns[old] = kept
        elif name not in columns:
            columns[name] = cells
    return Answers(columns, answers.height)
