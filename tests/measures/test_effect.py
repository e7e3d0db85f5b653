"""Before and after an action: the effect, how sure it is, and what it takes to see it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from journeykit.measures.counts import Tally
from journeykit.measures.effect import Answers, effect, measure_of
from journeykit.measures.standing import judged, standing
from journeykit.model import Action, Kpi, Measurement

TODAY = date(2026, 11, 22)
DONE = Action(title="Guest checkout", started="2026-03-01", finished="2026-04-01")
SHARE = Kpi(id="k", name="Conversion", unit="%", target=50)


def value(day: str, at: float, low: float | None, high: float | None, **more: Any) -> Measurement:
    return Measurement(kpi="k", day=day, value=at, low=low, high=high, **more)


BEFORE = value("2026-02-01", 40, 36, 44, n=600)


@pytest.mark.parametrize(
    ("after", "better", "verdict"),
    [
        ((52, 48, 56), "higher", "better"),
        ((52, 48, 56), "lower", "worse"),
        ((42, 38, 46), "higher", "unsure"),
        ((52, None, None), "higher", "untested"),
        ((40, 36, 44), "higher", "unsure"),
    ],
)
def test_verdict(after: tuple[Any, ...], better: str, verdict: str) -> None:
    """Better or worse only where the interval leaves out no change, by the way it should go."""
    kpi = SHARE.model_copy(update={"better": better})
    found = effect(DONE, kpi, [BEFORE, value("2026-05-01", *after)], today=TODAY)
    assert found.verdict == verdict


def test_the_last_before_and_the_newest_after_count() -> None:
    """Values while it was being done are neither before nor after."""
    values = [
        value("2026-05-01", 50, 46, 54), BEFORE, value("2026-03-10", 10, 5, 15),
        value("2026-01-01", 20, 15, 25), value("2026-09-01", 55, 51, 59),
    ]  # fmt: skip
    found = effect(DONE, SHARE, values, today=TODAY)
    assert found.before is not None and found.after is not None
    assert (found.before.day, found.after.day) == (date(2026, 2, 1), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("action", "values", "why"),
    [
        (Action(), [BEFORE], "Say when it started: a value before that day is the baseline."),
        (DONE, [], "No value from before 2026-03-01: there is no baseline."),
        (DONE, [BEFORE], "No value from after 2026-04-01 yet: measure the next wave."),
        (Action(started="2026-03-01"), [BEFORE], "It is not done yet; say when it was finished."),
        (Action(started="2026-03-01", finished="2027-01-01"), [BEFORE],
         "It is not done yet; say when it was finished."),
        (Action(started="2026-03-01", finished="2026-02-10"), [BEFORE],
         "It was finished before it started; mend the days."),
    ],
)  # fmt: skip
def test_what_is_lacking_is_said(action: Action, values: list[Measurement], why: str) -> None:
    """No verdict without a value on either side."""
    found = effect(action, SHARE, values, today=TODAY)
    assert (found.verdict, found.why, found.effect) == ("waiting", why, None)


def test_a_comparison_group_takes_off_what_changed_for_both() -> None:
    """+12 with the action, +8 without it: +4, and the intervals add in squares."""
    values = [
        BEFORE, value("2026-05-01", 52, 48, 56),
        value("2026-02-01", 40, 37, 43, group="control"),
        value("2026-05-01", 48, 45, 51, group="control"),
    ]  # fmt: skip
    found = effect(DONE, SHARE, values, today=TODAY)
    assert found.effect is not None and found.control is not None
    assert (found.effect.value, found.control.value) == (4, 8)
    assert found.effect.low == pytest.approx(4 - (4**2 + 4**2 + 3**2 + 3**2) ** 0.5)
    assert found.verdict == "unsure"
    assert found.method.startswith("difference in differences")


def test_raw_answers_go_before_stored_values() -> None:
    """Two waves of ratings: Newcombe's interval of the difference of two shares."""
    waves = {
        "2026-02-01": Tally.of([5] * 20 + [2] * 30),
        "2026-05-01": Tally.of([5] * 35 + [2] * 15),
    }

    def find(m: Measurement) -> Answers:
        return Answers(waves[m.day.isoformat()], "csat", 1, 5)

    found = effect(DONE, SHARE, [BEFORE, value("2026-05-01", 70, 56, 81)], find, TODAY)
    assert found.effect is not None and found.effect.low is not None
    # Newcombe 1998, method 10, of 20/50 and 35/50: 0.108 to 0.464
    assert found.effect.value == pytest.approx(30)
    assert found.effect.low == pytest.approx(10.8, abs=0.3)
    assert "Newcombe" in found.method and "answers of both waves" in found.method


def test_how_many_answers_the_expected_change_takes() -> None:
    """METHOD 3.1: 10 NPS points take about 1,040 answers a wave; 60 % to 70 % takes 356."""
    points = DONE.model_copy(update={"expected_change": 10.0})
    nps = Kpi(id="k", name="Recommendation (NPS)", unit="points")
    assert effect(points, nps, [], today=TODAY).needed == 1037
    sixty = value("2026-02-01", 60, 55, 65, n=380)
    assert effect(points, SHARE, [sixty], today=TODAY).needed == 356


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (None, "Say by how much it should move the KPI"),
        (0.0, "An expected change of 0 cannot be seen"),
        (70.0, "From 40 % by +70 points is not between 0 and 100 %."),
    ],
)
def test_no_number_where_none_makes_sense(change: float | None, words: str) -> None:
    """A change that cannot be is told in words."""
    found = effect(
        DONE.model_copy(update={"expected_change": change}), SHARE, [BEFORE], today=TODAY
    )
    assert found.needed is None
    assert words in found.needed_words


def test_equal_values_without_spread_need_no_number() -> None:
    """A mean whose interval has no width says nothing about how many answers it takes."""
    kpi = Kpi(id="k", name="Waiting", unit="minutes")
    action = DONE.model_copy(update={"expected_change": 1.0})
    found = effect(action, kpi, [value("2026-02-01", 5, 5, 5, n=20)], today=TODAY)
    assert found.needed is None
    assert "nobody can say how many" in found.needed_words


def test_what_a_kpi_is() -> None:
    """By its calculator, else by its unit; NPS by its name."""
    assert measure_of(Kpi(name="NPS of the shop", unit="points")) == "nps"
    assert measure_of(Kpi(name="Stars", unit="stars")) == "mean"


# ---- how a KPI stands --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "better", "target"),
    [
        (51, 59, "higher", "surely met"), (49, 59, "higher", "met"),
        (51, 59, "lower", "surely missed"), (49, 59, "lower", "missed"),
        (None, None, "higher", "met"),
    ],
)  # fmt: skip
def test_target(low: float | None, high: float | None, better: str, target: str) -> None:
    """Surely only where the whole interval lies on one side of the target of 50."""
    kpi = SHARE.model_copy(update={"better": better})
    assert standing(kpi, [value("2026-02-01", 55, low, high)]).target == target


def test_strengths_and_weaknesses_name_what_is_sure() -> None:
    """What may be on either side of its target is neither."""
    met = standing(SHARE, [value("2026-02-01", 55, 51, 59)])
    fell = standing(
        SHARE.model_copy(update={"name": "Chat"}),
        [value("2026-02-01", 80, 76, 84), value("2026-05-01", 52, 47, 57)],
    )
    assert judged([met, fell]) == (
        ["Conversion: target surely met"], ["Chat: surely worse than before"],
    )  # fmt: skip
