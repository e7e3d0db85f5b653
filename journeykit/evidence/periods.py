"""Every metric of a workshop over time: imported numbers, ratings by wave, returns in logs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from journeykit.errors import JourneykitError
from journeykit.evidence.metrics import averaged
from journeykit.evidence.numbers import NUMBERED, summed
from journeykit.evidence.shape import PLACE, TOUCHPOINT
from journeykit.insight.patterns import is_share
from journeykit.insight.series import (
    Kind,
    Point,
    Series,
    begin,
    end,
    named,
    period_of,
    point,
)

if TYPE_CHECKING:
    from journeykit.model import Source, Workshop
    from journeykit.store import Store
    from journeykit.survey import Survey

#: What ratings and returns to a touchpoint are called among the metrics.
RATING, RETURNS = "Rating, 1 to 5", "Return visit rate"
#: Places that are no touchpoint and are still looked at, for each metric.
PLACES_MOST = 20


@dataclass(frozen=True)
class Row:
    """One imported value: metric, touchpoint ("" for none), place, value, of how many, day."""

    metric: str
    touchpoint: str
    place: str
    value: float
    base: float | None
    day: date | None
    source: str


_KEPT: OrderedDict[tuple[str, str], list[Row]] = OrderedDict()


def series(store: Store, workshop: Workshop, every: str = "") -> list[Series]:
    """Return all metrics by touchpoint and period, in the order of the journey.

    ``every`` is day, week, month or quarter; "" takes what fits the days of each metric.
    """
    found = [*_imported(store, workshop, every), *_ratings(store, workshop),
             *_returns(store, workshop)]  # fmt: skip
    order = {id: at for at, id in enumerate(_walk(workshop))}
    return sorted(found, key=lambda one: (
        one.metric.casefold(), order.get(one.touchpoint, len(order)), one.place == "", one.place,
    ))  # fmt: skip


def _walk(workshop: Workshop) -> list[str]:
    journeys = workshop.ordered("journeys")
    return [point.id for one in journeys for point in workshop.touchpoints_of(one.id)]


# ---- imported numbers --------------------------------------------------------------------------


def _imported(store: Store, workshop: Workshop, every: str) -> list[Series]:
    rows: list[Row] = []
    for source in workshop.ordered("sources"):
        if source.dataset and source.kind in NUMBERED:
            rows += _rows(store, source)
    by: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        at = row.touchpoint if row.touchpoint in workshop.touchpoints else ""
        by.setdefault(row.metric, {}).setdefault(at, []).append(row)
    found = []
    for metric, parts in by.items():
        kind = _kind(metric)
        for at, mine in parts.items():
            if at:
                found.append(_series(metric, at, kind, mine, every))
        for place, mine in _unlinked(parts.get("", [])):
            found.append(replace(_series(metric, "", kind, mine, every), place=place))
        told = [row for row in parts.get("", []) if not row.place]
        whole = told or [row for mine in parts.values() for row in mine]
        if told or len({(row.touchpoint, row.place) for row in whole}) > 1:
            found.append(_series(metric, "", kind, whole, every))
    return found


def _unlinked(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The rows of places that are no touchpoint, the weightiest places."""
    by: dict[str, list[Row]] = {}
    for row in rows:
        if row.place:
            by.setdefault(row.place, []).append(row)
    weight = {place: sum(row.base or 0.0 for row in mine) for place, mine in by.items()}
    kept = sorted(by, key=lambda place: (-weight[place], -len(by[place]), place))[:PLACES_MOST]
    return [(place, by[place]) for place in kept]


def _kind(metric: str) -> Kind:
    if is_share(metric):
        return "share"
    return "mean" if averaged(metric) else "count"


def _rows(store: Store, source: Source) -> list[Row]:
    from journeykit.attach import survey_of

    key = (store.url, source.dataset)
    if key not in _KEPT:
        try:
            _KEPT[key] = _read(survey_of(store, source))
        except JourneykitError:  # its rows are in another store; the page says so elsewhere
            return []
        while len(_KEPT) > 32:
            _KEPT.popitem(last=False)
    day = source.collected
    return [replace(row, source=source.id, day=row.day or day) for row in _KEPT[key]]


def _read(survey: Survey) -> list[Row]:
    names = ("metric", "value", "base", PLACE, TOUCHPOINT, "date")
    if not set(names) <= set(survey.answers.names):
        return []
    columns = (survey.answers[name].arrow().to_pylist() for name in names)
    rows = [
        Row(metric, at, place, float(value), float(base) if base else None,
            date.fromisoformat(day) if day else None, "")
        for metric, value, base, place, at, day in zip(*columns, strict=True)
    ]  # fmt: skip
    return _as_shares(rows)


