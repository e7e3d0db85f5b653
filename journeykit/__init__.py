"""journeykit: customer journey maps that stand on customers' answers.

The public names are imported when they are first used, so ``import journeykit`` costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for true; `typing` itself costs milliseconds

__version__ = "0.1.0"

_HOME = {
    "Workshop": "journeykit.model",
    "Refused": "journeykit.errors",
    "JourneykitError": "journeykit.errors",
    "Store": "journeykit.store",
    "open_store": "journeykit.store",
    "page": "journeykit.widgets",
    "read_survey": "journeykit.survey",
    "scores": "journeykit.measures",
}

if TYPE_CHECKING:
    from typing import Any

    from journeykit.errors import JourneykitError, Refused
    from journeykit.measures import scores
    from journeykit.model import Workshop
    from journeykit.store import Store, open_store
    from journeykit.survey import read_survey
    from journeykit.widgets import page

__all__ = [
    "JourneykitError", "Refused", "Store", "Workshop", "__version__", "open_store", "page",
    "read_survey", "scores",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'journeykit' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
