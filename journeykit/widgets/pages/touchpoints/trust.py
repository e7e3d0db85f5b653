"""The tab Checks: how far the map can be trusted, what is old, moments of truth, the rubric."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit import checks
from journeykit.edits import Change, Put
from journeykit.errors import Refused
from journeykit.model import Mark, Participant
from journeykit.widgets import parts
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.citing import Citing
from journeykit.widgets.pages.touchpoints import judging, moment_cards, trust_cards
from journeykit.widgets.view import Progress, Toast, action

if TYPE_CHECKING:
    from journeykit.insight.moments import Moment


class TrustView(Citing):
    """Draws the tab and takes what people decide in it."""

    def checks_section(self) -> h.Node:
        """Return the cards of the tab."""
        if not checks.cells(self.workshop):
            return parts.empty(
                "Nothing is claimed yet, so there is nothing to check.",
                parts.button("List touchpoints", "look", {"name": "view", "value": "inventory"},
                             id="to-inventory", kind="primary"),
            )  # fmt: skip
        return [
            trust_cards.coverage_card(self.workshop),
            moment_cards.card(self),
            h.div(".two")[
                trust_cards.stale_card(self.workshop, self.at.get("stale", "")),
                trust_cards.weight_card(self.workshop),
            ],
            judging.card(self.workshop, self.judge, self.at.get("judge", "")),
        ]

    # ---- age -----------------------------------------------------------------------------------

    @action
    def stale_after(self, value: str) -> None:
        """Say after how many days evidence is old."""
        days = typed.count(value, "Days")
        if not days or days > 3650:
            raise Refused("Days: a number from 1 to 3650.")
        self.dispatch(Change(collection="info", id="info", fields={"stale_days": days}))

    # ---- findings ------------------------------------------------------------------------------

    @action
    def critical(self, id: str, value: bool = True) -> Toast:
        """Flag a finding as critical, or take the flag away."""
        title = self.workshop.get("findings", id).title
        self.dispatch(Change(collection="findings", id=id, fields={"critical": value}))
        words = "is flagged as critical" if value else "is no longer flagged"
        return Toast(f"'{title}' {words}.", button="Undo", do="@undo")

    # ---- moments of truth ------------------------------------------------------------------------

    def moments(self) -> list[Moment]:
        """The moments of the journey that is shown, by the evidence that is at hand."""
        from journeykit.insight.moments import moments

        journey = getattr(self, "journey", None)
        if journey is None:
            return []
        order = [touchpoint.id for touchpoint in self.workshop.touchpoints_of(journey.id)]
        points: Any = getattr(self, "points", list)()
        return moments(self.workshop, order, points, moment_cards.strengths(self))

    @action
    def moments_drivers(self) -> Progress:
        """Work out which touchpoints go together with the overall answer."""
        yield from moment_cards.work(self)
        return None

    @action
    def moment_accept(self, id: str) -> Toast:
        """Take a proposed moment over: the flag, its reason, and the sources behind it."""
        found = next((m for m in self.moments() if m.touchpoint == id), None)
        if found is None or not found.proposed:
            raise Refused("The numbers have changed; this moment is not proposed any more.")
        touchpoint = self.workshop.get("touchpoints", id)
        sources = list(dict.fromkeys([*touchpoint.sources, *found.sources]))
        fields: dict[str, Any] = {
            "moment_of_truth": True, "moment_reason": found.reason, "sources": sources,
        }  # fmt: skip
        self.dispatch(
            Change(collection="touchpoints", id=id, fields=fields),
            words=f"made '{touchpoint.name}' a moment of truth",
        )
        return Toast(f"'{touchpoint.name}' is a moment of truth.", button="Undo", do="@undo")

    @action
    def moment_reason(self, id: str) -> Toast:
        """Give a flag that the team set the numbers as its reason."""
        found = next((m for m in self.moments() if m.touchpoint == id), None)
        if found is None or not found.flagged or "vote" in found.basis:
            raise Refused("No number stands behind this moment yet.")
        name = self.workshop.get("touchpoints", id).name
        self.dispatch(
            Change(collection="touchpoints", id=id, fields={"moment_reason": found.reason})
        )
        return Toast(f"The reason of '{name}' has its numbers.", button="Undo", do="@undo")

    # ---- rubric --------------------------------------------------------------------------------

    @property
    def judge(self) -> str:
        """The participant as whom this visitor judges."""
        return self.at.get("as") or str(self.ui.get("visitor") or "facilitator")

    @action
    def mark(self, row: str, value: str) -> None:
        """Judge a row of the rubric, 0 to 3; nothing chosen takes the mark back."""
        self._mark(row, value, None)

    @action
    def mark_remark(self, row: str, value: str) -> None:
        """Say why a row has this mark."""
        known = self.workshop.marks.get(f"{self.judge}.{row}")
        if known is None:
            raise Refused("Choose the points first; the remark goes with them.")
        self._mark(row, str(known.score), str(typed.prose(value, "Remark")))

    def _mark(self, row: str, score: str, remark: str | None) -> None:
        from journeykit.checks.rubric import FOR_PEOPLE, SCALE
        from journeykit.edits import removal

        if row not in {str(each) for each in FOR_PEOPLE}:
            raise Refused("This row is computed; only rows 4, 7 and 9 are judged by people.")
        known = self.workshop.marks.get(f"{self.judge}.{row}")
        if not score:
            if known is not None:
                self.dispatch(removal(self.workshop, "marks", known.id), words="took a mark back")
            return
        if score not in {str(each) for each in SCALE}:
            raise Refused("A row gets 0, 1, 2 or 3 points.")
        kept = (known.remark if known else "") if remark is None else remark
        mark = Mark(
            id=f"{self.judge}.{row}", participant=self.judge, row=row, score=int(score), remark=kept
        )
        self.dispatch(Put.of(mark), words=f"judged row {row} of the rubric")

    @action
    def judge_as(self, name: str = "") -> None:
        """Judge for somebody else in the room; without a name for oneself again."""
        name = " ".join(name.split())[:300]
        if not name:
            return self.show(**{"as": None})
        for known in self.workshop.participants.values():
            if known.name.casefold() == name.casefold():
                return self.show(**{"as": known.id})
        made = Participant(name=name)
        self.dispatch(Put.of(made))
        return self.show(**{"as": made.id})
