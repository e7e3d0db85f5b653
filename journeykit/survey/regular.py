"""The fast way through a large text table whose quoting is regular, column by column.

Every byte is looked at first: a file is regular when it is UTF-8, each quotation mark opens,
closes or is doubled, and line ends are of one kind. Whatever is not regular raises `Irregular`
and goes to the careful reader of `dialect`, so that speed never costs a record.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from journeykit.survey import dialect
from journeykit.survey.cells import blank, dropped
from journeykit.survey.columns import MANY, Answers, Coded, Column, Text, coded, without
from journeykit.survey.survey import SetAside

if TYPE_CHECKING:
    import numpy as np

#: Smaller files are read carefully at once; there is nothing to gain.
WORTH = 1_000_000
_CHUNK = 4 << 20
_HEAD = 1 << 20
_BLOCK = 8 << 20
_QUOTE, _LF = 34, 10
_NUL, _MARK = b"\0", b"\xef\xbb\xbf"
#: NUL, byte-order mark and zero-width space, which nobody sees.
_UNSEEN = (_NUL, _MARK, b"\xe2\x80\x8b")


class Irregular(Exception):
    """The file has to be read carefully."""


@dataclass(frozen=True)
class Found:
    """What a look at every byte found: quotes, line breaks in them, and what nobody sees."""

    quoted: bool
    breaks: bool
    nul: int = 0
    marks: int = 0
    unseen: bool = False


@dataclass(frozen=True)
class Stream:
    """A regular text table: its first records, and how to open it for the others."""

    open: Callable[[], BinaryIO]
    delimiter: str
    head: list[list[str]]
    starts: tuple[int, ...]
    found: Found

    def body(self, header_rows: int) -> tuple[Answers, list[SetAside], int]:
        """Return the cells below the headers, what is set aside, and the number of records.

        The columns are called by their position, "0", "1" and so on.
        """
        width = max(map(len, self.head[:header_rows]), default=0)
        usual = Counter(map(len, self.head[header_rows:])).most_common(1)
        if header_rows >= len(self.head) or (usual and usual[0][0] != (width or usual[0][0])):
            raise Irregular
        if self.found.unseen and (width < 2 or any(map(unseen, self.head))):
            raise Irregular
        return _Body(self, width or usual[0][0]).read(self.starts[header_rows])


def stream(open: Callable[[], BinaryIO], delimiter: str | None = None) -> Stream:
    """Return the table in a file of UTF-8 text; raise `Irregular` where it has to be careful."""
    with open() as file:
        head = file.read(_HEAD)
    if b"\r" in head.removesuffix(b"\r").replace(b"\r\n", b""):
        raise Irregular
    lines = head.decode("utf-8-sig", errors="ignore").replace("\r\n", "\n").split("\n")
    lines = [line + "\n" for line in lines[: -1 if len(head) == _HEAD else None]]
    if dialect.preceded(lines):
        raise Irregular
    delimiter = delimiter or dialect.sniff(lines)
    records, starts = _head(lines, delimiter, len(head) == _HEAD)
    offsets = [0]
    for line in head.split(b"\n"):
        offsets.append(offsets[-1] + len(line) + 1)
    found = look(open, delimiter)
    return Stream(open, delimiter, records, tuple(offsets[at] for at in starts), found)


def _head(lines: list[str], delimiter: str, cut: bool) -> tuple[list[list[str]], list[int]]:
    """The first records, and for each of them the line on which it starts."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    starts = [0]
    try:
        for record in islice(reader, 310):
            if record:
                records.append(record)
                starts.append(reader.line_num)
            else:
                starts[-1] = reader.line_num
    except csv.Error:
        # the last record of a long head may be cut in two
        if not cut or len(records) < 20:
            raise Irregular from None
    return records[:300], starts


