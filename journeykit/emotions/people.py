"""The curve of some of the respondents: those whom a persona's rule describes (R303)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from journeykit.emotions.curve import (
    Sources,
    by_place,
    feelings,
    of_wave,
    survey_point,
    wave_order,
)
from journeykit.emotions.point import Point, unshown
from journeykit.few import FEWEST

if TYPE_CHECKING:
    import pandas as pd


def people_points(
    answers: pd.DataFrame,
    members: Collection[str],
    touchpoints: Sequence[str],
    *,
    sources: Sources | None = None,
) -> list[Point]:
    """Return the survey points of the named respondents alone, one a touchpoint, in order.

    Of several waves the newest. Where fewer than five others answered, there is no point either:
    with everybody's curve beside it, their answers could be worked out.
    """
    wave = (wave_order(answers, sources) or [""])[-1]
    everybody = of_wave(answers, wave)
    assert everybody is not None
    all_parts = by_place(everybody)
    parts = by_place(everybody[everybody["respondent"].isin(set(members))])
    found = []
    for touchpoint in touchpoints:
        point = survey_point(touchpoint, parts.get(touchpoint), sources, wave)
        whole = all_parts.get(touchpoint)
        others = 0 if whole is None else feelings(whole)["respondent"].nunique() - point.n
        if point.shown and 0 < others < FEWEST:
            why = f"fewer than {FEWEST} others answered, who could be worked out"
            point = unshown(touchpoint, point.n, why, wave=wave)
        found.append(point)
    return found
