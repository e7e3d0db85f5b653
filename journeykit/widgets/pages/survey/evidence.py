"""Other evidence on the Sources tab: read a file or a text, look at it, attach it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeykit import evidence
from journeykit.attach import PICTURES
from journeykit.errors import Refused
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.survey import evidence_draft as drafts
from journeykit.widgets.pages.survey import evidence_view
from journeykit.widgets.pages.survey.evidence_draft import EvidenceDraft
from journeykit.widgets.view import Download, Result, Toast, View, action

if TYPE_CHECKING:
    from journeykit.model import Source
    from journeykit.survey import Survey as Rows

#: field of a source -> its name on the page, how it is read
ABOUT: dict[str, tuple[str, typed.Parse]] = {
    "title": ("Title", typed.title), "collected": ("Collected on", typed.past_day),
    "n": ("n", typed.count), "method": ("Method", typed.prose),
    "consent": ("Consent", typed.prose), "text": ("What it says", typed.prose),
}  # fmt: skip
#: A picture up to this size is shown on the page; a larger one is only downloaded.
SHOWN = 1_500_000


class Evidencing(View):
    """The part of the page that takes in evidence other than surveys."""

    def evidence_draft(self) -> EvidenceDraft | None:
        """Return the evidence under way, or None."""
        return drafts.load(self.store, self.workshop.id)

    def _evidence(self) -> EvidenceDraft:
        found = self.evidence_draft()
        if found is None:
            raise Refused("This is not under way any more: it was attached or discarded.")
        return found

    def _save(self, draft: EvidenceDraft | None) -> None:
        drafts.save(self.store, self.workshop.id, draft)

    def _rows(self, address: str) -> Rows:
        kept = self.ui.get("evidence-rows")
        if kept is None or kept[0] != address:
            from journeykit.survey import from_parquet

            kept = self.ui["evidence-rows"] = address, from_parquet(self.store.dataset(address))
        found: Rows = kept[1]
        return found

    # ---- what is seen ------------------------------------------------------------------------

    def evidence_cards(self) -> Any:
        """Return the place for evidence, or what was read of it; and the figures there are."""
        figures = evidence.figures(self.store, self.workshop)
        table = evidence_view.figures(self.workshop, figures, self.at.get("sort", ""))
        draft = self.evidence_draft()
        if draft is None:
            return [
                table,
                evidence_view.ways(self.at.get("add", ""), self.at.get("kind", "")),
            ]
        rows = picture = None
        if draft.evidence.kind in PICTURES:
            picture = self.store.dataset(draft.dataset)
        elif draft.dataset:
            rows = self._rows(draft.dataset)
        shown = picture if picture and len(picture) <= SHOWN else None
        return [table, evidence_view.draft(self.workshop, draft, rows, shown)]

    def picture_of(self, source: Source) -> Any:
        """Return the picture of a source, as it is shown where the source is opened."""
        data = self.store.dataset(source.dataset)
        shown = data if len(data) <= SHOWN else None
        return evidence_view.picture(source.id, source.title, shown)

    # ---- reading -----------------------------------------------------------------------------

    @action
    def evidence_read(
        self, way: str, name: str, file: Path, kind: str = ""
    ) -> Generator[tuple[str, float], None, Result]:
        """Read a file; the workshop is not changed."""
        self._free()
        yield f"Reading {name}…", 0.2
        self._begin_evidence(evidence.read(way, file.read_bytes(), name, kind))
        return None

    @action
    def evidence_paste(self, way: str, text: str, kind: str = "") -> None:
        """Read a pasted text; the workshop is not changed."""
        self._free()
        if way in evidence.WAYS and not evidence.WAYS[way].paste:
            raise Refused("Choose a file; this cannot be pasted.")
        self._begin_evidence(evidence.read(way, text, "", kind))

    def _free(self) -> None:
        if self.evidence_draft() is not None:
            raise Refused("Evidence is under way here; attach it or discard it first.")

    def _begin_evidence(self, found: evidence.Evidence) -> None:
        journey = self.workshop.current_journey()
        points = self.workshop.touchpoints_of(journey.id) if journey else []
        decided = evidence.proposed([place for place, _ in found.places], points)
        self._save(drafts.begun(self.store, found, decided, self.session.author))
        self.show(view="sources", source=None)

    # ---- deciding ----------------------------------------------------------------------------

    @action
    def evidence_about(self, field: str, value: str) -> None:
        """Say what the evidence is: title, day, n, method, consent, what it says."""
        if field not in ABOUT:
            raise Refused("This field is not on the page; reload it.")
        name, parse = ABOUT[field]
        draft = self._evidence()
        self._save(replace(draft, about=draft.about | {field: parse(value, name)}))

    @action
    def evidence_place(self, at: int, value: str) -> None:
        """Say which touchpoint a place is."""
        draft = self._evidence()
        if not 0 <= at < len(draft.evidence.places):
            raise Refused("This name is not there any more.")
        place = draft.evidence.places[at][0]
        self._save(replace(draft, decided=draft.decided | {place: self._point(value)}))

    @action
    def evidence_speaks(self, value: str) -> None:
        """Say which touchpoint all of it is about."""
        self._save(replace(self._evidence(), speaks=self._point(value)))

    @action
    def evidence_findings(self, value: bool) -> None:
        """Make findings of coded notes, or do not."""
        self._save(replace(self._evidence(), findings=value))

    def _point(self, value: str) -> str:
        if value and value not in self.workshop.touchpoints:
            raise Refused("This touchpoint is not on the map any more; choose another.")
        return value

    @action
    def evidence_discard(self) -> Toast:
        """End it; the workshop was never changed by it."""
        self._save(None)
        return Toast("Discarded. The workshop is as it was.")

    @action
    def evidence_attach(self) -> Toast:
        """Put the evidence into the workshop, in one edit."""
        draft = self._evidence()
        address, rows = draft.dataset, None
        decided = {p: id for p, id in draft.decided.items() if id in self.workshop.touchpoints}
        if draft.dataset and draft.evidence.kind not in PICTURES:
            from journeykit.survey import to_parquet

            rows = evidence.placed(self._rows(draft.dataset), decided)
            address = self.store.put_dataset(to_parquet(rows))
        batch = evidence.attachment(
            self.workshop, draft.evidence, address, decided, draft.about,
            survey=rows, speaks=draft.speaks, findings=draft.findings,
        )  # fmt: skip
        self.dispatch(batch)
        self._save(None)
        self.show(view="sources", add=None, kind=None)
        title = draft.about.get("title") or draft.evidence.title
        return Toast(f"Added '{title}'.", button="Undo", do="@undo")

    @action
    def save_picture(self, id: str) -> Download:
        """Download the picture of a source."""
        from journeykit.evidence.pictures import mime_of

        source = self.workshop.get("sources", id)
        if source.kind not in PICTURES or not source.dataset:
            raise Refused("This source has no picture.")
        data = self.store.dataset(source.dataset)
        mime = mime_of(data)
        if not mime:
            raise Refused("This source has no picture.")
        suffix = "png" if mime == "image/png" else "jpg"
        return Download(f"{source.title}.{suffix}", data, mime)
