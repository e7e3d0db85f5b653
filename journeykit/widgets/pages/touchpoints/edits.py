"""Stages and touchpoints split, merged, doubled and listed, as edits. Functions of values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from journeykit.edits import Batch, Change, Edit, Put, next_rank, place, removal
from journeykit.errors import Refused
from journeykit.model import COLLECTIONS, Entity, Stage, Touchpoint, Workshop, new_id

#: what is joined when two stages become one; the first stage's name and target stay
_TEXTS = ("goal", "check_question")
_LISTS = ("information_needs", "emotions", "acceptance")


def add_stage(workshop: Workshop, journey: str, name: str) -> Edit:
    """Return the edit that puts a new stage last."""
    rank = next_rank(workshop.stages_of(journey))
    return Put.of(Stage(journey=journey, name=name, rank=rank))


def split(workshop: Workshop, stage: str, first: str, name: str) -> Batch:
    """Return the edits that make the touchpoints from `first` on a stage of their own.

    Cards of the whole stage stay with the first half. Raises `Refused` where one half would
    be empty.
    """
    old: Stage = workshop.get("stages", stage)
    order = [each.id for each in workshop.ordered("touchpoints", stage=stage)]
    if first not in order[1:]:
        raise Refused("Choose the touchpoint with which the new stage begins, not the first one.")
    siblings = workshop.stages_of(old.journey)
    made = Stage(journey=old.journey, name=name or f"{old.name} 2", rank=old.rank)
    index = [each.id for each in siblings].index(stage) + 1
    with_new = [*siblings[:index], made, *siblings[index:]]
    edits: list[Edit] = [Put.of(made)]
    edits += [_rank("stages", each, n) for n, each in enumerate(with_new, 1) if each.rank != n]
    edits += [
        Change(collection="touchpoints", id=id, fields={"stage": made.id})
        for id in order[order.index(first) :]
    ]
    return Batch(edits=tuple(edits), words=f"split the stage '{old.name}'")


def merge(workshop: Workshop, stage: str) -> Batch:
    """Return the edits that join a stage with the next one; what hangs on both is kept.

    Raises `Refused` for the last stage.
    """
    kept: Stage = workshop.get("stages", stage)
    siblings = workshop.stages_of(kept.journey)
    index = [each.id for each in siblings].index(stage) + 1
    if index == len(siblings):
        raise Refused(f"'{kept.name}' is the last stage; there is no next one to merge with.")
    gone = siblings[index]
    edits = [*_joined(kept, gone), *_moved(workshop, kept, gone)]
    edits.append(removal(_after(workshop, edits), "stages", gone.id))
    return Batch(edits=tuple(edits), words=f"merged '{kept.name}' with '{gone.name}'")


def _after(workshop: Workshop, edits: list[Edit]) -> Workshop:
    from journeykit.edits import apply

    return apply(workshop, Batch(edits=tuple(edits))) if edits else workshop


def _joined(kept: Stage, gone: Stage) -> Iterator[Edit]:
    """What the first stage takes over from the second one's own fields."""
    fields: dict[str, Any] = {}
    for name in _TEXTS:
        mine, theirs = getattr(kept, name), getattr(gone, name)
        if theirs and theirs != mine:
            fields[name] = f"{mine}\n{theirs}".strip()
    for name in _LISTS:
        both = list(dict.fromkeys([*getattr(kept, name), *getattr(gone, name)]))
        if both != list(getattr(kept, name)):
            fields[name] = both
    if not kept.target_emotion and gone.target_emotion:
        fields |= {"target_emotion": gone.target_emotion, "target_valence": gone.target_valence}
    if fields:
        yield Change(collection="stages", id=kept.id, fields=fields)


def _moved(workshop: Workshop, kept: Stage, gone: Stage) -> Iterator[Edit]:
    """Everything that names the second stage names the first one, in its order, behind."""
    for kind in COLLECTIONS.values():
        fields = [
            name for name, to in (*kind.owned_by.items(), *kind.cites.items()) if to == "stages"
        ]
        for name in fields:
            own = workshop.ordered(kind.collection, **{name: kept.id})
            rank = next_rank(own)
            for each in workshop.ordered(kind.collection, **{name: gone.id}):
                changed = {name: kept.id, "rank": rank}
                yield Change(collection=kind.collection, id=each.id, fields=changed)
                rank += 1


def _rank(collection: str, entity: Entity, rank: int) -> Change:
    return Change(collection=collection, id=entity.id, fields={"rank": float(rank)})


