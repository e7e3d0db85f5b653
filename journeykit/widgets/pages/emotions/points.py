"""The points of the curve, computed again only when what they stand on has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeykit.model import Workshop

if TYPE_CHECKING:
    from journeykit.emotions import Point
    from journeykit.store import Store


class Curves:
    """Customers' and team's points of a journey.

    A collection of a workshop is the same object until one of its entities changes, so its
    identity says whether the numbers still hold.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._kept: dict[str, tuple[tuple[Any, ...], list[Point]]] = {}

    def of(self, workshop: Workshop, journey: str, *, team: bool) -> list[Point]:
        """Return the points in journey order: customers', and the team's where it may be seen."""
        from journeykit.emotions import curve

        order = [touchpoint.id for touchpoint in workshop.touchpoints_of(journey)]
        said = self._cached(
            "said",
            (journey, tuple(order), workshop.links, workshop.sources),
            lambda: curve(self._answers(workshop), (), order),
        )
        if not team:
            return said
        believed = self._cached(
            "believed",
            (journey, tuple(order), workshop.ratings),
            lambda: [
                point
                for point in curve(None, workshop.ratings.values(), order)
                if point.source == "team"
            ],
        )
        place = {id: index for index, id in enumerate(order)}
        return sorted([*said, *believed], key=lambda p: (place[p.touchpoint], p.source))

    def absent(self, workshop: Workshop) -> list[str]:
        """Return the titles of linked sources whose answers are not in this store."""
        if not any(source.dataset for source in workshop.sources.values()):
            return []
        from journeykit.attach import absent

        return [source.title for source in absent(self.store, workshop)]

    def _answers(self, workshop: Workshop) -> Any:
        linked = {link.source for link in workshop.links.values()}
        if not any(s.dataset and s.id in linked for s in workshop.sources.values()):
            return None  # nothing to read: pandas stays unloaded
        from journeykit.attach import answers

        return answers(self.store, workshop)

    def _cached(self, name: str, stands_on: tuple[Any, ...], make: Any) -> list[Point]:
        known = self._kept.get(name)
        if known and all(
            a is b or (isinstance(a, (str, tuple)) and a == b)
            for a, b in zip(known[0], stands_on, strict=True)
        ):
            return known[1]
        points: list[Point] = make()
        self._kept[name] = (stands_on, points)
        return points
