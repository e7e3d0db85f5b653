"""Event logs as files have them: no order, ties, missing and future times, one case."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from journeykit.insight import events

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def order(log: events.Log) -> list[str]:
    """The activities of a log in its order."""
    return [log.activities[code] for code in log.what]


def test_events_come_case_after_case_in_time() -> None:
    """The order of the file does not matter where times tell it."""
    log = events.of_columns(
        ["b", "a", "b", "a"], ["Pay", "Pay", "Look", "Look"],
        ["2026-03-02T10:00", "2026-03-04", "2026-03-02T09:00", "2026-03-03"], now=NOW,
    )  # fmt: skip
    assert order(log) == ["Look", "Pay", "Look", "Pay"]
    assert log.cases.tolist() == [0, 0, 1, 1]
    assert log.said == ()


def test_equal_times_keep_the_order_of_the_file_and_it_is_said() -> None:
    """A tie is no reason to shuffle, and the reader knows of it."""
    log = events.of_columns(["a"] * 3, ["C", "A", "B"], ["2026-03-01 10:00"] * 3, now=NOW)
    assert order(log) == ["C", "A", "B"]
    assert log.said == (
        "2 events are at the same time as the one before in the same case; they keep the order "
        "of the file.",
    )


def test_without_any_time_the_order_of_the_file_stands_in() -> None:
    """No time at all is one sentence, not a refusal."""
    log = events.of_columns(["a", "a"], ["B", "A"], ["", "soon"], now=NOW)
    assert order(log) == ["B", "A"]
    assert not log.timed
    assert log.said == (
        "No time can be read; the order of the file is taken for the order of events.",
    )


def test_an_event_without_a_time_stays_behind_the_one_before_it() -> None:
    """It moves with its neighbor in the file."""
    log = events.of_columns(
        ["a"] * 4, ["late", "lost", "early", "last"],
        ["2026-03-02 08:00", "", "2026-03-01 08:00", "2026-03-03 08:00"], now=NOW,
    )  # fmt: skip
    assert order(log) == ["early", "late", "lost", "last"]
    assert log.said == ("1 without a time of 4 events: they keep their place in the file.",)


def test_what_is_still_to_come_is_left_out_and_said() -> None:
    """An event of the future has not happened."""
    log = events.of_columns(["a", "a"], ["Look", "Pay"], ["2026-03-01", "2031-01-01"], now=NOW)
    assert order(log) == ["Look"]
    assert log.said[0] == "1 event is dated after today and left out."


def test_a_clock_that_is_wrong_throughout_loses_nothing() -> None:
    """Where all is in the future the clock is to blame."""
    log = events.of_columns(["a", "a"], ["Pay", "Look"], ["2031-01-02", "2031-01-01"], now=NOW)
    assert order(log) == ["Look", "Pay"]
    assert "look at the clock" in log.said[0]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00"),
        ("2026-03-01T10:00:00+02:00", "2026-03-01T08:00:00"),
        ("2026-03-01 10:00:00.250", "2026-03-01T10:00:00.25"),
        ("20260301", "2026-03-01"),
        ("01.03.2026 10:00", "2026-03-01T10:00:00"),
        ("25/03/2026 10:00", "2026-03-25T10:00:00"),
        ("3/25/2026 10:00 AM", "2026-03-25T10:00:00"),
        ("1 Mar 2026 10:00", "2026-03-01T10:00:00"),
        ("1772359200", "2026-03-01T10:00:00"),
        ("1772359200000", "2026-03-01T10:00:00"),
    ],
)
def test_times_are_read_as_tools_write_them(cell: str, expected: str) -> None:
    """ISO with and without a zone, epochs, days first or months first, names of months."""
    import numpy as np

    found, said = events.times([cell, "nonsense"])
    assert np.datetime64(int(found[0]), "us") == np.datetime64(expected, "us")
    assert "cannot be read" in said


def test_days_that_can_be_read_two_ways_are_not_guessed() -> None:
    """3/4/2026 is March or April."""
    found, said = events.times(["3/4/2026", "5/6/2026"])
    assert (found == events.NO_TIME).all()
    assert said.startswith("No time can be read")


def test_days_without_hours_are_said() -> None:
    """Within a day only the file knows the order."""
    log = events.of_columns(["a", "b"], ["x", "x"], ["2026-03-01", "2026-03-02"], now=NOW)
    assert log.said == (
        "The times are days without hours, so the order within a day is the file's.",
    )


def test_cases_that_began_by_a_channel_are_numbered_anew() -> None:
    """A part of a log is a log."""
    log = events.of_columns(
        ["a", "a", "b", "c"], ["x", "y", "x", "y"], [f"2026-03-0{day} 10:00" for day in "1234"],
        ["web", "store", "store", "web"], NOW,
    )  # fmt: skip
    part = log.begun_by("web")
    assert part.people == 2
    assert order(part) == ["x", "y", "y"]
