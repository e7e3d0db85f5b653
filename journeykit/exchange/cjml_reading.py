"""CJML, read: with patience for what is missing, and with all that is not known here kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from journeykit.errors import Refused
from journeykit.exchange.losses import Loss
from journeykit.exchange.one_line import id_of, line, said_by, text
from journeykit.exchange.sound import sound
from journeykit.exchange.trees import Element, tree
from journeykit.model import (
    Entity,
    Info,
    Journey,
    Note,
    Participant,
    Persona,
    Stage,
    Touchpoint,
    Workshop,
    new_id,
)

KEY = "cjml"
#: the id of a customer who has no name, as we write it
NOBODY = "customer"
#: who felt what the ratings of a file say
VOICE = "cjml-rating"
_JOURNEYS = {"actualJourney": "current", "plannedJourney": "ideal"}
_POINTS = ("CommunicationPoint", "Action")
_OF_JOURNEY = {"journeyID", "journeyTitle", "journeyPhases", "journeyShortSummary", "actors",
               "touchpoints", "plannedReference"}  # fmt: skip
_OF_POINT = {"touchpointID", "belongsTo", "initiator", "receiver", "channel", "message", "comment",
             "touchpointExperience", "touchpointDuration"}  # fmt: skip
_FEELINGS = {
    "very negative": -2, "very dissatisfied": -2, "negative": -1, "dissatisfied": -1,
    "neutral": 0, "positive": 1, "satisfied": 1, "very positive": 2, "very satisfied": 2,
}  # fmt: skip


def decode(data: bytes, name: str) -> tuple[Workshop, list[Loss]]:
    """Read a CJML file; raise `Refused` for one that does not hang together."""
    root, losses = tree(data, name)
    if root.name != "CJML":
        raise Refused(f"'{name}' is XML, but not CJML: it begins with <{root.name}>.")
    version = root.attributes.get("version", "2.0")
    if version.split(".")[0] not in ("1", "2"):
        raise Refused(f"'{name}' is CJML version {version}; journeykit reads versions 1 and 2.")
    journeys = [child for child in root.children if child.name in _JOURNEYS]
    if not journeys:
        raise Refused(f"'{name}' holds no journey.")
    made = _Made(name, losses)
    for at, journey in enumerate(journeys):
        made.journey(journey, at)
    for child in root.children:
        if child.name not in _JOURNEYS:
            losses.append(Loss("file", f"<{child.name}>", "only journeys are read"))
    return sound(made.workshop()), losses


class _Made:
    """What a file becomes, journey by journey."""

    def __init__(self, name: str, losses: list[Loss]) -> None:
        self.name, self.losses = name, losses
        self.found: dict[str, dict[str, Any]] = {
            "personas": {}, "journeys": {}, "stages": {}, "touchpoints": {}, "notes": {},
            "ratings": {}, "participants": {},
        }  # fmt: skip
        self.scenario = ""
        self.planned: dict[str, str] = {}
        self.named: dict[str, str] = {}

    def keep(self, entity: Entity) -> None:
        self.found[entity.collection][entity.id] = entity

    def workshop(self) -> Workshop:
        journeys: dict[str, Journey] = self.found["journeys"]
        for actual, reference in self.planned.items():
            planned = journeys.get(self.named.get(reference, ""))
            if planned is None or planned.state != "ideal":
                kept: Any = journeys[actual].foreign[KEY]
                foreign = {KEY: {**kept, "planned": reference}}
                self.keep(journeys[actual].model_copy(update={"foreign": foreign}))
            elif planned.copied_from is None:
                self.keep(planned.model_copy(update={"copied_from": actual}))
        title = next(iter(journeys.values())).title
        info = Info(title=title, scenario=self.scenario)
        return Workshop(id=new_id(), info={"info": info}, **self.found)

    def journey(self, element: Element, at: int) -> None:
        raw = element.told("journeyID")
        where = f"journeys/{raw or at + 1}"
        if raw and raw in self.named:
            raise Refused(f"'{self.name}': journeys holds the id '{raw[:60]}' twice.")
        id = id_of(raw or None, self.found["journeys"])
        self.named[raw or id] = id
        self.scenario = self.scenario or text(element.told("journeyShortSummary"), where, [])
        actors = _Actors(element.first("actors"), self.losses)
        persona = None
        for given in filter(None, actors.customers.values()):
            same = [one for one in self.found["personas"].values() if one.name == given]
            one = same[0] if same else Persona(name=given)
            self.keep(one)
            persona = persona or one.id
        title = line(element.told("journeyTitle") or raw, where, self.losses, "Journey")
        kept: dict[str, Any] = {"actors": actors.ids(), **self._unknown(element, _OF_JOURNEY)}
        if raw != id:
            kept["id"] = raw or id
        self.keep(
            Journey.model_validate(
                {"id": id, "title": title, "persona": persona, "rank": at,
                 "state": _JOURNEYS[element.name], "foreign": {KEY: kept}}
            )
        )  # fmt: skip
        if reference := element.told("plannedReference"):
            self.planned[id] = reference
        self._points(element, id, self._phases(element, id), actors)

    def _phases(self, element: Element, journey: str) -> dict[str, str]:
        """Return the stages of a journey: id in the file -> ours."""
        phases: dict[str, str] = {}
        listed = element.first("journeyPhases")
        for phase in listed.all("journeyPhase") if listed else []:
            raw = phase.attributes.get("phaseID", "").strip()
            if raw in phases:
                raise Refused(f"'{self.name}': phases holds the id '{raw[:60]}' twice.")
            phases[raw] = self._stage(
                journey, raw, phase.told("phaseName") or raw, len(phases),
                text(phase.told("phaseDescription"), f"phases/{raw}", self.losses),
            )  # fmt: skip
        return phases

    def _stage(self, journey: str, raw: str, name: str, rank: int, goal: str = "") -> str:
        id = id_of(raw or None, self.found["stages"])
        kept = {KEY: {"id": raw}} if raw and raw != id else {}
        named = line(name, f"phases/{raw}", self.losses, f"Stage {rank + 1}")
        self.keep(Stage(id=id, journey=journey, name=named, goal=goal, rank=rank, foreign=kept))
        return id

    def _points(
        self, element: Element, journey: str, phases: dict[str, str], actors: _Actors
    ) -> None:
        listed = element.first("touchpoints")
        given = bool(phases)
        seen: set[str] = set()
        before = next(iter(phases.values()), None)
        order = []
        for at, point in enumerate(listed.children if listed else []):
            if not point.name.endswith(_POINTS):
                self.losses.append(Loss("touchpoints", f"<{point.name}>", "it is no touchpoint"))
                continue
            raw = point.told("touchpointID")
            if raw and raw in seen:
                raise Refused(f"'{self.name}': touchpoints holds the id '{raw[:60]}' twice.")
            seen.add(raw)
            before = self._stage_of(point, raw or str(at + 1), journey, phases, given, before)
            order.append(list(self.found["stages"]).index(before))
            self._point(point, raw, before, at, actors)
        if order != sorted(order):
            self.losses.append(
                Loss("touchpoints", "the order", "they stand phase by phase, not as they came")
            )

    def _stage_of(
        self, point: Element, where: str, journey: str, phases: dict[str, str], given: bool,
        before: str | None,
    ) -> str:  # fmt: skip
        belongs = point.first("belongsTo")
        raw = belongs.attributes.get("phaseIDref", "").strip() if belongs else ""
        if raw in phases and raw:
            return phases[raw]
        if raw and given:
            raise Refused(
                f"'{self.name}', touchpoints/{where}: there is no phase '{raw[:60]}' in the file."
            )
        if not raw and before is not None:
            return before
        words = "the file does not list it" if raw else "the file names none"
        self.losses.append(Loss(f"touchpoints/{where}", "its phase", f"{words}; one was made"))
        phases[raw] = self._stage(journey, raw, raw or "Journey", len(phases))
        return phases[raw]

    def _point(self, point: Element, raw: str, stage: str, at: int, actors: _Actors) -> None:
        where = f"touchpoints/{raw or at + 1}"
        id = id_of(raw or None, self.found["touchpoints"])
        name, owner, backstage, begun = actors.sides(point, where)
        kept = self._unknown(point, _OF_POINT)
        if raw and raw != id:
            kept["id"] = raw
        if begun:
            kept["from"] = "provider"
        duration = point.told("touchpointDuration") or _took(point.first("timestamps"))
        self.keep(
            Touchpoint(
                id=id, stage=stage, rank=at, name=line(name, where, self.losses, "Touchpoint"),
                channel=line(point.told("channel", "channelName"), where, self.losses),
                owner=line(owner, where, self.losses), backstage=text(backstage, where, []),
                message=text(point.told("message"), where, self.losses),
                duration=line(duration, where, self.losses), foreign={KEY: kept} if kept else {},
            )
        )  # fmt: skip
        experience = point.first("touchpointExperience") or Element("")
        if said := experience.told("experienceDescription"):
            self.keep(Note(lane="feelings", touchpoint=id, text=text(said, where, self.losses)))
        for number, comment in enumerate(point.all("comment")):
            if said := comment.text.strip():
                body = text(said, where, self.losses)
                self.keep(Note(lane="insights", touchpoint=id, text=body, rank=number))
        self._rating(experience.told("experienceRating"), id, where)

    def _rating(self, said: str, touchpoint: str, where: str) -> None:
        if not said:
            return
        valence = _valence(said)
        if valence is None:
            why = "a rating is 1 to 5, −2 to +2, or a word such as 'positive'"
            self.losses.append(Loss(where, f"the rating '{said[:40]}'", why))
            return
        if VOICE not in self.found["participants"]:
            self.keep(Participant(id=VOICE, name="Ratings of the imported map"))
        self.keep(said_by(VOICE, touchpoint, valence))

    def _unknown(self, element: Element, known: set[str]) -> dict[str, Any]:
        """Return what is not known here as it will be written back, and say so."""
        strange = [child for child in element.children if child.name not in known]
        if not strange:
            return {}
        what = ", ".join(sorted({f"<{child.name}>" for child in strange}))
        self.losses.append(Loss(element.name, what, "kept for the way back; pages do not show it"))
        return {"kept": [child.written() for child in strange]}


class _Actors:
    """Who takes part: customers and providers, each by the id that the file gives them."""

    def __init__(self, element: Element | None, losses: list[Loss]) -> None:
        self.customers: dict[str, str] = {}
        self.providers: dict[str, str] = {}
        self.losses = losses
        for actor in element.children if element else []:
            id = actor.attributes.get("actorID", actor.attributes.get("actorIDref", "")).strip()
            name = actor.told("actorName") or actor.told("companyName")
            if actor.name == "endUser":
                named = name or ("" if id == NOBODY else id)
                self.customers[id] = line(named, f"actors/{id}", losses)
            else:
                named = name or ("" if id.startswith("provider") else id)
                self.providers[id] = line(named, f"actors/{id}", losses)

    def ids(self) -> dict[str, str]:
        return {name: id for id, name in {**self.providers, **self.customers}.items()}

    def sides(self, point: Element, where: str) -> tuple[str, str, str, bool]:
        """Return what the customer does, who is on the other side and does what, and who began."""
        sides = []
        for role in ("initiator", "receiver"):
            if (side := point.first(role)) is not None:
                refers = side.first("refersTo")
                attributes = refers.attributes if refers else {}
                id = attributes.get("actorIDref", attributes.get("actorID", "")).strip()
                if id and id not in self.customers and id not in self.providers:
                    self.providers[id] = id
                    self.losses.append(
                        Loss(where, f"the actor '{id[:60]}'", "the file does not list it")
                    )
                sides.append((id, side.told(f"{role}Label")))
        provided = [(id, label) for id, label in sides if id in self.providers]
        customer = [label for id, label in sides if id not in self.providers]
        name = next(filter(None, [*customer, *(label for _, label in provided)]), "")
        if not provided:
            return name, "", "", False
        id, label = provided[0]
        begun = bool(sides) and sides[0][0] in self.providers
        return name, self.providers[id], label if label != name else "", begun


def _valence(said: str) -> int | None:
    """Return a rating as a valence: 1 to 5, a signed number, or a word.

    >>> _valence("5"), _valence("-1"), _valence("Positive"), _valence("7")
    (2, -1, 1, None)
    """
    if said.lower() in _FEELINGS:
        return _FEELINGS[said.lower()]
    try:
        number = float(said.replace(",", "."))
    except ValueError:
        return None
    if 1 <= number <= 5 and not said.startswith("+"):
        return round(number) - 3
    return round(number) if -2 <= number <= 2 else None


def _took(stamps: Element | None) -> str:
    """Return how long it took, where two stamps say so: '2 h 5 min'."""
    if stamps is None:
        return ""
    for first, last in (("timeStarted", "timeCompleted"), ("timeOriginated", "timeConsumed"),
                        ("timeOriginated", "timeReceived")):  # fmt: skip
        try:
            begun = datetime.fromisoformat(stamps.told(first))
            ended = datetime.fromisoformat(stamps.told(last))
            minutes = round((ended - begun).total_seconds() / 60)
        except (ValueError, TypeError):
            continue
        if minutes >= 0:
            hours, rest = divmod(minutes, 60)
            parts = [f"{hours} h"] if hours else []
            return " ".join([*parts, f"{rest} min"] if rest or not hours else parts)
    return ""
