"""Columns of answers, kept small: few different cells as codes, many as Arrow text.

A survey has the same few answers again and again, so whoever asks what stands in a column looks
at its different cells with their counts, and never at a million cells one by one.

Cells are kept as the file has them. `Answers.columns` holds these; ``answers[name]`` is the
column as it is read, without NUL, byte-order marks and the white space around a cell.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from journeykit.survey.cells import NOTHING, clean

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

#: A column with more different cells than this is kept as text.
MANY = 20_000
#: So many cells of such a column are looked at to guess what it holds.
SAMPLE = 20_000
_NOTHING = re.compile("|".join(NOTHING).encode())
_PLAIN = r"^[+-]?\d{1,15}(\.\d{1,15})?$"


@dataclass(frozen=True, eq=False)
class Coded:
    """A column with few different cells: ``values`` has each once, ``codes`` point into it."""

    codes: np.ndarray
    values: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How often each cell occurs, the most frequent first."""
        import numpy as np

        n = np.bincount(self.codes, minlength=len(self.values)).tolist()
        order = sorted(range(len(self.values)), key=lambda at: -n[at])
        return {self.values[at]: n[at] for at in order if n[at]}

    @property
    def sample(self) -> dict[str, int]:
        """The counts, all of them."""
        return self.counts

    @property
    def filled(self) -> int:
        """How many cells are not blank."""
        return len(self) - self.counts.get("", 0)

    def arrow(self) -> Any:
        """Return the cells as an Arrow array of text."""
        import pyarrow as pa

        words = pa.array(self.values, pa.large_string())
        return words.take(pa.array(self.codes)) if self.values else words

    def heads(self, length: int) -> dict[str, int]:
        """Return how often each beginning of a cell occurs, cut to so many characters."""
        found: Counter[str] = Counter()
        for cell, n in self.counts.items():
            found[cell[:length]] += n
        return dict(found)

    def kept(self, rows: np.ndarray) -> Coded:
        """Return the cells of some rows: a mask says of which."""
        return Coded(self.codes[rows], self.values)

    def first(self, n: int) -> list[str]:
        """Return the first cells."""
        return [self.values[code] for code in self.codes[:n]]

    def read(self) -> Coded:
        """Return the column as it is read: cells without what nobody sees."""
        if all(clean(value) == value for value in self.values):
            return self
        return self.mapped(clean)

    def mapped(self, change: Callable[[str], str]) -> Coded:
        """Return the column with each cell changed; cells that become equal are one."""
        return coded(self.codes, [change(value) for value in self.values])

    def numbers(self, value: Callable[[str], float]) -> np.ndarray:
        """Return a float for each cell."""
        import numpy as np

        return np.array([value(cell) for cell in self.values], dtype=float)[self.codes]


