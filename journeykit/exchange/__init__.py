"""Workshops to files and back, one module a format; the suffix says which.

Every export and import returns what it could not carry over, as `Loss` entries.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeykit.errors import Refused
from journeykit.exchange.losses import Loss

if TYPE_CHECKING:
    from journeykit.model import Workshop

__all__ = ["EXPORTS", "IMPORTS", "Loss", "export", "load"]

#: suffix -> module that writes it
EXPORTS = {".json": "own", ".zip": "csvs", ".csv": "csvs", ".md": "outline", ".txt": "outline"}
#: suffix -> module that reads it
IMPORTS = {".json": "own", ".zip": "csvs"}


def export(workshop: Workshop, path: str | os.PathLike[str]) -> list[Loss]:
    """Write a workshop in the format that the suffix names; return what was lost.

    ``.json`` the whole workshop, ``.zip`` or a folder tidy CSV tables, ``.csv`` the map with one
    row a touchpoint, ``.md`` and ``.txt`` the outline. Raises `Refused` for another suffix.
    """
    place = Path(path)
    losses: list[Loss] = _module(place, EXPORTS, "write").export(workshop, place)
    return losses


def load(path: str | os.PathLike[str]) -> tuple[Workshop, list[Loss]]:
    """Read a workshop and return it with what was lost; raise `Refused` when it is broken.

    The workshop keeps the id that the file says; whoever stores it beside one that has the
    same id gives it a new one (``workshop.model_copy(update={"id": new_id()})``).
    """
    place = Path(path)
    found: tuple[Workshop, list[Loss]] = _module(place, IMPORTS, "read").load(place)
    return found


def _module(path: Path, formats: dict[str, str], verb: str) -> Any:
    suffix = path.suffix.lower()
    name = "csvs" if path.is_dir() or not suffix else formats.get(suffix)
    if name is None:
        raise Refused(
            f"'{path.name}': journeykit does not {verb} '{suffix}' files; it does "
            f"{', '.join(formats)} and folders of CSV tables."
        )
    return import_module(f"journeykit.exchange.{name}")
