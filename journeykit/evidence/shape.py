"""What was read, before it becomes a source of a workshop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from journeykit.survey.privacy import scrub

if TYPE_CHECKING:
    from journeykit.survey import Question, Scale, Survey

#: The column that holds how a file calls a place, and the one that holds our touchpoint's id.
PLACE, TOUCHPOINT = "place", "touchpoint"


@dataclass(frozen=True)
class Evidence:
    """A piece of evidence that was read: what a source says of itself, and its rows.

    ``data`` is a survey as Parquet, or a picture, as the store keeps it; b"" for neither.
    ``places`` are the names in it that may be touchpoints, each with its number of rows.
    ``told`` says what was done and left out.
    """

    way: str
    kind: str
    title: str
    method: str
    text: str
    n: int | None = None
    collected: date | None = None
    file: str = ""
    places: tuple[tuple[str, int], ...] = ()
    told: tuple[str, ...] = ()
    data: bytes = b""


def survey_of_rows(
    file: str,
    columns: Mapping[str, str],
    rows: Sequence[Sequence[str]],
    scale: tuple[str, Scale] | None = None,
) -> tuple[Survey, dict[str, int]]:
    """Return rows of text as a survey without personal data, and how many words were replaced.

    ``columns`` gives for each name its kind; the cells of text columns are scrubbed. ``scale``
    names the one column whose cells are points, and its scale.
    """
    import pandas as pd

    from journeykit.survey import Personal, Question, Survey

    found: Counter[str] = Counter()
    personal, cells, questions = [], {}, []
    for at, (name, kind) in enumerate(columns.items()):
        column = [row[at] for row in rows]
        if kind in ("text", "single"):
            column, counts = _scrubbed(column)
            found.update(counts)
            personal += [Personal(name, what, n, False) for what, n in counts.items()]
        question = Question(name, name.capitalize(), (name,), kind)
        if scale is not None and scale[0] == name:
            question = Question(name, name.capitalize(), (name,), kind, scale[1])
        questions.append(_counted(question, column))
        cells[name] = pd.Series(column, dtype="str")
    made = Survey(
        file=file, tool="generic", format="csv", encoding="utf-8", delimiter=",", header_rows=1,
        rows=len(rows), set_aside=(), frame=pd.DataFrame(cells), questions=tuple(questions),
        privacy=tuple(personal),
    )  # fmt: skip
    return made, dict(found)


def _counted(question: Question, column: Sequence[str]) -> Question:
    """The question with how many cells are answers."""
    from journeykit.survey.question import coder

    code = coder(question)
    states: Counter[str] = Counter()
    for cell, n in Counter(column).items():
        states[code(cell)[0]] += n
    return replace(question, answered=states["answered"], missing=states["missing"],
                   not_applicable=states["not_applicable"])  # fmt: skip


def _scrubbed(cells: Sequence[str]) -> tuple[list[str], dict[str, int]]:
    found: Counter[str] = Counter()
    clean: dict[str, str] = {}
    for cell, n in Counter(cells).items():
        clean[cell], counts = scrub(cell)
        for what, times in counts.items():
            found[what] += n * times
    return [clean[cell] for cell in cells], dict(found)


def replaced(counts: Mapping[str, int]) -> list[str]:
    """Return the sentence about personal data that was replaced.

    >>> replaced({"email": 2, "name": 1})
    ['Replaced in the text: 2 × email, 1 × name. Names elsewhere are for you to find.']
    """
    if not counts:
        return []
    words = ", ".join(f"{n} × {what}" for what, n in sorted(counts.items()))
    return [f"Replaced in the text: {words}. Names elsewhere are for you to find."]
