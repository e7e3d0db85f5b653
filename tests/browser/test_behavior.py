"""Behavior in a real browser: a log linked and a deviation noted by keyboard, at both widths."""

from __future__ import annotations

import pytest
from visiting import check_accessible, wait_ready, wait_saved

from journeykit import evidence, library

pytestmark = pytest.mark.browser

CASES = [["ad_click", "product page", "checkout", "delivery"]] * 8 + [
    ["ad_click", "checkout", "delivery"]] * 8  # fmt: skip


@pytest.fixture
def logged(store) -> str:
    """A workshop with an event log of sixteen cases; half pass over the product page."""
    from journeykit.survey import from_parquet, to_parquet

    made = library.start("b2c", "Kettle")
    store.create(made)
    text = "case,activity,time\n" + "".join(
        f"u{at},{name},2026-03-01T{i:02}:00\n" for at, case in enumerate(CASES)
        for i, name in enumerate(case)
    )  # fmt: skip
    found = evidence.read("events", text.encode(), "visits.csv")
    points = made.touchpoints_of(made.current_journey().id)
    decided = evidence.proposed([place for place, _ in found.places], points)
    rows = evidence.placed(from_parquet(found.data), decided)
    address = store.put_dataset(to_parquet(rows))
    store.append(made.id, evidence.attachment(made, found, address, decided, {}, survey=rows),
                 author="Test")  # fmt: skip
    return made.id


@pytest.mark.parametrize("width", [1280, 360])
def test_a_log_is_read_and_noted_by_keyboard(server, logged, store, page, width):
    """A proposal is confirmed, every part can be read, a deviation becomes a finding."""
    opened = page(width, 800)
    opened.goto(server.link("03_survey", workshop=logged, view="behavior", seen="activities"))
    wait_ready(opened)
    check_accessible(opened)
    opened.focus("[id^=activity-confirm-]")
    opened.keyboard.press("Enter")
    opened.wait_for_function("!document.querySelector('[id^=activity-confirm-]')")
    wait_saved(opened)
    for part, wanted in (("funnel", "#funnel-chart svg"), ("paths", "#moves"),
                         ("plan", "#deviation-chart svg")):  # fmt: skip
        opened.focus(f"#tab-{part}")
        opened.keyboard.press("Enter")
        opened.wait_for_selector(wanted)
        check_accessible(opened)
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
    opened.focus("#deviation-0")
    opened.keyboard.press("Enter")
    opened.wait_for_function("!document.querySelector('#deviation-0')")
    wait_saved(opened)
    [finding] = store.open(logged)[0].findings.values()
    assert finding.title == "Product page is passed over"
    assert "50\u00a0% of cases" in finding.detail
