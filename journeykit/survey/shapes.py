"""Tables that are not one row a respondent: long ones, and several below each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from journeykit.survey import tools
from journeykit.survey.regular import Stream

Records = list[list[str]]


@dataclass(frozen=True)
class Table:
    """Records of text with what is known about where they came from.

    Of a large table ``records`` holds the first ones alone, and ``stream`` gives the others.
    """

    records: Records
    encoding: str | None = None
    delimiter: str | None = None
    broken: Mapping[int, str] | None = None
    comments: Sequence[str] = ()
    warnings: tuple[str, ...] = ()
    stream: Stream | None = None


def reshaped(layout: tools.Layout, table: Table) -> tuple[tools.Layout, Table, tuple[str, ...]]:
    """Return a table with one row a respondent, and what was done to it in words."""
    return layout, table, ()
