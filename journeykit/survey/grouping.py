"""From columns to questions: what belongs together, of which kind, on which scale."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from journeykit.survey import kinds, scales
from journeykit.survey.cells import number
from journeykit.survey.coding import values
from journeykit.survey.columns import Answers, Text
from journeykit.survey.profile import Profile, profile
from journeykit.survey.question import NUMERIC, STATES, Question, Scale, coder, codes, spans, within
from journeykit.survey.scales import Grid
from journeykit.survey.tools import Column, Layout

Counts = Mapping[str, int]
#: A link in the model holds a question's id of at most so many characters.
ID_LIMIT = 280
_CODE_STEM = re.compile(r"([A-Za-z]+ ?\d+)(?:[ _.]?[A-Za-z]+|[_.]\d+)")
_SNAKE_STEM = re.compile(r"([a-z]+)_[a-z_]*[a-z]")
_TICKS = frozenset({"0", "1", "y", "n", "yes", "no", "true", "false", "ja", "nein", "oui", "non"})


@dataclass(frozen=True)
class Part:
    """A column with what stands in it."""

    column: Column
    profile: Profile


def questions(
    layout: Layout, answers: Answers, tallies: Mapping[str, Counts], decimal: str = "."
) -> list[Question]:
    """Return the questions of a table in its order, guessed and not yet counted.

    ``tallies`` has for each column how often each of its cells occurs.
    """
    kept = [column for column in layout.columns if column.name in answers.columns]
    parts = [Part(column, profile(tallies[column.name], decimal)) for column in kept]
    families = _families(parts)
    found: list[Question] = []
    for _, run in groupby(enumerate(parts), key=lambda item: item[1].column.stem or item[0]):
        found += _run([part for _, part in run], layout.tool, answers, families)
    return _named(found)


def _families(parts: Sequence[Part]) -> dict[str, Grid]:
    """For each column of a grid, what the grid shows.

    A grid is two or more columns with one stem and nothing but a few small numbers.
    """
    grids: dict[str, list[Part]] = {}
    for part in parts:
        stem = _stem(part.column)
        if stem and part.profile.numeric and part.profile.whole and _small(part.profile):
            grids.setdefault(stem, []).append(part)
    families: dict[str, Grid] = {}
    for grid in grids.values():
        together = frozenset(value for part in grid for value in part.profile.numbers)
        # neighbours with other codes ("times flown", "first time?") are no grid
        alike = [part for part in grid if len(part.profile.numbers) >= 0.6 * len(together)]
        if len(alike) >= 2 and max(together) >= 5:
            shown = Grid(together, scales.six([part.profile for part in alike]))
            families |= {part.column.name: shown for part in alike}
    return families


def _stem(column: Column) -> str:
    if column.stem:
        return column.stem
    name = column.code or column.name
    # Q2PURP1, Q2PURP2: the first and the second thing that was named, not a grid
    found = _CODE_STEM.fullmatch(name) or _SNAKE_STEM.fullmatch(name)
    return found[1].replace(" ", "") if found else ""


def _small(profile: Profile) -> bool:
    return len(profile.numbers) >= 3 and all(0 <= value <= 12 for value in profile.numbers)


def _run(
    run: list[Part], tool: str, answers: Answers, families: Mapping[str, Grid]
) -> list[Question]:
    """Columns with one stem: the options of one question, or a question each."""
    options = [part for part in run if len(run) > 1 and _is_option(part, tool)]
    if len(options) < 2:
        options = []
    found: list[Question] = []
    for part in run:
        if part not in options:
            found.append(_single(part, tool, families))
        elif part is options[0]:
            found.append(_multiple(options, answers))
    return found


def _is_option(part: Part, tool: str) -> bool:
    cells = {cell.casefold() for cell in part.profile.cells}
    if len(cells) <= 1:
        return True
    return tool in ("limesurvey", "kobo", "spss") and cells <= _TICKS


def _multiple(parts: Sequence[Part], answers: Answers) -> Question:
    columns = tuple(part.column.name for part in parts)
    stem = parts[0].column.stem
    code = parts[0].column.code.partition("[")[0] if "[" in parts[0].column.code else ""
    ticked = answers.any_filled(columns)
    kind = "multi" if int(ticked.max() if len(ticked) else 0) > 1 else "single"
    options = tuple(part.column.option for part in parts)
    return Question(code or stem, stem, columns, kind, options=options)


def _single(part: Part, tool: str, families: Mapping[str, Grid]) -> Question:
    column, cells = part.column, part.profile
    question = Question(column.code or column.name, column.text, (column.name,), "text")
    question = replace(question, decimal=cells.decimal)
    if column.kind or column.scale:
        return _told(question, part, families)
    if kind := kinds.fixed(column.name, column.text, cells):
        return replace(question, kind=kind)
    heading = column.text if column.text == column.name else f"{column.name} {column.text}"
    kind, scale = kinds.guess(heading, cells, families.get(column.name))
    if kind in ("text", "single") and (mark := kinds.separator(cells, tool)):
        options = kinds.glued(cells, mark) if mark == ", " else ()
        return replace(question, kind="multi", separator=mark, options=options)
    return replace(question, kind=kind, scale=scale)


def _told(question: Question, part: Part, families: Mapping[str, Grid]) -> Question:
    """A question of whose scale the file itself says something."""
    told = part.column.scale or Scale()
    if part.column.kind:
        return replace(question, kind=part.column.kind, scale=told if told != Scale() else None)
    gone, ranges = codes(told.missing), spans(told.missing)
    kept = {
        cell: n
        for cell, n in part.profile.cells.items()
        if cell.casefold() not in gone
        and (value := number(cell)) not in gone
        and not within(value, ranges)
    }
    bare = replace(part, column=replace(part.column, scale=None), profile=profile(kept))
    guessed = _single(bare, "spss", families)
    found = guessed.scale or Scale()
    scale = replace(found, missing=(*found.missing, *told.missing))
    return replace(guessed, scale=scale if scale != Scale() else None)


def _named(found: list[Question]) -> list[Question]:
    taken: set[str] = set()
    named = []
    for question in found:
        id = question.id
        if len(id) > ID_LIMIT:
            id = f"{id[: ID_LIMIT - 10]}… {zlib.crc32(id.encode()):08x}"
        base, at = id, 1
        while id in taken:
            at += 1
            id = f"{base} ({at})"
        taken.add(id)
        named.append(replace(question, id=id))
    return named


def count(question: Question, answers: Answers, tallies: Mapping[str, Counts]) -> Question:
    """Return the question with how many answered it, gave no answer, or said not applicable."""
    code = coder(question)
    if len(question.columns) > 1:
        answered = int((answers.any_filled(question.columns) > 0).sum())
        return replace(question, answered=answered, missing=len(answers) - answered)
    cells = answers[question.columns[0]]
    if isinstance(cells, Text):
        return _counted(question, cells)
    counted: Counter[str] = Counter()
    for cell, n in tallies[question.columns[0]].items():
        counted[code(cell)[0]] += n
    return replace(
        question,
        answered=counted["answered"],
        missing=counted["missing"],
        not_applicable=counted["not_applicable"],
    )


def _counted(question: Question, cells: Text) -> Question:
    """Count a column with many different cells, without a look at each of them."""
    import numpy as np

    if question.kind not in NUMERIC and question.scale is None:
        spoken = STATES if question.kind != "text" else frozenset()
        absent = cells.among(spoken)
        answered = cells.filled - absent
    else:
        found = values(question, cells)
        absent = int(np.isneginf(found).sum())
        answered = int(np.isfinite(found).sum())
    missing = len(cells) - answered - absent
    return replace(question, answered=answered, missing=missing, not_applicable=absent)


def outside(question: Question, tallies: Mapping[str, Counts]) -> dict[str, int]:
    """Return the cells that are no point of the question's scale, and how many each.

    Blank cells and what was named not applicable do not count.
    """
    if question.kind not in NUMERIC or len(question.columns) > 1:
        return {}
    code = coder(question)
    return {
        cell: n
        for cell, n in tallies[question.columns[0]].items()
        if cell and code(cell)[0] == "missing"
    }
