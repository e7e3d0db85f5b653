"""KPIs from a workshop's own data: the scores of linked questions, and imported metrics.

A `Signal` is a number that the sources of a workshop tell again and again: the score of a
question wave by wave, a metric period by period. A KPI that follows one gets a measurement of
each of its values; running it again changes what has changed and adds nothing twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2s
from typing import TYPE_CHECKING

from journeykit.edits import Change, Edit, Put
from journeykit.measures.effect import SCALE, Answers, Effect, effect
from journeykit.model import Action, Kpi, Link, Measurement, Source, Workshop

if TYPE_CHECKING:
    from journeykit.insight.series import Series
    from journeykit.store import Store
    from journeykit.survey import Survey

UNITS = {"nps": "points", "csat": "%", "ces": "%", "mean": "points of the scale", "metric": ""}
NAMES = {"nps": "NPS", "csat": "share of the two best answers", "ces": "share who found it easy",
         "mean": "mean"}  # fmt: skip
#: Metrics of which less is better; a person can turn it around on the page.
LESS = re.compile(
    r"bounce|abandon|drop-?off|\breturn rate|refund|complain|ticket|\berrors?\b|churn|unsubscri"
    r"|response time|waiting",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Value:
    """A value of a signal, ready to be a measurement; ``key`` tells it from the other values."""

    key: str
    day: date
    value: float
    low: float | None
    high: float | None
    n: int | None
    source: str | None
    method: str
    remark: str = ""


@dataclass(frozen=True)
class Signal:
    """A number of the workshop's own data: ``kind`` is nps, csat, ces, mean or metric.

    ``label`` is the question or the metric. ``unshown`` says in sentences why values are missing.
    """

    kind: str
    label: str
    touchpoint: str | None
    stage: str | None
    unit: str
    values: tuple[Value, ...]
    unshown: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What a page calls it."""
        return _hash(self.kind, self.label.casefold(), self.touchpoint or "", self.stage or "")

    def fits(self, kpi: Kpi) -> bool:
        """Whether a KPI follows this signal."""
        return (
            kpi.follows.casefold() == self.label[:300].strip().casefold()
            and kpi.kind == self.kind
            and (kpi.touchpoint, None if kpi.touchpoint else kpi.stage)
            == (self.touchpoint, self.stage)
        )


def _hash(*parts: str) -> str:
    return blake2s("|".join(parts).encode(), digest_size=6).hexdigest()


# ---- what the data tell ------------------------------------------------------------------------


def signals(store: Store, workshop: Workshop) -> list[Signal]:
    """Return the numbers of linked questions, then the metrics, in the order of the journey."""
    return [*_asked(store, workshop), *_metrics(store, workshop)]


def _asked(store: Store, workshop: Workshop) -> list[Signal]:
    by: dict[tuple[str, str, str], list[_Told]] = {}
    for source, survey, link in _linked(store, workshop):
        question = survey.question(link.question)
        kinds = _kinds(question.kind, link)
        read = answers_of(survey, link, kinds[0])
        for kind in kinds:
            place = link.touchpoint or "", (link.stage or "") if not link.touchpoint else ""
            one = _Told(source, question.text or question.id, replace(read, measure=kind))
            by.setdefault((kind, *place), []).append(one)
    found = []
    for (kind, touchpoint, stage), told in by.items():
        for label, mine in _questions(told):
            found.append(_signal(kind, label, touchpoint or None, stage or None, mine))
    order = {id: at for at, id in enumerate(_walk(workshop))}
    return sorted(
        found, key=lambda s: (order.get(s.touchpoint or s.stage or "", len(order)), s.label)
    )


def _linked(store: Store, workshop: Workshop) -> Iterable[tuple[Source, Survey, Link]]:
    from journeykit.attach import absent, survey_of

    gone = {source.id for source in absent(store, workshop)}
    for source in workshop.ordered("sources"):
        if not source.dataset or source.id in gone:
            continue
        links = [
            link for link in workshop.ordered("links", source=source.id)
            if not (link.comments or link.activity)
        ]  # fmt: skip
        if not links:
            continue
        survey = survey_of(store, source)
        known = {question.id for question in survey.questions}
        yield from ((source, survey, link) for link in links if link.question in known)


def _kinds(kind: str, link: Link) -> tuple[str, ...]:
    if kind == "nps" and (link.low, link.high) == (0, 10):
        return ("nps",)
    return ("ces", "mean") if kind == "ces" else ("csat", "mean")


@dataclass(frozen=True)
class _Told:
    """The answers to one question in one source."""

    source: Source
    text: str
    answers: Answers


