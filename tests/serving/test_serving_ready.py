"""Kernels that wait: a visitor gets one that is there already, and another takes its place."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from visiting import Serving, kernels, start_server, wait_ready

from journeykit.serving.forking import available
from journeykit.serving.ready import how_many

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not available(), reason="kernels wait where pages are forked: on Linux"),
]


def waiting(serving: Serving, wanted: int) -> set[int]:
    """Wait until so many processes are there; return them."""
    until = time.monotonic() + 60
    while len(kernels(serving)) != wanted and time.monotonic() < until:
        time.sleep(0.2)
    return {one.pid for one in kernels(serving)}


def test_a_visitor_gets_one_that_waited(trial_folder: Path, page: Callable[..., Any]) -> None:
    """The page works like any other, with its own address, and ends with its tab."""
    serving = start_server(trial_folder, notebooks=trial_folder / "notebooks", ready=1)
    try:
        (waited,) = waiting(serving, 1)
        visit = page()
        visit.goto(serving.link(workshop="w1"))
        wait_ready(visit)
        assert waited in {one.pid for one in kernels(serving)}
        assert visit.evaluate("document.body.dataset.query").endswith("&workshop=w1")
        assert len(waiting(serving, 2)) == 2
        visit.goto("about:blank")
        assert waited not in waiting(serving, 1)
    finally:
        assert serving.stop() == 0
    assert "Task" not in serving.log.read_text()


def test_one_that_died_while_it_waited_is_not_given_away(
    trial_folder: Path, page: Callable[..., Any]
) -> None:
    """A visitor who comes then gets a fresh one."""
    serving = start_server(trial_folder, notebooks=trial_folder / "notebooks", ready=1)
    try:
        waiting(serving, 1)
        for one in kernels(serving):
            one.kill()
            one.wait(10)
        visit = page()
        visit.goto(serving.link())
        wait_ready(visit)
    finally:
        serving.stop()


def test_how_many_wait_can_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few, none, or as many as the variable says; nonsense is the usual number."""
    monkeypatch.delenv("JOURNEYKIT_READY", raising=False)
    assert how_many() == 2
    for said, found in (("0", 0), ("5", 5), ("-1", 0), ("many", 2)):
        monkeypatch.setenv("JOURNEYKIT_READY", said)
        assert how_many() == found
    monkeypatch.setenv("JOURNEYKIT_FORK", "0")
    assert how_many() == 0
