"""Charts of the report as inline SVG, each with what it shows in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import htpy as h

from journeykit.model import Workshop
from journeykit.report.bars import bars
from journeykit.report.numbers import counts
from journeykit.report.pieces import drawing, number
from journeykit.report.timeline import timeline

if TYPE_CHECKING:
    import pandas as pd


def answers_chart(answers: pd.DataFrame, names: Mapping[str, str]) -> h.Node:
    """Return all answers at each touchpoint as stacked bars, nothing where there are none."""
    listed = counts(answers, names)
    if not listed:
        return None
    shown = len({row["text"] for row in listed})
    words = (
        f"All answers at {shown} touchpoints, from the worst to the best, with counts and n. "
        "Answers below the middle are striped."
    )
    return drawing(bars(listed), words)


def kpi_charts(workshop: Workshop) -> h.Node:
    """Return a chart for each KPI that was measured at least twice."""
    charts = []
    for kpi in workshop.ordered("kpis"):
        values = [m for m in workshop.ordered("measurements") if m.kpi == kpi.id]
        own = sorted((m for m in values if not m.group), key=lambda m: (m.day, m.rank))
        if len(own) < 2:
            continue
        first, last = own[0], own[-1]
        words = (
            f"{kpi.name}: {number(first.value)} on {first.day}, {number(last.value)} on {last.day}"
            f" ({len(own)} values)."
        )
        charts.append(drawing(timeline(kpi, values), words))
    return h.div(".charts")[charts] if charts else None
