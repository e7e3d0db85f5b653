"""Key drivers as bars, and importance against performance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeykit.charts.theme import BLUE, GOLD, GRAY, RED, dressed, rows, wrapped
from journeykit.errors import Refused

if TYPE_CHECKING:
    import altair as alt

#: quadrant -> color, shape
QUADRANTS = {
    "concentrate here": (RED, "triangle-up"), "keep it up": (BLUE, "circle"),
    "low priority": (GRAY, "square"), "possible overkill": (GOLD, "diamond"),
}  # fmt: skip


def driver_chart(frame: Any) -> alt.LayerChart:
    """Return the drivers, the strongest on top: what each brings to R², with its interval.

    `frame` is what `journeykit.measures.key_drivers` returns.
    """
    import altair as alt

    found = _drivers(frame)
    order = [row["label"] for row in found]
    y = alt.Y(
        "label:N", sort=order, title=None, axis=alt.Axis(labelExpr="split(datum.label, '\\n')")
    )
    scale = alt.Scale(domainMin=0)
    title = f"part of R² (in all {found[0]['r2']:.2f}), 95 % interval · n {found[0]['n']}"
    base = alt.Chart(alt.Data(values=found))
    bars = base.mark_bar(color=BLUE, opacity=0.75, height=16).encode(
        x=alt.X("value:Q", title=title, scale=scale, axis=alt.Axis(tickCount=6)),
        y=y,
        tooltip=["driver:N", "value:Q", "low:Q", "high:Q", "share:Q", "first:Q", "spearman:Q"],
    )
    rule = base.mark_rule(strokeWidth=2, color=RED).encode(
        x=alt.X("low:Q", scale=scale), x2="high:Q", y=y
    )
    words = base.mark_text(align="left", dx=2, dy=-15).encode(x=alt.value(0), y=y, text="words:N")
    layers = alt.layer(bars, rule, words)
    return dressed(layers.properties(width="container", height=alt.Step(46)))


def driver_words(frame: Any) -> str:
    """Return the drivers in words; that this is no effect is said first."""
    found = _drivers(frame)
    note = str(found[0]["note"])
    parts = [
        f"{row['driver']} brings {row['value']:.2f} ({row['low']:.2f} to {row['high']:.2f}), "
        f"rank {row['rank']} (likely {row['rank_low']} to {row['rank_high']})"
        for row in found
    ]
    return (
        f"{note[0].upper()}{note[1:]}. Of R² {found[0]['r2']:.2f}, n {found[0]['n']}: "
        f"{'; '.join(parts)}."
    )


def _drivers(frame: Any) -> list[dict[str, Any]]:
    found = rows(frame)
    if not found:
        raise Refused("There are no drivers to show.")
    return [
        row | {
            "label": "\n".join(wrapped(str(row["driver"]))),
            "words": f"{100 * row['share']:.0f} % of R² · first in {100 * row['first']:.0f} %",
        }
        for row in found
    ]  # fmt: skip


def importance_chart(
    frame: Any, name: str = "touchpoint", performance: str = "performance",
    importance: str = "importance",
) -> alt.LayerChart:  # fmt: skip
    """Return importance against performance, the crosshair drawn and named.

    `frame` is what `journeykit.measures.importance_performance` returns, with names in ``name``.
    Colors and shapes tell the quadrants, and each point has its name.
    """
    import altair as alt

    found = _points(frame, name)
    cross = found[0]
    base = alt.Chart(alt.Data(values=found))
    scale = alt.Scale(zero=False, nice=True, padding=24)
    title = f"performance · {cross['crosshair']}"
    x = alt.X(f"{performance}:Q", title=title, scale=scale)
    y = alt.Y(f"{importance}:Q", title="importance (association)", scale=scale)
    kinds = list(QUADRANTS)
    color = alt.Color(
        "quadrant:N", title=None,
        scale=alt.Scale(domain=kinds, range=[QUADRANTS[kind][0] for kind in kinds]),
    )  # fmt: skip
    shape = alt.Shape(
        "quadrant:N", title=None,
        scale=alt.Scale(domain=kinds, range=[QUADRANTS[kind][1] for kind in kinds]),
    )  # fmt: skip
    lines = alt.Chart(alt.Data(values=[cross])).mark_rule(strokeDash=[5, 4], color=GRAY)
    return dressed(
        alt.layer(
            lines.encode(x=alt.X("cross_performance:Q", scale=scale)),
            lines.encode(y=alt.Y("cross_importance:Q", scale=scale)),
            base.mark_point(filled=True, size=110, opacity=1).encode(
                x=x, y=y, color=color, shape=shape, tooltip=["name:N", "quadrant:N"]
            ),
            base.mark_text(align="left", dx=9, dy=-6).encode(x=x, y=y, text="name:N"),
        ).properties(width="container", height=320)
    )


def importance_words(frame: Any, name: str = "touchpoint") -> str:
    """Return which names fall into which quadrant, and where the lines cross."""
    found = _points(frame, name)
    parts = []
    for kind in QUADRANTS:
        names = [row["name"] for row in found if row["quadrant"] == kind]
        if names:
            parts.append(f"{kind[0].upper()}{kind[1:]}: {', '.join(names)}.")
    return f"{' '.join(parts)} Quadrants by {found[0]['crosshair']}."


def _points(frame: Any, name: str) -> list[dict[str, Any]]:
    found = [
        row | {"name": str(row.get(name, ""))}
        for row in rows(frame)
        if isinstance(row.get("quadrant"), str)
    ]
    if not found:
        raise Refused("No row has both an importance and a performance.")
    return found


__all__ = [
    "QUADRANTS", "driver_chart", "driver_words", "importance_chart", "importance_words",
]  # fmt: skip
