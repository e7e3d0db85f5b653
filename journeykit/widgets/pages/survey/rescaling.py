"""The scale by which an attached survey's question is read: corrected after the import."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import htpy as h

from journeykit.edits import Change, Edit
from journeykit.errors import Refused
from journeykit.widgets import parts
from journeykit.widgets.pages import typed
from journeykit.widgets.view import Toast, View, action

if TYPE_CHECKING:
    from journeykit.model import Link, Source
    from journeykit.survey import Question
    from journeykit.survey import Survey as Answers

Field = Literal["low", "high", "not_applicable", "missing"]
#: field of a link -> its name on the page, what helps
FIELDS: dict[str, tuple[str, str]] = {
    "low": ("Worst answer", "1 on a scale from 1 to 5; 5 where 1 is the best."),
    "high": ("Best answer", ""),
    "not_applicable": ("Not applicable", "Codes, parted by ;"),
    "missing": ("No answer", "Codes, parted by ;"),
}


class Rescaling(View):
    """The part of the page that corrects scales of attached surveys."""

    def as_linked(self, survey: Answers, source: str) -> list[tuple[int, Question]]:
        """Return the questions with a scale by number, each as its link reads it, counted so."""
        links = self._scales_of(source)
        return [
            (at, _read(survey, q, links.get(q.id)))
            for at, q in enumerate(survey.questions)
            if q.scaled
        ]

    def _scales_of(self, source: str) -> Mapping[str, Link]:
        links = self.workshop.ordered("links", source=source)
        return {link.question: link for link in links if not link.comments}

    def rescale_editor(self, survey: Answers, source: str) -> h.Node:
        """Return the fields of the question that is opened, or what has to be done first."""
        opened = self.at.get("open", "")
        if not opened.isdecimal() or int(opened) >= len(survey.questions):
            return None
        link = self._scales_of(source).get(survey.questions[int(opened)].id)
        if link is None:
            return h.p(".quiet")["Say first what it speaks about; then its scale can be corrected."]
        return h.div(".fields")[
            (
                parts.field(
                    words, f"scale-{name}-{opened}", _shown(getattr(link, name)), "rescale",
                    {"of": source, "q": int(opened), "name": name}, help=help,
                )
                for name, (words, help) in FIELDS.items()
            )
        ]  # fmt: skip

    @action
    def rescale(self, of: str, q: int, name: Field, value: str) -> Toast:
        """Correct the scale by which a linked question is read; its scores follow."""
        from journeykit.attach import count, survey_of

        source = self.workshop.get("sources", of)
        survey = survey_of(self.store, source)
        link = None
        if 0 <= q < len(survey.questions):
            link = self._scales_of(of).get(survey.questions[q].id)
        if link is None:
            raise Refused("This question is not linked any more; link it first.")
        new = link.model_copy(update=_fields(link, name, value))
        fields = {
            "low": new.low, "high": new.high, "n": count(survey, new),
            "not_applicable": list(new.not_applicable), "missing": list(new.missing),
        }  # fmt: skip
        edits: list[Edit] = [Change(collection="links", id=link.id, fields=fields)]
        edits += _in_recipe(source, survey.questions[q], new)
        self.dispatch(*edits, words=f"corrected the scale of '{link.question}'")
        n = f"{fields['n']:,}"
        return Toast(f"{n} answers count now. The scores follow.", button="Undo", do="@undo")


def _read(survey: Answers, question: Question, link: Link | None) -> Question:
    from journeykit.survey.answers import link_scale
    from journeykit.survey.grouping import count

    if link is None or question.scale is None:
        return question
    scale = link_scale(question, link)
    if link.low > link.high:
        scale = replace(scale, min=scale.max, max=scale.min)
    if scale == question.scale:
        return question
    column = question.columns[0]
    tallies = {column: survey.answers[column].sample}
    return count(replace(question, scale=scale), survey.answers, tallies)


def _shown(value: Any) -> str:
    values = value if isinstance(value, tuple) else (value,)
    return "; ".join(f"{one:g}" for one in values)


def _fields(link: Link, name: Field, value: str) -> dict[str, Any]:
    words = FIELDS[name][0]
    if name in ("low", "high"):
        number = typed.number(value, words)
        if number is None:
            raise Refused(f"{words}: a number is needed, such as 1 or 5.")
        other = "high" if name == "low" else "low"
        ends: dict[str, Any] = {name: number}
        if number == getattr(link, other):
            ends[other] = getattr(link, name)  # the worst becomes the best: the scale turns round
        new = link.model_copy(update=ends)
        # what lay outside the scale and lies on it now is a point
        return ends | {
            codes: tuple(c for c in getattr(link, codes) if not _on(new, c) or _on(link, c))
            for codes in ("not_applicable", "missing")
        }
    found = tuple(
        dict.fromkeys(_code(word, words) for word in re.split(r"[;\s]+", value.strip()) if word)
    )
    other = "missing" if name == "not_applicable" else "not_applicable"
    kept = tuple(code for code in getattr(link, other) if code not in found)
    return {name: found, other: kept}


def _on(link: Link, code: float) -> bool:
    low, high = sorted((link.low, link.high))
    return low <= code <= high


def _code(word: str, words: str) -> float:
    number = typed.number(word, words)
    if number is None:
        raise Refused(f"{words}: '{word}' is no number.")
    return number


def _in_recipe(source: Source, question: Question, link: Link) -> list[Edit]:
    """The next wave is read in the same way."""
    from journeykit.model import TEXT_LIMIT
    from journeykit.survey import recipe

    if not source.recipe:
        return []
    told = recipe.load(source.recipe)
    rules = list(told.questions)
    at = next((at for at, rule in enumerate(rules) if rule.fits(question)), None)
    if at is None:
        return []
    old = question.scale

    def words(codes: Any) -> tuple[Any, ...]:
        return tuple(code for code in codes if isinstance(code, str))

    rules[at] = replace(
        rules[at], scale=(link.low, link.high),
        not_applicable=(*words(old.not_applicable if old else ()), *link.not_applicable),
        missing=(*words(old.missing if old else ()), *link.missing),
    )  # fmt: skip
    text = recipe.dump(replace(told, questions=tuple(rules)))
    if text == source.recipe or len(text) > TEXT_LIMIT:
        return []
    return [Change(collection="sources", id=source.id, fields={"recipe": text})]
