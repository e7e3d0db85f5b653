"""The versions of a persona: when each was stamped, and what had changed (R13)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import htpy as h

from journeykit.edits import Batch, Change, Edit, Put, Remove
from journeykit.widgets.pages.personas.attribute import fields

if TYPE_CHECKING:
    from journeykit.store.records import Entry

_TITLES = {"rule": "rule", "rule_source": "rule", "drawn_from": "how it was drafted",
           "name": "name", "tagline": "tagline", "evidence": "evidence"}  # fmt: skip
_QUIET = frozenset({"version", "rank"})


@dataclass(frozen=True)
class Stamped:
    """A version, who stamped it and when, and the attributes that had changed before it.

    ``version`` is "" for what changed after the newest one.
    """

    version: str
    when: str
    author: str
    changed: tuple[str, ...]


def touched(edit: Edit, persona: str) -> dict[str, object] | None:
    """Return the fields of a persona that an edit sets, None where it is about another."""
    if isinstance(edit, Batch):
        found = [one for each in edit.edits if (one := touched(each, persona)) is not None]
        return {name: value for one in found for name, value in one.items()} if found else None
    if isinstance(edit, Put) and edit.collection == "personas":
        mine = edit.entity.get("id") == persona
        return {k: v for k, v in edit.entity.items() if v and k != "id"} if mine else None
    if isinstance(edit, Change) and edit.collection == "personas" and edit.id == persona:
        return {name.partition(".")[0]: value for name, value in edit.fields.items()}
    if isinstance(edit, Remove) and edit.collection == "personas" and edit.id == persona:
        return {}
    return None


def versions(entries: Iterable[Entry], persona: str) -> list[Stamped]:
    """Return the versions of a persona, the newest first; `entries` come newest first, too."""
    log: list[Stamped] = []
    changed: dict[str, None] = {}
    for entry in reversed(list(entries)):
        names = touched(entry.edit, persona)
        if names is None:
            continue
        changed |= {_title(name): None for name in names if name not in _QUIET}
        version = names.get("version")
        if not version:
            continue
        said = tuple(changed)
        if log and _number(log[-1].version) == _number(str(version)):
            said = tuple(dict.fromkeys((*log.pop().changed, *said)))
        when = f"{entry.at.astimezone():%d %b %Y}"
        log.append(Stamped(str(version), when, entry.author, said))
        changed = {}
    if changed:
        log.append(Stamped("", "", "", tuple(changed)))
    return log[::-1]


def _number(version: str) -> str:
    found = re.match(r"v\d+", version)
    return found[0] if found else version


def _title(name: str) -> str:
    if name in _TITLES:
        return _TITLES[name]
    return fields()[name].title.lower() if name in fields() else name.replace("_", " ")


def listing(persona: str, changes: list[Entry]) -> h.Node:
    """Return the versions with what changed, and the last changes one by one."""
    if not changes:
        return None
    stamped = versions(changes, persona)
    return [
        h.h3["What changed"],
        h.ol("#version-log.plain-list")[
            [
                h.li[
                    h.b[one.version or "Since then, not stamped yet"],
                    h.small[f" {one.author or 'somebody'}, {one.when}"] if one.version else None,
                    h.div[h.small[", ".join(one.changed) or "nothing but the version"]],
                ]
                for one in stamped[:_MOST]
            ]
        ],
        h.details("#changes.changes")[
            h.summary[h.small[f"Last changes ({len(changes[:_MOST])})"]],
            h.ol(".plain-list")[
                [
                    h.li[
                        entry.words,
                        h.small[
                            f" {entry.author or 'somebody'}, {entry.at.astimezone():%d %b %H:%M}"
                        ],
                    ]
                    for entry in changes[:_MOST]
                ]
            ],
        ],
    ]


_MOST = 12

__all__ = ["Stamped", "listing", "touched", "versions"]