def look(open: Callable[[], BinaryIO], delimiter: str) -> Found:
    """Look at every byte; raise `Irregular` for anything that is read in more than one way."""
    import numpy as np

    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    before = np.zeros(256, dtype=bool)
    after = np.zeros(256, dtype=bool)
    before[[ord(delimiter), _LF, _QUOTE]] = True
    after[[ord(delimiter), _LF, 13, _QUOTE]] = True
    quotes, breaks, first = 0, False, True
    nul, signs, unseen = 0, 0, False
    last, edge = b"\n", b""
    with open() as file:
        while chunk := file.read(_CHUNK):
            while chunk[-1] in (_QUOTE, 13) and (more := file.read(1)):
                chunk += more
            if first:
                chunk = chunk.removeprefix(_MARK)
            first = False
            _decoded(chunk, decoder)
            wide = edge + chunk
            nul, signs = nul + chunk.count(_NUL), signs + wide.count(_MARK)
            unseen = unseen or any(each in wide for each in _UNSEEN)
            edge = chunk[-2:]
            at = np.frombuffer(last + chunk, np.uint8)
            marks = np.flatnonzero(at == _QUOTE)
            marks = marks[marks > 0]
            if len(marks):
                opened, closed = marks[quotes % 2 :: 2], marks[1 - quotes % 2 :: 2]
                tail = np.append(at, _LF)
                if not (before[at[opened - 1]].all() and after[tail[closed + 1]].all()):
                    raise Irregular
            if not breaks and (len(marks) or quotes % 2):
                ends = np.flatnonzero(at[1:] == _LF) + 1
                breaks = bool(((np.searchsorted(marks, ends) + quotes) % 2).any())
            quotes += len(marks)
            last = chunk[-1:]
    if quotes % 2 or decoder.getstate()[0]:
        raise Irregular
    return Found(quotes > 0, breaks, nul, signs, unseen)


def _decoded(chunk: bytes, decoder: Any) -> None:
    if chunk.count(b"\r") != chunk.count(b"\r\n"):
        raise Irregular
    try:
        if not chunk.isascii() or decoder.getstate()[0]:
            decoder.decode(chunk)
    except UnicodeDecodeError:
        raise Irregular from None


@dataclass
class _Grown:
    """A column that grows batch by batch; it becomes text once it has many different cells."""

    breaks: bool
    places: dict[str, int] = field(default_factory=dict)
    codes: list[np.ndarray] = field(default_factory=list)
    text: list[Any] | None = None

    def add(self, cells: Any) -> None:
        import numpy as np

        if self.text is not None:
            self.text.append(cells)
            return
        packed = cells.dictionary_encode()
        words = packed.dictionary.to_pylist()
        moved = [self.places.setdefault(word, len(self.places)) for word in words]
        codes = np.array(moved, dtype=np.int32)[packed.indices.to_numpy()]
        self.codes.append(codes.astype(np.int16 if len(self.places) < 32_000 else np.int32))
        if len(self.places) > MANY:
            self._spread(cells.type)

    def _spread(self, kind: Any) -> None:
        import pyarrow as pa

        words = pa.array(list(self.places), kind)
        self.text = [words.take(pa.array(codes)) for codes in self.codes]
        self.places, self.codes = {}, []

    def column(self) -> Column:
        import numpy as np
        import pyarrow as pa
        from pyarrow import compute as pc

        if self.text is None:
            codes = np.concatenate(self.codes) if self.codes else np.empty(0, np.int8)
            return coded(codes, [word.replace("\r\n", "\n") for word in self.places])
        if self.breaks:
            # each piece goes before the next one comes, so that a column is never held twice
            for at, chunk in enumerate(self.text):
                self.text[at] = pc.replace_substring(chunk, "\r\n", "\n")
        return Text(pa.chunked_array(self.text, pa.string()))


