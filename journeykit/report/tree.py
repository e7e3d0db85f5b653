"""The HTML of the report as a tree of blocks, so that paper says the same as the page.

A block is a dict that JSON can hold: ``p``, ``h``, ``list``, ``facts``, ``table``, ``figure``,
``charts``, ``card``, ``meter`` or ``map``. Words are runs, ``{"text", "style"}``, where a style is
one word (``strong``, ``small``, ``measured`` …) or "". Text is data: nothing of it becomes markup
again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from journeykit.maps.persona import clean

Block = dict[str, Any]

_VOID = {"br", "img", "hr", "meta", "link", "input", "wbr", "col"}
_INLINE = {"strong", "b", "em", "i", "small", "q", "span", "a", "code", "br", "sub", "sup"}
_STYLES = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "small": "small"}
#: letters that stand side by side in a table on A4, and how many a column asks for at most
LETTERS, LONGEST, MOST = 126, 11, 300
_STATUS = ("measured", "anecdotal", "assumed")


@dataclass
class Node:
    """An element with its attributes and what is in it."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)
    #: the element as it was written, for a drawing
    source: str = ""

    @property
    def classes(self) -> list[str]:
        """The classes of the element."""
        return self.attrs.get("class", "").split()

    def first(self, tag: str) -> Node | None:
        """The first element with this tag inside, at any depth."""
        return next(self.all(tag), None)

    def all(self, tag: str) -> Iterator[Node]:
        """Every element with this tag inside, in order."""
        for each in self.inside:
            if isinstance(each, Node):
                if each.tag == tag:
                    yield each
                yield from each.all(tag)


class _Reader(HTMLParser):
    """Builds the tree; a drawing is kept as it was written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("body")]
        self.drawing = 0
        self.written = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "svg" or self.drawing:
            self.drawing += tag == "svg"
            self.written += self.get_starttag_text() or ""
            return
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.drawing:
            self.written += self.get_starttag_text() or ""
        else:
            self.open[-1].inside.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.drawing:
            self.written += f"</{tag}>"
            self.drawing -= tag == "svg"
            if not self.drawing:
                self.open[-1].inside.append(Node("svg", source=self.written))
                self.written = ""
        elif any(node.tag == tag for node in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.drawing:
            self.written += data.replace("&", "&amp;").replace("<", "&lt;")
        else:
            self.open[-1].inside.append(data)


def blocks(html: str) -> list[Block]:
    """Return the blocks of a piece of HTML, in order.

    >>> blocks("<p>n <b>188</b></p>")[0]["runs"]
    [{'text': 'n ', 'style': ''}, {'text': '188', 'style': 'strong'}]
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(_blocks(reader.open[0]))


def _blocks(node: Node) -> Iterator[Block]:
    loose: list[Node | str] = []
    for each in node.inside:
        if isinstance(each, str) or each.tag in _INLINE:
            loose.append(each)
            continue
        yield from _paragraph(loose)
        loose = []
        yield from _block(each)
    yield from _paragraph(loose)


def _paragraph(inside: list[Node | str], kind: str = "") -> Iterator[Block]:
    runs = _tidy(list(_runs(inside, "")))
    if runs:
        yield {"block": "p", "runs": runs, "kind": kind}


def _block(node: Node) -> Iterator[Block]:
    if node.attrs.get("data-paper"):
        yield {"block": node.attrs["data-paper"], "journey": node.attrs.get("data-journey", "")}
    elif re.fullmatch(r"h[1-6]", node.tag):
        yield {"block": "h", "level": int(node.tag[1]), "runs": _tidy(list(_runs(node.inside, "")))}
    elif node.tag == "p":
        yield from _paragraph(node.inside, next(iter(node.classes), ""))
    elif node.tag in ("ul", "ol"):
        yield {"block": "list", "items": [list(_blocks(item)) for item in node.all("li")]}
    elif node.tag == "dl":
        yield _facts(node)
    elif node.tag == "table":
        yield _table(node)
    elif node.tag == "figure":
        yield from _figure(node)
    elif "charts" in node.classes:
        yield {"block": "charts", "blocks": list(_blocks(node))}
    elif "card" in node.classes:
        yield {"block": "card", "blocks": list(_blocks(node))}
    elif node.tag not in ("style", "script", "svg"):
        yield from _blocks(node)