def _questions(told: list[_Told]) -> Iterable[tuple[str, list[_Told]]]:
    """One question a place and source is the same question, also where a wave words it anew."""
    sources = [each.source.id for each in told]
    if len(sources) == len(set(sources)):
        yield told[0].text, told
        return
    by: dict[str, list[_Told]] = {}
    for one in told:
        by.setdefault(one.text.casefold(), []).append(one)
    for mine in by.values():
        yield mine[0].text, mine


def _signal(
    kind: str, label: str, touchpoint: str | None, stage: str | None, told: Iterable[_Told]
) -> Signal:
    values, unshown, unit = [], [], UNITS[kind]
    for one in told:
        source = one.source
        name = source.wave or source.title
        if kind == "mean":
            unit = f"of {one.answers.high:g}"
        if source.collected is None:
            unshown.append(f"'{name}' has no day; say on the Survey page when it was collected.")
            continue
        score = _score(one.answers)
        if score.value is None:
            unshown.append(f"'{name}': {score.method}.")
            continue
        by = SCALE[kind]
        low, high = (None if end is None else by * end for end in (score.low, score.high))
        values.append(Value(
            source.id, source.collected, by * score.value, low, high, score.n, source.id,
            score.method, name,
        ))  # fmt: skip
    values.sort(key=lambda each: each.day)
    return Signal(kind, label, touchpoint, stage, unit, tuple(values), tuple(unshown))


def answers_of(survey: Survey, link: Link, kind: str) -> Answers:
    """Return the answers to a linked question as they are counted."""
    from journeykit.measures import Tally
    from journeykit.survey import tidy

    frame = tidy(survey, [link])
    return Answers(Tally.of(frame["value"], frame["weight"]), kind, link.low, link.high)


def _score(answers: Answers):  # type: ignore[no-untyped-def]
    from journeykit.measures import score

    if answers.measure == "csat":  # of two or three points the best one, as elsewhere
        top = 2 if abs(answers.high - answers.low) >= 3 else 1
        return score.csat(answers.tally, answers.low, answers.high, top=top)
    return score.one(answers.tally, answers.measure, answers.low, answers.high)


def _metrics(store: Store, workshop: Workshop) -> list[Signal]:
    from journeykit.evidence.numbers import NUMBERED

    if not any(s.dataset and s.kind in NUMBERED for s in workshop.sources.values()):
        return []
    from journeykit.evidence.periods import RATING, series

    found = (_metric(workshop, one) for one in series(store, workshop) if one.metric != RATING)
    return [each for each in found if each.values]


def _metric(workshop: Workshop, one: Series) -> Signal:
    by = 100.0 if one.kind == "share" else 1.0
    values = []
    for point in one.known:
        source = next((id for id in point.sources if id in workshop.sources), None)
        day = point.start or (workshop.sources[source].collected if source else None)
        if day is None or point.value is None or day > date.today():
            continue
        low, high = (None if end is None else by * end for end in (point.low, point.high))
        values.append(Value(
            f"{day}", day, by * point.value, low, high, point.n, source,
            f"imported {one.kind}" + (", 95 %" if low is not None else ", no interval"),
            point.label,
        ))  # fmt: skip
    label = f"{one.metric} · {one.place}" if one.place else one.metric
    unit = "%" if one.kind == "share" else ""
    return Signal("metric", label, one.touchpoint or None, None, unit, tuple(values))


def _walk(workshop: Workshop) -> Iterable[str]:
    for journey in workshop.ordered("journeys"):
        for stage in workshop.stages_of(journey.id):
            yield from (each.id for each in workshop.ordered("touchpoints", stage=stage.id))
            yield stage.id


# ---- KPIs that follow them -----------------------------------------------------------------


@dataclass(frozen=True)
class Filling:
    """The edits that bring KPIs up to date, and what they do in numbers."""

    edits: tuple[Edit, ...]
    added: int
    changed: int
    kept: int

    @property
    def words(self) -> str:
        """What was done, in a sentence."""
        return (
            f"{self.added} {'value' if self.added == 1 else 'values'} added, {self.changed} "
            f"changed, {self.kept} as they were."
        )


def kpi_of(signal: Signal, name: str = "") -> Kpi:
    """Return the KPI that follows a signal, without a target yet."""
    measure = NAMES.get(signal.kind, "")
    return Kpi(
        name=(name or signal.label)[:300], kind=signal.kind, follows=signal.label[:300],
        unit=signal.unit, touchpoint=signal.touchpoint, stage=signal.stage,
        better="lower" if signal.kind == "metric" and LESS.search(signal.label) else "higher",
        definition=f"{measure[:1].upper()}{measure[1:]} of the answers to “{signal.label}”"
        if measure else f"{signal.label}, as imported",
    )  # fmt: skip


