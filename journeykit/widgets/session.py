"""A session: one visitor's view of one workshop, always at the newest edit it has seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from journeykit.edits import Batch, Edit, apply
from journeykit.errors import Missing
from journeykit.model import Workshop

if TYPE_CHECKING:
    from journeykit.store import Store


class Session:
    """The one way in which pages read and change a workshop.

    Without a workshop (on Home) only `store` can be used. ``guard``, for participants, raises
    for an edit that the visitor may not make; it is asked in the transaction that stores it.
    It is asked with None before something is taken back.
    """

    def __init__(
        self,
        store: Store,
        workshop_id: str | None = None,
        author: str = "",
        guard: Callable[[Workshop, Edit | None], None] | None = None,
    ) -> None:
        self.store = store
        self.id = workshop_id
        self.author = author
        self.guard = guard
        self._state: Workshop | None = None
        self.seq = 0
        self._watchers: list[Callable[[], None]] = []
        if workshop_id:
            self._state, self.seq = store.open(workshop_id)

    @property
    def workshop(self) -> Workshop:
        """The workshop at the newest edit that this session has seen."""
        if self._state is None:
            raise Missing("Choose a workshop first: Home lists them.")
        return self._state

    def observe(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` after every change, also after those of other people."""
        self._watchers.append(watcher)

    def dispatch(self, *edits: Edit, words: str = "") -> None:
        """Store edits; several stand or fall together and are undone together."""
        if not edits:
            return
        edit = edits[0] if len(edits) == 1 and not words else Batch(edits=edits, words=words)
        assert self.id is not None, "a session without a workshop dispatches nothing"
        guard = self.guard
        check = None if guard is None else lambda workshop: guard(workshop, edit)
        self._state, entry = self.store.append(self.id, edit, author=self.author, check=check)
        self._moved(entry.seq)

    def undo(self, seq: int | None = None) -> str:
        """Take back the newest edit, or the one numbered `seq`; return its words."""
        return self._back("undo", seq)

    def redo(self) -> str:
        """Take back the newest undo; return its words."""
        return self._back("redo", None)

    def _back(self, way: str, seq: int | None) -> str:
        assert self.id is not None, "a session without a workshop has nothing to undo"
        if self.guard is not None:
            self.guard(self.workshop, None)
        if way == "undo":
            entry = self.store.undo(self.id, author=self.author, seq=seq)
        else:
            entry = self.store.redo(self.id, author=self.author)
        self.refresh()
        return entry.words

    def refresh(self) -> bool:
        """Fold in what others did since; return whether there was anything."""
        if self.id is None:
            return False
        entries = self.store.since(self.id, self.seq)
        if not entries:
            return False
        for entry in entries:
            self._state = apply(self.workshop, entry.edit)
        self._moved(entries[-1].seq)
        return True

    def _moved(self, seq: int) -> None:
        self.seq = seq
        for watcher in self._watchers:
            watcher()
