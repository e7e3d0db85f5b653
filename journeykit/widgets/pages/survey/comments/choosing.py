"""Which comments are listed, in which order: twenty a page, that stay while they are coded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeykit.few import FEWEST

if TYPE_CHECKING:
    import numpy as np

    from journeykit.insight.themes.comments import Decided

PAGE = 20
STATES = {
    "open": "Not confirmed yet", "confirmed": "Confirmed", "differs": "Person said otherwise",
    "all": "All",
}  # fmt: skip
ORDERS = {
    "uncertain": "Most uncertain first", "worst": "Worst first", "best": "Best first",
    "first": "As they came",
}  # fmt: skip
#: what stands in the address -> what it is when nothing does
FILTERS = {
    "c_source": "", "c_question": "", "c_at": "", "c_theme": "", "c_state": "open",
    "c_order": "uncertain", "c_page": "1",
}  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """What is listed: ``places`` of all chosen comments in order, ``hidden`` says why none are."""

    places: tuple[int, ...]
    hidden: str = ""

    def page(self, number: int) -> tuple[int, ...]:
        """Return the comments of a page, from 1."""
        return self.places[(number - 1) * PAGE : number * PAGE]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-len(self.places) // PAGE))


def filters(at: Mapping[str, str]) -> dict[str, str]:
    """Return what is chosen, from the address; what is no choice there is left at its start."""
    told = {name: at.get(name) or start for name, start in FILTERS.items()}
    told["c_state"] = told["c_state"] if told["c_state"] in STATES else "open"
    told["c_order"] = told["c_order"] if told["c_order"] in ORDERS else "uncertain"
    page = told["c_page"]
    told["c_page"] = page if page.isdecimal() and 0 < int(page) < 10**6 else "1"
    return told


def showable(decided: Decided) -> np.ndarray:
    """Return for each comment whether its question has enough responses to show their words."""
    import numpy as np

    parts = decided.comments.parts
    enough = np.array([len(one.column) >= FEWEST for one in parts] or [False], dtype=bool)
    return enough[decided.comments.part]


def choose(
    decided: Decided, told: Mapping[str, str], masks: Mapping[str, np.ndarray]
) -> Chosen:  # fmt: skip
    """Return the chosen comments; none where they come from fewer than five responses."""
    import numpy as np

    comments = decided.comments
    mask = showable(decided)
    for part, one in enumerate(comments.parts):
        if told["c_source"] and one.source.id != told["c_source"]:
            mask &= comments.part != part
        if told["c_question"] and one.column.question != told["c_question"]:
            mask &= comments.part != part
    if told["c_at"]:
        mask &= comments.touchpoint == ("" if told["c_at"] == "none" else told["c_at"])
    if told["c_theme"] == "none":
        for theme in masks.values():
            mask &= ~theme
    elif told["c_theme"]:
        mask &= masks.get(told["c_theme"], np.zeros(len(comments), dtype=bool))
    n = comments.responses(mask)
    if n < FEWEST:
        return Chosen((), "" if n == 0 else f"These are the words of {n} people; comments of fewer "
                      f"than {FEWEST} are not shown.")  # fmt: skip
    mask &= _state(decided, told["c_state"])
    places = np.flatnonzero(mask)
    return Chosen(tuple(places[_order(decided, places, told["c_order"])].tolist()))


def _state(decided: Decided, state: str) -> Any:
    import numpy as np

    known = ~np.isnan(decided.confirmed)
    if state == "open":
        return ~known
    if state == "confirmed":
        return known
    if state == "differs":
        return known & (np.abs(decided.confirmed - decided.comments.suggested) > 0.5 + 1e-9)
    return np.ones(len(known), dtype=bool)


def _order(decided: Decided, places: np.ndarray, order: str) -> np.ndarray:
    """Nearest to neutral is most uncertain; without a suggestion a comment comes last."""
    import numpy as np

    suggested = decided.comments.suggested[places]
    felt = np.where(np.isnan(decided.confirmed[places]), suggested, decided.confirmed[places])
    key = {
        "uncertain": np.abs(suggested), "worst": felt, "best": -felt,
    }.get(order)  # fmt: skip
    if key is None:
        return np.arange(len(places))
    return np.argsort(np.where(np.isnan(key), np.inf, key), kind="stable")
