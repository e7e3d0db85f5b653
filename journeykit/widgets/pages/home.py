"""Home: the workshops of the store, and the ways to begin one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import htpy as h

from journeykit import checks, library
from journeykit.errors import JourneykitError, Refused
from journeykit.widgets import crowd, invite, parts
from journeykit.widgets.pages import losing
from journeykit.widgets.view import Go, Progress, Toast, View, action


class Home(View):
    """Lists workshops; makes, opens, imports, copies, archives and deletes them."""

    title = "Workshops"
    lead = "A journey map that stands on your customers' answers. Open one, or begin."
    free = True

    def body(self) -> h.Node:
        """Return the page."""
        cards = self.store.workshops()
        return [
            crowd.line(self.ui.get("turned", ())),
            h.div(".two")[
                parts.card("Your workshops", self._list(cards), id="workshops"),
                h.div[self._new(), self._examples(), self._import()],
            ],
            self._put_away(),
        ]

    # ---- what is seen --------------------------------------------------------------------

    def _list(self, cards: list[Any]) -> h.Node:
        if not cards:
            return parts.empty(
                "No workshop yet. Begin with a template, or open a finished example to see "
                "where this leads."
            )
        return h.ul(".workshops")[(self._workshop(card) for card in cards)]

    def _workshop(self, card: Any) -> h.Element:
        who = f" by {card.changed_by}" if card.changed_by else ""
        changed = f"{card.changed.astimezone():%d %b %Y, %H:%M}{who}"
        given = {"id": card.id}
        return h.li(id=f"w-{card.id}")[
            h.div[
                h.a(
                    id=f"open-{card.id}",
                    href=f"00_start.ipynb?workshop={card.id}",
                    data_go=f"start?workshop={card.id}",
                )[card.title],
                self._progress(card.id),
                h.small[f"changed {changed}"],
                self._room(card.id),
            ],
            h.details(f"#more-{card.id}.pop")[
                h.summary(aria_label=f"More for {card.title}")["⋯"],
                h.div(".sheet.menu")[
                    parts.button("Duplicate", "duplicate", given, id=f"dup-{card.id}"),
                    parts.button("Archive", "archive", given, id=f"arc-{card.id}"),
                    parts.button(
                        "Delete",
                        "delete",
                        given,
                        id=f"del-{card.id}",
                        kind="danger",
                        confirm=f"Delete '{card.title}'? It goes to Deleted below and can be "
                        "brought back from there.",
                        confirm_label="Delete workshop",
                    ),
                ],
            ],
        ]

    def _room(self, id: str) -> h.Node:
        """How people join, for a workshop whose room is open."""
        try:
            if self.store.open(id)[0].about.room != "open":
                return None
        except JourneykitError:
            return None
        code = self.store.room_code(id)
        url, shared = invite.join_link(code)
        return h.div(".open-room", id=f"room-{id}")[
            invite.picture(url) if shared else None,
            h.div[
                h.p["The room is open. Code: ", h.strong(".code")[code]],
                h.p(".link")[h.code[url]],
                h.a(".button.small", id=f"lead-{id}", href=f"room.ipynb?workshop={id}",
                    data_go=f"room?workshop={id}")["Lead the room"],
            ],
        ]  # fmt: skip

    def _progress(self, id: str) -> h.Element:
        try:
            progress = checks.progress(self.store.open(id)[0])
        except JourneykitError as error:  # one that cannot be read leaves the others in sight
            return h.p(".field-error", role="note")[str(error)]
        ready = sum(total > 0 and done >= total for done, total in progress.values())
        done = sum(done for done, _ in progress.values())
        total = sum(total for _, total in progress.values()) or 1
        words = f"{ready} of {len(progress)} steps ready"
        return h.span(".line")[
            h.span(".cov", aria_hidden="true")[h.span(style=f"width:{done / total:.0%}")],
            h.small[words],
        ]

    def _new(self) -> h.Element:
        templates = library.journeys()
        return parts.card(
            "New workshop",
            h.form("#new-form", data_submit="create", data_reset=True)[
                h.div(".field")[
                    h.label(for_="new-title")["Title"],
                    h.input(
                        "#new-title",
                        name="title",
                        required=True,
                        maxlength="300",
                        autocomplete="off",
                        placeholder="Buying a winter jacket online",
                    ),
                ],
                h.div(".field")[
                    h.label(for_="new-template")["Template"],
                    h.select("#new-template", name="template")[
                        h.option(value="")["Empty: I bring my own stages"],
                        (h.option(value=one.name)[one.title] for one in templates),
                    ],
                    h.small["Stages, questions and touchpoints to start from; all can be changed."],
                ],
                h.button("#create.primary", type="submit")["Create workshop"],
            ],
            id="new",
        )

    def _examples(self) -> h.Element:
        from journeykit import examples

        return parts.card(
            "Finished examples",
            h.p[h.small["Synthetic data, made to show the method. Each opens as your own copy."]],
            h.ul(".links")[
                (
                    h.li[
                        parts.button(
                            examples.title(name), "example", {"name": name}, id=f"ex-{name}"
                        )
                    ]
                    for name in examples.names()
                )
            ],
            id="examples",
        )

    def _import(self) -> h.Element:
        from journeykit.exchange import readable

        suffixes = [format.suffix for format in readable()]
        return parts.card(
            "Import a map",
            parts.upload(
                "Choose a file",
                "import-file",
                "bring",
                accept=",".join(suffixes),
                help="A workshop (.json, .zip, .xlsx) or a map of another tool (.ojf, .cjml, "
                ".xml, .mmd). Or drop it here.",
            ),
            self._brought(),
            id="import",
        )

    def _brought(self) -> h.Node:
        """Return what the last import left out, with the way into the workshop."""
        if not (brought := self.ui.get("brought")):
            return None
        id, title, losses = brought
        return h.div("#brought", role="status")[
            h.p[f"'{title}' is imported. ", losing.words(losses)],
            losing.listed(losses, "brought-losses"),
            parts.row(
                h.a(
                    "#brought-open",
                    href=f"00_start.ipynb?workshop={id}",
                    data_go=f"start?workshop={id}",
                )["Open the workshop"]
            ),
        ]

    def _put_away(self) -> h.Node:
        archived = self.store.workshops(archived=True)
        deleted = self.store.workshops(deleted=True)
        return [
            self._shelf("Archived", archived, "Bring back", "unarchive"),
            self._shelf("Deleted", deleted, "Restore", "undelete"),
        ]

    def _shelf(self, title: str, cards: list[Any], verb: str, do: str) -> h.Node:
        if not cards:
            return None
        return h.details(f"#shelf-{do}.card")[
            h.summary[f"{title} ({len(cards)})"],
            h.ul(".workshops")[
                (
                    h.li(id=f"{do}-row-{card.id}")[
                        h.span[card.title],
                        parts.button(
                            verb, do, {"id": card.id}, id=f"{do}-{card.id}",
                            label=f"{verb} {card.title}",
                        ),
                    ]
                    for card in cards
                )
            ],
        ]  # fmt: skip

    # ---- what can be done --------------------------------------------------------------------

    @action
    def create(self, title: str, template: str = "") -> Go:
        """Make a workshop, from a template or empty, and open it."""
        from journeykit.model import Workshop

        if not title.strip():
            raise Refused("A workshop needs a title.")
        try:
            made = library.start(template, title) if template else Workshop.new(title)
        except ValueError as error:
            raise Refused(f"Title: {str(error).splitlines()[0]}.") from None
        return Go(f"start?workshop={self.store.create(made, author=self.session.author)}")

    @action
    def example(self, name: str) -> Progress:
        """Open a copy of a finished example."""
        from journeykit import examples

        yield "Opening the example…"
        id = examples.load(self.store, name)
        return Go(f"emotions?workshop={id}")

    @action
    def bring(self, name: str, file: Path) -> Progress:
        """Import a workshop from a file."""
        from journeykit import exchange
        from journeykit.model import new_id

        yield f"Reading {name}…"
        workshop, losses = exchange.load(file)
        if self._taken(workshop.id):
            workshop = workshop.model_copy(update={"id": new_id()})
        id = self.store.create(workshop, author=self.session.author)
        if losses:
            self.ui["brought"] = (id, workshop.title, losses)
            return Toast(f"'{workshop.title}' is imported.")
        return Go(f"start?workshop={id}")

    def _taken(self, id: str) -> bool:
        return any(
            card.id == id
            for cards in (
                self.store.workshops(),
                self.store.workshops(archived=True),
                self.store.workshops(deleted=True),
            )
            for card in cards
        )

    @action
    def duplicate(self, id: str) -> Toast:
        """Copy a workshop."""
        title = f"{self.store.open(id)[0].title} (copy)"[:300]
        self.store.duplicate(id, title, author=self.session.author)
        return Toast(f"Made '{title}'.")

    @action
    def archive(self, id: str) -> Toast:
        """Put a workshop away."""
        self.store.archive(id, True)
        return Toast("Archived.", button="Undo", do="unarchive", args={"id": id})

    @action
    def unarchive(self, id: str) -> None:
        """Bring an archived workshop back."""
        self.store.archive(id, False)

    @action
    def delete(self, id: str) -> Toast:
        """Delete a workshop; it can be restored."""
        self.store.delete(id)
        return Toast("Deleted.", button="Undo", do="undelete", args={"id": id})

    @action
    def undelete(self, id: str) -> None:
        """Restore a deleted workshop."""
        self.store.undelete(id)
