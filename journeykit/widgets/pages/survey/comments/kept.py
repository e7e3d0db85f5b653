"""What the tab computes, kept until what it stands on has changed.

A collection of a workshop is the same object until one of its entities changes, so its identity
says whether a result still holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from journeykit.evidence import comments as reading

if TYPE_CHECKING:
    import numpy as np

    from journeykit.insight.themes.comments import Comments, Decided
    from journeykit.insight.themes.counting import Share, Trend
    from journeykit.insight.themes.proposing import Proposal
    from journeykit.model import Workshop
    from journeykit.store import Store


class Kept:
    """Comments, decisions, themes and counts of a workshop."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._known: dict[str, tuple[tuple[Any, ...], Any]] = {}

    def _once(self, name: str, stands_on: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        known = self._known.get(name)
        if known is None or any(a is not b for a, b in zip(known[0], stands_on, strict=True)):
            self._known[name] = (stands_on, make())
        return self._known[name][1]

    def comments(self, workshop: Workshop) -> Comments:
        """Return all comments, scored."""
        found: Comments = self._once(
            "comments", (workshop.sources, workshop.links, workshop.touchpoints),
            lambda: reading.gathered(self.store, workshop),
        )  # fmt: skip
        return found

    def decided(self, workshop: Workshop) -> Decided:
        """Return what people decided about them."""
        from journeykit.insight.themes.comments import Decided

        comments = self.comments(workshop)
        found: Decided = self._once(
            "decided", (comments, workshop.codings),
            lambda: Decided.of(comments, workshop.codings.values()),
        )  # fmt: skip
        return found

    def masks(self, workshop: Workshop) -> dict[str, np.ndarray]:
        """Return for each theme which comments are of it."""
        decided = self.decided(workshop)
        found: dict[str, Any] = self._once(
            "masks", (decided, workshop.themes),
            lambda: {one.id: decided.themed(one) for one in workshop.ordered("themes")},
        )  # fmt: skip
        return found

    def shares(self, workshop: Workshop) -> dict[str, Share]:
        """Return for each theme the share of responses that speak of it."""
        from journeykit.insight.themes import counting

        comments, masks = self.comments(workshop), self.masks(workshop)
        found: dict[str, Share] = self._once(
            "shares", (comments, masks),
            lambda: {id: counting.overall(comments, mask) for id, mask in masks.items()},
        )  # fmt: skip
        return found

    def trends(self, workshop: Workshop) -> dict[str, Trend]:
        """Return for each theme its shares over the waves, {} for fewer than two waves."""
        from journeykit.insight.themes import counting

        comments, masks = self.comments(workshop), self.masks(workshop)
        found: dict[str, Trend] = self._once(
            "trends", (comments, masks), lambda: counting.trends(comments, masks)
        )
        return found

    def proposals(self, workshop: Workshop) -> list[Proposal]:
        """Return the themes that the words of the comments propose."""
        from journeykit.insight.themes.proposing import propose

        comments = self.comments(workshop)
        taken = [one.words for one in workshop.themes.values()]
        found: list[Proposal] = self._once(
            "proposals", (comments, workshop.themes), lambda: propose(comments, taken)
        )
        return found
