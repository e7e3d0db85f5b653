"""The word lists: how good or bad a word is, −4 to +4.

Three lists, the later one wins: adjectives of pattern.en (public domain, shipped here), VADER's
ratings by people (MIT, from the vaderSentiment package) and words of service comments (ours).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from journeykit.emotions.text.language import listed

#: what one unit of an adjective's polarity counts: the slope between both lists over their
#: shared words is 3.17; a fifth less, as these are not rated by many people
ADJECTIVE = 2.5
#: what a negation turns a word into (VADER's constant)
TURNED = -0.74
#: unknown words remembered, so that a million comments do not fill the memory
REMEMBERED = 50_000

ENDINGS = (
    ("ily", "y"), ("ably", "able"), ("ibly", "ible"), ("ly", ""), ("iness", "y"), ("ness", ""),
    ("iest", "y"), ("ier", "y"), ("est", ""), ("er", ""), ("ing", ""), ("ing", "e"), ("ed", ""),
    ("ed", "e"), ("es", ""), ("'s", ""), ("s", ""),
)  # fmt: skip
PREFIXES = ("un", "in", "im", "non", "dis")

NEGATIONS = listed(
    """aint arent cannot cant couldnt didnt doesnt dont hadnt hasnt havent isnt lack lacked lacking
    lacks mightnt mustnt neednt neither never no nobody none nope nor not nothing nowhere shouldnt
    wasnt werent without wont wouldnt rarely seldom despite"""
)
#: the step a degree adverb adds or takes (VADER's constant)
STEP = 0.293
RAISING = listed(
    """absolutely amazingly awfully completely considerably decidedly deeply enormously entirely
    especially exceptionally extremely fabulously fully greatly highly hugely incredibly intensely
    more most particularly purely quite really remarkably so substantially thoroughly totally
    tremendously unbelievably unusually utterly very"""
)
LOWERING = listed(
    """almost barely hardly kinda less little marginally occasionally partly scarcely slightly
    somewhat sorta"""
)
DEGREES = dict.fromkeys(RAISING, STEP) | dict.fromkeys(LOWERING, -STEP)


def rows(path: Traversable) -> list[list[str]]:
    """Return the fields of a tab-separated list, without its comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#\u0020")]


class Weights(dict[str, float]):
    """Word → weight; a word no list has is looked up by its family, or weighs nothing.

    >>> weights = Weights({"happy": 2.0})
    >>> weights["happily"], weights["unhappy"], weights["table"]
    (2.0, -1.48, 0.0)
    """

    def __init__(self, known: dict[str, float]) -> None:
        super().__init__(known)
        self.known = known

    def __missing__(self, word: str) -> float:
        found = self.family(word) if len(word) > 3 else 0.0
        if len(self) < len(self.known) + REMEMBERED:
            self[word] = found
        return found

    def family(self, word: str) -> float:
        """Return the weight of the word this one is made of."""
        if "-" in word:
            return sum(self[part] for part in word.split("-") if part)
        for ending, instead in ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                stem = word[: -len(ending)] + instead
                if stem in self.known:
                    return self.known[stem]
        for prefix in PREFIXES:
            if word.startswith(prefix) and len(word) > 5:
                weight = self.known.get(word[len(prefix) :], 0.0)
                if weight > 0:
                    return TURNED * weight
        return 0.0


@dataclass(frozen=True)
class Lexicon:
    """All lists together: ``weights`` of words, and of ``signs`` (emoji and emoticons)."""

    weights: Weights
    signs: dict[str, float]


@cache
def lexicon() -> Lexicon:
    """Read the lists once (about 20 ms)."""
    ours, vader = resources.files(__package__), resources.files("vaderSentiment")
    rated = {row[0].lower(): float(row[1]) for row in rows(vader / "vader_lexicon.txt")}
    known = {word: ADJECTIVE * float(at) for word, at in rows(ours / "adjectives.tsv")}
    known |= {word: at for word, at in rated.items() if word[0].isalnum()}
    service = {word: float(at) for word, at in rows(ours / "service.tsv")}
    known |= {word: at for word, at in service.items() if word[0].isalnum()}
    weights = Weights(known)
    signs = {word: at for word, at in rated.items() if word[0] in ":;=<>" and len(word) > 1}
    for sign, meaning in rows(vader / "emoji_utf8_lexicon.txt"):
        weight = sum(known.get(word, 0.0) for word in meaning.lower().split())
        if len(sign) == 1 and weight:
            signs[sign] = weight
    signs |= {word: at for word, at in service.items() if not word[0].isalnum()}
    return Lexicon(weights, signs)
