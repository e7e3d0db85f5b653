"""The scores of all linked questions, in the order of the journey, computed once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeykit.model import Link, Source, Workshop

if TYPE_CHECKING:
    from journeykit.measures import Score, Tally
    from journeykit.store import Store
    from journeykit.survey import Survey

#: Questions of which the numbers are kept in this kernel.
_MOST = 2000
_KNOWN: OrderedDict[Any, Numbers] = OrderedDict()


@dataclass(frozen=True)
class Numbers:
    """What the answers to one question come to.

    ``top`` is the share of the two best points, or the NPS of a recommendation question, or
    the CES; ``answers`` counts each value, empty where there are too few to show.
    """

    mean: Score
    top: Score
    answers: tuple[tuple[float, int], ...]
    weighted: bool


@dataclass(frozen=True)
class Line:
    """One linked question: where it belongs, what was asked, its numbers and its source."""

    place: str
    stage: str
    question: str
    kind: str
    low: float
    high: float
    source: str
    numbers: Numbers
    #: the place, and what tells this line from the others there
    label: str = ""


def lines(store: Store, workshop: Workshop) -> list[Line]:
    """Return a line for each linked question whose answers are in this store."""
    from journeykit.attach import absent, survey_of

    gone = {source.id for source in absent(store, workshop)}
    sources = {s.id: s for s in workshop.ordered("sources") if s.dataset and s.id not in gone}
    order = {id: at for at, id in enumerate(_walk(workshop))}
    waves = {id: at for at, id in enumerate(sorted(sources, key=lambda id: _age(sources[id])))}
    links = [
        link for link in workshop.ordered("links") if link.source in sources and not link.comments
    ]
    links.sort(
        key=lambda link: (
            order.get(link.touchpoint or link.stage or "", len(order)),
            link.rank,
            waves[link.source],
        )
    )
    found = []
    for link in links:
        source = sources[link.source]
        survey = survey_of(store, source)
        if any(link.question == q.id for q in survey.questions):
            found.append(_line(workshop, source, survey, link))
    return _labeled(found, several=len({line.source for line in found}) > 1)


def _age(source: Source) -> tuple[str, float]:
    return source.collected.isoformat() if source.collected else "", source.rank


def _walk(workshop: Workshop) -> list[str]:
    """The ids of stages and touchpoints, journey by journey, as the customer meets them."""
    current = workshop.current_journey()
    journeys = workshop.ordered("journeys")
    journeys.sort(key=lambda journey: current is None or journey.id != current.id)
    return [
        id
        for journey in journeys
        for stage in workshop.stages_of(journey.id)
        for id in (*(t.id for t in workshop.ordered("touchpoints", stage=stage.id)), stage.id)
    ]


def _line(workshop: Workshop, source: Source, survey: Survey, link: Link) -> Line:
    question = survey.question(link.question)
    at = workshop.touchpoints.get(link.touchpoint or "")
    stage = workshop.stages.get(at.stage if at else link.stage or "")
    place = at.name if at else f"Stage {stage.name}" if stage else "Whole journey"
    title = source.wave or source.title
    return Line(
        place, stage.name if stage else "", question.text or question.id, question.kind,
        link.low, link.high, title, numbers(source.dataset, survey, link),
    )  # fmt: skip


def _labeled(found: list[Line], several: bool) -> list[Line]:
    """Name each line by its place, and by question or source where that is not enough."""
    from dataclasses import replace

    asked: dict[str, set[str]] = {}
    for line in found:
        asked.setdefault(line.place, set()).add(line.question)
    labels = []
    for line in found:
        parts = [line.place]
        if len(asked[line.place]) > 1:
            parts.append(line.question)
        if several:
            parts.append(line.source)
        labels.append(" · ".join(parts))
    return [replace(line, label=label) for line, label in zip(found, labels, strict=True)]


def numbers(dataset: str, survey: Survey, link: Link) -> Numbers:
    """Return the numbers of a link, computed when its dataset and scale are seen first."""
    key = (dataset, link.question, link.low, link.high, link.not_applicable, link.missing)
    if key not in _KNOWN:
        _KNOWN[key] = _numbers(survey, link)
        while len(_KNOWN) > _MOST:
            _KNOWN.popitem(last=False)
    return _KNOWN[key]


def _numbers(survey: Survey, link: Link) -> Numbers:
    from journeykit import measures
    from journeykit.few import FEWEST
    from journeykit.survey.answers import linked, weights

    tally = measures.Tally.of(linked(survey, link), weights(survey))
    answers: Mapping[float, float] = dict(zip(tally.values, tally.n, strict=True))
    return Numbers(
        measures.mean(tally, link.low, link.high),
        _top(tally, survey.question(link.question).kind, link.low, link.high),
        tuple((float(value), int(n)) for value, n in answers.items())
        if tally.total >= FEWEST
        else (),
        tally.weighted,
    )


def _top(tally: Tally, kind: str, low: float, high: float) -> Score:
    from journeykit import measures

    if kind == "nps" and (low, high) == (0, 10):
        return measures.nps(tally)
    if kind == "ces":
        return measures.ces(tally, low, high)
    # Of two or three points the best one; of more the two best, as is usual.
    return measures.csat(tally, low, high, top=2 if abs(high - low) >= 3 else 1)


class Scores:
    """The lines of a workshop, made again only when links, sources or the map have changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stands_on: tuple[Any, ...] = ()
        self._lines: list[Line] = []
        self.charts: dict[Any, Any] = {}

    def of(self, workshop: Workshop) -> list[Line]:
        """Return the lines.

        A collection is the same object until one of its entities changes, so its identity
        says whether the numbers still hold.
        """
        now = (
            workshop.links, workshop.sources, workshop.touchpoints, workshop.stages,
            workshop.journeys,
        )  # fmt: skip
        same = len(now) == len(self._stands_on) and all(
            a is b for a, b in zip(now, self._stands_on, strict=True)
        )
        if not same:
            self._lines = lines(self._store, workshop)
            self._stands_on = now
            self.charts = {}
        return self._lines
