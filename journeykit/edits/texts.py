"""Two people changed one text: both changes in one, where they do not touch each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

#: Words and what stands between them; a text of more pieces is compared line by line.
_WORDS = re.compile(r"\s|\w+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
PIECES_AT_MOST = 3_000

Patch = tuple[int, int, tuple[str, ...]]


def merge_texts(base: str, theirs: str, mine: str) -> str | None:
    """Return a text with both changes of `base`, None where they touch the same words.

    A three-way merge on words, as Khanna, Kunal and Pierce describe it ("A formal investigation
    of diff3", 2007). What both changed alike is taken once.

    >>> merge_texts("The parcel is late", "The red parcel is late", "The parcel is very late")
    'The red parcel is very late'
    >>> merge_texts("late", "too late", "late again")
    'too late again'
    >>> merge_texts("The parcel is late", "The parcel is lost", "The parcel is here") is None
    True
    """
    if theirs in (base, mine):
        return mine
    if mine == base:
        return theirs
    cut = _WORDS
    if max(len(cut.findall(text)) for text in (base, theirs, mine)) > PIECES_AT_MOST:
        cut = _LINES
    pieces, one, other = (cut.findall(text) for text in (base, theirs, mine))
    if max(map(len, (pieces, one, other))) > PIECES_AT_MOST:
        return None
    patches = _both(_patches(pieces, one), _patches(pieces, other))
    return None if patches is None else _patched(pieces, patches)


def _patches(base: Sequence[str], new: Sequence[str]) -> list[Patch]:
    """Return what was replaced: (from, to, by what), with places counted in `base`."""
    matcher = SequenceMatcher(None, base, new, autojunk=False)
    found: list[Patch] = []
    for tag, low, high, start, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        patch = (low, high, tuple(new[start:end]))
        if found and all(piece.isspace() for piece in base[found[-1][1] : low]):
            patch = _joined(found.pop(), patch, base)
        found.append(patch)
    return found


def _joined(one: Patch, other: Patch, base: Sequence[str]) -> Patch:
    """Neighbors with nothing but space between them are one change: a sentence anew."""
    return one[0], other[1], (*one[2], *base[one[1] : other[0]], *other[2])


def _both(theirs: list[Patch], mine: list[Patch]) -> list[Patch] | None:
    same = set(theirs) & set(mine)
    rest = [patch for patch in mine if patch not in same]
    for one in theirs:
        if any(_touch(one, other) for other in rest):
            return None
    return sorted([*theirs, *rest])


def _touch(one: Patch, other: Patch) -> bool:
    """Whether two changes overlap or meet: what was put in at one place has no order."""
    return one != other and max(one[0], other[0]) <= min(one[1], other[1])


def _patched(base: Sequence[str], patches: Sequence[Patch]) -> str:
    pieces, at = [], 0
    for low, high, new in patches:
        pieces += [*base[at:low], *new]
        at = high
    return "".join([*pieces, *base[at:]])


__all__ = ["merge_texts"]
