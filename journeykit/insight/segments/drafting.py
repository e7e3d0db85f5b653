"""A persona drafted from the answers of a group: every line cites its question, share and n.

Only answers fill attributes. The name is fiction. What nobody asked stays empty, so that whoever
adds it later adds an assumption, marked as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from journeykit.few import FEWEST
from journeykit.insight.segments.profile import Fact
from journeykit.model import LINE_LIMIT, TEXT_LIMIT, Persona

#: Names that say nothing about who somebody is.
NAMES = ("Robin", "Alex", "Sam", "Kim", "Charlie", "Jo", "Noa", "Sascha", "Toni", "Jules", "Mika",
         "Eli", "Lou", "Dana", "Kai", "Remy")  # fmt: skip
#: attribute -> words of a question that speak about it; the first that fits counts
_ABOUT: tuple[tuple[str, str], ...] = (
    ("age_range", r"\b(age|how old|alter|altersgruppe|edad|âge)\b|年龄"),
    ("gender", r"\b(gender|sex|geschlecht|sexe|género|genere)\b|性别"),
    ("income_band", r"\b(income|salary|einkommen)\b|收入"),
    ("location", r"\b(country|city|region|state|province|where do you live|wohn\w*)\b|城市"),
    ("occupation", r"\b(occupation|job|profession|role|beruf|employ\w*)\b|职业"),
    ("goals", r"\b(goals?|aims?|achieve|reach|hope|purpose|ziele?)\b"),
    ("challenges", r"\b(challenges?|problems?|difficult\w*|frustrat\w*|pains?|annoy\w*|barriers?|"
     r"hard\w*|worr\w*|concern\w*|probleme?)\b"),
    ("needs", r"\b(needs?|important|matters?|miss\w*|require\w*|wichtig)\b"),
    ("motivations", r"\b(motiv\w*|why|reasons?|warum)\b"),
    ("expectations", r"\b(expect\w*|erwart\w*)\b"),
    ("preferences", r"\b(prefer\w*|favou?rite|rather|channels?|device)\b"),
    ("interests", r"\b(interests?|hobb\w*|free time)\b"),
    ("values", r"\b(values?|believe)\b"),
)  # fmt: skip
_SINGLE = ("age_range", "gender", "income_band", "location", "occupation")
#: Most of a group.
_MOST = 0.5
_MORE = 120


@dataclass(frozen=True)
class Line:
    """One line of a draft: the attribute that it fills, its words, its facts, if it is taken."""

    attribute: str
    text: str
    cited: str
    taken: bool
    key: str


@dataclass(frozen=True)
class Draft:
    """A persona that is not stored yet."""

    name: str
    lines: tuple[Line, ...]
    origin: str
    rule: Mapping[str, tuple[str, ...]]
    source: str
    quotes: tuple[tuple[str, bool], ...] = ()


def attribute_of(fact: Fact) -> str:
    """Return the attribute of a persona that a question speaks about.

    >>> fact = Fact("", "q", "What is hard about ordering?", "single", "Size", 9, 9, 1, 1, 1, 1, 9)
    >>> attribute_of(fact)
    'challenges'
    """
    for attribute, pattern in _ABOUT:
        if re.search(pattern, f"{fact.question} {fact.key}", re.IGNORECASE):
            return attribute
    return "behaviours"


def cited(fact: Fact) -> str:
    """Return what stands behind a line: share, n, and the share of everybody."""
    assert fact.value is not None
    if fact.is_mean:
        everybody = f"; everybody {fact.total:.1f}" if fact.total is not None else ""
        return f"mean {fact.value:.1f}, {fact.low:.1f} to {fact.high:.1f}, n {fact.n}{everybody}"
    everybody = f"; everybody {100 * fact.total:.0f} %" if fact.total is not None else ""
    return (
        f"{100 * fact.value:.0f} %, {100 * (fact.low or 0):.0f} to {100 * (fact.high or 0):.0f} %, "
        f"n {fact.n}{everybody}"
    )


def lines(facts: Iterable[Fact]) -> list[Line]:
    """Return what a persona could be said to be, taken where it is typical.

    Taken is what most people of the group say, and what they say clearly more often than
    everybody. Of an attribute that holds one line only the most frequent answer of most people.
    """
    found: list[Line] = []
    by_key: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.value is not None:
            by_key.setdefault(fact.key, []).append(fact)
    single: set[str] = set()
    for answers in by_key.values():
        ordered = sorted(answers, key=lambda fact: -(fact.value or 0))
        for fact in ordered[:4]:
            line = _line(fact, first=fact is ordered[0])
            if line is None:
                continue
            if line.attribute in _SINGLE:
                if line.attribute in single or fact is not ordered[0]:
                    continue
                single.add(line.attribute)
            found.append(line)
    return sorted(found, key=lambda line: not line.taken)


def _line(fact: Fact, *, first: bool) -> Line | None:
    value, attribute = fact.value or 0.0, attribute_of(fact)
    if fact.is_mean:
        return _rated(fact)
    more = fact.stands_out and (fact.index or 0) >= _MORE
    if not more and not (first and value >= _MOST):
        return None
    taken = value >= _MOST and more if attribute in _SINGLE else value >= _MOST or more
    taken = taken and attribute != "gender"  # offered, never proposed: it makes no persona
    text = fact.answer if attribute in _SINGLE else f"{shortened(fact.question)}: {fact.answer}"
    return Line(attribute, _cut(text), cited(fact), taken, fact.key)


def _rated(fact: Fact) -> Line | None:
    """A mean is a line where it is clearly another than everybody's."""
    if not fact.stands_out or fact.total is None or fact.value is None:
        return None
    below = fact.value < fact.total
    if fact.kind == "number":
        word = "fewer or less" if below else "more"
        return Line("behaviours", _cut(f"{shortened(fact.question)}: {word} than others"),
                    cited(fact), True, fact.key)  # fmt: skip
    attribute = "challenges" if below else "preferences"
    text = f"Rates lower than others: {shortened(fact.question)}" if below else \
        f"Rates higher than others: {shortened(fact.question)}"  # fmt: skip
    return Line(attribute, _cut(text), cited(fact), below, fact.key)


