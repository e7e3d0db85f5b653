"""A questionnaire as a plain list: to paste into Google Forms or another tool, or to print."""

from __future__ import annotations

import csv
import io

from journeykit.asking.codes import code_of, code_of_question
from journeykit.asking.questionnaire import Asked, Questionnaire

COLUMNS = ("number", "code", "question", "line", "type", "answers", "not applicable", "about")
#: How Google Forms calls a question of a kind.
TYPES = {"text": "Paragraph", "single": "Multiple choice", "multi": "Checkboxes"}


def type_of(asked: Asked) -> str:
    """Return the type of question to choose in Google Forms."""
    if asked.grid:
        return "Multiple choice grid"
    return "Linear scale" if asked.scaled else TYPES[asked.kind]


def answers_of(asked: Asked) -> list[str]:
    """Return the answers to offer, as they should be written.

    The number stands before the words, so that the answers can be read back without doubt.
    """
    if not asked.scaled:
        return list(asked.options)
    return [f"{code} - {label}" if label else str(code) for code, label in asked.points]


def to_text(questionnaire: Questionnaire) -> str:
    """Return the survey as plain text, a question a paragraph."""
    parts = [questionnaire.title, questionnaire.welcome, questionnaire.consent]
    for number, asked in enumerate(questionnaire.asked, 1):
        lines = [f"{number}. {questionnaire.said(asked.text)}", f"   Type: {type_of(asked)}"]
        if asked.grid:
            lines += ["   Rows:", *(f"   - {row.label}" for row in asked.rows)]
        if answers := _offered(asked):
            words = "Columns" if asked.grid else "Answers"
            lines.append(f"   {words}: {'; '.join(answers)}")
        parts.append("\n".join(lines))
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def to_markdown(questionnaire: Questionnaire) -> str:
    """Return the survey as Markdown."""
    parts = [f"# {_flat(questionnaire.title)}", questionnaire.welcome]
    parts += [f"> {_flat(questionnaire.consent)}"] if questionnaire.consent.strip() else []
    for number, asked in enumerate(questionnaire.asked, 1):
        lines = [f"## {number}. {_flat(questionnaire.said(asked.text))}", "", f"*{type_of(asked)}*"]
        if asked.grid:
            lines += ["", "Rows:", "", *(f"- {_flat(row.label)}" for row in asked.rows)]
        if answers := _offered(asked):
            words = "Columns" if asked.grid else "Answers"
            lines += ["", f"{words}:", "", *(f"- {_flat(answer)}" for answer in answers)]
        parts.append("\n".join(lines))
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def to_csv(questionnaire: Questionnaire) -> bytes:
    """Return the survey as CSV, a row a question and a row a line of a grid; UTF-8 with a mark.

    Columns: number, code, question, line, type, answers, not applicable, about.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for number, asked in enumerate(questionnaire.asked, 1):
        code, text = code_of_question(asked), questionnaire.said(asked.text)
        rest = (type_of(asked), "; ".join(answers_of(asked)), asked.not_applicable)
        about = "; ".join(row.label for row in asked.rows) or "the whole journey"
        lines = [(f"{code}[{code_of(row.id, asked.about)}]", row.label, row.label)
                 for row in asked.rows] if asked.grid else [(code, "", about)]  # fmt: skip
        for name, line, place in lines:
            cells = (str(number), name, text, line, *rest, place)
            writer.writerow([_guarded(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _offered(asked: Asked) -> list[str]:
    return answers_of(asked) + ([asked.not_applicable] if asked.not_applicable else [])


def _flat(text: str) -> str:
    return " ".join(text.split())


def _guarded(cell: str) -> str:
    """A spreadsheet must not run a cell as a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
