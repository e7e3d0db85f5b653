"""What somebody typed, as the model keeps it; what is not that is refused in one sentence.

Every message begins with the name of its field, so that the page shows it there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from typing import Any, cast

from pydantic import JsonValue

from journeykit.edits import Change
from journeykit.errors import Refused
from journeykit.model import LINE_LIMIT, Entity

Parse = Callable[[Any, str], Any]


def line(value: Any, name: str) -> str:
    """Return one line of text."""
    text = " ".join(str(value or "").split())
    if len(text) > LINE_LIMIT:
        raise Refused(f"{name}: {len(text)} characters are too many; at most {LINE_LIMIT} fit.")
    return text


def title(value: Any, name: str) -> str:
    """Return one line of text that is not empty."""
    text = line(value, name)
    if not text:
        raise Refused(f"{name}: a few words are needed.")
    return text


def prose(value: Any, name: str) -> str:
    """Return a text of any number of lines."""
    return str(value or "")


def choice(value: Any, name: str) -> str | None:
    """Return the id that was chosen, None for no choice."""
    return str(value) if value else None


def mark(value: Any, name: str) -> int | None:
    """Return a mark of 1 to 5.

    >>> mark("4", "Severity"), mark("", "Severity")
    (4, None)
    """
    text = str(value or "").strip()
    if not text:
        return None
    if text not in {"1", "2", "3", "4", "5"}:
        raise Refused(f"{name}: '{text}' is not one of 1 to 5.")
    return int(text)


def number(value: Any, name: str) -> float | None:
    """Return a number; a decimal comma is taken, a comma that may group thousands is not.

    >>> number("12,5", "Value"), number("−3", "Value"), number("  ", "Value")
    (12.5, -3.0, None)
    >>> number("1,200", "Reach")
    Traceback (most recent call last):
    journeykit.errors.Refused: Reach: '1,200' can be read two ways; write 1200 or 1.2.
    """
    text = str("" if value is None else value).strip().replace("−", "-").removesuffix("%").strip()
    if not text:
        return None
    if re.fullmatch(r"-?\d{1,3},\d{3}", text):
        whole, small = text.replace(",", ""), f"{float(text.replace(',', '.')):g}"
        raise Refused(f"{name}: '{text}' can be read two ways; write {whole} or {small}.")
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise Refused(f"{name}: '{text}' is not a number; write it like 12.5.")
    return found


def at_least(low: float, *, above: bool = False) -> Parse:
    """Return a parser of numbers from `low` on, or `above` it.

    >>> at_least(0, above=True)("0", "Effort")
    Traceback (most recent call last):
    journeykit.errors.Refused: Effort: 0 is too small; it must be more than 0.
    """

    def parse(value: Any, name: str) -> float | None:
        found = number(value, name)
        if found is not None and (found < low or (above and found == low)):
            rule = "more than" if above else "at least"
            raise Refused(f"{name}: {found:g} is too small; it must be {rule} {low:g}.")
        return found

    return parse


def between(low: float, high: float) -> Parse:
    """Return a parser of numbers from `low` to `high`."""

    def parse(value: Any, name: str) -> float | None:
        found = number(value, name)
        if found is not None and not low <= found <= high:
            raise Refused(f"{name}: {found:g} is not between {low:g} and {high:g}.")
        return found

    return parse


def count(value: Any, name: str) -> int | None:
    """Return a whole number from 0 on.

    >>> count("120", "n")
    120
    """
    found = number(value, name)
    if found is None:
        return None
    if found < 0 or found != int(found):
        raise Refused(f"{name}: '{value}' is not a whole number from 0 on.")
    return int(found)


def day(value: Any, name: str) -> str | None:
    """Return a day as the model writes it.

    >>> day("2026-11-21", "Due")
    '2026-11-21'
    """
    text = str(value or "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Refused(f"{name}: '{text}' is not a day; write it like 2026-11-21.") from None


def past_day(value: Any, name: str) -> str | None:
    """Return a day that is not still to come."""
    found = day(value, name)
    if found and date.fromisoformat(found) > date.today():
        raise Refused(f"{name}: {found} is still to come; a measurement has been made.")
    return found


def changes(entity: Entity, **fields: JsonValue) -> list[Change]:
    """Return the edit that sets the fields that differ, or nothing."""
    now = cast(dict[str, JsonValue], entity.model_dump(mode="json"))
    new = {name: value for name, value in fields.items() if now[name] != value}
    return [Change(collection=entity.collection, id=entity.id, fields=new)] if new else []


__all__ = [
    "at_least", "between", "changes", "choice", "count", "day", "line", "mark", "number",
    "past_day", "prose", "title",
]  # fmt: skip
