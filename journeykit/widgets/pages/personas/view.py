"""The page: which part is shown, and what a person can do."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Literal

import htpy as h

from journeykit import library
from journeykit.edits import Change, Edit, Put, Remove, next_rank, removal
from journeykit.errors import Missing, Refused
from journeykit.maps.persona import ATTRIBUTES, CardFormat, file_name, persona_card
from journeykit.model import Journey, Note, Persona, Source, SourceKind, new_id
from journeykit.respondents import surveys
from journeykit.widgets import parts
from journeykit.widgets.pages.personas import (
    card,
    compare,
    coverage,
    editor,
    empathy,
    history,
    listing,
    sources,
)
from journeykit.widgets.pages.personas.attribute import is_list
from journeykit.widgets.pages.personas.ruling import Ruling
from journeykit.widgets.pages.personas.segmenting import Segmenting
from journeykit.widgets.view import Download, Go, Toast, action

if TYPE_CHECKING:
    from journeykit.store.records import Entry

#: what stays in the address
Place = Literal["view", "part", "stage", "of", "method", "many", "seg"]
_EXACT_AGE = re.compile(r"\s*\d{1,3}\s*(years?( old)?)?\s*", re.IGNORECASE)
_EXACT_SUM = re.compile(r"\D{0,5}\d[\d.,'\s]*(k|\D{0,12})", re.IGNORECASE)


class Personas(Segmenting, Ruling):
    """The personas of the workshop: list, editor, empathy map, card, comparison."""

    step = "personas"
    title = "Personas"
    lead = "Who walks this journey, and what do we know about them? What has no source is dashed."

    def body(self) -> h.Node:
        """Return the part that the address names."""
        return h.div(".personas")[self._part(), self._dialog()]

    def _part(self) -> h.Node:
        workshop, view = self.workshop, self.at.get("view", "")
        persona = workshop.personas.get(self.at.get("persona", ""))
        if persona is None:
            if view == "compare":
                return compare.compare(
                    workshop, self.at.get("with", ""), self.at.get("only") == "1"
                )
            if view == "segments":
                return self.segments_page()
            if view == "coverage":
                found = surveys(self.store, workshop)
                return coverage.page(workshop, found, self.at.get("of", ""))
            return [self._gone(), listing.listing(workshop)]
        view = view if view in editor.TABS else "profile"
        return [editor.head(workshop, persona, view), self._tab(persona, view)]

    def _tab(self, persona: Persona, view: str) -> h.Node:
        workshop = self.workshop
        match view:
            case "guide":
                part = self.at.get("part", "1")
                return editor.guide(workshop, persona, int(part) if part in ("1", "2", "3") else 1)
            case "rule":
                into = self.ui.get("draft_into") == persona.id and self.ui.get("draft")
                return [self._draft_card() if into else None, self.rule_tab(persona)]
            case "empathy":
                stage = self.at.get("stage", "")
                known = dict(empathy.stages_of(workshop, persona))
                return empathy.empathy(workshop, persona, stage if stage in known else "")
            case "card":
                return card.card(workshop, persona)
        return editor.profile(workshop, persona, self._changes(persona.id))

    def _gone(self) -> h.Node:
        if not self.at.get("persona"):
            return None
        return h.p("#gone.notice", role="note")[
            "This persona is not here any more; somebody removed it. Undo brings it back."
        ]

    def _dialog(self) -> h.Node:
        match self.ui.get("dialog"):
            case "template":
                return listing.template_dialog()
            case "source":
                persona, field = self.ui["source_for"]
                problem = self.ui.get("problem", "")
                return sources.source_dialog(self.workshop, persona, field, problem)
        return None

    def _changes(self, id: str) -> list[Entry]:
        entries = self.store.history(self.workshop.id, limit=200)
        return [one for one in entries if history.touched(one.edit, id) is not None]

    def _persona(self, id: str) -> Persona:
        found: Persona = self.workshop.get("personas", id)
        return found

    # ---- where to look -------------------------------------------------------------------

    @action
    def open(self, id: str) -> Go:
        """Show one persona."""
        return Go(f"personas?persona={self._persona(id).id}")

    @action
    def back(self) -> Go:
        """Show all personas."""
        return Go("personas")

    @action
    def look(self, name: Place, value: str) -> None:
        """Show a tab, a guided step, or a stage; the address remembers it."""
        self.show(**{name: value[:80] or None})
        if name == "view":
            self.show(part=None, stage=None)
            self.ui.pop("draft", None)

    @action
    def open_rule(self, id: str) -> Go:
        """Show whose answers are those of a persona."""
        return Go(f"personas?persona={self._persona(id).id}&view=rule")

    @action
    def to_segments(self) -> Go:
        """Show where segments are found."""
        return Go("personas?view=segments")

    @action
    def draft_here(self, id: str) -> None:
        """Draft the attributes of a persona, shown beside its rule."""
        self.draft_rule(id)
        self.show(view="rule", part=None)

    @action
    def pick(self, id: str, value: bool) -> None:
        """Take a persona into the comparison, or out of it."""
        now = [one.id for one in compare.chosen(self.workshop, self.at.get("with", ""))]
        ids = [one for one in now if one != id] + ([self._persona(id).id] if value else [])
        self.show(**{"with": ",".join(ids) or "none"})

    @action
    def only(self, value: bool) -> None:
        """Show only the attributes that differ."""
        self.show(only="1" if value else None)

    @action
    def ask_template(self) -> None:
        """Open the list of templates."""
        self.ui["dialog"] = "template"

    @action
    def ask_source(self, persona: str, field: str = "") -> None:
        """Open the form for a source."""
        self.ui.update(dialog="source", source_for=(persona, field))

    @action
    def close(self) -> None:
        """Close the dialog."""
        self.ui.pop("dialog", None)
        self.ui.pop("problem", None)

    # ---- making and removing -------------------------------------------------------------

    def _put(self, persona: Persona, words: str) -> str:
        rank = next_rank(self.workshop.ordered("personas"))
        self.dispatch(Put.of(persona.model_copy(update={"rank": rank})), words=words)
        self.close()
        return persona.id

    @action
    def add(self) -> Go:
        """Make an empty persona and open its profile."""
        return Go(f"personas?persona={self._put(Persona(), 'added a persona')}")

    @action
    def guided(self) -> Go:
        """Make an empty persona and open the three guided steps."""
        return Go(f"personas?persona={self._put(Persona(), 'added a persona')}&view=guide")

    @action
    def add_from(self, template: str, name: str) -> Go:
        """Make a persona from a template; all of it is an assumption at first."""
        for one in library.journey(template).personas:
            if one.name == name:
                made = Persona(**one.model_dump())
                return Go(f"personas?persona={self._put(made, f'added the persona {name!r}')}")
        raise Missing(f"The template '{template}' has no persona '{name}'.")

    @action
    def duplicate(self, id: str) -> Go:
        """Copy a persona with its evidence."""
        old = self._persona(id)
        copy = old.model_copy(update={"id": new_id(), "name": f"{old.name[:290]} (copy)"})
        return Go(f"personas?persona={self._put(copy, f'copied the persona {old.name!r}')}")

    @action
    def remove(self, id: str) -> Toast:
        """Remove a persona; its journeys stay, without one."""
        name = self._persona(id).name
        self.dispatch(removal(self.workshop, "personas", id))
        self.show(persona=None, view=None, part=None, stage=None)
        return Toast(f"Removed {name}.", "Undo", "@undo")

    # ---- saying what they are like -------------------------------------------------------

    @action
    def set(self, id: str, field: str, value: str) -> None:
        """Set one attribute."""
        if field not in (*ATTRIBUTES, "name", "tagline", "version"):
            raise Refused("A persona has no such attribute; reload the page.")
        if field == "name" and not value.strip():
            raise Refused("A persona needs a name that the team will remember.")
        if field == "age_range" and _EXACT_AGE.fullmatch(value):
            raise Refused("Give a range, such as 25-34: nobody should take one age for the group.")
        if field == "income_band" and _EXACT_SUM.fullmatch(value):
            raise Refused("Give a band, such as 'middle third', not an amount.")
        new = parts.lines(value) if is_list(field) else value
        self.dispatch(Change(collection="personas", id=id, fields={field: new}))

    @action
    def support(self, id: str, field: str, source: str, value: bool) -> None:
        """Say that a source supports an attribute, or that it does not."""
        if field not in ATTRIBUTES:
            raise Refused("This attribute needs no source.")
        now = [one for one in self._persona(id).evidence.get(field, ()) if one != source]
        ids = [*now, source] if value else now
        self.dispatch(
            Change(collection="personas", id=id, fields={f"evidence.{field}": ids or None})
        )

    @action
    def register(
        self, kind: SourceKind, title: str, collected: str = "", n: str = "", method: str = "",
        persona: str = "", field: str = "",
    ) -> None:  # fmt: skip
        """Register a source; with `field`, it supports that attribute at once."""
        try:
            source = sources.read_source(kind, title, collected, n, method)
        except Refused as problem:
            # Said in the dialog too: messages lie behind it.
            self.ui["problem"] = str(problem)
            raise
        self.dispatch(*self._register(source, persona, field), words=f"added '{source.title}'")
        self.close()

    def _register(self, source: Source, persona: str, field: str) -> list[Edit]:
        rank = next_rank(self.workshop.ordered("sources"))
        edits: list[Edit] = [Put.of(source.model_copy(update={"rank": rank}))]
        if field in ATTRIBUTES:
            cited = [*self._persona(persona).evidence.get(field, ()), source.id]
            edits.append(
                Change(collection="personas", id=persona, fields={f"evidence.{field}": cited})
            )
        return edits

    @action
    def stamp(self, id: str) -> None:
        """Count the version up and date it."""
        found = re.match(r"v(\d{1,4})\b", self._persona(id).version)
        number = int(found[1]) + 1 if found else 1
        self.dispatch(
            Change(
                collection="personas", id=id,
                fields={"version": f"v{number} · {date.today().isoformat()}"},
            )
        )  # fmt: skip

    # ---- the empathy map at a stage ------------------------------------------------------

    @action
    def add_note(
        self, stage: str, quarter: Literal["says", "thinks", "does", "feels"], text: str
    ) -> None:
        """Write what the persona says, thinks, does or feels at a stage."""
        if not text.strip():
            raise Refused("Write a few words first.")
        lane = empathy.LANES[quarter]
        rank = next_rank(self.workshop.ordered("notes", stage=stage, lane=lane))
        note = Note(lane=lane, stage=stage, text=text.strip(), rank=rank,
                    author=self.session.author)  # fmt: skip
        self.dispatch(Put.of(note))

    @action
    def drop_note(self, id: str) -> Toast:
        """Take a note away."""
        self.dispatch(Remove(collection="notes", id=id))
        return Toast("Removed.", "Undo", "@undo")

    # ---- the journey ---------------------------------------------------------------------

    @action
    def journey(self, id: str) -> Go:
        """Give the persona a journey of its own, with the stages of the current one."""
        persona, current = self._persona(id), self.workshop.current_journey()
        journey = Journey(
            title=f"{persona.name}'s journey"[:300],
            persona=id,
            rank=next_rank(self.workshop.ordered("journeys")),
            **({"lanes": current.lanes} if current else {}),
        )
        edits: list[Edit] = [Put.of(journey)]
        for stage in self.workshop.stages_of(current.id) if current else ():
            own = stage.model_copy(update={"id": new_id(), "journey": journey.id})
            edits.append(Put.of(own))
        self.dispatch(*edits, words=f"made a journey for {persona.name}")
        return Go(f"touchpoints?journey={journey.id}")

    @action
    def walk(self, id: str) -> Go:
        """Show a journey on its map."""
        return Go(f"touchpoints?journey={self.workshop.get('journeys', id).id}")

    @action
    def download(self, id: str, format: CardFormat) -> Download:
        """Save the card of a persona."""
        persona = self._persona(id)
        data = persona_card(self.workshop, id, format)
        return Download(file_name(persona, format), data, card.MIME[format])


__all__ = ["Personas"]
