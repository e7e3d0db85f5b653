"""Charts: tidy rows in, an Altair chart out, one look, offline.

Altair writes Vega-Lite 6; the renderer that Voilà and JupyterLab carry is version 5, so a
chart here uses only what both know and `spec` names version 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeykit.charts.channels import channel_mix, mix
    from journeykit.charts.scores import distribution, scores_chart
    from journeykit.charts.theme import spec

_HOMES = {
    "channel_mix": "channels", "mix": "channels",
    "distribution": "scores", "scores_chart": "scores",
    "spec": "theme",
}  # fmt: skip

__all__ = ["channel_mix", "distribution", "mix", "scores_chart", "spec"]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
