"""What a person can do with a draft: choose its lines, take it, or leave it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.edits import Change, Put, next_rank
from journeykit.errors import Refused
from journeykit.few import FEWEST
from journeykit.insight.segments.drafting import Draft, changed, lines, persona, quotable
from journeykit.insight.segments.rules import asks, matching, question_of, words
from journeykit.model import TEXT_LIMIT, Persona, Source
from journeykit.respondents import surveys
from journeykit.widgets.pages.personas import drafts, rule
from journeykit.widgets.pages.personas.figures import percent
from journeykit.widgets.view import Go, Toast, View, action

if TYPE_CHECKING:
    import numpy as np

    from journeykit.insight.segments.approximating import Approximation
    from journeykit.survey import Survey


class Drafting(View):
    """Holds a draft until a person takes it; nothing of it is stored before."""

    def _draft_card(self) -> h.Node:
        into = self.workshop.personas.get(self.ui.get("draft_into") or "")
        return drafts.preview(self._draft(), into, self.ui.get("draft_note"))

    def _draft(self) -> Draft:
        draft: Draft | None = self.ui.get("draft")
        if draft is None:
            raise Refused("The draft is gone, since the page was opened anew; draft it again.")
        return draft

    def _rule_note(self, survey: Survey, close: Approximation) -> list[Any]:
        if not close.rule:
            return [h.p[h.small["No rule finds these people; write one on the persona's page."]]]
        return [
            h.h3["Its rule"],
            rule_list(survey, close.rule),
            h.p[h.small[
                f"The rule finds {close.n:,} people. {percent(close.precision)} of them are in the "
                f"segment, and it finds {percent(close.recall)} of the segment. A rule can be "
                "read, changed, and used on the next wave; a list of people could not."
            ]],
        ]  # fmt: skip

    def _quotes_of(
        self, source: Source, survey: Survey, members: np.ndarray
    ) -> tuple[tuple[str, bool], ...]:
        if not source.consent.strip():
            return ()
        texts: list[str] = []
        for question in survey.questions:
            if question.kind == "text":
                cells = survey.answers[question.columns[0]].kept(members)
                texts += cells.first(len(cells))
        return tuple((text, False) for text in quotable(source.consent, texts))

    @action
    def draft_rule(self, id: str) -> None:
        """Draft the attributes of a persona from the answers of its respondents."""
        from journeykit.insight.segments.profile import described, profile

        one: Persona = self.workshop.get("personas", id)
        pair = rule.chosen(surveys(self.store, self.workshop), one)
        if pair is None or not one.rule or not asks(pair[1], one.rule):
            raise Refused("Write a rule first, on questions that the survey asks.")
        source, survey = pair
        members = matching(survey, one.rule)
        n = int(members.sum())
        if n < FEWEST:
            raise Refused("Fewer than 5 people match the rule: too few to say anything of them.")
        said = "; ".join(
            f"{asks_for(survey, key)}: {' or '.join(wanted)}" for key, wanted in one.rule.items()
        )
        origin = (
            f"Drafted {date.today().isoformat()} from “{source.title}” (n {survey.responses:,}): "
            f"the {n:,} people ({percent(n / survey.responses)}) of its rule: "
            f"{said}. No segments were computed, so nothing is known of their stability."
        )
        facts = profile(survey, described(survey), {one.name: members})
        quotes = self._quotes_of(source, survey, members)
        self.ui["draft"] = Draft(
            one.name, tuple(lines(facts)), origin, dict(one.rule), source.id, quotes
        )
        self.ui["draft_into"], self.ui["draft_note"] = id, None

    @action
    def draft_name(self, value: str) -> None:
        """Give the draft another name."""
        if not value.strip():
            raise Refused("A persona needs a name that the team will remember.")
        self.ui["draft"] = replace(self._draft(), name=value.strip()[:300])

    @action
    def draft_line(self, at: int, value: bool) -> None:
        """Take a line into the persona, or leave it out."""
        self._line(at, taken=value)

    @action
    def draft_to(self, at: int, value: str) -> None:
        """Say which attribute a line fills."""
        if value not in drafts.targets():
            raise Refused("A persona has no such attribute; reload the page.")
        self._line(at, attribute=value)

    def _line(self, at: int, **fields: object) -> None:
        draft = self._draft()
        if not 0 <= at < len(draft.lines):
            raise Refused("This line is not in the draft any more; draft it again.")
        self.ui["draft"] = changed(draft, at, **fields)

    @action
    def draft_quote(self, at: int, value: bool) -> None:
        """Take a quote, or leave it out."""
        draft = self._draft()
        quotes = tuple(
            (text, value if place == at else taken)
            for place, (text, taken) in enumerate(draft.quotes)
        )
        self.ui["draft"] = replace(draft, quotes=quotes)

    @action
    def draft_drop(self) -> None:
        """Leave the draft."""
        self.ui.pop("draft", None)

    @action
    def draft_take(self) -> Go | Toast:
        """Store what was taken: a new persona, or the empty attributes of one that is there."""
        draft = self._draft()
        if not any(line.taken for line in draft.lines):
            raise Refused("Take at least one line; without any there is no persona.")
        made = persona(draft, date.today())
        into = self.ui.get("draft_into")
        if into:
            return self._fill(self.workshop.get("personas", into), made)
        rank = next_rank(self.workshop.ordered("personas"))
        self.dispatch(
            Put.of(made.model_copy(update={"rank": rank})),
            words=f"drafted the persona {made.name!r} from answers",
        )
        self.ui.pop("draft", None)
        return Go(f"personas?persona={made.id}")

    def _fill(self, old: Persona, made: Persona) -> Toast:
        """Fill what is empty or from the same answers; the team's own words stay as they are."""
        fields, left = filling(old, made)
        if not fields:
            raise Refused(
                "All of these attributes hold the team's own words already; nothing was changed."
            )
        origin = "\n".join(text for text in (made.drawn_from, old.drawn_from) if text)
        fields["drawn_from"] = origin[:TEXT_LIMIT]
        self.dispatch(
            Change(collection="personas", id=old.id, fields=fields),
            words=f"filled in {old.name} from answers",
        )
        self.ui.pop("draft", None)
        kept = (
            f" Left alone, since the team's own words stand there: {', '.join(left)}."
            if left
            else ""
        )
        return Toast(f"Filled in {old.name}.{kept}", "Undo", "@undo")


