"""A questionnaire as LimeSurvey's tab-separated survey structure.

Columns as LimeSurvey writes them, UTF-8 with a byte order mark. Codes are the contract with
the way back: a line of a grid is called by the code of its touchpoint, so an export of the
answers has the heading ``csat[T4F0…]`` whatever the wording has become.
"""

from __future__ import annotations

import csv
import io
import re

from journeykit.asking.codes import code_of, code_of_question
from journeykit.asking.questionnaire import Asked, Questionnaire

COLUMNS = (
    "id", "class", "type/scale", "name", "relevance", "text", "help", "language", "validation",
    "mandatory", "other", "default", "same_default",
)  # fmt: skip
#: LimeSurvey's question types: array, list, checkboxes, long text, text to show
ARRAY, LIST, CHECKS, TEXT, SHOWN = "F", "L", "M", "T", "X"


def to_tsv(questionnaire: Questionnaire, language: str = "en") -> bytes:
    """Return the survey as a file that LimeSurvey imports ("Create survey", "Import").

    >>> to_tsv(Questionnaire(title="Kettle"))[:12].decode("utf-8-sig")
    'id\\tclass\\t'
    """
    rows = [
        _row(**{"class": "S", "name": "language", "text": language}),
        _row(**{"class": "S", "name": "anonymized", "text": "Y"}),
        _row(**{"class": "SL", "name": "surveyls_title", "text": questionnaire.title,
                "language": language}),
        _row(**{"class": "SL", "name": "surveyls_welcometext", "text": questionnaire.welcome,
                "language": language}),
        _row(**{"id": "1", "class": "G", "type/scale": "1", "name": "Questions", "relevance": "1",
                "language": language}),
    ]  # fmt: skip
    if questionnaire.consent.strip():
        rows.append(_question("2", SHOWN, "consent", questionnaire.consent, language))
    for at, asked in enumerate(questionnaire.asked, 3):
        rows += _rows(str(at), asked, questionnaire.said(asked.text), language)
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _rows(id: str, asked: Asked, text: str, language: str) -> list[dict[str, str]]:
    name = code_of_question(asked)
    if asked.grid:
        lines = [(code_of(row.id, asked.about), row.label) for row in asked.rows]
        return [
            _question(id, ARRAY, name, text, language),
            *_lines(id, lines, language),
            *_answers(id, asked, language),
        ]
    if asked.scaled:
        return [_question(id, LIST, name, text, language), *_answers(id, asked, language)]
    options = [(f"O{at}", option) for at, option in enumerate(asked.options, 1)]
    if asked.kind == "multi":
        return [_question(id, CHECKS, name, text, language), *_lines(id, options, language)]
    if asked.kind == "single":
        return [
            _question(id, LIST, name, text, language),
            *(_part(id, "A", code, option, language) for code, option in options),
        ]
    return [_question(id, TEXT, name, text, language)]


def _lines(id: str, lines: list[tuple[str, str]], language: str) -> list[dict[str, str]]:
    """Subquestions have numbers of their own, an answer that of its question."""
    return [
        _part(str(int(id) * 1000 + at), "SQ", code, label, language)
        for at, (code, label) in enumerate(lines, 1)
    ]


def _answers(id: str, asked: Asked, language: str) -> list[dict[str, str]]:
    rows = [
        _part(id, "A", str(code), f"{code} - {label}" if label else str(code), language)
        for code, label in asked.points
    ]
    if asked.not_applicable:
        rows.append(_part(id, "A", "NA", asked.not_applicable, language))
    return rows


def _question(id: str, type: str, name: str, text: str, language: str) -> dict[str, str]:
    return _row(**{
        "id": id, "class": "Q", "type/scale": type, "name": name, "relevance": "1",
        "text": text, "language": language, "mandatory": "N", "other": "N",
    })  # fmt: skip


def _part(id: str, kind: str, name: str, text: str, language: str) -> dict[str, str]:
    fields = {
        "id": id,
        "class": kind,
        "type/scale": "0",
        "name": name,
        "text": text,
        "language": language,
    }
    return _row(**fields | ({"relevance": "1"} if kind == "SQ" else {}))


def _row(**fields: str) -> dict[str, str]:
    """A row whose cells stay in one line; a tab or a line break would end them."""
    return {name: re.sub(r"\s+", " ", text).strip() for name, text in fields.items()}