@dataclass(frozen=True, eq=False)
class Text:
    """A column with many different cells, as an Arrow chunked array of text."""

    cells: Any

    def __len__(self) -> int:
        return len(self.cells)

    @cached_property
    def sample(self) -> dict[str, int]:
        """The counts of evenly spaced cells, enough to say what the column holds."""
        import numpy as np
        import pyarrow as pa
        from pyarrow import compute as pc

        at = np.unique(np.linspace(0, len(self) - 1, SAMPLE).astype(np.int64))
        found = pc.value_counts(self.cells.take(pa.array(at)))
        pairs = zip(found.field(0).to_pylist(), found.field(1).to_pylist(), strict=True)
        return dict(sorted(pairs, key=lambda pair: -pair[1]))

    @property
    def counts(self) -> dict[str, int]:
        """How often each cell occurs, the most frequent first; as long as the column may be."""
        from pyarrow import compute as pc

        found = pc.value_counts(self.cells)
        pairs = zip(found.field(0).to_pylist(), found.field(1).to_pylist(), strict=True)
        return dict(sorted(pairs, key=lambda pair: -pair[1]))

    @cached_property
    def filled(self) -> int:
        """How many cells are not blank."""
        from pyarrow import compute as pc

        return int(pc.sum(pc.not_equal(self.cells, "")).as_py() or 0)

    def among(self, words: Iterable[str]) -> int:
        """Return how many cells are one of these words, whatever their case."""
        import pyarrow as pa
        from pyarrow import compute as pc

        named = pa.array(list(words), self.cells.type)
        return int(pc.sum(pc.is_in(pc.utf8_lower(self.cells), named)).as_py() or 0)

    def arrow(self) -> Any:
        """Return the cells as an Arrow array of text."""
        return self.cells

    def heads(self, length: int) -> dict[str, int]:
        """Return how often each beginning of a cell occurs, cut to so many characters."""
        from pyarrow import compute as pc

        return Text(pc.utf8_slice_codeunits(self.cells, 0, length)).counts

    def kept(self, rows: np.ndarray) -> Column:
        """Return the cells of some rows: a mask says of which."""
        import pyarrow as pa

        return column(self.cells.filter(pa.array(rows)))

    def first(self, n: int) -> list[str]:
        """Return the first cells."""
        found: list[str] = self.cells.slice(0, n).to_pylist()
        return found

    def read(self) -> Text:
        """Return the column as it is read: cells without what nobody sees."""
        import pyarrow as pa

        held = self.cells.chunks
        chunks = [_read(chunk) for chunk in held]
        if all(new is old for new, old in zip(chunks, held, strict=True)):
            return self
        return Text(pa.chunked_array(chunks, self.cells.type))

    def looked(self, pattern: str, ordinary: str, change: Callable[[str], str]) -> Text:
        """Return the column with those cells changed that match one pattern and not the other.

        What nobody sees hides no cell from the patterns.
        """
        import pyarrow as pa
        from pyarrow import compute as pc

        chunks = []
        for chunk in self.cells.chunks:
            seen = _read(chunk)
            hit = pc.match_substring_regex(seen, pattern)
            if pc.any(hit).as_py():
                hit = pc.and_not(hit, pc.match_substring_regex(seen, ordinary))
            found = chunk.filter(hit)
            if len(found):
                swapped = pa.array([change(cell) for cell in found.to_pylist()], chunk.type)
                chunk = pc.replace_with_mask(chunk, hit, swapped)
            chunks.append(chunk)
        return Text(pa.chunked_array(chunks, self.cells.type))

    def numbers(self, value: Callable[[str], float], plain: bool = False) -> np.ndarray:
        """Return a float for each cell; with ``plain`` a cell of digits is its number."""
        import numpy as np
        import pyarrow as pa
        from pyarrow import compute as pc

        parts = [np.empty(0)]
        for chunk in self.cells.chunks:
            found = np.full(len(chunk), math.nan)
            hit = pc.match_substring_regex(chunk, _PLAIN) if plain else pc.equal(chunk, "")
            known = hit.to_numpy(zero_copy_only=False)
            if plain:
                found[known] = chunk.filter(hit).cast(pa.float64()).to_numpy(zero_copy_only=False)
            rest = chunk.filter(pc.invert(hit)).dictionary_encode()
            words = [value(cell) for cell in rest.dictionary.to_pylist()]
            if words:
                found[~known] = np.array(words, dtype=float)[rest.indices.to_numpy()]
            parts.append(found)
        return np.concatenate(parts)


Column = Coded | Text


def _read(chunk: Any) -> Any:
    """A chunk of text as it is read; the chunk itself where nothing is to be left out."""
    from pyarrow import compute as pc

    found = pc.utf8_trim_whitespace(without(chunk))
    return chunk if found.equals(chunk) else found


def without(chunk: Any) -> Any:
    """Return an Arrow array of text without the characters that nobody sees."""
    from pyarrow import compute as pc

    held = chunk.buffers()[2]
    # looked at where it is: a copy would hold the column twice
    if held is None or not _NOTHING.search(memoryview(held)):
        return chunk
    for character in NOTHING:
        chunk = pc.replace_substring(chunk, character, "")
    return chunk


def coded(codes: Any, values: Sequence[str]) -> Coded:
    """Return a column of codes in the smallest type, each value once."""
    import numpy as np

    places: dict[str, int] = {}
    moved = np.array([places.setdefault(value, len(places)) for value in values], dtype=np.int64)
    small = np.int8 if len(places) <= 127 else np.int16
    if len(places) == len(values):
        return Coded(np.asarray(codes).astype(small, copy=False), tuple(places))
    return Coded(moved.astype(small)[codes], tuple(places))


