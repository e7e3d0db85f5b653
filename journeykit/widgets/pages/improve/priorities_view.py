"""What a person can do with priorities: numbers, ranges, weights, places on the matrix."""

from __future__ import annotations

import re
from typing import Any, Literal

from journeykit.edits import Change
from journeykit.errors import Refused
from journeykit.measures.priority import Input, Method, methods
from journeykit.model import Action
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.improve.actions_view import ACTION, ActionsView
from journeykit.widgets.pages.improve.matrix import EFFORTS, IMPACTS, nearest
from journeykit.widgets.view import action


class PrioritiesView(ActionsView):
    """The part of Improve with the priorities."""

    @property
    def method_key(self) -> str:
        """The way to score that is shown."""
        chosen = self.at.get("by_method", "rice")
        return chosen if chosen in ("rice", "ice", "wsjf", "own") else "rice"

    @property
    def method(self) -> Method | None:
        """The way to score; None for own criteria while there are none."""
        return methods(self.workshop.about.weights).get(self.method_key)

    def _input(self, name: str) -> Input:
        method = self.method
        found = next((i for i in method.inputs if i.key == name), None) if method else None
        if found is None:
            raise Refused("This page has no such number; reload it.")
        return found

    @action
    def weigh(self, id: str, name: str, value: Any) -> None:
        """Say one number of an action; empty takes it back."""
        input = self._input(name)
        if not input.marked:
            self._set("actions", ACTION, id, name, value)
            return
        number = typed.between(input.low, input.high)(value, input.title)
        now: Action = self.workshop.get("actions", id)
        if now.marks.get(name) != number:
            self._key("actions", id, "marks", name, number)

    @action
    def range(self, id: str, name: str, value: str) -> None:
        """Say between which numbers one input of an action lies; empty takes it back."""
        input = self._input(name)
        now: Action = self.workshop.get("actions", id)
        found = read_range(value, input)
        if now.ranges.get(name) != found:
            self._key("actions", id, "ranges", name, list(found) if found else None)

    def _key(self, collection: str, id: str, field: str, name: str, value: Any) -> None:
        """Change one key of a mapping; a name with a dot sets the mapping as a whole."""
        if "." not in name:
            self.dispatch(Change(collection=collection, id=id, fields={f"{field}.{name}": value}))
            return
        entity = self.workshop.get(collection, id)
        rest = {key: each for key, each in getattr(entity, field).items() if key != name}
        whole = rest if value is None else rest | {name: value}
        self.dispatch(*typed.changes(entity, **{field: whole}))

    @action
    def empathy(self, value: str) -> None:
        """Say how much feeling counts."""
        number = typed.between(0, 2)(value, "How much feeling counts, 0 to 2")
        self.dispatch(*typed.changes(self.workshop.about, empathy=1 if number is None else number))

    @action
    def weight(self, name: str, value: str) -> None:
        """Say how much an own criterion counts; empty takes the criterion out."""
        if name not in self.workshop.about.weights:
            raise Refused("This criterion is not there any more.")
        number = typed.between(0, 100)(value, name)
        if self.workshop.about.weights[name] != number:
            self._key("info", "info", "weights", name, number)

    @action
    def add_weight(self, name: str, value: str = "") -> None:
        """Add an own criterion."""
        criterion = typed.title(name, "Criterion")
        if criterion in self.workshop.about.weights:
            raise Refused(f"Criterion: '{criterion}' is on the list already.")
        number = typed.between(0, 100)(value, "Weight")
        self._key("info", "info", "weights", criterion, 1 if number is None else number)

    @action
    def ranges_open(self, open: bool) -> None:
        """Unfold the ranges, or fold them."""
        self.ui["ranges"] = open

    # ---- impact and effort ------------------------------------------------------------------

    @action
    def put(self, impact: float, effort: float, dragged: str, before: str = "") -> None:
        """Put an action onto the matrix."""
        if impact not in IMPACTS or effort not in EFFORTS:
            raise Refused("The matrix has no such place; reload the page.")
        now: Action = self.workshop.get("actions", dragged)
        words = f"placed '{now.title}' at impact {impact:g}, effort {effort:g}"
        edits = typed.changes(now, impact=impact, effort=effort)
        if edits:
            self.dispatch(*edits, words=words)

    def _nudge(self, id: str, way: Literal["up", "down", "left", "right"]) -> None:
        now: Action = self.workshop.get("actions", id)
        row = nearest(IMPACTS, now.impact if now.impact is not None else 1)
        column = nearest(EFFORTS, now.effort if now.effort is not None else 1)
        row += {"up": -1, "down": 1}.get(way, 0)
        column += {"left": -1, "right": 1}.get(way, 0)
        row = max(0, min(len(IMPACTS) - 1, row))
        column = max(0, min(len(EFFORTS) - 1, column))
        self.put(IMPACTS[row], EFFORTS[column], id)

    @action
    def up(self, id: str) -> None:
        """More impact."""
        self._nudge(id, "up")

    @action
    def down(self, id: str) -> None:
        """Less impact."""
        self._nudge(id, "down")

    @action
    def left(self, id: str) -> None:
        """Less effort."""
        self._nudge(id, "left")

    @action
    def right(self, id: str) -> None:
        """More effort."""
        self._nudge(id, "right")


def read_range(value: str, input: Input) -> tuple[float, float] | None:
    """Return two numbers from "300 to 700", "300-700" or "300–700"; None for nothing.

    >>> read_range("0.5 – 1", Input("confidence", "Confidence", 0, 1))
    (0.5, 1.0)
    """
    text = str(value or "").strip()
    if not text:
        return None
    halves = re.split(r"\s*(?:to|–|—|…|(?<=[\d%])\s*-)\s*", text)
    if len(halves) != 2:
        raise Refused(f"Range of {input.title}: '{text}' is no range; write it like 300 to 700.")
    open_ended = input.high == float("inf")
    parse = typed.at_least(input.low) if open_ended else typed.between(input.low, input.high)
    low, high = (parse(half, f"Range of {input.title}") for half in halves)
    if low is None or high is None or low > high:
        raise Refused(f"Range of {input.title}: '{text}' has to begin with its lower number.")
    return low, high


__all__ = ["PrioritiesView", "read_range"]
