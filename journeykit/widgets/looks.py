"""The page's script and style, each as one text: sent within the widget, or served as a file.

JupyterLab knows nothing of our files, so there the widget carries both. Our own server sends
them once as files with their hash in the address, which browsers keep; then the widget only
names the script.
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


def files() -> dict[str, str]:
    """Return both under names that change with their content."""
    named = {"js": script(), "css": style()}
    return {
        f"page-{hashlib.sha256(text.encode()).hexdigest()[:12]}.{kind}": text
        for kind, text in named.items()
    }


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
