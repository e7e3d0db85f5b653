"""The first page's numbers, each with n and source, and its curve in small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import htpy as h

from journeykit.emotions.reading import shape, value_of
from journeykit.maps.series import comments
from journeykit.model import Kpi
from journeykit.report.pieces import number, percent, signed, table

if TYPE_CHECKING:
    from journeykit.maps.curve import Drawing
    from journeykit.maps.grid import Grid
    from journeykit.report.contents import Report

#: KPIs on the first page; the rest have a part of their own
KPIS = 3
WIDTH = 720  # CSS pixels: what a page of A4 and a screen both hold


def headline(report: Report) -> h.Node:
    """Return the lowest and highest feeling, recommendation, KPIs and coverage, with n and source.

    What was not measured is left out; with nothing measured there is the coverage alone.
    """
    head = ("Number", "Value", "n", "Source")
    shown = [*_feelings(report), *_recommended(report), *_kpis(report), _coverage(report)]
    return table("The journey in numbers, 95 % intervals in brackets", head, shown)


def _feelings(report: Report) -> Iterator[tuple[h.Node, ...]]:
    found = shape(report.points)
    if found is None:
        return
    ends = [("Lowest feeling", found.trough), ("Highest feeling", found.peak)]
    for name, point in ends if value_of(found.peak) != value_of(found.trough) else ends[:1]:
        told = signed(point.value)
        if point.low is not None and point.high is not None:
            told += f" ({signed(point.low)} to {signed(point.high)})"
        titles = ", ".join(point.titles) or "survey"
        yield (f"{name}, −2 to +2: {report.names[point.touchpoint]}", told, f"{point.n:,}", titles)


def _recommended(report: Report) -> Iterator[tuple[h.Node, ...]]:
    newest = {line.place: line for line in report.lines if line.numbers.top.measure == "nps"}
    for place, line in newest.items():
        score = line.numbers.top
        if score.value is None or score.low is None or score.high is None:
            continue
        low, high = number(round(score.low)), number(round(score.high))
        told = f"{number(round(score.value))} ({low} to {high})"
        yield f"Recommendation (NPS): {place}", told, f"{score.n:,}", line.source


def _kpis(report: Report) -> Iterator[tuple[h.Node, ...]]:
    workshop = report.workshop
    values: dict[str, list] = {}
    for value in workshop.measurements.values():
        values.setdefault(value.kpi, []).append(value)
    measured = [kpi for kpi in workshop.ordered("kpis") if values.get(kpi.id)]
    if any(line.numbers.top.measure == "nps" for line in report.lines):
        measured = [kpi for kpi in measured if kpi.kind != "nps" and "NPS" not in kpi.name]
    for kpi in measured[:KPIS]:
        last = max(values[kpi.id], key=lambda value: (value.day, value.rank))
        source = workshop.sources.get(last.source or "")
        interval = ""
        if last.low is not None and last.high is not None:
            interval = f" ({number(last.low)} to {number(last.high)})"
        yield (
            f"{kpi.name}, {last.day}", f"{number(last.value)} {kpi.unit}{interval}{_aim(kpi)}",
            "not said" if last.n is None else f"{last.n:,}",
            source.title if source else "not said",
        )  # fmt: skip


def _aim(kpi: Kpi) -> str:
    if kpi.target is None:
        return ""
    return f"; target {'≥' if kpi.better == 'higher' else '≤'} {number(kpi.target)}"


def _coverage(report: Report) -> tuple[h.Node, ...]:
    from journeykit.checks.evidence import cells

    claims = len(cells(report.workshop))
    return "Evidence coverage", percent(report.covered), f"{claims:,} claims", "this map"


def drawn(report: Report) -> Drawing | None:
    """Return the curve of the first journey as wide as a page, None without a journey."""
    from journeykit.maps.curve import curve
    from journeykit.maps.points import Sizes

    laid = _laid(report)
    if laid is None:
        return None
    sizes = Sizes(90, max(44, (WIDTH - 90) / max(len(laid.columns), 1)))
    return curve(replace(laid, paths=()), report.points, sizes)


def _laid(report: Report) -> Grid | None:
    from journeykit.maps.grid import grid

    return grid(report.workshop, report.journey.id) if report.journey else None


def small_curve(report: Report) -> h.Node:
    """Return that curve with its text alternative and the names below it."""
    drawing, laid = drawn(report), _laid(report)
    if drawing is None or laid is None:
        return h.p["There is no journey yet."]
    if not drawing.height:
        return h.p["Nobody has answered or rated yet, so there is no curve."]
    steps = "; ".join(
        f"{at} {column.touchpoint.name}"
        for at, column in enumerate(laid.columns, 1)
        if column.touchpoint
    )
    written = "◆: what customers wrote; " if comments(report.points).points else ""
    return [
        h.div(data_paper="curve")[
            h.div(".map", tabindex="0", role="region", aria_label="How it feels")[
                h.div(".inner")[drawing.pieces()]
            ]
        ],
        h.p[h.small[f"From left to right: {steps}. ● solid: customers with the 95 % interval; "
                    f"○ dashed: the team; {written}a gap: too few answers."]],
    ]  # fmt: skip


__all__ = ["drawn", "headline", "small_curve"]
