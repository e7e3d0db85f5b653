"""Missing answers: who did not answer what, and how much that could change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from journeykit.errors import Missing, Refused
from journeykit.measures import intervals
from journeykit.measures.score import Score

_COLUMNS = (
    "column", "responses", "answered", "not_applicable", "missing", "share", "low", "high",
)  # fmt: skip


def missing_answers(
    frame: Any, columns: Sequence[str], not_applicable: Mapping[str, Iterable[Any]] | None = None
) -> Any:
    """Return one row a column: responses, answered, not_applicable, missing, share, low, high.

    Always responses = answered + not_applicable + missing. ``not_applicable`` maps a column to
    the answers that mean "does not apply" or "don't know": they are kept apart. ``share`` is
    that of the missing among those whom it concerns, with Wilson's interval; one pass of the
    frame's engine.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"q": ["5", "", "N/A", None, "4"]})
    >>> missing_answers(frame, ["q"], {"q": ["N/A"]}).values[0, 1:5].tolist()
    [5, 2, 1, 2]
    """
    import narwhals as nw

    native: Any = nw.from_native(frame)
    schema = native.collect_schema()
    sums = [nw.len().alias("responses")]
    for at, column in enumerate(columns):
        if column not in schema:
            raise Missing(f"There is no column '{column}'.")
        blank = _blank(nw.col(column), schema[column])
        sums.append(blank.cast(nw.Int64).sum().alias(f"missing_{at}"))
        apart = list((not_applicable or {}).get(column, ()))
        aside = nw.col(column).is_in(apart).fill_null(False) if apart else nw.lit(False) & blank
        sums.append((aside & ~blank).cast(nw.Int64).sum().alias(f"aside_{at}"))
    counted: Any = native.select(*sums)
    if isinstance(counted, nw.LazyFrame):
        counted = counted.collect()
    row = counted.rows(named=True)[0]
    made = [
        _item(column, int(row["responses"]), int(row[f"missing_{at}"] or 0),
              int(row[f"aside_{at}"] or 0))
        for at, column in enumerate(columns)
    ]  # fmt: skip
    data = {name: [item[name] for item in made] for name in _COLUMNS}
    return nw.from_dict(data, backend=counted.implementation).to_native()


def _item(column: str, responses: int, missing: int, aside: int) -> dict[str, Any]:
    asked = responses - aside
    low, high = intervals.wilson(missing, asked) if asked else (None, None)
    return {
        "column": column, "responses": responses, "answered": asked - missing,
        "not_applicable": aside, "missing": missing, "share": missing / asked if asked else None,
        "low": low, "high": high,
    }  # fmt: skip


def _blank(column: Any, dtype: Any) -> Any:
    import narwhals as nw

    if dtype == nw.String:
        return column.is_null() | (column.str.strip_chars() == "").fill_null(False)
    if dtype.is_float():
        return column.is_null() | column.is_nan().fill_null(False)
    return column.is_null()


def complete_cases(frame: Any, columns: Sequence[str]) -> int:
    """Return how many people answered every one of the columns."""
    import narwhals as nw

    native: Any = nw.from_native(frame)
    schema = native.collect_schema()
    blank = [~_blank(nw.col(column), schema[column]) for column in columns]
    counted = native.select(nw.all_horizontal(*blank, ignore_nulls=False).cast(nw.Int64).sum())
    if isinstance(counted, nw.LazyFrame):
        counted = counted.collect()
    return int(counted.rows()[0][0] or 0)


def response_rate(answered: int, invited: int, level: float = 0.95) -> Score:
    """Return which share of those invited answered, with Wilson's interval.

    A high rate does not show that those who answered are like the others.

    >>> response_rate(80, 200).value
    0.4
    """
    if not 0 <= answered <= invited or invited == 0:
        raise Refused(f"{answered} answers do not fit {invited} invitations.")
    low, high = intervals.wilson(answered, invited, level)
    return Score(
        "response rate", answered / invited, low, high, invited, f"Wilson, {100 * level:g} %"
    )


def bounds(hits: float, answered: float, asked: float) -> tuple[float, float]:
    """Return the share if all who did not answer were misses, and if all were hits.

    >>> bounds(60, 80, 100)
    (0.6, 0.8)
    """
    if not 0 <= hits <= answered <= asked or asked == 0:
        raise Refused(f"{hits:g} of {answered:g} answers of {asked:g} asked is no share.")
    return hits / asked, (hits + asked - answered) / asked


__all__ = ["bounds", "complete_cases", "missing_answers", "response_rate"]
