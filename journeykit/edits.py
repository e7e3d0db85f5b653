"""Edits: the few ways in which a workshop changes.

A workshop's state is the fold of its edits. `apply` takes a workshop and an edit and returns
the new workshop and the edit that takes it back; what breaks a rule is `Refused` and changes
nothing. Edits are generic over the collections of `journeykit.model`:

=========  ==================================================================
`Put`      puts an entity in, or replaces the one with the same id
`Change`   sets fields of one entity; fields not named stay as they are, so two
           people's edits to different fields lose neither
`Remove`   takes out an entity that nothing depends on (`removal` makes the batch
           that takes its dependents out first)
`Rate`     one participant's rating of a touchpoint; a second one replaces the first
`Vote`     one participant's dots for an item; 0 takes them back
`Batch`    several edits that stand or fall together and are undone together
=========  ==================================================================

Order is the field ``rank``, so moving is a `Change`; `place` computes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    SerializerFunctionWrapHandler,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_serializer,
)

from journeykit.errors import Refused
from journeykit.model import COLLECTIONS, Entity, Rating, Workshop, new_id
from journeykit.model import Vote as VoteEntity


class _Edit(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Guarded(_Edit):
    """An edit that can say what its author saw; unsaid, it is left out of the JSON."""

    @model_serializer(mode="wrap")
    def _without_unsaid(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = handler(self)
        if data.get("was") is None:
            data.pop("was", None)
        return data


class Put(_Guarded):
    """Put an entity in, or replace the one that has its id.

    ``was``, where given, is the entity that it replaces, ``{}`` for none; when it is not as
    it was, the edit is refused. Undo relies on it. An entity without an id gets one here,
    so that folding the edit again makes the same entity.
    """

    kind: Literal["put"] = "put"
    collection: str
    entity: dict[str, JsonValue]
    was: dict[str, JsonValue] | None = None

    @field_validator("entity")
    @classmethod
    def _identified(cls, entity: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        known = COLLECTIONS.get(info.data.get("collection", ""))
        if "id" in entity or known is None or not known.drawn_id:
            return entity
        return {"id": new_id(), **entity}

    @classmethod
    def of(cls, entity: Entity, was: dict[str, Any] | None = None) -> Put:
        """Return the edit that puts `entity` in."""
        return cls(collection=entity.collection, entity=entity.model_dump(mode="json"), was=was)


class Change(_Guarded):
    """Set fields of one entity; ``"evidence.goals"`` sets one key of a mapping field.

    ``was``, where given, is what the author saw. A field that somebody else has changed
    since is then refused instead of being overwritten in silence; undo relies on it.
    """

    kind: Literal["change"] = "change"
    collection: str
    id: str
    fields: dict[str, JsonValue]
    was: dict[str, JsonValue] | None = None


class Remove(_Guarded):
    """Take an entity out; refused while another entity depends on it or cites it.

    ``was``, where given, is the entity that its author saw, as in `Put`.
    """

    kind: Literal["remove"] = "remove"
    collection: str
    id: str
    was: dict[str, JsonValue] | None = None


class Rate(_Edit):
    """What a participant believes the customer feels; ``valence=None`` takes it back."""

    kind: Literal["rate"] = "rate"
    participant: str
    touchpoint: str
    valence: int | None
    arousal: float | None = None
    labels: tuple[str, ...] = ()


class Vote(_Edit):
    """A participant's dots for a finding or an action; 0 takes them back."""

    kind: Literal["vote"] = "vote"
    participant: str
    item: str
    dots: int


class Batch(_Edit):
    """Edits that stand or fall together, with the words that history shows for them."""

    kind: Literal["batch"] = "batch"
    edits: tuple[Edit, ...]
    words: str = ""


Edit = Annotated[Put | Change | Remove | Rate | Vote | Batch, Field(discriminator="kind")]
Batch.model_rebuild()
_ADAPTER: TypeAdapter[Edit] = TypeAdapter(Edit)


def to_json(edit: Edit) -> str:
    """Return the edit as one line of JSON.

    >>> to_json(Remove(collection="notes", id="n1"))
    '{"kind":"remove","collection":"notes","id":"n1"}'
    """
    return _ADAPTER.dump_json(edit).decode()


