"""The import under way, and the actions by which a person corrects what was read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from journeykit.errors import Refused
from journeykit.survey.question import SCALED
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.survey import draft as drafts
from journeykit.widgets.pages.survey import linking
from journeykit.widgets.pages.survey.draft import Draft, Pending
from journeykit.widgets.view import Toast, View, action

if TYPE_CHECKING:
    from journeykit.survey import Question
    from journeykit.survey import Survey as Answers


class Correcting(View):
    """The part of the page that knows the import under way and corrects it."""

    # ---- what is known ---------------------------------------------------------------------

    @property
    def pending(self) -> Pending:
        """The survey of the import under way, kept between two drawings."""
        if "pending" not in self.ui:
            self.ui["pending"] = Pending(self.store)
        kept: Pending = self.ui["pending"]
        return kept

    def draft(self) -> Draft | None:
        """Return the import under way, or None."""
        found = drafts.load(self.store, self.workshop.id)
        return found if found and drafts.is_there(self.pending, found) else None

    def underway(self) -> Draft:
        """Return the import under way; raise `Refused` where there is none any more."""
        found = self.draft()
        if found is None:
            raise Refused("This import is not there any more: it was attached or discarded.")
        return found

    def keep(self, draft: Draft | None) -> None:
        """Keep the import under way in the store."""
        drafts.save(self.store, self.workshop.id, draft)

    def stage_now(self, draft: Draft | None = None) -> str:
        """Return the name of the stage to which new touchpoints go."""
        if draft is not None and draft.stage:
            return draft.stage
        journey = self.workshop.current_journey()
        stages = self.workshop.stages_of(journey.id) if journey else []
        given = str(self.ui.get("stage", ""))
        return given or (stages[0].name if stages else linking.FIRST_STAGE)

    def proposed(self, key: str, survey: Answers) -> dict[str, linking.Proposal]:
        """Return the proposals for a survey, made again when its scales or the map change."""
        now = (key, [q.id for q in survey.questions if q.scaled])
        stands_on = (self.workshop.touchpoints, self.workshop.stages, self.workshop.journeys)
        kept = self.ui.get("proposed")
        if kept is None or kept[0] != now or any(
            a is not b for a, b in zip(kept[1], stands_on, strict=True)
        ):  # fmt: skip
            kept = now, stands_on, linking.proposals(survey.questions, self.workshop)
            self.ui["proposed"] = kept
        found: dict[str, linking.Proposal] = kept[2]
        return found

    def stages(self) -> list[str]:
        """Return the names of the stages of the journey that is shown."""
        journey = self.workshop.current_journey()
        return [stage.name for stage in self.workshop.stages_of(journey.id)] if journey else []

    # ---- correcting ------------------------------------------------------------------------

    def _question(self, draft: Draft, q: int) -> Question:
        found = self.pending.survey(draft).questions
        if not 0 <= q < len(found):
            raise Refused("This question is not there any more.")
        return found[q]

    def _rule(self, q: int, **rule: Any) -> None:
        draft = self.underway()
        question = self._question(draft, q)
        rules = draft.rules | {question.id: drafts.changed(question, **rule)}
        self.keep(replace(draft, rules=rules))

    @action
    def kind(self, q: int, value: str) -> None:
        """Say of which kind a question is."""
        question = self._question(self.underway(), q)
        # Another kind has another scale; the usual one of the kind is a beginning.
        kept = question.scaled and value in SCALED and value != "nps"
        scale = drafts.rule_of(question)["scale"] if kept else None
        self._rule(q, kind=value, scale=scale)

    @action
    def end(self, q: int, name: Literal["low", "high"], value: str) -> None:
        """Say which number is the worst or the best answer."""
        question = self._question(self.underway(), q)
        word = "Worst answer" if name == "low" else "Best answer"
        number = typed.number(value, word)
        ends = drafts.rule_of(question)["scale"]
        if number is None or ends is None:
            raise Refused(f"{word}: a number is needed, such as 1 or 5.")
        low, high = ends
        # the number of the other end turns the scale round: the worst becomes the best
        ends = [number, low if number == high else high]
        if name == "high":
            ends = [high if number == low else low, number]
        self._rule(q, scale=ends)

    @action
    def codes(self, q: int, name: Literal["not_applicable", "missing"], value: str) -> None:
        """Say which answers mean not applicable, or no answer."""
        from journeykit.survey.cells import number

        words = [word for word in re.split(r"\s*(?:;|,(?=\s*-?\d))\s*", value.strip()) if word]
        found = [word if (known := number(word)) is None else known for word in words]
        other = "missing" if name == "not_applicable" else "not_applicable"
        now = drafts.rule_of(self._question(self.underway(), q))
        kept = [code for code in now[other] if code not in found]
        self._rule(q, **{name: found, other: kept})

    @action
    def code(self, q: int, cell: str, value: str) -> None:
        """Say what a code means, for all questions that look the same."""
        draft = self.underway()
        first = self._question(draft, q)
        group = next(
            (group for group in self.pending.groups(draft) if first.id in {o.id for o in group}),
            [first],
        )
        rules = drafts.recoded(group, cell, value)
        self.keep(replace(draft, rules=draft.rules | rules))

    @action
    def spread(self, q: int) -> Toast:
        """Read all questions that look the same as this one is read."""
        draft = self.underway()
        question = self._question(draft, q)
        rule = drafts.rule_of(question)
        alike = self.pending.alike(draft, question.id)
        self.keep(replace(draft, rules=draft.rules | {id: {**rule, "match": id} for id in alike}))
        return Toast(f"{len(alike)} more questions are read like this one.")

    @action
    def found(self, q: int) -> None:
        """Read a question as it was found."""
        draft = self.underway()
        id = self._question(draft, q).id
        self.keep(replace(draft, rules={k: v for k, v in draft.rules.items() if k != id}))

    @action
    def weight(self, value: str) -> None:
        """Say which column weighs the responses."""
        draft = self.underway()
        if value and value not in self.pending.base(draft).answers.names:
            raise Refused(f"Weight column: '{value[:80]}' is no column of this file.")
        self.keep(replace(draft, weight=value))

    @action
    def drop(self, q: int) -> None:
        """Leave a column out, e.g. for what it says about persons."""
        from journeykit.survey import to_parquet

        draft = self.underway()
        question = self._question(draft, q)
        if len(question.columns) > 1:
            raise Refused("This question has several columns; none of them is left out alone.")
        column = question.columns[0]
        address = self.store.put_dataset(
            to_parquet(drafts.without(self.pending.base(draft), column))
        )
        if (kept := self.ui.get("file")) and kept[0] == draft.dataset:
            self.ui["file"] = (address, *kept[1:])
        self.show(open=None)
        self.keep(replace(draft, dataset=address, dropped=(*draft.dropped, column),
                          weight="" if draft.weight == column else draft.weight))  # fmt: skip
