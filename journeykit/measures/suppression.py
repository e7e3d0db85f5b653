"""Suppression: no number about fewer than five people, nor one that can be worked out.

A hidden cell must not come back by subtraction: from a total, or from two views that differ by
a few people (METHOD 3.12). What stays open to a determined reader are bounds: a hidden cell is
at least 0 and at most its row.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from journeykit.few import FEWEST

Cell = tuple[int, int]
#: whoever is in none of the groups
_REST = object()
#: why the share of an option is hidden
CELL = "not shown: fewer than {} people, or it would show such a number"
#: why a group is hidden that is large enough itself
COMPLEMENT = "not shown: with it a group of fewer than {} could be worked out"


def hide(counts: ArrayLike, fewest: int = FEWEST) -> NDArray[np.bool_]:
    """Return which cells of a table are hidden; the last row and column are its totals.

    ``counts`` has a row and a column more than the table: the totals, the grand total last.
    Hidden are cells from 1 to ``fewest`` − 1, and as many others (small ones first) as it takes
    that none of them follows from the rest and that no line's hidden cells add up to fewer. A
    cell follows from the rest where it is a bridge of the graph that joins the row and the
    column of each hidden cell.

    >>> hide([[3, 20, 23], [9, 30, 39], [12, 50, 62]]).tolist()
    [[True, True, False], [True, True, False], [False, False, False]]
    """
    n = np.asarray(counts, dtype=float)
    small = (n > 0) & (n < fewest)
    hidden = small.copy()
    for _ in range(n.size):
        line = _thin(n, hidden, fewest)
        if line is None:
            line = _bridge(n, hidden, small)
        if line is None:
            break
        hidden[line] = True
    return hidden


def _thin(n: NDArray[np.float64], hidden: NDArray[np.bool_], fewest: int) -> Cell | None:
    """A cell to hide in a line whose hidden cells add up to fewer than ``fewest``."""
    rows, columns = n.shape
    for axis, many in ((0, rows), (1, columns)):
        for at in range(many):
            line = [(at, i) if axis == 0 else (i, at) for i in range(n.shape[1 - axis] - 1)]
            total = (at, columns - 1) if axis == 0 else (rows - 1, at)
            inside = [cell for cell in line if hidden[cell]]
            if inside and not hidden[total] and sum(n[cell] for cell in inside) < fewest:
                free = [cell for cell in line if not hidden[cell] and n[cell] > 0]
                if free:
                    return min(free, key=lambda cell: (n[cell], cell))
    return None


def _bridge(
    n: NDArray[np.float64], hidden: NDArray[np.bool_], small: NDArray[np.bool_]
) -> Cell | None:
    """A cell to hide beside a small one that the others give away."""
    edges = [(int(i), int(j)) for i, j in zip(*np.nonzero(hidden), strict=True)]
    rows, columns = n.shape[0] - 1, n.shape[1] - 1

    def worth(cell: Cell) -> tuple[int, float, Cell]:
        return (cell[0] == rows) + (cell[1] == columns), float(n[cell]), cell

    free = sorted(((int(i), int(j)) for i, j in np.argwhere(~hidden & (n > 0))), key=worth)
    for cell in edges:
        if small[cell] and free and not _joined(cell, edges):
            for other in free:
                if _joined(cell, [*edges, other]):
                    return other
            beside = [each for each in free if each[0] == cell[0] or each[1] == cell[1]]
            return (beside or free)[0]
    return None


def _joined(cell: Cell, edges: Sequence[Cell]) -> bool:
    """Whether the row and the column of a cell are joined by other hidden cells."""
    seen: set[tuple[str, int]] = {("row", cell[0])}
    todo = list(seen)
    while todo:
        side, at = todo.pop()
        for i, j in edges:
            if (i, j) == cell or (i if side == "row" else j) != at:
                continue
            node = ("column", j) if side == "row" else ("row", i)
            if node == ("column", cell[1]):
                return True
            if node not in seen:
                seen.add(node)
                todo.append(node)
    return False


def hide_groups(sizes: Mapping[Any, int], fewest: int = FEWEST, rest: int = 0) -> set[Any]:
    """Return which groups of a whole that is shown are hidden; ``rest`` are in no group.

    The whole less the groups shown is then nobody, or at least ``fewest``.

    >>> sorted(hide_groups({"a": 40, "b": 12, "c": 3}))
    ['b', 'c']
    """
    hidden = {name for name, n in sizes.items() if 0 < n < fewest}
    while 0 < rest + sum(sizes[name] for name in hidden) < fewest:
        free = [name for name, n in sizes.items() if n > 0 and name not in hidden]
        if not free:
            break
        hidden.add(min(free, key=lambda name: (sizes[name], str(name))))
    return hidden


def hide_scores(
    scores: Sequence[dict[str, Any]], rest: Sequence[dict[str, Any]] = (), fewest: int = FEWEST
) -> list[dict[str, Any]]:
    """Return scores of groups (`Score.to_json` with ``group``) without those that give another
    one away; ``rest`` are the scores of whoever is in none of the groups.
    """  # fmt: skip
    lines: dict[tuple[Any, ...], dict[Any, int]] = {}
    for row in scores:
        lines.setdefault(_question_of(row), {})[row["group"]] = row["n"]
    others: dict[tuple[Any, ...], int] = {}
    for row in rest:
        others[_question_of(row)] = others.get(_question_of(row), 0) + row["n"]
    hidden = {
        line: hide_groups(sizes, fewest, others.get(line, 0)) for line, sizes in lines.items()
    }
    gone = {"value": None, "low": None, "high": None, "suppressed": True}
    return [
        row | gone | {"method": COMPLEMENT.format(fewest)}
        if not row["suppressed"] and row["group"] in hidden[_question_of(row)]
        else row
        for row in scores
    ]


def hide_cells(
    scores: Sequence[dict[str, Any]],
    rest: Sequence[dict[str, Any]] = (),
    several: Collection[str] = (),
    fewest: int = FEWEST,
) -> list[dict[str, Any]]:
    """Return scores of groups without the shares of options that too few of a group chose, nor
    those that would give them away; ``chosen`` says how many people it is.

    The answers to one question by group are a table whose totals are known (`hide`). Where
    people choose ``several`` options each option stands for itself, since its totals over the
    options are nobody.
    """  # fmt: skip
    tables: dict[str, dict[str, dict[Any, int]]] = {}
    for row in (*scores, *({**row, "group": _REST} for row in rest)):
        if row["measure"] == "share":
            line = tables.setdefault(row["question"], {}).setdefault(row["option"], {})
            line[row["group"]] = line.get(row["group"], 0) + row["chosen"]
    hidden: dict[str, set[tuple[Any, Any]]] = {}
    for question, lines in tables.items():
        if question in several:
            hidden[question] = {
                (option, group)
                for option, sizes in lines.items()
                for group in hide_groups(sizes, fewest)
            }
        else:
            hidden[question] = _cells(lines, fewest)
    gone = {"value": None, "low": None, "high": None, "suppressed": True}
    said = {"method": CELL.format(fewest)}
    return [
        row | gone | said
        if row["measure"] == "share" and not row["suppressed"]
        and (row["option"], row["group"]) in hidden[row["question"]]
        else row
        for row in scores
    ]  # fmt: skip


def _cells(lines: Mapping[str, Mapping[Any, int]], fewest: int) -> set[tuple[Any, Any]]:
    """Options and groups whose cells are hidden; a total that would have to be hides its line."""
    options, groups = list(lines), list(dict.fromkeys(g for line in lines.values() for g in line))
    n = np.array([[lines[option].get(group, 0) for group in groups] for option in options])
    wide = np.hstack([n, n.sum(axis=1, keepdims=True)])
    shut = hide(np.vstack([wide, wide.sum(axis=0, keepdims=True)]), fewest)
    inside = shut[:-1, :-1] | shut[:-1, -1:] | shut[-1:, :-1]
    return {(options[i], groups[j]) for i, j in np.argwhere(inside)}


def _question_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row.get("question"), row["measure"], row.get("option")


def hide_keys(
    sizes: Mapping[tuple[Hashable, ...], int], axes: Sequence[int], fewest: int = FEWEST
) -> set[tuple[Hashable, ...]]:
    """Return which keys are hidden where each of ``axes`` may be summed over in another view.

    >>> sorted(hide_keys({("q", "a"): 40, ("q", "b"): 12, ("q", "c"): 3}, axes=[1]))
    [('q', 'b'), ('q', 'c')]
    """
    hidden = {key for key, n in sizes.items() if 0 < n < fewest}
    for _ in range(len(sizes)):
        before = len(hidden)
        for axis in axes:
            for line in _grouped(sizes, axis):
                hidden |= _line(line, hidden, fewest)
        if len(hidden) == before:
            break
    return hidden


def _grouped(
    sizes: Mapping[tuple[Hashable, ...], int], axis: int
) -> list[dict[tuple[Hashable, ...], int]]:
    lines: dict[tuple[Hashable, ...], dict[tuple[Hashable, ...], int]] = {}
    for key, n in sizes.items():
        lines.setdefault(key[:axis] + key[axis + 1 :], {})[key] = n
    return list(lines.values())


def _line(
    line: dict[tuple[Hashable, ...], int], hidden: set[tuple[Hashable, ...]], fewest: int
) -> set[tuple[Hashable, ...]]:
    """A line with what another line hid already counted as hidden."""
    mine = {key for key in line if key in hidden}
    while mine and (len(mine) == 1 or sum(line[key] for key in mine) < fewest):
        free = [key for key, n in line.items() if n > 0 and key not in mine]
        if not free:
            break
        mine.add(min(free, key=lambda key: (line[key], str(key))))
    return mine


def apart(frame: Any, first: Mapping[str, Any], second: Mapping[str, Any]) -> tuple[int, int]:
    """Return how many people are only in the first view of a frame, and only in the second.

    Views are rules as of `who`. Two views may stand side by side only if `beside` says so.
    """
    import narwhals as nw

    from journeykit.measures.people import members

    native: Any = nw.from_native(frame)
    one, two = members(native, first), members(native, second)
    counted = native.select(
        (one & ~two).cast(nw.Int64).sum().alias("first"),
        (two & ~one).cast(nw.Int64).sum().alias("second"),
    )
    if isinstance(counted, nw.LazyFrame):
        counted = counted.collect()
    row = counted.rows()[0]
    return int(row[0] or 0), int(row[1] or 0)


def beside(
    frame: Any, first: Mapping[str, Any], second: Mapping[str, Any], fewest: int = FEWEST
) -> bool:
    """Return whether two views may both be shown: neither differs by 1 to ``fewest`` − 1 people.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"shop": ["A"] * 9 + ["B"] * 3})
    >>> beside(frame, {}, {"shop": ["A"]})
    False
    """
    return all(n == 0 or n >= fewest for n in apart(frame, first, second))


__all__ = ["COMPLEMENT", "apart", "beside", "hide", "hide_cells", "hide_groups", "hide_keys"]
