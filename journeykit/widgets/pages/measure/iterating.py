"""Keeping the map alive: the review, triggers, the next waves, versions with names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from journeykit.edits import Edit, Put, next_rank, removal
from journeykit.errors import Refused
from journeykit.history import next_wave, state_at
from journeykit.history.states import held
from journeykit.model import Trigger, Version, Wave, Workshop
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.measure.base import MeasureView
from journeykit.widgets.view import Toast, action

WAVE: Mapping[str, tuple[str, typed.Parse]] = {
    "title": ("Wave", typed.title), "source": ("Repeats", typed.choice),
    "planned": ("Planned for", typed.day), "every_months": ("Every so many months", typed.count),
    "owner": ("Owner", typed.line),
}  # fmt: skip
TRIGGER: Mapping[str, tuple[str, typed.Parse]] = {
    "title": ("What happened", typed.title), "day": ("Day", typed.past_day),
    "kind": ("Kind", typed.title), "detail": ("What it may change", typed.prose),
}  # fmt: skip
VERSION: Mapping[str, tuple[str, typed.Parse]] = {
    "name": ("Name", typed.title), "note": ("Note", typed.prose),
}  # fmt: skip
NOW = "now"
_STATES = 6


class IterateView(MeasureView):
    """The part of the page that plans the next look."""

    # ---- the review ----------------------------------------------------------------------

    @action
    def review(self, value: str) -> None:
        """Say when the map is looked at again."""
        self.dispatch(*typed.changes(self.workshop.about, review_date=typed.day(value, "Review")))

    # ---- triggers ------------------------------------------------------------------------

    @action
    def add_trigger(
        self, title: str, day: str = "", kind: str = "other", detail: str = ""
    ) -> Toast:
        """Write down something that asks for another look."""
        fields = _read(TRIGGER, {"title": title, "day": day, "kind": kind, "detail": detail})
        fields["day"] = fields["day"] or date.today().isoformat()
        self._put("triggers", fields)
        return self._undoable(f"Noted '{fields['title']}'.")

    @action
    def trigger(self, id: str, field: str, value: Any) -> None:
        """Change one field of a trigger."""
        entity: Trigger = self.workshop.get("triggers", id)
        if field == "handled":
            self.dispatch(*typed.changes(entity, handled=value is True))
            return
        read = _read(TRIGGER, {field: value})
        if field == "day" and read["day"] is None:
            raise Refused("Day: say on which day it happened.")
        self.dispatch(*typed.changes(entity, **read))

    # ---- waves -----------------------------------------------------------------------------

    @action
    def add_wave(
        self, title: str, source: str = "", planned: str = "", every_months: str = "",
        owner: str = "",
    ) -> Toast:  # fmt: skip
        """Plan the next wave of a survey."""
        given = {"title": title, "source": source, "planned": planned,
                 "every_months": every_months, "owner": owner}  # fmt: skip
        fields = _read(WAVE, given)
        fields["every_months"] = fields["every_months"] or 0
        self._put("waves", fields)
        return self._undoable(f"Planned '{fields['title']}'.")

    @action
    def wave(self, id: str, field: str, value: Any) -> None:
        """Change one field of a planned wave."""
        read = _read(WAVE, {field: value})
        if field == "every_months":
            read = {field: read[field] or 0}
        self.dispatch(*typed.changes(self.workshop.get("waves", id), **read))

    @action
    def wave_done(self, id: str, value: bool) -> Toast | None:
        """Say that a wave was asked; one that recurs plans the next."""
        wave: Wave = self.workshop.get("waves", id)
        edits: list[Edit] = [*typed.changes(wave, done=value)]
        following = next_wave(wave, date.today()) if value and not wave.done else None
        if following is not None:
            edits.append(Put.of(following))
        self.dispatch(*edits, words=f"'{wave.title}' was {'asked' if value else 'not asked yet'}")
        if following is None:
            return None
        return self._undoable(f"Asked. The next one is planned for {following.planned}.")

    # ---- versions ----------------------------------------------------------------------------

    @action
    def name_version(self, name: str, note: str = "") -> Toast:
        """Give the workshop as it is now a name."""
        fields = _read(VERSION, {"name": name, "note": note})
        same = any(v.name.casefold() == fields["name"].casefold()
                   for v in self.workshop.versions.values())  # fmt: skip
        if same:
            raise Refused(f"Name: a version is called '{fields['name']}' already.")
        seq = self.session.seq
        self._put("versions", fields | {"day": date.today().isoformat(), "seq": seq})
        return self._undoable(f"This state is kept as '{fields['name']}'.")

    @action
    def version(self, id: str, field: str, value: Any) -> None:
        """Change name or note of a version."""
        entity: Version = self.workshop.get("versions", id)
        self.dispatch(*typed.changes(entity, **_read(VERSION, {field: value})))

    @action
    def compare(self, name: str, value: str) -> None:
        """Choose which two states are compared."""
        if name not in ("from", "to"):
            raise Refused("Two states are compared: from and to.")
        self.show(**{name: value[:80]})

    @action
    def look_back(self, id: str = "") -> None:
        """Show the map as it was in a version, or fold it again."""
        self.show(back=None if self.at.get("back") == id else id)

    def available(self) -> list[Version]:
        """Return the versions whose state the log of this workshop holds, the newest first."""
        versions = sorted(self.workshop.versions.values(), key=lambda v: (-v.seq, v.name))
        if not versions:
            return []
        entries = self._entries()
        return [version for version in versions if held(version, entries)]

    def state(self, of: str) -> Workshop:
        """Return the workshop as it is now, or as it was in a version."""
        if of == NOW:
            return self.workshop
        version: Version = self.workshop.get("versions", of)
        states: dict[int, Workshop] = self.ui.setdefault("states", {})
        if version.seq not in states:
            if not held(version, self._entries()):
                raise Refused(f"'{version.name}' came with a copy; its history stayed elsewhere.")
            while len(states) >= _STATES:
                states.pop(next(iter(states)))
            states[version.seq] = state_at(self.workshop.id, self._entries(), version.seq)
        return states[version.seq]

    def _entries(self) -> list[Any]:
        """Every edit of this workshop, read again only when there are new ones."""
        kept = self.ui.get("entries")
        if kept is None or kept[0] != self.session.seq:
            found = [e for e in self.store.since(self.workshop.id, 0) if e.seq <= self.session.seq]
            kept = self.ui["entries"] = (self.session.seq, found)
        entries: list[Any] = kept[1]
        return entries

    # ---- how -----------------------------------------------------------------------------------

    @action
    def drop(self, what: str, id: str) -> Toast:
        """Take a trigger, a planned wave or the name of a version out."""
        if what not in ("triggers", "waves", "versions"):
            raise Refused("This page has no such list; reload it.")
        label = self.workshop.get(what, id).label
        self.dispatch(removal(self.workshop, what, id))
        return self._undoable(f"Removed '{label}'.")

    def _put(self, collection: str, fields: dict[str, Any]) -> None:
        rank = next_rank(self.workshop.ordered(collection))
        self.dispatch(Put(collection=collection, entity={"rank": rank, **fields}))


def _read(table: Mapping[str, tuple[str, typed.Parse]], given: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for field, value in given.items():
        if field not in table:
            raise Refused("This page has no such field; reload it.")
        name, parse = table[field]
        found[field] = parse(value, name)
    return found


__all__ = ["NOW", "IterateView"]
