"""Mermaid `journey` (`.mmd`): sections, tasks, a score of 1 to 5 and who acts.

Labels lose the signs that end them there (``:`` ``#`` ``;``); a task that nobody has rated
gets the middle score, which Mermaid asks for, and a comment that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median
from typing import Any

from journeykit.errors import Refused
from journeykit.exchange.assumptions import marked, notice, unmarked
from journeykit.exchange.files import text_of
from journeykit.exchange.leftover import leftover
from journeykit.exchange.losses import Loss
from journeykit.exchange.one_line import line, said_by
from journeykit.exchange.sound import sound
from journeykit.model import (
    Info,
    Journey,
    Participant,
    Persona,
    Rating,
    Stage,
    Touchpoint,
    Workshop,
    new_id,
)

CARRIES: dict[str, tuple[str, ...]] = {
    "info": ("title",),
    "personas": ("name",),
    "journeys": ("persona",),
    "stages": ("journey", "name"),
    "touchpoints": ("stage", "name"),
    "ratings": ("participant", "touchpoint", "valence"),
    "participants": ("name",),
}
#: who felt what the scores of a file say
VOICE = "mermaid-score"
UNRATED = "%% nobody has rated this"
_SIGNS = re.compile(r"[:#;\s]+")
_WORD = re.compile(r"(?:title|section|journey|acctitle|accdescr)\b|%%", re.I)
_MOST_LINES = 20_000


def encode(workshop: Workshop, suffix: str) -> tuple[bytes, list[Loss]]:
    """Return the current journey as a Mermaid diagram."""
    journey = workshop.current_journey()
    if journey is None:
        raise Refused(f"'{workshop.title}' has no journey yet, so there is nothing to draw.")
    losses = _losses(workshop, journey)
    persona = workshop.personas[journey.persona] if journey.persona else None
    actor = _label(persona.name, f"personas/{persona.id}", losses, ",") if persona else ""
    title = _label(workshop.title, "info", losses)
    lines = [f"%% {said}"] if (said := notice(workshop)) else []
    lines += ["journey", f"    title {marked(title, workshop)}"]
    for stage in workshop.stages_of(journey.id):
        lines.append(f"    section {_label(stage.name, f'stages/{stage.id}', losses)}")
        for touchpoint in workshop.ordered("touchpoints", stage=stage.id):
            name = _label(touchpoint.name, f"touchpoints/{touchpoint.id}", losses)
            felt = [r.valence for r in workshop.ratings.values() if r.touchpoint == touchpoint.id]
            if not felt:
                lines.append(f"      {UNRATED}")
            score = round(median(felt)) + 3 if felt else 3
            lines.append(f"      {name}: {score}: {actor}" if actor else f"      {name}: {score}")
    return ("\n".join(lines) + "\n").encode(), losses


def _label(text: str, where: str, losses: list[Loss], more: str = "") -> str:
    """Return a text that Mermaid reads as one label, and note when it had to change."""
    made = _SIGNS.sub(" ", text.translate({ord(sign): " " for sign in more})).strip()
    if _WORD.match(made):
        made = f"– {made}"
    made = made or "…"
    if made != text:
        losses.append(Loss(where, f"'{text[:60]}'", f"Mermaid's labels hold '{made[:60]}'"))
    return made


def _losses(workshop: Workshop, journey: Journey) -> list[Loss]:
    touchpoints = {one.id for one in workshop.touchpoints_of(journey.id)}
    only: dict[str, Any] = {
        "journeys": {journey.id}, "personas": {journey.persona}, "participants": {VOICE},
        "stages": {stage.id for stage in workshop.stages_of(journey.id)},
        "touchpoints": touchpoints, "ratings": {f"{VOICE}.{id}" for id in touchpoints},
    }  # fmt: skip
    why = "Mermaid holds one journey: sections, tasks, scores, actors"
    losses = leftover(workshop, CARRIES, why, only)
    if {rating.participant for rating in workshop.ratings.values()} - {VOICE}:
        losses.append(
            Loss("ratings", "who rated how", "Mermaid has one score a task: the median, 1 to 5")
        )
    return losses


# ---- reading


def decode(data: bytes, name: str) -> tuple[Workshop, list[Loss]]:
    """Read a diagram; comments, directives, front matter and a fence around it are passed over."""
    losses: list[Loss] = []
    made = _Made(losses)
    begun = False
    for number, said in _lines(text_of(data, name), name):
        if not begun:
            if said != "journey":
                raise Refused(
                    f"'{name}', line {number}: a journey diagram begins with 'journey' "
                    f"(got '{said[:40]}')."
                )
            begun = True
        else:
            made.take(said, number)
    if not begun:
        raise Refused(f"'{name}' holds no journey diagram.")
    return sound(made.workshop()), losses


def _lines(text: str, name: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, with their numbers; a title of the head too."""
    lines = text.splitlines()
    if len(lines) > _MOST_LINES:
        raise Refused(f"'{name}' has {len(lines):,} lines; at most {_MOST_LINES:,} are read.")
    inside = ""  # what a passed-over block ends with
    title = ""
    first = next((at for at, each in enumerate(lines) if each.strip()), 0)
    for number, each in enumerate(lines, start=1):
        said = each.strip()
        if inside:
            if inside == "---" and said.startswith("title:"):
                title = said.partition(":")[2].strip().strip("\"'")
            inside = "" if said.endswith(inside) else inside
        elif said == "---" and number == first + 1:
            inside = "---"
        elif said.startswith("%%{") and not said.endswith("}%%"):
            inside = "}%%"
        elif re.match(r"accDescr\s*\{", said, re.I):
            inside = "" if said.endswith("}") else "}"
        elif said == UNRATED:
            yield number, said
        elif said and not said.startswith(("%%", "```", "accTitle", "accDescr")):
            yield number, said
            if said == "journey" and title:
                yield number, f"title {title}"
                title = ""


