"""Reading a survey file: bytes in, a `Survey` out, and no cell lost in silence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from journeykit.errors import Refused
from journeykit.survey import columns as columns_of
from journeykit.survey import dialect, regular, shapes, tools
from journeykit.survey import encoding as encodings
from journeykit.survey import recipe as recipes
from journeykit.survey.cells import blank, clean, dropped, number
from journeykit.survey.columns import Answers
from journeykit.survey.files import File, load
from journeykit.survey.recipe import Recipe
from journeykit.survey.regular import Irregular
from journeykit.survey.shapes import Table
from journeykit.survey.survey import SetAside, Survey
from journeykit.survey.understanding import understood

#: Columns of the largest table that is read; a workbook holds no more.
WIDEST = 16_384


def read(
    path_or_bytes: str | Path | bytes,
    *,
    name: str | None = None,
    recipe: Recipe | str | Path | Mapping[str, Any] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_rows: int | None = None,
    tool: str | None = None,
) -> Survey:
    """Return the survey in a CSV, TSV, XLSX, XLS, ODS, SPSS or Parquet file, or a gzip of one.

    A zip with one such file is read as well. Encoding, delimiter, header rows, tool, kinds and
    scales are found out; a ``recipe`` overrules them, and the options overrule the recipe.
    Personal data is taken out before anything is returned. ``name`` is the file's name where
    only its bytes are given. Raises `Refused` with one sentence when the file is none, is
    locked, is empty, changes while it is read or holds no answers.
    """
    told = recipes.load(recipe) if recipe is not None else Recipe()
    rules = recipes.overruled(
        told, encoding=encoding, delimiter=delimiter, header_rows=header_rows, tool=tool
    )
    file = load(path_or_bytes, name)
    try:
        survey, layout = _read(file, rules, fast=True)
    except Irregular:
        survey, layout = _read(file, rules, fast=False)
    file.unchanged()
    return understood(survey, layout, rules)


def _read(file: File, rules: Recipe, fast: bool) -> tuple[Survey, tools.Layout]:
    table = _table(file, rules, fast)
    if not table.records:
        raise Refused(f"'{file.name}' is empty.")
    table, skipped = _without_preamble(table, rules.header_rows)
    _refuse_wide(table.records[0])
    head = [[clean(cell) for cell in record] for record in table.records[:300]]
    layout = table.layout or tools.detect(head, rules.header_rows, table.comments, rules.tool)
    layout, table, shaped = shapes.reshaped(layout, table)
    answers, set_aside, rows = _responses(table, layout.header_rows)
    if not rows:
        raise Refused(f"'{file.name}' has a header but no answers below it.")
    layout = _fitted(layout, len(answers.names))
    if any(_is_answer(cell) for cell in table.records[0]) and layout.header_rows == 1:
        skipped += ("The header looks like answers; where there is none, say header_rows: 0.",)
    found = Survey(
        file.name, layout.tool, file.format, table.encoding, table.delimiter,
        layout.header_rows, rows, tuple(set_aside), _named(layout, answers),
        warnings=(*table.warnings, *skipped, *shaped),
    )  # fmt: skip
    return found, layout


#: The name under which the package offers `read`.
read_survey = read


def _table(file: File, rules: Recipe, fast: bool) -> Table:
    if file.format == "parquet":
        from journeykit.survey import parquet

        return parquet.table(file)
    if file.format in ("sav", "por"):
        from journeykit.survey import spss

        return spss.table(file)
    if file.format in ("xlsx", "xls", "ods"):
        from journeykit.survey import workbook

        records, said = workbook.records(file)
        return Table(records, warnings=said)
    mark = rules.delimiter
    if fast and (rules.encoding or "utf-8").lower() in ("utf-8", "utf-8-sig", "utf8"):
        try:
            if found := _fast(file, mark):
                return found
        except Irregular:
            pass
    text, name = encodings.decode(file.data, rules.encoding)
    if blank(text):
        raise Refused(f"'{file.name}' is empty.")
    if mark is None and file.format == "tsv" and "\t" in text:
        mark = "\t"
    return _parsed(text, name, mark, fast)


def _parsed(text: str, name: str, mark: str | None, fast: bool) -> Table:
    """The records of a text; what nobody sees stays in the cells where it is in no one's way."""
    warnings = tuple(_unreadable(text, name))
    # line ends first: what nobody sees may stand inside of one
    text = "".join(dialect.split_lines(text)).removesuffix("\n")
    seen = dropped(text)
    for kept in dict.fromkeys((text, seen)):
        if fast and len(kept) >= regular.WORTH:
            plain = regular.of_bytes(kept.encode(errors="replace"))
            try:
                rest = regular.stream(plain, mark)
            except Irregular:
                continue
            said = (*warnings, *_unseen(text, kept is text))
            return Table(rest.head, name, rest.delimiter, warnings=said, stream=rest)
    lines = dialect.parse(seen, mark)
    whole = lines if seen == text else _with_unseen(text, lines)
    return Table(
        (whole or lines).records, name, lines.delimiter, lines.broken, lines.comments,
        (*warnings, *_unseen(text, whole is not None), *_repaired(lines.repaired),
         *lines.warnings),
    )  # fmt: skip


