"""The report on what came of it: before and after, owners and departments, versions."""

from __future__ import annotations

from datetime import date

from journeykit.edits import Change, Put, apply
from journeykit.measures.effect import effect
from journeykit.model import Action, Kpi, Measurement, Trigger, Version, Wave, Workshop
from journeykit.report.pieces import part
from journeykit.report.progress import alignment, before_after, iteration

TODAY = date(2026, 11, 22)
VALUES = [
    Measurement(kpi="k", day="2026-02-01", value=40, low=36, high=44, n=600),
    Measurement(kpi="k", day="2026-05-01", value=52, low=48, high=56, n=610),
]
DONE = Action(id="a", title="Guest <b>", kpi="k", started="2026-03-01", finished="2026-04-01",
              owner="Jonas", due="2026-03-20", status="doing")  # fmt: skip


def test_an_effect_with_its_interval_and_what_it_does_not_show() -> None:
    """Values with n, the difference with its interval, the verdict, and no claim of a cause."""
    found = effect(DONE, Kpi(id="k", name="Conversion", unit="%"), VALUES, today=TODAY)
    shown = part(before_after([found])).html
    for words in ("40 % (36 to 44), n 600", "+12.0 (+6.3 to +17.7)", "surely better",
                  "does not show that the action caused it", "Guest &lt;b&gt;"):  # fmt: skip
        assert words in shown


def test_what_cannot_be_said_yet_says_why() -> None:
    """An action without a later value is listed with what is lacking."""
    found = effect(DONE, Kpi(id="k", name="Conversion", unit="%"), VALUES[:1], today=TODAY)
    shown = part(before_after([found])).html
    assert "Not yet to be said" in shown
    assert "No value from after 2026-04-01 yet" in shown
    assert "No action yet." in part(before_after([])).html


def test_iteration_tells_review_triggers_waves_and_versions() -> None:
    """What is late is said first."""
    now = Workshop.new("Jacket")
    for edit in (
        Change(collection="info", id="info", fields={"review_date": "2026-11-01"}),
        Put.of(Trigger(title="New law", day="2026-09-21", kind="market")),
        Put.of(Wave(title="Spring", planned="2027-04-01", every_months=6)),
        Put.of(Version(name="Before", day="2026-10-01", seq=7)),
    ):
        now = apply(now, edit)
    shown = part(iteration(now, TODAY)).html
    for words in ("was due on 1 Nov 2026, 21 days ago", "! open", "every 6 months", "Before"):
        assert words in shown
    bare = part(iteration(Workshop.new("Jacket"), TODAY)).html
    assert "No day is set" in bare and "No further wave is planned." in bare


def test_owners_with_what_is_late() -> None:
    """Each owner's actions and how their KPI stands."""
    now = apply(Workshop.new("Jacket"), Put.of(Kpi(id="k", name="Conversion", unit="%", target=60)))
    for entity in (*VALUES, DONE):
        now = apply(now, Put.of(entity))
    shown = part(alignment(now, TODAY, {})).html
    assert "247 days late" in shown
    assert "52 %, ✗ target surely missed" in shown
