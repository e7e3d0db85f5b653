"""How far the room is: who has finished the open activity, without what anybody said."""

from __future__ import annotations

from dataclasses import dataclass

from journeykit.checks.rubric import FOR_PEOPLE
from journeykit.model import Activity, Participant, Workshop
from journeykit.room.allowed import asks_marks, finding_kind
from journeykit.room.planning import lanes_of


@dataclass(frozen=True)
class Standing:
    """One person in one activity: how many things were done, whether it is finished."""

    person: Participant
    count: int
    finished: bool


def inside(workshop: Workshop) -> list[Participant]:
    """Return the people in the room, in the order in which they came."""
    return [one for one in workshop.ordered("participants") if one.admitted and not one.left]


def standings(workshop: Workshop, activity: Activity) -> list[Standing]:
    """Return how far everybody in the room is in an activity."""
    done_by = counts(workshop, activity)
    wanted = _wanted(workshop, activity)
    found = []
    for person in inside(workshop):
        answer = workshop.answers.get(f"{person.id}.{activity.id}")
        count = done_by.get(person.id, 0)
        done = bool(answer and answer.done) or (wanted is not None and count >= wanted > 0)
        found.append(Standing(person, count, done))
    return found


def votable(workshop: Workshop, activity: Activity) -> list[str]:
    """Return what an activity votes on or ranks: its own items, else all findings."""
    known = {**workshop.findings, **workshop.actions}
    wanted = activity.items or [finding.id for finding in workshop.ordered("findings")]
    return [id for id in wanted if id in known]


def rated(workshop: Workshop, activity: Activity) -> list[str]:
    """Return the touchpoints that an activity rates: its own items, else all of the journey."""
    journey = workshop.current_journey()
    order = [one.id for one in workshop.touchpoints_of(journey.id)] if journey else []
    return [id for id in order if not activity.items or id in activity.items]


def _wanted(workshop: Workshop, activity: Activity) -> int | None:
    match activity.kind:
        case "rate":
            return len(rated(workshop, activity))
        case "vote":
            return activity.dots
        case "check" if asks_marks(activity):
            return len(FOR_PEOPLE)
        case "rank" | "check":
            return 1
    return None


def counts(workshop: Workshop, activity: Activity) -> dict[str, int]:
    """Return how many things each person did in an activity, by the person's id."""
    found: dict[str, int] = {}
    for person, times in _said(workshop, activity):
        found[person] = found.get(person, 0) + times
    return found


def _said(workshop: Workshop, activity: Activity) -> list[tuple[str, int]]:
    match activity.kind:
        case "rate":
            asked = set(rated(workshop, activity))
            return [(r.participant, 1) for r in workshop.ratings.values() if r.touchpoint in asked]
        case "vote":
            items = set(votable(workshop, activity))
            return [(v.participant, v.dots) for v in workshop.votes.values() if v.item in items]
        case "check" if asks_marks(activity):
            return [(one.participant, 1) for one in workshop.marks.values()]
        case "rank" | "check":
            return [
                (one.participant, 1)
                for one in workshop.answers.values()
                if one.activity == activity.id and (one.choice or one.text.strip() or one.order)
            ]
        case "notes":
            kind, lanes = finding_kind(activity), lanes_of(activity)
            cards = (
                [one for one in workshop.findings.values() if one.kind == kind]
                if kind
                else [one for one in workshop.notes.values() if one.lane in lanes]
            )
            return [(one.by, 1) for one in cards if one.by]
    return []
