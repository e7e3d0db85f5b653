"""Charts: tidy rows in, an Altair chart out, one look, offline.

Altair writes Vega-Lite 6; the renderer that Voilà and JupyterLab carry is version 5, so a
chart here uses only what both know and `spec` names version 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeykit.charts.answers import histogram, histogram_words, likert, likert_words
    from journeykit.charts.channels import channel_mix, mix
    from journeykit.charts.comparing import comparison_words, difference_chart, dumbbell
    from journeykit.charts.drivers import (
        driver_chart,
        driver_words,
        importance_chart,
        importance_words,
    )
    from journeykit.charts.kano import kano_chart, kano_words
    from journeykit.charts.scores import distribution, scores_chart
    from journeykit.charts.theme import spec

_HOMES = {
    "histogram": "answers", "histogram_words": "answers", "likert": "answers",
    "likert_words": "answers",
    "channel_mix": "channels", "mix": "channels",
    "comparison_words": "comparing", "difference_chart": "comparing", "dumbbell": "comparing",
    "driver_chart": "drivers", "driver_words": "drivers", "importance_chart": "drivers",
    "importance_words": "drivers",
    "kano_chart": "kano", "kano_words": "kano",
    "distribution": "scores", "scores_chart": "scores",
    "spec": "theme",
}  # fmt: skip

__all__ = [
    "channel_mix", "comparison_words", "difference_chart", "distribution", "driver_chart",
    "driver_words", "dumbbell", "histogram", "histogram_words", "importance_chart",
    "importance_words", "kano_chart", "kano_words", "likert", "likert_words", "mix",
    "scores_chart", "spec",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
