"""The agenda: one activity at a time, with a clock that can be stopped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from small_workshop import jacket

from journeykit import room
from journeykit.edits import Put, apply
from journeykit.errors import Refused
from journeykit.model import Workshop

TEN = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture
def agenda() -> Workshop:
    """Two activities of ten and five minutes."""
    workshop = jacket()
    for id, kind, minutes in (("one", "rate", 10), ("two", "talk", 5)):
        entity = {"id": id, "title": id, "kind": kind, "minutes": minutes, "rank": minutes * -1}
        workshop = apply(workshop, Put(collection="activities", entity=entity))
    return workshop


def test_one_activity_is_open(agenda: Workshop) -> None:
    """Opening the second closes the first; what is rated or voted on starts hidden."""
    assert room.following(agenda).id == "one"  # type: ignore[union-attr]
    begun = apply(agenda, room.begin(agenda, "one", TEN))
    assert room.open_activity(begun).id == "one"  # type: ignore[union-attr]
    assert not begun.activities["one"].revealed
    on = apply(begun, room.begin(begun, "two", TEN))
    assert [one.id for one in on.activities.values() if one.open] == ["two"]
    assert room.following(on) is None


def test_the_clock_stops_and_goes_on(agenda: Workshop) -> None:
    """A pause keeps the seconds that are left; five minutes more are five minutes more."""
    begun = apply(agenda, room.begin(agenda, "one", TEN))
    assert room.seconds_left(begun.activities["one"], TEN + timedelta(minutes=4)) == 360
    held = apply(begun, room.pause(begun, TEN + timedelta(minutes=4)))
    assert room.seconds_left(held.activities["one"], TEN + timedelta(hours=1)) == 360
    more = apply(held, room.add_minutes(held, 5))
    again = apply(more, room.resume(more, TEN))
    assert room.seconds_left(again.activities["one"], TEN) == 660


def test_time_that_is_over_starts_from_now(agenda: Workshop) -> None:
    """Five more minutes after the end are five minutes from now."""
    begun = apply(agenda, room.begin(agenda, "one", TEN))
    late = TEN + timedelta(minutes=30)
    more = apply(begun, room.add_minutes(begun, 5, late))
    assert room.seconds_left(more.activities["one"], late) == 300


def test_nothing_open_cannot_be_paused(agenda: Workshop) -> None:
    """A button that comes too late says so."""
    with pytest.raises(Refused, match="No activity is open"):
        room.pause(agenda)
