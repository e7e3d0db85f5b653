"""What a command hands back: the object for ``--json`` and the lines for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One JSON object, and the same in words."""

    data: dict[str, Any]
    text: str


def columns(rows: Iterable[Sequence[object]]) -> str:
    """Return rows of cells as lines with aligned columns.

    >>> print(columns([("b2c", "Buying"), ("students", "Studying")]))
    b2c       Buying
    students  Studying
    """
    cells = [[str(cell) for cell in row] for row in rows]
    if not cells:
        return ""
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def lines(*parts: str) -> str:
    """Join the parts that are not empty, one a line."""
    return "\n".join(part for part in parts if part)