class _Body:
    """One reading of the records below the headers."""

    def __init__(self, source: Stream, width: int) -> None:
        self.source, self.width = source, width
        self.ragged: list[tuple[int, str]] = []
        self.valid = 0
        self.empty: list[int] = []
        # only a cell with a line break can hold a carriage return
        self.columns = [_Grown(source.found.breaks) for _ in range(width)]

    def read(self, start: int) -> tuple[Answers, list[SetAside], int]:
        from pyarrow import ArrowException

        try:
            with self.source.open() as file:
                file.seek(start)
                if start and file.read(3) == _MARK:
                    # Arrow would take it for the mark at the beginning of a file
                    raise Irregular
                file.seek(start)
                for batch in self._batches(file):
                    self._take(batch)
        except (ArrowException, OSError, UnicodeDecodeError):
            raise Irregular from None
        return self._finished()

    def _batches(self, file: BinaryIO) -> Any:
        import pyarrow as pa
        from pyarrow import csv as arrow

        names = [str(at) for at in range(self.width)]
        return arrow.open_csv(
            file,
            # one thread, so that a ragged record comes with its number
            arrow.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=False),
            arrow.ParseOptions(
                delimiter=self.source.delimiter,
                newlines_in_values=self.source.found.breaks,
                invalid_row_handler=self._ragged,
            ),
            arrow.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )

    def _ragged(self, row: Any) -> str:
        self.ragged.append((row.number, row.text))
        if self.source.found.unseen and not dropped(row.text):
            return "error"  # the careful reader takes it for no record
        # what spans lines may be two records in one: the careful reader tells
        return "error" if self.source.found.breaks or row.number is None else "skip"

    def _take(self, batch: Any) -> None:
        import numpy as np
        import pyarrow as pa

        empty = _empty(batch, self.source.found.unseen)
        if empty is not None:
            self.empty += (np.flatnonzero(empty) + self.valid).tolist()
            batch = batch.filter(pa.array(~empty))
        self.valid += batch.num_rows + (0 if empty is None else int(empty.sum()))
        for column, cells in zip(self.columns, batch.columns, strict=True):
            column.add(cells)

    def _finished(self) -> tuple[Answers, list[SetAside], int]:
        import numpy as np

        rows = self.valid + len(self.ragged)
        numbers = np.arange(1, rows + 1)
        if self.ragged:
            numbers = np.delete(numbers, [number - 1 for number, _ in self.ragged])
        aside = [SetAside(int(numbers[at]), "it is empty") for at in self.empty]
        for number, text in self.ragged:
            cells = next(csv.reader([text], delimiter=self.source.delimiter))
            while len(cells) > self.width and blank(cells[-1]):
                cells.pop()
            if len(cells) == self.width:
                # blank cells beyond the width say nothing; such records are put in their place
                raise Irregular
            aside.append(SetAside(number, ragged(len(cells), self.width)))
        columns = {str(at): column.column() for at, column in enumerate(self.columns)}
        height = self.valid - len(self.empty)
        return Answers(columns, height), sorted(aside, key=lambda one: one.row), rows


def ragged(cells: int, width: int) -> str:
    """Return why a record of so many cells is set aside."""
    return f"it has {cells} cells, {'more' if cells > width else 'fewer'} than the header's {width}"


def unseen(record: list[str]) -> bool:
    """Return whether a record is a line in which nothing can be seen, and so is none."""
    return len(record) == 1 and bool(record[0]) and not dropped(record[0])


def _empty(batch: Any, unseen: bool) -> np.ndarray | None:
    """Which records of a batch are blank in every column; None where there is none."""
    from pyarrow import compute as pc

    found = None
    for cells in batch.columns:
        bare = pc.utf8_trim_whitespace(without(cells) if unseen else cells)
        nothing = pc.equal(bare, "")
        found = nothing if found is None else pc.and_(found, nothing)
        if not pc.any(found).as_py():
            return None
    return None if found is None else found.to_numpy(zero_copy_only=False)


def of_bytes(data: bytes) -> Callable[[], BinaryIO]:
    """Return what opens bytes as a file."""
    return lambda: io.BytesIO(data)


__all__ = ["Coded", "Found", "Irregular", "Stream", "look", "of_bytes", "ragged", "stream"]
