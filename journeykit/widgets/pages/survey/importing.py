"""The import as a person does it: drop a file, look, correct, link, attach."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import htpy as h

from journeykit.errors import Refused
from journeykit.widgets import parts
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.survey import linking, preview, questions
from journeykit.widgets.pages.survey.draft import Draft
from journeykit.widgets.pages.survey.rescaling import Rescaling
from journeykit.widgets.pages.survey.waving import Waving
from journeykit.widgets.view import Download, Result, Toast, action

if TYPE_CHECKING:
    from journeykit.survey import Survey as Answers

#: fields of a source that a person fills in before attaching
ABOUT: dict[str, tuple[str, typed.Parse]] = {
    "title": ("Title", typed.title), "collected": ("Collected on", typed.day),
    "wave": ("Wave", typed.line), "method": ("Method", typed.prose),
    "consent": ("Consent", typed.prose),
}  # fmt: skip


class Importing(Rescaling, Waving):
    """The part of the page that takes in a survey file."""

    # ---- what is seen ----------------------------------------------------------------------

    def import_tab(self, draft: Draft | None) -> h.Node:
        """Return the place for a file, or what was read of one."""
        if draft is None:
            return preview.drop_zone(not self.workshop.sources)
        survey = self.pending.survey(draft)
        kept = self.ui.get("file")
        return [
            self.waves_card(draft),  # first, since its button may be all that there is to do
            preview.what_was_read(survey, bool(kept and kept[0] == draft.dataset), draft.by),
            self.person_card(draft),
            questions.codes_card(self._groups(draft, survey)),
            self._questions(draft, survey),
            self._attach_card(draft, survey),
        ]

    def _groups(self, draft: Draft, survey: Answers) -> list[Any]:
        order = {question.id: at for at, question in enumerate(survey.questions)}
        return [
            (group, self.pending.codes(draft, group), order[group[0].id])
            for group in self.pending.groups(draft)
        ]

    def _targets(self, draft: Draft, survey: Answers) -> dict[str, str]:
        return {
            question.id: linking.known(self.workshop, draft.links.get(question.id, ""))
            for question in survey.questions
            if question.scaled
        }

    def _questions(self, draft: Draft, survey: Answers) -> h.Element:
        numbered = list(enumerate(survey.questions))
        scaled = [(at, q) for at, q in numbered if q.scaled]
        rest = [(at, q) for at, q in numbered if not q.scaled]
        targets = self._targets(draft, survey)
        proposed = self.proposed(draft.dataset, survey)
        loose = [id for id, target in targets.items() if not target]
        opened = self.at.get("open", "")
        editor = self._editor(draft, survey, opened)
        return parts.card(
            "Questions and what they speak about",
            questions.toolbar(
                "", self.stage_now(draft), self.stages(), loose=len(loose),
                sure=sum(id in proposed and proposed[id].sure for id in loose),
                new=list(targets.values()).count(linking.NEW),
            )
            if scaled
            else None,
            questions.rows(
                scaled, of="", targets=targets, proposed=proposed, opened=opened, editor=editor,
                choices=questions.Choices(self.workshop, draft=True),
            )
            if scaled
            else parts.empty(
                "No question was taken for a rating. Choose the kind of one below, and it can "
                "speak about a touchpoint."
            ),
            questions.others(rest, opened, editor),
            id="questions",
        )  # fmt: skip

    def _editor(self, draft: Draft, survey: Answers, opened: str) -> h.Node:
        if not opened.isdecimal() or int(opened) >= len(survey.questions):
            return None
        question = survey.questions[int(opened)]
        alike = self.pending.alike(draft, question.id)
        return questions.correction(int(opened), question, len(alike), question.id in draft.rules)

    def _attach_card(self, draft: Draft, survey: Answers) -> h.Element:
        targets = list(self._targets(draft, survey).values())
        linked = sum(target not in ("", linking.NONE) for target in targets)
        new = targets.count(linking.NEW)
        loose = targets.count("")
        words = [f"{survey.responses:,} responses, {linked} of {len(targets)} questions linked"]
        words += [f"{new} of them make new touchpoints"] if new else []
        words += [f"{loose} not decided; they can be linked later"] if loose else []
        about = draft.about
        return parts.card(
            "Attach to the workshop",
            h.div(".fields")[
                parts.field("Title", "about-title", about.get("title"), "about",
                            {"field": "title"}, required=True),
                parts.field("Collected on", "about-collected", about.get("collected"), "about",
                            {"field": "collected"}, kind="date",
                            help="The last day is enough."),
                parts.field("Wave", "about-wave", about.get("wave"), "about", {"field": "wave"},
                            help="If the survey is repeated, such as 2026 spring."),
                h.div(".wide")[parts.field(
                    "Method", "about-method", about.get("method"), "about", {"field": "method"},
                    kind="area", rows=2, help="How people were chosen, and how they were asked.",
                )],
                h.div(".wide")[parts.field(
                    "Consent", "about-consent", about.get("consent"), "about",
                    {"field": "consent"}, kind="area", rows=2,
                    help="What people were told and agreed to.",
                )],
            ],
            h.p("#summary")["; ".join(words) + "."],
            parts.row(
                parts.button("Attach the survey", "attach", id="attach", kind="primary"),
                parts.button("Save the recipe", "recipe", id="recipe",
                             label="Save the recipe, to read the next wave in the same way"),
            ),
            id="attaching",
        )  # fmt: skip

    # ---- reading ---------------------------------------------------------------------------

    @action
    def read(self, name: str, file: Path) -> Generator[tuple[str, float], None, Result]:
        """Read a file and show what is in it; the workshop is not changed."""
        if self.draft() is not None:
            raise Refused("An import is under way here; attach it or discard it first.")
        yield f"Reading {name}…", 0.1
        data = file.read_bytes()
        self.begin(data, name, self.read_file(data, name))
        yield "Looking for what the questions speak about…", 0.8
        if draft := self.draft():
            self.proposed(draft.dataset, self.pending.survey(draft))
        return None

    @action
    def encoding(self, value: str) -> None:
        """Read the file again with another encoding."""
        if value not in (*preview.ENCODINGS, self.pending.base(self.underway()).encoding):
            raise Refused(f"Encoding: '{value[:40]}' is none of those that are read.")
        self.again(encoding=value)

    @action
    def header_rows(self, value: int) -> None:
        """Read the file again with another number of header rows."""
        if not 0 <= value <= 10:
            raise Refused("Header rows: a number from 0 to 10.")
        self.again(header_rows=value)

    @action
    def delimiter(self, value: str) -> None:
        """Read the file again with another delimiter."""
        marks = {words: mark for mark, words in preview.DELIMITERS.items()}
        self.again(delimiter=marks.get(value, value))

    @action
    def tool(self, value: str) -> None:
        """Read the file again as the export of another tool."""
        self.again(tool=value)

    @action
    def count(self, who: Literal["partial", "test"], value: bool) -> None:
        """Count the responses that were not finished, or those of a test, or leave them out."""
        self.again(**{who: value})

    @action
    def discard(self) -> Toast:
        """End the import; the workshop was never changed by it."""
        self.keep(None)
        self.ui.pop("file", None)
        self.show(view=None, open=None)
        return Toast("Discarded. The workshop is as it was.")

    # ---- attaching -------------------------------------------------------------------------

    @action
    def about(self, field: str, value: str) -> None:
        """Say what the survey is: title, day, wave, method, consent."""
        if field not in ABOUT:
            raise Refused("This field is not on the page; reload it.")
        name, parse = ABOUT[field]
        draft = self.underway()
        self.keep(replace(draft, about=draft.about | {field: parse(value, name) or ""}))

    @action
    def same_way(self, source: str) -> Generator[tuple[str, float], None, Result]:
        """Import the next wave as an earlier one was imported, in one click."""
        yield "Reading it the same way…", 0.1
        self.carry(source)
        return (yield from self.attach())

    @action
    def attach(self) -> Generator[tuple[str, float], None, Result]:
        """Put the survey, its links and new touchpoints into the workshop, in one edit."""
        draft = self.underway()
        survey = self.pending.survey(draft)
        yield "Attaching…", 0.3
        about = {name: value for name, value in draft.about.items() if value}
        if not draft.about.get("collected"):
            about["collected"] = None  # type: ignore[assignment]
        batch = linking.attachment(
            self.store, self.workshop, survey, self._targets(draft, survey),
            self.stage_now(draft), about, draft,
        )  # fmt: skip
        self.dispatch(batch)
        self.keep(None)
        self.ui.pop("file", None)
        self.show(view="scores", open=None)
        yield "Computing the scores…", 0.6
        self.warm()
        said = f"Attached '{survey.file}'. {draft.skipped}".strip()
        return Toast(said, button="Undo", do="@undo")

    def warm(self) -> None:
        """Compute what the next drawing needs, while the page says so."""

    def recipe_of(self, draft: Draft) -> Download:
        """Return the recipe of the import under way."""
        survey = self.pending.survey(draft)
        text = linking.recipe_text(self.workshop, survey, self._targets(draft, survey), draft)
        return Download(f"{Path(survey.file).stem}-recipe.yaml", text.encode(), "text/yaml")
