"""Which activity of a log is which touchpoint of the journey, as a person decided it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from journeykit.insight.events import Log
    from journeykit.model import Touchpoint, Workshop
    from journeykit.survey.link import Proposal

#: A proposal that fits worse, of 100, is not made: names of activities are short.
LEAST = 72.0


@dataclass(frozen=True, eq=False)
class Places:
    """Where events take place: the journey's touchpoints first, then activities of no touchpoint.

    ``of`` gives for each activity of the log its place; the first ``planned`` places are the
    touchpoints of the journey in their order, ``stage`` says of which of ``stages`` each is.
    """

    names: tuple[str, ...]
    ids: tuple[str, ...]
    planned: int
    of: np.ndarray
    stage: np.ndarray
    stages: tuple[str, ...]

    @property
    def seen(self) -> list[int]:
        """The planned places to which an activity of the log belongs."""
        return sorted({int(each) for each in self.of if each < self.planned})

    @property
    def unseen(self) -> list[str]:
        """The names of touchpoints to which no activity belongs."""
        seen = set(self.seen)
        return [name for at, name in enumerate(self.names[: self.planned]) if at not in seen]


def places(log: Log, workshop: Workshop, journey: str, decided: Mapping[str, str]) -> Places:
    """Return the places of a log; ``decided`` gives the touchpoint's id for an activity."""
    import numpy as np

    stages = workshop.stages_of(journey)
    points = workshop.touchpoints_of(journey)
    names, ids = [one.name for one in points], [one.id for one in points]
    known = {id: at for at, id in enumerate(ids)}
    order = {stage.id: at for at, stage in enumerate(stages)}
    belongs = [order[one.stage] for one in points]
    of = []
    for activity in log.activities:
        at = known.get(decided.get(activity, ""))
        if at is None:
            at = len(names)
            names.append(activity)
            ids.append("")
            belongs.append(-1)
        of.append(at)
    return Places(
        tuple(names), tuple(ids), len(points), np.array(of, dtype=np.int32),
        np.array(belongs, dtype=np.int32), tuple(stage.name for stage in stages),
    )  # fmt: skip


def proposed(activities: Sequence[str], points: Sequence[Touchpoint]) -> dict[str, Proposal]:
    """Return for each activity the touchpoint it most likely is, with the fit and the reason.

    >>> from journeykit.model import Touchpoint
    >>> found = proposed(["basket_viewed", "xyz"], [Touchpoint(id="t", stage="s", name="Cart")])
    >>> found["basket_viewed"].reason, "xyz" in found
    ("'basket' is another word for 'cart'", False)
    """
    from journeykit.survey import Question, propose

    asked = [Question(name, _plain(name), (name,), "rating") for name in activities]
    pairs = [(one.id, one.name) for one in points]
    return {one.question: one for one in propose(asked, pairs, LEAST)}


def _plain(activity: str) -> str:
    """An activity's name as words: basketViewed, basket_viewed, /basket/viewed."""
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", activity)).strip()


__all__ = ["Places", "places", "proposed"]
