"""The comments of one question of one source: each different text once, scored once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from journeykit.emotions.text.naming import ENGLISH, named
from journeykit.insight.themes.words import Index

if TYPE_CHECKING:
    import numpy as np

    from journeykit.emotions.text import TextScore
    from journeykit.survey import Question, Survey

#: so many texts are scored before the page hears of it
PIECE = 2_000
_SAYS = re.compile(r"[^\W\d_]|[\U0001f300-\U0001faff\u2600-\u27bf]|[:;=]['-]?[()DP/]")
_NOTHING = frozenset({
    "n/a", "na", "n.a.", "none", "nothing", "no", "nope", "nil", "no comment", "no comments", "x",
    "not applicable", "keine", "keine angabe", "nichts", "nein", "rien", "non", "nada", "ninguno",
})  # fmt: skip


class Column:
    """What was written: ``rows`` says for each comment which response, ``codes`` which text.

    ``scores`` and ``languages`` run along ``texts``, the different texts in the order in which
    they first came. They are there once `work` has run through.
    """

    def __init__(self, question: str, asked: str, cells: list[str]) -> None:
        import numpy as np

        self.question, self.asked = question, asked
        self.texts: list[str] = []
        known: dict[str, int] = {}
        rows, codes = [], []
        for row, cell in enumerate(cells):
            code = known.get(cell)
            if code is None:
                code = known[cell] = len(self.texts) if _said(cell) else -1
                if code >= 0:
                    self.texts.append(cell)
            if code >= 0:
                rows.append(row)
                codes.append(code)
        self.rows: np.ndarray = np.array(rows, dtype=np.int64)
        self.codes: np.ndarray = np.array(codes, dtype=np.int64)
        self.scores: list[TextScore] = []
        self.languages: list[str] = []
        self.index = Index()
        self._matched: dict[tuple[str, ...], np.ndarray] = {}

    @classmethod
    def of(cls, survey: Survey, question: Question) -> Column:
        """Return the comments that a survey has on a question."""
        cells = survey.answers[question.columns[0]].arrow().to_pylist()
        return cls(question.id, question.text or question.id, cells)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def ready(self) -> bool:
        """Whether all texts are scored."""
        return len(self.languages) == len(self.texts)

    def work(self) -> Iterator[int]:
        """Score what is not scored yet, piece by piece; yield how many texts are done."""
        from journeykit.emotions.text import score_texts

        while len(self.scores) < len(self.texts):
            piece = self.texts[len(self.scores) : len(self.scores) + PIECE]
            self.scores += score_texts(piece)
            self.index.add(piece)
            yield len(self.scores)
        if not self.ready:
            self.languages = self._languages()

    def _languages(self) -> list[str]:
        """English, the name of another language, or "" where nothing tells."""
        found = [ENGLISH if score.language == "en" else "" for score in self.scores]
        other = [at for at, score in enumerate(self.scores) if score.language == "other"]
        for at, name in zip(other, named([self.texts[at] for at in other]), strict=True):
            found[at] = name
        return found

    @property
    def suggested(self) -> np.ndarray:
        """The suggested valence of each comment, NaN where there is none."""
        import numpy as np

        nan = float("nan")
        each = [nan if one.valence is None else one.valence for one in self.scores]
        return np.array(each, dtype=float)[self.codes]

    def matching(self, words: tuple[str, ...]) -> np.ndarray:
        """Return for each comment whether one of these words stands in it."""
        if words not in self._matched:
            if len(self._matched) > 500:
                self._matched.clear()
            self._matched[words] = self.index.matching(words)[self.codes]
        return self._matched[words]


def _said(cell: str) -> bool:
    """Whether a cell says something: a word or a sign of feeling, and more than "none"."""
    text = cell.strip()
    return bool(_SAYS.search(text)) and text.casefold().rstrip(".! ") not in _NOTHING
