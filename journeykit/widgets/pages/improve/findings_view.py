"""What a person can do with findings: write, mark, merge, and make something of them."""

from __future__ import annotations

from typing import Any

from journeykit import library
from journeykit.edits import Edit, merging
from journeykit.errors import Refused
from journeykit.library.proposing import proposed
from journeykit.model import Finding, FindingKind
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.improve.base import ImproveView, Table
from journeykit.widgets.pages.improve.picking import kpi_named
from journeykit.widgets.view import Toast, action

FINDING: Table = {
    "title": ("Finding", typed.title), "kind": ("Kind", typed.title),
    "detail": ("Detail", typed.prose), "quote": ("Quote", typed.prose),
    "severity": ("Severity", typed.mark), "frequency": ("Frequency", typed.mark),
    "touchpoint": ("Touchpoint", typed.choice), "answers": ("Answers", typed.choice),
    "critical": ("Critical", lambda value, name: value is True),
}  # fmt: skip


class FindingsView(ImproveView):
    """The part of Improve with the findings."""

    @property
    def merging(self) -> bool:
        """Whether findings are ticked for merging."""
        return self.at.get("merge") == "1"

    def ticked(self) -> list[Finding]:
        """Return the findings that are ticked, in the order of the workshop."""
        chosen = self.ui.get("ticked", set())
        return [each for each in self.workshop.ordered("findings") if each.id in chosen]

    def kept(self) -> str:
        """Return the id of the finding that stays: the chosen one, else the first."""
        ids = [each.id for each in self.ticked()]
        chosen = str(self.ui.get("keep", ""))
        return chosen if chosen in ids else ids[0] if ids else ""

    @action
    def add_finding(self, kind: FindingKind, title: str, touchpoint: str = "") -> None:
        """Write a finding down."""
        fields = {"kind": kind, "title": typed.title(title, "What is it")}
        self._put("findings", fields | {"touchpoint": touchpoint or None})
        self.show(open=None)

    @action
    def finding(self, id: str, field: str, value: Any) -> None:
        """Change one field of a finding."""
        self._set("findings", FINDING, id, field, value)

    @action
    def marks_from_survey(self, id: str) -> Toast:
        """Set frequency and severity to what customers' answers fit."""
        finding: Finding = self.workshop.get("findings", id)
        felt = self.felt().get(finding.touchpoint or "")
        if felt is None:
            raise Refused("No answers are linked to its touchpoint; link them on Survey.")
        marks = {"frequency": felt.frequency} | (
            {"severity": felt.severity} if felt.severity else {}
        )
        self.dispatch(*typed.changes(finding, **marks))
        return self._undoable(f"'{finding.title}' has the marks that {felt.n} answers fit.")

    # ---- merging ----------------------------------------------------------------------------

    @action
    def merging_on(self, on: bool) -> None:
        """Begin or stop ticking findings for merging."""
        self.ui["ticked"] = set()
        self.show(merge="1" if on else None)

    @action
    def tick_merge(self, id: str, value: bool) -> None:
        """Choose a finding for merging, or not."""
        chosen = set(self.ui.get("ticked", ())) - {id}
        self.ui["ticked"] = chosen | ({id} if value else set())

    @action
    def keep(self, value: str) -> None:
        """Choose the finding that stays."""
        self.ui["keep"] = value

    @action
    def merge(self) -> Toast:
        """Merge the ticked findings into the one that stays."""
        keep = self.kept()
        ids = [each.id for each in self.ticked()]
        if len(ids) < 2:
            raise Refused("Tick two findings or more to merge.")
        batch = merging(self.workshop, keep, ids)
        self.dispatch(*batch.edits, words=batch.words)
        self.merging_on(on=False)
        return self._undoable(f"{batch.words.capitalize()}.")

    # ---- what is made of it -------------------------------------------------------------------

    @action
    def answer(self, id: str, title: str = "", key: str = "") -> None:
        """Add an opportunity that answers a finding, own words or from the catalogue."""
        if key:
            self.propose(id, f"opportunities/{key}", act=False)
            return
        pain: Finding = self.workshop.get("findings", id)
        self._put("findings", {
            "kind": "opportunity", "title": typed.title(title, "How might we"), "answers": id,
            "touchpoint": pain.touchpoint,
        })  # fmt: skip

    @action
    def propose(self, id: str, key: str, act: bool) -> Toast:
        """Note a proposal as an opportunity that answers a finding, and act on it if asked."""
        about: Finding = self.workshop.get("findings", id)
        offer = proposed(self.workshop, about, key)
        if offer is None:
            raise Refused("The catalogue has no such entry; reload the page.")
        entry = offer.entry
        detail = getattr(entry, "respond", "") or entry.detail
        idea = self._made("findings", {
            "kind": "opportunity", "title": entry.title, "detail": detail, "answers": id,
            "catalogue": entry.key, "touchpoint": about.touchpoint,
        })  # fmt: skip
        if not act:
            self.dispatch(idea)
            return self._undoable(f"Noted '{entry.title}'. It can be voted on now.")
        kpi, more = self._kpi(offer.kpi)
        made = self._made("actions", {
            "title": entry.title, "kind": offer.kind, "detail": detail, "kpi": kpi,
            "findings": [id, idea.entity["id"]], "touchpoint": about.touchpoint,
            "strategy": entry.title if offer.catalogue in ("strategies", "tactics") else "",
            "expected_effect": getattr(entry, "hypothesis", ""),
        })  # fmt: skip
        edits: list[Edit] = [idea, *more, made]
        self.dispatch(*edits, words=f"made the action '{entry.title}' from '{about.title}'")
        self.show(view="actions", open=str(made.entity["id"]), who=None, stage=None, kind=None)
        return self._undoable(f"'{entry.title}' is an action. Say who does it and by when.")

    @action
    def act(self, id: str) -> Toast:
        """Make an action from a finding and show it."""
        found: Finding = self.workshop.get("findings", id)
        verb = {"delight": "Amplify: ", "opportunity": ""}.get(found.kind, "Fix: ")
        about = self.workshop.findings.get(found.answers or "")
        serves = [id] if about is None else [about.id, id]
        entry = library.catalogue("opportunities").get(found.catalogue) if found.catalogue else None
        delight = (about or found).kind == "delight"
        made = self._put("actions", {
            "title": f"{verb}{found.title}"[:300], "findings": serves,
            "touchpoint": found.touchpoint, "kind": "amplify" if delight else "fix",
            "kpi": kpi_named(self.workshop, entry.kpi) if entry else None,
        })  # fmt: skip
        self.show(view="actions", open=made, show=None, stage=None, kind=None)
        return self._undoable("Made an action. Say in its title what will be done.")


__all__ = ["FindingsView"]