def from_json(text: str | bytes) -> Edit:
    """Read an edit from JSON; raise `Refused` when it is not one."""
    try:
        return _ADAPTER.validate_json(text)
    except ValidationError as error:
        raise Refused(_words(error, "edit")) from None


def apply(workshop: Workshop, edit: Edit) -> Workshop:
    """Return the workshop with the edit folded in; raise `Refused` and change nothing.

    >>> from journeykit.model import Workshop
    >>> w = Workshop.new("Jacket", id="w")
    >>> apply(w, Change(collection="info", id="info", fields={"scope": "Online"})).about.scope
    'Online'
    """
    return fold(workshop, edit)[0]


def inverse(workshop: Workshop, edit: Edit) -> Edit:
    """Return the edit that takes `edit` back from the workshop that it makes."""
    return fold(workshop, edit)[1]


def fold(workshop: Workshop, edit: Edit) -> tuple[Workshop, Edit]:
    """Return the workshop with `edit` folded in, and the edit that undoes exactly that."""
    match edit:
        case Put():
            return _put(workshop, edit)
        case Change():
            return _change(workshop, edit)
        case Remove():
            return _remove(workshop, edit)
        case Rate():
            return _rate(workshop, edit)
        case Vote():
            return _vote(workshop, edit)
        case Batch():
            return _batch(workshop, edit)
    raise Refused(f"There is no edit of the kind '{type(edit).__name__}'.")


def _put(workshop: Workshop, edit: Put) -> tuple[Workshop, Edit]:
    kind = _kind(edit.collection)
    entity = _valid(kind, edit.entity)
    if kind.collection == "info" and entity.id != "info":
        raise Refused("A workshop has one description, with the id 'info'.")
    _check_references(workshop, entity)
    before = workshop.entities(edit.collection).get(entity.id)
    _check_seen(before or entity, _dump(before), edit.was)
    now = _dump(entity)
    back: Edit = (
        Remove(collection=edit.collection, id=entity.id, was=now)
        if before is None
        else Put.of(before, was=now)
    )
    return _with(workshop, edit.collection, entity.id, entity), back


def _change(workshop: Workshop, edit: Change) -> tuple[Workshop, Edit]:
    before = _get(workshop, edit.collection, edit.id)
    if not edit.fields:
        raise Refused("A change names at least one field.")
    data = before.model_dump(mode="json")
    old: dict[str, JsonValue] = {}
    for path, value in edit.fields.items():
        name, dot, key = path.partition(".")
        if name == "id":
            raise Refused("The id of an entity never changes.")
        if name not in data or (dot and not (key.strip() and isinstance(data[name], dict))):
            raise Refused(f"A {before.noun} has no field '{path}'.")
        if dot and (name in edit.fields or key != key.strip()):
            raise Refused(f"A change sets '{name}' as a whole or by its keys, once each.")
        holder, slot = (data[name], key) if key else (data, name)
        old[path] = holder.get(slot)
        if edit.was is not None and path in edit.was and edit.was[path] != old[path]:
            raise Refused(f"Somebody has changed '{name}' of '{before.label}' since.")
        if key and value is None:
            holder.pop(slot, None)
        else:
            holder[slot] = value
    entity = _valid(type(before), data)
    _check_references(workshop, entity)
    after = entity.model_dump(mode="json")
    seen = {path: _look(after, path) for path in edit.fields}
    back = Change(collection=edit.collection, id=edit.id, fields=old, was=seen)
    return _with(workshop, edit.collection, edit.id, entity), back


def _dump(entity: Entity | None) -> dict[str, Any]:
    return {} if entity is None else entity.model_dump(mode="json")


def _check_seen(
    entity: Entity, there: dict[str, JsonValue], was: dict[str, JsonValue] | None
) -> None:
    if was is not None and was != there:
        raise Refused(f"Somebody has changed the {entity.noun} '{entity.label}' since.")


def _look(data: dict[str, Any], path: str) -> Any:
    name, _, key = path.partition(".")
    return data[name].get(key) if key else data[name]


