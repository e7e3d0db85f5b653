"""Priorities as pictures: how sure an order is, how it moves, and what a vote says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeykit.charts.theme import BLUE, CATEGORIES, GRAY, RED, dressed, rows, wrapped

if TYPE_CHECKING:
    import altair as alt


def chances_chart(frame: Any, top: int = 3) -> alt.LayerChart:
    """Return the chance of each item to be among the first, the best rank on top.

    `frame` has the columns item, chance (0…1), rank, low and high (of the rank).
    """
    found = [
        {
            "item": str(row["item"]), "share": 100 * row["chance"],
            "words": f"{100 * row['chance']:.0f} % · rank {row['rank']}, likely {_span(row)}",
        }
        for row in rows(frame)
    ]  # fmt: skip
    first = "first" if top == 1 else f"in the first {top}"
    return _bars(found, f"{first}, % of draws")


def votes_chart(frame: Any) -> alt.LayerChart:
    """Return the share of voters who want each item, with its 95 % interval.

    `frame` has the columns item, share, low, high (0…1), voters, n and dots.
    """
    found = [
        {
            "item": str(row["item"]), "share": 100 * row["share"],
            "low": 100 * row["low"], "high": 100 * row["high"],
            "words": f"{row['voters']} of {row['n']} people, {row['dots']} dots",
        }
        for row in rows(frame)
    ]  # fmt: skip
    return _bars(found, "% of voters, 95 % interval")


def _bars(found: list[dict[str, Any]], title: str) -> alt.LayerChart:
    import altair as alt

    # Words stand above their bar, over the whole width: a narrow screen has no room beside it.
    told = [[*wrapped(row["item"], 42), row["words"]] for row in found]
    tall = max((len(lines) for lines in told), default=1)
    values = [
        row | {"label": "\n".join([""] * (tall - len(lines)) + lines)}
        for row, lines in zip(found, told, strict=True)
    ]
    base = alt.Chart(alt.Data(values=values))
    y = alt.Y("item:N", sort=[row["item"] for row in found], title=None, axis=None)
    scale = alt.Scale(domain=[0, 100])
    axis = alt.Axis(tickCount=5)
    bars = base.mark_bar(color=BLUE, opacity=0.8, height=14).encode(
        x=alt.X("share:Q", title=title, scale=scale, axis=axis), y=y,
        tooltip=["item:N", "words:N"],
    )  # fmt: skip
    words = base.mark_text(
        align="left", baseline="top", dx=2, dy=-10 - 14 * tall, lineBreak="\n", lineHeight=14
    ).encode(x=alt.value(0), y=y, text="label:N")
    layers: list[alt.Chart] = [bars, words]
    if found and "low" in found[0]:
        rule = base.mark_rule(strokeWidth=2, color=RED).encode(
            x=alt.X("low:Q", title=title, scale=scale, axis=axis), x2="high:Q", y=y
        )
        layers.insert(1, rule)
    return dressed(
        alt.layer(*layers).properties(width="container", height=alt.Step(34 + 14 * tall))
    )


def _span(row: dict[str, Any]) -> str:
    return f"{row['low']}" if row["low"] == row["high"] else f"{row['low']} to {row['high']}"


def movement_chart(frame: Any, title: str, now: float | None = None) -> alt.LayerChart:
    """Return how the ranks of items move along a weight; the line is where it stands now.

    `frame` has the columns item, share (the weight) and rank; rank 1 is on top. Items are told
    apart by a number at their lines' end and in `names` beside the chart, not by color alone.
    """
    import altair as alt

    found = rows(frame)
    items = list(dict.fromkeys(str(row["item"]) for row in found))
    number = {item: str(n) for n, item in enumerate(items, 1)}
    most = max((row["share"] for row in found), default=1)
    values = [row | {"no": number[str(row["item"])]} for row in found]
    worst = max((row["rank"] for row in found), default=1)
    base = alt.Chart(alt.Data(values=values))
    x = alt.X("share:Q", title=title, scale=alt.Scale(domain=[0, most]), axis=alt.Axis(tickCount=5))
    y = alt.Y(
        "rank:Q", title="rank", scale=alt.Scale(domain=[worst + 0.4, 0.6], nice=False),
        axis=alt.Axis(values=list(range(1, worst + 1)), format="d"),
    )  # fmt: skip
    color = alt.Color("no:N", legend=None, scale=alt.Scale(range=list(CATEGORIES)))
    line = base.mark_line(interpolate="step-after", strokeWidth=2).encode(x=x, y=y, color=color)
    ends = (
        base.transform_filter(alt.datum.share == most)
        .mark_text(align="left", dx=5, fontWeight="bold")
        .encode(x=x, y=y, text="no:N", color=color)
    )
    layers: list[alt.Chart] = [line, ends]
    if now is not None:
        mark = alt.Chart(alt.Data(values=[{"share": now}]))
        layers.append(mark.mark_rule(strokeDash=[4, 4], color=GRAY).encode(x=x))
    return dressed(alt.layer(*layers).properties(width="container", height=max(120, 34 * worst)))


__all__ = ["chances_chart", "movement_chart", "votes_chart"]
