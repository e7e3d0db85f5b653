"""The clock of an activity; the page's script lets it run."""

from __future__ import annotations

from datetime import UTC, datetime

import htpy as h

from journeykit.model import Activity


def clock(activity: Activity, id: str = "clock") -> h.Node:
    """Return the time that an activity still has, or nothing where it has no time.

    When it is over the clock counts on, and its look says so: no sound, nothing that flashes.
    """
    if activity.left_seconds is not None:
        minutes, seconds = divmod(activity.left_seconds, 60)
        return h.span(".clock.paused", id=id)[f"{minutes}:{seconds:02}", h.small[" paused"]]
    if activity.ends_at is None:
        return None
    ends = str(int(activity.ends_at.timestamp()))
    return h.span(".clock", id=id, role="timer", aria_label="Time left", data_ends=ends)[
        h.span(id=f"{id}-digits", data_own=True),
        h.small(".is-over")[" over time"],
        h.small(".of")[f" of {activity.minutes} min"] if _within(activity) else None,
    ]


def _within(activity: Activity) -> bool:
    """Whether no more time is left than was planned: five minutes more are not "of 12"."""
    assert activity.ends_at is not None
    left = (activity.ends_at - datetime.now(UTC)).total_seconds()
    return 0 < left <= 60 * activity.minutes
