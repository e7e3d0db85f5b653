"""What a person can do with content and rules of personalization."""

from __future__ import annotations

from typing import Any

from journeykit import library
from journeykit.edits import Put, next_rank
from journeykit.errors import Refused
from journeykit.model import Note, Stage
from journeykit.widgets import parts
from journeykit.widgets.pages import losing, typed
from journeykit.widgets.pages.improve.base import ImproveView, Table
from journeykit.widgets.pages.improve.personalization import BASES
from journeykit.widgets.view import Download, Toast, action


def _yes_no(value: Any, name: str) -> bool | None:
    return {"yes": True, "no": False}.get(str(value or ""))


def _lines(value: Any, name: str) -> list[str]:
    return [typed.line(each, name) for each in parts.lines(str(value or ""))]


def _basis(value: Any, name: str) -> str:
    if value not in BASES:
        raise Refused(f"{name}: '{value}' is not one of the bases.")
    return str(value)


CONTENT: Table = {
    "title": ("Content", typed.title), "need": ("Answers the need", typed.line),
    "emotion": ("Speaks to the feeling", typed.line), "format": ("Format", typed.line),
    "channel": ("Channel", typed.line), "touchpoint": ("Touchpoint", typed.choice),
    "status": ("Status", typed.title), "owner": ("Owner", typed.line),
    "metric": ("Metric", typed.line), "value": ("Its last value", typed.number),
    "reviewed": ("Reviewed", typed.past_day), "due": ("Due", typed.day),
    "cost": ("Budget", typed.line),
}  # fmt: skip
RULE: Table = {
    "title": ("Rule", typed.title), "persona": ("Persona", typed.choice),
    "segment": ("Segment", typed.line), "behavior": ("Behavior", typed.line),
    "channel": ("Channel", typed.line), "message": ("Message or offer", typed.prose),
    "data_needed": ("Data needed", _lines), "basis": ("Legal basis", _basis),
    "special_category": ("Special categories", _yes_no), "opt_out": ("Opt out", _yes_no),
    "status": ("Status", typed.title), "owner": ("Owner", typed.line), "due": ("Due", typed.day),
    "cost": ("Budget", typed.line), "metric": ("Metric", typed.line),
}  # fmt: skip


class ContentView(ImproveView):
    """The part of Improve with the content plan."""

    @action
    def plan(self, stage: str, need: str, key: str = "") -> None:
        """Plan a piece of content that answers a need, own or from the catalogue."""
        at: Stage = self.workshop.get("stages", stage)
        entry = library.catalogue("tactics").get(key) if key else None
        id = self._put("contents", {
            "stage": at.id, "need": typed.line(need, "Need"),
            "title": entry.title if entry else "New content",
            "format": entry.formats[0] if entry and entry.formats else "",
        })  # fmt: skip
        self.show(open=id)

    @action
    def plan_rule(self, stage: str, key: str) -> Toast:
        """Plan content that answers a feeling."""
        at: Stage = self.workshop.get("stages", stage)
        entry = library.catalogue("emotion-rules").get(key)
        if entry is None:
            raise Refused("The catalogue has no such rule; reload the page.")
        emotion = library.catalogue("emotions").get(entry.emotion)
        id = self._put("contents", {
            "stage": at.id, "title": entry.respond[:300],
            "emotion": emotion.title if emotion else entry.emotion,
        })  # fmt: skip
        self.show(open=id)
        return self._undoable("Planned. Say which need it answers, in which format and who.")

    @action
    def content(self, id: str, field: str, value: Any) -> None:
        """Change one field of a piece of content."""
        self._set("contents", CONTENT, id, field, value)

    @action
    def insight(self, stage: str, text: str) -> None:
        """Note what was learned, as an insight on the map."""
        at: Stage = self.workshop.get("stages", stage)
        words = typed.title(text, "Insight")
        rank = next_rank(self.workshop.ordered("notes", stage=at.id))
        author = self.session.author
        note = Note(lane="insights", stage=at.id, text=words, author=author, rank=rank)
        self.dispatch(Put.of(note))

    @action
    def add_rule(self, stage: str, key: str = "", title: str = "") -> None:
        """Add a rule of personalization, own or from the catalogue."""
        at: Stage = self.workshop.get("stages", stage)
        entry = library.catalogue("tactics").get(key) if key else None
        words = typed.line(title, "Rule") or (entry.title if entry else "")
        fields: dict[str, Any] = {"stage": at.id, "title": typed.title(words, "Rule")}
        if entry:
            fields |= {
                "message": entry.detail, "data_needed": list(entry.data_needed),
                "channel": entry.channels[0] if entry.channels else "",
                "basis": "consent" if any("onsent" in d for d in entry.data_needed) else "",
            }  # fmt: skip
        self.show(open=self._put("personalizations", fields))

    @action
    def rule(self, id: str, field: str, value: Any) -> None:
        """Change one field of a rule."""
        self._set("personalizations", RULE, id, field, value)

    @action
    def campaign(self) -> Download:
        """Save the campaign plan as CSV."""
        from journeykit.exchange import encode

        data, losses = encode(self.workshop, ".campaign.csv")
        name = f"{losing.stem(self.workshop.title)}.campaign.csv"
        self.ui["campaign"] = (name, losses)
        return Download(name, data, "text/csv")


__all__ = ["ContentView"]
