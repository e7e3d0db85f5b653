"""What stands in a column: its cells, counted, and the numbers in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from journeykit.survey.cells import number
from journeykit.survey.question import NOT_APPLICABLE


@dataclass(frozen=True)
class Profile:
    """What stands in a column: how often each cell that is not blank occurs."""

    cells: Mapping[str, int]
    numbers: Mapping[float, int]
    spoken: Mapping[str, int]
    decimal: str

    @property
    def n(self) -> int:
        """The cells that say something."""
        return sum(self.cells.values())

    @property
    def numeric(self) -> bool:
        """Whether all but a stray word or two are numbers."""
        known = sum(self.numbers.values())
        absent = sum(n for cell, n in self.spoken.items() if cell.casefold() in NOT_APPLICABLE)
        return known > 0 and known >= 0.97 * (self.n - absent)

    @property
    def whole(self) -> bool:
        """Whether every number is whole."""
        return all(value.is_integer() for value in self.numbers)


def profile(counts: Mapping[str, int], decimal: str = ".") -> Profile:
    """Return the profile of a column from the count of each of its cells."""
    cells = {cell: n for cell, n in counts.items() if cell}
    if decimal == "." and _commas(cells):
        decimal = ","
    numbers: Counter[float] = Counter()
    spoken: dict[str, int] = {}
    for cell, n in cells.items():
        value = number(cell, decimal)
        if value is None:
            spoken[cell] = n
        else:
            numbers[value] += n
    return Profile(cells, numbers, spoken, decimal)


def _commas(cells: Mapping[str, int]) -> bool:
    """A column such as "3,5" "4": decimal commas whatever the delimiter is."""
    comma = [cell for cell in cells if re.fullmatch(r"-?\d+,\d+", cell)]
    return bool(comma) and any(len(cell.partition(",")[2]) != 3 for cell in comma)
