"""What leaves the kit keeps what the room was promised: nobody sees who said what.

Where an activity promised it, people's ratings, votes, answers and marks leave under numbers that
have nothing to do with their ids: voices are numbered by what they said, so the numbers tell no
more than the sayings themselves, and the same workshop makes the same file. They are numbered
anew in each collection, and the answers in each activity, since two sayings of one voice tell
more than one. A backup is whole; what was not promised stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from journeykit.exchange.losses import Loss
from journeykit.model import Entity, Own, Workshop

#: kind of activity -> the collection in which people say it under their own id
_PROMISED = {"rate": "ratings", "vote": "votes", "check": "marks"}
#: the kinds in which answers are given or cards are written
_SAID = ("rate", "vote", "rank", "check", "notes")
#: who speaks for a score that a file of another tool holds; nobody of the room
_TOOLS = re.compile(r"(ojf|cjml|mermaid)-")
_WHY = "the room was promised that nobody sees who said what, so people are numbered anew"


def unnamed(workshop: Workshop) -> tuple[Workshop, list[Loss]]:
    """Return the workshop without who said what was promised to be anonymous, and what is lost.

    The same object comes back where nothing was promised or nobody of the room has said
    anything.
    """
    people = {id for id in workshop.participants if not _TOOLS.match(id)}
    changed: dict[str, dict[str, Any]] = {}
    losses = []
    for kind, collection in _PROMISED.items():
        if _promised(workshop, kind):
            said = list(workshop.entities(collection).values())
            changed[collection] = _renumbered(said, people)
    changed["answers"] = _answers(workshop, people)
    for collection, made in changed.items():
        if gone := len(workshop.entities(collection).keys() - made.keys()):
            losses.append(Loss(collection, f"whose they are ({gone})", _WHY))
    if _promised(workshop, "notes"):
        for collection in ("notes", "findings"):
            made = {id: _unsigned(each) for id, each in workshop.entities(collection).items()}
            if gone := sum(made[id] is not each for id, each in _each(workshop, collection)):
                changed[collection] = made
                losses.append(Loss(collection, f"who wrote them ({gone})", _WHY))
    return (workshop.model_copy(update=changed), losses) if losses else (workshop, [])


def _promised(workshop: Workshop, kind: str) -> bool:
    return any(one.kind == kind and one.anonymous for one in workshop.activities.values())


def _each(workshop: Workshop, collection: str) -> Iterable[tuple[str, Entity]]:
    return workshop.entities(collection).items()


def _answers(workshop: Workshop, people: set[str]) -> dict[str, Own]:
    by: dict[str, list[Any]] = {}
    for each in workshop.answers.values():
        by.setdefault(each.activity, []).append(each)
    made: dict[str, Own] = {}
    for id, said in by.items():
        activity = workshop.activities[id]
        hidden = activity.anonymous and activity.kind in _SAID
        made |= _renumbered(said, people) if hidden else {each.id: each for each in said}
    return made


def _renumbered(said: Iterable[Own], people: set[str]) -> dict[str, Own]:
    """Give each of the people a number by what they said, and keep all others."""
    by: dict[str, list[Own]] = {}
    kept: dict[str, Own] = {}
    for each in said:
        if each.participant in people:
            by.setdefault(each.participant, []).append(each)
        else:
            kept[each.id] = each
    taken = [int(each.participant[6:]) for each in kept.values()
             if re.fullmatch(r"voice-\d{1,9}", each.participant)]  # fmt: skip
    first = max(taken, default=0) + 1
    for number, mine in enumerate(sorted(by.values(), key=_words), start=first):
        for each in mine:
            new = type(each).model_validate(
                {**each.model_dump(exclude={"id"}), "participant": f"voice-{number}"}
            )
            kept[new.id] = new
    return kept


def _words(said: Iterable[Own]) -> list[str]:
    """What somebody said, in an order that has nothing to do with who it was."""
    return sorted(repr(each.model_dump(exclude={"id", "participant"})) for each in said)


def _unsigned(each: Any) -> Any:
    """A card that nobody signed, without the id of who wrote it."""
    signed = getattr(each, "author", "")
    return each if signed or each.by is None else each.model_copy(update={"by": None})


__all__ = ["unnamed"]
