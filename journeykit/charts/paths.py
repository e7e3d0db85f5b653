"""The planned journey against what happened: a bar a touchpoint, parted by how it was met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeykit.charts.theme import BLUE, GOLD, GRAY, RED, dressed, wrapped
from journeykit.insight.deviation import STATES

if TYPE_CHECKING:
    import altair as alt

    from journeykit.insight.deviation import Deviation

COLORS = {"kept": BLUE, "moved": GOLD, "skipped": RED, "ended": GRAY}


def deviation_rows(found: Deviation) -> list[dict[str, Any]]:
    """Return one row a touchpoint and state: touchpoint, state, share, order, words."""
    rows = []
    for at, one in enumerate(found.met, 1):
        for order, (name, title) in enumerate(STATES.items()):
            share = getattr(one, name)
            if share.value is not None:
                rows.append({
                    "touchpoint": f"{at}. {one.name}", "state": title, "share": share.value,
                    "order": order,
                    "words": f"{100 * share.value:.0f} %" if share.value >= 0.08 else "",
                })  # fmt: skip
    return rows


def deviation_chart(found: Deviation) -> alt.LayerChart:
    """Return for each planned touchpoint how cases met it; each bar is all cases."""
    import altair as alt

    rows = [row | {"touchpoint": "\n".join(wrapped(row["touchpoint"], 24))}
            for row in deviation_rows(found)]  # fmt: skip
    base = alt.Chart(alt.Data(values=rows))
    axis = alt.Axis(domain=False, ticks=False, labelExpr=r"split(datum.label, '\n')")
    titles = list(STATES.values())
    y = alt.Y("touchpoint:N", sort=None, title=None, axis=axis)
    x = alt.X("share:Q", stack="zero", title="Share of all cases",
              scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5))  # fmt: skip
    order = alt.Order("order:Q")
    bars = base.mark_bar(height=22).encode(
        y=y, x=x, order=order,
        color=alt.Color("state:N", title=None, sort=None, scale=alt.Scale(
            domain=titles, range=[COLORS[name] for name in STATES])),
    )  # fmt: skip
    words = base.mark_text(color="#ffffff", fontWeight="bold", fontSize=11).encode(
        y=y, text="words:N", order=order,
        x=alt.X("share:Q", stack="zero", bandPosition=0.5, title="Share of all cases"),
        detail="state:N",
    )  # fmt: skip
    return dressed(alt.layer(bars, words).properties(width="container", height=alt.Step(34)))


def deviation_words(found: Deviation) -> str:
    """Return what the chart shows, to be read in its place."""
    by: dict[str, list[str]] = {}
    for row in deviation_rows(found):
        by.setdefault(row["touchpoint"], []).append(
            f"{row['state'].lower()} {100 * row['share']:.0f} %"
        )
    told = "; ".join(f"{name}: {', '.join(parts)}" for name, parts in by.items())
    return f"How cases met each planned touchpoint. {told}."


__all__ = ["deviation_chart", "deviation_rows", "deviation_words"]
