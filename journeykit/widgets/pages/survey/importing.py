"""The import as a person does it: drop a file, look, correct, link, attach."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.errors import Refused
from journeykit.widgets import parts
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.survey import draft as drafts
from journeykit.widgets.pages.survey import linking, preview, questions
from journeykit.widgets.pages.survey.correcting import Correcting
from journeykit.widgets.pages.survey.draft import Draft
from journeykit.widgets.view import Download, Result, Toast, action

if TYPE_CHECKING:
    from journeykit.survey import Survey as Answers

#: fields of a source that a person fills in before attaching
ABOUT: dict[str, tuple[str, typed.Parse]] = {
    "title": ("Title", typed.title), "collected": ("Collected on", typed.day),
    "wave": ("Wave", typed.line), "method": ("Method", typed.prose),
    "consent": ("Consent", typed.prose),
}  # fmt: skip
#: A file up to this size stays in the kernel, so that it can be read again another way.
_KEPT = 100_000_000


class Importing(Correcting):
    """The part of the page that takes in a survey file."""

    # ---- what is seen ----------------------------------------------------------------------

    def import_tab(self, draft: Draft | None) -> h.Node:
        """Return the place for a file, or what was read of one."""
        if draft is None:
            return preview.drop_zone(not self.workshop.sources)
        survey = self.pending.survey(draft)
        kept = self.ui.get("file")
        return [
            preview.what_was_read(survey, bool(kept and kept[0] == draft.dataset), draft.by),
            self._waves(survey),
            questions.codes_card(self._groups(draft, survey)),
            self._questions(draft, survey),
            self._attach_card(draft, survey),
        ]

    def _waves(self, survey: Answers) -> h.Node:
        """Offer what an earlier survey decided, where half of its linked questions are here."""
        ids = {question.id for question in survey.questions}
        asked: dict[str, list[bool]] = {}
        for link in self.workshop.links.values():
            asked.setdefault(link.source, []).append(link.question in ids)
        before = [
            source
            for source in self.workshop.ordered("sources")
            if source.recipe and 2 * sum(asked.get(source.id, ())) >= len(asked.get(source.id, "?"))
        ]
        if not before:
            return None
        return h.p("#waves.row")[
            "Another wave of the same survey? ",
            (
                parts.button(
                    f"Read it as “{source.title}”", "as_before", {"source": source.id},
                    id=f"as-{source.id}", kind="small",
                )
                for source in before[-3:]
            ),
        ]  # fmt: skip

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
        self._begin(data, name, self._read(data, name))
        yield "Looking for what the questions speak about…", 0.8
        if draft := self.draft():
            self.proposed(draft.dataset, self.pending.survey(draft))
        return None

    def _read(self, data: bytes, name: str, **how: Any) -> Answers:
        from journeykit import survey as surveys

        found = surveys.read(data, name=name, **how)
        self._refuse_twice(found)
        return found

    def _refuse_twice(self, survey: Answers) -> None:
        from journeykit.attach import PICTURES, absent, survey_of

        gone = {source.id for source in absent(self.store, self.workshop)}
        for source in self.workshop.ordered("sources"):
            if not source.dataset or source.id in gone or source.kind in PICTURES:
                continue
            if source.n != survey.responses:
                continue
            if survey_of(self.store, source).frame.equals(survey.frame):
                raise Refused(
                    f"'{survey.file}' is attached already, as the source '{source.title}'."
                )

    def _begin(self, data: bytes, name: str, survey: Answers, last: Draft | None = None) -> None:
        from journeykit.attach import asked_for, prepare

        source = prepare(self.store, self.workshop, survey, links={}).source
        about = {
            "title": source.title,
            "collected": source.collected.isoformat() if source.collected else "",
            "method": source.method,
        }
        ours = asked_for(self.store, self.workshop, survey.questions)
        new = Draft(source.dataset, by=self.session.author, about=about, links=ours)
        if last is not None:
            new = replace(last, dataset=source.dataset, about=about | last.about)
        self.keep(new)
        self.show(view="import", open=None)
        self.ui["file"] = (source.dataset, name, data) if len(data) <= _KEPT else None

    def _again(self, **how: Any) -> None:
        draft, kept = self.underway(), self.ui.get("file")
        if not kept or kept[0] != draft.dataset:
            raise Refused("The file is not here any more; discard this and choose it again.")
        now = self.pending.base(draft)
        rules = {"header_rows": how.get("header_rows", now.header_rows),
                 "drop": [escape(column) for column in draft.dropped]}  # fmt: skip
        encoding = how.get("encoding", now.encoding)
        survey = self._read(kept[2], kept[1], encoding=encoding, recipe=rules)
        self._begin(kept[2], kept[1], survey, draft)

    @action
    def encoding(self, value: str) -> None:
        """Read the file again with another encoding."""
        if value not in (*preview.ENCODINGS, self.pending.base(self.underway()).encoding):
            raise Refused(f"Encoding: '{value[:40]}' is none of those that are read.")
        self._again(encoding=value)

    @action
    def header_rows(self, value: int) -> None:
        """Read the file again with another number of header rows."""
        if not 0 <= value <= 10:
            raise Refused("Header rows: a number from 0 to 10.")
        self._again(header_rows=value)

    @action
    def as_before(self, source: str) -> Toast:
        """Read the questions as an earlier wave was read, and link them as it is linked."""
        draft, before = self.underway(), self.workshop.get("sources", source)
        linked = {
            link.question: linking.target_of(link)
            for link in self.workshop.ordered("links", source=source)
        }
        rules, weight, links = drafts.as_before(self.pending.base(draft), before.recipe, linked)
        weight = draft.weight if weight is None else weight
        self.keep(replace(draft, rules=draft.rules | rules, weight=weight,
                          links=draft.links | links))  # fmt: skip
        return Toast(f"{len(links)} questions are linked as in '{before.title}'.")

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
            self.stage_now(draft), about,
        )  # fmt: skip
        self.dispatch(batch)
        self.keep(None)
        self.ui.pop("file", None)
        self.show(view="scores", open=None)
        yield "Computing the scores…", 0.6
        self.warm()
        return Toast(f"Attached '{survey.file}'.", button="Undo", do="@undo")

    def warm(self) -> None:
        """Compute what the next drawing needs, while the page says so."""

    def recipe_of(self, draft: Draft) -> Download:
        """Return the recipe of the import under way."""
        from journeykit.survey import recipe, recipe_of

        survey = self.pending.survey(draft)
        names = {
            id: self.workshop.touchpoints[target[2:]].name
            for id, target in self._targets(draft, survey).items()
            if target.startswith("t:")
        }
        text = recipe.dump(recipe_of(survey, names))
        return Download(f"{Path(survey.file).stem}-recipe.yaml", text.encode(), "text/yaml")
