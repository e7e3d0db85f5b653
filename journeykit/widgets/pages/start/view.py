"""Start: what the map is for, whose journey it is, from where to where, and with whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import htpy as h

from journeykit import checks, library, room
from journeykit.edits import Change
from journeykit.errors import Refused
from journeykit.model import Stage
from journeykit.widgets import parts
from journeykit.widgets.pages.start.agenda import agenda_card
from journeykit.widgets.pages.start.words import CONSENT, LANGUAGES
from journeykit.widgets.view import Toast, View, action

TextField = Literal[
    "title", "scope", "scenario", "sector", "actor", "start_event", "end_event", "consent",
    "language",
]  # fmt: skip

#: the field that answers an exit check of this step
_FIELD_OF = {
    "title": "title", "goals": "goals", "scope": "scope", "scenario": "scenario",
    "start-event": "start_event", "end-event": "end_event",
}  # fmt: skip
_SHORT = {
    "title": "Title", "goals": "Goal", "scope": "Scope", "scenario": "Scenario",
    "start-event": "Start", "end-event": "End",
}  # fmt: skip


class Start(View):
    """Goals, scope, events, team, consent and agenda of the workshop."""

    step = "start"
    title = "Start"
    lead = "Agree on the purpose before anybody draws: whose journey, from where to where, and why."

    def body(self) -> h.Node:
        """Return the page."""
        return h.div(".start")[
            self._overdue(),
            self._required(),
            h.div(".two")[
                h.div[self._purpose(), self._journey(), self._stages()],
                h.div[
                    agenda_card(self.workshop),
                    self._team(),
                ],
            ],
        ]

    # ---- what is seen --------------------------------------------------------------------

    def _overdue(self) -> h.Node:
        due = self.workshop.about.review_date
        if due is None or due >= date.today():
            return None
        return h.p("#overdue.notice.warn", role="note")[
            h.strong[f"This map was to be reviewed on {due:%d %B %Y}. "],
            "Look at what has changed since, then set the next date below.",
        ]

    def _required(self) -> h.Element:
        mine = [one for one in checks.checks(self.workshop) if one.code in _FIELD_OF]
        mine = [one for one in mine if one.step == "start"]
        done = sum(one.ok for one in mine)
        words = (
            "Everything that mapping needs is said."
            if done == len(mine)
            else f"{done} of {len(mine)} needed before mapping"
        )
        return h.nav("#needed.needed", aria_label="Needed before mapping")[
            h.strong[words],
            h.ul[
                (
                    h.li(class_="ok" if one.ok else "todo")[
                        h.a(href=f"#f-{_FIELD_OF[one.code]}", title=one.message)[
                            h.span(aria_hidden="true")["✓ " if one.ok else "! "],
                            _SHORT[one.code],
                            h.span(".hidden")[", done" if one.ok else ", still open"],
                        ]
                    ]
                    for one in mine
                )
            ],
        ]

    def _field(
        self, name: str, label: str, kind: str = "text", *, wide: bool = False, **more: object
    ) -> h.Element:
        value = getattr(self.workshop.about, name)
        control = parts.field(
            label, f"f-{name}", value, "set", {"field": name}, kind=kind,
            **more,  # type: ignore[arg-type]
        )  # fmt: skip
        return h.div(".wide")[control] if wide else control

    def _purpose(self) -> h.Element:
        about = self.workshop.about
        known = {entry.title for entry in library.catalogue("goals").entries}
        own = [goal for goal in about.goals if goal not in known]
        return parts.card(
            "What the map is for",
            self._field("title", "Title", required=True),
            h.fieldset("#f-goals.goals", tabindex="-1")[
                h.legend[
                    "Goal",
                    h.span(".must", aria_hidden="true")[" *"],
                    h.small[" choose one or two: a map for everything is a map for nothing"],
                ],
                h.div(".picks")[
                    (self._goal(entry.key, entry.title, entry.detail)
                     for entry in library.catalogue("goals").entries)
                ],
            ],
            parts.field(
                "In your own words", "own-goals", own, "own_goals", kind="lines", rows=2,
                placeholder="Fewer returns because of the wrong size",
                help="One goal a line. Something you could notice in half a year.",
            ),
            self._field(
                "scope", "Scope", "area", required=True,
                placeholder="Online shop and parcel return, private customers; stores are left out",
                help="What belongs to this journey, and what does not.",
            ),
            id="purpose",
        )  # fmt: skip

    def _goal(self, key: str, title: str, detail: str) -> h.Element:
        return h.div(class_={"pick": True, "on": title in self.workshop.about.goals})[
            h.input(
                id=f"goal-{key}", type="checkbox", checked=title in self.workshop.about.goals,
                data_change="goal", data_args=parts.args(key=key),
                aria_describedby=f"goal-{key}-help",
            ),
            h.label(for_=f"goal-{key}")[title],
            h.small(id=f"goal-{key}-help")[detail],
        ]  # fmt: skip

    def _journey(self) -> h.Element:
        about = self.workshop.about
        sectors = sorted({one.sector for one in library.journeys()})
        return parts.card(
            "The journey",
            self._field(
                "scenario", "Scenario", "area", required=True,
                placeholder="A nurse needs a winter jacket before the first frost and buys "
                "online for the first time",
                help="One sentence: a person, a need, an occasion.",
            ),
            h.div(".events")[
                self._field(
                    "start_event", "Start event", "area", required=True, rows=2,
                    placeholder="Sees a colleague's new jacket",
                    help="What happens to the customer, where the need arises.",
                ),
                h.span(".arrow", aria_hidden="true")["→"],
                self._field(
                    "end_event", "End event", "area", required=True, rows=2,
                    placeholder="Wears it, and tells a friend",
                    help="Where the customer is done with it: often later than the purchase.",
                ),
            ],
            h.div(".fields")[
                self._field(
                    "actor", "Actor", "area", rows=2, help="Who walks it. One map, one persona."
                ),
                self._field("sector", "Sector", suggestions=sectors),
                self._field(
                    "language", "Language of the map", "select", options=LANGUAGES.items()
                )
                if about.language in LANGUAGES
                else self._field("language", "Language of the map"),
            ],
            id="journey",
        )  # fmt: skip

    def _stages(self) -> h.Node:
        journey = self.workshop.current_journey()
        stages = self.workshop.stages_of(journey.id) if journey else []
        if not stages:
            return None
        said = sum(bool(stage.goal) for stage in stages)
        return h.details("#stages.card.fold")[
            h.summary[
                h.h2["What each stage is to achieve"],
                h.small[f"{said} of {len(stages)} stages have a goal"],
            ],
            (self._stage(stage) for stage in stages),
        ]

    def _stage(self, stage: Stage) -> h.Element:
        given = {"id": stage.id}
        return h.fieldset(".stage", id=f"stage-{stage.id}")[
            h.legend[stage.name],
            h.div(".fields")[
                parts.field(
                    "Goal", f"goal-of-{stage.id}", stage.goal, "stage_goal",
                    given | {"field": "goal"}, kind="area", rows=2,
                ),
                parts.field(
                    "Check question", f"check-of-{stage.id}", stage.check_question, "stage_goal",
                    given | {"field": "check_question"}, kind="area", rows=2,
                ),
            ],
        ]  # fmt: skip

    def _team(self) -> h.Element:
        about = self.workshop.about
        return parts.card(
            "Team and rules",
            parts.field(
                "Team", "f-team", about.team, "team", kind="lines", rows=4,
                placeholder="Ana, customer service\nJo, online shop",
                help="One person a line, with their part: facilitator, scribe, timekeeper, "
                "decider, customer voice. Somebody from the front line belongs in it.",
            ),
            self._field(
                "consent", "What participants are told and agree to", "area",
                help="Shown to everybody who joins. This is a proposal, not legal advice.",
            ),
            None
            if about.consent
            else h.div(".proposal")[
                h.small[CONSENT],
                parts.button("Use this text", "use_consent", id="use-consent", kind="small"),
            ],
            parts.field(
                "Next review of the map", "f-review_date", about.review_date, "review",
                kind="date", help="At least once a year, sooner when product or strategy change.",
            ),
            parts.row(
                *(
                    parts.button(
                        words, "review_in", {"months": months}, id=f"review-{months}", kind="small"
                    )
                    for months, words in ((3, "In 3 months"), (6, "In 6 months"), (12, "In a year"))
                )
            ),
            id="team",
        )  # fmt: skip

    # ---- what can be done --------------------------------------------------------------------

    def _change(self, **fields: object) -> None:
        self.dispatch(Change(collection="info", id="info", fields=fields))

    @action
    def set(self, field: TextField, value: str) -> None:
        """Set one of the texts."""
        if field == "title" and not value.strip():
            raise Refused("A workshop needs a title.")
        long = field in ("scope", "scenario", "consent")
        self._change(**{field: value if long else " ".join(value.split())})

    @action
    def goal(self, key: str, value: bool) -> None:
        """Pick a goal of the catalogue, or put it back."""
        entry = library.catalogue("goals").get(key)
        if entry is None:
            raise Refused("This goal is not in the list; write it in your own words.")
        goals = [goal for goal in self.workshop.about.goals if goal != entry.title]
        self._change(goals=[*goals, entry.title] if value else goals)

    @action
    def own_goals(self, value: str) -> None:
        """Set the goals in own words; the picked ones stay."""
        known = {entry.title for entry in library.catalogue("goals").entries}
        picked = [goal for goal in self.workshop.about.goals if goal in known]
        self._change(goals=list(dict.fromkeys([*picked, *parts.lines(value)])))

    @action
    def team(self, value: str) -> None:
        """Set who takes part, one person a line."""
        self._change(team=parts.lines(value))

    @action
    def use_consent(self) -> None:
        """Take the proposed text."""
        self._change(consent=CONSENT)

    @action
    def review(self, value: str) -> None:
        """Set the day of the next review; empty takes it out."""
        self._change(review_date=value or None)

    @action
    def review_in(self, months: Literal[3, 6, 12]) -> None:
        """Set the review a number of months from today."""
        day = date.today() + timedelta(days=round(months * 30.4375))
        self._change(review_date=day.isoformat())

    @action
    def stage_goal(self, id: str, field: Literal["goal", "check_question"], value: str) -> None:
        """Say what a stage is to achieve, or how to check it."""
        self.dispatch(Change(collection="stages", id=id, fields={field: value}))

    @action
    def agenda(self, name: str) -> Toast:
        """Choose an agenda: its activities replace those that are there."""
        chosen = library.agenda(name)
        self.dispatch(room.choose_agenda(self.workshop, name))
        ready = f"{chosen.title}: {len(chosen.activities)} activities are ready."
        return Toast(ready, "Undo", "@undo")


__all__ = ["CONSENT", "Start"]
