"""Measure beyond KPIs: calculators, own data, before and after, reviews, versions, owners."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from journeykit.attach import attach
from journeykit.edits import Change, Put
from journeykit.errors import Refused
from journeykit.measures.calculators import CALCULATORS
from journeykit.model import Action, Finding, Kpi, Measurement, Version, Workshop
from journeykit.store import Store
from journeykit.widgets.view import View

Open = Callable[..., View]
Dispatch = Callable[..., Any]
NPS = {"promoters": "19", "passives": "14", "detractors": "3"}
RATING = "How was it for you?"


def text(view: View) -> str:
    return str(view.render())


# ---- calculators -------------------------------------------------------------------------------


def test_a_value_is_calculated_and_kept_by_one_click(view: Open) -> None:
    """NPS of typed counts: shown with its interval, kept with n, method and target; undone."""
    page = view("measure", view="calculate", calc="nps")
    page.call("calculate", {"key": "nps", **NPS})
    shown = text(page)
    assert "44.44 points" in shown
    assert "Interval 20.34 to 61.71, n 36, adjusted Wald, 95 %." in shown
    toast = page.call("keep", {"day": "2026-11-01", "target": "50"})
    (kpi,), (value,) = page.workshop.kpis.values(), page.workshop.measurements.values()
    assert (kpi.kind, kpi.unit, kpi.target) == ("nps", "points", 50)
    assert kpi.definition and kpi.formula
    assert (round(value.value, 1), round(value.low, 1), round(value.high, 1)) == (44.4, 20.3, 61.7)
    assert (value.n, value.method, value.day) == (36, "adjusted Wald, 95 %", date(2026, 11, 1))
    assert "Promoters (9 and 10): 19" in value.remark
    page.session.undo(toast.args["seq"])
    assert not page.workshop.kpis and not page.workshop.measurements


def test_the_same_day_is_not_kept_twice(view: Open) -> None:
    """A second value of one day takes the place of the first, and says so."""
    page = view("measure", view="calculate", calc="nps")
    page.call("calculate", {"key": "nps", **NPS})
    page.call("keep", {"day": "2026-11-01"})
    (kpi,) = page.workshop.kpis
    page.call("calculate", {"key": "nps", **NPS, "detractors": "13"})
    toast = page.call("keep", {"kpi": kpi, "day": "2026-11-01"})
    (value,) = page.workshop.measurements.values()
    assert value.n == 46
    assert toast.text.startswith("Replaced the value of that day")


@pytest.mark.parametrize(
    ("key", "given", "words"),
    [
        ("conversion-rate", {"whole": "100", "part": "120"},
         "Actions: 120 are more than the 100 visitors; count each of them once."),
        ("conversion-rate", {"whole": "", "part": "3"}, "Visitors: a number is needed."),
        ("conversion-rate", {"whole": "12.5", "part": "3"},
         "Visitors: '12.5' is not a whole number from 0 on."),
        ("conversion-rate", {"whole": "-5", "part": "3"},
         "Visitors: '-5' is not a whole number from 0 on."),
        ("clv-margin", {"margin": "100", "retention": "100", "discount": "0"},
         "Retention: if nobody ever leaves and nothing is discounted, the sum has no end; type a "
         "retention below 100 % or a discount above 0."),
        ("first-response-time", {"times": "3 4 soon 9 5"},
         "Times to the first answer, in minutes: 'soon' is not a number; write it like 12.5."),
        ("nonsense", {}, "There is no such calculator; reload the page."),
    ],
)  # fmt: skip
def test_what_cannot_be_calculated_is_refused(
    view: Open, key: str, given: dict[str, str], words: str
) -> None:
    """The sentence begins with the field; nothing is kept."""
    page = view("measure", view="calculate", calc=key)
    with pytest.raises(Refused) as refused:
        page.call("calculate", {"key": key, **given})
    assert str(refused.value) == words
    with pytest.raises(Refused, match="Calculate first"):
        page.call("keep", {})


def test_a_day_to_come_is_refused(view: Open) -> None:
    """A measurement has been made."""
    page = view("measure", view="calculate", calc="nps")
    page.call("calculate", {"key": "nps", **NPS})
    with pytest.raises(Refused, match="is still to come"):
        page.call("keep", {"day": (date.today() + timedelta(days=1)).isoformat()})


@pytest.mark.parametrize("key", sorted(CALCULATORS))
def test_every_calculator_is_drawn(view: Open, key: str) -> None:
    """Each shows definition, formula and one control an input."""
    shown = text(view("measure", view="calculate", calc=key))
    for each in CALCULATORS[key].inputs:
        assert f'id="calc-{each.name}"' in shown


def test_lifetime_value_says_what_it_assumes(view: Open) -> None:
    """The endless horizon, what hangs on the rates, and no interval that nobody has."""
    page = view("measure", view="calculate", calc="clv-margin")
    given = {"margin": "100", "retention": "80", "discount": "10"}
    page.call("calculate", {"key": "clv-margin", **given})
    shown = text(page)
    for words in ("266.67", "Endless horizon", "No interval", "these are assumptions", "228.57"):
        assert words in shown


def test_cohorts_of_a_file_and_their_retention(view: Open, tmp_path: Path) -> None:
    """Counted, shown with intervals, kept for a chosen period; the customers are forgotten."""
    rows = ["customer;month"] + [f"k{i};2026-01" for i in range(10)]
    rows += [f"k{i};2026-02" for i in range(8)]
    file = tmp_path / "customers.csv"
    file.write_text("\n".join(rows))
    page = view("measure", view="calculate", calc="retention-rate")
    page.call("cohort_file", {"file": file})
    shown = text(page)
    assert "2026-01" in shown and "80 %" in shown and "49–94" in shown
    page.call("keep_retention", {"at": 1, "day": "2026-03-01"})
    (value,) = page.workshop.measurements.values()
    assert (value.value, value.n) == (80, 10)
    assert "k1" not in page.workshop.model_dump_json()
    with pytest.raises(Refused, match="choose one of the periods"):
        page.call("keep_retention", {"at": 9})


def test_a_file_that_is_no_table_is_refused(view: Open, tmp_path: Path) -> None:
    """A damaged workbook is said to be one, and nothing changes."""
    file = tmp_path / "customers.xlsx"
    file.write_bytes(b"PK\x03\x04\x00\x00")
    page = view("measure", view="calculate", calc="retention-rate")
    for do in ("cohort_file", "calc_file"):
        with pytest.raises(Refused, match=r"customers\.xlsx"):
            page.call(do, {"file": file})
    assert page.cohorts is None and page.own_table is None


def table_file(folder: Path, suffix: str, rows: list[list[Any]]) -> Path:
    """The same table as a file of each format."""
    file = folder / f"own{suffix}"
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    if suffix == ".xlsx":
        frame.to_excel(file, index=False, engine="xlsxwriter")
    elif suffix == ".parquet":
        frame.to_parquet(file)
    elif suffix == ".sav":
        pyreadstat.write_sav(frame.rename(columns=lambda name: name.replace(" ", "_")), file)
    else:
        frame.to_csv(file, index=False, sep="\t" if suffix == ".tsv" else ",")
    return file


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx", ".parquet", ".sav"])
def test_cohorts_come_from_every_table_format(view: Open, tmp_path: Path, suffix: str) -> None:
    """Columns are found by their headings, wherever they stand; real dates are periods."""
    rows: list[list[Any]] = [["Amount", "Order date", "Customer"]]
    rows += [[9.5, date(2026, 1, 1 + i), f"k{i}"] for i in range(10)]
    rows += [[9.5, date(2026, 2, 1 + i), f"k{i}"] for i in range(8)]
    page = view("measure", view="calculate", calc="retention-rate")
    page.call("cohort_file", {"file": table_file(tmp_path, suffix, rows)})
    first = page.cohorts.cohorts[0]
    assert (first.label, first.n, first.cells[1].back) == ("2026-01", 10, 8)


def test_cohorts_of_a_table_without_headings_or_with_odd_days(view: Open, tmp_path: Path) -> None:
    """A first row that is a customer counts; days with a slash are read where they are certain."""
    page = view("measure", view="calculate", calc="retention-rate")
    file = tmp_path / "a.csv"
    file.write_text("k0,2026-01\n" + "".join(f"k{i},2026-01\n" for i in range(1, 6)))
    page.call("cohort_file", {"file": file})
    assert page.cohorts.customers == 6
    file.write_text("Client,Date\n" + "".join(f"k{i},3/{20 + i}/2026\n" for i in range(5)))
    page.call("cohort_file", {"file": file})
    assert page.cohorts.cohorts[0].label == "2026-03"
    file.write_text("Client,Date\nk1,3/4/2026\nk2,4/3/2026\n")
    with pytest.raises(Refused, match="'k1', '3/4/2026' is not a customer and a period"):
        page.call("cohort_file", {"file": file})


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".sav"])
def test_a_calculator_takes_its_numbers_from_a_file(
    view: Open, tmp_path: Path, suffix: str
) -> None:
    """Counts of months are added up; the value is the same as that of the typed sums."""
    rows = [["Month", "Visitors", "Orders"], ["2026-01", 1200, 48], ["2026-02", 800, 52]]
    page = view("measure", view="calculate", calc="conversion-rate")
    page.call("calc_file", {"file": table_file(tmp_path, suffix, rows)})
    shown = text(page)
    assert "Visitors (together 2,000)" in shown and "Take these numbers" in shown
    page.call("calc_take", {"key": "conversion-rate", "whole": "0", "part": "1"})
    found = page.result()
    assert (found.value, found.n) == (5.0, 2000)
    page.call("calc_forget", {})
    assert "Visitors (together" not in text(page)


def test_times_of_a_file_are_a_list(view: Open, tmp_path: Path) -> None:
    """The column of times fills the list; a rate takes no column of many numbers."""
    rows = [["Case", "Minutes"], *[[f"c{i}", 10.5 + i] for i in range(9)]]
    file = table_file(tmp_path, ".xlsx", rows)
    page = view("measure", view="calculate", calc="first-response-time")
    page.call("calc_file", {"file": file})
    page.call("calc_take", {"key": "first-response-time", "times": "0"})
    assert (page.result().value, page.result().n) == (14.5, 9)
    with pytest.raises(Refused, match=r"Retention.*'Minutes' is not one number; type it instead"):
        page.call("calc_take", {"key": "clv-margin", "retention": "0"})
    with pytest.raises(Refused, match="'Minutes' is not whole numbers"):
        page.call("calc_take", {"key": "conversion-rate", "whole": "0"})
    with pytest.raises(Refused, match="choose one of the columns"):
        page.call("calc_take", {"key": "conversion-rate", "whole": "7"})


# ---- own data ----------------------------------------------------------------------------------


@pytest.fixture
def asked(store: Store, workshop: Workshop) -> str:
    """A survey of 40 people about the first touchpoint; returns the touchpoint."""
    point = workshop.ordered("touchpoints")[0]
    data = "\n".join([RATING, *["5"] * 20, *["2"] * 20]).encode()
    recipe = {"questions": [{"match": RATING, "kind": "rating", "scale": [1, 5]}]}
    attach(store, workshop.id, data, recipe, {RATING: point.id}, name="spring.csv",
           collected="2026-04-13", wave="Spring")  # fmt: skip
    return str(point.id)


def test_a_question_becomes_a_kpi_by_one_click(view: Open, asked: str) -> None:
    """With place, unit, definition and every value; and bringing it up to date adds nothing."""
    page = view("measure")
    page.call("look", {"name": "own", "value": "yes"})
    assert "Questions and metrics that are no KPI yet" in text(page)
    key = next(each.key for each in page.signals() if each.kind == "csat")  # type: ignore[attr-defined]
    page.call("make_kpi", {"key": key})
    (kpi,), (value,) = page.workshop.kpis.values(), page.workshop.measurements.values()
    assert (kpi.touchpoint, kpi.unit, kpi.kind, kpi.follows) == (asked, "%", "csat", RATING)
    assert (value.value, value.n, value.remark) == (50, 40, "Spring")
    assert page.call("refresh", {}).text.startswith("Up to date")
    with pytest.raises(Refused, match=r"follows .* already"):
        page.call("make_kpi", {"key": key})


def test_a_kpi_is_told_what_it_follows(view: Open, asked: str, dispatch: Dispatch) -> None:
    """An own KPI takes the place and the values of the question; or follows nothing again."""
    dispatch(Put.of(Kpi(id="k", name="Search")))
    page = view("measure", open="k")
    key = next(each.key for each in page.signals() if each.kind == "csat")  # type: ignore[attr-defined]
    page.call("follow", {"id": "k", "value": key})
    assert page.workshop.kpis["k"].touchpoint == asked
    assert len(page.workshop.measurements) == 1
    assert "Filled from your own data" in text(page)
    page.call("follow", {"id": "k", "value": ""})
    assert page.workshop.kpis["k"].follows == ""
    with pytest.raises(Refused, match="not in the workshop any more"):
        page.call("follow", {"id": "k", "value": "0123"})


# ---- before and after --------------------------------------------------------------------------


def measured(day: str, at: float, low: float, high: float, **more: Any) -> Put:
    return Put.of(Measurement(kpi="k", day=day, value=at, low=low, high=high, **more))


def test_before_and_after_in_words(view: Open, dispatch: Dispatch) -> None:
    """Days and the expected change are set where the effect is read; no cause is claimed."""
    dispatch(
        Put.of(Kpi(id="k", name="Conversion", unit="%")),
        Put.of(Action(id="a", title="Guest checkout", kpi="k")),
        measured("2026-02-01", 40, 36, 44), measured("2026-05-01", 52, 48, 56),
    )  # fmt: skip
    page = view("measure", view="effects")
    assert "Say when it started" in text(page)
    for field, value in (("started", "2026-03-01"), ("finished", "2026-04-01"),
                         ("expected_change", "9")):  # fmt: skip
        page.call("acted", {"id": "a", "field": field, "value": value})
    shown = text(page)
    for words in (
        "+12 percentage points (+6.34 to +17.66)", "better by more than chance explains",
        "The expected +9 lies within the interval.", "does not show that the action caused it",
        "answers a wave show it in four of five cases",
    ):  # fmt: skip
        assert words in shown
    with pytest.raises(Refused, match=r"^Finished: it was finished \(2026-02-01\) before"):
        page.call("acted", {"id": "a", "field": "finished", "value": "2026-02-01"})


def test_a_comparison_group_is_told(view: Open, dispatch: Dispatch) -> None:
    """What changed for both is taken off, and the sentence is another one."""
    dispatch(
        Put.of(Kpi(id="k", name="Conversion", unit="%")),
        Put.of(Action(id="a", kpi="k", started="2026-03-01", finished="2026-04-01")),
        measured("2026-02-01", 40, 36, 44), measured("2026-05-01", 52, 48, 56),
        measured("2026-02-02", 40, 36, 44, group="control"),
        measured("2026-05-02", 50, 46, 54, group="control"),
    )  # fmt: skip
    shown = text(view("measure", view="effects"))
    assert "the comparison group by +10, which leaves: +2 percentage points" in shown
    assert "two groups would have gone the same way" in shown


# ---- reviews, triggers, waves ------------------------------------------------------------------


def test_what_is_late_is_a_banner_on_every_part(view: Open, dispatch: Dispatch) -> None:
    """Review, wave and trigger; where they are mended there is no banner."""
    page = view("measure")
    assert 'id="overdue"' not in text(page)
    dispatch(Change(collection="info", id="info", fields={"review_date": "2026-01-31"}))
    page = view("measure")
    assert "The review of the map was due on 31 Jan 2026" in text(page)
    page = view("measure", view="iterate")
    assert 'id="overdue"' not in text(page)
    page.call("review", {"value": "2031-01-31"})
    assert 'id="overdue"' not in text(view("measure"))


def test_triggers_are_written_handled_and_taken_back(view: Open) -> None:
    """A change note has a day and a kind; handled it asks for nothing more."""
    page = view("measure", view="iterate")
    page.call("add_trigger", {"title": "New law", "kind": "market", "day": "2026-09-21"})
    (trigger,) = page.workshop.triggers.values()
    assert (trigger.kind, trigger.handled) == ("market", False)
    page.call("trigger", {"id": trigger.id, "field": "handled", "value": True})
    assert page.workshop.triggers[trigger.id].handled
    toast = page.call("drop", {"what": "triggers", "id": trigger.id})
    page.session.undo(toast.args["seq"])
    assert trigger.id in page.workshop.triggers
    with pytest.raises(Refused):
        page.call("add_trigger", {"title": "", "kind": "market"})
    with pytest.raises(Refused):
        page.call("add_trigger", {"title": "Odd", "kind": "weather"})
    with pytest.raises(Refused, match="no such list"):
        page.call("drop", {"what": "kpis", "id": "k"})


def test_a_wave_that_was_asked_plans_the_next(view: Open) -> None:
    """Half a year later, as one change."""
    page = view("measure", view="iterate")
    page.call("add_wave", {"title": "Spring", "planned": "2027-04-01", "every_months": "6"})
    (wave,) = page.workshop.waves.values()
    assert "survey?view=import" in text(page)
    toast = page.call("wave_done", {"id": wave.id, "value": True})
    planned = sorted(str(each.planned) for each in page.workshop.waves.values() if not each.done)
    assert planned == ["2027-10-01"]
    page.session.undo(toast.args["seq"])
    assert [each.done for each in page.workshop.waves.values()] == [False]


# ---- versions ------------------------------------------------------------------------------------


def test_a_version_is_named_compared_and_looked_back_at(view: Open, dispatch: Dispatch) -> None:
    """What differs is told by stage; the map of then is drawn, nothing is put back."""
    page = view("measure", view="versions")
    point = page.workshop.ordered("touchpoints")[0]
    page.call("name_version", {"name": "Before the change"})
    (version,) = page.workshop.versions.values()
    assert version.seq == 1
    dispatch(
        Change(collection="touchpoints", id=point.id, fields={"name": "Sees a video"}),
        Put.of(Finding(title="No time slot", touchpoint=point.id)),
    )
    page.session.refresh()
    shown = text(page)
    assert f"name: ‘{point.name}’ → ‘Sees a video’" in shown
    assert "finding ‘No time slot’" in shown
    page.call("look_back", {"id": version.id})
    shown = text(page)
    then = shown[shown.index('id="back-map"') :]
    assert point.name in then and "Sees a video" not in then
    assert page.workshop.touchpoints[point.id].name == "Sees a video"
    with pytest.raises(Refused, match="is called 'before the change' already"):
        page.call("name_version", {"name": "before the change"})


def test_a_version_of_a_copy_is_only_a_name(view: Open, dispatch: Dispatch) -> None:
    """Its state is not here: it is listed and not offered."""
    dispatch(Put.of(Version(id="v", name="First", day="2026-11-01", seq=900)))
    page = view("measure", view="versions", back="v", **{"from": "v"})
    shown = text(page)
    assert "its history stayed elsewhere" in shown
    assert 'id="back-map"' not in shown


def test_owners_and_departments(view: Open, dispatch: Dispatch) -> None:
    """Who owns what, by name, what is late, and what has no KPI."""
    dispatch(Put.of(Action(title="Guest checkout", owner="Jonas", due="2026-01-01")))
    shown = text(view("measure", view="owners"))
    assert "Jonas" in shown and "days late" in shown and "! no KPI" in shown
