"""Pieces of HTML that the report is made of; everything that a person typed is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import htpy as h
from markupsafe import Markup

from journeykit.checks import Evidence

MARKS = {"measured": "●", "anecdotal": "◐", "assumed": "○"}


#: what a part says on paper beside its HTML, in the outputs of the executed notebook
PAPER = "application/vnd.journeykit.paper+json"


@dataclass(frozen=True)
class Part:
    """A piece of the report that Jupyter shows as HTML.

    ``paper`` is what is drawn anew on paper: the maps, the curve, the words of a page's margin.
    """

    html: str
    paper: dict[str, Any] = field(default_factory=dict)

    def _repr_mimebundle_(self, **wanted: Any) -> dict[str, Any]:
        return {"text/html": self.html} | ({PAPER: self.paper} if self.paper else {})

    def __repr__(self) -> str:
        words = " ".join(re.sub(r"<[^>]*>", " ", self.html).split())
        return words if len(words) <= 200 else words[:199] + "…"


def part(*nodes: h.Node, paper: dict[str, Any] | None = None) -> Part:
    """Return the nodes as one part, with what they are on paper."""
    # a plain str: what is cut out of a Markup would be escaped again where it is put together
    return Part("".join([str(h.fragment[nodes])]), paper or {})


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[h.Node]]) -> h.Node:
    """Return a table with a caption; the first cell of a row is its header.

    It scrolls sideways on a narrow screen and can be reached with the keyboard.
    """
    body = [
        h.tr[[h.th(scope="row")[cell] if at == 0 else h.td[cell] for at, cell in enumerate(row)]]
        for row in rows
    ]
    if not body:
        return None
    return h.div(".scroll", tabindex="0", role="region", aria_label=caption)[
        h.table(".plain")[
            h.caption[caption],
            h.thead[h.tr[[h.th(scope="col")[name] for name in head]]],
            h.tbody[body],
        ]
    ]


def facts(pairs: Iterable[tuple[str, h.Node]]) -> h.Node:
    """Return a list of names with what they are; pairs without a value are left out."""
    return h.dl[[h.div[h.dt[name], h.dd[value]] for name, value in pairs if value]]


def lines(items: Iterable[h.Node]) -> h.Node:
    """Return a list, or nothing where it would be empty."""
    found = [h.li[item] for item in items]
    return h.ul[found] if found else None


def badge(status: str, n: int | None = None) -> h.Node:
    """Return the evidence as shape and word, with n where it was measured."""
    size = f" · n {n}" if n is not None and status == "measured" else ""
    return h.span(f".b.{status}")[f"{MARKS[status]} {status}{size}"]


def evidence(found: Evidence) -> h.Node:
    """Return the badge of a piece of evidence."""
    return badge(found.status, found.n)


def signed(value: float | None, digits: int = 1) -> str:
    """Return a number with its sign, as on the curve.

    >>> signed(-1.34), signed(0.04), signed(None)
    ('−1.3', '0', '—')
    """
    if value is None:
        return "—"
    rounded = round(value, digits)
    if rounded == 0:
        return "0"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.{digits}f}"


def number(value: float | None) -> str:
    """Return a number without needless zeros, with a real minus.

    >>> number(42.0), number(-1.25), number(None)
    ('42', '−1.25', '—')
    """
    return "—" if value is None else f"{value:.6g}".replace("-", "−")


def percent(share: float) -> str:
    """Return a share as a whole percentage.

    >>> percent(0.786)
    '79 %'
    """
    return f"{100 * share:.0f} %"


def drawing(picture: Markup, words: str) -> h.Node:
    """Return a chart as an inline picture: `words` is what is read in its place.

    On a narrow screen it scrolls sideways, since its figures would be too small to be read.
    """
    label = h.span(role="img", aria_label=words)
    return h.figure(".figure", tabindex="0")[label[picture], h.figcaption[words]]
