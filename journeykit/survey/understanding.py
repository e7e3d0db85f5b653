"""Understanding a table: its questions, and the personal data that has to go first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from journeykit.errors import Refused
from journeykit.survey import grouping, privacy, scales, tools
from journeykit.survey import recipe as recipes
from journeykit.survey.aside import set_aside
from journeykit.survey.cells import clean, dropped, number
from journeykit.survey.columns import Answers, Column, Text
from journeykit.survey.columns import column as column_of
from journeykit.survey.completion import completion
from journeykit.survey.merging import merged
from journeykit.survey.question import Question
from journeykit.survey.recipe import Recipe
from journeykit.survey.scales import EASY, HARD
from journeykit.survey.survey import Personal, Survey

Tallies = Mapping[str, Mapping[str, int]]


def understood(survey: Survey, layout: tools.Layout, rules: Recipe) -> Survey:
    """Return the survey with its questions found and counted, without personal data."""
    if rules.weight is None and layout.weight is not None:
        rules = replace(rules, weight=layout.weight)
    headings = {column.name: column.text for column in layout.columns}
    survey, counted = _left_out(survey, layout.tool, headings, rules)
    answers, personal = _without_personal(survey.answers, layout, rules)
    answers, layout, hashed = _pseudonyms(survey.answers, answers, layout, rules)
    answers, named = _without_names(survey.answers, answers, personal)
    answers, replaced = _scrubbed(answers)
    answers, layout = merged(answers, layout)
    tallies = {name: answers[name].sample for name in answers.names}
    decimal = "," if survey.delimiter == ";" and _commas(tallies) else "."
    found = grouping.questions(layout, answers, tallies, decimal)
    found = [_person(question) for question in found]
    found, idle = recipes.apply(rules, found)
    weight, found = _weighted(found, answers, rules)
    found = [grouping.count(question, answers, tallies) for question in found]
    said = [message for question in found for message in _said(question, tallies, rules)]
    said += [message for question in found for message in _direction(question, rules)]
    said += _sixth(found, rules)
    return replace(
        survey,
        frame=answers,
        questions=tuple(found),
        privacy=(*personal, *named, *replaced),
        weight=weight,
        salted=privacy.mark_of(rules.salt) if privacy.COLUMN in answers.columns else "",
        warnings=(*survey.warnings, *counted, *hashed, *idle, *said),
    )


def _left_out(
    survey: Survey, tool: str, headings: Mapping[str, str], rules: Recipe
) -> tuple[Survey, list[str]]:
    """Count partial responses and tests apart, and set aside those that do not count."""
    import numpy as np

    partial, test = completion(survey.answers, tool, headings)
    gone = test & (rules.test is not True) | partial & (rules.partial is False)
    nobody = bool(gone.all())  # then nothing would be left to look at
    reasons = {} if nobody else {
        int(at): "it is a test or a preview" if test[at] else "it is partial: it was not finished"
        for at in np.flatnonzero(gone)
    }  # fmt: skip
    out = "; there is no other, so they count." if nobody else "; they are set aside."
    said = []
    if n := int(partial.sum()):
        where = out if rules.partial is False else "; they count where they answered."
        said.append(f"{n} responses are partial{where}")
    if m := int(test.sum()):
        where = "; they are counted like the others." if rules.test else out
        said.append(f"{m} responses are tests or previews{where}")
    left = set_aside(survey, reasons) if reasons else survey
    # named, since `replace` would ask for the frame, and so make it
    return replace(left, frame=left.answers, partial=n, test=m, left_out=len(reasons)), said


def _commas(tallies: Tallies) -> bool:
    pattern = re.compile(r"-?\d+,\d+")
    return any(
        any(pattern.fullmatch(cell) for cell in islice(cells, 200)) for cells in tallies.values()
    )


def _without_personal(
    answers: Answers, layout: tools.Layout, rules: Recipe
) -> tuple[Answers, list[Personal]]:
    found: list[Personal] = []
    dropped: list[str] = []
    for column in layout.columns:
        if column.name not in answers.columns:
            continue
        cells = answers[column.name].sample
        kind = privacy.column_kind(column.name, column.text, cells)
        if kind is None and any(
            recipes.named(glob, name) for glob in rules.drop for name in (column.name, column.text)
        ):
            kind = "dropped"
        if kind:
            dropped.append(column.name)
            found.append(Personal(column.name, kind, answers[column.name].filled))
    return answers.without(dropped), found


def _pseudonyms(
    whole: Answers, answers: Answers, layout: tools.Layout, rules: Recipe
) -> tuple[Answers, tools.Layout, list[str]]:
    """Keep a salted hash of the column that says who answered, where the recipe asks for it."""
    if rules.person is None:
        return answers, layout, []
    column = next(
        (c for c in layout.columns if c.name in whole.columns and
         any(recipes.named(rules.person, name) for name in (c.name, c.text))), None,
    )  # fmt: skip
    if column is None:
        return answers, layout, [f"The recipe's person '{rules.person}' is no column of the file."]
    answers = answers.without([column.name])
    if not rules.salt:
        said = f"'{column.name}' was left out: its hash needs the salt of a store."
        return answers, layout, [said]
    hashes = [
        privacy.pseudonym(cell, rules.salt) for cell in whole[column.name].arrow().to_pylist()
    ]
    person = tools.Column(privacy.COLUMN, f"Who answered (salted hash of '{column.name}')")
    kept = Answers({**answers.columns, person.name: column_of(hashes)}, answers.height)
    return kept, replace(layout, columns=(*layout.columns, person)), []


def _person(question: Question) -> Question:
    hashed = question.columns == (privacy.COLUMN,)
    return replace(question, kind="identifier", scale=None) if hashed else question


def _without_names(
    whole: Answers, answers: Answers, personal: list[Personal]
) -> tuple[Answers, list[Personal]]:
    """Take the respondents' names out of what they wrote themselves."""
    columns = [found.column for found in personal if found.kind == "name"]
    if not columns:
        return answers, []
    cells = (whole[name].arrow().to_pylist() for name in columns)
    answers, hits = privacy.own_names(answers, [" ".join(row) for row in zip(*cells, strict=True)])
    return answers, [Personal(name, "name", n, dropped=False) for name, n in hits.items()]


