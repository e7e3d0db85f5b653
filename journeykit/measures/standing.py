"""How a KPI stands: its newest value against its target, and whether it moves for the better."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from journeykit.measures.change import Change, Reported, change
from journeykit.model import Kpi, Measurement, Workshop

#: what a measurement of a comparison group is called
CONTROL = "control"
Target = Literal["surely met", "met", "missed", "surely missed", "no target", "not measured"]
Moved = Literal["better", "worse", "unsure", "untested"]
Trend = Moved | Literal["first", ""]
#: Standing -> its sign and words; never told by color alone.
TARGETS: dict[Target, tuple[str, str]] = {
    "surely met": ("✓", "target surely met"), "met": ("✓", "target met, may be chance"),
    "missed": ("✗", "target missed, may be chance"), "surely missed": ("✗", "target surely missed"),
    "no target": ("!", "no target"), "not measured": ("!", "not measured yet"),
}  # fmt: skip
TRENDS: dict[Trend, tuple[str, str]] = {
    "better": ("↗", "surely better"), "worse": ("↘", "surely worse"),
    "unsure": ("→", "no change beyond chance"),
    "untested": ("?", "changed, no interval to judge by"),
    "first": ("·", "first value"), "": ("", ""),
}  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """A KPI with its newest value; ``moved`` is against the value before."""

    kpi: Kpi
    last: Measurement | None
    target: Target
    trend: Trend
    moved: Change | None = None
    before: Measurement | None = None


def history(workshop: Workshop, kpi: str, group: str = "") -> list[Measurement]:
    """Return the measurements of a KPI, the oldest first; those of one comparison group."""
    found = (m for m in workshop.measurements.values() if m.kpi == kpi and m.group == group)
    return sorted(found, key=lambda each: (each.day, each.rank, each.id))


def reported(value: Measurement) -> Reported:
    """Return value, low and high as `change` takes them."""
    return value.value, value.low, value.high


def standing(kpi: Kpi, values: list[Measurement]) -> Standing:
    """Return how a KPI stands by its values, the oldest first.

    >>> from datetime import date
    >>> value = Measurement(kpi="k", day=date(2026, 11, 3), value=64, low=59, high=69)
    >>> standing(Kpi(target=55), [value]).target, standing(Kpi(target=60), [value]).target
    ('surely met', 'met')
    """
    if not values:
        return Standing(kpi, None, "not measured", "")
    last = values[-1]
    target = against(kpi, last)
    if len(values) == 1:
        return Standing(kpi, last, target, "first")
    moved = change(reported(values[-2]), reported(last))
    return Standing(kpi, last, target, direction(kpi, moved), moved, values[-2])


def against(kpi: Kpi, value: Measurement) -> Target:
    """Say how a value stands to the target; "surely" where its interval leaves the target out."""
    if kpi.target is None:
        return "no target"
    higher = kpi.better == "higher"
    met = value.value >= kpi.target if higher else value.value <= kpi.target
    if value.low is None or value.high is None:
        return "met" if met else "missed"
    if met:
        sure = value.low >= kpi.target if higher else value.high <= kpi.target
        return "surely met" if sure else "met"
    sure = value.high < kpi.target if higher else value.low > kpi.target
    return "surely missed" if sure else "missed"


def direction(kpi: Kpi, moved: Change) -> Moved:
    """Say whether a change is for the better, beyond chance."""
    if moved.sure is None:
        return "unsure" if moved.value == 0 else "untested"
    if not moved.sure:
        return "unsure"
    return "better" if (moved.value > 0) == (kpi.better == "higher") else "worse"


def by_place(workshop: Workshop, kpis: Iterable[Kpi]) -> dict[str, list[Kpi]]:
    """Return KPIs by the id of their stage, that of their touchpoint's; "" the whole journey."""
    found: dict[str, list[Kpi]] = {}
    for kpi in kpis:
        at = workshop.touchpoints.get(kpi.touchpoint or "")
        stage = at.stage if at else kpi.stage or ""
        found.setdefault(stage if stage in workshop.stages else "", []).append(kpi)
    return found


def judged(found: Iterable[Standing]) -> tuple[list[str], list[str]]:
    """Return strengths and weaknesses in words: what meets or misses its target, what moves.

    A value that may be on either side of its target is neither.
    """
    strong: list[str] = []
    weak: list[str] = []
    for each in found:
        said = []
        if each.target in ("surely met", "surely missed"):
            said.append((each.target == "surely met", TARGETS[each.target][1]))
        if each.trend in ("better", "worse"):
            said.append((each.trend == "better", f"{TRENDS[each.trend][1]} than before"))
        for good, words in said:
            (strong if good else weak).append(f"{each.kpi.name}: {words}")
    return strong, weak


__all__ = [
    "CONTROL", "TARGETS", "TRENDS", "Moved", "Standing", "Target", "Trend", "against", "by_place",
    "direction", "history", "judged", "reported", "standing",
]  # fmt: skip
