"""A view: what a page shows, as a function of the session, and what a person can do on it.

`View.body` returns HTML (htpy escapes everything that is not HTML already). Methods marked
with `action` are what a browser may ask for; their arguments are checked against their
annotations by pydantic, since anything can be sent by a client.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, get_type_hints

import htpy as h
from pydantic import TypeAdapter, ValidationError

from journeykit.edits import Edit
from journeykit.errors import Refused

if TYPE_CHECKING:
    from journeykit.model import Workshop
    from journeykit.store import Store
    from journeykit.widgets.session import Session

MAX_TEXT = 200_000


@dataclass(frozen=True)
class Download:
    """A file that the browser saves; nothing stays on the server."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True)
class Go:
    """Show another page: ``Go("touchpoints?view=map")``."""

    to: str


@dataclass(frozen=True)
class Toast:
    """A short message that goes away by itself, with a button if `do` names an action."""

    text: str
    button: str = ""
    do: str = ""
    args: dict[str, Any] | None = None


Result = Download | Go | Toast | None
Progress = Generator[str | tuple[str, float], None, Result]


def action(function: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a method as something that the browser may ask for."""
    function.__jk_action__ = True  # type: ignore[attr-defined]
    return function


class View:
    """One page. Subclasses set `step`, `title` and `lead` and write `body`."""

    step: ClassVar[str] = ""
    title: ClassVar[str] = ""
    lead: ClassVar[str] = ""
    #: this page needs no workshop
    free: ClassVar[bool] = False

    def __init__(self, session: Session, at: dict[str, str] | None = None) -> None:
        self.session = session
        self.at: dict[str, str] = dict(at or {})
        self.ui: dict[str, Any] = {}

    @property
    def workshop(self) -> Workshop:
        """The workshop, as it is now."""
        return self.session.workshop

    @property
    def store(self) -> Store:
        """The store of the session."""
        return self.session.store

    def body(self) -> h.Node:
        """Return what the page shows inside the frame."""
        raise NotImplementedError

    def subtitle(self) -> str:
        """Return the sentence under the page's title."""
        return self.lead

    def render(self) -> h.Renderable:
        """Return the page without its frame, as JupyterLab shows it."""
        return h.div(".body")[self.body()]

    def dispatch(self, *edits: Edit, words: str = "") -> None:
        """Store edits; several stand or fall together and are undone together."""
        self.session.dispatch(*edits, words=words)

    def show(self, **at: str | None) -> None:
        """Keep page state in the address, so that it survives a reload; None takes it out."""
        for name, value in at.items():
            if value:
                self.at[name] = value
            else:
                self.at.pop(name, None)

    @action
    def look(self, name: str, value: str) -> None:
        """Show another part of the page; which one stands in the address."""
        if not name.isidentifier() or name in ("key", "workshop"):
            raise Refused("This page has no such part.")
        self.show(**{name: value[:200]})

    def call(self, name: str, args: dict[str, Any]) -> Any:
        """Do what a browser asked for; raise `Refused` when that is not on offer here."""
        method = getattr(type(self), name, None) if name.isidentifier() else None
        if not getattr(method, "__jk_action__", False):
            raise Refused("This page has no such action; reload it.")
        for value in args.values():
            if isinstance(value, str) and len(value) > MAX_TEXT:
                raise Refused(f"The text has {len(value):,} characters; {MAX_TEXT:,} are taken.")
        return _checked(method)(self, **args)  # type: ignore[arg-type]


_CHECKED: dict[Any, Callable[..., Any]] = {}


def _checked(method: Callable[..., Any]) -> Callable[..., Any]:
    if method not in _CHECKED:
        _CHECKED[method] = _friendly(method)
    return _CHECKED[method]


def _friendly(method: Callable[..., Any]) -> Callable[..., Any]:
    """Check the arguments one by one against the annotations of the method."""
    hints = get_type_hints(method, include_extras=True)
    wanted = list(inspect.signature(method).parameters.values())[1:]
    adapters: dict[str, TypeAdapter[Any]] = {
        p.name: TypeAdapter(hints.get(p.name, Any)) for p in wanted if p.kind != p.VAR_KEYWORD
    }
    required = {p.name for p in wanted if p.default is p.empty and p.kind != p.VAR_KEYWORD}
    open_ended = any(p.kind == p.VAR_KEYWORD for p in wanted)

    def call(self: Any, **given: Any) -> Any:
        if missing := required - given.keys():
            raise Refused(f"'{sorted(missing)[0]}' is missing; reload the page.")
        checked: dict[str, Any] = {}
        for name, value in given.items():
            if hints.get(name) is Path:
                # only an upload makes one; a text of the browser must never name a file here
                if not isinstance(value, Path):
                    raise Refused("Choose a file; it did not arrive.")
                checked[name] = value
            elif name in adapters:
                try:
                    checked[name] = adapters[name].validate_python(value)
                except ValidationError as error:
                    rule = error.errors(include_url=False)[0]["msg"]
                    raise Refused(f"{name.replace('_', ' ').capitalize()}: {rule}.") from None
            elif open_ended:
                checked[name] = value
        return method(self, **checked)

    return call


__all__ = ["Download", "Go", "Progress", "Result", "Toast", "View", "action"]
