"""People: whom a number is about, by a persona's rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from journeykit.errors import Missing
from journeykit.measures.bands import band

Rule = Mapping[str, Iterable[Any]]


def who(frame: Any, rule: Rule, separators: Mapping[str, str] | None = None) -> Any:
    """Return the rows of the people a rule describes, as the same kind of frame.

    ``rule`` is that of `Persona.rule`: column → values; a person fits who gave one of the
    values in every column. An empty rule is everybody, no value in a column nobody. In a column
    named in ``separators`` several options stand in one cell, and one of them is enough.
    Numbers may be written as text, a band of them as ``18 to 34``. An unknown column is
    `Missing`.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"plan": ["pro", "free", "pro"], "seats": [1, 5, 5]})
    >>> who(frame, {"plan": ["pro"], "seats": ["5", "6"]}).index.tolist()
    [2]
    """
    import narwhals as nw

    native: Any = nw.from_native(frame)
    return native.filter(members(native, rule, separators)).to_native()


def members(frame: Any, rule: Rule, separators: Mapping[str, str] | None = None) -> Any:
    """Return the rule as an expression over a narwhals frame, never null."""
    import narwhals as nw

    schema = frame.collect_schema()
    # a literal alone has no length: everybody, said over a column
    some = nw.col(next(iter(schema)))
    fits: Any = some.is_null() | ~some.is_null()
    for column, wanted in rule.items():
        if column not in schema:
            known = ", ".join(list(schema)[:12])
            raise Missing(f"The rule names the column '{column}'; there are: {known}.")
        found = _one_of(
            nw.col(column), schema[column], list(wanted), (separators or {}).get(column)
        )
        fits = fits & (~nw.col(column).is_null() & found.fill_null(False))
    return fits


def _one_of(column: Any, dtype: Any, wanted: list[Any], separator: str | None) -> Any:
    import narwhals as nw

    if not wanted:
        return nw.lit(False)
    if dtype.is_numeric():
        return _in_numbers(column.cast(nw.Float64), wanted)
    texts = [str(value) for value in wanted]
    if dtype == nw.Boolean:
        return column.is_in([value.casefold() in ("true", "1", "yes") for value in texts])
    if separator is None:
        return column.cast(nw.String).is_in(texts)
    mark = re.escape(separator.strip() or separator)
    options = "|".join(re.escape(text.strip()) for text in texts)
    return column.cast(nw.String).str.contains(rf"(?:^|{mark})\s*(?:{options})\s*(?:{mark}|$)")


def _in_numbers(column: Any, wanted: list[Any]) -> Any:
    numbers = [number for value in wanted if (number := _number(value)) is not None]
    found = column.is_in(numbers) if numbers else column.is_null() & ~column.is_null()
    for one in filter(None, (band(str(value)) for value in wanted)):
        low, high = one.low, one.high
        above = ~column.is_null() if low is None else column >= low
        found = found | (above if high is None else above & (column <= high))
    return found


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


__all__ = ["Rule", "members", "who"]
