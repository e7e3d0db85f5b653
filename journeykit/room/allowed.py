"""What a participant may change now: what the open activity asks for, and only one's own.

Everything else is `Denied`. These rules are asked inside the transaction that stores an edit,
with the latest state, so two pages of one person cannot together do what neither may.
"""

from __future__ import annotations

from typing import Any, Literal

from journeykit.checks.rubric import FOR_PEOPLE
from journeykit.edits import Change, Edit, Put, Rate, Remove, Vote
from journeykit.errors import Denied, Refused
from journeykit.measures import voting
from journeykit.model import COLLECTIONS, Activity, Participant, Workshop
from journeykit.room.clock import open_activity
from journeykit.room.planning import lanes_of

PARTICIPANTS_AT_MOST = 500
#: Cards that one participant can add; nobody writes more, a script might.
CARDS_AT_MOST = 200
#: The characters of one card; a participant writes cards, not essays.
CARD_LIMIT = 2_000
FindingFor = Literal["pain", "unmet_need", "opportunity"]
#: In these lanes what people write can be voted on and acted upon, so it is a finding.
FINDING_LANES: dict[str, FindingFor] = {
    "obstacles": "pain", "needs": "unmet_need", "ideas": "opportunity",
}  # fmt: skip
_NOTE_FIELDS = {"text", "stage", "touchpoint", "rank", "lane"}
_FINDING_FIELDS = {"title", "detail", "quote", "touchpoint", "severity", "rank"}
_OWN_FIELDS = {"name", "department", "left", "consented"}


def finding_kind(activity: Activity) -> FindingFor | None:
    """Return the kind of finding that a card of this activity is, None for a note.

    >>> finding_kind(Activity(kind="notes", lane="obstacles"))
    'pain'
    """
    return FINDING_LANES.get(activity.lane or "") if activity.kind == "notes" else None


def asks_marks(activity: Activity) -> bool:
    """Whether people mark the map by the rubric: a check of the last step that asks nothing else.

    >>> asks_marks(Activity(kind="check", step="report"))
    True
    """
    bare = not activity.question and not activity.options
    return activity.kind == "check" and activity.step == "report" and bare


def check(workshop: Workshop, participant: str, edit: Edit) -> None:
    """Raise `Denied` unless this participant may make this edit now."""
    if workshop.about.room != "open":
        raise Denied("The room is closed; what you added is kept.")
    if isinstance(edit, Put) and edit.collection == "participants":
        return _may_join(workshop, participant, edit)
    me = workshop.participants.get(participant)
    if me is None:
        raise Denied("Join the room first.")
    if isinstance(edit, Change) and edit.collection == "participants":
        return _may_rename(me, edit)
    if me.left or not me.admitted:
        raise Denied("The facilitator has not let you in (any more).")
    match edit:
        case Rate():
            _own(participant, edit.participant)
            _may_rate(workshop, _asked(workshop, "rate"), edit)
        case Vote():
            _own(participant, edit.participant)
            _asked(workshop, "vote")
            _may_vote(workshop, edit)
        case Put():
            _may_put(workshop, participant, edit)
        case Change() | Remove():
            _may_touch(workshop, participant, edit)
        case _:
            raise Denied("A participant changes one thing at a time.")
    return None


def _own(participant: str, named: Any) -> None:
    if named != participant:
        raise Denied("Only what is yours can be changed.")


def _asked(workshop: Workshop, *kinds: str) -> Activity:
    activity = open_activity(workshop)
    if activity is None or activity.kind not in kinds:
        raise Denied("The facilitator has gone on; this is not asked for now.")
    return activity


def _may_join(workshop: Workshop, participant: str, edit: Put) -> None:
    _own(participant, edit.entity.get("id"))
    if participant in workshop.participants:
        raise Denied("You have joined already.")
    if len(workshop.participants) >= PARTICIPANTS_AT_MOST:
        raise Denied(f"The room is full: {PARTICIPANTS_AT_MOST} people have joined.")
    waits = workshop.about.admission == "asked"
    if edit.entity.get("role", "participant") != "participant" or (
        waits and edit.entity.get("admitted", True)
    ):
        raise Denied("The facilitator decides who is let in, and as what.")


def _may_rename(me: Participant, edit: Change) -> None:
    _own(me.id, edit.id)
    if set(edit.fields) - _OWN_FIELDS:
        raise Denied("The facilitator decides who is let in, and as what.")


