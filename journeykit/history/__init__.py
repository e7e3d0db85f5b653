"""How a map stays alive: as it was, what differs since, and what is to be looked at again."""

from __future__ import annotations

from journeykit.history.differences import (
    Changed,
    Group,
    Moved,
    changes,
    counts,
    moved,
)
from journeykit.history.planning import (
    Due,
    add_months,
    due,
    next_wave,
    overdue_words,
)
from journeykit.history.states import state_at

__all__ = [
    "Changed", "Due", "Group", "Moved", "add_months", "changes", "counts", "due", "moved",
    "next_wave", "overdue_words", "state_at",
]  # fmt: skip
