"""A session: one visitor's view of one workshop, always at the newest edit it has seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from journeykit.edits import Batch, Change, Edit, Put, Remove, apply
from journeykit.errors import Missing
from journeykit.model import Workshop

if TYPE_CHECKING:
    from journeykit.store import Entry, Store

#: so many of the others' edits are remembered, to say who wrote another version
HEARD = 50


class Stale(Exception):
    """Somebody changed the same thing a moment before; look again, then try again."""


class Overwrites(Exception):
    """The text that would be replaced is not the one that was replaced knowingly."""

    def __init__(self, text: str) -> None:
        super().__init__("another text stands there")
        self.text = text


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
        #: an edit of something that has changed since the last look raises `Stale`
        self.exact = False
        #: a text that is known to be replaced, and the one that replaces it: where another one
        #: stands instead, an edit raises `Overwrites`
        self.replacing: tuple[str, str] | None = None
        #: who changed what, as far as others did while this session was looking
        self.heard: tuple[Entry, ...] = ()
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
        seen, guard, replacing = self._state if self.exact else None, self.guard, self.replacing

        def check(workshop: Workshop) -> None:
            if seen is not None and _touched(edit, seen, workshop):
                raise Stale
            if replacing is not None:
                _known(edit, workshop, *replacing)
            if guard is not None:
                guard(workshop, edit)

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
        self.heard = (*self.heard, *entries)[-HEARD:]
        self._moved(entries[-1].seq)
        return True

    def last_by(self, id: str) -> str:
        """Return who changed the thing with this id last, as far as this session heard.

        Without an id it is the one person of whom something was heard lately, if it is one.
        """
        lately = {entry.author for entry in self.heard[-5:]}
        if not id:
            return lately.pop() if len(lately) == 1 else ""
        for entry in reversed(self.heard):
            if any(id in _names(part) for part in _parts(entry.edit)):
                return entry.author
        return ""

    def _moved(self, seq: int) -> None:
        self.seq = seq
        for watcher in self._watchers:
            watcher()


def _parts(edit: Edit) -> Iterator[Edit]:
    if isinstance(edit, Batch):
        for part in edit.edits:
            yield from _parts(part)
    else:
        yield edit


def _names(edit: Edit) -> tuple[str, str]:
    """The collection and the id of what an edit is about; empty for what cannot conflict."""
    match edit:
        case Put():
            return edit.collection, str(edit.entity.get("id", ""))
        case Change() | Remove():
            return edit.collection, edit.id
    return "", ""


def _touched(edit: Edit, seen: Workshop, now: Workshop) -> bool:
    """Whether something that an edit changes is not as it was seen."""
    if seen is now:
        return False
    named = (_names(part) for part in _parts(edit))
    return any(
        seen.entities(collection).get(id) != now.entities(collection).get(id)
        for collection, id in named
        if collection
    )


def _known(edit: Edit, workshop: Workshop, old: str, new: str) -> None:
    """Raise `Overwrites` where a change puts `new` in the place of anything but `old`."""
    for part in _parts(edit):
        if not isinstance(part, Change):
            continue
        there = workshop.entities(part.collection).get(part.id)
        for name, value in part.fields.items():
            stands = _text(getattr(there, name, None))
            replaces = stands is not None and (_text(value) or "").split() == new.split()
            if replaces and stands is not None and stands.split() not in (old.split(), new.split()):
                raise Overwrites(stands)


def _text(value: object) -> str | None:
    """A text, or lines of text, as a field shows it; None for any other value."""
    if isinstance(value, str):
        return value
    lines = value if isinstance(value, tuple | list) else [None]
    return "\n".join(map(str, lines)) if all(isinstance(one, str) for one in lines) else None
