"""Serving the notebooks as pages with Voilà: one process, one address, nothing to set up.

Pages are reached under ``/voila/render/NAME.ipynb``; ``/`` leads to the home page and
``/join`` to the page for participants. Each open page has its own Python (a kernel), and
what it knows comes from the store that ``JOURNEYKIT_STORE`` names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeykit.serving.run import serve

__all__ = ["serve"]


def __getattr__(name: str) -> Any:
    if name == "serve":
        from journeykit.serving.run import serve

        return serve
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
