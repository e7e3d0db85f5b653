"""From the question bank and the journey to a questionnaire."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from journeykit.asking.questionnaire import MOST_QUESTIONS, MOST_ROWS, Asked, Questionnaire, Row
from journeykit.errors import Refused

if TYPE_CHECKING:
    from journeykit.library.shapes import Question, QuestionBank

#: What a survey begins with: each touchpoint, effort, recommendation, one open question.
USUAL = ("touchpoint-satisfaction", "overall-effort", "nps", "improve-one")
#: key in the bank -> name in a survey tool; others are called by what their key ends with
CODES = {
    "touchpoint-satisfaction": "csat", "touchpoint-effort": "ces", "overall-effort": "ces",
    "stage-satisfaction": "csat", "overall-satisfaction": "csat", "improve-one": "improve",
}  # fmt: skip
WELCOME = "Thank you for a few minutes. There are no right or wrong answers."


def available(bank: QuestionBank, sector: str = "") -> list[Question]:
    """Return the questions of the bank that fit into a survey of a sector."""
    return [q for q in bank.questions if q.use == "survey" and q.sector in ("any", sector)]


def begin(
    bank: QuestionBank,
    touchpoints: Sequence[Row],
    *,
    title: str = "Survey",
    company: str = "the company",
    consent: str = "",
) -> Questionnaire:
    """Return a short survey about touchpoints: satisfaction, effort, recommendation, why.

    >>> from journeykit import library
    >>> made = begin(library.questions(), [Row("t1", "Checkout"), Row("t2", "Returns")])
    >>> [asked.code for asked in made.asked]
    ['csat', 'ces', 'nps', 'improve']
    """
    if not touchpoints:
        raise Refused("Choose the touchpoints to ask about, at least one.")
    made = Questionnaire(title[:300], company, WELCOME, consent)
    for key in USUAL:
        question = next((q for q in available(bank) if q.key == key), None)
        if question is not None:
            made = add(made, question, touchpoints)
    return made


def add(
    questionnaire: Questionnaire, question: Question, rows: Sequence[Row] = ()
) -> Questionnaire:
    """Return the questionnaire with a question of the bank at its end.

    A question with a scale about touchpoints or stages is asked about all `rows` at once, any
    other about one. Raises `Refused` where it has nothing to speak about.
    """
    if len(questionnaire.asked) >= MOST_QUESTIONS:
        raise Refused(f"A survey of {MOST_QUESTIONS} questions is full; nobody would finish it.")
    about = question.about
    if about != "journey" and not rows:
        raise Refused(f"This question is asked about a {about}; choose one.")
    scaled = question.low is not None
    if about != "journey" and not scaled and len(rows) > 1:
        raise Refused(f"This question is asked about one {about} at a time; choose one.")
    if len(rows) > MOST_ROWS:
        raise Refused(f"{len(rows)} lines are too many for one question; {MOST_ROWS} fit.")
    asked = Asked(
        code=_code(questionnaire, question.key),
        kind=question.kind,
        text=_text(question, rows, grid=scaled),
        about=about,
        rows=tuple(rows) if about != "journey" else (),
        low=question.low,
        high=question.high,
        labels=dict(question.labels),
        options=question.options,
        not_applicable=question.not_applicable or "",
        key=question.key,
    )
    return replace(questionnaire, asked=(*questionnaire.asked, asked))


def with_places(
    questionnaire: Questionnaire, about: str, rows: Iterable[Row], gone: Iterable[str] = ()
) -> Questionnaire:
    """Return the questionnaire with its grids about `rows`; labels that are there stay.

    ``gone`` are ids that left; a question about one of them alone leaves too.
    """
    wanted, left = {row.id: row for row in rows}, set(gone)
    kept: list[Asked] = []
    for asked in questionnaire.asked:
        if asked.about != about:
            kept.append(asked)
        elif asked.grid:
            before = {row.id: row for row in asked.rows}
            lines = tuple(before.get(id, row) for id, row in wanted.items())
            kept += [replace(asked, rows=lines)] if lines else []
        elif not left & {row.id for row in asked.rows}:
            kept.append(asked)
    return replace(questionnaire, asked=tuple(kept))


def _text(question: Question, rows: Sequence[Row], *, grid: bool) -> str:
    """The question's words: before its lines in a grid, with the name of its one place else.

    A grid of "How satisfied were you with: {touchpoint}?" begins "How satisfied were you with:".
    """
    if question.about == "journey":
        return question.text
    slot = "{" + question.about + "}"
    if not grid:
        return question.text.replace(slot, rows[0].label)
    text = re.sub(r"\s*[(:]?\s*" + re.escape(slot) + r"[)]?\s*[?.]?\s*$", "", question.text)
    text = text.replace(slot, "each of these").strip()
    return text.rstrip(".:?") + ":"


def _code(questionnaire: Questionnaire, key: str) -> str:
    base = CODES.get(key) or re.sub(r"[^a-z]", "", key.rpartition("-")[2])[:8] or "q"
    taken = {asked.code for asked in questionnaire.asked}
    code, at = base, 1
    while code in taken:
        at += 1
        code = f"{base}{at}"
    return code
