"""The points of the emotion curve: what customers rated, and what the room believes.

They are never averaged. The headline is the best source with at least five people; where there
is none, there is no point, and the line has a gap. Of several waves the newest is the curve;
`journeykit.emotions.waves` has the others beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import median, quantiles
from typing import TYPE_CHECKING, Literal, Protocol

from journeykit.emotions.point import TIERS, Point, PointSource, unshown
from journeykit.emotions.scale import HIGHEST, LOWEST, from_valence, to_valence
from journeykit.few import FEWEST

if TYPE_CHECKING:
    import pandas as pd

    from journeykit.measures.counts import Floats, Tally


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


class Titled(Protocol):
    """What a source has to say: `journeykit.model.Source`, or anything with these fields."""

    @property
    def title(self) -> str:
        """Its name."""

    @property
    def collected(self) -> date | None:
        """The day on which it was collected."""


Sources = Mapping[str, Titled]
By = Literal["touchpoint", "stage"]


def curve(
    answers: pd.DataFrame | None,
    ratings: Iterable[Rated],
    touchpoints: Sequence[str],
    *,
    by: By = "touchpoint",
    sources: Sources | None = None,
    wave: str | None = None,
) -> list[Point]:
    """Return the points of a journey in its order, for each touchpoint survey first, then team.

    ``answers`` is the tidy frame of `journeykit.survey.tidy` (respondent, touchpoint, kind,
    value, low, high, weight; source and wave where there are several), or None. Every
    touchpoint has a survey point, shown or not; it has a team point where somebody rated it.
    ``by="stage"`` reads answers linked to stages. ``sources`` gives titles and days by id.
    ``wave`` names the wave that is wanted, "" all of them; None is the newest.
    """
    if wave is None:
        wave = (wave_order(answers, sources) or [""])[-1]
    said = by_place(of_wave(answers, wave), by)
    believed = given(ratings)
    points = []
    for touchpoint in touchpoints:
        points.append(survey_point(touchpoint, said.get(touchpoint), sources, wave))
        if touchpoint in believed:
            points.append(team_point(touchpoint, list(believed[touchpoint].values())))
    return points


def given(ratings: Iterable[Rated]) -> dict[str, dict[str, float]]:
    """Return the ratings by touchpoint, then by participant."""
    found: dict[str, dict[str, float]] = {}
    for rating in ratings:
        found.setdefault(rating.touchpoint, {})[rating.participant] = float(rating.valence)
    return found


def headline(points: Iterable[Point]) -> dict[str, Point]:
    """Return the point of each touchpoint that speaks for it: the best source with five people.

    Survey before text before team; a touchpoint where no source has five is not in it.
    """
    best: dict[str, Point] = {}
    for point in points:
        if not point.shown or point.value is None or point.n < FEWEST:
            continue
        known = best.get(point.touchpoint)
        if known is None or TIERS.index(point.source) < TIERS.index(known.source):
            best[point.touchpoint] = point
    return best


def wave_order(answers: pd.DataFrame | None, sources: Sources | None = None) -> list[str]:
    """Return the names of the waves in the answers, the oldest first; fewer than two: none.

    The order is that of the days on which they were collected, else that of the answers.
    """
    if answers is None or "wave" not in answers:
        return []
    pairs = answers[["wave", "source"]].drop_duplicates().itertuples(index=False)
    days: dict[str, str] = {}
    for wave, source in pairs:
        if wave:
            known = (sources or {}).get(source)
            day = known.collected.isoformat() if known and known.collected else ""
            days[wave] = max(day, days.get(wave, ""))
    return sorted(days, key=lambda wave: days[wave]) if len(days) > 1 else []


def of_wave(answers: pd.DataFrame | None, wave: str) -> pd.DataFrame | None:
    """Return the answers of a wave, with those of sources that belong to none; "" is all."""
    if answers is None or not wave or "wave" not in answers:
        return answers
    return answers[(answers["wave"] == wave) | (answers["wave"] == "")]


def newest_wave(answers: pd.DataFrame | None, sources: Sources | None) -> pd.DataFrame | None:
    """Return the answers of the newest wave, which is what the curve shows."""
    return of_wave(answers, (wave_order(answers, sources) or [""])[-1])


def by_place(answers: pd.DataFrame | None, by: By = "touchpoint") -> dict[str, pd.DataFrame]:
    """Return the answers by what they speak about; a recommendation is no feeling (METHOD 4)."""
    if answers is None or answers.empty:
        return {}
    return {str(place): part for place, part in answers.groupby(by, sort=False) if place}


def survey_point(
    touchpoint: str, answers: pd.DataFrame | None, sources: Sources | None = None, wave: str = ""
) -> Point:
    """Return what customers answered about one place, or the gap with its reason."""
    within = f" in {wave}" if wave else ""
    if answers is None:
        return unshown(touchpoint, 0, f"no answers are linked to it{within}", wave=wave)
    felt = feelings(answers)
    if felt.empty:
        why = "only a recommendation question is linked to it, which is not a feeling"
        return unshown(touchpoint, 0, why, wave=wave)
    values, weights = respondents(felt)
    if len(values) < FEWEST:
        why = f"fewer than {FEWEST} answers{within}"
        return unshown(touchpoint, len(values), why, wave=wave)
    return _measured(touchpoint, felt, values, weights, sources or {}, wave)


def feelings(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answers that say how it felt."""
    if "kind" not in answers:
        return answers
    return answers[answers["kind"] != "nps"]


