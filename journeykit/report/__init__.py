"""The report: a notebook, run by papermill, as an executed notebook or one accessible page.

`write` makes it. `open_report` is what the notebook's cells call: every part of the report is
a method of `Report` that returns a `Part`, which Jupyter shows as HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeykit.report.contents import Report, open_report
    from journeykit.report.making import make, parts, write

_HOMES = {
    "Report": "contents",
    "open_report": "contents",
    "make": "making",
    "parts": "making",
    "write": "making",
}

__all__ = ["Report", "make", "open_report", "parts", "write"]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
