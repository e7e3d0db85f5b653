"""Pages without a browser: do what a browser asks for, read what a page shows.

Import from here (``from headless import do, html``); the fixtures are in ``conftest.py``.
"""

from __future__ import annotations

import html as entities
import re
from typing import Any

import htpy as h

from journeykit.widgets.view import View


def do(view: View, what: str, /, **args: Any) -> Any:
    """Do what a browser asks for, to its end."""
    result = view.call(what, args)
    try:
        while hasattr(result, "__next__"):
            next(result)
    except StopIteration as stop:
        result = stop.value
    return result


def html(view: View) -> str:
    """Return the page as it is drawn."""
    return str(h.fragment[view.render()])


def plain(text: str) -> str:
    """Return HTML as the words that it shows."""
    words = entities.unescape(re.sub(r"<[^>]+>", " ", text))
    return " ".join(words.replace("\u00a0", " ").split())


def said(view: View) -> str:
    """Return what a person reads on the page, without the options of selects."""
    return plain(re.sub(r"<(script|option)\b.*?</\1>", "", html(view), flags=re.DOTALL))
