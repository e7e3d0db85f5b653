"""Tables of scores: a tidy frame in, a tidy frame out; a whole survey in, its scores out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeykit.errors import Refused
from journeykit.few import FEWEST
from journeykit.measures import score as measures
from journeykit.measures.counts import Tally, count, tallies
from journeykit.measures.people import Rule
from journeykit.measures.score import Score, one
from journeykit.measures.suppression import COMPLEMENT, hide_cells, hide_keys, hide_scores

if TYPE_CHECKING:
    import pandas as pd

    from journeykit.survey.question import Question
    from journeykit.survey.survey import Survey

#: Options listed of one question, the most frequent; written-in answers make a long tail.
_OPTIONS = 60
_MOST_GROUPS = 100


def table(
    frame: Any, measure: str = "mean", by: Sequence[str] = ("question",), low: float = 1,
    high: float = 5,
) -> Any:  # fmt: skip
    """Return one row per group: measure, value, low, high, n, effective, method, suppressed.

    ``frame`` has a column ``value``, the columns of ``by`` (a question, a segment, a wave) and,
    where answers are weighted, ``weight``; any frame that narwhals knows. The answer is an
    eager frame of the same engine. ``effective`` is Kish's n_eff; the design effect and the
    spread of the weights are those of `weighting`. Groups of fewer than five are hidden, and
    those from which they could be worked out with a view that leaves out a column of ``by``
    other than "question".
    """
    import narwhals as nw

    counted: Any = nw.from_native(count(frame, by))
    if isinstance(counted, nw.LazyFrame):
        counted = counted.collect()
    tallied = tallies(counted.to_native(), by)
    made = {key: one(tally, measure, low, high) for key, tally in tallied.items()}
    axes = [at for at, name in enumerate(by) if name != "question"]
    hidden = hide_keys({key: score.n for key, score in made.items()}, axes)
    found = [
        dict(zip(by, key, strict=True)) | _covered(score, key in hidden).to_json()
        | {"effective": score.effective}
        for key, score in made.items()
    ]  # fmt: skip
    columns = [*by, "measure", "value", "low", "high", "n", "effective", "method", "suppressed"]
    data = {name: [row[name] for row in found] for name in columns}
    return nw.from_dict(data, backend=counted.implementation).to_native()


def _covered(score: Score, hidden: bool) -> Score:
    """The score, hidden where it would give a smaller group away."""
    if not hidden or score.suppressed:
        return score
    return measures.unshown(score, COMPLEMENT.format(FEWEST))


def scores(survey: Survey, by: str | None = None, rule: Rule | None = None) -> list[dict[str, Any]]:
    """Return what ``journeykit scores --json`` lists: the scores of every question.

    ``by`` is a column or a question; then there is a score for each of its answers. ``rule`` is
    a persona's (`Persona.rule`): then of the people it describes. A group or persona is also
    hidden where all others would show one of fewer than five by subtraction, and so is the share
    of an option that fewer than five of a group chose, with as many others as would show it.
    """
    everybody = _everybody(survey)
    inside = None if rule is None else fitting(survey, rule)
    people = everybody if inside is None else everybody.within(inside)
    groups, rest = _groups(survey, by, people)
    asked = [q for q in survey.questions if by is None or by not in (q.id, *q.columns)]
    found = list(_rows(survey, asked, groups))
    if by is None and inside is None:
        return [_told(row) for row in found]
    outside = [people.within(rest)] if rest is not None else []
    if inside is not None:
        outside.append(everybody.within(~inside))
    others = list(_rows(survey, asked, [(None, each) for each in outside]))
    several = {question.id for question in asked if question.kind == "multi"}
    return [_told(row) for row in hide_cells(hide_scores(found, others), others, several)]


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """A row with the keys of the contract alone."""
    return {name: value for name, value in row.items() if name != "chosen"}


def _rows(
    survey: Survey, asked: Sequence[Question], groups: Sequence[tuple[str | None, _Group]]
) -> Iterator[dict[str, Any]]:
    for question in asked:
        for name, group in groups:
            for score, chosen in _question(survey, question, group):
                row = {"question": question.id, "text": question.text}
                yield row | score.to_json() | {"group": name, "chosen": chosen}


def fitting(survey: Survey, rule: Rule) -> Any:
    """Return a mask of the responses that a persona's rule describes.

    Columns are named by column or question; of a question with several options in a cell one
    is enough. An unknown name is `Missing`.
    """
    import numpy as np

    from journeykit.survey.question import picked

    kept = np.ones(len(survey.answers), dtype=bool)
    for name, values in rule.items():
        wanted = {str(value).strip() for value in values}
        question = next((q for q in survey.questions if name in (q.id, *q.columns)), None)
        column = name
        if name not in survey.answers.columns:
            column = survey.question(name).columns[0]

        def fits(
            cell: str, wanted: set[str] = wanted, question: Question | None = question
        ) -> float:
            parts = picked(question, cell) if question and question.separator else {cell.strip()}
            return float(cell != "" and bool(wanted & set(parts)))

        kept &= survey.answers[column].numbers(fits) > 0
    return kept


@dataclass(frozen=True)
class _Group:
    """The responses that are scored together: which rows (None for all) and their weights."""

    rows: Any = None
    weight: Any = None

    def of(self, cells: Any) -> Any:
        """Return the cells of these responses."""
        return cells if self.rows is None else cells[self.rows]

    def within(self, rows: Any) -> _Group:
        """Return the responses of this group that are in ``rows`` too."""
        both = rows if self.rows is None else rows & self.rows
        kept = rows if self.rows is None else rows[self.rows]
        return _Group(both, None if self.weight is None else self.weight[kept])


def _everybody(survey: Survey) -> _Group:
    from journeykit.survey.answers import weights

    if survey.weight is None:
        return _Group()
    weight = weights(survey).to_numpy()
    usable = weight > 0
    return _Group(None if usable.all() else usable, weight[usable])


def _groups(
    survey: Survey, by: str | None, people: _Group
) -> tuple[list[tuple[str | None, _Group]], Any]:
    """The groups of the people with their names, and which rows are in none (None: no groups)."""
    from journeykit.survey.columns import Coded

    if by is None:
        return [(None, people)], None
    answers = survey.answers
    cells = answers[by if by in answers.columns else survey.question(by).columns[0]]
    found = [cell for cell in cells.counts if cell]
    if len(found) > _MOST_GROUPS or not isinstance(cells, Coded):
        raise Refused(
            f"'{by}' has {len(found)} different answers; compare at most {_MOST_GROUPS} groups."
        )
    place = {cell: at for at, cell in enumerate(cells.values)}
    groups: list[tuple[str | None, _Group]] = [
        (cell, people.within(cells.codes == place[cell])) for cell in sorted(found)
    ]
    return groups, cells.codes == place.get("", -1)


def _question(
    survey: Survey, question: Question, group: _Group
) -> Iterator[tuple[Score, int | None]]:
    """The scores of a question, the share of an option with how many people chose it."""
    if question.scaled or question.kind == "number":
        yield from ((score, None) for score in _numbers(survey, question, group))
    if question.kind in ("single", "multi", "likert"):
        tallied = _chosen(survey, question, group)
        for score, tally in zip(measures.shares(tallied), tallied.values(), strict=True):
            yield score, int(tally.n[tally.values == 1].sum())


def _numbers(survey: Survey, question: Question, group: _Group) -> Iterator[Score]:
    tally = _tally(survey, question, group)
    scale = question.scale
    if scale is None or scale.min is None or scale.max is None:
        yield measures.mean(tally)
        return
    low, high = scale.min, scale.max
    if question.kind == "nps":
        yield measures.nps(tally)
    elif question.kind == "ces":
        yield measures.ces(tally, low, high)
    elif question.kind == "csat" or (question.kind == "rating" and abs(high - low) == 4):
        yield measures.csat(tally, low, high)
    yield measures.mean(tally, low, high)


def _tally(survey: Survey, question: Question, group: _Group) -> Tally:
    from journeykit.survey.answers import points
    from journeykit.survey.coding import cell_values
    from journeykit.survey.columns import Coded

    cells = survey.answers[question.columns[0]]
    if isinstance(cells, Coded):
        return Tally.of_codes(cell_values(question, cells), group.of(cells.codes), group.weight)
    return Tally.of(group.of(points(survey, question)), group.weight)


def _chosen(survey: Survey, question: Question, group: _Group) -> dict[str, Tally]:
    """For each option a tally of 1 (chosen) and 0 (not chosen) among those who answered."""
    from journeykit.survey.columns import Coded

    found = [survey.answers[name] for name in question.columns]
    columns = [column for column in found if isinstance(column, Coded)]
    if len(columns) < len(found):
        return _slowly_chosen(survey, question, group)
    if len(columns) > 1:
        group = group.within(survey.answers.any_filled(question.columns) > 0)
        return {
            str(option): Tally.of_codes(_ticked(column), group.of(column.codes), group.weight)
            for option, column in zip(question.options, columns, strict=True)
        }
    (column,) = columns
    picked = _picked(question, column.values)
    codes = group.of(column.codes)
    return {
        option: Tally.of_codes(
            [math.nan if cell is None else float(option in cell) for cell in picked],
            codes, group.weight,
        )
        for option in _most_frequent(column, picked)
    }  # fmt: skip


_NO = frozenset({"", "0", "no", "n", "false", "nein", "non"})


def _ticked(column: Any) -> list[float]:
    return [float(cell.casefold() not in _NO) for cell in column.values]


def _picked(question: Question, cells: Sequence[str]) -> list[frozenset[str] | None]:
    """For each different cell the options in it; None where it is no answer."""
    from journeykit.survey.question import coder, picked

    code = coder(question)
    return [picked(question, cell) if code(cell)[0] == "answered" else None for cell in cells]


def _most_frequent(column: Any, picked: Sequence[frozenset[str] | None]) -> list[str]:
    tally: dict[str, int] = {}
    for cell, options in zip(column.values, picked, strict=True):
        for option in options or ():
            tally[option] = tally.get(option, 0) + column.counts.get(cell, 0)
    found = sorted((option for option in tally if tally[option]), key=lambda o: (-tally[o], o))
    return found[:_OPTIONS]


def _slowly_chosen(survey: Survey, question: Question, group: _Group) -> dict[str, Tally]:
    chosen, answered = choices(survey, question)
    kept = group.within(answered.to_numpy())
    return {
        str(option): Tally.of(kept.of(chosen[option].to_numpy(dtype=float)), kept.weight)
        for option in chosen.columns
    }


def _cells(survey: Survey, name: str) -> pd.Series:
    import pandas as pd

    return pd.Series(survey.answers[name].arrow().to_pylist(), dtype="str")


def choices(survey: Survey, question: Question) -> tuple[pd.DataFrame, pd.Series]:
    """Return a frame of options (True where chosen) and who answered the question.

    Options come in the order of the file where it has one column an option, else the most
    frequent first.
    """
    import pandas as pd

    from journeykit.survey.question import coder
    from journeykit.survey.question import picked as parts

    if len(question.columns) > 1:
        cells = pd.DataFrame({name: _cells(survey, name) for name in question.columns})
        chosen = pd.DataFrame({
            option: ~cells[column].str.casefold().isin(_NO)
            for option, column in zip(question.options, question.columns, strict=True)
        })  # fmt: skip
        return chosen, (cells != "").any(axis=1)
    code = coder(question)
    column = _cells(survey, question.columns[0])
    states = {cell: code(cell)[0] == "answered" for cell in column.unique()}
    answered = column.map(states).astype(bool)
    picked = {cell: parts(question, cell) for cell in column[answered].unique()}
    tally: dict[str, int] = {}
    for cell, n in column[answered].value_counts().items():
        for option in picked[cell]:
            tally[option] = tally.get(option, 0) + int(n)
    options = sorted(tally, key=lambda option: (-tally[option], option))[:_OPTIONS]
    return pd.DataFrame(
        {
            option: column.map({cell: option in found for cell, found in picked.items()}).eq(True)
            for option in options
        },
        index=column.index,
    ), answered
