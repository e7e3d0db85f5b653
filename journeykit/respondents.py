"""Whose answers: the people of a persona, in every survey of the workshop that can tell them."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from journeykit.errors import Missing
from journeykit.model import Persona, Source, Workshop

if TYPE_CHECKING:
    import numpy as np

    from journeykit.store import Store
    from journeykit.survey import Survey

#: Kinds of sources whose responses are people who answered questions.
ASKED = ("survey", "review")
_MASKS: OrderedDict[Any, np.ndarray] = OrderedDict()
_MOST = 200


def surveys(store: Store, workshop: Workshop) -> list[tuple[Source, Survey]]:
    """Return the surveys of a workshop whose answers are in this store, in their order."""
    from journeykit.attach import survey_of

    found = []
    for source in workshop.ordered("sources"):
        if source.dataset and source.kind in ASKED:
            try:
                found.append((source, survey_of(store, source)))
            except Missing:
                continue  # the workshop came from another store; the Survey page says so
    return found


def mask(source: Source, survey: Survey, persona: Persona) -> np.ndarray | None:
    """Return which responses of a survey a persona stands for, None where it cannot be told.

    It cannot without a rule, and not by a survey that does not ask all that the rule names.
    """
    from journeykit.insight.segments.rules import asks, matching

    rule = tuple((key, tuple(wanted)) for key, wanted in persona.rule.items())
    if not rule or not asks(survey, persona.rule):
        return None
    kept = (source.dataset, rule)
    if kept not in _MASKS:
        _MASKS[kept] = matching(survey, persona.rule)
        while len(_MASKS) > _MOST:
            _MASKS.popitem(last=False)
    _MASKS.move_to_end(kept)
    return _MASKS[kept]


def weighing(survey: Survey) -> np.ndarray | None:
    """Return the weight of each response, NaN where it has none; None for a survey without."""
    from journeykit.survey.answers import weights

    return None if survey.weight is None else weights(survey).to_numpy()


def respondents(store: Store, workshop: Workshop, persona: Persona) -> frozenset[str] | None:
    """Return the people of a persona, as `journeykit.attach.answers` names its respondents.

    Every survey counts that asks all that the rule names: the one that it was written on, and its
    other waves. None where the persona has no rule, or no survey here can tell its people.

    ``frame[frame["respondent"].isin(respondents(store, workshop, persona))]`` are its answers.
    """
    found: set[str] = set()
    told = False
    for source, survey in surveys(store, workshop):
        who = mask(source, survey, persona)
        if who is not None:
            told = True
            found.update(f"{source.id}.{at + 1}" for at in who.nonzero()[0].tolist())
    return frozenset(found) if told else None


__all__ = ["ASKED", "mask", "respondents", "surveys", "weighing"]
