"""What all parts of Measure need: what the workshop's own data tell, and undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from journeykit.widgets.view import Toast, View

if TYPE_CHECKING:
    from journeykit.measures.effect import Effect
    from journeykit.measuring import Signal

T = TypeVar("T")


class MeasureView(View):
    """A page that reads numbers of the workshop's own data."""

    def signals(self) -> list[Signal]:
        """Return what linked questions and imported metrics tell."""
        from journeykit.measuring import signals

        w = self.workshop
        on = (w.links, w.sources, w.touchpoints, w.stages, w.journeys)
        return self._kept("signals", on, lambda: signals(self.store, w))

    def effects(self) -> list[Effect]:
        """Return what each action's KPI did."""
        from journeykit.measuring import effects

        w = self.workshop
        on = (w.actions, w.kpis, w.measurements, w.links, w.sources)
        return self._kept("effects", on, lambda: effects(self.store, w))

    def has_data(self) -> bool:
        """Whether any source holds data; where none does, nothing heavy has to be loaded."""
        return any(source.dataset for source in self.workshop.sources.values())

    def _kept(self, name: str, on: tuple[Any, ...], make: Callable[[], T]) -> T:
        """A collection is the same object until one of its entities changes."""
        kept = self.ui.get(name)
        if kept is None or any(a is not b for a, b in zip(kept[0], on, strict=True)):
            kept = self.ui[name] = (on, make())
        found: T = kept[1]
        return found

    def _undoable(self, words: str) -> Toast:
        return Toast(words, button="Undo", do="@undo", args={"seq": self.session.seq})


__all__ = ["MeasureView"]
