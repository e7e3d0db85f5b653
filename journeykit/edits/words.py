"""Edits in words, for history and undo."""

from __future__ import annotations

from journeykit.edits.kinds import Batch, Change, Edit, Put, Rate, Remove, Vote
from journeykit.model import COLLECTIONS, Workshop

#: what one person said of one thing: its id names the person, so the words leave it out
SECRET = ("ratings", "votes", "answers", "marks")


#: what facilitators do in a room, by collection, field and value; None is any other value
_ROOM: dict[tuple[str, str], dict[object, str]] = {
    ("info", "room"): {"open": "opened the room", "closed": "closed the room"},
    ("info", "wall"): {None: "changed what is on the wall"},
    ("info", "admission"): {None: "changed who comes in"},
    ("activities", "revealed"): {True: "revealed the {}", False: "hid again the {}"},
    ("activities", "ends_at"): {None: "changed the clock of the {}"},
    ("activities", "left_seconds"): {None: "changed the clock of the {}"},
    ("participants", "admitted"): {True: "let in the {}", False: "took out the {}"},
    ("participants", "left"): {True: "the {} left", False: "the {} came back"},
    ("participants", "role"): {
        "facilitator": "let the {} lead, too", "participant": "took the lead from the {}",
    },
}  # fmt: skip


def describe(edit: Edit, workshop: Workshop | None = None) -> str:
    """Say in a few words what an edit does, for history and undo.

    >>> describe(Change(collection="info", id="info", fields={"title": "Jacket"}))
    'changed title of the workshop'
    """
    match edit:
        case Put():
            noun = COLLECTIONS[edit.collection].noun
            if edit.collection in SECRET:
                return f"gave {'an' if noun[0] == 'a' else 'a'} {noun}"
            entity = COLLECTIONS[edit.collection].model_construct(**edit.entity)  # type: ignore[arg-type]
            return f"added the {entity.noun} '{entity.label}'"
        case Change() if said := _in_the_room(edit):
            return said.format(_name(edit, workshop))
        case Change():
            names = ", ".join(path.partition(".")[0].replace("_", " ") for path in edit.fields)
            moved = set(edit.fields) <= {"rank", "stage", "touchpoint", "lane"}
            verb = "moved" if moved else f"changed {names} of"
            return f"{verb} the {_name(edit, workshop)}"
        case Remove():
            return f"removed the {_name(edit, workshop)}"
        case Rate():
            return "rated a touchpoint" if edit.valence is not None else "took a rating back"
        case Vote():
            return "voted" if edit.dots else "took a vote back"
        case Batch():
            return edit.words or f"{describe(edit.edits[0], workshop)} and more"
    return "changed something"


def _in_the_room(edit: Change) -> str:
    for field, value in edit.fields.items():
        known = _ROOM.get((edit.collection, field), {})
        if found := (known.get(value) if isinstance(value, str | bool) else None) or known.get(
            None
        ):
            return found
    return ""


def _name(edit: Change | Remove, workshop: Workshop | None) -> str:
    noun = COLLECTIONS[edit.collection].noun
    if workshop is None or edit.collection in ("info", *SECRET):
        return noun
    entity = workshop.entities(edit.collection).get(edit.id)
    return f"{noun} '{entity.label}'" if entity else noun
