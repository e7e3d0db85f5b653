"""The calculators: a form, the value with its interval, and what hangs on the assumptions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import htpy as h

from journeykit import library
from journeykit.errors import Refused
from journeykit.measures.calculators import CALCULATORS, Input
from journeykit.measures.cohorts import Cell, Cohorts
from journeykit.measures.rates import Result
from journeykit.model import Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import adding, choices
from journeykit.widgets.pages.measure.own_table import ACCEPT, own_table
from journeykit.widgets.pages.measure.words import amount

if TYPE_CHECKING:
    from journeykit.widgets.pages.measure.calculating import CalculateView


def calculate_tab(view: CalculateView) -> h.Node:
    """Return the part with the calculators."""
    return [_chooser(view), _calculator(view), _cohort_card(view)]


def _chooser(view: CalculateView) -> h.Element:
    entries = [e for e in library.catalogue("kpis").entries if e.key in CALCULATORS]
    now = view.calculator.key
    options = [
        h.optgroup(label=group)[
            (h.option(value=e.key, selected=e.key == now)[e.title] for e in mine)
        ]
        for group, mine in choices.grouped(entries).items()
    ]
    wiring = {"data_change": "look", "data_args": parts.args(name="calc")}
    return h.div(".field.kpi-chooser")[
        h.label(for_="calc")["What do you want to calculate?"],
        h.select(id="calc", **wiring)[options],
    ]


def _calculator(view: CalculateView) -> h.Element:
    asked = view.calculator
    entry = library.catalogue("kpis").get(asked.key)
    assert entry is not None
    told = view.typed_numbers()
    try:
        found, trouble = view.result(), ""
    except Refused as refused:
        found, trouble = None, str(refused)
    return parts.card(
        entry.title,
        h.p[entry.definition],
        h.p[h.code[entry.formula]],
        h.p[h.small[entry.caution]],
        h.form("#calc-form.add-form", data_submit="calculate", data_args=parts.args(key=asked.key))[
            (_input(each, told.get(each.name, "")) for each in asked.inputs),
            h.button("#calc-do.primary", type="submit")["Calculate"],
        ],
        h.p(".notice.warn")[trouble] if trouble else None,
        _result(view, found, entry.unit) if found else None,
        own_table(view),
        id="calculator",
        tools=parts.button("Clear", "clear", id="calc-clear") if told else None,
    )  # fmt: skip


def _input(each: Input, now: str) -> h.Element:
    id = f"calc-{each.name}"
    wiring = {
        "id": id, "name": each.name, "autocomplete": "off",
        "aria_describedby": f"{id}-help" if each.help else None,
    }  # fmt: skip
    if each.kind == "list":
        control: h.BaseElement = h.textarea(rows=5, **wiring)["\n" + now]
    else:
        mode = "numeric" if each.kind == "count" else "decimal"
        control = h.input(value=now, inputmode=mode, **wiring)
    return h.div(class_={"field": True, "add-grow": each.kind == "list"})[
        h.label(for_=id)[each.label, h.small[" (if known)"] if each.optional else None],
        control,
        h.small(id=f"{id}-help")[each.help] if each.help else None,
    ]


def _result(view: CalculateView, found: Result, unit: str) -> h.Element:
    return h.div("#calc-result.kpi-result", role="status")[
        h.p(".kpi-value")[h.b[amount(found.value, "" if unit == "currency" else unit)]],
        h.p[told(found)],
        h.ul[(h.li[each] for each in found.notes)] if found.notes else None,
        _sensitivity(view) if view.calculator.key == "clv-margin" else None,
        _keep_form(view.workshop, "keep", view.calculator.key, "calc"),
    ]


def told(found: Result) -> str:
    """Say interval, n and method of a value.

    >>> told(Result(80.0, 49.016, 94.33, 10, "Wilson, 95 %"))
    'Interval 49.02 to 94.33, n 10, Wilson, 95 %.'
    """
    ends = "No interval"
    if found.low is not None and found.high is not None:
        ends = f"Interval {amount(found.low)} to {amount(found.high)}"
    n = f", n {found.n:,}" if found.n is not None else ""
    return f"{ends}{n}, {found.method}."


def _sensitivity(view: CalculateView) -> h.Node:
    from journeykit.measures.lifetime import sensitivity
    from journeykit.widgets.pages.measure.calculating import read

    given = view.typed_numbers()
    margin, r, d = (
        read(each, given.get(each.name)) for each in view.calculator.inputs if not each.optional
    )
    found = sensitivity(margin, r / 100, d / 100)
    return [
        h.h3["What hangs on the rates"],
        parts.table(
            ["Retention", *(f"discount {100 * each:g} %" for each in found.discounts)],
            (
                [f"{100 * rate:g} %", *("no end" if v is None else amount(v) for v in row)]
                for rate, row in zip(found.retentions, found.values, strict=True)
            ),
            caption="Lifetime value at other rates",
        ),
    ]  # fmt: skip


def _keep_form(workshop: Workshop, do: str, key: str, id: str, first: h.Node = None) -> h.Element:
    entry = library.catalogue("kpis").get(key)
    assert entry is not None
    mine = sorted(
        workshop.ordered("kpis"), key=lambda k: not (k.kind == key or k.name == entry.title)
    )
    now = mine[0].id if mine and (mine[0].kind == key or mine[0].name == entry.title) else ""
    options = [("", f"A new KPI: {entry.title}"), *((k.id, choices.short(k.name)) for k in mine)]
    today = date.today().isoformat()
    return h.form(f"#{id}-keep.add-form.kpi-new", data_submit=do)[
        first,
        adding.select("Keep as a value of", f"{id}-kpi", "kpi", options, now=now),
        h.div(".field")[
            h.label(for_=f"{id}-day")["Day"],
            h.input(id=f"{id}-day", name="day", type="date", value=today, max=today),
        ],
        adding.text(
            "Target", f"{id}-target", "target", inputmode="decimal",
            placeholder=entry.unit if entry.unit != "currency" else "",
        ),
        adding.select(
            "Of whom", f"{id}-group", "group",
            [("", "Everybody, or those with the action"), ("control", "The comparison group")],
        )
        if do == "keep"
        else None,
        h.button(f"#{id}-do-keep", type="submit", class_="primary")["Keep this value"],
    ]  # fmt: skip


# ---- cohorts ---------------------------------------------------------------------------------


def _cohort_card(view: CalculateView) -> h.Node:
    if view.calculator.key != "retention-rate":
        return None
    found = view.cohorts
    return parts.card(
        "Retention by cohort",
        h.p[
            "One line a customer and a period in which the customer came: K17, 2026-03. A cohort "
            "are those who came first in the same period. Customers are counted and forgotten: "
            "nothing of these lines is stored."
        ],
        h.form("#cohort-form", data_submit="cohort_rows")[
            h.div(".field")[
                h.label(for_="cohort-rows")["Lines of customer and period"],
                h.textarea("#cohort-rows", name="rows", rows=5,
                           placeholder="K17, 2026-03\nK17, 2026-05"),
            ],
            parts.row(h.button("#cohort-do", type="submit")["Make the table"]),
        ],
        parts.upload(
            "Or choose a table", "cohort-file", "cohort_file", accept=ACCEPT,
            help="CSV, XLSX, XLS, ODS, Parquet or SPSS: the columns are found by headings such as "
            "“Customer” and “Order date”, else they are the first two.",
        ),
        _cohort_tables(view, found) if found else None,
        id="cohorts",
        tools=parts.button("Clear", "cohort_clear", id="cohort-clear") if found else None,
    )  # fmt: skip


def _cohort_tables(view: CalculateView, found: Cohorts) -> h.Node:
    from journeykit.charts.cohorts import retention_chart, retention_words
    from journeykit.charts.theme import spec

    if len(found.pooled) < 2:
        return h.p(".notice.warn")[
            "Nobody can have come back yet: the lines hold one period, or cohorts of fewer than "
            "five customers."
        ]
    width = max(len(cohort.cells) for cohort in found.cohorts)
    head = [f"Cohort, by {found.every}", "n", *(f"+{at}" for at in range(1, width))]
    rows: list[list[h.Node]] = [
        [cohort.label, f"{cohort.n:,}", *(_cell(c) for c in cohort.cells[1:]),
         *("" for _ in range(width - len(cohort.cells)))]
        for cohort in found.cohorts
    ]  # fmt: skip
    rows.append(["All together", f"{found.customers:,}", *(_cell(c) for c in found.pooled[1:]),
                 *("" for _ in range(width - len(found.pooled)))])  # fmt: skip
    after = [(str(at), f"{at} {found.every}{'' if at == 1 else 's'}")
             for at in range(1, len(found.pooled))]  # fmt: skip
    return [
        h.h3["Who came back"],
        parts.table(head, rows, caption="Share of each cohort that came back, by period"),
        h.p[h.small["Share with its Wilson interval, 95 %. “All together” counts a cohort only in "
                    "periods that it has had the time for. Cohorts of fewer than five customers "
                    "are not shown and not counted in it."]],
        parts.chart("cohort-chart", spec(retention_chart(found)), retention_words(found)),
        h.h3["Who is still a customer"],
        parts.table(
            ["After", "Still there", "Interval", "Seen that long"],
            ([f"{s.at} {found.every}{'' if s.at == 1 else 's'}", f"{100 * s.share:.0f} %",
              "–" if s.low is None or s.high is None
              else f"{100 * s.low:.0f} % to {100 * s.high:.0f} %", f"{s.at_risk:,}"]
             for s in found.staying),
            caption="Share of customers who are still there",
        ),
        h.p[h.small["Kaplan–Meier: whoever was not seen again counts as gone after the last visit; "
                    "the newest period says nothing about those who came in it. Some will come "
                    "back later."]],
        _keep_form(view.workshop, "keep_retention", "retention-rate", "cohort",
                   adding.select("Came back after", "cohort-at", "at", after, narrow=True)),
    ]  # fmt: skip


def _cell(cell: Cell) -> h.Node:
    if cell.share is None or cell.low is None or cell.high is None:
        return h.small["fewer than 5"]
    ends = f" {100 * cell.low:.0f}–{100 * cell.high:.0f}"
    return [h.b[f"{100 * cell.share:.0f} %"], h.small[ends]]


__all__ = ["calculate_tab", "told"]
