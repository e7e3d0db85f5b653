"""Score comments by their words: negation, degree, "but", emoji.

The rules are those of VADER (Hutto and Gilbert 2014, "VADER: a parsimonious rule-based model for
sentiment analysis of social media text", ICWSM), with these changes: a negation does not reach over
punctuation; one that turns nothing is itself a little bad, and so is "too"; endings are taken off
words that no list has; the sum is set against the length of the comment; "like", "pretty" and
"kind" count only where they mean a feeling. No word or weight was fitted to rated texts; but these
rules were kept after a look at both sets of benchmarks/text.py, so their r flatters a little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import copysign, sqrt

from journeykit.emotions.text.language import Language, language, listed
from journeykit.emotions.text.lexicon import (
    DEGREES,
    NEGATIONS,
    TURNED,
    Lexicon,
    Weights,
    lexicon,
)

#: how many words back a negation or a degree is looked for, and what a degree then counts (VADER)
REACH = (1.0, 0.95, 0.9)
#: what words before the last "but" count (VADER, which also raises those after it)
BEFORE_BUT = 0.5
#: an exclamation mark, up to four (VADER)
EXCLAMATION = 0.292
#: a negation that turns no word, and "too": ours, half a point, after a look at both sets
BARE = TOO = -0.5
#: how soon the compound nears its ends: ours
BEND = 3.0
#: after these words "like" is the verb, not "as"
LIKERS = listed("i we you they people do don't dont did didn't to really also would i'd")
DOUBTFUL = frozenset(("like", "pretty", "kind"))
STOPS = frozenset(".,;:!?()")


@dataclass(frozen=True, slots=True)
class TextScore:
    """What a comment sounds like: a suggestion, not a measurement.

    ``valence`` is on the curve's scale, −2 to +2, or None with a ``reason``. ``compound`` is the
    same from −1 to 1 (0 where there is no valence). ``words`` carried it, the strongest first, a
    turned one with what turned it: "not good".
    """

    valence: float | None
    compound: float
    words: tuple[str, ...]
    language: Language
    reason: str | None = None


def score_texts(texts: Iterable[str]) -> list[TextScore]:
    """Score English comments, in their order; equal comments are scored once.

    >>> good, bad, german = score_texts(["Great staff!", "Not helpful.", "Das war nicht gut."])
    >>> good.valence > 0 > bad.valence
    True
    >>> bad.words
    ('not helpful',)
    >>> german.reason
    'not in English'
    """
    lists, pattern = lexicon(), tokens()
    seen: dict[str, TextScore] = {}
    scores = []
    for text in texts:
        score = seen.get(text)
        if score is None:
            score = seen[text] = score_one(text, lists, pattern)
        scores.append(score)
    return scores


@cache
def tokens() -> re.Pattern[str]:
    """Return the pattern of a token: emoticon, word with apostrophes and hyphens, or sign."""
    emoticons = sorted((s for s in lexicon().signs if len(s) > 1), key=len, reverse=True)
    either = "|".join(map(re.escape, emoticons))
    return re.compile(rf"(?=[:;=<>])(?<!\d)(?:{either})(?!\w)|\w+(?:['-][^\W\d_]+)*|[^\s\w]")


def score_one(text: str, lists: Lexicon, pattern: re.Pattern[str]) -> TextScore:
    """Score one comment."""
    found = pattern.findall(text.lower().replace("’", "'").replace("''", " "))
    words = [token for token in found if token[0].isalnum()]
    weights, carried = weigh(found, lists)
    spoken = language(words, known=bool(carried))
    if spoken == "other":
        return TextScore(None, 0.0, (), spoken, "not in English")
    if not carried:
        none = "no word of feeling" if words else "no words"
        return TextScore(None, 0.0, (), spoken, none)
    total = sum(weights)
    if total:
        total += copysign(EXCLAMATION * min(found.count("!"), 4), total)
    total /= sqrt(len(words) + 1)
    compound = total / sqrt(total * total + BEND)
    strongest = sorted(carried, key=lambda at: -abs(weights[at]))
    named = tuple(dict.fromkeys(carried[at] for at in strongest))
    return TextScore(round(2 * compound, 2), compound, named, spoken)


def weigh(found: Sequence[str], lists: Lexicon) -> tuple[list[float], dict[int, str]]:
    """Return the weight of each token, and the name of each that weighs something."""
    known, signs = lists.weights, lists.signs
    weights = [0.0] * len(found)
    carried: dict[int, str] = {}
    bare = []
    for at, token in enumerate(found):
        if not token[0].isalnum():
            weight = signs.get(token, 0.0)
        elif token in NEGATIONS or token.endswith("n't"):
            bare.append(at)
            continue
        elif token == "too" and found[at + 1 : at + 2] and found[at + 1][0].isalnum():
            weights[at], carried[at] = TOO, token
            continue
        else:
            weight = 0.0 if token in DEGREES else known[token]
            if token in DOUBTFUL and not feels(found, at, known):
                continue
            if weight:
                weight, turned = around(found, at, weight)
                if turned is not None:
                    carried[turned] = ""
                    token = f"{found[turned]} {token}"
        if weight:
            weights[at], carried[at] = weight, token
    for at in bare:
        if at not in carried:
            weights[at], carried[at] = BARE, found[at]
    if "but" in found:
        last = len(found) - 1 - found[::-1].index("but")
        weights = [w * BEFORE_BUT if at < last else w for at, w in enumerate(weights)]
    return weights, {at: name for at, name in carried.items() if name}


def feels(found: Sequence[str], at: int, known: Weights) -> bool:
    """Whether "like" is the verb, "pretty" not "rather", and "kind" not "kind of"."""
    token, after = found[at], found[at + 1] if at + 1 < len(found) else "."
    if token == "like":
        return at > 0 and found[at - 1] in LIKERS
    if token == "kind":
        return after != "of"
    return after not in DEGREES and not (after[0].isalnum() and known[after])


def around(found: Sequence[str], at: int, weight: float) -> tuple[float, int | None]:
    """Return a word's weight after the words before it, and where a negation turned it."""
    turned = None
    behind = at - 1
    for share in REACH:
        while behind >= 0 and not found[behind][0].isalnum() and found[behind] not in STOPS:
            behind -= 1
        if behind < 0 or found[behind] in STOPS:
            break
        token = found[behind]
        if token in DEGREES:
            weight += copysign(DEGREES[token] * share, weight * DEGREES[token])
        elif token in NEGATIONS or token.endswith("n't"):
            turned = behind
        behind -= 1
    comparative = found[at].endswith("er") or found[at] == "worse"
    if turned is not None and comparative and found[at - 1] == "be":
        return weight, turned  # "could not be better"
    return (weight if turned is None else TURNED * weight), turned
