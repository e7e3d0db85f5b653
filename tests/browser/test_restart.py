"""Stopping and starting again: everything is where it was."""

from __future__ import annotations

import pytest
from visiting import start_server, wait_ready

pytestmark = pytest.mark.browser


def test_a_workshop_is_there_after_the_server_was_stopped(tmp_path, page):
    """A facilitator closes the laptop in the evening and goes on the next morning."""
    store = tmp_path / "kit.sqlite"
    first = start_server(tmp_path, store=store)
    opened = page()
    opened.goto(first.link())
    wait_ready(opened)
    assert opened.get_by_role("link", name="Online clothing: buying a winter jacket").count() == 1
    opened.fill("#new-title", "Tomorrow we go on")
    opened.click("#create")
    opened.wait_for_selector("main.page-start")
    assert first.stop() == 0

    second = start_server(tmp_path, store=store)
    try:
        key = first.facilitator_url.partition("key=")[2]
        assert key == second.facilitator_url.partition("key=")[2], "yesterday's link still opens"
        again = page()
        again.goto(second.link())
        wait_ready(again)
        again.get_by_role("link", name="Tomorrow we go on").click()
        again.wait_for_selector("main.page-start")
        assert again.get_by_label("Title").first.input_value() == "Tomorrow we go on"
    finally:
        second.stop()
