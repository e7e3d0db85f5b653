"""Which responses are partial and which are tests, as the tool's own columns say.

A partial response counts where it answered, unless a recipe leaves it out. A test is set aside,
unless a recipe counts it. Both are counted apart, so that whoever reads a score knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from journeykit.survey.cells import words
from journeykit.survey.columns import Answers, Column, Text

if TYPE_CHECKING:
    import numpy as np

_PARTIAL = re.compile(
    r"partial\w*|incomplete|not complete|in progress|started|unfinished|abandon\w*|suspended|"
    r"teilweise\w*|unvollständig|abgebrochen|partiel\w*|incompl\w+|parcial\w*|parziale|"
    r"неполн\w+|частичн\w+|onvolledig|未完成"
)
_COMPLETE = re.compile(
    r"complete\w*|finished|submitted|closed|vollständig|abgeschlossen|beendet|compl[eèé]t\w*|"
    r"finaliz\w+|concluíd\w+|заверш\w+|voltooid|已完成|disqualified|screened out|deleted|"
    r"ip address|anonymous|imported|offline response"
)
_TEST = re.compile(
    r"(survey )?(preview|test)( data| response)?|offline survey preview|vorschau|тест"
)
_NO = frozenset({"false", "0", "no", "n", "falsch", "nein", "faux", "non", "falso", "ложь", "нет"})
_YES = frozenset({"true", "1", "yes", "y", "wahr", "ja", "vrai", "oui", "verdadero", "истина"})
_STATUS = {
    "status", "response status", "completion status", "response type", "survey status",
    "antworttyp", "distribution channel", "state",
}  # fmt: skip
_FINISHED = {"finished", "complete", "completed", "is complete", "fertig", "beendet"}
_TESTED = {"test", "is test", "is test data", "test data", "preview", "is preview", "test response"}
#: Qualtrics writes numbers: 1 and 9 are previews, 2 is a test, 17 an offline preview.
_QUALTRICS_TESTS = frozenset({"1", "2", "9", "17"})

Test = Callable[[str], bool]


def completion(
    answers: Answers, tool: str, headings: Mapping[str, str]
) -> tuple[np.ndarray, np.ndarray]:
    """Return which responses are partial and which are tests, as masks; no response is both.

    ``headings`` gives for a column's name what was asked.
    """
    import numpy as np

    partial = np.zeros(len(answers), dtype=bool)
    test = np.zeros(len(answers), dtype=bool)
    for name in answers.names:
        cells = answers[name]
        if isinstance(cells, Text) and not (tool == "limesurvey" and _is_submitted(name)):
            continue
        said = {words(name), words(headings.get(name, ""))}
        is_partial, is_test = _tests(said, cells, tool)
        partial |= _where(cells, is_partial)
        test |= _where(cells, is_test)
    return partial & ~test, test


def _is_submitted(name: str) -> bool:
    return words(name) in ("submitdate", "date submitted")


def _where(cells: Column, test: Test | None) -> np.ndarray | bool:
    return False if test is None else cells.numbers(lambda cell: float(test(cell))) > 0


def _tests(said: set[str], cells: Column, tool: str) -> tuple[Test | None, Test | None]:
    """What makes a cell of this column partial, and what makes it a test."""
    known = {cell.casefold() for cell in cells.sample if cell}
    if tool == "limesurvey" and said & {"submitdate", "date submitted"}:
        return (lambda cell: not cell), None
    if said & _STATUS:
        if tool == "qualtrics" and known <= {str(at) for at in range(33)}:
            return None, lambda cell: cell in _QUALTRICS_TESTS
        if all(_says(_PARTIAL, c) or _says(_COMPLETE, c) or _says(_TEST, c) for c in known):
            return (lambda cell: _says(_PARTIAL, cell)), lambda cell: _says(_TEST, cell)
    if known <= _YES | _NO:
        if said & _FINISHED:
            return (lambda cell: cell.casefold() in _NO), None
        if said & _TESTED:
            return None, lambda cell: cell.casefold() in _YES
    return None, None


def _says(pattern: re.Pattern[str], cell: str) -> bool:
    return bool(pattern.fullmatch(cell.casefold()))
