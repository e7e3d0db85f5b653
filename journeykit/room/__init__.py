"""The room: activities one after the other, and what a participant may do in each.

Pure functions of a workshop; what the room said is in `journeykit.room.results`. `check` says
whether a participant may make an edit now; pages and store ask it, so that a hidden button or
a forged message changes nothing that it may not.
"""

from journeykit.room.allowed import (
    PARTICIPANTS_AT_MOST,
    FindingFor,
    asks_marks,
    check,
    finding_kind,
)
from journeykit.room.clock import (
    add_minutes,
    agenda,
    begin,
    close_room,
    end,
    following,
    last_shown,
    open_activity,
    open_room,
    pause,
    resume,
    seconds_left,
    show_on_wall,
)
from journeykit.room.joining import admit, joined, leave, remove, rename
from journeykit.room.planning import choose_agenda, duplicate, lanes_of
from journeykit.room.progress import Standing, counts, inside, rated, standings, votable
from journeykit.room.turning import into_action, into_persona, into_touchpoint

__all__ = [
    "FindingFor", "PARTICIPANTS_AT_MOST", "Standing", "add_minutes", "admit", "agenda",
    "asks_marks", "begin", "check", "choose_agenda", "close_room", "counts", "duplicate", "end",
    "finding_kind", "following", "inside", "into_action", "into_persona", "into_touchpoint",
    "joined", "lanes_of", "last_shown", "leave", "open_activity", "open_room", "pause", "rated",
    "remove", "rename", "resume", "seconds_left", "show_on_wall", "standings", "votable",
]  # fmt: skip
