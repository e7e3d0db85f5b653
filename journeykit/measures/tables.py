"""Tables of scores: a tidy frame in, a tidy frame out; a whole survey in, its scores out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from journeykit.errors import Refused
from journeykit.measures import score as measures
from journeykit.measures.counts import Tally, count, tallies
from journeykit.measures.score import Score
from journeykit.measures.suppression import COMPLEMENT, hide_keys, hide_scores

if TYPE_CHECKING:
    import pandas as pd

    from journeykit.survey.question import Question
    from journeykit.survey.survey import Survey

MEASURES = ("nps", "csat", "ces", "mean")
#: Options listed of one question, the most frequent; written-in answers make a long tail.
_OPTIONS = 60
_MOST_GROUPS = 100


def one(tally: Tally, measure: str, low: float = 1, high: float = 5) -> Score:
    """Return one measure of a tally by its name."""
    if measure == "nps":
        return measures.nps(tally)
    if measure == "csat":
        return measures.csat(tally, low, high)
    if measure == "ces":
        return measures.ces(tally, low, high)
    if measure == "mean":
        return measures.mean(tally, low, high)
    raise Refused(f"The measure '{measure}' is unknown; it is one of {', '.join(MEASURES)}.")


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
    return measures.unshown(score, COMPLEMENT.format(measures.FEWEST))


def scores(survey: Survey, by: str | None = None) -> list[dict[str, Any]]:
    """Return what ``journeykit scores --json`` lists: the scores of every question.

    ``by`` is a column or a question; then there is a score for each of its answers. A group is
    also hidden where all others would show one of fewer than five by subtraction.
    """
    from journeykit.survey.answers import weights

    groups = _groups(survey, by)
    weight = weights(survey)
    found = [
        {"question": question.id, "text": question.text} | score.to_json() | {"group": group}
        for question in survey.questions
        if by is None or by not in (question.id, *question.columns)
        for group, rows in groups
        for score in _question(survey, question, rows, weight)
    ]
    return hide_scores(found)


def _groups(survey: Survey, by: str | None) -> list[tuple[str | None, Any]]:
    import pandas as pd

    if by is None:
        return [(None, pd.Series(True, index=survey.frame.index))]
    if by in survey.frame.columns:
        cells = survey.frame[by]
    else:
        cells = survey.frame[survey.question(by).columns[0]]
    found = [str(cell) for cell in cells.value_counts().index if cell]
    if len(found) > _MOST_GROUPS:
        raise Refused(
            f"'{by}' has {len(found)} different answers; compare at most {_MOST_GROUPS} groups."
        )
    return [(group, cells == group) for group in sorted(found)]


def _question(survey: Survey, question: Question, rows: Any, weight: pd.Series) -> Iterator[Score]:
    if question.kind in ("single", "multi"):
        yield from _shares(survey, question, rows, weight)
    elif question.scaled or question.kind == "number":
        yield from _numbers(survey, question, rows, weight)


def _numbers(survey: Survey, question: Question, rows: Any, weight: pd.Series) -> Iterator[Score]:
    from journeykit.survey.answers import numeric

    tally = Tally.of(numeric(survey, question)[rows], weight[rows])
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
    if question.kind == "likert":
        yield from _shares(survey, question, rows, weight)


def _shares(survey: Survey, question: Question, rows: Any, weight: pd.Series) -> list[Score]:
    chosen, answered = choices(survey, question)
    kept = rows & answered
    tallied = {
        str(option): Tally.of(chosen.loc[kept, option].astype(float), weight[kept])
        for option in chosen.columns
    }
    return measures.shares(tallied)


def choices(survey: Survey, question: Question) -> tuple[pd.DataFrame, pd.Series]:
    """Return a frame of options (True where chosen) and who answered the question.

    Options come in the order of the file where it has one column an option, else the most
    frequent first.
    """
    import pandas as pd

    from journeykit.survey.question import coder

    if len(question.columns) > 1:
        cells = survey.frame[list(question.columns)]
        no = {"", "0", "no", "n", "false", "nein", "non"}
        chosen = pd.DataFrame({
            option: ~cells[column].str.casefold().isin(no)
            for option, column in zip(question.options, question.columns, strict=True)
        })  # fmt: skip
        return chosen, (cells != "").any(axis=1)
    code = coder(question)
    column = survey.frame[question.columns[0]]
    states = {cell: code(cell)[0] == "answered" for cell in column.unique()}
    answered = column.map(states).astype(bool)
    if question.separator:
        picked = {cell: _split(cell, question.separator) for cell in column[answered].unique()}
    else:
        picked = {cell: frozenset({cell}) for cell in column[answered].unique()}
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


def _split(cell: str, mark: str) -> frozenset[str]:
    return frozenset(part.strip() for part in cell.split(mark) if part.strip())
