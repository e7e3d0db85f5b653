"""Frequencies and cross-tabs: how many gave which answer, each with its base.

The engine counts; shares, intervals and what is hidden come from its small table.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from journeykit.errors import Missing, Refused
from journeykit.few import FEWEST
from journeykit.measures.counts import Tally
from journeykit.measures.score import shares
from journeykit.measures.suppression import hide

#: what stands in a column of one option where it was not chosen
NOT_CHOSEN = ("", "0", "no", "n", "false", "nein", "non", "0.0")
_SHARES = ("option", "chosen", "value", "low", "high", "n", "method", "suppressed")


def frequencies(
    frame: Any, column: str, by: Sequence[str] = (), *, separator: str | None = None,
    fewest: int = FEWEST,
) -> Any:  # fmt: skip
    """Return one row per group of ``by`` and option of a column: who chose it, of whom.

    Columns: those of ``by``, option, chosen (people), value (share 0…1, weighted where there is
    a column ``weight``), low, high, n (who answered), method, suppressed. With ``separator`` a
    cell holds several options. Blank cells are no answers. The most frequent option first;
    counted by the frame's engine, an eager frame of the same kind comes back.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"used": ["app;web"] * 3 + ["web"] * 5 + [""]})
    >>> frequencies(frame, "used", separator=";")[["option", "chosen", "n"]].values.tolist()
    [['web', 8, 8], ['app', 3, 8]]
    """
    counted, rows = _counted(frame, [*by, column])
    cells: dict[tuple[Any, ...], list[tuple[frozenset[str], float, float, float]]] = {}
    for row in rows:
        text = _text(row[column])
        if text:
            picked = _split(text, separator) if separator else frozenset({text})
            key = tuple(row[name] for name in by)
            cells.setdefault(key, []).append((picked, row["n"], row["w"], row["w2"]))
    chosen: dict[str, float] = {}
    for picks in cells.values():
        for options, n, _, _ in picks:
            for option in options:
                chosen[option] = chosen.get(option, 0) + n
    order = sorted(chosen, key=lambda option: (-chosen[option], option))
    made = [
        dict(zip(by, key, strict=True)) | row
        for key in sorted(cells, key=str)
        for row in _rows(order, [(p, np.array(v)) for p, *v in cells[key]], fewest)
    ]
    return _framed(counted, made, [*by, *_SHARES])


def ticked(
    frame: Any, columns: Sequence[str], by: Sequence[str] = (), *, fewest: int = FEWEST
) -> Any:
    """Return what `frequencies` returns for a question with one column an option.

    A cell says yes unless it is blank or one of `NOT_CHOSEN`; who has a blank in every column
    did not answer.
    """
    counted, rows = _counted(frame, [*by, *columns])
    cells: dict[tuple[Any, ...], list[tuple[frozenset[str], Any]]] = {}
    for row in rows:
        texts = {name: _text(row[name]) for name in columns}
        if any(texts.values()):
            picked = frozenset(n for n, text in texts.items() if text.casefold() not in NOT_CHOSEN)
            key = tuple(row[name] for name in by)
            sums = np.array([row["n"], row["w"], row["w2"]])
            cells.setdefault(key, []).append((picked, sums))
    made = [
        dict(zip(by, key, strict=True)) | row
        for key in sorted(cells, key=str)
        for row in _rows(columns, cells[key], fewest)
    ]
    return _framed(counted, made, [*by, *_SHARES])


def _rows(
    options: Sequence[str], cells: list[tuple[frozenset[str], Any]], fewest: int
) -> list[dict[str, Any]]:
    all_of = sum((sums for _, sums in cells), np.zeros(3))
    tallied, chosen = {}, {}
    for option in options:
        yes = sum((sums for picked, sums in cells if option in picked), np.zeros(3))
        chosen[option] = int(yes[0])
        n, w, w2 = np.array([all_of - yes, yes]).T
        tallied[option] = Tally(np.array([0.0, 1.0]), n, w, w2)
    return [
        score.to_json() | {"chosen": None if score.suppressed else chosen[str(score.option)]}
        for score in shares(tallied, fewest=fewest)
    ]


def crosstab(frame: Any, rows: str, columns: str, *, fewest: int = FEWEST) -> Any:
    """Return one row per pair of answers: row, column, n, row_share, column_share, row_n,
    column_n, hidden.

    n counts people, the shares are weighted where there is a column ``weight``. Cells of fewer
    than ``fewest``, and those that would give them away, are hidden (None), totals likewise.
    """  # fmt: skip
    counted, found = _counted(frame, [rows, columns])
    down, across, n, w = _matrix(found, rows, columns)
    hidden = hide(_with_totals(n), fewest)
    made = []
    for i, left in enumerate(down):
        for j, top in enumerate(across):
            shut = bool(hidden[i, j])
            made.append({
                "row": left, "column": top, "n": None if shut else int(n[i, j]),
                "row_share": _share(w[i, j], w[i].sum(), shut or bool(hidden[i, -1])),
                "column_share": _share(w[i, j], w[:, j].sum(), shut or bool(hidden[-1, j])),
                "row_n": None if hidden[i, -1] else int(n[i].sum()),
                "column_n": None if hidden[-1, j] else int(n[:, j].sum()), "hidden": shut,
            })  # fmt: skip
    names = ["row", "column", "n", "row_share", "column_share", "row_n", "column_n", "hidden"]
    return _framed(counted, made, names)


@dataclass(frozen=True)
class Association:
    """Whether two questions go together: Cramér's V (0 to 1) first, then χ², df and p."""

    v: float
    chi2: float
    df: int
    p: float
    n: int
    note: str = ""


