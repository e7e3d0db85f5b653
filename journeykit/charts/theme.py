"""The one look of all charts: transparent, so that it stands on light and on dark.

The colors of marks have a contrast of 3:1 on the light and on the dark card. Text is drawn
in a gray that both can read; pages set it by their own style sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
FONT = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"

BLUE, RED, TEAL, GOLD, GRAY = "#2b7fc0", "#d2590f", "#14897f", "#a87800", "#7b8491"
CATEGORIES = (BLUE, GOLD, TEAL, RED, GRAY, "#8a63b8")
#: from the worst to the best answer; never red against green
DIVERGING = ("#c2410c", "#e59866", "#b9b4a6", "#74add6", "#0b62a4")
TEXT = "#717b88"

CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": FONT,
    "view": {"stroke": "transparent"},
    "axis": {
        "labelColor": TEXT, "titleColor": TEXT, "domainColor": "#9aa1ab", "tickColor": "#9aa1ab",
        "gridColor": "#9aa1ab", "gridOpacity": 0.25, "labelFontSize": 12, "titleFontSize": 12,
        "titleFontWeight": "normal", "labelLimit": 0, "titleLimit": 0,
    },
    "legend": {
        "labelColor": TEXT, "titleColor": TEXT, "labelFontSize": 12, "titleFontSize": 12,
        "titleFontWeight": "normal", "labelLimit": 0, "orient": "top",
    },
    "header": {"labelColor": TEXT, "titleColor": TEXT, "labelLimit": 0},
    "title": {"color": TEXT, "anchor": "start", "fontSize": 13, "limit": 0},
    "text": {"color": TEXT, "fontSize": 12},
    "bar": {"color": BLUE},
    "range": {"category": list(CATEGORIES), "diverging": list(DIVERGING)},
}  # fmt: skip


def dressed(chart: alt.TopLevelMixin) -> Any:
    """Return the chart in the look of the kit."""
    return chart.configure(**CONFIG)


def spec(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Return the chart as a Vega-Lite 5 specification, the data inside."""
    return chart.to_dict(validate=True) | {"$schema": SCHEMA}


def rows(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a frame that narwhals knows, or of a list of mappings.

    >>> rows([{"question": "q1", "n": 3}])
    [{'question': 'q1', 'n': 3}]
    """
    if isinstance(frame, Iterable) and not hasattr(frame, "columns"):
        return [dict(row) for row in frame if isinstance(row, Mapping)]
    import narwhals as nw

    native: Any = nw.from_native(frame)
    if isinstance(native, nw.LazyFrame):
        native = native.collect()
    found: list[dict[str, Any]] = native.rows(named=True)
    return found


def wrapped(text: str, letters: int = 34) -> list[str]:
    """Return a label as lines, since an axis cuts what is too long.

    >>> wrapped("How satisfied were you with the delivery?", 20)
    ['How satisfied were', 'you with the', 'delivery?']
    """
    import textwrap

    return textwrap.wrap(text, letters) or [""]
