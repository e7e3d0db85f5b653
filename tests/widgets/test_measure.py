"""The page Measure, both ways without a browser: KPIs, their values, what has none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from journeykit.charts.kpis import kpi_history
from journeykit.charts.theme import spec
from journeykit.edits import Put
from journeykit.errors import Refused
from journeykit.measures.change import change
from journeykit.model import Action, Kpi, Measurement, Source, Workshop
from journeykit.widgets.pages.measure.words import change_words, target_words
from journeykit.widgets.view import View

Open = Callable[..., View]
Dispatch = Callable[..., Any]


def text(view: View) -> str:
    return str(view.render())


def only(view: View, collection: str) -> Any:
    (entity,) = view.workshop.entities(collection).values()
    return entity


def kpi(**fields: Any) -> Put:
    return Put.of(Kpi(**{"id": "k", "name": "Abandoned carts", "unit": "%"} | fields))


def value(day: str, number: float, **fields: Any) -> Put:
    return Put.of(Measurement(kpi="k", day=day, value=number, **fields))


# ---- KPIs ---------------------------------------------------------------------------------------


def test_empty_page_leads_to_the_catalogue(view: Open) -> None:
    """A workshop without KPIs says how to get one."""
    assert "Choose from the catalogue" in text(view("measure"))


def test_kpi_from_the_catalogue_brings_its_definition(view: Open) -> None:
    """Definition, formula, unit and direction come along, and the caution is shown."""
    page = view("measure")
    page.call("pick", {})
    assert "100 × (promoters − detractors) ÷ answers" in text(page)
    page.call("take", {"key": "cart-abandonment"})
    stored = only(page, "kpis")
    assert (stored.name, stored.unit, stored.better) == ("Cart abandonment", "%", "lower")
    assert stored.definition and stored.formula
    assert "✓ on the list" in text(page)


def test_every_entry_of_the_catalogue_is_offered_once(view: Open) -> None:
    """The dialog lists each KPI under its group, with a button of its own."""
    from journeykit import library

    page = view("measure")
    page.call("pick", {})
    shown = text(page)
    for entry in library.catalogue("kpis").entries:
        assert shown.count(f'id="take-{entry.key}"') == 1
    assert shown.count("<h3>Loyalty</h3>") == 1


def test_own_kpi_at_a_touchpoint(view: Open, workshop: Workshop) -> None:
    """A KPI of one's own belongs to the touchpoint that was chosen and is shown open."""
    at = workshop.ordered("touchpoints")[0]
    page = view("measure")
    page.call("add", {"name": "Calls per 100 orders", "place": f"touchpoint:{at.id}"})
    stored = only(page, "kpis")
    assert (stored.touchpoint, stored.stage) == (at.id, None)
    assert page.at["open"] == stored.id
    page.call("kpi", {"id": stored.id, "field": "place", "value": f"stage:{at.stage}"})
    stored = only(page, "kpis")
    assert (stored.touchpoint, stored.stage) == (None, at.stage)


@pytest.mark.parametrize("place", ["stage:nowhere", "room:1", "stage:"])
def test_place_that_is_not_there_is_refused(view: Open, place: str) -> None:
    """A KPI never belongs to something that the workshop does not have."""
    with pytest.raises(Refused):
        view("measure").call("add", {"name": "Calls", "place": place})


def test_target_is_a_number(view: Open, dispatch: Dispatch) -> None:
    """A target is read with its percent sign and its decimal comma; words are refused."""
    dispatch(kpi())
    page = view("measure")
    page.call("kpi", {"id": "k", "field": "target", "value": "62,5 %"})
    assert only(page, "kpis").target == 62.5
    with pytest.raises(Refused, match=r"^Target: 'high' is not a number; write it like 12\.5\.$"):
        page.call("kpi", {"id": "k", "field": "target", "value": "high"})


def test_what_a_kpi_lacks_is_flagged(view: Open, dispatch: Dispatch) -> None:
    """Definition, target, baseline and an action: what is not there is said."""
    dispatch(kpi())
    shown = text(view("measure"))
    for lack in ("no definition", "no target", "not measured yet", "no action is to move it"):
        assert lack in shown


# ---- values ------------------------------------------------------------


