"""What is computed of a workshop is kept as long as that very workshop is.

A workshop is a value: every edit makes a new one, in which the collections that did not change
are the same objects. One drawing of a page asks for the checks several times (rail, exit
check, coverage), so what was found for these very collections is handed out again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from journeykit.model import COLLECTIONS, Workshop

Found = TypeVar("Found")

#: Results that each function keeps: the workshop on the page, and some that Home lists.
MOST = 4


def once(*collections: str) -> Callable[[Callable[..., Found]], Callable[..., Found]]:
    """Keep what a function of a workshop returns while `collections` are the same objects.

    Without names all collections count. Further arguments, which must be hashable, are told
    apart. What is returned is shared by all who ask: nobody may change it.
    """
    names = collections or tuple(COLLECTIONS)

    def wrap(function: Callable[..., Found]) -> Callable[..., Found]:
        kept: OrderedDict[Any, tuple[tuple[Any, ...], Found]] = OrderedDict()

        @wraps(function)
        def call(workshop: Workshop, *given: Any) -> Found:
            stands_on = tuple(getattr(workshop, name) for name in names)
            # The collections are kept beside the result, so no other object can get their ids.
            key = (workshop.id, *given, *map(id, stands_on))
            known = kept.get(key)
            if known is None:
                known = (stands_on, function(workshop, *given))
                kept[key] = known
                while len(kept) > MOST:
                    kept.popitem(last=False)
            return known[1]

        return call

    return wrap
