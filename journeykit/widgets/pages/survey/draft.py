"""An import under way: what was read of a file and what a person has decided about it.

The answers, already without personal data, wait as a dataset of the store; the decisions wait
as one setting per workshop. So a reload, another step or another facilitator finds them, and
the workshop itself is untouched until the survey is attached.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from glob import escape
from typing import TYPE_CHECKING, Any

from journeykit.errors import Missing, Refused

if TYPE_CHECKING:
    from journeykit.store import Store
    from journeykit.survey import Question, Recipe, Survey
    from journeykit.survey.waves import Changes

_SETTING = "survey-draft."
#: What can be said about a file by reading it again.
AGAIN = ("encoding", "delimiter", "header_rows", "tool", "partial", "test")
#: Codes of one group of questions that are asked about, the most frequent first.
MOST_CODES = 8


@dataclass(frozen=True)
class Draft:
    """The decisions so far. Questions are named by their ids.

    ``rules`` holds for a question a rule as in a recipe, ``links`` what it speaks about (see
    `linking`), ``weight`` a column ("" for none, None as it was found), ``dropped`` the columns
    that were taken out, ``stage`` where new touchpoints go. Of a further wave, ``before`` is the
    source of the earlier one, ``first`` the name that its wave gets, ``skipped`` a sentence on
    the responses that are there already. ``person`` is the column of which a hash is kept, ``how``
    what was overruled about the file: the keys of a recipe that `AGAIN` names. ``wider`` gives for
    earlier sources the dataset with columns that only this file has of their responses.
    """

    dataset: str
    by: str = ""
    about: dict[str, str] = field(default_factory=dict)
    stage: str = ""
    weight: str | None = None
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    before: str = ""
    first: str = ""
    skipped: str = ""
    person: str = ""
    how: dict[str, Any] = field(default_factory=dict)
    wider: dict[str, str] = field(default_factory=dict)


def load(store: Store, workshop: str) -> Draft | None:
    """Return the draft of a workshop; None where there is none that this version can read."""
    text = store.setting(_SETTING + workshop)
    if not text:
        return None
    try:
        data = json.loads(text)
        return Draft(**data | {"dropped": tuple(data["dropped"])})
    except (ValueError, TypeError, KeyError):
        return None


def save(store: Store, workshop: str, draft: Draft | None) -> None:
    """Keep a draft in place of the one before; None ends it."""
    text = "" if draft is None else json.dumps(asdict(draft), ensure_ascii=False, sort_keys=True)
    store.set_setting(_SETTING + workshop, text)


def rule_of(question: Question) -> dict[str, Any]:
    """Return how a question is read now, as a rule of a recipe."""
    scale = question.scale
    ends = None if scale is None or scale.min is None else [scale.min, scale.max]
    return {
        "match": question.id,
        "kind": question.kind,
        "scale": ends,
        "not_applicable": list(scale.not_applicable) if scale else [],
        "missing": list(scale.missing) if scale else [],
    }


def changed(question: Question, **rule: Any) -> dict[str, Any]:
    """Return the rule of a question with changes; raise `Refused` for what no rule can say."""
    from journeykit.survey import recipe

    new = rule_of(question) | rule
    recipe.load({"questions": [new]})
    return new


def without(survey: Survey, column: str) -> Survey:
    """Return the survey without a column, and say so among what was taken out."""
    from journeykit.survey import Personal

    cells = survey.answers[column].filled
    return replace(
        survey,
        frame=survey.answers.without([column]),
        questions=tuple(q for q in survey.questions if q.columns != (column,)),
        privacy=(*survey.privacy, Personal(column, "dropped", cells)),
        weight=None if survey.weight == column else survey.weight,
    )


@dataclass(frozen=True)
class Code:
    """An answer outside its scale: how often it was given, and what it counts as."""

    cell: str
    n: int
    #: "missing", "not_applicable", or "" where the questions of the group differ
    state: str


class Pending:
    """The survey of a draft as its decisions read it; counted again only where they changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._base: tuple[str, Survey] | None = None
        self._counted: dict[tuple[str, str], Question] = {}
        self._last: tuple[Any, Survey] | None = None
        self._codes: dict[tuple[str, str], list[Code]] = {}
        self._tallies: dict[str, dict[str, int]] = {}

    def base(self, draft: Draft) -> Survey:
        """Return what was read, before any decision."""
        from journeykit.survey import from_parquet

        if self._base is None or self._base[0] != draft.dataset:
            self._base = draft.dataset, from_parquet(self._store.dataset(draft.dataset))
            self._counted.clear()
            self._codes.clear()
            self._tallies.clear()
        return self._base[1]

    def survey(self, draft: Draft) -> Survey:
        """Return the survey as it would be attached now."""
        key = (draft.dataset, draft.weight, json.dumps(draft.rules, sort_keys=True))
        if self._last is None or self._last[0] != key:
            self._last = key, self._corrected(draft)
        return self._last[1]

    def _corrected(self, draft: Draft) -> Survey:
        base = self.base(draft)
        weight = base.weight if draft.weight is None else draft.weight or None
        if weight is not None and weight not in base.answers.names:
            weight = None
        questions = [self._question(q, draft.rules.get(q.id), base) for q in base.questions]
        questions = [_weighing(q, weight) for q in questions]
        return replace(
            base,
            questions=tuple(questions),
            weight=weight,
            warnings=tuple(w for w in base.warnings if not _decided(w, draft.rules)),
        )

    def _question(self, question: Question, rule: Mapping[str, Any] | None, base: Survey) -> Any:
        from journeykit.survey import recipe
        from journeykit.survey.grouping import count

        if rule is None:
            return question
        key = (question.id, json.dumps(rule, sort_keys=True))
        if key not in self._counted:
            # One question, one rule of its own: a heading with an asterisk is no glob here.
            told = recipe.load({"questions": [{**rule, "match": question.id}]})
            read, _ = recipe.apply(told, [question])
            tallies = {name: self._tally(base, name) for name in question.columns}
            self._counted[key] = count(read[0], base.answers, tallies)
        return self._counted[key]

    def _tally(self, base: Survey, column: str) -> dict[str, int]:
        if column not in self._tallies:
            self._tallies[column] = base.answers[column].counts
        return self._tallies[column]

    def groups(self, draft: Draft) -> list[list[Question]]:
        """Return the questions with a scale, those that look the same together."""
        base, now = self.base(draft), {q.id: q for q in self.survey(draft).questions}
        found: dict[Any, list[Question]] = {}
        for question in base.questions:
            if now[question.id].scaled:
                found.setdefault(_look(question, base), []).append(now[question.id])
        return sorted(found.values(), key=len, reverse=True)

    def alike(self, draft: Draft, id: str) -> list[str]:
        """Return the ids of the other questions that looked the same when they were read."""
        base = self.base(draft)
        look = _look(base.question(id), base)
        return [q.id for q in base.questions if q.id != id and _look(q, base) == look]

    def codes(self, draft: Draft, group: Sequence[Question]) -> list[Code]:
        """Return the answers of a group that are no points of its scale."""
        base = self.base(draft)
        found: dict[str, tuple[int, set[str]]] = {}
        for question in group:
            for code in self._outside(question, base):
                n, states = found.get(code.cell, (0, set()))
                found[code.cell] = n + code.n, states | {code.state}
        listed = sorted(found.items(), key=lambda item: -item[1][0])[:MOST_CODES]
        return [Code(cell, n, states.pop() if len(states) == 1 else "") for cell, (n, states) in
                listed]  # fmt: skip

    def _outside(self, question: Question, base: Survey) -> list[Code]:
        from journeykit.survey.question import coder

        key = (question.id, json.dumps(rule_of(question), sort_keys=True))
        if key not in self._codes:
            code = coder(question)
            self._codes[key] = [
                Code(cell, n, state)
                for cell, n in self._tally(base, question.columns[0]).items()
                if cell and (state := code(cell)[0]) != "answered"
            ]
        return self._codes[key]


