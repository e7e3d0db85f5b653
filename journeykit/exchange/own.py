"""The kit's own format: a whole workshop as JSON, versioned, made to be read and compared.

Collections are lists, entities stand in the order of the map, one field a line, and a field
that has its default value is left out, so that a change of one thing is a diff of one line.
`schema` is the JSON Schema of such a file; ``schema.json`` beside this module publishes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from journeykit.errors import Refused
from journeykit.exchange.assumptions import notice
from journeykit.exchange.files import text_of
from journeykit.exchange.losses import Loss
from journeykit.exchange.sound import sound
from journeykit.model import COLLECTIONS, Entity, Workshop, new_id

FORMAT = "journeykit"
VERSION = 1


def encode(workshop: Workshop, suffix: str) -> tuple[bytes, list[Loss]]:
    """Return the workshop as JSON; lost are only the answers of its surveys, which stay."""
    return dumps(workshop, notice(workshop)).encode(), answers_stay(workshop)


def decode(data: bytes, name: str) -> tuple[Workshop, list[Loss]]:
    """Read a workshop; raise `Refused` for anything that is not exactly one."""
    workshop = loads(text_of(data, name), name)
    return workshop, answers_stay(workshop)


def answers_stay(workshop: Workshop) -> list[Loss]:
    """Return the loss of each source whose answers are a dataset of a store."""
    return [
        Loss(f"sources/{source.id}", f"the answers of '{source.title}'",
             "the file holds their address only; they stay in the store they were attached to")
        for source in workshop.ordered("sources")
        if source.dataset
    ]  # fmt: skip


def dumps(workshop: Workshop, said: str = "") -> str:
    """Return the workshop as JSON text, with a ``notice`` for readers where one is given.

    >>> print(dumps(Workshop.new("Jacket", id="w")))
    {
      "format": "journeykit",
      "version": 1,
      "workshop": {
        "id": "w",
        "info": {
          "id": "info",
          "title": "Jacket"
        }
      }
    }
    <BLANKLINE>
    """
    body: dict[str, Any] = {"id": workshop.id}
    places: dict[str, int] = {}
    for collection in COLLECTIONS:
        if found := _in_map_order(workshop, collection, places):
            body[collection] = [
                {"id": entity.id, **entity.model_dump(mode="json", exclude_defaults=True)}
                for entity in found
            ]
    body["info"] = body["info"][0]
    remark = {"notice": said} if said else {}
    document = {"format": FORMAT, "version": VERSION, **remark, "workshop": body}
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def loads(text: str, name: str = "the file") -> Workshop:
    """Return the workshop that the JSON text holds; `name` is for the messages."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise Refused(f"'{name}' is not JSON: {error}.") from None
    except RecursionError:
        raise Refused(f"'{name}' is nested too deeply to be a workshop.") from None
    return sound(_workshop(_body(document, name), name))


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a file of this version, made from the model."""
    definitions: dict[str, Any] = {}
    properties: dict[str, Any] = {"id": {"type": "string", "pattern": r"^[A-Za-z0-9_.-]{1,80}$"}}
    for collection, kind in COLLECTIONS.items():
        made = kind.model_json_schema(mode="validation")
        made["required"] = sorted({"id", *made.get("required", ())})
        definitions |= made.pop("$defs", {})  # references are to the root of the file
        definitions[kind.__name__] = made
        properties[collection] = {
            "type": "array", "items": {"$ref": f"#/$defs/{kind.__name__}"},
        }  # fmt: skip
    properties["info"] = {"$ref": "#/$defs/Info"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A journeykit workshop",
        "type": "object",
        "required": ["format", "version", "workshop"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "notice": {"type": "string"},
            "workshop": {
                "type": "object",
                "required": ["id", "info"],
                "additionalProperties": False,
                "properties": properties,
            },
        },
        "$defs": definitions,
    }


def _in_map_order(workshop: Workshop, collection: str, places: dict[str, int]) -> list[Entity]:
    """Return the entities behind their owners' order, then by rank; note their places."""

    def place(entity: Entity) -> tuple[int, float, str]:
        owner = next((getattr(entity, field) for field in entity.owned_by), None)
        return places.get(f"{owner}", 0), entity.rank, entity.id

    found = sorted(workshop.entities(collection).values(), key=place)
    places.update({entity.id: number for number, entity in enumerate(found)})
    return found


def _body(document: Any, name: str) -> dict[str, Any]:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Refused(
            f'\'{name}\' is JSON, but not a journeykit workshop: no "format": "{FORMAT}".'
        )
    version = document.get("version")
    if version != VERSION or isinstance(version, bool):
        newer = isinstance(version, int) and version > VERSION
        way_out = "update journeykit" if newer else f"the version must be {VERSION}"
        raise Refused(
            f"'{name}' has version {json.dumps(version)}; this journeykit reads version "
            f"{VERSION}: {way_out}."
        )
    body = document.get("workshop")
    if not isinstance(body, dict):
        raise Refused(f"'{name}' holds no workshop.")
    if not isinstance(body.get("info"), dict):
        raise Refused(f"'{name}' has no info, so it is not a workshop.")
    if unknown := sorted((set(document) - {"format", "version", "notice", "workshop"}) | (
        set(body) - {"id", *COLLECTIONS}
    )):  # fmt: skip
        raise Refused(f"'{name}' has '{unknown[0]}', which version {VERSION} does not know.")
    return body


def _workshop(body: dict[str, Any], name: str) -> Workshop:
    made: dict[str, Any] = {}
    for collection in COLLECTIONS:
        entities: dict[str, Entity] = {}
        for entity in _entities(_listed(body, collection), collection, name):
            if entity.id in entities:
                raise Refused(f"'{name}': {collection} holds the id '{entity.id}' twice.")
            entities[entity.id] = entity
        made[collection] = entities
    try:
        return Workshop(id=body.get("id", new_id()), **made)
    except ValidationError as error:
        raise Refused(f"'{name}': {_words(error, 'workshop')}") from None


def _listed(body: dict[str, Any], collection: str) -> Any:
    return [body["info"]] if collection == "info" else body.get(collection, [])


def _entities(listed: Any, collection: str, name: str) -> Iterator[Entity]:
    if not isinstance(listed, list):
        raise Refused(f"'{name}': {collection} is not a list.")
    for number, data in enumerate(listed, start=1):
        if not isinstance(data, dict) or "id" not in data:
            raise Refused(f"'{name}': entry {number} of {collection} has no id.")
        try:
            yield COLLECTIONS[collection].model_validate(data)
        except ValidationError as error:
            at = f"{collection}/{data['id']}"
            raise Refused(f"'{name}': {_words(error, at)}") from None


def _words(error: ValidationError, at: str) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    got = repr(first["input"])
    got = got if len(got) <= 60 else got[:57] + "…"
    return f"{at}, {field}: {first['msg'].removeprefix('Value error, ')} (got {got})."


if __name__ == "__main__":  # renew the published schema
    place = Path(__file__).with_name("schema.json")
    place.write_text(json.dumps(schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
