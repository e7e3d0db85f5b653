"""The scores as a chart, a table and the answers behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.scoring import Line, Scores
from journeykit.widgets import parts

if TYPE_CHECKING:
    from journeykit.measures import Score

CHARTS = {"mean": "Means", "top": "Top-2 share, NPS, CES", "answers": "All answers"}
CAPTIONS = {
    "mean": "A dot is a mean, its line the 95 % interval. The axis shows only the part in use.",
    "top": "A dot is a share or a score, its line the 95 % interval.",
    "answers": "Each bar is all answers to one question, the worst left. Counts are unweighted.",
}
#: Below this n a number is called indicative (METHOD 3.1).
INDICATIVE = 30
_NAMES = {"csat": "top-2 share", "nps": "NPS", "ces": "CES"}


def card(scores: Scores, lines: Sequence[Line], shown: str, weights: Sequence[str]) -> h.Node:
    """Return charts, table and notes; `weights` names the weight columns in use."""
    shown = shown if shown in CHARTS else "mean"
    return [
        h.section("#scores-chart.card", aria_labelledby="scores-chart-heading")[
            h.div(".card-head")[
                h.h2("#scores-chart-heading")["Scores by touchpoint"],
                h.div(".row", role="group", aria_label="What the chart shows")[
                    (
                        parts.button(
                            words, "look", {"name": "chart", "value": key}, id=f"chart-{key}",
                            aria_pressed="true" if key == shown else "false",
                        )
                        for key, words in CHARTS.items()
                    )
                ],
            ],
            h.p(".quiet")[CAPTIONS[shown]],
            [parts.chart(id, spec, words) for id, spec, words in _charts(scores, lines, shown)],
        ],
        parts.card("The numbers", _table(lines), _notes(lines, weights), id="scores-table"),
    ]  # fmt: skip


def _charts(scores: Scores, lines: Sequence[Line], shown: str) -> list[tuple[str, Any, str]]:
    """One chart a scale: numbers of different scales have no common axis."""
    if shown not in scores.charts:
        make = {"mean": _means, "top": _tops, "answers": _answers}[shown]
        scores.charts[shown] = make(lines)
    found: list[tuple[str, Any, str]] = scores.charts[shown]
    return found


def _by_scale(lines: Sequence[Line]) -> dict[tuple[float, float], list[Line]]:
    found: dict[tuple[float, float], list[Line]] = {}
    for line in lines:
        found.setdefault((line.low, line.high), []).append(line)
    return found


def _means(lines: Sequence[Line]) -> list[tuple[str, Any, str]]:
    from journeykit.charts import scores_chart, spec

    made = []
    for at, ((low, high), some) in enumerate(_by_scale(lines).items()):
        rows = [_row(line, line.numbers.mean) for line in some]
        words = f"Means on {low:g} to {high:g} with 95 % intervals; the table has the numbers."
        made.append((f"chart-mean-{at}", spec(scores_chart(rows, "mean")), words))
    return made


def _tops(lines: Sequence[Line]) -> list[tuple[str, Any, str]]:
    from journeykit.charts import scores_chart, spec

    made = []
    for measure in ("csat", "nps", "ces"):
        rows = [_row(line, line.numbers.top) for line in lines
                if line.numbers.top.measure == measure]  # fmt: skip
        if rows:
            words = f"{measure.upper()} with 95 % intervals; the table has the numbers."
            made.append((f"chart-{measure}", spec(scores_chart(rows, measure)), words))
    return made


def _answers(lines: Sequence[Line]) -> list[tuple[str, Any, str]]:
    from journeykit.charts import distribution, spec

    made = []
    for at, ((low, high), some) in enumerate(_by_scale(lines).items()):
        rows = [
            {"text": line.label, "value": value, "n": n}
            for line in some
            for value, n in line.numbers.answers
        ]
        if rows:
            words = f"All answers on {low:g} to {high:g}, counted; listed below the table."
            made.append((f"chart-answers-{at}", spec(distribution(rows)), words))
    return made


def _row(line: Line, score: Score) -> dict[str, Any]:
    return score.to_json() | {"text": line.label}


def _table(lines: Sequence[Line]) -> h.Element:
    several = len({line.source for line in lines}) > 1
    head = ["Touchpoint and question", "Mean", "Top-2 share, NPS or CES", "n"]
    return parts.table(
        [*head, "Survey"] if several else head,
        (_cells(line, several) for line in lines),
        caption="Scores with 95 % intervals and n",
        id="scores",
    )


def _cells(line: Line, several: bool) -> list[Any]:
    mean, top = line.numbers.mean, line.numbers.top
    asked = [line.stage, line.question, f"{line.low:g} to {line.high:g}"]
    cells: list[Any] = [
        [h.strong[line.place], h.small(".under")[" · ".join(part for part in asked if part)]],
        h.span[_value(mean), h.small(".under")[_interval(mean)]],
        h.span[_value(top), h.small(".under")[_interval(top)]],
        [f"{mean.n:,}", _about(line)],
    ]
    return [*cells, line.source] if several else cells


def _about(line: Line) -> h.Node:
    mean = line.numbers.mean
    if mean.suppressed:
        return None
    words = []
    if line.numbers.weighted and mean.effective:
        words.append(f"n_eff {mean.effective:,.0f}")
    if (mean.effective or mean.n) < INDICATIVE:
        words.append("indicative")
    return h.small(".under")[" · ".join(words)] if words else None


def _value(score: Score) -> Any:
    if score.value is None:
        return h.span(".quiet")["not shown"]
    name = {"nps": "NPS ", "ces": "CES "}.get(score.measure, "")
    return h.b[name + number(score, score.value)]


def _interval(score: Score) -> str:
    if score.value is None:
        return score.method.removeprefix("not shown: ")
    if score.low is None or score.high is None:
        return score.method
    return f"{number(score, score.low)} to {number(score, score.high)}"


def number(score: Score, value: float) -> str:
    """Return a value of a score as people write it: 84 %, −3, 4.03."""
    if score.measure in ("csat", "ces", "share"):
        return f"{value:.0%}".replace("%", "\u00a0%")
    digits = 0 if score.measure == "nps" else 2
    text = f"{value:.{digits}f}".replace("-", "−")
    return "0" if text == "−0" else text


def _notes(lines: Sequence[Line], weights: Sequence[str]) -> h.Node:
    scores = [score for line in lines for score in (line.numbers.mean, line.numbers.top)]
    methods = dict.fromkeys(
        f"{_NAMES.get(s.measure, s.measure)}: {s.method.partition(', n_eff')[0]}"
        for s in scores
        if s.value is not None
    )
    hidden = sum(line.numbers.mean.suppressed for line in lines)
    weighted = any(line.numbers.weighted for line in lines)
    return [
        h.ul(".notes")[
            h.li[f"Intervals: {'; '.join(methods)}."] if methods else None,
            h.li[
                f"Answers are weighted by {' and '.join(weights) or 'the survey’s weights'}. "
                "n counts people; n_eff is Kish’s effective sample size, from which the intervals "
                "are computed."
            ]
            if weighted
            else None,
            h.li[f"{hidden} not shown: fewer than 5 answers say too much about persons."]
            if hidden
            else None,
            h.li["The same people answered several questions, so their n must not be added up."],
        ],
        h.details("#answers-list")[
            h.summary["All answers, counted"],
            parts.table(
                ("Touchpoint", "Answers"),
                ((line.label, _counted(line)) for line in lines if line.numbers.answers),
                caption="How often each answer was given, unweighted",
            ),
        ],
    ]


def _counted(line: Line) -> str:
    total = sum(n for _, n in line.numbers.answers)
    return " · ".join(
        f"{value:g}: {n:,} ({n / total:.0%})".replace("%", " %")
        for value, n in line.numbers.answers
    )