def filling(old: Persona, made: Persona) -> tuple[dict[str, Any], list[str]]:
    """Return what changes in a persona, and the attributes that keep the team's own words."""
    fields: dict[str, Any] = {}
    left = []
    for name, sources in made.evidence.items():
        new, now = getattr(made, name), getattr(old, name)
        measured = set(sources) <= set(old.evidence.get(name, ()))
        if now and not measured:
            left.append(drafts.title(name))
            continue
        if isinstance(new, tuple):
            new = [*now, *(item for item in new if item not in now)]
        fields[name] = new
        fields[f"evidence.{name}"] = list(dict.fromkeys((*old.evidence.get(name, ()), *sources)))
    return fields, left


def asks_for(survey: Survey, key: str) -> str:
    """Return what a condition asks, without its question mark."""
    return (question_of(survey, key).text or key).rstrip("?: ")


def rule_list(survey: Survey, conditions: Mapping[str, tuple[str, ...]]) -> h.Element:
    """Return a rule as a list of conditions."""
    return h.ul(".plain-list")[
        [
            h.li[
                asks_for(survey, key), ": ",
                h.b[words(question_of(survey, key), wanted)],
            ]
            for key, wanted in conditions.items()
        ]
    ]  # fmt: skip


__all__ = ["Drafting", "filling", "rule_list"]
