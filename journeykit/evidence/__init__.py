"""Other evidence: reviews, notes, messages, numbers of a website or a shop, event logs, pictures.

`read` turns a file or a pasted text into `Evidence`: what it is, of how many, from when, and
what it says, with its rows as a table. `attachment` is the one edit that makes it a source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeykit.evidence.attaching import attachment, placed, proposed
    from journeykit.evidence.numbers import Figure, figures, figures_of
    from journeykit.evidence.reading import WAYS, Way, read
    from journeykit.evidence.shape import Evidence

_HOMES = {
    "attachment": "attaching", "placed": "attaching", "proposed": "attaching",
    "Figure": "numbers", "figures": "numbers", "figures_of": "numbers",
    "WAYS": "reading", "Way": "reading", "read": "reading",
    "Evidence": "shape",
}  # fmt: skip

__all__ = [
    "WAYS", "Evidence", "Figure", "Way", "attachment", "figures", "figures_of", "placed",
    "proposed", "read",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
