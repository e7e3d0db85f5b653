"""The finished example workshops, ready to be copied into a store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from journeykit import library
from journeykit.errors import Missing
from journeykit.model import Workshop, new_id

if TYPE_CHECKING:
    from journeykit.store import Store


def names() -> list[str]:
    """Return the names of the examples.

    >>> names()
    ['b2b', 'b2c', 'clothing', 'food', 'student']
    """
    return sorted(path.parent.name for path in library.folder("examples").glob("*/workshop.json"))


def title(name: str) -> str:
    """Return the title of an example, for a list to choose from.

    >>> title("clothing")
    'Online clothing: buying a winter jacket'
    """
    return _read(name).title


def load(store: Store, name: str, *, once: bool = False, author: str = "") -> str:
    """Put a copy of an example, with the answers of its survey, into the store; return its id.

    Each call makes a new copy. ``once`` opens the copy that an earlier call with ``once`` made,
    as long as it is in use. Raises `Missing` for an unknown name.
    """
    setting = f"example.{name}"
    if once and (id := store.setting(setting)) and any(id == c.id for c in store.workshops()):
        return id
    made = store.create(_with_answers(store, name), author=author)
    if once:
        store.set_setting(setting, made)
    return made


def folder(name: str) -> Path:
    """Return the folder of an example: workshop.json, survey.csv, recipe.yaml, story.yaml."""
    if name not in names():
        raise Missing(f"There is no example '{name}': there are {', '.join(names())}.")
    return library.folder("examples") / name


def _read(name: str) -> Workshop:
    from journeykit.exchange import load as read

    return read(folder(name) / "workshop.json")[0]


def _with_answers(store: Store, name: str) -> Workshop:
    """Return the workshop under a new id, its sources with the addresses of their rows."""
    workshop = _read(name)
    sources = dict(workshop.sources)
    for source in workshop.sources.values():
        file = folder(name) / source.file
        if source.file and file.is_file():
            address = store.put_dataset(_rows(store, file, source.recipe))
            sources[source.id] = source.model_copy(update={"dataset": address})
    return workshop.model_copy(update={"id": new_id(), "sources": sources})


def _rows(store: Store, file: Path, recipe: str) -> bytes:
    """Return the rows of a file as the import keeps them: of a survey, or of other evidence.

    ``evidence.json`` beside the file says which one is other evidence, how it is read, and which
    of its places is which touchpoint. Who answered is hashed with the salt of this store, so that
    a next wave can be linked.
    """
    from journeykit.attach import salted
    from journeykit.survey import from_parquet, read, to_parquet

    told = file.with_name("evidence.json")
    known = json.loads(told.read_text(encoding="utf-8")) if told.is_file() else {}
    if file.name not in known:
        return to_parquet(read(file, recipe=salted(store, recipe) if recipe else None))
    from journeykit import evidence

    how = known[file.name]
    found = evidence.read(how["as"], file.read_bytes(), file.name)
    return to_parquet(evidence.placed(from_parquet(found.data), how["places"]))
