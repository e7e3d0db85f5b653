"""Measures: answers in, numbers with n, interval and method out.

Counts come first: `count` reduces answers to one row per question, group and value, in
whatever engine holds them (pandas, Polars, DuckDB, PySpark, through narwhals); every score is
then computed from that small table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeykit.measures.agreement import Agreement, krippendorff
    from journeykit.measures.change import Change
    from journeykit.measures.comparing import (
        Kruskal,
        benjamini_hochberg,
        compare,
        holm,
        in_family,
        kruskal,
    )
    from journeykit.measures.counts import Tally, count, tallies
    from journeykit.measures.differences import (
        Difference,
        difference,
        mann_whitney,
        mean_difference,
        nps_difference,
        share_difference,
        superiority,
    )
    from journeykit.measures.paired import Pairs, link, paired_mean, paired_share
    from journeykit.measures.power import mean_needed, nps_needed, nps_visible, share_needed
    from journeykit.measures.priority import ice, impact_effort, rice
    from journeykit.measures.score import Score, ces, csat, mean, nps, shares
    from journeykit.measures.sentences import sentence
    from journeykit.measures.tables import scores, table

_HOMES = {
    "Agreement": "agreement", "krippendorff": "agreement",
    "Change": "change",
    "Kruskal": "comparing", "benjamini_hochberg": "comparing", "compare": "comparing",
    "holm": "comparing", "in_family": "comparing", "kruskal": "comparing",
    "Tally": "counts", "count": "counts", "tallies": "counts",
    "Difference": "differences", "difference": "differences", "mann_whitney": "differences",
    "mean_difference": "differences", "nps_difference": "differences",
    "share_difference": "differences", "superiority": "differences",
    "Pairs": "paired", "link": "paired", "paired_mean": "paired", "paired_share": "paired",
    "mean_needed": "power", "nps_needed": "power", "nps_visible": "power",
    "share_needed": "power",
    "ice": "priority", "impact_effort": "priority", "rice": "priority",
    "Score": "score", "ces": "score", "csat": "score", "mean": "score", "nps": "score",
    "shares": "score",
    "sentence": "sentences",
    "scores": "tables", "table": "tables",
}  # fmt: skip

__all__ = [
    "Agreement", "Change", "Difference", "Kruskal", "Pairs", "Score", "Tally",
    "benjamini_hochberg", "ces", "compare", "count", "csat", "difference", "holm", "ice",
    "impact_effort", "in_family", "krippendorff", "kruskal", "link", "mann_whitney", "mean",
    "mean_difference", "mean_needed", "nps", "nps_difference", "nps_needed", "nps_visible",
    "paired_mean", "paired_share", "rice", "scores", "sentence", "share_difference",
    "share_needed", "shares", "superiority", "table", "tallies",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
