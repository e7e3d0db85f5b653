"""The numbers of the report: what customers answered at each touchpoint, beside the team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeykit.checks import Evidence, by_touchpoint
from journeykit.emotions import Point
from journeykit.model import Stage, Touchpoint, Workshop

if TYPE_CHECKING:
    import pandas as pd

    from journeykit.measures import Score


@dataclass(frozen=True)
class Row:
    """One touchpoint: the customers' feeling, the answers as given, the team's guess.

    ``scale`` holds the ends of the questions' scale where all have the same, and ``mean`` is
    on that scale; ``top`` is the top-2 share where one question is linked.
    """

    stage: Stage
    touchpoint: Touchpoint
    evidence: Evidence
    survey: Point
    team: Point | None
    scale: tuple[float, float] | None
    mean: float | None
    top: Score | None
    sources: tuple[str, ...]


def rows(
    workshop: Workshop,
    places: Sequence[tuple[Stage, Touchpoint]],
    answers: pd.DataFrame,
    points: Sequence[Point],
) -> list[Row]:
    """Return the numbers of the given touchpoints, in their order.

    ``answers`` is the frame of `journeykit.attach.answers`, ``points`` the curve made of it.
    """
    found = {(point.touchpoint, point.source): point for point in points}
    supported = by_touchpoint(workshop)
    rated = answers[answers["kind"] != "nps"]
    parts = {str(id): part for id, part in rated.groupby("touchpoint") if id}
    return [
        _row(stage, touchpoint, supported[touchpoint.id], found, parts.get(touchpoint.id), workshop)
        for stage, touchpoint in places
    ]


def _row(
    stage: Stage,
    touchpoint: Touchpoint,
    evidence: Evidence,
    found: Mapping[tuple[str, Any], Point],
    answers: pd.DataFrame | None,
    workshop: Workshop,
) -> Row:
    survey = found[touchpoint.id, "survey"]
    scale = _scale(answers)
    mean = None
    if scale and survey.value is not None:
        low, high = scale
        mean = low + (survey.value + 2) / 4 * (high - low)
    titles = tuple(workshop.sources[id].title for id in evidence.sources)
    return Row(
        stage, touchpoint, evidence, survey, found.get((touchpoint.id, "team")), scale, mean,
        _top(answers, scale), titles,
    )  # fmt: skip


def _scale(answers: pd.DataFrame | None) -> tuple[float, float] | None:
    if answers is None:
        return None
    ends = answers[["low", "high"]].drop_duplicates()
    return (float(ends["low"].iloc[0]), float(ends["high"].iloc[0])) if len(ends) == 1 else None


def _top(answers: pd.DataFrame | None, scale: tuple[float, float] | None) -> Score | None:
    from journeykit.measures import Tally, csat

    if answers is None or scale is None or answers["question"].nunique() != 1:
        return None
    return csat(Tally.of(answers["value"], answers["weight"]), *scale)


def counts(
    answers: pd.DataFrame, names: Mapping[str, str], fewest: int = 5
) -> list[dict[str, Any]]:
    """Return how often each answer was given at each touchpoint: text, value, n.

    Touchpoints with fewer than `fewest` answers are left out: a count there is a person.
    """
    rated = answers[answers["kind"] != "nps"]
    listed = []
    for id, name in names.items():
        part = rated[rated["touchpoint"] == id]
        if len(part) >= fewest:
            told = part["value"].value_counts().sort_index()
            each = zip(told.index.tolist(), told.tolist(), strict=True)
            listed += [{"text": name, "value": value, "n": n} for value, n in each]
    return listed