def shortened(question: str, most: int = 120) -> str:
    """Return a question for a line: of a grid its row, of a long one the beginning.

    >>> shortened("How was it? [Delivery]"), shortened("How often do you shop?")
    ('Delivery', 'How often do you shop')
    """
    head, bracket, row = question.rstrip().removesuffix("]").rpartition("[")
    asked = row.strip() if bracket and head.strip() and row.strip() else question.strip()
    return asked.rstrip("?: ") if len(asked) <= most else asked[: most - 1].rstrip() + "…"


def _cut(text: str) -> str:
    return text if len(text) <= LINE_LIMIT else text[: LINE_LIMIT - 1].rstrip() + "…"


def free_name(taken: Iterable[str]) -> str:
    """Return a name that no persona has yet.

    >>> free_name(["Robin, plans ahead"])
    'Alex'
    """
    known = {name.split(",")[0].strip().casefold() for name in taken}
    return next((name for name in NAMES if name.casefold() not in known), "Somebody new")


def quotable(consent: str, texts: Sequence[str], most: int = 8) -> tuple[str, ...]:
    """Return what people of a group wrote that may be quoted: with consent, and of five or more.

    >>> quotable("", ["Too slow"] * 9), quotable("agreed to be quoted", ["Too slow"] * 4)
    ((), ())
    """
    said = [text.strip() for text in texts if text.strip()]
    if not consent.strip() or len(said) < FEWEST:
        return ()
    fitting = [text for text in dict.fromkeys(said) if 15 <= len(text) <= LINE_LIMIT]
    return tuple(sorted(fitting, key=len, reverse=True)[:most])


def persona(draft: Draft, today: date) -> Persona:
    """Return the persona of a draft: what was taken, with its evidence and where it is from."""
    values: dict[str, list[str]] = {}
    facts = []
    for line in draft.lines:
        if line.taken:
            values.setdefault(line.attribute, []).append(line.text)
            facts.append(f"{line.text} ({line.cited})")
    quotes = [text for text, taken in draft.quotes if taken]
    if quotes:
        values["quotes"] = quotes
    fields = {
        name: found[0] if name in _SINGLE else tuple(dict.fromkeys(found))
        for name, found in values.items()
    }
    origin = "\n".join([draft.origin, "The name is fiction.", *facts])
    return Persona.model_validate({
        "name": draft.name.strip() or "Somebody new",
        **fields,
        "version": f"v1 · {today.isoformat()} · drafted from answers",
        "rule": dict(draft.rule),
        "rule_source": draft.source if draft.rule else None,
        "drawn_from": origin if len(origin) <= TEXT_LIMIT else origin[: TEXT_LIMIT - 1] + "…",
        "evidence": dict.fromkeys(fields, (draft.source,)),
    })  # fmt: skip


def changed(draft: Draft, at: int, **fields: object) -> Draft:
    """Return the draft with one line changed."""
    new = [replace(line, **fields) if place == at else line  # type: ignore[arg-type]
           for place, line in enumerate(draft.lines)]  # fmt: skip
    return replace(draft, lines=tuple(new))


__all__ = ["NAMES", "Draft", "Line", "attribute_of", "changed", "cited", "free_name", "lines",
           "persona", "quotable", "shortened"]  # fmt: skip
