"""The points of the emotion curve: one series for the survey, one for the team.

The two are never averaged. The headline is what customers said, where at least five of them
did; where they did not, there is no point, and the line has a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any, Literal, Protocol

from journeykit.emotions.point import FEWEST, Point, PointSource, unshown
from journeykit.emotions.scale import HIGHEST, LOWEST, to_valence

if TYPE_CHECKING:
    import pandas as pd


class Rated(Protocol):
    """What a rating has to say: `journeykit.model.Rating`, or anything with these fields."""

    @property
    def participant(self) -> str:
        """Who rated."""

    @property
    def touchpoint(self) -> str:
        """What was rated."""

    @property
    def valence(self) -> float:
        """The feeling, -2 to +2."""


def curve(
    answers: pd.DataFrame | None,
    ratings: Iterable[Rated],
    touchpoints: Sequence[str],
    *,
    by: Literal["touchpoint", "stage"] = "touchpoint",
) -> list[Point]:
    """Return the points of a journey in its order, for each touchpoint survey first, then team.

    ``answers`` is the tidy frame of `journeykit.survey.tidy` (respondent, touchpoint, kind,
    value, low, high, weight), or None. Every touchpoint has a survey point, shown or not;
    it has a team point where somebody rated it. ``by="stage"`` reads answers linked to stages.
    """
    said = _by_place(answers, by)
    believed: dict[str, list[float]] = {}
    for rating in ratings:
        believed.setdefault(rating.touchpoint, []).append(float(rating.valence))
    points = []
    for touchpoint in touchpoints:
        points.append(_survey(touchpoint, said.get(touchpoint)))
        if touchpoint in believed:
            points.append(_team(touchpoint, believed[touchpoint]))
    return points


def _by_place(answers: pd.DataFrame | None, by: str) -> dict[str, pd.DataFrame]:
    if answers is None or answers.empty:
        return {}
    return {str(place): part for place, part in answers.groupby(by, sort=False) if place}


def _survey(touchpoint: str, answers: pd.DataFrame | None) -> Point:
    if answers is None:
        return unshown(touchpoint, 0, "no answers are linked to it")
    if "kind" in answers and bool((answers["kind"] == "nps").any()):
        answers = answers[answers["kind"] != "nps"]
        if answers.empty:
            why = "only a recommendation question is linked to it, which is not a feeling"
            return unshown(touchpoint, 0, why)
    values, weights = _respondents(answers)
    n = len(values)
    if n < FEWEST:
        return unshown(touchpoint, n, f"fewer than {FEWEST} answers")
    return _measured(touchpoint, values, weights)


def _respondents(answers: pd.DataFrame) -> tuple[Any, Any]:
    """One valence a respondent: people are sampled, not answers."""
    valence = to_valence(answers["value"], answers["low"].iloc[0], answers["high"].iloc[0])
    if answers["low"].nunique() > 1 or answers["high"].nunique() > 1:
        valence = to_valence_rows(answers)
    each = answers.assign(valence=valence).groupby("respondent", sort=False)
    weights = each["weight"].first() if "weight" in answers else each["valence"].count() * 0 + 1
    return each["valence"].mean().to_numpy(float), weights.to_numpy(float)


def to_valence_rows(answers: pd.DataFrame) -> pd.Series:
    """Return the valence of answers that were given on different scales, row by row."""
    share = (answers["value"] - answers["low"]) / (answers["high"] - answers["low"])
    return share * (HIGHEST - LOWEST) + LOWEST


def _measured(touchpoint: str, values: Any, weights: Any) -> Point:
    from journeykit.measures.counts import Tally
    from journeykit.measures.score import mean

    tally = Tally.of(values, weights)
    score = mean(tally, LOWEST, HIGHEST)
    return Point(
        touchpoint, "survey", score.value, score.low, score.high, score.n,
        _weighted_median(tally), True, "", method=score.method,
    )  # fmt: skip


def _weighted_median(tally: Any) -> float:
    """The value below and above which half of the weight lies."""
    import numpy as np

    reached = np.cumsum(tally.w) / tally.w.sum()
    at = int(np.searchsorted(reached, 0.5 - 1e-12))
    if abs(reached[at] - 0.5) <= 1e-12 and at + 1 < len(tally.values):
        return float(tally.values[at] + tally.values[at + 1]) / 2
    return float(tally.values[at])


def _team(touchpoint: str, believed: Sequence[float]) -> Point:
    middle = float(median(believed))
    return Point(
        touchpoint, "team", middle, None, None, len(believed), middle, True, "",
        tuple(sorted(believed)), "median of the people in the room",
    )  # fmt: skip


__all__ = ["FEWEST", "Point", "PointSource", "Rated", "curve", "to_valence_rows"]