def what_goes(workshop: Workshop, stage: str) -> str:
    """Say what is removed together with a stage, and what only loses its place.

    >>> what_goes(Workshop(stages={"s": Stage(id="s", journey="j", name="Buy")}), "s")
    "Delete the stage 'Buy'? Nothing else hangs on it."
    """
    name = workshop.stages[stage].name
    points = {each.id for each in workshop.touchpoints.values() if each.stage == stage}
    gone = {
        "touchpoint": len(points),
        "card": sum(n.stage == stage or n.touchpoint in points for n in workshop.notes.values()),
        "rating": sum(each.touchpoint in points for each in workshop.ratings.values()),
        "survey link": sum(
            each.stage == stage or each.touchpoint in points for each in workshop.links.values()
        ),
        "path": sum(p.start in points or p.end in points for p in workshop.paths.values()),
    }
    loose = sum(each.touchpoint in points for each in workshop.findings.values())
    loose += sum(each.touchpoint in points for each in workshop.actions.values())
    listed = [counted(n, noun) for noun, n in gone.items() if n]
    text = f"{', '.join(listed)} go with it." if listed else "Nothing else hangs on it."
    if loose:
        text += f" {counted(loose, 'finding or action')} stay, without their place."
    return f"Delete the stage '{name}'? {text}"


def counted(n: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "card"), counted(2, "card")
    ('1 card', '2 cards')
    """
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def from_template(workshop: Workshop, journey: str, template: str, *, all: bool) -> Batch:
    """Return the edits that put a template's stages into a journey, with everything if `all`."""
    from journeykit import library

    made = library.start(template, workshop.title)
    rank = next_rank(workshop.stages_of(journey))
    edits: list[Edit] = [
        Put.of(stage.model_copy(update={"journey": journey, "rank": rank + n}))
        for n, stage in enumerate(made.ordered("stages"))
    ]
    if all:
        for collection in ("touchpoints", "notes", "paths"):
            edits += [Put.of(each) for each in made.ordered(collection)]
    return Batch(edits=tuple(edits), words=f"took the stages of '{template}'")


def touchpoint(workshop: Workshop, stage: str, name: str, **fields: Any) -> Edit:
    """Return the edit that puts a new touchpoint last in a stage."""
    rank = next_rank(workshop.ordered("touchpoints", stage=stage))
    return Put.of(Touchpoint(stage=stage, name=name, rank=rank, **fields))


def from_catalogue(workshop: Workshop, stage: str, key: str) -> Edit:
    """Return the edit that adds a touchpoint of the catalogue to a stage."""
    from journeykit import library

    entry = library.catalogue("touchpoints").get(key)
    if entry is None:
        raise Refused(f"The catalogue has no touchpoint '{key}'.")
    return touchpoint(
        workshop, stage, entry.title, channel=entry.channel, presence=entry.presence,
        phase=entry.phase,
    )  # fmt: skip


def several(workshop: Workshop, stage: str, text: str) -> Batch:
    """Return the edits that add one touchpoint a line, "name; channel" where that is given.

    The channel brings online or offline with it where the catalogue of channels knows it.
    Raises `Refused` when there is no line.
    """
    rank = next_rank(workshop.ordered("touchpoints", stage=stage))
    edits: list[Edit] = []
    known = channels()
    for line in text.splitlines():
        name, _, channel = line.strip(" \t-•*–").partition(";")
        if not name.strip():
            continue
        title, presence = known.get(channel.strip().casefold(), (channel.strip(), None))
        made = Touchpoint(stage=stage, name=name, channel=title, presence=presence,
                          rank=rank + len(edits))  # fmt: skip
        edits.append(Put.of(made))
    if not edits:
        raise Refused("Write one touchpoint a line.")
    return Batch(edits=tuple(edits), words=f"added {counted(len(edits), 'touchpoint')}")


def channels() -> dict[str, tuple[str, Any]]:
    """The channels of the catalogue by their folded title: title and presence."""
    from journeykit import library

    entries = library.catalogue("channels").entries
    return {entry.title.casefold(): (entry.title, entry.presence) for entry in entries}


def duplicate(workshop: Workshop, id: str) -> Batch:
    """Return the edits that put a copy of a touchpoint, with its cards, behind it."""
    old: Touchpoint = workshop.get("touchpoints", id)
    copy = old.model_copy(update={"id": new_id(), "name": f"{old.name[:290]} (copy)"})
    siblings = workshop.ordered("touchpoints", stage=old.stage)
    index = [each.id for each in siblings].index(id) + 1
    with_copy = [*siblings[:index], copy, *siblings[index:]]
    edits: list[Edit] = [Put.of(copy)]
    edits += [_rank("touchpoints", each, n) for n, each in enumerate(with_copy, 1)]
    edits += [
        Put.of(note.model_copy(update={"id": new_id(), "touchpoint": copy.id}))
        for note in workshop.ordered("notes", touchpoint=id)
    ]
    return Batch(edits=tuple(edits), words=f"doubled '{old.name}'")


def move_touchpoint(workshop: Workshop, id: str, stage: str, index: int) -> list[Edit]:
    """Return the edits that put a touchpoint at a place of a stage."""
    there = workshop.ordered("touchpoints", stage=stage)
    edits: list[Edit] = []
    if workshop.get("touchpoints", id).stage != stage:
        edits.append(Change(collection="touchpoints", id=id, fields={"stage": stage}))
    return [*edits, place(workshop, "touchpoints", id, there, index)]
