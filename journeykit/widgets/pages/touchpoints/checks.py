"""What the inventory shows at a glance: gaps, the mix of channels, consistency, numbers."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit import checks, library
from journeykit.charts.channels import mix
from journeykit.model import Stage, Touchpoint, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages.touchpoints.edits import counted

if TYPE_CHECKING:
    from journeykit.widgets.pages.touchpoints.inventory import InventoryView


def checks_cards(view: InventoryView, stages: list[Stage], every: list[Touchpoint]) -> h.Node:
    """Return the cards below the grid."""
    if not every:
        return None
    journey = view.needed().id
    return [
        h.div(".two")[
            parts.card("Which share is where", _mix(view, journey, every), id="mix"),
            parts.card("Is anything missing?", _complete(stages, every), id="complete"),
        ],
        parts.card(
            "Numbers per touchpoint", _numbers(view, every), id="numbers",
        ),
        parts.card(
            "One message in all channels", _consistency(view.workshop, every), id="consistency"
        ),
    ]  # fmt: skip


# ---- mix -------------------------------------------------------------------------------------


def _mix(view: InventoryView, journey: str, every: list[Touchpoint]) -> h.Node:
    """The mix as a table whose rows are bars: no chart library has to be loaded for it."""
    found = mix(view.workshop, journey)
    shares: dict[str, float] = {}
    channels: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        shares[row["presence"]] = shares.get(row["presence"], 0.0) + row["share"]
        channels.setdefault(row["channel"], []).append(row)
    most = max(sum(row["n"] for row in rows) for rows in channels.values())
    way = [key for key, _ in groupby(each.channel or "no channel" for each in every)]
    return [
        h.p(".mix-key")[
            (
                h.span(class_=_tone(name))[f"{name} {_percent(share)}"]
                for name, share in shares.items()
            )
        ],
        parts.table(
            ("Channel", "Touchpoints", "Share"),
            (
                (
                    channel,
                    h.span(".mix-bar")[(_bar(row, most) for row in rows)],
                    _percent(sum(row["share"] for row in rows)),
                )
                for channel, rows in channels.items()
            ),
            caption="Share of touchpoints by channel, online and offline",
        ),
        h.h3["The way across channels"],
        h.ol(".way")[(h.li[channel] for channel in way)],
    ]


def _bar(row: dict[str, Any], most: int) -> h.Element:
    return h.span(
        class_=_tone(row["presence"]), style=f"width:{row['n'] / most:.0%}", title=row["presence"]
    )[row["n"], h.span(".hidden")[f" {row['presence']}"]]


def _tone(presence: str) -> str:
    return f"mix-{presence.replace(' ', '-')}"


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


# ---- completeness ----------------------------------------------------------------------------


def _complete(stages: list[Stage], every: list[Touchpoint]) -> h.Node:
    by_stage = {stage.id: [t for t in every if t.stage == stage.id] for stage in stages}
    unsaid = {
        "channel": [t.name for t in every if not t.channel],
        "online or offline": [t.name for t in every if t.presence is None],
        "owner": [t.name for t in every if not t.owner],
    }
    used = {each.channel.casefold() for each in every}
    unused = [
        entry.title
        for entry in library.catalogue("channels").entries
        if entry.title.casefold() not in used
    ]
    return [
        h.ul(".checks")[
            (_stage_line(stage, by_stage[stage.id]) for stage in stages),
            (
                h.li(".todo")[f"{counted(len(names), 'touchpoint')} without {what}: ", _some(names)]
                for what, names in unsaid.items()
                if names
            ),
        ],
        h.p[
            h.small[
                "Channels that no touchpoint uses: ", ", ".join(unused), ". ",
                "Does the customer really never meet you there?",
            ]
        ]
        if unused
        else None,
    ]  # fmt: skip


def _stage_line(stage: Stage, points: list[Touchpoint]) -> h.Element:
    if not points:
        return h.li(".todo")[f"{stage.name} has no touchpoint"]
    if len({each.channel for each in points}) == 1 and len(points) > 1:
        only = points[0].channel or "no channel"
        return h.li(".todo")[f"{stage.name} has one channel only ({only}); look for others"]
    return h.li(".ok")[f"{stage.name}: {counted(len(points), 'touchpoint')}"]


def _some(names: list[str]) -> str:
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")


# ---- numbers ---------------------------------------------------------------------------------


def _numbers(view: InventoryView, every: list[Touchpoint]) -> h.Node:
    """What is known of each touchpoint in numbers, sorted by the column that was chosen."""
    workshop = view.workshop
    kpis = [k for k in workshop.ordered("kpis") if k.touchpoint in {t.id for t in every}]
    names = list(dict.fromkeys(kpi.name for kpi in kpis))
    felt = {p.touchpoint: p for p in view.points() if p.source == "survey" and p.shown}
    known = checks.by_touchpoint(workshop)
    stale = checks.flags(workshop)
    rows = []
    for place, each in enumerate(every):
        values: dict[str, Any] = {"journey": place, "emotion": None}
        stands = known[each.id]
        mark = parts.evidence_button(
            f"touchpoints/{each.id}", each.name, stands.status, stands.n, stands.collected
        )
        old = stale.get(f"touchpoints/{each.id}")
        cells: list[Any] = [each.name, [mark, h.small(".old")[f" ⌛ {old}"] if old else None]]
        point = felt.get(each.id)
        values["emotion"] = point.value if point else None
        cells.append(parts.stat(point.value, point.low, point.high, point.n, 1) if point else "–")
        for name in names:
            values[name], cell = _latest(workshop, each.id, name)
            cells.append(cell)
        rows.append((values, cells))
    chosen = view.at.get("sort", "journey")
    rows.sort(key=lambda row: (row[0].get(chosen) is None, row[0].get(chosen) or 0))
    return [
        h.p[h.small["Sorted from the lowest value. KPIs of a touchpoint come from Measure."]],
        parts.table(
            (
                _sorter("Touchpoint", "journey", chosen),
                "Evidence",
                _sorter("Emotion, −2 to +2", "emotion", chosen),
                *(_sorter(name, name, chosen) for name in names),
            ),
            [cells for _, cells in rows],
            caption="Numbers of every touchpoint",
        ),
    ]


def _sorter(words: str, key: str, chosen: str) -> h.Element:
    return parts.button(
        f"{words} ▲" if key == chosen else words, "look", {"name": "sort", "value": key},
        id=f"sort-{parts.hash_of(key)}", kind="ghost small", label=f"Sort by {words}",
    )  # fmt: skip


def _latest(workshop: Workshop, touchpoint: str, name: str) -> tuple[float | None, Any]:
    ids = {
        kpi.id: kpi
        for kpi in workshop.kpis.values()
        if kpi.touchpoint == touchpoint and kpi.name == name
    }
    found = [m for m in workshop.measurements.values() if m.kpi in ids]
    if not found:
        return None, "–"
    last = max(found, key=lambda m: (m.day, m.rank))
    unit = ids[last.kpi].unit
    return last.value, [
        parts.stat(last.value, last.low, last.high, last.n),
        h.small[f" {unit} {last.day.isoformat()}"],
    ]


# ---- consistency -----------------------------------------------------------------------------


def _consistency(workshop: Workshop, every: list[Touchpoint]) -> h.Node:
    told = [each for each in every if each.message]
    recorded = {
        finding.title for finding in workshop.findings.values()
        if finding.catalogue == "inconsistent-information"
    }  # fmt: skip
    entries = [e for e in library.catalogue("checklists").entries if e.group == "Consistency"]
    return [
        h.p["Read the messages side by side. What does not fit is a gap: record it."],
        parts.table(
            ("Touchpoint", "Channel", "Message", "Expected", "Met?"),
            (
                (
                    each.name, each.channel or "–", each.message, each.expectation or "–",
                    {True: "met", False: "not met", None: "not known"}[each.expectation_met],
                )
                for each in told
            ),
            caption="Messages by touchpoint",
        )
        if told
        else h.p[h.small["No touchpoint has a message yet: it stands in its details."]],
        h.ul(".consistency")[
            (
                h.li(id=f"cons-{entry.key}")[
                    h.span[entry.title],
                    h.em["recorded as a gap"]
                    if gap_title(entry.title) in recorded
                    else parts.button(
                        "Not so", "inconsistent", {"key": entry.key}, id=f"not-{entry.key}",
                        kind="small", label=f"Record as a gap: not so: {entry.title}",
                    ),
                ]
                for entry in entries
            )
        ],
    ]  # fmt: skip


def gap_title(claim: str) -> str:
    """The gap that a broken rule of consistency is.

    >>> gap_title("Products and services carry one name")
    'Inconsistent: products and services carry one name'
    """
    return f"Inconsistent: {claim[:1].lower()}{claim[1:]}"
