"""Cards of the room become parts of the map: touchpoints, actions, lines of a persona.

The card stays, so that nothing that somebody wrote is lost and every row can be counted.
"""

from __future__ import annotations

from journeykit.edits import Batch, Change, Edit, Put, next_rank
from journeykit.errors import Refused
from journeykit.model import Action, Finding, Note, Persona, Touchpoint, Workshop
from journeykit.room.planning import EMPATHY


def into_touchpoint(workshop: Workshop, id: str, stage: str) -> Edit:
    """Return the edit by which a card becomes a touchpoint of a stage; the card moves to it."""
    note: Note = workshop.get("notes", id)
    at = workshop.get("stages", stage)
    rank = next_rank(workshop.ordered("touchpoints", stage=stage))
    made = Touchpoint(stage=stage, name=_line(note.text), rank=rank)
    moved = Change(collection="notes", id=id, fields={"touchpoint": made.id, "stage": None})
    words = f"made the touchpoint '{made.name}' in {at.name} of a card"
    return Batch(edits=(Put.of(made), moved), words=words)


def into_action(workshop: Workshop, id: str) -> Edit:
    """Return the edit by which a finding gets an action that answers it."""
    finding: Finding = workshop.get("findings", id)
    if any(id in one.findings for one in workshop.actions.values()):
        raise Refused(f"'{finding.title}' has an action already.")
    rank = next_rank(workshop.ordered("actions"))
    made = Action(title=finding.title, findings=(id,), rank=rank)
    return Batch(edits=(Put.of(made),), words=f"made an action of '{finding.title}'")


def into_persona(workshop: Workshop, id: str, persona: str) -> Edit:
    """Return the edit by which a card goes into a persona's empathy map."""
    note: Note = workshop.get("notes", id)
    who: Persona = workshop.get("personas", persona)
    if note.lane not in EMPATHY:
        raise Refused("Only what a persona says, thinks, does or feels goes into the empathy map.")
    field, line = EMPATHY[note.lane], _line(note.text)
    known = getattr(who, field)
    if line in known:
        raise Refused(f"This stands in the empathy map of {who.name} already.")
    change = Change(collection="personas", id=persona, fields={field: [*known, line]})
    return Batch(edits=(change,), words=f"took a card into the empathy map of {who.name}")


def _line(text: str) -> str:
    lines = text.strip().splitlines()
    if not lines:
        raise Refused("This card is empty.")
    return lines[0][:300]


__all__ = ["into_action", "into_persona", "into_touchpoint"]
