"""What people of a group say, against everybody: shares with intervals and an index, means.

A group is described by its answers, never by tests on the questions that made it (METHOD 6).
Of fewer than five people nothing is told, nor what would give them away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeykit.few import FEWEST
from journeykit.insight.segments.rules import gave, key_of, occurring
from journeykit.insight.segments.variables import FEW_VALUES, MOST_ANSWERS, special
from journeykit.survey.question import NUMERIC, Question

if TYPE_CHECKING:
    import numpy as np

    from journeykit.survey import Survey

_TOLD = NUMERIC | {"single", "multi"}


@dataclass(frozen=True)
class Fact:
    """One answer of one group: its share (or mean, where ``answer`` is ""), against everybody.

    ``n`` is how many of the group answered the question, ``count`` how many gave the answer.
    ``value``, ``low``, ``high`` and ``count`` are None where too few people stand behind them.
    """

    group: str
    key: str
    question: str
    kind: str
    answer: str
    count: int | None
    n: int
    value: float | None
    low: float | None
    high: float | None
    total: float | None
    total_n: int

    @property
    def is_mean(self) -> bool:
        """Whether it is a mean and not a share."""
        return self.answer == ""

    @property
    def index(self) -> float | None:
        """The share of the group for 100 of everybody's; None for means and hidden shares."""
        if self.is_mean or self.value is None or not self.total:
            return None
        return 100 * self.value / self.total

    @property
    def stands_out(self) -> bool:
        """Whether everybody's value lies outside the group's interval."""
        if self.low is None or self.high is None or self.total is None:
            return False
        return not self.low <= self.total <= self.high


def described(survey: Survey) -> list[Question]:
    """Return the questions that may describe a group, in the order of the survey."""
    found = []
    for question in survey.questions:
        if question.kind not in _TOLD or question.kind == "weight" or special(question):
            continue
        answers = occurring(survey, question)
        if not answers:
            continue
        if len(answers) <= MOST_ANSWERS or question.kind in NUMERIC:
            found.append(question)
    return found


def profile(
    survey: Survey, questions: Sequence[Question], groups: Mapping[str, np.ndarray]
) -> list[Fact]:
    """Return the facts of each group on each question; groups are masks over the responses.

    Shares are of those of the group who answered; intervals are Wilson's and Student's, 95 %. The
    numbers count people and are not weighted.
    """
    found: list[Fact] = []
    for question in questions:
        values = _values(survey, question)
        if values is not None:
            found += _means(question, values, groups)
        else:
            found += _shares(survey, question, groups)
    return found


def _values(survey: Survey, question: Question) -> np.ndarray | None:
    """The numbers of a question that a mean sums up; None for one with a few answers."""
    from journeykit.survey.answers import points

    if question.kind not in NUMERIC:
        return None
    if question.kind in ("number", "likert") and len(occurring(survey, question)) <= FEW_VALUES:
        return None
    return points(survey, question)


def _means(question: Question, values: np.ndarray, groups: Mapping[str, np.ndarray]) -> list[Fact]:
    import numpy as np

    there = np.isfinite(values)
    everybody = values[there]
    total = float(everybody.mean()) if len(everybody) >= FEWEST else None
    sizes = {name: int((mask & there).sum()) for name, mask in groups.items()}
    hidden = _hidden_groups(sizes, len(everybody))
    found = []
    for name, mask in groups.items():
        mine = values[mask & there]
        mean = low = high = None
        if name not in hidden and len(mine) >= FEWEST:
            mean, low, high = _mean(mine, question)
        found.append(Fact(name, key_of(question), question.text or question.id, question.kind, "",
                          None, len(mine), mean, low, high, total, len(everybody)))  # fmt: skip
    return found


def _mean(mine: np.ndarray, question: Question) -> tuple[float, float, float]:
    from journeykit.measures.counts import Tally
    from journeykit.measures.intervals import student, unseen

    tally = Tally.of(mine)
    if tally.variance > 0:
        low, high = student(tally)
    else:
        scale = question.scale
        ends = (
            (scale.min, scale.max)
            if scale and scale.min is not None and scale.max is not None
            else (tally.mean, tally.mean)
        )
        low, high = unseen(tally.mean, float(ends[0]), float(ends[1]), tally.total)
    return float(tally.mean), float(low), float(high)


def _hidden_groups(sizes: Mapping[str, int], total: int) -> set[Any]:
    from journeykit.measures import hide_groups

    return hide_groups(dict(sizes), rest=max(0, total - sum(sizes.values())))


def _shares(survey: Survey, question: Question, groups: Mapping[str, np.ndarray]) -> list[Fact]:
    import numpy as np

    answers = list(occurring(survey, question))[:MOST_ANSWERS]
    key = key_of(question)
    gives = np.array([gave(survey, key, [answer]) for answer in answers])
    if not len(gives):
        return []
    there = gives.any(axis=0)
    names = list(groups)
    masks = np.array([groups[name] & there for name in names])
    counts = masks.astype(np.int64) @ gives.T.astype(np.int64)
    n, totals, everybody = masks.sum(axis=1), gives.sum(axis=1), int(there.sum())
    hidden = _hidden(question, counts, n, totals)
    return [
        _share(name, key, question, answer, int(counts[row, column]), int(n[row]),
               bool(hidden[row, column]), int(totals[column]), everybody)
        for row, name in enumerate(names)
        for column, answer in enumerate(answers)
    ]  # fmt: skip


def _hidden(
    question: Question, counts: np.ndarray, n: np.ndarray, totals: np.ndarray
) -> np.ndarray:
    """Which cells are hidden, with the people in no group as one more line."""
    import numpy as np

    from journeykit.measures import hide, hide_groups

    rest = np.maximum(totals - counts.sum(axis=0), 0)
    thin = np.repeat((n < FEWEST)[:, None], counts.shape[1], axis=1)
    if question.kind == "multi" or len(question.columns) > 1:
        found = np.zeros(counts.shape, dtype=bool)
        for at in range(counts.shape[1]):
            sizes = {row: int(counts[row, at]) for row in range(len(counts))}
            for row in hide_groups(sizes, rest=int(rest[at])):
                if row in sizes:
                    found[row, at] = True
        return found | thin
    lines = np.vstack([counts, rest])
    table = np.column_stack([lines, lines.sum(axis=1)])
    table = np.vstack([table, table.sum(axis=0)])
    return np.asarray(hide(table))[: len(counts), : counts.shape[1]] | thin


def _share(
    name: str, key: str, question: Question, answer: str, count: int, n: int, hidden: bool,
    total: int, everybody: int,
) -> Fact:  # fmt: skip
    from journeykit.measures.intervals import wilson

    all_of = total / everybody if total >= FEWEST else None
    head = (name, key, question.text or question.id, question.kind, answer)
    if hidden:
        return Fact(*head, None, n, None, None, None, all_of, everybody)
    low, high = wilson(count, n)
    return Fact(*head, count, n, count / n, low, high, all_of, everybody)


__all__ = ["Fact", "described", "profile"]