class _Made:
    """What the lines of a diagram become."""

    def __init__(self, losses: list[Loss]) -> None:
        self.losses = losses
        self.title = ""
        self.journey = new_id()
        self.stages: list[Stage] = []
        self.touchpoints: list[Touchpoint] = []
        self.ratings: list[Rating] = []
        self.actors: dict[str, int] = {}
        self.unrated = False

    def take(self, said: str, number: int) -> None:
        where = f"line {number}"
        word, _, rest = said.partition(" ")
        if said == UNRATED:
            self.unrated = True
        elif word.lower() == "title":
            self.title = line(unmarked(rest.strip()), where, self.losses)
        elif word.lower() == "section":
            self._stage(line(rest, where, self.losses, f"Stage {len(self.stages) + 1}"))
        else:
            self._task(said, where)

    def _stage(self, name: str) -> None:
        self.stages.append(
            Stage(journey=self.journey, name=name, rank=len(self.stages), id=new_id())
        )

    def _task(self, said: str, where: str) -> None:
        task, _, rest = said.partition(":")
        score, _, actors = rest.partition(":")
        if not self.stages:
            self._stage("Journey")
            self.losses.append(Loss(where, "the section", "tasks stood before one; it was made"))
        touchpoint = Touchpoint(
            id=new_id(), stage=self.stages[-1].id, rank=len(self.touchpoints),
            name=line(task, where, self.losses, "Touchpoint"),
        )  # fmt: skip
        self.touchpoints.append(touchpoint)
        for actor in filter(None, (each.strip() for each in actors.split(","))):
            self.actors[actor] = self.actors.get(actor, 0) + 1
        if self.unrated:
            self.unrated = False
        elif (valence := self._valence(score.strip(), where)) is not None:
            self.ratings.append(said_by(VOICE, touchpoint.id, valence))

    def _valence(self, score: str, where: str) -> int | None:
        try:
            number = float(score)
        except ValueError:
            number = float("nan")
        if number != number:
            self.losses.append(Loss(where, f"the score '{score[:40]}'", "it is no number"))
            return None
        if not 1 <= number <= 5:
            self.losses.append(
                Loss(where, f"the score {score[:40]}", "it is not on 1 to 5; taken as its end")
            )
        return round(max(1.0, min(5.0, number))) - 3

    def workshop(self) -> Workshop:
        named = [line(actor, "actors", self.losses) for actor in self.actors]
        personas = [Persona(id=new_id(), name=name, rank=at) for at, name in enumerate(named)]
        main = max(self.actors, key=lambda actor: self.actors[actor], default=None)
        persona = personas[list(self.actors).index(main)].id if main is not None else None
        if len(personas) > 1:
            self.losses.append(
                Loss("actors", "who does which task", f"the journey is that of '{main}'")
            )
        title = self.title or "Imported journey"
        voices = [Participant(id=VOICE, name="Scores of the imported map")] if self.ratings else []
        return Workshop(
            id=new_id(), info={"info": Info(title=title)},
            personas={one.id: one for one in personas},
            journeys={self.journey: Journey(id=self.journey, title=title, persona=persona)},
            stages={one.id: one for one in self.stages},
            touchpoints={one.id: one for one in self.touchpoints},
            ratings={one.id: one for one in self.ratings},
            participants={one.id: one for one in voices},
        )  # fmt: skip
