"""The words of comments, and the comments in which a theme's words stand.

A word stands for its plural too; ``deliver*`` for all that begins so; "call back" for both words
in a row. Scripts without spaces are searched as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from journeykit.emotions.text.language import ENGLISH, listed
from journeykit.emotions.text.lexicon import DEGREES, NEGATIONS
from journeykit.emotions.text.naming import function_words

if TYPE_CHECKING:
    import numpy as np

#: words that judge and name nothing
JUDGING = listed(
    """good great nice bad best better worse worst excellent awesome terrible horrible love loved
    like liked amazing perfect perfectly poor fine ok okay fantastic wonderful happy unhappy
    pleased satisfied dissatisfied disappointed disappointing awful recommend thanks thank please
    hate super brilliant lovely well"""
)
COMMON = listed(
    """get got getting go going went gone make made making take took taken come came say said tell
    told see saw know think thought feel felt want wanted need needed use used using give gave given
    find found try tried let put keep kept thing things lot lots bit way time times day days year
    years people someone anything everything something nothing every still even again ever never
    always often also maybe actually already away back last first two three new old many few whole
    etc yes im ive dont didnt wasnt cant couldnt isnt really much more most other another such own
    same both each during without within around through between under until since though although
    sure left high low buy bought quite rather little big small right wrong long short
    however well got upon per via else anyone everyone nobody"""
)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
#: a word, or the end of a clause, over which no two words are a pair
_PIECE = re.compile(rf"{_WORD.pattern}|[.!?;:,()\n]")
#: words of which the short form is remembered
_REMEMBERED = 200_000
#: from here on scripts write without spaces
_UNSPACED = "\u2e80"


def tokens(text: str) -> list[str]:
    """Return the words of a text, small, each in its short form.

    >>> tokens("The parcels came LATE, and returns weren’t free")
    ['the', 'parcel', 'came', 'late', 'and', 'return', "weren't", 'free']
    """
    return [_SHORT[word] for word in _WORD.findall(text.casefold().replace("’", "'"))]


def short(word: str) -> str:
    """Return a word without the ending of a plural.

    >>> [short(word) for word in ("deliveries", "boxes", "staff's", "bus", "prices", "glass")]
    ['delivery', 'box', 'staff', 'bus', 'price', 'glass']
    """
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=100_000)
def telling(word: str) -> bool:
    """Whether a word can name a theme: no function word, no judgment, no single letter.

    >>> [telling(word) for word in ("delivery", "the", "great", "not", "x")]
    [True, False, False, False, False]
    """
    plain = {word, word + "s"}
    for words in (ENGLISH, JUDGING, COMMON, function_words()):
        if plain & words:
            return False
    return len(word) > 2 and word not in DEGREES and word not in NEGATIONS and "n't" not in word


class _Shorts(dict[str, str]):
    """Word or sign -> short form; the signs that end a clause are all one."""

    def __missing__(self, piece: str) -> str:
        found = short(piece) if piece[0].isalpha() else "."
        if len(self) < _REMEMBERED:
            self[piece] = found
        return found


_SHORT = _Shorts()


class Index:
    """Where each word stands: texts are added in pieces, and searched."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        #: a word in its short form -> the texts that have it, in order
        self.places: dict[str, list[int]] = {}
        #: how often a word stands as it is written
        self.written: Counter[str] = Counter()
        self._plain: list[str] = []

    def add(self, texts: Iterable[str]) -> None:
        """Add texts behind those that are there."""
        for text in texts:
            at = len(self.texts)
            self.texts.append(text)
            pieces = _PIECE.findall(text.casefold().replace("’", "'"))
            self.written.update(pieces)
            words = [_SHORT[piece] for piece in pieces]
            self._plain.append(" ".join(words))
            for word in set(words):
                self.places.setdefault(word, []).append(at)

    def words(self, at: int) -> list[str]:
        """Return the words of a text in their short form, with "." where a clause ends."""
        return self._plain[at].split(" ") if self._plain[at] else []

    def matching(self, words: Sequence[str]) -> np.ndarray:
        """Return for each text whether one of a theme's words stands in it."""
        import numpy as np

        found = np.zeros(len(self.texts), dtype=bool)
        for word in words:
            found[self._of(word)] = True
        return found

    def _of(self, word: str) -> list[int]:
        word = " ".join(word.casefold().replace("’", "'").split())
        if any(letter >= _UNSPACED for letter in word):
            return [at for at, text in enumerate(self.texts) if word in text.casefold()]
        if word.endswith("*") and " " not in word:
            stem = word.rstrip("*")
            hits = [places for known, places in self.places.items() if known.startswith(stem)]
            return sorted({at for places in hits for at in places}) if len(stem) > 1 else []
        parts = tokens(word)
        if not parts:
            return [at for at, text in enumerate(self.texts) if word in text] if word else []
        if len(parts) == 1:
            return self.places.get(parts[0], [])
        rarest = min((self.places.get(part, []) for part in parts), key=len)
        phrase = f" {' '.join(parts)} "
        return [at for at in rarest if phrase in f" {self._plain[at]} "]


def spelled(written: Counter[str], words: Iterable[str]) -> dict[str, str]:
    """Return for words in their short form how they are written most often."""
    wanted = set(words)
    best: dict[str, tuple[int, str]] = {}
    for word, n in written.items():
        if (key := short(word)) in wanted:
            best[key] = max(best.get(key, (0, "")), (n, word))
    return {key: word for key, (_, word) in best.items()}
