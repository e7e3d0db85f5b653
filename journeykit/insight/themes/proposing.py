"""Themes proposed from the words that comments share, for a person to name, mend or discard.

A word or two in a row is a candidate where at least five comments have it, and no more than 60 %.
Candidates are ranked by tf-idf summed over comments, n·ln(N/n); those that stand in the same
comments become one theme. Whether a theme's comments sound worse or better than the others is told
by the log-odds of its words with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008,
"Fightin' Words", Political Analysis 16:4), from the suggested feelings. Equal comments give equal
proposals.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from journeykit.few import FEWEST
from journeykit.insight.themes.comments import Comments
from journeykit.insight.themes.words import spelled, telling, tokens

if TYPE_CHECKING:
    import numpy as np

MOST = 12
#: Words of a proposed theme.
_WORDS = 4
#: Of a candidate's comments, so many have to be those of the theme to make it a part of it.
_TOGETHER = 0.6
#: Candidates that are looked at; different comments that are looked at, evenly spaced.
_CANDIDATES, _TEXTS = 150, 20_000
#: A word in more comments than this tells nothing apart.
_USUAL = 0.6
#: Log-odds beyond this many standard errors are said.
_TELLING = 1.96


@dataclass(frozen=True)
class Proposal:
    """A theme that may be one: its words, in how many of ``of`` comments, and how it sounds.

    ``z`` is the log-odds of its words in comments that sound bad against those that sound good,
    in standard errors; None where too few have a feeling. ``kind`` is what that suggests.
    """

    name: str
    words: tuple[str, ...]
    n: int
    of: int
    z: float | None = None

    @property
    def kind(self) -> str:
        """Pain, delight or "": what the words' company suggests, for a person to decide."""
        if self.z is None or abs(self.z) < _TELLING:
            return ""
        return "pain" if self.z > 0 else "delight"


def propose(
    comments: Comments, taken: Iterable[Sequence[str]] = (), most: int = MOST
) -> list[Proposal]:
    """Return proposed themes, the weightiest first; ``taken`` are the words of themes there are."""
    import numpy as np

    texts, times, felt = _texts(comments)
    total = int(times.sum())
    if total < FEWEST:
        return []
    written: Counter[str] = Counter()
    for part in comments.parts:
        written.update(part.column.index.written)
    places = _candidates(texts, times)
    used = {word for words in taken for each in words for word in tokens(each)}
    ranked = [
        (-n * math.log(total / n), " " not in word, word, n)
        for word, at in places.items()
        if (n := int(times[at].sum())) >= FEWEST and n <= max(FEWEST, _USUAL * total) and n < total
        and not used & set(word.split())
    ]  # fmt: skip
    ranked.sort()
    masks = {}
    for _, _, word, _ in ranked[:_CANDIDATES]:
        masks[word] = np.zeros(len(texts), dtype=bool)
        masks[word][places[word]] = True
    found = []
    for words, mask in _grouped(masks, times)[:most]:
        spell = spelled(written, {part for word in words for part in word.split()})
        shown = tuple(" ".join(spell.get(part, part) for part in word.split()) for word in words)
        name = shown[0][:1].upper() + shown[0][1:]
        n, z = int(times[mask].sum()), _log_odds(mask, times, felt)
        found.append(Proposal(name, shown, n, total, z))
    return sorted(found, key=lambda one: (-one.n, one.name))


def _texts(comments: Comments) -> tuple[list[list[str]], np.ndarray, np.ndarray]:
    """The words of different comments, how often each was written, and how it sounds."""
    import numpy as np

    texts: list[list[str]] = []
    times: list[int] = []
    felt: list[float] = []
    total = sum(len(part.column.texts) for part in comments.parts)
    step = max(1, math.ceil(total / _TEXTS))
    for part in comments.parts:
        column = part.column
        often = np.bincount(column.codes, minlength=len(column.texts))
        for at in range(0, len(column.texts), step):
            texts.append(column.index.words(at))
            times.append(int(often[at]))
            valence = column.scores[at].valence
            felt.append(math.nan if valence is None else valence)
    return texts, np.array(times, dtype=np.int64), np.array(felt, dtype=float)


def _candidates(texts: list[list[str]], times: np.ndarray) -> dict[str, list[int]]:
    """Words and pairs of words that enough comments have, with the texts they stand in."""
    single: dict[str, list[int]] = {}
    for at, words in enumerate(texts):
        for word in set(words):
            if telling(word):
                single.setdefault(word, []).append(at)
    known = {word: at for word, at in single.items() if int(times[at].sum()) >= FEWEST}
    double: dict[str, list[int]] = {}
    for at, words in enumerate(texts):
        pairs = {(a, b) for a, b in pairwise(words) if a in known and b in known and a != b}
        for a, b in pairs:
            double.setdefault(f"{a} {b}", []).append(at)
    often = {word: int(times[places].sum()) for word, places in known.items()}
    for pair, places in double.items():
        n, (a, b) = int(times[places].sum()), pair.split()
        if n >= FEWEST and n >= 0.5 * min(often[a], often[b]):
            known[pair] = places
            # two words that are hardly ever apart are one
            for word in (a, b):
                if n >= 0.9 * often[word]:
                    known.pop(word, None)
    return known


def _grouped(masks: dict[str, np.ndarray], times: np.ndarray) -> list[tuple[list[str], np.ndarray]]:
    """Put candidates together that stand in the same comments; the first of each leads."""
    groups: list[tuple[list[str], np.ndarray]] = []
    for word, mask in masks.items():
        least = _TOGETHER * int(times[mask].sum())
        for at, (words, has) in enumerate(groups):
            if int(times[mask & has].sum()) >= least:
                if len(words) < _WORDS and not any(_within(word, other) for other in words):
                    groups[at] = ([*words, word], has | mask)
                break
        else:
            groups.append(([word], mask))
    return groups


def _within(word: str, other: str) -> bool:
    return f" {word} " in f" {other} " or f" {other} " in f" {word} "


def _log_odds(mask: np.ndarray, times: np.ndarray, felt: np.ndarray) -> float | None:
    """How much likelier the theme is where comments sound bad, in standard errors."""
    bad, good = felt <= -0.5, felt >= 0.5
    n_bad, n_good = int(times[bad].sum()), int(times[good].sum())
    if min(n_bad, n_good) < FEWEST:
        return None
    y_bad, y_good = float(times[mask & bad].sum()), float(times[mask & good].sum())
    share = float(times[mask].sum()) / float(times.sum())
    prior, rest = share, 1 - share  # one comment's worth of what all comments say
    if rest <= 0 or share <= 0:
        return None
    odds = [math.log((y + prior) / (n - y + rest)) for y, n in ((y_bad, n_bad), (y_good, n_good))]
    error = math.sqrt(1 / (y_bad + prior) + 1 / (y_good + prior))
    return (odds[0] - odds[1]) / error
