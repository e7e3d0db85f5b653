"""Several findings that say the same become one, and what spoke of them speaks of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from journeykit.edits.folding import apply, entity_of
from journeykit.edits.kinds import Batch, Change, Edit, Remove, Vote
from journeykit.edits.references import users
from journeykit.errors import Refused
from journeykit.model import TEXT_LIMIT, Finding, Workshop
from journeykit.model import Vote as VoteEntity


def merging(workshop: Workshop, keep: str, others: Sequence[str]) -> Batch:
    """Return the batch that merges findings into the one to keep.

    It gets all their sources, the highest marks, and what it has no words of its own for.
    Actions, opportunities, themes, votes and activities that named one of the others name it.
    Raises `Refused` where people have voted on more than one of them: split votes are merged
    before a vote, never after it.
    """
    kept: Finding = entity_of(workshop, "findings", keep)
    gone: list[Finding] = [entity_of(workshop, "findings", id) for id in others if id != keep]
    if not gone:
        raise Refused("Choose two findings or more to merge.")
    _before_the_vote(workshop, [kept, *gone])
    fields = _together(kept, gone)
    edits: list[Edit] = []
    for other in gone:
        workshop = _moved(workshop, other.id, keep, edits)
    if fields:
        edits.append(Change(collection="findings", id=keep, fields=fields))
    edits += [Remove(collection="findings", id=other.id) for other in gone]
    count = len(gone) + 1
    return Batch(edits=tuple(edits), words=f"merged {count} findings into '{kept.title}'")


def _before_the_vote(workshop: Workshop, findings: list[Finding]) -> None:
    voted = {each.item for each in workshop.votes.values() if each.dots}
    named = [each for each in findings if each.id in voted]
    if len(named) > 1:
        raise Refused(
            f"People have voted on '{named[0].title}' and on '{named[1].title}'; merging them now "
            "would change the result. Merge before a vote."
        )


def _together(kept: Finding, gone: list[Finding]) -> dict[str, Any]:
    every = [kept, *gone]
    found: dict[str, Any] = {
        "sources": list(dict.fromkeys(id for each in every for id in each.sources)),
        "critical": any(each.critical for each in every),
    }
    for name in ("severity", "frequency"):
        marks = [mark for each in every if (mark := getattr(each, name)) is not None]
        found[name] = max(marks, default=None)
    for name in ("touchpoint", "quote", "catalogue"):
        found[name] = next((said for each in every if (said := getattr(each, name))), None) or (
            None if name == "touchpoint" else ""
        )
    ids = {each.id for each in every}
    answers = next((each.answers for each in every if each.answers not in (None, *ids)), None)
    found["answers"] = answers
    found["detail"] = _detail(kept, gone)
    now = kept.model_dump(mode="json")
    return {name: value for name, value in found.items() if now[name] != value}


def _detail(kept: Finding, gone: list[Finding]) -> str:
    said = [kept.detail]
    for other in gone:
        words = ". ".join(text for text in (other.title, other.detail, other.quote) if text)
        if words != kept.title:
            said.append(f"Merged: {words}")
    return "\n".join(text for text in said if text)[:TEXT_LIMIT]


def _moved(workshop: Workshop, old: str, new: str, edits: list[Edit]) -> Workshop:
    """Let everything that names a finding name the other one."""
    changes: list[Edit] = []
    for user, field in users(workshop, "findings", old):
        if isinstance(user, VoteEntity):
            changes.append(Vote(participant=user.participant, item=old, dots=0))
            if user.dots:
                changes.append(Vote(participant=user.participant, item=new, dots=user.dots))
        else:
            changes.append(_renamed(user, field, old, new))
    for activity in workshop.activities.values():
        if old in activity.items:
            changes.append(_renamed(activity, "items", old, new))
    for change in changes:
        workshop = apply(workshop, change)
    edits += changes
    return workshop


def _renamed(user: Any, field: str, old: str, new: str) -> Change:
    value = getattr(user, field)
    named: Any = new
    if isinstance(value, tuple):
        named = list(dict.fromkeys(new if each == old else each for each in value))
    elif user.id == new:
        named = None  # nothing answers itself
    return Change(collection=user.collection, id=user.id, fields={field: named})


__all__ = ["merging"]
