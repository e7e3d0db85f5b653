"""A workshop as it was: the fold of its edits up to one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from journeykit.edits import Edit, apply
from journeykit.errors import Refused
from journeykit.model import Workshop


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


__all__ = ["Numbered", "state_at"]
