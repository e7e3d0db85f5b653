"""An event log on the map of a workshop, with what was worked out of it kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Generator
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeykit.evidence.logs import EventLog
    from journeykit.insight.deviation import Deviation
    from journeykit.insight.funnel import Step
    from journeykit.insight.paths import Loop, Matrix, Walk, Ways
    from journeykit.insight.places import Places
    from journeykit.insight.shares import Share
    from journeykit.model import Workshop
    from journeykit.store import Store

_KEPT: OrderedDict[Any, Seen] = OrderedDict()
_OPEN = 4
#: A longer log is worked out when somebody asks for it, telling that it goes on.
AT_ONCE = 200_000


class Seen:
    """One event log as a workshop sees it; everything is computed once."""

    def __init__(self, each: EventLog, workshop: Workshop, journey: str) -> None:
        from journeykit.insight import places

        self.source, self.log = each.source, each.log
        self.decided, self.settled = each.decided, each.settled
        self.places: Places = places.places(each.log, workshop, journey, each.decided)
        self._funnels: dict[tuple[str, str, str], list[Step]] = {}

    @property
    def large(self) -> bool:
        """Whether the log is too long to be worked out while a page is drawn."""
        return len(self.log) > AT_ONCE and "deviation" not in self.__dict__

    @cached_property
    def walk(self) -> Walk:
        """The visits of all cases."""
        from journeykit.insight import paths

        return paths.walk(self.log, self.places.of, self.places.names)

    @cached_property
    def matrix(self) -> Matrix:
        """The moves from place to place."""
        from journeykit.insight import paths

        return paths.transitions(self.walk)

    @cached_property
    def ways(self) -> Ways:
        """The commonest ways."""
        from journeykit.insight import paths

        return paths.ways(self.walk)

    @cached_property
    def loops(self) -> list[Loop]:
        """The places to which cases came back."""
        from journeykit.insight import paths

        return paths.loops(self.walk)

    @cached_property
    def channels(self) -> tuple[Share, Ways, Matrix] | None:
        """How cases changed their channel; None where the log has fewer than two channels."""
        from journeykit.insight import paths

        if len([name for name in self.log.channels if name]) < 2:
            return None
        walk = paths.channel_walk(self.log)
        return paths.several(walk), paths.ways(walk), paths.transitions(walk)

    @cached_property
    def deviation(self) -> Deviation:
        """The plan against what happened."""
        from journeykit.insight import deviation

        return deviation.deviation(self.walk, self.places)

    @cached_property
    def groups(self) -> list[tuple[str, int]]:
        """The channels by which cases begin."""
        from journeykit.insight import funnel

        return funnel.groups(self.log)

    def funnel(self, how: str, steps: str, began: str) -> list[Step]:
        """Return the funnel over stages or touchpoints, of all cases or of one group."""
        import numpy as np

        from journeykit.insight import funnel

        key = how, steps, began
        if key not in self._funnels:
            log = self.log.begun_by(began) if began else self.log
            if steps == "stages":
                names, of = self.places.stages, self.places.stage[self.places.of]
            else:
                names = self.places.names[: self.places.planned]
                of = np.where(self.places.of < self.places.planned, self.places.of, -1)
            self._funnels[key] = funnel.funnel(log, of, names, how)
        return self._funnels[key]

    def work(self) -> Generator[tuple[str, float], None, None]:
        """Work everything out, saying how far it is."""
        parts: list[tuple[str, Callable[[], Any]]] = [
            ("Following each case…", lambda: self.walk),
            ("Counting the steps…", lambda: self.funnel("order", "stages", "")),
            ("Counting the moves…", lambda: (self.matrix, self.channels)),
            ("Comparing the ways…", lambda: (self.ways, self.loops)),
            ("Laying each case against the plan…", lambda: self.deviation),
        ]
        for at, (words, find) in enumerate(parts):
            yield words, at / len(parts)
            find()


def opened(store: Store, workshop: Workshop) -> list[Seen]:
    """Return the event logs of a workshop, laid on its current journey."""
    from journeykit.evidence.logs import logs

    journey = workshop.current_journey()
    if journey is None:
        return []
    plan = tuple((p.id, p.name, p.stage) for p in workshop.touchpoints_of(journey.id))
    stages = tuple((s.id, s.name) for s in workshop.stages_of(journey.id))
    found = []
    for each in logs(store, workshop):
        key = (store.url, each.source, tuple(sorted(each.decided.items())), each.settled, plan,
               stages)  # fmt: skip
        if key not in _KEPT:
            _KEPT[key] = Seen(each, workshop, journey.id)
            while len(_KEPT) > _OPEN:
                _KEPT.popitem(last=False)
        _KEPT.move_to_end(key)
        found.append(_KEPT[key])
    return found


__all__ = ["AT_ONCE", "Seen", "opened"]
