"""The page's scripts and style, each as one text: sent within the widget, or served as a file.

JupyterLab knows nothing of our files, so there the widget carries script and style. Our own
server sends them once as files with their hash in the address, which browsers keep; then the
widget only names the script.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

JS = Path(__file__).parent / "js"
#: where the server that started this process has the script
SCRIPT_AT = "JOURNEYKIT_SCRIPT"


@cache
def script() -> str:
    """Return the page script: morphdom, the chart hook and our own, as one module."""
    parts = []
    for name in ("morphdom.js", "chart.js", "live.js"):
        text = (JS / name).read_text(encoding="utf-8")
        if name != "live.js":
            text = text.replace("export default morphdom;", "").replace("export async", "async")
        parts.append(text)
    return "\n".join(parts)


@cache
def style() -> str:
    """Return the style sheets of all pages as one."""
    from journeykit import library

    folder = library.folder("templates") / "voila" / "journeykit" / "static"
    sheets = sorted(
        folder.glob("*.css"), key=lambda sheet: (sheet.stem != "journeykit", sheet.stem)
    )
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def boot() -> str:
    """Return what runs before the widget is there: first words, and the wire to Python."""
    from journeykit import library

    folder = library.folder("voila") / "journeykit" / "static" / "boot"
    return "\n".join((folder / n).read_text(encoding="utf-8") for n in ("boot.js", "client.js"))


def charts() -> str:
    """Return what draws charts: Vega, Vega-Lite and Vega-Embed (BSD-3-Clause, unchanged)."""
    names = ("vega", "vega-lite", "vega-embed")
    return "\n".join((JS / "vega" / f"{n}.min.js").read_text(encoding="utf-8") for n in names)


def files() -> dict[str, tuple[str, str]]:
    """Return all by what they are: a name that changes with the content, and the content."""
    texts = {"page.js": script(), "page.css": style(), "boot.js": boot(), "charts.js": charts()}
    return {key: (_named(key, text), text) for key, text in texts.items()}


def _named(key: str, text: str) -> str:
    """Put a hash of the text into a file's name.

    >>> _named("page.js", "")
    'page-e3b0c44298fc.js'
    """
    stem, _, kind = key.rpartition(".")
    return f"{stem}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.{kind}"


def carried(*, framed: bool, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return what the widget carries: nothing but an address where the server has the files.

    >>> carried(framed=True, environ={"JOURNEYKIT_SCRIPT": "/assets/own/page-1.js"})["_css"]
    ''
    """
    at = environ.get(SCRIPT_AT)
    if not (framed and at):
        return {"_esm": script(), "_css": style()}
    own = f"const own = await import(new URL({json.dumps(at)}, location.origin).href);"
    return {"_esm": f"{own}\nexport default own.default;", "_css": ""}
