"""Rules: which respondents a persona stands for, said over the questions of a survey.

A rule is `Persona.rule`: a question → its answers. Several answers of a question mean "one of
them", several questions mean "all of them". Of a question about numbers an answer may be a band.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from journeykit.errors import Missing
from journeykit.measures.bands import band
from journeykit.survey.cells import number
from journeykit.survey.question import NUMERIC, Question, coder, picked

if TYPE_CHECKING:
    import numpy as np

    from journeykit.survey import Survey

Rule = Mapping[str, Iterable[str]]
#: What a key of a rule can hold (`journeykit.model.Title`); longer names are cut there.
LONGEST = 300
#: Numbers with more different values than this are chosen by a range.
LISTED = 12


def matching(survey: Survey, rule: Rule) -> np.ndarray:
    """Return as a mask which respondents of a survey a rule describes.

    A key is the name of a column or the id of a question. An empty rule is everybody, a question
    with no answers named is nobody, and who left a named question blank does not match. Raises
    `Missing` where the survey does not ask it.
    """
    import numpy as np

    mask = np.ones(survey.responses, dtype=bool)
    for key, wanted in rule.items():
        mask &= gave(survey, key, wanted)
    return mask


def gave(survey: Survey, key: str, wanted: Iterable[str]) -> np.ndarray:
    """Return as a mask who gave one of the wanted answers to one question."""
    import numpy as np

    question, columns = _place(survey, key)
    answers = [text.strip() for text in wanted]
    mask = np.zeros(survey.responses, dtype=bool)
    if len(columns) == 1 and len(question.columns) == 1:
        return survey.answers[columns[0]].numbers(_fits(question, answers)) > 0
    options = dict(zip(question.columns, question.options or question.columns, strict=False))
    for column in columns:
        fits = _ticked if options.get(column, column) in answers else _is_among(answers)
        mask |= survey.answers[column].numbers(fits) > 0
    return mask


def asks(survey: Survey, rule: Rule) -> bool:
    """Return whether a survey asks everything that a rule is about."""
    try:
        for key in rule:
            _place(survey, key)
    except Missing:
        return False
    return True


def key_of(question: Question) -> str:
    """Return the key by which a rule names a question."""
    name = question.columns[0] if len(question.columns) == 1 else question.id
    return name.strip()[:LONGEST].strip()


def question_of(survey: Survey, key: str) -> Question:
    """Return the question that a rule's key names; raise `Missing` where it is not asked."""
    return _place(survey, key)[0]


def _place(survey: Survey, key: str) -> tuple[Question, tuple[str, ...]]:
    """The question that a key names, and its columns that the answers stand in."""
    wanted = key.strip()
    for question in survey.questions:
        if wanted in (key_of(question), question.id.strip()[:LONGEST].strip()):
            return question, question.columns
    for question in survey.questions:
        for column in question.columns:
            if column.strip()[:LONGEST].strip() == wanted:
                return question, (column,)
    raise Missing(f"'{survey.file}' does not ask '{key}', which the rule names.")


def _fits(question: Question, wanted: list[str]) -> Callable[[str], float]:
    """Return the function that says of a cell whether it is one of the wanted answers."""
    texts = frozenset(wanted)
    if question.kind == "multi":
        return lambda cell: float(bool(cell) and bool(picked(question, cell) & texts))
    if question.kind not in NUMERIC:
        return _is_among(wanted)
    code = coder(question)
    points = {_point(code, text) for text in wanted} - {None}
    bands = [found for text in wanted if (found := band(text))]

    def fits(cell: str) -> float:
        if not cell:
            return 0.0
        if cell in texts:
            return 1.0
        value = _point(code, cell)
        return float(value is not None and (value in points or any(value in b for b in bands)))

    return fits


def _point(code: Callable[[str], tuple[str, float | str | None]], cell: str) -> float | None:
    state, value = code(cell)
    return value if state == "answered" and isinstance(value, float | int) else None


def _is_among(wanted: Iterable[str]) -> Callable[[str], float]:
    texts = frozenset(wanted)
    return lambda cell: float(bool(cell) and cell in texts)


def _ticked(cell: str) -> float:
    from journeykit.measures.crosstabs import NOT_CHOSEN

    return float(bool(cell) and cell.casefold() not in NOT_CHOSEN)


def occurring(survey: Survey, question: Question) -> dict[str, int]:
    """Return the answers to a question that occur, with how many people gave each.

    Points of a scale come in their order, all other answers the most frequent first. Blank cells
    and codes for "no answer" are left out.
    """
    if len(question.columns) > 1:
        return _ticks(survey, question)
    counts = survey.answers[question.columns[0]].counts
    found: dict[str, int] = {}
    code = coder(question)
    for cell, n in counts.items():
        state, value = code(cell) if cell else ("missing", None)
        if state != "answered":
            continue
        if question.kind == "multi":
            names: Iterable[str] = picked(question, cell)
        else:
            names = [f"{value:.10g}" if isinstance(value, float | int) else cell]
        for name in names:
            found[name] = found.get(name, 0) + n
    if question.kind in NUMERIC:
        return dict(sorted(found.items(), key=lambda pair: number(pair[0]) or 0.0))
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _ticks(survey: Survey, question: Question) -> dict[str, int]:
    found = {}
    for column, option in zip(question.columns, question.options or question.columns, strict=False):
        n = int(survey.answers[column].numbers(_ticked).sum())
        if n:
            found[option] = n
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def words(question: Question, wanted: Iterable[str]) -> str:
    """Return the answers of a condition as people say them; labels stand for points.

    >>> words(Question("q", "How often?", ("q",), "single"), ["Weekly", "Daily"])
    'Weekly or Daily'
    """
    labels = {f"{v:.10g}": label for label, v in (question.scale.labels if question.scale
                                                  else {}).items()}  # fmt: skip
    said = [f"{text} ({labels[text]})" if text in labels else text for text in wanted]
    return " or ".join(said)


__all__ = [
    "LISTED", "Rule", "asks", "gave", "key_of", "matching", "occurring",
    "question_of", "words",
]  # fmt: skip
