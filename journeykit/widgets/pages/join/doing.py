"""What a participant can do on the join page; `room.check` says what is allowed when."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field as Rule

from journeykit import room
from journeykit.edits import Change, Edit, Put, Remove, Vote, next_rank
from journeykit.errors import Denied, Refused
from journeykit.model import Activity, Answer, Finding, Lane, Mark, Note, Participant
from journeykit.widgets.pages.emotions.rating import Rates
from journeykit.widgets.pages.join import choosing
from journeykit.widgets.view import Go, Toast, action

Words = Annotated[str, Rule(max_length=2_000)]
#: what people say with these is not signed where the activity promises so
UNSIGNED = ("rate", "vote", "rank", "check", "notes")


class Doing(Rates):
    """One participant's actions."""

    @property
    def me(self) -> str:
        """The id of this visitor as a participant."""
        return str(self.ui.get("visitor") or "")

    @property
    def person(self) -> Participant | None:
        """This visitor, once joined."""
        return self.workshop.participants.get(self.me)

    @property
    def activity(self) -> Activity | None:
        """What the room does now."""
        return room.open_activity(self.workshop)

    def answer(self) -> Answer | None:
        """What this person has said in the open activity."""
        activity = self.activity
        return self.workshop.answers.get(f"{self.me}.{activity.id}") if activity else None

    # ---- what can be done -------------------------------------------------------------------

    def dispatch(self, *edits: Edit, words: str = "") -> None:
        """Store an edit, signed with the name that one has in the room and no other.

        What the activity promises to be anonymous is not signed at all.
        """
        activity, person = self.activity, self.person
        hidden = activity is not None and activity.anonymous and activity.kind in UNSIGNED
        signed = self.session.author
        self.session.author = "" if hidden or person is None else person.name
        try:
            super().dispatch(*edits, words=words)
        finally:
            self.session.author = signed

    @action
    def join(self, name: str = "", agree: bool | str = False) -> None:
        """Come in, after reading what is agreed to."""
        if not agree or not self.me:
            raise Refused("Please read the text above and say that you agree.")
        if self.person is not None:
            self.dispatch(Change(collection="participants", id=self.me, fields={"left": False}))
            if self.person.name != name.strip():
                self.dispatch(room.rename(self.me, name))
        else:
            self.dispatch(room.joined(self.workshop, self.me, name))

    @action
    def rename(self, value: str) -> None:
        """Change one's name; an empty one is anonymous."""
        self.dispatch(room.rename(self.me, value))

    @action
    def leave(self) -> None:
        """Leave the room."""
        self.dispatch(room.leave(self.me))

    @action
    def to_room(self) -> Go:
        """Go to the facilitator's page, for whom the facilitator made one, too."""
        return Go("room")

    @action
    def add(self, text: Words, where: str = "", lane: str = "") -> None:
        """Add a card where the activity wants one."""
        activity = self._open("notes")
        if not text.strip():
            raise Refused("Write something first.")
        kind = room.finding_kind(activity)
        at = self._place(where)
        by: dict[str, Any] = {"by": self.me}
        if kind:
            made: Note | Finding = Finding(
                kind=kind, title=_line(text), detail=_rest(text), touchpoint=at.get("touchpoint"),
                rank=next_rank(self.workshop.ordered("findings")), **by,
            )  # fmt: skip
        else:
            made = Note(
                lane=self._lane(activity, lane), text=text.strip(), author=self._name(), **at, **by,
                rank=next_rank(self.workshop.ordered("notes")),
            )  # fmt: skip
        self.dispatch(Put.of(made))

    @action
    def park(self, text: Words) -> Toast:
        """Put a thought into the parking lot."""
        if not text.strip():
            raise Refused("Write something first.")
        rank = next_rank(self.workshop.ordered("notes"))
        note = Note(lane="parking", text=text.strip(), author=self._name(), by=self.me, rank=rank)
        self.dispatch(Put.of(note))
        return Toast("Parked.")

    @action
    def write(self, id: str, value: Words) -> None:
        """Change the words of one's own card."""
        if not value.strip():
            raise Refused("A card needs words; to have it gone, take it away.")
        collection = self._collection(id)
        fields: dict[str, Any] = (
            {"text": value.strip()}
            if collection == "notes"
            else {"title": _line(value), "detail": _rest(value)}
        )
        self.dispatch(Change(collection=collection, id=id, fields=fields))

    @action
    def move(self, id: str, value: str) -> None:
        """Put one's own card somewhere else in the journey."""
        collection, at = self._collection(id), self._place(value)
        fields: dict[str, Any] = {"touchpoint": at.get("touchpoint")}
        if collection == "notes":
            fields["stage"] = at.get("stage")
        self.dispatch(Change(collection=collection, id=id, fields=fields))

    @action
    def about(self, id: str, value: Lane) -> None:
        """Say what one's own card about the persona is about."""
        self.dispatch(Change(collection="notes", id=id, fields={"lane": value}))

    @action
    def take(self, id: str) -> None:
        """Take one's own card away."""
        self.dispatch(Remove(collection=self._collection(id), id=id))

    @action
    def dots(self, item: str, dots: int) -> None:
        """Give an item so many dots."""
        if dots == 0 and f"{self.me}.{item}" not in self.workshop.votes:
            return
        self.dispatch(Vote(participant=self.me, item=item, dots=dots))

    @action
    def up(self, id: str) -> None:
        """Put an item one place higher."""
        self._shift(id, -1)

    @action
    def down(self, id: str) -> None:
        """Put an item one place lower."""
        self._shift(id, 1)

    def _shift(self, id: str, by: int) -> None:
        items = [one for one, _ in choosing.items_of(self.workshop, self._open("rank"))]
        order = choosing.order_of(items, self.answer())
        if id not in order:
            raise Refused("This is not ranked now.")
        at = order.index(id)
        to = max(0, min(len(order) - 1, at + by))
        order.insert(to, order.pop(at))
        self._say(order=tuple(order))

    @action
    def order(self, ids: list[str]) -> None:
        """Say that an order is right as it stands."""
        self._open("rank")
        self._say(order=tuple(ids))

    @action
    def choose(self, option: str) -> None:
        """Choose an answer; the same one again takes it back."""
        self._open("check")
        answer = self.answer()
        self._say(choice="" if answer and answer.choice == option else option)

    @action
    def say(self, value: Words) -> None:
        """Answer a question in one's own words."""
        self._open("check")
        self._say(text=value)

    @action
    def mark(self, row: str, score: Annotated[int, Rule(ge=0, le=3)]) -> None:
        """Mark a row of the rubric."""
        before = self.workshop.marks.get(f"{self.me}.{row}")
        remark = before.remark if before else ""
        made = Mark.model_validate(
            {"participant": self.me, "row": row, "score": score, "remark": remark}
        )
        self.dispatch(Put.of(made))

    @action
    def remark(self, row: str, value: Words) -> None:
        """Say why one gave a mark."""
        before = self.workshop.marks.get(f"{self.me}.{row}")
        if before is None:
            raise Refused("Give a mark first.")
        self.dispatch(Put.of(before.model_copy(update={"remark": value.strip()})))

    @action
    def done(self, on: bool) -> None:
        """Say that one has finished, or not yet."""
        self._say(done=on)

    def _say(self, **said: Any) -> None:
        activity = self.activity
        if activity is None:
            raise Denied("The facilitator has gone on; this is not asked for now.")
        known = self.answer()
        before = known.model_dump(exclude={"id"}) if known else {}
        answer = Answer(**(before | {"participant": self.me, "activity": activity.id} | said))
        self.dispatch(Put.of(answer))

    def _open(self, kind: str) -> Activity:
        activity = self.activity
        if activity is None or activity.kind != kind:
            raise Denied("The facilitator has gone on; this is not asked for now.")
        return activity

    def _name(self) -> str:
        activity, person = self.activity, self.person
        hidden = activity is not None and activity.anonymous
        return "" if hidden or person is None else person.name

    def _lane(self, activity: Activity, wanted: str) -> Lane:
        lanes = room.lanes_of(activity)
        return wanted if wanted in lanes else lanes[0]  # type: ignore[return-value]

    def _collection(self, id: str) -> str:
        return "findings" if id in self.workshop.findings else "notes"

    def _place(self, where: str) -> dict[str, str]:
        kind, _, id = where.partition(":")
        return {kind: id} if kind in ("stage", "touchpoint") and id else {}


def _line(text: str) -> str:
    """The first line of a card, as the title of a finding."""
    return text.strip().splitlines()[0][:300]


def _rest(text: str) -> str:
    first = _line(text)
    return text.strip()[len(first) :].strip()


__all__ = ["Doing"]