def _with_unseen(text: str, lines: dialect.Lines) -> dialect.Lines | None:
    """The records with what nobody sees in them; None where a quotation mark stands beside it.

    They are right when, without it, they are the records that were read without it.
    """
    whole = dialect.parse(text, lines.delimiter)
    records = [record for record in whole.records if not regular.unseen(record)]
    same = [[dropped(cell) for cell in record] for record in records] == lines.records
    return replace(whole, records=records) if same and whole.broken == lines.broken else None


def _fast(file: File, mark: str | None) -> Table | None:
    """A large UTF-8 file, read piece by piece; None where that is not worth it."""
    if file.size < regular.WORTH:
        return None
    with file.open() as opened:
        marked = opened.read(3) == b"\xef\xbb\xbf"
    found = regular.stream(file.open, mark or ("\t" if file.format == "tsv" else None))
    name = "utf-8-sig" if marked else "utf-8"
    said = tuple(_said_unseen(found.found.nul, found.found.marks, kept=True))
    return Table(found.head, name, found.delimiter, warnings=said, stream=found)


def _refuse_wide(header: Sequence[str]) -> None:
    if len(header) > WIDEST:
        raise Refused(f"The table has {len(header)} columns; at most {WIDEST} are read.")


def _unreadable(text: str, encoding: str) -> list[str]:
    bad = text.count("\ufffd")
    said = f"{bad} characters could not be read as {encoding}; another encoding may fit better."
    return [said] if bad else []


def _unseen(text: str, kept: bool) -> list[str]:
    return _said_unseen(text.count("\0"), text.count("\ufeff"), kept)


def _said_unseen(nul: int, marks: int, kept: bool) -> list[str]:
    """Say what stands in cells that nobody sees."""
    what = "are kept and count for nothing" if kept else "were left out"
    found = [f"{nul} NUL characters inside cells {what}."] if nul else []
    return found + ([f"{marks} byte-order marks inside cells {what}."] if marks else [])


def _repaired(n: int) -> list[str]:
    return [f"{n} records with a quotation mark inside a quoted cell were kept."] if n else []


def _without_preamble(table: Table, header_rows: int | None) -> tuple[Table, tuple[str, ...]]:
    """Leave out title lines above the header: one cell where the table has many."""
    if header_rows is not None or table.layout is not None:
        return table, ()
    sample = table.records[:30]
    filled = [sum(not blank(cell) for cell in record) for record in sample]
    widest, start = max(filled), 0
    while start < len(sample) and filled[start] <= 1:
        start += 1
    if widest < 3 or start == 0 or start == len(sample):
        return table, ()
    broken = {at - start: why for at, why in (table.broken or {}).items() if at >= start}
    if table.stream is not None:
        raise Irregular
    message = f"{start} lines above the header were left out."
    return replace(table, records=table.records[start:], broken=broken), (message,)


def _responses(table: Table, header_rows: int) -> tuple[Answers, list[SetAside], int]:
    """Part the data records into responses and what is set aside."""
    if table.stream is not None:
        return table.stream.body(header_rows)
    body = table.records[header_rows:]
    broken = table.broken or {}
    width = _width(table.records[:header_rows], body, broken, header_rows)
    responses: list[list[str]] = []
    aside: list[SetAside] = []
    for at, record in enumerate(body, 1):
        why = broken.get(at - 1 + header_rows)
        cells = record if why else _trimmed(record, width)
        if not why and len(cells) != width:
            why = regular.ragged(len(cells), width)
        if not why and all(map(blank, cells)):
            why = "it is empty"
        if why:
            aside.append(SetAside(at, why))
        else:
            responses.append(cells)
    by_column = zip(*responses, strict=True) if responses else [()] * width
    columns = {str(at): columns_of.column(list(cells)) for at, cells in enumerate(by_column)}
    return Answers(columns, len(responses)), aside, len(body)


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
    return number(clean(cell)) is not None and ("." in cell or "-" in cell)


def _trimmed(cells: list[str], width: int) -> list[str]:
    """Blank cells beyond the width say nothing."""
    while len(cells) > width and blank(cells[-1]):
        cells = cells[:-1]
    return cells


def _fitted(layout: tools.Layout, width: int) -> tools.Layout:
    columns = list(layout.columns[:width])
    for at in range(len(columns), width):
        columns.append(tools.Column(f"Column {at + 1}", f"Column {at + 1}"))
    return replace(layout, columns=tuple(columns))


def _named(layout: tools.Layout, answers: Answers) -> Answers:
    """Give the columns their names; those without a heading and without a cell are padding."""
    pairs = zip(layout.columns, answers.columns.values(), strict=True)
    kept = {
        column.name: cells
        for column, cells in pairs
        if cells.read().filled or not re.fullmatch(r"Column \d+", column.name)
    }
    return Answers(kept, answers.height)