def respondents(answers: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return a valence and a weight for each respondent: people are sampled, not answers."""
    import numpy as np

    low, high = answers["low"].to_numpy(float), answers["high"].to_numpy(float)
    value = answers["value"].to_numpy(float)
    valence = (value - low) / (high - low) * (HIGHEST - LOWEST) + LOWEST
    weight = answers["weight"].to_numpy(float) if "weight" in answers else np.ones(len(answers))
    codes, people = answers["respondent"].factorize()
    if len(people) == len(answers):
        return valence, weight
    times = np.bincount(codes, minlength=len(people))
    first = np.unique(codes, return_index=True)[1]
    return np.bincount(codes, valence, minlength=len(people)) / times, weight[first]


def to_valence_rows(answers: pd.DataFrame) -> pd.Series:
    """Return the valence of answers that were given on different scales, row by row."""
    share = (answers["value"] - answers["low"]) / (answers["high"] - answers["low"])
    return share * (HIGHEST - LOWEST) + LOWEST


def _measured(
    touchpoint: str, answers: pd.DataFrame, values: Floats, weights: Floats, sources: Sources,
    wave: str,
) -> Point:  # fmt: skip
    from journeykit.emotions.bootstrap import interval
    from journeykit.measures.counts import Tally

    tally = Tally.of(values, weights)
    low, high, method = interval(values, weights, LOWEST, HIGHEST)
    scale = _scale(answers)
    cited = [str(id) for id in answers["source"].unique()] if "source" in answers else []
    known = [sources[id] for id in cited if id in sources]
    days = [source.collected for source in known if source.collected]
    return Point(
        touchpoint, "survey", tally.mean, low, high, tally.total, _weighted_median(tally), True,
        "", method=method, wave=wave, titles=tuple(source.title for source in known),
        collected=max(days, default=None), raw=from_valence(tally.mean, *scale) if scale else None,
        scale=scale,
    )  # fmt: skip


def _scale(answers: pd.DataFrame) -> tuple[float, float] | None:
    """The ends of the scale, worst first, where all answered on the same one."""
    low, high = answers["low"], answers["high"]
    first = float(low.iloc[0]), float(high.iloc[0])
    return first if bool((low == first[0]).all() and (high == first[1]).all()) else None


def _weighted_median(tally: Tally) -> float:
    """The value below and above which half of the weight lies."""
    import numpy as np

    reached = np.cumsum(tally.w) / tally.w.sum()
    at = int(np.searchsorted(reached, 0.5 - 1e-12))
    if abs(reached[at] - 0.5) <= 1e-12 and at + 1 < len(tally.values):
        return float(tally.values[at] + tally.values[at + 1]) / 2
    return float(tally.values[at])


def team_point(touchpoint: str, believed: Sequence[float]) -> Point:
    """Return what the room believes about one place: the median of its ratings."""
    middle = float(median(believed))
    return Point(
        touchpoint, "team", middle, None, None, len(believed), middle, True, "",
        tuple(sorted(believed)), "median of the people in the room", quartiles=quarters(believed),
    )  # fmt: skip


def quarters(values: Sequence[float]) -> tuple[float, float]:
    """Return the first and third quartile, between which the middle half of the ratings lies.

    >>> quarters([-2, -1, 0, 1, 2]), quarters([1])
    ((-1.0, 1.0), (1.0, 1.0))
    """
    if len(values) == 1:
        return float(values[0]), float(values[0])
    first, _, third = quantiles(values, n=4, method="inclusive")
    return float(first), float(third)


__all__ = [
    "By", "Point", "PointSource", "Rated", "Sources", "by_place", "curve", "feelings",
    "given", "headline", "newest_wave", "of_wave", "quarters", "respondents", "survey_point",
    "team_point", "to_valence", "to_valence_rows", "wave_order",
]  # fmt: skip
