"""The tab "Comments": people confirm what comments sound like, and name what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.errors import Refused
from journeykit.model import Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages.survey.comments import choosing, listing, themes_view, trust
from journeykit.widgets.pages.survey.comments.kept import Kept
from journeykit.widgets.pages.survey.comments.theming import Theming
from journeykit.widgets.view import Progress, Toast, action

if TYPE_CHECKING:
    from journeykit.insight.themes.comments import Decided

PARTS = {"confirm": "Confirm", "themes": "Themes", "trust": "Trust and links"}
#: So many different comments are read while a page opens; more are read with their progress.
AT_ONCE = 8_000


class Commenting(Theming):
    """Reads the comments of all sources, and lets people decide about them."""

    @property
    def commented(self) -> Kept:
        """What was computed of the comments."""
        if "comments" not in self.ui:
            self.ui["comments"] = Kept(self.store)
        found: Kept = self.ui["comments"]
        return found

    @action
    def look(self, name: str, value: str) -> Progress | None:
        """Show another part of the page; where many comments wait, read them with progress."""
        super().look(name, value)
        if name == "view" and value == "comments" and self._comments_waiting() > AT_ONCE:
            return self.read_comments()
        return None

    @action
    def read_comments(self) -> Progress:
        """Read all comments, telling how far it is."""
        from journeykit.evidence import comments as reading

        yield from reading.read(self.store, self.workshop)
        return None

    def _comments_waiting(self) -> int:
        if not any(source.dataset for source in self.workshop.sources.values()):
            return 0
        from journeykit.evidence import comments as reading

        return reading.waiting(self.store, self.workshop)

    # ---- what is shown -----------------------------------------------------------------------

    def comments_tab(self) -> h.Node:
        """Return the tab."""
        waiting = self._comments_waiting()
        if waiting > AT_ONCE:
            return parts.card("Comments", parts.empty(
                f"{waiting:,} different comments wait to be read; it takes some seconds.",
                parts.button("Read the comments", "read_comments", id="read-comments",
                             kind="primary"),
            ), id="comments-none")  # fmt: skip
        workshop = self.workshop
        some = any(source.dataset for source in workshop.sources.values())
        if not some or not len(self.commented.comments(workshop)):
            return parts.card("Comments", parts.empty(
                "There are no comments yet. Attach a survey with a question that is answered in "
                "words, or add reviews, notes or messages as a source.",
                parts.button("Import a survey", "look", {"name": "view", "value": "import"},
                             id="comments-import"),
                parts.button("Add other evidence", "look", {"name": "view", "value": "sources"},
                             id="comments-sources"),
            ), id="comments-none")  # fmt: skip
        say = self.at.get("say", "")
        say = say if say in PARTS else "confirm"
        return h.div(".commenting")[
            trust.summary(self.commented.decided(workshop)),
            parts.tabs("What to do with the comments", PARTS, say, "survey", name="say"),
            self._comments_confirming(workshop)
            if say == "confirm"
            else themes_view.themes_tab(self.commented, workshop, self.at.get("c_open", ""))
            if say == "themes"
            else self._comments_trust(workshop),
        ]

    def _comments_confirming(self, workshop: Workshop) -> h.Node:
        decided, masks = self.commented.decided(workshop), self.commented.masks(workshop)
        told, chosen = self.comments_listed()
        number = min(int(told["c_page"]), chosen.pages)
        page = chosen.page(number)
        now = self.ui.get("comment")
        now = now if now in page else (page[0] if page else None)
        return parts.card(
            "What do they sound like?",
            h.p(".quiet")[
                "Read, then say how the customer feels: with a click, or with the keys 1 to 5, "
                "← and → a step lower or higher, ↑ and ↓ for another comment. A face that is "
                "clicked again is taken back."
            ],
            listing.toolbar(workshop, decided.comments, told, chosen,
                            self._comments_open(decided, chosen.places)),
            listing.rows(workshop, decided, page, now, bool(self.ui.pop("moved", False)), masks)
            if page
            else parts.empty(chosen.hidden or self._comments_none(told)),
            listing.pager(number, chosen),
            id="confirming",
        )  # fmt: skip

    def _comments_none(self, told: dict[str, str]) -> str:
        if told["c_state"] == "open":
            return "Nothing waits here: all of these are confirmed."
        return "No comment is like that; choose differently above."

    def _comments_open(self, decided: Decided, places: tuple[int, ...]) -> int:
        import numpy as np

        at = np.array(places, dtype=np.int64)
        waits = np.isnan(decided.confirmed[at]) & ~np.isnan(decided.comments.suggested[at])
        return int(waits.sum())

    def _comments_trust(self, workshop: Workshop) -> h.Node:
        import numpy as np

        from journeykit.evidence.comments import ratings
        from journeykit.insight.themes.agreement import with_ratings

        decided = self.commented.decided(workshop)
        comments = decided.comments
        rated = [
            (f"{listing.choices.short(one.column.asked, 60)} · {one.source.title}",
             with_ratings(comments.suggested[comments.part == at],
                          ratings(self.store, workshop, one)))
            for at, one in enumerate(comments.parts)
            if np.isfinite(comments.suggested[comments.part == at]).any()
        ]  # fmt: skip
        return [trust.questions(workshop, decided), trust.agreement(decided, rated)]

    # ---- which comments ----------------------------------------------------------------------

    def comments_listed(self) -> tuple[dict[str, str], choosing.Chosen]:
        """Return the filters and what they leave; it stays while its comments are decided."""
        told = choosing.filters(self.at)
        comments = self.commented.comments(self.workshop)
        key = tuple(told[name] for name in choosing.FILTERS if name != "c_page")
        known = self.ui.get("listed")
        if known is None or known[0] != key or known[1] is not comments:
            decided, masks = (
                self.commented.decided(self.workshop),
                self.commented.masks(self.workshop),
            )
            known = (key, comments, choosing.choose(decided, told, masks))
            self.ui["listed"] = known
        return told, known[2]

    @action
    def comments_show(self, name: str, value: str) -> None:
        """Choose which comments are listed, a page of them, or an opened theme."""
        if name not in choosing.FILTERS and name != "c_open":
            raise Refused("This page has no such part.")
        self.show(**{name: value[:300]})
        if name == "c_source":
            self.show(c_question=None)
        if name not in ("c_page", "c_open"):
            self.show(c_page=None)
            self.ui.pop("listed", None)
        self.ui.pop("comment", None)

    # ---- deciding ----------------------------------------------------------------------------

    def comment(self, source: str, question: str, row: int) -> int:
        """Return the place of a comment; refuse where it is not shown."""
        at = self.commented.comments(self.workshop).find(source, question, row)
        if at is None or not choosing.showable(self.commented.decided(self.workshop))[at]:
            raise Refused("This comment is not here any more; reload the page.")
        return at

    def comment_decide(self, at: int, words: str, **fields: Any) -> None:
        """Store what was decided about a comment."""
        from journeykit.widgets.pages.survey.comments.deciding import decide

        decided = self.commented.decided(self.workshop)
        edits = decide(self.workshop, decided, at, self.session.author, **fields)
        if edits:
            self.dispatch(*edits, words=words)

    def _comments_felt(self, at: int, valence: int | None, on: bool = True) -> None:
        words = "confirmed a comment" if valence is not None else "took a feeling back"
        self.comment_decide(at, words, valence=valence)
        self._comments_move(at, 1 if on else 0)

    def _comments_move(self, at: int, by: int) -> None:
        """Look at another comment of the page; the next one not decided after a decision."""
        told, chosen = self.comments_listed()
        page = chosen.page(min(int(told["c_page"]), chosen.pages))
        if at in page:
            self.ui["comment"] = page[max(0, min(page.index(at) + by, len(page) - 1))]
            self.ui["moved"] = True

    @action
    def comment_feel(self, source: str, question: str, row: int, valence: int) -> None:
        """Say how a comment sounds; the same again takes it back."""
        at = self.comment(source, question, row)
        if not -2 <= valence <= 2:
            raise Refused("A feeling is one of five, −2 to +2.")
        there = self.commented.decided(self.workshop).codings.get(at)
        if there is not None and there.valence == valence:
            self._comments_felt(at, None, on=False)
        else:
            self._comments_felt(at, valence)

    @action
    def comment_take(self, source: str, question: str, row: int) -> None:
        """Confirm what is suggested."""
        from journeykit.insight.themes.agreement import whole

        at = self.comment(source, question, row)
        suggested = self.commented.comments(self.workshop).score(at).valence
        if suggested is None:
            raise Refused("This comment has no suggestion; choose a face.")
        self._comments_felt(at, whole(suggested))

    def _comments_key(self, source: str, question: str, row: int, valence: int) -> None:
        self._comments_felt(self.comment(source, question, row), valence)

    @action
    def comment_1(self, source: str, question: str, row: int) -> None:
        """Furious, by the key 1."""
        self._comments_key(source, question, row, -2)

    @action
    def comment_2(self, source: str, question: str, row: int) -> None:
        """Annoyed, by the key 2."""
        self._comments_key(source, question, row, -1)

    @action
    def comment_3(self, source: str, question: str, row: int) -> None:
        """Neutral, by the key 3."""
        self._comments_key(source, question, row, 0)

    @action
    def comment_4(self, source: str, question: str, row: int) -> None:
        """Content, by the key 4."""
        self._comments_key(source, question, row, 1)

    @action
    def comment_5(self, source: str, question: str, row: int) -> None:
        """Delighted, by the key 5."""
        self._comments_key(source, question, row, 2)

    @action
    def comment_lower(self, source: str, question: str, row: int) -> None:
        """A step lower than what is said or suggested."""
        self._comments_step(self.comment(source, question, row), -1)

    @action
    def comment_higher(self, source: str, question: str, row: int) -> None:
        """A step higher than what is said or suggested."""
        self._comments_step(self.comment(source, question, row), 1)

    def _comments_step(self, at: int, by: int) -> None:
        from journeykit.insight.themes.agreement import whole

        there = self.commented.decided(self.workshop).codings.get(at)
        now = there.valence if there else None
        if now is None:
            now = whole(self.commented.comments(self.workshop).score(at).valence or 0.0)
        self._comments_felt(at, max(-2, min(2, now + by)), on=False)

    @action
    def comment_up(self, source: str, question: str, row: int) -> None:
        """Look at the comment above."""
        self._comments_move(self.comment(source, question, row), -1)

    @action
    def comment_down(self, source: str, question: str, row: int) -> None:
        """Look at the comment below."""
        self._comments_move(self.comment(source, question, row), 1)

    @action
    def comment_open(self, source: str, question: str, row: int) -> None:
        """Look at a comment."""
        self._comments_move(self.comment(source, question, row), 0)

    @action
    def comments_confirm(self) -> Progress:
        """Confirm the suggestions of all listed comments in one edit."""
        from journeykit.widgets.pages.survey.comments.deciding import confirm

        decided = self.commented.decided(self.workshop)
        _, chosen = self.comments_listed()
        edits = confirm(self.workshop, decided, chosen.places, self.session.author)
        n = sum(getattr(edit, "collection", "") == "codings" for edit in edits)
        what = f"{n:,} {'suggestion' if n == 1 else 'suggestions'}"
        yield f"Confirming {what}"
        words = f"confirmed {what}"
        self.dispatch(*edits, words=words)
        return Toast(f"{words.capitalize()}.", button="Undo", do="@undo")

    @action
    def comment_kind(self, source: str, question: str, row: int, value: str) -> None:
        """Say what a comment points to."""
        if value not in dict(listing.KINDS):
            raise Refused("Choose what the comment points to.")
        self.comment_decide(self.comment(source, question, row), "coded a comment", kind=value)

    @action
    def comment_put(self, source: str, question: str, row: int, value: str) -> None:
        """Put a comment to a theme."""
        if value:
            self.comment_theme(source, question, row, value, True)

    @action
    def comment_theme(self, source: str, question: str, row: int, theme: str, value: bool) -> None:
        """Put a comment to a theme, or take it off."""
        at = self.comment(source, question, row)
        name = self.workshop.get("themes", theme).name
        there = self.commented.decided(self.workshop).codings.get(at)
        mine = [id for id in (there.themes if there else ()) if id != theme]
        self.comment_decide(at, f"{'put a comment to' if value else 'took a comment off'} '{name}'",
                    themes=(*mine, theme) if value else tuple(mine))  # fmt: skip

    @action
    def comments_about(self, source: str, question: str, value: str) -> None:
        """Say which touchpoint the comments on a question speak about."""
        from journeykit.widgets.pages.survey.comments.deciding import tie

        edits = tie(self.workshop, self.commented.decided(self.workshop), source, question, value)
        if edits:
            self.dispatch(*edits, words="tied comments to the map")
