"""The KPIs of a workshop: definition, target, values by day, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit import library
from journeykit.model import Kpi, Measurement, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import adding, choices
from journeykit.widgets.pages.measure.following import follow_field, own_card
from journeykit.widgets.pages.measure.words import (
    amount,
    change_words,
    last_words,
    measured,
    target_words,
)

if TYPE_CHECKING:
    from journeykit.widgets.pages.measure import Measure


GROUPS = [("", "everybody, or with the action"), ("control", "the comparison group")]


def kpis_tab(view: Measure) -> h.Node:
    """Return the part with the KPIs."""
    workshop = view.workshop
    kpis = workshop.ordered("kpis")
    return [
        _add(workshop),
        parts.card(
            "KPIs",
            h.ul(".kpi-list")[(_kpi(view, kpi, view.at.get("open") == kpi.id) for kpi in kpis)]
            if kpis
            else parts.empty(
                "No KPI yet. Take one that the findings point to: few numbers that somebody "
                "looks at beat a dashboard of thirty.",
                parts.button("Choose from the catalogue", "pick", id="first-kpi"),
            ),
            id="kpis",
        ),
        own_card(view),
    ]


def places(workshop: Workshop) -> choices.Options:
    """Return where a KPI can belong: the whole journey, a stage, a touchpoint."""
    return [
        ("", "The whole journey"),
        *((f"stage:{id}", f"Stage: {name}") for id, name in choices.stages(workshop)),
        *((f"touchpoint:{id}", name) for id, name in choices.touchpoints(workshop, "")),
    ]


def flags(workshop: Workshop, kpi: Kpi) -> Iterator[str]:
    """Yield what a KPI still lacks, in words."""
    if not kpi.definition.strip():
        yield "no definition"
    if kpi.target is None:
        yield "no target"
    if not measured(workshop, kpi.id):
        yield "not measured yet"
    if all(each.kpi != kpi.id for each in workshop.actions.values()):
        yield "no action is to move it"


def flag(words: str) -> h.Element:
    """Return something that is lacking, as a mark."""
    return h.span(".kpi-flag")[h.span(aria_hidden="true")["! "], words]


def _add(workshop: Workshop) -> h.Element:
    return adding.add_card(
        "Add a KPI", "add",
        adding.text(
            "Name", "new-kpi", "name", grow=True,
            placeholder="Own KPI, such as: calls about a delivery per 100 orders",
        ),
        adding.select("Belongs to", "new-place", "place", places(workshop)),
        id="kpi", button="Add KPI",
        tools=parts.button("Catalogue of KPIs", "pick", id="pick-kpis"),
    )  # fmt: skip


def _kpi(view: Measure, kpi: Kpi, now: bool) -> h.Element:
    workshop = view.workshop
    values = measured(workshop, kpi.id)
    better = "▲ higher is better" if kpi.better == "higher" else "▼ lower is better"
    where = choices.place(workshop, kpi.touchpoint, kpi.stage) or "the whole journey"
    return h.li(id=f"k-{kpi.id}", class_=f"kpi-row{' kpi-open' if now else ''}")[
        h.div(".kpi-what")[
            h.strong[kpi.name],
            h.small[f"{where} · {better}"],
            h.div(".kpi-flags")[(flag(words) for words in flags(workshop, kpi))],
        ],
        h.div(".kpi-last")[
            [h.b[amount(values[-1].value, kpi.unit)], h.small[target_words(kpi, values[-1])]]
            if values
            else h.small["–"],
        ],
        parts.button(
            "Close" if now else "Details", "open", {"id": kpi.id}, id=f"k-{kpi.id}-open",
            label=f"{'Close' if now else 'Details'}: {kpi.name}",
            aria_expanded="true" if now else "false",
        ),
        h.div(".kpi-editor")[_detail(view, kpi, values)] if now else None,
    ]  # fmt: skip


def _detail(view: Measure, kpi: Kpi, values: list[Measurement]) -> h.Node:
    workshop = view.workshop
    every = sorted(workshop.ordered("measurements", kpi=kpi.id), key=lambda m: (m.day, m.rank))
    return [
        h.div(".kpi-says")[
            h.p[h.strong["Last: "], last_words(kpi, values[-1])] if values else None,
            h.p[target_words(kpi, values[-1])] if values else None,
            h.p[change_words(kpi, values)],
        ],
        _chart(workshop, kpi, every) if values else None,
        h.h3["Values"],
        _values(workshop, kpi, every) if every else None,
        _new_value(workshop, kpi),
        follow_field(view, kpi),
        h.h3["Definition"],
        _definition(workshop, kpi),
        _movers(workshop, kpi),
        parts.row(
            parts.button(
                "Remove this KPI", "remove_kpi", {"id": kpi.id}, id=f"k-{kpi.id}-remove",
                kind="danger small",
                confirm=f"Remove '{kpi.name}' and its {len(every)} values? Undo brings it back."
                if every
                else "",
                confirm_label="Remove KPI",
            ),
            end=True,
        ),
    ]  # fmt: skip


def _chart(workshop: Workshop, kpi: Kpi, every: list[Measurement]) -> h.Element:
    from journeykit.charts.kpis import kpi_history
    from journeykit.charts.theme import spec

    values = [each for each in every if not each.group]
    movers = [each for each in workshop.ordered("actions") if each.kpi == kpi.id]
    words = f"{kpi.name} over time, {len(values)} values; {last_words(kpi, values[-1])}. "
    return h.div(".kpi-chart")[
        parts.chart(
            f"k-{kpi.id}-chart",
            spec(kpi_history(kpi, every, movers)),
            words + "The table below has the same numbers.",
        )
    ]


# ---- values -----------------------------------------------------------------------------------


def _values(workshop: Workshop, kpi: Kpi, values: list[Measurement]) -> h.Element:
    head = ("Day", f"Value{f', {kpi.unit}' if kpi.unit else ''}", "n", "Low", "High", "Source",
            "Of whom", "Remark", "")  # fmt: skip
    return h.div(".scroll", tabindex="0", role="region", aria_label=f"Values of {kpi.name}")[
        h.table(".plain.kpi-values")[
            h.thead[
                h.tr[(h.th(scope="col")[words or h.span(".hidden")["Remove"]] for words in head)]
            ],
            h.tbody[(_value(workshop, each) for each in values)],
        ]
    ]


def _value(workshop: Workshop, each: Measurement) -> h.Element:
    def field(name: str, label: str, kind: str = "text", **more: Any) -> h.Element:
        control = parts.field(
            f"{label} of {each.day}", f"m-{each.id}-{name}", getattr(each, name), "value",
            {"id": each.id, "field": name}, kind=kind, hide_label=True, **more,
        )  # fmt: skip
        return h.td(class_=f"kpi-{name}", data_label=label)[control]

    sources = choices.entities(workshop, "sources", "no source yet")
    return h.tr(id=f"m-{each.id}")[
        field("day", "Day", "date", max=date.today().isoformat()),
        field("value", "Value", inputmode="decimal"),
        field("n", "n", inputmode="numeric"),
        field("low", "Low", inputmode="decimal"),
        field("high", "High", inputmode="decimal"),
        field("source", "Source", "select", options=sources),
        field("group", "Of whom", "select", options=GROUPS),
        field("remark", "Remark", title=each.method or None),
        h.td[
            parts.icon_button(
                "×", f"Remove the value of {each.day}", "remove_value", {"id": each.id},
                id=f"m-{each.id}-remove",
            )
        ],
    ]  # fmt: skip


def _new_value(workshop: Workshop, kpi: Kpi) -> h.Element:
    def field(name: str, label: str, **more: Any) -> h.Element:
        id = f"k-{kpi.id}-new-{name}"
        return h.div(".field")[
            h.label(for_=id)[label], h.input(id=id, name=name, autocomplete="off", **more)
        ]

    today = date.today().isoformat()
    return h.form(
        f"#k-{kpi.id}-values.add-form.kpi-new", data_submit="measured", data_reset=True,
        data_args=parts.args(id=kpi.id),
    )[
        field("day", "Day", type="date", value=today, max=today),
        field("value", "Value", inputmode="decimal"),
        field("n", "n", inputmode="numeric"),
        field("low", "Low", inputmode="decimal"),
        field("high", "High", inputmode="decimal"),
        h.div(".field")[
            h.label(for_=f"k-{kpi.id}-new-source")["Source"],
            h.select(id=f"k-{kpi.id}-new-source", name="source")[
                (
                    h.option(value=value)[words]
                    for value, words in choices.entities(workshop, "sources", "no source yet")
                )
            ],
        ],
        adding.select("Of whom", f"k-{kpi.id}-new-group", "group", GROUPS),
        field("remark", "Remark"),
        h.button(id=f"k-{kpi.id}-measure", type="submit")["Add value"],
    ]  # fmt: skip


# ---- definition -------------------------------------------------------------------------------


def _definition(workshop: Workshop, kpi: Kpi) -> h.Element:
    def field(name: str, label: str, kind: str = "text", **more: Any) -> h.Element:
        return parts.field(
            label, f"k-{kpi.id}-{name}", getattr(kpi, name, None), "kpi",
            {"id": kpi.id, "field": name}, kind=kind, **more,
        )  # fmt: skip

    entry = next((e for e in library.catalogue("kpis").entries if e.title == kpi.name), None)
    place = f"touchpoint:{kpi.touchpoint}" if kpi.touchpoint else ""
    place = place or (f"stage:{kpi.stage}" if kpi.stage else "")
    return h.div(".fields")[
        field("name", "Name", required=True, maxlength="300"),
        parts.field(
            "Belongs to", f"k-{kpi.id}-place", place, "kpi", {"id": kpi.id, "field": "place"},
            kind="select", options=places(workshop),
        ),
        field("target", "Target", inputmode="decimal"),
        field("unit", "Unit", maxlength="300"),
        field(
            "better", "Better when", "select", options=[("higher", "higher"), ("lower", "lower")]
        ),
        field(
            "definition", "Definition", "area", required=True,
            help="What exactly is counted, of whom, in which time.",
        ),
        field("formula", "Formula", "area", help=entry.caution if entry else ""),
    ]  # fmt: skip


def _movers(workshop: Workshop, kpi: Kpi) -> h.Node:
    found = [each for each in workshop.ordered("actions") if each.kpi == kpi.id]
    if not found:
        return None
    return [
        h.h3["Actions that should move it"],
        h.ul[
            (
                h.li[each.title, h.small[f" · {each.owner or 'no owner'} · {each.status}"]]
                for each in found
            )
        ],
    ]


# ---- catalogue ----------------------------------------------------------------------------------


def picker(workshop: Workshop, place: str) -> h.Element:
    """Return the dialog in which KPIs are chosen; those of the place's stage are marked."""
    kind, _, id = place.partition(":")
    stage = workshop.stages.get(id) if kind == "stage" else None
    names = {kpi.name for kpi in workshop.kpis.values()}
    catalogue = library.catalogue("kpis")
    return parts.dialog(
        "pick",
        f"KPIs for the stage {stage.name}" if stage else "KPIs",
        h.p[h.small[catalogue.description]],
        [
            [
                h.h3[group],
                h.ul(".kpi-pick")[
                    (_entry(entry, names, stage.name if stage else "") for entry in entries)
                ],
            ]
            for group, entries in choices.grouped(catalogue.entries).items()
        ],
        cancel="unpick",
    )


def _entry(entry: Any, names: set[str], stage: str) -> h.Element:
    return h.li(id=f"entry-{entry.key}")[
        h.div[
            h.strong[entry.title],
            h.span(".kpi-there")[" ✓ on the list"] if entry.title in names else None,
            h.span(".kpi-there")[f" · suits {stage}"] if stage in entry.stages else None,
            h.p[entry.definition],
            h.p[h.code[entry.formula]],
            h.small[entry.caution],
        ],
        parts.button(
            "Add", "take", {"key": entry.key}, id=f"take-{entry.key}", label=f"Add {entry.title}"
        ),
    ]


__all__ = ["flag", "flags", "kpis_tab", "picker", "places"]
