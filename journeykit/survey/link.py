"""Links: which question speaks about which touchpoint, proposed from their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from journeykit.survey.cells import words
from journeykit.survey.question import Question
from journeykit.survey.synonyms import moments

#: Below this, of 100, a pair is not worth a look.
WORTH = 62.0
#: What another word for the same moment is worth: a look, never sure.
SYNONYM = 74.0
#: The row of a grid: "Rate these [Returns]", "How satisfied were you? - Returns".
_ROW = re.compile(r"\S\s*\[([^\[\]]{2,})\]\s*$|\S[^-]{8,} - ([^-].{1,60})$")
#: A touchpoint: its id, its name, the moments that the name speaks about.
Place = tuple[str, str, Mapping[int, str]]
_STOP = frozenset({
    "a", "an", "and", "are", "at", "by", "did", "do", "does", "for", "from", "have", "how",
    "i", "in", "is", "it", "like", "long", "of", "on", "or", "our", "please", "rate",
    "rating", "satisfied", "satisfaction", "scale", "that", "the", "this", "to", "was", "we",
    "were", "what", "when", "which", "with", "would", "you", "your", "experience", "overall",
    "very", "q",
})  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Proposal:
    """A question, a touchpoint, how well their words fit (0 to 100), and the reason in words."""

    question: str
    touchpoint: str
    score: float
    reason: str


def propose(
    questions: Iterable[Question],
    touchpoints: Sequence[tuple[str, str]],
    least: float = WORTH,
    channels: Mapping[str, str] | None = None,
) -> list[Proposal]:
    """Return for each question with a scale the touchpoint that it most likely speaks about.

    ``touchpoints`` are pairs of id and name, ``channels`` gives the channel for an id. Questions
    that fit none are left out. Several questions may speak about one touchpoint. A name, the row
    of a grid, a code, another word for the same moment or a channel that one touchpoint alone
    has can be the reason; where two fit equally well the reason says so. The best fit comes first.

    >>> asked = Question("Q7AIRTRAIN", "Q7AIRTRAIN", ("Q7AIRTRAIN",), "rating")
    >>> [(p.question, p.touchpoint) for p in propose([asked], [("t1", "AirTrain"), ("t2", "Gate")])]
    [('Q7AIRTRAIN', 't1')]
    >>> paying = Question("q", "How satisfied were you with the checkout?", ("q",), "csat")
    >>> [p.reason for p in propose([paying], [("t1", "Pays at the till"), ("t2", "Gate")])]
    ["'checkout' is another word for 'pays'"]
    """
    places = [(id, name, moments(_spoken(name))) for id, name in touchpoints]
    shared = Counter((channels or {}).get(id, "").casefold() for id, _ in touchpoints)
    alone = {
        id: channel for id, channel in (channels or {}).items() if shared[channel.casefold()] == 1
    }
    found = []
    for question in questions:
        if not question.scaled or not places:
            continue
        said = _texts(question)
        best = max((_pair(question, said, id, name) for id, name, _ in places), key=_score)
        if best.score < SYNONYM:
            best = _by_another_word(question, said, places, alone, best)
        if best.score >= least:
            found.append(best)
    return sorted(found, key=lambda proposal: (-proposal.score, proposal.question))


def _score(proposal: Proposal) -> float:
    return proposal.score


def _by_another_word(
    question: Question, said: Sequence[str], places: Sequence[Place], alone: Mapping[str, str],
    best: Proposal,
) -> Proposal:  # fmt: skip
    """The proposal by a synonym or a channel where it beats the best one by its name."""
    known: dict[int, str] = {}
    for text in said:
        known = moments(_spoken(text)) | known
    others = [_other(question, known, place, alone.get(place[0], "")) for place in places]
    score = max(map(_score, others))
    top = [other for other in others if other.score == score]
    if score <= best.score:
        return best
    if len(top) == 1:
        return top[0]
    also = next(name for id, name, _ in places if id == top[1].touchpoint)
    first = replace(top[0], score=WORTH + 1.0, reason=f"{top[0].reason}; it may be '{also}' too")
    return first if first.score > best.score else best


def _other(question: Question, known: Mapping[int, str], place: Place, channel: str) -> Proposal:
    """How well a question fits by another word for the moment, or by its channel."""
    id, _, spoken = place
    if both := [moment for moment in known if moment in spoken]:
        a, b = known[both[0]], spoken[both[0]]
        score = min(SYNONYM + 2.0 * (len(both) - 1), SYNONYM + 6.0)
        return Proposal(question.id, id, score, f"'{a}' is another word for '{b}'")
    met = moments(_spoken(channel)) if channel else {}
    by = next((moment for moment in known if moment in met), None)
    if by is None:
        return Proposal(question.id, id, 0.0, "")
    said = f"'{known[by]}' is the channel '{channel}', which this touchpoint alone has"
    return Proposal(question.id, id, WORTH + 2.0, said)


def _texts(question: Question) -> tuple[str, ...]:
    """What a question says that may name its touchpoint: of a grid the row alone."""
    if row := _ROW.search(question.text or question.id):
        return (row[1] or row[2],)
    return tuple(dict.fromkeys((question.text, question.id, *question.columns)))


def _pair(question: Question, texts: Sequence[str], id: str, name: str) -> Proposal:
    if question.touchpoint and words(question.touchpoint) == words(name):
        return Proposal(question.id, id, 100.0, f"the recipe names '{name}'")
    score, reason = max((_fit(text, name) for text in texts), key=lambda fit: fit[0])
    if reason and _ROW.search(question.text or question.id):
        reason = f"the row is '{texts[0]}', and {reason}"
    return Proposal(question.id, id, score, reason)


def _spoken(text: str) -> list[str]:
    """The words of a text one after the other, small ones too: they part phrases."""
    bare = re.sub(r"^[A-Za-z]{1,3}\d+[a-z]?(?=[A-Z_ .:-])", "", text.strip())
    return _WORD.findall(words(bare))


def _fit(text: str, name: str) -> tuple[float, str]:
    from rapidfuzz import fuzz

    asked, named = content(text), content(name)
    if not asked or not named:
        return 0.0, ""
    together = fuzz.token_set_ratio(" ".join(asked), " ".join(named))
    # codes run words together: Q9RESTROOM, "Boarding area"
    run = fuzz.partial_ratio("".join(asked), "".join(named)) if len("".join(asked)) >= 4 else 0
    pairs = [(fuzz.ratio(_root(a), _root(b)), a, b) for a in asked for b in named]
    closest, a, b = max(pairs)
    if len(asked) == 1 and len(a) >= 3 and any(name.startswith(asked[0]) for name in named):
        # a code shortens the name: ART, "Artwork"
        closest, a = max(closest, 90.0), asked[0]
    score = 0.45 * together + 0.2 * run + 0.35 * closest
    if closest >= 88 and min(len(a), len(b)) >= 3:
        score = max(score, 66.0 + 34.0 * (closest / 100) * _share(asked, named))
        return round(score, 1), f"'{a}' is in both" if a == b else f"'{a}' is like '{b}'"
    return round(score, 1), "the names are alike"


def _share(asked: Sequence[str], named: Sequence[str]) -> float:
    """How much of the touchpoint's name the question says."""
    from rapidfuzz import fuzz

    said = [max(fuzz.ratio(_root(a), _root(b)) for a in asked) >= 85 for b in named]
    return sum(said) / len(said)


def content(text: str) -> list[str]:
    """The words that carry meaning, a leading code taken off: Q7AIRTRAIN is about airtrain."""
    bare = re.sub(r"^[A-Za-z]{1,3}\d+[a-z]?(?=[A-Z_ .:-])", "", text.strip())
    found = [word for word in _WORD.findall(words(bare)) if word not in _STOP]
    return found or _WORD.findall(words(bare))


def _root(word: str) -> str:
    return re.sub(r"(?<=\w{4})(ies|es|s|ing|ed|en|er)$", "", word)
