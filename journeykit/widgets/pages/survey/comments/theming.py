"""What people do with themes: take, name, mend, merge, delete, and make findings of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from journeykit.edits import Change, Edit, Put, Remove, next_rank, removal
from journeykit.errors import Refused
from journeykit.few import FEWEST
from journeykit.model import Theme, Workshop
from journeykit.widgets.pages import typed
from journeykit.widgets.pages.survey.comments import listing, themes_view
from journeykit.widgets.view import Toast, View, action

if TYPE_CHECKING:
    import numpy as np

    from journeykit.widgets.pages.survey.comments.kept import Kept

MOST_THEMES = 100


class Theming(View):
    """The actions on themes."""

    @property
    def commented(self) -> Kept:
        """What was computed of the comments."""
        raise NotImplementedError

    def comment(self, source: str, question: str, row: int) -> int:
        """Return the place of a comment."""
        raise NotImplementedError

    @action
    def theme_add(self, name: str, words: str = "") -> None:
        """Name a theme and its words."""
        self._theme_added(typed.title(name, "Theme"), worded(words) or worded(name))

    @action
    def theme_take(self, words: list[str]) -> Toast:
        """Take a theme that is proposed."""
        proposals = self.commented.proposals(self.workshop)
        one = next((each for each in proposals if list(each.words) == words), None)
        if one is None:
            raise Refused("This theme is not proposed any more.")
        self._theme_added(one.name, one.words)
        return Toast(f"Took '{one.name}'. Name it in your own words.", button="Undo", do="@undo")

    def _theme_added(self, name: str, words: tuple[str, ...]) -> None:
        there = self.workshop.ordered("themes")
        if any(one.name.casefold() == name.casefold() for one in there):
            raise Refused(f"Theme: '{name}' is there already.")
        if len(there) >= MOST_THEMES:
            raise Refused(f"Theme: {MOST_THEMES} themes are there; merge or delete some.")
        self.dispatch(Put.of(Theme(name=name, words=words, rank=next_rank(there))))

    @action
    def theme_edit(self, id: str, field: str, value: str) -> None:
        """Change a theme's name, words, kind or touchpoint."""
        theme = self.workshop.get("themes", id)
        if field == "name":
            told: Any = typed.title(value, "Theme")
        elif field == "words":
            told = worded(value)
        elif field == "kind" and value in dict(listing.KINDS):
            told = value
        elif field == "touchpoint":
            told = typed.choice(value, "Touchpoint")
        else:
            raise Refused("This field is not on the page; reload it.")
        self.dispatch(*typed.changes(theme, **{field: told}))

    @action
    def theme_merge(self, id: str, value: str) -> Toast | None:
        """Put a theme's words and comments into another one; the first one goes."""
        if not value:
            return None
        one, into = self.workshop.get("themes", id), self.workshop.get("themes", value)
        if one.id == into.id:
            raise Refused("A theme cannot be merged into itself.")
        fields: dict[str, Any] = {"words": list(dict.fromkeys([*into.words, *one.words]))}
        fields |= {name: getattr(into, name) or getattr(one, name)
                   for name in ("kind", "finding", "touchpoint")}  # fmt: skip
        edits: list[Edit] = [Change(collection="themes", id=into.id, fields=fields)]
        for coding in self.workshop.codings.values():
            if one.id in coding.themes:
                moved = dict.fromkeys(into.id if id == one.id else id for id in coding.themes)
                edits.append(Change(collection="codings", id=coding.id,
                                    fields={"themes": list(moved)}))  # fmt: skip
        edits.append(Remove(collection="themes", id=one.id))
        self.dispatch(*edits, words=f"merged '{one.name}' into '{into.name}'")
        self.show(c_open=into.id)
        return Toast(f"Merged '{one.name}' into '{into.name}'.", button="Undo", do="@undo")

    @action
    def theme_remove(self, id: str) -> Toast:
        """Delete a theme; its comments stay as they are."""
        name = self.workshop.get("themes", id).name
        self.dispatch(removal(self.workshop, "themes", id))
        self.show(c_open=None)
        return Toast(f"Deleted '{name}'.", button="Undo", do="@undo")

    @action
    def theme_comments(self, id: str) -> None:
        """List the comments of a theme."""
        self.show(say=None, c_theme=self.workshop.get("themes", id).id, c_state="all",
                  c_page=None, c_source=None, c_question=None, c_at=None)  # fmt: skip
        self.ui.pop("listed", None)

    # ---- findings ----------------------------------------------------------------------------

    @action
    def theme_finding(
        self, id: str, source: str = "", question: str = "", row: int = 0, agreed: bool = False
    ) -> Toast:
        """Make a finding of a theme, with a quote where a comment is named."""
        theme: Theme = self.workshop.get("themes", id)
        if theme.finding in self.workshop.findings:
            raise Refused(f"'{theme.name}' is a finding already.")
        mask = self.commented.masks(self.workshop)[id]
        quote = self._theme_quote(mask, source, question, row, agreed) if source else ""
        self.dispatch(
            *self._theme_found(theme, mask, quote), words=f"made a finding of '{theme.name}'"
        )
        return Toast(f"'{theme.name}' is a finding on the Improve step.", button="Undo", do="@undo")

    def _theme_quote(
        self, mask: np.ndarray, source: str, question: str, row: int, agreed: bool
    ) -> str:  # fmt: skip
        from journeykit.insight.themes.becoming import may_quote

        comments, at = self.commented.comments(self.workshop), self.comment(source, question, row)
        if not mask[at] or comments.responses(mask) < FEWEST:
            raise Refused(f"Words are quoted only where {FEWEST} responses or more say it.")
        if not (agreed or may_quote(self.workshop.sources[source])):
            raise Refused("The consent text does not say that people agreed to be quoted.")
        return comments.text(at)

    def _theme_found(self, theme: Theme, mask: np.ndarray, quote: str = "") -> list[Edit]:
        from journeykit.insight.themes import becoming, counting

        decided = self.commented.decided(self.workshop)
        made = becoming.finding(
            theme, decided, mask, counting.overall(decided.comments, mask), quote=quote,
            rank=next_rank(self.workshop.ordered("findings")),
        )  # fmt: skip
        link = Change(collection="themes", id=theme.id, fields={"finding": made.id})
        return [Put.of(made), link]

    @action
    def coded_finding(self, kind: str, touchpoint: str) -> Toast:
        """Make a theme and a finding of comments that people gave one kind."""
        import numpy as np

        groups = themes_view.coded_groups(self.commented, self.workshop)
        places = groups.get((kind, touchpoint), [])
        decided = self.commented.decided(self.workshop)
        mask = np.zeros(len(decided.comments), dtype=bool)
        mask[places] = True
        if decided.comments.responses(mask) < FEWEST:
            raise Refused(f"A finding needs comments of {FEWEST} responses.")
        theme = Theme(
            name=_called(self.workshop, kind, touchpoint), kind=kind,
            touchpoint=touchpoint or None, rank=next_rank(self.workshop.ordered("themes")),
        )  # fmt: skip
        codings: list[Edit] = [
            Change(collection="codings", id=decided.codings[at].id, fields={"themes": [theme.id]})
            for at in places
        ]
        edits = [Put.of(theme), *codings, *self._theme_found(theme, mask)]
        self.dispatch(*edits, words=f"made a finding of '{theme.name}'")
        return Toast(
            f"'{theme.name}' is a theme, and a finding on the Improve step.",
            button="Undo",
            do="@undo",
        )


def _called(workshop: Workshop, kind: str, touchpoint: str) -> str:
    place = workshop.touchpoints.get(touchpoint)
    what = dict(listing.KINDS)[kind]
    return f"{what} in comments" + (f" on {place.name}" if place else "")


def worded(text: str) -> tuple[str, ...]:
    """Return the words of a theme from what was typed: parted by commas and lines.

    >>> worded("Delivery, call  back,\\n delivery")
    ('delivery', 'call back')
    """
    words = (" ".join(each.split()).casefold()[:100] for each in re.split(r"[,;\n]", text))
    return tuple(dict.fromkeys(word for word in words if word))[:100]