def column(cells: Any) -> Column:
    """Return a column from cells of text: a list, a pandas series, or an Arrow array."""
    import pyarrow as pa
    from pyarrow import compute as pc

    if not isinstance(cells, pa.Array | pa.ChunkedArray):
        cells = pa.array(cells if isinstance(cells, list) else list(cells), pa.large_string())
    if isinstance(cells, pa.ChunkedArray) and len(cells) > MANY and _many(cells):
        return Text(cells)
    found = (cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells).fill_null("")
    if isinstance(found, pa.ChunkedArray):
        found = pa.concat_arrays(found.chunks)
    packed = found.dictionary_encode()
    if len(packed.dictionary) > MANY:
        return Text(pa.chunked_array([pc.cast(found, pa.large_string())]))
    return coded(packed.indices.to_numpy(), packed.dictionary.to_pylist())


def _many(cells: Any) -> bool:
    from pyarrow import compute as pc

    return cells.null_count == 0 and int(pc.count_distinct(cells).as_py()) > MANY


class Answers:
    """The columns of a survey by name, one row a response."""

    def __init__(self, columns: Mapping[str, Column], height: int) -> None:
        #: the cells as the file has them
        self.columns = dict(columns)
        self.height = height
        self._read: dict[str, Column] = {}

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Answers:
        """Return the columns of a pandas frame of text."""
        return cls({str(name): column(frame[name]) for name in frame.columns}, len(frame))

    def __len__(self) -> int:
        return self.height

    def __getitem__(self, name: str) -> Column:
        """The column as it is read: see `journeykit.survey.cells.clean`."""
        if name not in self._read:
            self._read[name] = self.columns[name].read()
        return self._read[name]

    def same(self, other: Answers) -> bool:
        """Whether two tables have the same columns with the same cells, as they are read."""
        if self.names != other.names or self.height != other.height:
            return False
        return all(_equal(self[name], other[name]) for name in self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in their order."""
        return tuple(self.columns)

    def without(self, names: Iterable[str]) -> Answers:
        """Return the answers without some columns."""
        gone = set(names)
        kept = {name: column for name, column in self.columns.items() if name not in gone}
        return Answers(kept, self.height)

    def kept(self, rows: np.ndarray) -> Answers:
        """Return the answers of some responses: a mask says of which."""
        columns = {name: column.kept(rows) for name, column in self.columns.items()}
        return Answers(columns, int(rows.sum()))

    def changed(self, columns: Mapping[str, Column]) -> Answers:
        """Return the answers with some columns in the place of others."""
        return Answers({**self.columns, **columns}, self.height)

    def any_filled(self, names: Iterable[str]) -> np.ndarray:
        """Return in how many of these columns each response has a cell that is not blank."""
        import numpy as np

        total = np.zeros(self.height, dtype=np.int32)
        for name in names:
            total += self[name].numbers(lambda cell: float(cell != "")) > 0
        return total

    def frame(self) -> pd.DataFrame:
        """Return a pandas frame of text: each cell as the file has it."""
        import pandas as pd

        series = {name: _series(column) for name, column in self.columns.items()}
        return pd.DataFrame(series, index=pd.RangeIndex(self.height))


def _equal(one: Column, other: Column) -> bool:
    if isinstance(one, Coded) and isinstance(other, Coded) and one.counts != other.counts:
        return False
    cells = []
    for each in (one, other):
        found = each.arrow()
        cells.append(found.combine_chunks() if hasattr(found, "combine_chunks") else found)
    return bool(cells[0].cast("large_string").equals(cells[1].cast("large_string")))


def _series(column: Column) -> pd.Series:
    import pandas as pd
    import pyarrow as pa

    cells = column.arrow()
    if isinstance(cells, pa.Array):
        cells = pa.chunked_array([cells])
    if pd.Series([""], dtype="str").dtype == object:  # pandas 2
        return pd.Series(cells.to_pylist(), dtype="str")
    return pd.Series(pd.array(cells, dtype="str"), copy=False)
