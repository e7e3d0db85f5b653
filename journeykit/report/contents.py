"""The parts of the report, one method each, in the order of the notebook."""

from __future__ import annotations

import os
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import htpy as h

from journeykit.checks import (
    COVERAGE_GATE,
    assumptions_mark,
    by_touchpoint,
    checks,
    coverage,
)
from journeykit.checks.evidence import current_journeys
from journeykit.curves import Curves
from journeykit.emotions import Point, gaps, reading_guide
from journeykit.errors import Missing
from journeykit.maps.series import comments
from journeykit.model import Action, Finding, Journey, Stage, Touchpoint, Workshop
from journeykit.report import executive, lists, numbers, printing, progress, together, trust
from journeykit.report.narrowing import Narrow
from journeykit.report.pieces import Part, badge, facts, lines, part, percent, signed, table
from journeykit.room.clock import silent

if TYPE_CHECKING:
    import pandas as pd

    from journeykit.scoring import Line
    from journeykit.store import Store

#: Findings and blind spots on the first page.
TOP = 3
#: Open actions on the first page.
ACTIONS = 4


def open_report(
    workshop: str = "",
    store: str | os.PathLike[str] | None = None,
    persona: str = "",
    wave: str = "",
) -> Report:
    """Open the report of a workshop; without a store that of ``$JOURNEYKIT_STORE``.

    `persona` (a name or an id) and `wave` narrow it to one of each. Raises `Missing` for an
    unknown workshop, persona or wave; without a workshop it lists what the store holds.
    """
    from journeykit.store import open_store

    opened = open_store(store or None)
    if not workshop:
        there = "; ".join(f"{card.id} ({card.title})" for card in opened.workshops()[:10])
        raise Missing(f"Say which workshop: workshop = '…'. The store holds {there or 'none'}.")
    return Report(opened, opened.open(workshop)[0], persona, wave)


