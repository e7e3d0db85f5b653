"""CJML (`.cjml`, `.xml`), written: current journeys are actual ones, ideal journeys planned.

A touchpoint with a channel, an owner or something done backstage is a communication point
between the customer and a provider; any other is an action of the customer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

from journeykit.errors import Refused
from journeykit.exchange.assumptions import notice
from journeykit.exchange.cjml_reading import KEY, NOBODY, VOICE, decode
from journeykit.exchange.leftover import leftover
from journeykit.exchange.losses import Loss
from journeykit.exchange.trees import escaped
from journeykit.model import Journey, Note, Stage, Touchpoint, Workshop

CARRIES: dict[str, tuple[str, ...]] = {
    "info": ("scenario", "foreign"),
    "personas": ("name", "foreign"),
    "journeys": ("title", "persona", "state", "copied_from", "foreign"),
    "stages": ("journey", "name", "goal", "foreign"),
    "touchpoints": ("stage", "name", "channel", "owner", "message", "backstage", "duration",
                    "foreign"),
    "notes": ("lane", "touchpoint", "text", "foreign"),
    "ratings": ("participant", "touchpoint", "valence"),
    "participants": ("name",),
}  # fmt: skip
#: lanes that have a place, and how many notes of them at one touchpoint
_FEELINGS, _COMMENTS = "feelings", "insights"


def encode(workshop: Workshop, suffix: str) -> tuple[bytes, list[Loss]]:
    """Return every journey of the workshop as CJML."""
    journeys = [_own_id(journey, workshop) for journey in workshop.ordered("journeys")]
    if not journeys:
        raise Refused(f"'{workshop.title}' has no journey yet, so there is none to write.")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    if said := notice(workshop):
        lines.append(f"<!-- {said} -->")
    lines.append('<CJML version="2.0">')
    for journey in journeys:
        lines += _journey(workshop, journey)
    lines.append("</CJML>")
    return ("\n".join(lines) + "\n").encode(), _losses(workshop)


def _kept(entity: Any) -> dict[str, Any]:
    found = entity.foreign.get(KEY)
    return found if isinstance(found, dict) else {}


def _own_id(journey: Journey, workshop: Workshop) -> Journey:
    """Return the journey; a copy made here brought the id of the first along and loses it."""
    given = _kept(journey).get("id")
    first = min((j.rank, j.id) for j in workshop.journeys.values() if _kept(j).get("id") == given)
    if given is None or first == (journey.rank, journey.id):
        return journey
    kept = {key: value for key, value in _kept(journey).items() if key != "id"}
    return journey.model_copy(update={"foreign": {KEY: kept}})


def _id(entity: Any) -> str:
    """The id that a file gave, else ours."""
    return str(_kept(entity).get("id", entity.id))


def _told(name: str, text: str) -> Iterable[str]:
    return [f"<{name}>{escaped(text)}</{name}>"] if text else []


def _journey(workshop: Workshop, journey: Journey) -> list[str]:
    kind = "planned" if journey.state == "ideal" else "actual"
    stages = workshop.stages_of(journey.id)
    touchpoints = workshop.touchpoints_of(journey.id)
    actors = _Actors(workshop, journey, touchpoints)
    lines = [
        f"<{kind}Journey>",
        *_told("journeyID", _id(journey)),
        *_told("journeyTitle", journey.title),
        *_told("plannedReference", _planned(workshop, journey)),
        "<journeyPhases>",
        *(line for stage in stages for line in _phase(stage)),
        "</journeyPhases>",
        *_told("journeyShortSummary", workshop.about.scenario),
        *actors.lines(),
        "<touchpoints>",
    ]
    for touchpoint in touchpoints:
        lines += _touchpoint(workshop, touchpoint, kind, actors)
    return [*lines, "</touchpoints>", *_kept(journey).get("kept", ()), f"</{kind}Journey>"]


def _planned(workshop: Workshop, journey: Journey) -> str:
    """The id of the planned journey that was drawn from an actual one."""
    if journey.state == "ideal":
        return ""
    copies = workshop.ordered("journeys", copied_from=journey.id, state="ideal")
    return _id(copies[0]) if copies else str(_kept(journey).get("planned", ""))


def _phase(stage: Stage) -> Iterable[str]:
    yield f'<journeyPhase phaseID="{escaped(_id(stage))}">'
    yield from _told("phaseName", stage.name)
    yield from _told("phaseDescription", stage.goal)
    yield "</journeyPhase>"


class _Actors:
    """Who takes part in a journey, each with the id that the file gives them."""

    def __init__(
        self, workshop: Workshop, journey: Journey, touchpoints: Iterable[Touchpoint]
    ) -> None:
        known: Mapping[str, str] = _kept(journey).get("actors", {})
        persona = workshop.personas[journey.persona] if journey.persona else None
        self.customer_name = persona.name if persona else ""
        self.customer = known.get(self.customer_name) or (persona.id if persona else NOBODY)
        self.providers: dict[str, str] = {}
        for touchpoint in touchpoints:
            if is_point(touchpoint) and touchpoint.owner not in self.providers:
                given = known.get(touchpoint.owner, f"provider{len(self.providers) + 1}")
                self.providers[touchpoint.owner] = given

    def lines(self) -> list[str]:
        """Return the list of the actors; a provider without a name has none."""
        listed = [("endUser", self.customer, "actorName", self.customer_name)] + [
            ("serviceProvider", id, "companyName", name) for name, id in self.providers.items()
        ]
        return [
            "<actors>",
            *(
                f'<{kind} actorID="{escaped(id)}">{"".join(_told(label, name))}</{kind}>'
                for kind, id, label, name in listed
            ),
            "</actors>",
        ]


def is_point(touchpoint: Touchpoint) -> bool:
    """Whether a touchpoint has somebody or something on the other side."""
    return bool(touchpoint.channel or touchpoint.owner or touchpoint.backstage)


def _touchpoint(workshop: Workshop, one: Touchpoint, kind: str, actors: _Actors) -> Iterable[str]:
    name = f"{kind}{'CommunicationPoint' if is_point(one) else 'Action'}"
    yield f"<{name}>"
    yield from _told("touchpointID", _id(one))
    yield f'<belongsTo phaseIDref="{escaped(_id(workshop.stages[one.stage]))}"/>'
    yield from _sides(one, actors)
    if one.channel:
        yield f"<channel><channelName>{escaped(one.channel)}</channelName></channel>"
    yield from _told("message", one.message)
    feeling, comments = _notes(workshop, one)
    for note in comments:
        yield from _told("comment", note.text)
    yield from _told("touchpointDuration", one.duration)
    ratings = [each.valence for each in workshop.ratings.values() if each.touchpoint == one.id]
    if feeling or ratings:
        yield "<touchpointExperience>"
        yield from _told("experienceDescription", feeling.text if feeling else "")
        yield from _told("experienceRating", f"{round(median(ratings)) + 3}" if ratings else "")
        yield "</touchpointExperience>"
    yield from _kept(one).get("kept", ())
    yield f"</{name}>"


def _sides(one: Touchpoint, actors: _Actors) -> Iterable[str]:
    """Who begins and who receives: the customer begins, unless a file said otherwise."""
    customer = (actors.customer, one.name)
    if not is_point(one):
        pair = [("initiator", customer)]
    else:
        provider = (actors.providers[one.owner], one.backstage or one.name)
        sides = [customer, provider]
        if _kept(one).get("from") == "provider":
            sides.reverse()
        pair = list(zip(("initiator", "receiver"), sides, strict=True))
    for role, (actor, label) in pair:
        yield f'<{role}><refersTo actorIDref="{escaped(actor)}"/>'
        yield from _told(f"{role}Label", label)
        yield f"</{role}>"


def _notes(workshop: Workshop, one: Touchpoint) -> tuple[Note | None, list[Note]]:
    """The notes of a touchpoint that have a place: the first feeling, and the insights."""
    notes = [note for note in workshop.ordered("notes", touchpoint=one.id) if note.text.strip()]
    feelings = [note for note in notes if note.lane == _FEELINGS]
    return next(iter(feelings), None), [note for note in notes if note.lane == _COMMENTS]


def _losses(workshop: Workshop) -> list[Loss]:
    why = "CJML has no place for it"
    notes = {
        note.id
        for touchpoint in workshop.touchpoints.values()
        for feeling, comments in [_notes(workshop, touchpoint)]
        for note in (*comments, *([feeling] if feeling else []))
    }
    personas = {journey.persona for journey in workshop.journeys.values()}
    voiced = {rating.id for rating in workshop.ratings.values() if rating.participant == VOICE}
    only: dict[str, Any] = {
        "notes": notes,
        "personas": personas,
        "ratings": voiced,
        "participants": {VOICE},
    }
    losses = leftover(workshop, CARRIES, why, only)
    if {rating.participant for rating in workshop.ratings.values()} - {VOICE}:
        losses.append(
            Loss("ratings", "who rated how", "CJML has one rating a touchpoint: the median, 1 to 5")
        )
    placed = {
        copies[0].id
        for journey in workshop.ordered("journeys", state="current")
        if (copies := workshop.ordered("journeys", copied_from=journey.id, state="ideal"))
    }
    if unsaid := [j for j in workshop.journeys.values() if j.copied_from and j.id not in placed]:
        losses.append(
            Loss("journeys", f"copied from ({len(unsaid)})",
                 "an actual journey names one planned journey")
        )  # fmt: skip
    return losses


__all__ = ["CARRIES", "decode", "encode"]