def _as_shares(rows: Sequence[Row]) -> list[Row]:
    """Shares that were written as percent without a sign, 0 to 1."""
    largest: dict[str, float] = {}
    for row in rows:
        largest[row.metric] = max(largest.get(row.metric, 0.0), row.value)
    percent = {name for name, most in largest.items() if is_share(name) and 1 < most <= 100}
    return [
        replace(row, value=round(row.value / 100, 10)) if row.metric in percent else row
        for row in rows
    ]


def _series(metric: str, at: str, kind: Kind, rows: Sequence[Row], every: str) -> Series:
    days = [row.day for row in rows if row.day]
    length = every or period_of(days)
    by: dict[date | None, list[Row]] = {}
    for row in rows:
        by.setdefault(begin(row.day, length) if row.day else None, []).append(row)
    points = []
    for start in sorted(by, key=lambda each: (each is not None, each)):
        mine = by[start]
        total = summed((row.metric, row.value, row.base) for row in mine)[metric]
        label = named(start, length) if start else "no date"
        points.append(point(
            kind, label, start, total.value, total.base, (row.source for row in mine),
            whole=_whole(start, length, days),
        ))  # fmt: skip
    return Series(metric, at, kind, tuple(points))


def _whole(start: date | None, every: str, days: Sequence[date]) -> bool:
    """Whether a period at the end of what was imported has all its days, as far as one sees."""
    if start is None or not days or every == "day":
        return True
    different = sorted(set(days))
    gaps = [(b - a).days for a, b in pairwise(different)]
    step = min(gaps, default=31)
    if step >= 0.9 * (end(start, every) - start).days:
        return True  # one value a period: it is what the file calls a period
    first, final = different[0], different[-1]
    before = begin(first, every) == start and (first - start).days >= step
    after = begin(final, every) == start and (end(start, every) - final).days >= step
    return not before and not after


# ---- ratings and returns -----------------------------------------------------------------------


def _ratings(store: Store, workshop: Workshop) -> list[Series]:
    """The mean rating of each touchpoint in each survey, people counted once, on 1 to 5."""
    if not any(source.dataset for source in workshop.sources.values()):
        return []
    from journeykit.attach import answers

    frame = answers(store, workshop)
    frame = frame[(frame["kind"] != "nps") & frame["touchpoint"].notna() & (frame["touchpoint"]
                                                                           != "")]  # fmt: skip
    if not len(frame):
        return []
    scaled = 1 + 4 * (frame["value"] - frame["low"]) / (frame["high"] - frame["low"])
    keys = ["touchpoint", "source", "respondent"]
    people = frame.assign(value=scaled).groupby(keys, sort=False)["value"].mean()
    table = people.groupby(level=[0, 1], sort=False).agg(["mean", "var", "count"])
    found: dict[str, list[Point]] = {}
    for (at, source), mean, var, n in table.itertuples():
        one = workshop.sources[source]
        found.setdefault(at, []).append(point(
            "mean", one.wave or one.title, one.collected, float(mean), int(n), (source,),
            float(var) if n > 1 else None,
        ))  # fmt: skip
    return [Series(RATING, at, "mean", tuple(sorted(points, key=_age)))
            for at, points in found.items() if at in workshop.touchpoints]  # fmt: skip


def _age(one: Point) -> tuple[bool, Any]:
    return one.start is not None, one.start


def _returns(store: Store, workshop: Workshop) -> Iterable[Series]:
    """The share of cases that came back to a touchpoint after they had left it."""
    from journeykit.evidence.logs import logs
    from journeykit.insight import paths, places

    journey = workshop.current_journey()
    found: dict[str, list[Point]] = {}
    for each in logs(store, workshop) if journey else ():
        assert journey is not None
        where = places.places(each.log, workshop, journey.id, each.decided)
        walk = paths.walk(each.log, where.of, where.names)
        if not len(walk.at):
            continue
        there, back = walk.visitors, walk.returned
        for at in where.seen:
            if there[at]:
                found.setdefault(where.ids[at], []).append(point(
                    "share", each.source.wave or each.source.title, each.source.collected,
                    float(back[at] / there[at]), int(there[at]), (each.source.id,),
                ))  # fmt: skip
    return [Series(RETURNS, at, "share", tuple(sorted(points, key=_age)))
            for at, points in found.items()]  # fmt: skip


__all__ = ["RATING", "RETURNS", "Row", "series"]
