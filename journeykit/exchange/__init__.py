"""Workshops to files and back, one module a format; the suffix says which.

Every export and import returns what it could not carry over, as `Loss` entries. What the room
was promised to be anonymous is so in every file (`journeykit.exchange.voices`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeykit.errors import Refused
from journeykit.exchange.formats import (
    ELSEWHERE,
    FORMATS,
    GROUPS,
    Format,
    format_of,
    readable,
    told,
    writable,
)
from journeykit.exchange.losses import Loss

if TYPE_CHECKING:
    from journeykit.emotions import Point
    from journeykit.model import Workshop

    Points = Callable[[], Sequence[Point]]

__all__ = [
    "FORMATS", "GROUPS", "Format", "Loss", "encode", "export", "format_of", "load", "readable",
    "writable",
]  # fmt: skip


def encode(
    workshop: Workshop, suffix: str, points: Points | None = None
) -> tuple[bytes, list[Loss]]:
    """Return a workshop as the bytes of a file with this suffix, and what was lost.

    `points` makes the curve for the formats that draw one; without it they draw the team's.

    >>> from journeykit.model import Workshop
    >>> data, losses = encode(Workshop.new("Jacket", id="w"), ".json")
    >>> data[:26], losses
    (b'{\\n  "format": "journeykit"', [])
    """
    format = format_of(suffix)
    if format is None or not format.writes:
        raise Refused(_unknown(suffix, suffix, "write"))
    from journeykit.exchange.voices import unnamed

    workshop, unsaid = unnamed(workshop)
    module = _module(format)
    drawn = (points(),) if points and getattr(module, "DRAWS", False) else ()
    data, losses = module.encode(workshop, format.suffix, *drawn)
    # what is only looked at holds no single saying of anybody
    return data, [*losses, *(unsaid if format.reads else ())]


def export(
    workshop: Workshop, path: str | os.PathLike[str], points: Points | None = None
) -> list[Loss]:
    """Write a workshop in the format that the suffix names; return what was lost.

    `FORMATS` lists the suffixes; a name without one is a folder of tidy CSV tables. Raises
    `Refused` for another suffix.
    """
    from journeykit.exchange.files import write

    place = Path(path)
    if place.is_dir() or not place.suffix:
        from journeykit.exchange.csvs import into_folder
        from journeykit.exchange.voices import unnamed

        workshop, unsaid = unnamed(workshop)
        return [*into_folder(workshop, place), *unsaid]
    format = format_of(place.name)
    if format is None or not format.writes:
        raise Refused(_unknown(place.name, place.suffix.lower(), "write"))
    data, losses = encode(workshop, format.suffix, points)
    write(place, data)
    return losses


def load(path: str | os.PathLike[str]) -> tuple[Workshop, list[Loss]]:
    """Read a workshop and return it with what was lost; raise `Refused` when it is broken.

    The workshop keeps the id that the file says; whoever stores it beside one that has the
    same id gives it a new one (``workshop.model_copy(update={"id": new_id()})``).
    """
    from journeykit.exchange.files import read

    place = Path(path)
    if place.is_dir() or not place.suffix:
        from journeykit.exchange.csvs import from_folder

        return from_folder(place)
    format = format_of(place.name)
    if format is None or not format.reads:
        raise Refused(_unknown(place.name, place.suffix.lower(), "read"))
    found: tuple[Workshop, list[Loss]] = _module(format).decode(read(place), place.name)
    return found


def _unknown(name: str, suffix: str, verb: str) -> str:
    if verb == "read" and suffix in ELSEWHERE:
        return f"'{name}': {ELSEWHERE[suffix]}."
    known = told(writable() if verb == "write" else readable())
    return (
        f"'{name}': journeykit does not {verb} '{suffix}' files; it does {known} "
        "and folders of CSV tables."
    )


def _module(format: Format) -> Any:
    return import_module(f"journeykit.exchange.{format.module}")
