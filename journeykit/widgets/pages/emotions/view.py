"""The Emotions page: what customers felt, what the team believes, and where they part."""

from __future__ import annotations

import htpy as h

from journeykit import checks
from journeykit.edits import Change, Put, Rate, next_rank
from journeykit.emotions import Gap, Point, gaps
from journeykit.errors import Refused
from journeykit.maps import curve, grid, outline, table
from journeykit.model import Activity, Finding, Journey
from journeykit.widgets import parts
from journeykit.widgets.pages.emotions.points import Curves
from journeykit.widgets.pages.emotions.rating import rating_card
from journeykit.widgets.pages.emotions.team import disagreements, progress
from journeykit.widgets.view import Go, Toast, View, action

#: The silent round: one activity with this id; ratings stay hidden until it is revealed.
ROUND = "silent-round"
#: The widest gaps, which a team can talk about in a quarter of an hour.
FEW = 5
VIEWS = {"compare": "Compare", "rate": "Rate", "team": "Team"}


class Emotions(View):
    """Compares customers' answers with the team's silent ratings, touchpoint by touchpoint."""

    step = "emotions"
    title = "Emotions"
    lead = "Compare what the team guessed with what customers said. Start with the widest gap."

    # ---- what is known --------------------------------------------------------------------

    @property
    def journey(self) -> Journey | None:
        """The journey that is shown."""
        named = self.workshop.journeys.get(self.at.get("journey", ""))
        return named or self.workshop.current_journey()

    @property
    def curves(self) -> Curves:
        """The points of both curves, kept until what they stand on changes."""
        if "curves" not in self.ui:
            self.ui["curves"] = Curves(self.store)
        kept: Curves = self.ui["curves"]
        return kept

    @property
    def hidden(self) -> bool:
        """Whether a silent round runs whose ratings nobody may see yet."""
        round = self.workshop.activities.get(ROUND)
        return round is not None and not round.revealed

    @property
    def me(self) -> str:
        """The participant as whom this visitor rates."""
        return self.at.get("as") or str(self.ui.get("visitor") or "facilitator")

    def subtitle(self) -> str:
        """Return the sentence under the title, with the number of customers where there is one."""
        n = max((p.n for p in self.points() if p.source == "survey"), default=0)
        if not n:
            return "Rate what the customer feels, first alone. Customers' answers come from Survey."
        return f"Compare what the team guessed with what {n:,} customers said. Widest gap first."

    def points(self) -> list[Point]:
        """Return the points that may be seen now."""
        if self.journey is None:
            return []
        return self.curves.of(self.workshop, self.journey.id, team=not self.hidden)

    # ---- what is seen ---------------------------------------------------------------------

    def body(self) -> h.Node:
        """Return the page."""
        journey = self.journey
        if journey is None or not self.workshop.touchpoints_of(journey.id):
            return parts.empty(
                "There is nothing to feel about yet: the journey has no touchpoint.",
                h.a(".button.primary", data_go="touchpoints", href="02_touchpoints.ipynb")[
                    "List touchpoints"
                ],
            )
        view = self.at.get("view", "compare")
        shown = {"compare": self._compare, "rate": self._rate, "team": self._team}
        return [
            parts.tabs("Parts of this step", VIEWS, view, "emotions"),
            shown.get(view, self._compare)(journey),
        ]

    def _compare(self, journey: Journey) -> h.Node:
        points = self.points()
        return [
            self._map(journey, points),
            h.div(".two")[self._blind_spots(points), self._guide(journey, points)],
        ]

    def _map(self, journey: Journey, points: list[Point]) -> h.Node:
        plan = grid.grid(self.workshop, journey.id)
        narrow = bool(self.ui.get("narrow"))
        form = self.at.get("form") or ("outline" if narrow else "table")
        people = len({r.participant for r in self.workshop.ratings.values()})
        return h.section("#overlay.card", aria_label="Customers and team")[
            h.div(".legend")[
                h.span(".k.cust")["● customers, 95 % interval"],
                h.span(".k.team")[
                    "○ team guess, hidden until revealed"
                    if self.hidden
                    else f"○ team guess, {people} {'person' if people == 1 else 'people'}"
                ],
                h.span(".k")["a gap in the line = fewer than 5 answers"],
                h.span(".row.push")[
                    (
                        parts.button(
                            words,
                            "look",
                            {"name": "form", "value": key},
                            id=f"form-{key}",
                            aria_pressed="true" if form == key else "false",
                        )
                        for key, words in (("table", "Table"), ("outline", "Outline"))
                    )
                ],
            ],
            table.table(plan, curve.curve(plan, points), id="emotion-map")
            if form == "table"
            else outline.as_html(outline.outline(plan, points), id="emotion-outline"),
        ]

    def _blind_spots(self, points: list[Point]) -> h.Node:
        found = gaps(points)
        return parts.card(
            "Blind spots",
            self._gap_table(found, points)
            if found
            else parts.empty(
                "The team's ratings are hidden until somebody reveals them."
                if self.hidden
                else "A blind spot needs both: at least 5 customers' answers and a team rating "
                "at the same touchpoint.",
                parts.button("Reveal the team's ratings", "reveal", id="reveal-here")
                if self.hidden
                else None,
            ),
            id="blind",
        )

    def _gap_table(self, found: list[Gap], points: list[Point]) -> h.Node:
        said = {p.touchpoint: p for p in points if p.source == "survey"}
        noted = {f.touchpoint for f in self.workshop.findings.values() if f.catalogue == "gap"}
        rows = []
        every = self.at.get("gaps") == "all"
        for gap in found if every else found[:FEW]:
            point = said[gap.touchpoint]
            name = self.workshop.touchpoints[gap.touchpoint].name
            interval = (
                f"{parts.signed(point.low)} to {parts.signed(point.high)} · "
                if point.low is not None and point.high is not None
                else ""
            )
            rows.append(
                (
                    [name, h.em(".blind-mark")["blind spot"] if gap.blind_spot else None],
                    parts.signed(gap.team),
                    [parts.signed(gap.customers), " ", h.small[f"{interval}n {point.n}"]],
                    h.b[f"{abs(gap.difference):.1f}"],
                    h.small["noted"]
                    if gap.touchpoint in noted
                    else parts.button(
                        "Make a finding",
                        "note_gap",
                        {"touchpoint": gap.touchpoint},
                        id=f"gap-{gap.touchpoint}",
                        kind="small nowrap",
                        label=f"Make a finding of the gap at {name}",
                    ),
                )
            )
        head = ("Touchpoint", "Team", "Customers", "Gap", h.span(".hidden")["What to do"])
        return [
            parts.table(head, rows, caption="Where team and customers part, widest gap first"),
            parts.button(
                "Show the widest only" if every else f"Show all {len(found)}",
                "look",
                {"name": "gaps", "value": "" if every else "all"},
                id="gaps-all",
                kind="ghost small",
            )
            if len(found) > FEW
            else None,
        ]

    def _guide(self, journey: Journey, points: list[Point]) -> h.Node:
        from journeykit.emotions import describe

        names = {t.id: t.name for t in self.workshop.touchpoints_of(journey.id)}
        sentences = describe(points, names).split(". ")
        absent = self.curves.absent(self.workshop)
        return parts.card(
            "What the curve says",
            h.ul[(h.li[s if s.endswith(".") else f"{s}."] for s in sentences if s)],
            h.p(".field-error")[
                "The answers of these sources are not in this store, so their numbers are missing "
                f"here: {', '.join(absent)}. Attach the file again on Survey."
            ]
            if absent
            else None,
            id="guide",
        )

    # ---- rating ---------------------------------------------------------------------------

    def _rate(self, journey: Journey) -> h.Node:
        touchpoints = self.workshop.touchpoints_of(journey.id)
        persona = self.workshop.personas.get(journey.persona or "")
        mine = {r.touchpoint: r for r in self.workshop.ratings.values() if r.participant == self.me}
        done = sum(t.id in mine for t in touchpoints)
        words = (
            "Silent round · nobody sees this until it is revealed"
            if self.hidden
            else ("Everybody sees the median at once. Start a silent round to rate alone first.")
        )
        return h.div(".rating")[
            h.div(".ph")[
                h.h2[f"How does {persona.name if persona else 'the customer'} feel?"],
                h.small[words],
            ],
            [rating_card(self.workshop, t, mine.get(t.id)) for t in touchpoints],
            h.div(".phf")[
                h.span[f"{done} of {len(touchpoints)}"],
                parts.button(
                    "See the team", "look", {"name": "view", "value": "team"}, id="rated",
                    kind="primary",
                ),
            ],
            self._on_behalf(),
        ]  # fmt: skip

    def _on_behalf(self) -> h.Node:
        return h.details("#on-behalf.card")[
            h.summary["Enter ratings that somebody gave on paper"],
            h.form("#behalf-form", data_submit="rate_as")[
                h.div(".field")[
                    h.label(for_="behalf-name")["Whose ratings"],
                    h.input(
                        "#behalf-name",
                        name="name",
                        value=self._name(self.at.get("as", "")),
                        autocomplete="off",
                    ),
                    h.small["Their name, or A, B, C … Leave empty to rate for yourself again."],
                ],
                h.button("#behalf-go", type="submit")["Rate for them"],
            ],
        ]

    def _name(self, participant: str) -> str:
        known = self.workshop.participants.get(participant)
        return known.name if known else ""

    # ---- team -----------------------------------------------------------------------------

    def _team(self, journey: Journey) -> h.Node:
        people = progress(self.workshop, journey.id)
        running = ROUND in self.workshop.activities
        return [
            parts.card(
                "The silent round",
                h.p[
                    "Everybody rates alone first, then all see the dots at once: otherwise the "
                    "first voice decides."
                ],
                h.p[f"{people.finished} of {people.people} have rated every touchpoint."]
                if people.people
                else None,
                parts.row(
                    parts.button("Reveal the ratings", "reveal", id="reveal", kind="primary")
                    if self.hidden
                    else parts.button(
                        "Start a new silent round" if running else "Start a silent round",
                        "hide",
                        id="hide",
                        kind="primary",
                    ),
                ),
                id="round",
            ),
            parts.card(
                "Where we agree, and where not",
                parts.empty("The ratings are hidden until they are revealed.")
                if self.hidden
                else disagreements(self.workshop, journey.id),
                id="spread",
            ),
        ]

    # ---- what can be done -------------------------------------------------------------------

    @action
    def rate(self, touchpoint: str, valence: int) -> None:
        """Rate a touchpoint; the same face again takes the rating back."""
        known = self.workshop.ratings.get(f"{self.me}.{touchpoint}")
        again = known is not None and known.valence == valence
        self.dispatch(
            Rate(
                participant=self.me,
                touchpoint=touchpoint,
                valence=None if again else valence,
                labels=() if again or known is None else known.labels,
            )
        )

    @action
    def word(self, touchpoint: str, value: str) -> None:
        """Add words to a rating."""
        known = self.workshop.ratings.get(f"{self.me}.{touchpoint}")
        if known is None:
            raise Refused("Choose a face first; the word goes with it.")
        labels = tuple(word.strip() for word in value.split(",") if word.strip())
        self.dispatch(
            Rate(participant=self.me, touchpoint=touchpoint, valence=known.valence, labels=labels)
        )

    @action
    def rate_as(self, name: str = "") -> None:
        """Rate for somebody who gave the ratings on paper."""
        from journeykit.model import Participant

        name = name.strip()
        if not name:
            return self.show(**{"as": None})
        for known in self.workshop.participants.values():
            if known.name.casefold() == name.casefold():
                return self.show(**{"as": known.id})
        made = Participant(name=name[:300])
        self.dispatch(Put.of(made))
        return self.show(**{"as": made.id})

    @action
    def hide(self) -> None:
        """Start a silent round: ratings are hidden from now on."""
        if ROUND in self.workshop.activities:
            self.dispatch(
                Change(collection="activities", id=ROUND, fields={"revealed": False, "open": True}),
                words="started a silent round",
            )
        else:
            activity = Activity(
                id=ROUND, title="Silent rating", kind="rate", step="emotions", open=True
            )
            self.dispatch(Put.of(activity), words="started a silent round")
        self.show(view="rate")

    @action
    def reveal(self) -> None:
        """Show everybody's ratings."""
        self.dispatch(
            Change(collection="activities", id=ROUND, fields={"revealed": True, "open": False}),
            words="revealed the ratings",
        )
        self.show(view="compare")

    @action
    def note_gap(self, touchpoint: str) -> Toast | Go:
        """Turn a gap between team and customers into a finding."""
        found = next((gap for gap in gaps(self.points()) if gap.touchpoint == touchpoint), None)
        if found is None:
            raise Refused("This gap is not there any more; look at the table again.")
        name = self.workshop.touchpoints[touchpoint].name
        sources = checks.touchpoint_evidence(self.workshop, touchpoint).sources
        finding = Finding(
            kind="gap",
            catalogue="gap",
            title=f"{name}: we believed {parts.signed(found.team)}, customers say "
            f"{parts.signed(found.customers)}",
            detail=f"Blind spot of {abs(found.difference):.1f} steps on −2 to +2 "
            f"({found.n_team} people in the room, {found.n_customers} customers).",
            touchpoint=touchpoint,
            sources=sources,
            rank=next_rank(self.workshop.ordered("findings")),
        )
        self.dispatch(Put.of(finding))
        return Toast("Noted as a finding on Improve.", button="Go there", do="to_improve")

    @action
    def to_improve(self) -> Go:
        """Go on to the findings."""
        return Go("improve?view=findings")
