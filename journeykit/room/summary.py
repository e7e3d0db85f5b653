"""What a workshop in a room came to: who took part, what each activity brought, what is left."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from journeykit.measures import voting
from journeykit.model import Action, Activity, Note, Workshop
from journeykit.room import results
from journeykit.room.allowed import asks_marks
from journeykit.room.clock import agenda
from journeykit.room.progress import counts

#: departments that stand for fewer people are not named: a count of one is a name
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class Brought:
    """One activity: how many people took part in it, and what came of it in a sentence."""

    activity: Activity
    people: int
    words: str


@dataclass(frozen=True)
class Summary:
    """A workshop in a room. ``people`` counts everybody who was let in, also who has left."""

    people: int
    anonymous: int
    departments: tuple[tuple[str, int], ...]
    activities: tuple[Brought, ...]
    parking: tuple[Note, ...]
    decided: tuple[Action, ...]

    @property
    def minutes(self) -> int:
        """The minutes that the activities that took place were planned for."""
        return sum(one.activity.minutes for one in self.activities)


def summary(workshop: Workshop) -> Summary:
    """Return what the room came to; what nobody revealed is told in counts only."""
    came = [one for one in workshop.ordered("participants") if one.admitted]
    departments = Counter(one.department for one in came if one.department)
    large = [(name, n) for name, n in departments.most_common() if n >= SMALLEST_GROUP]
    votes = [one for one in workshop.ordered("activities") if one not in agenda(workshop)]
    held = [one for one in [*agenda(workshop), *votes] if one.closed or one.open]
    return Summary(
        people=len(came),
        anonymous=sum(not one.name for one in came),
        departments=tuple(large),
        activities=tuple(_brought(workshop, one) for one in held),
        parking=tuple(workshop.ordered("notes", lane="parking")),
        decided=tuple(
            one for one in workshop.ordered("actions") if one.status != "dropped" and one.owner
        ),
    )


def _brought(workshop: Workshop, activity: Activity) -> Brought:
    did = {who: n for who, n in counts(workshop, activity).items() if n}
    if activity.kind in ("talk", "break"):
        return Brought(activity, 0, "")
    if activity.kind == "notes":
        n = sum(did.values())
        return Brought(activity, len(did), f"{n} {'card' if n == 1 else 'cards'}.")
    if not activity.revealed:
        return Brought(activity, len(did), "Nobody has revealed it yet.")
    return Brought(activity, len(did), _said(workshop, activity))


def _said(workshop: Workshop, activity: Activity) -> str:
    match activity.kind:
        case "rate":
            return _spread(workshop, activity)
        case "vote":
            known = {**workshop.findings, **workshop.actions}
            names = {id: one.label for id, one in known.items()}
            return voting.verdict(results.votes(workshop, activity), names)
        case "rank":
            return _first(workshop, activity)
    if asks_marks(activity):
        return "Marks for the rubric."
    return _answered(workshop, activity)


def _spread(workshop: Workshop, activity: Activity) -> str:
    found = results.spreads(workshop, activity)
    if not found:
        return "Nobody has rated."
    wide = [workshop.touchpoints[one.touchpoint].name for one in found if one.wide]
    rated = f"{len(found)} {'touchpoint' if len(found) == 1 else 'touchpoints'} rated."
    if not wide:
        return f"{rated} People agree within two steps everywhere."
    more = f" and {len(wide) - 3} more" if len(wide) > 3 else ""
    return f"{rated} Opposite views on {', '.join(wide[:3])}{more}."


def _first(workshop: Workshop, activity: Activity) -> str:
    found = results.orders(workshop, activity)
    if not found:
        return "Nobody has put anything in order."
    known = {**workshop.findings, **workshop.actions}
    return f"First: {known[found[0].item].label} (mean place {found[0].mean:.1f})."


def _answered(workshop: Workshop, activity: Activity) -> str:
    told = results.choices(workshop, activity)
    n = sum(count for _, count in told)
    if n:
        best, count = max(told, key=lambda pair: pair[1])
        return f"'{best}' {count} of {n}."
    n = len(results.texts(workshop, activity))
    return f"{n} {'answer' if n == 1 else 'answers'} in people's own words." if n else "No answer."


__all__ = ["SMALLEST_GROUP", "Brought", "Summary", "summary"]
