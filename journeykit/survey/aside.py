"""Responses that are set aside, with their record's number and the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from journeykit.survey.grouping import count
from journeykit.survey.survey import SetAside, Survey


def set_aside(survey: Survey, reasons: Mapping[int, str]) -> Survey:
    """Return the survey without some of its responses, by their positions, and say why.

    The questions are counted again.
    """
    import numpy as np

    gone = {one.row for one in survey.set_aside}
    records = [row for row in range(1, survey.rows + 1) if row not in gone]
    aside = [SetAside(records[at], why) for at, why in reasons.items()]
    keep = np.ones(survey.responses, dtype=bool)
    keep[list(reasons)] = False
    answers = survey.answers.kept(keep)
    tallies = {column: answers[column].sample for column in answers.names}
    return replace(
        survey,
        frame=answers,
        set_aside=tuple(sorted((*survey.set_aside, *aside), key=lambda one: one.row)),
        questions=tuple(count(question, answers, tallies) for question in survey.questions),
    )
