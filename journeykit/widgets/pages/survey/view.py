"""The Survey page: import, links, scores and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.attach import PICTURES
from journeykit.edits import Put, next_rank, removal
from journeykit.errors import JourneykitError, Refused
from journeykit.model import SourceKind
from journeykit.scoring import Line, Scores
from journeykit.widgets import parts
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.personas.sources import read_source
from journeykit.widgets.pages.survey import linking, questions, scores, sources
from journeykit.widgets.pages.survey.analyse import Analysing
from journeykit.widgets.pages.survey.behavior import Behaving
from journeykit.widgets.pages.survey.believed import Believing
from journeykit.widgets.pages.survey.comments import Commenting
from journeykit.widgets.pages.survey.evidence import Evidencing
from journeykit.widgets.pages.survey.importing import Importing
from journeykit.widgets.view import Download, Toast, action

if TYPE_CHECKING:
    from journeykit.model import Source
    from journeykit.survey import Survey as Answers

#: field of a source -> its name on the page, how it is read
EDITABLE: dict[str, tuple[str, typed.Parse]] = {
    "title": ("Title", typed.title), "collected": ("Collected on", typed.day),
    "wave": ("Wave", typed.line), "n": ("n", typed.count), "method": ("Method", typed.prose),
    "consent": ("Consent", typed.prose), "text": ("What it says", typed.prose),
}  # fmt: skip


class Survey(Analysing, Believing, Behaving, Commenting, Evidencing, Importing):
    """Takes surveys in, ties their questions to touchpoints, and shows the scores."""

    step = "survey"
    title = "Survey"
    lead = "Bring in what customers said, and tie each question to the moment it speaks about."

    def body(self) -> h.Node:
        """Return the page."""
        draft = self.draft()
        attached = self.workshop.sources
        tabs = {
            "ask": "Ask",
            "import": "Import, under way" if draft else "Import",
            "scores": "Scores",
            "analyse": "Analyse",
            "comments": "Comments",
            "behavior": "Behavior",
            "sources": f"Sources ({len(attached)})"
            + (", one under way" if self.evidence_draft() else ""),
        }
        view = self.at.get("view", "")
        if view not in tabs:
            view = "import" if draft or not attached else "scores"
        return h.div(".survey")[
            parts.tabs("Parts of Survey", tabs, view, "survey"),
            self.ask_tab()
            if view == "ask"
            else self.import_tab(draft)
            if view == "import"
            else self._scores()
            if view == "scores"
            else self.analyse_tab()
            if view == "analyse"
            else self.comments_tab()
            if view == "comments"
            else self.behavior_tab()
            if view == "behavior"
            else self._sources(),
        ]

    # ---- scores ------------------------------------------------------------------------------

    @property
    def scores(self) -> Scores:
        """The scores, kept until what they stand on changes."""
        if "scores" not in self.ui:
            self.ui["scores"] = Scores(self.store)
        kept: Scores = self.ui["scores"]
        return kept

    def lines(self) -> list[Line]:
        """Return the scores; without a linked survey none, and pandas stays unloaded."""
        linked = {link.source for link in self.workshop.links.values()}
        if not any(s.dataset and s.id in linked for s in self.workshop.sources.values()):
            return []
        return self.scores.of(self.workshop)

    def warm(self) -> None:
        """Compute the scores and draw the chart's specification once."""
        if lines := self.lines():
            scores.card(self.scores, lines, self.at.get("chart", ""), ())

    def _scores(self) -> h.Node:
        lines = self.lines()
        if not lines:
            return [self._missing(), parts.card("Scores by touchpoint", self._no_scores(),
                                                id="no-scores")]  # fmt: skip
        return [
            self._missing(),
            scores.card(self.scores, lines, self.at.get("chart", ""), self._weights()),
        ]

    def _no_scores(self) -> h.Element:
        surveys = [
            s for s in self.workshop.ordered("sources") if s.dataset and s.kind in sources.ASKED
        ]
        if not surveys:
            return parts.empty(
                "There are no answers yet. A score needs a survey whose questions are linked to "
                "the map.",
                parts.button("Import a survey", "look", {"name": "view", "value": "import"},
                             id="go-import"),
            )  # fmt: skip
        return parts.empty(
            "No question is linked to the map yet, so there is nothing to score.",
            parts.button("Link questions", "links_of", {"id": surveys[0].id}, id="go-links"),
        )

    def _missing(self) -> h.Node:
        if not any(source.dataset for source in self.workshop.sources.values()):
            return None
        from journeykit.attach import absent

        titles = [source.title for source in absent(self.store, self.workshop)]
        if not titles:
            return None
        return h.p("#absent.field-error")[
            f"The answers of {', '.join(titles)} are not in this store, so their scores are "
            "missing here. Import the file again."
        ]

    def _weights(self) -> list[str]:
        from journeykit.attach import absent, survey_of

        gone = {source.id for source in absent(self.store, self.workshop)}
        found = [
            survey_of(self.store, source).weight
            for source in self.workshop.ordered("sources")
            if source.dataset and source.id not in gone and source.kind in sources.ASKED
        ]
        return list(dict.fromkeys(name for name in found if name))

    # ---- sources -----------------------------------------------------------------------------

    def _sources(self) -> h.Node:
        opened = self.at.get("source", "")
        source = self.workshop.sources.get(opened)
        within = self._within(source) if source and source.dataset else None
        return [
            sources.listing(self.workshop, opened, within),
            self.evidence_cards(),
            sources.add_form(),
        ]

    def _within(self, source: Source) -> h.Node:
        """What an opened source holds: a picture, or questions that speak about something."""
        if source.kind in PICTURES:
            try:
                return self.picture_of(source)
            except JourneykitError as error:
                return h.p(".field-error")[str(error)]
        return self._links(source) if source.kind in sources.ASKED else None

    def _survey(self, id: str) -> Answers:
        from journeykit.attach import survey_of

        return survey_of(self.store, self.workshop.get("sources", id))

    def _decided(self, id: str) -> dict[str, str]:
        return {
            link.question: linking.target_of(link)
            for link in self.workshop.ordered("links", source=id)
            if not link.comments
        }

    def _links(self, source: Source) -> h.Node:
        try:
            survey = self._survey(source.id)
        except JourneykitError as error:
            return h.p(".field-error")[str(error)]
        scaled = self.as_linked(survey, source.id)
        targets = self._decided(source.id)
        proposed = self.proposed(source.dataset, survey)
        loose = [q.id for _, q in scaled if not targets.get(q.id)]
        sure = sum(id in proposed and proposed[id].sure for id in loose)
        return [
            h.h3["What its questions speak about"],
            questions.toolbar(
                source.id, self.stage_now(), self.stages(), sure=sure, loose=len(loose)
            ),
            questions.rows(
                scaled, of=source.id, targets=targets, proposed=proposed,
                opened=self.at.get("open", ""), editor=self.rescale_editor(survey, source.id),
                choices=questions.Choices(self.workshop, draft=False),
            ),
        ]  # fmt: skip

    @action
    def links_of(self, id: str) -> None:
        """Show the links of a source."""
        self.show(view="sources", source=self.workshop.get("sources", id).id)

    @action
    def add(
        self, kind: SourceKind, title: str, collected: str = "", n: str = "", method: str = "",
        consent: str = "", text: str = "",
    ) -> Toast:  # fmt: skip
        """Register evidence other than a survey file."""
        source = read_source(kind, title, collected, n, method)
        rank = next_rank(self.workshop.ordered("sources"))
        more: dict[str, Any] = {"consent": consent.strip(), "text": text.strip(), "rank": rank}
        self.dispatch(Put.of(source.model_copy(update=more)))
        return Toast(f"Added '{source.title}'.", button="Undo", do="@undo")

    @action
    def edit(self, id: str, field: str, value: str) -> None:
        """Change what is known of a source."""
        if field not in EDITABLE:
            raise Refused("This field is not on the page; reload it.")
        name, parse = EDITABLE[field]
        source = self.workshop.get("sources", id)
        self.dispatch(*typed.changes(source, **{field: parse(value, name)}))

    @action
    def remove(self, id: str) -> Toast:
        """Remove a source with its links; what cites it lets go."""
        title = self.workshop.get("sources", id).title
        self.dispatch(removal(self.workshop, "sources", id))
        self.show(source=None)
        return Toast(f"Removed '{title}'.", button="Undo", do="@undo")

    @action
    def recipe(self, id: str = "") -> Download:
        """Save how a survey is read, for its next wave."""
        if not id:
            return self.recipe_of(self.underway())
        source = self.workshop.get("sources", id)
        return Download(f"{source.title}-recipe.yaml", source.recipe.encode(), "text/yaml")

    # ---- links, of an import under way ("") or of an attached source ------------------------

    def _asked(self, of: str) -> tuple[Answers, dict[str, str], dict[str, linking.Proposal]]:
        if of:
            survey = self._survey(of)
            return (
                survey,
                self._decided(of),
                self.proposed(self.workshop.sources[of].dataset, survey),
            )
        draft = self.underway()
        survey = self.pending.survey(draft)
        return survey, self._targets(draft, survey), self.proposed(draft.dataset, survey)

    def _decide(self, of: str, decided: dict[str, str], words: str) -> None:
        from dataclasses import replace

        if not decided:
            raise Refused("There is nothing left to link.")
        if not of:
            draft = self.underway()
            self.keep(replace(draft, links=draft.links | decided))
            return
        edits = linking.relink(self.workshop, self._survey(of), of, decided, self.stage_now())
        self.dispatch(*edits, words=words)

    @action
    def link(self, of: str, q: int, value: str) -> None:
        """Say what a question speaks about."""
        survey, _, _ = self._asked(of)
        if not 0 <= q < len(survey.questions) or not survey.questions[q].scaled:
            raise Refused("This question has no scale, so it speaks about no touchpoint.")
        if value and not linking.known(self.workshop, value):
            raise Refused("This place is not on the map any more; choose another.")
        question = survey.questions[q]
        self._decide(of, {question.id: value}, f"linked '{question.id}'")

    @action
    def confirm_sure(self, of: str) -> None:
        """Link all questions whose proposal is sure."""
        survey, targets, proposed = self._asked(of)
        sure = {
            q.id: proposed[q.id].target
            for q in survey.questions
            if q.scaled and not targets.get(q.id) and q.id in proposed and proposed[q.id].sure
        }
        self._decide(of, sure, f"linked {len(sure)} questions")

    @action
    def make_all(self, of: str) -> None:
        """Make touchpoints from all unlinked questions; what is sure is linked instead."""
        survey, targets, proposed = self._asked(of)
        decided = {
            q.id: proposed[q.id].target if q.id in proposed and proposed[q.id].sure else linking.NEW
            for q in survey.questions
            if q.scaled and not targets.get(q.id)
        }
        self._decide(of, decided, f"made touchpoints from {len(decided)} questions")

    @action
    def stage(self, of: str, value: str) -> None:
        """Say to which stage new touchpoints go."""
        from dataclasses import replace

        name = typed.line(value, "Stage")
        if of:
            self.ui["stage"] = name
        else:
            self.keep(replace(self.underway(), stage=name))
