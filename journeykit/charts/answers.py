"""Answers to ratings: Likert bars, and the distribution of one question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeykit.charts.scores import distribution
from journeykit.charts.theme import BLUE, dressed, rows
from journeykit.few import FEWEST

if TYPE_CHECKING:
    import altair as alt


def likert(frame: Any, *, diverging: bool = False) -> alt.LayerChart:
    """Return the answers of several questions as stacked bars with counts, and n beside.

    `frame`: question (or text), value, n, as `journeykit.measures.count` returns. Plain bars of
    100 % compare best; `diverging` has the middle answer on both sides of the zero. Questions
    with fewer than five answers are left out: `likert_words` names them.
    """
    return distribution(_shown(frame)[0], diverging=diverging)


def likert_words(frame: Any) -> str:
    """Return the same in words, for who does not see the bars.

    >>> likert_words([{"question": "Desk", "value": v, "n": n} for v, n in ((1, 2), (5, 8))])
    'Desk: 1: 20 %, 5: 80 % (n 10).'
    """
    shown, hidden = _shown(frame)
    parts = []
    for name, answers in _by_question(shown).items():
        total = sum(n for _, n in answers)
        shares = ", ".join(f"{value:g}: {100 * n / total:.0f} %" for value, n in sorted(answers))
        parts.append(f"{name}: {shares} (n {total}).")
    if hidden:
        parts.append(f"Not shown, fewer than {FEWEST} answers: {', '.join(hidden)}.")
    return " ".join(parts)


def histogram(frame: Any, title: str = "answer") -> alt.LayerChart:
    """Return the answers of one question as columns, counts above, n in the axis title."""
    import altair as alt

    shown, _ = _shown(frame)
    answers = [pair for found in _by_question(shown).values() for pair in found]
    total = sum(n for _, n in answers)
    data = [
        {"value": value, "n": n, "share": n / total, "words": f"{n}"}
        for value, n in sorted(answers)
    ]
    base = alt.Chart(alt.Data(values=data))
    x = alt.X("value:O", title=f"{title} · n {total}", axis=alt.Axis(labelAngle=0))
    y = alt.Y("share:Q", title="share of answers", axis=alt.Axis(format="%", tickCount=4))
    tips = ["value:O", "n:Q", alt.Tooltip("share:Q", format=".1%")]
    bars = base.mark_bar(color=BLUE).encode(x=x, y=y, tooltip=tips)
    above = base.mark_text(dy=-7).encode(x=x, y=y, text="words:N")
    return dressed(alt.layer(bars, above).properties(width="container", height=180))


def histogram_words(frame: Any) -> str:
    """Return the distribution in words."""
    return likert_words(frame)


def _by_question(found: list[dict[str, Any]]) -> dict[str, list[tuple[float, int]]]:
    questions: dict[str, list[tuple[float, int]]] = {}
    for row in found:
        if row.get("value") is not None and row["value"] == row["value"]:
            name = str(row.get("text") or row.get("question") or "")
            questions.setdefault(name, []).append((float(row["value"]), int(row["n"])))
    return questions


def _shown(frame: Any) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of questions with enough answers, and the names of the others."""
    found = rows(frame)
    totals = {name: sum(n for _, n in each) for name, each in _by_question(found).items()}
    hidden = [name for name, total in totals.items() if total < FEWEST]
    return [
        row for row in found if str(row.get("text") or row.get("question") or "") not in hidden
    ], hidden


__all__ = ["histogram", "histogram_words", "likert", "likert_words"]
