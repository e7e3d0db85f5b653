"""The funnel: a bar a step with its interval, and how many are left at each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from journeykit.charts.theme import BLUE, TEXT, dressed, wrapped

if TYPE_CHECKING:
    import altair as alt

    from journeykit.insight.funnel import Step


def funnel_rows(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Return one row a step that has a share: step, value, low, high (of all cases), words."""
    return [
        {
            "step": f"{at}. {step.name}",
            "value": step.of_all.value,
            "low": step.of_all.low,
            "high": step.of_all.high,
            "words": f"{100 * step.of_all.value:.0f} % · {step.of_all.hits:,}",
        }
        for at, step in enumerate(steps, 1)
        if step.of_all.value is not None
    ]


def funnel_chart(steps: Sequence[Step]) -> alt.LayerChart:
    """Return the share of all cases that reached each step, in the steps' order."""
    import altair as alt

    rows = [row | {"step": "\n".join(wrapped(row["step"], 24))} for row in funnel_rows(steps)]
    base = alt.Chart(alt.Data(values=rows))
    names = alt.Axis(domain=False, ticks=False, labelExpr=r"split(datum.label, '\n')")
    y = alt.Y("step:N", sort=None, title=None, axis=names)
    scale = alt.Scale(domain=[0, 1.18], nice=False)
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    x = alt.X("value:Q", title="Share of all cases", scale=scale, axis=axis)
    bar = base.mark_bar(color=BLUE, opacity=0.55, height=22, cornerRadiusEnd=3).encode(y=y, x=x)
    rule = base.mark_rule(strokeWidth=2, color=BLUE).encode(
        y=y, x=alt.X("low:Q", title="Share of all cases", scale=scale, axis=axis), x2="high:Q"
    )
    words = base.mark_text(align="left", dx=8, color=TEXT).encode(
        y=y, x=alt.X("high:Q", title="Share of all cases", scale=scale, axis=axis), text="words:N"
    )
    height = alt.Step(42)
    return dressed(alt.layer(bar, rule, words).properties(width="container", height=height))


def funnel_words(steps: Sequence[Step]) -> str:
    """Return what the chart shows, to be read in its place."""
    told = [f"{row['step']}: {row['words'].replace(' · ', ', ')} cases" for row in
            funnel_rows(steps)]  # fmt: skip
    return f"Share of all cases that reached each step. {'; '.join(told)}."


__all__ = ["funnel_chart", "funnel_rows", "funnel_words"]
