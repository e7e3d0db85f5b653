"""The test fixture that catches a page which asks another machine for something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "what",
    [
        "fetch('http://example.org/x').catch(() => 0)",
        "new Image().src = 'https://192.0.2.1/x.png'",
        "new WebSocket('ws://example.org/')",
    ],
)
def test_a_request_outside_is_noticed(page: Callable[..., Any], witness: Any, what: str) -> None:
    """A fetch, a picture and a socket to another machine are each written down."""
    visit = page()
    visit.set_content("<p>Here</p>")
    visit.evaluate(f"() => {{ {what} }}")
    visit.wait_for_timeout(300)
    noticed, witness.outside[:] = list(witness.outside), []
    assert len(noticed) == 1


def test_what_is_here_is_not(page: Callable[..., Any], witness: Any) -> None:
    """Data and blob addresses belong to the page."""
    visit = page()
    visit.set_content("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>")
    visit.evaluate("() => fetch(URL.createObjectURL(new Blob(['x'])))")
    assert witness.outside == []
