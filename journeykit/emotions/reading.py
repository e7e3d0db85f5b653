"""The shape of the curve: its peak, trough, beginning, end and mean, and the target missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeykit.emotions.curve import headline
from journeykit.emotions.point import Point, PointSource

if TYPE_CHECKING:
    from journeykit.model import Workshop


@dataclass(frozen=True)
class Shape:
    """What stays of a journey: peak, trough, first, last, and the plain mean of its points.

    Peak and end predict how a journey is remembered about as well as the plain average does
    (Alaybek 2022), so all of them are given and none is left out.
    """

    peak: Point
    trough: Point
    first: Point
    last: Point
    mean: float
    shown: int
    hidden: int


@dataclass(frozen=True)
class Target:
    """What a stage should feel like, and what it feels like; ``gap`` is felt minus wanted (R92).

    ``felt`` is the mean of the best sources of its touchpoints, or of the questions about the
    stage itself; None where fewer than five people said anything. ``sources`` says which.
    """

    stage: str
    wanted: float
    word: str
    felt: float | None
    sources: tuple[PointSource, ...] = ()

    @property
    def gap(self) -> float | None:
        """How far the felt lies from the wanted, negative where it falls short."""
        return None if self.felt is None else self.felt - self.wanted

    @property
    def met(self) -> bool:
        """Whether it is reached, to a decimal: finer than that nobody wants."""
        return self.gap is not None and round(self.gap, 1) >= 0


def shown_of(points: Iterable[Point], source: PointSource) -> list[Point]:
    """Return the points of a source that have a value."""
    return [p for p in points if p.source == source and p.shown and p.value is not None]


def value_of(point: Point) -> float:
    """Return the value of a point that is shown."""
    return 0.0 if point.value is None else point.value


def shape(points: Sequence[Point], source: PointSource = "survey") -> Shape | None:
    """Return peak, trough, first, last and mean of one series; None where nothing is shown."""
    shown = shown_of(points, source)
    if not shown:
        return None
    hidden = sum(point.source == source and not point.shown for point in points)
    return Shape(
        peak=max(shown, key=value_of),
        trough=min(shown, key=value_of),
        first=shown[0],
        last=shown[-1],
        mean=sum(map(value_of, shown)) / len(shown),
        shown=len(shown),
        hidden=hidden,
    )


def targets(
    workshop: Workshop, journey: str, points: Sequence[Point], stages: Sequence[Point] = ()
) -> list[Target]:
    """Return each stage that has a target, with what is felt there.

    ``stages`` are points of questions about whole stages; one with a value goes first.
    """
    best = headline(points)
    asked: Mapping[str, Point] = {p.touchpoint: p for p in stages if p.shown}
    found = []
    for stage in workshop.stages_of(journey):
        if stage.target_valence is None:
            continue
        here = [best[t.id] for t in workshop.ordered("touchpoints", stage=stage.id)
                if t.id in best]  # fmt: skip
        here = [asked[stage.id]] if stage.id in asked else here
        felt = sum(map(value_of, here)) / len(here) if here else None
        sources = tuple(dict.fromkeys(point.source for point in here))
        found.append(Target(stage.id, stage.target_valence, stage.target_emotion, felt, sources))
    return found
