"""A calculator's numbers from a file: which column is which number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from journeykit.measures.calculators import Input
from journeykit.widgets import parts
from journeykit.widgets.pages import adding
from journeykit.widgets.pages.measure.words import amount

if TYPE_CHECKING:
    from journeykit.evidence.owned import Numbers
    from journeykit.widgets.pages.measure.calculating import CalculateView

#: the formats that answers are read from
ACCEPT = ".csv,.tsv,.tab,.txt,.gz,.xlsx,.xlsm,.xls,.ods,.parquet,.sav,.zsav,.por"


def own_table(view: CalculateView) -> h.Element:
    """Where the numbers come from a file: the file, and which column is which number."""
    from journeykit.widgets.pages.measure.calculating import fits

    asked, found = view.calculator, view.own_table
    upload = parts.upload(
        "Choose a table", "calc-file", "calc_file", accept=ACCEPT,
        help="CSV, XLSX, XLS, ODS, Parquet or SPSS, with headings. Read here and forgotten: only "
        "the value that you keep is stored.",
    )  # fmt: skip
    if found is None:
        return h.details("#calc-own.kpi-more")[h.summary["Take the numbers from a file"], upload]
    name, columns = found
    controls, taken = [], {""}
    for each in asked.inputs:
        fitting = [(str(at), c) for at, c in enumerate(columns) if fits(each, c)]
        if fitting:
            options = [("", "type it"), *((at, _column_words(each, c)) for at, c in fitting)]
            now = _likely(each, [one for one in fitting if one[0] not in taken])
            taken.add(now)
            controls.append(
                adding.select(each.label, f"own-{each.name}", each.name, options, now=now)
            )
    return h.details("#calc-own.kpi-more", open=True)[
        h.summary["Take the numbers from a file"],
        h.p[f"{name}: {len(columns)} {'column' if len(columns) == 1 else 'columns'} of numbers. "
            "Counts are added up."],
        h.form("#own-form.add-form", data_submit="calc_take",
               data_args=parts.args(key=asked.key))[
            controls,
            h.button("#own-do.primary", type="submit")["Take these numbers"],
            parts.button("Another file", "calc_forget", id="own-forget"),
        ]
        if controls
        else [
            h.p(".notice")["No column fits: a count is whole numbers, a rate is one number."],
            parts.button("Another file", "calc_forget", id="own-forget"),
        ],
    ]  # fmt: skip


def _column_words(each: Input, found: Numbers) -> str:
    if each.kind == "count":
        return f"{found.heading} (together {sum(found.values):,.0f})"
    count = len(found.values)
    return f"{found.heading} ({amount(found.values[0]) if count == 1 else f'{count:,} numbers'})"


def _likely(each: Input, fitting: list[tuple[str, Numbers]]) -> str:
    """The column whose heading is in the label, or the other way around; a list takes any."""
    label = each.label.casefold()
    for at, found in sorted(fitting, key=lambda one: one[1].heading.casefold() != label):
        heading = found.heading.casefold()
        if heading in label or label in heading or heading == each.name:
            return at
    return fitting[0][0] if each.kind == "list" and fitting else ""


__all__ = ["ACCEPT", "own_table"]
