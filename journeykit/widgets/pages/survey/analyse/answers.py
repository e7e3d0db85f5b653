"""Distributions, tables and missing answers of one survey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.few import FEWEST
from journeykit.widgets import parts
from journeykit.widgets.pages.survey.analyse import figures
from journeykit.widgets.pages.survey.analyse.data import Answers, Rating, short

if TYPE_CHECKING:
    from journeykit.survey import Question

BARS = {"plain": "Bars of 100 %", "diverging": "Around the middle"}
_MOST_POINTS = 10
_OUTSIDE = ("metadata", "identifier", "weight")


# ---- distributions ---------------------------------------------------------------------------


def distributions(answers: Answers, bars: str) -> h.Node:
    """Return the answers to all ratings as Likert bars and as tables, a card a scale."""
    made = answers.keep(("bars", bars), lambda: _drawn(answers, bars == "diverging"))
    said = (
        "Half of the middle answer lies on each side of the line."
        if bars == "diverging" else "Each bar is all answers to one question, the worst left."
    )  # fmt: skip
    return [
        parts.card(
            f"Answers from {low:g} to {high:g}",
            h.p(".quiet")[said, " Counts are people, unweighted; n stands beside each bar."],
            figures.drawn(f"analyse-bars-{at}", spec, words) if spec
            else parts.empty("No question on this scale has five answers."),
            parts.table(
                ["Question", *(f"{point:g}" for point in points), "n"], rows,
                caption=f"Answers from {low:g} to {high:g}: people and shares",
            ),
            id=f"analyse-scale-{at}",
        )
        for at, (low, high, spec, words, points, rows) in enumerate(made)
    ]  # fmt: skip


def _drawn(answers: Answers, diverging: bool) -> list[tuple[Any, ...]]:
    from journeykit.charts import likert, likert_words, spec

    made = []
    for (low, high), some in _by_scale(answers.ratings).items():
        counts = {rating.at: _counts(answers, rating) for rating in some}
        rows = [
            {"text": rating.label, "value": value, "n": n}
            for rating in some for value, n in counts[rating.at].items()
        ]  # fmt: skip
        enough = any(sum(found.values()) >= FEWEST for found in counts.values())
        chart = spec(likert(rows, diverging=diverging)) if enough else None
        points = sorted({v for found in counts.values() for v in found}, reverse=low > high)
        lines = [_line(rating, counts[rating.at], points) for rating in some]
        made.append((low, high, chart, likert_words(rows), points, lines))
    return made


def _by_scale(ratings: Sequence[Rating]) -> dict[tuple[float, float], list[Rating]]:
    found: dict[tuple[float, float], list[Rating]] = {}
    for rating in ratings:
        found.setdefault((rating.low, rating.high), []).append(rating)
    return found


def _counts(answers: Answers, rating: Rating) -> dict[float, int]:
    from journeykit.measures import Tally

    tally = Tally.of(answers.values(rating))
    low, high = sorted((rating.low, rating.high))
    # points that nobody chose are points too
    blank = range(int(low), int(high) + 1) if high - low <= _MOST_POINTS else ()
    counts = {float(point): 0 for point in blank}
    counts |= {float(v): int(n) for v, n in zip(tally.values, tally.n, strict=True)}
    return dict(sorted(counts.items()))


def _line(rating: Rating, counts: dict[float, int], points: Sequence[float]) -> list[Any]:
    total = sum(counts.values())
    if total < FEWEST:
        return [rating.label, *("–" for _ in points), "n under 5"]
    cells = [
        figures.under(f"{counts.get(point, 0):,}", figures.percent(counts.get(point, 0) / total))
        for point in points
    ]
    return [rating.label, *cells, f"{total:,}"]


# ---- tables ----------------------------------------------------------------------------------


def frequencies(answers: Answers, question: Question) -> h.Element:
    """Return how often each answer to a question was given, with the share and its interval."""
    rows = answers.keep(("often", question.id), lambda: _often(answers, question))
    multi = question.kind == "multi"
    base = rows[0]["n"] if rows else 0
    return parts.card(
        short(question.text or question.id),
        parts.table(
            ["Answer", "People", "Share", "95 % interval"],
            (
                [row["option"], *_often_cells(row)]
                for row in rows
            ),
            caption=f"How often each answer was given, n {base:,}", id="analyse-frequencies",
        )
        if rows else parts.empty("Nobody answered this question."),
        h.ul(".notes")[
            h.li[f"Of n {base:,} people who answered."],
            h.li["People could choose several, so shares add up to more than 100 %."]
            if multi else None,
            h.li[f"Shares are weighted by {answers.survey.weight}; the numbers of people are not."]
            if answers.survey.weight else None,
            h.li["Interval: Wilson." if question.scaled else
                 "Interval: Wilson. Answers of 1 to 4 people are not shown, nor what would give "
                 "them away."],
        ],
        id="analyse-table",
    )  # fmt: skip


def _often_cells(row: dict[str, Any]) -> list[Any]:
    if row["chosen"] is None:
        return ["hidden", "not shown", "–"]
    return [
        f"{int(row['chosen']):,}", figures.percent(row["value"], 1),
        figures.interval(figures.percent(row["low"], 1), figures.percent(row["high"], 1)),
    ]  # fmt: skip


def _often(answers: Answers, question: Question) -> list[dict[str, Any]]:
    """The rows, small answers hidden together with what would give them away."""
    from journeykit import measures

    frame, columns = _frame(answers, [question])
    if question.kind == "multi" and len(columns) > 1:
        names = dict(zip(columns, question.options or question.columns, strict=False))
        found = measures.ticked(frame, columns).to_dict("records")
        rows = [row | {"option": names.get(row["option"], row["option"])} for row in found]
    else:
        mark = question.separator or None if question.kind == "multi" else None
        rows = measures.frequencies(frame, columns[0], separator=mark).to_dict("records")
    chosen = {row["option"]: row["chosen"] for row in rows if row["chosen"] == row["chosen"]}
    sizes = {name: int(n) for name, n in chosen.items() if n is not None}
    if question.scaled:
        hidden = set()  # as the distributions and the scores show them
    elif question.kind == "multi":
        hidden = {name for name, n in sizes.items() if 0 < n < FEWEST}
    else:
        hidden = measures.hide_groups(sizes)
    gone = {"chosen": None, "value": None, "low": None, "high": None}
    rows = [row | gone if row["option"] in hidden or row["option"] not in sizes else row
            for row in rows]  # fmt: skip
    if question.scaled:
        rows.sort(key=lambda row: float(row["option"]))
    return rows


def _frame(answers: Answers, questions: Sequence[Question]) -> tuple[Any, list[str]]:
    """The answers to questions as a frame of text, and the names of its columns."""
    import pandas as pd

    columns: dict[str, Any] = {}
    for at, question in enumerate(questions):
        if question.kind == "multi":
            for number, name in enumerate(question.columns):
                columns[f"q{at}.{number}"] = answers.cells(name)
        else:
            columns[f"q{at}"] = answers.texts(question)
    frame = pd.DataFrame(columns)
    names = list(frame.columns)
    if answers.weights is not None:
        frame["weight"] = answers.weights
    return frame, names


def crosstab(answers: Answers, rows: Question, columns: Question, share: str) -> h.Element:
    """Return two questions against each other; a multiple choice has a row an option."""
    kept = ("cross", rows.id, columns.id)
    cells, note = answers.keep(kept, lambda: _crossed(answers, rows, columns))
    across = list(dict.fromkeys(cell["column"] for cell in cells))
    table: dict[str, dict[str, Any]] = {}
    for cell in cells:
        table.setdefault(cell["row"], {})[cell["column"]] = cell
    base = {cell["column"]: cell["column_n"] for cell in cells}
    return parts.card(
        f"{short(rows.text or rows.id)} by {short(columns.text or columns.id)}",
        parts.table(
            ["Answer", *across, "n"],
            [
                *([name, *(_cross_cell(line.get(top), share) for top in across),
                   _count(next(iter(line.values()))["row_n"])] for name, line in table.items()),
                [h.strong["n"], *(_count(base[top]) for top in across), ""],
            ],
            caption=f"People and {share} shares", id="analyse-crosstab",
        )
        if cells else parts.empty("Nobody answered both questions."),
        h.ul(".notes")[
            h.li[note] if note else None,
            h.li[f"Shares are of the {share}, weighted by {answers.survey.weight}; the numbers of "
                 "people are not."]
            if answers.survey.weight else h.li[f"Shares are of the {share}."],
            h.li["Cells of 1 to 4 people are hidden, and as many others as it takes that none of "
                 "them can be worked out."],
        ],
        id="analyse-table",
    )  # fmt: skip


def _count(n: Any) -> str:
    return "hidden" if n is None or n != n else f"{int(n):,}"


def _cross_cell(cell: dict[str, Any] | None, share: str) -> Any:
    if cell is None:
        return "0"
    if cell["hidden"]:
        return h.span(".quiet")["hidden"]
    part = cell[f"{share}_share"]
    # where the base is hidden, so is the share
    known = part is not None and part == part
    return figures.under(f"{int(cell['n']):,}", figures.percent(part, 1) if known else "")


def _crossed(
    answers: Answers, rows: Question, columns: Question
) -> tuple[list[dict[str, Any]], str]:
    from journeykit import measures

    if rows.kind == "multi":
        return _options_crossed(answers, rows, columns), (
            "People could choose several, so a column's shares add up to more than 100 %."
        )
    frame, _ = _frame(answers, [rows, columns])
    cells = measures.crosstab(frame, "q0", "q1").to_dict("records")
    if len({cell["row"] for cell in cells}) < 2 or len({cell["column"] for cell in cells}) < 2:
        return cells, ""
    found = measures.association(frame, "q0", "q1")
    note = (
        f"Cramér's V {found.v:.2f} (0 is no connection, 1 a full one), χ² {found.chi2:.1f} with "
        f"{found.df} degrees of freedom, p {figures.p_value(found.p)}, n {found.n:,}, unweighted. "
        f"Association, not effect."
    )
    return cells, f"{note} {found.note}." if found.note else note


def _options_crossed(answers: Answers, rows: Question, columns: Question) -> list[dict[str, Any]]:
    """A cross-tab of yes and no for each option; what it hides is hidden here."""
    import numpy as np
    import pandas as pd

    from journeykit import measures
    from journeykit.measures.crosstabs import NOT_CHOSEN
    from journeykit.survey.question import picked

    top = answers.texts(columns)
    if len(rows.columns) > 1:
        cells = {
            name: np.array([str(cell).strip().casefold() not in NOT_CHOSEN
                            for cell in answers.cells(column)])
            for name, column in zip(rows.options or rows.columns, rows.columns, strict=False)
        }  # fmt: skip
        answered = answers.states(rows) == "x"
    else:
        texts = answers.texts(rows)
        sets = {text: picked(rows, text) if text else frozenset() for text in set(texts)}
        names = sorted({name for found in sets.values() for name in found})
        cells = {name: np.array([name in sets[text] for text in texts]) for name in names}
        answered = texts != ""
    made = []
    for name, chosen in cells.items():
        frame = pd.DataFrame({"row": np.where(chosen, "yes", "no"), "column": top})
        if answers.weights is not None:
            frame["weight"] = answers.weights
        found = measures.crosstab(frame[answered], "row", "column").to_dict("records")
        made += [cell | {"row": name} for cell in found if cell["row"] == "yes"]
    return made


# ---- missing ---------------------------------------------------------------------------------


def missing(answers: Answers) -> h.Node:
    """Return who answered what, and how much those who did not could change."""
    rows, complete = answers.keep("missing", lambda: _missing(answers))
    total = answers.survey.responses
    some = [row for row in rows if row["missing"] or row["not_applicable"] or row["rated"]]
    full = len(rows) - len(some)
    return parts.card(
        "Who did not answer what",
        h.p(".quiet")[
            f"{total:,} responses; {complete:,} of them have an answer to every question on a "
            "scale. The last column is what the share of best answers would be if all who skipped "
            "the question had given a worse answer, and if all had given the best."
        ],
        parts.table(
            ["Question", "Answered", "Missing", "Not applicable", "Best answers",
             "Worst to best case"],
            (_missing_cells(row) for row in some),
            caption="Answered, missing and not applicable, for each question",
            id="analyse-missing",
        ),
        h.ul(".notes")[
            h.li[f"{full} other questions have an answer in every response."] if full else None,
            h.li["Responses = answered + missing + not applicable. The share of the missing is of "
                 "those whom a question concerns, with Wilson's interval."],
            h.li["Best answers: the two best points (of two or three points the best one, of a "
                 "recommendation 9 and 10), unweighted."],
        ],
        id="analyse-missing-card",
    )  # fmt: skip


def _missing_cells(row: dict[str, Any]) -> list[Any]:
    share = figures.percent(row["share"], 1)
    ends = figures.interval(figures.percent(row["low"], 1), figures.percent(row["high"], 1))
    return [
        row["label"], f"{row['answered']:,}",
        figures.under(f"{row['missing']:,}", f"{share} ({ends})" if ends else share),
        f"{row['not_applicable']:,}",
        figures.percent(row["best"], 1) if row["best"] is not None else "–",
        figures.interval(figures.percent(row["worst_case"], 1),
                         figures.percent(row["best_case"], 1))
        if row["best"] is not None else "–",
    ]  # fmt: skip


def _missing(answers: Answers) -> tuple[list[dict[str, Any]], int]:
    import pandas as pd

    from journeykit import measures

    asked = [q for q in answers.survey.questions if q.kind not in _OUTSIDE]
    frame = pd.DataFrame({f"q{at}": answers.states(q) for at, q in enumerate(asked)})
    if frame.empty:
        return [], 0
    names = list(frame.columns)
    counted = measures.missing_answers(frame, names, dict.fromkeys(names, ("n/a",)))
    ratings = {rating.id: rating for rating in answers.ratings}
    rows = [
        row | {"label": short(question.text or question.id), "rated": question.id in ratings}
        | _bounds(answers, ratings.get(question.id), row)
        for question, row in zip(asked, counted.to_dict("records"), strict=True)
    ]  # fmt: skip
    scaled = [f"q{at}" for at, question in enumerate(asked) if question.id in ratings]
    complete = measures.complete_cases(frame.replace("n/a", ""), scaled) if scaled else 0
    return rows, complete


def _bounds(answers: Answers, rating: Rating | None, row: dict[str, Any]) -> dict[str, Any]:
    from journeykit import measures
    from journeykit.measures.score import top_box

    if rating is None or row["answered"] < FEWEST:
        return {"best": None, "worst_case": None, "best_case": None}
    counts = _counts(answers, rating)
    wide = abs(rating.high - rating.low) >= 3
    low, high = top_box(rating.low, rating.high, 2 if wide else 1)
    hits = sum(n for value, n in counts.items() if low <= value <= high)
    answered = sum(counts.values())
    worst, best = measures.bounds(hits, answered, answered + row["missing"])
    return {"best": hits / answered, "worst_case": worst, "best_case": best}


__all__ = ["BARS", "crosstab", "distributions", "frequencies", "missing"]
