"""The kinds of edit, as frozen values, and their JSON."""

from __future__ import annotations

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
from journeykit.model import COLLECTIONS, Entity, new_id


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
        raise Refused(broken_rule(error, "edit")) from None


def broken_rule(error: ValidationError, noun: str) -> str:
    """Say the first rule that a value breaks, and the value, in one sentence."""
    first = error.errors(include_url=False, include_context=False)[0]
    rule = first["msg"].removeprefix("Value error, ")
    noun = f"{noun[:1].upper()}{noun[1:]}"
    if not first["loc"]:  # a rule of the whole, which says itself what it got
        return f"{noun}: {rule}."
    got = repr(first["input"])
    got = got if len(got) <= 60 else got[:57] + "…"
    return f"{noun}, {'.'.join(str(part) for part in first['loc'])}: {rule} (got {got})."
