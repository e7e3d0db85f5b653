"""Kano: features asked twice, with and without, from pairs that a person chooses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.widgets import parts
from journeykit.widgets.pages.survey.analyse import figures
from journeykit.widgets.pages.survey.analyse.data import Answers, named, short

if TYPE_CHECKING:
    from journeykit.survey import Question

Pairs = tuple[tuple[int, int], ...]
#: What such a question says of itself.
_ASKED = re.compile(r"\b(dys)?functional\b|\bkano\b|how would you feel", re.IGNORECASE)
#: The words of the answers; the first that is found counts, so "dislike" is before "like".
_WORDS = (
    ("dislike", 5), ("live with", 4), ("live-with", 4), ("tolerate", 4), ("neutral", 3),
    ("must", 2), ("expect", 2), ("like", 1),
)  # fmt: skip


def candidates(answers: Answers) -> list[tuple[int, Question]]:
    """Return the questions that ask how somebody feels with or without a feature.

    Their answers are all of Kano's five, in words, or 1 to 5 where the question says so.
    """
    found: list[tuple[int, Question]] = answers.keep("kano", lambda: _candidates(answers))
    return found


def _candidates(answers: Answers) -> list[tuple[int, Question]]:
    found = []
    for at, question in answers.choices:
        if question.kind == "multi":
            continue
        cells = {str(cell).strip() for cell in set(answers.cells(question.columns[0]))} - {""}
        points = {cell: point(cell) for cell in cells}
        told = all(not cell.isdecimal() for cell in cells) or _ASKED.search(
            f"{question.id} {question.text}"
        )
        if told and cells and None not in points.values() and len(set(points.values())) > 1:
            found.append((at, question))
    return found if len(found) > 1 else []


def point(cell: str) -> int | None:
    """Return the point of an answer, 1 like to 5 dislike, None where it is none of them.

    >>> point("I dislike it"), point("I like it that way"), point("2"), point("often")
    (5, 1, 2, None)
    """
    text = cell.strip().casefold()
    if text in ("1", "2", "3", "4", "5"):
        return int(text)
    return next((value for word, value in _WORDS if word in text), None)


def pairs_of(answers: Answers, told: str) -> Pairs:
    """Return the pairs that stand in an address, as "3-4,5-6"."""
    known = {at for at, _ in candidates(answers)}
    found = []
    for part in told.split(","):
        first, dash, second = part.partition("-")
        if dash and first.isdecimal() and second.isdecimal():
            pair = int(first), int(second)
            if set(pair) <= known and pair[0] != pair[1]:
                found.append(pair)
    return tuple(dict.fromkeys(found))


def written(pairs: Pairs) -> str:
    """Return pairs as they stand in an address."""
    return ",".join(f"{first}-{second}" for first, second in pairs)


def shown(answers: Answers, pairs: Pairs) -> h.Node:
    """Return the choice of pairs, and what each feature is."""
    found = candidates(answers)
    options = named(answers, found)
    return [
        parts.card(
            "Features, each asked with and without it",
            _listed(answers, pairs),
            h.form("#analyse-pair", data_submit="pair")[
                h.div(".fields")[
                    _choice("With it (functional)", "functional", options, 0),
                    _choice("Without it (dysfunctional)", "dysfunctional", options, 1),
                ],
                parts.row(h.button("#analyse-add-pair", type="submit")["Add the pair"], end=True),
            ],
            id="analyse-pairs",
        ),
        _result(answers, pairs) if pairs else None,
    ]  # fmt: skip


def _listed(answers: Answers, pairs: Pairs) -> h.Element:
    if not pairs:
        return h.p(".quiet")["Choose which two questions ask about the same feature."]
    questions = answers.survey.questions
    return h.ul(".pairs")[
        (
            h.li[
                h.span[f"{_name(questions[first])} and {_name(questions[second])}"],
                parts.icon_button(
                    "×", f"Take out {_name(questions[first])}", "unpair",
                    {"functional": first, "dysfunctional": second},
                    id=f"analyse-unpair-{first}-{second}",
                ),
            ]
            for first, second in pairs
        )
    ]  # fmt: skip


def _choice(label: str, name: str, options: Sequence[tuple[str, str]], at: int) -> h.Element:
    return h.div(".field")[
        h.label(for_=f"analyse-{name}")[label],
        h.select(id=f"analyse-{name}", name=name)[
            (h.option(value=value, selected=i == at)[words]
             for i, (value, words) in enumerate(options))
        ],
    ]  # fmt: skip


def _name(question: Question) -> str:
    return short(question.text or question.id, 60)


def _result(answers: Answers, pairs: Pairs) -> h.Element:
    rows, chart, words = answers.keep(("kano", pairs), lambda: _kinds(answers, pairs))
    return parts.card(
        "What the features are to people",
        figures.drawn("analyse-kano-chart", chart, words) if chart
        else parts.empty("No feature has five people who answered both of its questions."),
        parts.table(
            ["Feature", "Kind", "Better with it", "Worse without it", "n"],
            (_cells(row) for row in rows),
            caption="Features by Kano", id="analyse-kano",
        ),
        h.ul(".notes")[
            h.li["The kind is the most frequent one; it is settled where its interval (Goodman) "
                 "leaves out those of all others. Better and worse: Berger, intervals Wilson."],
            h.li["Each answer counts once, unweighted."] if answers.survey.weight else None,
        ],
        id="analyse-kano-card",
    )  # fmt: skip


def _kinds(answers: Answers, pairs: Pairs) -> tuple[list[dict[str, Any]], Any, str]:
    import pandas as pd

    from journeykit.charts import kano_chart, kano_words, spec
    from journeykit.measures import kano_table

    parts_of = []
    for first, second in pairs:
        both = {
            name: [point(str(cell)) for cell in
                   answers.cells(answers.survey.questions[at].columns[0])]
            for name, at in (("functional", first), ("dysfunctional", second))
        }  # fmt: skip
        frame = pd.DataFrame(both).dropna()
        parts_of.append(frame.assign(question=_name(answers.survey.questions[first])))
    rows = kano_table(pd.concat(parts_of)).to_dict("records")
    enough = any(not row["suppressed"] for row in rows)
    return rows, spec(kano_chart(rows)) if enough else None, kano_words(rows)


def _cells(row: dict[str, Any]) -> list[Any]:
    if row["suppressed"]:
        return [row["question"], "not shown", "–", "–", "n under 5"]
    from journeykit.measures.kano import KINDS

    kind = KINDS[row["kind"]]
    return [
        row["question"],
        figures.under(kind, "settled" if row["supported"] else "not settled"),
        *(
            figures.under(
                figures.plain(row[name]),
                figures.interval(figures.plain(row[f"{name}_low"]),
                                 figures.plain(row[f"{name}_high"])),
            )
            for name in ("better", "worse")
        ),
        f"{int(row['n']):,}",
    ]  # fmt: skip


__all__ = ["Pairs", "candidates", "pairs_of", "point", "shown", "written"]
