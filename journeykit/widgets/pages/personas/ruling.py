"""What a person can do with the rule of a persona."""

from __future__ import annotations

from typing import Literal

import htpy as h

from journeykit.edits import Change
from journeykit.errors import Refused
from journeykit.insight.segments.rules import asks, occurring, question_of
from journeykit.measures.bands import Band, band
from journeykit.model import Persona
from journeykit.respondents import surveys
from journeykit.widgets.pages.personas import rule
from journeykit.widgets.view import Go, View, action


class Ruling(View):
    """Writes rules: which respondents a persona stands for."""

    def _ruled(self, id: str) -> Persona:
        found: Persona = self.workshop.get("personas", id)
        return found

    def rule_tab(self, persona: Persona) -> h.Node:
        """Return the tab."""
        adding = self.ui.get("adding", ("", ""))
        found = surveys(self.store, self.workshop)
        return rule.rule_tab(
            self.workshop, persona, found, adding[1] if adding[0] == persona.id else ""
        )

    @action
    def to_survey(self) -> Go:
        """Show where a survey is imported."""
        return Go("survey?view=import")

    @action
    def rule_source(self, id: str, value: str) -> None:
        """Choose the survey on which the rule is written."""
        source = self.workshop.get("sources", value)
        self.dispatch(Change(collection="personas", id=id, fields={"rule_source": source.id}))

    @action
    def rule_add(self, id: str, value: str) -> None:
        """Begin a condition; it counts as soon as an answer is chosen."""
        if not value:
            return
        persona = self._ruled(id)
        pair = rule.chosen(surveys(self.store, self.workshop), persona)
        if pair is None or value not in {one.key for one in rule.usable(pair[1])}:
            raise Refused("A rule cannot stand on this question; choose another one.")
        self.ui["adding"] = (id, value)

    @action
    def rule_tick(self, id: str, key: str, answer: str, value: bool) -> None:
        """Say that an answer makes somebody this persona, or that it does not."""
        persona = self._ruled(id)
        now = [one for one in persona.rule.get(key, ()) if one != answer]
        self._put_rule(persona, key, [*now, answer] if value else now)

    @action
    def rule_band(self, id: str, key: str, end: Literal["low", "high"], value: str) -> None:
        """Set one end of a range of numbers; an empty end is open."""
        persona = self._ruled(id)
        wanted = persona.rule.get(key, ())
        now = (band(wanted[0]) if wanted else None) or Band()
        try:
            number = float(value) if value.strip() else None
        except ValueError:
            raise Refused(f"'{value[:40]}' is not a number.") from None
        low, high = (number, now.high) if end == "low" else (now.low, number)
        if low is not None and high is not None and low > high:
            raise Refused(f"The range ends at {high:g}, before it begins at {low:g}.")
        new = [] if low is None and high is None else [str(Band(low, high))]
        self._put_rule(persona, key, new)

    @action
    def rule_drop(self, id: str, key: str) -> None:
        """Take a condition out."""
        persona = self._ruled(id)
        if key in persona.rule:
            self._put_rule(persona, key, [])
        self.ui.pop("adding", None)

    def _put_rule(self, persona: Persona, key: str, answers: list[str]) -> None:
        """Store the answers of one condition; without any, the condition goes."""
        pair = rule.chosen(surveys(self.store, self.workshop), persona)
        if answers:
            if pair is None or not asks(pair[1], {key: ()}):
                raise Refused("The survey does not ask this; choose another question.")
            if key not in persona.rule and key not in {o.key for o in rule.usable(pair[1])}:
                raise Refused("A rule cannot stand on this question; choose another one.")
            known = {*occurring(pair[1], question_of(pair[1], key)), *persona.rule.get(key, ())}
            if odd := [one for one in answers if one not in known and band(one) is None]:
                raise Refused(f"Nobody answered '{odd[0][:60]}'; choose an answer that occurs.")
        fields: dict[str, object] = {f"rule.{key}": answers or None}
        if answers and pair is not None and persona.rule_source is None:
            fields["rule_source"] = pair[0].id
        self.ui["adding"] = (persona.id, key)
        words = f"changed whose answers are those of {persona.name}"
        self.dispatch(
            Change(collection="personas", id=persona.id, fields=fields),
            words=words,
        )


__all__ = ["Ruling"]
