"""A workshop as it was: the fold of its edits up to one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from journeykit.edits import Batch, Edit, Put, apply
from journeykit.errors import Refused
from journeykit.model import Version, Workshop


class Numbered(Protocol):
    """An entry of the log: an edit and its number."""

    @property
    def seq(self) -> int:
        """The number of the edit."""

    @property
    def edit(self) -> Edit:
        """The edit."""


def state_at(id: str, entries: Iterable[Numbered], seq: int) -> Workshop:
    """Return the workshop as it was after the edit with the number ``seq``.

    ``entries`` are those of its log, from the first on, in any order; later ones are passed over.
    Raises `Refused` for a log that does not reach from the first edit to that one.

    >>> from types import SimpleNamespace as Entry
    >>> from journeykit.edits import Change
    >>> log = [Entry(seq=at, edit=Change(collection="info", id="info", fields={"scope": words}))
    ...        for at, words in enumerate(("Online", "Shops"), 1)]
    >>> state_at("w", log, 1).about.scope
    'Online'
    """
    wanted = sorted((each for each in entries if each.seq <= seq), key=lambda each: each.seq)
    if seq < 1 or [each.seq for each in wanted] != list(range(1, seq + 1)):
        raise Refused(f"The history of this workshop does not hold an edit {seq}.")
    workshop = Workshop(id=id)
    for each in wanted:
        workshop = apply(workshop, each.edit)
    return workshop


def held(version: Version, entries: Iterable[Numbered]) -> bool:
    """Return whether a log holds the state that a version names.

    A copy or an imported file brings the names of versions and not the edits before them: there
    the version stands in an edit that is not after the one that it names.
    """
    named = (each.seq for each in entries if _names(each.edit, version.id))
    return version.seq < min(named, default=0)


def _names(edit: Edit, version: str) -> bool:
    if isinstance(edit, Batch):
        return any(_names(part, version) for part in edit.edits)
    return (
        isinstance(edit, Put)
        and edit.collection == Version.collection
        and edit.entity.get("id") == version
    )


__all__ = ["Numbered", "held", "state_at"]
