"""Figures: what the numbers of all sources come to, by touchpoint and metric (R46, R67)."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeykit.errors import JourneykitError
from journeykit.evidence.shape import PLACE, TOUCHPOINT

if TYPE_CHECKING:
    from journeykit.evidence.logs import EventLog
    from journeykit.model import Source, Workshop
    from journeykit.store import Store
    from journeykit.survey import Survey


_PEOPLE = re.compile(r"\b(users?|visitors?|followers|subscribers|customers)\b", re.I)


@dataclass(frozen=True)
class Total:
    """Values of one metric put together: the sum, or the average weighted by its base."""

    value: float
    base: float | None
    rows: int


@dataclass(frozen=True)
class Figure:
    """A metric of a touchpoint ("" for what belongs to none) from one source."""

    touchpoint: str
    metric: str
    total: Total
    source: str


def summed(values: Iterable[tuple[str, float, float | None]]) -> dict[str, Total]:
    """Put values together by metric: counts are added, rates and durations averaged.

    An average is weighted by its base where every value has one. People are never added, since
    the same ones may be in two rows: the largest value stands.

    >>> summed([("Views", 2, None), ("Views", 3, None), ("Bounce rate", .5, 10),
    ...         ("Bounce rate", .2, 30)])["Bounce rate"]
    Total(value=0.275, base=40.0, rows=2)
    """
    from journeykit.evidence.metrics import averaged

    grouped: dict[str, list[tuple[float, float | None]]] = {}
    for metric, value, base in values:
        grouped.setdefault(metric, []).append((value, base))
    found = {}
    for metric, pairs in grouped.items():
        bases = [base for _, base in pairs if base is not None]
        known = len(bases) == len(pairs) and sum(bases) > 0
        if _PEOPLE.search(metric):
            value = max(value for value, _ in pairs)
        elif not averaged(metric):
            value = sum(value for value, _ in pairs)
        elif known:
            value = sum(v * (b or 0) for v, b in pairs) / sum(bases)
        else:
            value = sum(v for v, _ in pairs) / len(pairs)
        base = float(sum(bases)) if known and averaged(metric) else None
        found[metric] = Total(round(value, 10), base, len(pairs))
    return found


def in_words(metric: str, value: float) -> str:
    """Return a value for a person: a share in percent, a count with its thousands.

    >>> in_words("Conversion rate", .031), in_words("Page views", 12034), in_words("Likes", 2.5)
    ('3.1 %', '12,034', '2.5')
    """
    if "rate" in metric.casefold() and 0 <= value <= 1:
        return f"{value * 100:.1f} %"
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:,.4g}"


def figures_of(survey: Survey, source: str) -> list[Figure]:
    """Return the figures in the rows of one source; none where it holds no numbers or events."""
    names = set(survey.frame.columns)
    if {"metric", "value", TOUCHPOINT} <= names:
        return _of_metrics(survey, source)
    if {"case", "activity", TOUCHPOINT} <= names:
        return _of_events(survey, source)
    return []


def _of_metrics(survey: Survey, source: str) -> list[Figure]:
    frame = survey.frame
    rows: dict[str, list[tuple[str, float, float | None]]] = {}
    columns = (frame[TOUCHPOINT], frame["metric"], frame["value"], frame["base"], frame[PLACE])
    for at, metric, value, base, place in zip(*columns, strict=True):
        if at or not place:
            known = float(base) if base else None
            rows.setdefault(at, []).append((metric, float(value), known))
    return [
        Figure(at, metric, total, source)
        for at, values in rows.items()
        for metric, total in summed(values).items()
    ]


def _of_events(survey: Survey, source: str) -> list[Figure]:
    frame = survey.frame
    found = []
    for at, part in frame[frame[TOUCHPOINT] != ""].groupby(TOUCHPOINT):
        found.append(Figure(str(at), "Events", Total(len(part), None, len(part)), source))
        cases = float(part["case"].nunique())
        found.append(Figure(str(at), "Cases", Total(cases, None, len(part)), source))
    return found


def _of_log(each: EventLog) -> list[Figure]:
    """How many events and cases each touchpoint has."""
    import numpy as np

    ids = sorted(set(each.decided.values()))
    at = {id: code for code, id in enumerate(ids)}
    of = np.array([at.get(each.decided.get(name, ""), -1) for name in each.log.activities])
    codes = of[each.log.what]
    here = codes >= 0
    n = np.bincount(codes[here], minlength=len(ids))
    people = np.unique(each.log.cases[here] * len(ids) + codes[here]) % max(1, len(ids))
    cases = np.bincount(people, minlength=len(ids))
    return [
        Figure(id, name, Total(float(many), None, int(n[code])), each.source.id)
        for code, id in enumerate(ids)
        for name, many in (("Events", n[code]), ("Cases", cases[code]))
        if n[code]
    ]


_KEPT: OrderedDict[tuple[str, str], list[Figure]] = OrderedDict()
#: Kinds of sources whose rows may be numbers.
NUMBERED = frozenset({"analytics", "sales", "social", "market_research", "direct_feedback"})


def figures(store: Store, workshop: Workshop) -> list[Figure]:
    """Return the figures of all sources, those of touchpoints that are gone left out.

    An event counts for the touchpoint that its activity is now, as a person corrected it.
    """
    from journeykit.evidence.logs import logs

    events = {each.source.id: each for each in logs(store, workshop)}
    found: list[Figure] = []
    for source in workshop.ordered("sources"):
        if source.id in events:
            found += _of_log(events[source.id])
        elif source.dataset and source.kind in NUMBERED:
            found += _kept(store, source)
    return [one for one in found if not one.touchpoint or one.touchpoint in workshop.touchpoints]


def _kept(store: Store, source: Source) -> list[Figure]:
    from journeykit.attach import survey_of

    key = (store.url, source.dataset)
    if key not in _KEPT:
        try:
            _KEPT[key] = figures_of(survey_of(store, source), "")
        except JourneykitError:  # its rows are in another store; the page says so elsewhere
            return []
        while len(_KEPT) > 32:
            _KEPT.popitem(last=False)
    made: Any = _KEPT[key]
    return [Figure(one.touchpoint, one.metric, one.total, source.id) for one in made]
