"""All comments of a workshop, as arrays, and what people decided about them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from journeykit.insight.themes.column import Column

if TYPE_CHECKING:
    import numpy as np

    from journeykit.emotions.text import Documents
    from journeykit.model import Coding, Source, Theme


@dataclass(frozen=True, eq=False)
class Part:
    """The comments on one question of a source; ``touchpoints`` runs along them, "" for none."""

    source: Source
    column: Column
    touchpoints: np.ndarray


@dataclass(frozen=True, eq=False)
class Comments:
    """All comments, one place of each array a comment; ``part`` says from which column."""

    parts: tuple[Part, ...]

    def __len__(self) -> int:
        return sum(len(part.column) for part in self.parts)

    def _joined(self, arrays: Iterable[np.ndarray], kind: Any) -> np.ndarray:
        import numpy as np

        return np.concatenate([np.empty(0, dtype=kind), *arrays])

    @cached_property
    def part(self) -> np.ndarray:
        """The number of the column of each comment."""
        import numpy as np

        return np.repeat(np.arange(len(self.parts)), [len(one.column) for one in self.parts])

    @cached_property
    def row(self) -> np.ndarray:
        """The response that each comment belongs to."""
        return self._joined((one.column.rows for one in self.parts), "int64")

    @cached_property
    def touchpoint(self) -> np.ndarray:
        """The id of the touchpoint that each comment speaks about, "" for none."""
        return self._joined((one.touchpoints for one in self.parts), object)

    @cached_property
    def suggested(self) -> np.ndarray:
        """The suggested valence of each comment, NaN where there is none."""
        return self._joined((one.column.suggested for one in self.parts), float)

    @cached_property
    def language(self) -> np.ndarray:
        """The language of each comment, "" where nothing tells."""
        import numpy as np

        each = (
            np.array([*one.column.languages, ""], dtype=object)[one.column.codes]
            for one in self.parts
        )
        return self._joined(each, object)

    @cached_property
    def source(self) -> np.ndarray:
        """The id of the source of each comment."""
        import numpy as np

        names = np.array([one.source.id for one in self.parts] or [""], dtype=object)
        return names[self.part]

    @cached_property
    def document(self) -> np.ndarray:
        """A number for each comment that the comments of one response share."""
        import numpy as np

        if not len(self):
            return np.empty(0, dtype="int64")
        ids = {id: at for at, id in enumerate(dict.fromkeys(self.source.tolist()))}
        code = np.array([ids[one.source.id] for one in self.parts], dtype=np.int64)[self.part]
        return code * (int(self.row.max()) + 1) + self.row

    def text(self, at: int) -> str:
        """Return the words of a comment."""
        column, within = self._within(at)
        return column.texts[int(column.codes[within])]

    def score(self, at: int) -> Any:
        """Return the suggestion for a comment, a `TextScore`."""
        column, within = self._within(at)
        return column.scores[int(column.codes[within])]

    def _within(self, at: int) -> tuple[Column, int]:
        part = int(self.part[at])
        return self.parts[part].column, at - int(self._starts[part])

    @cached_property
    def _starts(self) -> np.ndarray:
        import numpy as np

        return np.cumsum([0, *(len(one.column) for one in self.parts)])

    def key(self, at: int) -> tuple[str, str, int]:
        """Return source, question and row of a comment: what a coding names."""
        one = self.parts[int(self.part[at])]
        return one.source.id, one.column.question, int(self.row[at])

    def places(self, part: int, rows: Sequence[int]) -> list[int]:
        """Return the places of a column's comments by their rows, -1 where there is none."""
        import numpy as np

        have = self.parts[part].column.rows
        if not len(have):
            return [-1] * len(rows)
        wanted = np.array(rows, dtype=np.int64)
        within = np.minimum(np.searchsorted(have, wanted), len(have) - 1)
        at = np.where(have[within] == wanted, within + int(self._starts[part]), -1)
        return [int(each) for each in at]

    def find(self, source: str, question: str, row: int) -> int | None:
        """Return the place of a comment, None where there is none."""
        for part, one in enumerate(self.parts):
            if one.source.id == source and one.column.question == question:
                at = self.places(part, [row])[0]
                return None if at < 0 else at
        return None

    def matching(self, words: Sequence[str]) -> np.ndarray:
        """Return for each comment whether one of a theme's words stands in it."""
        told = tuple(words)
        return self._joined((one.column.matching(told) for one in self.parts), bool)

    def responses(self, mask: np.ndarray | None = None) -> int:
        """Return how many responses the comments come from, of some where a mask says which."""
        import numpy as np

        return len(np.unique(self.document if mask is None else self.document[mask]))


@dataclass(frozen=True, eq=False)
class Decided:
    """What people decided: ``confirmed`` is the valence of each comment, NaN where there is none.

    ``together`` marks what was confirmed unread; ``codings`` gives the coding for a place.
    """

    comments: Comments
    codings: Mapping[int, Coding]
    confirmed: np.ndarray
    together: np.ndarray

    @classmethod
    def of(cls, comments: Comments, codings: Iterable[Coding]) -> Decided:
        """Lay the codings of a workshop beside its comments."""
        import numpy as np

        confirmed = np.full(len(comments), np.nan)
        together = np.zeros(len(comments), dtype=bool)
        found: dict[int, Coding] = {}
        by_column: dict[tuple[str, str], list[Coding]] = {}
        for coding in codings:
            by_column.setdefault((coding.source, coding.question), []).append(coding)
        for part, one in enumerate(comments.parts):
            some = by_column.get((one.source.id, one.column.question), [])
            places = comments.places(part, [coding.row for coding in some])
            for coding, at in zip(some, places, strict=True):
                if at >= 0:
                    found[at] = coding
                    if coding.valence is not None:
                        confirmed[at], together[at] = coding.valence, coding.together
        return cls(comments, found, confirmed, together)

    def themed(self, theme: Theme) -> np.ndarray:
        """Return for each comment whether a theme's words stand in it, or a person put it there."""
        found = self.comments.matching(theme.words)
        for at, coding in self.codings.items():
            if theme.id in coding.themes:
                found[at] = True
        return found

    def documents(self) -> Documents:
        """Return the comments as the emotion curve takes them."""
        import numpy as np

        from journeykit.emotions.text import Documents

        all, sources = self.comments, [one.source for one in self.comments.parts]
        return Documents(
            np.array([f"{s}.{r}" for s, r in zip(all.source, all.row, strict=True)], dtype=object),
            all.touchpoint, all.source, all.suggested, self.confirmed,
            {one.id: one.title for one in sources},
            {one.id: one.collected for one in sources if one.collected},
        )  # fmt: skip


def coding_id(source: str, question: str, row: int) -> str:
    """Return the id of the coding of a comment, so that two people decide about the same one.

    >>> coding_id("s1", "What else?", 12)
    's1.12.95a9d5c3'
    """
    mark = hashlib.blake2s(question.encode(), digest_size=4).hexdigest()
    return f"{source[:50]}.{row}.{mark}"