def recoded(group: Iterable[Question], cell: str, state: str) -> dict[str, dict[str, Any]]:
    """Return the rules by which a code of a group counts as missing or not applicable."""
    from journeykit.survey.cells import number

    if state not in ("missing", "not_applicable"):
        raise Refused("A code outside the scale means no answer or not applicable.")
    value = number(cell)
    code: Any = cell if value is None else value
    rules = {}
    for question in group:
        rule = rule_of(question)
        for name in ("missing", "not_applicable"):
            kept = [one for one in rule[name] if one != code]
            rule[name] = [*kept, code] if name == state else kept
        rules[question.id] = rule
    return rules


def _look(question: Question, survey: Survey) -> Any:
    """What makes two questions look the same: kind, scale, and without one the answers."""
    if len(question.columns) > 1:
        return question.id
    scale = question.scale
    if scale is not None and scale.min is not None:
        return question.kind, scale.min, scale.max, tuple(sorted(scale.labels.items()))
    if question.kind not in ("single", "number"):
        return question.id
    cells = {cell for cell in survey.answers[question.columns[0]].sample if cell}
    return (question.kind, frozenset(cells)) if len(cells) <= 15 else question.id


def _weighing(question: Question, weight: str | None) -> Question:
    if weight is not None and question.columns == (weight,):
        return replace(question, kind="weight", scale=None)
    if question.kind == "weight":
        return replace(question, kind="number")
    return question


def _decided(warning: str, rules: Iterable[str]) -> bool:
    """Whether a warning asks about codes on which a person has decided."""
    return any(warning.startswith(f"'{id}' was taken as") for id in rules)


def is_there(pending: Pending, draft: Draft) -> bool:
    """Whether the answers of a draft are in this store."""
    try:
        pending.base(draft)
    except (Missing, Refused):
        return False
    return True


def as_before(survey: Survey, told: Recipe, changes: Changes) -> dict[str, dict[str, Any]]:
    """Return the rules by which questions are read as an earlier wave read them.

    A question whose scale changed is read as it was found: the earlier rule would not fit it.
    """
    from journeykit.survey import recipe

    now = {question.id: question for question in survey.questions}
    rules = {}
    for pair in changes.pairs:
        rule = next((rule for rule in told.questions if rule.fits(pair.before)), None)
        question = now.get(pair.after.id)
        if rule is None or question is None or question.id in changes.rescaled:
            continue
        mine = recipe.Recipe(questions=(replace(rule, match=escape(question.id)),))
        (read,), _ = recipe.apply(mine, [question])
        if read != question:
            rules[question.id] = rule_of(read)
    return rules