def filling(workshop: Workshop, kpis: Iterable[Kpi], known: Iterable[Signal]) -> Filling:
    """Return the edits after which KPIs have a measurement of each value they follow.

    A value that somebody typed for the same day and source stays as it is.
    """
    known = list(known)
    edits: list[Edit] = []
    added = changed = kept = 0
    for kpi in kpis:
        signal = next((each for each in known if each.fits(kpi)), None)
        for rank, value in enumerate(signal.values if signal else (), 1):
            wanted = measurement_of(kpi, value, float(rank))
            now = workshop.measurements.get(wanted.id)
            if now is None and _typed(workshop, wanted):
                kept += 1
            elif now is None:
                edits.append(Put.of(wanted))
                added += 1
            elif fields := _differs(now, wanted):
                edits.append(Change(collection="measurements", id=now.id, fields=fields))
                changed += 1
            else:
                kept += 1
    return Filling(tuple(edits), added, changed, kept)


def measurement_of(kpi: Kpi, value: Value, rank: float = 0.0) -> Measurement:
    """Return the measurement of a value; the same value of the same KPI has the same id."""
    return Measurement(
        id=_hash(kpi.id, value.key), rank=rank, kpi=kpi.id, day=value.day,
        value=round(value.value, 6), low=_rounded(value.low), high=_rounded(value.high),
        n=value.n, source=value.source, method=value.method[:300], remark=value.remark,
    )  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _typed(workshop: Workshop, wanted: Measurement) -> bool:
    return any(
        (m.kpi, m.day, m.source, m.group) == (wanted.kpi, wanted.day, wanted.source, "")
        for m in workshop.measurements.values()
    )


def _differs(now: Measurement, wanted: Measurement) -> dict[str, object]:
    old, new = now.model_dump(mode="json"), wanted.model_dump(mode="json")
    fields = ("day", "value", "low", "high", "n", "source", "method")
    return {name: new[name] for name in fields if old[name] != new[name]}


# ---- before and after ------------------------------------------------------------------------


def effects(store: Store, workshop: Workshop, today: date | None = None) -> list[Effect]:
    """Return what each action's KPI did, from raw answers where both waves are in the store."""
    answers = _Answers(store, workshop)
    return [_effect(workshop, action, answers, today) for action in _acted(workshop)]


def _acted(workshop: Workshop) -> list[Action]:
    return [each for each in workshop.ordered("actions") if each.status != "dropped"]


def _effect(workshop: Workshop, action: Action, answers: _Answers, today: date | None) -> Effect:
    kpi = workshop.kpis.get(action.kpi or "")
    values = [m for m in workshop.measurements.values() if kpi and m.kpi == kpi.id]
    return effect(action, kpi, values, answers.behind, today)


class _Answers:
    """Finds the answers behind a measurement that was made of them, each read once."""

    def __init__(self, store: Store, workshop: Workshop) -> None:
        self._store, self._workshop = store, workshop
        self._links: Mapping[tuple[str, str], list[tuple[Survey, Link]]] | None = None
        self._found: dict[str, Answers | None] = {}

    def behind(self, value: Measurement) -> Answers | None:
        if value.id not in self._found:
            self._found[value.id] = self._look(value)
        return self._found[value.id]

    def _look(self, value: Measurement) -> Answers | None:
        kpi = self._workshop.kpis[value.kpi]
        if kpi.kind not in SCALE or not kpi.follows or value.source is None:
            return None
        if value.id != _hash(kpi.id, value.source):
            return None  # typed by hand: nobody knows of which answers it speaks
        if self._links is None:
            by: dict[tuple[str, str], list[tuple[Survey, Link]]] = {}
            for source, survey, link in _linked(self._store, self._workshop):
                place = link.touchpoint or link.stage or ""
                by.setdefault((source.id, place), []).append((survey, link))
            self._links = by
        told = self._links.get((value.source, kpi.touchpoint or kpi.stage or ""), [])
        fits = [(s, k) for s, k in told if kpi.kind in _kinds(s.question(k.question).kind, k)]
        named = [
            (s, k) for s, k in fits
            if (s.question(k.question).text or k.question).casefold() == kpi.follows.casefold()
        ]  # fmt: skip
        chosen = named or fits
        return answers_of(*chosen[0], kpi.kind) if len(chosen) == 1 else None


__all__ = [
    "Filling", "Signal", "Value", "answers_of", "effects", "filling", "kpi_of", "measurement_of",
    "signals",
]  # fmt: skip
