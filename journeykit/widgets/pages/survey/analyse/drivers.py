"""Drivers: which ratings go together with the overall one, and where to begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.widgets import parts
from journeykit.widgets.pages.survey.analyse import figures
from journeykit.widgets.pages.survey.analyse.data import Answers, Rating

if TYPE_CHECKING:
    from journeykit.measures.importance import Crosshair

CROSSES: dict[Crosshair, str] = {
    "mean": "At the means", "median": "At the medians", "scale": "At the middle of the scale",
}  # fmt: skip
#: Drivers that are proposed; a person chooses up to twelve.
PROPOSED, MOST = 8, 12


def outcomes(answers: Answers) -> list[Rating]:
    """Return what can be the outcome: recommendation and overall questions first."""
    return sorted(answers.ratings, key=lambda each: (each.kind != "nps", not each.overall))


def proposed(answers: Answers, outcome: Rating) -> list[Rating]:
    """Return the linked ratings with most answers, of one place each, without the outcome."""
    import numpy as np

    linked = [r for r in answers.ratings if r.target and not r.overall and r.at != outcome.at]
    full = {r.at: int(np.isfinite(answers.values(r)).sum()) for r in linked}
    # a question that few were asked would leave only those few: all answers are needed
    most = max(full.values(), default=0)
    usable = [r for r in linked if full[r.at] >= most / 2]
    chosen = sorted(usable, key=lambda r: -full[r.at])[:PROPOSED]
    return sorted(chosen, key=lambda r: r.at)


def key_of(outcome: Rating, drivers: Sequence[Rating]) -> tuple[Any, ...]:
    """Return under which key the drivers are kept."""
    return ("drivers", outcome.at, tuple(each.at for each in drivers))


def work(answers: Answers, outcome: Rating, drivers: Sequence[Rating]) -> Iterator[str]:
    """Compute the drivers beside the page, and say that it goes on."""
    from concurrent.futures import ThreadPoolExecutor, wait

    key = key_of(outcome, drivers)
    if answers.known(key):
        return
    with ThreadPoolExecutor(1) as pool:
        yield "Drawing 1,000 samples of the answers"
        task = pool.submit(_driven, answers, outcome, drivers)
        while wait([task], timeout=0.2).not_done:
            yield "Drawing 1,000 samples of the answers"
        found = task.result()
    answers.keep(key, lambda: found)


def _driven(answers: Answers, outcome: Rating, drivers: Sequence[Rating]) -> list[dict[str, Any]]:
    import pandas as pd

    from journeykit.measures import key_drivers

    frame = pd.DataFrame({f"q{r.at}": answers.values(r) for r in (*drivers, outcome)})
    if answers.weights is not None:
        frame["weight"] = answers.weights
    rows = key_drivers(frame, f"q{outcome.at}", [f"q{r.at}" for r in drivers]).to_dict("records")
    by_column = {f"q{r.at}": r for r in drivers}
    mixed = len({(r.low, r.high) for r in drivers}) > 1 or any(r.low > r.high for r in drivers)
    found = []
    for row in rows:
        rating = by_column[row["driver"]]
        mean = answers.tally(rating).mean
        if mixed:  # of several scales: the share of the way from the worst point to the best
            mean = 100 * (mean - rating.low) / (rating.high - rating.low)
        found.append(row | {
            "driver": rating.label, "performance": mean, "mixed": mixed,
            "scale": (rating.low, rating.high),
        })  # fmt: skip
    return found


# ---- shown -----------------------------------------------------------------------------------


def form(answers: Answers, outcome: Rating, chosen: Sequence[Rating], done: bool) -> h.Element:
    """Return the choice of outcome and drivers, and the button that begins."""
    picked = {each.at for each in chosen}
    rest = [each for each in answers.ratings if each.at != outcome.at]
    return parts.card(
        "What goes together with the overall answer",
        h.div(".fields")[
            parts.field(
                "Outcome", "analyse-outcome", str(outcome.at), "look", {"name": "outcome"},
                kind="select", options=[(str(r.at), r.label) for r in outcomes(answers)],
                help="The recommendation, or a question about the whole.",
            ),
        ],
        h.fieldset(".drivers")[
            h.legend[f"Drivers: {len(chosen)} of at most {MOST}"],
            h.div(".ticks")[
                (
                    parts.field(
                        r.label, f"analyse-driver-{r.at}", r.at in picked, "driver", {"q": r.at},
                        kind="check",
                    )
                    for r in rest
                )
            ],
        ],
        h.p(".quiet")[
            "Only people who answered the outcome and all drivers count: leave out what few were "
            "asked."
        ],
        parts.row(
            parts.button(
                "Worked out" if done else "Work it out", "drive", id="analyse-drive",
                kind="primary", disabled=done or not chosen,
            ),
            end=True,
        ),
        id="analyse-drivers-form",
    )  # fmt: skip


def result(answers: Answers, key: tuple[Any, ...], outcome: Rating, crosshair: str) -> h.Node:
    """Return the drivers, strongest first, and importance against performance."""
    rows = answers.keep(key, list)
    cross = crosshair if crosshair in CROSSES else "mean"
    chart, words = answers.keep(("drawn", key), lambda: _drawn(rows))
    note = rows[0]["note"]
    return [
        parts.card(
            f"Drivers of {outcome.label}",
            h.p(class_="quiet" if note == "association, not effect" else "field-error")[
                f"{note[0].upper()}{note[1:]}."
            ],
            figures.drawn("analyse-drivers-chart", chart, words),
            parts.table(
                ["Driver", "Part of R²", "Share", "Rank", "Spearman", "Mean"],
                (_cells(row) for row in rows),
                caption="Drivers, the strongest first", id="analyse-drivers",
            ),
            h.ul(".notes")[
                h.li["Association, not effect: that two answers go together does not say that "
                     "bettering the one betters the other."],
                h.li[f"R² {rows[0]['r2']:.2f} in all: so much of the differences in the outcome "
                     "goes together with these drivers."],
                h.li[f"n {rows[0]['n']:,} answered all of it; {rows[0]['left_out']:,} left out "
                     "without one of the answers."],
                h.li[f"{rows[0]['method']}; ranks are the range of 95 % of the samples. Spearman "
                     "is the plain rank correlation, as a baseline."],
            ],
            id="analyse-drivers-card",
        ),
        _importance(answers, key, rows, cross),
    ]  # fmt: skip


def _drawn(rows: list[dict[str, Any]]) -> tuple[Any, str]:
    from journeykit.charts import driver_chart, driver_words, spec

    # what a chart does not draw has no place in its data
    told = [{k: v for k, v in row.items() if k != "scale"} for row in rows]
    return spec(driver_chart(told)), driver_words(told)


def _cells(row: dict[str, Any]) -> list[Any]:
    ranks = f"{row['rank_low']} to {row['rank_high']}"
    first = f"first in {figures.percent(row['first'])} of samples"
    return [
        row["driver"],
        figures.under(figures.plain(row["value"], 3),
                      f"{figures.plain(row['low'], 3)} to {figures.plain(row['high'], 3)}"),
        figures.percent(row["share"]),
        figures.under(str(row["rank"]), f"{ranks}, {first}"),
        figures.plain(row["spearman"]), _mean(row),
    ]  # fmt: skip


def _mean(row: dict[str, Any]) -> str:
    if row["mixed"]:
        return f"{row['performance']:.0f} of 100"
    return figures.plain(row["performance"])


def _importance(
    answers: Answers, key: tuple[Any, ...], rows: list[dict[str, Any]], cross: str
) -> h.Element:
    made = answers.keep(("cross", key, cross), lambda: _crossed(rows, cross))
    found, chart, words = made
    mixed = rows[0]["mixed"]
    return parts.card(
        "Importance and performance",
        h.div(".fields")[
            parts.field(
                "Where the lines cross", "analyse-cross", cross, "look", {"name": "cross"},
                kind="select", options=list(CROSSES.items()),
                help="What falls into which quarter depends on this choice.",
            )
        ],
        figures.drawn("analyse-importance-chart", chart, words),
        parts.table(
            ["Touchpoint", "Importance", "Performance", "Quarter"],
            (
                [row["touchpoint"], figures.plain(row["importance"], 3),
                 _mean(row), row["quadrant"] or "–"]
                for row in found
            ),
            caption="Importance and performance", id="analyse-importance",
        ),
        h.ul(".notes")[
            h.li["Importance is the part of R² that goes together with the outcome; performance "
                 "is the mean answer" + (", as 0 to 100 of its scale." if mixed else ".")],
            h.li[f"{found[0]['crosshair'].capitalize()}: importance "
                 f"{figures.plain(found[0]['cross_importance'], 3)}, performance "
                 f"{figures.plain(found[0]['cross_performance'])}."],
        ],
        id="analyse-importance-card",
    )  # fmt: skip


def _crossed(rows: list[dict[str, Any]], cross: Any) -> tuple[list[dict[str, Any]], Any, str]:
    import pandas as pd

    from journeykit.charts import importance_chart, importance_words, spec
    from journeykit.measures import importance_performance

    frame = pd.DataFrame([
        {"touchpoint": row["driver"], "importance": row["value"],
         "performance": row["performance"], "mixed": row["mixed"]}
        for row in rows
    ])  # fmt: skip
    scale = (0.0, 100.0) if rows[0]["mixed"] else rows[0]["scale"]
    found = importance_performance(frame, cross, scale)
    return found.to_dict("records"), spec(importance_chart(found)), importance_words(found)


__all__ = ["CROSSES", "MOST", "form", "key_of", "outcomes", "proposed", "result", "work"]
