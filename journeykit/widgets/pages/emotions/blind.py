"""Blind spots: where the team guessed otherwise than customers say, and what to do with them."""

from __future__ import annotations

from collections.abc import Sequence

import htpy as h

from journeykit import checks
from journeykit.edits import next_rank
from journeykit.emotions import Gap, Point, gaps
from journeykit.emotions.gaps import COVERS
from journeykit.model import Finding, Workshop
from journeykit.widgets import parts

#: The widest gaps, which a team can talk about in a quarter of an hour.
FEW = 5
HEAD = ("Touchpoint", "Team", "Customers", "Gap", h.span(".hidden")["What to do"])


def card(workshop: Workshop, points: Sequence[Point], *, hidden: bool, every: bool) -> h.Node:
    """Return the ranked gaps, or what is missing for them."""
    found = gaps(points)
    return parts.card(
        "Blind spots",
        [h.p("#blind-words")[_words(found)], _table(workshop, found, points, every)]
        if found
        else parts.empty(
            "The team's ratings are hidden until somebody reveals them."
            if hidden
            else "A blind spot needs both: at least 5 customers' answers and a team rating "
            "at the same touchpoint.",
            parts.button("Reveal the team's ratings", "reveal", id="reveal-here")
            if hidden
            else None,
        ),
        id="blind",
    )


def _words(found: Sequence[Gap]) -> str:
    blind = [gap for gap in found if gap.blind_spot]
    if not blind:
        return "No blind spot: team and customers are nowhere more than one step apart."
    sure = sum(gap.sure for gap in blind)
    surely = "" if not sure else f", {'surely' if sure == len(blind) else f'{sure} of them surely'}"
    return (
        f"{len(blind)} blind spot{'s' if len(blind) > 1 else ''}: more than 1 step apart{surely}."
    )


def _table(
    workshop: Workshop, found: Sequence[Gap], points: Sequence[Point], every: bool
) -> h.Node:
    said = {(p.touchpoint, p.source): p for p in points}
    noted = {f.touchpoint for f in workshop.findings.values() if f.catalogue == "gap"}
    rows = [
        _row(workshop, gap, said[gap.touchpoint, gap.source], gap.touchpoint in noted)
        for gap in (found if every else found[:FEW])
    ]
    return [
        parts.table(
            HEAD, rows, caption="Where team and customers part, widest gap first", stack=True
        ),
        h.small(".covers")[COVERS],
        parts.button(
            "Show the widest only" if every else f"Show all {len(found)}",
            "look",
            {"name": "gaps", "value": "" if every else "all"},
            id="gaps-all",
            kind="ghost small",
        )
        if len(found) > FEW
        else None,
    ]


def _row(workshop: Workshop, gap: Gap, point: Point, noted: bool) -> tuple[h.Node, ...]:
    name = workshop.touchpoints[gap.touchpoint].name
    interval = _ends(point.low, point.high)
    whose = "comments · " if gap.source == "text" else ""
    return (
        [name, " ", _mark(gap)],
        [parts.signed(gap.team), h.small[f" n {gap.n_team}"]],
        [parts.signed(gap.customers), " ",
         h.small[f"{whose}{f'{interval} · ' if interval else ''}n {point.n:,}"]],
        [h.b[f"{abs(gap.difference):.1f}"], " ", h.small[_size(gap)]],
        h.small(".noted")["✓ noted"]
        if noted
        else parts.button(
            "Make a finding", "note_gap", {"touchpoint": gap.touchpoint},
            id=f"gap-{gap.touchpoint}", kind="small nowrap",
            label=f"Make a finding of the gap at {name}",
        ),
    )  # fmt: skip


def _mark(gap: Gap) -> h.Node:
    if not gap.blind_spot:
        return None
    return h.em(".blind-mark")["surely a blind spot" if gap.sure else "blind spot"]


def _ends(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    return f"{parts.signed(low)} to {parts.signed(high)}"


def _size(gap: Gap) -> str:
    """The interval of the size of a gap; where it spans zero its least size is 0."""
    if gap.low is None or gap.high is None:
        return ""
    ends = sorted((abs(gap.low), abs(gap.high)))
    least = 0.0 if gap.low * gap.high <= 0 else ends[0]
    return f"{least:.1f} to {ends[1]:.1f}"


def finding(workshop: Workshop, gap: Gap) -> Finding:
    """Return the finding that a gap becomes: both values, n and the customers' sources."""
    name = workshop.touchpoints[gap.touchpoint].name
    surely = " for sure" if gap.sure else ""
    kind = f"Blind spot{surely}" if gap.blind_spot else "Gap"
    return Finding(
        kind="gap",
        catalogue="gap",
        title=f"{name}: we believed {parts.signed(gap.team)}, customers say "
        f"{parts.signed(gap.customers)}"[:300],
        detail=f"{kind} of {abs(gap.difference):.1f} steps on −2 to +2"
        f"{f', 95 % interval {_size(gap)}' if _size(gap) else ''} "
        f"({gap.n_team} people in the room, {gap.n_customers} customers).",
        touchpoint=gap.touchpoint,
        sources=checks.touchpoint_evidence(workshop, gap.touchpoint).sources,
        rank=next_rank(workshop.ordered("findings")),
    )
