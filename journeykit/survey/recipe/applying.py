"""A recipe applied to questions, and the recipe by which a survey is read again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from glob import escape
from typing import TYPE_CHECKING

from journeykit.survey import kinds
from journeykit.survey.question import NUMERIC, SCALED, Code, Question, Scale
from journeykit.survey.recipe.values import Recipe, Rule

if TYPE_CHECKING:
    from journeykit.survey.survey import Survey

#: The scale of a kind where a rule names the kind alone.
_ENDS = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "rating": (1, 5), "likert": (1, 5)}


def apply(recipe: Recipe, questions: Iterable[Question]) -> tuple[list[Question], list[str]]:
    """Return the questions as the recipe has them, and a warning for each rule without effect.

    The first rule that matches a question wins; what it does not say stays as it was guessed.
    The counts of the questions are not touched: whoever applies counts again.
    """
    used: set[int] = set()
    changed = []
    for question in questions:
        at = next((at for at, rule in enumerate(recipe.questions) if rule.fits(question)), None)
        if at is None:
            changed.append(question)
        else:
            used.add(at)
            changed.append(_changed(question, recipe.questions[at]))
    idle = [rule.match for at, rule in enumerate(recipe.questions) if at not in used]
    return changed, [f"The recipe's rule for '{match}' matches no question." for match in idle]


def _changed(question: Question, rule: Rule) -> Question:
    kind = rule.kind or question.kind
    if rule.kind is None and rule.scale and question.kind not in SCALED:
        kind = "rating"
    guessed = question.scale or Scale()
    low, high = guessed.min, guessed.max
    if rule.scale:
        low, high = rule.scale
    elif low is None and kind in SCALED:
        low, high = _ends(kind, rule.labels)
    elif rule.kind and rule.kind not in NUMERIC:
        low = high = None
    # a person's word on the codes replaces the guess as a whole
    told = rule.not_applicable is not None or rule.missing is not None
    scale = Scale(
        low,
        high,
        dict(guessed.labels if rule.labels is None else rule.labels),
        (rule.not_applicable or ()) if told else guessed.not_applicable,
        (rule.missing or ()) if told else _outside(guessed.missing, low, high),
    )
    return replace(
        question,
        kind=kind,
        scale=scale if scale != Scale() else None,
        touchpoint=rule.touchpoint or question.touchpoint,
    )


def _ends(kind: str, labels: Mapping[str, float] | None) -> tuple[float, float]:
    """The ends where nobody named them: those of the labels beyond the usual ones."""
    low, high = map(float, _ENDS[kind])
    values = (labels or {}).values()
    return min([low, *values]), max([high, *values])


def _outside(codes: tuple[Code, ...], low: float | None, high: float | None) -> tuple[Code, ...]:
    if low is None or high is None:
        return ()
    bottom, top = sorted((low, high))
    return tuple(c for c in codes if isinstance(c, str) or not bottom <= c <= top)


def recipe_of(
    survey: Survey,
    touchpoints: Mapping[str, str] | None = None,
    person: str | None = None,
    decided: Collection[str] = (),
    told: Recipe | None = None,
) -> Recipe:
    """Return the recipe that reads such a file in the same way again.

    ``touchpoints`` gives for a question's id the name of the touchpoint or the stage that it
    speaks about or `WHOLE`, ``person`` the column of which a hash is kept, ``decided`` the ids of
    questions without a scale whose kind was chosen, ``told`` the recipe by which it was read: what
    that overruled stays overruled. Columns that were taken out stay out.
    """
    linked = touchpoints or {}
    rules = tuple(
        Rule(
            match=_literal(question.id),
            kind=question.kind,
            scale=_both(question.scale),
            labels=question.scale.labels if question.scale else None,
            not_applicable=question.scale.not_applicable if question.scale else None,
            missing=question.scale.missing if question.scale else None,
            touchpoint=linked.get(question.id, question.touchpoint),
        )
        for question in survey.questions
        if question.scaled
        or question.id in linked
        or question.id in decided
        # what is called a weight but is none would be taken for one again
        or (question.kind == "number" and kinds.is_weight(question.id, question.text))
    )
    told = told or Recipe()
    gone = [found.column for found in survey.privacy if found.kind == "dropped"]
    return Recipe(
        survey.encoding, survey.header_rows, survey.weight, rules,
        drop=tuple(_literal(name) for name in gone), person=person and _literal(person),
        delimiter=told.delimiter, tool=told.tool, partial=told.partial, test=told.test,
    )  # fmt: skip


def _literal(name: str) -> str:
    """A glob for one name; brackets and question marks match themselves in `named`."""
    return escape(name) if "*" in name else name


def _both(scale: Scale | None) -> tuple[float, float] | None:
    if scale is None or scale.min is None or scale.max is None:
        return None
    return scale.min, scale.max
