"""Fixtures that many tests share: a store, public surveys, and for real pages a Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from browser import FLAGS, WAY_OUT, find
from visiting import PATIENCE, ROOT, Serving, start_server, stays_here

from journeykit.store import Store, open_store

#: Public surveys, which may stand beside the repository.
PUBLIC = ROOT / ".." / "shared" / "data"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a file."""
    with open_store(tmp_path / "workshops.db") as opened:
        yield opened


@pytest.fixture
def public() -> Callable[[str], Path]:
    """Return the path of a public survey file, or skip where the files are absent."""

    def find(name: str) -> Path:
        path = PUBLIC / name
        if not path.exists():
            pytest.skip(f"the public survey '{name}' is not beside this checkout")
        return path

    return find


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server with a store of its own, for the whole session."""
    serving = start_server(tmp_path_factory.mktemp("server"))
    yield serving
    serving.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A Chromium; without one the test skips and says what to install."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = find()
    if path is None:
        pytest.skip(f"no browser: {WAY_OUT}")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Witness:
    """What pages tried and said while a test ran."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture
def witness() -> Witness:
    """What the pages of this test asked other machines for, and their console errors."""
    return Witness()


@pytest.fixture
def page(chromium: Any, witness: Witness) -> Iterator[Callable[..., Any]]:
    """Make pages: ``page(width=360, height=740)``; each is a visitor of its own.

    A page that asks another machine for anything fails the test, whether or not it was
    answered (nothing is).
    """
    contexts = []

    def asked(request: Any) -> None:
        if not stays_here(request.url):
            witness.outside.append(request.url)

    def said(message: Any) -> None:
        if message.type == "error":
            witness.errors.append(message.text)
            # asked for, and stopped by the page's own policy before it became a request
            if "Content Security Policy" in message.text:
                witness.outside.append(message.text)

    def make(width: int = 1280, height: int = 900, **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        context.on("request", asked)
        contexts.append(context)
        opened = context.new_page()
        opened.on("websocket", asked)
        opened.on("pageerror", lambda error: witness.errors.append(str(error)))
        opened.on("console", said)
        return opened

    yield make
    for context in contexts:
        context.close()
    assert not witness.outside, f"pages asked other machines: {witness.outside}"
