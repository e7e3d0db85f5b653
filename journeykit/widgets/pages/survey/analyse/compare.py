"""Comparing: two waves of a survey, or two groups of its people, question by question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.few import FEWEST
from journeykit.widgets import parts
from journeykit.widgets.pages.survey.analyse import figures
from journeykit.widgets.pages.survey.analyse.data import Answers, Rating
from journeykit.widgets.pages.survey.analyse.groups import Split

if TYPE_CHECKING:
    from journeykit.measures import Difference, Tally

MEASURES = {
    "mean": "Means", "top": "Top-2 share, NPS, CES", "ordinal": "Who answers higher",
}  # fmt: skip
_ABOUT = {
    "mean": "The difference of the means in points of the scale.",
    "top": "The difference of the shares of the two best answers, of NPS or of CES.",
    "ordinal": "How likely somebody of the second answers higher than somebody of the first; "
    "50 % is no difference.",
}
#: So many sentences are read out with a chart; of more, only those that are sure.
_SPOKEN = 8


@dataclass(frozen=True)
class Pair:
    """One question asked of two samples; ``hidden`` where a small group would be given away."""

    rating: Rating
    before: Tally
    after: Tally
    hidden: bool = False


def of_waves(first: Answers, second: Answers) -> tuple[list[Pair], list[str]]:
    """Return the questions that both waves ask, and the names of those that only one has."""
    pairs, lone = partners(first, second)
    return [Pair(mine, first.tally(mine), second.tally(theirs)) for mine, theirs in pairs], lone


def partners(first: Answers, second: Answers) -> tuple[list[tuple[Rating, Rating]], list[str]]:
    """Return the questions that both waves ask, and the names of those that only one has.

    Two questions are the same where both are linked to the same place on the same scale and
    have the same id, or are the only ones there.
    """
    found, taken, lone = [], set(), []
    for mine in first.ratings:
        if not mine.target:
            continue
        there = _same(mine, second.ratings)
        also = _same(mine, first.ratings)
        partner = next((each for each in there if each.id == mine.id), None)
        if partner is None and len(there) == 1 and len(also) == 1:
            partner = there[0]
        if partner is None:
            lone.append(mine.label)
            continue
        taken.add(partner.at)
        found.append((mine, partner))
    lone += [r.label for r in second.ratings if r.target and r.at not in taken]
    return found, list(dict.fromkeys(lone))


def _same(one: Rating, among: Sequence[Rating]) -> list[Rating]:
    return [
        each for each in among
        if each.target == one.target and (each.low, each.high) == (one.low, one.high)
    ]  # fmt: skip


def of_groups(answers: Answers, split: Split, first: str, second: str) -> list[Pair]:
    """Return all ratings of two groups of one survey."""
    found = []
    for rating in answers.ratings:
        hidden = split.hidden(answers, rating)
        before, after = (answers.tally(rating, split.groups[each]) for each in (first, second))
        found.append(Pair(rating, before, after, bool({first, second} & hidden)))
    return found


def compared(pairs: Iterable[Pair], first: str, second: str, measure: str) -> list[dict[str, Any]]:
    """Return a row for each pair as `journeykit.measures.compare` does; all are one family."""
    from journeykit.measures import in_family, sentence

    pairs = list(pairs)
    found = in_family([_difference(pair, measure) for pair in pairs])
    return [
        {
            "question": pair.rating.label, "asked": pair.rating.asked, "low_end": pair.rating.low,
            "high_end": pair.rating.high, "first": first, "second": second,
            **each.to_json(), **_ends(each, pair),
            "sentence": sentence(each, first, second, pair.rating.label),
        }
        for pair, each in zip(pairs, found, strict=True)
    ]  # fmt: skip


def _measure(rating: Rating, wanted: str) -> str:
    if wanted in ("mean", "ordinal"):
        return wanted
    if rating.kind == "nps" and (rating.low, rating.high) == (0, 10):
        return "nps"
    return "ces" if rating.kind == "ces" else "csat"


def _difference(pair: Pair, wanted: str) -> Difference:
    from journeykit.measures import difference, share_difference
    from journeykit.measures.score import top_box, within
    from journeykit.measures.suppression import COMPLEMENT

    rating, measure = pair.rating, _measure(pair.rating, wanted)
    low, high = rating.low, rating.high
    before, after = within(pair.before, low, high), within(pair.after, low, high)
    if measure == "csat" and abs(high - low) < 3:
        # of two or three points the best one, as the scores have it
        found = share_difference(before, after, *top_box(low, high, 1), measure="csat")
    else:
        found = difference(before, after, measure, low, high)
    if not pair.hidden or found.suppressed:
        return found
    return replace(
        found, value=None, low=None, high=None, before=None, after=None, p=None, effect=None,
        method=COMPLEMENT.format(FEWEST), suppressed=True,
    )  # fmt: skip


def _ends(found: Difference, pair: Pair) -> dict[str, float | None]:
    """The intervals of both ends."""
    from journeykit.measures import csat
    from journeykit.measures.score import one

    ends: dict[str, float | None] = {}
    rating = pair.rating
    for name, tally in (("before", pair.before), ("after", pair.after)):
        if found.suppressed or found.measure == "ordinal":
            ends |= {f"{name}_low": None, f"{name}_high": None}
            continue
        if found.measure == "csat" and abs(rating.high - rating.low) < 3:
            score = csat(tally, rating.low, rating.high, top=1)
        else:
            score = one(tally, found.measure, rating.low, rating.high)
        ends |= {f"{name}_low": score.low, f"{name}_high": score.high}
    return ends


# ---- shown -----------------------------------------------------------------------------------


def drawn(rows: Sequence[dict[str, Any]], narrow: bool) -> list[tuple[str, Any, str]]:
    """Return a dumbbell for each measure and scale: id, specification, words."""
    from journeykit.charts import dumbbell, spec

    families: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        scale = (row["low_end"], row["high_end"]) if row["measure"] in ("mean", "ordinal") else ()
        families.setdefault((row["measure"], *scale), []).append(row)
    return [
        (f"analyse-compare-{at}", spec(dumbbell(family, narrow=narrow)), words(family))
        for at, family in enumerate(families.values())
        if any(row["value"] is not None for row in family)
    ]


def words(rows: Sequence[dict[str, Any]]) -> str:
    """Return what a chart shows, in sentences; of many comparisons those that are sure."""
    from journeykit.charts import comparison_words

    if len(rows) <= _SPOKEN:
        return comparison_words(rows)
    sure = [row for row in rows if _sure(row)]
    said = f"{len(sure)} of {len(rows)} differences are hardly explained by chance alone"
    told = ": " + comparison_words(sure[:_SPOKEN]) if sure else "."
    return f"{said}{told} The table has all numbers."


def _sure(row: dict[str, Any]) -> bool:
    p = row["p"] if row["p_adjusted"] is None else row["p_adjusted"]
    return p is not None and p <= 0.05


def result(
    rows: Sequence[dict[str, Any]], charts: Sequence[tuple[str, Any, str]], measure: str,
    lone: Sequence[str] = (), notes: Sequence[str] = (),
) -> h.Node:  # fmt: skip
    """Return charts, table and sentences of a comparison."""
    first, second = rows[0]["first"], rows[0]["second"]
    hidden = sum(row["value"] is None for row in rows)
    apart = any(row.get("before_low") is not None for row in rows)
    return [
        parts.card(
            f"{first} and {second}",
            h.p(".quiet")[
                _ABOUT[measure],
                f" Dots are values{', thin lines their 95 % intervals' if apart else ''}; at each "
                "line stands the difference with its interval.",
            ],
            [figures.drawn(id, spec, said) for id, spec, said in charts],
            parts.empty("Nothing can be drawn: too few answers on one of the two sides.")
            if not charts else None,
            id="analyse-compare-chart",
        ),
        parts.card(
            "The numbers",
            parts.table(
                ["Question", first, second, "Difference", "Effect", "p (Holm)"],
                (_cells(row) for row in rows),
                caption=f"{second} against {first}", id="analyse-compared", stack=True,
            ),
            h.details("#analyse-sentences", open=len(rows) <= _SPOKEN)[
                h.summary["The same in sentences"],
                h.ul(".notes")[(h.li[row["sentence"]] for row in rows)],
            ],
            _notes(rows, hidden, lone, notes),
            id="analyse-compare-table",
        ),
    ]  # fmt: skip


def _cells(row: dict[str, Any]) -> list[Any]:
    measure = row["measure"]
    asked = h.small(".under")[row["asked"]] if row["asked"] != row["question"] else None
    label = [h.strong[row["question"]], asked]
    if row["value"] is None:
        why = row["method"].removeprefix("not shown: ")
        few = [
            f"n {n:,}" if n >= FEWEST else "n under 5" for n in (row["n_before"], row["n_after"])
        ]
        return [label, *few,
                h.span(".quiet")["not shown", h.small(".under")[why]], "–", "–"]  # fmt: skip
    many = [f"n {row[f'n_{when}']:,}" for when in ("before", "after")]
    sides = [
        figures.under(
            figures.of_measure(measure, row[when]),
            " · ".join(part for part in (
                figures.interval(figures.of_measure(measure, row[f"{when}_low"]),
                                 figures.of_measure(measure, row[f"{when}_high"])), n) if part),
        )
        for when, n in zip(("before", "after"), many, strict=True)
    ]  # fmt: skip
    ends = figures.interval(figures.change(measure, row["low"]),
                            figures.change(measure, row["high"]))  # fmt: skip
    p = row["p"] if row["p_adjusted"] is None else row["p_adjusted"]
    return [
        label, *sides,
        figures.under(figures.change(measure, row["value"]), ends or "no interval"),
        figures.under(figures.plain(row["effect"]), row["effect_name"]),
        figures.under(figures.p_value(p), "hardly chance" if _sure(row) else "may be chance"),
    ]  # fmt: skip


def _notes(
    rows: Sequence[dict[str, Any]], hidden: int, lone: Sequence[str], more: Sequence[str]
) -> h.Element:
    methods = dict.fromkeys(
        row["method"].partition(", n_eff")[0].partition(", Holm")[0]
        for row in rows if row["value"] is not None
    )  # fmt: skip
    tested = sum(row["p"] is not None for row in rows)
    return h.ul(".notes")[
        h.li[f"Intervals and tests: {'; '.join(methods)}."] if methods else None,
        h.li[f"p is adjusted by Holm for {tested} comparisons: the more are made, the more look "
             "real by chance. Read effect and interval first."] if tested > 1 else None,
        h.li[f"{hidden} not shown: fewer than 5 answers, or a group that small could be worked "
             "out."] if hidden else None,
        h.li[f"Only in one of the two, or on another scale: {', '.join(lone)}."] if lone else None,
        (h.li[note] for note in more),
    ]  # fmt: skip


__all__ = ["MEASURES", "Pair", "compared", "drawn", "of_groups", "of_waves", "result", "words"]
