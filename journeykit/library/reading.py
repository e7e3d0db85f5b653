"""A YAML file into a frozen value; an error names the file, the line and the rule.

The text is parsed once: the tree of nodes gives both the values and the line on which each
stands. Only plain YAML is read (the safe loader); a key that is given twice and an alias
are refused, since both make a file say something other than what it shows.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from journeykit.errors import Missing, Refused

Shape = TypeVar("Shape", bound=BaseModel)
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path, shape: type[Shape]) -> Shape:
    """Read a YAML file as a value of `shape`.

    Raises `Missing` when the file cannot be read and `Refused` when it breaks a rule.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Refused(f"{path.name} is not UTF-8 text (byte {error.start}).") from error
    except OSError as error:
        raise Missing(f"{path.name} cannot be read: {error.strerror}.") from error
    return parse(text, shape, path.name)


def parse(text: str, shape: type[Shape], name: str) -> Shape:
    """Read YAML text as a value of `shape`; `name` is what errors call the text.

    >>> class Card(BaseModel):
    ...     title: str
    >>> parse("title: Checkout", Card, "card.yaml").title
    'Checkout'
    >>> parse("titel: Checkout", Card, "card.yaml")
    Traceback (most recent call last):
    journeykit.errors.Refused: card.yaml line 1: title is missing.
    """
    loader = None
    try:
        loader = Loader(text)
        root = loader.get_single_node()
        if root is None:
            raise Refused(f"{name} is empty.")
        _plain(root, name)
        values = loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        raise Refused(_syntax(error, name)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(f"{name} is not YAML: {str(error).splitlines()[0]}.") from error
    finally:
        if loader is not None:
            loader.dispose()
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        raise Refused(_broken(error, root, name)) from error


def close_names(name: str, names: Iterable[str]) -> str:
    """Say which names there are, closest first when some are close.

    >>> close_names("pain", ["pains", "goals"])
    'did you mean pains?'
    >>> close_names("xyz", ["pains", "goals"])
    'there are goals, pains.'
    """
    known = sorted(names)
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"there are {', '.join(known)}."


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield value
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _plain(root: yaml.Node, name: str) -> None:
    """Refuse aliases and keys given twice, before any value is built."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            raise Refused(f"{_at(name, node)}: anchors and aliases are not used here.")
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            _no_duplicates(node, name)
        waiting.extend(_children(node))


def _no_duplicates(node: yaml.MappingNode, name: str) -> None:
    first: dict[str, int] = {}
    for key, _ in node.value:
        word = str(key.value)
        if word in first:
            raise Refused(f"{_at(name, key)}: {word} is given twice (first on line {first[word]}).")
        first[word] = key.start_mark.line + 1


def _at(name: str, node: yaml.Node) -> str:
    return f"{name} line {node.start_mark.line + 1}"


def _syntax(error: yaml.MarkedYAMLError, name: str) -> str:
    mark = error.problem_mark or error.context_mark
    where = f"{name} line {mark.line + 1}" if mark else name
    return f"{where}: {error.problem or error.context or 'this is not YAML'}."


def _broken(error: ValidationError, root: yaml.Node, name: str) -> str:
    """Turn the first problem that pydantic found into one sentence with its line."""
    problems = error.errors(include_url=False)
    places = [problem["loc"] for problem in problems]
    # A list whose item is wrong is also said to be too short: what only follows is left out.
    own = [
        problem
        for problem in problems
        if not any(
            len(place) > len(problem["loc"]) and place[: len(problem["loc"])] == problem["loc"]
            for place in places
        )
    ]
    # A misspelt key is both unknown and missing: the unknown one stands in the file.
    own.sort(key=lambda problem: problem["type"] != "extra_forbidden")
    first = own[0]
    more = len(own) - 1
    tail = f" ({more} more like this.)" if more > 1 else " (One more.)" if more else ""
    if first["type"] == "extra_forbidden":
        key = str(first["loc"][-1])
        missing = [str(p["loc"][-1]) for p in own if p["type"] == "missing"]
        meant = difflib.get_close_matches(key, missing, n=1)
        rule = f"{key} is not known here" + (f": did you mean {meant[0]}?" if meant else ".")
        return f"{_at(name, _find(root, first['loc'], key=True))}: {rule}{'' if meant else tail}"
    return f"{_at(name, _find(root, first['loc']))}: {_rule(first)}.{tail}"


def _find(root: yaml.Node, location: tuple[int | str, ...], key: bool = False) -> yaml.Node:
    """The node at a pydantic location (or its key), or the nearest one around it."""
    node = root
    for depth, part in enumerate(location, 1):
        step: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            pairs = {str(name.value): (name, value) for name, value in node.value}
            last = key and depth == len(location)
            step = pairs[str(part)][0 if last else 1] if str(part) in pairs else None
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            step = node.value[part] if part < len(node.value) else None
        if step is None:
            break
        node = step
    return node


def _rule(problem: Any) -> str:
    """Say what pydantic found in the words of somebody who edits the file."""
    kind, got, location = problem["type"], problem["input"], problem["loc"]
    field = next((part for part in reversed(location) if isinstance(part, str)), "it")
    message = str(problem["msg"])
    if kind == "missing":
        return f"{field} is missing"
    if kind in ("model_type", "dict_type"):
        return f"{'the file' if field == 'it' else field} must hold keys with values"
    if kind == "value_error" and location and isinstance(location[-1], int):
        return message.removeprefix("Value error, ")
    if kind == "string_type" and not isinstance(got, list | dict) and got is not None:
        return f"{field} must be text: write it in quotes, got {_shown(got)}"
    for start, instead in (
        ("Value error, ", ""),
        ("Input should ", "must "),
        ("String should ", "must "),
        ("Tuple should ", "must "),
    ):
        if message.startswith(start):
            message = instead + message.removeprefix(start)
    shown = isinstance(got, str | int | float | bool) or got is None
    return f"{field} {message}, got {_shown(got)}" if shown else f"{field} {message}"


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"
