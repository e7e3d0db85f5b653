"""Charts of the report as inline SVG, each with what it shows in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import htpy as h

from journeykit.model import Workshop
from journeykit.report.numbers import counts
from journeykit.report.pieces import drawing, number, svg

if TYPE_CHECKING:
    import pandas as pd


def answers_chart(answers: pd.DataFrame, names: Mapping[str, str]) -> h.Node:
    """Return all answers at each touchpoint as stacked bars, nothing where there are none."""
    from journeykit.charts import distribution

    listed = counts(answers, names)
    if not listed:
        return None
    import pandas as pd

    shown = len({row["text"] for row in listed})
    words = f"All answers at {shown} touchpoints, from the worst to the best, with counts and n."
    return drawing(svg(distribution(pd.DataFrame(listed)), 760), words, "answers")


def kpi_charts(workshop: Workshop) -> h.Node:
    """Return a chart for each KPI that was measured at least twice."""
    from journeykit.charts.kpis import kpi_history

    charts = []
    for kpi in workshop.ordered("kpis"):
        values = [m for m in workshop.ordered("measurements") if m.kpi == kpi.id]
        if len(values) < 2:
            continue
        values.sort(key=lambda value: value.day)
        first, last = values[0], values[-1]
        words = (
            f"{kpi.name}: {number(first.value)} on {first.day}, {number(last.value)} on {last.day}"
            f" ({len(values)} values)."
        )
        charts.append(drawing(svg(kpi_history(kpi, values), 420), words, f"kpi-{kpi.id}"))
    return h.div(".charts")[charts] if charts else None
