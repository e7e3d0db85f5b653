"""The main job: from an empty workshop to a report on real survey answers, as a person does it."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from visiting import check_accessible, wait_ready, wait_saved

from journeykit import library

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AIRPORT = Path(__file__).parents[2].parent / "shared" / "data" / "sfo" / "sfo_2016.csv"


def reload(page):
    """Reload the page; whatever was done must still be there."""
    wait_saved(page)
    page.reload()
    wait_ready(page)


def step(page, name):
    """Go to a step by the rail."""
    wait_saved(page)
    page.click(f"#rail-{name}")
    page.wait_for_selector(f"main.page-{name}")


def survey_file() -> Path:
    """The airport's survey where it is there, an example's otherwise."""
    if AIRPORT.exists():
        return AIRPORT
    return library.folder("examples") / "clothing" / "survey.csv"


def expected(file: Path) -> dict[str, tuple[float, int]]:
    """Means and n of all 1-to-5 columns by plain pandas, weighted where there is a weight."""
    frame = pd.read_csv(file, encoding="utf-8", encoding_errors="replace")
    weight = frame["WEIGHT"] if "WEIGHT" in frame else pd.Series(1.0, index=frame.index)
    found = {}
    for column in frame:
        values = pd.to_numeric(frame[column], errors="coerce")
        good = values.between(1, 5)
        if good.sum() >= 5:
            mean = (values[good] * weight[good]).sum() / weight[good].sum()
            found[str(column)] = (float(mean), int(good.sum()))
    return found


def test_from_home_to_the_report(server, page, store, tmp_path):
    """Home, workshop, persona, touchpoints, survey, emotions, finding, action, report."""
    opened = page()
    opened.goto(server.link())
    wait_ready(opened)

    # a new workshop
    opened.fill("#new-title", "Arriving at the airport")
    opened.click("#create")
    opened.wait_for_selector("main.page-start")
    opened.locator("main").get_by_label("Scenario").first.fill(
        "A family flies to see the grandparents"
    )
    opened.locator("main").get_by_label("Start event").first.fill("Leaves home")
    opened.locator("main").get_by_label("End event").first.fill("Sits in the plane")
    reload(opened)
    assert opened.locator("main").get_by_label("Start event").first.input_value() == "Leaves home"
    id = re.search(r"workshop=(\w+)", opened.url).group(1)

    # a persona
    step(opened, "personas")
    opened.click("#add")
    opened.locator("main").get_by_label("Name").first.fill("Traveling Tara")
    reload(opened)
    assert [p.name for p in store.open(id)[0].personas.values()] == ["Traveling Tara"]

    # a journey with a stage; the touchpoints come from the survey's questions
    step(opened, "touchpoints")
    opened.click("#journey-new")
    opened.wait_for_selector("#new-stage-name")
    opened.fill("#new-stage-name", "At the airport")
    opened.click("#new-stage-add")
    opened.wait_for_selector("#stages")
    reload(opened)
    assert [s.name for s in store.open(id)[0].stages.values()] == ["At the airport"]

    # the survey
    step(opened, "survey")
    file = survey_file()
    opened.set_input_files("input[type=file]", str(file))
    opened.wait_for_selector("#make-all", timeout=90_000)
    reload(opened)
    opened.wait_for_selector("#make-all")
    opened.click("#make-all")
    wait_saved(opened)
    opened.click("#attach")
    opened.wait_for_selector("#scores-table", timeout=60_000)
    reload(opened)
    opened.wait_for_selector("#scores-table")
    check_accessible(opened)
    workshop = store.open(id)[0]
    assert len(workshop.touchpoints) >= 5
    _means_are_those_of_pandas(opened, workshop, expected(file))

    # emotions: the customers' curve, and a rating of our own
    step(opened, "emotions")
    assert opened.locator(".plot .cdot").count() >= 5
    opened.click("#tab-rate")
    opened.locator(".faces button").first.click()
    reload(opened)
    assert opened.locator('.faces button[aria-pressed="true"]').count() == 1

    # a finding, an action
    step(opened, "improve")
    opened.fill("#new-finding", "Signs end before the gate")
    opened.click("#add-finding")
    opened.get_by_text("Signs end before the gate").first.wait_for()
    reload(opened)
    opened.click("#tab-actions")
    opened.fill("#new-action", "Signs at every turn")
    opened.fill("#new-owner", "Facilities")
    opened.fill("#new-due", "2027-03-01")
    opened.click("#add-action")
    opened.get_by_text("Signs at every turn").first.wait_for()
    reload(opened)
    action = next(iter(store.open(id)[0].actions.values()))
    assert (action.owner, action.due.isoformat()) == ("Facilities", "2027-03-01")

    # the report
    step(opened, "report")
    opened.click("#make")
    opened.wait_for_selector("#preview-frame", timeout=120_000)
    with opened.expect_download() as saving:
        opened.locator("main").get_by_role("button", name="HTML").first.click()
    report = tmp_path / "report.html"
    saving.value.save_as(report)
    text = report.read_text(encoding="utf-8")
    for words in ("Arriving at the airport", "Traveling Tara", "Signs end before the gate"):
        assert words in text
    _report_has(text, store.open(id)[0], expected(file))


def _linked(workshop, truth):
    """(touchpoint, question, mean, n) of every linked question that plain pandas knows."""
    for link in workshop.links.values():
        if link.touchpoint and link.question in truth:
            name = workshop.touchpoints[link.touchpoint].name
            yield name, link.question, *truth[link.question]


def _means_are_those_of_pandas(page, workshop, truth):
    rows = page.locator("#scores-table tbody tr").all_inner_texts()
    checked = 0
    for name, question, mean, n in _linked(workshop, truth):
        row = next(row for row in rows if name in row and question in row)
        assert f"{mean:.2f}" in row, (name, mean, row)
        assert re.search(rf"\b{n:,}\b|\b{n}\b", row), (name, n, row)
        checked += 1
    assert checked >= 5


def _report_has(text, workshop, truth):
    plain = re.sub(r"<[^>]+>", " ", text)
    for name, _, mean, n in _linked(workshop, truth):
        assert re.search(
            rf"{re.escape(name)}.{{0,400}}?{mean:.2f}.{{0,400}}?({n:,}|{n})", plain, re.S
        ), (name, mean, n)
