"""Importance and performance: where to begin (Martilla and James 1977).

Where the lines cross decides what falls into which quadrant, so the choice is always shown.
"""

from __future__ import annotations

from typing import Any, Literal

from journeykit.errors import Missing, Refused

Quadrant = Literal["concentrate here", "keep it up", "low priority", "possible overkill"]
Crosshair = Literal["mean", "median", "scale"]


def importance_performance(
    frame: Any, crosshair: Crosshair | tuple[float, float] = "mean",
    scale: tuple[float, float] = (1, 5), importance: str = "importance",
    performance: str = "performance",
) -> Any:  # fmt: skip
    """Return the frame with quadrant, cross_importance, cross_performance and crosshair.

    ``crosshair``: the mean or the median of both columns; "scale", the middle of the scale for
    performance and the mean for importance; or two numbers (importance, performance). A value
    on the line counts as high; a row without one of the values has no quadrant.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"importance": [0.3, 0.1], "performance": [3.0, 4.5]})
    >>> importance_performance(frame)["quadrant"].tolist()
    ['concentrate here', 'possible overkill']
    """
    import narwhals as nw

    native: Any = nw.from_native(frame)
    if isinstance(native, nw.LazyFrame):
        native = native.collect()
    rows: list[dict[str, Any]] = native.rows(named=True)
    for name in (importance, performance):
        if name not in native.columns:
            raise Missing(f"There is no column '{name}'.")
    points = [(_number(row[importance]), _number(row[performance])) for row in rows]
    x, y, words = _cross([(a, b) for a, b in points if a is not None and b is not None],
                         crosshair, scale)  # fmt: skip
    made = {
        **{name: [row[name] for row in rows] for name in native.columns},
        "quadrant": [
            None if a is None or b is None else quadrant(a >= x, b >= y) for a, b in points
        ],
        "cross_importance": [x] * len(rows),
        "cross_performance": [y] * len(rows),
        "crosshair": [words] * len(rows),
    }
    return nw.from_dict(made, backend=native.implementation).to_native()


def quadrant(important: bool, well: bool) -> Quadrant:
    """Return the name of a quadrant.

    >>> quadrant(important=True, well=False)
    'concentrate here'
    """
    if important:
        return "keep it up" if well else "concentrate here"
    return "possible overkill" if well else "low priority"


def _cross(
    points: list[tuple[float, float]], crosshair: Crosshair | tuple[float, float],
    scale: tuple[float, float],
) -> tuple[float, float, str]:  # fmt: skip
    from statistics import fmean, median

    if isinstance(crosshair, tuple):
        return float(crosshair[0]), float(crosshair[1]), "lines set by hand"
    if crosshair not in ("mean", "median", "scale"):
        raise Refused(f"The crosshair '{crosshair}' is unknown; it is mean, median or scale.")
    if not points:
        raise Refused("No row has both an importance and a performance.")
    across, up = zip(*points, strict=True)
    if crosshair == "scale":
        return fmean(across), sum(scale) / 2, "lines at mean importance and the scale's middle"
    find = fmean if crosshair == "mean" else median
    return find(across), find(up), f"lines at the {crosshair} of both"


def _number(cell: Any) -> float | None:
    return None if cell is None or cell != cell else float(cell)  # NaN is not equal to itself


__all__ = ["Crosshair", "Quadrant", "importance_performance", "quadrant"]
