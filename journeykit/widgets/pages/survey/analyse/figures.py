"""Numbers as people write them, in the tables of the tab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import htpy as h

from journeykit.widgets import parts

PERCENT = ("csat", "ces", "share")


def percent(value: float | None, digits: int = 0) -> str:
    """Return a share as people write it.

    >>> percent(0.8412), percent(None)
    ('84\\xa0%', '–')
    """
    return "–" if value is None or value != value else f"{100 * value:.{digits}f}\u00a0%"


def plain(value: float | None, digits: int = 2) -> str:
    """Return a number with a true minus, without a negative zero.

    >>> plain(-0.004), plain(-1.5)
    ('0.00', '−1.50')
    """
    if value is None or value != value:
        return "–"
    text = f"{value:.{digits}f}"
    return f"{abs(float(text)):.{digits}f}" if float(text) == 0 else text.replace("-", "−")


def of_measure(measure: str, value: float | None) -> str:
    """Return a value of a measure: 84 %, −3.0 or 4.03."""
    if measure in PERCENT:
        return percent(value, 1)
    return plain(value, 1 if measure == "nps" else 2)


def change(measure: str, value: float | None) -> str:
    """Return a difference with its sign and unit.

    >>> change("csat", 0.051), change("nps", -3), change("ordinal", 0.55)
    ('+5.1\\xa0pp', '−3.0', '55\\xa0%')
    """
    if value is None or value != value:
        return "–"
    if measure == "ordinal":
        return percent(value)
    text = plain(100 * value if measure in PERCENT else value, 2 if measure == "mean" else 1)
    if not text.startswith("−") and text.strip("0."):
        text = f"+{text}"
    return f"{text}\u00a0pp" if measure in PERCENT else text


def p_value(p: float | None) -> str:
    """Return a p-value with the digits that mean something.

    >>> p_value(0.00001), p_value(0.0421), p_value(None)
    ('< 0.001', '0.042', '–')
    """
    if p is None or p != p:
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def drawn(id: str, spec: Mapping[str, Any], words: str) -> h.Element:
    """Return a chart that scrolls where a screen is too narrow for it."""
    # The words are read in place of the picture: Vega names each mark, and of a layer without
    # marks nothing, which readers announce as a picture without a name.
    return h.div(".scroll.drawn", tabindex="0", role="region", aria_label="Chart")[
        h.p(".hidden")[words], h.div(aria_hidden="true")[parts.chart(id, spec, words)]
    ]


def under(main: Any, small: str) -> h.Element:
    """Return a cell with a second line below."""
    return h.span[h.b[main], h.small(".under")[small] if small else None]


def interval(low: str, high: str) -> str:
    """Return the two ends of an interval, nothing where there is none."""
    return "" if low == "–" or high == "–" else f"{low} to {high}"


__all__ = [
    "PERCENT",
    "change",
    "drawn",
    "interval",
    "of_measure",
    "p_value",
    "percent",
    "plain",
    "under",
]
