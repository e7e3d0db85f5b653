"""Codes that carry the touchpoint, and the way back from an export's headings.

An answer finds its touchpoint by one of these, the surest first: the code in the heading
(``csat[T4F0…]``, LimeSurvey), the line's label in brackets as it was sent out (Google Forms),
the words of the whole question as they were sent out, the name of a touchpoint in brackets.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2s
from typing import TYPE_CHECKING

from journeykit.asking.questionnaire import Asked, Questionnaire

if TYPE_CHECKING:
    from journeykit.survey import Question

WHOLE = "journey"
_LETTER = {"touchpoint": "T", "stage": "S"}
_CODE = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,8}\d*[_x])?([TS][2-7A-Z]{9})(?![A-Za-z0-9])")
_INSIDE = re.compile(r"\[([^\[\]]+)\]\s*[.?:!]*\s*$")


def code_of(id: str, about: str = "touchpoint") -> str:
    """Return the code of a touchpoint or a stage: ten letters and digits, the same every time.

    >>> code_of("t1")
    'TLUBU5UUFL'
    """
    digest = base64.b32encode(blake2s(id.encode(), digest_size=6).digest()).decode()
    return _LETTER[about] + digest[:9]


def code_of_question(asked: Asked) -> str:
    """Return the name of a question in a survey tool, at most 20 letters and digits."""
    if asked.about == "journey" or asked.grid or not asked.rows:
        return asked.code
    return f"{asked.code[:8]}x{code_of(asked.rows[0].id, asked.about)}"


def targets(
    questions: Iterable[Question],
    touchpoints: Mapping[str, str],
    stages: Mapping[str, str] | None = None,
    sent: Sequence[Questionnaire] = (),
) -> dict[str, str]:
    """Return for each question that is surely ours what it speaks about.

    ``touchpoints`` and ``stages`` give the name for an id, ``sent`` are the questionnaires that
    may have gone out, the newest first. The values are ``t:ID``, ``s:ID`` or ``journey``. A
    question whose heading says nothing certain is left out.
    """
    known = Known(touchpoints, stages or {}, sent)
    found = {q.id: known.target(q) for q in questions if q.scaled}
    return {id: target for id, target in found.items() if target}


class Known:
    """What headings can say: codes, lines and texts, each with the place that it means."""

    def __init__(
        self,
        touchpoints: Mapping[str, str],
        stages: Mapping[str, str],
        sent: Sequence[Questionnaire] = (),
    ) -> None:
        self.codes = {code_of(id): f"t:{id}" for id in touchpoints}
        self.codes |= {code_of(id, "stage"): f"s:{id}" for id in stages}
        self.names = _once([(name, f"t:{id}") for id, name in touchpoints.items()])
        self.lines: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        for each in sent:
            lines, texts = _said(each, set(self.codes.values()))
            # what a newer version says stands
            self.lines = lines | self.lines
            self.texts = texts | self.texts

    def target(self, question: Question) -> str:
        """Return what a question surely speaks about, "" where that is open."""
        headings = (question.id, question.text, *question.columns)
        for heading in headings:
            for match in _CODE.finditer(heading):
                if match[1] in self.codes:
                    return self.codes[match[1]]
        for heading in headings:
            if target := self.texts.get(_folded(heading)):
                return target
        for known in (self.lines, self.names):
            for heading in headings:
                inside = _INSIDE.search(heading)
                if inside and (target := known.get(_folded(inside[1]))):
                    return target
        return ""


def _said(sent: Questionnaire, there: set[str]) -> tuple[dict[str, str], dict[str, str]]:
    """What the lines and the whole questions of a questionnaire mean, where it is there still."""
    lines, texts = [], []
    for asked in sent.asked:
        text = sent.said(asked.text)
        for row in asked.rows:
            target = f"{'s' if asked.about == 'stage' else 't'}:{row.id}"
            if target in there:
                lines.append((row.label, target))
                texts += [(f"{text} {row.label}", target), (f"{text} [{row.label}]", target)]
        if asked.about == "journey":
            texts += [(text, WHOLE), (asked.code, WHOLE)]
    return _once(lines), _once(texts)


def _once(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What each text means; a text that means two things means nothing."""
    found: dict[str, set[str]] = {}
    for text, target in pairs:
        found.setdefault(_folded(text), set()).add(target)
    return {text: next(iter(of)) for text, of in found.items() if len(of) == 1}


def _folded(text: str) -> str:
    return re.sub(r"[\s.:?!]+", " ", text).strip().casefold()
