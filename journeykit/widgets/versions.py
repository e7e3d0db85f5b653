"""Two people in one field: what one of them changed meanwhile is never overwritten unseen.

A page sends with a text what the field showed when its person began to type (``base``). What
the page would show now is compared with it: somebody else's change is merged with the typed one
where the two do not touch, else both versions stand beside the field until one is chosen.
"""

from __future__ import annotations

import html
from collections import OrderedDict
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

from journeykit.edits import merge_texts
from journeykit.errors import Refused

ID_LIMIT = 200
#: so many fields are remembered; nobody types in more at once
FIELDS_KEPT = 100
#: what is typed in these is a text; everything else is one value, old or new
_TEXTS = ("textarea", "text", "search")


@dataclass(frozen=True)
class Typed:
    """What was typed into a field, and what it showed before."""

    field: str
    base: str
    value: str

    @classmethod
    def read(cls, told: Any, args: dict[str, Any]) -> Typed | None:
        """Return what a message says of it; None for a message that is not about typing."""
        value = args.get("value")
        if not isinstance(told, dict) or not isinstance(value, str):
            return None
        field, base = told.get("field"), told.get("base")
        if not (isinstance(field, str) and isinstance(base, str) and 0 < len(field) < ID_LIMIT):
            raise Refused("This page is older than the server; reload it.")
        return cls(field, base, value)


@dataclass(frozen=True)
class Shown:
    """What a field shows, and its kind: textarea, or the type of an input."""

    text: str
    kind: str

    def mixes(self, other: str) -> bool:
        """Whether it and another text can stand side by side: words do, numbers do not."""
        words = any(sign.isalpha() for sign in self.text + other)
        return self.kind in _TEXTS and words


@dataclass(frozen=True)
class Versions:
    """Two versions of a field; a choice does `do` again, with `args` and the text chosen.

    ``shown`` is None where the thing was taken away by somebody.
    """

    typed: Typed
    do: str
    args: dict[str, Any]
    page: str
    shown: Shown | None
    who: str = ""

    @property
    def theirs(self) -> str:
        """What is stored."""
        return self.shown.text if self.shown else ""

    def text(self, take: str) -> str:
        """Return the text of a choice: theirs, yours or both."""
        if take == "yours" or self.shown is None:
            return self.typed.value
        if take == "theirs":
            return self.theirs
        between = "\n" if self.shown.kind == "textarea" else " / "
        return f"{self.theirs.rstrip()}{between}{self.typed.value.lstrip()}"


@dataclass(frozen=True)
class _Stored:
    """The last text of this page that was stored from a field, and what it became there."""

    base: str
    sent: str
    shown: str | None = None
    merged: bool = False


class Typing:
    """The fields in which one visitor types."""

    def __init__(self) -> None:
        self.open: dict[str, Versions] = {}
        #: fields whose text was merged with somebody's while it was typed
        self.mixed: set[str] = set()
        self._stored: OrderedDict[str, _Stored] = OrderedDict()

    def merged(self, typed: Typed, now: Shown) -> str | None:
        """Return the text to store, None where a person has to choose.

        ``now`` is what the field shows at this moment.
        """
        base = self._base(typed, now.text)
        if _same(base, now.text) or _same(typed.value, now.text):
            return typed.value
        if not now.mixes(typed.value):
            return None
        return merge_texts(_plain(base), _plain(now.text), _plain(typed.value))

    def _base(self, typed: Typed, now: str) -> str:
        """What the field showed before, as far as others changed it since.

        A page that goes on typing sends its next text before it knows what became of the last
        one; then its base is that last one.
        """
        last = self._stored.get(typed.field)
        if last is None or last.shown is None or last.shown != now:
            return typed.base
        if typed.base == last.base:
            return last.sent if last.merged else now
        return now if typed.base == last.sent and not last.merged else typed.base

    def stored(self, typed: Typed, text: str) -> None:
        """Note that a text was stored."""
        self.open.pop(typed.field, None)
        merged = text != typed.value
        (self.mixed.add if merged else self.mixed.discard)(typed.field)
        self._stored[typed.field] = _Stored(typed.base, typed.value, merged=merged)
        self._stored.move_to_end(typed.field)
        while len(self._stored) > FIELDS_KEPT:
            self._stored.popitem(last=False)

    def see(self, page: str) -> None:
        """Look up, in a page as it is drawn, what became of the texts that were stored."""
        for field, one in [*self._stored.items()]:
            if one.shown is not None:
                continue
            if found := shown(page, field):
                self._stored[field] = replace(one, shown=found.text)
            else:
                del self._stored[field]


def shown(page: str, field: str) -> Shown | None:
    """Return what the field with this id shows on a page; None where there is none.

    >>> shown('<input type="text" id="a" value="x &amp; y">', "a")
    Shown(text='x & y', kind='text')
    >>> shown('<textarea id="b">\\nlate</textarea>', "b").text
    'late'
    """
    at = page.find(f' id="{html.escape(field)}"')
    if at < 0:
        return None
    # Signs of markup within attributes and texts are escaped, so the next ones are the tag's own.
    start, end = page.rfind("<", 0, at), page.find(">", at) + 1
    tag = _Tag()
    tag.feed(page[start:end])
    if tag.name == "textarea":
        inside = page[end : page.find("</textarea>", end)]
        # HTML drops one line break at the start, and so does a browser
        return Shown(html.unescape(inside).removeprefix("\n"), "textarea")
    if tag.name != "input":
        return None
    return Shown(tag.given.get("value") or "", tag.given.get("type") or "text")


class _Tag(HTMLParser):
    """Reads one tag."""

    name = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the name and the attributes."""
        self.name, self.given = tag, dict(attrs)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _same(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but the space around and between the words."""
    return one.split() == other.split()


__all__ = ["Shown", "Typed", "Typing", "Versions", "shown"]
