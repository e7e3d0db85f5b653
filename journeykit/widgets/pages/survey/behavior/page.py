"""The tab "Behavior": patterns, trends, funnel, paths and the plan against what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import htpy as h

from journeykit.edits import Edit, Put, Remove, next_rank
from journeykit.errors import Refused
from journeykit.insight.patterns import COMPARISONS
from journeykit.insight.series import EVERY, Series
from journeykit.model import Finding, FindingKind, Pattern
from journeykit.widgets import parts
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.survey.analyse.figures import percent
from journeykit.widgets.pages.survey.behavior import (
    activities,
    cells,
    plan,
    rules,
    steps,
    trending,
    ways,
)
from journeykit.widgets.pages.survey.behavior.data import Seen, opened
from journeykit.widgets.view import Go, Progress, Toast, View, action

PARTS = {
    "patterns": "Patterns", "trends": "Trends", "funnel": "Funnel", "paths": "Paths",
    "plan": "Planned and actual", "activities": "Activities",
}  # fmt: skip
#: The parts that need an event log.
_OF_LOGS = ("funnel", "paths", "plan", "activities")


class Behaving(View):
    """Reads imported numbers and event logs: what customers did."""

    def behavior_tab(self) -> h.Node:
        """Return the tab."""
        what = self.at.get("seen", "")
        what = what if what in PARTS else "patterns"
        return h.div(".behavior")[
            parts.tabs("Ways to look at behavior", PARTS, what, "survey", name="seen"),
            self._of_logs(what) if what in _OF_LOGS else self._of_numbers(what),
        ]

    # ---- numbers -----------------------------------------------------------------------------

    def _series(self) -> list[Series]:
        """All metrics by period, kept until what they stand on changes."""
        from journeykit.evidence.periods import series

        workshop, every = self.workshop, self.at.get("every", "")
        every = every if every in EVERY else ""
        now = (workshop.sources, workshop.links, workshop.touchpoints, workshop.stages,
               workshop.journeys)  # fmt: skip
        kept = self.ui.get("series")
        if (
            kept is None
            or kept[1] != every
            or any(a is not b for a, b in zip(kept[0], now, strict=True))
        ):
            kept = self.ui["series"] = now, every, series(self.store, workshop, every)
        found: list[Series] = kept[2]
        return found

    def _of_numbers(self, what: str) -> h.Node:
        found = self._series()
        if what == "trends":
            metric, every = self.at.get("metric", ""), self.at.get("every", "")
            return trending.shown(self.workshop, found, metric, every)
        return rules.table(self.workshop, found, self.at.get("rule", ""))

    # ---- rules -------------------------------------------------------------------------------

    def _pattern(self, id: str) -> Pattern:
        found = next((each for each in rules.rules(self.workshop) if each.id == id), None)
        if found is None:
            raise Refused("This rule is not there any more; reload the page.")
        return found

    def _own(self, *edits: Edit, words: str) -> None:
        """Change the rules; the first change copies those of the kit into the workshop."""
        copied = [] if self.workshop.patterns else [Put.of(each) for each in rules.defaults()]
        self.dispatch(*copied, *edits, words=words)

    @action
    def rule_set(self, id: str, field: str, value: str) -> None:
        """Change a field of a rule."""
        if field not in rules.FIELDS:
            raise Refused("This field is not on the page; reload it.")
        rule, (name, parse) = self._pattern(id), rules.FIELDS[field]
        told = parse(value, name)
        if field == "threshold":
            told = self._threshold(rule, told)
        if field == "touchpoint" and told and told not in self.workshop.touchpoints:
            raise Refused("Touchpoint: it is not on the map any more; choose another.")
        if field == "comparison" and told not in COMPARISONS:
            raise Refused(f"Hits when it: '{told}' is none of the ways to compare.")
        if edits := typed.changes(rule, **{field: told}):
            self._own(*edits, words=f"changed the rule '{rule.name}'")

    def _threshold(self, rule: Pattern, told: float | None) -> float:
        if told is None:
            raise Refused("Threshold: a number is needed.")
        kind = next((one.kind for one in self._series() if one.metric == rule.metric), "")
        value = told / 100 if rules.in_percent(rule, kind) else told
        if rule.comparison in ("rises", "falls") and value < 0:
            raise Refused("Threshold: how far it rises or falls is 0 or more.")
        return float(f"{value:.12g}")

    @action
    def rule_on(self, id: str, value: bool) -> None:
        """Switch a rule on or off."""
        rule = self._pattern(id)
        word = "on" if value else "off"
        if edits := typed.changes(rule, on=value):
            self._own(*edits, words=f"switched the rule '{rule.name}' {word}")

    @action
    def rule_add(self) -> None:
        """Add a rule and open it."""
        rank = next_rank(rules.rules(self.workshop))
        metric = next((one.metric for one in self._series()), "")
        made = Pattern(name="New rule", metric=metric, rank=rank)
        self._own(Put.of(made), words="added a rule")
        self.show(rule=made.id)

    @action
    def rule_delete(self, id: str) -> Toast:
        """Delete a rule."""
        rule = self._pattern(id)
        last = len(rules.rules(self.workshop)) == 1
        self._own(Remove(collection="patterns", id=id), words=f"deleted the rule '{rule.name}'")
        self.show(rule=None)
        told = f"Deleted '{rule.name}'."
        if last:
            told += " It was the last one, so the rules of the kit stand here again."
        return Toast(told, button="Undo", do="@undo")

    @action
    def add_log(self) -> None:
        """Go to where an event log is added."""
        self.show(view="sources", add="events")

    @action
    def evidence_of(self, id: str) -> None:
        """Show the source of a number."""
        self.show(view="sources", source=self.workshop.get("sources", id).id)

    # ---- event logs --------------------------------------------------------------------------

    def _logs(self) -> list[Seen]:
        return opened(self.store, self.workshop)

    def _log(self, id: str) -> Seen:
        found = next((each for each in self._logs() if each.source.id == id), None)
        if found is None:
            raise Refused("This event log is not in the workshop any more; reload the page.")
        return found

    def _of_logs(self, what: str) -> h.Node:
        found = self._logs()
        if not found:
            return _no_log(bool(self.workshop.current_journey()))
        wanted = self.at.get("log", "")
        seen = next((each for each in found if each.source.id == wanted), found[0])
        options = [(each.source.id, each.source.title) for each in found]
        which = cells.choice("Event log", "log", seen.source.id, options)
        return [
            cells.several(which) if len(found) > 1 else None,
            _said(seen),
            self._of_log(what, seen),
        ]

    def _of_log(self, what: str, seen: Seen) -> h.Node:
        if what == "activities":
            return activities.shown(self.workshop, seen)
        if seen.large:
            return parts.card("A long log", h.p[
                f"This log has {len(seen.log):,} events; working it out takes a few seconds."
            ], parts.button("Work it out", "behave", {"log": seen.source.id}, id="behave",
                            kind="primary"), id="behave-card")  # fmt: skip
        if what == "paths":
            return ways.shown(seen)
        if what == "plan":
            return plan.shown(self.workshop, seen)
        if not seen.places.seen:
            return parts.card("Funnel", parts.empty(
                "No activity of this log is linked to a touchpoint of the current journey yet, "
                "so no step can be counted.",
                parts.button("Link activities", "look", {"name": "seen", "value": "activities"},
                             id="funnel-link"),
            ), id="funnel-none")  # fmt: skip
        how, by, began = (self.at.get(name, "") for name in ("how", "steps", "began"))
        return steps.shown(self.workshop, seen, how, by, began)

    @action
    def behave(self, log: str) -> Progress:
        """Work a long log out, telling that it goes on."""
        seen = self._log(log)
        yield from seen.work()
        return Toast(f"'{seen.source.title}' is worked out.")

    # ---- activities --------------------------------------------------------------------------

    @action
    def activity_is(self, log: str, activity: str, value: str) -> None:
        """Say which touchpoint an activity is."""
        self._link_activities(self._log(log), {activity: value})

    @action
    def activities_confirm(self, log: str) -> Toast:
        """Confirm all proposals that are sure."""
        seen = self._log(log)
        found = activities.open_proposals(self.workshop, seen)
        sure = {name: one.touchpoint for name, one in found.items()
                if one.score >= activities.SURE}  # fmt: skip
        if not sure:
            raise Refused("There is nothing left to confirm.")
        self._link_activities(seen, sure)
        return Toast(f"Linked {len(sure)} activities.", button="Undo", do="@undo")

    def _link_activities(self, seen: Seen, decided: dict[str, str]) -> None:
        from journeykit.evidence.logs import relinked

        for activity in decided:
            if activity not in seen.log.activities:
                raise Refused("This activity is not in the log; reload the page.")
        self.dispatch(relinked(self.workshop, seen.source.id, decided))

    # ---- findings ----------------------------------------------------------------------------

    @action
    def rule_finding(self, rule: str, metric: str, touchpoint: str, place: str = "") -> Toast:
        """Turn a hit of a rule into a finding."""
        found = self._pattern(rule)
        hit = next(
            (hit for hit in rules.hits_of(found, self._series()) if hit.beyond
             and (hit.series.metric, hit.series.touchpoint, hit.series.place)
             == (metric, touchpoint, place)), None,
        )  # fmt: skip
        if hit is None:
            raise Refused("This rule does not hit there any more; look at the table again.")
        entry = rules.entry_of(found)
        return self._note(
            rules.title_of(self.workshop, found, hit), rules.detail_of(found, hit), "pain",
            touchpoint, hit.point.sources, entry.pain if entry else "",
        )  # fmt: skip

    @action
    def loss_finding(self, log: str, name: str, by: str) -> Toast:
        """Turn the loss before a step of the funnel into a finding."""
        seen = self._log(log)
        how = self.at.get("how", "")
        how = how if how in steps.WAYS else "order"
        began = self.at.get("began", "")
        began = began if began in dict(seen.groups) else ""
        if by not in steps.BY:
            raise Refused("The funnel has no such steps; reload the page.")
        step = next((s for s in seen.funnel(how, by, began) if s.name == name), None)
        risk = step.of_before if step else None
        if step is None or risk is None or risk.value is None or risk.low is None:
            raise Refused("This step has no loss to note; look at the table again.")
        at = seen.places.names.index(name) if by == "touchpoints" else -1
        whom = f" that began by {began}" if began else ""
        detail = (
            f"{step.left:,} of {risk.n:,} cases{whom} did not go on to {name}: "
            f"{percent(1 - risk.value)} ({percent(1 - (risk.high or 0))} to "
            f"{percent(1 - risk.low)}), counted {steps.WAYS[how].lower()}; event log "
            f"'{seen.source.title}'."
        )
        where = seen.places.ids[at] if at >= 0 else ""
        title = steps.title_of(step)
        return self._note(title, detail, "pain", where, (seen.source.id,), "friction")

    @action
    def deviation_finding(self, log: str, state: str, name: str) -> Toast:
        """Turn a deviation from the plan into a finding."""
        from journeykit.insight.deviation import Met, strong

        seen = self._log(log)
        found = next((each for each in strong(seen.deviation)
                      if (each[1], each[0].name) == (state, name)), None)  # fmt: skip
        if found is None:
            raise Refused("This deviation is not there any more; look at the list again.")
        one, _, share = found
        return self._note(
            plan.title_of(one, state), plan.detail_of(seen, one, state, share), "gap",
            one.id if isinstance(one, Met) else "", (seen.source.id,), "",
        )  # fmt: skip

    def _note(
        self, title: str, detail: str, kind: FindingKind, touchpoint: str,
        sources: Sequence[str], catalogue: str,
    ) -> Toast:  # fmt: skip
        if cells.noted(self.workshop, title):
            raise Refused(f"'{title}' is noted as a finding already.")
        fields: dict[str, Any] = {
            "kind": kind, "title": title[:300], "detail": detail, "catalogue": catalogue,
            "touchpoint": touchpoint if touchpoint in self.workshop.touchpoints else None,
            "sources": tuple(id for id in sources if id in self.workshop.sources),
            "rank": next_rank(self.workshop.ordered("findings")),
        }  # fmt: skip
        self.dispatch(Put.of(Finding(**fields)))
        return Toast("Noted as a finding on Improve.", button="Go there", do="to_findings")

    @action
    def to_findings(self) -> Go:
        """Go on to the findings."""
        return Go("improve?view=findings")


def _no_log(journey: bool) -> h.Element:
    text = (
        "There is no event log yet. A table with case, activity, time and channel (or XES) shows "
        "how far customers come, which ways they take and where they leave the plan."
        if journey
        else "There is no journey yet, so no step can be counted. Make one on Touchpoints."
    )
    return parts.card("Event logs", parts.empty(
        text, parts.button("Add an event log", "add_log", id="add-log") if journey else None,
    ), id="behavior-none")  # fmt: skip


def _said(seen: Seen) -> h.Node:
    """How large the log is, and what is to be known of its order."""
    log = seen.log
    cases = "1 case" if log.people == 1 else f"{log.people:,} cases"
    events = "1 event" if len(log) == 1 else f"{len(log):,} events"
    kinds = "one activity" if len(log.activities) == 1 else f"{len(log.activities):,} activities"
    return h.div("#log-said")[
        h.p[h.b[seen.source.title], f": {events} of {cases}, {kinds}."],
        cells.notes(*log.said),
    ]


__all__ = ["PARTS", "Behaving"]