def _scrubbed(answers: Answers) -> tuple[Answers, list[Personal]]:
    """Replace e-mails, IPs and telephone numbers inside cells, before anything else looks."""
    found: list[Personal] = []
    changed: dict[str, Column] = {}
    for name, column in answers.columns.items():
        clean, counts = _clean(column)
        if counts:
            changed[name] = clean
            found += [Personal(name, kind, n, dropped=False) for kind, n in counts.items()]
    return answers.changed(changed) if changed else answers, found


def _clean(column: Column) -> tuple[Column, dict[str, int]]:
    """Return the column without personal words, and in how many cells each kind was found."""
    counts: dict[str, int] = {}
    if isinstance(column, Text):

        def swapped(cell: str) -> str:
            return _swap(cell, 1, counts)

        return column.looked(privacy.WORTH_A_LOOK, privacy.ORDINARY, swapped), counts
    n = column.counts
    swaps = {cell: _swap(cell, n.get(cell, 0), counts) for cell in column.values}
    return (column.mapped(lambda cell: swaps[cell]) if counts else column), counts


def _swap(cell: str, n: int, counts: dict[str, int]) -> str:
    seen = dropped(cell)
    # a plain number may be long, but it is an identifier or a sum
    if number(clean(seen)) is not None and not seen.lstrip().startswith("+"):
        return cell
    text, hits = privacy.scrub(seen)
    for hit in hits:
        counts[hit] = counts.get(hit, 0) + n
    return text if hits else cell


def _weighted(
    questions: list[Question], answers: Answers, rules: Recipe
) -> tuple[str | None, list[Question]]:
    if rules.weight is None:
        found = [question for question in questions if question.kind == "weight"]
        return (found[0].columns[0] if found else None), questions
    if rules.weight not in answers.columns:
        raise Refused(
            f"The recipe's weight '{rules.weight}' is not a column of the file; it has "
            f"{', '.join(answers.names[:8])}…"
        )
    return rules.weight, [
        replace(question, kind="weight", scale=None)
        if question.columns == (rules.weight,)
        else replace(question, kind="number")
        if question.kind == "weight"
        else question
        for question in questions
    ]


def _direction(question: Question, rules: Recipe) -> list[str]:
    """Ask which end of an effort scale is the good one, where nothing says it."""
    scale = question.scale
    if question.kind != "ces" or scale is None or scale.min is None or scale.max is None:
        return []
    asked = f"{question.id} {question.text} {' '.join(scale.labels)}".casefold()
    decided = any(rule.fits(question) and rule.scale for rule in rules.questions)
    if decided or scale.labels or (EASY.search(asked) and not HARD.search(asked)):
        return []
    low, high = scale.min, scale.max
    return [
        f"'{question.id}': is {high:g} the least effort? It was read so; if {high:g} is the most "
        f"effort, say scale: [{high:g}, {low:g}]."
    ]


#: So many questions are named in one sentence.
_NAMED = 6


def _sixth(questions: list[Question], rules: Recipe) -> list[str]:
    """Say which scales were read as 1-6 for how often 6 is answered; 6 could be a code."""
    found = [
        f"'{q.id}'"
        for q in questions
        if q.scaled and q.scale is not None and (q.scale.min, q.scale.max) == (1, 6)
        and not q.scale.labels and not scales.said(f"{q.id} {q.text}")
        and not any(rule.fits(q) for rule in rules.questions)
    ]  # fmt: skip
    if not found:
        return []
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return [
        f"Read as 1 to 6, since 6 is answered as other points are: {', '.join(found[:_NAMED])}"
        f"{more}. Where 6 means not applicable, make 5 the best answer."
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
        f"'{question.id}' was taken as {low:g}-{high:g}: {listed} outside the scale, not counted."
    ]