def test_value_by_form(view: Open, dispatch: Dispatch) -> None:
    """A value keeps day, n, interval, source and remark, and can be taken back."""
    dispatch(kpi(), Put.of(Source(id="s", title="Shop analytics", kind="analytics")))
    page = view("measure", open="k")
    given = {
        "id": "k", "day": "2026-03-01", "value": "71,2", "n": "812", "low": "68.1",
        "high": "74.1", "source": "s", "remark": "before the change",
    }  # fmt: skip
    toast = page.call("measured", given)
    stored = only(page, "measurements")
    assert (stored.day, stored.value, stored.n) == (date(2026, 3, 1), 71.2, 812)
    assert (stored.low, stored.high, stored.source) == (68.1, 74.1, "s")
    assert "This is the baseline." in text(page)
    page.session.undo(toast.args["seq"])
    assert not page.workshop.measurements


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"value": ""}, "Value: a number is needed."),
        ({"value": "much"}, "Value: 'much' is not a number; write it like 12.5."),
        ({"day": ""}, "Day: say on which day this was measured."),
        ({"n": "12.5"}, "n: '12.5' is not a whole number from 0 on."),
        ({"n": "-1"}, "n: '-1' is not a whole number from 0 on."),
        ({"low": "80", "high": "60"}, "Low: 80 is above high 60."),
        ({"value": "inf"}, "Value: 'inf' is not a number; write it like 12.5."),
    ],
)
def test_what_is_no_measurement_is_refused(
    view: Open, dispatch: Dispatch, wrong: dict[str, str], words: str
) -> None:
    """The sentence begins with the field, so that it stands beside it; nothing is stored."""
    dispatch(kpi())
    page = view("measure", open="k")
    with pytest.raises(Refused) as refused:
        page.call("measured", {"id": "k", "day": "2026-03-01", "value": "60"} | wrong)
    assert str(refused.value) == words
    assert not page.workshop.measurements


def test_measurement_of_tomorrow_is_refused(view: Open, dispatch: Dispatch) -> None:
    """What is still to come has not been measured."""
    dispatch(kpi())
    day = (date.today() + timedelta(days=1)).isoformat()
    with pytest.raises(Refused, match="is still to come"):
        view("measure").call("measured", {"id": "k", "day": day, "value": "60"})


def test_value_is_edited_in_the_table(view: Open, dispatch: Dispatch) -> None:
    """Every cell saves itself; an end of the interval that does not fit is refused there."""
    dispatch(kpi(), value("2026-03-01", 60, id="m", low=55, high=65))
    page = view("measure", open="k")
    page.call("value", {"id": "m", "field": "n", "value": "90"})
    assert only(page, "measurements").n == 90
    with pytest.raises(Refused, match=r"^Low: 70 is above high 65\.$"):
        page.call("value", {"id": "m", "field": "low", "value": "70"})
    with pytest.raises(Refused, match=r"^Value: a number is needed\.$"):
        page.call("value", {"id": "m", "field": "value", "value": ""})
    page.call("remove_value", {"id": "m"})
    assert not page.workshop.measurements
    assert "removed the value of 2026-03-01 of 'Abandoned carts'" in page.session.undo()


def test_values_stand_by_day(view: Open, dispatch: Dispatch) -> None:
    """The table is a history, whatever the order in which values were typed."""
    dispatch(kpi(), value("2026-05-01", 58, id="late"), value("2026-03-01", 60, id="early"))
    shown = text(view("measure", open="k"))
    assert shown.index('id="m-early"') < shown.index('id="m-late"')


def test_chart_of_an_open_kpi(view: Open, dispatch: Dispatch) -> None:
    """A KPI with values has a chart, and words for those who cannot see it."""
    dispatch(kpi(target=60), value("2026-03-01", 71), value("2026-05-01", 64, n=905))
    shown = text(view("measure", open="k"))
    assert "data-chart=" in shown
    assert "Abandoned carts over time, 2 values; 64 % on 1 May 2026 (n 905, no interval)" in shown


# ---- what the numbers say ------------------------------------------------------------


def said(better: str, target: float | None, *given: Any) -> list[str]:
    number = Kpi(id="k", name="K", unit="%", better=better, target=target)
    values = [
        Measurement(kpi="k", day=day, value=at, low=low, high=high) for day, at, low, high in given
    ]
    return [target_words(number, values[-1]), change_words(number, values)]


def test_last_value_against_the_target() -> None:
    """Reached or short of it, and honest about an interval that holds the target."""
    at = ("2026-03-01", 64, 59, 69)
    assert said("higher", 60, at)[0] == (
        "The target of 60 % is reached, but the interval includes values short of it."
    )
    assert said("lower", 60, at)[0] == (
        "4 percentage points short of the target of 60 %; the interval includes the target."
    )
    assert said("higher", 50, at)[0] == "The target of 50 % is reached."
    assert said("higher", None, at)[0].startswith("No target yet")