def association(frame: Any, rows: str, columns: str) -> Association:
    """Return how closely two questions go together; V is corrected for bias (Bergsma 2013).

    The note says where expected counts are too small for χ².
    """
    _, found = _counted(frame, [rows, columns])
    _, _, n, _ = _matrix(found, rows, columns)
    total = float(n.sum())
    if min(n.shape) < 2 or total < 2:
        raise Refused(f"'{rows}' and '{columns}' need two answers each to go together or not.")
    expected = n.sum(axis=1, keepdims=True) * n.sum(axis=0, keepdims=True) / total
    chi2 = float(((n - expected) ** 2 / expected).sum())
    r, c = n.shape
    from scipy.special import chdtrc

    df = (r - 1) * (c - 1)
    phi = max(0.0, chi2 / total - df / (total - 1))
    least = min(r - (r - 1) ** 2 / (total - 1), c - (c - 1) ** 2 / (total - 1)) - 1
    few = int((expected < 5).sum())
    note = f"{few} of {n.size} expected counts are below 5: p is rough" if few else ""
    v = math.sqrt(phi / least) if least > 0 else 0.0
    return Association(min(1.0, v), chi2, df, float(chdtrc(df, chi2)), int(total), note)


def _counted(frame: Any, names: Sequence[str]) -> tuple[Any, list[dict[str, Any]]]:
    """The frame's engine counts people and weights per combination of answers."""
    import narwhals as nw

    native: Any = nw.from_native(frame)
    known = native.collect_schema().names()
    for name in names:
        if name not in known:
            raise Missing(f"There is no column '{name}'; there are: {', '.join(known[:12])}.")
    weight = nw.col("weight").cast(nw.Float64) if "weight" in known else nw.lit(1.0)
    counted = (
        native.with_columns(weight.alias("w"))
        .filter(nw.col("w") > 0)
        .with_columns((nw.col("w") * nw.col("w")).alias("w2"))
        .group_by(*names)
        .agg(nw.len().alias("n"), nw.col("w").sum(), nw.col("w2").sum())
    )
    if isinstance(counted, nw.LazyFrame):
        counted = counted.collect()
    rows: list[dict[str, Any]] = counted.rows(named=True)
    return counted, sorted(rows, key=lambda row: tuple(_text(row[name]) for name in names))


def _matrix(
    found: list[dict[str, Any]], rows: str, columns: str
) -> tuple[list[str], list[str], Any, Any]:
    pairs = [(_text(each[rows]), _text(each[columns]), each) for each in found]
    pairs = [pair for pair in pairs if pair[0] and pair[1]]
    down = sorted({pair[0] for pair in pairs}, key=_order)
    across = sorted({pair[1] for pair in pairs}, key=_order)
    n, w = np.zeros((len(down), len(across))), np.zeros((len(down), len(across)))
    for left, top, each in pairs:
        n[down.index(left), across.index(top)] += each["n"]
        w[down.index(left), across.index(top)] += each["w"]
    return down, across, n, w


def _with_totals(n: Any) -> Any:
    wide = np.hstack([n, n.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])


def _share(part: float, whole: float, hidden: bool) -> float | None:
    return None if hidden or not whole else float(part / whole)


def _order(text: str) -> tuple[int, float, str]:
    try:
        return 0, float(text), text
    except ValueError:
        return 1, 0.0, text


def _text(cell: Any) -> str:
    """A cell as text: no answer is "", 3.0 is "3"."""
    if cell is None or cell != cell:  # NaN is not equal to itself
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _split(text: str, separator: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(separator) if part.strip())


def _framed(counted: Any, made: list[dict[str, Any]], names: Sequence[str]) -> Any:
    import narwhals as nw

    data = {name: [row[name] for row in made] for name in names}
    return nw.from_dict(data, backend=counted.implementation).to_native()


__all__ = ["NOT_CHOSEN", "Association", "association", "crosstab", "frequencies", "ticked"]
