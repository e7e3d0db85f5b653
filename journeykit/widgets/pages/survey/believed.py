"""What we believe and nobody has asked: the list, and one click that asks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit import asking, library
from journeykit.asking import Questionnaire, Row
from journeykit.asking.building import WELCOME
from journeykit.errors import Refused
from journeykit.insight.unasked import Claim, to_csv, unasked
from journeykit.widgets import parts
from journeykit.widgets.pages.citing import Citing
from journeykit.widgets.pages.survey.ask import Asking
from journeykit.widgets.view import Download, Toast, action

if TYPE_CHECKING:
    from journeykit.library.shapes import Question

#: So many claims are shown before it is asked for all.
FEW = 8


class Believing(Asking, Citing):
    """The card of what nobody has asked, beside the survey that is being made."""

    def ask_tab(self) -> Any:
        """Return the survey, and what it could ask."""
        return [super().ask_tab(), self._believed(), self.citing()]

    def claims(self) -> list[Claim]:
        """Return the assumed claims, the one on which most stands first."""
        return unasked(self.workshop)

    def _believed(self) -> h.Element:
        found = self.claims()
        versions = self.versions()
        now = versions[0] if versions else Questionnaire()
        every = self.at.get("believed") == "all"
        words = {q.key: q for q in library.questions().questions}
        return parts.card(
            "What we believe and nobody has asked",
            h.p["Every claim without evidence, the one on which most stands first. Ask it, or "
                "click its mark and cite what supports it."],
            h.ol(".believed")[
                (_line(self, one, words, now) for one in (found if every else found[:FEW]))
            ]
            if found
            else parts.empty("Nothing on the map is only believed. That is rare: well done."),
            parts.button(
                "Show the weightiest only" if every else f"Show all {len(found)}", "look",
                {"name": "believed", "value": "" if every else "all"}, id="believed-all",
                kind="ghost small",
            )
            if len(found) > FEW
            else None,
            id="believed",
            tools=parts.button("Save as a list (CSV)", "believed_save", id="believed-save")
            if found
            else None,
        )  # fmt: skip

    @action
    def ask_claim(self, where: str) -> Toast:
        """Put the question for a claim into the survey that is being made."""
        claim = next((one for one in self.claims() if one.where == where), None)
        if claim is None:
            raise Refused("This is not only believed any more; somebody supported or removed it.")
        if not claim.question:
            raise Refused("A survey cannot ask this; look for it in your own data.")
        versions = self.versions()
        now = versions[0] if versions else self._begun()
        if is_asked(now, claim):
            raise Refused("The survey asks this already.")
        self._keep(put(now, self._bank(claim.question), self._place(claim)))
        return Toast("The question is in the survey.", button="Undo", do="ask_undo")

    def _begun(self) -> Questionnaire:
        consents = {one.key: one.detail for one in library.catalogue("consents").entries}
        return Questionnaire(
            self.workshop.title[:300], consent=str(consents.get("survey", "")),
            welcome=WELCOME,
        )  # fmt: skip

    def _place(self, claim: Claim) -> Row | None:
        if claim.about == "journey":
            return None
        collection = "stages" if claim.about == "stage" else "touchpoints"
        return Row(claim.place, self.workshop.get(collection, claim.place).name)

    @action
    def believed_save(self) -> Download:
        """Save the list for a spreadsheet."""
        words = {q.key: said(q, "…") for q in library.questions().questions}
        return Download("not-asked-yet.csv", to_csv(self.claims(), words), "text/csv")


def is_asked(now: Questionnaire, claim: Claim) -> bool:
    """Whether a survey holds the question of a claim, about its place."""
    return any(
        asked.key == claim.question
        and (claim.about == "journey" or any(row.id == claim.place for row in asked.rows))
        for asked in now.asked
    )


def put(now: Questionnaire, question: Question, place: Row | None) -> Questionnaire:
    """Return the survey with a question about a place: as one more line where there is a grid."""
    if place is None:
        return asking.add(now, question)
    for at, asked in enumerate(now.asked):
        if asked.key == question.key and asked.grid:
            return replace(now.changed(at, rows=(*asked.rows, place)))
    return asking.add(now, question, [place])


def said(question: Question, place: str) -> str:
    """Return the words of a question about a place."""
    slot = "{" + question.about + "}"
    return question.text.replace(slot, place).replace("{company}", "us")


def _line(view: Believing, one: Claim, words: dict[str, Question], now: Questionnaire) -> h.Element:
    question = words.get(one.question)
    key = parts.hash_of(one.where)
    asked = question is not None and is_asked(now, one)
    return h.li(id=f"b-{key}")[
        h.div[
            parts.evidence_button(one.where, one.text[:80], "assumed"),
            h.strong[one.text],
            h.small[f" {one.kind}", f" · {one.place_name}" if one.place_name else ""],
            h.p[_reasons(one.reasons)],
            h.p(".proposed-question")[
                h.span[f"Ask: “{said(question, _place_name(view, one))}”"]
                if question
                else h.small["A survey should not ask this; look for it in your own data."]
            ],
        ],
        None
        if question is None
        else h.em["in the survey"]
        if asked
        else parts.button(
            "Ask it", "ask_claim", {"where": one.where}, id=f"ask-claim-{key}",
            label=f"Put a question about “{one.text[:80]}” into the survey",
        ),
    ]  # fmt: skip


def _place_name(view: Believing, one: Claim) -> str:
    if one.about == "journey":
        return ""
    collection = "stages" if one.about == "stage" else "touchpoints"
    found = view.workshop.entities(collection).get(one.place)
    return str(found.name) if found else ""


def _reasons(reasons: Sequence[str]) -> h.Node:
    if not reasons:
        return h.small["Nothing rests on it yet."]
    text = ", ".join(reasons)
    return h.small[f"{text[:1].upper()}{text[1:]}."]


__all__ = ["Believing", "is_asked", "put", "said"]