class Report:
    """What the report of a workshop says. Nothing here changes anything."""

    def __init__(self, store: Store, workshop: Workshop, persona: str = "", wave: str = "") -> None:
        self.store = store
        self.workshop = workshop
        self.narrow = Narrow.of(workshop, persona, wave)

    # -- what is looked at

    @cached_property
    def journeys(self) -> list[Journey]:
        """The journeys as they are: all of them, or those of the persona that is looked at."""
        current = current_journeys(self.workshop)
        if (persona := self.narrow.persona) is None:
            return current
        return [each for each in current if each.persona == persona.id] or current[:1]

    @property
    def journey(self) -> Journey | None:
        """The first of the journeys."""
        return self.journeys[0] if self.journeys else None

    @cached_property
    def places(self) -> list[tuple[Stage, Touchpoint]]:
        """The touchpoints of the journeys with their stages, in order."""
        return [
            (stage, touchpoint)
            for journey in self.journeys
            for stage in self.workshop.ordered("stages", journey=journey.id)
            for touchpoint in self.workshop.ordered("touchpoints", stage=stage.id)
        ]

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of all touchpoints by their ids."""
        return {id: each.name for id, each in self.workshop.touchpoints.items()}

    @cached_property
    def everybody(self) -> pd.DataFrame:
        """The answers of all surveys that are in the store."""
        from journeykit.attach import answers

        return answers(self.store, self.workshop)

    @cached_property
    def points(self) -> list[Point]:
        """The emotion curves of the journeys; the team's part once it is revealed."""
        team = not silent(self.workshop)
        found = [
            point
            for journey in self.journeys
            for point in self._curves.of(self.workshop, journey.id, team=team)
        ]
        if not self.narrow:
            return found
        return self.narrow.points(self.store, self.workshop, self.everybody, found)

    @cached_property
    def _curves(self) -> Curves:
        return Curves(self.store)

    @cached_property
    def answers(self) -> pd.DataFrame:
        """The answers that this report speaks about: of the wave, of the persona's people."""
        return self.narrow.answers(self.store, self.workshop, self.everybody, self.points)

    @cached_property
    def rows(self) -> list[numbers.Row]:
        """The numbers of each touchpoint."""
        return numbers.rows(self.workshop, self.places, self.answers, self.points)

    @cached_property
    def lines(self) -> list[Line]:
        """The linked questions with their scores; a persona's people have none of their own."""
        from journeykit.scoring import lines as scored

        if self.narrow.persona is not None:
            return []
        found = scored(self.store, self.workshop)
        return [each for each in found if self.narrow.wave in ("", each.source)]

    def guide(self, journey: Journey) -> list[str]:
        """What the curve of a journey says, one sentence or two an item."""
        if not self.narrow:
            team = not silent(self.workshop)
            return self._curves.guide(self.workshop, journey.id, team=team)
        moved = self.narrow.changes(self.workshop, self.everybody, journey)
        here = {each.id for each in self.workshop.touchpoints_of(journey.id)}
        points = [point for point in self.points if point.touchpoint in here]
        return reading_guide(self.workshop, journey.id, points, changes=moved)

    @cached_property
    def covered(self) -> float:
        """The share of the map that is not assumed."""
        return coverage(self.workshop)

    # -- the parts

    def summary(self) -> Part:
        """The first page: goal, scope, persona, findings, blind spots, actions, coverage."""
        about, journey = self.workshop.about, self.journey
        lived = self.workshop.personas.get(journey.persona or "") if journey else None
        persona = self.narrow.persona or lived
        who = (
            f"{persona.name}, {persona.age_range}, {persona.occupation}" if persona else about.actor
        )
        between = " → ".join(event for event in (about.start_event, about.end_event) if event)
        return part(
            self._warnings(),
            facts([
                ("Goal", lines(about.goals)), ("Scope", about.scope), ("Scenario", about.scenario),
                ("Who", who), ("From, to", between), ("Team", ", ".join(about.team)),
                ("Next review", str(about.review_date or "")),
            ]),
            h.h3["In numbers"], executive.headline(self),
            h.h3["How it feels"], executive.small_curve(self),
            h.h3["What stands out"], lines(map(self._finding_line, self._findings()[:TOP])),
            h.h3["What will be done"], self._next(),
            h.h3["Where the team guessed otherwise"], self._blind_spots(),
            self._meter(),
            paper=printing.first_page(self),
        )  # fmt: skip

    def personas(self) -> Part:
        """Every persona, each attribute with its evidence."""
        shown = [self.narrow.persona] if self.narrow.persona else self.workshop.ordered("personas")
        return part([lists.persona(self.workshop, each) for each in shown])

    def map(self) -> Part:
        """Each current journey as a table with the curve above it, and the curve in words."""
        if not self.journeys:
            return part(h.p["There is no journey yet."])
        return part(
            h.p(".legend")[
                h.span(".k.cust")["● customers, 95 % interval"],
                h.span(".k.team")["○ team guess, median"],
                h.span(".k")["◆ what customers wrote"] if comments(self.points).points else None,
                h.span(".k")["a gap in the line = fewer than 5 answers"],
            ],
            [self._map(journey) for journey in self.journeys],
            paper=printing.maps(self),
        )

    def _map(self, journey: Journey) -> h.Node:
        from journeykit.maps.curve import curve as draw
        from journeykit.maps.grid import grid
        from journeykit.maps.points import Sizes
        from journeykit.maps.table import table as map_table

        laid = grid(self.workshop, journey.id, known=by_touchpoint(self.workshop))
        sizes = Sizes(112, max(112, min(200, 988 // max(len(laid.columns), 1))))
        key = f"map-{journey.id}"
        return [
            h.h3[laid.title] if len(self.journeys) > 1 else None,
            h.div(data_paper="map", data_journey=journey.id)[
                map_table(laid, draw(laid, self.points, sizes), sizes=sizes, id=key)
            ],
            h.h3["How to read it"] if len(self.journeys) == 1 else None,
            lines(self.guide(journey)),
        ]

    def scores(self) -> Part:
        """Every touchpoint with its numbers, every question behind them, and all answers."""
        from journeykit.report.figures import answers_chart

        asked = None if self.narrow.persona else lists.questions(self.lines)
        return part(
            lists.scores(self.rows),
            asked and [h.h3["Every question"], asked],
            answers_chart(self.answers, {t.id: t.name for _, t in self.places}),
            self._absent(),
        )

    def findings(self) -> Part:
        """Pains, gaps and needs by weight, then delights and opportunities."""
        return part(lists.findings(self.workshop, self._findings()), lists.rest(self.workshop))

    def actions(self) -> Part:
        """The actions of each owner, by the day they are due."""
        return part(lists.roadmap(self.workshop, self._actions()))

    def ideal(self) -> Part:
        """The journey as it should be, stage by stage, beside today's."""
        return part(lists.ideal(self.workshop, self.journey))

    def kpis(self) -> Part:
        """Every KPI with its definition, its values and a chart."""
        from journeykit.report.figures import kpi_charts

        return part(lists.kpis(self.workshop), kpi_charts(self.workshop))

    def effects(self) -> Part:
        """What each action's KPI did, from before it to after it."""
        from journeykit.measuring import effects

        return part(progress.before_after(effects(self.store, self.workshop)))

    def owners(self) -> Part:
        """Each owner's actions with their KPIs, each department along the journey."""
        from journeykit.measures.feelings import by_touchpoint

        felt = by_touchpoint(self.answers) if len(self.answers) else {}
        return part(progress.alignment(self.workshop, date.today(), felt))

    def iteration(self) -> Part:
        """The next review, what asked for another look, further waves, named versions."""
        return part(progress.iteration(self.workshop, date.today()))

    def room(self) -> Part:
        """What people did together in the room: counts, spreads, votes, what is left."""
        return part(together.held(self.workshop))

    def sources(self) -> Part:
        """Where the evidence comes from."""
        return part(lists.sources(self.workshop))

    def quality(self) -> Part:
        """What it stands on, what is believed, old or open, and the rubric."""
        open_checks = [check for check in checks(self.workshop) if not check.ok]
        order = [touchpoint.id for _, touchpoint in self.places]
        return part(
            h.h3["What it stands on"], trust.covered(self.workshop),
            h.h3["Moments of truth"], trust.decisive(self.workshop, order, self.points),
            h.h3["Again and again"], trust.again(self.workshop),
            h.h3["Believed, and asked by nobody"], trust.believed(self.workshop),
            h.h3["What grows old"], trust.stale(self.workshop),
            h.h3["Still open"],
            lines(check.message for check in open_checks) or h.p["Nothing: every check holds."],
            h.h3["Rubric"], trust.judged(self.workshop),
        )  # fmt: skip

    # -- pieces of the first page

    def _warnings(self) -> h.Node:
        notes = [h.p(".note")[said] for said in self.narrow.words(self.store, self.workshop)]
        if self.covered < COVERAGE_GATE:
            # a map that claims nothing yet is no better founded than one that is believed
            mark = assumptions_mark(self.workshop) or "ASSUMPTIONS: nothing here has evidence yet."
            word, _, rest = mark.partition(": ")
            notes.append(h.p(".mark-assumptions")[h.strong[word], " ", rest])
        if self.workshop.about.synthetic:
            notes.append(h.p(".note")["An example: people, quotes and answers are invented."])
        return notes

    def _meter(self) -> h.Node:
        words = f"Evidence coverage {percent(self.covered)}"
        return h.div(".meter")[
            h.div(".cov", aria_hidden="true")[h.span(style=f"width:{self.covered:.0%}")],
            h.p[words, ": the share of touchpoints, notes, findings and attributes of personas "
                "that cite a source or are measured."],
        ]  # fmt: skip

    def _findings(self) -> list[Finding]:
        found = [
            f for f in self.workshop.ordered("findings") if f.kind in ("pain", "gap", "unmet_need")
        ]
        return sorted(found, key=lambda f: -(f.severity or 0) * (f.frequency or 0))

    def _actions(self) -> list[Action]:
        found = [a for a in self.workshop.ordered("actions") if a.status != "dropped"]
        return sorted(found, key=lambda a: (a.due is None, str(a.due), a.rank))

    def _next(self) -> h.Node:
        """The open actions that are due first; the rest is counted."""
        still = [action for action in self._actions() if action.status != "done"]
        more = len(still) - ACTIONS
        return [
            lists.actions(self.workshop, still[:ACTIONS], short=True),
            h.p[h.small[f"And {more} more, in their own part."]] if more > 0 else None,
        ]

    def _finding_line(self, finding: Finding) -> h.Node:
        from journeykit.checks import cited

        place = self.names.get(finding.touchpoint or "", "")
        supported = cited(self.workshop, finding.sources)
        row = next((r for r in self.rows if r.touchpoint.id == finding.touchpoint), None)
        felt = f" — customers {lists.felt(row.survey)}" if row and row.survey.shown else ""
        titles = ", ".join(self.workshop.sources[id].title for id in finding.sources)
        return [
            h.strong[finding.title], f" ({place})" if place else "", felt, ". ",
            h.q[finding.quote] if finding.quote else None, " ",
            badge(supported.status), h.small[f" {titles}"] if titles else None,
        ]  # fmt: skip

    def _blind_spots(self) -> h.Node:
        blind = [gap for gap in gaps(self.points) if gap.blind_spot]
        if not blind:
            return h.p["Nowhere by more than one step, as far as it was measured."]
        shown = [
            (self.names[gap.touchpoint], f"{signed(gap.team)} · n {gap.n_team}",
             f"{signed(gap.customers)} · n {gap.n_customers}", f"{abs(gap.difference):.1f}")
            for gap in blind
        ]  # fmt: skip
        return table("Blind spots: team and customers more than one step apart, −2 to +2",
                     ("Touchpoint", "Team", "Customers", "Gap"), shown)  # fmt: skip

    def _absent(self) -> h.Node:
        from journeykit.attach import absent

        gone = absent(self.store, self.workshop)
        told = "The answers of this source are not in this store, so it is not in these numbers: "
        return lines(told + source.title for source in gone)