def _may_rate(workshop: Workshop, activity: Activity, edit: Rate) -> None:
    if activity.items and edit.touchpoint not in activity.items:
        raise Denied("This touchpoint is not rated now.")
    journey = workshop.current_journey()
    touchpoint = workshop.touchpoints.get(edit.touchpoint)
    if touchpoint is None or journey is None:
        raise Denied("This touchpoint is not there any more.")
    if workshop.stages[touchpoint.stage].journey != journey.id:
        raise Denied("This touchpoint is not part of the journey that is rated.")


def _may_vote(workshop: Workshop, edit: Vote) -> None:
    try:
        voting.allowed(workshop, edit.participant, edit.item, edit.dots)
    except Refused as why:
        raise Denied(str(why)) from None


def _may_put(workshop: Workshop, participant: str, edit: Put) -> None:
    entity = edit.entity
    if edit.collection == "answers":
        _own(participant, entity.get("participant"))
        return _may_answer(workshop, entity)
    if edit.collection == "marks":
        _own(participant, entity.get("participant"))
        return _may_mark(workshop, entity)
    if edit.collection not in ("notes", "findings"):
        raise Denied("This is not asked for now.")
    if entity.get("id") in workshop.entities(edit.collection):
        raise Denied("Only what is yours can be changed.")
    _own(participant, entity.get("by"))
    _short(entity)
    return _may_add(workshop, participant, edit)


def _may_add(workshop: Workshop, participant: str, edit: Put) -> None:
    entity = edit.entity
    mine = sum(one.by == participant for one in workshop.notes.values()) + sum(
        one.by == participant for one in workshop.findings.values()
    )
    if mine >= CARDS_AT_MOST:
        raise Denied(f"You have added {CARDS_AT_MOST} cards; take one away first.")
    if entity.get("sources") or entity.get("answers") or entity.get("critical"):
        raise Denied("Sources and marks are set by the facilitator.")
    if edit.collection == "notes" and entity.get("lane") == "parking":
        return
    activity = _asked(workshop, "notes")
    kind = finding_kind(activity)
    fits = (
        edit.collection == "findings" and entity.get("kind", "pain") == kind
        if kind
        else edit.collection == "notes" and entity.get("lane") in lanes_of(activity)
    )
    if not fits:
        raise Denied("This is not asked for now.")


def _may_answer(workshop: Workshop, entity: dict[str, Any]) -> None:
    activity = open_activity(workshop)
    if activity is None or entity.get("activity") != activity.id:
        raise Denied("The facilitator has gone on; this is not asked for now.")
    choice, order = entity.get("choice") or "", entity.get("order") or []
    if choice and choice not in activity.options:
        raise Denied("This is not one of the answers.")
    asked = set(activity.items or workshop.findings)
    if order and (activity.kind != "rank" or len(set(order)) < len(order) or set(order) - asked):
        raise Denied("Rank only what is asked for, each once.")
    _short(entity)


def _may_mark(workshop: Workshop, entity: dict[str, Any]) -> None:
    if not asks_marks(_asked(workshop, "check")):
        raise Denied("The map is not marked now.")
    if str(entity.get("row")) not in [str(row) for row in FOR_PEOPLE]:
        raise Denied("This row is computed; nobody marks it.")
    _short(entity)


def _may_touch(workshop: Workshop, participant: str, edit: Change | Remove) -> None:
    if edit.collection not in ("notes", "findings"):
        raise Denied("Only what is yours can be changed.")
    there = workshop.entities(edit.collection).get(edit.id)
    if there is None:
        raise Denied("This is not there any more.")
    _own(participant, there.by)
    lane = getattr(there, "lane", None)
    if lane != "parking":
        activity = _asked(workshop, "notes")
        wanted = finding_kind(activity)
        if (there.kind if edit.collection == "findings" else None) != wanted:
            raise Denied("The facilitator has gone on; this is not asked for now.")
    if isinstance(edit, Change):
        if "lane" in edit.fields and (
            lane == "parking" or edit.fields["lane"] not in lanes_of(_asked(workshop, "notes"))
        ):
            raise Denied("This is not asked for now.")
        fields = _NOTE_FIELDS if edit.collection == "notes" else _FINDING_FIELDS
        if set(edit.fields) - fields:
            raise Denied(f"This of a {COLLECTIONS[edit.collection].noun} is not yours to change.")
        _short(edit.fields)


def _short(fields: dict[str, Any]) -> None:
    for name in ("text", "title", "detail", "quote", "remark"):
        value = fields.get(name)
        if isinstance(value, str) and len(value) > CARD_LIMIT:
            raise Denied(f"A card holds {CARD_LIMIT:,} characters; this has {len(value):,}.")