def test_change_claims_no_cause() -> None:
    """A change is told with its interval and with what it does not show."""
    words = said("lower", 60, ("2026-03-01", 71.2, 68.1, 74.1), ("2026-06-01", 64.0, 60.8, 67.1))[1]
    assert words == (
        "Since 1 Mar 2026 (71.2 %): −7.2 percentage points (interval −11.52 to −2.82), for the "
        "better. The interval leaves out 'no change'. No control group: other things changed "
        "too, so this does not show that an action caused it."
    )


def test_change_that_may_be_chance() -> None:
    """Noise is called noise, and without intervals nothing is said about chance."""
    noisy = said("higher", None, ("2026-03-01", 40, 30, 50), ("2026-06-01", 44, 34, 54))[1]
    assert "for the better. The interval includes 'no change': this may be chance." in noisy
    bare = said("higher", None, ("2026-03-01", 40, None, None), ("2026-06-01", 44, 34, 54))[1]
    assert "nobody can say whether this is more than chance" in bare


def test_interval_of_a_difference() -> None:
    """Zou and Donner's square-and-add: for symmetric intervals the halves add in squares."""
    found = change((50, 47, 53), (60, 56, 64))
    assert found == (10, pytest.approx(5), pytest.approx(15))
    assert change((50, 51, 53), (60, 56, 64)).low is None  # a value outside its own interval


def test_history_is_vega_lite_of_the_bundled_version() -> None:
    """Line, dots, intervals and target, with the data inside and no address to fetch from."""
    made = spec(
        kpi_history(
            Kpi(id="k", name="Carts", unit="%", target=60),
            [
                Measurement(kpi="k", day="2026-06-01", value=64, low=60, high=68, n=90),
                Measurement(kpi="k", day="2026-03-01", value=71),
            ],
        )
    )
    assert made["$schema"].endswith("/v5.json")
    marks = [layer["mark"]["type"] for layer in made["layer"]]
    assert marks == ["rule", "line", "point", "rule", "text"]
    assert [row["day"] for row in made["layer"][1]["data"]["values"]] == [
        "2026-03-01", "2026-06-01",
    ]  # fmt: skip


# ---- by stage and action ------------------------------------------------------------


def test_stages_without_kpi_are_flagged(view: Open, dispatch: Dispatch, workshop: Workshop) -> None:
    """Every stage shows its KPIs, also those of its touchpoints, or that it has none."""
    first, second = workshop.ordered("stages")[:2]
    at = workshop.ordered("touchpoints", stage=second.id)[0].id
    dispatch(
        kpi(stage=first.id, target=70),
        kpi(id="k2", name="Chats left", touchpoint=at),
        kpi(id="k3", name="Recommendation"),
        value("2026-03-01", 71.2, n=812),
    )
    page = view("measure", view="stages")
    shown = text(page)
    assert "3 of 5 stages have no KPI." in shown
    table = shown[shown.index('id="stages"') :]
    assert table.index("Awareness") < table.index("Abandoned carts") < table.index("Chats left")
    assert "The whole journey" in table
    assert "target met, may be chance" in table
    assert shown.count("Add a KPI for ") == 6  # three buttons, each with its name and its title


def test_kpi_for_a_stage(view: Open, workshop: Workshop) -> None:
    """A KPI chosen from the row of a stage belongs to that stage."""
    stage = workshop.ordered("stages")[0]
    page = view("measure", view="stages")
    page.call("pick", {"place": f"stage:{stage.id}"})
    assert f"KPIs for the stage {stage.name}" in text(page)
    page.call("take", {"key": "nps"})
    assert only(page, "kpis").stage == stage.id


def test_action_is_linked_to_its_kpi(view: Open, dispatch: Dispatch) -> None:
    """An action without a KPI is flagged, and the link is made where the flag stands."""
    dispatch(kpi(), Put.of(Action(id="a", title="Show the cost")))
    page = view("measure", view="stages")
    assert "1 action is linked to no KPI." in text(page)
    page.call("link", {"id": "a", "value": "k"})
    assert page.workshop.actions["a"].kpi == "k"
    assert "linked to no KPI" not in text(page)


def test_removed_kpi_comes_back_with_its_values(view: Open, dispatch: Dispatch) -> None:
    """Removing a KPI takes its values and frees its actions; one undo brings all back."""
    dispatch(kpi(), value("2026-03-01", 60), Put.of(Action(id="a", kpi="k")))
    page = view("measure", open="k")
    toast = page.call("remove_kpi", {"id": "k"})
    assert not page.workshop.kpis and not page.workshop.measurements
    assert page.workshop.actions["a"].kpi is None
    page.session.undo(toast.args["seq"])
    assert len(page.workshop.measurements) == 1
    assert page.workshop.actions["a"].kpi == "k"
