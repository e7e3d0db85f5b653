"""Cells: the text of one answer, cleaned, and the number in it."""

from __future__ import annotations

import re

#: NUL, byte-order mark, zero-width space: they stay in a cell, and whoever reads it skips them.
NOTHING = ("\0", "\ufeff", "\u200b")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POINTS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_LEADING = re.compile(r"([+-]?\d{1,3})\s*(?:[-–—=:.)]|\()\s*\D.*", re.DOTALL)
_TRAILING = re.compile(r"\D.*?[-–—=:(]\s*([+-]?\d{1,3})\s*\)?", re.DOTALL)


def clean(cell: str) -> str:
    """Return a cell as it is read: without byte-order marks, NUL and the white space around it.

    >>> clean("\\ufeff\\u00a0Very good ")
    'Very good'
    """
    return dropped(cell).strip()


def dropped(text: str) -> str:
    """Return a text, or a whole file, without the characters that nobody sees."""
    for character in NOTHING:
        if character in text:
            text = text.replace(character, "")
    return text


def blank(cell: str) -> bool:
    """Whether nobody sees anything in a cell.

    >>> blank(" \\ufeff"), blank("0")
    (True, False)
    """
    return not cell.strip() or not clean(cell)


def heading(cell: str) -> str:
    """Return a heading on one line, without markup.

    >>> heading("How was<br />the  food?\\u00a0")
    'How was the food?'
    """
    return _SPACE.sub(" ", _BREAK.sub(" ", dropped(cell))).strip()


def words(name: str) -> str:
    """Return a heading as lower-case words, codes taken apart.

    >>> words("RecipientLastName")
    'recipient last name'
    >>> words("recommendation_score")
    'recommendation score'
    """
    return _SPACE.sub(" ", _CAMEL.sub(" ", name).replace("_", " ")).strip().casefold()


def number(cell: str, decimal: str = ".") -> float | None:
    """Return the number that a cell is, or None. ``decimal`` is "." or ",".

    >>> number("4"), number("3,5", ","), number("1,200"), number("four")
    (4.0, 3.5, 1200.0, None)
    """
    if _PLAIN.fullmatch(cell) and not (decimal == "," and _POINTS.fullmatch(cell)):
        return float(cell)
    if decimal == ",":
        if _COMMA.fullmatch(cell) or _POINTS.fullmatch(cell):
            return float(cell.replace(".", "").replace(",", "."))
    elif _THOUSANDS.fullmatch(cell):
        return float(cell.replace(",", ""))
    return None


def labelled_number(cell: str) -> float | None:
    """Return the code in a label such as "5 - Very satisfied", or None.

    >>> labelled_number("5 - Very satisfied"), labelled_number("Excellent (5)")
    (5.0, 5.0)
    >>> labelled_number("3-6 times") is None
    True
    """
    found = _LEADING.fullmatch(cell) or _TRAILING.fullmatch(cell)
    return float(found[1]) if found else None


def plain(value: float) -> int | float:
    """Return a whole number as int, so that it prints as people write it.

    >>> plain(5.0), plain(2.5)
    (5, 2.5)
    """
    return int(value) if float(value).is_integer() else value
