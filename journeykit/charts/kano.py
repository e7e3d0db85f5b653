"""Kano features: better against worse, and the kinds as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeykit.charts.theme import BLUE, CATEGORIES, GOLD, GRAY, RED, TEAL, dressed, rows
from journeykit.errors import Refused

if TYPE_CHECKING:
    import altair as alt

#: kind -> its name, color, shape
KINDS = {
    "A": ("attractive", TEAL, "triangle-up"), "O": ("one-dimensional", BLUE, "circle"),
    "M": ("must-be", RED, "square"), "I": ("indifferent", GRAY, "diamond"),
    "R": ("reverse", GOLD, "triangle-down"), "Q": ("questionable", CATEGORIES[5], "cross"),
}  # fmt: skip


def kano_chart(frame: Any, name: str = "question") -> alt.LayerChart:
    """Return each feature by how much it helps (up) and how much its lack hurts (right).

    `frame` is what `journeykit.measures.kano_table` returns. Filled: the kind is settled;
    hollow: its interval overlaps with that of another kind. Lines are 95 % intervals.
    """
    import altair as alt

    found, _ = _features(frame, name)
    if not found:
        raise Refused("No feature has answers enough to show.")
    base = alt.Chart(alt.Data(values=found))
    unit = alt.Scale(domain=[0, 1])
    axis = alt.Axis(format="%", tickCount=5)
    x = alt.X("hurts:Q", title="worse without it (O+M)", scale=unit, axis=axis)
    y = alt.Y("better:Q", title="better with it (A+O)", scale=unit, axis=axis)
    kinds = [KINDS[kind][0] for kind in KINDS]
    color = alt.Color(
        "words:N", title=None, scale=alt.Scale(domain=kinds, range=[k[1] for k in KINDS.values()])
    )
    shape = alt.Shape(
        "words:N", title=None, scale=alt.Scale(domain=kinds, range=[k[2] for k in KINDS.values()])
    )
    middle = alt.Chart(alt.Data(values=[{"half": 0.5}])).mark_rule(strokeDash=[4, 4], color=GRAY)
    thin = base.mark_rule(strokeWidth=1, opacity=0.6)
    points = base.encode(
        x=x, y=y, color=color, shape=shape, tooltip=["name:N", "words:N", "n:Q", "said:N"]
    )
    return dressed(
        alt.layer(
            middle.encode(x=alt.X("half:Q", scale=unit)),
            middle.encode(y=alt.Y("half:Q", scale=unit)),
            thin.encode(x=alt.X("hurts_low:Q", scale=unit), x2="hurts_high:Q", y=y, color=color),
            thin.encode(x=x, y=alt.Y("better_low:Q", scale=unit), y2="better_high:Q", color=color),
            points.transform_filter("datum.supported").mark_point(filled=True, size=130, opacity=1),
            points.transform_filter("!datum.supported").mark_point(
                filled=False, size=110, strokeWidth=2.5, opacity=1
            ),
            base.mark_text(align="left", dx=10, dy=-7).encode(x=x, y=y, text="label:N"),
        ).properties(width="container", height=360)
    )


def kano_words(frame: Any, name: str = "question") -> str:
    """Return each feature in words: kind, whether it is settled, better, worse, n."""
    found, hidden = _features(frame, name)
    parts = [
        f"{row['name']}: {row['said']}, better {100 * row['better']:.0f} %, "
        f"worse {100 * row['hurts']:.0f} % (n {row['n']})."
        for row in found
    ]
    if hidden:
        parts.append(f"Too few answers to show: {', '.join(hidden)}.")
    return " ".join(parts)


def _features(frame: Any, name: str) -> tuple[list[dict[str, Any]], list[str]]:
    found, hidden = [], []
    for row in rows(frame):
        if row["suppressed"] or row["better"] is None or row["better"] != row["better"]:
            hidden.append(str(row[name]))
            continue
        words = KINDS[row["kind"]][0]
        settled = bool(row["supported"])
        found.append({
            "name": f"{row[name]}", "label": f"{row[name]} · n {int(row['n'])}",
            "words": words, "n": int(row["n"]), "supported": settled,
            "said": words if settled else f"{words}, not settled: another kind may lead",
            "better": row["better"], "better_low": row["better_low"],
            "better_high": row["better_high"], "hurts": -row["worse"],
            "hurts_low": -row["worse_high"], "hurts_high": -row["worse_low"],
        })  # fmt: skip
    return found, hidden


__all__ = ["KINDS", "kano_chart", "kano_words"]
