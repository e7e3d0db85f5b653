"""Reading a survey file: bytes in, a `Survey` out, and no cell lost in silence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeykit.errors import Refused
from journeykit.survey import dialect, tools
from journeykit.survey import encoding as encodings
from journeykit.survey import recipe as recipes
from journeykit.survey.cells import dropped, number
from journeykit.survey.files import File, load
from journeykit.survey.recipe import Recipe
from journeykit.survey.survey import SetAside, Survey
from journeykit.survey.understanding import understood

if TYPE_CHECKING:
    import pandas as pd

#: Columns of the largest table that is read; a workbook holds no more.
WIDEST = 16_384


@dataclass(frozen=True)
class _Table:
    """Records of text with what is known about where they came from."""

    records: list[list[str]]
    encoding: str | None = None
    delimiter: str | None = None
    broken: Mapping[int, str] | None = None
    comments: Sequence[str] = ()
    warnings: tuple[str, ...] = ()


def read(
    path_or_bytes: str | Path | bytes,
    *,
    name: str | None = None,
    recipe: Recipe | str | Path | Mapping[str, Any] | None = None,
    encoding: str | None = None,
) -> Survey:
    """Return the survey in a CSV, TSV, XLSX, XLS, ODS or Parquet file, or a gzip of one.

    Encoding, delimiter, header rows, tool, kinds and scales are found out; ``recipe`` and
    ``encoding`` overrule. Personal data is taken out before anything is returned. ``name`` is
    the file's name where only its bytes are given. Raises `Refused` with one sentence when the
    file is none, is locked, is empty or holds no answers.
    """
    rules = recipes.load(recipe) if recipe is not None else Recipe()
    file = load(path_or_bytes, name)
    table = _table(file, encoding or rules.encoding)
    if not table.records:
        raise Refused(f"'{file.name}' is empty.")
    table, skipped = _without_preamble(table, rules.header_rows)
    head = [[cell.strip() for cell in record] for record in table.records[:300]]
    layout = tools.detect(head, rules.header_rows, table.comments)
    responses, set_aside, rows = _responses(table, layout.header_rows)
    if not rows:
        raise Refused(f"'{file.name}' has a header but no answers below it.")
    layout = _fitted(layout, responses)
    if any(_is_answer(cell) for cell in table.records[0]) and layout.header_rows == 1:
        skipped += ("The header looks like answers; where there is none, say header_rows: 0.",)
    frame = _frame(layout, responses)
    survey = Survey(
        file.name, layout.tool, file.format, table.encoding, table.delimiter,
        layout.header_rows, rows, tuple(set_aside), frame,
        warnings=(*table.warnings, *skipped),
    )  # fmt: skip
    return understood(survey, layout, rules)


#: The name under which the package offers `read`.
read_survey = read


def _table(file: File, encoding: str | None) -> _Table:
    if file.format == "parquet":
        return _parquet(file)
    if file.format in ("xlsx", "xls", "ods"):
        from journeykit.survey import workbook

        records, sheet = workbook.records(file)
        return _Table(records, warnings=(f"The answers were read from the sheet '{sheet}'.",))
    text, found = encodings.decode(file.data, encoding)
    if not text.strip("\ufeff\0 \t\r\n"):
        raise Refused(f"'{file.name}' is empty.")
    warnings = _text_warnings(text, found)
    lines = dialect.parse(dropped(text), "\t" if file.format == "tsv" and "\t" in text else None)
    return _Table(
        lines.records, found, lines.delimiter, lines.broken, lines.comments,
        (*warnings, *_repaired(lines.repaired)),
    )  # fmt: skip


def _text_warnings(text: str, encoding: str) -> list[str]:
    found = []
    if bad := text.count("\ufffd"):
        found.append(
            f"{bad} characters could not be read as {encoding}; another encoding may fit better."
        )
    if nul := text.count("\0"):
        found.append(f"{nul} NUL characters were left out.")
    if marks := text.count("\ufeff"):
        found.append(f"{marks} byte-order marks inside cells were left out.")
    return found


def _repaired(n: int) -> list[str]:
    return [f"{n} records with a quotation mark inside a quoted cell were kept."] if n else []


def _parquet(file: File) -> _Table:
    import io

    import pyarrow.parquet as pq
    from pyarrow import ArrowException

    try:
        table = pq.read_table(io.BytesIO(file.data))
    except (ArrowException, OSError) as error:
        raise Refused(f"'{file.name}' is not a Parquet file ({str(error)[:120]}).") from None
    columns = [
        ["" if value is None else str(value) for value in column.to_pylist()]
        for column in table.columns
    ]
    return _Table([table.column_names, *map(list, zip(*columns, strict=True))])


def _without_preamble(table: _Table, header_rows: int | None) -> tuple[_Table, tuple[str, ...]]:
    """Leave out title lines above the header: one cell where the table has many."""
    if header_rows is not None:
        return table, ()
    sample = table.records[:30]
    widest = max(sum(map(bool, map(str.strip, record))) for record in sample)
    start = 0
    while start < len(sample) and sum(map(bool, map(str.strip, sample[start]))) <= 1:
        start += 1
    if widest < 3 or start == 0 or start == len(sample):
        return table, ()
    broken = {at - start: why for at, why in (table.broken or {}).items() if at >= start}
    message = f"{start} lines above the header were left out."
    return replace(table, records=table.records[start:], broken=broken), (message,)


def _responses(table: _Table, header_rows: int) -> tuple[list[list[str]], list[SetAside], int]:
    """Part the data records into responses and what is set aside."""
    body = table.records[header_rows:]
    broken = table.broken or {}
    width = _width(table.records[:header_rows], body, broken, header_rows)
    responses: list[list[str]] = []
    aside: list[SetAside] = []
    for at, record in enumerate(body, 1):
        why = broken.get(at - 1 + header_rows)
        cells = record if why else _trimmed([cell.strip() for cell in record], width)
        if not why and len(cells) != width:
            more = "more" if len(cells) > width else "fewer"
            why = f"it has {len(cells)} cells, {more} than the header's {width}"
        if not why and not any(cells):
            why = "it is empty"
        if why:
            aside.append(SetAside(at, why))
        else:
            responses.append(cells)
    return responses, aside, len(body)


def _width(
    headers: Sequence[Sequence[str]],
    body: Sequence[Sequence[str]],
    broken: Mapping[int, str],
    header_rows: int,
) -> int:
    """The header says how wide a record is, unless most records agree on something else."""
    from collections import Counter

    widths = Counter(
        len(record) for at, record in enumerate(body) if at + header_rows not in broken
    )
    if not widths:
        return max(map(len, headers), default=0)
    usual, n = widths.most_common(1)[0]
    width = max(map(len, headers), default=usual)
    return usual if n > 0.5 * len(body) and len(body) > 2 and not widths[width] else width


def _is_answer(cell: str) -> bool:
    """A decimal or a negative number is no heading; a year may be one."""
    return number(cell.strip()) is not None and ("." in cell or "-" in cell)


def _trimmed(cells: list[str], width: int) -> list[str]:
    """Blank cells beyond the width say nothing."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return cells


def _fitted(layout: tools.Layout, responses: Sequence[Sequence[str]]) -> tools.Layout:
    width = len(responses[0]) if responses else len(layout.columns)
    columns = list(layout.columns[:width])
    for at in range(len(columns), width):
        columns.append(tools.Column(f"Column {at + 1}", f"Column {at + 1}"))
    return replace(layout, columns=tuple(columns))


def _frame(layout: tools.Layout, responses: Sequence[Sequence[str]]) -> pd.DataFrame:
    import pandas as pd

    if len(layout.columns) > WIDEST:
        raise Refused(f"The table has {len(layout.columns)} columns; at most {WIDEST} are read.")
    cells = list(zip(*responses, strict=True)) or [()] * len(layout.columns)
    series = {
        column.name: pd.Series(list(values), dtype="str")
        for column, values in zip(layout.columns, cells, strict=True)
    }
    frame = pd.DataFrame(series)
    # columns without a heading and without a cell are padding
    padding = [
        column.name
        for column in layout.columns
        if re.fullmatch(r"Column \d+", column.name) and not (frame[column.name] != "").any()
    ]
    return frame.drop(columns=padding)
