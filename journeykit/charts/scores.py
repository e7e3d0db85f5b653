"""Scores with their intervals, and the answers behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from journeykit.charts.theme import DIVERGING, GRAY, dressed, rows, wrapped
from journeykit.errors import Refused

if TYPE_CHECKING:
    import altair as alt

#: measure -> lowest, highest, what the axis says
SCALES: dict[str, tuple[float | None, float | None, str]] = {
    "nps": (-100, 100, "NPS, 95 % interval"),
    "csat": (0, 1, "top-2 share, 95 % interval"),
    "ces": (0, 1, "share who agree, 95 % interval"),
    "share": (0, 1, "share, 95 % interval"),
    "mean": (None, None, "mean, 95 % interval"),
}


def _label(text: str) -> str:
    return "\n".join(wrapped(text))


def _lines(found: list[dict[str, Any]]) -> alt.Y:
    """One line a label, in the order given; a long label stands on several lines."""
    import altair as alt

    order = list(dict.fromkeys(row["label"] for row in found))
    axis = alt.Axis(labelExpr="split(datum.label, '\\n')")
    return alt.Y("label:N", sort=order, title=None, axis=axis)


def scores_chart(frame: Any, measure: str | None = None) -> alt.LayerChart:
    """Return one score a line, a dot with its interval, and n beside it.

    `frame` has the columns of `journeykit.measures`: question (or text), measure, value, low,
    high, n, and where there are any group and suppressed. Suppressed scores are named, not
    drawn. Scores of different measures have no common axis, so where there are several,
    `measure` picks one; without it that is `Refused`.
    """
    import altair as alt

    found = [_score(row) for row in _of_one(rows(frame), measure)]
    low, high, title = SCALES.get(found[0]["measure"] if found else "mean", SCALES["mean"])
    groups = {row["group"] for row in found if row["group"]}
    scale = alt.Scale(domain=[low, high]) if low is not None else alt.Scale(zero=False)
    percent = (low, high) == (0, 1)
    y = _lines(found)
    color: Any = alt.Color("group:N", title=None) if groups else alt.value("#2b7fc0")
    offset = {"yOffset": alt.YOffset("group:N")} if len(groups) > 1 else {}
    base = alt.Chart(alt.Data(values=found)).transform_filter("isValid(datum.value)")
    at = alt.X(
        "value:Q",
        scale=scale,
        title=title,
        axis=alt.Axis(format="%", tickCount=6) if percent else alt.Axis(tickCount=6),
    )
    tips = ["question:N", "group:N", "value:Q", "low:Q", "high:Q", "n:Q", "method:N"]
    line = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q", scale=scale, title=title), x2="high:Q", y=y, color=color, **offset
    )
    dot = base.mark_point(filled=True, size=80, opacity=1).encode(
        x=at, y=y, color=color, tooltip=tips, **offset
    )
    words = base.mark_text(dy=-11).encode(x=at, y=y, text="words:N", **offset)
    silent = (
        alt.Chart(alt.Data(values=found))
        .transform_filter("!isValid(datum.value)")
        .mark_text(align="left", dx=4, fontStyle="italic")
        .encode(x=alt.value(0), y=y, text=alt.value("too few answers to show"), **offset)
    )
    tall = alt.Step(44 if len(groups) < 2 else 26)
    return dressed(alt.layer(line, dot, words, silent).properties(width="container", height=tall))


def _of_one(found: list[dict[str, Any]], measure: str | None) -> list[dict[str, Any]]:
    measures = sorted({str(row.get("measure", "mean")) for row in found})
    if measure is None and len(measures) > 1:
        raise Refused(
            f"These are scores of {', '.join(measures)}, which have no common axis; name one."
        )
    return [row for row in found if measure is None or row.get("measure") == measure]


def _score(row: dict[str, Any]) -> dict[str, Any]:
    """One score as the chart wants it: plain numbers, a label in lines, the value in words."""
    measure = str(row.get("measure") or "mean")
    value = None if row.get("suppressed") else _number(row.get("value"))
    text = str(row.get("text") or row.get("question") or "")
    if row.get("option"):
        text = f"{text}: {row['option']}"
    words = ""
    if value is not None:
        shown = f"{value:.0%}" if SCALES.get(measure, (None, None))[1] == 1 else f"{value:.1f}"
        words = f"{shown.replace('-', '−').replace('%', ' %')} · n {int(row.get('n') or 0)}"
    return {
        "question": text,
        "label": _label(text),
        "measure": measure,
        "group": str(row["group"]) if row.get("group") else None,
        "value": value,
        "low": _number(row.get("low")) if value is not None else None,
        "high": _number(row.get("high")) if value is not None else None,
        "n": int(row.get("n") or 0),
        "method": str(row.get("method") or ""),
        "words": words,
    }


def _number(value: Any) -> float | None:
    if value is None or value != value:  # NaN is not equal to itself
        return None
    return float(value)


def distribution(frame: Any, *, diverging: bool = False) -> alt.LayerChart:
    """Return all answers as stacked bars, the counts inside and n beside.

    `frame` has the columns of `journeykit.measures.count`: question, value, n. Bars of 100 %
    compare best; `diverging` centers them on the middle answer (Heiberger and Robbins 2014).
    """
    import altair as alt

    found = pieces(rows(frame), diverging)
    values = sorted({row["value"] for row in found})
    y = _lines(found)
    base = alt.Chart(alt.Data(values=found))
    axis = alt.Axis(format="%") if not diverging else alt.Axis(labels=False, ticks=False)
    title = "share of answers" if not diverging else "below the middle · above the middle"
    far = max((abs(row[end]) for row in found for end in ("start", "end")), default=1.0)
    scale = alt.Scale(domain=[-far, far] if diverging else [0, 1])
    bars = base.mark_bar().encode(
        x=alt.X("start:Q", title=title, axis=axis, scale=scale),
        x2="end:Q",
        y=y,
        color=alt.Color(
            "value:O", title="answer", scale=alt.Scale(domain=values, range=colors(len(values)))
        ),
        tooltip=["question:N", "value:O", "n:Q", alt.Tooltip("share:Q", format=".1%")],
    )
    inside = base.transform_filter("datum.share >= 0.06").mark_text(
        color="#fff", fontWeight="bold"
    ).encode(
        x="middle:Q", y=y, text="n:Q",
        color=alt.condition("datum.pale", alt.value("#1c2430"), alt.value("#ffffff")),
    )  # fmt: skip
    ends = [row for row in found if row["last"]]
    beside = (
        alt.Chart(alt.Data(values=ends))
        .mark_text(align="left", dx=5)
        .encode(x="end:Q", y=y, text="total:N")
    )
    return dressed(
        alt.layer(bars, inside, beside).properties(width="container", height=alt.Step(36))
    )


def pieces(found: Iterable[Mapping[str, Any]], diverging: bool = False) -> list[dict[str, Any]]:
    """Return a row for each answer that was given: its share and where it lies on the bar.

    >>> [(piece["value"], piece["start"], piece["end"]) for piece in pieces(
    ...     [{"question": "q", "value": 1, "n": 1}, {"question": "q", "value": 5, "n": 3}])]
    [(1.0, 0.0, 0.25), (5.0, 0.25, 1.0)]
    """
    questions: dict[str, list[tuple[float, int]]] = {}
    for row in found:
        if (value := _number(row.get("value"))) is not None:
            name = str(row.get("text") or row.get("question") or "")
            questions.setdefault(name, []).append((value, int(row["n"])))
    values = sorted({value for answers in questions.values() for value, _ in answers})
    fills = dict(zip(values, colors(len(values)), strict=True))
    made = []
    for name, answers in questions.items():
        answers.sort()
        total = sum(n for _, n in answers)
        start = _left(answers, total, values) if diverging else 0.0
        for number, (value, n) in enumerate(answers):
            share = n / total if total else 0.0
            made.append({
                "question": name, "label": _label(name), "value": value, "n": n, "share": share,
                "start": start, "end": start + share, "middle": start + share / 2,
                "pale": fills[value] in _PALE, "last": number == len(answers) - 1,
                "total": f"n {total}",
            })  # fmt: skip
            start += share
    return made


def _left(answers: list[tuple[float, int]], total: int, values: list[float]) -> float:
    """Where a bar begins, so that half of the middle answer lies left of zero."""
    middle = (values[0] + values[-1]) / 2
    below = sum(n for value, n in answers if value < middle)
    even = sum(n for value, n in answers if value == middle)
    return -(below + even / 2) / total if total else 0.0


#: fills on which dark figures read better
_PALE = {"#e59866", "#b9b4a6", "#74add6"}


def colors(count: int) -> list[str]:
    """As many colors from the worst to the best answer, the middle one gray.

    >>> colors(2), colors(3)
    (['#c2410c', '#0b62a4'], ['#c2410c', '#b9b4a6', '#0b62a4'])
    """
    if count == 1:
        return [GRAY]
    last = len(DIVERGING) - 1
    return [DIVERGING[round(i * last / (count - 1))] for i in range(count)]
