"""SPSS files, read through pyreadstat: labels, user-missing values, sets and weight are kept.

A code whose labels are points of a scale stays a code and brings its labels along. The code of
a category is replaced by its label, because that is what people read in a table.
"""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from journeykit.errors import Refused
from journeykit.survey import kinds
from journeykit.survey.cells import clean, dropped, plain
from journeykit.survey.files import File
from journeykit.survey.profile import profile
from journeykit.survey.question import NOT_APPLICABLE, Code, Scale, span
from journeykit.survey.shapes import Table
from journeykit.survey.tools import Column, Layout

Ranges = Sequence[tuple[Any, Any]]


def table(file: File) -> Table:
    """Return the cases of a .sav, .zsav or .por file as text, and what its dictionary says."""
    frame, meta = _opened(file)
    names = [str(name) for name in meta.column_names]
    texts = {name: dropped(text or "") or name for name, text in _pairs(meta)}
    sets = _sets(meta)
    variables = [
        _variable(name, texts[name], frame[name].tolist(), meta, sets.get(name)) for name in names
    ]
    records = [names, *map(list, zip(*(each.cells for each in variables), strict=True))]
    layout = Layout("spss", 1, tuple(each.column for each in variables), _weight(file, meta))
    return Table(records, meta.file_encoding or None, layout=layout)


def _opened(file: File) -> tuple[Any, Any]:
    import pyreadstat

    why = ""
    for encoding in (None, "LATIN1"):
        source: Any = io.BytesIO(file.data)
        try:
            if file.format == "por":
                return pyreadstat.read_por(source)
            return pyreadstat.read_sav(source, encoding=encoding, user_missing=True)
        except Exception as error:
            # pyreadstat raises classes of its own, which differ between versions
            why = str(error).splitlines()[0] if str(error) else "damaged"
    raise Refused(f"'{file.name}' is not an SPSS file that can be read ({why[:120]}).")


def _pairs(meta: Any) -> list[tuple[str, str | None]]:
    return list(zip(meta.column_names, meta.column_labels, strict=True))


@dataclass(frozen=True)
class _Set:
    """A multiple-response set of ticks: what was asked, and the code that means a tick."""

    text: str
    counted: str


def _sets(meta: Any) -> dict[str, _Set]:
    found: dict[str, _Set] = {}
    for name, told in (getattr(meta, "mr_sets", None) or {}).items():
        if told.get("is_dichotomy"):
            counted = _set_text(told.get("counted_value"))
            for variable in told["variable_list"]:
                found[variable] = _Set(told.get("label") or name.lstrip("$"), counted)
    return found


def _set_text(value: Any) -> str:
    text = str(value).strip()
    return text[:-2] if text.endswith(".0") else text


@dataclass(frozen=True)
class _Variable:
    column: Column
    cells: list[str]


def _variable(name: str, text: str, values: list[Any], meta: Any, ticks: _Set | None) -> _Variable:
    cells = [_text(value) for value in values]
    if ticks is not None:
        ticked = ["" if not cell else "1" if cell == ticks.counted else "0" for cell in cells]
        return _Variable(Column(name, text, stem=ticks.text, option=text), ticked)
    labels = {
        _text(code): clean(str(label))
        for code, label in (meta.variable_value_labels.get(name) or {}).items()
    }
    ranges = [(each["lo"], each["hi"]) for each in meta.missing_ranges.get(name, ())]
    gone = {cell for cell in (*labels, *cells) if cell and _within(cell, ranges)}
    codes = _codes(ranges, gone)
    if not labels:
        return _Variable(Column(name, text, name, scale=Scale(missing=codes)), cells)
    if scale := _points(name, text, cells, labels, gone, codes):
        return _Variable(Column(name, text, name, scale=scale[1], kind=scale[0]), cells)
    words = (labels[cell] for cell in sorted(gone) if cell in labels)
    # a code of a later wave may have no label
    named = tuple(dict.fromkeys((*words, *codes)))
    shown = [labels.get(cell, cell) for cell in cells]
    return _Variable(Column(name, text, name, kind="single", scale=Scale(missing=named)), shown)


def _points(
    name: str,
    text: str,
    cells: Sequence[str],
    labels: Mapping[str, str],
    gone: set[str],
    missing: tuple[Code, ...],
) -> tuple[str, Scale] | None:
    """The kind and the scale of a variable whose labels are points, None for categories."""
    absent = {code for code, label in labels.items() if label.casefold() in NOT_APPLICABLE}
    points = {code: label for code, label in labels.items() if code not in gone | absent}
    coded = {label: _code(code) for code, label in points.items()}
    values = {label: code for label, code in coded.items() if not isinstance(code, str)}
    if len(values) < 2 or len(values) < len(coded):
        return None
    if (found := kinds.wording(f"{name} {text}", values)) is None:
        counts: dict[str, int] = {}
        for cell in cells:
            if cell not in gone | absent:
                counts[cell] = counts.get(cell, 0) + 1
        kind, scale = kinds.guess(f"{name} {text}", profile(counts))
        if scale is None or scale.min is None or scale.max is None:
            return None
        found = kind, scale.min, scale.max
    kind, low, high = found
    return kind, Scale(
        low,
        high,
        values,
        tuple(sorted((_code(code) for code in absent - gone), key=str)),
        missing,
    )


def _codes(ranges: Ranges, gone: set[str]) -> tuple[Code, ...]:
    """What the file calls missing: the codes that occur, and ranges whole for those that do not."""
    found: list[Code] = [_code(cell) for cell in gone]
    for low, high in ranges:
        if isinstance(low, str):
            found.append(low.strip())
        else:
            found.append(float(low) if low == high else span(float(low), float(high)))
    return tuple(sorted(dict.fromkeys(found), key=str))


def _within(cell: str, ranges: Ranges) -> bool:
    for low, high in ranges:
        if isinstance(low, str):
            if cell == low.strip():
                return True
        else:
            value = _code(cell)
            if not isinstance(value, str) and low <= value <= high:
                return True
    return False


def _code(cell: str) -> Code:
    try:
        return float(cell)
    except ValueError:
        return cell


def _text(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return str(plain(value)) if math.isfinite(value) else ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _weight(file: File, meta: Any) -> str | None:
    """The variable that weights the cases: its place in the dictionary is in the header.

    The place counts pieces of eight bytes, so that a long string takes several.
    """
    head = file.data[:80]
    if len(head) < 80 or head[:3] != b"$FL":
        return None
    order = "<" if struct.unpack("<i", head[64:68])[0] in (2, 3) else ">"
    place = struct.unpack(f"{order}i", head[76:80])[0]
    at = 1
    for name in meta.column_names:
        if at == place:
            return str(name)
        form = str(meta.original_variable_types.get(name, ""))
        width = int(form[1:]) if form[:1] == "A" and form[1:].isdigit() else 8
        at += max(1, math.ceil(width / 8))
    return None
