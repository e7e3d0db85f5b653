"""Calculators: what is typed, the value that comes of it, and the click that keeps it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeykit import library
from journeykit.edits import Change, Edit, Put, next_rank
from journeykit.errors import Refused
from journeykit.measures.calculators import CALCULATORS, Calculator, Input
from journeykit.measures.cohorts import Cohorts, cohorts, read_rows
from journeykit.measures.rates import Result
from journeykit.model import Kpi, Measurement, new_id
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.measure.base import MeasureView
from journeykit.widgets.view import MAX_TEXT, Toast, action

if TYPE_CHECKING:
    from journeykit.evidence.owned import Numbers

#: The largest file of customers and periods that is read.
LARGEST = 20_000_000
_APART = re.compile(r"[\s;]+")


class CalculateView(MeasureView):
    """The part of the page that calculates KPIs from typed numbers."""

    @property
    def calculator(self) -> Calculator:
        """The calculator that is shown."""
        return CALCULATORS.get(self.at.get("calc", ""), CALCULATORS["conversion-rate"])

    def typed_numbers(self) -> dict[str, str]:
        """Return what was typed into the calculator that is shown."""
        kept: dict[str, str] = self.ui.get("calc", {}).get(self.calculator.key, {})
        return kept

    def result(self) -> Result | None:
        """Return the value of what was typed, None before that."""
        given = self.typed_numbers()
        if not given:
            return None
        asked = self.calculator
        return asked.result({each.name: read(each, given.get(each.name)) for each in asked.inputs})

    @action
    def calculate(self, key: str, **given: Any) -> None:
        """Calculate a KPI from what was typed."""
        if key not in CALCULATORS:
            raise Refused("There is no such calculator; reload the page.")
        self.show(calc=key)
        asked = CALCULATORS[key]
        told = {each.name: str(given.get(each.name) or "") for each in asked.inputs}
        asked.result({each.name: read(each, told[each.name]) for each in asked.inputs})
        self.ui.setdefault("calc", {})[key] = told

    @property
    def own_table(self) -> tuple[str, list[Numbers]] | None:
        """The name and the columns of numbers of the file that was chosen, only here."""
        kept: tuple[str, list[Numbers]] | None = self.ui.get("own_table")
        return kept

    @action
    def calc_file(self, file: Path) -> Toast:
        """Read the columns of numbers of a table of any format."""
        from journeykit.evidence.owned import number_columns

        found = number_columns(_bytes(file), file.name)
        self.ui["own_table"] = (file.name, found)
        noun = "column" if len(found) == 1 else "columns"
        return Toast(f"Read {len(found)} {noun} of numbers. Say which number is which.")

    @action
    def calc_take(self, key: str, **chosen: Any) -> None:
        """Put the numbers of the chosen columns into the calculator."""
        if self.own_table is None or key not in CALCULATORS:
            raise Refused("Choose a file first; there is no table yet.")
        self.show(calc=key)
        kept = dict(self.typed_numbers())
        columns = self.own_table[1]
        for each in CALCULATORS[key].inputs:
            at = str(chosen.get(each.name) or "")
            if not at:
                continue
            if not at.isdecimal() or int(at) >= len(columns):
                raise Refused(f"{each.label}: choose one of the columns of the file.")
            kept[each.name] = told_of(each, columns[int(at)])
        self.ui.setdefault("calc", {})[key] = kept

    @action
    def calc_forget(self) -> None:
        """Forget the table."""
        self.ui.pop("own_table", None)

    @action
    def clear(self) -> None:
        """Forget what was typed into this calculator."""
        self.ui.get("calc", {}).pop(self.calculator.key, None)

    @action
    def keep(self, kpi: str = "", day: str = "", target: str = "", group: str = "") -> Toast:
        """Keep the value as a measurement of a KPI, a new one if none is named."""
        found = self.result()
        if found is None:
            raise Refused("Calculate first; there is no value yet.")
        remark = " ".join(found.notes) + " " + self._inputs()
        return self._keep(self.calculator.key, found, kpi, day, target, remark.strip(), group)

    def _inputs(self) -> str:
        told = self.typed_numbers()
        said = [f"{each.label}: {_APART.sub(' ', told[each.name].strip())[:200]}"
                for each in self.calculator.inputs if told.get(each.name, "").strip()]  # fmt: skip
        return f"From {'; '.join(said)}."

    def _keep(
        self, key: str, found: Result, kpi: str, day: str, target: str, remark: str, group: str = ""
    ) -> Toast:
        edits: list[Edit] = []
        on = typed.past_day(day, "Day") or date.today().isoformat()
        aim = typed.number(target, "Target")
        if kpi:
            entity: Kpi = self.workshop.get("kpis", kpi)
            if aim is not None:
                edits += typed.changes(entity, target=aim)
        else:
            entity = self._catalogued(key, aim)
            edits.append(Put.of(entity))
        fields = {"day": on, "value": round(found.value, 6), "low": _round(found.low),
                  "high": _round(found.high), "n": found.n, "method": found.method[:300],
                  "group": "control" if group else "", "remark": remark}  # fmt: skip
        same = [
            m
            for m in self.workshop.ordered("measurements", kpi=entity.id)
            if (m.day.isoformat(), m.group, m.source) == (on, fields["group"], None)
        ]
        if same:
            edits.append(Change(collection="measurements", id=same[0].id, fields=fields))
        else:
            rank = next_rank(self.workshop.ordered("measurements", kpi=entity.id))
            made = Measurement.model_validate(
                {"id": new_id(), "rank": rank, "kpi": entity.id, **fields}
            )
            edits.append(Put.of(made))
        self.dispatch(*edits, words=f"calculated '{entity.name}': {found.value:g} on {on}")
        how = "Replaced the value of that day" if same else "Kept"
        return self._undoable(f"{how}: '{entity.name}' on {on}.")

    def _catalogued(self, key: str, target: float | None) -> Kpi:
        entry = library.catalogue("kpis").get(key)
        assert entry is not None, f"the calculator {key} has no entry in the catalogue"
        return Kpi(
            id=new_id(), rank=next_rank(self.workshop.ordered("kpis")), name=entry.title,
            definition=entry.definition, formula=entry.formula, unit=entry.unit,
            better=entry.better, target=target, kind=key[:300],
        )  # fmt: skip

    # ---- cohorts -----------------------------------------------------------------------------

    @property
    def cohorts(self) -> Cohorts | None:
        """The cohorts of what was pasted or read; only their counts stay, and only here."""
        kept: Cohorts | None = self.ui.get("cohorts")
        return kept

    @action
    def cohort_rows(self, rows: str) -> None:
        """Read pasted lines of customer and period."""
        self.ui["cohorts"] = cohorts(read_rows(rows))

    @action
    def cohort_file(self, file: Path) -> Toast:
        """Read a table of customer and period, of any format that answers are read from."""
        from journeykit.evidence.owned import customers

        found = self.ui["cohorts"] = cohorts(customers(_bytes(file), file.name))
        return Toast(f"Read {found.customers:,} customers in {len(found.cohorts)} cohorts.")

    @action
    def cohort_clear(self) -> None:
        """Forget the cohorts."""
        self.ui.pop("cohorts", None)

    @action
    def keep_retention(self, at: int, kpi: str = "", day: str = "", target: str = "") -> Toast:
        """Keep the pooled retention after so many periods as a measurement."""
        found = self.cohorts
        if found is None or not 0 < at < len(found.pooled) or found.pooled[at].share is None:
            raise Refused("After: choose one of the periods in the table.")
        cell = found.pooled[at]
        assert cell.share is not None and cell.low is not None and cell.high is not None
        value = Result(100 * cell.share, 100 * cell.low, 100 * cell.high, cell.n, "Wilson, 95 %")
        periods = f"{at} {found.every}{'' if at == 1 else 's'}"
        remark = f"Came back {periods} after the first, all cohorts that had the time."
        return self._keep("retention-rate", value, kpi, day, target, remark)


def fits(each: Input, found: Numbers) -> bool:
    """Whether a column can be what an input asks for: a rate or an amount is one number."""
    if each.kind == "list":
        return True
    if each.kind == "count":
        return all(value >= 0 and value.is_integer() for value in found.values)
    return len(found.values) == 1


def told_of(each: Input, found: Numbers) -> str:
    """Return a column as what a person would type: all of a list, the sum of counts."""
    if not fits(each, found):
        rule = "whole numbers" if each.kind == "count" else "one number"
        raise Refused(f"{each.label}: '{found.heading}' is not {rule}; type it instead.")
    if each.kind == "count":
        return f"{sum(found.values):.0f}"
    text = "\n".join(f"{value:.12g}" for value in found.values)
    if len(text) > MAX_TEXT:
        raise Refused(f"{each.label}: '{found.heading}' has {len(found.values):,} numbers, more "
                      "than fit here; take a sample.")  # fmt: skip
    return text


def _bytes(file: Path) -> bytes:
    if file.stat().st_size > LARGEST:
        raise Refused(
            f"The file is larger than {LARGEST // 1_000_000} MB; keep the columns that are needed."
        )
    return file.read_bytes()


def read(each: Input, text: str | None) -> Any:
    """Return what was typed for one input; messages begin with its label."""
    if each.kind == "list":
        cells = [cell for cell in _APART.split(str(text or "").strip()) if cell]
        return [typed.number(cell.strip(","), each.label) for cell in cells] or None
    if each.kind == "count":
        return typed.count(text, each.label)
    return typed.number(text, each.label)


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


__all__ = ["CalculateView", "fits", "read"]
