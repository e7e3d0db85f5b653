"""Measures: answers in, numbers with n, interval and method out.

Counts come first: `count` reduces answers to one row per question, group and value, in
whatever engine holds them; every score is then computed from that small table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeykit.measures.agreement import Agreement, krippendorff
    from journeykit.measures.counts import Tally, count, tallies
    from journeykit.measures.priority import ice, impact_effort, rice
    from journeykit.measures.score import Score, ces, csat, mean, nps, shares
    from journeykit.measures.tables import scores, table

_HOMES = {
    "Agreement": "agreement", "krippendorff": "agreement",
    "Tally": "counts", "count": "counts", "tallies": "counts",
    "ice": "priority", "impact_effort": "priority", "rice": "priority",
    "Score": "score", "ces": "score", "csat": "score", "mean": "score", "nps": "score",
    "shares": "score",
    "scores": "tables", "table": "tables",
}  # fmt: skip

__all__ = [
    "Agreement", "Score", "Tally", "ces", "count", "csat", "ice", "impact_effort", "krippendorff",
    "mean", "nps", "rice", "scores", "shares", "table", "tallies",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