def _remove(workshop: Workshop, edit: Remove) -> tuple[Workshop, Edit]:
    before = _get(workshop, edit.collection, edit.id)
    if edit.collection == "info":
        raise Refused("The description of a workshop cannot be removed.")
    if edit.was is not None:
        _check_seen(before, _dump(before), edit.was)
    if users := list(_users(workshop, edit.collection, edit.id)):
        other, field = users[0]
        raise Refused(
            f"'{before.label}' is still used by {len(users)} other "
            f"{'entry' if len(users) == 1 else 'entries'}, first by the {other.noun} "
            f"'{other.label}' ({field})."
        )
    return _with(workshop, edit.collection, edit.id, None), Put.of(before, was={})


def _keyed(workshop: Workshop, entity: Entity, keep: bool) -> tuple[Workshop, Edit]:
    before = workshop.entities(entity.collection).get(entity.id)
    if keep:
        return _put(workshop, Put.of(entity))
    if before is None:
        raise Refused(f"There is no {entity.noun} to take back.")
    return _with(workshop, entity.collection, entity.id, None), Put.of(before, was={})


def _rate(workshop: Workshop, edit: Rate) -> tuple[Workshop, Edit]:
    data = {
        "participant": edit.participant,
        "touchpoint": edit.touchpoint,
        "valence": edit.valence or 0,
        "arousal": edit.arousal,
        "labels": edit.labels,
    }
    return _keyed(workshop, _valid(Rating, data), keep=edit.valence is not None)


def _vote(workshop: Workshop, edit: Vote) -> tuple[Workshop, Edit]:
    data = {"participant": edit.participant, "item": edit.item, "dots": edit.dots}
    return _keyed(workshop, _valid(VoteEntity, data), keep=edit.dots != 0)


def _batch(workshop: Workshop, edit: Batch) -> tuple[Workshop, Edit]:
    if not edit.edits:
        raise Refused("There is nothing to change.")
    back: list[Edit] = []
    for part in edit.edits:
        workshop, undo = fold(workshop, part)
        back.append(undo)
    return workshop, Batch(edits=tuple(reversed(back)), words=edit.words)


def removal(workshop: Workshop, collection: str, id: str) -> Batch:
    """Return the batch that removes an entity: what it owns goes, what cites it lets go.

    >>> w = Workshop.new("Jacket", id="w")
    >>> w = apply(w, Put(collection="journeys", entity={"id": "j"}))
    >>> w = apply(w, Put(collection="stages", entity={"id": "s", "journey": "j"}))
    >>> [edit.id for edit in removal(w, "journeys", "j").edits]
    ['s', 'j']
    """
    label = _get(workshop, collection, id).label
    edits: list[Edit] = []
    _take_out(workshop, collection, id, edits)
    return Batch(edits=tuple(edits), words=f"removed '{label}'")


def _take_out(workshop: Workshop, collection: str, id: str, edits: list[Edit]) -> Workshop:
    while users := list(_users(workshop, collection, id)):
        user, field = users[0]
        if field in user.owned_by or isinstance(user, VoteEntity):
            workshop = _take_out(workshop, user.collection, user.id, edits)
            continue
        let_go = Change(
            collection=user.collection, id=user.id, fields={field: _without(user, field, id)}
        )
        workshop = apply(workshop, let_go)
        edits.append(let_go)
    gone = Remove(collection=collection, id=id)
    edits.append(gone)
    return apply(workshop, gone)


def place(
    workshop: Workshop, collection: str, id: str, siblings: Sequence[Entity], index: int
) -> Edit:
    """Return the edit that puts an entity at `index` among its ordered `siblings`.

    The rank lies half-way between its neighbors; where there is no number left between
    them, all siblings get whole numbers anew, in one batch.
    """
    others = [entity for entity in siblings if entity.id != id]
    index = max(0, min(index, len(others)))
    low = others[index - 1].rank if index else (others[0].rank - 2 if others else 0.0)
    high = others[index].rank if index < len(others) else low + 2
    rank = (low + high) / 2
    if low < rank < high:
        return Change(collection=collection, id=id, fields={"rank": rank})
    order = [entity.id for entity in others]
    order.insert(index, id)
    return Batch(
        edits=tuple(
            Change(collection=collection, id=each, fields={"rank": float(n)})
            for n, each in enumerate(order, start=1)
        ),
        words=f"moved '{_get(workshop, collection, id).label}'",
    )


def next_rank(siblings: Sequence[Entity]) -> float:
    """Return the rank that puts a new entity behind its siblings.

    >>> next_rank([])
    1.0
    """
    return max((entity.rank for entity in siblings), default=0.0) + 1


