"""Recipes as YAML: read with every key checked, and written."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from journeykit.errors import Refused
from journeykit.survey.cells import plain
from journeykit.survey.question import KINDS, Code
from journeykit.survey.recipe.values import Recipe, Rule
from journeykit.survey.tools import TOOLS

_KEYS = (
    "encoding", "delimiter", "header_rows", "tool", "weight", "partial", "test",
    "questions", "drop", "person",
)  # fmt: skip
_RULE_KEYS = ("match", "kind", "scale", "labels", "not_applicable", "missing", "touchpoint")
_LONGEST = 2000


def load(source: str | Path | Mapping[str, Any] | Recipe) -> Recipe:
    """Return a recipe from a path, from YAML text or from a mapping; refuse what it cannot mean.

    >>> load("weight: WEIGHT").weight
    'WEIGHT'
    """
    if isinstance(source, Recipe):
        return source
    data, where = _data(source)
    if not isinstance(data, Mapping):
        raise Refused(f"{where} is not a recipe: it needs keys and values, such as 'weight: W'.")
    _known(data, _KEYS, where)
    rules = _list(data, "questions", where)
    return Recipe(
        encoding=_string(data, "encoding", where),
        header_rows=_header_rows(data, where),
        weight=_string(data, "weight", where),
        questions=tuple(_rule(rule, at, where) for at, rule in enumerate(rules, 1)),
        drop=tuple(str(name) for name in _list(data, "drop", where)),
        delimiter=_delimiter(data, where),
        tool=_tool(data, where),
        person=_string(data, "person", where),
        partial=_yes_or_no(data, "partial", where),
        test=_yes_or_no(data, "test", where),
    )


def _data(source: str | Path | Mapping[str, Any]) -> tuple[Any, str]:
    import yaml

    if isinstance(source, Mapping):
        return source, "The recipe"
    text, where = source, "The recipe"
    if isinstance(source, Path) or ("\n" not in source and source.endswith((".yaml", ".yml"))):
        path = Path(source)
        where = f"The recipe '{path.name}'"
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise Refused(f"There is no recipe '{path}'.") from None
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(f"{where} cannot be read: {error}.") from None
    try:
        data = yaml.safe_load(str(text))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        raise Refused(f"{where} is not YAML{line}: {getattr(error, 'problem', error)}.") from None
    return {} if data is None else data, where


def _known(data: Mapping[str, Any], keys: Iterable[str], where: str) -> None:
    unknown = [str(key) for key in data if key not in keys]
    if unknown:
        raise Refused(f"{where} has the unknown key '{unknown[0]}'; known are {', '.join(keys)}.")


def _string(data: Mapping[str, Any], key: str, where: str) -> str | None:
    value = data.get(key)
    if value is not None and not isinstance(value, str | int | float):
        raise Refused(f"{where}: '{key}' has to be a text, not {value!r}.")
    return None if value is None else str(value)


def _list(data: Mapping[str, Any], key: str, where: str) -> list[Any]:
    value = data.get(key)
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise Refused(f"{where}: '{key}' has to be a list, not {value!r}.")
    if len(value) > _LONGEST:
        raise Refused(f"{where}: '{key}' has {len(value)} entries; at most {_LONGEST} are read.")
    return list(value)


def _yes_or_no(data: Mapping[str, Any], key: str, where: str) -> bool | None:
    value = data.get(key)
    if value is not None and not isinstance(value, bool):
        raise Refused(f"{where}: '{key}' has to be true or false, not {value!r}.")
    return value


def _header_rows(data: Mapping[str, Any], where: str) -> int | None:
    value = data.get("header_rows")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10:
        raise Refused(f"{where}: 'header_rows' has to be a number from 0 to 10, not {value!r}.")
    return value


def _delimiter(data: Mapping[str, Any], where: str) -> str | None:
    value = data.get("delimiter")
    if value is None:
        return None
    mark = {"\\t": "\t", "tab": "\t"}.get(str(value).lower(), value)
    if not isinstance(mark, str) or len(mark) != 1 or mark.isalnum() or mark in '"\r\n':
        raise Refused(
            f"{where}: 'delimiter' has to be one sign, such as ';' or 'tab', not {value!r}."
        )
    return mark


def _tool(data: Mapping[str, Any], where: str) -> str | None:
    value = data.get("tool")
    if value is not None and value not in TOOLS:
        raise Refused(f"{where}: the tool '{value}' is unknown; it is one of {', '.join(TOOLS)}.")
    return value


def _rule(data: Any, at: int, where: str) -> Rule:
    place = f"{where}, question {at}"
    if not isinstance(data, Mapping) or not data.get("match"):
        raise Refused(f"{place} has no 'match', the column or the question that it speaks about.")
    _known(data, _RULE_KEYS, place)
    kind = data.get("kind")
    if kind is not None and kind not in KINDS:
        raise Refused(f"{place}: the kind '{kind}' is unknown; it is one of {', '.join(KINDS)}.")
    return Rule(
        match=str(data["match"]),
        kind=kind,
        scale=_scale(data.get("scale"), place),
        labels=_labels(data.get("labels"), place),
        not_applicable=_codes(data, "not_applicable", place),
        missing=_codes(data, "missing", place),
        touchpoint=_string(data, "touchpoint", place),
    )


def _scale(value: Any, place: str) -> tuple[float, float] | None:
    if value is None:
        return None
    good = isinstance(value, list | tuple) and len(value) == 2 and all(map(_real, value))
    if not good or value[0] == value[1]:
        raise Refused(f"{place}: 'scale' has to be its two ends, such as [1, 5], not {value!r}.")
    return float(value[0]), float(value[1])


def _labels(value: Any, place: str) -> dict[str, float] | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or not all(map(_real, value.values())):
        raise Refused(f"{place}: 'labels' has to give each label its number, not {value!r}.")
    return {str(label): float(number) for label, number in value.items()}


def _codes(data: Mapping[str, Any], key: str, place: str) -> tuple[Code, ...] | None:
    if data.get(key) is None:
        return None
    value = data[key] if isinstance(data[key], list | tuple) else [data[key]]
    for code in value:
        if not isinstance(code, str) and not _real(code):
            raise Refused(f"{place}: '{key}' holds {code!r}; numbers and words can stand there.")
    return tuple(code if isinstance(code, str) else float(code) for code in value)


def _real(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def dump(recipe: Recipe) -> str:
    """Return a recipe as YAML, without the keys that say nothing."""
    import yaml

    data: dict[str, Any] = {}
    for key in _KEYS[:7]:
        if getattr(recipe, key) is not None:
            data[key] = getattr(recipe, key)
    if recipe.questions:
        data["questions"] = [_dumped(rule) for rule in recipe.questions]
    if recipe.drop:
        data["drop"] = list(recipe.drop)
    if recipe.person:
        data["person"] = recipe.person
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1000) if data else ""


def _dumped(rule: Rule) -> dict[str, Any]:
    data: dict[str, Any] = {"match": rule.match}
    if rule.kind:
        data["kind"] = rule.kind
    if rule.scale:
        data["scale"] = [plain(end) for end in rule.scale]
    if rule.labels:
        data["labels"] = {label: plain(value) for label, value in rule.labels.items()}
    for key in ("not_applicable", "missing"):
        codes = getattr(rule, key)
        if codes:
            data[key] = [code if isinstance(code, str) else plain(code) for code in codes]
    if rule.touchpoint:
        data["touchpoint"] = rule.touchpoint
    return data


def overruled(recipe: Recipe, **options: Any) -> Recipe:
    """Return the recipe with the options that are not None in the place of its own.

    >>> overruled(Recipe(encoding="utf-8", tool="kobo"), encoding="cp1252", tool=None).tool
    'kobo'
    """
    told = {name: value for name, value in options.items() if value is not None}
    if not told:
        return recipe
    checked = load(told)
    return replace(recipe, **{name: getattr(checked, name) for name in told})
