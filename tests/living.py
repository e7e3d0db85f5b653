"""Puts payloads into every text of a workshop, and finds what would run in a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import count
from typing import Any
from xml.etree import ElementTree

from journeykit.edits import Put, fold
from journeykit.errors import JourneykitError
from journeykit.model import COLLECTIONS, Workshop

#: an address that runs: what browsers take out before they look at the scheme is taken out
_RUNS = re.compile(r"^(javascript|vbscript|data:(?!image/))", re.I)
_ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "background"}
#: tags that none of our documents needs
_FOREIGN = {
    "iframe", "object", "embed", "base", "frame", "applet", "foreignobject", "marquee", "portal",
    "template", "audio", "video", "math",
}  # fmt: skip


def poisoned(workshop: Workshop, payloads: tuple[str, ...], begin: int = 0) -> Workshop:
    """Return the workshop with a payload in every text that a person could have written.

    Each is put as an edit, which checks it as it does for a page; a field that takes no such
    text (an id, a choice) stays.
    """
    numbers = count(begin)
    for collection, kind in COLLECTIONS.items():
        for entity in list(workshop.entities(collection).values()):
            data = entity.model_dump(mode="json")
            for field in kind.model_fields:
                if field in ("id", *kind.owned_by, *kind.cites):
                    continue
                text = payloads[next(numbers) % len(payloads)]
                value = _like(data.get(field), text)
                if value is None:
                    continue
                try:
                    put = Put(collection=collection, entity=data | {field: value})
                    workshop = fold(workshop, put)[0]
                except (JourneykitError, ValueError):
                    continue
                data[field] = value
    return workshop


def _like(value: Any, text: str) -> Any:
    match value:
        case str():
            return text
        case [str(), *_]:
            return [text, *value[1:]]
        case dict() if value and all(isinstance(one, str) for one in value.values()):
            return dict.fromkeys(value, text)
        case dict() if value:
            return {text[:200]: next(iter(value.values()))}
    return None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += _living(tag, {name: value or "" for name, value in attrs})
        if tag == "script":
            self._script = dict(attrs).get("type") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = None

    def handle_data(self, data: str) -> None:
        if self._script is not None and "json" not in self._script and "hit(" in data:
            self.found.append(f"a script: {data[:80]}")


def _living(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    if tag in _FOREIGN:
        yield f"<{tag}>"
    for name, value in attributes.items():
        if name.startswith("on") or name == "srcdoc":
            yield f"<{tag} {name}={value[:60]}>"
        if name in _ADDRESSES and _RUNS.match(re.sub(r"[\x00-\x20\u200b\ufeff]", "", value)):
            yield f"<{tag} {name}={value[:60]}>"
        if name == "style" and "hit(" in value and "url" in value.lower():
            yield f"<{tag} style={value[:60]}>"


def living_html(text: str) -> list[str]:
    """Return what would run if a browser showed this HTML."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.found


def living_xml(data: bytes) -> list[str]:
    """Return what would run if a browser showed this SVG or XML; it must be well-formed."""
    found: list[str] = []
    for node in ElementTree.fromstring(data).iter():
        names = {str(name).rpartition("}")[2]: value for name, value in node.attrib.items()}
        tag = str(node.tag).rpartition("}")[2].lower()
        found += _living(tag, names)
        if tag == "script":
            found.append("<script>")
    return found
