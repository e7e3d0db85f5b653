"""The numbers behind the chart: value, interval, n, source, day and method of each point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit.maps.words import origin
from journeykit.model import Journey, Workshop
from journeykit.widgets import parts

if TYPE_CHECKING:
    from journeykit.emotions import Change, Point, Target, Tie
    from journeykit.widgets.pages.emotions.overlay import Shown

#: what stands behind a point: what a team believes is an assumption
STANDS = {"survey": "measured", "text": "anecdotal", "team": "assumed"}
HEAD = ("Touchpoint", "Who", "Feeling", "95 % interval", "n", "As answered", "Source, day", "How")


def table(workshop: Workshop, journey: Journey, now: Shown) -> h.Node:
    """Return every point that the chart shows, one a row."""
    rows = []
    for touchpoint in workshop.touchpoints_of(journey.id):
        lines = [(_who(point, now.name), point) for point in now.points]
        lines += [(each.label, point) for each in now.others for point in each.points]
        rows += [
            _row(touchpoint.name, who, point)
            for who, point in lines
            if point.touchpoint == touchpoint.id
        ]
    return parts.table(
        HEAD, rows, caption="The numbers of the chart", id="curve-numbers", stack=True
    )


def _who(point: Point, name: str) -> str:
    return {"survey": name or "customers", "text": "comments", "team": "team"}[point.source]


def _row(name: str, who: str, point: Point) -> tuple[h.Node, ...]:
    if not point.shown or point.value is None:
        said = h.small[f"not shown: {point.reason}"]
        return name, [who, " ", parts.badge("assumed")], said, "", str(point.n), "", "", ""
    ends = (
        f"{parts.signed(point.low, 2)} to {parts.signed(point.high, 2)}"
        if point.low is not None and point.high is not None
        else _half(point)
    )
    raw = ""
    if point.raw is not None and point.scale:
        raw = f"{point.raw:.2f} on {point.scale[0]:g} to {point.scale[1]:g}"
    return (
        name, [who, " ", parts.badge(STANDS[point.source])], h.b[parts.signed(point.value, 2)],
        ends, f"{point.n:,}", raw,
        ", ".join(origin(point)), point.method,
    )  # fmt: skip


def _half(point: Point) -> str:
    if point.quartiles is None or point.n < 2:
        return "none"
    first, third = (parts.signed(end) for end in point.quartiles)
    return f"none; middle half {first} to {third}"


def changes(workshop: Workshop, found: list[Change]) -> h.Node:
    """Return what changed between two waves, the surest and widest first."""
    before, after = found[0].before, found[0].after
    rows: list[tuple[h.Node, ...]] = []
    found = sorted(found, key=lambda c: (not c.sure, -abs(c.difference.value or 0)))
    for each in found:
        name, gone = workshop.touchpoints[each.touchpoint].name, each.difference
        if gone.value is None or gone.before is None or gone.after is None:
            rows.append((name, "", "", h.small[gone.method], ""))
            continue
        p = gone.p if gone.adjusted is None else gone.adjusted
        ends = (
            f" {parts.signed(gone.low, 2)} to {parts.signed(gone.high, 2)}"
            if gone.low is not None and gone.high is not None
            else ""
        )
        rows.append((
            [name, h.em(".sure-mark")["changed"] if each.sure else None],
            [parts.signed(gone.before, 2), h.small[f" n {gone.n_before:,}"]],
            [parts.signed(gone.after, 2), h.small[f" n {gone.n_after:,}"]],
            [h.b[parts.signed(gone.value, 2)], h.small[ends]],
            "—" if p is None else f"{p:.3f}" if p >= 0.001 else "< 0.001",
        ))  # fmt: skip
    return parts.card(
        f"From {before} to {after}",
        parts.table(
            ("Touchpoint", before, after, "Change, 95 % interval", "p (Holm)"), rows,
            caption=f"Change from {before} to {after}, the surest first", stack=True,
        ),
        h.small["Steps on −2 to +2. Interval: Welch. p is adjusted after Holm for the number of "
                "touchpoints; “changed” means that chance alone hardly explains it."],
        id="changes",
    )  # fmt: skip


def targets(workshop: Workshop, found: list[Target]) -> h.Node:
    """Return what each stage should feel like beside what it does (R92)."""
    from journeykit.emotions.guide import WHO

    rows = []
    for each in found:
        stage = workshop.stages[each.stage]
        wanted = [parts.signed(each.wanted), h.small[f" {each.word}"] if each.word else None]
        felt: h.Node = h.small["nobody has said yet"]
        if each.felt is not None:
            by = " and ".join(WHO[source] for source in each.sources)
            felt = [parts.signed(each.felt), h.small[f" {by}"]]
        gap = "" if each.gap is None else h.b[parts.signed(each.gap)]
        met = "" if each.gap is None else ("met" if each.met else "missed")
        rows.append((stage.name, wanted, felt, gap, met))
    return parts.card(
        "Target emotions",
        parts.table(("Stage", "Target", "Felt", "Gap", ""), rows,
                    caption="Target and felt emotion by stage", stack=True),
        id="targets",
    )  # fmt: skip


def loyalty(workshop: Workshop, found: list[Tie]) -> h.Node:
    """Return how the feeling at each stage goes with loyalty (R94)."""
    rows = []
    for each in found:
        name = workshop.stages[each.stage].name
        if each.value is None or each.low is None or each.high is None:
            rows.append((name, h.small[each.method], "", f"{each.n:,}"))
            continue
        ends = f"{parts.signed(each.low, 2)} to {parts.signed(each.high, 2)}"
        rows.append((name, h.b[parts.signed(each.value, 2)], ends, f"{each.n:,}"))
    return parts.card(
        "Feeling and loyalty",
        parts.table(("Stage", "Rank correlation", "95 % interval", "n"), rows,
                    caption="Feeling at each stage and loyalty", stack=True),
        h.small[f"Spearman, interval of Bonett and Wright, with “{found[0].question}”. +1: who "
                "felt better is always more loyal, 0: no tie. An association, not a cause."],
        id="loyalty",
    )  # fmt: skip
