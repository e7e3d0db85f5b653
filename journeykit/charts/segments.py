"""Groups of people: how large they are, and how their answers differ from everybody's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from journeykit.charts.theme import BLUE, GOLD, GRAY, TEXT, dressed, wrapped

if TYPE_CHECKING:
    import altair as alt

#: More lines than this nobody reads in one picture; the table has all.
MOST = 12


def group_chart(rows: Iterable[Mapping[str, Any]], people: int) -> alt.LayerChart:
    """Return one bar a group with its share, interval and n.

    Rows: name, n, share, low, high, and ``rest`` for those in no group, drawn in gray. Groups
    without a share (fewer than five people) are left out; `group_words` names them.
    """
    import altair as alt

    data = [
        {**row, "label": wrapped(str(row["name"]), 24), "kind": "rest" if row.get("rest") else "in",
         "words": f"{100 * row['share']:.0f} % · n {row['n']:,}", "end": row.get("high") or
         row["share"]}
        for row in rows
        if row.get("share") is not None
    ]  # fmt: skip
    top = max((row["end"] for row in data), default=1.0)
    base = alt.Chart(alt.Data(values=data))
    y = alt.Y("label:O", title=None, sort=None, axis=alt.Axis(labelPadding=6))
    x = alt.X("share:Q", title=f"share of {people:,} respondents",
              scale=alt.Scale(domain=[0, min(1.25, 1.3 * top)]),
              axis=alt.Axis(format="%", tickCount=5))  # fmt: skip
    color = alt.Color("kind:N", legend=None,
                      scale=alt.Scale(domain=["in", "rest"], range=[BLUE, GRAY]))  # fmt: skip
    bars = base.mark_bar(height={"band": 0.55}, opacity=0.65).encode(x=x, y=y, color=color)
    lines = base.mark_rule(color=TEXT, strokeWidth=2).encode(x="low:Q", x2="high:Q", y=y)
    words = base.mark_text(align="left", dx=8).encode(x="end:Q", y=y, text="words:N")
    height = 24 + 44 * max(1, len(data))
    return dressed(alt.layer(bars, lines, words).properties(width="container", height=height))


def group_words(rows: Iterable[Mapping[str, Any]], people: int) -> str:
    """Return the same in words.

    >>> group_words([{"name": "Planners", "n": 60, "share": 0.3, "low": 0.2, "high": 0.4}], 200)
    'Of 200 respondents: Planners 30 % (n 60, 20 to 40 %).'
    """
    said = []
    for row in rows:
        if row.get("share") is None:
            said.append(f"{row['name']} not shown, fewer than 5 people")
            continue
        interval = (
            f", {100 * row['low']:.0f} to {100 * row['high']:.0f} %"
            if row.get("low") is not None
            else ""
        )
        said.append(f"{row['name']} {100 * row['share']:.0f} % (n {row['n']:,}{interval})")
    return f"Of {people:,} respondents: {'; '.join(said)}."


def profile_chart(facts: Iterable[Mapping[str, Any]], name: str) -> alt.LayerChart:
    """Return the answers of a group as points with intervals, everybody as a tick beside.

    Rows: label, value, low, high, total, as shares 0 to 1.
    """
    import altair as alt

    data = [{**row, "line": wrapped(str(row["label"]), 40)} for row in facts][:MOST]
    base = alt.Chart(alt.Data(values=data))
    y = alt.Y("line:O", title=None, sort=None, axis=alt.Axis(labelPadding=6))
    x = alt.X("value:Q", title="share who say so", scale=alt.Scale(domain=[0, 1]),
              axis=alt.Axis(format="%", tickCount=5))  # fmt: skip
    who = alt.Color("who:N", title=None, scale=alt.Scale(domain=[name, "everybody"],
                                                         range=[BLUE, GOLD]))  # fmt: skip
    tips = [alt.Tooltip("label:N"), alt.Tooltip("value:Q", format=".0%"),
            alt.Tooltip("total:Q", format=".0%")]  # fmt: skip
    lines = base.mark_rule(color=BLUE, strokeWidth=2).encode(x="low:Q", x2="high:Q", y=y)
    mine = base.transform_calculate(who=f"'{_quoted(name)}'").mark_point(
        filled=True, size=90, opacity=1
    ).encode(x=x, y=y, color=who, tooltip=tips)  # fmt: skip
    all_of = base.transform_calculate(who="'everybody'").mark_tick(
        thickness=3, size=22
    ).encode(x="total:Q", y=y, color=who, tooltip=tips)  # fmt: skip
    lines_high = sum(max(2, len(row["line"])) for row in data)
    return dressed(
        alt.layer(lines, all_of, mine).properties(width="container", height=24 + 19 * lines_high)
    )


def _quoted(text: str) -> str:
    return text.replace("\\", "").replace("'", "’")


def profile_words(facts: Iterable[Mapping[str, Any]], name: str) -> str:
    """Return the picture in words.

    >>> row = {"label": "Shops: weekly", "value": 0.6, "low": 0.4, "high": 0.7, "total": 0.3}
    >>> profile_words([row], "Segment 1")
    'Segment 1 against everybody: Shops: weekly 60 %, everybody 30 %.'
    """
    said = [
        f"{row['label']} {100 * row['value']:.0f} %, everybody {100 * row['total']:.0f} %"
        for row in list(facts)[:MOST]
    ]
    return f"{name} against everybody: {'; '.join(said)}."


__all__ = ["MOST", "group_chart", "group_words", "profile_chart", "profile_words"]
