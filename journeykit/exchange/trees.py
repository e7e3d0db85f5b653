"""XML from elsewhere as a small tree: no document types, no entities, no depths.

Whoever declares a document type could declare entities that grow without end or that read
files of this machine; such a file is refused before its first element.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from journeykit.errors import Refused
from journeykit.exchange.losses import Loss

DEEPEST = 50
MOST_ELEMENTS = 200_000
MOST_BYTES = 30_000_000
_LOOSE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)|<(?![A-Za-z_!?/])"
)


@dataclass
class Element:
    """An element: its name without a namespace, attributes, text, and what is in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, name: str) -> list[Element]:
        """Return the elements of this name right inside."""
        return [child for child in self.children if child.name == name]

    def first(self, *path: str) -> Element | None:
        """Return the element at the end of a path of names, None where it breaks off."""
        at: Element | None = self
        for name in path:
            at = next(iter(at.all(name)), None) if at else None
        return at

    def told(self, *path: str) -> str:
        """Return the text at the end of a path, without blanks around it."""
        found = self.first(*path)
        return found.text.strip() if found else ""

    def written(self) -> str:
        """Return the element as XML.

        >>> Element("b", {"a": "1 < 2"}, "x & y").written()
        '<b a="1 &lt; 2">x &amp; y</b>'
        """
        said = "".join(f' {name}="{escaped(value)}"' for name, value in self.attributes.items())
        inner = escaped(self.text) + "".join(child.written() for child in self.children)
        return f"<{self.name}{said}>{inner}</{self.name}>"


def escaped(text: str) -> str:
    """Return a text as XML holds it; signs that no XML can hold become �."""
    clean = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
    pairs = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\r", "&#13;"))
    for sign, name in pairs:
        clean = clean.replace(sign, name)
    return clean


def tree(data: bytes, name: str) -> tuple[Element, list[Loss]]:
    """Return the root of an XML file; loose ``&`` and ``<`` are taken as text, and said."""
    if len(data) > MOST_BYTES:
        raise Refused(f"'{name}' is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        return _Reader(name).read(data), []
    except expat.ExpatError as error:
        mended = _mended(data)
        if mended == data:
            raise Refused(f"'{name}' is not XML: {error}.") from None
    try:
        root = _Reader(name).read(mended)
    except expat.ExpatError as error:
        raise Refused(f"'{name}' is not XML: {error}.") from None
    return root, [Loss("file", "'&' or '<' that were not escaped", "they were read as text")]


def _mended(data: bytes) -> bytes:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data
    return _LOOSE.sub(lambda found: "&amp;" if found[0] == "&" else "&lt;", text).encode()


class _Reader:
    """One parse; expat calls back, and whatever is not welcome is refused at once."""

    def __init__(self, name: str) -> None:
        self.name, self.count = name, 0
        self.open: list[Element] = []
        self.root: Element | None = None

    def read(self, data: bytes) -> Element:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._declared
        parser.EntityDeclHandler = self._declared
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(data, True)
        assert self.root is not None
        return self.root

    def _declared(self, *_: object) -> None:
        raise Refused(
            f"'{self.name}' declares a document type or entities of its own; such a file is "
            "not read."
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= DEEPEST or self.count > MOST_ELEMENTS:
            raise Refused(f"'{self.name}' is nested too deeply or has too many elements.")
        plain = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition("}")[2], plain)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, _: str) -> None:
        self.open.pop()

    def _text(self, text: str) -> None:
        self.open[-1].text += text
