"""Two waves or groups beside each other: a dumbbell, and the differences with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeykit.charts.theme import BLUE, GOLD, GRAY, dressed, rows, wrapped
from journeykit.errors import Refused

if TYPE_CHECKING:
    import altair as alt

_PERCENT = ("csat", "ces", "share")
_TITLES = {
    "nps": "NPS", "csat": "top-2 share", "ces": "share who found it easy", "share": "share",
    "mean": "mean", "ordinal": "mean",
}  # fmt: skip
#: shapes too, since color alone tells nobody who cannot see it
_SHAPES = ("circle", "diamond")


def dumbbell(frame: Any, *, narrow: bool = False) -> alt.LayerChart:
    """Return before and after of each comparison, joined, with the interval of each.

    `frame` is what `journeykit.measures.compare` returns, of one measure and one pair. The
    difference with its interval stands above each line, at the right edge; what is hidden is
    named, not drawn. With `narrow`, for a phone, the names stand above the lines, not before
    them, and the differences below.
    """
    import altair as alt

    found = _rows(frame)
    pair = _pair(found)
    percent = found[0]["measure"] in _PERCENT
    ends = [
        {"label": row["label"], "at": row[when], "low": row[f"{when}_low"],
         "high": row[f"{when}_high"], "who": who, "n": row[f"n_{when}"]}
        for row in found if row["value"] is not None
        for when, who in (("before", pair[0]), ("after", pair[1]))
    ]  # fmt: skip
    scale = alt.Scale(zero=False, nice=True, padding=12)
    x = alt.X(
        "at:Q", title=_TITLES[found[0]["measure"]] + ", 95 % intervals",
        scale=scale, axis=alt.Axis(format="%" if percent else "", tickCount=6),
    )  # fmt: skip
    y = _lines(found, named=not narrow)
    legend = alt.Legend(columns=1 if narrow else 0, labelLimit=280)
    color = alt.Color("who:N", title=None, legend=legend,
                      scale=alt.Scale(domain=list(pair), range=[GOLD, BLUE]))  # fmt: skip
    shape = alt.Shape("who:N", title=None, legend=legend,
                      scale=alt.Scale(domain=list(pair), range=list(_SHAPES)))  # fmt: skip
    whole = alt.Chart(alt.Data(values=found)).transform_filter("isValid(datum.value)")
    base = alt.Chart(alt.Data(values=ends))
    join = whole.mark_rule(strokeWidth=3, color=GRAY, opacity=0.6).encode(
        x=alt.X("before:Q", scale=scale), x2="after:Q", y=y
    )
    layers: list[alt.Chart] = [join]
    for who, dy in zip(pair, (-5, 5), strict=True):
        layers.append(
            base.transform_filter(alt.datum.who == who)
            .transform_filter("isValid(datum.low) && isValid(datum.high)")
            .mark_rule(strokeWidth=1.5, yOffset=dy)
            .encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=color)
        )
    tips = ["label:N", "who:N", "at:Q", "low:Q", "high:Q", "n:Q"]
    layers += [
        base.mark_point(filled=True, size=90, opacity=1).encode(
            x=x, y=y, color=color, shape=shape, tooltip=tips
        ),
        _silent(found, y),
    ]
    if narrow:
        named = alt.Chart(alt.Data(values=found)).transform_calculate(
            line="replace(datum.label, /\\n/g, ' ')"
        )
        above = named.mark_text(align="left", dy=-20, fontWeight=600, limit=290)
        layers.append(above.encode(x=alt.value(0), y=y, text="line:N"))
        told = whole.mark_text(align="left", dy=20).encode(x=alt.value(0))
    else:
        told = whole.mark_text(align="right", dy=-14).encode(x=alt.value("width"))
    layers.append(told.encode(y=y, text="words:N"))
    step = alt.Step(84 if narrow else 48)
    return dressed(alt.layer(*layers).properties(width="container", height=step))


def difference_chart(frame: Any) -> alt.LayerChart:
    """Return each difference with its interval against the line of no difference.

    A filled dot is one that chance alone hardly explains in its family, a hollow one may be.
    """
    import altair as alt

    found = _rows(frame)
    _pair(found)
    percent = found[0]["measure"] in _PERCENT
    none = 0.5 if found[0]["measure"] == "ordinal" else 0
    title = "probability of a higher answer" if none else "difference"
    scale = alt.Scale(zero=not none, nice=True, padding=12)
    axis = alt.Axis(format="+%" if percent else "", tickCount=6)
    y = _lines(found)
    base = alt.Chart(alt.Data(values=found)).transform_filter("isValid(datum.value)")
    x = alt.X("value:Q", title=f"{title}, 95 % interval", scale=scale, axis=axis)
    fill = alt.condition("datum.sure", alt.value(BLUE), alt.value("transparent"))
    zero = (
        alt.Chart(alt.Data(values=[{"none": none}]))
        .mark_rule(strokeDash=[4, 4], color=GRAY)
        .encode(x=alt.X("none:Q", scale=scale))
    )
    rule = (
        base.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_rule(strokeWidth=2, color=BLUE)
        .encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y)
    )
    dot = base.mark_point(size=90, stroke=BLUE, strokeWidth=2, opacity=1).encode(
        x=x, y=y, fill=fill, tooltip=["label:N", "sentence:N"]
    )
    words = base.mark_text(dy=-13).encode(x=x, y=y, text="words:N")
    layers = alt.layer(zero, rule, dot, words, _silent(found, y))
    return dressed(layers.properties(width="container", height=alt.Step(44)))


def comparison_words(frame: Any) -> str:
    """Return the comparisons in words: the sentence of each."""
    return " ".join(str(row["sentence"]) for row in rows(frame))


def _rows(frame: Any) -> list[dict[str, Any]]:
    found = rows(frame)
    if not found:
        raise Refused("There is nothing to compare.")
    if len({row["measure"] for row in found}) > 1:
        raise Refused("These are comparisons of several measures, which have no common axis.")
    many = len({(row["first"], row["second"]) for row in found}) > 1
    made = []
    for row in found:
        name = str(row.get("text") or row.get("question") or "")
        if many:
            name = f"{name}: {row['first']} and {row['second']}".removeprefix(": ")
        p = row["p_adjusted"] if _valid(row["p_adjusted"]) else row["p"]
        made.append({
            **{key: (cell if _valid(cell) else None) for key, cell in row.items()},
            "label": "\n".join(wrapped(name)), "sure": bool(_valid(p) and p <= 0.05),
            "words": _words(row),
        })  # fmt: skip
    return made


def _pair(found: list[dict[str, Any]]) -> tuple[str, str]:
    """The two that are compared; in a dumbbell of several pairs, before and after."""
    pairs = {(str(row["first"]), str(row["second"])) for row in found}
    return pairs.pop() if len(pairs) == 1 else ("first", "second")


def _words(row: dict[str, Any]) -> str:
    if not _valid(row["value"]):
        return ""
    many = f"n {row['n_before']} and {row['n_after']}"
    if not _valid(row["low"]):
        return f"{_shown(row, row['value'])} · {many}"
    low, high = _shown(row, row["low"]), _shown(row, row["high"])
    return f"{_shown(row, row['value'])} ({low} to {high}) · {many}"


def _shown(row: dict[str, Any], value: float) -> str:
    if row["measure"] == "ordinal":
        return f"{100 * value:.0f} %"
    if row["measure"] in _PERCENT:
        text = f"{100 * value:+.1f} pp"
    else:
        text = f"{value:+.1f}" if row["measure"] == "nps" else f"{value:+.2f}"
    return text.replace("-", "−")


def _valid(cell: Any) -> bool:
    return cell is not None and cell == cell  # NaN is not equal to itself


def _lines(found: list[dict[str, Any]], *, named: bool = True) -> alt.Y:
    import altair as alt

    order = list(dict.fromkeys(row["label"] for row in found))
    axis = alt.Axis(labelExpr="split(datum.label, '\\n')") if named else None
    return alt.Y("label:N", sort=order, title=None, axis=axis)


def _silent(found: list[dict[str, Any]], y: alt.Y) -> alt.Chart:
    import altair as alt

    return (
        alt.Chart(alt.Data(values=found))
        .transform_filter("!isValid(datum.value)")
        .mark_text(align="left", dx=4, fontStyle="italic")
        .encode(x=alt.value(0), y=y, text=alt.value("too few answers to show"))
    )


__all__ = ["comparison_words", "difference_chart", "dumbbell"]
