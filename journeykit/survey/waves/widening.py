"""A later export that holds more columns of the same responses: put beside what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from journeykit.survey.columns import Answers, Column, column
from journeykit.survey.grouping import count
from journeykit.survey.question import Question
from journeykit.survey.survey import Survey
from journeykit.survey.waves.responses import homes

if TYPE_CHECKING:
    import numpy as np


def widened(before: Survey, after: Survey, new: Sequence[Question]) -> Survey | None:
    """Return an earlier survey with the ``new`` questions of a later one, None for no response.

    Its responses stay, in their order; one that the later survey does not hold has blanks there.
    """
    found = homes(after, before)
    if not new or not (found >= 0).any():
        return None
    columns = dict(before.answers.columns)
    questions: list[Question] = []
    for question in new:
        names = tuple(_free(name, columns) for name in question.columns)
        for name, old in zip(names, question.columns, strict=True):
            columns[name] = _taken(after.answers.columns[old], found)
        taken = {each.id for each in (*before.questions, *questions)}
        id = question.id if question.id not in taken else f"{question.id} (new)"
        questions.append(replace(question, id=id, columns=names))
    answers = Answers(columns, before.responses)
    tallies = {name: answers[name].sample for each in questions for name in each.columns}
    counted = tuple(count(each, answers, tallies) for each in questions)
    kept = {name for each in questions for name in each.columns}
    return replace(
        before,
        frame=answers,
        questions=(*before.questions, *counted),
        privacy=(*before.privacy, *(one for one in after.privacy if one.column in kept)),
    )


def _free(name: str, columns: dict[str, Column]) -> str:
    return name if name not in columns else f"{name} (new)"


def _taken(cells: Column, rows: np.ndarray) -> Column:
    """The cells of some rows, in their order; blank for -1."""
    import pyarrow as pa
    from pyarrow import compute as pc

    held = cells.arrow()
    at = pa.array(rows, mask=rows < 0)
    return column(pc.fill_null(held.take(at).cast(pa.large_string()), ""))
