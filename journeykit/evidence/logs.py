"""The event logs of a workshop, and which activity of them is which touchpoint.

What was decided when a log was added stands in its rows; what a person corrected since stands
in links of the workshop (`journeykit.model.Link.activity`) and goes before it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeykit.edits import Batch, Change, Edit, Put, Remove, next_rank
from journeykit.errors import JourneykitError, Refused
from journeykit.evidence.numbers import NUMBERED
from journeykit.evidence.shape import TOUCHPOINT
from journeykit.insight import events
from journeykit.model import Link, Source, Workshop
from journeykit.model.evidence import ACTIVITY

if TYPE_CHECKING:
    from journeykit.insight.events import Log
    from journeykit.store import Store
    from journeykit.survey import Survey

_KEPT: OrderedDict[tuple[str, str], tuple[Log, dict[str, str]] | None] = OrderedDict()
_MOST = 8


@dataclass(frozen=True, eq=False)
class EventLog:
    """An event log that is a source of a workshop, and the touchpoints of its activities.

    ``settled`` are the activities of which a person has said what they are, or that they are
    none.
    """

    source: Source
    log: Log
    decided: Mapping[str, str]
    settled: frozenset[str] = frozenset()


def logs(store: Store, workshop: Workshop) -> list[EventLog]:
    """Return the event logs of a workshop whose rows are in this store."""
    found = []
    for source in workshop.ordered("sources"):
        if source.dataset and source.kind in NUMBERED and (kept := _kept(store, source)):
            log, decided = kept
            own = _corrected(workshop, source.id)
            known = {name: id for name, id in (decided | own).items() if id in workshop.touchpoints}
            found.append(EventLog(source, log, known, frozenset(own)))
    return found


def _kept(store: Store, source: Source) -> tuple[Log, dict[str, str]] | None:
    from journeykit.attach import survey_of

    key = (store.url, source.dataset)
    if key not in _KEPT:
        try:
            survey = survey_of(store, source)
        except JourneykitError:  # its rows are in another store; the page says so elsewhere
            return None
        try:
            _KEPT[key] = events.log(survey), _decided(survey)
        except Refused:
            _KEPT[key] = None
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    _KEPT.move_to_end(key)
    return _KEPT[key]


def _decided(survey: Survey) -> dict[str, str]:
    """The touchpoint of each activity, as it was decided when the log was added."""
    import numpy as np

    if TOUCHPOINT not in survey.answers.names:
        return {}
    what, activities = events.encoded(survey.answers["activity"].arrow())
    at, ids = events.encoded(survey.answers[TOUCHPOINT].arrow())
    pairs = np.unique(what.astype(np.int64) * len(ids) + at).tolist()
    return {activities[pair // len(ids)]: ids[pair % len(ids)] for pair in pairs}


def _corrected(workshop: Workshop, source: str) -> dict[str, str]:
    return {
        link.activity: link.touchpoint or ""
        for link in workshop.ordered("links", source=source)
        if link.activity
    }


def relinked(workshop: Workshop, source: str, decided: Mapping[str, str]) -> Batch:
    """Return the edit that says which touchpoint activities are, "" for none of them.

    A touchpoint then cites the source, as when the log was added.
    """
    links = {link.activity: link for link in workshop.ordered("links", source=source)}
    rank = next_rank(workshop.ordered("links"))
    edits: list[Edit] = []
    for at, (activity, touchpoint) in enumerate(decided.items()):
        if touchpoint and touchpoint not in workshop.touchpoints:
            raise Refused("This touchpoint is not on the map any more; choose another.")
        name = ACTIVITY + activity[: 300 - len(ACTIVITY)]
        if old := links.get(name.removeprefix(ACTIVITY)):
            edits.append(Remove(collection="links", id=old.id))
        edits.append(Put.of(Link(source=source, question=name, touchpoint=touchpoint or None,
                                 rank=rank + at)))  # fmt: skip
    for id in dict.fromkeys(each for each in decided.values() if each):
        cited = workshop.touchpoints[id].sources
        if source not in cited:
            fields = {"sources": [*cited, source]}
            edits.append(Change(collection="touchpoints", id=id, fields=fields))
    n = len(decided)
    words = f"said which touchpoint {n} {'activity is' if n == 1 else 'activities are'}"
    return Batch(edits=tuple(edits), words=words)


__all__ = ["EventLog", "logs", "relinked"]
