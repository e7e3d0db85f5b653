"""Understanding a table: its questions, and the personal data that has to go first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from journeykit.errors import Refused
from journeykit.survey import grouping, privacy, tools
from journeykit.survey import recipe as recipes
from journeykit.survey.cells import number
from journeykit.survey.question import Question
from journeykit.survey.recipe import Recipe
from journeykit.survey.survey import Personal, Survey

if TYPE_CHECKING:
    import pandas as pd

Tallies = Mapping[str, Mapping[str, int]]


def understood(survey: Survey, layout: tools.Layout, rules: Recipe) -> Survey:
    """Return the survey with its questions found and counted, without personal data."""
    tallies = {str(name): grouping.tally(survey.frame[name]) for name in survey.frame}
    frame, personal = _without_personal(survey.frame, tallies, layout, rules)
    frame, replaced = _scrubbed(frame, tallies)
    decimal = "," if survey.delimiter == ";" and _commas(tallies) else "."
    found = grouping.questions(layout, frame, tallies, decimal)
    found, idle = recipes.apply(rules, found)
    weight, found = _weighted(found, frame, rules)
    found = [grouping.count(question, frame, tallies) for question in found]
    said = [message for question in found for message in _said(question, tallies, rules)]
    return replace(
        survey,
        frame=frame,
        questions=tuple(found),
        privacy=(*personal, *replaced),
        weight=weight,
        warnings=(*survey.warnings, *idle, *said),
    )


def _commas(tallies: Tallies) -> bool:
    pattern = re.compile(r"-?\d+,\d+")
    return any(
        any(pattern.fullmatch(cell) for cell in islice(cells, 200)) for cells in tallies.values()
    )


def _without_personal(
    frame: pd.DataFrame, tallies: Tallies, layout: tools.Layout, rules: Recipe
) -> tuple[pd.DataFrame, list[Personal]]:
    found: list[Personal] = []
    dropped: list[str] = []
    for column in layout.columns:
        if column.name not in frame.columns:
            continue
        cells = tallies[column.name]
        kind = privacy.column_kind(column.name, column.text, cells)
        if kind is None and any(
            recipes.named(glob, name) for glob in rules.drop for name in (column.name, column.text)
        ):
            kind = "dropped"
        if kind:
            dropped.append(column.name)
            filled = sum(n for cell, n in cells.items() if cell)
            found.append(Personal(column.name, kind, filled))
    return frame.drop(columns=dropped), found


def _scrubbed(
    frame: pd.DataFrame, tallies: dict[str, dict[str, int]]
) -> tuple[pd.DataFrame, list[Personal]]:
    """Replace e-mails, IPs and telephone numbers inside cells, before anything else looks."""
    found: list[Personal] = []
    changed: dict[str, pd.Series] = {}
    for name in frame.columns:
        swaps, counts = _swaps(tallies[name])
        if swaps:
            changed[name] = frame[name].replace(swaps)
            tallies[name] = grouping.tally(changed[name])
            found += [Personal(name, kind, n, dropped=False) for kind, n in counts.items()]
    return frame.assign(**changed) if changed else frame, found


def _swaps(cells: Mapping[str, int]) -> tuple[dict[str, str], dict[str, int]]:
    swaps: dict[str, str] = {}
    counts: dict[str, int] = {}
    for cell, n in cells.items():
        # a plain number may be long, but it is an identifier or a sum
        if number(cell) is not None:
            continue
        text, hits = privacy.scrub(cell)
        if hits:
            swaps[cell] = text
            for hit in hits:
                counts[hit] = counts.get(hit, 0) + n
    return swaps, counts


def _weighted(
    questions: list[Question], frame: pd.DataFrame, rules: Recipe
) -> tuple[str | None, list[Question]]:
    if rules.weight is None:
        found = [question for question in questions if question.kind == "weight"]
        return (found[0].columns[0] if found else None), questions
    if rules.weight not in frame.columns:
        raise Refused(
            f"The recipe's weight '{rules.weight}' is not a column of the file; it has "
            f"{', '.join(map(str, frame.columns[:8]))}…"
        )
    return rules.weight, [
        replace(question, kind="weight", scale=None)
        if question.columns == (rules.weight,)
        else replace(question, kind="number")
        if question.kind == "weight"
        else question
        for question in questions
    ]


def _said(question: Question, tallies: Tallies, rules: Recipe) -> list[str]:
    """Say which cells do not count, where nobody has decided on them yet."""
    if not question.scaled or question.scale is None:
        return []
    decided = any(rule.fits(question) for rule in rules.questions)
    cells = grouping.outside(question, tallies)
    if not cells or decided:
        return []
    listed = ", ".join(f"{cell!r} ({n})" for cell, n in list(cells.items())[:6])
    low, high = question.scale.min, question.scale.max
    return [
        f"'{question.id}' was taken as {low:g}-{high:g}: {listed} not on the scale, not counted."
    ]
