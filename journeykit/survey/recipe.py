"""Recipes: what a person decided about a survey file, to be used again for the next wave.

A recipe is YAML. Every key is optional::

    encoding: utf-8
    delimiter: ";"
    header_rows: 1
    tool: surveymonkey
    weight: WEIGHT
    questions:
      - match: "Q7*"
        kind: rating
        scale: [1, 5]
        labels: {"Very poor": 1, "Excellent": 5}
        not_applicable: [6]
        missing: [0, "Blank"]
        touchpoint: "Wayfinding"
    drop: ["Email*", "IP*"]
    person: "Email*"

In the place of the column ``person`` a hash is kept, salted by the store, to link waves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeykit.errors import Refused
from journeykit.survey.cells import plain
from journeykit.survey.question import KINDS, NUMERIC, SCALED, Code, Question, Scale
from journeykit.survey.tools import TOOLS

if TYPE_CHECKING:
    from journeykit.survey.survey import Survey

_KEYS = ("encoding", "delimiter", "header_rows", "tool", "weight", "questions", "drop", "person")
_RULE_KEYS = ("match", "kind", "scale", "labels", "not_applicable", "missing", "touchpoint")
_LONGEST = 2000
#: What a rule's touchpoint says of a question about the whole journey.
WHOLE = "the whole journey"
#: The scale of a kind where a rule names the kind alone.
_ENDS = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "rating": (1, 5), "likert": (1, 5)}


@dataclass(frozen=True)
class Rule:
    """What holds for the questions whose column or text matches a glob."""

    match: str
    kind: str | None = None
    scale: tuple[float, float] | None = None
    labels: Mapping[str, float] | None = None
    not_applicable: tuple[Code, ...] | None = None
    missing: tuple[Code, ...] | None = None
    touchpoint: str | None = None

    def fits(self, question: Question) -> bool:
        """Whether the rule speaks about a question: its columns, its id or its text."""
        return any(named(self.match, name) for name in _names(question))


@dataclass(frozen=True)
class Recipe:
    """Decisions about a file. `load` reads one, `dump` writes one."""

    encoding: str | None = None
    header_rows: int | None = None
    weight: str | None = None
    questions: tuple[Rule, ...] = ()
    drop: tuple[str, ...] = ()
    delimiter: str | None = None
    tool: str | None = None
    person: str | None = None
    #: of the store that takes the answers; never read from a recipe, never written to one
    salt: str | None = field(default=None, repr=False, compare=False)


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


def named(pattern: str, name: str) -> bool:
    """Whether a glob names something; headings with brackets match themselves.

    >>> named("Q7*", "q7art"), named("How was it? [Food]", "How was it? [Food]")
    (True, True)
    """
    pattern, name = pattern.casefold().strip(), name.casefold().strip()
    return pattern == name or fnmatchcase(name, pattern)


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
    import math

    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def dump(recipe: Recipe) -> str:
    """Return a recipe as YAML, without the keys that say nothing."""
    import yaml

    data: dict[str, Any] = {}
    for key in ("encoding", "delimiter", "header_rows", "tool", "weight"):
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


def apply(recipe: Recipe, questions: Iterable[Question]) -> tuple[list[Question], list[str]]:
    """Return the questions as the recipe has them, and a warning for each rule without effect.

    The first rule that matches a question wins; what it does not say stays as it was guessed.
    The counts of the questions are not touched: whoever applies counts again.
    """
    used: set[int] = set()
    changed = []
    for question in questions:
        at = next((at for at, rule in enumerate(recipe.questions) if rule.fits(question)), None)
        if at is None:
            changed.append(question)
        else:
            used.add(at)
            changed.append(_changed(question, recipe.questions[at]))
    idle = [rule.match for at, rule in enumerate(recipe.questions) if at not in used]
    return changed, [f"The recipe's rule for '{match}' matches no question." for match in idle]


def _changed(question: Question, rule: Rule) -> Question:
    kind = rule.kind or question.kind
    if rule.kind is None and rule.scale and question.kind not in SCALED:
        kind = "rating"
    guessed = question.scale or Scale()
    low, high = guessed.min, guessed.max
    if rule.scale:
        low, high = rule.scale
    elif low is None and kind in SCALED:
        low, high = _ends(kind, rule.labels)
    elif rule.kind and rule.kind not in NUMERIC:
        low = high = None
    # a person's word on the codes replaces the guess as a whole
    told = rule.not_applicable is not None or rule.missing is not None
    scale = Scale(
        low,
        high,
        dict(guessed.labels if rule.labels is None else rule.labels),
        (rule.not_applicable or ()) if told else guessed.not_applicable,
        (rule.missing or ()) if told else _outside(guessed.missing, low, high),
    )
    return replace(
        question,
        kind=kind,
        scale=scale if scale != Scale() else None,
        touchpoint=rule.touchpoint or question.touchpoint,
    )


def _ends(kind: str, labels: Mapping[str, float] | None) -> tuple[float, float]:
    """The ends where nobody named them: those of the labels beyond the usual ones."""
    low, high = map(float, _ENDS[kind])
    values = (labels or {}).values()
    return min([low, *values]), max([high, *values])


def _outside(codes: tuple[Code, ...], low: float | None, high: float | None) -> tuple[Code, ...]:
    if low is None or high is None:
        return ()
    bottom, top = sorted((low, high))
    return tuple(c for c in codes if isinstance(c, str) or not bottom <= c <= top)


def _names(question: Question) -> tuple[str, ...]:
    return (*question.columns, question.id, question.text)


def recipe_of(
    survey: Survey,
    touchpoints: Mapping[str, str] | None = None,
    person: str | None = None,
    decided: Collection[str] = (),
) -> Recipe:
    """Return the recipe that reads such a file in the same way again.

    ``touchpoints`` gives for a question's id the name of the touchpoint or the stage that it
    speaks about or `WHOLE`, ``person`` the column of which a hash is kept, ``decided`` the ids of
    questions without a scale whose kind was chosen. Columns that were taken out stay out.
    """
    linked = touchpoints or {}
    rules = tuple(
        Rule(
            match=_literal(question.id),
            kind=question.kind,
            scale=_both(question.scale),
            labels=question.scale.labels if question.scale else None,
            not_applicable=question.scale.not_applicable if question.scale else None,
            missing=question.scale.missing if question.scale else None,
            touchpoint=linked.get(question.id, question.touchpoint),
        )
        for question in survey.questions
        if question.scaled or question.id in linked or question.id in decided
    )
    gone = [found.column for found in survey.privacy if found.kind == "dropped"]
    return Recipe(
        survey.encoding, survey.header_rows, survey.weight, rules,
        drop=tuple(_literal(name) for name in gone), person=person and _literal(person),
    )  # fmt: skip


def _literal(name: str) -> str:
    """A glob for one name; brackets and question marks match themselves in `named`."""
    return escape(name) if "*" in name else name


def _both(scale: Scale | None) -> tuple[float, float] | None:
    if scale is None or scale.min is None or scale.max is None:
        return None
    return scale.min, scale.max
