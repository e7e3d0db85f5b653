"""Retention over time since the first visit: a line a cohort, all together in front."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeykit.charts.theme import BLUE, GRAY, dressed

if TYPE_CHECKING:
    import altair as alt

    from journeykit.measures.cohorts import Cohorts


def retention_rows(found: Cohorts) -> list[dict[str, Any]]:
    """Return one row a cohort and period since its first: cohort, at, share, low, high, n.

    Shares are in percent; the row "all" holds the cohorts together.
    """
    told = [(cohort.label, cohort.cells) for cohort in found.cohorts]
    return [
        {
            "cohort": name, "at": at, "share": 100 * cell.share, "n": cell.n,
            "low": 100 * cell.low if cell.low is not None else None,
            "high": 100 * cell.high if cell.high is not None else None,
        }
        for name, cells in [*told, ("all", found.pooled)]
        for at, cell in enumerate(cells)
        if cell.share is not None
    ]  # fmt: skip


def retention_chart(found: Cohorts) -> alt.LayerChart:
    """Return the share of customers who came back, by periods since they first came."""
    import altair as alt

    rows = retention_rows(found)
    one = alt.Chart(alt.Data(values=[row for row in rows if row["cohort"] != "all"]))
    all_ = alt.Chart(alt.Data(values=[row for row in rows if row["cohort"] == "all"]))
    at = alt.X(
        "at:Q", title=f"{found.every}s since the first",
        axis=alt.Axis(tickMinStep=1, format="d"),
    )  # fmt: skip
    share = alt.Y("share:Q", title="came back, %", scale=alt.Scale(domain=[0, 100]))
    tips = [alt.Tooltip(f"{name}:{kind}") for name, kind in
            (("cohort", "N"), ("at", "Q"), ("share", "Q"), ("low", "Q"), ("high", "Q"),
             ("n", "Q"))]  # fmt: skip
    return dressed(
        alt.layer(
            one.mark_line(color=GRAY, opacity=0.5, strokeWidth=1).encode(
                x=at, y=share, detail="cohort:N"
            ),
            all_.mark_area(color=BLUE, opacity=0.2).encode(x=at, y="low:Q", y2="high:Q"),
            all_.mark_line(color=BLUE, strokeWidth=2.5).encode(x=at, y=share),
            all_.mark_point(color=BLUE, filled=True, size=60, opacity=1).encode(
                x=at, y=share, tooltip=tips
            ),
        ).properties(width="container", height=220)
    )


def retention_words(found: Cohorts) -> str:
    """Say in a sentence what the chart shows."""
    last = len(found.pooled) - 1
    first, end = (found.pooled[at].share or 0.0 for at in (1, last))
    return (
        f"Of {found.customers:,} customers in {len(found.cohorts)} cohorts "
        f"{100 * first:.0f} % came back after one {found.every} and {100 * end:.0f} % after "
        f"{last}. "
        "The table has all numbers."
    )


__all__ = ["retention_chart", "retention_rows", "retention_words"]
