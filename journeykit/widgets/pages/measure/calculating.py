"""Calculators: what is typed, the value that comes of it, and the click that keeps it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from journeykit import library
from journeykit.edits import Change, Edit, Put, next_rank
from journeykit.errors import Refused
from journeykit.measures.calculators import CALCULATORS, Calculator, Input
from journeykit.measures.cohorts import Cohorts, cohorts, read_rows
from journeykit.measures.rates import Result
from journeykit.model import Kpi, Measurement, new_id
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.measure.base import MeasureView
from journeykit.widgets.view import Toast, action

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
        """Read a CSV file of customer and period."""
        if file.stat().st_size > LARGEST:
            raise Refused(f"The file is larger than {LARGEST // 1_000_000} MB; keep two columns.")
        data = file.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
        if "\0" in text:
            raise Refused("This is no CSV file; save the table as CSV with customer and period.")
        found = self.ui["cohorts"] = cohorts(read_rows(text))
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


__all__ = ["CalculateView", "read"]
