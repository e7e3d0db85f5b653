"""The Ask tab: a short survey made from touchpoints, checked while it is written.

The questionnaire is kept as one setting per workshop with its earlier versions, so that a
reload or another facilitator finds it, and a change can be taken back.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from journeykit import asking, library
from journeykit.asking import Questionnaire, Row
from journeykit.attach import ASKED
from journeykit.errors import Refused
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.survey import ask_view
from journeykit.widgets.view import Download, Toast, View, action

if TYPE_CHECKING:
    from journeykit.library.shapes import Question

#: field of the questionnaire -> its name on the page, how it is read
ABOUT: dict[str, tuple[str, typed.Parse]] = {
    "title": ("Title", typed.title), "company": ("Whom it is about", typed.line),
    "welcome": ("Welcome", typed.prose), "consent": ("Consent line", typed.prose),
}  # fmt: skip
FORMATS = Literal["limesurvey", "text", "markdown", "csv"]
LONGEST = 1000


class Asking(View):
    """The part of the page that makes a survey."""

    def versions(self) -> list[Questionnaire]:
        """Return the questionnaire and what it was before, the newest first."""
        return asking.history(self.store.setting(ASKED + self.workshop.id))

    def questionnaire(self) -> Questionnaire:
        """Return the questionnaire; raise `Refused` where there is none any more."""
        versions = self.versions()
        if not versions or not versions[0].asked:
            raise Refused("There is no survey here any more; make one first.")
        return versions[0]

    def _keep(self, new: Questionnaire) -> None:
        versions = self.versions()
        if not versions or versions[0] != new:
            text = asking.to_keep([new, *versions])
            self.store.set_setting(ASKED + self.workshop.id, text)

    def places(self, about: str = "touchpoint") -> list[Row]:
        """Return the touchpoints or the stages of the journey, as lines of a question."""
        journey = self.workshop.current_journey()
        if journey is None:
            return []
        found: list[Any] = (
            self.workshop.stages_of(journey.id)
            if about == "stage"
            else self.workshop.touchpoints_of(journey.id)
        )
        return [Row(one.id, one.name) for one in found]

    def ask_tab(self) -> Any:
        """Return the tab: what to ask about, or the survey with its checks."""
        versions = self.versions()
        if not versions or not versions[0].asked:
            return ask_view.beginning(self.workshop, undo=bool(versions))
        opened = self.at.get("ask", "")
        bank = asking.available(library.questions(), self.workshop.about.sector)
        return ask_view.survey(
            self.workshop, versions[0], bank, int(opened) if opened.isdecimal() else None,
            stages=self.places("stage"), undo=len(versions) > 1,
        )  # fmt: skip

    # ---- making ------------------------------------------------------------------------------

    @action
    def make_survey(self, company: str = "", **chosen: bool) -> Toast:
        """Make a survey about the touchpoints that were chosen."""
        rows = [row for row in self.places() if chosen.get(f"t-{row.id}") is True]
        consents = {one.key: one.detail for one in library.catalogue("consents").entries}
        made = asking.begin(
            library.questions(),
            rows,
            title=self.workshop.title,
            company=typed.line(company, "Whom it is about") or "the company",
            consent=str(consents.get("survey", "")),
        )
        self._keep(made)
        return Toast(f"{len(made.asked)} questions, about {asking.minutes(made):.1f} minutes.")

    @action
    def ask_about(self, id: str, value: bool) -> None:
        """Ask about a touchpoint, or do not."""
        now = self.questionnaire()
        asked = {row.id for q in now.asked if q.about == "touchpoint" for row in q.rows}
        wanted = asked | {id} if value else asked - {id}
        rows = [row for row in self.places() if row.id in wanted]
        now = asking.with_places(now, "touchpoint", rows, () if value else (id,))
        if value and not any(q.grid and q.about == "touchpoint" for q in now.asked):
            now = asking.add(now, self._bank("touchpoint-satisfaction"), rows)
        self._keep(now)
        self.show(ask=None)

    def _bank(self, key: str) -> Question:
        for question in library.questions().questions:
            if question.key == key and question.use == "survey":
                return question
        raise Refused("Choose a question.")

    @action
    def add_question(self, key: str, place: str = "") -> None:
        """Add a question of the bank, about one place or all that are asked about."""
        now, question = self.questionnaire(), self._bank(key)
        rows = self.places(question.about) if question.about != "journey" else []
        if place:
            rows = [row for row in rows if row.id == place[2:]]
        elif question.about == "touchpoint":
            asked = {row.id for q in now.asked if q.about == "touchpoint" for row in q.rows}
            rows = [row for row in rows if row.id in asked]
        self._keep(asking.add(now, question, rows))

    @action
    def own_question(self, text: str, kind: Literal["text", "csat"] = "text") -> None:
        """Add a question of one's own words about the whole journey."""
        words = _words(text, "Question")
        model = self._bank("improve-one" if kind == "text" else "overall-satisfaction")
        now = asking.add(self.questionnaire(), model)
        self._keep(now.changed(len(now.asked) - 1, text=words))

    # ---- writing -----------------------------------------------------------------------------

    @action
    def about_survey(self, field: str, value: str) -> None:
        """Change title, company, welcome or consent line."""
        if field not in ABOUT:
            raise Refused("This field is not on the page; reload it.")
        name, parse = ABOUT[field]
        told: dict[str, Any] = {field: str(parse(value, name))[: 5 * LONGEST]}
        self._keep(replace(self.questionnaire(), **told))

    @action
    def word(self, q: int, value: str) -> None:
        """Change the words of a question."""
        self._keep(self.questionnaire().changed(q, text=_words(value, "Question")))

    @action
    def line(self, q: int, row: str, value: str) -> None:
        """Change how a touchpoint is called in a question."""
        now = self.questionnaire()
        label = typed.title(value, "Line")
        rows = tuple(
            replace(each, label=label) if each.id == row else each for each in now.at(q).rows
        )
        self._keep(now.changed(q, rows=rows))

    @action
    def not_used(self, q: int, value: str) -> None:
        """Change the words of the answer that does not count; empty takes it out."""
        now = self.questionnaire()
        self._keep(now.changed(q, not_applicable=typed.line(value, "Does not apply")))

    @action
    def move_question(self, q: int, by: Literal[-1, 1]) -> None:
        """Move a question up or down."""
        self._keep(self.questionnaire().moved(q, q + by))
        self.show(ask=None)

    @action
    def remove_question(self, q: int) -> Toast:
        """Take a question out."""
        self._keep(self.questionnaire().without(q))
        self.show(ask=None)
        return Toast("Took the question out.", button="Undo", do="ask_undo")

    @action
    def ask_undo(self) -> None:
        """Take back the newest change of the survey."""
        versions = self.versions()
        if len(versions) < 2:
            raise Refused("There is nothing to take back here.")
        self.store.set_setting(ASKED + self.workshop.id, asking.to_keep(versions[1:]))
        self.show(ask=None)

    @action
    def discard_survey(self) -> Toast:
        """Begin again with choosing touchpoints."""
        self._keep(Questionnaire())
        self.show(ask=None)
        return Toast("Discarded.", button="Undo", do="ask_undo")

    @action
    def save_survey(self, format: FORMATS) -> Download:
        """Download the survey for a survey tool, or as a list."""
        now = self.questionnaire()
        name = re.sub(r"[^\w-]+", "-", now.title.casefold()).strip("-")[:60] or "survey"
        if format == "limesurvey":
            data = asking.to_tsv(now, self.workshop.about.language or "en")
            return Download(f"{name}-limesurvey.txt", data, "text/tab-separated-values")
        if format == "csv":
            return Download(f"{name}-questions.csv", asking.to_csv(now), "text/csv")
        if format == "markdown":
            return Download(
                f"{name}-questions.md", asking.to_markdown(now).encode(), "text/markdown"
            )
        return Download(f"{name}-questions.txt", asking.to_text(now).encode(), "text/plain")


def _words(value: str, name: str) -> str:
    text = " ".join(value.split())
    if not text:
        raise Refused(f"{name}: a few words are needed.")
    if len(text) > LONGEST:
        raise Refused(f"{name}: {len(text)} characters are too many; at most {LONGEST} fit.")
    return text
