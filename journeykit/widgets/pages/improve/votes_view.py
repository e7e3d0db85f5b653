"""What a person can do with a vote. The rules are in `journeykit.measures.voting`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from journeykit.edits import Change, Edit, Put, Vote, next_rank, removal
from journeykit.errors import Refused
from journeykit.measures import voting
from journeykit.model import Activity
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.improve.base import ImproveView
from journeykit.widgets.view import Toast, action

About = Literal["opportunity", "pain", "delight", "actions"]
#: the opportunities first: a vote asks what to do
_ORDER: tuple[About, ...] = ("opportunity", "pain", "delight", "actions")
MINUTES = 15


class VotesView(ImproveView):
    """The part of Improve with the votes."""

    @property
    def me(self) -> str:
        """The participant as whom this visitor votes."""
        return self.at.get("as") or str(self.ui.get("visitor") or "facilitator")

    @property
    def about(self) -> str:
        """What is voted on: a kind of finding, or actions; by default the first that there is."""
        chosen = self.at.get("vote", "")
        if chosen in _ORDER:
            return chosen
        return next((each for each in _ORDER if self._votable(each)), _ORDER[0])

    def votable(self) -> list[str]:
        """Return the ids of what can be voted on."""
        return self._votable(self.about)

    def _votable(self, about: str) -> list[str]:
        if about == "actions":
            shown = self.workshop.ordered("actions")
            return [each.id for each in shown if each.status not in ("done", "dropped")]
        kinds = {"pain": ("pain", "gap", "unmet_need", "risk")}.get(about, (about,))
        return [each.id for each in self.workshop.ordered("findings") if each.kind in kinds]

    def chosen(self) -> list[str]:
        """Return the ids that are ticked; all, until one is taken out."""
        out = self.ui.get("not_voted", set())
        return [id for id in self.votable() if id not in out]

    @action
    def vote_about(self, value: About) -> None:
        """Choose what the vote is about."""
        self.show(vote=value)

    @action
    def vote_on(self, id: str, value: bool) -> None:
        """Take something into the vote, or out of it."""
        out = set(self.ui.get("not_voted", ())) - {id}
        self.ui["not_voted"] = out if value else out | {id}

    @action
    def vote_start(self, title: str, dots: int) -> Toast:
        """Start a vote over what is ticked; dots of earlier rounds on it are cleared."""
        items = self.chosen()
        if len(items) < 2:
            raise Refused("A vote needs two things to choose from; tick more.")
        if not 1 <= dots <= 10:
            raise Refused(f"Dots each: {dots} is not between 1 and 10.")
        if len(items) > 60:
            raise Refused(f"{len(items)} things are too many to vote on; tick 60 at most.")
        if voting.open_vote(self.workshop) is not None:
            raise Refused("A vote is running; close it first.")
        made = Activity(
            title=typed.title(title, "Title"), kind="vote", step="improve", dots=dots,
            minutes=MINUTES, items=tuple(items), open=True, revealed=False,
            ends_at=_now() + timedelta(minutes=MINUTES),
            rank=next_rank(self.workshop.ordered("activities")),
        )  # fmt: skip
        edits: list[Edit] = [
            Change(collection="activities", id=each.id, fields={"open": False, "closed": True})
            for each in self.workshop.activities.values()
            if each.open
        ]
        cleared = [
            Vote(participant=each.participant, item=each.item, dots=0)
            for each in self.workshop.votes.values()
            if each.item in items
        ]
        self.dispatch(*edits, *cleared, Put.of(made), words=f"started the vote '{made.title}'")
        more = " Dots of an earlier vote on these were cleared." if cleared else ""
        return self._undoable(f"The vote is open; the tally is hidden.{more}")

    @action
    def vote(self, item: str, dots: int) -> None:
        """Place dots, or take them back."""
        voting.allowed(self.workshop, self.me, item, dots)
        now = self.workshop.votes.get(f"{self.me}.{item}")
        if dots or now:
            self.dispatch(Vote(participant=self.me, item=item, dots=dots))

    @action
    def vote_close(self, id: str) -> Toast:
        """Stop the vote; its result stays hidden."""
        self._vote(id, open=False, closed=True)
        return self._undoable("The vote is closed. Reveal it when everybody is ready.")

    @action
    def vote_reveal(self, id: str) -> Toast:
        """Show the result."""
        self._vote(id, open=False, closed=True, revealed=True)
        return self._undoable("The result is shown to everybody.")

    @action
    def vote_delete(self, id: str) -> Toast:
        """Delete a vote with its dots."""
        vote: Activity = self.workshop.get("activities", id)
        if vote.kind != "vote":
            raise Refused("This is no vote.")
        others = {
            item
            for each in self.workshop.ordered("activities", kind="vote")
            if each.id != id
            for item in each.items
        }
        edits: list[Edit] = [
            Vote(participant=each.participant, item=each.item, dots=0)
            for each in self.workshop.votes.values()
            if each.item in vote.items and each.item not in others
        ]
        gone = removal(self.workshop, "activities", id)
        self.dispatch(*edits, *gone.edits, words=f"deleted the vote '{vote.title}'")
        return self._undoable(f"'{vote.title}' is deleted.")

    def _vote(self, id: str, **fields: bool) -> None:
        vote: Activity = self.workshop.get("activities", id)
        if vote.kind != "vote":
            raise Refused("This is no vote.")
        verb = "revealed" if fields.get("revealed") else "closed"
        self.dispatch(*typed.changes(vote, **fields), words=f"{verb} the vote '{vote.title}'")


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


__all__ = ["VotesView"]