def _facts(node: Node) -> Block:
    names, values = node.all("dt"), node.all("dd")
    return {
        "block": "facts",
        "pairs": [
            {"name": _tidy(list(_runs(name.inside, ""))), "value": list(_blocks(value))}
            for name, value in zip(names, values, strict=True)
        ],
    }


def _table(node: Node) -> Block:
    caption, head, body = node.first("caption"), node.first("thead"), node.first("tbody")
    rows = [
        [list(_blocks(cell)) for cell in row.inside if isinstance(cell, Node)]
        for row in (body.all("tr") if body else ())
    ]
    names = [_tidy(list(_runs(cell.inside, ""))) for cell in (head.all("th") if head else ())]
    return {
        "block": "table",
        "caption": _tidy(list(_runs(caption.inside, ""))) if caption else [],
        "head": names,
        "rows": rows,
        "widths": _widths(names, rows),
    }


def _widths(names: list[list[Block]], rows: list[list[list[Block]]]) -> list[float]:
    """How the width is shared, in letters: room for the longest words, the rest by the text."""
    least, wanted = [], []
    for at, name in enumerate(names):
        texts = [plain(row[at]) for row in rows if at < len(row)]
        head = "".join(run["text"] for run in name)
        words = [*(1.2 * len(word) for word in head.split()), *(
            len(word) for text in texts for word in text.split()
        )]  # fmt: skip
        least.append(min(max(words, default=1), LONGEST) + 2)
        wanted.append(min(max(map(len, texts), default=1), MOST))
    left = max(LETTERS - sum(least), 0)
    return [low + left * share / sum(wanted) for low, share in zip(least, wanted, strict=True)]


def plain(found: list[Block]) -> str:
    """The words of blocks, one after the other."""
    words = []
    for block in found:
        words += [run["text"] for run in block.get("runs", ())]
        words += [plain(item) for item in block.get("items", ())]
    return " ".join(words)


def _figure(node: Node) -> Iterator[Block]:
    drawing, caption = node.first("svg"), node.first("figcaption")
    words = "".join(run["text"] for run in _runs(caption.inside, "")) if caption else ""
    if drawing:
        source = drawing.source
        if " xmlns=" not in source[: source.find(">")]:
            source = source.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
        wide = re.search(r'\bwidth="([\d.]+)', source)
        width = float(wide[1]) if wide else 0.0
        yield {"block": "figure", "svg": source, "words": words, "width": width}


def _runs(inside: list[Node | str], style: str) -> Iterator[Block]:
    for each in inside:
        if isinstance(each, str):
            yield {"text": clean(re.sub(r"\s+", " ", each)), "style": style}
        elif each.tag == "br":
            yield {"text": "\n", "style": style}
        elif each.tag == "q":
            yield {"text": "“", "style": style}
            yield from _runs(each.inside, style)
            yield {"text": "”", "style": style}
        elif "hidden" not in each.classes:
            status = next((name for name in each.classes if name in _STATUS), "")
            yield from _runs(each.inside, status or _STYLES.get(each.tag, style))


def _tidy(runs: list[Block]) -> list[Block]:
    """Runs without blanks at their ends; none where there is nothing to read."""
    while runs and not runs[0]["text"].strip():
        runs = runs[1:]
    while runs and not runs[-1]["text"].strip():
        runs = runs[:-1]
    if runs:
        runs[0] = {**runs[0], "text": runs[0]["text"].lstrip()}
        runs[-1] = {**runs[-1], "text": runs[-1]["text"].rstrip()}
    return runs


__all__ = ["Block", "Node", "blocks", "plain"]