def describe(edit: Edit, workshop: Workshop | None = None) -> str:
    """Say in a few words what an edit does, for history and undo.

    >>> describe(Change(collection="info", id="info", fields={"title": "Jacket"}))
    'changed title of the workshop'
    """
    match edit:
        case Put():
            entity = COLLECTIONS[edit.collection].model_construct(**edit.entity)  # type: ignore[arg-type]
            return f"added the {entity.noun} '{entity.label}'"
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


def _name(edit: Change | Remove, workshop: Workshop | None) -> str:
    noun = COLLECTIONS[edit.collection].noun
    if workshop is None or edit.collection == "info":
        return noun
    entity = workshop.entities(edit.collection).get(edit.id)
    return f"{noun} '{entity.label}'" if entity else noun


def _kind(collection: str) -> type[Entity]:
    try:
        return COLLECTIONS[collection]
    except KeyError:
        raise Refused(f"There is no collection '{collection}'.") from None


def _get(workshop: Workshop, collection: str, id: str) -> Any:
    kind = _kind(collection)
    try:
        return workshop.entities(collection)[id]
    except KeyError:
        raise Refused(f"This {kind.noun} is not there any more; somebody removed it.") from None


def _valid(kind: type[Entity], data: dict[str, Any]) -> Entity:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise Refused(_words(error, kind.noun)) from None


def _words(error: ValidationError, noun: str) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    rule = first["msg"].removeprefix("Value error, ")
    noun = f"{noun[:1].upper()}{noun[1:]}"
    if not first["loc"]:  # a rule of the whole, which says itself what it got
        return f"{noun}: {rule}."
    got = repr(first["input"])
    got = got if len(got) <= 60 else got[:57] + "…"
    return f"{noun}, {'.'.join(str(part) for part in first['loc'])}: {rule} (got {got})."


def _with(workshop: Workshop, collection: str, id: str, entity: Entity | None) -> Workshop:
    mapping = dict(workshop.entities(collection))
    if entity is None:
        del mapping[id]
    else:
        mapping[id] = entity
    return workshop.model_copy(update={collection: mapping})


def references(entity: Entity) -> Iterator[tuple[str, str, str]]:
    """Yield (field, collection, id) of everything that the entity names."""
    for field, collection in (*entity.owned_by.items(), *entity.cites.items()):
        value = getattr(entity, field)
        for id in (value,) if isinstance(value, str) else value or ():
            yield field, collection, id
    for attribute, ids in getattr(entity, "evidence", {}).items():
        for id in ids:
            yield f"evidence.{attribute}", "sources", id


def _check_references(workshop: Workshop, entity: Entity) -> None:
    if isinstance(entity, Rating | VoteEntity) and entity.id != entity.own_id:
        raise Refused(
            f"A {entity.noun} has the id of its participant and what it is for, "
            f"'{entity.own_id}' (got '{entity.id}')."
        )
    if isinstance(entity, VoteEntity) and not (
        entity.item in workshop.findings or entity.item in workshop.actions
    ):
        raise Refused("A vote goes to a finding or an action; this one is not there any more.")
    for field, collection, id in references(entity):
        if id not in workshop.entities(collection):
            noun = COLLECTIONS[collection].noun
            raise Refused(
                f"{entity.noun.capitalize()} '{entity.label}', {field}: "
                f"the {noun} '{id}' is not in the workshop."
            )


def _users(workshop: Workshop, collection: str, id: str) -> Iterator[tuple[Entity, str]]:
    """Yield every entity, and its field, that names the given one."""
    for kind in COLLECTIONS.values():
        targets = {*kind.owned_by.values(), *kind.cites.values()}
        if "evidence" in kind.model_fields:
            targets.add("sources")
        votes = kind is VoteEntity and collection in ("findings", "actions")
        if collection not in targets and not votes:
            continue
        for entity in workshop.entities(kind.collection).values():
            for field, named, other in references(entity):
                if other == id and named == collection:
                    yield entity, field
            if votes and entity.item == id:
                yield entity, "item"


def _without(entity: Entity, field: str, id: str) -> JsonValue:
    name, _, key = field.partition(".")
    value = getattr(entity, name)
    value = value[key] if key else value
    if isinstance(value, tuple):
        return [other for other in value if other != id] or (None if key else [])
    return None
